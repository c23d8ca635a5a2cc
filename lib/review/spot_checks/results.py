"""核实结果: what the checks of a plan say of the reported figures, for the prefecture and for each county.

The verification factor (核实率) is found ÷ reported, as the WHO's Data Quality Review (module 3) words it. Where
nothing was to be found (查无依据), 0 was found; these are counted apart besides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import sqlalchemy as sa

from lib.kept.models import DrawKind, Indicator
from lib.kept.reference import Reference, UnitRef
from lib.review.sampling import Checked, Lot, Verification, smallest, verify
from lib.review.spot_checks.entry import Check, Stop, route
from lib.review.spot_checks.frame import KeptFrame
from lib.review.spot_checks.plans import Plan
from lib.words.half_months import HalfMonth


@dataclass(frozen=True)
class CheckedVillage:
    """A village that was checked: what it reported and what was found, and 1 where more was reported, −1 where less, 0
    where they agree up to how people count."""

    unit_code: str
    county_code: str
    check: Check
    difference: int

    @property
    def value(self) -> Decimal:
        """What was found; 0 where there was nothing to be found."""
        return Decimal(0) if self.check.found is None else self.check.found


@dataclass(frozen=True)
class Result:
    """What the checks say of one indicator: of the whole, and of each county with a village drawn.

    `waiting` are the checks that are still to come, `not_found` those where nothing was to be found.
    """

    indicator: str
    whole: Verification
    counties: dict[str, Verification]
    found: tuple[CheckedVillage, ...]
    waiting: int
    not_found: int

    @property
    def differing(self) -> tuple[CheckedVillage, ...]:
        """The villages whose figures differ, by county and code."""
        return tuple(village for village in self.found if village.difference)


def results(connection: sa.Connection, reference: Reference, plan: Plan) -> list[Result]:
    """The result of each indicator of a plan, in its order, as far as villages were checked."""
    stops, kept = route(connection, reference, plan), KeptFrame.of_text(plan.frame)
    indicators = [reference.indicators[code] for code in plan.indicators]
    return [_result(each, stops, kept.totals(at), plan.draw) for at, each in enumerate(indicators)]


def _result(indicator: Indicator, stops: Sequence[Stop], totals: dict[str, int], way: DrawKind) -> Result:
    mine = [(stop, check) for stop in stops for check in stop.checks if check.indicator == indicator.code]
    done = [(stop, check, _checked(stop, check, indicator)) for stop, check in mine if check.done]
    every = [checked for _stop, _check, checked in done]
    counties = sorted({stop.stratum for stop, _check in mine})
    return Result(
        indicator.code,
        verify(every, totals, way),
        {
            code: verify([each for each in every if each.stratum == code], {code: totals.get(code, 0)}, way)
            for code in counties
        },
        tuple(CheckedVillage(stop.unit_code, stop.stratum, check, checked.difference) for stop, check, checked in done),
        len(mine) - len(done),
        sum(check.not_found for _stop, check in mine),
    )


def _checked(stop: Stop, check: Check, indicator: Indicator) -> Checked:
    return Checked(
        stop.stratum,
        _steps(check.reported, indicator),
        _steps(check.found or Decimal(0), indicator),
        Fraction(check.chance),
    )


def _steps(value: Decimal, indicator: Indicator) -> int:
    return int(value.scaleb(indicator.decimals))


# Is this township acceptable? ---------------------------------------------------------------------------------------


def lot_of(reference: Reference, township: str, half_month: HalfMonth) -> tuple[list[UnitRef], Lot]:
    """The villages of a township, and the rule by which a few of them tell whether it is acceptable.

    Raises Refusal where it has too few for a rule.
    """
    below = (reference.units[code] for code in sorted(reference.codes_below(township)))
    villages = [unit for unit in below if unit.level == "village" and unit.exists_in(half_month.ordinal)]
    return villages, smallest(len(villages))
