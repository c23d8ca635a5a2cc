"""Four-level progress: percents, what the schedule expects, and lights, out of the roll-ups."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from lib.figures.coverage import Coverage, lacking
from lib.figures.rollups import HISTORY, TaskRow, UnitRow, tasks_at, units_at
from lib.figures.villages import furthest_behind
from lib.kept.models import LEVELS, Task
from lib.kept.reference import Reference, UnitRef
from lib.words.half_months import HalfMonth
from lib.words.lights import Light, judge

BELOW = dict(zip(LEVELS, LEVELS[1:], strict=False))  # the level of a unit's children


@dataclass(frozen=True)
class LevelProgress:
    """One of the four levels at or below a unit: over `pairs` of task and unit, how many are done, and the means.

    `change` is taken over the pairs known in the half month before as well.
    """

    level: str
    pairs: int
    done: int
    percent: float | None
    expected: float | None
    light: Light | None
    change: float | None = None


@dataclass(frozen=True)
class UnitProgress:
    """A unit's 综合进度: the mean of its level's progress and that of the levels below it.

    `change` is in percentage points since the half month before, over the pairs of task and unit known in both;
    `history` the last twelve. A unit that lacks too many cells says in `rests_on` what it has: it is neither ranked
    nor judged.
    """

    unit: UnitRef
    percent: float | None
    expected: float | None
    light: Light | None
    change: float | None
    history: tuple[float | None, ...]
    rests_on: Coverage | None = None

    @property
    def is_ranked(self) -> bool:
        """Whether it has progress, and enough of its cells for a place among others."""
        return self.percent is not None and self.rests_on is None

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
    overdue: bool = False


def four_levels(
    connection: sa.Connection, reference: Reference, unit: UnitRef, half_month: HalfMonth
) -> list[LevelProgress]:
    """Progress of each level from the unit's own downwards."""
    tasks = reference.task_by_id
    rows: dict[str, list[TaskRow]] = {level: [] for level in LEVELS[LEVELS.index(unit.level) :]}
    for row in tasks_at(connection, reference, [unit.id], unit.level, half_month):
        if (level := tasks[row.task_id].level) in rows:
            rows[level].append(row)
    few = lacking(connection, reference, [unit], half_month)
    behind = None if few else reference.of(half_month).behind
    expected = {row.task_id: reference.expected(tasks[row.task_id], half_month) for row in sum(rows.values(), [])}
    return [_level_progress(level, found, expected, behind) for level, found in rows.items()]


def _level_progress(
    level: str, rows: Sequence[TaskRow], expected: Mapping[int, float], behind: int | None
) -> LevelProgress:
    """In whole hundredths, as the roll-up of units adds them: a unit stands among its levels."""
    pairs = sum(row.n for row in rows)
    if not pairs:
        return LevelProgress(level, 0, 0, None, None, None)
    percent = sum(row.total for row in rows) // pairs / 100
    due = sum(row.n * round(100 * expected[row.task_id]) for row in rows) // pairs / 100
    compared = sum(row.compared for row in rows)
    return LevelProgress(
        level=level,
        pairs=pairs,
        done=sum(row.done for row in rows),
        percent=percent,
        expected=due,
        light=None if behind is None else judge(percent, due, behind),
        change=round(sum(row.change for row in rows) / compared) / 100 if compared else None,
    )


def children(
    connection: sa.Connection, reference: Reference, unit: UnitRef, half_month: HalfMonth
) -> list[UnitProgress]:
    """The units directly below `unit`, furthest behind first."""
    found = of_units(connection, reference, reference.below(unit, half_month), half_month, HISTORY)
    # who has too little for a rank stands first: how far behind they are nobody knows
    return sorted(found, key=lambda child: (child.is_ranked, child.gap, child.unit.code))


def of_units(
    connection: sa.Connection, reference: Reference, units: Sequence[UnitRef], half_month: HalfMonth, history: int = 2
) -> list[UnitProgress]:
    """Each of `units`, all of one level, in their order; looking back over `history` half months."""
    if not units:
        return []
    months = [half_month.next(step) for step in range(1 - history, 1)]
    rows: dict[int, list[UnitRow]] = defaultdict(list)
    merged = {unit.id: reference.merged_into(unit, half_month.ordinal) for unit in units}
    ids = [one.id for several in merged.values() for one in several]
    for row in units_at(connection, ids, units[0].level, months):
        rows[row.unit_id].append(row)
    for unit in units:
        if len(merged[unit.id]) > 1:
            rows[unit.id] = _together(reference, unit, half_month, rows)
    few, behind = lacking(connection, reference, units, half_month), reference.of(half_month).behind
    return [_unit_progress(unit, months, rows[unit.id], few.get(unit.code), behind) for unit in units]


def _together(
    reference: Reference, unit: UnitRef, half_month: HalfMonth, rows: Mapping[int, list[UnitRow]]
) -> list[UnitRow]:
    """A unit's rows; of a half month before a merger the mean of all that were merged, as far as all are known."""
    by_month: dict[HalfMonth, list[UnitRow]] = defaultdict(list)
    for one in reference.merged_into(unit, half_month.ordinal):
        for row in rows.get(one.id, ()):
            by_month[row.half_month].append(row)
    whole = {month: len(reference.standing_for(unit, month.ordinal, half_month.ordinal)) for month in by_month}
    return [
        replace(found[0], percent=sum(row.percent for row in found) / len(found))
        for month, found in by_month.items()
        if len(found) == whole[month]
    ]


def _unit_progress(
    unit: UnitRef, months: Sequence[HalfMonth], rows: list[UnitRow], rests_on: Coverage | None, behind: int
) -> UnitProgress:
    known = {row.half_month: row for row in rows}
    now = known.get(months[-1])
    return UnitProgress(
        unit=unit,
        percent=now.percent if now else None,
        expected=now.expected if now else None,
        light=judge(now.percent, now.expected, behind) if now and rests_on is None else None,
        change=now.change if now else None,
        history=tuple(known[month].percent if month in known else None for month in months),
        rests_on=rests_on,
    )


def villages_behind(
    connection: sa.Connection, reference: Reference, unit: UnitRef, half_month: HalfMonth, limit: int = 5
) -> list[UnitProgress]:
    """The villages below `unit` that are furthest below what is expected of them, worst first."""
    rows = furthest_behind(connection, unit.id, half_month, limit)
    behind = reference.of(half_month).behind
    found = [_unit_progress(reference.by_id[row.unit_id], (half_month,), [row], None, behind) for row in rows]
    # a hundredth below reads as on schedule
    return [one for one in found if one.light is not Light.ON_SCHEDULE]


def task_cells(
    connection: sa.Connection, reference: Reference, units: Sequence[UnitRef], half_month: HalfMonth
) -> list[TaskProgressAt]:
    """Each counted task at each of `units`, all of one level, in the order of task codes."""
    if not units:
        return []
    level = units[0].level
    tasks = reference.task_by_id
    by_id = {unit.id: unit for unit in units}
    rows = tasks_at(connection, reference, by_id, level, half_month, counted=True)
    cells = [_task_at(reference, by_id[row.unit_id], tasks[row.task_id], row, half_month) for row in rows]
    return sorted(cells, key=lambda cell: cell.code)


def _task_at(reference: Reference, unit: UnitRef, task: Task, row: TaskRow, half_month: HalfMonth) -> TaskProgressAt:
    judged = reference.judged(task, row.percent, half_month)
    return TaskProgressAt(
        unit, task.code, row.percent, judged.expected or 0.0, judged.light, row.n, row.done, judged.overdue
    )
