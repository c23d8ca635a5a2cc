"""Reading one moment, and writing all or nothing; trouble with the database becomes a sentence."""

import logging
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from lib.kept.store.engines import kind
from lib.kept.uncollected import uncollected
from lib.words.errors import StoreError

log = logging.getLogger("banyue")


@contextmanager
def reading(store: sa.Engine) -> Iterator[sa.Connection]:
    """One consistent view of the database. Raises StoreError where it cannot be read."""
    with _plain_errors(store), store.connect().execution_options(**kind(store).READING) as connection:
        yield connection


@contextmanager
def writing(store: sa.Engine, half_months: Collection[int] | None = None) -> Iterator[sa.Connection]:
    """One transaction, all or nothing. Raises StoreError when the database is busy, full or damaged.

    Nobody else writes meanwhile, or, where `half_months` (ordinals) are named, nobody else writes to these: then the
    block must change values of no other half month, and no catalogue or register. SQLite always has one writer.
    """
    with (
        uncollected(),
        _plain_errors(store),
        store.connect().execution_options(**kind(store).WRITING) as connection,
    ):
        connection.info[_THEN] = []  # it belongs to the pooled connection: what a save before left there is not ours
        with connection.begin():
            kind(store).hold(connection, half_months)
            yield connection
        for act in connection.info[_THEN]:  # passed over where the block, or the commit itself, has raised
            act()


_THEN = "after the commit"


def after_commit(connection: sa.Connection, act: Callable[[], object]) -> None:
    """Do `act` once the transaction of `writing` holds: a log must not tell of what was taken back."""
    connection.info.setdefault(_THEN, []).append(act)


@contextmanager
def one_process(store: sa.Engine) -> Iterator[None]:
    """A block that several processes on one PostgreSQL pass one after the other. Raises StoreError."""
    with _plain_errors(store), kind(store).one_process(store):
        yield


@contextmanager
def _plain_errors(store: sa.Engine) -> Iterator[None]:
    # a timeout is that of the pool; the driver's own come from what SQLAlchemy does not know
    known: tuple[type[Exception], ...] = (sa.exc.DatabaseError, sa.exc.TimeoutError, *kind(store).ERRORS)
    try:
        yield
    except known as error:
        cause = error.orig if isinstance(error, sa.exc.DatabaseError) else error
        if sentence := kind(store).sentence(cause):
            log.error("database: %s", cause)
            raise StoreError(sentence) from error
        raise
