"""Going back to a backup: checked before anything is touched, with the present database kept aside.

Killed at any moment, it leaves the present database or the restored one, whole.
"""

import logging
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count
from pathlib import Path

import sqlalchemy as sa

from lib.kept import backup
from lib.kept.backup import beside
from lib.kept.models import Base
from lib.kept.private import keep_private, private_folder
from lib.kept.said_by_databases import of_sqlite
from lib.kept.store import Then, connect, migrate, nothing_more, writing
from lib.words.errors import StoreError
from lib.words.language import gettext as _
from lib.words.settings import settings

log = logging.getLogger("banyue")


@dataclass(frozen=True)
class Restored:
    """What is there now: rows by table, and the number and moment (UTC) of the last saved act.

    `aside` is the database that was there before, `later` the acts saved in it after that last one, None where it
    could not be read; `sessions` is how many sign-ins were ended.
    """

    rows: dict[str, int]
    last_batch: int | None
    last_at: datetime | None
    aside: Path | None
    later: int | None
    sessions: int


def restore(store: sa.Engine, file: Path, *, then: Then = nothing_more) -> Restored:
    """Put `file` in the place of the database; `then` as of `migrate`. Raises StoreError with the reason; then nothing
    was changed."""
    database = backup.own_file(store, backup.PG_RESTORE)
    with backup.out_of_use(store), _plain_errors():
        store.dispose()  # an open connection of our own would go on in the file that is replaced
        with _prepared(database, file, then) as (part, sessions):
            rows, last = _look_into(part)
            _give_to_its_owner(part, database)
            later = _later_acts(database, last[0])
            # all checks are behind; from here on names change
            aside = _put_aside(database)
            part.replace(database)  # at once, within one folder
            backup.sync_folder(database.parent)
    log.warning("restore: %s is now %s with %s rows; kept aside: %s", database, file, sum(rows.values()), aside)
    return Restored(rows, *last, aside, later, sessions)


@contextmanager
def _plain_errors() -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise StoreError(_("Nothing was restored. {reason}").format(reason=backup.reason(error))) from error


# The copy -------------------------------------------------------------------------------------------------------


@contextmanager
def _prepared(database: Path, file: Path, then: Then) -> Iterator[tuple[Path, int]]:
    """A checked copy of `file` beside the database, at this program's schema; and how many sessions it had."""
    part = beside(database, "restore")
    try:
        _copy(database, file, part)
        _check(file, part)
        yield part, _bring_up_to_date(part, then)
    finally:
        for each in _files_of(part):
            each.unlink()


def _copy(database: Path, file: Path, part: Path) -> None:
    """The bytes of `file`; with it, where it is a raw copy of a database in use, what its log holds."""
    if not file.is_file():
        raise StoreError(_("There is no file {file}").format(file=file))
    if database.exists() and file.samefile(database):
        raise StoreError(_("{file} is the database itself; name a backup of it").format(file=file))
    private_folder(database.parent)
    backup.need_room(database.parent, sum(each.stat().st_size for each in _files_of(file)))
    for each in _files_of(part):
        each.unlink()
    for source, to in ((file, part), (beside(file, "wal"), beside(part, "wal"))):
        if source.exists():
            keep_private(to)
            shutil.copyfile(source, to)


def _files_of(database: Path) -> list[Path]:
    files = (database, beside(database, "wal"), beside(database, "shm"))
    return [file for file in files if file.exists()]


def _check(file: Path, part: Path) -> None:
    """Refuse what is not the file that was once checked, is not sound, or is another program's."""
    noted = backup.noted(file)
    if noted and noted.sha256 != backup.sha256(part):
        raise StoreError(
            _("{file} is no longer what was backed up: its SHA-256 differs from its note. Take another backup.").format(
                file=file
            )
        )
    try:
        with backup.opened(part, "mode=rw") as connection:
            fault, tables = backup.fault(connection), backup.row_counts(connection)
    except sqlite3.DatabaseError as error:
        raise StoreError(_unsound(file, of_sqlite(error))) from error
    if fault:
        raise StoreError(_unsound(file, fault))
    if not {"alembic_version", "revision", "batch"} <= set(tables):
        raise StoreError(_("{file} is not a database of this dashboard").format(file=file))


def _unsound(file: Path, fault: str) -> str:
    return _("{file} is not sound ({fault}); nothing was restored. Take another backup.").format(file=file, fault=fault)


def _bring_up_to_date(part: Path, then: Then) -> int:
    """This program's schema, and nobody signed in; how many sessions were ended. One file is left, on the disk."""
    engine = connect(f"sqlite:///{part}")
    try:
        migrate(engine, backed_up=True, then=then)
        ended = _end_sessions(engine)
    finally:
        engine.dispose()
    with backup.opened(part, "mode=rw") as connection:
        connection.execute(
            "PRAGMA journal_mode = DELETE"
        )  # with its log in it: this one file alone gets the database's name
    with part.open("rb+") as content:
        os.fsync(content.fileno())
    return ended


def _end_sessions(engine: sa.Engine) -> int:
    """A session that was ended since the backup must not live again, nor one whose account was shut."""
    with writing(engine) as connection:
        if not sa.inspect(connection).has_table("session"):
            return 0
        return connection.exec_driver_sql("DELETE FROM session").rowcount


def _look_into(part: Path) -> tuple[dict[str, int], tuple[int | None, datetime | None]]:
    """The rows of each table, and the last saved act."""
    with backup.opened(part) as connection:
        rows = backup.row_counts(connection)
        if missing := sorted(set(Base.metadata.tables) - set(rows)):
            raise StoreError(_("Tables are missing in it: {tables}").format(tables=", ".join(missing)))
        last = connection.execute("SELECT id, at FROM batch ORDER BY id DESC LIMIT 1").fetchone()
    return rows, (last[0], datetime.fromisoformat(last[1])) if last else (None, None)


# The present database -------------------------------------------------------------------------------------------


def _later_acts(database: Path, last: int | None) -> int | None:
    """How many acts the present database has beyond the backup, and all of it in one file; None for a damaged one.

    That one is left as it is, with its log.
    """
    if not database.exists() or not database.stat().st_size:
        return None
    try:
        with backup.opened(database) as connection:
            if backup.fault(connection, quick=True):
                return None
        with backup.opened(database, "mode=rw") as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return int(connection.execute("SELECT COUNT(*) FROM batch WHERE id > ?", (last or 0,)).fetchone()[0])
    except sqlite3.DatabaseError:
        return None


def _give_to_its_owner(part: Path, database: Path) -> None:
    """Who restores may be root; the server that then opens the file is not."""
    like = database if database.exists() else database.parent
    if os.name == "posix" and os.geteuid() == 0:
        os.chown(part, like.stat().st_uid, like.stat().st_gid)


def _put_aside(database: Path) -> Path | None:
    """A second name for the present database, with its log; the first name stays until the new one takes it."""
    log_file, aside = beside(database, "wal"), None
    if database.exists():
        aside = _free(database)
        try:
            os.link(database, aside)
        except OSError:  # a disk without second names
            shutil.copyfile(database, aside)
    # neither is the new database's: SQLite would take the old changes for its own
    beside(database, "shm").unlink(missing_ok=True)
    if log_file.exists() and log_file.stat().st_size:
        log_file.rename(beside(aside, "wal") if aside else _free(log_file))
    else:
        log_file.unlink(missing_ok=True)
    return aside


def _free(file: Path) -> Path:
    name = f"before-restore-{settings().now():%Y%m%d-%H%M%S}"
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    return next(free for each in names if not (free := beside(file, each)).exists())
