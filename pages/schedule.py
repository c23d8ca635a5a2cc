"""半月调度: the half-month review, from who has not reported to the meeting closed and its items carried over."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from lib import ui
from lib.kept import store
from lib.ledger.access import Actor, may_write
from lib.ledger.door import Receipt
from lib.review.meetings import Item, Meeting, carry_over, close, prepare, reopen, write_head, write_item
from lib.review.updates import percent_changes, save_percents, write_review
from lib.show import blocks
from lib.show.boards.schedule import schedule_board
from lib.show.boards.schedule_meeting import MeetingBoard, item_label, kind_word, meeting_board, state_word
from lib.show.boards.schedule_updates import reporters, review_board, review_fields, task_board
from lib.words.errors import Mistakes, Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _

half_month: HalfMonth = st.session_state.shown
actor: Actor = st.session_state.actor


def act(work: Callable[..., Receipt], *args: object) -> None:
    """Do what a button says; the receipt, or what to mend, stands on the page in the next run."""
    try:
        saved = work(*args)
        st.session_state.said = blocks.banner("success", _("Saved as no. {batch}").format(batch=saved.batch))
    except Mistakes as mistakes:
        st.session_state.mends = mistakes.fields
    except Refusal as refusal:
        st.session_state.said = blocks.banner("error", str(refusal))


# 调度 -----------------------------------------------------------------------------------------------------------


def review() -> None:
    board = ui.cached(schedule_board, half_month)
    left, right = st.columns([1, 1.12], gap="medium")
    with left:
        ui.chart(board.matrix, key=f"matrix_{half_month}")
        if board.matrix.chart:
            ui.html(board.legend)
        ui.html(board.meeting)
        ui.html(board.reminder_finding)
        if board.reminder:
            st.code(board.reminder, language=None, wrap_lines=True, height=88)
    with right:
        ui.chart(board.timeline, key=f"timeline_{half_month}")
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
        ui.html(blocks.Finding(title, _("Not prepared yet; the agenda on the left is made from the data")))
        button(_("Prepare the meeting of {half_month}").format(half_month=half_month.short), prepare, half_month)
    elif this.closed:
        held = _("held on {day}, closed: nothing of it can be changed").format(day=this.held_on)
        ui.html(blocks.Finding(title, "　".join(filter(None, (held, this.chair, this.place, this.note)))))
        reopening(this)
    else:
        ui.html(blocks.Finding(title, _("In preparation; closing locks it and its items")))
        head_form(this)


def reopening(this: Meeting) -> None:
    form = ui.Form(f"reopen {this.code}")
    reason = form.text("reason", _("Why it is opened again"), limit=200)
    form.button(
        _("Reopen the meeting"), lambda typed: reopen(store.engine(), this.code, actor, typed["reason"]),
        disabled=not (actor.decides and reason.strip()),
    )  # fmt: skip


def head_form(this: Meeting) -> None:
    form = ui.Form(f"meeting {this.code}", vars(this))
    shown = form.first(this)
    day, chair, place = st.columns([1.2, 1.1, 1.1], gap="small")
    with day:
        form.date("held_on", _("Day of the meeting"))
    with chair:
        form.text("chair", _("Chair"), limit=40)
    with place:
        form.text("place", _("Place"), limit=40)

    def save(typed: Mapping[str, Any]) -> Receipt:
        return write_head(store.engine(), shown, headed(shown, typed), actor)

    def save_and_close(typed: Mapping[str, Any]) -> Receipt:
        """What is typed is saved first: closing must not lose it."""
        if headed(shown, typed) != shown:
            save(typed)
        return close(store.engine(), this.code, actor)

    with st.container(horizontal=True):
        form.button(_("Save day and place"), save, disabled=not actor.decides)
        form.button(_("Close the meeting"), save_and_close, primary=True, disabled=not actor.decides)


def headed(shown: Meeting, typed: Mapping[str, Any]) -> Meeting:
    """The meeting with what is typed in its form."""
    return replace(shown, held_on=typed["held_on"], chair=typed["chair"].strip(), place=typed["place"].strip())


def carrying(this: Meeting, left: int) -> None:
    label = _("Carry over {count} unsettled items of meeting no. {number}").format(count=left, number=this.number)
    button(label, carry_over, this.code)


def button(label: str, work: Callable[..., Receipt], about: HalfMonth | str) -> None:
    st.button(label, on_click=act, args=(work, store.engine(), about, actor), disabled=not actor.decides)


def item_form(board: MeetingBoard, this: Meeting) -> None:
    """Write down what is new, or what became of an item: chosen above, edited in one small form."""
    by_code = {item.code: item for item in board.items}
    code = st.selectbox(
        _("Write down"),
        ["", *by_code],
        format_func=lambda one: item_label(by_code[one]) if one else _("something new"),
        key=f"item {this.code}",
    )
    now = by_code.get(code, Item(meeting_code=this.code))
    form = ui.Form(f"item {code or this.code}", vars(now) | {"responsible": now.unit_code or now.department_code})
    shown = form.first(now)
    item_fields(board, form)
    with st.container(horizontal=True):
        form.button(
            _("Save"), lambda typed: write_item(store.engine(), shown, written(shown, typed), actor),
            primary=True, disabled=not actor.decides,
        )  # fmt: skip
        if actor.decides:
            form.discard(_("Discard what is not saved"))


def item_fields(board: MeetingBoard, form: ui.Form) -> None:
    kind, title = st.columns([1.3, 2.7], gap="small")
    with kind:
        form.choice("kind", _("Kind"), {kind: kind_word(kind) for kind in ("decision", "problem")}, required=True)
    with title:
        form.text("title", _("What is to be done"), limit=100)
    who, due, state = st.columns([1.3, 1.1, 1], gap="small")
    with who:
        form.choice("responsible", _("Responsible"), board.responsible)
    with due:
        form.date("due_on", _("Due day"))
    with state:
        form.choice(
            "state", _("State"), {state: state_word(state) for state in ("open", "done", "dropped")}, required=True
        )
    form.text("result", _("Result"), limit=200)


def written(shown: Item, typed: Mapping[str, Any]) -> Item:
    """The item with what is typed in its form; responsible is a unit or a department."""
    whom = typed["responsible"]
    is_unit = whom in ui.reference().units
    return replace(
        shown,
        kind=typed["kind"],
        title=typed["title"].strip(),
        unit_code=whom if is_unit else None,
        department_code=None if is_unit else whom,
        due_on=typed["due_on"],
        state=typed["state"],
        result=typed["result"].strip(),
    )


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
        for place, text in st.session_state.pop("mends", {}).items():
            ui.html(blocks.mend(_("Row {row}: {mend}").format(row=int(place) + 1, mend=text)))
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
    begun = st.session_state.setdefault("tasks_begun", 0)
    grid = f"tasks_{who}_{half_month}_{begun}"  # a saved grid begins anew, without the edits
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

    def save() -> Receipt:
        saved = save_percents(store.engine(), percent_changes(half_month, lines, texts), actor)
        st.session_state.tasks_begun += 1
        return saved

    act(save)


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
    ui.html(blocks.Finding(_("Write down a self-review"), _("Leave a count empty that was not told")))
    names = {code: one.name for code, one in board.reviews.items()}
    names = own(names) or names
    code = st.selectbox(_("Department"), list(names), format_func=names.__getitem__, key="reviewed_department")
    form = ui.Form(f"self_review {code}", review_fields(board.reviews, code))
    form.date("reviewed_on", _("Reviewed on"))
    form.text("mechanisms", _("Mechanisms found"), limit=100)
    form.text("boards", _("Boards found"), limit=100)
    form.text("inspections", _("Inspections found"), limit=100)
    form.text("note", _("Note"), limit=100)
    form.button(
        _("Save"), lambda typed: write_review(store.engine(), code, typed, actor), primary=True,
        disabled=not may_write(actor, "self_review"),
    )  # fmt: skip


VIEWS = {"review": review, "meeting": meeting, "tasks": tasks, "departments": departments}
view = ui.choice(
    _("View"),
    {"review": _("Review"), "meeting": _("Meeting"), "tasks": _("Report tasks"), "departments": _("Self-reviews")},
    "view",
)
SAVES = {"review": "", "meeting": "meeting", "tasks": "task_progress", "departments": "self_review"}
ui.said(actor, may=not SAVES[view] or may_write(actor, SAVES[view]))
VIEWS[view]()
