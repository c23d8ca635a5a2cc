"""The villages of the clean-up that stand out: those with most left to do, and those where it came back."""

from collections.abc import Sequence
from decimal import ROUND_CEILING

from lib.figures.rollups import indicators_at
from lib.figures.villages import Rebound, VillageLeft, most_left, rebounds
from lib.kept.models import Detail, Indicator
from lib.show import blocks
from lib.show.blocks import Block, Finding
from lib.show.boards.context import IndicatorContext
from lib.show.boards.words import link, unit_header, unit_name
from lib.words.language import gettext as _
from lib.words.language import named
from lib.words.wording import exact, together

MOST_VILLAGES, MOST_REBOUNDS = 5, 5

TableRows = list[tuple[object, ...]]


def villages(context: IndicatorContext) -> Block | None:
    """The villages with most left, each a link to its own page; nothing where villages do not report it."""
    indicator = context.reference.indicators[context.measure.left or context.measure.indicator]
    if indicator.level != "village" or context.figure.value is None or not context.is_measured:
        return None
    # the parts of a standard of boards and signs, which have a column each
    outside = indicator.parts if context.measure.detail == Detail.OUTSIDE and len(indicator.parts) == 2 else ()
    # a village keeps a standard or does not: of those that do not, the ones with most outside come first
    ties = [context.reference.indicators[code].id for code in outside]
    most_behind, total = most_left(context.connection, context.unit, context.half_month, indicator, MOST_VILLAGES, ties)
    if not most_behind:
        return Block(
            Finding(_("Villages short of the target")),
            blocks.attention([], _("Every village that reported has reached it")),
        )
    title = _("{count} villages short of the target").format(count=f"{total:,}")
    if outside:
        headers, rows = _standard_rows(context, most_behind, outside)
    else:
        headers, rows = _left_rows(context, most_behind, indicator)
    second = _("Those with most left; a click opens the village")
    return Block(Finding(title, second), blocks.table(headers, rows, {2, 3}))


def _left_rows(
    context: IndicatorContext, behind: Sequence[VillageLeft], indicator: Indicator
) -> tuple[list[str], TableRows]:
    unit = named(indicator.unit, indicator.unit_en)
    if context.measure.detail == Detail.MECHANISMS:  # a share is of something, in whose unit the rest is counted
        unit = _("mechanisms")
    headers = [*_place_headers(context), _("Reached"), _("Left ({unit})").format(unit=unit)]
    rows: TableRows = [
        (
            *_place(context, row.unit_id),
            f"{exact(row.part)}/{exact(row.whole)}",
            blocks.bold(exact(row.left.to_integral_value(ROUND_CEILING))),  # a part of one still is one to do
        )
        for row in behind
    ]
    return headers, rows


def _standard_rows(
    context: IndicatorContext, behind: Sequence[VillageLeft], codes: Sequence[str]
) -> tuple[list[str], TableRows]:
    ids = [village.unit_id for village in behind]
    values = indicators_at(context.connection, context.reference, ids, "village", [context.half_month], codes)
    outside = {(unit, code): row.value for (_month, unit, code), row in values.items()}
    headers = [*_place_headers(context), _("Boards (4)"), _("Signs (2)")]
    rows: TableRows = [
        (*_place(context, village), *(exact(outside.get((village, code)), 0) for code in codes)) for village in ids
    ]
    return headers, rows


def _place_headers(context: IndicatorContext) -> list[str]:
    return [unit_header("county" if context.unit.level == "prefecture" else "township"), unit_header("village")]


def _place(context: IndicatorContext, unit_id: int) -> tuple[object, object]:
    """The unit between, and the village as a link; a county stands for itself."""
    unit = context.reference.by_id[unit_id]
    above = unit.county_code if context.unit.level == "prefecture" else unit.township_code
    href = link("progress", half_month=context.half_month, unit=unit.code)
    own = blocks.linked(unit_name(unit), href)
    return unit_name(context.reference.units[above or unit.code]), own


def came_back(context: IndicatorContext) -> Block | None:
    """What was cleared and came back since the half month before, largest step first."""
    if context.is_silent:
        return None
    indicator = context.reference.indicators[context.measure.back or context.measure.indicator]
    if context.figure.value is None:
        return Block(Finding(_("Rebounds: nothing reported yet")))
    largest, total = rebounds(context.connection, context.unit, context.half_month, indicator, MOST_REBOUNDS)
    name = named(indicator.name, indicator.name_en)
    text = (
        _("{name}: higher than in {before}") if indicator.direction == "down" else _("{name}: lower than in {before}")
    )
    second = text.format(name=name, before=context.half_month.next(-1).short)
    if not largest:
        return Block(
            Finding(_("No rebound"), second), blocks.attention([], _("Nothing that was cleared has come back"))
        )
    title = _("{count} places where it came back").format(count=f"{total:,}")
    if indicator.level == "county":
        title = _("{count} counties held more outside the plan").format(count=f"{total:,}")
    if total > len(largest):
        second += _("; the first {count} shown").format(count=len(largest))
    rows = [(*_where(context, rebound.unit_id), _back(rebound, indicator)) for rebound in largest]
    return Block(Finding(title, second), blocks.table((), rows, {2}))


def _where(context: IndicatorContext, unit_id: int) -> tuple[object, object]:
    """The unit as a link, then the one above it; a county has nothing above it that needs a name."""
    above, own = _place(context, unit_id)
    return own, "" if context.reference.by_id[unit_id].level == "county" else above


def _back(rebound: Rebound, indicator: Indicator) -> str:
    if indicator.rollup == "count":
        return _("complied → no longer")
    unit = named(indicator.unit, indicator.unit_en)
    return f"{exact(rebound.before, indicator.decimals)} → {together(rebound.now, unit, indicator.decimals)}"
