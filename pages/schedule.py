"""半月调度: the half-month review, from who has not reported to the meeting closed and its items carried over."""

from collections.abc import Callable, Sequence

import streamlit as st

from lib import ui
from lib.documents.kinds import of_meeting, supervision, to_supervise
from lib.kept import store
from lib.kept.models import AttachedTo, Role
from lib.ledger.access import may_write
from lib.ledger.door import Receipt
from lib.review.attachments import Owner
from lib.review.meetings import Meeting, carry_over, prepare, reopen
from lib.review.self_reviews import write_review
from lib.show import blocks
from lib.show.boards.due_days import due_days, made_now
from lib.show.boards.reminders import ReminderText
from lib.show.boards.schedule import schedule_board
from lib.show.boards.schedule_meeting import MeetingBoard, meeting_board
from lib.show.boards.schedule_updates import ReviewBoard, reporters, review_board, review_fields, task_board
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _

half_month, actor = ui.half_month(), ui.actor()


# 调度 -----------------------------------------------------------------------------------------------------------


def review() -> None:
    """Who has reported, the meeting, the reminder to copy; beside it phases and measures with their lights."""
    board = ui.cached(schedule_board, half_month)
    left, right = st.columns([1, 1.12], gap="medium")
    with left:
        ui.chart(board.matrix, key=f"matrix_{half_month}")
        if board.matrix.chart:
            ui.html(board.legend)
        if board.spoken_of:
            ui.html(board.spoken_of)
        ui.html(board.meeting)
        with st.container(key="by_to_copy"):
            ui.html(board.reminder_finding)
            if board.reminder:
                st.code(board.reminder, language=None, wrap_lines=True, height=88)
        with st.container(horizontal=True):
            show_reminders(board.each)
            ui.download(_("Due days (calendar)"), _("due days"), "ics", made_now, ui.cached(due_days, half_month))
    with right:
        ui.chart(board.timeline, key=f"timeline_{half_month}")
    ui.offer(board, half_month)


def show_reminders(each: Sequence[ReminderText]) -> None:
    """A text to copy for each county and department."""
    if each:
        with st.popover(_("A text for each")):
            for reminder in each:
                st.code(reminder.text, language=None, wrap_lines=True)


# 调度会 ---------------------------------------------------------------------------------------------------------


def meeting() -> None:
    """The agenda; beside it the meeting, what it decided, and where that is written down."""
    board = ui.cached(meeting_board, half_month)
    left, right = st.columns([1.4, 1], gap="medium")
    with left:
        for point in board.agenda:
            ui.html(point)
    with right:
        meeting_head(board)
        if board.left_before and board.previous:
            offer_carrying_over(board.previous, board.left_before)
        ui.html(board.decisions)
        if board.meeting:
            offer_papers()
            show_attachments(board, board.meeting)
        offer_supervision()
        if board.meeting and not board.meeting.closed:
            ui.item_form(board, board.meeting, actor)
        elif board.meeting and board.left:
            offer_carrying_over(board.meeting, board.left)


def offer_papers() -> None:
    """The meeting as Word: the agenda before it, the minutes after it."""
    names = {"agenda": _("Agenda of the meeting"), "minutes": _("Minutes of the meeting")}
    with st.container(horizontal=True):
        for kind, label in (("agenda", _("Agenda (Word)")), ("minutes", _("Minutes (Word)"))):
            ui.paper_in_layout(label, names[kind], f"{half_month.label}_{names[kind]}", of_meeting, half_month, kind)
    ui.without_pdf()


def show_attachments(board: MeetingBoard, this: Meeting) -> None:
    """The signed scan of the minutes, and what proves the result of an item."""
    owners = {Owner(AttachedTo.MEETING, this.code): _("Minutes")}
    owners |= {Owner(AttachedTo.ITEM, item.code): item.title for item in board.items}
    ui.attachments(this.code, owners, actor, changes=actor.decides)


def offer_supervision() -> None:
    """A sheet to whoever is overdue or far behind, one at a time."""
    about = ui.cached(to_supervise, half_month)
    if not about:
        return
    code = ui.select(_("Supervise"), list(about), "about", about.__getitem__, first=None, placeholder=_("Choose"))
    if code:
        name = _("Supervision sheet")
        file = f"{half_month.label}_{name}_{about[code]}"
        with st.container(horizontal=True):
            ui.paper_in_layout(_("Supervision sheet (Word)"), name, file, supervision, half_month, code)


def meeting_head(board: MeetingBoard) -> None:
    """Which meeting it is, when and where, and the button for its next step."""
    title = _("Meeting no. {number}").format(number=board.number)
    this = board.meeting
    if this is None:
        ui.html(blocks.Finding(title, _("Not prepared yet; the agenda on the left is made from the data")))
        office_button(_("Prepare the meeting of {half_month}").format(half_month=half_month.short), prepare, half_month)
    elif this.closed:
        held = _("held on {day}, closed: nothing of it can be changed").format(day=this.held_on)
        ui.html(blocks.Finding(title, "　".join(filter(None, (held, this.chair, this.place, this.note)))))
        ui.act_with_reason(
            f"reopen {this.code}",
            _("Why it is opened again"),
            _("Reopen the meeting"),
            lambda reason: reopen(store.engine(), this.code, actor, reason),
            disabled=not actor.decides,
        )
    else:
        ui.html(blocks.Finding(title, _("In preparation; closing locks it and its items")))
        ui.meeting_form(this, actor)


def offer_carrying_over(this: Meeting, left: int) -> None:
    """The button that hands what is not settled to the next meeting."""
    label = _("Carry over {count} unsettled items of meeting no. {number}").format(count=left, number=this.number)
    office_button(label, carry_over, this.code)


def office_button(label: str, step: Callable[..., Receipt], about: HalfMonth | str) -> None:
    """A step of the office's."""
    ui.act(label, lambda: step(store.engine(), about, actor), disabled=not actor.decides)


# 任务填报 -------------------------------------------------------------------------------------------------------


def tasks() -> None:
    """The percents that a department or county reports; below them the measures that follow an indicator."""
    whom = own(ui.cached(reporters, half_month, actor.unit_code))
    if not whom:
        ui.html(
            blocks.empty(_("Nothing has to be reported here"), _("Percents come from lead departments and counties"))
        )
        return
    who = ui.select(_("Who reports"), list(whom), "who", whom.__getitem__, width=320)
    assert who is not None  # it cannot be emptied
    board = ui.cached(task_board, half_month, who)
    ui.html(board.finding)
    ui.percent_grid(board.grid, half_month, who, actor)
    ui.html(board.measured)


def own(whom: dict[str, str]) -> dict[str, str]:
    """Of those who report, by code, the ones that this reporter stands for; everybody else sees them all."""
    if actor.role != Role.REPORTER:
        return whom
    return {code: words for code, words in whom.items() if code in (actor.unit_code, actor.department_code)}


# 部门自查 -------------------------------------------------------------------------------------------------------


def departments() -> None:
    """Which departments have reviewed themselves and what they found, and the form to write it down."""
    board = ui.cached(review_board, half_month)
    left, right = st.columns([2, 1], gap="medium")
    with left:
        ui.html(board.finding)
        ui.html(board.table)
    with right:
        review_form(board)


def review_form(board: ReviewBoard) -> None:
    """One department's self-review."""
    ui.html(blocks.Finding(_("Write down a self-review"), _("Leave a count empty that was not told")))
    names = {code: review.name for code, review in board.reviews.items()}
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


# The page -------------------------------------------------------------------------------------------------------

VIEWS = {
    "review": ui.View(_("Review"), review),
    "meeting": ui.View(_("Meeting"), meeting, writes="meeting"),
    "tasks": ui.View(_("Report tasks"), tasks, writes="task_progress"),
    "departments": ui.View(_("Self-reviews"), departments, writes="self_review"),
}
view = VIEWS[ui.choose_view(VIEWS)]
ui.last_act(actor, may=not view.writes or may_write(actor, view.writes))
view.draw()
