"""Where the database and its backups lie, and who uses the database at this moment."""

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from lib.kept.locks import locked
from lib.kept.private import private_folder
from lib.words.errors import StoreError
from lib.words.language import gettext as _
from lib.words.settings import settings


def database_file(store: sa.Engine) -> Path | None:
    """The file of a SQLite database; None for one in memory, and for PostgreSQL."""
    name = store.url.database if store.dialect.name == "sqlite" else None
    return Path(name) if name and name != ":memory:" else None


PG_DUMP = "pg_dump --format=custom --file=banyue.dump --dbname="
PG_RESTORE = "pg_restore --clean --if-exists banyue.dump --dbname="


def dump_command(store: sa.Engine) -> str:
    """The command that keeps a PostgreSQL database as it is now."""
    return PG_DUMP + shlex.quote(_address(store))


def own_file(store: sa.Engine, command: str = PG_DUMP) -> Path:
    """The file of a database that must have one. Raises StoreError which names the `command` of PostgreSQL's tools."""
    file = database_file(store)
    if file is None:
        raise StoreError(elsewhere(store, command))
    return file


def elsewhere(store: sa.Engine, command: str = PG_DUMP) -> str:
    """How a database is backed up or restored that is no SQLite file."""
    return _("Only a SQLite file is backed up from here. PostgreSQL has tools of its own: {command}").format(
        command=command + shlex.quote(_address(store))
    )


def _address(store: sa.Engine) -> str:
    """The database as PostgreSQL's own tools want it named, without the password."""
    url = store.url
    rest = {name: value for name, value in url.query.items() if name != "password"}
    return sa.URL.create("postgresql", url.username, None, url.host, url.port, url.database, rest).render_as_string()


def folder(database: Path) -> Path:
    """The folder of its backups: `backup.folder`, from the database's own folder on."""
    return database.parent / settings().backup.folder


def make_folder(database: Path) -> None:
    """Make it when missing, but no absolute one: where another disk is not mounted, its name is an empty folder's."""
    if not Path(settings().backup.folder).is_absolute():
        private_folder(folder(database))


def size(database: Path) -> int:
    """Bytes of the database with what stands in its write-ahead log."""
    files = (database, beside(database, "wal"))
    return sum(file.stat().st_size for file in files if file.exists())


def beside(database: Path, ending: str) -> Path:
    """A file that belongs to the database: banyue.db-wal, banyue.db-lock …"""
    return database.with_name(f"{database.name}-{ending}")


@contextmanager
def in_use(store: sa.Engine) -> Iterator[None]:
    """Keep a restore away while the database is used. Raises StoreError while one runs."""
    with held(store, "lock", shared=True) as free:
        if not free:
            raise StoreError(_("The database is being restored; try again when that has ended."))
        yield


@contextmanager
def out_of_use(store: sa.Engine) -> Iterator[None]:
    """Keep everybody else away. Raises StoreError while a server or another command uses the database."""
    with held(store, "lock") as free:
        if not free:
            raise StoreError(_("A server or another command uses the database. Stop every server, then restore again."))
        yield


@contextmanager
def held(store: sa.Engine, ending: str, *, shared: bool = False) -> Iterator[bool]:
    """Whether the lock of this name beside the database is held now, alone or `shared`; where there is no file, yes."""
    file = database_file(store)
    if file is None:
        yield True
        return
    with locked(beside(file, ending), shared=shared) as free:
        yield free
