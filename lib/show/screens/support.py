"""The four empowerments, what lands on the monitored villages, and what the last meeting decided."""

from collections.abc import Sequence
from dataclasses import replace

from lib.figures.reading import figures
from lib.kept import boards
from lib.kept.models import Board, BurdenKind
from lib.review.burden import SourceRow, Visits, by_half_month, over_limit, sources, trend
from lib.review.meetings import Item
from lib.show import blocks
from lib.show.blocks import Bar, Finding, Markup, Slide
from lib.show.boards.empowerment import risen
from lib.show.boards.monitoring import points_below
from lib.show.boards.monitoring_side import kind_row, source_name, trend_words
from lib.show.boards.overview import tile
from lib.show.boards.schedule_meeting import decided_words, last_items, settled_by
from lib.show.boards.words import county_name, day, unit_name
from lib.show.screens.view import ON_A_SLIDE, View, fitting, more_words, title_of
from lib.words.language import gettext as _
from lib.words.settings import settings

MOST_SOURCES, MOST_VILLAGES = 8, 3
TITLE, RESPONSIBLE = 22, 12  # characters that what was decided, and who settles it, have in a line
FEW_ITEMS = 6  # up to which their results stand below them


def empowerment_slide(view: View) -> Slide:
    """One figure of each of the four empowerments; the finding is over all of their figures."""
    groups = boards.groups(view.reference, Board.EMPOWERMENT, view.half_month)
    codes = [item.indicator for items in groups.values() for item in items]
    every = figures(view.connection, view.reference, view.unit, view.half_month, codes)
    words, by_code = boards.words(view.reference, Board.EMPOWERMENT), {figure.code: figure for figure in every}
    shown = [
        replace(
            tile(view.reference, by_code[code], view.half_month),
            name=_("{support}: {name}").format(support=words[support], name=by_code[code].name),
        )
        for support, code in _one_of_each(view, groups)
    ]
    title = _("Empowerment: {finding}").format(finding=risen(every))
    if all(figure.value is None for figure in every):
        title = _("Empowerment: nothing reported yet")
    return Slide(Finding(title), blocks.slide_figures(shown))


def _one_of_each(view: View, groups: boards.Groups) -> list[tuple[str, str]]:
    """Of each group the figure that the office chose for the slide, else its first."""
    chosen = boards.codes(view.reference, Board.SCREEN, "empowerment")
    picked = [
        (group, next((item.indicator for item in items if item.indicator in chosen), items[0].indicator))
        for group, items in groups.items()
    ]
    return picked[:ON_A_SLIDE]


# Monitoring points ------------------------------------------------------------------------------------------------


def has_points(view: View) -> bool:
    """Whether a village below the unit is monitored."""
    return bool(points_below(view.reference, view.half_month, view.unit.code))


def burden_slide(view: View) -> Slide:
    """What landed on the monitored villages, by kind against before the campaign, and whom it came from."""
    codes = {point.code for point in points_below(view.reference, view.half_month, view.unit.code)}
    landed = by_half_month(view.connection, view.half_month, codes)
    if not landed.get(view.half_month):
        said = _("Nothing is recorded for {half_month}.").format(half_month=view.half_month.label)
        return Slide(Finding(said), blocks.slide_empty(said, _("Events are recorded on the page Monitoring points")))
    over = [visits for visits in over_limit(view.connection, view.half_month) if visits.unit_code in codes]
    limit = settings().monitoring.visits_per_week
    too_many = _("{count} villages had more than {limit} visits in a week").format(count=len(over), limit=limit)
    kinds = [kind_row(kind.word, trend(landed, view.half_month, len(codes), kind)) for kind in BurdenKind]
    heads = (_("Per village"), view.half_month.short, _("Before the clean-up"), _("Difference"))
    left = blocks.join(blocks.slide_table(heads, kinds, {1, 2, 3}), _over(view, over) if over else None)
    second = _("{points} monitored villages; left: events a village, right: where they came from").format(
        points=len(codes)
    )
    return Slide(
        Finding(title_of(trend_words(trend(landed, view.half_month, len(codes))), too_many if over else ""), second),
        blocks.columns(left, _sources(view, sources(view.connection, view.half_month, codes))),
    )


def _over(view: View, over: Sequence[Visits]) -> Markup:
    """The villages with most visits in a week, at most three."""
    rows = [
        (
            blocks.join(blocks.element("i", "", "！"), _village(view, visits.unit_code)),
            blocks.bold(_("{count} times").format(count=visits.count)),
        )
        for visits in over[:MOST_VILLAGES]
    ]
    heads = (_("Village"), _("Visits in a week"))
    return blocks.slide_table(heads, rows, {1}, room=20)


def _village(view: View, code: str) -> str:
    """With the county, unless the slide is the county's own."""
    village = view.reference.units[code]
    county = None if view.is_county else county_name(view.reference, village)
    return _("{village} ({county})").format(village=unit_name(village), county=county) if county else unit_name(village)


def _sources(view: View, ranked: Sequence[SourceRow]) -> Markup:
    """Departments by how much they sent; what plan and lists do not cover is said beside it."""
    most = ranked[0].count  # they come most first, and what landed has a source
    return blocks.slide_bars([_source(view, source, most) for source in ranked[:MOST_SOURCES]])


def _source(view: View, source: SourceRow, most: int) -> Bar:
    more = _("{count} outside plan and lists").format(count=source.outside) if source.outside else ""
    share = 100 * source.count / most
    return Bar(source_name(view.reference, source), share, None, None, f"{source.count:,}", more, judged=False)


# The last meeting -------------------------------------------------------------------------------------------------


def meeting_slide(view: View) -> Slide:
    """What the last meeting decided and what became of it; of a county what it has to settle."""
    meeting, items = last_items(view.connection, view.collecting)
    if meeting is None:
        return Slide(
            Finding(_("There was no meeting before this half month")), blocks.slide_empty(_("Nothing was decided yet"))
        )
    mine = [item for item in items if not view.is_county or item.unit_code == view.unit.code]
    held = day(meeting.held_on) if meeting.held_on else ""
    second = "　".join(filter(None, (_("Meeting no. {number}").format(number=meeting.number), held)))
    if not mine:
        said = _("The last meeting asked nothing of {unit}").format(unit=view.name)
        return Slide(Finding(said, second), blocks.slide_empty(said))
    shown = fitting(mine, lambda item: ((item.title, TITLE), (settled_by(view.reference, item) or "", RESPONSIBLE)))
    rows = [_item(view, item, len(shown) <= FEW_ITEMS) for item in shown]
    heads = (_("What was decided"), _("Responsible"), _("Due day"), _("State"))
    table = blocks.slide_table(heads, rows, {2}, room=1.25 * TITLE)
    return Slide(Finding(decided_words(mine), second + more_words(len(mine), len(shown))), table)


def _item(view: View, item: Item, with_result: bool) -> tuple[object, ...]:
    result = blocks.element("small", "", item.result) if item.result and with_result else None
    return (
        blocks.join(item.title, result),
        settled_by(view.reference, item),
        day(item.due_on) if item.due_on else None,
        blocks.item_pill(item.state, overdue=item.overdue),
    )
