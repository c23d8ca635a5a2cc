"""What the sides of the clean-up are made from: a unit's figures and its children's, as a table or as bars."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd
import sqlalchemy as sa

from lib.figures.figures import Figure
from lib.figures.series import ChildRow
from lib.kept.register import UnitRef
from lib.show import blocks, charts
from lib.show.blocks import Markup
from lib.show.boards.below import within
from lib.show.boards.words import unit_header
from lib.words.half_months import HalfMonth
from lib.words.wording import exact, in_sentence


@dataclass(frozen=True)
class Side:
    """Finding and table as markup, or finding and a chart."""

    markup: Markup
    chart: dict[str, Any] | None = None


@dataclass(frozen=True)
class Own:
    """What a side is made from: the unit's figures by code, and its children's."""

    connection: sa.Connection
    unit: UnitRef
    half_month: HalfMonth
    figures: dict[str, Figure]
    children: list[ChildRow]

    def total(self, code: str) -> Decimal | None:
        """The unit's own value."""
        return self.figures[code].value

    def said(self, code: str) -> str:
        """The figure with its unit, as within a sentence."""
        figure = self.figures[code]
        return in_sentence(figure.value, figure.unit, figure.decimals)


def children_table(own: Own, headers: Sequence[str], cells: Callable[[ChildRow], Sequence[object]]) -> Markup:
    """A row for each unit below; nothing where there is none that reports."""
    if not own.children:
        return Markup("")
    rows = [(within(child.unit, own.unit), *cells(child)) for child in own.children]
    head = unit_header(own.children[0].unit.level)
    return blocks.table([head, *headers], rows, set(range(1, len(headers) + 1)))


def less(upper: Decimal | None, lower: Decimal | None) -> Decimal | None:
    """The difference; missing where either is."""
    return None if upper is None or lower is None else upper - lower


def number(value: Decimal | None) -> str | None:
    """A cell of a table: in full, None for what is missing."""
    return None if value is None else exact(value, 0)


def each_of(value: Decimal | None, count: int) -> Decimal | None:
    """The mean over `count` villages; missing where none reported."""
    return None if value is None or not count else value / count


def bars(rows: list[tuple[str, str, float | None, str]]) -> dict[str, Any]:
    """Highest first, those without a report last."""
    ordered = sorted(rows, key=lambda row: (row[2] is None, -(row[2] or 0.0), row[0]))
    return charts.spec(charts.bars(pd.DataFrame(ordered, columns=["unit_code", "unit", "value", "label"])))
