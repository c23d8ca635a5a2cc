"""What an undo gives back of reports: a decision only where nobody touched the report's cells since it was outdated."""

import json
from collections.abc import Iterator, Mapping, Sequence

import sqlalchemy as sa

from lib.kept.cells import holds
from lib.kept.changes import Change, Key, Record, current_records
from lib.kept.models.values import TASK_FORM
from lib.kept.tables import TABLES
from lib.ledger.door.reports import ACCEPTED_OR_RETURNED
from lib.ledger.door.task_reports import touched


def fitting(connection: sa.Connection, batch: int, records: Sequence[Change], *, followed: bool) -> list[Change]:
    """The records of the undo of `batch` as they can be given back.

    A decision judges what it saw: with other changes of the same report in between, the report waits. What only
    `followed` from the cells and is another by now stays as it is.
    """
    keys = [change.key for change in records if _is_of_a_report(change)]
    reports = current_records(connection, TABLES["submission"], keys) if keys else {}
    return [
        given_back
        for change in records
        for given_back in (
            _fitting(connection, batch, change, reports, followed) if _is_of_a_report(change) else (change,)
        )
    ]


def _is_of_a_report(change: Change) -> bool:
    return change.table == "submission" and change.field != ""


def _fitting(
    connection: sa.Connection, batch: int, change: Change, reports: Mapping[Key, Record], followed: bool
) -> Iterator[Change]:
    if followed and reports.get(change.key, {}).get(change.field) != change.before:
        return
    decided = change.field == "decision" and change.after in ACCEPTED_OR_RETURNED
    if decided and _touched_since(connection, batch, change.key):
        change = change._replace(after="")
    if change.before != change.after:
        yield change


def _touched_since(connection: sa.Connection, batch: int, key: Key) -> bool:
    """Whether a cell of the report was changed after `batch`, by an act that was not undone again."""
    half_month, form, county = key
    if form == TASK_FORM:
        undoes = _percents_since(connection, batch, key)
    else:
        given = {"batch": batch, "h": half_month, "form": form, "county": county}
        undoes = {row.id: row.undoes for row in connection.execute(_TOUCHES, given)}
    # the newest first: of an undo that was undone itself the two go together, and what they were of counts again
    for later in sorted(undoes, reverse=True):
        undone = undoes.get(later)
        if undone is not None and undone in undoes:  # an undo and what it undid leave nothing behind
            del undoes[undone], undoes[later]
    return bool(undoes)


_TOUCHES = sa.text(
    "SELECT DISTINCT b.id, b.undoes FROM batch b JOIN value_change v ON v.batch_id = b.id"
    f" JOIN indicator i ON i.form = :form AND {holds('i.id', 'v')}"
    " JOIN ancestry y ON y.unit_id = v.unit_id JOIN unit c ON c.id = y.ancestor_id AND c.code = :county"
    " WHERE b.id > :batch AND v.half_month = :h"
)


def _percents_since(connection: sa.Connection, batch: int, key: Key) -> dict[int, int | None]:
    # the history has keys as JSON, of which the half month comes first
    rows = connection.execute(_PERCENTS, {"batch": batch, "of_half_month": f"[{key[0]}, %"}).all()
    changes = {row: Change(TASK_FORM, tuple(json.loads(row.key)), "", None, None) for row in rows}
    return {row.id: row.undoes for row in rows if key in touched(connection, [changes[row]])}


_PERCENTS = sa.text(
    "SELECT DISTINCT b.id, b.undoes, r.key FROM batch b JOIN record_change r ON r.batch_id = b.id"
    " WHERE b.id > :batch AND r.\"table\" = 'task_progress' AND r.key LIKE :of_half_month"
)
