"""赋能: the figures of one empowerment, and one of them over time, by unit below and per village."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from lib.figures.figures import Figure
from lib.figures.rollups import IndicatorRow
from lib.kept import boards
from lib.kept.models import Board
from lib.kept.reference import Reference, UnitRef
from lib.kept.touched import of_its_half_month
from lib.show import blocks
from lib.show.blocks import Block, Chart, Finding, Markup
from lib.show.boards.comparison import UnitBar, most_first, not_below
from lib.show.boards.context import IndicatorContext, context_of
from lib.show.boards.curves import curve, new
from lib.show.boards.drilldown import unit_shown, way_to
from lib.show.boards.words import card, unit_name, within
from lib.words.half_months import HalfMonth
from lib.words.language import current
from lib.words.language import gettext as _
from lib.words.wording import MINUS, MISSING, in_sentence, listed, not_comparable, rounded, together

ROW = 24  # px: two charts of nine counties stand one over the other
PER = (1, 10, 100)  # villages: the first of these over which the prefecture's mean reads as 1 or more


@dataclass(frozen=True)
class EmpowermentBoard:
    """The board; a block without its chart has nothing to draw, and its finding says why."""

    path: Markup
    figures: Block
    curve: Block
    new: Block | None
    counties: Block
    each: Block | None


@dataclass(frozen=True)
class _Part:
    """A unit below (or the one shown): its roll-up, and the villages over which it is spread."""

    unit: UnitRef
    row: IndicatorRow | None
    villages: int

    @property
    def value(self) -> Decimal | None:
        return self.row.value if self.row else None


_Compared = tuple[_Part, Decimal | None, str]  # a unit, what is compared, and the words for it


@of_its_half_month
def empowerment_board(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, code: str, figure: str
) -> EmpowermentBoard:
    """The board of a figure at the unit `code`; the prefecture's where there is no such unit."""
    unit, support = unit_shown(reference, code), _support_of(reference, figure)
    beside = boards.groups(reference, Board.EMPOWERMENT, half_month).get(support, ())
    codes = dict.fromkeys((*(item.indicator for item in beside), figure))  # the one shown, also where it is in no group
    context = context_of(connection, reference, half_month, unit, figure, codes)
    villages = _villages(context)
    parts = [_part(context, child.unit, child.row, villages) for child in context.children]
    shown = [context.figures[code] for code in codes]
    choices, hint = {"support": support, "figure": figure}, _("Click a bar to go down")
    return EmpowermentBoard(
        path=way_to(reference, "empowerment", half_month, unit, hint, **choices),
        figures=_all_figures(shown, figure, half_month),
        curve=curve(context),
        new=new(context),
        counties=_counties(context, parts) if parts else not_below(context),
        each=_each(context, parts, _whole(context, villages)),
    )


def _support_of(reference: Reference, figure: str) -> str:
    """The tab on which a figure is shown; "" when it is in none."""
    item = boards.item_of(reference, Board.EMPOWERMENT, figure)
    return item.group_code if item else ""


def _part(context: IndicatorContext, unit: UnitRef, row: IndicatorRow | None, villages: Mapping[str, int]) -> _Part:
    """A figure that villages report is spread over those that did, one of counties over all their villages."""
    if context.figure.indicator.level == "village":
        return _Part(unit, row, row.n if row else 0)
    return _Part(unit, row, villages[unit.code])


def _villages(context: IndicatorContext) -> Counter[str]:
    """How many villages stand below each county and the prefecture; what villages report rests on no such count."""
    if context.figure.indicator.level == "village":
        return Counter()
    villages = context.reference.at_level("village", context.half_month)
    # each counts for its county and for the prefecture, whose mean is over all of them
    return Counter(code for village in villages for code in {village.county_code or "", context.reference.top.code})


# The figures ----------------------------------------------------------------------------------------------------


def _all_figures(shown: Sequence[Figure], chosen: str, half_month: HalfMonth) -> Block:
    """All figures of the empowerment, each as published or reported, with its light where it has a target."""
    rows = [
        (
            blocks.element(
                "b" if figure.code == chosen else "span", "", figure.name, title=card(figure, half_month).text
            ),
            blocks.bold(together(figure.value, figure.unit, figure.decimals)),
            _change(figure),
            blocks.pill(figure.light, figure.overdue) if figure.light else "",
        )
        for figure in shown
    ]
    headers = (_("Indicator"), _("Value"), _("On last half month"), _("State"))
    second = _("The one in bold is shown beside; lights only where there is a target and a date")
    return Block(Finding(risen(shown), second), blocks.table(headers, rows, {1, 2}))


def risen(shown: Sequence[Figure]) -> str:
    """9 项中 8 项比上期增加."""
    if all(figure.value is None for figure in shown):
        return _("nothing reported yet")
    up = sum(bool(figure.change and figure.change > 0) for figure in shown)
    return _("{up} of {count} figures rose").format(up=up, count=len(shown))


def _change(figure: Figure) -> str | Markup:
    """+105名, −2名, 0 or —; 新年度 where a year begins anew, which the title says in full."""
    if figure.change is None:
        new_year = blocks.element("span", "by-mut", _("new year"), title=not_comparable())
        return new_year if figure.anew else MISSING
    if rounded(figure.change, figure.decimals) == 0:
        return "0"
    unit = _("points") if figure.unit == "%" else figure.unit
    if current() == "en":  # the value beside it says the unit
        unit = ""
    return ("+" if figure.change > 0 else MINUS) + together(abs(figure.change), unit, figure.decimals)


# By unit, and per village -----------------------------------------------------------------------------------------


def _counties(context: IndicatorContext, parts: Sequence[_Part]) -> Block:
    figure = context.figure
    rows = [(part, part.value, together(part.value, figure.unit, figure.decimals)) for part in parts]
    second = _("{name} of each unit ({unit})").format(name=figure.name, unit=figure.unit)
    return Block(Finding(_most(rows), second + _least(rows)), chart=_bars(context.unit, rows, _("by unit")))


def _most(rows: Sequence[_Compared]) -> str:
    """Who has most, or that all have the same."""
    known = [(value, part, words) for part, value, words in rows if value is not None]
    if not known:
        return _("Nothing reported yet")
    value, part, words = max(known, key=lambda entry: entry[0])
    if all(entry[0] == value for entry in known):
        return _("The same everywhere: {value}").format(value=words)
    return _("{name} most, {value}").format(name=unit_name(part.unit), value=words)


def _least(rows: Sequence[_Compared]) -> str:
    """；望谟县最少 …; nothing where several share the least."""
    known = [(value, part, words) for part, value, words in rows if value is not None]
    low = min((value for value, _part, _text in known), default=None)
    least = [(part, words) for value, part, words in known if value == low]
    if len(least) != 1 or len(known) == 1:
        return ""
    return _("; {name} least, {value}").format(name=unit_name(least[0][0].unit), value=least[0][1])


def _bars(above: UnitRef, rows: Sequence[_Compared], name: str) -> Chart:
    bars = [UnitBar(part.unit, within(part.unit, above), value, words) for part, value, words in rows]
    return Chart(most_first(bars, ROW), name)


def _each(context: IndicatorContext, parts: Sequence[_Part], whole: _Part) -> Block | None:
    """The mean over villages, or for a count of villages their share; nothing for what is a mean already."""
    rollup = context.figure.indicator.rollup
    per = _per(whole)
    rows = _each_rows(context, parts, per)
    if rollup in ("ratio", "fall") or context.figure.value is None or (rollup == "count" and not rows):
        return None
    chart = _bars(context.unit, rows, _("village mean")) if rows else None
    if rollup == "count":
        second = _("Share of the villages that reported (%)") + _least(rows)
        return Block(Finding(_most(rows), second), chart=chart)
    mean = _mean(whole, per)
    title = _("{value} per village on average") if per == 1 else _("{value} per {per} villages on average")
    title = title.format(value=in_sentence(mean, context.figure.unit, _places(context)), per=per)
    return Block(Finding(title, _most(rows) + _least(rows) if rows else ""), chart=chart)


def _each_rows(context: IndicatorContext, parts: Sequence[_Part], per: int) -> list[_Compared]:
    """Each unit with its mean per so many villages, or its share of villages, and the words for it."""
    rollup = context.figure.indicator.rollup
    if rollup in ("ratio", "fall"):
        return []
    if rollup == "count":
        return [
            (part, _share(part), listed(None if _share(part) is None else float(_share(part) or 0))) for part in parts
        ]
    means = [(part, _mean(part, per)) for part in parts]
    return [(part, mean, together(mean, context.figure.unit, _places(context))) for part, mean in means]


def _share(part: _Part) -> Decimal | None:
    if part.row is None or part.row.part is None or not part.row.whole:
        return None
    return part.row.part / part.row.whole * 100


def _mean(part: _Part, per: int) -> Decimal | None:
    return None if part.value is None or not part.villages else part.value * per / part.villages


def _whole(context: IndicatorContext, villages: Mapping[str, int]) -> _Part:
    """The unit shown itself, as what its parts are compared with."""
    row = context.history[context.measure.indicator].get(context.half_month)
    if context.figure.indicator.level == "village" or context.unit.level == "county":
        return _part(context, context.unit, row, villages)
    return _Part(context.unit, row, villages[context.reference.top.code])


def _per(whole: _Part) -> int:
    """Per village, or per 10 or 100 where a village's mean would read as a small fraction."""
    return next((per for per in PER if (_mean(whole, per) or 0) >= 1), PER[-1])


def _places(context: IndicatorContext) -> int:
    """Yuan need no decimals, persons and projects one."""
    return 0 if context.figure.indicator.unit == "元" else 1
