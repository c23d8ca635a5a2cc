"""The cover, the six figures, the four levels and the ranking: the overview's findings, one to a slide."""

from collections.abc import Sequence

from lib.figures.figures import Figure
from lib.figures.progress import BELOW, UnitProgress, children, four_levels
from lib.figures.ranking import Placed, placed
from lib.figures.reading import figures
from lib.kept.boards import headline
from lib.review.submissions import Status, overall, standings
from lib.show import blocks
from lib.show.blocks import About, Bar, Finding, Markup, Sentence, Slide
from lib.show.boards.context import context_of
from lib.show.boards.curves import drawn
from lib.show.boards.overview import figure_sentence, lead, level_rows, levels_finding, tile
from lib.show.boards.status import county_note, data_status
from lib.show.boards.words import behind_words, expected_words, nobody_words, rests_on_words, unit_name
from lib.show.screens.view import ON_A_SLIDE, View, few, furthest, judged_words, left_out, moved
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.language import named
from lib.words.lights import Light
from lib.words.wording import difference, exact, in_sentence, listed, percent, together

# The cover --------------------------------------------------------------------------------------------------------


def cover(view: View) -> Slide:
    """Whose review it is, of which half month, as of when, in one sentence, and what the digits jump to."""
    return Slide(
        Finding(_("{unit}: half-monthly review of taking burden off and giving support").format(unit=view.name)),
        blocks.slide_contents(
            _county_lead(view) if view.is_county else _lead(view),
            view.half_month.label,
            as_of(view),
            view.contents,
        ),
        cover=True,
    )


def as_of(view: View) -> str:
    """截至 2023-06-30　9／9 县已报齐　演示数据…, of a county how many of its forms."""
    if view.is_county:
        return county_note(view.connection, view.reference, view.half_month, view.unit.code)
    return data_status(view.connection, view.reference).notes[view.half_month]


def _lead(view: View) -> Sentence:
    status = overall(standings(view.connection, view.collecting))
    counties = children(view.connection, view.reference, view.unit, view.half_month)
    return lead(view.reference, status, view.collecting, counties, _headline(view))


def _county_lead(view: View) -> Sentence:
    """How its reports and its progress stand, then the first figure."""
    mine = [
        standing for standing in standings(view.connection, view.collecting) if standing.county_code == view.unit.code
    ]
    state = overall(mine).get(view.unit.code, Status.NOT_REPORTED)
    parts = [(_("{half_month}: ").format(half_month=view.collecting.short), False), (state.word, True)]
    own = own_progress(view)
    if own and own.rests_on and own.percent is not None:
        parts += [(_("; overall progress rests on {count}").format(count=own.rests_on.said), False)]
    elif own and own.light:
        said = _("; overall progress {percent}, {expected} due: ")
        parts += [(said.format(percent=percent(own.percent), expected=percent(own.expected)), False)]
        parts += [(own.light.word, True)]
    return (*parts, (_("; ") + figure_sentence(next(iter(_headline(view)), None)), False))


def own_progress(view: View) -> UnitProgress | None:
    """The county among all counties."""
    top = view.reference.top
    counties = children(view.connection, view.reference, top, view.half_month)
    return next((county for county in counties if county.unit.code == view.unit.code), None)


# Figures ----------------------------------------------------------------------------------------------------------


def _headline(view: View) -> list[Figure]:
    codes = headline(view.reference, view.half_month)
    return figures(view.connection, view.reference, view.unit, view.half_month, codes)


def figures_slide(view: View) -> Slide:
    """Four of the headline figures, or what is left of them with what each counts."""
    shown = _headline(view)[view.part * ON_A_SLIDE :][:ON_A_SLIDE]
    return Slide(Finding(figures_finding(shown)), figure_grid(view, shown))


def figure_grid(view: View, shown: Sequence[Figure]) -> Markup:
    """The figures as on the overview; one or two have room for what they count and their last half months."""
    about = [_about(view, figure) for figure in shown] if len(shown) < 3 else ()
    return blocks.slide_figures([tile(view.reference, figure, view.half_month) for figure in shown], about)


def _about(view: View, figure: Figure) -> About:
    context = context_of(view.connection, view.reference, view.half_month, view.unit, figure.code)
    basis = named(figure.indicator.definition, figure.indicator.definition_en)
    history = context.history[figure.code]
    values = {month: drawn(context, month) for month in context.months}
    known = {month: value for month, value in values.items() if value is not None}
    most = max(known.values(), default=0.0)
    last = max(known, default=None)  # alone written: the numbers of twelve bars side by side would touch
    return About(
        basis,
        tuple(
            (
                _month(month) if month.half == 1 or month == context.months[0] else "",
                max(known[month], 0) / most if month in known and most > 0 else None,
                together(history[month].value, figure.unit, figure.decimals) if month == last else "",
            )
            for month in context.months
        ),
    )


def _month(half_month: HalfMonth) -> str:
    return half_month.short.rstrip("上下").partition("/")[0]


def figures_finding(shown: Sequence[Figure]) -> str:
    """清理各类报表滞后；清理机构牌子预警; else that all are on schedule; without targets, how much it is."""
    judged = [(figure.name, figure.light) for figure in shown if figure.light]
    if words := judged_words(judged):
        return words
    if judged:
        return _("{names} on schedule or done").format(names=few([name for name, _light in judged]))
    known = [figure for figure in shown if figure.value is not None]
    if not known:
        return _("Nothing reported yet")
    amounts = (f"{figure.name} {in_sentence(figure.value, figure.unit, figure.decimals)}" for figure in known[:2])
    return _(", ").join(amounts)


# Levels and ranking -----------------------------------------------------------------------------------------------


def levels_slide(view: View) -> Slide:
    """Progress of each level from the unit's own downwards."""
    levels = four_levels(view.connection, view.reference, view.unit, view.half_month)
    second = _("Mean progress of all tasks of the level; the mark is what the schedule expects")
    rows = level_rows(levels, view.reference, view.half_month, view.unit)
    return Slide(Finding(levels_finding(levels), second), blocks.slide_levels(rows))


def ranking_slide(view: View) -> Slide:
    """The units below, best first; of many those furthest behind, under their true ranks."""
    below = placed(children(view.connection, view.reference, view.unit, view.half_month))
    units = [place.progress for place in below]
    if all(unit.percent is None for unit in units):
        body = blocks.slide_empty(_("Nothing reported yet"), _("As soon as a file is saved, its units stand here"))
        return Slide(Finding(_("Nothing reported yet")), body)
    second = _("Overall progress; the mark is the expected {percent}; ↑ points more than last half month").format(
        percent=expected_words(units)
    )
    return Slide(
        Finding(_ranking_finding(units), second + left_out(BELOW[view.unit.level], len(below))),
        blocks.slide_bars([_bar(place) for place in furthest(below)]),
    )


def _bar(place: Placed) -> Bar:
    now = place.progress
    return Bar(
        unit_name(now.unit), now.percent, now.expected, now.light, listed(now.percent), moved(now.change),
        place.place, rests_on=rests_on_words(now) if now.percent is not None else "",
    )  # fmt: skip


def _ranking_finding(below: Sequence[UnitProgress]) -> str:
    """晴隆县滞后，低于应达 12.3 个百分点以上; else who is behind, or that nobody is."""
    # from the end of the ranking: the furthest behind is named first
    far = [unit for unit in below if unit.light is Light.FAR_BEHIND][::-1]
    if far:
        least = min(difference(unit.expected or 0, unit.percent or 0) for unit in far)
        said = _("{names} far behind, at least {points} points below what is due")
        return said.format(names=few([unit_name(unit.unit) for unit in far]), points=exact(least))
    lights = [(unit_name(unit.unit), unit.light) for unit in below[::-1]]
    return behind_words(lights, few) or nobody_words([light for _name, light in lights])
