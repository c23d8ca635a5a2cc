"""What a file becomes: rows of cells, numbered as the spreadsheet numbers them."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell without a usable value: an error (`#N/A`), or a formula whose result was never stored (`=`)."""

    text: str


Cell = str | int | float | bool | date | datetime | CellError | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row that holds something; `number` is the one beside it in the spreadsheet."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """The table of a file. `name` is empty for text files; `filled` are the (row number, column index) of merged
    cells that took the value of the cell above."""

    file_name: str
    name: str
    rows: tuple[Row, ...]
    notices: tuple[str, ...] = ()
    filled: frozenset[tuple[int, int]] = frozenset()
