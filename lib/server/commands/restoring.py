"""`restore`: a backup takes the place of the database."""

import argparse

from lib.kept import store
from lib.kept.restore import Restored, restore
from lib.words.language import gettext as _
from lib.words.settings import settings


def run(given: argparse.Namespace) -> bool:
    """Restore, and say what is there now, what is not, and where the database before it was put."""
    restored = restore(store.engine(), given.file)
    for table, count in restored.rows.items():
        print(f"{table:>20} {count:>12,}")
    print(
        _("Restored from {file}: {tables} tables with {rows} rows").format(
            file=given.file, tables=len(restored.rows), rows=f"{sum(restored.rows.values()):,}"
        )
    )
    _say_last(restored)
    if restored.sessions:
        print(_("{count} sign-ins were ended; everybody signs in again").format(count=restored.sessions))
    if restored.aside:
        print(_("The database that was there before is kept as {file}").format(file=restored.aside))
    return True


def _say_last(restored: Restored) -> None:
    if restored.last_batch and restored.last_at:
        print(
            _("The last saved act in it is no. {batch} of {at}").format(
                batch=restored.last_batch, at=settings().clock(restored.last_at)
            )
        )
    if restored.later:
        print(
            _("{count} later acts are not in it; they stand only in the database that is kept aside").format(
                count=restored.later
            )
        )
