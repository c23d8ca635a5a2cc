"""What a board of indicators reads: each thing once, into a value from which everything else is computed.

Values are exact decimals in the indicator's own unit; percents are 0–100 as everywhere (lib.figures.rollups).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from lib.figures.figures import Figure, figure_of
from lib.figures.rollups import HISTORY, IndicatorRow, indicators_at, merged
from lib.kept.models import LEVELS
from lib.kept.reference import Reference, UnitRef
from lib.review.submissions import complete_by_form
from lib.words.half_months import HalfMonth
from lib.words.lights import Judgement


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
    """A unit below at one indicator: its roll-up (None where it is missing), and how that is judged."""

    unit: UnitRef
    row: IndicatorRow | None
    judged: Judgement


Below = Mapping[tuple[int, str], IndicatorRow]  # by the unit's id and the indicator's code


@dataclass(frozen=True)
class Reading:
    """Indicators at `unit`, by code: in `half_month` as figures, over the half months shown, and at the units below.

    A half month without a report is not in `history`; a unit below without one is not in `below`. `children` are the
    units below by the one that is asked about.
    """

    reference: Reference
    unit: UnitRef
    half_month: HalfMonth
    months: Sequence[HalfMonth]
    figures: Mapping[str, Figure]
    history: Mapping[str, dict[HalfMonth, IndicatorRow]]
    below: Below
    children: list[ChildAt]

    def children_of(self, codes: Collection[str]) -> list[ChildRow]:
        """The units directly below, in code order, that the forms of `codes` are asked of; those silent have no rows.

        Empty where the indicators are reported above them: a county's figures do not divide into townships.
        """
        return _children(self.reference, self.unit, self.half_month, codes, self.below)


def read_measure(
    connection: sa.Connection,
    reference: Reference,
    unit: UnitRef,
    half_month: HalfMonth,
    code: str,
    beside: Collection[str] = (),
) -> Reading:
    """The indicator `code` of a unit, and those `beside` it, over the half months shown, and of the units below it."""
    codes = {code, *beside}
    months = months_shown(reference, half_month)
    # before a merger, all that stood for the unit
    standing = {month: reference.standing_for(unit, month.ordinal, half_month.ordinal) for month in months}
    ids = {unit.id, *(one.id for several in standing.values() for one in several)}
    own = indicators_at(connection, reference, ids, unit.level, {*months, half_month}, codes)
    below = _below(connection, reference, unit, half_month, codes)
    children = [
        ChildAt(child.unit, row, _judged(reference, code, child.unit, row, half_month))
        for child in _children(reference, unit, half_month, [code], below)
        for row in [child.rows.get(code)]
    ]
    return Reading(
        reference=reference,
        unit=unit,
        half_month=half_month,
        months=months,
        figures=_figures(connection, reference, unit, half_month, codes, own),
        history=_history(reference, standing, codes, own),
        below=below,
        children=children,
    )


def _judged(
    reference: Reference, code: str, unit: UnitRef, row: IndicatorRow | None, half_month: HalfMonth
) -> Judgement:
    n, percent = (row.n, row.percent) if row else (0, None)
    return reference.judged_at(code, unit, n, percent, half_month)


def _history(
    reference: Reference,
    standing: Mapping[HalfMonth, Sequence[UnitRef]],
    codes: Collection[str],
    own: Mapping[tuple[HalfMonth, int, str], IndicatorRow],
) -> dict[str, dict[HalfMonth, IndicatorRow]]:
    """By code and half month; before a merger that of all which were merged together, where all of them are known."""
    history: dict[str, dict[HalfMonth, IndicatorRow]] = {code: {} for code in codes}
    for month, units in standing.items():
        for code in codes:
            rows = [row for one in units if (row := own.get((month, one.id, code)))]
            if rows and len(rows) == len(units):
                history[code][month] = rows[0] if len(rows) == 1 else merged(rows, reference.indicators[code])
    return history


def histories(
    connection: sa.Connection,
    reference: Reference,
    units: Sequence[UnitRef],
    half_month: HalfMonth,
    codes: Collection[str],
) -> dict[str, dict[str, dict[HalfMonth, IndicatorRow]]]:
    """The history of each of `units`, all of one level, by the unit's code, as `Reading.history` has it."""
    months = months_shown(reference, half_month)
    standing = {
        unit.code: {month: reference.standing_for(unit, month.ordinal, half_month.ordinal) for month in months}
        for unit in units
    }
    ids = {one.id for by_month in standing.values() for several in by_month.values() for one in several}
    own = indicators_at(connection, reference, ids, units[0].level if units else LEVELS[0], months, codes)
    return {code: _history(reference, by_month, codes, own) for code, by_month in standing.items()}


def figures(
    connection: sa.Connection, reference: Reference, unit: UnitRef, half_month: HalfMonth, codes: Sequence[str]
) -> list[Figure]:
    """The figures of the indicators `codes` alone, in that order. KeyError for a code that is no indicator."""
    own = indicators_at(connection, reference, [unit.id], unit.level, [half_month], codes)
    by_code = _figures(connection, reference, unit, half_month, codes, own)
    return [by_code[code] for code in codes]


def by_child(
    connection: sa.Connection, reference: Reference, unit: UnitRef, half_month: HalfMonth, codes: Collection[str]
) -> list[ChildRow]:
    """The units directly below alone, as `Reading.children_of` has them."""
    return _children(reference, unit, half_month, codes, _below(connection, reference, unit, half_month, codes))


def months_shown(reference: Reference, half_month: HalfMonth) -> list[HalfMonth]:
    """The last half months up to this one that were opened, at most twelve."""
    opened = [HalfMonth(ordinal) for ordinal in sorted(reference.states) if ordinal <= half_month.ordinal]
    return opened[-HISTORY:]


def _figures(
    connection: sa.Connection,
    reference: Reference,
    unit: UnitRef,
    half_month: HalfMonth,
    codes: Iterable[str],
    own: Mapping[tuple[HalfMonth, int, str], IndicatorRow],
) -> dict[str, Figure]:
    """Figures by code; how many counties are complete is said of the prefecture alone."""
    complete = complete_by_form(connection, half_month) if unit.level == LEVELS[0] else {}
    return {
        code: figure_of(
            reference,
            unit,
            code,
            own.get((half_month, unit.id, code)),
            half_month,
            complete.get(reference.asking.get(code, "")),
        )
        for code in codes
    }


def _below(
    connection: sa.Connection, reference: Reference, unit: UnitRef, half_month: HalfMonth, codes: Collection[str]
) -> Below:
    below = reference.below(unit, half_month)
    level = below[0].level if below else unit.level
    rows = indicators_at(connection, reference, [child.id for child in below], level, [half_month], codes)
    return {(child, code): row for (_month, child, code), row in rows.items()}


def _children(
    reference: Reference, unit: UnitRef, half_month: HalfMonth, codes: Collection[str], below: Below
) -> list[ChildRow]:
    asked = [one for one in reference.below(unit, half_month) if _is_asked(reference, one, half_month, codes)]
    return [
        ChildRow(child, {code: below[child.id, code] for code in codes if (child.id, code) in below}) for child in asked
    ]


def _is_asked(reference: Reference, unit: UnitRef, half_month: HalfMonth, codes: Collection[str]) -> bool:
    """Whether any of the indicators can be known of a unit: by its own form, or by one of those below it."""
    indicators = [reference.indicators[code] for code in codes]
    if any(LEVELS.index(indicator.level) < LEVELS.index(unit.level) for indicator in indicators):
        return False
    forms = {indicator.form for indicator in indicators if indicator.form}
    if not forms or any(reference.forms[form].units == "all" for form in forms):
        return True
    return any(reference.form_units(form, unit.code, half_month.ordinal) for form in forms)
