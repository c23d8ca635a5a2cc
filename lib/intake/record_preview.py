"""Checked records → changes: new ones whole, of others the fields that differ."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from lib.intake.checks import CheckedRecords
from lib.intake.preview import Preview, hidden_rows
from lib.kept.changes import Change, Key, current_records
from lib.kept.models.values import TASK_FORM
from lib.kept.tables import TABLES, Table


def preview_records(connection: sa.Connection, checked: CheckedRecords) -> Preview:
    """Compare the records of a file with what is kept; a column that the file does not have stays as it is."""
    table = TABLES[checked.table]
    kept = current_records(connection, table, [record.key for record in checked.rows])
    changes: list[Change] = []
    unchanged = 0
    for record in checked.rows:
        values = {name: record.values[name] for name in checked.columns} if record.key in kept else record.values
        of_record = list(_record_changes(table, record.key, kept.get(record.key), values))
        of_record += _confirmed(table.name, record.key, kept.get(record.key), checked.columns)
        changes += of_record
        unchanged += not of_record
    return Preview(
        table.name,
        tuple(changes),
        unchanged,
        last=_percents_before(connection, table, changes),
        notes=hidden_rows(changes, checked.hidden) or None,
    )


def _percents_before(connection: sa.Connection, table: Table, changes: Sequence[Change]) -> dict[Key, Any] | None:
    """The percents of the half month before, of tasks that have one in the file."""
    if table.name != TASK_FORM:
        return None
    keys = {change.key: (change.key[0] - 1, *change.key[1:]) for change in changes}
    kept = current_records(connection, table, list(keys.values()))
    return {key: kept[before]["percent"] for key, before in keys.items() if before in kept}


def _confirmed(table: str, key: Key, kept: dict[str, Any] | None, columns: Collection[str]) -> Iterable[Change]:
    """A percent that was carried forward and stands in the file is really reported now, equal or not."""
    if table == TASK_FORM and kept and kept["carried"] and "carried" not in columns:
        yield Change(table, key, "carried", True, False)


def _record_changes(table: Table, key: Key, kept: dict[str, Any] | None, values: Mapping[str, Any]) -> Iterable[Change]:
    if kept is None:
        yield Change(table.name, key, "", None, dict(values))
        return
    for name, after in values.items():
        if kept[name] != after:
            yield Change(table.name, key, name, kept[name], after)
