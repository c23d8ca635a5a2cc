"""需要处理: what the office has to deal with, gathered from every part of the mechanism."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa

from lib.figures.progress import TaskProgressAt, UnitProgress
from lib.figures.surveys import felt_low
from lib.figures.verified import last_verified
from lib.figures.villages import rebounds
from lib.kept.reference import Reference, level_word
from lib.review.meetings import all_items, in_force
from lib.review.submissions import Status
from lib.show import blocks
from lib.show.blocks import Attention, Block, Finding
from lib.show.boards.lists_register import late_admissions
from lib.show.boards.monitoring import over_visited
from lib.show.boards.schedule_meeting import overdue_names
from lib.show.boards.words import link, names, unit_name
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.language import named
from lib.words.lights import Light


class Matters(NamedTuple):
    """What of a half month itself is to be dealt with: its figures, and its registers."""

    figures: Sequence[Attention]
    registers: Sequence[Attention]


def matters(
    connection: sa.Connection,
    reference: Reference,
    half_month: HalfMonth,
    counties: Sequence[UnitProgress],
    cells: Sequence[TaskProgressAt],
) -> Matters:
    """What is to be dealt with whatever is reported for a later half month."""
    return Matters(
        [
            *_far_counties(counties, half_month),
            *_far_tasks(reference, cells, half_month),
            *_rebounds(connection, reference, half_month),
        ],
        [
            *late_admissions(connection),
            *over_visited(connection, reference, half_month),
            *_to_verify(connection, reference, half_month),
        ],
    )


def to_deal_with(
    connection: sa.Connection,
    reference: Reference,
    collecting: HalfMonth,
    status: dict[str, Status],
    of_the_half_month: Matters,
) -> list[Attention]:
    """What is to be dealt with, each with how many, where, and a link."""
    return [
        *_late_reports(reference, status, collecting),
        *of_the_half_month.figures,
        *_overdue_items(connection, reference, collecting),
        *of_the_half_month.registers,
    ]


def needs_attention(items: Sequence[Attention], known: bool) -> Block:
    """The items under a count of them; where there are none, that all is well, if anything is `known` at all."""
    title = _("{count} things to deal with").format(count=sum(item.count for item in items))
    if not items and not known:
        return Block(Finding(title), blocks.empty(good_words(known), _("The county's file brings it")))
    return Block(Finding(title, _("Each leads to its page")), blocks.attention(items, good_words(known)))


def good_words(known: bool) -> str:
    """That all is well; where nothing is known, that."""
    return _("All counties have reported and nothing is far behind") if known else _("Nothing reported yet")


def _late_reports(reference: Reference, status: dict[str, Status], collecting: HalfMonth) -> list[Attention]:
    texts = {
        Status.OVERDUE: _("counties overdue"),
        Status.NOT_REPORTED: _("counties not reported"),
        Status.RETURNED: _("counties sent back"),
        Status.PARTIAL: _("counties reported in part"),
        Status.LATE: _("counties reported late"),
    }
    counties = {
        state: [unit_name(reference.units[code]) for code, at in status.items() if at is state] for state in texts
    }
    href = link("upload", collecting=collecting)
    return [
        Attention(len(units), texts[state].format(count=len(units)), names(units), href)
        for state, units in counties.items()
        if units
    ]


def _overdue_items(connection: sa.Connection, reference: Reference, collecting: HalfMonth) -> list[Attention]:
    """What meetings decided and nobody settled in time."""
    overdue = [item for item in in_force(all_items(connection)) if item.overdue]
    where = overdue_names(reference, overdue)
    href = link("schedule", collecting=collecting, view="meeting")
    words = _("decisions overdue").format(count=len(overdue))
    return [Attention(len(overdue), words, where, href)] if overdue else []


def _far_counties(counties: Sequence[UnitProgress], half_month: HalfMonth) -> list[Attention]:
    far = [county for county in counties if county.light is Light.FAR_BEHIND]
    if not far:
        return []
    # to the county itself where it is the only one, else to where all of them stand
    href = link("progress", half_month=half_month, unit=far[0].unit.code if len(far) == 1 else None)
    words = _("counties far behind").format(count=len(far))
    return [Attention(len(far), words, names([unit_name(county.unit) for county in far]), href)]


def _far_tasks(reference: Reference, cells: Sequence[TaskProgressAt], half_month: HalfMonth) -> list[Attention]:
    """The tasks that are far behind over the whole prefecture, counted by level: 州级 2，县级 1."""
    far = Counter(reference.tasks[cell.code].level for cell in cells if cell.light is Light.FAR_BEHIND)
    if not far:
        return []
    where = _(", ").join(f"{level_word(level)} {count}" for level, count in far.items())
    words = _("tasks far behind").format(count=far.total())
    return [Attention(far.total(), words, where, link("progress", half_month=half_month))]


def _rebounds(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> list[Attention]:
    """What was cleared and came back in the villages, of all that should only fall."""
    top, listed = reference.top, reference.indicators
    falling = [
        indicator
        for indicator in listed.values()
        if indicator.direction == "down" and indicator.form and indicator.level == "village"
    ]
    # how many is all that is said here; the query counts them beside the first
    counts = {indicator.code: rebounds(connection, top, half_month, indicator, 1)[1] for indicator in falling}
    where = names([named(listed[code].name, listed[code].name_en) for code, count in counts.items() if count])
    href = link("cleanup", half_month=half_month, action="boards")
    words = _("rebounds after clearing").format(count=sum(counts.values()))
    return [Attention(sum(counts.values()), words, where, href)] if where else []


def _to_verify(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> list[Attention]:
    """Counties of which the last spot check says 需复核, or that report high and are felt low; nothing without any."""
    checked = last_verified(connection, reference, half_month)
    again = {reference.units[code] for code in checked.recheck} if checked else set()
    low = {survey.unit for survey in felt_low(connection, reference, half_month)}
    counties = sorted(again | low, key=lambda county: county.code)
    if not counties:
        return []
    href = link("verification", half_month=half_month, view="results" if again else "surveys")
    words = _("counties where a check or the people say otherwise").format(count=len(counties))
    return [Attention(len(counties), words, names([unit_name(county) for county in counties]), href)]
