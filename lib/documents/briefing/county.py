"""What one county's sheet is made from, beside what is known of all: its figures, own tasks, villages, and items."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from lib.documents.briefing.facts import Facts, facts
from lib.documents.briefing.kept import Head, head_of
from lib.documents.briefing.notice import with_defaults
from lib.documents.briefing.texts import Texts, office_texts
from lib.figures.figures import Figure
from lib.figures.progress import TaskProgressAt, UnitProgress, task_cells, villages_behind
from lib.figures.reading import figures
from lib.kept.reference import Reference, UnitRef
from lib.review.meetings import Item, all_items, in_force, meetings
from lib.words.half_months import HalfMonth

VILLAGES = 10


@dataclass(frozen=True)
class County:
    """One county in one half month; `tasks` are its own with their rank among the counties."""

    found: Facts
    said: Texts
    head: Head
    unit: UnitRef
    figures: Sequence[Figure]
    tasks: Sequence[tuple[str, TaskProgressAt, int]]  # name, cell, rank
    villages: Sequence[UnitProgress]
    items: Sequence[Item]

    @property
    def you(self) -> str:
        """县, 市 or 区, as the county is spoken to."""
        return self.said.feedback.you.get(self.unit.kind, "")


def counties(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, codes: Sequence[str]
) -> list[County]:
    """What the sheets of these counties are made from, in their order."""
    found, said = facts(connection, reference, half_month), office_texts()
    head = with_defaults(found, said, head_of(connection, half_month))
    cells = task_cells(connection, reference, [one.unit for one in found.counties], half_month)
    items = asked_until(connection, half_month)
    tasks = reference.tasks.values()
    names = {task.code: task.name for task in tasks if _own_task(task)}
    measured = [code for code in found.figures if code in {task.indicator for task in tasks if _is_measure(task)}]
    return [
        County(
            found=found,
            said=said,
            head=head,
            unit=reference.units[code],
            figures=figures(connection, reference, reference.units[code], half_month, measured),
            tasks=_tasks(cells, names, code),
            villages=villages_behind(connection, reference, reference.units[code], half_month, VILLAGES),
            items=_asked(items, reference.codes_below(code)),
        )
        for code in codes
    ]


def asked_until(connection: sa.Connection, half_month: HalfMonth) -> list[Item]:
    """What is not settled of all that meetings up to this half month's asked; where it stands today."""
    items = all_items(connection)
    held = {meeting.code for meeting in meetings(connection) if meeting.half_month <= half_month}
    return [item for item in in_force(items) if _first(items, item).meeting_code in held]


def _first(items: Mapping[str, Item], item: Item) -> Item:
    """The item as it was first written down, before it was carried over."""
    for _step in items:
        if item.carried_from not in items:
            break
        item = items[str(item.carried_from)]
    return item


def _is_measure(task: Any) -> bool:
    """One of the prefecture's measures: lower levels have duties for the same indicators, which say nothing new."""
    return bool(task.level == "prefecture")


def _own_task(task: Any) -> bool:
    """A task that a county or its townships report themselves."""
    return task.indicator is None and task.level in ("county", "township")


def _tasks(
    cells: Iterable[TaskProgressAt], names: Mapping[str, str], code: str
) -> list[tuple[str, TaskProgressAt, int]]:
    known = [cell for cell in cells if cell.code in names]
    mine = [cell for cell in known if cell.unit.code == code]
    return [
        (names[cell.code], cell, 1 + sum(other.code == cell.code and other.percent > cell.percent for other in known))
        for cell in mine
    ]


def _asked(items: Iterable[Item], codes: frozenset[str]) -> list[Item]:
    """What the county or a unit below it was asked and has not settled, what is overdue first."""
    mine = [item for item in items if item.unit_code in codes]
    return sorted(mine, key=lambda item: (not item.overdue, str(item.due_on), item.code))
