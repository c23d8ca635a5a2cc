"""The database of a command: it must be there, and is brought up to date."""

from pathlib import Path

import sqlalchemy as sa

from lib import store
from lib.errors import Refusal
from lib.language import gettext as _
from lib.ledger import Receipt


def ready() -> sa.Engine:
    """The settings' database. Raises Refusal where there is none: only `init` makes one."""
    engine = store.engine()
    if not _exists(engine):
        raise Refusal(_("There is no database yet; run python -m lib init first"))
    store.migrate(engine)
    return engine


def _exists(engine: sa.Engine) -> bool:
    # connecting to a SQLite file that is not there would make one
    if engine.dialect.name == "sqlite" and not Path(engine.url.database or "").exists():
        return False
    with store.reading(engine) as connection:
        return sa.inspect(connection).has_table("revision")


def say_saved(receipt: Receipt) -> None:
    """The receipt on the screen."""
    print(_("Saved: {changes} changes, receipt no. {batch}").format(changes=receipt.changes, batch=receipt.batch))
