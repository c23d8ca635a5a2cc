"""What SQLite alone needs.

Every write transaction starts with BEGIN IMMEDIATE: a plain BEGIN lets two writers read the same value before either
writes, and one of the two saves is lost. So all writers stand in one row, whatever half months they write to.
"""

import logging
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from lib.kept import backup
from lib.kept.private import keep_private, private_folder
from lib.kept.store.waiting import BUSY_SECONDS, disk_full, was_busy
from lib.words.errors import StoreError
from lib.words.language import gettext as _

log = logging.getLogger("banyue")

# SQLite's own 2 MB overflow in the roll-up of a large save, which then took 10 % more CPU and a third more time
CACHE_KILOBYTES = 32_000

TOGETHER = 100  # rows a statement: 30,000 of seven columns take two thirds of the time that each alone takes

READING: dict[str, Any] = {}
WRITING: dict[str, Any] = {"writes": True}
JOINED = "group_concat({})"  # the numbers of a column as one text
ERRORS: tuple[type[Exception], ...] = ()  # all come by SQLAlchemy


def connect(url: sa.URL) -> sa.Engine:
    """An engine on the file, whose folder is made when missing."""
    engine = sa.create_engine(url, hide_parameters=True)  # an error in the log must not tell what was saved
    if url.database and url.database != ":memory:":
        file = Path(url.database)
        private_folder(file.parent)
        sa.event.listen(engine, "connect", lambda *_connection: keep_private(file))
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin event below starts every transaction, nobody else
    # WAL: who reads waits for no writer; NORMAL: a power cut may take the last saves with it, never the database
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", f"busy_timeout={BUSY_SECONDS * 1000}"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(f"PRAGMA cache_size=-{CACHE_KILOBYTES}")


def _begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def sentence(error: BaseException | None) -> str | None:
    """What a person can do about an error of the driver; None for what is a bug."""
    reason = str(error)
    if isinstance(error, sa.exc.TimeoutError) or "locked" in reason:  # all connections are taken, or the file is
        return was_busy()
    if "disk is full" in reason:
        return disk_full()
    if "malformed" in reason or "not a database" in reason:
        return _("The database file is damaged; it was left as it is. Restore a backup.")
    return None


def hold(_connection: sa.Connection, _half_months: Collection[int] | None) -> None:
    """BEGIN IMMEDIATE holds everything already."""


@contextmanager
def one_process(_store: sa.Engine) -> Iterator[None]:
    """A file has one server."""
    yield


def insert(
    connection: sa.Connection,
    table: str,
    columns: Sequence[str],
    rows: Sequence[tuple[object, ...]],
    key: Sequence[str],
) -> None:
    """Rows through the driver's executemany, several a statement; with a `key`, a row that is there gets the new
    values."""
    row = f"({', '.join('?' * len(columns))})"
    replaced = ", ".join(f"{column} = excluded.{column}" for column in columns if column not in key)
    then = f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {replaced}" if key else ""
    into = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "
    whole = len(rows) - len(rows) % TOGETHER
    if whole:
        several = [tuple(chain.from_iterable(rows[at : at + TOGETHER])) for at in range(0, whole, TOGETHER)]
        connection.exec_driver_sql(f"{into}{', '.join([row] * TOGETHER)}{then}", several)
    if whole < len(rows):
        connection.exec_driver_sql(f"{into}{row}{then}", list(rows[whole:]))


def remove(connection: sa.Connection, table: str, key: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
    """Take away the rows with these keys."""
    where = " AND ".join(f"{column} = ?" for column in key)
    connection.exec_driver_sql(f"DELETE FROM {table} WHERE {where}", list(rows))


def fill(connection: sa.Connection, table: str, columns: Sequence[str], rows: Iterable[tuple[object, ...]]) -> None:
    """All rows of a table that is empty."""
    left, names = iter(rows), [f'"{column}"' for column in columns]
    while some := list(islice(left, 10_000)):
        insert(connection, table, names, some, ())


@contextmanager
def in_any_order(connection: sa.Connection) -> Iterator[None]:
    """Whether a row refers to one that is there is looked at when the transaction ends."""
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    yield


def without_timeout(_connection: sa.Connection) -> None:
    """No statement is ended by time."""


def others(_connection: sa.Connection) -> int:
    """Who else is connected is told by the lock on the file."""
    return 0


def before_upgrade(store: sa.Engine, _at: str, _head: str | None) -> None:
    """Make a backup. The transaction that calls this has written nothing yet and keeps all others from writing, so
    the copy is what it begins with."""
    try:
        backup.back_up(store, "upgrade")
    except StoreError as error:
        raise StoreError(
            _("The schema was left as it is, since it is changed only after a backup.\n{reason}").format(reason=error)
        ) from error


def after_upgrade(_connection: sa.Connection) -> None:
    """Texts are in the order of their code points anyway."""
