"""What stands now beside what the history says last: whatever differs was changed past the program."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from pydantic_core import PydanticUndefined

from lib.kept.cells import cells_of
from lib.kept.chain import append, begin, keep
from lib.kept.changes import Change, Key, as_json, current_records, in_history, record_row, value_key
from lib.kept.store import all_rows, moment
from lib.kept.tables import TABLES, Table

UNITS_AT_ONCE = 500  # so many units are compared by one query, so that whoever waits can stop in between
COUNTED = ("submission", "reported_on")  # the door counts it as well, where nobody writes it


def of_history(table: str, name: str, value: Any) -> Any:
    """A value of a record as the database holds it, from its JSON: exact numbers and days were written as text."""
    kind = TABLES[table].column(name).kind
    if value is None or kind not in ("number", "date"):
        return value
    return Decimal(value) if kind == "number" else date.fromisoformat(value)


def differing_values(connection: sa.Connection) -> Iterator[list[Change]]:
    """The values and targets that are not what the history says last, units by units; `before` is what it says.

    In steps of the indicator, by the ids of half month, unit and indicator.
    """
    last = max(connection.scalar(last) or 0 for last in _LAST_UNITS)
    # without its first parts the key of the observations leads nowhere: all would be read for every few units
    half_months = ", ".join(str(one) for (one,) in all_rows(connection, "SELECT DISTINCT half_month FROM observation"))
    for first in range(0, last + 1, UNITS_AT_ONCE):
        among = f"unit_id BETWEEN {first} AND {first + UNITS_AT_ONCE - 1}"
        said, now = _said_last(connection, among), _standing(connection, among, half_months)
        keys = sorted(said.keys() | now.keys()) if said != now else ()
        yield [
            Change("observation" if key[0] > 0 else "target", value_key(*key), "value", said.get(key), now.get(key))
            for key in keys
            if said.get(key) != now.get(key)
        ]


_LAST_UNITS = [sa.text(f"SELECT MAX(unit_id) FROM {table}") for table in ("value_change", "observation", "target")]
Values = dict[tuple[int, int, int], int]  # by half month, unit and indicator, as the history has them


def _said_last(connection: sa.Connection, among: str) -> Values:
    """What the history says last of these units; a row that is no longer what was written there says nothing."""
    said: dict[tuple[int, int, int], int | None] = {}
    query = f"SELECT half_month, unit_id, cells FROM value_change WHERE {among} ORDER BY batch_id"
    for half_month, unit, text in all_rows(connection, query):
        with suppress(ValueError):  # the batch is named already: it is not what was sealed
            said.update(((half_month, unit, cell.indicator_id), cell.after) for cell in cells_of(text))
    return {key: after for key, after in said.items() if after is not None}


def _standing(connection: sa.Connection, among: str, half_months: str) -> Values:
    """What stands of these units."""
    several = [
        all_rows(connection, f"SELECT {at}, unit_id, indicator_id, value FROM {table} WHERE {among}{when}")
        for table, at, when in (
            ("observation", "half_month", f" AND half_month IN ({half_months or 0}) AND {_OF_ANY}"),
            ("target", "-since", ""),
        )
    ]
    return {row[:3]: row[3] for rows in several for row in rows}


_OF_ANY = "indicator_id IN (SELECT id FROM indicator)"


def differing_records(connection: sa.Connection, table: Table) -> Iterator[Change]:
    """The records of a table that are not what the history says last, each with the field that differs."""
    said = _said(connection, table)
    for key, record in current_records(connection, table).items():
        last = said.pop(as_json(key), None)
        if last is None and table.name != COUNTED[0]:
            yield Change(table.name, key, "", None, record)
        else:
            yield from _fields(table, key, last or {}, record)
    for text, gone in said.items():
        if gone is not None:
            yield Change(table.name, tuple(json.loads(text)), "", gone, None)


def _said(connection: sa.Connection, table: Table) -> dict[str, dict[str, Any] | None]:
    """By key as JSON what the history says last of each record; None of one that was taken away."""
    said: dict[str, dict[str, Any] | None] = {}
    for row in connection.execute(_CHANGES, {"table": table.name}):
        after = None if row.after is None else json.loads(row.after)
        if row.field == "":
            said[row.key] = after
        else:
            said[row.key] = (said.get(row.key) or {}) | {row.field: after}
    return said


_CHANGES = sa.text('SELECT key, field, after FROM record_change WHERE "table" = :table ORDER BY id')


def _fields(table: Table, key: Key, said: dict[str, Any], record: dict[str, Any]) -> Iterator[Change]:
    blanks = table.model.model_fields  # of a column that came later nothing was said: its blank stands there
    for name, now in record.items():
        spoken = name in said
        last = of_history(table.name, name, said[name]) if spoken else blanks[name].default
        # what the door counts by itself, or has no blank that could stand in its place, cannot be held to anything
        unknown = not spoken and ((table.name, name) == COUNTED or last is PydanticUndefined)
        if last != now and not unknown and name not in table.key:
            yield Change(table.name, key, name, last, now)


def keep_as_found(connection: sa.Connection) -> None:
    """Write down in the history what stands otherwise than it says, as a batch of its own.

    Only after an upgrade of the schema, whose revisions change values and records past the door; whoever reads the
    history sees every such change.
    """
    values = [change for several in differing_values(connection) for change in several]
    records = [change for table in TABLES.values() for change in differing_records(connection, table)]
    if not (values or records):
        return
    schema = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    # in the order of Entry.head, which is the order in which it is sealed
    head = {"at": moment(), "actor": "schema", "kind": "upgrade", "note": schema, "token": f"schema {schema}"}
    entry = begin(connection, head | {"file_name": None, "sha256": None, "undoes": None})
    history = [(*in_history(c.table, c.key), c.before, c.after, False) for c in values]
    keep(connection, entry, history, list(map(record_row, records)))
    append(connection, [entry])
