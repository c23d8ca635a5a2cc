"""What spot checks found that have ended: of the prefecture and of each county with a village drawn; none is named.

A check that is under way is not announced: there is nothing of it here. Nor are seed and frame: with what villages
reported, which everybody reads, they would name the villages that were drawn.
"""

from decimal import Decimal
from typing import NamedTuple

from lib.kept.models import DrawKind, Indicator, PlanState
from lib.kept.reference import UnitRef
from lib.review.sampling import Of, Verification
from lib.review.spot_checks import Plan, plans, results
from lib.server.api.describe import Field, Page, Resource, Source, Wanted
from lib.server.api.describe import marked as _
from lib.server.api.fields import MONTHS, OF_INDICATOR, PAGED, UNIT, WHOSE
from lib.server.api.pages import half_months, page, units
from lib.words.half_months import HalfMonth


class SpotCheckRow(NamedTuple):
    """What the checks of a plan say of one indicator at one unit."""

    half_month: HalfMonth
    unit: UnitRef
    plan: Plan
    indicator: Indicator
    verified: Verification


def _read(source: Source, wanted: Wanted) -> Page:
    """Half month × plan × indicator × unit, in this order: the prefecture, then its counties."""
    months, asked = half_months(source, wanted), {unit.code for unit in units(source, wanted)}
    ended = [plan for month in months for plan in plans(source.connection, month) if plan.state is PlanState.ENDED]
    rows = [row for plan in ended for row in _of_plan(source, plan) if row.unit.code in asked]
    return page(wanted, rows, months)


def _of_plan(source: Source, plan: Plan) -> list[SpotCheckRow]:
    known = source.reference
    return [
        SpotCheckRow(plan.half_month, known.units[code], plan, known.indicators[result.indicator], verified)
        for result in results(source.connection, known, plan)
        for code, verified in {known.top.code: result.whole, **result.counties}.items()
    ]


def _share(value: float | None) -> Decimal | None:
    """Four decimals."""
    return None if value is None else Decimal(str(round(value, 4)))


def _total(row: SpotCheckRow, steps: int | None) -> Decimal | None:
    return None if steps is None else Decimal(steps).scaleb(-row.indicator.decimals)


SPOT_CHECKS = Resource(
    "spot-checks", _("Spot checks that have ended: what was found against what was reported"), (MONTHS, UNIT, *PAGED),
    _read,
    (
        *WHOSE,
        Field("plan", "code", _("Code of the plan."), "plan.code"),
        Field("draw", "code", _("How villages were drawn."), "plan.draw", choices=tuple(DrawKind)),
        *OF_INDICATOR,
        Field("checks", "integer", _("Villages that were checked."), "verified.checks"),
        Field("agree", "integer", _("Of them, those that agree, up to 8%."), "verified.agree"),
        Field("over", "integer", _("Of them, those that reported more than was found."), "verified.over"),
        Field("under", "integer", _("Of them, those that reported less than was found."), "verified.under"),
        Field("wrong_of", "code", _("What the share that is wrong is one of."), "verified.of", choices=tuple(Of)),
        Field("wrong_low", "number", _("Least share (0–1) that is wrong, exact at 95%."),
              lambda row: _share(row.verified.faulty and row.verified.faulty.low), True),
        Field("wrong_high", "number", _("Largest share (0–1) that is wrong, exact at 95%."),
              lambda row: _share(row.verified.faulty and row.verified.faulty.high), True),
        Field("reported", "number", _("Total that the villages of the frame reported."),
              lambda row: _total(row, row.verified.reported)),
        Field("factor", "number", _("Verification factor, found ÷ reported; null: too few checks."),
              lambda row: _share(row.verified.factor), True),
        Field("factor_low", "number", _("Its lower limit at 95%; null: none can be said."),
              lambda row: _share(row.verified.limits and row.verified.limits.low), True),
        Field("factor_high", "number", _("Its upper limit at 95%; null: none can be said."),
              lambda row: _share(row.verified.limits and row.verified.limits.high), True),
        Field("estimated", "number", _("Estimated true total beside the reported one."),
              lambda row: _total(row, row.verified.estimated), True),
        Field("check_again", "yes_no", _("Whether the limits exclude agreement, or surely more than a tenth is wrong."),
              "verified.recheck"),
    ),
    figures=True,
)  # fmt: skip
