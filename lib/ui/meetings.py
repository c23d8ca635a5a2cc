"""半月调度·调度会: what is written down of a meeting and of its items."""

from dataclasses import replace

import streamlit as st

from lib.kept import store
from lib.kept.models import ItemKind, ItemState
from lib.ledger.access import Actor
from lib.ledger.door import Receipt
from lib.review.meetings import Item, Meeting, close, new_item, write_head, write_item
from lib.show.boards.schedule_meeting import MeetingBoard, item_label
from lib.ui.forms import Form, Typed
from lib.ui.reading import reference
from lib.words.language import gettext as _


def meeting_form(this: Meeting, actor: Actor) -> None:
    """Day, chair, place and people of a meeting in preparation, and the button that closes it."""
    form = Form(f"meeting {this.code}", vars(this))
    shown = form.first(this)  # not `this`: what others wrote meanwhile is refused, not overwritten
    _head_fields(form)

    def save(typed: Typed) -> Receipt:
        return write_head(store.engine(), shown, _headed(shown, typed), actor)

    def save_and_close(typed: Typed) -> Receipt:
        """What is typed is saved first: closing must not lose it."""
        if _headed(shown, typed) != shown:
            save(typed)
        return close(store.engine(), this.code, actor)

    with st.container(horizontal=True):
        form.button(_("Save the meeting's head"), save, disabled=not actor.decides)
        form.button(_("Close the meeting"), save_and_close, primary=True, disabled=not actor.decides)


def _head_fields(form: Form) -> None:
    day, chair, place = st.columns([1.5, 1, 1], gap="small")
    with day:
        form.date("held_on", _("Day of the meeting"))
    with chair:
        form.text("chair", _("Chair"), limit=40)
    with place:
        form.text("place", _("Place"), limit=40)

    present, absent, recorder = st.columns([1.4, 1.0, 1.2], gap="small")
    with present:
        form.text("present", _("Present"), limit=400)
    with absent:
        form.text("absent", _("Absent"), limit=200)
    with recorder:
        form.text("recorder", _("Recorder"), limit=40)
    form.text("said", _("What leaders said"), _("A paragraph a line"), area=True, limit=2000, height=92)


def _headed(shown: Meeting, typed: Typed) -> Meeting:
    """The meeting with what is typed in its form."""
    texts = {name: typed[name].strip() for name in ("chair", "place", "present", "absent", "recorder", "said")}
    return replace(shown, held_on=typed["held_on"], **texts)


def item_form(board: MeetingBoard, this: Meeting, actor: Actor) -> None:
    """Write down what is new, or what became of an item: chosen above, edited in one small form."""
    by_code = {item.code: item for item in board.items}
    code = st.selectbox(
        _("Write down"),
        ["", *by_code],
        format_func=lambda code: item_label(by_code[code]) if code else _("something new"),
        key=f"item {this.code}",
    )
    now = by_code.get(code, new_item(this.code))
    form = Form(f"item {code or this.code}", now.as_record() | {"responsible": now.unit_code or now.department_code})
    shown = form.first(now)
    _item_fields(board, form)
    with st.container(horizontal=True):
        form.button(
            _("Save"), lambda typed: write_item(store.engine(), shown, _written(shown, typed), actor),
            primary=True, disabled=not actor.decides,
        )  # fmt: skip
        if actor.decides:
            form.discard(_("Discard what is not saved"))


def _item_fields(board: MeetingBoard, form: Form) -> None:
    kind, title = st.columns([1, 1.2], gap="small")
    with kind:
        form.choice("kind", _("Kind"), {kind: kind.word for kind in ItemKind}, required=True)
    with title:
        form.text("title", _("What is to be done"), limit=100)
    who, assisting = st.columns(2, gap="small")
    with who:
        form.choice("responsible", _("Responsible"), board.responsible)
    with assisting:
        form.text("assisting", _("Assisting units"), limit=100)
    due, state = st.columns(2, gap="small")
    with due:
        form.date("due_on", _("Due day"))
    with state:
        form.choice("state", _("State"), {state: state.word for state in ItemState}, required=True)
    form.text("result", _("Result"), limit=200)


def _written(shown: Item, typed: Typed) -> Item:
    """The item with what is typed in its form; responsible is a unit or a department."""
    whom = typed["responsible"]
    is_unit = whom in reference().units  # one select for both: what is no unit is a department
    return shown.changed(
        kind=typed["kind"],
        title=typed["title"].strip(),
        unit_code=whom if is_unit else None,
        department_code=None if is_unit else whom,
        assisting=typed["assisting"].strip(),
        due_on=typed["due_on"],
        state=typed["state"],
        result=typed["result"].strip(),
    )
