"""Rows beside the table: totals, which are left out and compared with the sum, footnotes and repeated headers."""

from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from lib.intake.checks.collector import Collector
from lib.intake.checks.indicators import ReportedIndicator
from lib.intake.checks.layout import Layout
from lib.intake.checks.problems import Mistake, column_letters, row_said
from lib.intake.checks.resolver import RowResolver
from lib.intake.checks.row_labels import (
    SUBTOTALS,
    divides_columns,
    is_derived,
    is_footnote,
    numbers_columns,
    total_label,
)
from lib.intake.checks.told import listed
from lib.intake.sheets import Cell, Row
from lib.kept.changes import Key, TargetKey, place
from lib.kept.reference import Reference, UnitRef
from lib.words.language import gettext as _

NAMES = ("unit_code", "unit_name", "township", "county")
NAMED_ABOVE = ("wrong_level", "no_unit")
"""The mistakes of a row that is named like a unit of a higher level, or only says in which one its units lie."""


@dataclass(frozen=True)
class Total:
    """A total row: its values with their column and indicator, in smallest steps. `anew` says that a table with a
    header of its own stands before it and behind another total; `unit` is the one that the row is named like."""

    row: Row
    values: tuple[tuple[int, ReportedIndicator, int], ...]
    subtotal: bool = False
    anew: bool = False
    unit: UnitRef | None = None


class SkippedRows:
    """Collects the rows that are no rows of units, and says what became of them."""

    def __init__(self, layout: Layout, collector: Collector, resolver: RowResolver, reference: Reference) -> None:
        self._layout = layout
        self._reference = reference
        self._collector = collector
        self._resolver = resolver
        self._totals: list[Total] = []
        self._higher: list[tuple[Total, Mistake]] = []
        self._footnotes: list[Row] = []
        self._anew = False
        self._first = layout.header.number

    def takes(self, row: Row, mistake: Mistake) -> bool:
        """Whether a row without a unit is blank, the header once more, a total or a footnote.

        One that is named like a unit of a higher level is kept until all rows are read: `settle` says what it is.
        """
        if self._layout.header.repeats(row):
            self._anew = bool(self._totals)
            return True
        names = _names(self._layout, row)
        if label := total_label(names):
            self._take_total(row, subtotal=label.endswith(SUBTOTALS))
            return True
        if any(each(row.cells) for each in (is_footnote, divides_columns, numbers_columns)) or is_derived(names):
            self._footnotes.append(row)
            return True
        unit = self._resolver.above(row) if mistake.kind in NAMED_ABOVE else None
        if unit is not None:
            self._higher.append((Total(row, tuple(self._collector.row_values(row)), unit=unit), mistake))
            self._resolver.end_group()
        return unit is not None

    def _take_total(self, row: Row, *, subtotal: bool) -> None:
        self._totals.append(Total(row, tuple(self._collector.row_values(row)), subtotal, self._anew))
        self._anew = False
        self._resolver.end_group()

    def settle(self) -> None:
        """A row named like a higher unit is its total where the units below it are in the file, else a wrong row."""
        if not self._higher:
            return
        present = set().union(*(self._above_of(unit) for unit in self._collector.all.units))
        for total, mistake in self._higher:
            below = total.unit is not None and total.unit.code in present
            if below and (self._resolver.is_named(total.row) or self._fits(total)):
                self._totals.append(total)
            else:
                self._collector.all.seen.add(total.row.number)
                self._collector.refuse(total.row, mistake)
        self._totals.sort(key=lambda total: total.row.number)

    def _above_of(self, unit_id: int) -> frozenset[str]:
        """The codes of the units in which a unit lies."""
        unit, tops = self._reference.by_id[unit_id], self._reference.children.get(None, ())
        above = (unit.township_code, unit.county_code, *(top.code for top in tops))
        return frozenset(code for code in above if code and code != unit.code)

    def _fits(self, total: Total) -> bool:
        sums = self._below(total, self._collector.all.cells)
        return all(value == sums[indicator.id] for _index, indicator, value in total.values)

    def _below(self, total: Total, cells: Mapping[Key, int]) -> Counter[int]:
        """The sums of the cells of the units below the one that a total row is named like."""
        code, half_month = total.unit.code if total.unit else "", self._resolver.half_month(total.row)
        sums = Counter[int]()
        for key, value in cells.items():
            unit, indicator = place(key)
            if code in self._above_of(unit) and (isinstance(key, TargetKey) or key[0] == half_month):
                sums[indicator] += value
        return sums

    def notices(self, cells: Mapping[Key, int]) -> list[str]:
        """What was left out, and which totals differ from the sum of `cells`, the accepted ones."""
        notices = []
        if self._totals:
            rows = listed([total.row.number for total in self._totals], *self._collector.all.sheets)
            notices.append(_("Total rows are left out: row {rows}").format(rows=rows))
        if self._footnotes:
            rows = listed([row.number for row in self._footnotes], *self._collector.all.sheets)
            notices.append(_("Remarks below or between the rows are left out: row {rows}").format(rows=rows))
        # with refused rows the sum is known to be incomplete: a difference would say nothing
        compared = self._totals and cells and not self._collector.all.refused
        return notices + list(self._differences(cells)) if compared else notices

    def _differences(self, cells: Mapping[Key, int]) -> Iterator[str]:
        rows = self._collector.all.rows
        by_row = deque(sorted((rows[key], place(key)[1], value) for key, value in cells.items()))
        while by_row and by_row[0][0] < self._first:
            by_row.popleft()  # of a sheet or table above
        everything, of_table, since_last = Counter[int](), Counter[int](), Counter[int]()
        for total in self._totals:
            if total.anew:
                of_table.clear()
            while by_row and by_row[0][0] < total.row.number:
                _row, indicator, value = by_row.popleft()
                for counter in (everything, of_table, since_last):
                    counter[indicator] += value
            if total.unit is not None:
                yield from self._compared(total, self._below(total, cells))
            elif total.subtotal:
                yield from self._compared(total, since_last)
            else:
                yield from self._compared(total, of_table, everything, since_last)
            since_last.clear()

    def _compared(self, total: Total, *sums: Counter[int]) -> Iterator[str]:
        """The values that differ from the sum that is meant: of these the one with which most of them agree."""

        def agreeing(each: Counter[int]) -> int:
            return sum(value == each[indicator.id] for _index, indicator, value in total.values)

        meant = max([each for each in sums if each] or sums, key=agreeing)
        for index, indicator, value in total.values:
            if value != meant[indicator.id]:
                yield self._difference(total.row, index, indicator, value, meant[indicator.id])

    def _difference(self, row: Row, index: int, indicator: ReportedIndicator, value: int, computed: int) -> str:
        column = indicator.name if self._layout.long else self._layout.header.title(index)
        return _("Row {row}, {column}: the total says {found}, the rows add up to {computed}").format(
            row=row_said(row.number, *self._collector.all.sheets),
            column=f"{column_letters(index)} {column}".rstrip(),
            found=Decimal(value).scaleb(-indicator.decimals),
            computed=Decimal(computed).scaleb(-indicator.decimals),
        )


def _names(layout: Layout, row: Row) -> list[Cell]:
    """The cells that say what a row is about: those before its first value, and the names behind it."""
    first = min([layout.roles["value"]] if layout.long else layout.indicators, default=0)
    names = {index for role, index in layout.roles.items() if role in NAMES}
    return [cell for index, cell in enumerate(row.cells) if index < first or index in names]
