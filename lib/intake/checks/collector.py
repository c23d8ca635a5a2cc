"""Takes the values of each row, keeps what is wrong with them, and finds cells that are said twice."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TypeVar

from lib.intake.checks.duty import Columns
from lib.intake.checks.indicators import ReportedIndicator
from lib.intake.checks.layout import Layout
from lib.intake.checks.numbers import NOTHING_SAID, asked_once, steps
from lib.intake.checks.problems import Mistake, Problem
from lib.intake.checks.resolver import RowResolver
from lib.intake.checks.shares import Shares
from lib.intake.checks.told import Lost
from lib.intake.sheets import Row, Sheet
from lib.kept.changes import Key, TargetKey
from lib.kept.reference import UnitRef
from lib.words.language import gettext as _
from lib.words.settings import Nothing

Found = TypeVar("Found")


class Collector:
    """Everything that is found while the rows are read, one after the other."""

    def __init__(self, sheet: Sheet, layout: Layout, resolver: RowResolver, nothing: Nothing = "ask") -> None:
        self._sheet = sheet
        self._nothing = nothing
        self._shares = Shares()
        self.lost = Lost(sheet)
        self._read_columns = {index for role, index in layout.roles.items() if role != "ignored"}
        self._header = layout.header
        self._resolver = resolver
        self._cells: dict[Key, int] = {}
        self.rows: dict[Key, int] = {}
        self.problems: list[Problem] = [*layout.problems, *resolver.file_problems()]
        self.refused: set[int] = set()
        self.repeated: set[int] = set()
        self.units: set[int] = set()
        self.blanks = 0
        self.seen: set[int] = set()

    def read(self, row: Row) -> None:
        """Take the row's values; with any problem the whole row is refused."""
        self.seen.add(row.number)
        before = len(self.problems)
        if self._sheet.lost and self._lost_in(row):
            return
        unit = self._taken(row, self._resolver.unit(row))
        half_month = self._resolver.half_month(row)
        self._taken(row, half_month)
        columns = self._taken(row, self._resolver.columns(row)) or {}
        values = self._values(row, columns)
        self._taken(row, None if self._sheet.name else self._header.surplus(row))  # a text file alone can have it
        if unit is not None and not isinstance(half_month, Mistake):
            self.units.add(unit.id)
            self._taken(row, self._resolver.refusal(unit, half_month, {index: columns[index] for index in values}))
            if len(self.problems) == before:
                self.blanks += len(columns) - len(values)
                self._keep(row, half_month, unit, columns, values)
        if len(self.problems) > before:
            self.refused.add(row.number)

    def _lost_in(self, row: Row) -> bool:
        """Whether characters of the row were lost in a column that is read; it then says nothing else."""
        columns = self._resolver.columns(row)
        lost = self.lost.mistakes(row, self._read_columns | (set() if isinstance(columns, Mistake) else columns.keys()))
        for mistake in lost:
            self._taken(row, mistake)
            self.refused.add(row.number)
        return bool(lost)

    def finish(self) -> None:
        """What only all rows together tell."""
        for row, mistake in self._shares.doubtful():
            self._taken(row, mistake)
            self.refused.add(row.number)
        self.problems[:] = asked_once(self.problems)

    def accepted(self) -> dict[Key, int]:
        """The cells of all rows that are not refused; none when the file as a whole has a problem."""
        if any(problem.row is None for problem in self.problems):
            return {}
        if not self.refused:
            return self._cells
        return {key: value for key, value in self._cells.items() if self.rows[key] not in self.refused}

    def row_values(self, row: Row, columns: Columns) -> Iterator[tuple[int, int]]:
        """(column, value) of the cells that hold one, passing over those that do not: for total rows."""
        for index, indicator in columns.items():
            value = self._value(row, index, indicator)
            if value is not None and not isinstance(value, Mistake):
                yield index, value

    def _values(self, row: Row, columns: Columns) -> dict[int, int]:
        found = {index: self._taken(row, self._value(row, index, ref)) for index, ref in columns.items()}
        values = {index: value for index, value in found.items() if value is not None}
        for index, value in values.items():
            if (indicator := columns[index]).percent:
                percent = Decimal(value).scaleb(-indicator.decimals)
                self._shares.see(indicator.id, row, index, row.cells[index], percent)
        return values

    def _value(self, row: Row, index: int, indicator: ReportedIndicator) -> int | Mistake | None:
        if index >= len(row.cells):
            return None
        if (row.number, index) in self._sheet.filled:
            # one value over several units is not the value of each of them
            mend = _("This cell is merged with the one above; write each unit's own value")
            return Mistake("merged_value", mend, index)
        try:
            return steps(row.cells[index], indicator)
        except Mistake as mistake:
            if mistake.kind == NOTHING_SAID and self._nothing != "ask":
                return 0 if self._nothing == "zero" else None
            return mistake.at(index)

    def _keep(self, row: Row, half_month: int | None, unit: UnitRef, columns: Columns, values: dict[int, int]) -> None:
        for index, value in values.items():
            at = unit.id, columns[index].id
            key: Key = TargetKey(*at) if half_month is None else (half_month, *at)
            earlier = self._cells.setdefault(key, value)
            first = self.rows.setdefault(key, row.number)
            if first == row.number:
                continue
            if earlier == value:
                self.repeated.add(row.number)
            else:
                self.refused.add(first)
                self._taken(row, _twice(first, index))

    def _taken(self, row: Row, found: Found | Mistake | None) -> Found | None:
        """What was found, or None after its mistake has been noted."""
        if isinstance(found, Mistake):
            self.problems.append(self._header.problem(row, found))
            return None
        return found


def _twice(first: int, index: int) -> Mistake:
    mend = _("Row {row} says another value for the same; keep the right one").format(row=first)
    return Mistake("two_values", mend, index)
