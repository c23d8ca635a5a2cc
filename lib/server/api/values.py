"""Reading the values of indicators: from the same roll-ups, by the same functions, as every board."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import chain
from typing import NamedTuple

import sqlalchemy as sa

from lib.figures.rollups import IndicatorRow, indicators_at
from lib.kept.marks import TIMES
from lib.kept.models import LEVELS, Indicator, Observation
from lib.kept.reference import UnitRef
from lib.server.api.describe import Field, Page, Resource, Source, Wanted
from lib.server.api.describe import marked as _
from lib.server.api.fields import (
    AT_LEVEL,
    FORM,
    INDICATOR,
    JUDGED,
    MONTHS,
    OF_INDICATOR,
    OVERDUE,
    PAGED,
    PARENT,
    UNIT,
    WHOSE,
    floored,
)
from lib.server.api.pages import chosen, cut, forms, half_months, level_of, units
from lib.words.half_months import HalfMonth
from lib.words.language import gettext, named
from lib.words.lights import Light
from lib.words.wording import rounded

SHARE_DIGITS = 4  # a ratio's digits do not end; the workbook keeps as many
_O = Observation.__table__.c


class AskedCell(NamedTuple):
    """A half month, unit and indicator, and how many units at or below it are asked."""

    half_month: HalfMonth
    unit: UnitRef
    code: str
    asked: int


class ValueRow(NamedTuple):
    """A cell with what was reported; `percent`, `expected` are 0–100."""

    half_month: HalfMonth
    unit: UnitRef
    indicator: Indicator
    asked: int
    carried: int
    rollup: IndicatorRow
    expected: float | None
    light: Light | None
    overdue: bool


def _read_values(source: Source, wanted: Wanted) -> Page:
    """Half month × unit × indicator, in this order; a row wherever the unit, or one below it, is asked."""
    codes = _codes(source, wanted)
    months, level = half_months(source, wanted), level_of(source, wanted)
    every = units(source, {**wanted, "level": level})
    asked = _Asked(source, level, codes)
    pairs = [(month, unit) for month in months for unit in every if unit.exists_in(month.ordinal)]
    total = sum(asked.size(*pair) for pair in pairs)
    cells = cut(wanted, chain.from_iterable(asked.cells(*pair) for pair in pairs), total)
    return Page(list(_values(source, level, cells)), total, months)


def _codes(source: Source, wanted: Wanted) -> Sequence[str]:
    asked = forms(source, wanted)
    codes = chosen(
        wanted, "indicator", source.reference.indicators, gettext(_("/api/v1/indicators lists all indicators."))
    )
    return [code for code in codes if "form" not in wanted or source.reference.form_of(code) in asked]


class _Asked:
    """How many units at or below a unit are asked for an indicator in a half month."""

    def __init__(self, source: Source, level: str, codes: Sequence[str]) -> None:
        self._reference, self._level = source.reference, level
        self._top = source.reference.top.code if source.reference.units else ""
        self._asks = {code: self._who(code) for code in codes}
        self._weights = Counter(self._asks.values())  # indicators of one form are asked of the same units
        self._counts = cache(self._count)

    def size(self, half_month: HalfMonth, unit: UnitRef) -> int:
        """How many rows the unit has, without making them."""
        counts = self._counts(half_month)
        return sum(weight for ask, weight in self._weights.items() if counts[ask, unit.code])

    def cells(self, half_month: HalfMonth, unit: UnitRef) -> Iterator[AskedCell]:
        """Its rows, in the order of indicators."""
        counts = self._counts(half_month)
        for code, ask in self._asks.items():
            if asked := counts[ask, unit.code]:
                yield AskedCell(half_month, unit, code, asked)

    def _who(self, code: str) -> str:
        """The form that asks, or the flag of the units that are counted."""
        indicator = self._reference.indicators[code]
        return self._reference.form_of(code) or f"{indicator.level} {indicator.condition}"

    def _count(self, half_month: HalfMonth) -> Counter[tuple[str, str]]:
        counts: Counter[tuple[str, str]] = Counter()
        for ask in self._weights:
            for unit in self._reference.units.values():
                asked = unit.exists_in(half_month.ordinal) and self._is_asked(ask, unit, half_month)
                above = at_level(unit, self._level, self._top) if asked else None
                if above:
                    counts[ask, above] += 1
        return counts

    def _is_asked(self, ask: str, unit: UnitRef, half_month: HalfMonth) -> bool:
        if form := self._reference.forms.get(ask):
            return form.asks(unit, half_month.ordinal)
        level, _blank, mark = ask.partition(" ")
        return unit.level == level and mark in TIMES and unit.carries(mark, half_month.ordinal)


def at_level(unit: UnitRef, level: str, top: str) -> str | None:
    """The code of the unit of `level` that `unit` is, or belongs to; None where it stands above that level."""
    if LEVELS.index(unit.level) < LEVELS.index(level):
        return None
    return {"prefecture": top, "county": unit.county_code, "township": unit.township_code, "village": unit.code}[level]


def _values(source: Source, level: str, cells: Sequence[AskedCell]) -> Iterator[ValueRow]:
    if not cells:
        return
    months = {cell.half_month for cell in cells}
    units, codes = {cell.unit.id for cell in cells}, {cell.code for cell in cells}
    known = indicators_at(source.connection, source.reference, units, level, months, codes)
    carried = _carried(source, level, months)
    for cell in cells:
        rollup = known.get((cell.half_month, cell.unit.id, cell.code), _nothing(cell.code))
        n = 0 if level == LEVELS[0] else rollup.n  # as on the boards, the prefecture's own figure is always judged
        judged = source.reference.judged_at(cell.code, cell.unit, n, rollup.percent, cell.half_month)
        indicator = source.reference.indicators[cell.code]
        yield ValueRow(
            cell.half_month, cell.unit, indicator, cell.asked, carried(cell), rollup, judged.expected,
            judged.light, judged.overdue,
        )  # fmt: skip


@cache
def _nothing(code: str) -> IndicatorRow:
    """Where nothing was reported."""
    return IndicatorRow(code, 0, None, None, None, None, None, None)


def _exact(value: Decimal | None) -> Decimal | None:
    """As it is kept; of a share, whose digits do not end, SHARE_DIGITS."""
    if value is None or -int(value.as_tuple().exponent) <= SHARE_DIGITS:
        return value
    return rounded(value, SHARE_DIGITS)


def _carried(source: Source, level: str, months: set[HalfMonth]) -> Callable[[AskedCell], int]:
    """Of how many units at or below a unit a value is carried forward; carried ones are few, so they are all read."""
    kept = sa.select(_O.half_month, _O.unit_id, _O.indicator_id).where(
        _O.half_month.in_([month.ordinal for month in months]), _O.carried.is_(sa.true())
    )
    carried = source.connection.execute(kept).all()
    if not carried:
        return lambda _cell: 0
    used, by_id, top = _used_by(source), source.reference.by_id, source.reference.top.code
    # as sets: a unit whose numerator and denominator were both carried is one unit
    units: dict[tuple[int, str | None, str], set[int]] = defaultdict(set)
    for half_month, unit_id, indicator_id in carried:
        for code in used[indicator_id]:
            units[half_month, at_level(by_id[unit_id], level, top), code].add(unit_id)
    return lambda cell: len(units.get((cell.half_month.ordinal, cell.unit.code, cell.code), ()))


def _used_by(source: Source) -> dict[int, list[str]]:
    """By the id of a reported indicator: its own code and those of the indicators that are derived from it."""
    every = source.reference.indicators.values()
    return {each.id: [each.code, *(other.code for other in every if each.code in other.parts)] for each in every}


VALUES = Resource(
    "values", _("Values of indicators by half month and unit"),
    (MONTHS, AT_LEVEL, PARENT, UNIT, INDICATOR, FORM, *PAGED), _read_values,
    (
        *WHOSE,
        *OF_INDICATOR,
        Field("unit_of_measure", "text", _("Unit of measure in the language of the answer."),
              lambda row: named(row.indicator.unit, row.indicator.unit_en)),
        Field("value", "number", _("Total of the units that reported, or what is derived from it: a decimal number,"
                                   " exact to its last digit, of ratios four decimals. null: nothing reported, never"
                                   " 0."),
              lambda row: _exact(row.rollup.value), True),
        Field("change", "number", _("Change on the half month before over the units that reported in both."),
              lambda row: _exact(row.rollup.change), True),
        Field("reported", "integer", _("How many units reported, of those asked."), "rollup.n"),
        Field("asked", "integer", _("How many units at or below this one are asked.")),
        Field("carried", "integer", _("Of how many units a value is carried forward (沿用), not reported.")),
        Field("part", "number", _("Of a ratio the numerator, else what counts towards the targets: of each unit its"
                                  " value, at most its target."),
              "rollup.part", True),
        Field("whole", "number", _("Of a ratio the denominator, else the sum of targets of these units."),
              "rollup.whole", True),
        Field("percent", "number", _("Progress against the target (0–100), rounded down to two decimals."),
              lambda row: floored(row.rollup.percent), True),
        *JUDGED, OVERDUE,
    ),
    figures=True,
)  # fmt: skip
