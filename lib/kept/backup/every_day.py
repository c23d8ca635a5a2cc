"""The server's daily backup: made once a day, when it is due, by one of its processes."""

import asyncio
import logging
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import sqlalchemy as sa

from lib.kept.backup.making import back_up
from lib.kept.backup.notes import Backup, last_failure, newest, note_failure
from lib.kept.backup.place import beside, database_file
from lib.kept.locks import locked
from lib.words.errors import StoreError
from lib.words.language import gettext as _
from lib.words.settings import settings

log = logging.getLogger("banyue")

FIRST_LOOK, LOOK_AGAIN = 60, 60  # seconds: the first visitor after a start comes first
TRY_AGAIN = timedelta(minutes=30)  # after a failure
TOO_OLD = timedelta(days=2)


async def daily(store: sa.Engine) -> None:
    """Look every minute whether a backup is due, as long as the server runs; no failure ends this."""
    await asyncio.sleep(FIRST_LOOK)
    while True:
        await asyncio.to_thread(make_when_due, store)
        await asyncio.sleep(LOOK_AGAIN)


def make_when_due(store: sa.Engine) -> Backup | None:
    """Make the daily backup if it is due and no other process makes it. What fails is logged and noted."""
    database = database_file(store)
    if database is None or not settings().backup.daily:
        return None
    try:
        # a lock of its own, since `back_up` takes the other; nobody waits: whoever holds it makes the same backup
        with locked(beside(database, "daily-lock")) as free:
            return back_up(store, "daily") if free and is_due(database, settings().now()) else None
    except StoreError:
        return None  # back_up has logged and noted it
    except Exception:
        log.exception("backup: FAILED by a bug")
        note_failure(database, _("An error of the program; it stands in the log"))
        return None


def is_due(database: Path, now: datetime) -> bool:
    """Whether none was made since the office's clock last showed `backup.at`, or the last one failed a while ago."""
    if failure := last_failure(database):
        return now - failure.at >= TRY_AGAIN
    last = newest(database, until=now)
    return last is None or last.at < _last_planned(now)


def _last_planned(now: datetime) -> datetime:
    """The last moment at which the office's clock showed `backup.at`."""
    planned = datetime.combine(now.date(), time.fromisoformat(settings().backup.at), now.tzinfo)
    return planned if planned <= now else planned - timedelta(days=1)


def overdue(database: Path) -> bool:
    """Whether daily backups are wanted, and the newest sound one is older than two days."""
    last, now = newest(database), datetime.now(UTC)
    return settings().backup.daily and last is not None and now - last.at > TOO_OLD
