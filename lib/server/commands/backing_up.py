"""`backup`: a checked copy of the database, while the server goes on."""

import argparse

from lib.kept import backup, store
from lib.server.commands.database import there
from lib.words.language import gettext as _


def run(given: argparse.Namespace) -> bool:
    """Make it, and say where it is and what is in it."""
    engine = there(store.engine())
    made = backup.back_up_to(engine, given.to) if given.to else backup.back_up(engine)
    print(
        _("Backup made and checked: {file}, {size} MB, {tables} tables with {rows} rows").format(
            file=made.file, size=f"{made.size / 1e6:,.1f}", tables=len(made.rows), rows=f"{made.total:,}"
        )
    )
    print(f"SHA-256 {made.sha256}")
    return True
