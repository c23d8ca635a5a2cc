"""Who besides the office may save to a table, and about which units or departments: the rules that the tables declare.

The ledger asks `check_access` of every save, whoever built the changes: what a page disables or hides is courtesy.
"""

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence

import sqlalchemy as sa

from lib.kept.changes import Change, Record, by_table, current_records
from lib.kept.models import Role
from lib.kept.models.choices import AdmissionState, Urgency
from lib.kept.models.described import OFFICE
from lib.kept.tables import TABLES, Rule, Table
from lib.ledger.access.actors import Actor, actor_of
from lib.words.errors import Forbidden
from lib.words.language import gettext as _

log = logging.getLogger("banyue")


# Beside the tables that people load, the values: reporters write those of their units, the office sets targets.
RULES: Mapping[str, Rule] = {name: table.rule for name, table in TABLES.items()} | {
    "observation": Rule(unit="unit_id"),
    "target": OFFICE,
}

REPORTED = ("upload", "edit", "unchanged", "entry")  # ActKinds, which come after this: what reporters may do and undo


def may_write(actor: Actor, table: str) -> bool:
    """Whether there is any record of this table that the actor might write: what a page offers follows from it."""
    rule = RULES[table]
    if actor.role == Role.REPORTER:
        return bool(rule.unit and actor.unit_code) or bool(rule.department and actor.department_code)
    return actor.decides or (actor.role == Role.CHECKER and bool(rule.results))


def may_read(actor: Actor, table: str) -> bool:
    """Whether the actor may read this table: what is not announced only the office and the checking group may."""
    return actor.checks or not TABLES[table].unannounced


def must_be_office(connection: sa.Connection, claimed: Actor) -> Actor:
    """The actor as the database knows it now. Raises Forbidden, and logs it, unless it is the office."""
    actor = actor_of(connection, claimed)
    if not actor.decides:
        raise _refused(claimed, _why_not(claimed, actor) or _("Only the joint-meeting office may do this."), ())
    return actor


def check_access(
    connection: sa.Connection, claimed: Actor, changes: Sequence[Change], undoes: int | None = None
) -> None:
    """Raises Forbidden, and logs it, unless the actor may make every one of these changes at this moment."""
    actor = actor_of(connection, claimed)
    if actor.decides:
        return
    said = _why_not(claimed, actor)
    if said is None and undoes is not None and _root_kind(connection, undoes) in REPORTED:
        # what followed from a report (it waits for the office again) goes back with it
        changes = [change for change in changes if change.table != "submission"]
    if said is None and not _hands_in(connection, actor, changes, undoes):
        said = _outside(connection, actor, changes)
    if said:
        raise _refused(claimed, said, {change.table for change in changes})


def _hands_in(connection: sa.Connection, actor: Actor, changes: Sequence[Change], undoes: int | None) -> bool:
    """Whether this hands in again what was returned to the actor's own county, with a remark, or takes that back."""
    if actor.role != Role.REPORTER or not changes or any(change.table != "submission" for change in changes):
        return False
    if not {change.key[-1] for change in changes} <= set(connection.scalars(_CODES_BELOW, {"code": actor.unit_code})):
        return False
    if undoes is not None:
        return _root_kind(connection, undoes) == "hand_in"
    moves = {(change.before, change.after) for change in changes if change.field == "decision"}
    remarks = [change.after for change in changes if change.field == "remark"]
    # of each report these two fields and no third, whatever another report in the act leaves out
    both = {(change.key, field) for change in changes for field in ("decision", "remark")}
    whole = len(changes) == len(both) and {(change.key, change.field) for change in changes} == both
    return whole and moves == {("returned", "")} and all(isinstance(said, str) and said.strip() for said in remarks)


def _why_not(claimed: Actor, actor: Actor) -> str | None:
    """Why the actor may save nothing at all."""
    if actor.known and actor.writes:
        return None
    if actor.known:
        return _("Your account may look but not write; nothing was saved. Ask the joint-meeting office for more.")
    if claimed.known:
        return _("Your sign-in has ended; nothing was saved. Sign in again, then repeat it.")
    return _("Sign in first; nothing was saved.")


def _refused(claimed: Actor, said: str, tables: Iterable[str]) -> Forbidden:
    log.warning("refused: login=%s role=%s tables=%s", claimed.login or "-", claimed.role, ",".join(sorted(tables)))
    return Forbidden(said)


def _root_kind(connection: sa.Connection, batch: int) -> str | None:
    """The kind of the act that this one, or what it undid in turn, began with."""
    row = connection.execute(_UNDONE, {"batch": batch}).first()
    while row is not None and row.undoes is not None:
        row = connection.execute(_UNDONE, {"batch": row.undoes}).first()
    return row.kind if row else None


_UNDONE = sa.text("SELECT kind, undoes FROM batch WHERE id = :batch")


def _outside(connection: sa.Connection, actor: Actor, changes: Sequence[Change]) -> str | None:
    """A sentence for the first change that is not this reporter's to make."""
    for table, of_table in by_table(changes).items():
        if actor.role == Role.SECRETARY:
            if not _decides_urgent(connection, actor, table, of_table):
                return _("Your account decides urgent applications of its county, and nothing else; nothing was saved.")
            continue
        if not may_write(actor, table):
            return _("Only the joint-meeting office may do this; nothing was saved.")
        if actor.role == Role.CHECKER:
            if any(change.field not in RULES[table].results for change in of_table):
                return _("Your account writes what a spot check found, and nothing else; nothing was saved.")
            continue
        if table == "observation":
            below = set(connection.scalars(_BELOW, {"code": actor.unit_code}))
            outside = not {change.key[1] for change in of_table} <= below
        else:
            outside = _records_outside(connection, actor, table, of_table)
        if outside:
            return _("There is something in it that does not belong to what you report for; nothing was saved.")
    return None


_BELOW = sa.text("SELECT y.unit_id FROM ancestry y JOIN unit u ON u.id = y.ancestor_id WHERE u.code = :code")
_CODES_BELOW = sa.text(
    "SELECT b.code FROM ancestry y JOIN unit u ON u.id = y.ancestor_id JOIN unit b ON b.id = y.unit_id"
    " WHERE u.code = :code"
)
_LED = sa.text("SELECT code FROM task WHERE level = 'prefecture' AND department_code = :code")


def _records_outside(connection: sa.Connection, actor: Actor, table: str, changes: list[Change]) -> bool:
    """Whether a record before or after one of the changes is about another unit or department."""
    described = TABLES[table]
    records = current_records(connection, described, [change.key for change in changes])
    own = _own(connection, actor, table)
    name = described.rule.unit if actor.unit_code else described.rule.department
    for change in changes:
        before, after = records.get(change.key), _after(records.get(change.key), change)
        # before and after: one's own record is not handed to others, nor another's taken
        if any(record[name] not in own for record in (before, after) if record):
            return True
        if described.rule.moves and not _may_move(described, before, after):
            return True
    return False


# What a deputy secretary sets; his name stands as who decided.
_DECISION = {"state", "decided_on", "decided_as", "decided_by"}


def _decides_urgent(connection: sa.Connection, actor: Actor, table: str, changes: list[Change]) -> bool:
    """Whether these are decisions on urgent matters that lie in the actor's county alone, in the actor's own name."""
    if not RULES[table].urgent:
        return False
    described = TABLES[table]
    applications = current_records(connection, described, [change.key for change in changes])
    county = set(connection.scalars(_CODES_BELOW, {"code": actor.unit_code}))
    for key in {change.key for change in changes}:
        decided, before = [change for change in changes if change.key == key], applications.get(key)
        if before is None or not {change.field for change in decided} <= _DECISION:
            return False
        after = dict(before) | {change.field: change.after for change in decided}
        units = (before["units"] or "").split()
        if before["urgency"] != Urgency.URGENT or (before["state"], after["state"]) not in described.rule.urgent:
            return False
        if not units or not set(units) <= county or after["decided_by"] != actor.name:
            return False
    return True


def _own(connection: sa.Connection, actor: Actor, table: str) -> Collection[str | None]:
    """What the rule's field may hold: codes of units, of tasks, or of the department itself."""
    if actor.unit_code:
        return set(connection.scalars(_CODES_BELOW, {"code": actor.unit_code}))
    if RULES[table].department == "task_code":
        return set(connection.scalars(_LED, {"code": actor.department_code}))
    return {actor.department_code}


def _after(before: Record | None, change: Change) -> Record | None:
    if change.field == "":
        whole: Record | None = change.after
        return whole
    return dict(before or {}) | {change.field: change.after}


def _may_move(table: Table, before: Record | None, after: Record | None) -> bool:
    """Whether every field that differs is one of the rule's, and the state goes a way that it names."""
    if after is None:
        return before is not None and before["state"] == AdmissionState.DRAFT
    if before is None:
        return after["state"] in (AdmissionState.DRAFT, AdmissionState.APPLIED)
    if before["state"] != after["state"] and (before["state"], after["state"]) not in table.rule.moves:
        return False
    settable = {*table.rule.fields, *(column.name for column in table.columns if column.draft_only)}
    return all(before[field] == after[field] or field in settable for field in after)


def named_by_account(connection: sa.Connection, table: str, code: str) -> bool:
    """Whether an account reports for this unit or department, so that it cannot go."""
    if table not in ("unit", "department"):
        return False
    query = sa.text(f"SELECT 1 FROM account WHERE {table}_code = :code")
    return connection.execute(query, {"code": code}).first() is not None
