"""A file that somebody chooses: read once it is there, or the sentence why it cannot be read."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from lib.show import blocks
from lib.ui.drawing import html
from lib.ui.session import ROUND, begin_anew
from lib.words.errors import Refusal
from lib.words.language import gettext as _

Read = TypeVar("Read")


def choose_file(label: str, name: str) -> UploadedFile | None:
    """The uploader of this name, with the file in it."""
    return st.file_uploader(label, key=f"{name}_{ROUND.of(name).get()}")


def put_away(name: str) -> None:
    """Draw the uploader of this name without its file from the next run on."""
    begin_anew(name)


def readable(read: Callable[[], Read]) -> Read | None:
    """What `read` makes of a file; None, and the sentence why on the page, for one that cannot be read."""
    try:
        return read()
    except Refusal as refusal:
        html(blocks.banner("error", _("This file cannot be read"), str(refusal)))
        return None
