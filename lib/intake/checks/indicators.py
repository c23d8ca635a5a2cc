"""What the checks ask of an indicator, read off its row once for a file."""

from dataclasses import dataclass
from decimal import Decimal

from lib.kept.models import Indicator


@dataclass(frozen=True, slots=True)
class ReportedIndicator:
    """An indicator that is reported, with its limits in smallest steps.

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


def reported(indicator: Indicator) -> ReportedIndicator:
    """The copy of an indicator's row."""
    row, decimals = indicator, indicator.decimals
    limits = (_in_steps(row.minimum, decimals), _in_steps(row.maximum, decimals))
    percent = row.unit == "%"
    units = () if percent else tuple(unit.lower() for unit in (row.unit, row.unit_en) if unit)
    return ReportedIndicator(
        row.id, row.code, row.name, row.name_en, row.form, row.level, decimals, *limits, percent, units,
        row.unit, row.unit_en, row.cumulative,
    )  # fmt: skip


def _in_steps(limit: Decimal | None, decimals: int) -> int | None:
    return None if limit is None else int(limit.scaleb(decimals))
