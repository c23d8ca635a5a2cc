"""Rows beside the table: totals, which are left out and compared with the sum, footnotes and repeated headers."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from lib.intake.checks.collector import Collector
from lib.intake.checks.header import SUBTOTALS, is_footnote, total_label
from lib.intake.checks.layout import Layout
from lib.intake.checks.problems import column_letters
from lib.intake.checks.told import listed
from lib.intake.sheets import Row
from lib.kept.changes import Key
from lib.words.language import gettext as _


@dataclass(frozen=True)
class Total:
    """A total row: its values by column, in smallest steps."""

    number: int
    subtotal: bool
    values: Mapping[int, int]


class SkippedRows:
    """Collects the rows that are no rows of units, and says what became of them."""

    def __init__(self, layout: Layout, collector: Collector) -> None:
        self._layout = layout
        self._collector = collector
        self._totals: list[Total] = []
        self._footnotes: list[int] = []

    def takes(self, row: Row) -> bool:
        """Whether a row without a unit is blank, the header once more, a total or a footnote."""
        if self._layout.header.repeats(row):
            return True
        if label := total_label(row.cells):
            values = dict(self._collector.row_values(row, self._layout.indicators))
            self._totals.append(Total(row.number, label.endswith(SUBTOTALS), values))
            return True
        if is_footnote(row.cells):
            self._footnotes.append(row.number)
            return True
        return False

    def notices(self, cells: Mapping[Key, int]) -> list[str]:
        """What was left out, and which totals differ from the sum of `cells`, the accepted ones."""
        found = []
        if self._totals:
            rows = listed([total.number for total in self._totals])
            found.append(_("Total rows are left out: row {rows}").format(rows=rows))
        if self._footnotes:
            rows = listed(self._footnotes)
            found.append(_("Remarks below or between the rows are left out: row {rows}").format(rows=rows))
        return found + self._differences(cells)

    def _differences(self, cells: Mapping[Key, int]) -> list[str]:
        # with refused rows the sum is known to be incomplete: a difference would say nothing
        if not self._totals or not cells or self._collector.refused:
            return []
        by_row = sorted((self._collector.rows[key], key[-1], value) for key, value in cells.items())
        found: list[str] = []
        everything, since_last = Counter[int](), Counter[int]()
        position = 0
        for total in self._totals:
            while position < len(by_row) and by_row[position][0] < total.number:
                _row, indicator, value = by_row[position]
                everything[indicator] += value
                since_last[indicator] += value
                position += 1
            found += self._compared(total, since_last if total.subtotal else everything)
            since_last.clear()
        return found

    def _compared(self, total: Total, sums: Counter[int]) -> list[str]:
        return [
            self._difference(total, index, sums[self._layout.indicators[index].id])
            for index, value in total.values.items()
            if value != sums[self._layout.indicators[index].id]
        ]

    def _difference(self, total: Total, index: int, computed: int) -> str:
        decimals = self._layout.indicators[index].decimals
        return _("Row {row}, {column}: the total says {found}, the rows add up to {computed}").format(
            row=total.number,
            column=f"{column_letters(index)} {self._layout.header.title(index)}".rstrip(),
            found=Decimal(total.values[index]).scaleb(-decimals),
            computed=Decimal(computed).scaleb(-decimals),
        )
