"""The engine of this process, and which of the two kinds of database it speaks to."""

from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from functools import cache
from typing import Any, Protocol

import sqlalchemy as sa

from lib.kept.store import sqlite
from lib.kept.store.waiting import BUSY_SECONDS
from lib.words.errors import StoreError
from lib.words.language import gettext as _
from lib.words.settings import settings

__all__ = ["BUSY_SECONDS", "Database", "address_of", "connect", "engine", "kind"]

Rows = Sequence[tuple[object, ...]]
Names = Sequence[str]


class Database(Protocol):
    """What `sqlite` and `postgresql` both offer."""

    READING: dict[str, Any]
    WRITING: dict[str, Any]
    JOINED: str  # the numbers of a column as one text
    ERRORS: tuple[type[Exception], ...]  # those of the driver that do not come by SQLAlchemy

    def connect(self, url: sa.URL) -> sa.Engine: ...
    def sentence(self, error: BaseException | None) -> str | None: ...
    def hold(self, connection: sa.Connection, half_months: Collection[int] | None) -> None: ...
    def one_process(self, store: sa.Engine) -> AbstractContextManager[None]: ...
    def insert(self, connection: sa.Connection, table: str, columns: Names, rows: Rows, key: Names) -> None: ...
    def remove(self, connection: sa.Connection, table: str, key: Names, rows: Rows) -> None: ...
    def fill(
        self, connection: sa.Connection, table: str, columns: Names, rows: Iterable[tuple[object, ...]]
    ) -> None: ...
    def in_any_order(self, connection: sa.Connection) -> AbstractContextManager[None]: ...
    def without_timeout(self, connection: sa.Connection) -> None: ...
    def others(self, connection: sa.Connection) -> int: ...
    def before_upgrade(self, store: sa.Engine, at: str, head: str | None) -> None: ...
    def after_upgrade(self, connection: sa.Connection) -> None: ...


def kind(store: sa.Engine | sa.Connection) -> Database:
    """The functions for this database."""
    return _kind(store.dialect.name)


@cache
def _kind(name: str) -> Database:
    """Raises KeyError for another kind of database. The driver of PostgreSQL is imported where it is spoken to."""
    if name in ("postgresql", "postgres"):
        from lib.kept.store import postgresql

        return postgresql
    return {"sqlite": sqlite}[name]


def connect(url: str) -> sa.Engine:
    """An engine on `url`; a SQLite file's folder is made when missing. Raises StoreError for what is no address."""
    try:
        read = sa.make_url(url)
        return _kind(read.get_backend_name()).connect(read)
    except (sa.exc.ArgumentError, ValueError, KeyError):
        raise StoreError(_no_address()) from None  # what is wrong is told with the address


def _no_address() -> str:
    """Without the address itself: it may hold a password."""
    return _(
        "database.url is no address of a database. Write sqlite:///data/banyue.db, or"
        " postgresql+psycopg://USER:PASSWORD@HOST:5432/DATABASE (in the password %40 for @, %3A for :, %2F for /)."
    )


@cache
def engine() -> sa.Engine:
    """The engine of this process, on the settings' database."""
    return connect(settings().database_url)


def address_of(store: sa.Engine) -> str:
    """The address of the database as it may stand in a log: without the password, wherever it was written."""
    return store.url.difference_update_query(["password"]).render_as_string(hide_password=True)
