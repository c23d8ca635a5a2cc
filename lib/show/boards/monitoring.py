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
    found = [one for one in _ever_monitored(reference, unit) if one.carries("monitoring_point", half_month.ordinal)]
    return [one for one in found if one.exists_in(half_month.ordinal)]


def _ever_monitored(reference: Reference, unit: str) -> list[UnitRef]:
    within = reference.codes_below(unit) or reference.units.keys()
    return [one for one in reference.units.values() if one.carries("monitoring_point") and one.code in within]


@of_its_half_month
def monitoring_board(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, unit: str
) -> MonitoringBoard:
    """The board of one half month, of the points at and below `unit`."""
    points = points_below(reference, half_month, unit)
    codes = {point.code for point in points}
    covered = covers(connection, half_month, codes)
    single = points[0] if len(points) == 1 and points[0].code == unit else None
    # of all that ever were points: the trend goes back before today's
    found = by_half_month(connection, half_month, {one.code for one in _ever_monitored(reference, unit)})
    visits = {code: one for code, one in most_visits(connection, half_month).items() if code in codes}
    rows, lights, order = _villages(connection, reference, half_month, points, visits)
    came_from = sources(connection, half_month, codes)
    return MonitoringBoard(
        path=_path(reference, unit, half_month),
        lead=blocks.lead(_lead(found, half_month, points, covered)),
        rows=rows,
        lights=lights,
        codes=order,
        rows_finding=_villages_finding(reference, visits, len(points)),
        events=blocks.join(_events(connection, reference, half_month, single), kinds_by_month(found, half_month))
        if single
        else Markup(""),
        trend=trend_block(trend(found, half_month, len(points)), found, half_month),
        kinds=kinds(found, half_month, len(points)),
        covers=covers_table(covered),
        sources=sources_block(reference, came_from),
    )


def _path(reference: Reference, unit: str, half_month: HalfMonth) -> Markup:
    if unit not in reference.units or reference.units[unit].parent_code is None:
        return Markup("")
    top = (_("All monitoring points"), link("monitoring", half_month=half_month))
    return blocks.path([top, (unit_name(reference.units[unit]), None)])


def _lead(found: ByKind, half_month: HalfMonth, points: Sequence[UnitRef], covered: Mapping[Cover, int]) -> Sentence:
    total = sum(found.get(half_month, {}).values())
    if not total:
        return ((_("Nothing is recorded for {half_month}.").format(half_month=half_month.label), False),)
    said = _("{count} events at {villages} in {half_month}; ").format(
        count=f"{total:,}",
        villages=_("{count} monitoring points").format(count=len(points)),
        half_month=half_month.short,
    )
    outside = _("{share} outside plan and lists").format(share=percent(100 * covered[Cover.OUTSIDE] / total))
    return (said, False), (outside, True), (_("."), False)


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
    for one in counts(connection, half_month):
        landed[one.unit_code][one.kind] = one.count
    limit = settings().monitoring.visits_per_week
    fullest = {point.code: visits[point.code].count if point.code in visits else 0 for point in points}
    order = sorted(
        points, key=lambda one: (-max(fullest[one.code] - limit, 0), -sum(landed[one.code].values()), one.code)
    )
    headers = [_("Village"), _("County"), *(kind.word for kind in BurdenKind), _("Sum"), _("In a week")]
    rows = [
        [
            unit_name(one),
            county_name(reference, one) or "",
            *(landed[one.code].get(kind, 0) for kind in BurdenKind),
            sum(landed[one.code].values()),
            _fullest(fullest[one.code], limit),
        ]
        for one in order
    ]
    over = {(at, headers[-1]): Light.FAR_BEHIND for at, one in enumerate(order) if fullest[one.code] > limit}
    return pd.DataFrame(rows, columns=headers), over, tuple(one.code for one in order)


def _fullest(count: int, limit: int) -> str:
    return "！ " + _("{count} times").format(count=count) if count > limit else str(count)


def _villages_finding(reference: Reference, visits: Mapping[str, Visits], points: int) -> Finding | Block:
    limit = settings().monitoring.visits_per_week
    over = sorted((one for one in visits.values() if one.count > limit), key=lambda one: (-one.count, one.unit_code))
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
    where = names([unit_name(reference.units[one.unit_code]) for one in over])
    title = _("More than {limit} visits in a week: {names}").format(limit=limit, names=where)
    return Finding(title, second.format(limit=limit))


def _events(connection: sa.Connection, reference: Reference, half_month: HalfMonth, point: UnitRef) -> Block | Markup:
    """What landed on one village in the half month."""
    found = events_at(connection, half_month, point.code)
    if not found:
        return blocks.empty(
            _("Nothing is recorded for {half_month}.").format(half_month=half_month.label),
            _("Record what landed on the village under “Record”"),
        )
    outside = sum(one.cover is Cover.OUTSIDE for one in found)
    title = _("{unit}: {count} events, {outside} of them outside plan and lists").format(
        unit=unit_name(point), count=len(found), outside=outside
    )
    rows = [
        (
            day(one.happened_on),
            one.kind.word,
            blocks.bold(one.title),
            department_name(reference, one.department_code) if one.department_code else None,
            one.hours if one.hours is None else f"{one.hours:g}",
            cover_pill(one.cover),
        )
        for one in found
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
    said = _("monitored villages over the weekly limit").format(count=len(over))
    return [Attention(len(over), said, where, href)]
