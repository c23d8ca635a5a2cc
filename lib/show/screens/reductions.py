"""The five actions of the clean-up, one slide each: its figures, and the units below by its first measure."""

from lib.figures.progress import BELOW
from lib.kept import boards
from lib.kept.models import Board
from lib.show import blocks
from lib.show.blocks import Bar, Finding, Slide
from lib.show.boards.cleanup import ranked
from lib.show.boards.context import IndicatorContext, context_of, declared
from lib.show.boards.curves import curve_title
from lib.show.charts import Ranked
from lib.show.screens.headline import figure_grid
from lib.show.screens.view import ON_A_SLIDE, View, furthest, judged_words, left_out, title_of
from lib.words.language import gettext as _
from lib.words.lights import Light
from lib.words.wording import listed


def reduction_slide(view: View, action: str) -> Slide:
    """The figures on the left, the units below on the right; figures alone where nothing is reported below."""
    codes = _shown(view, action)  # never empty: `pages` leaves out an action without figures
    first = declared(view.reference, codes[0])
    context = context_of(view.connection, view.reference, view.half_month, view.unit, codes[0], codes, first)
    own = figure_grid(view, [context.figures[code] for code in codes])
    rows = ranked(context)
    if all(unit.percent is None for unit in rows):
        return Slide(Finding(curve_title(context)), own)
    far = judged_words([(unit.unit, unit.light) for unit in rows[::-1] if unit.light is Light.FAR_BEHIND])
    return Slide(
        Finding(
            title_of(curve_title(context), far), _second(view, context) + left_out(BELOW[view.unit.level], len(rows))
        ),
        blocks.columns(own, blocks.slide_bars([_bar(context, unit) for unit in furthest(rows)]), "9fr 11fr"),
    )


def _shown(view: View, action: str) -> tuple[str, ...]:
    """What the office chose for the slide, else what stands on the board: the first decides the ranking."""
    chosen = boards.codes(view.reference, Board.SCREEN, action) or boards.codes(view.reference, Board.CLEANUP, action)
    return chosen[:ON_A_SLIDE]


def _second(view: View, context: IndicatorContext) -> str:
    """What the bars on the right are."""
    text = (
        _("Share ({unit}), mark: expected") if context.goal else _("Percent of the target and number; mark: expected")
    )
    second = _("Right: {name} by county; {marks}")
    if view.is_county:
        second = _("Right: {name} by township; {marks}")
    return second.format(name=context.figure.name, marks=text.format(unit=context.figure.unit))


def _bar(context: IndicatorContext, unit: Ranked) -> Bar:
    """A fall stands with its own value (the goals are all percents), else the percent of its target and how many."""
    return Bar(
        unit.unit, unit.percent, unit.expected, unit.light, listed(unit.percent), unit.more,
        judged=context.task is not None, overdue=unit.overdue,
    )  # fmt: skip
