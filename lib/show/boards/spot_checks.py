"""核实·抽查结果: how far the reported figures hold, what differs, and county by county."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from lib.kept.models import Indicator, PlanState
from lib.kept.reference import Reference
from lib.kept.touched import of_its_half_month
from lib.review.sampling import LimitsKind, Of, Share, Verification
from lib.review.spot_checks import CheckedVillage, Plan, Result, plans, results
from lib.show import blocks, charts
from lib.show.blocks import Block, Chart, Finding, Markup
from lib.show.boards.spot_check_method import method
from lib.show.boards.words import indicator_name, names, unit_header, unit_name
from lib.show.charts import Limit
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.language import named
from lib.words.wording import MISSING, exact, listed, of_all, percent

MOST_DIFFERING = 40  # villages that differ; the rest are counted


@dataclass(frozen=True)
class ResultsBoard:
    """What one plan found: a finding with its numbers for each indicator, counties, villages that differ; `plans` are
    the codes and words of those that can be shown, `code` the one that is."""

    plans: dict[str, str]
    code: str
    findings: tuple[Block, ...]
    counties: tuple[Block, ...]
    differing: Block | None


def _shown_plans(connection: sa.Connection, half_month: HalfMonth, *, sees: bool) -> list[Plan]:
    """The plans up to a half month that found something, the last first: those that have ended, and for who `sees`
    what is not announced also the one under way."""
    known = (PlanState.ENDED, PlanState.DRAWN) if sees else (PlanState.ENDED,)
    until_now = [plan for plan in plans(connection) if plan.half_month <= half_month and plan.state in known]
    return sorted(until_now, key=lambda plan: (plan.state is not PlanState.ENDED, -plan.half_month.ordinal, plan.code))


@of_its_half_month
def results_board(
    connection: sa.Connection,
    reference: Reference,
    half_month: HalfMonth,
    sees: bool,
    county: str | None,
    code: str = "",
) -> ResultsBoard:
    """The results of the plan `code`, or of the last one; without any what to do next.

    Whoever `sees` what is not announced sees every village that differs; another reader those at and below the unit
    `county`, or only how many there are.
    """
    shown = _shown_plans(connection, half_month, sees=sees)
    if not shown:
        return ResultsBoard({}, "", (_nothing(),), (), None)
    chosen = next((plan for plan in shown if plan.code == code), shown[0])
    found_by_check = results(connection, reference, chosen)
    return ResultsBoard(
        {plan.code: plan_words(plan) for plan in shown},
        chosen.code,
        tuple(_finding(reference, chosen, result, repeats=sees) for result in found_by_check),
        tuple(_counties(reference, result) for result in found_by_check),
        _differing(reference, found_by_check, reference.top.code if sees else county),
    )


def _nothing() -> Block:
    what_next = _(
        "The office draws villages for a check under “Spot checks”; what was found stands here once it has ended"
    )
    return Block(Finding(_("No spot check has ended yet")), blocks.empty(_("Nothing to say yet"), what_next))


def plan_words(plan: Plan) -> str:
    """2023-06-1-01　2023年6月上半月　已结束."""
    return f"{plan.code}　{plan.half_month.label}　{plan.state.word}"


# What is said of an indicator ---------------------------------------------------------------------------------------


def _finding(reference: Reference, plan: Plan, result: Result, *, repeats: bool) -> Block:
    indicator = reference.indicators[result.indicator]
    text = _("{half_month}, plan {plan}: {checks} of {all} checks done")
    if not result.waiting:
        text = _("{half_month}, plan {plan}: all {all} checks done")
    second = text.format(
        half_month=plan.half_month.label,
        plan=plan.code,
        checks=result.whole.checks,
        all=result.whole.checks + result.waiting,
    )
    finding = Finding(verified_title(reference, result), second, method(reference, plan, result, repeats=repeats))
    return Block(finding, blocks.table((), _numbers(indicator, result)), _chart(result.whole))


def _chart(whole: Verification) -> Chart | None:
    """The factor between its limits; none where these may not be said."""
    if whole.factor is None or whole.limits is None:
        return None
    value, low, high = (100 * side for side in (whole.factor, whole.limits.low, whole.limits.high))
    drawn = Limit(value, low, high, listed(value), listed(low), listed(high))
    return Chart(charts.limits(drawn), _("Verification factor"))


def verified_title(reference: Reference, result: Result) -> str:
    """What the checks say in one sentence: the factor with its limits, or what can be said instead of one."""
    whole, name = result.whole, indicator_name(reference, result.indicator)
    if whole.factor is not None and whole.limits:
        text = _("{indicator}: {factor} of what was reported is there (95%: {low} to {high})")
        if whole.limits.kind is LimitsKind.SAFE:
            text = _("{indicator}: {factor} of what was reported is there (safe side: {low} to {high})")
        low, high = (percent(100 * side) for side in (whole.limits.low, whole.limits.high))
        return text.format(indicator=name, factor=percent(100 * whole.factor), low=low, high=high)
    if not whole.checks:
        return _("{indicator}: nothing was checked yet").format(indicator=name)
    if not whole.over + whole.under:
        text = _("{indicator}: all {count} checks agree; at most {high} of {of} is wrong (95%)")
        return text.format(indicator=name, count=whole.checks, high=_high(whole), of=_of(whole))
    text = _("{indicator}: {count} of {checks} checks differ; {low} to {high} of {of} (95%)")
    low = percent(100 * whole.faulty.low) if whole.faulty else MISSING
    return text.format(
        indicator=name, count=whole.over + whole.under, checks=whole.checks, low=low, high=_high(whole), of=_of(whole)
    )


def _high(whole: Verification) -> str:
    return percent(100 * whole.faulty.high) if whole.faulty else MISSING


def _of(whole: Verification) -> str:
    return _("what was reported") if whole.of is Of.REPORTED else _("the villages")


def _numbers(indicator: Indicator, result: Result) -> list[tuple[object, ...]]:
    whole = result.whole
    rows = [(_("Reported total"), _written(indicator, whole.reported))]
    if whole.factor is not None:
        rows.append((_("Verification factor"), percent(100 * whole.factor)))
        rows.append((_("Estimated true total"), _estimated(indicator, whole)))
    if whole.safe is not None and not (whole.limits and whole.limits.kind is LimitsKind.SAFE):  # its lower one is said
        rows.append((_("On the safe side at least"), percent(100 * whole.safe)))
    if whole.reason:
        rows.append((_("Limits"), whole.reason.word))
    rows += [
        (_("Checks that agree"), of_all(whole.agree, whole.checks)),
        (_("More reported than found"), f"{whole.over:,}"),
        (_("Less reported than found"), f"{whole.under:,}"),
        (_("Nothing to be found (counts as 0)"), f"{result.not_found:,}"),
    ]
    if whole.zero:
        rows.append((_("Reported 0, and something was found"), of_all(whole.zero.count, whole.zero.checked)))
    if result.waiting:
        rows.append((_("Checks that wait"), f"{result.waiting:,}"))
    return [(name, blocks.bold(value)) for name, value in rows]


def _written(indicator: Indicator, steps: int) -> str:
    """10,994 块: in full, so that a reader who subtracts finds the same."""
    number = exact(Decimal(steps).scaleb(-indicator.decimals), indicator.decimals)
    return f"{number} {named(indicator.unit, indicator.unit_en)}"


def _estimated(indicator: Indicator, whole: Verification) -> str:
    total = _written(indicator, whole.estimated or 0)
    if whole.estimated_limits is None:
        return total
    low, high = (_written(indicator, side) for side in whole.estimated_limits)
    is_safe = whole.limits is not None and whole.limits.kind is LimitsKind.SAFE
    text = _("{value} (safe side: {low} to {high})") if is_safe else _("{value} (95%: {low} to {high})")
    return text.format(value=total, low=low, high=high)


# Counties and villages ----------------------------------------------------------------------------------------------


def _counties(reference: Reference, result: Result) -> Block:
    again = [unit_name(reference.units[code]) for code, county in result.counties.items() if county.recheck]
    name = indicator_name(reference, result.indicator)
    title = _("{indicator}: to be checked again in {names}") if again else _("{indicator}: no county stands out")
    second = _("Of few checks only the count is said, with exact limits at 95%")
    factors = any(county.factor for county in result.counties.values())  # the column only where a county has one
    headers = [unit_header("county"), _("Done"), _("Agree"), _("More"), _("Less"), _("Wrong at 95%")]
    headers += [_("Factor")] if factors else []
    rows = [_county(reference, code, county, factors=factors) for code, county in result.counties.items()]
    finding = Finding(title.format(indicator=name, names=names(again)), second)
    return Block(finding, blocks.wide_table(name, [*headers, _("Please note")], rows, set(range(1, len(headers)))))


def _county(reference: Reference, code: str, county: Verification, *, factors: bool) -> tuple[object, ...]:
    factor = None if county.factor is None else listed(100 * county.factor)
    if factor and county.limits:
        is_safe = county.limits.kind is LimitsKind.SAFE
        text = _("{value} (safe side: {low} to {high})") if is_safe else _("{value} (95%: {low} to {high})")
        factor = text.format(value=factor, low=listed(100 * county.limits.low), high=listed(100 * county.limits.high))
    mark = blocks.note_pill(_("Check again")) if county.recheck else ""
    counts = (str(county.checks), str(county.agree), str(county.over), str(county.under), _limits(county.faulty))
    return (unit_name(reference.units[code]), *counts, *([factor] if factors else []), mark)


def _limits(share: Share | None) -> str | None:
    return None if share is None else f"{listed(100 * share.low)}–{listed(100 * share.high)}"


def _differing(reference: Reference, found_by_check: Sequence[Result], below: str | None) -> Block | None:
    differing = [village for result in found_by_check for village in result.differing]
    if not differing:
        return None
    codes = reference.codes_below(below) if below else frozenset[str]()
    mine = [village for village in differing if village.unit_code in codes]
    title = _("{count} figures differ from what was found").format(count=len(differing))
    if not mine:
        return Block(Finding(title, _("Which ones the office sees, and each county its own")))
    second = _("Please look at them again; each goes back to its county with its reason")
    if len(mine) < len(differing):
        second = _("Those of your own; each goes back to its county with its reason")
    if len(mine) > MOST_DIFFERING:
        second = _("The first {shown} of them").format(shown=MOST_DIFFERING)
    headers = (
        unit_header("county"), unit_header("village"), _("Indicator"), _("Reported value"), _("Value found"),
        _("Remark"),
    )  # fmt: skip
    rows = [_village(reference, village) for village in mine[:MOST_DIFFERING]]
    return Block(Finding(title, second), blocks.wide_table(title, headers, rows, {3, 4}))


def _village(reference: Reference, village: CheckedVillage) -> tuple[object, ...]:
    indicator, units = reference.indicators[village.check.indicator], reference.units
    value = _("nothing to be found") if village.check.not_found else exact(village.value, indicator.decimals)
    return (
        unit_name(units[village.county_code]),
        unit_name(units[village.unit_code]),
        indicator_name(reference, indicator.code),
        exact(village.check.reported, indicator.decimals),
        blocks.bold(value),
        village.check.remark,
    )


def lot_words(villages: int, checked: int, agreeing: int) -> Markup:
    """The rule of a township in plain words."""
    first = _("Check {checked} of its {villages} villages by lot: acceptable if at least {agreeing} agree")
    second = _("Such a rule refuses one township in ten in which 80% agree, and accepts one in ten in which 50% do")
    return blocks.banner("success", first.format(checked=checked, villages=villages, agreeing=agreeing), second)
