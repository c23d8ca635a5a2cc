"""The grid of a form: a row per unit that is asked, a column per indicator; values or targets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from lib.intake.checks import CheckedValues, check_values
from lib.intake.checks.cells import is_blank
from lib.intake.exports import exact
from lib.intake.preview import preview_values
from lib.intake.sheets import Row, Sheet
from lib.kept.changes import Change, current_values
from lib.kept.models import Indicator
from lib.kept.reference import Reference, UnitRef
from lib.review.grid import search
from lib.review.grid.edits import Edits
from lib.review.grid.proposal import Proposal, in_words, not_read, settled
from lib.review.grid.shape import Cell, Grid, GridColumn, GridRow, Part
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.language import named


@dataclass(frozen=True)
class Asked:
    """Which values: those of `form` in `half_month`, or its targets when that is None."""

    form: str
    half_month: HalfMonth | None

    @property
    def table(self) -> str:
        """The table of these values."""
        return "observation" if self.half_month else "target"

    @property
    def ordinal(self) -> int:
        """The half month in the key of a value; 0 in that of a target."""
        return self.half_month.ordinal if self.half_month else 0


def value_grid(connection: sa.Connection, reference: Reference, asked: Asked, below: str | None, part: Part) -> Grid:
    """A page of the values of the units at and below `below`; a closed half month can only be read."""
    form = reference.forms[asked.form]
    query = search.page(search.units(form, asked.ordinal, below, part.text), part.number, part.size)
    units = [reference.units[code] for code in connection.scalars(query)]
    indicators = form.indicators
    kept = current_values(connection, asked.table, ((asked.ordinal, u.id, i.id) for u in units for i in indicators))
    columns = [
        GridColumn("unit_code", _("Unit code"), locked=True),
        GridColumn("unit_name", _("Unit name"), locked=True),
        *(GridColumn(one.code, named(one.name, one.name_en), "number") for one in indicators),
    ]
    rows = tuple(_row(asked, unit, indicators, kept) for unit in units)
    return Grid(tuple(columns), rows, edits=not asked.half_month or reference.states.get(asked.ordinal) == "open")


def _row(
    asked: Asked, unit: UnitRef, indicators: Iterable[Indicator], kept: Mapping[tuple[int, int, int], int]
) -> GridRow:
    steps = {one.code: (one, kept.get((asked.ordinal, unit.id, one.id))) for one in indicators}
    numbers = (_number(value, indicator) for indicator, value in steps.values())
    name = named(unit.name, unit.name_en)
    values = {code: value for code, (_indicator, value) in steps.items()}
    return GridRow((asked.ordinal, unit.id), name, (unit.code, name, *numbers), values)


def _number(steps: int | None, indicator: Indicator) -> float | None:
    value = exact(steps, indicator)
    return None if value is None else float(value)


def propose_values(connection: sa.Connection, reference: Reference, asked: Asked, grid: Grid, edits: Edits) -> Proposal:
    """The edits through the checks of an upload. A cell that was cleared takes its value away."""
    sheet = _sheet(reference, asked, grid, edits)
    checked = check_values(
        sheet, reference, form=asked.form, half_month=asked.half_month, target=asked.half_month is None
    )
    labels = {number: grid.rows[at].label for number, at in enumerate(edits.changed, start=2)}
    problems = [in_words(problem, labels) for problem in checked.problems]
    lost = () if problems else _lost(reference, checked, grid, edits)
    problems += [not_read(label) for label in lost]
    changes, conflicts = settled(connection, _changes(reference, asked, grid, edits, checked))
    notes = preview_values(connection, checked, reference).notes or {}
    return Proposal(() if problems else changes, tuple(problems), conflicts, notes)


def _sheet(reference: Reference, asked: Asked, grid: Grid, edits: Edits) -> Sheet:
    """A wide file of the edited rows, in which only the edited cells say something."""
    indicators = reference.forms[asked.form].indicators
    header = Row(1, (_("Unit code"), *(named(one.name, one.name_en) for one in indicators)))
    rows = [
        Row(number, (grid.rows[at].cells[0], *(cells.get(one.code) for one in indicators)))
        for number, (at, cells) in enumerate(edits.changed.items(), start=2)
    ]
    return Sheet("", "", (header, *rows))


def _edited(reference: Reference, grid: Grid, edits: Edits) -> Iterable[tuple[GridRow, Indicator, Cell]]:
    for at, cells in edits.changed.items():
        for code, typed in cells.items():
            yield grid.rows[at], reference.indicators[code], typed


def _changes(reference: Reference, asked: Asked, grid: Grid, edits: Edits, checked: CheckedValues) -> Iterable[Change]:
    for row, indicator, typed in _edited(reference, grid, edits):
        key = (*row.key, indicator.id)
        before = row.kept[indicator.code]
        if is_blank(typed) or key in checked.cells:
            yield Change(asked.table, key, "value", before, checked.cells.get(key))


def _lost(reference: Reference, checked: CheckedValues, grid: Grid, edits: Edits) -> list[str]:
    """The rows of which a cell was neither taken nor refused."""
    found = {
        row.label: None
        for row, indicator, typed in _edited(reference, grid, edits)
        if not is_blank(typed) and (*row.key, indicator.id) not in checked.cells
    }
    return list(found)
