"""Rows of which nothing is to be said, read as whole columns: each spelling is looked up once, not each cell.

Nearly all rows are such. A row with anything to look at closer is left to be read cell by cell, for its sentence.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress, repeat, zip_longest
from typing import TypeVar

from lib.intake.checks.duty import Columns
from lib.intake.checks.indicators import ReportedIndicator
from lib.intake.checks.layout import Layout
from lib.intake.checks.numbers import plain_steps
from lib.intake.checks.problems import Mistake
from lib.intake.checks.resolver import RowResolver
from lib.intake.sheets import Cell, Row, Sheet
from lib.kept.changes import ObservationKey

Column = Sequence[Cell]
Place = tuple[int, int]  # half month and unit (id)
Spelling = TypeVar("Spelling", bound=Hashable)
_PLAIN = {str, int, type(None)}


@dataclass(frozen=True)
class Block:
    """Rows that follow each other, from the place `first` in their sheet on.

    Where they are read whole, `cells` holds what they say, `numbers` the row number of each of these in their order,
    `units` the ids of their units and `blanks` how many cells are not reported.
    """

    first: int
    rows: Sequence[Row]
    cells: Mapping[ObservationKey, int] | None = None
    numbers: Sequence[int] = ()
    units: frozenset[int] = frozenset()
    blanks: int = 0


@dataclass(frozen=True)
class _Values:
    """A column of values: the indicator (id) and the value in smallest steps of each row; None where it is blank."""

    indicators: Sequence[int]
    values: Sequence[int | None]
    closer: Collection[int] = ()  # the rows that are to be looked at closer


def blocks(sheet: Sheet, layout: Layout, resolver: RowResolver) -> Iterator[Block]:
    """The rows of a table below its header in their order: as many as can be read whole together, each other one
    alone."""
    for first in range(layout.first, len(sheet.rows), TOGETHER):
        yield from _WholeRows(sheet, layout, resolver, first).blocks()


TOGETHER = 20_000  # rows: what is made of them on the way, and goes again, takes five times as much room as they


class _WholeRows:
    """Rows of a table from the place `first` in their sheet on."""

    def __init__(self, sheet: Sheet, layout: Layout, resolver: RowResolver, first: int) -> None:
        self._sheet, self._layout, self._resolver, self._first = sheet, layout, resolver, first
        self._rows = sheet.rows[first : first + TOGETHER]
        self._columns = list(zip_longest(*(row.cells for row in self._rows)))

    def blocks(self) -> Iterator[Block]:
        """All rows in their order: as many as can be read whole together, each other one alone."""
        if self._sheet.lost or not self._resolver.reads_whole:
            yield Block(self._first, self._rows)
            return
        places, columns = self._places(), self._values()
        start = 0
        for at in (*self._closer(places, columns), len(self._rows)):
            if start < at:
                yield self._together(places, columns, start, at)
            if at < len(self._rows):
                yield Block(self._first + at, self._rows[at : at + 1])
            start = at + 1

    def _places(self) -> list[Place | None]:
        """Half month and unit of each row; None where there is more to say of it."""
        keys = list(zip(*map(self._of, ("half_month", "unit_code", "unit_name")), strict=True))
        asked = dict(enumerate(self._named.values())) if self._layout.long else self._layout.indicators
        found = {key: self._place(self._rows[at], asked) for key, at in _first(keys).items()}
        return [found[key] for key in keys]

    def _place(self, row: Row, asked: Columns) -> Place | None:
        unit, half_month = self._resolver.unit(row), self._resolver.half_month(row)
        if isinstance(unit, Mistake) or isinstance(half_month, Mistake) or half_month is None:
            return None
        return None if self._resolver.refusal(unit, half_month, asked) else (half_month, unit.id)

    @property
    def _named(self) -> dict[Cell, ReportedIndicator]:
        """What each spelling of an indicator names in a long table, where nothing else is to be said of it."""
        rows = {cell: self._rows[at] for cell, at in _first(self._of("indicator")).items()}
        named = {cell: self._resolver.plain_indicator(row) for cell, row in rows.items()}
        return {cell: indicator for cell, indicator in named.items() if indicator is not None}

    def _values(self) -> list[_Values]:
        if self._layout.long:
            return [_in_steps(self._of("indicator"), self._of("value"), self._named)]
        return [_in_steps([None] * len(self._rows), self._at(index), {None: one}) for index, one in self._asked]

    @property
    def _asked(self) -> Iterable[tuple[int, ReportedIndicator]]:
        return self._layout.indicators.items()

    def _of(self, role: str) -> Column:
        return self._at(self._layout.roles.get(role))

    def _at(self, index: int | None) -> Column:
        there = index is not None and index < len(self._columns)
        return self._columns[index] if index is not None and there else [None] * len(self._rows)

    def _closer(self, places: Sequence[Place | None], columns: Iterable[_Values]) -> list[int]:
        """The rows that are to be looked at one by one."""
        found = {at for at, place in enumerate(places) if place is None}.union(*(one.closer for one in columns))
        merged = {number for number, _column in self._sheet.filled}
        width = None if self._sheet.name else len(self._layout.header.titles)  # a text file alone can have more
        for at, row in enumerate(self._rows):
            if row.number in merged or (width is not None and len(row.cells) > width):
                found.add(at)
        return sorted(found)

    def _together(self, places: Sequence[Place | None], columns: Sequence[_Values], start: int, end: int) -> Block:
        """The rows from `start` to before `end`, all of them plain; without cells where one is said twice."""
        rows, those = self._rows[start:end], [place for place in places[start:end] if place]
        indicators = zip(*(one.indicators[start:end] for one in columns), strict=True)
        keys = [(*place, one) for place, several in zip(those, indicators, strict=True) for one in several]
        values = list(chain.from_iterable(zip(*(one.values[start:end] for one in columns), strict=True)))
        filled = [value is not None for value in values]
        said = dict(zip(compress(keys, filled), compress(values, filled), strict=True))
        first = self._first + start
        if len(said) < sum(filled):
            return Block(first, rows)
        numbers = chain.from_iterable(repeat(row.number, len(columns)) for row in rows)
        units, blanks = frozenset(unit for _when, unit in those), len(values) - len(said)
        return Block(first, rows, said, list(compress(numbers, filled)), units, blanks)


def _first(cells: Sequence[Spelling]) -> dict[Spelling, int]:
    """Where each of `cells` stands first."""
    return dict(zip(reversed(cells), range(len(cells) - 1, -1, -1), strict=True))


def _in_steps(names: Column, cells: Column, named: Mapping[Cell, ReportedIndicator]) -> _Values:
    """A column of values, of the indicator that is `named` in each row; each pair of name and spelling is read once."""
    closer = set[int]()
    if not {*map(type, cells)} <= _PLAIN:  # 1.0 and a yes are as good as 1 to whoever looks for it
        closer = {at for at, cell in enumerate(cells) if type(cell) not in _PLAIN}
        cells = [None if at in closer else cell for at, cell in enumerate(cells)]
    pairs = list(zip(names, cells, strict=True))
    read, doubtful = dict[tuple[Cell, Cell], int | None](), set[tuple[Cell, Cell]]()
    for pair in set(pairs):
        indicator = named.get(pair[0])
        read[pair] = value = None if indicator is None else plain_steps(pair[1], indicator)
        if indicator is None or (pair[1] is not None and (value is None or indicator.percent)):
            doubtful.add(pair)
    if doubtful:
        closer |= {at for at, pair in enumerate(pairs) if pair in doubtful}
    number = {name: indicator.id for name, indicator in named.items()}
    return _Values([number.get(name, 0) for name in names], [read[pair] for pair in pairs], closer)
