"""A figure as a leader reads it: value, change, progress against its target, light, and what lies behind it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from lib.figures.rollups import IndicatorRow
from lib.kept.models import Indicator, Published
from lib.kept.reference import Reference, UnitRef
from lib.words.half_months import HalfMonth
from lib.words.language import named
from lib.words.lights import Light


@dataclass(frozen=True)
class Figure:
    """One indicator at one unit in one half month.

    `percent` and `expected` are 0–100, None without a target; `rests_on` says how many of how many units reported where
    these are too few to judge it; `reported` is (counties whose forms are complete, all
    counties), None where no county reports it; `part` and `whole` are what the progress or ratio is made of;
    `published` is the prefecture's own figure where there is one. What begins `anew` with the year has no change.
    """

    code: str
    name: str
    unit: str
    decimals: int
    value: Decimal | None
    change: Decimal | None
    percent: float | None
    expected: float | None
    light: Light | None
    reported: tuple[int, int] | None
    n: int
    part: Decimal | None
    whole: Decimal | None
    last_saved: tuple[datetime, str] | None
    indicator: Indicator
    published: Published | None
    overdue: bool = False
    rests_on: tuple[int, int] | None = None
    anew: bool = False


def figure_of(
    reference: Reference,
    unit: UnitRef,
    code: str,
    row: IndicatorRow | None,
    half_month: HalfMonth,
    reported: tuple[int, int] | None,
) -> Figure:
    """The figure of a roll-up; None as `row` is an indicator that nobody reported."""
    indicator, row = reference.indicators[code], row or IndicatorRow(code, 0, None, None, None, None, None, None)
    n = row.n if unit.parent_code else 0  # the top's own figure says how many counties reported, and is always judged
    judged = reference.judged_at(code, unit, n, row.percent, half_month)
    return Figure(
        code=code,
        name=named(indicator.name, indicator.name_en),
        unit=named(indicator.unit, indicator.unit_en),
        decimals=indicator.decimals,
        value=row.value,
        change=row.change,
        percent=row.percent,
        expected=judged.expected,
        light=judged.light,
        overdue=judged.overdue,
        rests_on=judged.rests_on,
        reported=reported,
        n=row.n,
        part=row.part,
        whole=row.whole,
        last_saved=row.last_saved,
        indicator=indicator,
        published=reference.published.get(code),
        anew=judged.anew,
    )
