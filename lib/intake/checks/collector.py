"""Takes the values of each row, keeps what is wrong with them, and finds cells that are said twice."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from lib.intake.checks.duty import Columns
from lib.intake.checks.indicators import ReportedIndicator, unlimited
from lib.intake.checks.layout import Layout
from lib.intake.checks.numbers import NOTHING_SAID, converted, in_smallest_steps
from lib.intake.checks.problems import Mistake, Problem, row_said
from lib.intake.checks.resolver import RowResolver
from lib.intake.checks.shares import Shares
from lib.intake.checks.told import Lost
from lib.intake.checks.whole import Block
from lib.intake.sheets import Row, Sheet
from lib.kept.changes import Key, TargetKey
from lib.kept.reference import UnitRef
from lib.words.language import gettext as _
from lib.words.settings import Nothing

Found = TypeVar("Found")
Factors = Mapping[int, Decimal]
AS_THEY_ARE: Factors = {}


@dataclass
class Collected:
    """What the tables of a file say together; `sheets` are the names of those that are read, none for a single one."""

    sheets: tuple[str, ...] = ()
    cells: dict[Key, int] = field(default_factory=dict)
    rows: dict[Key, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)
    repeated: set[int] = field(default_factory=set)
    units: set[int] = field(default_factory=set)
    seen: set[int] = field(default_factory=set)
    blanks: int = 0

    def accepted(self) -> dict[Key, int]:
        """The cells of all rows that are not refused; none when the file as a whole has a problem."""
        if any(problem.row is None for problem in self.problems):
            return {}
        if not self.refused:
            return self.cells
        return {key: value for key, value in self.cells.items() if self.rows[key] not in self.refused}


class Collector:
    """Takes the rows of one table, one after the other."""

    def __init__(
        self, sheet: Sheet, layout: Layout, resolver: RowResolver, collected: Collected, nothing: Nothing
    ) -> None:
        self._sheet = sheet
        self._nothing = nothing
        self._shares = Shares()
        self.lost = Lost(sheet)
        self._read_columns = {index for role, index in layout.roles.items() if role != "ignored"}
        self._header = layout.header
        self._resolver = resolver
        self._converts = bool(layout.factors) or layout.long or "measure" in layout.roles
        self.all = collected

    def keeps(self, block: Block) -> bool:
        """Whether the rows are taken together, as nearly always: each is plain and says what none above it does."""
        collected = self.all
        if block.cells is None or not collected.cells.keys().isdisjoint(block.cells):
            return False
        collected.cells.update(block.cells)
        collected.rows.update(zip(block.cells, block.numbers, strict=True))
        collected.seen.update([row.number for row in block.rows])
        collected.units |= block.units
        collected.blanks += block.blanks
        return True

    def read(self, row: Row, unit: UnitRef | Mistake) -> None:
        """Take the values of the row, which is about this unit; with any problem the whole row is refused."""
        collected = self.all
        collected.seen.add(row.number)
        before = len(collected.problems)
        if self._sheet.lost and self._lost_in(row):
            return
        self._taken(row, unit)
        half_month = self._resolver.half_month(row)
        self._taken(row, half_month)
        columns = self._taken(row, self._resolver.columns(row)) or {}
        values = self._values(row, columns)
        self._taken(row, None if self._sheet.name else self._header.surplus(row))  # a text file alone can have it
        if not isinstance(unit, Mistake) and not isinstance(half_month, Mistake):
            collected.units.add(unit.id)
            self._taken(row, self._resolver.refusal(unit, half_month, {index: columns[index] for index in values}))
            if len(collected.problems) == before:
                collected.blanks += len(columns) - len(values)
                self._keep(row, half_month, unit, columns, values)
        if len(collected.problems) > before:
            collected.refused.add(row.number)

    def _lost_in(self, row: Row) -> bool:
        """Whether characters of the row were lost in a column that is read; it then says nothing else."""
        columns = self._resolver.columns(row)
        lost = self.lost.mistakes(row, self._read_columns | (set() if isinstance(columns, Mistake) else columns.keys()))
        for mistake in lost:
            self.refuse(row, mistake)
        return bool(lost)

    def finish(self) -> None:
        """What only all rows together tell."""
        for row, mistake in self._shares.doubtful():
            self.refuse(row, mistake)

    def row_values(self, row: Row) -> Iterator[tuple[int, ReportedIndicator, int]]:
        """(column, indicator, value) of the cells that hold one, passing over those that do not: for total rows, which
        the limits of a single unit do not bind."""
        columns = self._resolver.columns(row)
        if isinstance(columns, Mistake):
            return
        factors = self._resolver.factors(row, columns) if self._converts else AS_THEY_ARE
        if isinstance(factors, Mistake):
            return
        for index, indicator in columns.items():
            value = self._value(row, index, unlimited(indicator), factors)
            if value is not None and not isinstance(value, Mistake):
                yield index, indicator, value

    def refuse(self, row: Row, mistake: Mistake) -> None:
        """Note what is wrong with a row that holds no values of a unit."""
        self._taken(row, mistake)
        self.all.refused.add(row.number)

    def _values(self, row: Row, columns: Columns) -> dict[int, int]:
        factors = AS_THEY_ARE
        if self._converts:
            factors = self._taken(row, self._resolver.factors(row, columns)) or AS_THEY_ARE
        values, cells = dict[int, int](), row.cells
        for index, indicator in columns.items():
            value = self._taken(row, self._value(row, index, indicator, factors))
            if value is not None:
                values[index] = value
                if indicator.percent:
                    percent = Decimal(value).scaleb(-indicator.decimals)
                    self._shares.see(indicator.id, row, index, cells[index], percent)
        return values

    def _value(self, row: Row, index: int, indicator: ReportedIndicator, factors: Factors) -> int | Mistake | None:
        if index >= len(row.cells):
            return None
        if (row.number, index) in self._sheet.filled:
            # one value over several units is not the value of each of them
            mend = _("This cell is merged with the one above; write each unit's own value")
            return Mistake("merged_value", mend, index)
        try:
            cell = row.cells[index]
            by = factors.get(index)
            return in_smallest_steps(cell, indicator) if by in (None, 1) else converted(cell, by, indicator)
        except Mistake as mistake:
            if mistake.kind == NOTHING_SAID and self._nothing != "ask":
                return 0 if self._nothing == "zero" else None
            return mistake.at(index)

    def _keep(self, row: Row, half_month: int | None, unit: UnitRef, columns: Columns, values: dict[int, int]) -> None:
        said: dict[Key, int]
        if half_month is None:
            said = {TargetKey(unit.id, columns[index].id): value for index, value in values.items()}
        else:
            said = {(half_month, unit.id, columns[index].id): value for index, value in values.items()}
        if self.all.cells.keys().isdisjoint(said):  # as nearly always
            self.all.cells.update(said)
            self.all.rows.update(dict.fromkeys(said, row.number))
        else:
            self._keep_again(row, dict(zip(said, values, strict=True)), said)

    def _keep_again(self, row: Row, columns: Mapping[Key, int], said: Mapping[Key, int]) -> None:
        """Keep values of which a row above says some already."""
        for key, value in said.items():
            earlier = self.all.cells.setdefault(key, value)
            first = self.all.rows.setdefault(key, row.number)
            if first == row.number:
                continue
            if earlier == value:
                self.all.repeated.add(row.number)
            else:
                self.all.refused.add(first)
                self._taken(row, _twice(row_said(first, *self.all.sheets), columns[key]))

    def _taken(self, row: Row, found: Found | Mistake | None) -> Found | None:
        """What was found, or None after its mistake has been noted."""
        if isinstance(found, Mistake):
            self.all.problems.append(self._header.problem(row, found))
            return None
        return found


def _twice(first: str, index: int) -> Mistake:
    mend = _("Row {row} says another value for the same; keep the right one").format(row=first)
    return Mistake("two_values", mend, index)
