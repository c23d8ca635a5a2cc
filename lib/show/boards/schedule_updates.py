"""半月调度·任务填报与部门自查: what departments and counties report of their tasks, and who reviewed itself."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from lib.figures.reading import figures
from lib.kept import boards
from lib.kept.models import Board, Openness
from lib.kept.models.values import LONGEST_TOLD
from lib.kept.reference import Reference
from lib.review.dispatch import SelfReview, department_names, measures, self_reviews
from lib.review.grid import Grid
from lib.review.updates import Line, lines, percent_grid
from lib.show import blocks
from lib.show.blocks import Block, Finding, Markup
from lib.show.boards.words import day, names, unit_name
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.lights import Light
from lib.words.wording import exact, listed, of_all


@dataclass(frozen=True)
class TaskBoard:
    """What `who` reports in the `grid`; `measured` follows indicators."""

    finding: Block
    grid: Grid
    measured: Block | None


@dataclass(frozen=True)
class ReviewBoard:
    """The departments with their self-review; `reviews` holds each by its code."""

    finding: Finding
    table: Markup
    reviews: dict[str, SelfReview]


def reporters(
    _connection: sa.Connection, reference: Reference, half_month: HalfMonth, own: str | None = None
) -> dict[str, str]:
    """Who reports percents, by code: departments that lead a measure, counties, and the `own` unit of a reporter."""
    # what follows an indicator is typed by nobody
    leading = {task.department_code for task in reference.tasks.values() if task.indicator is None}
    departments = {code: name for code, name in department_names(reference).items() if code in leading}
    counties = {unit.code: unit_name(unit) for unit in reference.at_level("county", half_month)}
    mine = reference.units.get(own or "")
    township = {mine.code: unit_name(mine)} if mine and mine.level == "township" else {}
    return departments | counties | township


def task_board(connection: sa.Connection, reference: Reference, half_month: HalfMonth, who: str) -> TaskBoard:
    """The tasks whose percent `who` reports in the half month."""
    own_lines = lines(connection, reference, half_month, who)
    is_open = reference.half_months.get(half_month) == Openness.OPEN
    return TaskBoard(
        finding=_task_finding(own_lines, is_open, half_month),
        grid=percent_grid(reference, own_lines, is_open),
        measured=_measured(connection, reference, half_month, who),
    )


def _task_finding(own_lines: list[Line], is_open: bool, half_month: HalfMonth) -> Block:
    if not own_lines:
        return Block(
            Finding(_("Nothing has to be reported here")),
            blocks.empty(_("All tasks follow an indicator"), _("Their progress comes from the reported figures")),
        )
    done = sum(line.percent is not None for line in own_lines)
    title = _("{count} percents of {half_month} are reported").format(
        count=of_all(done, len(own_lines)), half_month=half_month.short
    )
    second = _(
        "Write 0 to 100; empty is not reported, never 0. Beside it what was done, what is in the way, what comes next,"
        " each at most {longest} long: the notice tells it of what is behind"
    ).format(longest=LONGEST_TOLD)
    return Block(Finding(title, second if is_open else _("The half month is not open: nothing can be changed")))


def _measured(connection: sa.Connection, reference: Reference, half_month: HalfMonth, who: str) -> Block | None:
    """A department's measures that nobody types, since an indicator says how far they are."""
    following = [
        measure
        for measure in measures(connection, reference, half_month)
        if measure.department_code == who and not measure.reported
    ]
    if not following:
        return None
    rows = [
        (
            f"{measure.code} {measure.name}",
            listed(measure.percent),
            listed(measure.expected),
            blocks.pill(measure.light, measure.overdue),
        )
        for measure in following
    ]
    title = _("{count} measures follow their indicator, nobody reports them twice").format(count=len(following))
    headers = (_("Task"), _("Progress"), _("Expected"), _("State"))
    return Block(Finding(title), blocks.table(headers, rows, {1, 2}))


def review_board(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> ReviewBoard:
    """Which departments had reviewed themselves at the end of the half month, and what they found."""
    reviews = self_reviews(connection)
    done = [review for review in reviews if review.reviewed_on and review.reviewed_on <= half_month.last_day]
    return ReviewBoard(
        finding=_review_finding(connection, reference, reviews, done, half_month),
        table=_review_table(reviews, {review.code for review in done}),
        reviews={review.code: review for review in reviews},
    )


def _review_finding(
    connection: sa.Connection,
    reference: Reference,
    reviews: list[SelfReview],
    done: list[SelfReview],
    half_month: HalfMonth,
) -> Finding:
    missing = [review.name for review in reviews if review not in done]
    title = (
        _("{done} departments have reviewed themselves; missing: {names}").format(
            done=of_all(len(done), len(reviews)), names=names(missing)
        )
        if missing
        else _("All {count} departments have reviewed themselves").format(count=len(reviews))
    )
    return Finding(title, _found_in_all(done) + _reported(connection, reference, half_month, len(done)))


def _found_in_all(done: list[SelfReview]) -> str:
    """What they found together; a count that was not told is left out."""
    return _("They found in villages: mechanisms {mechanisms}, boards {boards}, inspections {inspections}").format(
        mechanisms=f"{sum(review.mechanisms or 0 for review in done):,}",
        boards=f"{sum(review.boards or 0 for review in done):,}",
        inspections=f"{sum(review.inspections or 0 for review in done):,}",
    )


def _reported(connection: sa.Connection, reference: Reference, half_month: HalfMonth, done: int) -> str:
    """The office's own figure, said only where it differs: its indicator counts what the table names one by one."""
    counted = boards.codes(reference, Board.REVIEWS)[:1]
    if not counted:
        return ""
    figure = figures(connection, reference, reference.top, half_month, counted)[0]
    if figure.value in (None, done):
        return ""
    return _("; the form of {half_month} says {count}").format(half_month=half_month.short, count=exact(figure.value))


def _review_table(reviews: list[SelfReview], done: set[str]) -> Markup:
    headers = (
        _("Department"),
        _("State"),
        _("Reviewed on"),
        _("Mechanisms found"),
        _("Boards found"),
        _("Inspections found"),
        _("Note"),
    )
    table = blocks.table(headers, [_review_row(review, review.code in done) for review in reviews], {3, 4, 5})
    return blocks.scrolling(table, _("Self-reviews of departments"), "by-scroll")


def _review_row(review: SelfReview, done: bool) -> tuple[object, ...]:
    name = blocks.join(review.name, blocks.element("span", "by-second", _("　lead")) if review.lead else None)
    if not done or review.reviewed_on is None:
        later = _("on {day}").format(day=day(review.reviewed_on)) if review.reviewed_on else ""
        not_yet = blocks.element("span", "by-pill by-none", _("○ not reviewed"))
        return name, not_yet, later, None, None, None, review.note
    known = (review.mechanisms, review.boards, review.inspections)
    counts = (None if count is None else f"{count:,}" for count in known)
    return name, blocks.note_pill(_("reviewed"), Light.DONE), str(review.reviewed_on), *counts, review.note


def review_fields(reviews: Mapping[str, SelfReview], code: str) -> dict[str, object]:
    """What stands in the form for a department: the day, and its counts as they are typed."""
    chosen = reviews[code]
    counts = {"mechanisms": chosen.mechanisms, "boards": chosen.boards, "inspections": chosen.inspections}
    texts = {name: "" if value is None else str(value) for name, value in counts.items()}
    return texts | {"reviewed_on": chosen.reviewed_on, "note": chosen.note}
