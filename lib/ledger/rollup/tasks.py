"""TaskRollup and UnitRollup: each task at each unit, and each unit's 综合进度 over its tasks."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

import sqlalchemy as sa

from lib.kept.models import LEVELS
from lib.kept.store import insert
from lib.ledger.rollup.ground import Ground, ground_of
from lib.ledger.rollup.sql import Measure, Scope, ids, measures, remove, run

# what the schedule expects at the end of half month :h, ×100; both the first and the due half month count in full
_EXPECTED = (
    "CASE WHEN :h >= t.due THEN 10000 WHEN :h < t.start THEN 0"
    " ELSE (:h - t.start + 1) * 10000 / (t.due - t.start + 1) END"
)


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
    """Renew which tasks count on each level, after tasks or indicators were changed: every indicator once.

    They are a unit's own tasks, those of the levels below it, and the measures from above that an indicator follows
    down to it. Of several with the same indicator its own counts, else the one from above, else the one from below.
    """
    every, deepest = duties(connection), {measure.code: measure.level for measure in measures(connection).values()}
    rows = [(level, duty.id) for level in range(len(LEVELS)) for duty in _counted(every, deepest, level)]
    connection.exec_driver_sql("DELETE FROM counted_task")
    insert(connection, "counted_task", ("level", "task_id"), rows)


def _counted(every: list[Duty], deepest: dict[str, int], level: int) -> list[Duty]:
    applies = [duty for duty in every if duty.level >= level or deepest.get(duty.indicator or "", -1) >= level]
    applies.sort(key=lambda duty: (duty.level != level, duty.level, duty.code))
    once: dict[str, Duty] = {}
    for duty in applies:
        once.setdefault(duty.indicator or duty.code, duty)
    return list(once.values())


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


def _insert(connection: sa.Connection, ground: Ground, duty: Duty, every: dict[str, Measure]) -> None:
    """Sum the pairs (task, unit of its level) upwards; below its level each unit stands for itself."""
    scope, measure = ground.scope, every[duty.indicator] if duty.indicator else None
    pairs = _by_indicator(measure) if measure else f"{_REPORTED}{ground.there('unit_id')}"
    deepest = measure.level if measure else len(LEVELS) - 1
    for level in range(duty.level, deepest + 1):
        sums = "a.level > 0" if level == duty.level > 0 else "a.ancestor_id = p.unit_id"
        run(
            connection,
            "INSERT INTO task_rollup (level, half_month, task_id, unit_id, n, done, percent)"
            f" SELECT a.level, :h, {duty.id}, a.ancestor_id, COUNT(*),"
            " SUM(CASE WHEN p.percent >= 10000 THEN 1 ELSE 0 END), SUM(p.percent)"
            f" FROM ({pairs} AND {scope.of_level(level, 'unit_id')}) p JOIN ancestry a ON a.unit_id = p.unit_id"
            f" WHERE p.percent IS NOT NULL AND {scope.of_level(level, 'a.unit_id')} AND {sums}"
            " GROUP BY a.level, a.ancestor_id",
            h=ground.half_month,
            level=level,
            **({} if measure else {"code": duty.code}),
        )


def _insert_prefecture(connection: sa.Connection, half_month: int, listed: str) -> None:
    run(
        connection,
        "INSERT INTO task_rollup (level, half_month, task_id, unit_id, n, done, percent)"
        " SELECT 0, :h, r.task_id, a.ancestor_id, SUM(r.n), SUM(r.done), SUM(r.percent)"
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
    remove(connection, "unit_rollup", half_month, scope)
    for level in range(len(LEVELS)):
        run(
            connection,
            "INSERT INTO unit_rollup (level, half_month, unit_id, percent, expected, gap, tasks, done)"
            " SELECT level, half_month, unit_id, percent, expected, percent - expected, tasks, done FROM ("
            " SELECT r.level, r.half_month, r.unit_id, CAST(SUM(r.percent / r.n) AS BIGINT) / COUNT(*) AS percent,"
            f" SUM({_EXPECTED}) / COUNT(*) AS expected, COUNT(*) AS tasks,"
            " SUM(CASE WHEN r.done = r.n THEN 1 ELSE 0 END) AS done"
            # in this order, so that the units are looked for by the whole key of task_rollup
            " FROM counted_task c CROSS JOIN task t CROSS JOIN task_rollup r WHERE c.level = :level"
            " AND t.id = c.task_id AND r.level = :level AND r.half_month = :h AND r.task_id = t.id"
            f" AND {scope.of_level(level, 'r.unit_id')}"
            " GROUP BY r.level, r.half_month, r.unit_id) AS mean",
            h=half_month,
            level=level,
        )
