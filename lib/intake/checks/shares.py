"""Columns of percents in which a number without a sign can be a part of one: 1 beside 0.54 is 100 % as well as 1 %."""

from collections import defaultdict
from collections.abc import Hashable, Iterator
from decimal import Decimal

from lib.intake.checks.numbers import has_sign, part_or_percent
from lib.intake.checks.problems import Mistake
from lib.intake.sheets import Cell, Row


class Shares:
    """Sees the percents of a file, and tells of each bare 1 in a column without any number above it."""

    def __init__(self) -> None:
        self._ones: dict[Hashable, list[tuple[Row, int]]] = defaultdict(list)
        self._above: set[Hashable] = set()

    def see(self, column: Hashable, row: Row, index: int, cell: Cell, value: Decimal | int) -> None:
        """A percent that was taken, in the column of this indicator or field."""
        if value > 1 and column not in self._above and not has_sign(cell):
            self._above.add(column)
        elif value == 1 and not has_sign(cell):
            self._ones[column].append((row, index))

    def doubtful(self) -> Iterator[tuple[Row, Mistake]]:
        """Each 1 that can be 100 % as well as 1 %."""
        for column, places in self._ones.items():
            for row, index in () if column in self._above else places:
                yield row, part_or_percent(Decimal(1)).at(index)
