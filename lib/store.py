"""Where everything is kept: the engine, transactions that are all or nothing, the schema's revision, and the data's.

SQLite by default, PostgreSQL by `database.url`. Every write transaction on SQLite starts with BEGIN IMMEDIATE: a plain
BEGIN lets two writers read the same value before either writes, and one of the two saves is lost.
"""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DatabaseError

from lib import backup
from lib.errors import StoreError
from lib.language import gettext as _
from lib.settings import settings

log = logging.getLogger("banyue")

BUSY_SECONDS = 5
MIGRATIONS = Path(__file__).parent / "migrations"


def connect(url: str) -> sa.Engine:
    """An engine on `url`; a SQLite file's folder is made when missing."""
    engine = sa.create_engine(url, hide_parameters=True)  # an error in the log must not tell what was saved
    if engine.dialect.name == "sqlite":
        if engine.url.database:
            Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


@cache
def engine() -> sa.Engine:
    """The engine of this process, on the settings' database."""
    return connect(settings().database_url)


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin event below starts every transaction, nobody else
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", f"busy_timeout={BUSY_SECONDS * 1000}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(store: sa.Engine) -> Iterator[sa.Connection]:
    """One consistent view of the database. Raises StoreError where it cannot be read."""
    with _plain_errors(), store.connect() as connection:
        yield connection


@contextmanager
def writing(store: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction, all or nothing. Raises StoreError when the database is busy, full or damaged."""
    with _plain_errors(), store.connect().execution_options(writes=True) as connection:
        connection.info[_THEN] = []
        with connection.begin():
            yield connection
        for act in connection.info[_THEN]:
            act()


_THEN = "after the commit"


def after_commit(connection: sa.Connection, act: Callable[[], object]) -> None:
    """Do `act` once the transaction of `writing` holds: a log must not tell of what was taken back."""
    connection.info.setdefault(_THEN, []).append(act)


@contextmanager
def _plain_errors() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        if sentence := _sentence(str(error.orig)):
            log.error("database: %s", error.orig)
            raise StoreError(sentence) from error
        raise


def _sentence(reason: str) -> str | None:
    """What a person can do about it; None for what is a bug."""
    if "locked" in reason:
        return _("The database was busy for {seconds} seconds; nothing was saved. Try again.").format(
            seconds=BUSY_SECONDS
        )
    if "disk is full" in reason:
        return _("The disk is full; nothing was saved. Make room, then try again.")
    if "malformed" in reason or "not a database" in reason:
        return _("The database file is damaged; it was left as it is. Restore a backup.")
    return None


def revision(connection: sa.Connection) -> int:
    """The number that every save raises: the key of every cached read."""
    return int(connection.exec_driver_sql("SELECT number FROM revision").scalar_one())


def raise_revision(connection: sa.Connection) -> int:
    """One more, within the save's own transaction."""
    connection.exec_driver_sql("UPDATE revision SET number = number + 1")
    return revision(connection)


def migrate(store: sa.Engine, *, backed_up: bool = False) -> None:
    """Bring the schema to this program's revision, in one transaction, after a backup; `backed_up` says there is one.

    Whoever is killed in between leaves the old schema whole. Raises StoreError when the database is newer than the
    program, or when no backup could be made.
    """
    with writing(store) as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(MIGRATIONS))
        scripts = ScriptDirectory.from_config(config)
        at, head = MigrationContext.configure(connection).get_current_revision(), scripts.get_current_head()
        if at is not None and at not in {script.revision for script in scripts.walk_revisions()}:
            raise StoreError(
                _("The database has schema {revision}, newer than this program; update the program.").format(
                    revision=at
                )
            )
        if at not in (None, head) and not backed_up:
            _back_up_first(store)
        command.upgrade(config, "head")
        if at != head:
            after_commit(connection, lambda: log.info("database: schema %s is now %s", at, head))


def _back_up_first(store: sa.Engine) -> None:
    """This transaction has written nothing yet and keeps all others from writing: the copy is what it begins with."""
    if backup.database_file(store) is None:
        log.warning("database: the schema is upgraded; only PostgreSQL's own pg_dump can keep what it was before")
        return
    try:
        backup.back_up(store, "upgrade")
    except StoreError as error:
        raise StoreError(
            _("The schema was left as it is, since it is changed only after a backup.\n{reason}").format(reason=error)
        ) from error


def bulk(connection: sa.Connection, statement: str, rows: list[tuple[Any, ...]]) -> None:
    """Run `statement`, with `?` for each place, for every row through the driver's executemany.

    28,580 values take 31 ms this way; row objects through the ORM took 1,617 ms.
    """
    if not rows:
        return
    if connection.dialect.name != "sqlite":
        statement = statement.replace("?", "%s")
    connection.exec_driver_sql(statement, rows)


def all_rows(connection: sa.Connection, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query without parameters, as the driver gives them: SQLAlchemy's row objects take twice as long."""
    cursor = connection.exec_driver_sql(query).cursor
    assert cursor is not None
    return list(cursor.fetchall())
