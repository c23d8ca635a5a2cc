"""The database as a whole: `backup`, `restore`, `move` to another one, `upgrade` of its schema."""

import argparse
from collections.abc import Sequence

import sqlalchemy as sa

from lib.kept import backup, store
from lib.kept.move import Differs, Moved, move
from lib.kept.restore import restore
from lib.ledger.door.renew import renew_after_upgrade
from lib.server.commands.database import ready, there
from lib.words.language import gettext as _
from lib.words.settings import settings
from lib.words.wording import file_size


def back_up(given: argparse.Namespace) -> bool:
    """Copy the database while the server goes on, and say where the copy is and what is in it."""
    engine = there(store.engine())
    made = backup.back_up_to(engine, given.to) if given.to else backup.back_up(engine)
    print(
        _("Backup made and checked: {file}, {size}, {tables} tables with {rows} rows").format(
            file=made.file, size=file_size(made.size), tables=len(made.rows), rows=f"{made.total:,}"
        )
    )
    print(f"SHA-256 {made.sha256}")
    return True


def restore_backup(given: argparse.Namespace) -> bool:
    """Restore, and say what is there now, what is not, and where the database before it was put."""
    restored = restore(store.engine(), given.file, then=renew_after_upgrade)
    for table, count in restored.rows.items():
        print(f"{table:>20} {count:>12,}")
    print(
        _("Restored from {file}: {tables} tables with {rows} rows").format(
            file=given.file, tables=len(restored.rows), rows=f"{sum(restored.rows.values()):,}"
        )
    )
    if restored.last_batch and restored.last_at:
        at = settings().moment(restored.last_at)
        print(_("The last saved act in it is no. {batch} of {at}").format(batch=restored.last_batch, at=at))
    if restored.later:
        later = _("{count} later acts are not in it; they stand only in the database that is kept aside")
        print(later.format(count=restored.later))
    if restored.sessions:
        print(_("{count} sign-ins were ended; everybody signs in again").format(count=restored.sessions))
    if restored.aside:
        print(_("The database that was there before is kept as {file}").format(file=restored.aside))
    return True


def upgrade(given: argparse.Namespace) -> bool:
    """Bring the schema to this program's; a SQLite file is backed up first, PostgreSQL needs a dump that was made."""
    engine = there(store.engine())
    store.migrate(engine, backed_up=given.dumped and engine.dialect.name != "sqlite", then=renew_after_upgrade)
    print(_("The database has the schema of this program"))
    return True


# Moving -----------------------------------------------------------------------------------------------------------


def move_database(given: argparse.Namespace) -> bool:
    """Move, print what both databases hold, and say which line of config.toml to change; False where they differ."""
    source = store.engine()
    with backup.out_of_use(source):
        target = store.connect(given.to)
        try:
            moved = move(ready(), target)
        except Differs as differs:
            _print(differs.tables)
            raise
        finally:
            target.dispose()
    _print(moved)
    _say_what_is_next(source, target)
    return True


def _print(tables: Sequence[Moved]) -> None:
    print(f"{_('table'):<20} {_('rows'):>12}  SHA-256")
    for moved in tables:
        print(f"{moved.table:<20} {moved.before.rows:>12,}  {moved.before.sha256[:16]}  {_compared(moved)}")


def _compared(moved: Moved) -> str:
    if moved.equal:
        return _("equal")
    rows, sha256 = f"{moved.after.rows:,}", moved.after.sha256[:16]
    return _("DIFFERS: {rows} rows arrived, {sha256}").format(rows=rows, sha256=sha256)


def _say_what_is_next(source: sa.Engine, target: sa.Engine) -> None:
    print(_("All {address} holds is now in the other database too.").format(address=store.address_of(source)))
    print(_("Write it into config.toml, under [database], and start the server:"))
    print(f'    url = "{store.address_of(target)}"')
    if target.url.password:
        print(_("In place of *** stands the password."))
