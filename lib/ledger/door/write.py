"""Writing a batch: the file, the changes with what was before, and the values and records themselves."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from lib.kept.chain import Entry, begin, keep
from lib.kept.changes import Change, by_table, carried_cells, in_history, record_row
from lib.kept.history import MEANT
from lib.kept.models import LEVELS
from lib.kept.store import insert, remove
from lib.kept.tables import TABLES
from lib.ledger.door.act import Act, Receipt


def saved_already(connection: sa.Connection, act: Act) -> Receipt | None:
    """The receipt of the batch that carries this act's token, if it was saved before."""
    row = connection.execute(_SAVED, {"token": act.token}).first()
    return Receipt(*row) if row else None


_SAVED = sa.text(
    "SELECT b.id, b.at, (SELECT COALESCE(SUM(v.n), 0) FROM value_change v WHERE v.batch_id = b.id)"
    f" + (SELECT COUNT(*) FROM record_change r WHERE r.batch_id = b.id AND {MEANT}) AS changes, b.seal"
    " FROM batch b WHERE b.token = :token"
).columns(at=sa.DateTime())


def write_batch(connection: sa.Connection, act: Act, at: datetime) -> Entry:
    """Write the batch's head and keep its file; what it holds is gathered in the entry as it is written."""
    # in the order of Entry.head, which is the order in which it is sealed
    head = {"at": at, "actor": act.actor.name, "kind": str(act.kind), "note": act.note, "token": act.token}
    file = {"file_name": act.file_name, "sha256": _keep_file(connection, act.content)}
    return begin(connection, head | file | {"undoes": act.undoes}, act.actor.account)


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


def write_values(connection: sa.Connection, entry: Entry, changes: list[Change], act: Act) -> None:
    """Write observations and targets with their history; a value whose `after` is None is taken away."""
    observations = [change for change in changes if change.table == "observation"]
    targets = [change for change in changes if change.table == "target"]
    # kept beside the value, so that an undo gives 沿用 back with it
    carried = carried_cells(connection, {c.key[0] for c in observations})
    history = [(*c.key, c.before, c.after, c.key in carried) for c in observations]
    history += [(*in_history(c.table, c.key), c.before, c.after, False) for c in targets]
    keep(connection, entry, history)
    rows = [(*c.key, c.after, entry.batch, act.carries(c.key)) for c in observations if c.after is not None]
    rows.sort(key=_AS_KEPT)  # of 142,900 villages one cell each is written in two thirds of the time
    insert(connection, "observation", (*_CELL, "value", "batch_id", "carried"), rows, key=_CELL)
    remove(connection, "observation", _CELL, [c.key for c in observations if c.after is None])
    rows = [(*c.key, c.after, entry.batch) for c in targets if c.after is not None]
    insert(connection, "target", (*_AIM, "value", "batch_id"), rows, key=_AIM)
    remove(connection, "target", _AIM, [c.key for c in targets if c.after is None])


_CELL = ("half_month", "unit_id", "indicator_id")
_AS_KEPT = itemgetter(0, 2, 1)  # a row in the order of the table's key
_AIM = ("unit_id", "indicator_id", "since")


def write_records(connection: sa.Connection, entry: Entry, changes: list[Change]) -> None:
    """Write the changes of catalogues and registers with their history."""
    keep_history(connection, entry, changes)
    for name, of_table in by_table(changes).items():
        _write_table(connection, name, of_table)


def keep_history(connection: sa.Connection, entry: Entry, changes: list[Change]) -> None:
    """Write down what was before each change."""
    keep(connection, entry, records=list(map(record_row, changes)))


def _write_table(connection: sa.Connection, name: str, changes: list[Change]) -> None:
    """New records in one statement, the changes of a field in one, and what goes one by one.

    In this order: a field may name a record that is new, and what goes is named by none once the fields are changed.
    """
    table, key = TABLES[name].model.__table__, TABLES[name].key
    new = [change.after for change in changes if change.field == "" and change.before is None]
    if new:
        connection.execute(sa.insert(table), _above_first(new))
    fields: dict[str, list[dict[str, object]]] = defaultdict(list)
    for change in changes:
        if change.field:
            fields[change.field].append(_at(key, change) | {"now": change.after})
    where = sa.and_(*(table.c[column] == sa.bindparam(f"at_{column}") for column in key))
    for field, rows in fields.items():
        connection.execute(sa.update(table).where(where).values({field: sa.bindparam("now")}), rows)
    gone = [_at(key, one) for one in changes if not one.field and one.before is not None and one.after is None]
    if gone:
        connection.execute(sa.delete(table).where(where), gone)


def _at(key: Sequence[str], change: Change) -> dict[str, object]:
    return {f"at_{column}": part for column, part in zip(key, change.key, strict=True)}


def _above_first(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Units in the order of levels: the unit above must be there before those below it."""
    if "parent_code" not in records[0]:
        return records
    return sorted(records, key=lambda record: LEVELS.index(record["level"]))
