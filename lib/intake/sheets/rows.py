"""What a file becomes: rows of cells, numbered as the spreadsheet numbers them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
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


SHEET_ROWS = 2**21
"""More than a sheet has rows: where several are read, the rows of the next one are numbered from here on."""


@dataclass(frozen=True)
class Sheet:
    """A table of a file. `name` is empty for text files; `filled` are the (row number, column index) of merged
    cells that took the value of the cell above.

    `spans` gives for a cell of the first rows that is merged to the right, by (row number, column index), the index of
    the last column it reaches over. Of a workbook this is the first sheet that can be read, `others` are the further
    ones in their order, and `unread` names those that are not looked at, each with the reason ("" for a hidden one).

    `hidden` are the numbers of rows that are not shown, by a filter where it is `filtered`; `lost` the (row number,
    column index) of cells whose characters were lost; `zeros` by column index the rows of its formulas, where all of
    them give 0 and it cannot be told whether they were ever computed.
    """

    file_name: str
    name: str
    rows: tuple[Row, ...]
    notices: tuple[str, ...] = ()
    filled: frozenset[tuple[int, int]] = frozenset()
    spans: Mapping[tuple[int, int], int] = field(default_factory=dict)
    others: tuple["Sheet", ...] = ()
    unread: Mapping[str, str] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    filtered: bool = False
    lost: frozenset[tuple[int, int]] = frozenset()
    zeros: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    def numbered_from(self, base: int) -> "Sheet":
        """The same sheet with every row numbered so much higher, where it is read below another one."""
        return replace(
            self,
            rows=tuple([Row(row.number + base, row.cells) for row in self.rows]),
            filled=frozenset((number + base, column) for number, column in self.filled),
            hidden=frozenset(number + base for number in self.hidden),
            lost=frozenset((number + base, column) for number, column in self.lost),
            zeros={column: tuple(number + base for number in rows) for column, rows in self.zeros.items()},
            spans={(number + base, column): last for (number, column), last in self.spans.items()},
        )
