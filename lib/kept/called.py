"""Records as people call them: by their keys, units and indicators by their names, half months by their labels."""

from collections.abc import Sequence

import sqlalchemy as sa

from lib.kept.tables import Column, Table
from lib.words.half_months import HalfMonth


def called(connection: sa.Connection, table: Table, key: Sequence[object]) -> str:
    """The key of a record as people call it."""
    return " ".join(_name(connection, table.column(name), part) for name, part in zip(table.key, key, strict=True))


def _name(connection: sa.Connection, column: Column, part: object) -> str:
    if column.kind == "half_month" and isinstance(part, int):
        return HalfMonth(part).label
    query = _NAMES.get(column.refers)
    return str(connection.scalar(query, {"code": part}) or part) if query is not None else str(part)


_NAMES = {
    "unit": sa.text("SELECT name FROM unit WHERE code = :code"),
    "indicator": sa.text("SELECT name FROM indicator WHERE code = :code"),
}
