"""核实登记: what was found at the villages that were drawn, typed village by village or from a file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from lib.intake.checks import CheckedRecords, Problem, Record
from lib.intake.entry import read_fields
from lib.intake.exports import record_cell
from lib.kept.changes import Change, current_records, differing
from lib.kept.models import PlanState, SpotCheck
from lib.kept.reference import Reference
from lib.kept.store import records, writing
from lib.kept.tables import TABLES, Table
from lib.ledger.access import Actor
from lib.ledger.door import Act, ActKind, Receipt, save_within
from lib.ledger.door.spot_checks import RESULTS, answered, lacks
from lib.review.spot_checks.plans import Plan, plan_of
from lib.review.uploads import Records
from lib.words.errors import Mistakes, Refusal
from lib.words.language import gettext as _
from lib.words.settings import settings

TABLE = TABLES["spot_check"]
TENFOLD = 10  # times what was reported: from there on it is asked back
FIXED = ("stratum", "chance", "reported")  # what a file may show, and does not change


@dataclass(frozen=True)
class Check:
    """One figure to be checked at a village: what it reported, and what was found; both as people write them."""

    indicator: str
    reported: Decimal
    chance: Decimal
    found: Decimal | None = None
    not_found: bool = False
    remark: str = ""
    checked_on: date | None = None
    checked_by: str = ""

    @property
    def done(self) -> bool:
        """Whether it is answered: a value found, or nothing to be found."""
        return self.found is not None or self.not_found


@dataclass(frozen=True)
class Stop:
    """A village on the route with its checks."""

    unit_code: str
    stratum: str
    checks: tuple[Check, ...]

    @property
    def done(self) -> bool:
        """Whether all of it is answered."""
        return all(check.done for check in self.checks)

    @property
    def remark(self) -> str:
        """The remark of the village: one for all of its figures."""
        return next((check.remark for check in self.checks if check.remark), "")


def route(connection: sa.Connection, reference: Reference, plan: Plan) -> list[Stop]:
    """The villages that were drawn, in the order of the route: by county, township and village."""
    columns = SpotCheck.__table__.c
    rows = records(connection, sa.select(SpotCheck).where(columns.plan_code == plan.code))
    by_unit: dict[str, list[SpotCheck]] = {}
    for row in rows:
        by_unit.setdefault(row.unit_code, []).append(row)
    order = sorted(by_unit, key=lambda code: _place(reference, code))
    return [_stop(plan, by_unit[code]) for code in order]


def _place(reference: Reference, code: str) -> tuple[str, str, str]:
    unit = reference.units[code]
    return unit.county_code or "", unit.township_code or "", code


def _stop(plan: Plan, rows: list[SpotCheck]) -> Stop:
    """The checks of a village in the order of the plan's indicators."""
    mine = sorted(rows, key=lambda row: plan.indicators.index(row.indicator))
    return Stop(mine[0].unit_code, mine[0].stratum, tuple(_check(row) for row in mine))


def _check(row: SpotCheck) -> Check:
    own = {name: getattr(row, name) for name in Check.__dataclass_fields__}
    return Check(**own | {"reported": row.reported or Decimal(0), "chance": row.chance or Decimal(1)})


# Typed ------------------------------------------------------------------------------------------------------------


def record(store: sa.Engine, code: str, seen: Stop, typed: Mapping[str, Any], actor: Actor) -> Receipt:
    """Save what was found at a village, as it was typed: `found:CODE` and `not_found:CODE` of each indicator, `remark`.

    `seen` is the village as it stood when the form was filled; `sure:CODE` says yes to a value tenfold of what was
    reported or more. Raises Mistakes naming each field to mend, Refusal where nothing is new, Conflict where somebody
    else entered it meanwhile.
    """
    with writing(store) as connection:
        plan_of(connection, code)  # refuses a code that there is not
        decimals = {row.code: int(row.decimals) for row in connection.execute(_DECIMALS)}
        changes: list[Change] = []
        mends: dict[str, str] = {}
        for check in seen.checks:
            values, wrong = _typed(check, typed, decimals.get(check.indicator, 0), actor)
            mends |= wrong
            key = (code, seen.unit_code, check.indicator)
            changes += differing("spot_check", key, vars(check), values)
        if mends:
            raise Mistakes(mends)
        if not changes:
            raise Refusal(_("Nothing was changed"))
        return save_within(connection, Act(actor, ActKind.SPOT_CHECK, f"{code} {seen.unit_code}"), changes)


_DECIMALS = sa.text("SELECT code, decimals FROM indicator")


def _typed(
    check: Check, typed: Mapping[str, Any], decimals: int, actor: Actor
) -> tuple[dict[str, Any], dict[str, str]]:
    """The fields of a check as typed, and for each that cannot be read how to mend it."""
    of = check.indicator
    table = _with_decimals(decimals)
    values, mends = read_fields(table, {"found": typed.get(f"found:{of}"), "remark": typed.get("remark")})
    if not mends:
        values["not_found"] = bool(typed.get(f"not_found:{of}"))
        done = answered(values)
        # who found it, and when, stays with a value that is saved again for the sake of another
        same = (values["found"], values["not_found"]) == (check.found, check.not_found) and check.checked_on
        day, who = (check.checked_on, check.checked_by) if same else (settings().today, actor.name)
        values |= {"checked_on": day if done else None, "checked_by": who if done else ""}
        mends = lacks(values, decimals)
        if tenfold(values["found"], check.reported) and not (same or typed.get(f"sure:{of}")):
            mends["sure"] = _("Ten times what was reported, or more: correct it, or confirm it, then save again")
    return values, {name if name == "remark" else f"{name}:{of}": mend for name, mend in mends.items()}


def _with_decimals(decimals: int) -> Table:
    """The table whose value found has as many decimals as its indicator."""
    columns = (replace(column, decimals=decimals) if column.name == "found" else column for column in TABLE.columns)
    return replace(TABLE, columns=tuple(columns))


def tenfold(found: Decimal | None, reported: Decimal | None) -> bool:
    """Whether so much more was found than reported that it may be a slip; reported 0 counts as 1."""
    return found is not None and found >= TENFOLD * max(reported or Decimal(0), Decimal(1))


# From a file ------------------------------------------------------------------------------------------------------


def _in_the_plan(connection: sa.Connection, checked: CheckedRecords) -> CheckedRecords:
    """The rows with a result, those refused that are of no plan under way; rows without one stay as they are."""
    filled = [row for row in checked.rows if answered(row.values) or row.values["remark"]]
    kept = current_records(connection, TABLE, [row.key for row in filled])
    states = dict(current_records(connection, TABLES["spot_plan"]))
    decimals = {row.code: int(row.decimals) for row in connection.execute(_DECIMALS)}
    problems: list[Problem] = []
    rows: list[Record] = []
    for row in filled:
        plan, _unit, indicator = row.key
        state = states.get((plan,), {}).get("state")
        wrong = _wrong(row, kept.get(row.key), state, checked.columns, decimals.get(indicator, 0))
        problems += wrong
        rows += [] if wrong else [_with_day(row, kept[row.key])]
    waiting, notices = len(checked.rows) - len(filled), checked.notices
    if waiting:
        notices = (*notices, _("{count} rows without a result stay as they are").format(count=waiting))
    large = [row.number for row in rows if tenfold(row.values["found"], kept[row.key]["reported"])]
    if large:
        text = _("Ten times what was reported, or more, in rows {rows}; look at them again before you save")
        notices = (*notices, text.format(rows=_(", ").join(map(str, large))))
    return replace(
        checked.without(problems),
        rows=tuple(rows),
        notices=notices,
        columns=(*TABLE.key, *(column.name for column in TABLE.columns if column.name in RESULTS)),
    )


def _wrong(
    row: Record, kept: Mapping[str, Any] | None, state: str | None, columns: tuple[str, ...], decimals: int
) -> list[Problem]:
    if kept is None:
        mend = _("This village or indicator is not in plan {plan}: only what was drawn is checked; correct the code")
        return [_problem(row, "unit_code", mend.format(plan=row.key[0]))]
    if state != PlanState.DRAWN:
        mend = _("The villages of plan {plan} are not drawn yet, or the check has ended: it takes no results")
        return [_problem(row, "plan_code", mend.format(plan=row.key[0]))]
    moved = [
        _problem(row, name, _("This stays as it was drawn; write what was found beside it"))
        for name in FIXED
        if name in columns and row.values[name] not in (None, "", kept[name])
    ]
    return moved + [_problem(row, name, mend) for name, mend in lacks(row.values, decimals).items()]


def _problem(row: Record, field: str, mend: str) -> Problem:
    column = TABLE.column(field)
    text = record_cell(column, row.values[field])
    return Problem(
        row=row.number, title=_(column.title), text="" if text is None else str(text), mend=mend, kind="spot_check"
    )


def _with_day(row: Record, kept: Mapping[str, Any]) -> Record:
    """A result without a day was found on the day on which it was first entered."""
    values = dict(row.values)
    if answered(values):
        values["checked_on"] = values["checked_on"] or kept["checked_on"] or settings().today
        values["checked_by"] = values["checked_by"] or kept["checked_by"]
    return replace(row, values=values)


FOUND = Records(TABLE, settle=_in_the_plan)  # what a file of results is read for
