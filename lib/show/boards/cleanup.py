"""减负清理: one measure of the five actions at one unit, from its curve to the villages where it came back."""

from dataclasses import dataclass

import sqlalchemy as sa

from lib.figures.figures import Figure
from lib.figures.reading import ChildAt
from lib.figures.rollups import IndicatorRow
from lib.kept.reference import Reference
from lib.kept.touched import of_its_half_month
from lib.show import charts
from lib.show.blocks import Block, Chart, Finding, Markup
from lib.show.boards.cleanup_villages import came_back, villages
from lib.show.boards.comparison import by_value, not_below
from lib.show.boards.context import IndicatorContext, context_of, declared
from lib.show.boards.curves import curve, new
from lib.show.boards.detail_panel import detail, read_by_detail
from lib.show.boards.drilldown import light_finding, unit_shown, way_to
from lib.show.boards.words import within
from lib.show.charts import Ranked
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.wording import exact, of_all, together


@dataclass(frozen=True)
class CleanupBoard:
    """The board; a block without its chart has nothing to draw, and its finding says why."""

    path: Markup
    curve: Block
    new: Block | None
    ranking: Block
    villages: Block | None
    detail: Block
    rebounds: Block | None


@of_its_half_month
def cleanup_board(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, code: str, measure_code: str
) -> CleanupBoard:
    """The board of a measure at the unit `code`; the prefecture's where there is no such unit."""
    measure = declared(reference, measure_code)
    beside = read_by_detail(reference, measure)
    context = context_of(connection, reference, half_month, unit_shown(reference, code), measure_code, beside, measure)
    choices = {"action": measure.group_code, "measure": measure_code}
    return CleanupBoard(
        path=way_to(reference, "cleanup", half_month, context.unit, _("Click a bar to go down"), **choices),
        curve=curve(context),
        new=new(context),
        ranking=_ranking(context) if context.children else not_below(context),
        villages=villages(context),
        detail=detail(context),
        rebounds=came_back(context),
    )


# The units below ------------------------------------------------------------------------------------------------


def _ranking(context: IndicatorContext) -> Block:
    if not context.is_measured:
        return by_value(context)
    title = light_finding([(within(child.unit, context.unit), child.judged.light) for child in context.children])
    text = (
        _("Share ({unit}), mark: expected") if context.goal else _("Percent of the target and number; mark: expected")
    )
    drawn = charts.ranking(ranked(context))
    return Block(Finding(title, text.format(unit=context.figure.unit)), chart=Chart(drawn, _("by unit")))


def ranked(context: IndicatorContext) -> list[Ranked]:
    """The units below, best first, those without a report last."""
    share, goal = context.figure.expected, context.goal
    # a ratio is drawn by its value, so that the mark stands at the share of its goal that is expected
    due = None if share is None else share * float(goal or 100) / 100
    rows = []
    for child in context.children:
        row = child.row
        shown = None if row is None else (float(row.value) if goal and row.value is not None else row.percent)
        more = "" if goal is not None or row is None else _more(context.figure, row)
        judged = child.judged
        if judged.rests_on:
            more = _("{count} reported").format(count=of_all(*judged.rests_on))
        rows.append((child, Ranked(child.unit.code, within(child.unit, context.unit), shown, due, judged.light, more,
                                   judged.overdue)))  # fmt: skip
    return [row for _child, row in sorted(rows, key=lambda each: _best_first(*each))]


def _best_first(child: ChildAt, row: Ranked) -> tuple[bool, bool, float, str]:
    """Those that too few reported of stand apart, those without a report last."""
    return row.percent is None, child.judged.rests_on is not None, -(row.percent or 0.0), row.unit_code


def _more(figure: Figure, row: IndicatorRow) -> str:
    """Behind the percent: how many, and of a standard how many villages are short of it."""
    if row.value is None:
        return ""
    if figure.indicator.rollup == "count" and row.whole is not None:
        return _("{count} short").format(count=exact(row.whole - (row.part or 0), 0))
    return together(row.value, "", figure.decimals)
