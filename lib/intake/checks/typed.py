"""Cells typed into a grid → values, by the checks of an upload: no row of them is taken for something else."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lib.intake.checks.cells import is_blank
from lib.intake.checks.duty import not_asked_of, not_reported_in
from lib.intake.checks.indicators import ReportedIndicator, reported
from lib.intake.checks.numbers import in_smallest_steps
from lib.intake.checks.problems import Mistake, Problem, brief, cell_text
from lib.intake.checks.units import Units
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
    """What was typed about a unit, which `label` names in a sentence; `named` is what stands over its code and name."""

    label: str
    unit: UnitRef
    cells: Mapping[Indicator, Cell]
    named: tuple[Cell, Cell] = (None, None)


def check_typed(rows: Iterable[TypedRow], reference: Reference, wanted: WantedValues) -> CheckedValues:
    """The values of the cells that can be taken; a blank one gives none. A half month must be `wanted`.

    A row over which another unit was pasted is refused as a whole: it is not among the `units` of the answer.
    """
    closed = not_reported_in(wanted, reference, wanted.ordinal)
    problems = [Problem(mend=str(closed), kind=closed.kind)] if closed else []
    values: dict[Key, int] = {}
    units: set[int] = set()
    found = Units(reference, None, None)
    for row in rows:
        if another := _another(row, found):
            problems.append(another)
            continue
        units.add(row.unit.id)
        steps_of = dict(_read(row, problems))
        if refusal := not_asked_of(reference, row.unit, wanted.ordinal, dict(enumerate(steps_of)), _AT_UNIT):
            problems.append(_refused(row, refusal, tuple(steps_of)))
        for indicator, value in steps_of.items():
            values[value_key(wanted.ordinal, row.unit.id, indicator.id)] = value
    half_months = () if wanted.ordinal is None else (HalfMonth(wanted.ordinal),)
    return CheckedValues(wanted.form or "", half_months, values, problems=tuple(problems), units=frozenset(units))


_AT_UNIT = -1  # stands for the column of the unit, which comes before those of the indicators


def _another(row: TypedRow, units: Units) -> Problem | None:
    """What is wrong with the code and name that were pasted over a row, if they are those of another unit."""
    code, name = row.named
    if is_blank(code) and is_blank(name):
        return None
    title, text = (_("Unit name"), name) if is_blank(code) else (_("Unit code"), code)
    try:
        said = units.find(row.unit.code if is_blank(code) else code, name)
    except Mistake as mistake:
        return Problem(row=row.label, title=title, text=brief(cell_text(text)), mend=str(mistake), kind=mistake.kind)
    if said.id == row.unit.id:
        return None
    mend = _("This row is {unit}; paste what belongs to {other} onto its own row, or upload it as a file")
    mend = mend.format(unit=named(row.unit.name, row.unit.name_en), other=named(said.name, said.name_en))
    return Problem(row=row.label, title=title, text=brief(cell_text(text)), mend=mend, kind="other_unit")


def _cells(row: TypedRow) -> Iterator[tuple[ReportedIndicator, Cell]]:
    return ((reported(indicator), cell) for indicator, cell in row.cells.items())


def _read(row: TypedRow, problems: list[Problem]) -> Iterator[tuple[ReportedIndicator, int]]:
    for indicator, cell in _cells(row):
        try:
            value = in_smallest_steps(cell, indicator)
        except Mistake as mistake:
            problems.append(_problem(row, mistake, indicator, cell))
        else:
            if value is not None:
                yield indicator, value
            elif not is_blank(cell):
                says_nothing = Mistake("says_nothing", _("Clear the cell if there is no value, or write 0"))
                problems.append(_problem(row, says_nothing, indicator, cell))


def _problem(row: TypedRow, mistake: Mistake, indicator: ReportedIndicator, cell: Cell) -> Problem:
    title = named(indicator.name, indicator.name_en)
    return Problem(row=row.label, title=title, text=brief(cell_text(cell)), mend=str(mistake), kind=mistake.kind)


def _refused(row: TypedRow, refusal: Mistake, indicators: Sequence[ReportedIndicator]) -> Problem:
    if refusal.index != _AT_UNIT:
        indicator = indicators[refusal.index]
        return _problem(row, refusal, indicator, dict(_cells(row))[indicator])
    return Problem(row=row.label, title=_("Unit code"), text=row.unit.code, mend=str(refusal), kind=refusal.kind)
