"""The sheet of spot checks: what was found of those that have ended by the half month; no village is named."""

from lib.kept.models import PlanState
from lib.review.sampling import Verification
from lib.review.spot_checks import Plan, plans, results
from lib.show.boards.words import indicator_name, unit_header, unit_name
from lib.show.workbook.cells import BookCell, Column, Sheet, share_cell, toned
from lib.show.workbook.figures import Source
from lib.words.language import gettext as _
from lib.words.lights import Light


def spot_checks_sheet(source: Source) -> Sheet:
    """By plan, indicator and place: checks, how many agree, limits, and the factor where it may be said."""
    columns = (
        Column(_("Plan")), Column(_("Half month")), Column(_("Indicator")), Column(unit_header("county")),
        Column(_("Checks"), "number"), Column(_("Checks that agree"), "number"),
        Column(_("More reported than found"), "number"), Column(_("Less reported than found"), "number"),
        Column(_("Wrong at least"), "percent"), Column(_("Wrong at most"), "percent"),
        Column(_("Verification factor"), "percent"), Column(_("Factor at least"), "percent"),
        Column(_("Factor at most"), "percent"), Column(_("Kind of limits")), Column(_("Check again")),
    )  # fmt: skip
    ended = [
        plan
        for plan in plans(source.connection)
        if plan.state is PlanState.ENDED and plan.half_month <= source.half_month
    ]
    rows = [row for plan in ended for row in _of_plan(source, plan)]
    said = _("Spot checks that have ended, the last first; method, seed and frame stand on the page Verification")
    return Sheet(_("Spot-check results"), said, columns, rows, fixed=4)


def _of_plan(source: Source, plan: Plan) -> list[tuple[BookCell, ...]]:
    known = source.reference
    return [
        (
            plan.code, plan.half_month.label, indicator_name(known, result.indicator), unit_name(known.units[code]),
            *_numbers(of), toned(_("Check again"), Light.BEHIND) if of.recheck and code in result.counties else None,
        )
        for result in results(source.connection, known, plan)
        for code, of in {known.top.code: result.whole, **result.counties}.items()
    ]  # fmt: skip


def _numbers(of: Verification) -> tuple[BookCell, ...]:
    wrong = (of.faulty.low, of.faulty.high) if of.faulty else (None, None)
    limits = (of.limits.low, of.limits.high) if of.limits else (None, None)
    kind = of.limits.kind.word if of.limits else None
    return of.checks, of.agree, of.over, of.under, *map(share_cell, (*wrong, of.factor, *limits)), kind
