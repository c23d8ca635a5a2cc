"""总览: the half month at a glance, from the six figures to what needs attention."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from lib.figures.figures import Figure
from lib.figures.progress import LevelProgress, UnitProgress
from lib.figures.ranking import placed
from lib.kept.boards import item_of
from lib.kept.models import Board
from lib.kept.reference import Reference, UnitRef, level_word
from lib.kept.touched import of_its_half_month
from lib.review.submissions import Status, due_date
from lib.show import blocks, charts
from lib.show.blocks import Block, Chart, Finding, LevelRow, Markup, Sentence, Tile
from lib.show.boards.attention import needs_attention
from lib.show.boards.overview_data import OverviewData, OverviewStanding, overview_data, overview_standing
from lib.show.boards.schedule_meeting import last_meeting
from lib.show.boards.words import (
    behind_words,
    card,
    counted,
    day,
    expected_words,
    link,
    names,
    nobody_words,
    progress_card,
    rests_on_words,
    unit_name,
)
from lib.show.charts import Ranked
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.lights import Light
from lib.words.wording import POINT, alike, in_sentence


@dataclass(frozen=True)
class Overview:
    """The board, part by part; `head` is the lead sentence with the six figures."""

    head: Markup
    levels: Block
    meeting: Block
    ranking: Block
    submissions: Block
    attention: Block


@dataclass(frozen=True, eq=False)
class Reviewed:
    """The parts that the half month itself makes. Each is equal to itself alone: it is a part of a key."""

    standing: OverviewStanding
    tiles: Markup
    levels: Block
    ranking: Block


@of_its_half_month
def reviewed(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> Reviewed:
    """Most of the board, which a save for a later half month leaves as it is."""
    now = overview_standing(connection, reference, half_month)
    return Reviewed(
        standing=now,
        tiles=blocks.tiles([tile(reference, figure, half_month) for figure in now.figures]),
        levels=_levels(now.levels, reference, half_month),
        ranking=_ranking(now.counties, reference.coverage),
    )


def overview(
    connection: sa.Connection,
    reference: Reference,
    half_month: HalfMonth,
    collecting: HalfMonth,
    own_parts: Reviewed | None = None,
) -> Overview:
    """The board of `half_month`; submissions are those of the half month in collection.

    `own_parts` are those that `half_month` itself makes, where they were read already.
    """
    own_parts = own_parts or reviewed(connection, reference, half_month)
    now = overview_data(connection, reference, own_parts.standing, collecting)
    return Overview(
        head=blocks.join(
            blocks.lead(lead(reference, now.status, collecting, now.counties, now.figures)), own_parts.tiles
        ),
        levels=own_parts.levels,
        meeting=last_meeting(connection, reference, collecting),
        ranking=own_parts.ranking,
        submissions=_submissions(reference, now),
        attention=needs_attention(now.to_deal_with, any(level.light for level in now.levels)),
    )


# The sentence and the six figures -------------------------------------------------------------------------------


def lead(
    reference: Reference,
    status: dict[str, Status],
    collecting: HalfMonth,
    counties: Sequence[UnitProgress],
    figures: Sequence[Figure],
) -> Sentence:
    """Who has not reported, who is far behind, and how far the first of the figures came."""
    parts: list[tuple[str, bool]] = []
    for state in (Status.OVERDUE, Status.NOT_REPORTED, Status.RETURNED):
        if units := [unit_name(reference.units[code]) for code, at in status.items() if at is state]:
            text = _("{names} ") if parts else _("{half_month}: {names} ")
            parts += [(text.format(half_month=collecting.short, names=names(units)), False), (state.word, True)]
            parts += [(_("; "), False)]
    if far := [unit_name(county.unit) for county in counties if county.light is Light.FAR_BEHIND]:
        parts += [(_("{names} ").format(names=names(far)), False), (Light.FAR_BEHIND.word, True), (_("; "), False)]
    return (*parts, (figure_sentence(next(iter(figures), None)), False))


def figure_sentence(figure: Figure | None) -> str:
    """清理机构牌子累计 12,200 块，比上期增加 1,199 块，离目标还差 937 块。"""
    if figure is None:
        return _("No indicator stands on the boards yet.")
    if figure.value is None:
        return _("{name}: not reported yet.").format(name=figure.name)
    # more than the target leaves nothing to do
    left = None if figure.whole is None or figure.part is None else max(figure.whole - figure.part, Decimal(0))
    value, moved, short = _in_one_unit(figure, figure.change or Decimal(0), left or Decimal(0))
    sentence = _("{name} stands at {value}").format(name=figure.name, value=value)
    if figure.change:
        text = (
            _(", {change} more than last half month")
            if figure.change > 0
            else _(", {change} less than last half month")
        )
        sentence += text.format(change=moved)
    if left:
        sentence += _(", {left} short of the target").format(left=short)
    return sentence + _(".")


def _in_one_unit(figure: Figure, moved: Decimal, left: Decimal) -> list[str]:
    """Value, size of the change and what is left; percents differ by points."""
    if figure.unit == "%" and figure.value is not None:
        points = [in_sentence(abs(each), _("points"), POINT) for each in (moved, left)]
        return [in_sentence(figure.value, figure.unit, figure.decimals), *points]
    return alike([figure.value or Decimal(0), abs(moved), left], figure.unit, figure.decimals)


def tile(reference: Reference, figure: Figure, half_month: HalfMonth) -> Tile:
    """The figure with the page that shows it and its definition card."""
    return Tile(
        figure.name, figure, _("no target"), _board_of(reference, figure.code, half_month), card(figure, half_month)
    )


def _board_of(reference: Reference, code: str, half_month: HalfMonth) -> str:
    """The tab that shows a figure: of the clean-up, else of the empowerments, else its level's progress."""
    if item := item_of(reference, Board.CLEANUP, code):
        return link("cleanup", half_month=half_month, action=item.group_code, measure=code)
    if item := item_of(reference, Board.EMPOWERMENT, code):
        return link("empowerment", half_month=half_month, support=item.group_code, figure=code)
    return link("progress", half_month=half_month)


# Four levels and the counties -----------------------------------------------------------------------------------


def _levels(levels: Sequence[LevelProgress], reference: Reference, half_month: HalfMonth) -> Block:
    second = _("Mean progress of all tasks of the level; the mark is what the schedule expects")
    rows = level_rows(levels, reference, half_month, reference.top)
    return Block(Finding(levels_finding(levels), second, _levels_card(reference.behind)), blocks.level_bars(rows))


def levels_finding(levels: Sequence[LevelProgress]) -> str:
    """Which levels are far behind, else which are behind, else that none is."""
    far = [level_word(level.level) for level in levels if level.light is Light.FAR_BEHIND]
    behind = [level_word(level.level) for level in levels if level.light is Light.BEHIND]
    if far:
        return _("Four levels: {names} far behind").format(names=names(far))
    if behind:
        return _("Four levels: {names} behind").format(names=names(behind))
    if all(level.percent is None for level in levels):
        return _("Four levels: nothing reported yet")
    if all(level.light is None for level in levels):
        return _("Four levels: too little reported to say who is behind")
    if any(level.light is None for level in levels):
        return _("Four levels: those reported are all at or above what is expected")
    return _("Four levels: all at or above what is expected")


def level_rows(
    levels: Sequence[LevelProgress], reference: Reference, half_month: HalfMonth, unit: UnitRef
) -> list[LevelRow]:
    """Each level with how many units it has at and below `unit`."""
    whole = unit.parent_code is None  # then there is no need to walk down the tree
    below = reference.units.values() if whole else map(reference.units.__getitem__, reference.codes_below(unit.code))
    units = Counter(unit_below.level for unit_below in below if unit_below.exists_in(half_month.ordinal))
    return [LevelRow(level_word(level.level), counted(level.level, units[level.level]), level) for level in levels]


def _levels_card(behind: int) -> blocks.Card:
    return blocks.Card(
        _("Four-level progress"),
        (
            (_("Definition"), _("Over every pair of a task and a unit of its level, the mean of the percents")),
            (_("Expected"), _("Elapsed half months ÷ half months from start to due, the same mean")),
            (_("Light"), _("Behind is up to {behind} points below what is expected").format(behind=behind)),
            (_("Missing"), _("A unit that has not reported is left out, never counted as 0")),
        ),
    )


def _ranking(counties: Sequence[UnitProgress], least: int) -> Block:
    """Best first, those apart behind, as on the projector, in the 通报 and for other programs."""
    ordered = placed(counties)
    # the sentence names the worst first
    title = behind_words([(unit_name(ranked.progress.unit), ranked.progress.light) for ranked in ordered[::-1]])
    if not title:
        reported = any(county.percent is not None for county in counties)
        nobody = nobody_words([county.light for county in counties])
        title = nobody if reported else _("No county has reported yet")
    second = _("Overall progress of each county; the mark is the expected {percent}")
    hint = _("; click a bar to go there")
    rows = [_ranked(ranked.progress) for ranked in ordered]
    finding = Finding(title, second.format(percent=expected_words(counties)), progress_card(least), hint)
    return Block(finding, chart=Chart(charts.ranking(rows), _("by unit")))


def _ranked(now: UnitProgress) -> Ranked:
    return Ranked(now.unit.code, unit_name(now.unit), now.percent, now.expected, now.light, rests_on_words(now))


# Submissions ----------------------------------------------------------------------------------------------------


def _submissions(reference: Reference, now: OverviewData) -> Block:
    done = sum(status.complete for status in now.status.values())
    title = _("Reports of {half_month}: {done} counties in, {open} to do").format(
        half_month=now.collecting.short, done=done, open=len(now.status) - done
    )
    asked, filled = now.burden
    second = _("Due {day}; {filled} of {asked} cells filled").format(
        day=day(due_date(now.collecting)), filled=f"{filled:,}", asked=f"{asked:,}"
    )
    reports = [(unit_name(reference.units[code]), status) for code, status in now.status.items()]
    return Block(Finding(title, second), blocks.submissions(reports))
