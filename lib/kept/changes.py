"""A change as a value, and what stands now where a change would be made."""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

import sqlalchemy as sa

from lib.kept.store import all_rows
from lib.kept.tables import Table

Key = tuple[Any, ...]
Cell = tuple[int, int, int]  # half month ordinal (0 for a target), unit id, indicator id

VALUES = ("observation", "target")  # the tables whose changes are numbers; all others hold records
SOME = 10_000  # so many units or records are looked up; to read a whole table is quicker for more


class Change(NamedTuple):
    """One cell or record that will differ. A record that is new or goes has field "" and all its values as a dict."""

    table: str
    key: tuple[Any, ...]
    field: str
    before: Any
    after: Any


def by_table(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """The changes of each table, in their order."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(change.table, []).append(change)
    return found


def current_values(connection: sa.Connection, table: str, cells: Iterable[Cell]) -> dict[Cell, int]:
    """The values that `table` (observation or target) keeps of the half months, units and indicators of `cells`."""
    wanted: dict[int, tuple[set[int], set[int]]] = {}
    for half_month, unit, indicator in cells:
        units, indicators = wanted.setdefault(half_month, (set(), set()))
        units.add(unit)
        indicators.add(indicator)
    kept: dict[Cell, int] = {}
    for half_month, (units, indicators) in wanted.items():
        where = [f"half_month = {half_month}"] if table == "observation" else []
        where += [f"unit_id IN ({_listed(units)})"] if len(units) <= SOME else []
        where += [f"indicator_id IN ({_listed(indicators)})"]
        rows = all_rows(connection, f"SELECT unit_id, indicator_id, value FROM {table} WHERE {' AND '.join(where)}")
        kept.update({(half_month, unit, indicator): value for unit, indicator, value in rows})
    return kept


def _listed(ids: Iterable[int]) -> str:
    """Ids of our own tables, no text of a file."""
    return ", ".join(map(str, sorted(ids)))


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
