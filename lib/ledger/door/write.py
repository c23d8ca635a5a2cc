"""Writing a batch: the file, the changes with what was before, and the values and records themselves."""

import hashlib
import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from lib.kept.changes import Change, by_table, carried_cells, in_history
from lib.kept.history import MEANT
from lib.kept.models import LEVELS, Batch, RecordChange
from lib.kept.store import insert, remove
from lib.kept.tables import TABLES
from lib.ledger.door.act import Act, Receipt


def saved_already(connection: sa.Connection, act: Act) -> Receipt | None:
    """The receipt of the batch that carries this act's token, if it was saved before."""
    row = connection.execute(_SAVED, {"token": act.token}).first()
    return Receipt(*row) if row else None


_SAVED = sa.text(
    "SELECT b.id, b.at, (SELECT COUNT(*) FROM value_change v WHERE v.batch_id = b.id)"
    f" + (SELECT COUNT(*) FROM record_change r WHERE r.batch_id = b.id AND {MEANT}) AS changes"
    " FROM batch b WHERE b.token = :token"
).columns(at=sa.DateTime())


def write_batch(connection: sa.Connection, act: Act, at: datetime) -> int:
    """Write the batch's head and keep its file; the batch's number."""
    head = {"actor": act.actor.name, "kind": act.kind, "note": act.note, "token": act.token, "file_name": act.file_name}
    sha256 = _keep_file(connection, act.content)
    result = connection.execute(sa.insert(Batch).values(at=at, sha256=sha256, undoes=act.undoes, **head))
    assert result.inserted_primary_key is not None
    return int(result.inserted_primary_key[0])


def _keep_file(connection: sa.Connection, content: bytes | None) -> str | None:
    if content is None:
        return None
    sha256 = hashlib.sha256(content).hexdigest()
    connection.execute(_KEEP_FILE, {"sha256": sha256, "content": content})
    return sha256


# two saves to different half months may bring the same file at once
_KEEP_FILE = sa.text(
    "INSERT INTO stored_file (sha256, content) VALUES (:sha256, :content) ON CONFLICT (sha256) DO NOTHING"
)


def write_values(connection: sa.Connection, batch: int, changes: list[Change], act: Act) -> None:
    """Write observations and targets with their history; a value whose `after` is None is taken away."""
    observations = [change for change in changes if change.table == "observation"]
    targets = [change for change in changes if change.table == "target"]
    was = carried_cells(connection, {change.key[0] for change in observations})
    history = [(batch, *key, before, after, key in was) for _table, key, _field, before, after in observations]
    history += [(batch, *in_history(c.table, c.key), c.before, c.after, False) for c in targets]
    insert(connection, "value_change", _VALUE_CHANGE, history)
    if observations and not act.marks and all(change.before is None for change in observations):
        # what is all new, as most files are, is in the history already
        connection.execute(_AS_IN_HISTORY, {"batch": batch})
    else:
        kept = [(*c.key, c.after, batch, act.carries(c.key)) for c in observations if c.after is not None]
        insert(connection, "observation", (*_CELL, "value", "batch_id", "carried"), kept, key=_CELL)
        remove(connection, "observation", _CELL, [c.key for c in observations if c.after is None])
    kept = [(*c.key, c.after, batch) for c in targets if c.after is not None]
    insert(connection, "target", (*_AIM, "value", "batch_id"), kept, key=_AIM)
    remove(connection, "target", _AIM, [c.key for c in targets if c.after is None])


_AS_IN_HISTORY = sa.text(
    "INSERT INTO observation (half_month, unit_id, indicator_id, value, batch_id, carried)"
    " SELECT half_month, unit_id, indicator_id, after, batch_id, carried FROM value_change"
    " WHERE batch_id = :batch AND half_month > 0 AND before IS NULL"
)
_CELL = ("half_month", "unit_id", "indicator_id")
_AIM = ("unit_id", "indicator_id", "since")
_VALUE_CHANGE = ("batch_id", *_CELL, "before", "after", "carried")


def write_records(connection: sa.Connection, batch: int, changes: list[Change]) -> None:
    """Write the changes of catalogues and registers with their history."""
    keep_history(connection, batch, changes)
    for name, mine in by_table(changes).items():
        _write_table(connection, name, mine)


def keep_history(connection: sa.Connection, batch: int, changes: list[Change]) -> None:
    """Write down what was before each change."""
    if changes:
        connection.execute(sa.insert(RecordChange), [_history(batch, change) for change in changes])


def _history(batch: int, change: Change) -> dict[str, Any]:
    texts = {"key": _json(change.key), "before": _json(change.before), "after": _json(change.after)}
    return {"batch_id": batch, "table": change.table, "field": change.field} | texts


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, default=str)


def _write_table(connection: sa.Connection, name: str, changes: list[Change]) -> None:
    """New records in one statement, the rest one by one: a register's edits are few."""
    table = TABLES[name].model.__table__
    new = [change.after for change in changes if change.field == "" and change.before is None]
    if new:
        connection.execute(sa.insert(table), _above_first(new))
    for change in changes:
        if change.field == "" and change.before is None:
            continue
        same = sa.and_(*(table.c[column] == part for column, part in zip(TABLES[name].key, change.key, strict=True)))
        if change.field:
            connection.execute(sa.update(table).where(same).values({change.field: change.after}))
        elif change.after is None:
            connection.execute(sa.delete(table).where(same))


def _above_first(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Units in the order of levels: the unit above must be there before those below it."""
    if "parent_code" not in records[0]:
        return records
    return sorted(records, key=lambda record: LEVELS.index(record["level"]))
