"""管理·备份: the backups that are kept, and what is wrong with them."""

from pathlib import Path

import sqlalchemy as sa

from lib.kept.backup import Backup, database_file, elsewhere, kept, last_failure, newest, overdue
from lib.kept.store.standby import Standby
from lib.show import blocks
from lib.show.blocks import Block, Finding, Markup
from lib.show.boards.words import when
from lib.words.language import gettext as _
from lib.words.lights import Light
from lib.words.settings import settings
from lib.words.wording import exact, file_size


def backup_trouble(store: sa.Engine) -> Markup:
    """The banner of a backup that failed or is too old; nothing where all is well."""
    database = database_file(store)
    if database is None:
        return Markup("")
    if failure := last_failure(database):  # it says more than the age that follows from it
        first = _("The backup of {at} failed: {reason}").format(at=settings().clock(failure.at), reason=failure.reason)
        return blocks.banner("error", first, _last(database))
    if overdue(database):
        return blocks.banner("error", _("No backup was made for two days"), _last(database))
    return Markup("")


def standby_trouble(standby: Standby | None) -> Markup:
    """The banner of a standby that is not used; nothing where it is, or where there is none."""
    return blocks.banner("warning", standby.why) if standby and standby.why else Markup("")


def _last(database: Path) -> str:
    last = newest(database)
    if last is None:
        return _("There is no sound backup yet.")
    return _("The last sound backup is of {at}.").format(at=settings().clock(last.at))


def backup_board(store: sa.Engine) -> Block | Markup:
    """Each backup with when, why, size, rows and whether it was checked; how long they are kept, and how to go back."""
    database = database_file(store)
    if database is None:
        return blocks.empty(_("This database is not backed up from here"), elsewhere(store))
    backups = kept(database)
    if not backups:
        return blocks.empty(_("No backup yet"), _plan())
    return Block(Finding(_title(database, len(backups)), _plan()), _table(backups))


def _title(database: Path, count: int) -> str:
    last = newest(database)
    if last is None:
        return _("None of {count} backups is sound").format(count=count)
    return _("Last sound backup {at}, {count} are kept").format(at=settings().clock(last.at), count=count)


def _plan() -> str:
    """When the next one comes, how long it stays, and the way back."""
    plan = settings().backup
    parts = [
        _("Every day at {at}, or when the computer is next on").format(at=plan.at)
        if plan.daily
        else _("No daily backup: config.toml switches it off"),
        _("kept {days} days").format(days=plan.keep_days),
        _("to go back, stop the server and run: python -m lib restore FILE"),
    ]
    return _("; ").join(parts)


def _table(backups: list[Backup]) -> Markup:
    rows = [
        (
            settings().clock(backup.at),
            _why(backup),
            _soundness(backup),
            backup.file.name,
            file_size(backup.size),
            exact(backup.total),
        )
        for backup in backups
    ]
    headers = (when(), _("Occasion"), _("Check"), _("File"), _("Size"), _("Rows in all tables"))
    return blocks.table(headers, rows, {4, 5})


def _why(backup: Backup) -> str:
    return {"daily": _("daily"), "asked": _("asked for"), "upgrade": _("before an upgrade")}[backup.why]


def _soundness(backup: Backup) -> Markup:
    if backup.sound:
        return blocks.note_pill(_("checked"), Light.DONE)
    return blocks.note_pill(_("changed since"), Light.FAR_BEHIND)
