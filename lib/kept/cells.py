"""The cells that an act changed of a unit in a half month: one row of the history, in JSON that anybody can read.

`[[3,null,12],[7,5,6,true]]` are two cells in the order of their indicators: the indicator's id, the value before and
after in its smallest steps, and a fourth `true` where the value before was one carried forward (沿用). A row for each
cell took five times the room and, in a save of 1,429 × 22 cells, five times the time.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from msgspec.json import Decoder


class Cell(NamedTuple):
    """A cell of a row."""

    indicator_id: int
    before: int | None
    after: int | None
    carried: bool = False


CellRow = tuple[int, int, int, str]  # half month, unit, how many cells, and the cells
Value = tuple[Any, ...]  # half month, unit, and what a Cell holds


def packed(values: Iterable[Value]) -> list[CellRow]:
    """The rows that hold these values, in the order of half months and units.

    Raises ValueError where a cell stands twice among them.
    """
    from msgspec.json import encode  # takes a start 40 ms, so it comes with the first save

    rows = []
    for place, several in groupby(sorted(values), _PLACE):
        cells = [Cell(*cell) if cell[-1] else cell[:-1] for _half_month, _unit, *cell in several]
        if len({cell[0] for cell in cells}) < len(cells):
            raise ValueError(f"a cell of {place} stands twice in a batch")
        rows.append((*place, len(cells), encode(cells).decode()))
    return rows


_PLACE = itemgetter(0, 1)


def unpacked(rows: Iterable[CellRow]) -> Iterator[Value]:
    """The values that these rows hold.

    Raises ValueError where a row is not as the program writes it: somebody changed it past the program.
    """
    for half_month, unit, count, text in rows:
        for cell in cells_of(text, count):
            yield half_month, unit, *cell


def cells_of(text: str, count: int | None = None) -> list[Cell]:
    """The cells of a row. Raises ValueError where they are none, or not as many as the row says (`count`)."""
    cells = _decoder().decode(text)
    if count not in (None, len(cells)):
        raise ValueError(f"{len(cells)} cells stand where {count} are counted")
    return cells


@cache
def _decoder() -> "Decoder[list[Cell]]":
    from msgspec.json import Decoder

    return Decoder(list[Cell])


def holds(indicator: str, row: str = "c") -> str:
    """SQL: whether this row of the history holds a cell of this indicator, of which `indicator` is SQL of the id.

    No value opens a bracket, so `[17,` stands only where the cell of indicator 17 begins. To look for it takes the
    database a tenth of the time in which the cells are read here: the history of one indicator opens at once.
    """
    return f"{row}.cells LIKE '%[' || {indicator} || ',%'"
