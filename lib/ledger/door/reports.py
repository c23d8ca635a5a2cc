"""What a save means for the submissions: cells are counted, a decision judges what it saw, a day stays the first one.

It follows from the submissions as they were before a save and as they are counted after it, and is kept with the batch,
so that its undo gives it back.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from lib.kept.changes import Change
from lib.kept.marks import asked_sql
from lib.kept.models.values import TASK_FORM
from lib.ledger.door import task_reports
from lib.ledger.door.act import Act
from lib.ledger.rollup import counties_of
from lib.ledger.rollup.sql import ids
from lib.words.settings import settings

ReportKey = tuple[int, str, str]  # half month, form and county
ACCEPTED_OR_RETURNED = ("accepted", "returned")  # the decisions that judge the cells as they are


@dataclass(frozen=True)
class Report:
    """A submission at one moment: its cells, the first day on which it was complete, and the decision."""

    asked: int
    filled: int
    carried: int
    reported_on: date | None
    decision: str
    is_open: bool


Reports = dict[ReportKey, Report]


def reports_of(connection: sa.Connection, half_months: Collection[int] | None) -> Reports:
    """Every submission of these half months (None: of all) as it is counted now."""
    of_these = "" if half_months is None else f" WHERE s.half_month IN ({ids(sorted(half_months))})"
    query = sa.text(_REPORTS + of_these).columns(reported_on=sa.Date(), is_open=sa.Boolean())
    return {(half_month, form, county): Report(*rest) for half_month, form, county, *rest in connection.execute(query)}


# values may stand in a half month of which no state was kept: nobody closed it
_REPORTS = (
    "SELECT s.half_month, s.form, s.county_code, s.asked, s.filled, s.carried, s.reported_on, s.decision,"
    " COALESCE(h.state, 'open') = 'open' AS is_open FROM submission s LEFT JOIN half_month h USING (half_month)"
)


def days_of(records: list[Change], before: Reports, after: Reports) -> list[Change]:
    """The days of completeness that a save moved, as they stand already: an undo gives back what was before.

    What the save itself wrote, as an undo does, stands among its `records`.
    """
    written = {change.key for change in records if change.table == "submission" and change.field == "reported_on"}
    return [
        Change("submission", key, "reported_on", before[key].reported_on, now.reported_on)
        for key, now in after.items()
        if key in before and key not in written and before[key].reported_on != now.reported_on
    ]


def outdated(
    connection: sa.Connection, act: Act, values: list[Change], records: list[Change], before: Reports, after: Reports
) -> Iterator[Change]:
    """The decisions that the save outdates, which whoever makes it is free to do: they wait for the office again.

    A decision judges what it saw: it goes when anything of the report changed, and 沿用 with the last cell that was
    carried. The start-up's loading decides itself.
    """
    if act.loads:
        return
    changed_reports = touched(connection, [*values, *records])
    # what the act itself decides stands: it saw the cells that it brings
    own = {change.key for change in records if change.table == "submission" and change.field in ("", "decision")}
    for key, now in after.items():
        was = before.get(key, now)
        # a village that begins moves `asked`, though no cell of the report is changed by it
        changed = key in changed_reports or (now.is_open and (was.asked, was.filled) != (now.asked, now.filled))
        judged = now.decision in ACCEPTED_OR_RETURNED and changed and key not in own
        if judged or (now.decision == "carried" and was.carried > now.carried == 0):
            yield Change("submission", key, "decision", now.decision, "")


def touched(connection: sa.Connection, changes: Sequence[Change]) -> set[ReportKey]:
    """The reports of which a cell or a percent is changed."""
    cells = [change.key for change in changes if change.table == "observation"]
    percents = task_reports.touched(connection, changes)
    if not cells:
        return percents
    form = {row.id: row.form for row in connection.execute(_FORM_OF)}
    code = {row.id: row.code for row in connection.execute(_CODE_OF)}
    county = counties_of(connection, {unit for _half_month, unit, _indicator in cells})
    # by ids first: a hundred thousand cells are of a few reports; the prefecture's own are of no county (0)
    reports = {(half_month, form[indicator], county.get(unit, 0)) for half_month, unit, indicator in cells}
    return percents | {(half_month, of_form, code.get(number, "")) for half_month, of_form, number in reports}


def reported(
    connection: sa.Connection, values: Sequence[Change], records: Sequence[Change]
) -> set[tuple[int, str | None]]:
    """The half months and forms of which these change a cell or a percent."""
    form = {row.id: row.form for row in connection.execute(_FORM_OF)}
    cells = {(change.key[0], change.key[2]) for change in values if change.table == "observation"}
    percents = {(change.key[0], TASK_FORM) for change in records if change.table == TASK_FORM}
    return {(half_month, form[indicator]) for half_month, indicator in cells} | percents


_FORM_OF = sa.text("SELECT id, form FROM indicator")
_CODE_OF = sa.text("SELECT id, code FROM unit WHERE level = 'county'")


def count(connection: sa.Connection, half_month: int, forms: Collection[str], *, may_carry: bool = False) -> None:
    """Count the cells that each county has filled; the first day on which all were reported is kept.

    Which cells it was asked is counted where it was not yet: what they follow from counts them anew when it changes.
    With `may_carry` there may be cells that were carried forward where there were none before.
    """
    for form in sorted(forms):
        values = {"h": half_month, "form": form}
        if not connection.execute(_IS_ASKED, values).first():
            _ask(connection, values)
        _fill(connection, values, may_carry=may_carry)
        connection.execute(_REPORTED_ON, values | {"today": settings().today})


def ask(connection: sa.Connection, half_month: int) -> None:
    """Ask every county for its forms, once the half month is opened: from then on it is known who has not begun."""
    for form in connection.scalars(_FORMS).all():
        _ask(connection, {"h": half_month, "form": form})
        _fill(connection, {"h": half_month, "form": form})


_FORMS = sa.text("SELECT code FROM form ORDER BY code")


def recount(connection: sa.Connection) -> None:
    """Count every submission anew that is not closed, after units, indicators or forms were changed."""
    for row in connection.execute(_COUNTED).all():
        _ask(connection, {"h": row.half_month, "form": row.form})
        count(connection, row.half_month, [row.form])


_COUNTED = sa.text("SELECT h.half_month, f.code AS form FROM half_month h CROSS JOIN form f WHERE h.state = 'open'")
_IS_ASKED = sa.text(
    "SELECT 1 FROM submission JOIN half_month USING (half_month)"
    " WHERE half_month = :h AND form = :form AND state = 'open'"
)


def _ask(connection: sa.Connection, values: Mapping[str, object]) -> None:
    for statement in (_NONE_ASKED, task_reports.ASKED if values["form"] == TASK_FORM else _ASKED):
        connection.execute(statement, values)


def _fill(connection: sa.Connection, values: Mapping[str, object], *, may_carry: bool = False) -> None:
    if values["form"] == TASK_FORM:
        connection.execute(task_reports.FILLED, values)
        return
    connection.execute(_FILLED, values)
    # to look for marks is to read every value of the half month: only where there can be any
    if may_carry or connection.execute(_MARKED, values).first():
        connection.execute(_CARRIED, values)


# first: a county without a unit to ask any more has no row among those that are counted
_NONE_ASKED = sa.text("UPDATE submission SET asked = 0 WHERE half_month = :h AND form = :form")
_ASKED = sa.text(
    "INSERT INTO submission (half_month, form, county_code, asked, filled, decision, reason)"
    " SELECT :h, f.code, c.code, COUNT(*) * (SELECT COUNT(*) FROM indicator i WHERE i.form = f.code), 0, '', ''"
    " FROM form f JOIN unit u ON u.level = f.level"
    " JOIN ancestry y ON y.unit_id = u.id JOIN unit c ON c.id = y.ancestor_id AND c.level = 'county'"
    f" WHERE f.code = :form AND {asked_sql()}"
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
_MARKED = sa.text("SELECT 1 FROM submission WHERE half_month = :h AND form = :form AND carried > 0")
_CARRIED = sa.text(
    "UPDATE submission SET carried = (SELECT COUNT(*) FROM observation o"
    " JOIN indicator i ON i.id = o.indicator_id AND i.form = :form"
    " JOIN ancestry y ON y.unit_id = o.unit_id JOIN unit c ON c.id = y.ancestor_id"
    " WHERE o.half_month = :h AND o.carried AND c.code = submission.county_code)"
    " WHERE half_month = :h AND form = :form"
)
# who corrects or empties a cell, and who waits for a village that is new, was complete on that day still
_REPORTED_ON = sa.text(
    "UPDATE submission SET reported_on = :today WHERE half_month = :h AND form = :form"
    " AND reported_on IS NULL AND filled >= asked AND asked > 0 AND carried = 0"
).bindparams(sa.bindparam("today", type_=sa.Date()))
