"""Moving to another database: everything is copied in one transaction, compared, and kept only where all is equal."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa

from lib.kept.models import Base
from lib.kept.store import address_of, kind, make_schema, reading, writing
from lib.words.errors import StoreError
from lib.words.language import gettext as _

AT_ONCE = 10_000  # rows in memory


@dataclass(frozen=True)
class Sum:
    """What a table holds: how many rows, and the SHA-256 of all of them in the order of the key."""

    rows: int
    sha256: str


@dataclass(frozen=True)
class Moved:
    """A table in the database it came from and in the one it went to."""

    table: str
    before: Sum
    after: Sum

    @property
    def equal(self) -> bool:
        """Whether every row arrived as it was."""
        return self.before == self.after


class Differs(StoreError):
    """What arrived is not what was sent; nothing of it was kept. `tables` says where."""

    def __init__(self, tables: list[Moved]) -> None:
        super().__init__(_("The copy differs from the database; nothing of it was kept. Tell who maintains this."))
        self.tables = tables


def move(source: sa.Engine, target: sa.Engine) -> list[Moved]:
    """Copy every table of `source`, which is at this program's schema, into the empty database `target`.

    Nobody may save meanwhile: what is saved after this would not be in the copy. Raises StoreError when the target is
    not empty, when somebody else is connected to either, and Differs when what arrived is not what was sent.
    """
    with _still(source) as sent, writing(target) as arrived:
        _must_be_empty(target, arrived)
        copy_all(sent, arrived)
        # read back before the commit: what differs is rolled back by the exception
        moved = [Moved(table.name, _sum(table, sent), _sum(table, arrived)) for table in Base.metadata.sorted_tables]
        if not all(table.equal for table in moved):
            raise Differs(moved)
    return moved


def copy_all(sent: sa.Connection, arrived: sa.Connection) -> None:
    """Make the schema in a database that is empty, and fill its tables, within transactions that the caller holds."""
    make_schema(arrived)
    kind(arrived).without_timeout(arrived)
    with kind(arrived).in_any_order(arrived):
        for table in Base.metadata.sorted_tables:
            arrived.execute(sa.delete(table))  # a revision may have put rows there
            _copy(table, sent, arrived)


@contextmanager
def _still(source: sa.Engine) -> Iterator[sa.Connection]:
    """One view of the database that is left, while nobody else is connected."""
    with reading(source) as connection:
        if count := kind(source).others(connection):
            raise StoreError(
                _("{count} other connections use the database. Stop every server, then move again.").format(count=count)
            )
        yield connection


def _must_be_empty(target: sa.Engine, connection: sa.Connection) -> None:
    if tables := sa.inspect(connection).get_table_names():
        raise StoreError(
            _("{database} holds {count} tables already; nothing was changed. Make a new, empty database.").format(
                database=address_of(target), count=len(tables)
            )
        )


def _copy(table: sa.Table, sent: sa.Connection, arrived: sa.Connection) -> None:
    names = [column.name for column in table.columns]
    kind(arrived).fill(arrived, table.name, names, _as_kept(table, sent, arrived.dialect))


def _as_kept(table: sa.Table, sent: sa.Connection, dialect: sa.Dialect) -> Iterator[tuple[object, ...]]:
    """The rows as the driver of the other database takes them."""
    # COPY and executemany pass SQLAlchemy by, which else puts exact numbers and choices into the form in which they lie
    binds = [column.type.dialect_impl(dialect).bind_processor(dialect) for column in table.columns]
    for rows in _rows(table, sent):
        if any(binds):
            yield from (tuple(f(value) if f else value for f, value in zip(binds, row, strict=True)) for row in rows)
        else:
            yield from rows


def _rows(table: sa.Table, connection: sa.Connection) -> Iterator[list[tuple[object, ...]]]:
    """All rows in the order of the key; texts stand in the order of their code points on both kinds of database."""
    query = sa.select(table).order_by(*table.primary_key.columns)
    for some in connection.execute(query.execution_options(yield_per=AT_ONCE)).partitions():
        yield [tuple(row) for row in some]


def _sum(table: sa.Table, connection: sa.Connection) -> Sum:
    count, all_rows = 0, hashlib.sha256()
    for rows in _rows(table, connection):
        count += len(rows)
        all_rows.update(repr(rows).encode())  # a repr tells 1 from True and 1.0, which == does not
    return Sum(count, all_rows.hexdigest())
