"""Renewing what follows from the changes, no more than they touched: roll-ups and the count of submissions."""

from collections import defaultdict
from typing import Any

import sqlalchemy as sa

from lib import rollup
from lib.models import LEVELS
from lib.preview import Change
from lib.settings import settings

# A change of these fields moves the tree, the sums or the percents; any other field is a text.
STRUCTURE = {
    "unit": {"level", "parent_code", "monitoring_point", "report_pilot", "valid_from", "valid_to"},
    "indicator": {"rollup", "numerator", "denominator", "condition", "goal", "form", "level", "unit", "decimals"},
    "task": {"level", "start", "due", "indicator"},
    "form": {"level", "units"},
}


def renew(connection: sa.Connection, values: list[Change], records: list[Change]) -> None:
    """Renew all that follows from the changed values and records."""
    if any(_is_structure(change) for change in records):
        rollup.ancestry(connection)
        for half_month in _half_months(connection):
            rollup.recompute(connection, half_month)
            rollup.renew_tasks(connection, half_month)
    _renew_targets(connection, {change.key[2] for change in values if change.table == "target"})
    observed = defaultdict(list)
    for change in values:
        if change.table == "observation":
            observed[change.key[0]].append(change)
    for half_month in sorted(observed):
        _renew_half_month(connection, half_month, observed[half_month])
    _renew_reported_tasks(connection, {change.key[:2] for change in records if change.table == "task_progress"})


def _renew_reported_tasks(connection: sa.Connection, reported: set[tuple[int, str]]) -> None:
    for half_month in sorted({half_month for half_month, _task in reported}):
        tasks = {task for each, task in reported if each == half_month}
        rollup.renew_tasks(connection, half_month, tasks)


def answered_returns(connection: sa.Connection, values: list[Change]) -> list[Change]:
    """A report that was sent back and is changed now waits for the office again: the changes that say so."""
    touched = {change.key[0] for change in values if change.table == "observation"}
    returned = [row for row in connection.execute(_RETURNED) if row.half_month in touched]
    return [
        Change("submission", (row.half_month, row.form, row.county_code), "decision", "returned", "")
        for row in returned
        if _touches(connection, row, values)
    ]


_RETURNED = sa.text("SELECT half_month, form, county_code FROM submission WHERE decision = 'returned'")


def _touches(connection: sa.Connection, submission: sa.Row[Any], values: list[Change]) -> bool:
    """Whether one of the changed values belongs to the county's form of that half month."""
    units = set(connection.scalars(_UNITS_OF, {"county": submission.county_code}))
    asked = set(connection.scalars(sa.text("SELECT id FROM indicator WHERE form = :form"), {"form": submission.form}))
    return any(
        half_month == submission.half_month and unit in units and indicator in asked
        for half_month, unit, indicator in (change.key for change in values if change.table == "observation")
    )


_UNITS_OF = sa.text("SELECT y.unit_id FROM ancestry y JOIN unit u ON u.id = y.ancestor_id WHERE u.code = :county")


def _is_structure(change: Change) -> bool:
    fields = STRUCTURE.get(change.table, set())
    return bool(fields) and (not change.field or change.field in fields)


def _half_months(connection: sa.Connection) -> list[int]:
    return list(connection.exec_driver_sql("SELECT DISTINCT half_month FROM observation ORDER BY half_month").scalars())


def _renew_targets(connection: sa.Connection, indicators: set[int]) -> None:
    if indicators:
        for half_month in _half_months(connection):
            rollup.recompute(connection, half_month, _codes(connection, indicators))


def _renew_half_month(connection: sa.Connection, half_month: int, changes: list[Change]) -> None:
    indicators = {change.key[2] for change in changes}
    scope = _scope(connection, {change.key[1] for change in changes})
    rollup.recompute(connection, half_month, _codes(connection, indicators), scope)
    _count_submissions(connection, half_month, indicators)


def _codes(connection: sa.Connection, indicators: set[int]) -> set[str]:
    rows = connection.exec_driver_sql("SELECT id, code FROM indicator")
    return {row.code for row in rows if row.id in indicators}


def _scope(connection: sa.Connection, units: set[int]) -> rollup.Scope:
    """The counties of `units`; everything where a unit stands above the counties."""
    pairs = connection.execute(
        sa.text("SELECT unit_id, ancestor_id FROM ancestry WHERE level = :county"), {"county": LEVELS.index("county")}
    )
    county = {row.unit_id: row.ancestor_id for row in pairs}
    return rollup.Scope(frozenset(county[unit] for unit in units)) if units <= county.keys() else rollup.Scope()


def _count_submissions(connection: sa.Connection, half_month: int, indicators: set[int]) -> None:
    """Count the cells that each county was asked and has filled; the first day on which it was complete is kept."""
    forms = connection.exec_driver_sql("SELECT id, form FROM indicator").all()
    today = settings().today
    for form in sorted({row.form for row in forms if row.id in indicators}):
        connection.execute(_ASKED, {"h": half_month, "form": form})
        connection.execute(_FILLED, {"h": half_month, "form": form})
        connection.execute(_REPORTED_ON, {"h": half_month, "form": form, "today": today})


_ASKED = sa.text(
    "INSERT INTO submission (half_month, form, county_code, asked, filled, decision, reason)"
    " SELECT :h, f.code, c.code, COUNT(*) * (SELECT COUNT(*) FROM indicator i WHERE i.form = f.code), 0, '', ''"
    " FROM form f JOIN unit u ON u.level = f.level"
    " JOIN ancestry y ON y.unit_id = u.id JOIN unit c ON c.id = y.ancestor_id AND c.level = 'county'"
    " WHERE f.code = :form AND COALESCE(u.valid_from, 0) <= :h AND COALESCE(u.valid_to, 1000000) >= :h"
    " AND (f.units = 'all' OR (f.units = 'report_pilot' AND u.report_pilot)"
    " OR (f.units = 'monitoring_point' AND u.monitoring_point))"
    " GROUP BY f.code, c.code"
    " ON CONFLICT (half_month, form, county_code) DO UPDATE SET asked = excluded.asked"
)
_FILLED = sa.text(
    "UPDATE submission SET filled = (SELECT COUNT(*) FROM unit c JOIN ancestry y ON y.ancestor_id = c.id"
    " JOIN indicator i ON i.form = :form"
    " JOIN observation o ON o.half_month = :h AND o.unit_id = y.unit_id AND o.indicator_id = i.id"
    " WHERE c.code = submission.county_code) WHERE half_month = :h AND form = :form"
)
_REPORTED_ON = sa.text(
    "UPDATE submission SET reported_on = CASE WHEN filled < asked THEN NULL ELSE COALESCE(reported_on, :today) END"
    " WHERE half_month = :h AND form = :form"
).bindparams(sa.bindparam("today", type_=sa.Date()))
