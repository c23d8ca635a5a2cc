"""What a grid shows: its columns, and its rows as people read them.

What is edited stands in columns of texts alone: one of another kind makes of what is typed or pasted what it likes, in
the browser, before anybody here has seen it (1 of 100%, today of 2023年6月2日, nothing of abc).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import pandas as pd

from lib.kept.changes import Key
from lib.words.language import gettext as _
from lib.words.texts import printable

GridCell = str | float | bool | date | None
ColumnKind = Literal["text", "number", "yes_no", "choice", "day"]

MOST_ROWS = 10_000  # beyond it an editor becomes slow
REMOVE = "_remove"  # the column in which a yes takes a record away
SURPLUS = "_surplus"  # the last but this: what a paste brings beyond the columns lands here, and is seen


@dataclass(frozen=True)
class Part:
    """Which rows of a table are read: those that hold every word of `text`, and of them a page, counted from 1."""

    text: str = ""
    number: int = 1
    size: int = MOST_ROWS


@dataclass(frozen=True)
class GridColumn:
    """A column; `options` are the words of a choice.

    A locked one says which row it is and is never edited, nor is one of the key, but in new rows. Both take what is
    pasted over them all the same, so that it can be compared.
    """

    name: str
    title: str
    kind: ColumnKind = "text"
    options: tuple[str, ...] = ()
    key: bool = False
    locked: bool = False


@dataclass(frozen=True)
class GridRow:
    """A row: `cells` as people read them, `kept` the same as the database holds them, by column.

    `label` names the row in a sentence; `carried` are the columns whose value was carried forward.
    """

    key: Key
    label: str
    cells: tuple[GridCell, ...]
    kept: Mapping[str, Any]
    carried: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class Grid:
    """A page of a table as it was read at one moment; what may be done: edit cells, add rows, take rows away.

    It is like no other: what is made of its rows can be kept by it.
    """

    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    edits: bool = True
    adds: bool = False
    removes: bool = False

    def only_read(self) -> "Grid":
        """The same rows, of which nothing can be edited."""
        return replace(self, edits=False, adds=False, removes=False)

    def column(self, name: str) -> GridColumn | None:
        """The column of this name, if there is one."""
        return next((column for column in self.columns if column.name == name), None)

    def frame(self) -> pd.DataFrame:
        """The rows as an editor takes them, a column per column: of texts where they are edited.

        At the end stand the column for what a paste has too much, and the one that takes rows away.
        """
        if not self.edits:
            return pd.DataFrame({column.name: self._series(at, column) for at, column in enumerate(self.columns)})
        more = (SURPLUS, REMOVE) if self.removes else (SURPLUS,)
        names = [*(column.name for column in self.columns), *more]
        rows = [[*map(written, row.cells), *(None for _name in more)] for row in self.rows]
        # one block, and names that are no strings of pandas: the editor takes every column apart in every run
        return pd.DataFrame(rows, columns=pd.Index(names, dtype="object"), dtype="object")

    def _series(self, at: int, column: GridColumn) -> pd.Series:
        cells = (row.cells[at] for row in self.rows)
        dtype = {"number": "float64", "yes_no": "bool"}.get(column.kind, "object")
        return pd.Series([printable(cell) if isinstance(cell, str) else cell for cell in cells], dtype=dtype)


def written(cell: GridCell) -> str | None:
    """A cell as the text that stands in an editor; read again it is the same."""
    if cell is None:
        return None
    if isinstance(cell, bool):
        return _("yes") if cell else _("no")
    if isinstance(cell, str):
        return printable(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    # fifteen digits are what a float holds for sure; with seventeen 0.1 would be 0.10000000000000001
    return f"{cell:,.0f}" if cell == int(cell) else f"{Decimal(format(cell, '.15g')):,f}"
