"""准入·公文: the approval form and the reply of an application as Word, and the number that the registry gave it."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from lib.documents.kinds import of_admission
from lib.documents.word_templates.kept import in_word
from lib.kept import store
from lib.kept.models import Admission, AdmissionState
from lib.ledger.access import Actor
from lib.ledger.door import Receipt
from lib.review.admissions import number_reply
from lib.ui.forms import Form
from lib.ui.papers import paper, without_pdf
from lib.ui.reading import reference
from lib.words.language import gettext as _


def admission_papers(one: Admission, actor: Actor) -> None:
    """The papers of an application that may be seen; a draft has no reply, and only what is decided a number."""
    form, reply = _("Approval form"), _("Reply to the application")
    with st.container(horizontal=True):
        paper(_("Approval form (Word)"), form, f"{form}_{one.code}", _paper, one.code, "admission")
        if one.state is not AdmissionState.DRAFT:
            paper(_("Reply (Word)"), reply, f"{reply}_{one.code}", _paper, one.code, "reply")
    without_pdf()
    if one.decided_on and actor.decides:
        _number(one, actor)


def _paper(code: str, kind: str) -> bytes:
    with store.reading(store.engine()) as connection:
        return in_word(connection, of_admission(connection, reference(), code, kind))


def _number(one: Admission, actor: Actor) -> None:
    """文号 is given by the registry: until it is entered the reply has a blank one."""
    form = Form(f"reply {one.code}", {"reply_number": one.reply_number}, short=True)

    def save(typed: Mapping[str, Any]) -> Receipt:
        return number_reply(store.engine(), one.code, str(typed["reply_number"] or ""), actor)

    with st.container(horizontal=True, vertical_alignment="bottom"):
        form.text("reply_number", _("Number of the reply"), _("registry"), limit=40)
        form.button(_("Save the number"), save)
