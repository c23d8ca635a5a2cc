"""What a board of indicators reads: each thing once, into a value from which everything else is computed.

Values are exact decimals in the indicator's own unit; percents are 0–100 as everywhere (lib.figures.rollups).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from lib.figures.figures import Figure, against_schedule, figure_of
from lib.figures.rollups import IndicatorRow, indicators_at
from lib.kept.models import LEVELS
from lib.kept.reference import Reference, UnitRef
from lib.review.submissions import complete_by_form
from lib.words.half_months import HalfMonth
from lib.words.lights import Light


@dataclass(frozen=True)
class ChildRow:
    """A unit below with what it reported: the indicators' roll-ups by code; a code that is not there is missing."""

    unit: UnitRef
    rows: dict[str, IndicatorRow]

    def value(self, code: str) -> Decimal | None:
        """The value of an indicator, None where it is missing."""
        return self.rows[code].value if code in self.rows else None


@dataclass(frozen=True)
class ChildAt:
    """A unit below at one indicator: its roll-up (None where it is missing), and its light where it has a schedule."""

    unit: UnitRef
    row: IndicatorRow | None
    light: Light | None


@dataclass(frozen=True)
class Reading:
    """Indicators at `unit` in each of `months`, and at the units directly below it in `half_month`.

    `complete` is, of the prefecture alone, how many counties have every value of a form, of how many.
    """

    reference: Reference
    unit: UnitRef
    half_month: HalfMonth
    months: Sequence[HalfMonth]
    own: Mapping[tuple[HalfMonth, str], IndicatorRow]
    below: Mapping[tuple[int, str], IndicatorRow]
    complete: Mapping[str, tuple[int, int]]

    def figure(self, code: str) -> Figure:
        """An indicator as a leader reads it. KeyError for a code that is no indicator."""
        row, reported = self.own.get((self.half_month, code)), self.complete.get(self.reference.form_of(code))
        return figure_of(self.reference, code, row, self.half_month, reported)

    def history(self, code: str) -> dict[HalfMonth, IndicatorRow]:
        """The unit's roll-up in each half month; one without a report is not there."""
        return {month: row for month in self.months if (row := self.own.get((month, code)))}

    def children(self, codes: Collection[str]) -> list[ChildRow]:
        """The units directly below, in code order, that the forms of `codes` are asked of; those silent have no rows.

        Empty where the indicators are reported above them: a county's figures do not divide into townships.
        """
        below = units_below(self.reference, self.unit, self.half_month)
        asked = [unit for unit in below if _is_asked(self.reference, unit, codes)]
        return [ChildRow(unit, self._rows_of(unit, codes)) for unit in asked]

    def children_at(self, code: str) -> list[ChildAt]:
        """The same of one indicator, with lights."""
        return [self._child_at(child.unit, code, child.rows.get(code)) for child in self.children([code])]

    def _child_at(self, unit: UnitRef, code: str, row: IndicatorRow | None) -> ChildAt:
        percent = row.percent if row else None
        return ChildAt(unit, row, against_schedule(self.reference.schedules.get(code), percent, self.half_month)[1])

    def _rows_of(self, unit: UnitRef, codes: Collection[str]) -> dict[str, IndicatorRow]:
        return {code: row for code in codes if (row := self.below.get((unit.id, code)))}


def read(
    connection: sa.Connection,
    reference: Reference,
    unit: UnitRef,
    half_month: HalfMonth,
    codes: Collection[str],
    months: Sequence[HalfMonth] = (),
) -> Reading:
    """Read the indicators `codes` of a unit and of the units below it; `months` are those that its history shows."""
    own = indicators_at(connection, [unit.id], unit.level, {*months, half_month}, codes)
    return Reading(
        reference=reference,
        unit=unit,
        half_month=half_month,
        months=months,
        own={(month, code): row for (month, _unit, code), row in own.items()},
        below=_read_below(connection, reference, unit, half_month, codes),
        complete=complete_by_form(connection, half_month) if unit.level == LEVELS[0] else {},
    )


def figures(
    connection: sa.Connection, reference: Reference, unit: UnitRef, half_month: HalfMonth, codes: Sequence[str]
) -> list[Figure]:
    """The figures of the indicators `codes` at one unit alone, in that order."""
    own = indicators_at(connection, [unit.id], unit.level, [half_month], codes)
    complete = complete_by_form(connection, half_month) if unit.level == LEVELS[0] else {}
    rows = {code: own.get((half_month, unit.id, code)) for code in codes}
    return [figure_of(reference, code, rows[code], half_month, complete.get(reference.form_of(code))) for code in codes]


def by_child(
    connection: sa.Connection, reference: Reference, unit: UnitRef, half_month: HalfMonth, codes: Collection[str]
) -> list[ChildRow]:
    """The units directly below alone, as `Reading.children` has them."""
    return Reading(
        reference, unit, half_month, (), {}, _read_below(connection, reference, unit, half_month, codes), {}
    ).children(codes)


def _read_below(
    connection: sa.Connection, reference: Reference, unit: UnitRef, half_month: HalfMonth, codes: Collection[str]
) -> dict[tuple[int, str], IndicatorRow]:
    below = units_below(reference, unit, half_month)
    level = below[0].level if below else unit.level
    rows = indicators_at(connection, [child.id for child in below], level, [half_month], codes)
    return {(child, code): row for (_month, child, code), row in rows.items()}


def units_below(reference: Reference, unit: UnitRef, half_month: HalfMonth) -> list[UnitRef]:
    """The units directly below that exist in the half month, in code order."""
    return [child for child in reference.children.get(unit.code, []) if child.exists_in(half_month.ordinal)]


def _is_asked(reference: Reference, unit: UnitRef, codes: Collection[str]) -> bool:
    """Whether any of the indicators can be known of a unit: by its own form, or by one of those below it."""
    indicators = [reference.indicators[code] for code in codes]
    if any(LEVELS.index(indicator.level) < LEVELS.index(unit.level) for indicator in indicators):
        return False
    forms = {indicator.form for indicator in indicators if indicator.form}
    if not forms or any(reference.forms[form].units == "all" for form in forms):
        return True
    return any(reference.form_units(form, unit.code) for form in forms)
