"""半月调度: the half-month review, from who has not reported to the meeting closed and its items carried over."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from lib import blocks, store, ui
from lib.access import Actor, may_write
from lib.boards.schedule import schedule_board
from lib.boards.schedule_meeting import MeetingBoard, item_label, kind_word, meeting_board, state_word
from lib.boards.schedule_updates import reporters, review_board, review_texts, task_board
from lib.errors import Mistakes, Refusal
from lib.half_months import HalfMonth
from lib.language import gettext as _
from lib.ledger import Receipt
from lib.meetings import Item, Meeting, carry_over, close, prepare, reopen, write_head, write_item
from lib.updates import percent_changes, save_percents, write_review

half_month: HalfMonth = st.session_state.shown
actor: Actor = st.session_state.actor
generation: int = st.session_state.setdefault("schedule_generation", 0)  # forms begin anew after each save


def act(work: Callable[..., Receipt], *args: object) -> None:
    """Do what a button says; the receipt, or what to mend, stands on the page in the next run."""
    st.session_state.pop("mends", None)
    try:
        saved = work(store.engine(), *args)
        st.session_state.schedule_generation += 1
        st.session_state.said = blocks.banner("success", _("Saved as no. {batch}").format(batch=saved.batch))
    except Mistakes as mistakes:
        st.session_state.mends = mistakes.fields
    except Refusal as refusal:
        st.session_state.said = blocks.banner("error", str(refusal))


def mend(field: str) -> None:
    """How to mend a field, under it."""
    if text := mends.get(field):
        ui.html(blocks.element("div", "by-mend", text))


def key(name: str) -> str:
    """The key of a field: it keeps what was typed until it is saved."""
    return f"{name}_{half_month}_{generation}"


def typed(name: str) -> Any:
    return st.session_state.get(key(name))


# 调度 -----------------------------------------------------------------------------------------------------------


def review() -> None:
    board = ui.cached(schedule_board, half_month)
    left, right = st.columns([1, 1.12], gap="medium")
    with left:
        ui.html(board.matrix_finding)
        if board.matrix:
            ui.chart(board.matrix, board.matrix_finding, key=f"matrix_{half_month}")
            ui.html(board.legend)
        ui.html(board.meeting)
        ui.html(board.reminder_finding)
        if board.reminder:
            st.code(board.reminder, language=None, wrap_lines=True, height=88)
    with right:
        ui.html(board.timeline_finding)
        if board.timeline:
            ui.chart(board.timeline, board.timeline_finding, key=f"timeline_{half_month}")
    ui.offer(board, half_month)


# 调度会 ---------------------------------------------------------------------------------------------------------


def meeting() -> None:
    board = ui.cached(meeting_board, half_month)
    left, right = st.columns([1.4, 1], gap="medium")
    with left:
        for point in board.agenda:
            ui.html(point)
    with right:
        meeting_head(board)
        if board.left_before and board.previous:
            carrying(board.previous, board.left_before)
        ui.html(board.decisions)
        if board.meeting and not board.meeting.closed:
            item_form(board, board.meeting)
        elif board.meeting and board.left:
            carrying(board.meeting, board.left)


def meeting_head(board: MeetingBoard) -> None:
    """Which meeting it is, when and where, and the button for its next step."""
    title = _("Meeting no. {number}").format(number=board.number)
    this = board.meeting
    if this is None:
        ui.html(blocks.finding(title, _("Not prepared yet; the agenda on the left is made from the data")))
        button(_("Prepare the meeting of {half_month}").format(half_month=half_month.short), prepare, half_month)
    elif this.closed:
        held = _("held on {day}, closed: nothing of it can be changed").format(day=this.held_on)
        ui.html(blocks.finding(title, "　".join(filter(None, (held, this.chair, this.place, this.note)))))
        reason = st.text_input(_("Why it is opened again"), key=key("reopen"), max_chars=200)
        button(_("Reopen the meeting"), reopen, this.code, reason, ready=bool(reason.strip()))
    else:
        ui.html(blocks.finding(title, _("In preparation; closing locks it and its items")))
        head_form(this)


def head_form(this: Meeting) -> None:
    with st.form(key("head"), border=False):
        day, chair, place = st.columns([1.2, 1.1, 1.1], gap="small")
        with day:
            st.date_input(_("Day of the meeting"), this.held_on, format="YYYY-MM-DD", key=key("held_on"))
        chair.text_input(_("Chair"), this.chair, key=key("chair"), max_chars=40)
        place.text_input(_("Place"), this.place, key=key("place"), max_chars=40)
        with st.container(horizontal=True):
            st.form_submit_button(_("Save day and place"), on_click=save_head, args=(this,), disabled=not actor.decides)
            st.form_submit_button(
                _("Close the meeting"),
                on_click=save_and_close,
                args=(this,),
                type="primary",
                disabled=not actor.decides,
            )


def headed(this: Meeting) -> Meeting:
    """The meeting with what is typed in its form."""
    return replace(this, held_on=typed("held_on"), chair=typed("chair").strip(), place=typed("place").strip())


def save_head(this: Meeting) -> None:
    act(write_head, this, headed(this), actor)


def save_and_close(this: Meeting) -> None:
    """What is typed is saved first: closing must not lose it."""
    if headed(this) != this:
        act(write_head, this, headed(this), actor)
    act(close, this.code, actor)


def carrying(this: Meeting, left: int) -> None:
    label = _("Carry over {count} unsettled items of meeting no. {number}").format(count=left, number=this.number)
    button(label, carry_over, this.code)


def button(label: str, work: Callable[..., Receipt], *args: object, ready: bool = True) -> None:
    st.button(label, on_click=act, args=_with_actor(work, args), disabled=not actor.decides or not ready)


def _with_actor(work: Callable[..., Receipt], args: tuple[object, ...]) -> tuple[object, ...]:
    """The actor stands behind what the step is about; a reason follows."""
    return (work, args[0], actor, *args[1:])


def item_form(board: MeetingBoard, this: Meeting) -> None:
    """Write down what is new, or what became of an item: chosen above, edited in one small form."""
    by_code = {item.code: item for item in board.items}
    code = st.selectbox(
        _("Write down"),
        ["", *by_code],
        format_func=lambda one: item_label(by_code[one]) if one else _("something new"),
        key=key("item"),
    )
    shown = by_code.get(code, Item(meeting_code=this.code))
    with st.form(key(f"form_{code}"), border=False):
        item_fields(board, shown)
        st.form_submit_button(_("Save"), on_click=save_item, args=(shown,), type="primary", disabled=not actor.decides)


def item_fields(board: MeetingBoard, shown: Item) -> None:
    of = shown.code
    kind, title = st.columns([1.3, 2.7], gap="small")
    kinds, states, whom = ["decision", "problem"], ["open", "done", "dropped"], list(board.responsible)
    kind.selectbox(_("Kind"), kinds, kinds.index(shown.kind), format_func=kind_word, key=key(f"kind_{of}"))
    with title:
        st.text_input(_("What is to be done"), shown.title, key=key(f"title_{of}"), max_chars=100)
        mend("title")
    who, due, state = st.columns([1.3, 1.1, 1], gap="small")
    with who:
        given = shown.unit_code or shown.department_code
        st.selectbox(
            _("Responsible"), whom, whom.index(given) if given in whom else None, placeholder=_("Choose"),
            format_func=board.responsible.__getitem__, key=key(f"responsible_{of}"),
        )  # fmt: skip
        mend("responsible")
    with due:
        st.date_input(_("Due day"), shown.due_on, format="YYYY-MM-DD", key=key(f"due_on_{of}"))
        mend("due_on")
    state.selectbox(_("State"), states, states.index(shown.state), format_func=state_word, key=key(f"state_{of}"))
    st.text_input(_("Result"), shown.result, key=key(f"result_{of}"), max_chars=200)
    mend("result")


def save_item(shown: Item) -> None:
    given = {
        name: typed(f"{name}_{shown.code}") for name in ("kind", "title", "responsible", "due_on", "state", "result")
    }
    whom, due = given["responsible"], given["due_on"]
    is_unit = whom in ui.register().units
    item = replace(
        shown,
        kind=given["kind"],
        title=given["title"].strip(),
        unit_code=whom if is_unit else None,
        department_code=None if is_unit else whom,
        due_on=due if isinstance(due, date) else None,
        state=given["state"],
        result=given["result"].strip(),
    )
    act(write_item, shown, item, actor)


# 任务填报 -------------------------------------------------------------------------------------------------------


def tasks() -> None:
    whom = own(ui.cached(reporters))
    if not whom:
        ui.html(
            blocks.empty(_("Nothing has to be reported here"), _("Percents come from lead departments and counties"))
        )
        return
    who = st.selectbox(
        _("Who reports"), list(whom), format_func=whom.__getitem__, key="who", bind="query-params", width=320
    )  # fmt: skip
    board = ui.cached(task_board, half_month, who)
    left, right = st.columns([1.5, 1], gap="medium")
    with left:
        ui.html(board.finding)
        for place, text in mends.items():
            ui.html(blocks.element("div", "by-mend", _("Row {row}: {mend}").format(row=int(place) + 1, mend=text)))
        if board.lines:
            task_grid(board, who)
    with right:
        ui.html(board.measured)


def own(whom: dict[str, str]) -> dict[str, str]:
    """Of those who report, by code, the ones that this reporter stands for; everybody else sees them all."""
    if actor.role != "reporter":
        return whom
    return {code: words for code, words in whom.items() if code in (actor.unit_code, actor.department_code)}


def task_grid(board: Any, who: str) -> None:
    """Only the last column takes what is typed, as text: a number column would silently rewrite it."""
    *fixed, last = board.grid.columns
    grid = key(f"tasks_{who}")
    st.data_editor(
        board.grid, key=grid, hide_index=True, disabled=fixed if board.open else True, row_height=30,
        height="content" if len(board.grid) <= 14 else 450,
        column_config={last: st.column_config.TextColumn(max_chars=12)},
    )  # fmt: skip
    st.button(
        _("Save the percents"), on_click=save_tasks, args=(board.lines, last, grid), type="primary",
        disabled=not may_write(actor, "task_progress") or not board.open,
    )  # fmt: skip


def save_tasks(lines: Any, column: str, grid: str) -> None:
    edits = st.session_state[grid]["edited_rows"]
    texts = {int(row): changed[column] for row, changed in edits.items() if column in changed}
    act(lambda engine: save_percents(engine, percent_changes(half_month, lines, texts), actor))


# 部门自查 -------------------------------------------------------------------------------------------------------


def departments() -> None:
    board = ui.cached(review_board, half_month)
    left, right = st.columns([2, 1], gap="medium")
    with left:
        ui.html(board.finding)
        ui.html(board.table)
    with right:
        review_form(board)


def review_form(board: Any) -> None:
    ui.html(blocks.finding(_("Write down a self-review"), _("Leave a count empty that was not told")))
    names = {code: one.name for code, one in board.reviews.items()}
    names = own(names) or names
    mine = may_write(actor, "self_review")
    code = st.selectbox(_("Department"), list(names), format_func=names.__getitem__, key=key("department"))
    one, texts = board.reviews[code], review_texts(board.reviews, code)
    labels = {
        "mechanisms": _("Mechanisms found"),
        "boards": _("Boards found"),
        "inspections": _("Inspections found"),
        "note": _("Note"),
    }
    with st.form(key(f"review_{code}"), border=False):
        st.date_input(_("Reviewed on"), one.reviewed_on, format="YYYY-MM-DD", key=key(f"reviewed_on_{code}"))
        mend("reviewed_on")
        for name, label in labels.items():
            st.text_input(label, texts[name], key=key(f"{name}_{code}"), max_chars=100)
            mend(name)
        st.form_submit_button(_("Save"), on_click=save_review, args=(code,), type="primary", disabled=not mine)


def save_review(code: str) -> None:
    fields = ("reviewed_on", "mechanisms", "boards", "inspections", "note")
    act(write_review, code, {name: typed(f"{name}_{code}") for name in fields}, actor)


VIEWS = {"review": review, "meeting": meeting, "tasks": tasks, "departments": departments}
view = ui.choice(
    _("View"),
    {"review": _("Review"), "meeting": _("Meeting"), "tasks": _("Report tasks"), "departments": _("Self-reviews")},
    "view",
)
mends: dict[str, str] = st.session_state.pop("mends", {})
SAVES = {"review": "", "meeting": "meeting", "tasks": "task_progress", "departments": "self_review"}
ui.said(actor, may=not SAVES[view] or may_write(actor, SAVES[view]))
VIEWS[view]()
