"""准入·申请: the form of an application, which a draft fills again, and beside it what the lists say to the matter."""

from functools import partial
from typing import Any

import streamlit as st

from lib.kept import store
from lib.kept.models import Admission, AdmissionState, Urgency
from lib.ledger.access import Actor, may_write
from lib.ledger.door import Receipt
from lib.ledger.door.admissions import SUBSTANCE
from lib.review.admissions import keep_draft
from lib.show.boards.lists import comparison, place_names
from lib.show.boards.lists_matter import MatterBoard, applied, kept_as_draft
from lib.show.boards.words import department_words
from lib.ui.drawing import html
from lib.ui.forms import Form, Typed
from lib.ui.reading import cached, reference
from lib.words.language import gettext as _


def application_form(board: MatterBoard | None, actor: Actor) -> None:
    """The form, filled with the draft of `board` where it is of one, and what the lists say to what is typed."""
    draft = board.admission if board and board.admission.state is AdmissionState.DRAFT else None
    of, filled = (draft.code, _as_typed(draft)) if draft else ("", {"department_code": actor.department_code})
    form = Form(f"apply {of}", filled)
    left, right = st.columns([1.3, 1], gap="medium")
    with left:
        matter, reason = _fields(form, actor)
        with st.container(horizontal=True):
            may = may_write(actor, "admission")
            keep, submit = partial(_save_draft, of, actor), partial(_save_draft, of, actor, submit=True)
            form.button(_("Keep as draft"), keep, kept_as_draft, disabled=not may)
            form.button(_("Submit application"), submit, applied, primary=True, disabled=not may)
    with right:
        html(cached(comparison, matter, bool(reason.strip())))
        if board and draft:
            html(board.load)


def _fields(form: Form, actor: Actor) -> tuple[str, str]:
    """Every field; the matter and the reason why it is no duplicate, for the comparison."""
    left, right = st.columns([1.6, 1], gap="small")
    with left:
        form.choice("department_code", _("Applicant department"), _departments_of(actor))
    with right:
        form.choice("urgency", _("Urgency"), {urgency: urgency.word for urgency in Urgency}, required=True)
    left, right = st.columns(2, gap="small")
    with left:
        matter = form.text("matter", _("Matter"), _("What the villages shall help with"), limit=60)
    with right:
        form.text("basis", _("Legal basis"), _("Law, regulation or document with its number"))
    form.text("content", _("Content"), _("What a village does, how often, how it is handed in"), area=True, limit=1000)
    form.field("units", _villages)
    load = {"hours_month": (_("Hours a month"), "4"), "forms_month": (_("Forms a month"), "0")}
    guarantees = {"staff": (_("Staff provided"), "12"), "funds": (_("Funds in yuan"), "60000")}
    first, second, *places = (*st.columns(3, gap="small"), *st.columns(3, gap="small"))
    with first:
        form.date("start_on", _("Start day"))
    with second:
        form.date("exit_on", _("Exit day"))
    for place, (name, (label, example)) in zip(places, (load | guarantees).items(), strict=True):
        with place:
            form.text(name, label, example, limit=20)
    left, right = st.columns(2, gap="small")
    with left:
        form.text("materials", _("Materials provided"), _("What the department hands out"))
    with right:
        reason = form.text("apart", _("Why it is no duplicate"), _("Only when it is like an item of the lists"))
    return matter, reason


def _departments_of(actor: Actor) -> dict[str, str]:
    """The departments that this account applies for: its own, or for the office all."""
    every = department_words(reference())
    return {code: name for code, name in every.items() if actor.department_code in (None, code)}


def _as_typed(draft: Admission) -> dict[str, Any]:
    """A draft as its fields show it."""
    values = {name: getattr(draft, name) for name in SUBSTANCE}
    places = cached(place_names)  # what ended since is no option any more, and Streamlit refuses it
    units = [code for code in draft.units.split() if code in places]
    chosen = {"department_code": draft.department_code, "urgency": draft.urgency, "units": units}
    days = {"start_on": draft.start_on, "exit_on": draft.exit_on}
    return {name: "" if value is None else str(value) for name, value in values.items()} | chosen | days


def _villages(key: str) -> list[str]:
    """The villages that a matter reaches, picked by name; a county or township stands for all its villages."""
    places = cached(place_names)
    return st.multiselect(
        _("Villages reached"), list(places), format_func=places.__getitem__, key=key, select_all=False,
        placeholder=_("Name; a county means all its villages"), persist_state="session",
    )  # fmt: skip


def _save_draft(code: str, actor: Actor, typed: Typed, *, submit: bool = False) -> Receipt:
    """Keep what was typed as the draft of this code ("": a new one), and with `submit` hand it in."""
    picked = {"units": "、".join(typed["units"] or ())}
    return keep_draft(store.engine(), {**typed, **picked}, actor, code, submit=submit)
