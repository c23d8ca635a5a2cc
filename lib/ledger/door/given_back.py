"""What an undo gives back of reports: a decision only where nobody touched the report's cells since it was outdated."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from lib.kept.changes import Change, current_records
from lib.kept.models.values import TASK_FORM
from lib.kept.tables import TABLES
from lib.ledger.door.reports import ACCEPTED_OR_RETURNED
from lib.ledger.door.task_reports import touched


def fitting(connection: sa.Connection, batch: int, records: Sequence[Change], *, followed: bool) -> list[Change]:
    """The records of the undo of `batch` as they can be given back.

    A decision judges what it saw: with other changes of the same report in between, the report waits. What only
    `followed` from the cells and is another by now stays as it is.
    """
    mine = [change for change in records if change.table == "submission" and change.field]
    kept = current_records(connection, TABLES["submission"], [change.key for change in mine]) if mine else {}
    return [
        given
        for change in records
        for given in (_fitting(connection, batch, change, kept, followed) if change in mine else (change,))
    ]


def _fitting(
    connection: sa.Connection, batch: int, change: Change, kept: dict[tuple[Any, ...], dict[str, Any]], followed: bool
) -> Iterator[Change]:
    if followed and kept.get(change.key, {}).get(change.field) != change.before:
        return
    decided = change.field == "decision" and change.after in ACCEPTED_OR_RETURNED
    if decided and _touched_since(connection, batch, change.key):
        change = change._replace(after="")
    if change.before != change.after:
        yield change


def _touched_since(connection: sa.Connection, batch: int, key: tuple[Any, ...]) -> bool:
    """Whether a cell of the report was changed after `batch`, by an act that was not undone again."""
    half_month, form, county = key
    if form == TASK_FORM:
        undoes = _percents_since(connection, batch, key)
    else:
        given = {"batch": batch, "h": half_month, "form": form, "county": county}
        undoes = {row.id: row.undoes for row in connection.execute(_TOUCHES, given)}
    for touching in sorted(undoes, reverse=True):
        undone = undoes.get(touching)
        if undone is not None and undone in undoes:  # an undo and what it undid leave nothing behind
            del undoes[undone], undoes[touching]
    return bool(undoes)


_TOUCHES = sa.text(
    "SELECT DISTINCT b.id, b.undoes FROM batch b JOIN value_change v ON v.batch_id = b.id"
    " JOIN indicator i ON i.id = v.indicator_id AND i.form = :form"
    " JOIN ancestry y ON y.unit_id = v.unit_id JOIN unit c ON c.id = y.ancestor_id AND c.code = :county"
    " WHERE b.id > :batch AND v.half_month = :h"
)


def _percents_since(connection: sa.Connection, batch: int, key: tuple[Any, ...]) -> dict[int, int | None]:
    rows = connection.execute(_PERCENTS, {"batch": batch, "day": f"[{key[0]}, %"}).all()
    changes = {row: Change(TASK_FORM, tuple(json.loads(row.key)), "", None, None) for row in rows}
    return {row.id: row.undoes for row in rows if key in touched(connection, [changes[row]])}


_PERCENTS = sa.text(
    "SELECT DISTINCT b.id, b.undoes, r.key FROM batch b JOIN record_change r ON r.batch_id = b.id"
    " WHERE b.id > :batch AND r.\"table\" = 'task_progress' AND r.key LIKE :day"
)
