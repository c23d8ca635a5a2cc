"""What a visitor sees when something goes wrong: the sentence of a refusal, or a reference number for a bug."""

import logging
import secrets

import streamlit as st

from lib.show import blocks
from lib.words.errors import Refusal
from lib.words.language import gettext as _

log = logging.getLogger("banyue")

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that are misread over the telephone


def show_fault(error: Exception) -> bool:
    """Show an uncaught error in place of Streamlit's English traceback; True, since it has been shown."""
    if isinstance(error, Refusal):  # of what the page reads: acts keep theirs for the next run (`acts.done`)
        st.html(blocks.banner("error", str(error)))
        return True
    number = "".join(secrets.choice(_LETTERS) for _each in range(4))
    log.error("fault %s", number, exc_info=error)
    first = _("The system could not finish this, number {number}; nothing was saved.").format(number=number)
    st.html(blocks.banner("error", first, _("Try again later, or tell the joint-meeting office the number.")))
    return True
