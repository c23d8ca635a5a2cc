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
from lib.review.spot_checks.plans import Plan, plan_of, plans
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


def to_send_back(connection: sa.Connection, reference: Reference, plan: Plan) -> list[Back]:
    """The reports that hold a figure which differs, by county and form."""
    differing: dict[tuple[str, str], list[CheckedVillage]] = {}
    for result in results(connection, reference, plan):
        for village in result.differing:
            differing.setdefault((village.county_code, reference.asking[result.indicator]), []).append(village)
    now = {(report.county_code, report.form): report for report in standings(connection, plan.half_month)}
    is_open = state_of(connection, plan.half_month) == Openness.OPEN
    backs = []
    for (county, form), villages in sorted(differing.items()):
        reason, cells = _reason(reference, plan, villages), _("; ").join(_cell(reference, each) for each in villages)
        stands = _stands(now.get((county, form)))
        # a report may be back for several reasons, one after the other; ours is told by its words
        returned = reason in stands
        before = "" if returned else stands
        backs.append(Back(form, county, tuple(villages), reason, cells, returned, before, _why_not(plan, is_open)))
    return backs


def _stands(standing: Standing | None) -> str:
    """The reason for which a report is sent back now; none where it is not."""
    return standing.reason if standing and standing.status is Status.RETURNED else ""


def cells_of(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, below: str, reports: Iterable[Standing]
) -> dict[str, str]:
    """By form the cells for which checks sent these reports of a county back, at and below the unit `below`."""
    sent = {(each.county_code, each.form): each.reason for each in reports if each.status is Status.RETURNED}
    codes, cells = reference.codes_below(below), dict[str, list[str]]()
    ended = [plan for plan in plans(connection, half_month) if plan.state is PlanState.ENDED] if sent else []
    for back in (back for plan in ended for back in to_send_back(connection, reference, plan)):
        if back.reason in sent.get((back.county_code, back.form), ""):
            mine = [_cell(reference, village) for village in back.found if village.unit_code in codes]
            cells.setdefault(back.form, []).extend(mine)
    return {form: _("; ").join(mine) for form, mine in cells.items() if mine}


def _why_not(plan: Plan, is_open: bool) -> str:
    if plan.state is not PlanState.ENDED:
        return _("End the check first: until then nobody is told which villages were drawn")
    if not is_open:
        text = _("{half_month} is closed; open it again under Administration with a reason, then send it back here")
        return text.format(half_month=plan.half_month.label)
    return ""


def _reason(reference: Reference, plan: Plan, villages: list[CheckedVillage]) -> str:
    """How many figures differ, by indicator; no village."""
    text = _("Spot check {plan}: {count} figures differ ({indicators}); please look at them again, correct or explain")
    each, counts = _("{indicator} {count}"), Counter(village.check.indicator for village in villages)
    every = ((reference.indicators[code], count) for code, count in counts.items())
    words = (each.format(indicator=named(which.name, which.name_en), count=count) for which, count in every)
    return text.format(plan=plan.code, count=len(villages), indicators=_(", ").join(words))


def _cell(reference: Reference, village: CheckedVillage) -> str:
    check = village.check
    unit, indicator = reference.units[village.unit_code], reference.indicators[check.indicator]
    text = _("{unit} {indicator}: reported {reported}, found {found}")
    if check.not_found:
        text = _("{unit} {indicator}: reported {reported}, nothing to be found")
    cell = text.format(
        unit=named(unit.name, unit.name_en),
        indicator=named(indicator.name, indicator.name_en),
        reported=written(check.reported, indicator.decimals),
        found=written(village.value, indicator.decimals),
    )
    return _("{cell} ({remark})").format(cell=cell, remark=check.remark) if check.remark else cell


def send_back(store: sa.Engine, code: str, form: str, county_code: str, actor: Actor) -> Receipt:
    """Send a county's report back because of what the check found; a reason for which it is back already stays.

    Raises Refusal where the check has not ended, the half month is closed, or nothing of it differs.
    """
    with reading(store) as connection:
        plan = plan_of(connection, code)
        every = to_send_back(connection, read_reference(connection), plan)
    mine = next((back for back in every if (back.form, back.county_code) == (form, county_code)), None)
    if mine is None:
        raise Refusal(_("Nothing of this report differs in plan {plan}").format(plan=code))
    if mine.why_not:
        raise Refusal(mine.why_not)
    if mine.returned:
        raise Refusal(_("It was decided so already; nothing was changed"))
    reason = _("; ").join([mine.before] * bool(mine.before) + [mine.reason])
    return decide(store, plan.half_month, form, county_code, "returned", actor, reason)
