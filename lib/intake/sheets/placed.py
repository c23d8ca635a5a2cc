"""Cells at their places: values as they are shown, merged cells filled down, none longer than may be."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from lib.intake.sheets.archive import damaged
from lib.intake.sheets.encodings import REPLACEMENT
from lib.intake.sheets.rows import Cell, Row, Sheet
from lib.intake.sheets.survey import MOST_CELLS, Position, Survey
from lib.words.errors import FileRefused
from lib.words.language import gettext as _
from lib.words.settings import UploadLimits

HEAD = 60
"""Among so many first rows a header is looked for, with room for blank rows."""

MOST_DAYS = 2_958_466
"""From this number on a spreadsheet shows no day: it is that of 1 January 10000."""

Merged = tuple[Position, Position]
"""The first and the last of cells that are merged."""


def as_sheet(file_name: str, name: str, rows: dict[int, list[Cell]], merged: Sequence[Merged], survey: Survey) -> Sheet:
    """The sheet of these rows by their number, with its merged cells filled down and what the survey tells of it."""
    filled = _filled_down(rows, merged)
    return Sheet(
        file_name,
        name,
        tuple(Row(number, tuple(cells)) for number, cells in rows.items()),
        filled=filled,
        spans=_spans(merged),
        hidden=frozenset(row + 1 for row in survey.hidden) & rows.keys(),
        filtered=survey.filtered,
        lost=_lost(rows),
        zeros=survey.results.zeros(),
    )


def _lost(rows: Mapping[int, list[Cell]]) -> frozenset[tuple[int, int]]:
    """Where the cells are whose characters were lost before the workbook was saved."""
    return frozenset(
        (number, column)
        for number, cells in rows.items()
        for column, cell in enumerate(cells)
        if type(cell) is str and REPLACEMENT in cell
    )


def _spans(merged: Sequence[Merged]) -> dict[tuple[int, int], int]:
    """Cells of the first rows that reach over several columns: titles of groups, above those of their columns."""
    return {(row + 1, first): last for (row, first), (_row, last) in merged if first < last and row < HEAD}


def _filled_down(rows: dict[int, list[Cell]], merged: Sequence[Merged]) -> frozenset[tuple[int, int]]:
    """Merged cells hold their value in the first row only: each row below gets it too."""
    filled: set[tuple[int, int]] = set()
    bottom = max(rows, default=0)
    reach = [(range(row + 2, min(last + 1, bottom) + 1), row, column) for (row, column), (last, _column) in merged]
    if sum(len(below) for below, _row, _column in reach) > MOST_CELLS:
        # merged cells do not overlap in a workbook that a spreadsheet wrote
        raise damaged()
    for below, row, column in reach:
        value = get(rows, row + 1, column)
        for number in below if value is not None else ():
            if number in rows:
                put(rows, number, column, value)
                filled.add((number, column))
    return frozenset(filled)


def get(rows: Mapping[int, list[Cell]], number: int, column: int) -> Cell:
    """The cell in this row and column."""
    cells = rows.get(number, [])
    return cells[column] if column < len(cells) else None


def put(rows: dict[int, list[Cell]], number: int, column: int, cell: Cell) -> None:
    """Put the cell into this row and column, whatever stands there."""
    cells = rows.setdefault(number, [])
    cells.extend([None] * (column + 1 - len(cells)))
    cells[column] = cell


def as_cell(value: Cell | time | timedelta) -> Cell:
    """A value as a reader hands it over, as a cell."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        # above 2**53 the digits are no longer those that were typed
        return int(value)
    if isinstance(value, time | timedelta):
        return str(value)
    if isinstance(value, datetime) and value.time() > time(23, 59) and value.date() < date.max:
        return value.date() + timedelta(days=1)  # written seconds before the day begins, and shown as that day
    return value


def moment(serial: float, *, from_1904: bool = False) -> Cell:
    """The day, with its time where it has one, that a workbook keeps as this number; the number where there is none."""
    # a workbook that counts from 1900 counts the 29 February that this year did not have
    first = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30 if serial >= 60 else 31)
    if not 0 <= serial < MOST_DAYS:
        return as_cell(serial)
    found = first + timedelta(seconds=round(serial * 86_400))
    return as_cell(found.date() if found.time() == time() else found)


def percent(value: float) -> str:
    """0.125, shown as a percent, as people see it: 12.5%."""
    return f"{(Decimal(format(value, '.15g')) * 100).normalize():f}%"


def refuse_long_cells(rows: Mapping[int, list[Cell]], limits: UploadLimits) -> None:
    """Raise FileRefused for the first row with a text that is too long."""
    for number, cells in rows.items():
        if any(isinstance(cell, str) and len(cell) > limits.max_cell_characters for cell in cells):
            raise long_cell(number, limits)


def long_cell(number: int, limits: UploadLimits) -> FileRefused:
    """The refusal of a row with a text that is too long."""
    mend = _("A cell in row {row} has more than {limit} characters; shorten it")
    return FileRefused(mend.format(row=number, limit=limits.max_cell_characters))
