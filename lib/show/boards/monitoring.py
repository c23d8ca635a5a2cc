"""监测点: what lands on the monitored villages, by kind and half month, from whom, and against the limit per week."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import sqlalchemy as sa

from lib.kept.models import BurdenKind
from lib.kept.reference import Reference, UnitRef
from lib.kept.touched import of_its_half_month
from lib.review.burden import (
    Cover,
    Visits,
    by_half_month,
    counts,
    covers,
    events_at,
    most_visits,
    over_limit,
    sources,
    trend,
)
from lib.show import blocks
from lib.show.blocks import Attention, Block, Finding, Markup, Sentence
from lib.show.boards.monitoring_side import (
    ByKind,
    cover_pill,
    covers_table,
    kinds,
    kinds_by_month,
    sources_block,
    trend_block,
)
from lib.show.boards.words import county_name, day, department_name, link, names, unit_name
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.lights import Light
from lib.words.settings import settings
from lib.words.wording import percent

# px of the columns of the villages: name, county, each kind, the sum, the fullest week
WIDTHS = {"zh": (146, 86, 46, 46, 46, 72, 46, 72), "en": (200, 114, 112, 50, 64, 46, 44, 78)}


@dataclass(frozen=True)
class MonitoringBoard:
    """The board of all points below a unit, or of one point: then `rows` is empty and `events` holds what landed."""

    path: Markup
    lead: Markup
    rows: pd.DataFrame
    lights: dict[tuple[int, str], Light]
    codes: tuple[str, ...]
    rows_finding: Finding | Block
    events: Markup
    trend: Block
    kinds: Markup
    covers: Block | None
    sources: Block


def points_below(reference: Reference, half_month: HalfMonth, unit: str) -> list[UnitRef]:
    """The villages at and below a unit that are monitored in the half month; all of them for a code that is none."""
    at = half_month.ordinal
    ever = _ever_monitored(reference, unit)
    return [village for village in ever if village.carries("monitoring_point", at) and village.exists_in(at)]


def _ever_monitored(reference: Reference, unit: str) -> list[UnitRef]:
    within = reference.codes_below(unit) or reference.units.keys()
    return [
        village
        for village in reference.units.values()
        if village.carries("monitoring_point") and village.code in within
    ]


@of_its_half_month
def monitoring_board(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, unit: str
) -> MonitoringBoard:
    """The board of one half month, of the points at and below `unit`."""
    points = points_below(reference, half_month, unit)
    codes = {point.code for point in points}
    covered = covers(connection, half_month, codes)
    # one village in the address has a board of its own, with what landed there
    single = points[0] if len(points) == 1 and points[0].code == unit else None
    # of all that ever were points: the trend goes back before today's
    by_kind = by_half_month(connection, half_month, {village.code for village in _ever_monitored(reference, unit)})
    visits = {code: week for code, week in most_visits(connection, half_month).items() if code in codes}
    rows, lights, order = _villages(connection, reference, half_month, points, visits)
    came_from = sources(connection, half_month, codes)
    return MonitoringBoard(
        path=_path(reference, unit, half_month),
        lead=blocks.lead(_lead(by_kind, half_month, points, covered)),
        rows=rows,
        lights=lights,
        codes=order,
        rows_finding=_villages_finding(reference, visits, len(points)),
        events=blocks.join(_events(connection, reference, half_month, single), kinds_by_month(by_kind, half_month))
        if single
        else Markup(""),
        trend=trend_block(trend(by_kind, half_month, len(points)), by_kind, half_month),
        kinds=kinds(by_kind, half_month, len(points)),
        covers=covers_table(covered),
        sources=sources_block(reference, came_from),
    )


def _path(reference: Reference, unit: str, half_month: HalfMonth) -> Markup:
    if unit not in reference.units or reference.units[unit].parent_code is None:
        return Markup("")
    top = (_("All monitoring points"), link("monitoring", half_month=half_month))
    return blocks.path([top, (unit_name(reference.units[unit]), None)])


def _lead(by_kind: ByKind, half_month: HalfMonth, points: Sequence[UnitRef], covered: Mapping[Cover, int]) -> Sentence:
    total = sum(by_kind.get(half_month, {}).values())
    if not total:
        return ((_("Nothing is recorded for {half_month}.").format(half_month=half_month.label), False),)
    landed = _("{count} events at {villages} in {half_month}; ").format(
        count=f"{total:,}",
        villages=_("{count} monitoring points").format(count=len(points)),
        half_month=half_month.short,
    )
    outside = _("{share} outside plan and lists").format(share=percent(100 * covered[Cover.OUTSIDE] / total))
    return (landed, False), (outside, True), (_("."), False)


# The villages ---------------------------------------------------------------------------------------------------


def _villages(
    connection: sa.Connection,
    reference: Reference,
    half_month: HalfMonth,
    points: Sequence[UnitRef],
    visits: Mapping[str, Visits],
) -> tuple[pd.DataFrame, dict[tuple[int, str], Light], tuple[str, ...]]:
    """A row per point, most visited in a week first, then by events; which cells are over the limit; the codes."""
    landed: dict[str, dict[str, int]] = defaultdict(dict)
    for count in counts(connection, half_month):
        landed[count.unit_code][count.kind] = count.count
    limit = settings().monitoring.visits_per_week
    fullest = {point.code: visits[point.code].count if point.code in visits else 0 for point in points}
    # over the limit first, by how far; within it a busier week alone is no reason to stand higher
    order = sorted(
        points, key=lambda point: (-max(fullest[point.code] - limit, 0), -sum(landed[point.code].values()), point.code)
    )
    headers = [_("Village"), _("County"), *(kind.word for kind in BurdenKind), _("Sum"), _("In a week")]
    rows = [
        [
            unit_name(point),
            county_name(reference, point) or "",
            *(landed[point.code].get(kind, 0) for kind in BurdenKind),
            sum(landed[point.code].values()),
            _fullest(fullest[point.code], limit),
        ]
        for point in order
    ]
    over = {(at, headers[-1]): Light.FAR_BEHIND for at, point in enumerate(order) if fullest[point.code] > limit}
    return pd.DataFrame(rows, columns=headers), over, tuple(point.code for point in order)


def _fullest(count: int, limit: int) -> str:
    return "！ " + _("{count} times").format(count=count) if count > limit else str(count)


def _villages_finding(reference: Reference, visits: Mapping[str, Visits], points: int) -> Finding | Block:
    limit = settings().monitoring.visits_per_week
    over = sorted(
        (week for week in visits.values() if week.count > limit),
        key=lambda week: (-week.count, week.unit_code),
    )
    second = _("Limit {limit} visits in a week (Monday to Sunday, counted where it begins); click a village to open it")
    if not points:
        return Block(
            Finding(_("There is no monitoring point here")),
            blocks.empty(_("No village below this unit is monitored"), _("Choose all monitoring points above")),
        )
    if not visits:
        return Finding(_("No visit is recorded"), second.format(limit=limit))
    if not over:
        return Finding(_("No monitored village had more than {limit} visits in a week").format(limit=limit),
                              second.format(limit=limit))  # fmt: skip
    where = names([unit_name(reference.units[week.unit_code]) for week in over])
    title = _("More than {limit} visits in a week: {names}").format(limit=limit, names=where)
    return Finding(title, second.format(limit=limit))


def _events(connection: sa.Connection, reference: Reference, half_month: HalfMonth, point: UnitRef) -> Block | Markup:
    """What landed on one village in the half month."""
    events = events_at(connection, half_month, point.code)
    if not events:
        return blocks.empty(
            _("Nothing is recorded for {half_month}.").format(half_month=half_month.label),
            _("Record what landed on the village under “Record”"),
        )
    outside = sum(event.cover is Cover.OUTSIDE for event in events)
    title = _("{unit}: {count} events, {outside} of them outside plan and lists").format(
        unit=unit_name(point), count=len(events), outside=outside
    )
    rows = [
        (
            day(event.happened_on),
            event.kind.word,
            blocks.bold(event.title),
            department_name(reference, event.department_code) if event.department_code else None,
            event.hours if event.hours is None else f"{event.hours:g}",
            cover_pill(event.cover),
        )
        for event in events
    ]
    headers = (_("Day"), _("Kind"), _("Title"), _("From department"), _("Hours"), _("Covered by"))
    return Block(Finding(title, half_month.label), blocks.table(headers, rows, {4}))


def over_visited(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> list[Attention]:
    """What the overview says of monitored villages over the limit of visits; nothing when there is none."""
    over = over_limit(connection, half_month)
    if not over:
        return []
    first = unit_name(reference.units[over[0].unit_code])
    where = first if len(over) == 1 else _("{name} and others").format(name=first)
    href = link("monitoring", half_month=half_month, unit=over[0].unit_code if len(over) == 1 else None)
    words = _("monitored villages over the weekly limit").format(count=len(over))
    return [Attention(len(over), words, where, href)]
