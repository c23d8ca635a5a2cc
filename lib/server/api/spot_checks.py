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
    said: Verification


def _read(source: Source, wanted: Wanted) -> Page:
    """Half month × plan × indicator × unit, in this order: the prefecture, then its counties."""
    months, asked = half_months(source, wanted), {unit.code for unit in units(source, wanted)}
    every = [one for month in months for one in plans(source.connection, month) if one.state is PlanState.ENDED]
    rows = [row for one in every for row in _of_plan(source, one) if row.unit.code in asked]
    return page(wanted, rows, months)


def _of_plan(source: Source, one: Plan) -> list[SpotCheckRow]:
    known = source.reference
    return [
        SpotCheckRow(one.half_month, known.units[code], one, known.indicators[found.indicator], said)
        for found in results(source.connection, known, one)
        for code, said in {known.top.code: found.whole, **found.counties}.items()
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
        Field("checks", "integer", _("Villages that were checked."), "said.checks"),
        Field("agree", "integer", _("Of them, those that agree, up to 8%."), "said.agree"),
        Field("over", "integer", _("Of them, those that reported more than was found."), "said.over"),
        Field("under", "integer", _("Of them, those that reported less than was found."), "said.under"),
        Field("wrong_of", "code", _("What the share that is wrong is one of."), "said.of", choices=tuple(Of)),
        Field("wrong_low", "number", _("Least share (0–1) that is wrong, exact at 95%."),
              lambda row: _share(row.said.faulty and row.said.faulty.low), True),
        Field("wrong_high", "number", _("Largest share (0–1) that is wrong, exact at 95%."),
              lambda row: _share(row.said.faulty and row.said.faulty.high), True),
        Field("reported", "number", _("Total that the villages of the frame reported."),
              lambda row: _total(row, row.said.reported)),
        Field("factor", "number", _("Verification factor, found ÷ reported; null: too few checks."),
              lambda row: _share(row.said.factor), True),
        Field("factor_low", "number", _("Its lower limit at 95%; null: none can be said."),
              lambda row: _share(row.said.limits and row.said.limits.low), True),
        Field("factor_high", "number", _("Its upper limit at 95%; null: none can be said."),
              lambda row: _share(row.said.limits and row.said.limits.high), True),
        Field("estimated", "number", _("Estimated true total beside the reported one."),
              lambda row: _total(row, row.said.estimated), True),
        Field("check_again", "yes_no", _("Whether the limits exclude agreement, or surely more than a tenth is wrong."),
              "said.recheck"),
    ),
    figures=True,
)  # fmt: skip
