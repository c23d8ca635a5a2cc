"""A file that somebody chooses: read once it is there, or the sentence why it cannot be read."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from lib.intake.checks import NOTHING_SAID
from lib.review.uploads import Upload
from lib.show import blocks
from lib.show.look import AT_MOST, at_most
from lib.ui.drawing import html
from lib.ui.session import ANSWERED, ROUND, begin_anew
from lib.words.errors import Refusal
from lib.words.language import gettext as _
from lib.words.settings import Nothing

Read = TypeVar("Read")


def uploader(label: str, key: str, megabytes: int, hint: str | None = None) -> UploadedFile | None:
    """An uploader under this key that takes no file of more than so many megabytes; `hint` stands in its help.

    A larger one is not sent at all; the sentence of it names this limit.
    """
    # Streamlit's sentence names its own limit in English: a style sheet for this limit puts ours in its place.
    st.html(at_most(megabytes))
    with st.container(key=f"{AT_MOST}{megabytes}_{key}"):
        return st.file_uploader(label, key=key, help=hint, max_upload_size=megabytes)


def choose_file(label: str, name: str, megabytes: int | None = None) -> UploadedFile | None:
    """The uploader of this name, with the file in it; of no more than `megabytes` where they are given."""
    key = f"{name}_{ROUND.of(name).get()}"
    return uploader(label, key, megabytes) if megabytes else st.file_uploader(label, key=key)


def choose_files(label: str, name: str) -> list[UploadedFile]:
    """The uploader of this name, with all files in it."""
    hint = _("Several files at once are taken as well, a ZIP of them, and a workbook of several forms")
    return st.file_uploader(label, key=f"{name}_{ROUND.of(name).get()}", accept_multiple_files=True, help=hint)


def marks(files: Sequence[UploadedFile]) -> str:
    """What tells these files from any others that are brought."""
    return " ".join(file.file_id for file in files)


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


def answer(*files: UploadedFile) -> Nothing | None:
    """What 无, / and — mean in these files, where it has been said."""
    answered = ANSWERED.get()
    return answered[1] if answered and answered[0] == marks(files) else None


def ask_about(files: UploadedFile | Sequence[UploadedFile], *uploads: Upload) -> None:
    """The question what 无, / and — mean in these files, where it stands in the way; it is answered for all of them."""
    if any(problem.kind == NOTHING_SAID for upload in uploads for problem in upload.checked.problems):
        about = marks([files] if isinstance(files, UploadedFile) else files)
        with st.container(horizontal=True):
            for label, means in ((_("They all mean: nothing reported"), "blank"), (_("They all mean 0"), "zero")):
                st.button(label, on_click=_answer, args=(about, means))


def _answer(about: str, means: Nothing) -> None:
    ANSWERED.put((about, means))
