"""The schema: Alembic's revisions, the same on both kinds of database, in one transaction.

A database that has this program's schema already, as at nearly every start, is told without Alembic: to import it takes
a twelfth of a start.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from lib.kept.store.engines import kind
from lib.kept.store.transactions import after_commit, reading, writing
from lib.words.errors import StoreError
from lib.words.language import gettext as _

if TYPE_CHECKING:
    from alembic.config import Config

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
    with reading(store) as connection:
        if _schema_of(connection) == newest():
            return
    from alembic.script import ScriptDirectory

    with writing(store) as connection:
        scripts = ScriptDirectory.from_config(_config(connection))
        at, head = _schema_of(connection), scripts.get_current_head()
        if at is not None and at not in {script.revision for script in scripts.walk_revisions()}:
            raise StoreError(
                _("The database has schema {revision}, newer than this program; update the program.").format(
                    revision=at
                )
            )
        if at == head:  # another process was first, while this one waited for the transaction
            return
        if at is not None and not backed_up:
            kind(store).before_upgrade(store, at, head)
        make_schema(connection)
        if at is not None:  # in a new database there are no values yet of which anything follows
            then(connection)
        after_commit(connection, lambda: log.info("database: schema %s is now %s", at, head))


def newest() -> str:
    """This program's schema: the name of its last revision begins with its number.

    By the files' names: to ask Alembic is to import it.
    """
    return max(file.stem for file in (MIGRATIONS / "versions").glob("*.py")).partition("_")[0]


def _schema_of(connection: sa.Connection) -> str | None:
    """The schema that a database has; None for an empty one."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return version


def make_schema(connection: sa.Connection) -> None:
    """The schema of this program, within a transaction that the caller holds."""
    from alembic import command

    kind(connection).without_timeout(connection)
    command.upgrade(_config(connection), "head")
    kind(connection).after_upgrade(connection)


def _config(connection: sa.Connection) -> "Config":
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
