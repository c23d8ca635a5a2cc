"""Making a backup: copied while everybody goes on saving, checked, and only then given its name."""

import logging
import os
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from lib.kept.backup.notes import (
    Backup,
    Why,
    clear_remains,
    forget_failure,
    note_failure,
    note_of,
    prune,
    write_note,
)
from lib.kept.backup.place import beside, folder, make_folder, own_file, size
from lib.kept.backup.verify import fault, opened, row_counts, sha256
from lib.kept.locks import locked
from lib.kept.private import keep_private
from lib.kept.said_by_databases import of_sqlite
from lib.words.errors import StoreError
from lib.words.language import gettext as _
from lib.words.said_by_others import of_file
from lib.words.settings import settings

log = logging.getLogger("banyue")

SPARE = 50_000_000  # bytes that a copy leaves free on its disk: the database must go on being saved to


def back_up(store: sa.Engine, why: Why = "asked", by: str = "") -> Backup:
    """A checked backup in the folder of the settings; what is too old there goes. `by` is who asked, for the log.

    Raises StoreError with the reason; it is then logged and noted, and the page 管理 shows it until a backup succeeds.
    """
    database = own_file(store)
    try:
        make_folder(database)
        with locked(beside(database, "backup-lock"), wait=True):
            backup = _in_folder(database, why)
    except (OSError, sqlite3.Error, StoreError) as error:
        note_failure(database, reason(error))
        raise StoreError(_("The backup failed: {reason}").format(reason=reason(error))) from error
    _log(backup, by)
    return backup


def back_up_to(store: sa.Engine, to: Path) -> Backup:
    """A checked backup under a name of one's own, or under its usual name in the folder `to`.

    Raises StoreError with the reason, also where there is such a file already.
    """
    database, now = own_file(store), settings().now()
    try:
        backup = _made(database, to / _name(database, now) if to.is_dir() else to, "asked", now)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(_("The backup failed: {reason}").format(reason=reason(error))) from error
    _log(backup)
    return backup


def _in_folder(database: Path, why: Why) -> Backup:
    clear_remains(database)  # the lock says that nobody is making one
    now = settings().now()
    while (file := folder(database) / _name(database, now)).exists():
        now += timedelta(seconds=1)  # two within one second
    backup = _made(database, file, why, now)
    forget_failure(database)
    prune(database, backup.at)
    return backup


def _name(database: Path, now: datetime) -> str:
    return f"{database.stem}-{now:%Y%m%d-%H%M%S}.db"


def _made(database: Path, file: Path, why: Why, now: datetime) -> Backup:
    if file.exists() or note_of(file).exists():
        raise StoreError(_("{file} is there already; it was not overwritten").format(file=file))
    need_room(file.parent, size(database))
    part = file.with_name(f"{file.name}.part")
    try:
        _begin(part)
        rows = _copied(database, part)
        _check(part, rows)
        backup = Backup(file, now.astimezone(UTC), why, part.stat().st_size, sha256(part), rows)
        write_note(backup)  # before the file has its name: a backup without a note is none, and is never pruned
        part.replace(file)
        sync_folder(file.parent)
    finally:
        part.unlink(missing_ok=True)
        if not file.exists():
            note_of(file).unlink(missing_ok=True)
    return backup


def _log(backup: Backup, by: str = "") -> None:
    log.info(
        "backup: %s made (%s%s), %s bytes, %s rows, SHA-256 %s",
        backup.file,
        backup.why,
        f" by {by}" if by else "",
        backup.size,
        backup.total,
        backup.sha256,
    )


def need_room(where: Path, needed: int) -> None:
    """Raises StoreError where the disk of `where` would be left without SPARE bytes beside the `needed` ones."""
    free = shutil.disk_usage(where).free
    if free < needed + SPARE:
        raise StoreError(
            _("The disk of {folder} has {free} MB free, and {needed} MB are needed. Make room there.").format(
                folder=where, free=f"{free / 1e6:,.0f}", needed=f"{(needed + SPARE) / 1e6:,.0f}"
            )
        )


def _begin(part: Path) -> None:
    """An empty file that nobody else reads."""
    part.unlink(missing_ok=True)
    keep_private(part)


def _copied(database: Path, part: Path) -> dict[str, int]:
    """Copy one state of the database, on the disk when this returns; the rows of each table in that state."""
    with opened(database) as source, opened(part, "mode=rw") as copy:
        source.execute("BEGIN")
        rows = row_counts(source)  # this first reading fixes the state: the copy is made within the same transaction
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file that is whole by itself
    with part.open("rb+") as content:
        os.fsync(content.fileno())
    return rows


def _check(part: Path, rows: dict[str, int]) -> None:
    with opened(part) as copy:
        if found := fault(copy):
            text = _("The copy is not sound ({fault}). The database itself may be damaged: run python -m lib check")
            raise StoreError(text.format(fault=found))
        if (counted := row_counts(copy)) != rows:
            different = ", ".join(sorted(table for table in rows | counted if rows.get(table) != counted.get(table)))
            raise StoreError(_("The copy has other rows than the database: {tables}").format(tables=different))


def sync_folder(where: Path) -> None:
    """Bring the names in a folder to the disk. Windows opens no folder, and brings them there by itself."""
    if os.name == "nt":
        return
    handle = os.open(where, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def reason(error: Exception) -> str:
    """The file that could not be written or read and what is wrong with it, in words that say what to do."""
    if isinstance(error, sqlite3.Error):
        return of_sqlite(error)
    if not isinstance(error, OSError):
        return str(error)  # a StoreError: a sentence already
    wrong = of_file(error)
    return _("{file}: {reason}").format(file=error.filename, reason=wrong) if error.filename else wrong
