"""The database of a command: it must be there, and is brought up to date."""

import sqlalchemy as sa

from lib.kept import store
from lib.kept.backup import database_file, newest
from lib.kept.decided import follow
from lib.ledger.door import Receipt
from lib.ledger.door.renew import renew_after_upgrade
from lib.words.errors import Refusal
from lib.words.language import gettext as _


def ready() -> sa.Engine:
    """The settings' database. Raises Refusal where there is none: only `init` makes one."""
    engine = there(store.engine())
    store.migrate(engine, then=renew_after_upgrade)
    with store.reading(engine) as connection:
        follow(connection)  # what the office set on a page holds for commands too
    return engine


def there(engine: sa.Engine) -> sa.Engine:
    """The same engine where its database is there. Raises Refusal where it is not."""
    if not _exists(engine):
        raise Refusal(_none_yet(engine))
    return engine


def _none_yet(engine: sa.Engine) -> str:
    file = database_file(engine)
    if last := newest(file) if file else None:
        return _("The database is gone; go back to its newest backup with: python -m lib restore {file}").format(
            file=last.file
        )
    return _("There is no database yet; run python -m lib init first")


def _exists(engine: sa.Engine) -> bool:
    # connecting to a SQLite file that is not there would make one
    file = database_file(engine)
    if file and not file.exists():
        return False
    with store.reading(engine) as connection:
        return sa.inspect(connection).has_table("revision")


def say_saved(receipt: Receipt) -> None:
    """The receipt on the screen."""
    print(_("Saved: {changes} changes, receipt no. {batch}").format(changes=receipt.changes, batch=receipt.batch))
