"""What an editor sent: cells by the position of their row, new rows, rows that go, and what fits nowhere.

All of it is text as it was typed or pasted. Nothing is passed over without a word: what the grid has no place for is a
problem as much as what cannot be read.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lib.intake.checks import Problem
from lib.intake.checks.cells import is_blank, yes_no
from lib.intake.checks.problems import Mistake, brief, cell_text
from lib.review.grid.shape import REMOVE, SURPLUS, Grid, GridCell, written
from lib.words.language import gettext as _

Typed = Mapping[str, GridCell]  # column → what was typed


@dataclass(frozen=True)
class Edits:
    """`changed`, `keys` and `removed` by the row's place in the grid; `added` are new rows.

    `keys` is what was typed over the cells that tell a row apart, `unfit` what has no place here. Cells typed as before
    are none of these.
    """

    changed: Mapping[int, Typed] = field(default_factory=dict)
    added: tuple[Typed, ...] = ()
    removed: tuple[int, ...] = ()
    keys: Mapping[int, Typed] = field(default_factory=dict)
    unfit: tuple[Problem, ...] = ()

    @property
    def count(self) -> int:
        """How many cells and rows were touched."""
        cells = sum(len(cells) for each in (self.changed, self.keys) for cells in each.values())
        return cells + len(self.added) + len(self.removed) + len(self.unfit)


def read_edits(grid: Grid, state: Mapping[str, Any] | None) -> Edits:
    """The edits in the state of an editor that showed `grid`; one that is only read has none."""
    return _Reader(grid, state or {}).edits() if grid.edits else Edits()


def new_row(number: int, of: int) -> str:
    """How a new row is called, the first being 1, among `of`."""
    return _("new row {number}").format(number=number) if of > 1 else _("new row")


class _Reader:
    """Everything that an editor sent, by what it is."""

    def __init__(self, grid: Grid, state: Mapping[str, Any]) -> None:
        self._grid = grid
        given = {int(position): cells for position, cells in state.get("edited_rows", {}).items()}
        self._edited = {at: given[at] for at in sorted(given) if at in range(len(grid.rows))}
        self._deleted = {at for at in state.get("deleted_rows", ()) if at in range(len(grid.rows))}
        # an editor adds a row as soon as somebody opens one; what holds nothing was not meant
        self._below = [row for row in state.get("added_rows", ()) if any(map(_says_something, row.values()))]
        self._columns = {column.name: column for column in grid.columns}
        self._unfit: list[Problem] = []

    def edits(self) -> Edits:
        """What was typed, and what fits nowhere."""
        removed = self._removed()
        different = {at: dict(self._different(at)) for at in self._edited if at not in removed}
        for at in different:
            self._look_beyond(self._grid.rows[at].label, self._edited[at])
        return Edits(
            _some(different, lambda name: not self._is_key(name)),
            tuple(self._added()),
            tuple(sorted(removed)),
            _some(different, self._is_key),
            tuple(self._unfit),
        )

    def _is_key(self, name: str) -> bool:
        return self._columns[name].locked or self._columns[name].key

    def _removed(self) -> set[int]:
        if not self._grid.removes:
            return set()
        going = {at for at, cells in self._edited.items() if self._goes(self._grid.rows[at].label, cells)}
        return going | self._deleted

    def _goes(self, label: str, cells: Typed) -> bool:
        """Whether the row is to be taken away; a word that is neither yes nor no is a problem."""
        try:
            return bool(yes_no(cells.get(REMOVE)))
        except Mistake as mistake:
            title, text = _("Remove"), brief(cell_text(cells[REMOVE]))
            self._unfit.append(Problem(row=label, title=title, text=text, mend=str(mistake), kind=mistake.kind))
            return False

    def _different(self, at: int) -> Iterator[tuple[str, GridCell]]:
        """The cells of a row that say something else than before, or that say again what was carried forward.

        A blank over a cell that tells the row apart says nothing of another one.
        """
        row = self._grid.rows[at]
        before = {column.name: cell for column, cell in zip(self._grid.columns, row.cells, strict=True)}
        for name, typed in self._edited[at].items():
            if name not in before or (self._is_key(name) and is_blank(typed)):
                continue
            if name in row.carried or not same(typed, before[name]):
                yield name, typed

    def _added(self) -> Iterator[Typed]:
        for number, row in enumerate(self._below, start=1):
            label = new_row(number, len(self._below))
            if not self._grid.adds:
                self._unfit.append(_too_low(number, row))
            elif not (self._grid.removes and self._goes(label, row)):
                self._look_beyond(label, row)
                yield {name: typed for name, typed in row.items() if name in self._columns}

    def _look_beyond(self, label: str, cells: Typed) -> None:
        """What stands behind the last column has no place there."""
        text = brief(cell_text(cells.get(SURPLUS)))
        if not is_blank(text):
            mend = _("There is no column for this; paste fewer columns, or begin further to the left")
            self._unfit.append(Problem(row=label, title=beyond(), text=text, mend=mend, kind="surplus"))


def beyond() -> str:
    """The title of the column that takes what a paste has too much."""
    return _("Too much")


def _too_low(number: int, row: Typed) -> Problem:
    label = _("row {number} below the last one").format(number=number)
    mend = _(
        "The table has no row for this: paste from the row that is meant, show more rows a page, or upload the file"
    )
    text = _(", ").join(cell_text(typed) for typed in row.values() if _says_something(typed))
    return Problem(row=label, text=brief(text), mend=mend, kind="surplus")


def _says_something(typed: GridCell) -> bool:
    return typed is not False and not is_blank(typed)  # a box that nobody ticked is False


def _some(different: Mapping[int, Typed], wanted: Callable[[str], bool]) -> dict[int, Typed]:
    """The cells whose column is wanted; a row without one is left out."""
    every = {at: {name: cell for name, cell in cells.items() if wanted(name)} for at, cells in different.items()}
    return {at: cells for at, cells in every.items() if cells}


def same(typed: GridCell, shown: GridCell) -> bool:
    """Whether a cell was typed as it stood there, a number with or without its separators."""
    if is_blank(typed) or shown in (None, ""):
        return is_blank(typed) and shown in (None, "")
    text = written(shown) or ""
    plain = text.replace(",", "") if isinstance(shown, int | float) else text
    return cell_text(typed) in (text, plain) if isinstance(typed, str) else typed == shown
