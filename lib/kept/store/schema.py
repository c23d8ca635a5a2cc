"""The schema: Alembic's revisions, the same on both kinds of database, in one transaction."""

import logging
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from lib.kept.store.engines import kind
from lib.kept.store.transactions import after_commit, writing
from lib.words.errors import StoreError
from lib.words.language import gettext as _

log = logging.getLogger("banyue")

MIGRATIONS = Path(__file__).parent.parent / "migrations"


Then = Callable[[sa.Connection], None]


def nothing_more(_connection: sa.Connection) -> None:
    """For a database in which nothing follows from values."""


def migrate(store: sa.Engine, *, backed_up: bool = False, then: Then = nothing_more) -> None:
    """Bring the schema to this program's revision, in one transaction, after a backup; `backed_up` says there is one.

    `then` renews what follows from the values, as far as this program's rules differ, in a database that was older.
    Whoever is killed in between leaves the old schema whole, and of two processes the second finds it done. Raises
    StoreError when the database is newer than the program, or when there is no backup and none could be made.
    """
    with writing(store) as connection:
        config = _config(connection)
        scripts = ScriptDirectory.from_config(config)
        at, head = MigrationContext.configure(connection).get_current_revision(), scripts.get_current_head()
        if at is not None and at not in {script.revision for script in scripts.walk_revisions()}:
            raise StoreError(
                _("The database has schema {revision}, newer than this program; update the program.").format(
                    revision=at
                )
            )
        if at == head:
            return
        if at is not None and not backed_up:
            kind(store).before_upgrade(store, at, head)
        make_schema(connection)
        if at is not None:
            then(connection)
        after_commit(connection, lambda: log.info("database: schema %s is now %s", at, head))


def make_schema(connection: sa.Connection) -> None:
    """The schema of this program, within a transaction that the caller holds."""
    kind(connection).unhurried(connection)
    command.upgrade(_config(connection), "head")
    kind(connection).after_upgrade(connection)


def _config(connection: sa.Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
