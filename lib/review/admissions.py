"""准入: applications and their steps through the ledger, the clock, and the load in force on the villages."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from lib.intake.entry import read_fields, read_units
from lib.kept.changes import Change, differing
from lib.kept.duties import Match, duty_items, matches
from lib.kept.models import Admission, AdmissionState, Decider, Role, Urgency
from lib.kept.reference import Reference, read_reference
from lib.kept.store import record, records, writing
from lib.kept.tables import TABLES
from lib.ledger.access import Actor
from lib.ledger.door import Act, Receipt, save_within
from lib.ledger.door.admissions import STEPS, SUBSTANCE, counties_of, decider, lacks, no_step, number_of_reply
from lib.words.errors import Mistakes, Refusal
from lib.words.language import gettext as _
from lib.words.settings import settings

TABLE = TABLES["admission"]

# The order of the register: what waits for somebody, what is in force, drafts, and what has ended.
_ORDER = (
    AdmissionState.REVIEWED,
    AdmissionState.APPLIED,
    AdmissionState.IN_FORCE,
    AdmissionState.APPROVED,
    AdmissionState.DRAFT,
    AdmissionState.REFUSED,
    AdmissionState.EXITED,
)


def steps_of(application: Admission, actor: Actor, reference: Reference) -> list[str]:
    """The steps from here that are this actor's to take; a guest sees them all, and can take none."""
    steps = [step for before, step in STEPS if before is application.state]
    if actor.decides or not actor.known:
        return steps
    if actor.role == Role.SECRETARY and waits_for_secretary(application, reference, actor.unit_code):
        return [step for step in steps if (application.state, STEPS[application.state, step].to) in TABLE.rule.urgent]
    if actor.role != Role.REPORTER or application.department_code != actor.department_code:
        return []
    return [step for step in steps if (application.state, STEPS[application.state, step].to) in TABLE.rule.moves]


def waits_for_secretary(application: Admission, reference: Reference, county: str | None) -> bool:
    """Whether it waits for the deputy secretary of this county: urgent, reviewed, and in this county alone."""
    return _urgent_and_waits(application) and counties_of(application.units, reference) == {county}


def _urgent_and_waits(application: Admission) -> bool:
    return application.urgency is Urgency.URGENT and application.state is AdmissionState.REVIEWED


def decided_as(application: Admission, reference: Reference) -> Decider:
    """Who decided it; while it waits, who will."""
    if application.decided_as:
        return Decider(application.decided_as)
    return decider(application.urgency, application.units, reference)


def urgent_matters(connection: sa.Connection, reference: Reference, county: str) -> list[tuple[str, str]]:
    """Code and matter of what waits for the deputy secretary of a county."""
    waiting = (each for each in applications(connection) if waits_for_secretary(each, reference, county))
    return [(each.code, each.matter) for each in waiting]


def urgent_beyond(connection: sa.Connection, reference: Reference, county: str) -> list[tuple[str, str]]:
    """Code and matter of the urgent ones of a county and others, which wait for the joint meeting instead."""
    waiting = [each for each in applications(connection) if _urgent_and_waits(each)]
    reach = {each.code: counties_of(each.units, reference) for each in waiting}
    return [(each.code, each.matter) for each in waiting if {county} < reach[each.code]]


def visible(application: Admission, actor: Actor) -> bool:
    """Whether the actor may see it: a draft is its department's own until it is handed in, and the office's."""
    own = actor.department_code is not None and application.department_code == actor.department_code
    return application.state != AdmissionState.DRAFT or actor.decides or own


def applications(connection: sa.Connection) -> list[Admission]:
    """Every application: past their exit first, then in the order of their states."""
    every = records(connection, sa.select(Admission))
    return sorted(every, key=lambda each: (-each.past_exit, _ORDER.index(each.state), each.code))


def application(connection: sa.Connection, code: str) -> Admission | None:
    """One application; None when there is none of this code."""
    return record(connection, sa.select(Admission).where(Admission.__table__.c.code == code))


def past_exit(connection: sa.Connection) -> list[Admission]:
    """The matters in force whose exit day is past, latest first."""
    return [each for each in applications(connection) if each.past_exit]


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
        values = _read(connection, typed, submit=submit) | ({"state": AdmissionState.APPLIED} if submit else {})
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
        mends = lacks(TABLE.blank() | values, like(connection, str(typed.get("matter") or "")), known) | mends
    if mends:
        raise Mistakes(mends)
    return values


def _new(connection: sa.Connection, values: dict[str, Any]) -> Change:
    year = settings().today.year
    codes = connection.execute(sa.text("SELECT code FROM admission WHERE code LIKE :year"), {"year": f"{year}-%"})
    numbers = [
        int(code[5:]) for code in codes.scalars() if code[5:].isdigit()
    ]  # one that was uploaded may have another code
    code = f"{year}-{max(numbers, default=0) + 1:03}"
    return Change("admission", (code,), "", None, TABLE.blank() | values | {"code": code})


def _edited(before: Admission, values: Mapping[str, Any]) -> list[Change]:
    return differing("admission", (before.code,), before.as_record(), values)


def take_step(store: sa.Engine, code: str, step: str, actor: Actor, *, note: str = "", decided_by: str = "") -> Receipt:
    """Take one step of the table; the day is today's, and who decides follows from the urgency.

    Raises Refusal when the step is not possible from where the application stands, Mistakes naming what it needs.
    """
    with writing(store) as connection:
        before = _kept(connection, code)
        move = STEPS.get((before.state, step))
        if move is None:
            raise no_step(before.state, next(to.to for (_state, name), to in STEPS.items() if name == step))
        if step in ("send_back", "refuse", "supervise", "exit") and not note.strip():
            raise Mistakes({"note": _("Write why, or what was found: it stays in the history")})
        sets = _set_by(connection, before, step, note.strip(), decided_by.strip(), actor)
        if step in ("approve", "refuse") and not sets["decided_by"]:
            raise Mistakes({"decided_by": _("Write which meeting or who decided")})
        return save_within(
            connection, Act(actor, "admission", note.strip()), _edited(before, sets | {"state": move.to})
        )


def _set_by(
    connection: sa.Connection, before: Admission, step: str, note: str, decided_by: str, actor: Actor
) -> dict[str, Any]:
    """The fields that a step sets besides the state."""
    today = settings().today
    if step == "submit":
        return {"applied_on": before.applied_on or today}  # the clock runs from the first day, also when sent back
    if step in ("approve", "refuse"):
        who = actor.name if actor.role == Role.SECRETARY else decided_by
        body = decider(before.urgency, before.units, read_reference(connection))
        return {"decided_on": today, "decided_as": body, "decided_by": who}
    if step == "exit":
        return {"exited_on": today}
    if step == "supervise":
        return {"supervision": "\n".join(filter(None, [before.supervision, f"{today} {actor.name}：{note}"]))}
    return {}


def number_reply(store: sa.Engine, code: str, number: str, actor: Actor) -> Receipt:
    """Keep the number (文号) that the registry gave the reply, "" for none.

    Raises Refusal before a decision, Mistakes for what is no number.
    """
    with writing(store) as connection:
        before = _kept(connection, code)
        changes = _edited(before, {"reply_number": number_of_reply(number)})
        if not changes:
            raise Refusal(_("Nothing was changed"))
        return save_within(connection, Act(actor, "admission"), changes)


def _kept(connection: sa.Connection, code: str) -> Admission:
    kept = application(connection, code)
    if kept is None:
        raise Refusal(_("There is no application {code}").format(code=code))
    return kept


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
    return [Trail(row.at, row.actor, *_words(row.field, row.before, row.after), row.note) for row in rows]


_TRAIL = sa.text(
    "SELECT b.at, b.actor, b.note, r.field, r.before, r.after FROM record_change r JOIN batch b ON b.id = r.batch_id"
    " WHERE r.\"table\" = 'admission' AND r.key = :key AND r.field IN ('state', 'supervision', '') ORDER BY r.id DESC"
).columns(at=sa.DateTime())


def why_decided(connection: sa.Connection, application: Admission) -> str:
    """What was written at the decision: why it is refused, or what is asked besides; else the application's note."""
    if application.decided_on is None:
        return ""
    written = connection.scalar(_WHY, {"key": f'["{application.code}"]'})
    return str(written or application.note)


# the last decision that stands: an undo, which gives one back, has no words on it
_WHY = sa.text(
    "SELECT b.note FROM record_change r JOIN batch b ON b.id = r.batch_id WHERE r.\"table\" = 'admission'"
    " AND r.key = :key AND r.field = 'decided_on' AND r.after IS NOT NULL AND b.undoes IS NULL ORDER BY r.id DESC"
)


def _words(field: str, before: str | None, after: str | None) -> tuple[str, str]:
    """What a change of the history led from and to, in words."""
    return ("", _("Supervised")) if field == "supervision" else (_word(before), _word(after))


def _word(text: str | None) -> str:
    """A state as the history keeps it (JSON) in words; a whole record stands for its own state."""
    if text is None:
        return ""
    told = json.loads(text)
    return AdmissionState(told["state"] if isinstance(told, dict) else told).word
