"""Undo: a batch turned round is a batch too, refused where a value was changed since."""

import json
from typing import Any

import sqlalchemy as sa

from lib.kept.chain import HistoryRow, values_of
from lib.kept.changes import Change, TargetKey, value_key
from lib.kept.present import of_history
from lib.kept.tables import TABLES
from lib.ledger.access import Actor
from lib.ledger.door.act import Act, ActKind
from lib.ledger.door.given_back import fitting
from lib.words.errors import Refusal
from lib.words.language import gettext as _


def inverse(connection: sa.Connection, batch: int, actor: Actor, reason: str = "") -> tuple[Act, list[Change]]:
    """The act and the changes that give back what was before the batch. Raises Refusal where there is none."""
    kind = _kind_to_undo(connection, batch)
    rows = values_of(connection, batch)
    values = [_value(row) for row in rows]
    # the last written comes back first: what another record names must be there before it, and go after it
    records = [_record(row) for row in reversed(connection.execute(_RECORDS, {"batch": batch}).all())]
    act = Act(
        actor,
        ActKind.UNDO,
        note=_note(batch, reason.strip()),
        why=reason,
        token=f"undo {batch}",  # an act that was sent twice is undone once
        undoes=batch,
        carried=frozenset(change.key for change, (*_cell, carried) in zip(values, rows, strict=True) if carried),
    )
    return act, [*values, *fitting(connection, batch, records, followed=kind not in ITS_OWN)]


def _kind_to_undo(connection: sa.Connection, batch: int) -> str:
    """The kind of a batch that can be undone. Raises Refusal, saying why, of one that cannot."""
    head = connection.execute(_BATCH, {"batch": batch}).first()
    if head is None:
        raise Refusal(_("There is no batch {batch}").format(batch=batch))
    if head.undone_by is not None:
        raise Refusal(_("Batch {batch} was undone already, by batch {other}").format(batch=batch, other=head.undone_by))
    if head.kind == ActKind.ISSUE:
        raise Refusal(_("What was handed out cannot be taken back; correct the figures and issue it as a new version"))
    if connection.execute(_OF_A_UNIT_THAT_WENT, {"batch": batch}).first():
        raise Refusal(_("A unit with values in batch {batch} was taken away since; enter it anew").format(batch=batch))
    if head.kind in (ActKind.ACCOUNT, ActKind.UPGRADE):
        raise Refusal(_("Batch {batch} changed nothing that an undo could give back").format(batch=batch))
    return str(head.kind)


def _note(batch: int, reason: str) -> str:
    said = _("Undo of batch {batch}: {reason}") if reason else _("Undo of batch {batch}")
    return said.format(batch=batch, reason=reason)


# of these acts what they say of a report is their own; of any other it followed from the cells
ITS_OWN = (ActKind.DECISION, ActKind.CARRY, ActKind.HAND_IN, ActKind.LOAD)

_BATCH = sa.text(
    "SELECT b.id, b.kind, (SELECT MIN(u.id) FROM batch u WHERE u.undoes = b.id) AS undone_by"
    " FROM batch b WHERE b.id = :batch"
)
# the history names units by number, and a unit that comes again has a new one
_OF_A_UNIT_THAT_WENT = sa.text(
    "SELECT 1 FROM value_change c WHERE c.batch_id = :batch"
    " AND NOT EXISTS (SELECT 1 FROM unit u WHERE u.id = c.unit_id)"
)
_RECORDS = sa.text('SELECT "table", key, field, before, after FROM record_change WHERE batch_id = :batch ORDER BY id')


def _value(row: HistoryRow) -> Change:
    half_month, unit, indicator, before, after, _carried = row
    key = value_key(half_month, unit, indicator)
    table = "target" if isinstance(key, TargetKey) else "observation"
    return Change(table, key, "value", after, before)


def _record(row: Any) -> Change:
    key = tuple(
        of_history(row.table, name, part) for name, part in zip(TABLES[row.table].key, json.loads(row.key), strict=True)
    )
    return Change(row.table, key, row.field, _side(row, row.after), _side(row, row.before))


def _side(row: Any, text: str | None) -> Any:
    """One side of a record's change as the database holds it: a field, or a whole record as a dict."""
    if text is None:
        return None
    value = json.loads(text)
    if row.field:
        return of_history(row.table, row.field, value)
    # what was saved before a column came has its blank there
    names, fields = (column.name for column in TABLES[row.table].columns), TABLES[row.table].model.model_fields
    blank = {name: fields[name].default for name in names if name not in value}
    return blank | {name: of_history(row.table, name, part) for name, part in value.items()}
