"""Whether a SQLite file is sound: its pages, its indexes, its references, and how many rows each table has."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from lib.kept.said_by_databases import of_sqlite
from lib.words.language import gettext as _

BUSY_SECONDS = 5


@contextmanager
def opened(file: Path, how: str = "mode=ro") -> Iterator[sqlite3.Connection]:
    """The file that is there, by SQLite's own driver; `how` are the parameters of its address.

    Read only by default, so that the closing of a damaged database writes nothing into it.
    """
    address = f"file:{quote(str(file.absolute()))}?{how}"
    with closing(sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
        yield connection


def row_counts(connection: sqlite3.Connection) -> dict[str, int]:
    """The rows of each table."""
    return {
        name: connection.execute(f"SELECT COUNT(*) FROM {_quoted(name)}").fetchone()[0] for name in _tables(connection)
    }


def _tables(connection: sqlite3.Connection) -> list[str]:
    query = (
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    )
    return [str(name) for (name,) in connection.execute(query)]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def fault(connection: sqlite3.Connection, *, quick: bool = False) -> str:
    """What SQLite finds wrong, in words; "" for a sound database.

    `quick` reads every page, but compares no index with its table and follows no reference: half the time.
    """
    try:
        # (1): the first fault is enough; references have a pragma of their own, which neither of these asks
        found = connection.execute("PRAGMA quick_check(1)" if quick else "PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok" or quick:
            return "" if found == "ok" else of_sqlite(found)
        for table, row, other, _key in connection.execute("PRAGMA foreign_key_check"):
            return _("{table}: row {row} refers to nothing in {other}").format(table=table, row=row, other=other)
    except sqlite3.DatabaseError as error:
        return of_sqlite(error)
    return ""


def sha256(file: Path) -> str:
    """The checksum of the file's bytes, as sha256sum prints it."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
