"""半月调度·调度会: the agenda made from the data, what was decided, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from lib.figures.figures import Figure
from lib.figures.progress import UnitProgress, children
from lib.figures.reading import figures
from lib.kept.boards import headline
from lib.kept.models import ItemKind, ItemState
from lib.kept.reference import Reference
from lib.kept.touched import of_its_half_month
from lib.review.dispatch import MeasureAt, department_names, gaps, measures, reports
from lib.review.meetings import (
    Item,
    Meeting,
    all_items,
    decided,
    items_of,
    last_before,
    left_over,
    meeting_of,
    meetings,
    outcomes,
    times_carried,
)
from lib.show import blocks
from lib.show.blocks import Block, Finding, Markup
from lib.show.boards.words import day, department_name, names, unit_name
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.lights import LATE, Light
from lib.words.texts import printable
from lib.words.wording import change, listed, together

MOST_ITEMS = 3  # of the last meeting: what fits beside the other parts of a board at 1280 × 720


@dataclass(frozen=True)
class MeetingBoard:
    """The meeting of a half month, None while nobody prepared it.

    `items` are its own; `left` of them are not settled and not carried over yet, `left_before` of the meeting before.
    `responsible` holds whom an item can be given to, by code: departments, the prefecture and the counties.
    """

    meeting: Meeting | None
    previous: Meeting | None
    number: int
    items: tuple[Item, ...]
    left: int
    left_before: int
    responsible: Mapping[str, str]
    agenda: tuple[Block, ...]
    decisions: Block


@of_its_half_month
def meeting_board(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> MeetingBoard:
    """The meeting that reviews `half_month`."""
    held, items = meetings(connection), all_items(connection)
    meeting, previous = meeting_of(held, half_month), last_before(held, half_month)
    mine = items_of(items, meeting) if meeting else []
    return MeetingBoard(
        meeting=meeting,
        previous=previous,
        number=meeting.number if meeting else (previous.number if previous else 0) + 1,
        items=tuple(mine),
        left=len(left_over(items, meeting)) if meeting else 0,
        left_before=len(left_over(items, previous)) if previous else 0,
        responsible=whom(reference),
        agenda=(
            _last_time(reference, items, previous),
            _results(connection, reference, half_month),
            _behind(connection, reference, half_month),
        ),
        decisions=_new(reference, items, mine),
    )


def whom(reference: Reference) -> dict[str, str]:
    """Whom an item can be given to: departments, then the prefecture and the counties."""
    units = (unit for level in ("prefecture", "county") for unit in reference.of_level.get(level, ()))
    return department_names(reference) | {unit.code: unit_name(unit) for unit in units}


# What was decided last time -------------------------------------------------------------------------------------


def last_meeting(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> Block:
    """上次会议议定 12 项：7 项办结，3 项逾期, with what is overdue, then what is in hand."""
    meeting, now = last_items(connection, half_month)
    if meeting is None:
        return Block(
            Finding(_("There was no meeting before this half month")),
            blocks.empty(_("Nothing was decided yet"), _("The meeting is prepared under “Meeting”")),
        )
    rows = [
        (item.title, settled_by(reference, item), day(item.due_on) if item.due_on else None, _pill(item))
        for item in now[:MOST_ITEMS]
    ]
    second = _("Meeting no. {number}").format(number=meeting.number)
    held = f"　{day(meeting.held_on)}" if meeting.held_on else ""
    return Block(Finding(decided_words(now), second + held), blocks.table((), rows, {2}))


def last_items(connection: sa.Connection, half_month: HalfMonth) -> tuple[Meeting | None, list[Item]]:
    """The meeting before the one of `half_month`, and what it decided as it stands today, what is overdue first."""
    items = all_items(connection)
    meeting = last_before(meetings(connection), half_month)
    return meeting, _by_need(outcomes(items, decided(items, meeting))) if meeting else []


def decided_words(now: Sequence[Item]) -> str:
    """上次会议议定 12 项：7 项办结，3 项逾期."""
    overdue, done = sum(item.overdue for item in now), sum(item.state is ItemState.DONE for item in now)
    if overdue:
        title = _("Last meeting decided {count}: {done} settled, {overdue} overdue")
    else:
        title = _("Last meeting decided {count}: {done} settled, none overdue")
    return title.format(count=len(now), done=done, overdue=overdue)


def _by_need(items: Sequence[Item]) -> list[Item]:
    """What is overdue first, then what is in hand by its due day, then what is settled or dropped."""
    # days as texts: an item without one compares too, and stands behind those that have one
    return sorted(
        items, key=lambda item: (not item.overdue, item.state is not ItemState.OPEN, str(item.due_on), item.code)
    )


def settled_by(reference: Reference, item: Item) -> str | None:
    """Who has to settle an item, by name."""
    unit = reference.units.get(item.unit_code or "")
    code = item.unit_code or item.department_code
    return unit_name(unit) if unit else department_name(reference, code) if code else None


def _pill(item: Item) -> Markup:
    return blocks.item_pill(item.state, overdue=item.overdue)


def _last_time(reference: Reference, items: Mapping[str, Item], previous: Meeting | None) -> Block:
    if previous is None:
        return Block(Finding(_("1. There was no meeting before")))
    now = _by_need(outcomes(items, decided(items, previous)))
    title = _("1. {finding}").format(finding=decided_words(now))
    rows = [(*_row(reference, items, item), item.result) for item in now]
    headers = (_("What was decided"), _("Responsible"), _("Due day"), _("State"), _("Result"))
    return Block(Finding(title), blocks.table(headers, rows, {2}))


def _row(reference: Reference, items: Mapping[str, Item], item: Item) -> tuple[object, ...]:
    times = times_carried(items, item)
    again = _("carried over {count} times").format(count=times) if times > 1 else ""
    title = blocks.join(item.title, blocks.element("div", "by-second", again) if again else None)
    due = day(item.due_on) if item.due_on else None
    return title, settled_by(reference, item), due, _pill(item)


# Results and those behind ---------------------------------------------------------------------------------------


def _results(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> Block:
    shown = figures(connection, reference, reference.top, half_month, headline(reference, half_month))
    judged = [figure for figure in shown if figure.light]
    good = sum(figure.light in (Light.DONE, Light.ON_SCHEDULE) for figure in judged)
    title = (
        _("2. Results: {good} of {count} figures on schedule").format(good=good, count=len(judged))
        if judged
        else _("2. Results; no figure can be judged yet")
    )
    # a county counts once, however many of its forms are not complete
    open_counties = len({gap.county_code for gap in gaps(connection, reference, half_month)})
    second = (
        _("Totals cover what was filled in; {count} counties are not complete").format(count=open_counties)
        if open_counties
        else _("All counties have reported")
    )
    headers = (_("Figure"), _("Value"), _("Change"), _("Progress"), _("State"))
    return Block(Finding(title, second), blocks.table(headers, map(_result, shown), {1, 3}))


def _result(figure: Figure) -> tuple[object, ...]:
    value = together(figure.value, figure.unit, figure.decimals)
    moved = change(figure.change, figure.unit, figure.decimals, anew=figure.anew)
    if figure.percent is None:
        return figure.name, value, moved, None, blocks.element("span", "by-mut", _("no target"))
    return figure.name, value, moved, listed(figure.percent), blocks.pill(figure.light, figure.overdue)


def _behind(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> Block:
    all_counties = children(connection, reference, reference.top, half_month)
    known_measures = measures(connection, reference, half_month)
    counties = [county for county in all_counties if county.light in LATE]
    tasks = [measure for measure in known_measures if measure.light is Light.FAR_BEHIND]
    if not counties and not tasks:
        if any(unit.light for unit in all_counties) or any(unit.light for unit in known_measures):
            return Block(Finding(_("3. Nobody is behind and no measure is far behind")))
        return Block(Finding(_not_judged(connection, reference, half_month)))
    title = _("3. {counties} counties behind, {tasks} measures far behind").format(
        counties=len(counties), tasks=len(tasks)
    )
    rows = [*map(_county_row, counties), *(_measure_row(reference, measure) for measure in tasks)]
    headers = (_("County or measure"), _("Responsible"), _("Progress"), _("Expected"), _("State"))
    return Block(Finding(title), blocks.table(headers, rows, {2, 3}))


def _not_judged(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> str:
    """Why no county and no measure has a light: nothing came, some counties are not complete, or nothing is due."""
    if not any(report.filled for report in reports(connection, half_month)):
        return _("3. Nothing reported yet")
    missing = dict.fromkeys(gap.county_code for gap in gaps(connection, reference, half_month))
    if not missing:
        return _("3. Nobody is judged: no indicator has a target, and no measure a percent")
    return _("3. Nobody can be judged yet; not complete: {names}").format(
        names=names([unit_name(reference.units[code]) for code in missing])
    )


def _county_row(progress: UnitProgress) -> tuple[object, ...]:
    name = unit_name(progress.unit)
    return name, name, listed(progress.percent), listed(progress.expected), blocks.pill(progress.light)


def _measure_row(reference: Reference, measure: MeasureAt) -> tuple[object, ...]:
    row = _("{count} half months in a row").format(count=measure.far) if measure.far > 1 else ""
    name = blocks.join(f"{measure.code} {measure.name}", blocks.element("div", "by-second", row) if row else None)
    lead = department_name(reference, measure.department_code) if measure.department_code else None
    return name, lead, listed(measure.percent), listed(measure.expected), blocks.pill(measure.light, measure.overdue)


# What is decided now --------------------------------------------------------------------------------------------


def _new(reference: Reference, items: Mapping[str, Item], mine: Sequence[Item]) -> Block:
    """New problems and decisions, the problems first; what came over stands under the first point."""
    new = sorted((item for item in mine if item.carried_from is None), key=lambda item: item.kind != ItemKind.PROBLEM)
    problems = sum(item.kind == ItemKind.PROBLEM for item in new)
    title = _("4. New: {problems} problems, {decisions} decisions").format(
        problems=problems, decisions=len(new) - problems
    )
    if not new:
        return Block(Finding(title), blocks.empty(_("Nothing new yet"), _("Write it down below")))
    # what was carried over has the outcome that it came to later
    now = outcomes(items, new)
    rows = [
        (item.kind.word, *_row(reference, items, item)[:-1], _pill(last)) for item, last in zip(new, now, strict=True)
    ]
    headers = (_("Kind"), _("What is to be done"), _("Responsible"), _("Due day"), _("State"))
    return Block(Finding(title), blocks.table(headers, rows, {3}))


def item_light(item: Item) -> Light | None:
    """The light whose colours an item borrows; none once it was dropped."""
    return Light.FAR_BEHIND if item.overdue else item.state.light


def item_label(item: Item) -> str:
    """How an item is named in the list from which it is chosen."""
    return printable(f"{item.code.rpartition('-')[2]} {item.kind.word}　{item.title}")


def overdue_names(reference: Reference, items: Sequence[Item]) -> str:
    """Who is responsible for these items, each once."""
    return names(list(dict.fromkeys(filter(None, (settled_by(reference, item) for item in items)))))
