"""`upgrade`: the schema becomes this program's; a PostgreSQL database only for whoever says that there is a dump."""

import argparse

from lib.kept import store
from lib.server.commands.database import there
from lib.words.language import gettext as _


def run(given: argparse.Namespace) -> bool:
    """Upgrade. A SQLite file is backed up first, as at every start."""
    engine = there(store.engine())
    store.migrate(engine, backed_up=given.dumped and engine.dialect.name != "sqlite")
    print(_("The database has the schema of this program"))
    return True
