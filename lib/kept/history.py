"""Who changed what, when and from which file: batches, their changes, and the last values of a cell."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice
from typing import Any

import sqlalchemy as sa

from lib.kept.cells import cells_of, holds
from lib.kept.changes import VALUES, Key, as_json, in_history
from lib.words.half_months import HalfMonth


@dataclass(frozen=True)
class Filter:
    """What to look for; None means all. `unit_code` includes the units below."""

    unit_code: str | None = None
    indicator: str | None = None
    actor: str | None = None
    half_month: HalfMonth | None = None
    batch: int | None = None


@dataclass(frozen=True)
class BatchRow:
    """A saved act, newest first; `changes` counts those that match, `undone_by` is the batch that undid it."""

    id: int
    at: datetime
    actor: str
    kind: str
    note: str
    file_name: str | None
    sha256: str | None
    undoes: int | None
    undone_by: int | None
    changes: int
    seal: str = ""


@dataclass(frozen=True)
class ValueRow:
    """A change of one cell, in the indicator's smallest steps; half_month None for a target."""

    batch: int
    at: datetime
    actor: str
    half_month: HalfMonth | None
    unit_id: int
    indicator_id: int
    before: int | None
    after: int | None


@dataclass(frozen=True)
class RecordRow:
    """A change of a catalogue or register, its sides as JSON."""

    batch: int
    at: datetime
    actor: str
    table: str
    key: str
    field: str
    before: str | None
    after: str | None


# what follows for reports stands in the history, and is not what somebody saved: a receipt does not count it.
# Of what is loaded one file is about the reports themselves
MEANT = (
    "(r.\"table\" <> 'submission' OR (b.kind = 'load' AND b.file_name = 'submissions.csv')"
    " OR COALESCE((SELECT done.kind FROM batch done WHERE done.id = b.undoes), b.kind)"
    " NOT IN ('load', 'collect', 'upload', 'edit', 'unchanged', 'entry'))"
)


def batches(connection: sa.Connection, wanted: Filter, limit: int = 50) -> list[BatchRow]:
    """The newest acts that match."""
    (where, values), (by, who) = _conditions(wanted), _of_batch(wanted)
    count = "COUNT(*)" if wanted.indicator else "COALESCE(SUM(c.n), 0)"  # of one indicator a row holds one cell
    # with these an act that changed nothing there is none of them; without, every act stands, also one of an account
    narrowed = wanted.unit_code or wanted.indicator or wanted.half_month
    counted = f"(SELECT {count} FROM value_change c WHERE c.batch_id = b.id AND {where})"
    records = (
        f"(SELECT COUNT(*) FROM record_change r WHERE r.batch_id = b.id AND {MEANT} AND {_of_records(wanted, values)})"
    )
    rows = connection.execute(
        sa.text(
            "SELECT * FROM (SELECT b.id, b.at, b.actor, b.kind, b.note, b.file_name, b.sha256, b.undoes, b.seal,"
            " (SELECT MIN(u.id) FROM batch u WHERE u.undoes = b.id) AS undone_by,"
            f" {counted} + {records} AS changes FROM batch b"
            f" WHERE {by}) AS found"
            f" WHERE {'changes > 0' if narrowed else 'TRUE'} ORDER BY id DESC LIMIT :limit"
        ).columns(at=sa.DateTime()),
        values | who | {"limit": limit},
    )
    return [BatchRow(**row._mapping) for row in rows]


def value_changes(connection: sa.Connection, wanted: Filter, limit: int = 500) -> list[ValueRow]:
    """The newest changes of values that match."""
    (where, values), (by, who) = _conditions(wanted), _of_batch(wanted)
    rows = connection.execute(
        sa.text(
            "SELECT b.id AS batch, b.at, b.actor, c.half_month, c.unit_id, c.cells"
            " FROM value_change c JOIN batch b ON b.id = c.batch_id"
            f" WHERE {where} AND {by}"
            " ORDER BY b.id DESC, c.half_month, c.unit_id LIMIT :limit"  # each row holds a cell that matches
        ).columns(at=sa.DateTime()),
        values | who | {"limit": limit},
    )
    only = connection.scalar(_INDICATOR, {"code": wanted.indicator}) if wanted.indicator else None
    return list(islice((value for row in rows for value in _value_rows(row, only)), limit))


_INDICATOR = sa.text("SELECT id FROM indicator WHERE code = :code")


def _value_rows(row: Any, only: int | None) -> Iterator[ValueRow]:
    """The cells of a row, or the one of an indicator."""
    half_month = HalfMonth(row.half_month) if row.half_month > 0 else None
    for indicator, before, after, _carried in cells_of(row.cells):
        if only in (None, indicator):
            yield ValueRow(row.batch, row.at, row.actor, half_month, row.unit_id, indicator, before, after)


def record_changes(connection: sa.Connection, wanted: Filter, limit: int = 500) -> list[RecordRow]:
    """The newest changes of catalogues and registers that match."""
    (by, who), values = _of_batch(wanted), _conditions(wanted)[1]
    rows = connection.execute(
        sa.text(
            'SELECT b.id AS batch, b.at, b.actor, r."table", r.key, r.field, r.before, r.after'
            " FROM record_change r JOIN batch b ON b.id = r.batch_id"
            f" WHERE {by} AND {_of_records(wanted, values)}"
            " ORDER BY r.id DESC LIMIT :limit"
        ).columns(at=sa.DateTime()),
        {name: value for name, value in values.items() if name != "h"} | who | {"limit": limit},
    )
    return [RecordRow(**row._mapping) for row in rows]


def last_change(connection: sa.Connection, table: str, key: Key, field: str) -> tuple[str, datetime] | None:
    """Who last changed this cell or record, and when (UTC); `key` and `field` are those of a change."""
    if table in VALUES:
        last = connection.execute(_LAST_VALUE, dict(zip(("h", "u", "i"), in_history(table, key), strict=True))).first()
    else:
        last = connection.execute(_LAST_RECORD, {"table": table, "key": as_json(key), "field": field}).first()
    return (last.actor, last.at) if last else None


_LAST_VALUE = sa.text(
    "SELECT b.actor, b.at FROM value_change c JOIN batch b ON b.id = c.batch_id"
    f" WHERE c.half_month = :h AND c.unit_id = :u AND {holds(':i')} ORDER BY b.id DESC LIMIT 1"
).columns(at=sa.DateTime())
_LAST_RECORD = sa.text(
    'SELECT b.actor, b.at FROM record_change r JOIN batch b ON b.id = r.batch_id WHERE r."table" = :table'
    " AND r.key = :key AND (r.field = :field OR :field = '' OR r.field = '') ORDER BY r.id DESC LIMIT 1"
).columns(at=sa.DateTime())


def _conditions(wanted: Filter) -> tuple[str, dict[str, Any]]:
    """SQL on the columns of value_change c, and its values."""
    parts = ["TRUE"]
    values: dict[str, Any] = {}
    if wanted.unit_code:
        parts.append(
            "c.unit_id IN (SELECT y.unit_id FROM ancestry y JOIN unit u ON u.id = y.ancestor_id AND u.code = :unit)"
        )
        values["unit"] = wanted.unit_code
    if wanted.indicator:
        parts.append(holds("(SELECT id FROM indicator WHERE code = :indicator)"))
        values["indicator"] = wanted.indicator
    if wanted.half_month:
        parts.append("c.half_month = :h")
        values["h"] = wanted.half_month.ordinal
    return " AND ".join(parts), values


def _of_records(wanted: Filter, values: dict[str, Any]) -> str:
    """SQL on the columns of record_change r: by half month or unit decisions and percents are found.

    Their key is JSON: half month, form or task, unit.
    """
    if wanted.indicator:
        return "FALSE"
    said = ["r.\"table\" IN ('submission', 'task_progress')"] if wanted.half_month or wanted.unit_code else ["TRUE"]
    if wanted.half_month:
        values["reports"] = f"[{wanted.half_month.ordinal}, %"
        said.append("r.key LIKE :reports")
    return " AND ".join([*said, *([_AT_OR_BELOW] if wanted.unit_code else [])])


Place = tuple[str | None, str | None]
"""What an act is about: the code of a form, None for percents of tasks; that of a county, None for the prefecture."""


def about(connection: sa.Connection, numbers: Collection[int]) -> dict[int, list[Place]]:
    """The forms and counties of these acts, where they saved values, percents or decisions."""
    # dicts for sets: what is shown stands in the order in which the database gave it
    places: dict[int, dict[Place, None]] = {number: {} for number in numbers}
    forms = {row.id: row.form for row in connection.execute(_FORMS)}
    for number, county, indicators in _of_values(connection, numbers):
        for form in sorted({forms[one] for one in indicators if one in forms}, key=lambda form: form or ""):
            places[number][form, county] = None
    for number, table, key in connection.execute(_OF_REPORTS, {"numbers": list(numbers)}):
        _half_month, form, unit = json.loads(key)
        places[number][form if table == "submission" else None, unit] = None
    return {number: list(several) for number, several in places.items()}


def _of_values(connection: sa.Connection, numbers: Collection[int]) -> Iterator[tuple[int, str | None, set[int]]]:
    """Act by act and county by county the indicators of which cells were changed."""
    rows = connection.execute(_OF_VALUES, {"numbers": list(numbers)})
    for (number, county), several in groupby(rows, lambda row: (row.batch_id, row.code)):
        yield number, county, {cell.indicator_id for row in several for cell in cells_of(row.cells)}


_FORMS = sa.text("SELECT id, form FROM indicator")
_OF_VALUES = sa.text(
    "SELECT c.batch_id, a.code, c.cells FROM value_change c JOIN batch b ON b.id = c.batch_id"
    " LEFT JOIN (ancestry y JOIN unit a ON a.id = y.ancestor_id AND a.level = 'county') ON y.unit_id = c.unit_id"
    " WHERE c.batch_id IN :numbers AND b.kind <> 'load' ORDER BY c.batch_id, a.code"
).bindparams(sa.bindparam("numbers", expanding=True))
_OF_REPORTS = sa.text(
    f'SELECT DISTINCT r.batch_id, r."table", r.key FROM record_change r JOIN batch b ON b.id = r.batch_id'
    f" WHERE r.batch_id IN :numbers AND b.kind <> 'load' AND r.\"table\" IN ('submission', 'task_progress')"
    f" AND {MEANT} ORDER BY r.batch_id, r.key"
).bindparams(sa.bindparam("numbers", expanding=True))


_AT_OR_BELOW = (
    "EXISTS (SELECT 1 FROM ancestry y JOIN unit a ON a.id = y.ancestor_id AND a.code = :unit"
    " JOIN unit u ON u.id = y.unit_id WHERE r.key LIKE '%\"' || u.code || '\"]')"
)


def _of_batch(wanted: Filter) -> tuple[str, dict[str, Any]]:
    """SQL on the columns of batch b, and its values."""
    values = {name: value for name, value in (("actor", wanted.actor), ("id", wanted.batch)) if value is not None}
    return " AND ".join(["TRUE", *(f"b.{name} = :{name}" for name in values)]), values


def last_values(connection: sa.Connection, unit_code: str, indicator: str) -> list[tuple[HalfMonth, int, bool]]:
    """A cell's last twelve half months: value in smallest steps, and whether it was carried forward."""
    rows = connection.execute(
        sa.text(
            "SELECT o.half_month, o.value, o.carried FROM observation o JOIN unit u ON u.id = o.unit_id"
            " JOIN indicator i ON i.id = o.indicator_id WHERE u.code = :unit AND i.code = :indicator"
            " ORDER BY o.half_month DESC LIMIT 12"
        ),
        {"unit": unit_code, "indicator": indicator},
    )
    return [(HalfMonth(ordinal), value, bool(carried)) for ordinal, value, carried in rows]


def actors(connection: sa.Connection) -> list[str]:
    """Everyone who ever saved something."""
    return list(connection.exec_driver_sql("SELECT DISTINCT actor FROM batch ORDER BY actor").scalars())
