"""退回: what a check found to differ goes back to the county, with its reason; nothing is corrected silently."""

from dataclasses import dataclass

import sqlalchemy as sa

from lib.kept.models import PlanState
from lib.kept.reference import Reference, read_reference
from lib.kept.store import reading
from lib.ledger.access import Actor
from lib.ledger.door import Receipt
from lib.review.reviewing import decide, state_of
from lib.review.spot_checks.plans import Plan, plan
from lib.review.spot_checks.results import Found, results
from lib.review.submissions import Status, standings
from lib.words.errors import Refusal
from lib.words.language import gettext as _
from lib.words.language import named
from lib.words.wording import exact as written


@dataclass(frozen=True)
class Back:
    """A county's report of which figures differ: the villages, the reason that the county reads, and why it cannot go
    back now, if so."""

    form: str
    county_code: str
    found: tuple[Found, ...]
    reason: str
    returned: bool
    why_not: str


def to_send_back(connection: sa.Connection, reference: Reference, one: Plan) -> list[Back]:
    """The reports that hold a figure which differs, by county and form."""
    differing: dict[tuple[str, str], list[Found]] = {}
    for result in results(connection, reference, one):
        for each in result.differing:
            differing.setdefault((each.county_code, reference.asking[result.indicator]), []).append(each)
    now = {(each.county_code, each.form): each for each in standings(connection, one.half_month)}
    is_open = state_of(connection, one.half_month) == "open"
    backs = []
    for (county, form), found in sorted(differing.items()):
        standing = now.get((county, form))
        reason = _reason(reference, one, found)
        returned = bool(standing and standing.status is Status.RETURNED and standing.reason == reason)
        backs.append(Back(form, county, tuple(found), reason, returned, _why_not(one, is_open)))
    return backs


def _why_not(one: Plan, is_open: bool) -> str:
    if one.state is not PlanState.ENDED:
        return _("End the check first: until then nobody is told which villages were drawn")
    if not is_open:
        said = _("{half_month} is closed; open it again under Administration with a reason, then send it back here")
        return said.format(half_month=one.half_month.label)
    return ""


def _reason(reference: Reference, one: Plan, found: list[Found]) -> str:
    said = _("Spot check {plan}: please look at these cells again and correct or explain them: {cells}")
    return said.format(plan=one.code, cells=_("; ").join(_cell(reference, each) for each in found))


def _cell(reference: Reference, one: Found) -> str:
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
    """Send a county's report back because of what the check found, with the cells as the reason.

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
    return decide(store, one.half_month, form, county_code, "returned", actor, mine.reason)
