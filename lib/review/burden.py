"""负担记录 at the monitoring points, read as counts, never event by event.

An event is covered by an inspection of the annual plan, by an item of the duty or assist list, or by a matter that was
admitted; what none of them covers is outside. Counts come from the database; only one village's half month is listed.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from lib.kept.marks import holds_where
from lib.kept.models import (
    Admission,
    AdmissionState,
    BurdenEvent,
    BurdenKind,
    Choice,
    DutyItem,
    DutyList,
    Inspection,
    Unit,
)
from lib.words.half_months import HalfMonth
from lib.words.language import N_
from lib.words.lights import Light
from lib.words.settings import settings
from lib.words.states import State

VISIT = BurdenKind.INSPECTION  # the kind that the limit per week is about


class Cover(State):
    """What an event rests on."""

    PLAN = "plan", N_("Within the plan"), "", Light.DONE
    LIST = "list", N_("In a list"), "", Light.DONE
    ADMITTED = "admitted", N_("Admitted"), "", Light.ON_SCHEDULE
    OUTSIDE = "outside", N_("Outside plan and lists"), "", Light.FAR_BEHIND


_E = BurdenEvent.__table__.c
_U = Unit.__table__.c
_I, _A, _D = Inspection.__table__.c, Admission.__table__.c, DutyItem.__table__.c
_HALF_MONTH = (  # the ordinal of the half month of a day, as `HalfMonth.containing` counts it
    sa.extract("year", _E.happened_on) * 24
    + (sa.extract("month", _E.happened_on) - 1) * 2
    + sa.case((sa.extract("day", _E.happened_on) > 15, 1), else_=0)
)
# a village is monitored from one half month to another: what happened then counts, also when it no longer is
_AT_A_POINT = sa.and_(_U.code == _E.unit_code, holds_where(_U, "monitoring_point", _HALF_MONTH))
_EVENTS = (
    BurdenEvent.__table__.join(Unit.__table__, _AT_A_POINT)
    .outerjoin(Inspection.__table__, _I.code == _E.inspection_code)
    .outerjoin(DutyItem.__table__, _D.code == _E.item_code)
    .outerjoin(Admission.__table__, _A.code == _E.admission_code)
)
_ADMITTED = (AdmissionState.APPROVED, AdmissionState.IN_FORCE, AdmissionState.EXITED)
# an event may name several of the three; the first that holds is what it rests on
_COVER = sa.type_coerce(
    sa.case(
        (_I.planned, Cover.PLAN.value),
        (_D.kind.in_((DutyList.DUTY, DutyList.ASSIST)), Cover.LIST.value),
        (_A.state.in_(_ADMITTED), Cover.ADMITTED.value),
        else_=Cover.OUTSIDE.value,
    ),
    Choice(Cover),
)


@dataclass(frozen=True)
class Count:
    """How many events of one kind landed on one village."""

    unit_code: str
    kind: BurdenKind
    count: int


@dataclass(frozen=True)
class SourceRow:
    """A department (None: not told) with its events, those that nothing covers, and the hours as far as told."""

    department_code: str | None
    count: int
    outside: int
    hours: float


@dataclass(frozen=True)
class Visits:
    """The most visits that a village had in one week, and the Monday of that week."""

    unit_code: str
    count: int
    week: date


@dataclass(frozen=True)
class Event:
    """One event as it is listed."""

    happened_on: date
    kind: BurdenKind
    title: str
    department_code: str | None
    basis: str
    hours: Decimal | None
    cover: Cover


def counts(connection: sa.Connection, half_month: HalfMonth) -> list[Count]:
    """Events of each monitored village by kind in one half month; what is 0 has no row."""
    query = sa.select(_E.unit_code, _E.kind, sa.func.count()).select_from(_EVENTS).where(_within(half_month))
    return [Count(*row) for row in connection.execute(query.group_by(_E.unit_code, _E.kind))]


def _within(half_month: HalfMonth, villages: Collection[str] | None = None) -> sa.ColumnElement[bool]:
    return sa.and_(_E.happened_on.between(half_month.first_day, half_month.last_day), _at(villages))


def _at(villages: Collection[str] | None) -> sa.ColumnElement[bool]:
    """That an event landed on one of these villages; None stands for all."""
    return sa.true() if villages is None else _E.unit_code.in_(sorted(villages))


def by_half_month(
    connection: sa.Connection, last: HalfMonth, villages: Collection[str] | None = None
) -> dict[HalfMonth, dict[BurdenKind, int]]:
    """Events by half month and kind up to `last`, of some villages or of all; half months without any are left out."""
    at = sa.cast(_HALF_MONTH, sa.Integer).label("half_month")
    query = sa.select(at, _E.kind, sa.func.count().label("n")).select_from(_EVENTS)
    query = query.where(_E.happened_on <= last.last_day, _at(villages)).group_by(at, _E.kind).order_by(at)
    counted: dict[HalfMonth, dict[BurdenKind, int]] = {}
    for row in connection.execute(query):
        counted.setdefault(HalfMonth(row.half_month), {})[row.kind] = row.n
    return counted


def sources(
    connection: sa.Connection, half_month: HalfMonth, villages: Collection[str] | None = None
) -> list[SourceRow]:
    """Who the events of a half month came from, most first."""
    outside = sa.func.sum(sa.case((_COVER == Cover.OUTSIDE, 1), else_=0))
    hours = sa.func.coalesce(sa.func.sum(sa.cast(_E.hours, sa.Numeric(asdecimal=False))), 0)
    query = sa.select(_E.department_code, sa.func.count().label("n"), outside, hours).select_from(_EVENTS)
    query = query.where(_within(half_month, villages)).group_by(_E.department_code)
    # who was not told stands first among equals on both databases, which order NULL differently by themselves
    rows = connection.execute(query.order_by(sa.desc("n"), sa.nulls_first(_E.department_code)))
    return [SourceRow(code, int(count), int(out), float(told)) for code, count, out, told in rows]


def covers(
    connection: sa.Connection, half_month: HalfMonth, villages: Collection[str] | None = None
) -> dict[Cover, int]:
    """How many events of a half month are in the plan, in a list, admitted, or outside all three."""
    cover = _COVER.label("cover")
    query = sa.select(cover, sa.func.count()).select_from(_EVENTS).where(_within(half_month, villages)).group_by(cover)
    counted = {row[0]: int(row[1]) for row in connection.execute(query)}
    return {each: counted.get(each, 0) for each in Cover}


def weeks(half_month: HalfMonth) -> list[date]:
    """The Mondays that lie in a half month: each week belongs to the half month in which it begins."""
    days = (half_month.first_day + timedelta(days=step) for step in range(16))  # none is longer
    return [day for day in days if day.weekday() == 0 and day <= half_month.last_day]


def most_visits(connection: sa.Connection, half_month: HalfMonth) -> dict[str, Visits]:
    """The fullest week of each village that had visits in a week of the half month."""
    mondays = weeks(half_month)
    week = sa.case(*((_E.happened_on.between(day, day + timedelta(days=6)), at) for at, day in enumerate(mondays)))
    query = sa.select(_E.unit_code, week.label("week"), sa.func.count().label("n")).select_from(_EVENTS)
    query = query.where(_E.kind == VISIT, _E.happened_on.between(mondays[0], mondays[-1] + timedelta(days=6)))
    query = query.group_by(_E.unit_code, sa.text("week")).order_by(sa.desc("n"), sa.text("week"))
    fullest: dict[str, Visits] = {}
    for row in connection.execute(query):  # most visits first: of each village the first row is the fullest week
        fullest.setdefault(row.unit_code, Visits(row.unit_code, row.n, mondays[row.week]))
    return fullest


def over_limit(connection: sa.Connection, half_month: HalfMonth) -> list[Visits]:
    """The villages with more visits in a week than the office's limit, most first."""
    limit = settings().monitoring.visits_per_week
    over = [visits for visits in most_visits(connection, half_month).values() if visits.count > limit]
    return sorted(over, key=lambda visits: (-visits.count, visits.unit_code))


def events_at(connection: sa.Connection, half_month: HalfMonth, unit_code: str) -> list[Event]:
    """What landed on one village in one half month, at most a hundred events, in the order of days."""
    query = _listed(half_month).where(_E.unit_code == unit_code).limit(100)
    return [_event(row) for row in connection.execute(query)]


def all_events(connection: sa.Connection, half_month: HalfMonth) -> list[tuple[str, Event]]:
    """What landed on every monitored village in one half month, with the village's code, in the order of days."""
    return [(row.unit_code, _event(row)) for row in connection.execute(_listed(half_month))]


def _listed(half_month: HalfMonth) -> sa.Select[Any]:
    columns = (_E.happened_on, _E.kind, _E.title, _E.department_code, _E.basis, _E.hours, _COVER.label("cover"))
    query = sa.select(_E.unit_code, *columns).select_from(_EVENTS).where(_within(half_month))
    return query.order_by(_E.happened_on, _E.code)


def _event(row: sa.Row[Any]) -> Event:
    return Event(**{name: row._mapping[name] for name in Event.__dataclass_fields__})


@dataclass(frozen=True)
class Trend:
    """Events a village and half month: now, and the mean of the half months before the campaign (None: no records)."""

    now: float
    before: float | None

    @property
    def change(self) -> float | None:
        """Percent against before; None without a comparison."""
        return None if not self.before else (self.now / self.before - 1) * 100


def trend(
    counted: Mapping[HalfMonth, Mapping[BurdenKind, int]],
    half_month: HalfMonth,
    villages: int,
    kind: BurdenKind | None = None,
) -> Trend:
    """The trend of all kinds or one, out of `by_half_month`: every recorded half month before the campaign counts."""
    since = settings().campaign.since
    count = {at: kinds.get(kind, 0) if kind else sum(kinds.values()) for at, kinds in counted.items()}
    earlier = [each for at, each in count.items() if at < since]
    before = sum(earlier) / len(earlier) / villages if earlier and villages else None
    return Trend(count.get(half_month, 0) / villages if villages else 0.0, before)
