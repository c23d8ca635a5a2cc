"""What a save means for the submissions: a decision is outdated, a day of completion lost, the cells are counted."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

import sqlalchemy as sa

from lib.preview import Change
from lib.settings import settings

Days = dict[tuple[int, str, str], date]  # by half month, form and county


def outdated_decisions(connection: sa.Connection, values: list[Change]) -> list[Change]:
    """A report that is changed after it was sent back or accepted waits for the office again: the changes to say so."""
    return [
        Change("submission", (row.half_month, row.form, row.county_code), "decision", row.decision, "")
        for row in _touched(connection, _DECIDED, values)
    ]


_DECIDED = sa.text(
    "SELECT half_month, form, county_code, decision FROM submission WHERE decision IN ('returned', 'accepted')"
)


def _touched(connection: sa.Connection, submissions: sa.Executable, values: list[Change]) -> list[sa.Row[Any]]:
    """Those of `submissions` to whose county and form one of the changed values belongs."""
    units: dict[tuple[int, int], set[int]] = defaultdict(set)  # by half month and indicator
    for change in values:
        if change.table == "observation":
            half_month, unit, indicator = change.key
            units[half_month, indicator].add(unit)
    half_months = {half_month for half_month, _indicator in units}
    found = connection.execute(submissions) if half_months else ()
    return [row for row in found if row.half_month in half_months and _belongs(connection, row, units)]


def _belongs(connection: sa.Connection, submission: sa.Row[Any], units: dict[tuple[int, int], set[int]]) -> bool:
    asked = connection.scalars(_INDICATORS_OF, {"form": submission.form})
    changed = set().union(*(units.get((submission.half_month, indicator), set()) for indicator in asked))
    return bool(changed) and not changed.isdisjoint(
        connection.scalars(_UNITS_OF, {"county": submission.county_code}).all()
    )


_UNITS_OF = sa.text("SELECT y.unit_id FROM ancestry y JOIN unit u ON u.id = y.ancestor_id WHERE u.code = :county")
_INDICATORS_OF = sa.text("SELECT id FROM indicator WHERE form = :form")


def days(connection: sa.Connection, half_months: Collection[int] | None) -> Days:
    """The day on which each complete submission of these half months (None: of all) was so first."""
    rows = connection.execute(_COMPLETE)
    found = {(row.half_month, row.form, row.county_code): row.reported_on for row in rows}
    return {key: day for key, day in found.items() if half_months is None or key[0] in half_months}


_COMPLETE = sa.text(
    "SELECT half_month, form, county_code, reported_on FROM submission WHERE reported_on IS NOT NULL"
).columns(reported_on=sa.Date())


def lost(before: Days, after: Days) -> list[Change]:
    """The changes by which submissions lost their day: kept with the batch, so that its undo gives the day back.

    A county that was on time is not late because somebody cleared a cell by mistake.
    """
    return [Change("submission", key, "reported_on", day, None) for key, day in before.items() if key not in after]


def count(connection: sa.Connection, half_month: int, forms: Collection[str]) -> None:
    """Count the cells that each county was asked and has filled; the first day on which it was complete is kept."""
    for form in sorted(forms):
        _count_cells(connection, half_month, form)
        connection.execute(_REPORTED_ON, {"h": half_month, "form": form, "today": settings().today})


def ask(connection: sa.Connection, half_month: int) -> None:
    """Ask every county for its forms, once the half month is opened: from then on it is known who has not begun."""
    for form in connection.scalars(_FORMS).all():
        _count_cells(connection, half_month, form)


_FORMS = sa.text("SELECT code FROM form ORDER BY code")


def recount(connection: sa.Connection) -> None:
    """Count every submission anew, after units, indicators or forms were changed.

    Days of completion are renewed only while the half month is open: what was on time stays so after closing.
    """
    for row in connection.execute(_COUNTED).all():
        if row.state == "open":
            count(connection, row.half_month, [row.form])
        else:
            _count_cells(connection, row.half_month, row.form)


_COUNTED = sa.text(
    "SELECT DISTINCT s.half_month, s.form, h.state FROM submission s LEFT JOIN half_month h USING (half_month)"
)


def _count_cells(connection: sa.Connection, half_month: int, form: str) -> None:
    for statement in (_NONE_ASKED, _ASKED, _FILLED):
        connection.execute(statement, {"h": half_month, "form": form, "key": f"[{half_month}]"})


_NONE_ASKED = sa.text("UPDATE submission SET asked = 0 WHERE half_month = :h AND form = :form")
# An indicator that came after the half month's last closing was not asked in it: who had reported all, has so still.
_INDICATORS_THEN = (
    "(SELECT COUNT(*) FROM indicator i WHERE i.form = f.code AND COALESCE((SELECT MIN(r.batch_id) FROM record_change r"
    " WHERE r.\"table\" = 'indicator' AND r.key = '[\"' || i.code || '\"]'), 0) <= COALESCE(("
    "SELECT MAX(r.batch_id) FROM record_change r JOIN half_month m ON m.half_month = :h AND m.state = 'closed'"
    " WHERE r.\"table\" = 'half_month' AND r.key = :key), 2147483647))"
)
_ASKED = sa.text(
    "INSERT INTO submission (half_month, form, county_code, asked, filled, decision, reason)"
    f" SELECT :h, f.code, c.code, COUNT(*) * {_INDICATORS_THEN}, 0, '', ''"
    " FROM form f JOIN unit u ON u.level = f.level"
    " JOIN ancestry y ON y.unit_id = u.id JOIN unit c ON c.id = y.ancestor_id AND c.level = 'county'"
    " WHERE f.code = :form AND COALESCE(u.valid_from, 0) <= :h AND COALESCE(u.valid_to, 1000000) >= :h"
    " AND (f.units = 'all' OR (f.units = 'report_pilot' AND u.report_pilot)"
    " OR (f.units = 'monitoring_point' AND u.monitoring_point))"
    " GROUP BY f.code, c.code"
    " ON CONFLICT (half_month, form, county_code) DO UPDATE SET asked = excluded.asked"
)
# the roll-ups, renewed just before, know how many units reported: counting the values themselves took 50 times longer
_FILLED = sa.text(
    "UPDATE submission SET filled = (SELECT COALESCE(SUM(r.n), 0) FROM unit c"
    " JOIN indicator i ON i.form = :form AND i.rollup = 'sum'"
    " JOIN rollup r ON r.level = 1 AND r.half_month = :h AND r.indicator_id = i.id AND r.unit_id = c.id"
    " WHERE c.code = submission.county_code) WHERE half_month = :h AND form = :form"
)
_REPORTED_ON = sa.text(
    "UPDATE submission SET reported_on = CASE WHEN filled < asked THEN NULL ELSE COALESCE(reported_on, :today) END"
    " WHERE half_month = :h AND form = :form"
).bindparams(sa.bindparam("today", type_=sa.Date()))
