"""Cells typed into a grid → values, by the checks of an upload: no row of them is taken for something else."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lib.intake.checks.duty import not_asked_of, not_reported_in
from lib.intake.checks.indicators import ReportedIndicator, reported
from lib.intake.checks.numbers import steps
from lib.intake.checks.problems import Mistake, Problem, brief, shown
from lib.intake.checks.values import CheckedValues
from lib.intake.checks.wanted import WantedValues
from lib.intake.sheets import Cell
from lib.kept.changes import Key, value_key
from lib.kept.models import Indicator
from lib.kept.reference import Reference, UnitRef
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.language import named


@dataclass(frozen=True)
class TypedRow:
    """What was typed about a unit, which `label` names in a sentence."""

    label: str
    unit: UnitRef
    cells: Mapping[Indicator, Cell]


def check_typed(rows: Iterable[TypedRow], reference: Reference, wanted: WantedValues) -> CheckedValues:
    """The values of the cells that can be taken; a blank one gives none. A half month must be `wanted`."""
    closed = not_reported_in(wanted, reference, wanted.ordinal)
    problems = [Problem(mend=str(closed), kind=closed.kind)] if closed else []
    values: dict[Key, int] = {}
    units: set[int] = set()
    for row in rows:
        units.add(row.unit.id)
        steps_of = dict(_read(row, problems))
        if refusal := not_asked_of(reference, row.unit, wanted.ordinal, dict(enumerate(steps_of)), _AT_UNIT):
            problems.append(_refused(row, refusal, tuple(steps_of)))
        for indicator, value in steps_of.items():
            values[value_key(wanted.ordinal, row.unit.id, indicator.id)] = value
    half_months = () if wanted.ordinal is None else (HalfMonth(wanted.ordinal),)
    return CheckedValues(wanted.form or "", half_months, values, problems=tuple(problems), units=frozenset(units))


_AT_UNIT = -1  # stands for the column of the unit, which comes before those of the indicators


def _cells(row: TypedRow) -> Iterator[tuple[ReportedIndicator, Cell]]:
    return ((reported(indicator), cell) for indicator, cell in row.cells.items())


def _read(row: TypedRow, problems: list[Problem]) -> Iterator[tuple[ReportedIndicator, int]]:
    for indicator, cell in _cells(row):
        try:
            value = steps(cell, indicator)
        except Mistake as mistake:
            problems.append(_problem(row, mistake, indicator, cell))
        else:
            if value is not None:
                yield indicator, value


def _problem(row: TypedRow, mistake: Mistake, indicator: ReportedIndicator, cell: Cell) -> Problem:
    title = named(indicator.name, indicator.name_en)
    return Problem(row=row.label, title=title, text=brief(shown(cell)), mend=str(mistake), kind=mistake.kind)


def _refused(row: TypedRow, refusal: Mistake, indicators: Sequence[ReportedIndicator]) -> Problem:
    if refusal.index != _AT_UNIT:
        indicator = indicators[refusal.index]
        return _problem(row, refusal, indicator, dict(_cells(row))[indicator])
    return Problem(row=row.label, title=_("Unit code"), text=row.unit.code, mend=str(refusal), kind=refusal.kind)
