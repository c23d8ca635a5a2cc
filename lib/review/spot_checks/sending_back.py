"""退回: what a check found to differ goes back to the county, with its reason; nothing is corrected silently.

Everybody reads the reason of a report that was sent back, so it counts what differs and names no village; which ones
and with which values the office and that county read beside it, from the checks themselves.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from lib.kept.models import Openness, PlanState
from lib.kept.reference import Reference, read_reference
from lib.kept.store import reading
from lib.ledger.access import Actor
from lib.ledger.door import Receipt
from lib.review.reviewing import decide, state_of
from lib.review.spot_checks.plans import Plan, plan, plans
from lib.review.spot_checks.results import CheckedVillage, results
from lib.review.submissions import Standing, Status, standings
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.language import named
from lib.words.wording import exact as written


@dataclass(frozen=True)
class Back:
    """A county's report of which figures differ: the villages, the reason that all read, the cells that the office and
    the county read, for what else it is sent back already (`before`), and why it cannot go back now, if so."""

    form: str
    county_code: str
    found: tuple[CheckedVillage, ...]
    reason: str
    cells: str
    returned: bool
    before: str
    why_not: str


def to_send_back(connection: sa.Connection, reference: Reference, one: Plan) -> list[Back]:
    """The reports that hold a figure which differs, by county and form."""
    differing: dict[tuple[str, str], list[CheckedVillage]] = {}
    for result in results(connection, reference, one):
        for each in result.differing:
            differing.setdefault((each.county_code, reference.asking[result.indicator]), []).append(each)
    now = {(each.county_code, each.form): each for each in standings(connection, one.half_month)}
    is_open = state_of(connection, one.half_month) == Openness.OPEN
    backs = []
    for (county, form), found in sorted(differing.items()):
        reason, cells = _reason(reference, one, found), _("; ").join(_cell(reference, each) for each in found)
        stands = _stands(now.get((county, form)))
        returned = reason in stands
        before = "" if returned else stands
        backs.append(Back(form, county, tuple(found), reason, cells, returned, before, _why_not(one, is_open)))
    return backs


def _stands(standing: Standing | None) -> str:
    """The reason for which a report is sent back now; none where it is not."""
    return standing.reason if standing and standing.status is Status.RETURNED else ""


def cells_of(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, below: str, reports: Iterable[Standing]
) -> dict[str, str]:
    """By form the cells for which checks sent these reports of a county back, at and below the unit `below`."""
    sent = {(one.county_code, one.form): one.reason for one in reports if one.status is Status.RETURNED}
    codes, cells = reference.codes_below(below), dict[str, list[str]]()
    ended = [one for one in plans(connection, half_month) if one.state is PlanState.ENDED] if sent else []
    for back in (back for one in ended for back in to_send_back(connection, reference, one)):
        if back.reason in sent.get((back.county_code, back.form), ""):
            mine = [_cell(reference, one) for one in back.found if one.unit_code in codes]
            cells.setdefault(back.form, []).extend(mine)
    return {form: _("; ").join(mine) for form, mine in cells.items() if mine}


def _why_not(one: Plan, is_open: bool) -> str:
    if one.state is not PlanState.ENDED:
        return _("End the check first: until then nobody is told which villages were drawn")
    if not is_open:
        said = _("{half_month} is closed; open it again under Administration with a reason, then send it back here")
        return said.format(half_month=one.half_month.label)
    return ""


def _reason(reference: Reference, one: Plan, found: list[CheckedVillage]) -> str:
    """How many figures differ, by indicator; no village."""
    said = _("Spot check {plan}: {count} figures differ ({indicators}); please look at them again, correct or explain")
    each, counts = _("{indicator} {count}"), Counter(one.check.indicator for one in found)
    every = ((reference.indicators[code], count) for code, count in counts.items())
    words = (each.format(indicator=named(one.name, one.name_en), count=count) for one, count in every)
    return said.format(plan=one.code, count=len(found), indicators=_(", ").join(words))


def _cell(reference: Reference, one: CheckedVillage) -> str:
    unit, indicator = reference.units[one.unit_code], reference.indicators[one.check.indicator]
    text = _("{unit} {indicator}: reported {reported}, found {found}")
    if one.check.not_found:
        text = _("{unit} {indicator}: reported {reported}, nothing to be found")
    said = text.format(
        unit=named(unit.name, unit.name_en),
        indicator=named(indicator.name, indicator.name_en),
        reported=written(one.check.reported, indicator.decimals),
        found=written(one.value, indicator.decimals),
    )
    return _("{cell} ({remark})").format(cell=said, remark=one.check.remark) if one.check.remark else said


def send_back(store: sa.Engine, code: str, form: str, county_code: str, actor: Actor) -> Receipt:
    """Send a county's report back because of what the check found; a reason for which it is back already stays.

    Raises Refusal where the check has not ended, the half month is closed, or nothing of it differs.
    """
    with reading(store) as connection:
        one = plan(connection, code)
        every = to_send_back(connection, read_reference(connection), one)
    mine = next((each for each in every if (each.form, each.county_code) == (form, county_code)), None)
    if mine is None:
        raise Refusal(_("Nothing of this report differs in plan {plan}").format(plan=code))
    if mine.why_not:
        raise Refusal(mine.why_not)
    if mine.returned:
        raise Refusal(_("It was decided so already; nothing was changed"))
    reason = _("; ").join([mine.before] * bool(mine.before) + [mine.reason])
    return decide(store, one.half_month, form, county_code, "returned", actor, reason)
