"""What an editor sent: cells by the position of their row, new rows, and rows that go."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lib.review.grid.shape import REMOVE, Cell, Grid

Typed = Mapping[str, Cell]  # column → what was typed


@dataclass(frozen=True)
class Edits:
    """`changed` and `removed` by the row's place in the grid; `added` are new rows. Cells typed as before are none."""

    changed: Mapping[int, Typed]
    added: tuple[Typed, ...] = ()
    removed: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        """How many cells and rows were touched."""
        return sum(len(cells) for cells in self.changed.values()) + len(self.added) + len(self.removed)


def read_edits(grid: Grid, state: Mapping[str, Any] | None) -> Edits:
    """The edits in the state of an editor that showed `grid`; what that grid does not allow is left out."""
    state = state or {}
    given = {int(position): cells for position, cells in state.get("edited_rows", {}).items()}
    edited = {position: cells for position, cells in given.items() if position in range(len(grid.rows))}
    removed = {position for position, cells in edited.items() if cells.get(REMOVE)}
    removed |= {position for position in state.get("deleted_rows", ()) if position in range(len(grid.rows))}
    if not grid.removes:
        removed.clear()
    changed = {at: _different(grid, at, cells) for at, cells in edited.items() if at not in removed and grid.edits}
    return Edits(
        changed={position: cells for position, cells in sorted(changed.items()) if cells},
        added=tuple(_added(grid, state)) if grid.adds else (),
        removed=tuple(sorted(removed)),
    )


def _different(grid: Grid, position: int, cells: Typed) -> Typed:
    """The cells of a row that say something else than before, or that say again what was carried forward."""
    before = {column.name: cell for column, cell in zip(grid.columns, grid.rows[position].cells, strict=True)}
    open_ones = {column.name for column in grid.columns if not column.locked}
    carried = grid.rows[position].carried
    return {
        name: typed
        for name, typed in cells.items()
        if name in open_ones and (name in carried or not same(typed, before[name]))
    }


def _added(grid: Grid, state: Mapping[str, Any]) -> list[Typed]:
    names = {column.name for column in grid.columns}
    rows = [
        {name: typed for name, typed in row.items() if name in names}
        for row in state.get("added_rows", ())
        if not row.get(REMOVE)
    ]
    return [row for row in rows if any(typed not in (None, "", False) for typed in row.values())]


def same(typed: Cell, shown: Cell) -> bool:
    """Whether a cell was typed as it stood there; an editor sends days as text and blank texts as nothing."""
    if typed in (None, "") or shown in (None, ""):
        return typed in (None, "") and shown in (None, "")
    return str(typed) == str(shown) if isinstance(typed, str) else typed == shown
