"""What a save means for the submissions: a decision is outdated, a day of completion lost, the cells are counted."""

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa

from lib.kept.changes import Change
from lib.ledger.rollup import counties_of
from lib.words.settings import settings

Days = dict[tuple[int, str, str], date]  # by half month, form and county


def outdated_decisions(connection: sa.Connection, values: list[Change]) -> list[Change]:
    """A report that is changed after it was sent back or accepted waits for the office again: the changes to say so."""
    cells = {change.key for change in values if change.table == "observation"}
    decided = connection.execute(_DECIDED).all() if cells else []
    if not decided:
        return []
    form = {row.id: row.form for row in connection.execute(_FORM_OF)}
    code = {row.id: row.code for row in connection.execute(_CODE_OF)}
    county = counties_of(connection, {unit for _half_month, unit, _indicator in cells})
    changed = {(half_month, form[indicator], code.get(county.get(unit, 0))) for half_month, unit, indicator in cells}
    return [
        Change("submission", (row.half_month, row.form, row.county_code), "decision", row.decision, "")
        for row in decided
        if (row.half_month, row.form, row.county_code) in changed
    ]


_DECIDED = sa.text(
    "SELECT half_month, form, county_code, decision FROM submission WHERE decision IN ('returned', 'accepted')"
)
_FORM_OF = sa.text("SELECT id, form FROM indicator")
_CODE_OF = sa.text("SELECT id, code FROM unit WHERE level = 'county'")


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
    "UPDATE submission SET filled = counted.n FROM (SELECT s.county_code, COALESCE(SUM(r.n), 0) AS n"
    " FROM submission s JOIN unit c ON c.code = s.county_code"
    " LEFT JOIN indicator i ON i.form = s.form AND i.rollup = 'sum'"
    " LEFT JOIN rollup r ON r.level = 1 AND r.half_month = :h AND r.indicator_id = i.id AND r.unit_id = c.id"
    " WHERE s.half_month = :h AND s.form = :form GROUP BY s.county_code) AS counted"
    " WHERE half_month = :h AND form = :form AND submission.county_code = counted.county_code"
)
_REPORTED_ON = sa.text(
    "UPDATE submission SET reported_on = CASE WHEN filled < asked THEN NULL ELSE COALESCE(reported_on, :today) END"
    " WHERE half_month = :h AND form = :form"
).bindparams(sa.bindparam("today", type_=sa.Date()))
