"""Four-level progress: percents, what the schedule expects, and lights, out of the roll-ups."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from lib.figures.rollups import HISTORY, TaskRow, UnitRow, tasks_at, units_at
from lib.figures.villages import furthest_behind
from lib.kept.models import LEVELS, Task
from lib.kept.reference import Reference, UnitRef
from lib.words.half_months import HalfMonth
from lib.words.lights import Light, expected_percent, judge
from lib.words.settings import settings

BELOW = dict(zip(LEVELS, LEVELS[1:], strict=False))  # the level of a unit's children


@dataclass(frozen=True)
class LevelProgress:
    """One of the four levels at or below a unit: over `pairs` of task and unit, how many are done, and the means."""

    level: str
    pairs: int
    done: int
    percent: float | None
    expected: float | None
    light: Light | None


@dataclass(frozen=True)
class UnitProgress:
    """A unit's 综合进度; `change` in percentage points since the half month before, `history` the last twelve."""

    unit: UnitRef
    percent: float | None
    expected: float | None
    light: Light | None
    change: float | None
    history: tuple[float | None, ...]

    @property
    def gap(self) -> float:
        """Percentage points against what is expected; a unit without progress stands at −100, hence first."""
        return -100.0 if self.percent is None else self.percent - (self.expected or 0)


@dataclass(frozen=True)
class TaskProgressAt:
    """A task at a unit: a cell of the heat map. `n` units of the task's level are known, `done` of them complete."""

    unit: UnitRef
    code: str
    percent: float
    expected: float
    light: Light | None
    n: int
    done: int


def four_levels(
    connection: sa.Connection, reference: Reference, unit: UnitRef, half_month: HalfMonth
) -> list[LevelProgress]:
    """Progress of each level from the unit's own downwards."""
    tasks = {task.id: task for task in reference.tasks.values()}
    sums = {level: [0, 0, 0.0, 0.0] for level in LEVELS[LEVELS.index(unit.level) :]}
    for row in tasks_at(connection, [unit.id], unit.level, half_month):
        task = tasks[row.task_id]
        if task.level in sums:
            added = (row.n, row.done, row.n * row.percent, row.n * _expected(task, half_month))
            sums[task.level] = [known + more for known, more in zip(sums[task.level], added, strict=True)]
    return [_level_progress(level, *found) for level, found in sums.items()]


def _level_progress(level: str, pairs: float, done: float, percent: float, expected: float) -> LevelProgress:
    if not pairs:
        return LevelProgress(level, 0, 0, None, None, None)
    mean, due = percent / pairs, expected / pairs
    return LevelProgress(level, int(pairs), int(done), mean, due, judge(mean, due, settings().lights.behind))


def _expected(task: Task, half_month: HalfMonth) -> float:
    return expected_percent(task.start, task.due, half_month.ordinal)


def children(
    connection: sa.Connection, reference: Reference, unit: UnitRef, half_month: HalfMonth
) -> list[UnitProgress]:
    """The units directly below `unit`, furthest behind first."""
    below = [child for child in reference.children.get(unit.code, []) if child.exists_in(half_month.ordinal)]
    found = of_units(connection, below, half_month, HISTORY)
    return sorted(found, key=lambda child: (child.gap, child.unit.code))


def of_units(
    connection: sa.Connection, units: Sequence[UnitRef], half_month: HalfMonth, history: int = 2
) -> list[UnitProgress]:
    """Each of `units`, all of one level, in their order; looking back over `history` half months, at least two."""
    if not units:
        return []
    months = [half_month.next(step) for step in range(1 - history, 1)]
    rows: dict[int, list[UnitRow]] = defaultdict(list)
    for row in units_at(connection, [unit.id for unit in units], units[0].level, months):
        rows[row.unit_id].append(row)
    return [_unit_progress(unit, months, rows[unit.id]) for unit in units]


def _unit_progress(unit: UnitRef, months: Sequence[HalfMonth], rows: list[UnitRow]) -> UnitProgress:
    known = {row.half_month: row for row in rows}
    now, before = known.get(months[-1]), known.get(months[-2])
    return UnitProgress(
        unit=unit,
        percent=now.percent if now else None,
        expected=now.expected if now else None,
        light=judge(now.percent, now.expected, settings().lights.behind) if now else None,
        change=now.percent - before.percent if now and before else None,
        history=tuple(known[month].percent if month in known else None for month in months),
    )


def villages_behind(
    connection: sa.Connection, reference: Reference, unit: UnitRef, half_month: HalfMonth, limit: int = 5
) -> list[UnitProgress]:
    """The villages below `unit` that are furthest below what is expected of them, worst first."""
    rows = furthest_behind(connection, unit.id, half_month, limit)
    return [_unit_progress(reference.by_id[row.unit_id], (half_month.next(-1), half_month), [row]) for row in rows]


def task_cells(
    connection: sa.Connection, reference: Reference, units: Sequence[UnitRef], half_month: HalfMonth
) -> list[TaskProgressAt]:
    """Each counted task at each of `units`, all of one level, in the order of task codes."""
    if not units:
        return []
    level = units[0].level
    tasks = {task.id: task for task in reference.tasks.values()}
    by_id = {unit.id: unit for unit in units}
    rows = tasks_at(connection, by_id, level, half_month, counted=True)
    cells = [_task_at(by_id[row.unit_id], tasks[row.task_id], row, half_month) for row in rows]
    return sorted(cells, key=lambda cell: cell.code)


def _task_at(unit: UnitRef, task: Task, row: TaskRow, half_month: HalfMonth) -> TaskProgressAt:
    expected = _expected(task, half_month)
    light = judge(row.percent, expected, settings().lights.behind, past_due=half_month.ordinal > task.due)
    return TaskProgressAt(unit, task.code, row.percent, expected, light, row.n, row.done)
