"""登记负担: one event from a form, or a file of them, through the ledger."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from lib.intake.checks import CheckedRecords, Problem, Record
from lib.intake.entry import read_form
from lib.kept.changes import Change
from lib.kept.marks import TIMES, holds
from lib.kept.models import BurdenEvent, Unit
from lib.kept.spans import why_absent
from lib.kept.store import writing
from lib.kept.tables import TABLES, Table
from lib.kept.units import unit_refs
from lib.ledger.access import Actor
from lib.ledger.door import Act, Receipt, save_within
from lib.review.uploads import Records
from lib.words.errors import Mistakes, Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.settings import settings

TABLE = TABLES["burden_event"]
MARK = "monitoring_point"
_E, _U = BurdenEvent.__table__.c, Unit.__table__.c


def event_code(unit_code: str, day: date, kind: str, title: str) -> str:
    """The event's own code: the same event entered twice has the same one. data/make/burden.py makes it likewise."""
    told = "|".join((unit_code, day.isoformat(), kind, title))
    return f"{day:%Y%m%d}-{hashlib.sha256(told.encode()).hexdigest()[:10]}"


def record_event(store: sa.Engine, typed: Mapping[str, Any], actor: Actor) -> Receipt:
    """Save one event as it was typed. Raises Mistakes naming each field to mend, Refusal when it is there already."""
    values = read_form(TABLE, typed)
    if lacking := _lacks(values):
        raise Mistakes(lacking)
    code = event_code(values["unit_code"], values["happened_on"], values["kind"], values["title"])
    with writing(store) as connection:
        if absent := _absent(connection, values):
            raise Mistakes(absent)
        if connection.execute(sa.select(_E.code).where(_E.code == code)).first():
            raise Refusal(_("This event is recorded already: the same village, day, kind and title"))
        change = Change("burden_event", (code,), "", None, TABLE.blank() | values | {"code": code})
        return save_within(connection, Act(actor, "entry", values["title"]), [change])


def _lacks(values: Mapping[str, Any]) -> dict[str, str]:
    """What a single event must hold besides its own fields."""
    if values["happened_on"] > settings().today:
        return {"happened_on": _("This day is still to come; record what has happened")}
    return {} if values["kind"] else {"kind": _("This must not be blank")}


def _absent(connection: sa.Connection, values: Mapping[str, Any]) -> dict[str, str]:
    """Why the village of an event did not exist on its day, if so."""
    every, half_month = unit_refs(connection), HalfMonth.containing(values["happened_on"]).ordinal
    unit = every.get(values["unit_code"])
    if unit is None or unit.exists_in(half_month):
        return {}
    return {"unit_code": why_absent(every, unit, half_month)}


def _as_entered() -> Table:
    """The table as a file of reporters has it: no code is asked, since it follows from the rest."""
    columns = [replace(column, required=False) if column.name == "code" else column for column in TABLE.columns]
    # the title tells events apart, but is read as a text: a code would lose its blanks
    columns = [replace(column, kind="title") if column.name == "title" else column for column in columns]
    return replace(TABLE, columns=tuple(columns), key=("unit_code", "happened_on", "kind", "title"))


def template_columns() -> tuple[str, ...]:
    """The titles of the columns that a reporter fills in."""
    return tuple(_(column.title) for column in TABLE.columns if column.name != "code")


def _coded(connection: sa.Connection, checked: CheckedRecords) -> CheckedRecords:
    """The records under their own codes; those of villages that are no monitoring points are refused."""
    marks = {row.code: row for row in connection.execute(_MARKED)}
    at_points = checked.without(_no_point(record) for record in checked.rows if not _at_a_point(record, marks))
    columns = ("code", *(name for name in checked.columns if name != "code"))
    return replace(at_points, rows=tuple(map(_with_code, at_points.rows)), columns=columns)


_MARKED = sa.select(_U.code, *(_U[name] for name in (MARK, *TIMES[MARK])))


def _at_a_point(record: Record, marks: Mapping[str, Any]) -> bool:
    """Whether the village was monitored on the day of the event."""
    _code, flag, first, last = marks[record.values["unit_code"]]
    return holds(flag, first, last, HalfMonth.containing(record.values["happened_on"]).ordinal)


def _no_point(record: Record) -> Problem:
    return Problem(
        row=record.number,
        title=_(TABLE.column("unit_code").title),
        text=str(record.values["unit_code"]),
        mend=_("This is no monitoring point; events are recorded at the 32 points only"),
        kind="no_point",
    )


def _with_code(record: Record) -> Record:
    code = event_code(*record.key)
    return Record(record.number, (code,), {**record.values, "code": code})


EVENTS = Records(_as_entered(), settle=_coded)  # what a file of events is read for
