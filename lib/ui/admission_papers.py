"""准入·公文: the approval form and the reply of an application as Word, and the number that the registry gave it."""

import streamlit as st

from lib.documents.kinds import of_admission
from lib.kept import store
from lib.kept.models import Admission, AdmissionState
from lib.ledger.access import Actor
from lib.ledger.door import Receipt
from lib.review.admissions import number_reply
from lib.ui.forms import Form, Typed
from lib.ui.papers import paper_in_layout, without_pdf
from lib.words.language import gettext as _


def admission_papers(matter: Admission, actor: Actor) -> None:
    """The papers of an application that may be seen; a draft has no reply, and only what is decided a number."""
    form, reply = _("Approval form"), _("Reply to the application")
    with st.container(horizontal=True):
        paper_in_layout(
            _("Approval form (Word)"), form, f"{form}_{matter.code}", of_admission, matter.code, "admission"
        )
        if matter.state is not AdmissionState.DRAFT:
            paper_in_layout(_("Reply (Word)"), reply, f"{reply}_{matter.code}", of_admission, matter.code, "reply")
    without_pdf()
    if matter.decided_on and actor.decides:
        _number(matter, actor)


def _number(matter: Admission, actor: Actor) -> None:
    """文号 is given by the registry: until it is entered the reply has a blank matter."""
    form = Form(f"reply {matter.code}", {"reply_number": matter.reply_number}, short=True)

    def save(typed: Typed) -> Receipt:
        return number_reply(store.engine(), matter.code, str(typed["reply_number"] or ""), actor)

    with st.container(horizontal=True, vertical_alignment="bottom"):
        form.text("reply_number", _("Number of the reply"), _("registry"), limit=40)
        form.button(_("Save the number"), save)
