"""The reference data as they stand now, kept from reader to reader until a save changes what they consist of."""

import sqlalchemy as sa

from lib.kept.reference import Reference, read_reference


def structure(connection: sa.Connection) -> int:
    """The last change of what the reference data consist of: the key under which they may be cached."""
    return int(connection.exec_driver_sql(_STRUCTURE).scalar_one())


_TABLES = ("unit", "indicator", "form", "half_month", "task", "department", "published", "board_item", "setting")
_STRUCTURE = f'SELECT COALESCE(MAX(id), 0) FROM record_change WHERE "table" IN {_TABLES}'


def current_reference(connection: sa.Connection) -> Reference:
    """The reference data as they stand for this connection, read again only after a save of what they consist of.

    By the connection that asks: all who hold one would wait for each other if each wanted a second.
    """
    url, last = str(connection.engine.url), structure(connection)
    known = _known.get(url)
    if known is None or known[0] != last:
        known = _known[url] = (last, read_reference(connection))
    return known[1]


_known: dict[str, tuple[int, Reference]] = {}  # by database, with the last change of what they consist of
