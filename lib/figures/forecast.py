"""预计: at this pace, in which half month is a target reached, and what is needed to be on time.

What is foreseen goes on from the last value by the pace of the comparable half months: those of the schedule, within
the year for what begins anew with it, and only those in which enough units below reported. No growth, a short series
and the like are said, never drawn on. lib.figures.hindsight holds against it what came.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

import sqlalchemy as sa

from lib.figures.pace import Pace, pace_of
from lib.figures.reading import histories
from lib.figures.rollups import IndicatorRow
from lib.kept.reference import Reference, UnitRef
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.wording import READS_AS_ZERO

FURTHEST = 48  # half months: beyond two years nothing is foreseen

Series = Mapping[HalfMonth, float]


class Outlook(StrEnum):
    """What is to be said of a target."""

    REACHED = "reached"
    IN_TIME = "in_time"
    LATE = "late"
    OVERDUE = "overdue"
    FORESEEN = "foreseen"
    STANDING = "standing"
    FALLING = "falling"
    FAR = "far"
    SHORT = "short"
    ANEW = "anew"
    EARLY = "early"
    HELD = "held"
    FEW = "few"
    UNKNOWN = "unknown"

    @property
    def word(self) -> str:
        """The outlook as people read it."""
        return {
            Outlook.REACHED: _("Target was reached"),
            Outlook.IN_TIME: _("In time"),
            Outlook.LATE: _("To be missed"),
            Outlook.OVERDUE: _("Due, not reached"),
            Outlook.FORESEEN: _("To be reached"),
            Outlook.STANDING: _("No progress"),
            Outlook.FALLING: _("Falling back"),
            Outlook.FAR: _("Not within two years"),
            Outlook.SHORT: _("Too few half months"),
            Outlook.ANEW: _("A new year began"),
            Outlook.EARLY: _("Before its schedule begins"),
            Outlook.HELD: _("To hold each half month"),
            Outlook.FEW: _("Too few reported"),
            Outlook.UNKNOWN: _("No data"),
        }[self]

    @property
    def worries(self) -> bool:
        """Whether the target is missed if nothing changes, unless it is due already."""
        return self in (Outlook.LATE, Outlook.STANDING, Outlook.FALLING, Outlook.FAR)


@dataclass(frozen=True)
class Forecast:
    """One indicator at one unit: how far it is (0–100), its pace, and when that leads to the target.

    `needed` is how many points a half month would lead there by `due`, None once that is past; `earliest` and `latest`
    follow from its fastest and slowest half month, `latest` is None where that leaves it open. `per_point` is how
    much one point of progress is in the indicator's own unit.
    """

    unit: UnitRef
    code: str
    outlook: Outlook
    percent: float | None = None
    pace: Pace | None = None
    reached: HalfMonth | None = None
    earliest: HalfMonth | None = None
    latest: HalfMonth | None = None
    due: HalfMonth | None = None
    needed: float | None = None
    per_point: Decimal | None = None

    def is_past_due(self, half_month: HalfMonth) -> bool:
        """Whether it was due by the end of the half month, and is not reached."""
        unjudged = (Outlook.REACHED, Outlook.FEW, Outlook.UNKNOWN)
        return self.due is not None and self.due <= half_month and self.outlook not in unjudged


def forecasts(
    connection: sa.Connection,
    reference: Reference,
    units: Sequence[UnitRef],
    half_month: HalfMonth,
    codes: Collection[str] | None = None,
) -> list[Forecast]:
    """At each of `units`, all of one level, of each indicator that has a target there (or those of `codes`), in the
    office's order."""
    wanted = [code for code in targeted(reference) if codes is None or code in codes]
    known = histories(connection, reference, units, half_month, wanted)
    return [
        _forecast(reference, unit, code, known[unit.code][code], half_month)
        for unit in units
        for code in wanted
        if any(row.percent is not None for row in known[unit.code][code].values())
    ]


def targeted(reference: Reference) -> list[str]:
    """The indicators that can have a target: shares with a goal, sums, and counts that a task asks for."""
    return [
        code
        for code, indicator in reference.indicators.items()
        if (indicator.goal is not None if indicator.rollup in ("ratio", "fall") else indicator.rollup == "sum")
        or (indicator.rollup == "count" and code in reference.schedules)
    ]


def _forecast(
    reference: Reference, unit: UnitRef, code: str, rows: Mapping[HalfMonth, IndicatorRow], half_month: HalfMonth
) -> Forecast:
    now = rows.get(half_month)
    if now is None or now.percent is None:
        return Forecast(unit, code, Outlook.UNKNOWN)
    series = comparable(reference, unit, code, rows, half_month)
    due = _due(reference, code, half_month)
    told = replace(foresee(series, half_month, due, unit, code), per_point=_per_point(reference, code, now))
    if half_month not in series:
        early = _is_early(reference, code, half_month)
        return replace(told, outlook=Outlook.EARLY if early else Outlook.FEW, percent=now.percent)
    if told.outlook is not Outlook.REACHED and is_held(reference, code):
        return replace(told, outlook=Outlook.HELD, reached=None, earliest=None, latest=None, needed=None)
    # short only because the half months before the new year do not compare
    left_out = len(series) < sum(row.percent is not None for row in rows.values())
    if told.outlook is Outlook.SHORT and left_out and _begins_anew(reference, code, half_month):
        return replace(told, outlook=Outlook.ANEW)
    return told


def comparable(
    reference: Reference, unit: UnitRef, code: str, rows: Mapping[HalfMonth, IndicatorRow], half_month: HalfMonth
) -> dict[HalfMonth, float]:
    """The percents that compare with that of the half month, from the eve of the schedule on."""
    anew = _begins_anew(reference, code, half_month)
    return {
        month: row.percent
        for month, row in sorted(rows.items())
        if row.percent is not None
        and not _is_early(reference, code, month)
        and not (anew and month.year != half_month.year)
        and reference.judged_at(code, unit, row.n, row.percent, month).rests_on is None
    }


def foresee(series: Series, half_month: HalfMonth, due: HalfMonth | None, unit: UnitRef, code: str) -> Forecast:
    """What a series of percents up to the half month leads to."""
    percent = series.get(half_month)
    if percent is None:
        return Forecast(unit, code, Outlook.UNKNOWN, due=due)
    if percent >= 100:
        first = next(month for month, value in sorted(series.items()) if value >= 100)
        return Forecast(unit, code, Outlook.REACHED, percent, reached=first, due=due)
    left = due.ordinal - half_month.ordinal if due else 0
    needed = (100 - percent) / left if left > 0 else None
    pace = pace_of([(month.ordinal, value) for month, value in series.items()])
    if pace is None:
        return Forecast(unit, code, Outlook.SHORT, percent, due=due, needed=needed)
    slopes = (pace.slope, pace.fastest, pace.slowest) if pace.slope >= READS_AS_ZERO else (None, None, None)
    reached, earliest, latest = (_after(half_month, percent, slope) for slope in slopes)
    outlook = _outlook(pace.slope, reached, due, half_month)
    return Forecast(unit, code, outlook, percent, pace, reached, earliest, latest, due, needed)


def _outlook(slope: float, reached: HalfMonth | None, due: HalfMonth | None, half_month: HalfMonth) -> Outlook:
    if reached is None:
        if abs(slope) < READS_AS_ZERO:
            return Outlook.STANDING
        return Outlook.FALLING if slope < 0 else Outlook.FAR
    if due is None:
        return Outlook.FORESEEN
    if due <= half_month:
        return Outlook.OVERDUE
    return Outlook.IN_TIME if reached <= due else Outlook.LATE


def _after(half_month: HalfMonth, percent: float, slope: float | None) -> HalfMonth | None:
    """The half month in which 100 is reached; None where the slope does not lead there within two years."""
    if slope is None or slope < READS_AS_ZERO:
        return None
    # rounded first: the noise of a float would make one half month more of three
    steps = max(math.ceil(round((100 - percent) / slope, 6)), 1)
    return half_month.next(steps) if steps <= FURTHEST else None


def _due(reference: Reference, code: str, half_month: HalfMonth) -> HalfMonth | None:
    """When the target is due: by its schedule, and for what begins anew with a year before it ends."""
    task = reference.of(half_month).schedules.get(code)
    due = HalfMonth(task.due) if task else None
    if not _begins_anew(reference, code, half_month):
        return due
    year_end = HalfMonth.of(half_month.year, 12, 2)
    return due if due and due.year == half_month.year else year_end  # last year's target was last year's


def _is_early(reference: Reference, code: str, half_month: HalfMonth) -> bool:
    """Whether it is before the eve of its schedule."""
    task = reference.schedules.get(code)
    return task is not None and half_month.ordinal < task.start - 1


def _begins_anew(reference: Reference, code: str, half_month: HalfMonth) -> bool:
    return reference.begins_anew(reference.indicators[code], HalfMonth.of(half_month.year, 1, 1).ordinal)


def is_held(reference: Reference, code: str) -> bool:
    """Whether its schedule expects all of it from the start on: it is held, not approached."""
    task = reference.schedules.get(code)
    return task is not None and task.start < task.due and reference.expected(task, HalfMonth(task.start)) >= 100


def _per_point(reference: Reference, code: str, row: IndicatorRow) -> Decimal | None:
    indicator = reference.indicators[code]
    if indicator.rollup in ("ratio", "fall"):
        return None if indicator.goal is None else Decimal(indicator.goal) / 100
    return None if row.whole is None else row.whole / 100
