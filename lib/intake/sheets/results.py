"""The stored results of formulas: which were never computed, and which zeros nobody can tell from a computed one.

A program that writes formulas without computing them stores nothing, or an empty text, or 0. Where the file says that
its results are not to be trusted, a 0 counts as none unless another formula of its column has a result.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from lib.intake.sheets.rows import CellError

Position = tuple[int, int]


@dataclass
class Results:
    """The results of the formulas of a sheet, by column; positions count from 0."""

    _computed: set[int] = field(default_factory=set)
    _doubtful: dict[Position, CellError] = field(default_factory=dict)
    _zeros: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def other(self, at: Position) -> None:
        """A result that is no zero."""
        self._computed.add(at[1])

    def zero(self, at: Position, formula: str, *, trusted: bool) -> None:
        """A result of 0, and whether the file says that its results are computed."""
        if trusted:
            self._zeros[at[1]].append(at[0])
        else:
            self._doubtful[at] = CellError(formula)

    def missing(self) -> dict[Position, CellError]:
        """The formulas that have no result, although one of 0 is stored."""
        return {at: formula for at, formula in self._doubtful.items() if at[1] not in self._computed}

    def zeros(self) -> dict[int, tuple[int, ...]]:
        """By column the numbers of the rows whose formula gives 0, where every formula of the column does."""
        apart = self._computed | {column for _row, column in self._doubtful}
        return {column: tuple(row + 1 for row in rows) for column, rows in self._zeros.items() if column not in apart}
