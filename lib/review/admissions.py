"""准入: applications and their steps through the ledger, the clock, and the load in force on the villages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from lib.intake.entry import read_fields, read_units
from lib.kept.changes import Change
from lib.kept.duties import Match, duty_items, matches
from lib.kept.reference import read_reference
from lib.kept.store import writing
from lib.kept.tables import TABLES
from lib.ledger.access import RULES, Actor
from lib.ledger.door import Act, Receipt, save_within
from lib.ledger.door.admissions import DECIDES, STEPS, SUBSTANCE, blank, lacks, no_step, state_word
from lib.words.errors import Mistakes, Refusal
from lib.words.language import gettext as _
from lib.words.settings import settings

TABLE = TABLES["admission"]


@dataclass(frozen=True)
class Application:
    """An application as the register shows it. Fields as in models.Admission."""

    code: str
    department_code: str
    matter: str
    basis: str
    content: str
    units: str
    urgency: str
    start_on: date | None
    exit_on: date | None
    hours_month: Decimal | None
    forms_month: int | None
    staff: int | None
    funds: int | None
    materials: str
    apart: str
    state: str
    applied_on: date | None
    decided_on: date | None
    decided_as: str
    decided_by: str
    exited_on: date | None
    supervision: str
    note: str

    @property
    def past_exit(self) -> int:
        """Days since its exit day while it is still in force; 0 when it is not late."""
        late = self.state == "in_force" and self.exit_on is not None and self.exit_on < settings().today
        return (settings().today - self.exit_on).days if late and self.exit_on else 0

    @property
    def days(self) -> int | None:
        """Days from application to decision; to today while it waits; None for a draft never applied for."""
        if self.applied_on is None or (self.state == "draft" and self.decided_on is None):
            return None
        return ((self.decided_on or settings().today) - self.applied_on).days

    @property
    def waits(self) -> bool:
        """Whether the office or the deciders have to act."""
        return self.state in ("applied", "reviewed")

    @property
    def steps(self) -> list[str]:
        """The steps that can be taken from here."""
        return [step for (state, step) in STEPS if state == self.state]


def steps_of(one: Application, actor: Actor) -> list[str]:
    """The steps from here that are this actor's to take; a guest sees them all, and can take none."""
    if actor.decides or not actor.known:
        return one.steps
    if actor.role != "reporter" or one.department_code != actor.department_code:
        return []
    return [step for step in one.steps if (one.state, STEPS[one.state, step].to) in RULES["admission"].moves]


def applications(connection: sa.Connection) -> list[Application]:
    """Every application: past their exit first, then those that wait, in force, drafts, and what has ended."""
    rows = connection.execute(sa.select(*(TABLE.model.__table__.c[name] for name in Application.__dataclass_fields__)))
    order = ("reviewed", "applied", "in_force", "approved", "draft", "refused", "exited")
    found = [Application(**row._mapping) for row in rows]
    return sorted(found, key=lambda one: (-one.past_exit, order.index(one.state), one.code))


def application(connection: sa.Connection, code: str) -> Application | None:
    """One application; None when there is none of this code."""
    columns = TABLE.model.__table__.c
    names = Application.__dataclass_fields__
    row = connection.execute(sa.select(*(columns[name] for name in names)).where(columns.code == code)).first()
    return Application(**row._mapping) if row else None


def past_exit(connection: sa.Connection) -> list[Application]:
    """The matters in force whose exit day is past, latest first."""
    return [one for one in applications(connection) if one.past_exit]


def like(connection: sa.Connection, matter: str) -> list[Match]:
    """The items of the lists that a matter is like."""
    return matches(matter, duty_items(connection))


# Steps ----------------------------------------------------------------------------------------------------------


def keep_draft(
    store: sa.Engine, typed: Mapping[str, Any], actor: Actor, code: str = "", *, submit: bool = False
) -> Receipt:
    """Keep what was typed as a draft, a new one without `code`; with `submit` apply for it in the same act.

    Raises Mistakes naming every field to mend, Refusal when it is no draft any more; nothing was saved then.
    """
    with writing(store) as connection:
        before = _kept(connection, code) if code else None
        values = _read(connection, typed, submit=submit) | ({"state": "applied"} if submit else {})
        if submit:
            values["applied_on"] = (before.applied_on if before else None) or settings().today
        changes = _edited(before, values) if before else [_new(connection, values)]
        if not changes:
            raise Refusal(_("Nothing was changed"))
        return save_within(connection, Act(actor, "admission", _("submitted") if submit else _("draft")), changes)


def _read(connection: sa.Connection, typed: Mapping[str, Any], *, submit: bool) -> dict[str, Any]:
    """The values of a form. Raises Mistakes, which name with `submit` at once what is lacking as well."""
    texts = {name: text for name, text in typed.items() if name in SUBSTANCE and name != "units"}
    values, mends = read_fields(TABLE, texts)
    try:
        values["units"] = read_units(read_reference(connection), typed.get("units") or "")
    except Mistakes as mistakes:
        mends |= mistakes.fields
    if mends and submit:
        known = set(connection.exec_driver_sql("SELECT code FROM unit").scalars())
        mends = lacks(blank() | values, like(connection, str(typed.get("matter") or "")), known) | mends
    if mends:
        raise Mistakes(mends)
    return values


def _new(connection: sa.Connection, values: dict[str, Any]) -> Change:
    year = settings().today.year
    codes = connection.execute(sa.text("SELECT code FROM admission WHERE code LIKE :year"), {"year": f"{year}-%"})
    numbers = [int(code[5:]) for code in codes.scalars() if code[5:].isdigit()]
    code = f"{year}-{max(numbers, default=0) + 1:03}"
    return Change("admission", (code,), "", None, blank() | values | {"code": code})


def _edited(before: Application, values: Mapping[str, Any]) -> list[Change]:
    """The changes of an application's fields that differ."""
    return [
        Change("admission", (before.code,), name, getattr(before, name), after)
        for name, after in values.items()
        if getattr(before, name) != after
    ]


def take_step(store: sa.Engine, code: str, step: str, actor: Actor, *, note: str = "", decided_by: str = "") -> Receipt:
    """Take one step of the table; the day is today's, and who decides follows from the urgency.

    Raises Refusal when the step is not possible from where the application stands, Mistakes naming what it needs.
    """
    with writing(store) as connection:
        before = _kept(connection, code)
        move = STEPS.get((before.state, step))
        if move is None:
            raise no_step(before.state, {name: to.to for (_state, name), to in STEPS.items()}[step])
        if step in ("send_back", "refuse", "supervise", "exit") and not note.strip():
            raise Mistakes({"note": _("Write why, or what was found: it stays in the history")})
        sets = _set_by(before, step, note.strip(), decided_by.strip(), actor)
        if step in ("approve", "refuse") and not sets["decided_by"]:
            raise Mistakes({"decided_by": _("Write which meeting or who decided")})
        return save_within(
            connection, Act(actor, "admission", note.strip()), _edited(before, sets | {"state": move.to})
        )


def _set_by(before: Application, step: str, note: str, decided_by: str, actor: Actor) -> dict[str, Any]:
    """The fields that a step sets besides the state."""
    today = settings().today
    if step == "submit":
        return {"applied_on": before.applied_on or today}  # the clock runs from the first day, also when sent back
    if step in ("approve", "refuse"):
        return {"decided_on": today, "decided_as": DECIDES[before.urgency], "decided_by": decided_by}
    if step == "exit":
        return {"exited_on": today}
    if step == "supervise":
        return {"supervision": "\n".join(filter(None, [before.supervision, f"{today} {actor.name}：{note}"]))}
    return {}


def _kept(connection: sa.Connection, code: str) -> Application:
    found = application(connection, code)
    if found is None:
        raise Refusal(_("There is no application {code}").format(code=code))
    return found


@dataclass(frozen=True)
class Trail:
    """One saved step: when (UTC), who, the state before and after in words, and the note."""

    at: datetime
    actor: str
    before: str
    after: str
    note: str


def trail(connection: sa.Connection, code: str) -> list[Trail]:
    """Every saved change of an application's state or supervision, newest first."""
    rows = connection.execute(_TRAIL, {"key": f'["{code}"]'})
    return [
        Trail(row.at, row.actor, _word(row.before), _word(row.after, row.field), row.note)
        for row in rows
        if row.field in ("state", "supervision", "")
    ]


_TRAIL = sa.text(
    "SELECT b.at, b.actor, b.note, r.field, r.before, r.after FROM record_change r JOIN batch b ON b.id = r.batch_id"
    " WHERE r.\"table\" = 'admission' AND r.key = :key ORDER BY r.id DESC"
).columns(at=sa.DateTime())


def _word(text: str | None, field: str = "state") -> str:
    """A state as the history keeps it (JSON) in words; a whole record stands for its own state."""
    if text is None:
        return ""
    if field == "supervision":
        return _("Supervised")
    found = next((state for state in _STATES if f'"{state}"' in text), "")
    return state_word(found) if found else ""


_STATES = ("applied", "reviewed", "approved", "in_force", "refused", "exited", "draft")
