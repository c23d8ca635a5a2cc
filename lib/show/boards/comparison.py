"""The units below a unit, compared by one value: bars with most first, or why there is nothing to compare."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from lib.kept.reference import UnitRef
from lib.show import blocks, charts
from lib.show.blocks import Block, Chart, Finding, Markup, Spec
from lib.show.boards.context import IndicatorContext
from lib.show.boards.words import within
from lib.show.charts import Measured
from lib.show.charts.ranks import ROW
from lib.words.language import gettext as _
from lib.words.wording import together


class UnitBar(NamedTuple):
    """A unit with its name beside the bar, its value (None: missing), and the words for it."""

    unit: UnitRef
    name: str
    value: Decimal | float | None
    words: str


def most_first(bars: Iterable[UnitBar], height: int = ROW) -> Spec:
    """The bars of a chart, `height` px each, those without a value last."""
    ordered = sorted(bars, key=lambda bar: (bar.value is None, -(bar.value or 0), bar.unit.code))
    measured = (
        Measured(bar.unit.code, bar.name, None if bar.value is None else float(bar.value), bar.words) for bar in ordered
    )
    return charts.bars(measured, row=height)


def by_value(context: IndicatorContext) -> Block:
    """The units below by a figure that has no target: most first, whatever that says."""
    figure = context.figure
    bars = [
        UnitBar(child.unit, within(child.unit, context.unit), value, together(value, figure.unit, figure.decimals))
        for child in context.children
        for value in [child.row.value if child.row else None]
    ]
    second = _("{name} of each unit ({unit})").format(name=figure.name, unit=figure.unit)
    known = [bar for bar in bars if bar.value is not None]
    title = _("Nothing reported yet")
    if known:
        most = max(known, key=lambda bar: bar.value or 0)
        title = _("{name} most, {value}").format(name=most.name, value=most.words)
    return Block(Finding(title, second), chart=Chart(most_first(bars), _("by unit")))


def nothing_declared() -> Markup:
    """What stands in the place of a board on which the office has put no indicator."""
    return blocks.empty(
        _("No indicator stands on this board yet"),
        _("The office names them on the page Tables, table Indicators on boards; what asks nobody is left out"),
    )


def not_below(context: IndicatorContext) -> Block:
    """What stands in the place of a comparison where the units below do not report the figure."""
    return Block(
        Finding(_("{name} is reported by counties").format(name=context.figure.name)),
        blocks.empty(_("No figures for the units below"), _("Go up by the path above to compare counties")),
    )
