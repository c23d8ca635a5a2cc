"""TaskRollup and UnitRollup: each task at each unit, and each unit's 综合进度 over its tasks."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

import sqlalchemy as sa

from lib.kept.models import LEVELS
from lib.kept.store import insert
from lib.ledger.rollup.ground import Ground, ground_of
from lib.ledger.rollup.sql import Measure, Scope, ids, level_number, measures, remove, run


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
    return own + list({duty.indicator: duty for duty in reversed(above) if duty.indicator not in known}.values())


def renew_tasks(
    connection: sa.Connection, half_month: int, tasks: Collection[str] | None = None, scope: Scope | None = None
) -> None:
    """Renew TaskRollup of the tasks of these codes (None: of all), then UnitRollup."""
    scope, every = scope or Scope(), measures(connection)
    renewed = [duty for duty in duties(connection) if tasks is None or duty.code in tasks]
    if not renewed:
        return
    remove(connection, "task_rollup", half_month, scope, f"task_id IN ({ids(duty.id for duty in renewed)})")
    ground = ground_of(connection, half_month, scope)
    for duty in renewed:
        _insert(connection, ground, duty, every)
    _insert_prefecture(connection, half_month, ids(duty.id for duty in renewed if duty.level > 0))
    _renew_units(connection, half_month, scope)


_COLUMNS = "level, half_month, task_id, unit_id, n, done, percent, compared, change"


def _before(ground: Ground, measure: Measure | None, every: dict[str, Measure]) -> str:
    """SQL for the half month to compare with; none where what is measured, or a part of it, begins anew."""
    parts = [measure, *(every[part] for part in measure.parts if part in every)] if measure else []
    return "NULL" if ground.anew(parts) else ":h - 1"


def _mean(units: tuple[int, ...], kept: str) -> str:
    """SQL for the mean percent of units; missing where one of them is."""
    known = f"CASE WHEN COUNT(*) = {len(units)} THEN CAST(SUM(x.percent) AS BIGINT) / COUNT(*) END"
    return f"SELECT {known} FROM task_rollup x WHERE {kept} AND x.unit_id IN ({ids(units)})"


def _insert(connection: sa.Connection, ground: Ground, duty: Duty, every: dict[str, Measure]) -> None:
    """Sum the pairs (task, unit of its level) upwards; below its level each unit stands for itself.

    The change is taken over the pairs known in both half months, of a unit that took over others against their mean.
    """
    scope, measure = ground.scope, every[duty.indicator] if duty.indicator else None
    pairs = _by_indicator(measure) if measure else f"{_REPORTED}{ground.there('unit_id')}"
    deepest = measure.level if measure else len(LEVELS) - 1
    kept = f"x.level = :level AND x.half_month = {_before(ground, measure, every)} AND x.task_id = {duty.id}"
    was = ground.taken_over("q.unit_id", "x.percent", lambda those: _mean(those, kept))
    for level in range(duty.level, deepest + 1):
        sums = "a.level > 0" if level == duty.level > 0 else "a.ancestor_id = p.unit_id"
        run(
            connection,
            f"INSERT INTO task_rollup ({_COLUMNS})"
            # materialised: else what stood before is looked for anew at every unit above
            f" WITH p AS MATERIALIZED (SELECT q.unit_id, q.percent, {was} AS was"
            f" FROM ({pairs} AND {scope.of_level(level, 'unit_id')}) q"
            f" LEFT JOIN task_rollup x ON {kept} AND x.unit_id = q.unit_id WHERE q.percent IS NOT NULL)"
            f" SELECT a.level, :h, {duty.id}, a.ancestor_id, COUNT(*),"
            " SUM(CASE WHEN p.percent >= 10000 THEN 1 ELSE 0 END), SUM(p.percent), COUNT(p.was), SUM(p.percent - p.was)"
            " FROM p JOIN ancestry a ON a.unit_id = p.unit_id"
            f" WHERE {scope.of_level(level, 'a.unit_id')} AND {sums}"
            " GROUP BY a.level, a.ancestor_id",
            h=ground.half_month,
            level=level,
            **({} if measure else {"code": duty.code}),
        )


def _insert_prefecture(connection: sa.Connection, half_month: int, listed: str) -> None:
    run(
        connection,
        f"INSERT INTO task_rollup ({_COLUMNS})"
        " SELECT 0, :h, r.task_id, a.ancestor_id, SUM(r.n), SUM(r.done), SUM(r.percent), SUM(r.compared), SUM(r.change)"
        " FROM task_rollup r JOIN ancestry a ON a.unit_id = r.unit_id AND a.level = 0"
        f" WHERE r.level = 1 AND r.half_month = :h AND r.task_id IN ({listed}) GROUP BY r.task_id, a.ancestor_id",
        h=half_month,
    )


# each unit's percent ×100 as it was reported
_REPORTED = (
    "SELECT unit_id, CAST(ROUND(CAST(tp.percent AS NUMERIC) * 100) AS BIGINT) AS percent"
    " FROM task_progress tp JOIN unit u ON u.code = tp.unit_code"
    " JOIN ancestry own ON own.unit_id = u.id AND own.ancestor_id = u.id"
    " WHERE tp.half_month = :h AND tp.task_code = :code AND own.level = :level"
)


def _by_indicator(measure: Measure) -> str:
    """Each unit's percent ×100, at most 10,000: part of whole, measured against the goal where there is one.

    Whole 0 means that there is nothing to do, hence complete; for a ratio it means that there is no figure.
    """
    scale = 100 if measure.unit == "%" else 1
    goal = Fraction(measure.goal or scale) / scale  # 50 % is 1/2
    raw = f"part * {10000 * goal.denominator} / (whole * {goal.numerator})"
    nothing = "NULL" if measure.rollup in ("ratio", "fall") else "10000"
    return (
        f"SELECT unit_id, CASE WHEN whole IS NULL THEN NULL WHEN whole = 0 THEN {nothing} WHEN part <= 0 THEN 0"
        f" WHEN {raw} > 10000 THEN 10000 ELSE {raw} END AS percent"
        f" FROM rollup WHERE level = :level AND half_month = :h AND indicator_id = {measure.id}"
    )


def _renew_units(connection: sa.Connection, half_month: int, scope: Scope) -> None:
    """A unit's 综合进度 is the mean of the levels from its own downwards, each the mean over its pairs (task, unit).

    So it stands among them, and so does its light: what is said of a unit agrees with what it is made of.
    """
    remove(connection, "unit_rollup", half_month, scope)
    expected = _expected(ids(_held(connection)))
    for level in range(len(LEVELS)):
        run(
            connection,
            "INSERT INTO unit_rollup (level, half_month, unit_id, percent, expected, gap, tasks, done, change)"
            " SELECT :level, :h, unit_id, percent, expected, percent - expected, tasks, done, change FROM ("
            " SELECT unit_id, CAST(SUM(percent) AS BIGINT) / COUNT(*) AS percent,"
            " CAST(SUM(expected) AS BIGINT) / COUNT(*) AS expected, SUM(tasks) AS tasks, SUM(done) AS done,"
            " CAST(SUM(change) AS BIGINT) / NULLIF(COUNT(change), 0) AS change FROM ("
            " SELECT r.unit_id, t.level, COUNT(*) AS tasks, SUM(CASE WHEN r.done = r.n THEN 1 ELSE 0 END) AS done,"
            " CAST(SUM(r.percent) AS BIGINT) / SUM(r.n) AS percent,"
            f" CAST(SUM(r.n * {expected}) AS BIGINT) / SUM(r.n) AS expected,"
            " CAST(SUM(r.change) AS BIGINT) / NULLIF(SUM(r.compared), 0) AS change"
            # in this order, so that the units are looked for by the whole key of task_rollup
            " FROM counted_task c CROSS JOIN task t CROSS JOIN task_rollup r WHERE c.level = :level"
            f" AND t.id = c.task_id AND {level_number('t.level')} >= :level"
            " AND r.level = :level AND r.half_month = :h AND r.task_id = t.id"
            f" AND {scope.of_level(level, 'r.unit_id')}"
            " GROUP BY r.unit_id, t.level) AS of_level GROUP BY unit_id) AS mean",
            h=half_month,
            level=level,
        )


def _expected(held: str) -> str:
    """What the schedule expects at the end of half month :h, ×100, as lib.words.lights has it."""
    return (
        f"CASE WHEN :h < t.start THEN 0 WHEN :h >= t.due OR t.id IN ({held}) THEN 10000"
        " ELSE (:h - t.start + 1) * 10000 / (t.due - t.start + 1) END"
    )


def _held(connection: sa.Connection) -> list[int]:
    """The tasks that are expected to hold their target from the beginning (Indicator.held)."""
    rows = connection.exec_driver_sql(
        "SELECT t.id FROM task t JOIN indicator i ON i.code = t.indicator JOIN indicator n ON n.code = i.numerator"
        " WHERE i.rollup = 'fall' AND n.cumulative ORDER BY t.id"
    )
    return [row.id for row in rows]
