"""Recomputing what is derived, by SQL, in the transaction that changed the facts.

Three tables follow from the values: Rollup (an indicator at a unit), TaskRollup (a task at a unit), UnitRollup
(a unit's 综合进度). A prefecture-wide save recomputes a half month; any other renews the rows of its own units
and of those above them, each the sum of the rows one level below, so that it reads no more than stands beside them.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from decimal import Decimal

import sqlalchemy as sa

from lib.kept.yardstick import Yardstick
from lib.ledger.rollup.ground import Ground, ground_of, reaching
from lib.ledger.rollup.indicators import renew_indicators
from lib.ledger.rollup.sql import Measure, Scope, counties_of, ids, level_number, measures, scope_of
from lib.ledger.rollup.tasks import Duty, duties, renew_counted, renew_tasks

__all__ = [
    "Measure", "Scope", "ancestry", "counties_of", "measures", "recompute", "recompute_all", "recompute_tasks",
    "renew_counted", "scope_of",
]  # fmt: skip


def recompute(
    connection: sa.Connection,
    half_month: int,
    codes: Collection[str] | None = None,
    scope: Scope | None = None,
    *,
    again: bool = False,
    loads: bool = False,
) -> None:
    """Renew all that follows from the indicators `codes` (None: all of them) of one half month within `scope`.

    The half month after it is renewed too, as far as it has values and is open: its changes are counted against this.
    One that is closed only where data/ `loads` it, which brings the half months in any order.
    `again` says that whoever calls does so next, for no less than this: it is then left to that.
    """
    every, scope = measures(connection), scope or Scope()
    touched = _touched(every, codes)
    if _register_is_counted(connection, half_month, every):
        touched = [measure for measure in touched if not measure.counts_register]
    following = _following(connection, touched)
    _renew(connection, ground_of(connection, half_month, scope), touched, following, every)
    if _has_values(connection, half_month + 1) and (loads or not _is_closed(connection, half_month + 1)):
        reached = reaching(connection, half_month + 1, scope)
        if again and reached is scope:
            return
        _renew(connection, ground_of(connection, half_month + 1, reached), touched, following, every)


def recompute_tasks(
    connection: sa.Connection, half_month: int, tasks: Collection[str], units: Collection[str], *, loads: bool = False
) -> None:
    """Renew the tasks of these codes in one half month, and in the one after it: that is compared with this one.

    `units` are the codes of those whose percents were changed; `loads` as for `recompute`.
    """
    rows = connection.execute(_IDS, {"codes": sorted(units)})
    scope, every = scope_of(connection, set(rows.scalars())), measures(connection)
    renewed = [duty for duty in duties(connection) if duty.code in tasks]
    renew_tasks(connection, ground_of(connection, half_month, scope), renewed, every)
    after = connection.execute(
        sa.text("SELECT EXISTS (SELECT 1 FROM task_rollup WHERE level = 0 AND half_month = :h)"), {"h": half_month + 1}
    )
    if after.scalar() and (loads or not _is_closed(connection, half_month + 1)):
        reached = reaching(connection, half_month + 1, scope)
        renew_tasks(connection, ground_of(connection, half_month + 1, reached), renewed, every)


_IDS = sa.text("SELECT id FROM unit WHERE code IN :codes").bindparams(sa.bindparam("codes", expanding=True))


def recompute_all(
    connection: sa.Connection, half_months: Iterable[int], codes: Collection[str] | None = None, *, tasks: bool = True
) -> None:
    """Renew the same in each of `half_months`, with all tasks, or only those that follow from these indicators.

    Nothing is renewed twice, as `recompute` would do to a half month and as the one after another.
    """
    every = measures(connection)
    touched = _touched(every, codes)
    renewed = duties(connection) if tasks else _following(connection, touched)
    for half_month in half_months:
        _renew(connection, ground_of(connection, half_month, Scope()), touched, renewed, every)


def _touched(every: dict[str, Measure], codes: Collection[str] | None) -> list[Measure]:
    """The measures `codes`, what follows from them, and what is counted in the register."""
    wanted = set(every if codes is None else codes)
    # one step is enough: a part that is derived itself is not read (`_of_all` in `indicators`)
    return [
        measure
        for measure in every.values()
        if measure.code in wanted or measure.parts & wanted or measure.counts_register
    ]


def _following(connection: sa.Connection, touched: list[Measure]) -> list[Duty]:
    """The tasks whose percent follows from one of these measures."""
    renewed = {measure.code for measure in touched}
    return [duty for duty in duties(connection) if duty.indicator in renewed]


def _renew(
    connection: sa.Connection, ground: Ground, touched: list[Measure], tasks: list[Duty], every: dict[str, Measure]
) -> None:
    """Renew indicators and tasks on their ground; a count in the register says the same of all counties, whoever
    reported. A half month that is closed is renewed by the goals and tasks that it was closed with."""
    if ground.judged:
        every = {code: _with_goal(measure, ground.judged) for code, measure in every.items()}
        touched = [every[measure.code] for measure in touched]
    if reported := [measure for measure in touched if not measure.counts_register]:
        renew_indicators(connection, ground, reported, every)
    if counted := [measure for measure in touched if measure.counts_register]:
        whole = ground if ground.scope.covered is None else ground_of(connection, ground.half_month, Scope())
        renew_indicators(connection, whole, counted, every)
    renew_tasks(connection, ground, tasks, every)  # after the indicators, whose rows they read


def _with_goal(measure: Measure, judged: Yardstick) -> Measure:
    now = None if measure.goal is None else str(measure.goal)
    goal = judged.goals.get(measure.code, now)
    return replace(measure, goal=None if goal is None else Decimal(goal))


def _register_is_counted(connection: sa.Connection, half_month: int, every: dict[str, Measure]) -> bool:
    """Whether the counts in the register stand, or are missing, as they should: values alone do not move them."""
    counts = ids(measure.id for measure in every.values() if measure.counts_register)
    query = f"SELECT EXISTS (SELECT 1 FROM rollup WHERE level = 0 AND half_month = :h AND indicator_id IN ({counts}))"
    stand = bool(connection.execute(sa.text(query), {"h": half_month}).scalar())
    return stand == _has_values(connection, half_month)


def _is_closed(connection: sa.Connection, half_month: int) -> bool:
    query = "SELECT EXISTS (SELECT 1 FROM half_month WHERE half_month = :h AND state = 'closed')"
    return bool(connection.execute(sa.text(query), {"h": half_month}).scalar())


def _has_values(connection: sa.Connection, half_month: int) -> bool:
    # by the key: PostgreSQL would read the whole table before it says that there is none
    query = "SELECT MIN(half_month) FROM observation WHERE half_month >= :h"
    return bool(connection.execute(sa.text(query), {"h": half_month}).scalar() == half_month)


def ancestry(connection: sa.Connection) -> None:
    """Renew the pairs of each unit and the units above it, itself included, after units were changed."""
    connection.exec_driver_sql("DELETE FROM ancestry")
    connection.exec_driver_sql(
        "WITH RECURSIVE up (unit_id, ancestor_id, level, parent_code) AS ("
        f" SELECT id, id, {level_number('level')}, parent_code FROM unit"
        f" UNION ALL SELECT up.unit_id, unit.id, {level_number('unit.level')}, unit.parent_code"
        "  FROM up JOIN unit ON unit.code = up.parent_code"
        ") INSERT INTO ancestry (unit_id, ancestor_id, level) SELECT unit_id, ancestor_id, level FROM up"
    )
