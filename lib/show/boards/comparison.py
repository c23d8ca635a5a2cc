"""The units below a unit, compared by one value: bars with most first, or why there is nothing to compare."""

from collections.abc import Iterable
from decimal import Decimal

from lib.kept.reference import UnitRef
from lib.show import blocks, charts
from lib.show.blocks import Block, Finding, Spec
from lib.show.boards.context import IndicatorContext
from lib.show.charts import Measured
from lib.words.language import gettext as _

ROW = 29  # px, as the ranking has it


def most_first(rows: Iterable[tuple[UnitRef, str, Decimal | float | None, str]], row: int = ROW) -> Spec:
    """A bar for each unit (its name, value and words), those without a value last; `row` is its height in px."""
    ordered = sorted(rows, key=lambda one: (one[2] is None, -(one[2] or 0), one[0].code))
    units = (
        Measured(unit.code, name, None if value is None else float(value), label)
        for unit, name, value, label in ordered
    )
    return charts.bars(units, row=row)


def not_below(context: IndicatorContext) -> Block:
    """What stands in the place of a comparison where the units below do not report the figure."""
    return Block(
        Finding(_("{name} is reported by counties").format(name=context.figure.name)),
        blocks.empty(_("No figures for the units below"), _("Go up by the path above to compare counties")),
    )
