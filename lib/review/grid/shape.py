"""What a grid shows: its columns, and its rows as people read them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import pandas as pd

from lib.words.texts import printable

Cell = str | float | bool | date | None
Kind = Literal["text", "number", "yes_no", "choice", "day"]

MOST_ROWS = 10_000  # beyond it an editor becomes slow
REMOVE = "_remove"  # the column of ticks that take a record away


@dataclass(frozen=True)
class Part:
    """Which rows of a table are read: those that hold every word of `text`, and of them a page, counted from 1."""

    text: str = ""
    number: int = 1
    size: int = MOST_ROWS


@dataclass(frozen=True)
class GridColumn:
    """A column; `options` are the words of a choice. A locked one is never edited, one of the key only in new rows."""

    name: str
    title: str
    kind: Kind = "text"
    options: tuple[str, ...] = ()
    key: bool = False
    locked: bool = False


@dataclass(frozen=True)
class GridRow:
    """A row: `cells` as people read them, `kept` the same as the database holds them, by column.

    `label` names the row in a sentence; `carried` are the columns whose value was carried forward.
    """

    key: tuple[Any, ...]
    label: str
    cells: tuple[Cell, ...]
    kept: Mapping[str, Any]
    carried: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Grid:
    """A page of a table as it was read at one moment; what may be done: edit cells, add rows, take rows away."""

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
        """The rows as an editor takes them, a column per column; with the ticks in front where rows may go."""
        frame = pd.DataFrame({column.name: self._series(at, column) for at, column in enumerate(self.columns)})
        if self.removes:
            frame.insert(0, REMOVE, False)
        return frame

    def _series(self, at: int, column: GridColumn) -> pd.Series:
        # whole numbers too are floats here: in a column of integers the editor rounds what is typed
        dtype = {"number": "float64", "yes_no": "bool"}.get(column.kind, "object")
        cells = (row.cells[at] for row in self.rows)
        return pd.Series([printable(cell) if isinstance(cell, str) else cell for cell in cells], dtype=dtype)
