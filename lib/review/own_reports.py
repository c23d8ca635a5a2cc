"""我的报表: what a county, a township or a department has to report in a half month, and how far it is."""

from dataclasses import replace

import sqlalchemy as sa

from lib.kept.models.values import TASK_FORM
from lib.kept.reference import Reference
from lib.review.submissions import Standing, Status, due_date, standings, status
from lib.review.updates import lines
from lib.words.half_months import HalfMonth


def own_reports(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, who: str | None
) -> list[Standing]:
    """The reports of `who`, the code of a unit or a department; None where there are none of its own.

    A township has its own cells of each form, a department the measures that it leads: each with the state that follows
    from these cells, and with the reason for which the whole report was sent back.
    """
    unit = reference.units.get(who or "")
    if unit is not None and unit.level == "county":
        return [report for report in standings(connection, half_month) if report.county_code == unit.code]
    if unit is not None and unit.level == "township":
        return _of_township(connection, reference, half_month, unit.code, unit.county_code or "")
    if unit is not None and unit.level == "prefecture":
        return standings(connection, half_month, "prefecture")
    return _of_percents(connection, reference, half_month, who, reference.top.code) if who and unit is None else []


def own_cells(reports: list[Standing]) -> tuple[int, int]:
    """How many cells these reports ask, and how many are filled."""
    return sum(report.asked for report in reports), sum(report.filled for report in reports)


def _of_township(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, code: str, county: str
) -> list[Standing]:
    whole = {report.form: report for report in standings(connection, half_month) if report.county_code == county}
    given = {"h": half_month.ordinal, "unit": reference.units[code].id}
    filled = {row.form: row.n for row in connection.execute(_FILLED, given)}
    # the sums know how many cells are filled, but not which were carried: the values are read only where some were
    marked = any(report.carried for report in whole.values())
    carried = {row.form: row.n for row in connection.execute(_CARRIED, given)} if marked else {}
    parts = []
    for form in reference.forms.values():
        units = reference.form_units(form.code, code, half_month.ordinal)
        asked = len(units) * len(form.indicators)
        if asked and form.code in whole:
            parts.append(_part(whole[form.code], code, half_month, asked, filled.get(form.code, 0), carried))
    return parts + _of_percents(connection, reference, half_month, code, county)


# CROSS JOIN as in lib.figures.coverage: by the whole key, not all townships for one
_FILLED = sa.text(
    "SELECT i.form, SUM(r.n) AS n FROM indicator i CROSS JOIN rollup r WHERE i.form IS NOT NULL AND i.rollup = 'sum'"
    " AND r.level = 2 AND r.half_month = :h AND r.indicator_id = i.id AND r.unit_id = :unit GROUP BY i.form"
)
_CARRIED = sa.text(
    "SELECT i.form, COUNT(*) AS n FROM observation o JOIN indicator i ON i.id = o.indicator_id"
    " JOIN ancestry y ON y.unit_id = o.unit_id AND y.ancestor_id = :unit"
    " WHERE o.half_month = :h AND o.carried GROUP BY i.form"
)


def _of_percents(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, who: str, owner: str
) -> list[Standing]:
    level = reference.units[owner].level
    mine = lines(connection, reference, half_month, who)
    every = standings(connection, half_month, level)
    whole = [report for report in every if report.key == (TASK_FORM, owner) and mine]
    filled, carried = sum(line.percent is not None for line in mine), sum(line.carried for line in mine)
    return [_part(report, who, half_month, len(mine), filled, {TASK_FORM: carried}) for report in whole]


def _part(
    whole: Standing, code: str, half_month: HalfMonth, asked: int, filled: int, carried: dict[str, int]
) -> Standing:
    """A part of a report: sent back and accepted are said of the whole."""
    marked = carried.get(whole.form, 0)
    decision = whole.status if whole.status in (Status.RETURNED, Status.ACCEPTED) else ""
    now = status(asked, filled, whole.reported_on, decision, due_date(half_month), marked)
    return replace(whole, county_code=code, status=now, asked=asked, filled=filled, carried=marked)
