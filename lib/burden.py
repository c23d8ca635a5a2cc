"""负担记录 at the monitoring points: entered or uploaded through the ledger, and read as counts, never event by event.

An event is covered by an inspection of the annual plan, by an item of the duty or assist list, or by a matter that was
admitted; what none of them covers is outside. Counts come from the database; only one village's half month is listed.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from lib.checks import CheckedRecords, Problem, Record, check_records
from lib.entry import read_form
from lib.errors import Mistakes, Refusal
from lib.half_months import HalfMonth
from lib.intake import RecordUpload, known_codes
from lib.language import gettext as _
from lib.ledger import Act, Receipt, save_within
from lib.models import Admission, BurdenEvent, DutyItem, Inspection, Unit
from lib.preview import Change, preview_records
from lib.settings import settings
from lib.sheets import read
from lib.store import reading, writing
from lib.tables import TABLES, Table

TABLE = TABLES["burden_event"]
KINDS = ("meeting", "inspection", "report", "app")
COVERS = ("plan", "list", "admitted", "outside")
VISIT = "inspection"  # the kind that the limit per week is about


# Writing --------------------------------------------------------------------------------------------------------


def event_code(unit_code: str, day: date, kind: str, title: str) -> str:
    """The event's own code: the same event entered twice has the same one. data/make/burden.py makes it likewise."""
    told = "|".join((unit_code, day.isoformat(), kind, title))
    return f"{day:%Y%m%d}-{hashlib.sha256(told.encode()).hexdigest()[:10]}"


def record_event(store: sa.Engine, typed: Mapping[str, Any], actor: str) -> Receipt:
    """Save one event as it was typed. Raises Mistakes naming each field to mend, Refusal when it is there already."""
    if not actor.strip():
        raise Refusal(_("Write your name on the left before you change anything."))
    values = read_form(TABLE, typed)
    if lacking := _lacks(values):
        raise Mistakes(lacking)
    code = event_code(values["unit_code"], values["happened_on"], values["kind"], values["title"])
    with writing(store) as connection:
        if connection.execute(sa.select(_E.code).where(_E.code == code)).first():
            raise Refusal(_("This event is recorded already: the same village, day, kind and title"))
        blank = {column.name: "" if column.kind == "text" else None for column in TABLE.columns}
        change = Change("burden_event", (code,), "", None, blank | values | {"code": code})
        return save_within(connection, Act(actor, "entry", values["title"]), [change])


def _lacks(values: Mapping[str, Any]) -> dict[str, str]:
    """What a single event must hold besides its own fields."""
    if values["happened_on"] > settings().today:
        return {"happened_on": _("This day is still to come; record what has happened")}
    return {} if values["kind"] else {"kind": _("This must not be blank")}


def _as_entered() -> Table:
    """The table as a file of reporters has it: no code is asked, since it follows from the rest."""
    columns = [replace(one, required=False) if one.name == "code" else one for one in TABLE.columns]
    # the title tells events apart, but is read as a text: a code would lose its blanks
    columns = [replace(one, kind="title") if one.name == "title" else one for one in columns]
    return replace(TABLE, columns=tuple(columns), key=("unit_code", "happened_on", "kind", "title"))


def template_columns() -> tuple[str, ...]:
    """The titles of the columns that a reporter fills in."""
    return tuple(_(column.title) for column in TABLE.columns if column.name != "code")


def take_events(store: sa.Engine, content: bytes, file_name: str) -> RecordUpload:
    """Read and check a file of events, and compare it with what is kept; nothing is saved.

    Raises FileRefused when the file as a whole cannot be read as a table.
    """
    sheet = read(content, file_name, settings().upload)
    with reading(store) as connection:
        checked = check_records(sheet, _as_entered(), known_codes(connection))
        points = set(connection.scalars(sa.select(_U.code).where(_U.monitoring_point)))
        checked = _coded(checked, points)
        preview = preview_records(connection, checked)
    return RecordUpload(sheet, checked, preview, Act("", "upload", file_name=file_name, content=content))


def _coded(checked: CheckedRecords, points: set[str]) -> CheckedRecords:
    """The records under their own codes; those of villages that are no monitoring points are refused."""
    problems = [
        Problem(record.number, _(TABLE.column("unit_code").title), str(record.values["unit_code"]), mend, "no_point")
        for record in checked.rows
        for mend in [_("This is no monitoring point; events are recorded at the 32 points only")]
        if record.values["unit_code"] not in points
    ]
    refused = {problem.row for problem in problems if problem.row is not None}
    rows = tuple(_with_code(record) for record in checked.rows if record.number not in refused)
    return replace(
        checked,
        rows=rows,
        problems=(*checked.problems, *problems),
        columns=("code", *(name for name in checked.columns if name != "code")),
        refused_rows=checked.refused_rows | refused,
    )


def _with_code(record: Record) -> Record:
    code = event_code(*record.key)
    return Record(record.number, (code,), {**record.values, "code": code})


# Reading --------------------------------------------------------------------------------------------------------

_E = BurdenEvent.__table__.c
_U = Unit.__table__.c
_I, _A, _D = Inspection.__table__.c, Admission.__table__.c, DutyItem.__table__.c
_EVENTS = (
    BurdenEvent.__table__.join(Unit.__table__, sa.and_(_U.code == _E.unit_code, _U.monitoring_point))
    .outerjoin(Inspection.__table__, _I.code == _E.inspection_code)
    .outerjoin(DutyItem.__table__, _D.code == _E.item_code)
    .outerjoin(Admission.__table__, _A.code == _E.admission_code)
)
_HALF_MONTH = (
    sa.extract("year", _E.happened_on) * 24
    + (sa.extract("month", _E.happened_on) - 1) * 2
    + sa.case((sa.extract("day", _E.happened_on) > 15, 1), else_=0)
)
_COVER = sa.case(
    (_I.planned, "plan"),
    (_D.kind.in_(("duty", "assist")), "list"),
    (_A.state.in_(("approved", "in_force", "exited")), "admitted"),
    else_="outside",
)


@dataclass(frozen=True)
class Count:
    """How many events of one kind landed on one village."""

    unit_code: str
    kind: str
    count: int


@dataclass(frozen=True)
class SourceRow:
    """A department (None: not told) with its events, how many of them nothing covers, and their hours as far as told."""

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
    kind: str
    title: str
    department_code: str | None
    basis: str
    hours: Decimal | None
    cover: str


def counts(connection: sa.Connection, half_month: HalfMonth) -> list[Count]:
    """Events of each monitored village by kind in one half month; what is 0 has no row."""
    query = (
        sa.select(_E.unit_code, _E.kind, sa.func.count()).select_from(_EVENTS).where(_within(half_month))
    ).group_by(_E.unit_code, _E.kind)
    return [Count(*row) for row in connection.execute(query)]


def _within(half_month: HalfMonth) -> sa.ColumnElement[bool]:
    return _E.happened_on.between(half_month.first_day, half_month.last_day)


def by_half_month(
    connection: sa.Connection, last: HalfMonth, villages: Collection[str] | None = None
) -> dict[HalfMonth, dict[str, int]]:
    """Events by half month and kind up to `last`, of some villages or of all; half months without any are left out."""
    at = sa.cast(_HALF_MONTH, sa.Integer).label("half_month")
    query = sa.select(at, _E.kind, sa.func.count().label("n")).select_from(_EVENTS)
    query = query.where(_E.happened_on <= last.last_day).group_by(at, _E.kind).order_by(at)
    if villages is not None:
        query = query.where(_E.unit_code.in_(sorted(villages)))
    found: dict[HalfMonth, dict[str, int]] = {}
    for row in connection.execute(query):
        found.setdefault(HalfMonth(row.half_month), {})[row.kind] = row.n
    return found


def sources(connection: sa.Connection, half_month: HalfMonth, villages: Collection[str] | None = None) -> list[SourceRow]:
    """Who the events of a half month came from, most first."""
    outside = sa.func.sum(sa.case((_COVER == "outside", 1), else_=0))
    hours = sa.func.coalesce(sa.func.sum(sa.cast(_E.hours, sa.Numeric(asdecimal=False))), 0)
    query = sa.select(_E.department_code, sa.func.count().label("n"), outside, hours).select_from(_EVENTS)
    query = query.where(_within(half_month)).group_by(_E.department_code)
    if villages is not None:
        query = query.where(_E.unit_code.in_(sorted(villages)))
    rows = connection.execute(query.order_by(sa.desc("n"), _E.department_code))
    return [SourceRow(code, int(count), int(out), float(told)) for code, count, out, told in rows]


def covers(connection: sa.Connection, half_month: HalfMonth, villages: Collection[str] | None = None) -> dict[str, int]:
    """How many events of a half month are in the plan, in a list, admitted, or outside all three."""
    cover = _COVER.label("cover")
    query = sa.select(cover, sa.func.count()).select_from(_EVENTS).where(_within(half_month)).group_by(cover)
    if villages is not None:
        query = query.where(_E.unit_code.in_(sorted(villages)))
    found = {row[0]: int(row[1]) for row in connection.execute(query)}
    return {name: found.get(name, 0) for name in COVERS}


def weeks(half_month: HalfMonth) -> list[date]:
    """The Mondays that lie in a half month: each week belongs to the half month in which it begins."""
    days = (half_month.first_day + timedelta(days=step) for step in range(16))
    return [day for day in days if day.weekday() == 0 and day <= half_month.last_day]


def most_visits(connection: sa.Connection, half_month: HalfMonth) -> dict[str, Visits]:
    """The fullest week of each village that had visits in a week of the half month."""
    mondays = weeks(half_month)
    week = sa.case(*((_E.happened_on.between(day, day + timedelta(days=6)), at) for at, day in enumerate(mondays)))
    query = sa.select(_E.unit_code, week.label("week"), sa.func.count().label("n")).select_from(_EVENTS)
    query = query.where(_E.kind == VISIT, _E.happened_on.between(mondays[0], mondays[-1] + timedelta(days=6)))
    found: dict[str, Visits] = {}
    for row in connection.execute(query.group_by(_E.unit_code, sa.text("week")).order_by(sa.desc("n"), sa.text("week"))):
        found.setdefault(row.unit_code, Visits(row.unit_code, row.n, mondays[row.week]))
    return found


def over_limit(connection: sa.Connection, half_month: HalfMonth) -> list[Visits]:
    """The villages with more visits in a week than the office's limit, most first."""
    limit = settings().monitoring.visits_per_week
    found = [one for one in most_visits(connection, half_month).values() if one.count > limit]
    return sorted(found, key=lambda one: (-one.count, one.unit_code))


def events_at(connection: sa.Connection, half_month: HalfMonth, unit_code: str, limit: int = 100) -> list[Event]:
    """What landed on one village in one half month, in the order of days."""
    columns = (_E.happened_on, _E.kind, _E.title, _E.department_code, _E.basis, _E.hours, _COVER.label("cover"))
    query = sa.select(*columns).select_from(_EVENTS).where(_within(half_month), _E.unit_code == unit_code)
    rows = connection.execute(query.order_by(_E.happened_on, _E.code).limit(limit))
    return [Event(**row._mapping) for row in rows]


@dataclass(frozen=True)
class Trend:
    """Events a village and half month: now, and the mean of the half months before the campaign (None: no records)."""

    now: float
    before: float | None

    @property
    def change(self) -> float | None:
        """Percent against before; None without a comparison."""
        return None if not self.before else (self.now / self.before - 1) * 100


def trend(found: Mapping[HalfMonth, Mapping[str, int]], half_month: HalfMonth, villages: int, kind: str = "") -> Trend:
    """The trend of all kinds or one, out of `by_half_month`: every recorded half month before the campaign counts."""
    since = settings().monitoring.since
    count = {at: kinds.get(kind, 0) if kind else sum(kinds.values()) for at, kinds in found.items()}
    earlier = [each for at, each in count.items() if at < since]
    before = sum(earlier) / len(earlier) / villages if earlier and villages else None
    return Trend(count.get(half_month, 0) / villages if villages else 0.0, before)
