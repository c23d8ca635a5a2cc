"""Before a start: a database that is damaged, or gone while backups of it are kept, stops it and shows a way out."""

import shlex
import sqlite3
from pathlib import Path

import sqlalchemy as sa

from lib.kept.backup.notes import kept, newest
from lib.kept.backup.place import beside, database_file, folder
from lib.kept.backup.verify import fault, opened
from lib.kept.said_by_databases import of_sqlite
from lib.words.errors import StoreError
from lib.words.language import gettext as _
from lib.words.settings import settings


def check_before_start(store: sa.Engine) -> None:
    """Read every page of the database. Raises StoreError naming the file, the newest backup and the command for it.

    A database that is missing or empty is begun anew only where nothing says that there was one.
    """
    database = database_file(store)
    if database is None:
        return
    if not _has_content(database):
        if _was_there(database):
            anew = _("To begin anew instead: python -m lib init --demo, or --empty")
            raise StoreError("\n".join([_gone(database), *_way_out(database), anew]))
        return
    if found := _fault(database):
        raise StoreError("\n".join([_damaged(database, found), *_way_out(database)]))


def _has_content(file: Path) -> bool:
    return file.exists() and file.stat().st_size > 0


def _was_there(database: Path) -> bool:
    # a log without its database: only the file itself was taken away, and what was saved last is in there
    return bool(kept(database)) or _has_content(beside(database, "wal"))


def _fault(database: Path) -> str:
    try:
        with opened(database) as connection:
            return fault(connection, quick=True)
    except sqlite3.Error as error:
        return of_sqlite(error)


def _gone(database: Path) -> str:
    if database.exists():
        return _(
            "The database {file} is empty, though there was one before. The server does not begin a new one."
        ).format(file=database)
    return _("The database {file} is gone. The server does not begin a new one by itself.").format(file=database)


def _damaged(database: Path, found: str) -> str:
    return _(
        "The database {file} is damaged or cannot be read ({fault}). It was left as it is; nothing starts."
    ).format(file=database, fault=found)


def _way_out(database: Path) -> list[str]:
    """What to do, and the command to copy."""
    last = newest(database)
    if last is None:
        return [
            _("There is no sound backup in {folder}. If one is kept elsewhere:").format(folder=folder(database)),
            f"    python -m lib restore {_('FILE')}",
        ]
    return [
        _("The newest sound backup is of {at}. To go back to it:").format(at=settings().moment(last.at)),
        f"    python -m lib restore {shlex.quote(str(last.file))}",
    ]
