"""What the checks ask of an indicator, read off its row once for a file."""

from dataclasses import dataclass, replace
from decimal import Decimal

from lib.kept.models import Indicator

LARGEST_STEPS = 9 * 10**14
"""Of a value in its smallest steps: its share in hundredths of a percent must stay within a 64-bit integer."""


@dataclass(frozen=True, slots=True)
class ReportedIndicator:
    """An indicator that is reported, with its limits in smallest steps; a whole number is so many of them as `step`.

    A copy, because the checks ask for each cell: a field of a mapped row costs many times that of a plain object, and
    with rows the checks of 1,429 × 12 cells took twice as long.
    """

    id: int
    code: str
    name: str
    name_en: str
    form: str | None
    level: str
    decimals: int
    minimum: int | None
    maximum: int | None
    percent: bool
    units: tuple[str, ...] = ()
    unit: str = ""
    unit_en: str = ""
    cumulative: bool = False
    step: int = 1
    lowest: int = 1 - LARGEST_STEPS
    highest: int = LARGEST_STEPS - 1


def reported(indicator: Indicator) -> ReportedIndicator:
    """The copy of an indicator's row."""
    row, decimals = indicator, indicator.decimals
    limits = low, high = _in_steps(row.minimum, decimals), _in_steps(row.maximum, decimals)
    lowest = 1 - LARGEST_STEPS if low is None else max(low, 1 - LARGEST_STEPS)
    highest = LARGEST_STEPS - 1 if high is None else min(high, LARGEST_STEPS - 1)
    percent = row.unit == "%"
    units = () if percent else tuple(unit.lower() for unit in (row.unit, row.unit_en) if unit)
    return ReportedIndicator(
        row.id, row.code, row.name, row.name_en, row.form, row.level, decimals, *limits, percent, units,
        row.unit, row.unit_en, row.cumulative, 10**decimals, lowest, highest,
    )  # fmt: skip


def unlimited(indicator: ReportedIndicator) -> ReportedIndicator:
    """The indicator without the limits of a single unit, as a sum of several is read."""
    free = replace(indicator, minimum=None, maximum=None, lowest=1 - LARGEST_STEPS, highest=LARGEST_STEPS - 1)
    return indicator if indicator.percent else free


def _in_steps(limit: Decimal | None, decimals: int) -> int | None:
    return None if limit is None else int(limit.scaleb(decimals))
