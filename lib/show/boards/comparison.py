"""The units below a unit, compared by one value: bars with most first, or why there is nothing to compare."""

from collections.abc import Iterable
from decimal import Decimal

from lib.kept.reference import UnitRef
from lib.show import blocks, charts
from lib.show.blocks import Block, Chart, Finding, Markup, Spec
from lib.show.boards.context import IndicatorContext
from lib.show.boards.words import within
from lib.show.charts import Measured
from lib.words.language import gettext as _
from lib.words.wording import together

ROW = 29  # px, as the ranking has it


def most_first(rows: Iterable[tuple[UnitRef, str, Decimal | float | None, str]], height: int = ROW) -> Spec:
    """A bar for each unit (its name, value and words), those without a value last; `height` is in px."""
    ordered = sorted(rows, key=lambda entry: (entry[2] is None, -(entry[2] or 0), entry[0].code))
    units = (
        Measured(unit.code, name, None if value is None else float(value), label)
        for unit, name, value, label in ordered
    )
    return charts.bars(units, row=height)


def by_value(context: IndicatorContext) -> Block:
    """The units below by a figure that has no target: most first, whatever that says."""
    figure = context.figure
    rows = [
        (child.unit, within(child.unit, context.unit), value, together(value, figure.unit, figure.decimals))
        for child in context.children
        for value in [child.row.value if child.row else None]
    ]
    second = _("{name} of each unit ({unit})").format(name=figure.name, unit=figure.unit)
    known = [(value, name, words) for _unit, name, value, words in rows if value is not None]
    title = _("Nothing reported yet")
    if known:
        _value, name, words = max(known, key=lambda entry: entry[0])
        title = _("{name} most, {value}").format(name=name, value=words)
    return Block(Finding(title, second), chart=Chart(most_first(rows), _("by unit")))


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
