"""TaskRollup and UnitRollup: each task at each unit, and each unit's 综合进度 over its tasks."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

import sqlalchemy as sa

from lib.kept.models import LEVELS
from lib.kept.store import all_rows, insert
from lib.kept.yardstick import Yardstick
from lib.ledger.rollup.ground import Ground
from lib.ledger.rollup.sql import Measure, execute, ids, level_number, measures, remove
from lib.words.lights import expected_percent


@dataclass(frozen=True)
class Duty:
    """What the recomputation needs to know of a task; `level` is the place in LEVELS."""

    id: int
    code: str
    level: int
    indicator: str | None


def duties(connection: sa.Connection) -> list[Duty]:
    """Every task, in the order of codes."""
    rows = connection.exec_driver_sql("SELECT id, code, level, indicator FROM task ORDER BY code")
    return [Duty(row.id, row.code, LEVELS.index(row.level), row.indicator) for row in rows]


PERCENT_COLUMNS = "unit_id, task_id, n, done, percent, compared, change"


def own_percents(pairs: Iterable[tuple[int, int]], level: int, where: str) -> str:
    """SQL for the columns of TaskRollup of tasks that follow an indicator (`pairs` of their ids, one at least), at the
    units of a level of the tasks' own or below, where each stands for itself; `where` picks rows of Rollup."""
    followed = ", ".join(map(str, pairs))
    return (
        "SELECT r.unit_id, d.task_id, 1 AS n, CASE WHEN r.percent >= 10000 THEN 1 ELSE 0 END AS done, r.percent,"
        " CASE WHEN r.moved IS NULL THEN 0 ELSE 1 END AS compared, r.moved AS change"
        f" FROM (WITH d (task_id, indicator_id) AS (VALUES {followed}) SELECT * FROM d) d CROSS JOIN rollup r"
        f" WHERE r.level = {level} AND r.indicator_id = d.indicator_id AND r.percent IS NOT NULL AND {where}"
    )


def renew_counted(connection: sa.Connection) -> None:
    """Renew which tasks count on each level, after tasks or indicators were changed.

    They are a unit's own tasks and those of the levels below it. Beside them stand, without weight, the measures from
    above that an indicator follows down to it, unless one of these follows the same.
    """
    every, deepest = duties(connection), {measure.code: measure.level for measure in measures(connection).values()}
    rows = [(level, duty.id) for level in range(len(LEVELS)) for duty in _counted(every, deepest, level)]
    connection.exec_driver_sql("DELETE FROM counted_task")
    insert(connection, "counted_task", ("level", "task_id"), rows)


def _counted(every: list[Duty], deepest: dict[str, int], level: int) -> list[Duty]:
    own = [duty for duty in every if duty.level >= level]
    known = {duty.indicator for duty in own}
    above = [duty for duty in every if duty.level < level and deepest.get(duty.indicator or "", -1) >= level]
    # reversed: of several from above that follow the same indicator the first by its code stays
    return own + list({duty.indicator: duty for duty in reversed(above) if duty.indicator not in known}.values())


def renew_tasks(connection: sa.Connection, ground: Ground, renewed: list[Duty], every: dict[str, Measure]) -> None:
    """Renew TaskRollup of these tasks on their ground, then UnitRollup."""
    if not renewed:
        return
    listed = ids(duty.id for duty in renewed)
    remove(connection, "task_rollup", ground.half_month, ground.scope, f"task_id IN ({listed})")
    if ground.judged:  # one that came later is none of a closed half month
        renewed = [_as_it_was(duty, ground.judged) for duty in renewed if duty.code in ground.judged.schedules]
    _insert_reported(connection, ground, ids(duty.id for duty in renewed if not duty.indicator))
    for level in reversed(range(len(LEVELS) - 1)):
        # from the task's own level upwards: what units below it reported stands for them alone
        measured = [duty for duty in renewed if duty.level == level + 1 and duty.indicator]
        _sum_measured(connection, ground, level, [(duty.id, every[duty.indicator or ""].id) for duty in measured])
        others = (duty.id for duty in renewed if duty.level > level and duty not in measured)
        _sum_up(connection, ground, level, ids(others))
    _renew_units(connection, ground)


def _as_it_was(duty: Duty, judged: Yardstick) -> Duty:
    level, indicator = judged.followed[duty.code]
    return replace(duty, level=LEVELS.index(level), indicator=indicator)


_COLUMNS = "level, half_month, task_id, unit_id, n, done, percent, compared, change"


def _insert_reported(connection: sa.Connection, ground: Ground, listed: str) -> None:
    """The percents that units of a task's level and below reported, ×100; below it each stands for itself.

    A percent is kept as text, an exact number on both kinds of database. One that took over others is compared with
    their mean.
    """
    pairs = (
        "SELECT own.level, t.id AS task_id, u.id AS unit_id,"
        " CAST(ROUND(CAST(tp.percent AS NUMERIC) * 100) AS BIGINT) AS percent"
        " FROM task t JOIN task_progress tp ON tp.task_code = t.code JOIN unit u ON u.code = tp.unit_code"
        " JOIN ancestry own ON own.unit_id = u.id AND own.ancestor_id = u.id"
        f" WHERE tp.half_month = :h AND t.id IN ({listed}) AND own.level >= {level_number('t.level')}"
        f" AND {ground.units('u.id')}"
    )
    last_time = f"x.half_month = :h - 1 AND x.task_id IN ({listed}) AND x.level = q.level AND x.task_id = q.task_id"
    was = ground.taken_over("q.unit_id", "x.percent", lambda those: _mean(those, last_time))
    execute(
        connection,
        f"INSERT INTO task_rollup ({_COLUMNS})"
        " SELECT p.level, :h, p.task_id, p.unit_id, 1, CASE WHEN p.percent >= 10000 THEN 1 ELSE 0 END, p.percent,"
        " CASE WHEN p.was IS NULL THEN 0 ELSE 1 END, p.percent - p.was"
        f" FROM (SELECT q.level, q.task_id, q.unit_id, q.percent, {was} AS was FROM ({pairs}) q"
        f" LEFT JOIN task_rollup x ON {last_time} AND x.unit_id = q.unit_id AND {ground.scope.units('x.unit_id')}"
        " WHERE q.percent IS NOT NULL) p",
        h=ground.half_month,
    )


def _mean(units: tuple[int, ...], last_time: str) -> str:
    """SQL for the mean percent of units; missing where one of them is.

    The CAST is for PostgreSQL: its sum of BIGINT is a NUMERIC, which does not divide to a whole number as on SQLite.
    """
    known = f"CASE WHEN COUNT(*) = {len(units)} THEN CAST(SUM(x.percent) AS BIGINT) / COUNT(*) END"
    return f"SELECT {known} FROM task_rollup x WHERE {last_time} AND x.unit_id IN ({ids(units)})"


def _sum_measured(connection: sa.Connection, ground: Ground, level: int, pairs: list[tuple[int, int]]) -> None:
    """Sum for the units of `level` the percents of the level below, the tasks' own: `pairs` of tasks and indicators."""
    if pairs:
        own = own_percents(pairs, level + 1, f"half_month = :h AND {ground.scope.under(level, 'unit_id')}")
        _sum(connection, ground, level, own)


def _sum_up(connection: sa.Connection, ground: Ground, level: int, listed: str) -> None:
    """Sum the rows of the level below for the units of `level`."""
    rows = (
        f"SELECT * FROM task_rollup WHERE level = {level + 1} AND half_month = :h AND task_id IN ({listed})"
        f" AND {ground.scope.under(level, 'unit_id')}"
    )
    _sum(connection, ground, level, rows)


def _sum(connection: sa.Connection, ground: Ground, level: int, rows: str) -> None:
    execute(
        connection,
        f"INSERT INTO task_rollup ({_COLUMNS}) SELECT {level}, :h, r.task_id, a.ancestor_id,"
        " SUM(r.n), SUM(r.done), SUM(r.percent), SUM(r.compared), SUM(r.change)"
        f" FROM ({rows}) r JOIN ancestry a ON a.unit_id = r.unit_id AND a.level = {level}"
        f" WHERE {ground.scope.under(level, 'a.unit_id')} GROUP BY r.task_id, a.ancestor_id",
        h=ground.half_month,
    )


def _renew_units(connection: sa.Connection, ground: Ground) -> None:
    """A unit's 综合进度 is the mean of the levels from its own downwards, each the mean over its pairs (task, unit).

    So it stands among them, and so does its light: what is said of a unit agrees with what it is made of.
    """
    remove(connection, "unit_rollup", ground.half_month, ground.scope)
    for level, counted in _weighed(connection, ground).items():
        mean = of_level = _of_level(level, counted, ground.scope.of_level(level, "unit_id"))
        if len({task.level for task in counted}) > 1:  # of one level, as at every village, the mean is the level's own
            mean = (
                "SELECT unit_id, CAST(SUM(percent) AS BIGINT) / COUNT(*) AS percent,"
                " CAST(SUM(expected) AS BIGINT) / COUNT(*) AS expected, SUM(tasks) AS tasks, SUM(done) AS done,"
                f" CAST(SUM(change) AS BIGINT) / NULLIF(COUNT(change), 0) AS change FROM ({of_level}) AS of_level"
                " GROUP BY unit_id"
            )
        execute(
            connection,
            "INSERT INTO unit_rollup (level, half_month, unit_id, percent, expected, gap, tasks, done, change)"
            f" SELECT :level, :h, unit_id, percent, expected, percent - expected, tasks, done, change FROM ({mean})"
            " AS mean",
            h=ground.half_month,
            level=level,
        )


class _Weighed(NamedTuple):
    """A task that counts at some level, with its own `level`, what the schedule expects of it, ×100, and the id of the
    indicator that it follows."""

    id: int
    level: int
    expected: int
    indicator: int | None


def _weighed(connection: sa.Connection, ground: Ground) -> dict[int, list[_Weighed]]:
    """The tasks that count with weight, by the level at which they do."""
    held, judged = set(_held(connection)), ground.judged
    indicators = dict(all_rows(connection, "SELECT code, id FROM indicator"))
    weighed: dict[int, list[_Weighed]] = defaultdict(list)
    for at, number, code, level, indicator, start, due in connection.exec_driver_sql(_COUNTED):
        if judged and code not in judged.schedules:
            continue
        if judged:
            level, indicator = judged.followed[code]
            start, due = judged.schedules[code]
        if LEVELS.index(level) >= at:
            expected = expected_percent(start, due, ground.half_month, held=number in held)
            weighed[at].append(_Weighed(number, LEVELS.index(level), round(100 * expected), indicators.get(indicator)))
    return weighed


_COUNTED = (
    "SELECT c.level AS at, t.id, t.code, t.level, t.indicator, t.start, t.due FROM counted_task c"
    " JOIN task t ON t.id = c.task_id ORDER BY c.level, t.id"
)


def _of_level(level: int, counted: list[_Weighed], covered: str) -> str:
    """SQL for the mean of each unit's tasks of one level; the few tasks go first, as the roll-up's key is ordered.

    CROSS JOIN holds SQLite to that order; WITH names the columns of VALUES, which SQLite cannot in an alias.
    """
    levels = ", d.level" if len({task.level for task in counted}) > 1 else ""
    tasks = ", ".join(str((task.id, task.level, task.expected)) for task in counted)
    return (
        f"SELECT r.unit_id, COUNT(*) AS tasks, SUM(CASE WHEN r.done = r.n THEN 1 ELSE 0 END) AS done,"
        " CAST(SUM(r.percent) AS BIGINT) / SUM(r.n) AS percent,"
        " CAST(SUM(CAST(r.n AS BIGINT) * d.expected) AS BIGINT) / SUM(r.n) AS expected,"
        " CAST(SUM(r.change) AS BIGINT) / NULLIF(SUM(r.compared), 0) AS change"
        f" FROM (WITH d (id, level, expected) AS (VALUES {tasks}) SELECT * FROM d) d"
        f" JOIN ({_percents(level, counted, covered)}) r ON r.task_id = d.id GROUP BY r.unit_id{levels}"
    )


def _percents(level: int, counted: list[_Weighed], covered: str) -> str:
    """SQL for percents of tasks at the units of `level`: what was summed or reported, and what follows indicators."""
    own = [(task.id, task.indicator) for task in counted if task.level == level and task.indicator]
    others = ids({task.id for task in counted} - {task for task, _indicator in own})
    where = f"half_month = :h AND {covered}"
    summed = f"SELECT {PERCENT_COLUMNS} FROM task_rollup WHERE level = {level} AND {where} AND task_id IN ({others})"
    return f"{summed} UNION ALL {own_percents(own, level, where)}" if own else summed


def _held(connection: sa.Connection) -> list[int]:
    """The tasks that are expected to hold their target from the beginning (Indicator.held)."""
    rows = connection.exec_driver_sql(
        "SELECT t.id FROM task t JOIN indicator i ON i.code = t.indicator JOIN indicator n ON n.code = i.numerator"
        " WHERE i.rollup = 'fall' AND n.cumulative ORDER BY t.id"
    )
    return [row.id for row in rows]
