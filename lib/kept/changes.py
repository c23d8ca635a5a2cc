"""A change as a value, and what stands now where a change would be made."""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa

from lib.kept.store import all_rows
from lib.kept.tables import Table

Key = tuple[Any, ...]  # of an observation, a target, or a record: what tells it apart within its table
Record = Mapping[str, Any]  # a record by its fields, as the database gives them

VALUES = ("observation", "target")  # the tables whose changes are numbers; all others hold records
SOME = 10_000  # so many units or records are looked up; to read a whole table is quicker for more


ObservationKey = tuple[int, int, int]  # the half month's ordinal, the ids of unit and indicator


class TargetKey(NamedTuple):
    """Where a target stands: it holds in the half month `since` (ordinal; 0: from the beginning) and after it."""

    unit: int
    indicator: int
    since: int = 0


def in_history(table: str, key: Key) -> Key:
    """The key of a value or target as the history holds it: half month, unit and indicator.

    The history keeps targets among the values of half months. What no half month can be, 0 or less, says that it is a
    target, and since when it holds.
    """
    if table != "target":
        return key
    unit, indicator, since = key
    return -since, unit, indicator


def place(key: Key) -> tuple[int, int]:
    """The ids of unit and indicator in the key of an observation or target."""
    unit, indicator = key[:2] if isinstance(key, TargetKey) else key[1:]
    return unit, indicator


def value_key(half_month: int | None, unit: int, indicator: int) -> ObservationKey | TargetKey:
    """The key of an observation in this half month, or of a target: without one, or as the history holds it."""
    if half_month is None or half_month <= 0:
        return TargetKey(unit, indicator, -(half_month or 0))
    return half_month, unit, indicator


class Change(NamedTuple):
    """One cell or record that will differ. A record that is new or goes has field "" and all its values as a dict."""

    table: str
    key: Key
    field: str
    before: Any
    after: Any


def as_json(kept: object) -> str:
    """A key, or what a field or record holds, as the history has it: days and exact numbers as texts."""
    return json.dumps(kept, ensure_ascii=False, default=str)


def record_row(change: Change) -> tuple[str, str, str, str | None, str | None]:
    """A change of a record as a row of the history: table, key, field, before, after."""
    before, after = (None if side is None else as_json(side) for side in (change.before, change.after))
    return change.table, as_json(change.key), change.field, before, after


def differing(table: str, key: Key, before: Record | None, after: Record) -> list[Change]:
    """What makes a record of `before` hold `after`: the fields of it that differ; without one the whole record."""
    if before is None:
        return [Change(table, key, "", None, dict(after))]
    return [Change(table, key, name, before[name], value) for name, value in after.items() if before[name] != value]


def by_table(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """The changes of each table, in their order."""
    tables: dict[str, list[Change]] = {}
    for change in changes:
        tables.setdefault(change.table, []).append(change)
    return tables


def current_values(connection: sa.Connection, table: str, keys: Iterable[Key]) -> dict[Key, int]:
    """The values that `table` (observation or target) keeps of the half months, units and indicators of `keys`; of some
    other units too."""
    cells = keys if isinstance(keys, Collection) else list(keys)
    if not cells:
        return {}
    if table == "target":
        units, indicators, _since = map(set, zip(*cells, strict=True))
        rows = all_rows(connection, f"SELECT {_AIM}, value FROM target WHERE {where_stored(units, indicators)}")
        return {TargetKey(*at): value for *at, value in rows}
    half_months, units, indicators = map(set, zip(*cells, strict=True))
    where = f"half_month IN ({', '.join(map(str, sorted(half_months)))}) AND {where_stored(units, indicators)}"
    rows = all_rows(connection, f"SELECT {_CELL}, value FROM observation WHERE {where}")
    return {row[:3]: row[3] for row in rows}


def in_force(targets: Mapping[Key, int]) -> dict[tuple[int, int], int]:
    """The target that holds now, by unit and indicator: of several the last one."""
    return {(unit, indicator): targets[unit, indicator, since] for unit, indicator, since in sorted(targets)}


_CELL = "half_month, unit_id, indicator_id"
_AIM = "unit_id, indicator_id, since"


def where_stored(units: Collection[int], indicators: Collection[int]) -> str:
    """The condition of values of these units and indicators, maybe of some others too; ids of our own, no text of a
    file."""
    return " AND ".join(filter(None, (_among("unit_id", units), _among("indicator_id", indicators))))


def _among(column: str, ids: Collection[int]) -> str:
    low, high = min(ids), max(ids)
    # as of those that were loaded together: to read past a few is quicker than to look each up
    if 0 < high - low < 2 * len(ids):
        return f"{column} BETWEEN {low} AND {high}"
    return f"{column} IN ({', '.join(map(str, sorted(ids)))})" if len(ids) <= SOME else ""


def carried_cells(connection: sa.Connection, half_months: Iterable[int]) -> set[Key]:
    """The cells of these half months that hold a value carried forward; read only where there are any."""
    counted = "SELECT DISTINCT half_month FROM submission WHERE carried > 0"
    marked = {half_month for (half_month,) in all_rows(connection, counted)}.intersection(half_months)
    listed = ", ".join(map(str, sorted(marked)))
    query = f"SELECT {_CELL} FROM observation WHERE carried AND half_month IN ({listed})"
    return {tuple(row) for row in all_rows(connection, query)} if marked else set()


def current_records(
    connection: sa.Connection, table: Table, keys: Collection[Key] | None = None
) -> dict[Key, dict[str, Any]]:
    """The records of `table` by their key: those with these `keys`, or all of them."""
    names = [column.name for column in table.columns]
    columns = table.model.__table__.c
    query = sa.select(*(columns[name] for name in names))
    if keys is not None and len(keys) <= SOME:
        query = query.where(sa.tuple_(*(columns[name] for name in table.key)).in_(list(keys)))
    rows = connection.execute(query)
    records = (dict(zip(names, row, strict=True)) for row in rows)
    return {tuple(record[name] for name in table.key): record for record in records}
