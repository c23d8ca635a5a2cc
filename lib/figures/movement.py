"""名次变化: who moved up or down since the last half month, like for like, and by which tasks.

Both places are taken among the units that have progress and its change: the earlier one by what those pairs of task and
unit stood at that are known in both half months. A unit's change is the mean of its levels' changes, each the mean over
its pairs; so what each task brought adds up to it (lib.ledger.rollup.tasks), and what it brought beyond the mean of the
units beside it is by what a unit moved among them.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import sqlalchemy as sa

from lib.figures.progress import TaskProgressAt, UnitProgress, of_units, task_cells
from lib.figures.ranking import place
from lib.figures.rollups import TaskRow, indicators_at, tasks_at
from lib.kept.models import LEVELS, Task
from lib.kept.reference import Reference, UnitRef
from lib.words.half_months import HalfMonth
from lib.words.lights import Light
from lib.words.wording import READS_AS_ZERO


class Brought(NamedTuple):
    """The points that a task brought to its unit's progress, and how many more (below 0: less) than on average."""

    task: Task
    points: float
    beyond: float


@dataclass(frozen=True)
class Movement:
    """A unit's place now and before (None: not compared), and by what it moved among the units beside it.

    `by` are its tasks that brought more or less than on average, the furthest from it first.
    """

    progress: UnitProgress
    place: int | None
    before: int | None
    by: tuple[Brought, ...] = ()

    @property
    def up(self) -> int:
        """Places gained; negative where lost, 0 where nothing compares."""
        return self.before - self.place if self.before and self.place else 0


def moves(connection: sa.Connection, reference: Reference, unit: UnitRef, half_month: HalfMonth) -> list[Movement]:
    """The units directly below, who improved most first; those that do not compare last, in the order of codes."""
    units = of_units(connection, reference, reference.below(unit, half_month), half_month)
    compared = [one for one in units if one.is_ranked and one.change is not None]
    # where those stood that are known in both half months: what was reported then may have rested on others
    earlier = [replace(one, percent=(one.percent or 0) - (one.change or 0)) for one in compared]
    brought = _brought(connection, reference, [one.unit for one in compared], half_month)
    movements = [
        Movement(one, place(one, compared), place(was, earlier), brought[one.unit.code])
        for one, was in zip(compared, earlier, strict=True)
    ]
    known = {one.progress.unit.code for one in movements}
    movements += [Movement(one, None, None) for one in units if one.unit.code not in known]
    return sorted(movements, key=lambda one: (one.place is None, -(one.progress.change or 0), one.progress.unit.code))


def _brought(
    connection: sa.Connection, reference: Reference, units: Sequence[UnitRef], half_month: HalfMonth
) -> dict[str, tuple[Brought, ...]]:
    """By the unit's code, what each of its counted tasks brought, and beyond the mean of all these units, in points."""
    if not units:
        return {}
    tasks = reference.task_by_id
    rows: dict[int, list[TaskRow]] = defaultdict(list)
    for row in tasks_at(connection, reference, [unit.id for unit in units], units[0].level, half_month, counted=True):
        if row.compared and LEVELS.index(tasks[row.task_id].level) >= LEVELS.index(units[0].level):
            rows[row.unit_id].append(row)
    brought = {unit.code: _by_task(rows[unit.id], tasks) for unit in units}
    means = {task: sum(one.get(task, 0) for one in brought.values()) / len(units) for task in tasks}
    return {
        code: tuple(
            Brought(tasks[task], one.get(task, 0), one.get(task, 0) - means[task])
            for task in sorted(tasks, key=lambda task: (-abs(one.get(task, 0) - means[task]), tasks[task].code))
            if abs(one.get(task, 0) - means[task]) >= READS_AS_ZERO
        )
        for code, one in brought.items()
    }


def _by_task(rows: Sequence[TaskRow], tasks: Mapping[int, Task]) -> dict[int, float]:
    """What each task brought of the unit's change."""
    pairs: dict[str, int] = defaultdict(int)
    for row in rows:
        pairs[tasks[row.task_id].level] += row.compared
    return {row.task_id: row.change / 100 / pairs[tasks[row.task_id].level] / len(pairs) for row in rows}


# What changed since the last half month -------------------------------------------------------------------------


@dataclass(frozen=True)
class Turned:
    """A task of a unit whose light compares with that of the half month before."""

    task: Task
    now: TaskProgressAt
    before: TaskProgressAt

    @property
    def is_worse(self) -> bool:
        """Whether it fell back in the order of the lights."""
        order = [*Light, None]  # from done to far behind; without a light nothing is worse
        return order.index(self.now.light) > order.index(self.before.light)


def turns(compared: Sequence[Turned]) -> list[Turned]:
    """Those whose light turned, the worse ones first."""
    found = [one for one in compared if one.now.light is not one.before.light]
    return sorted(found, key=lambda one: (not one.is_worse, one.task.code))


def compared_lights(
    connection: sa.Connection, reference: Reference, unit: UnitRef, half_month: HalfMonth
) -> list[Turned]:
    """The unit's tasks whose light compares with that of the half month before, turned or not.

    Only tasks that as many units reported as then: others, and what begins anew with the year, do not compare.
    """
    now, before = (_cells(connection, reference, unit, month) for month in (half_month, half_month.next(-1)))
    alike = _alike(connection, reference, unit, half_month)
    return [
        Turned(reference.tasks[code], now[code], before[code])
        for code in sorted(now.keys() & before.keys())
        if now[code].n == before[code].n and alike(reference.tasks[code])
        if now[code].light and before[code].light
    ]


def _cells(
    connection: sa.Connection, reference: Reference, unit: UnitRef, half_month: HalfMonth
) -> dict[str, TaskProgressAt]:
    return {one.code: one for one in task_cells(connection, reference, [unit], half_month)}


def _alike(
    connection: sa.Connection, reference: Reference, unit: UnitRef, half_month: HalfMonth
) -> Callable[[Task], bool]:
    """Whether the figure that a task follows rests on as many units as in the half month before."""
    months = (half_month.next(-1), half_month)
    codes = {task.indicator for task in reference.tasks.values() if task.indicator in reference.indicators}
    rows = indicators_at(connection, reference, [unit.id], unit.level, months, {code for code in codes if code})

    def alike(task: Task) -> bool:
        if not task.indicator:
            return True
        then, now = (rows.get((month, unit.id, task.indicator)) for month in months)
        anew = reference.begins_anew(reference.indicators[task.indicator], half_month.ordinal)
        return not anew and (then.n if then else 0) == (now.n if now else 0)

    return alike
