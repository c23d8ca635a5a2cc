"""What PostgreSQL alone needs.

Writers are kept apart by advisory locks: a save of values holds the half months that it may change, everything else
holds all of them. Without them, two saves would count each other's values out of the roll-ups. A reader sees one
moment of the whole database (REPEATABLE READ) and is never in anybody's way.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.types.numeric import NumericLoader

from lib.kept import backup
from lib.kept.models import Base
from lib.kept.said_by_databases import of_postgresql
from lib.kept.store.waiting import BUSY_SECONDS, CONNECT_SECONDS, disk_full, was_busy
from lib.words.errors import StoreError
from lib.words.language import gettext as _

READING: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
# After it has waited for its locks, a writer must see what the one before it saved.
WRITING: dict[str, Any] = {"isolation_level": "READ COMMITTED"}

JOINED = "string_agg(CAST({} AS text), ',')"  # the numbers of a column as one text

ERRORS: tuple[type[Exception], ...] = (psycopg.Error,)  # of COPY, which passes SQLAlchemy by

STATEMENT_SECONDS = 60  # the longest statement takes a second or two; what takes longer hangs
START_SECONDS = 600  # a process that starts waits while another one loads data/

# Names of the advisory locks: two numbers, of which the first is this program's own.
OURS = 20_230_401
EVERYTHING, START = 0, 1  # half months are numbered from 24 times the year, so these two are none

ROW_BY_ROW = 100  # up to so many rows a pipeline of statements is faster than COPY into a table of its own


def connect(url: sa.URL) -> sa.Engine:
    """An engine on the server; no connection is made yet."""
    waits = {
        "lock_timeout": f"{BUSY_SECONDS}s",
        "statement_timeout": f"{STATEMENT_SECONDS}s",
        # whose machine lost its power lets go of its locks after a minute, not after two hours
        "tcp_keepalives_idle": 30,
        "tcp_keepalives_interval": 10,
        "tcp_keepalives_count": 3,
        "timezone": "UTC",
        "jit": "off",  # compiling takes longer than any of these queries
    }
    options = " ".join(f"-c {name}={value}" for name, value in waits.items())
    engine = sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        hide_parameters=True,  # an error in the log must not tell what was saved
        connect_args={"connect_timeout": CONNECT_SECONDS, "application_name": "banyue", "options": options},
        pool_pre_ping=True,  # after a restart of PostgreSQL the next click works
        pool_size=10,
        max_overflow=20,
        pool_timeout=BUSY_SECONDS,
        pool_recycle=3600,
    )
    sa.event.listen(engine, "connect", _prepare)
    return engine


class _WholeNumber(NumericLoader):
    """SUM over BIGINT is NUMERIC here: a whole one comes back as int, as it does from SQLite."""

    def load(self, data: Any) -> Any:
        number = super().load(data)
        return int(number) if number.is_finite() and number == number.to_integral_value() else number


def _prepare(connection: psycopg.Connection[Any], _record: object) -> None:
    connection.adapters.register_loader("numeric", _WholeNumber)


_SAID: dict[str, Callable[[], str]] = {
    "55P03": was_busy,  # lock_timeout
    "57014": was_busy,  # statement_timeout
    "53100": disk_full,
    "53300": lambda: _("PostgreSQL takes no more connections; nothing was saved. Try again in a while."),
    "40001": lambda: _("Somebody else saved at the same moment; nothing was saved. Try again."),
    "40P01": lambda: _("Somebody else saved at the same moment; nothing was saved. Try again."),
    "XX001": lambda: _("The database is damaged; it was left as it is. Restore a backup."),
}
_GONE = ("57P01", "57P02", "57P03")  # it stops, it crashed, it starts


def sentence(error: BaseException | None) -> str | None:
    """What a person can do about an error of the driver; None for what is a bug."""
    if isinstance(error, sa.exc.TimeoutError):
        return was_busy()
    if not isinstance(error, psycopg.Error):
        return None
    if error.sqlstate in _SAID:
        return _SAID[error.sqlstate]()
    if isinstance(error, psycopg.OperationalError) and (error.sqlstate is None or error.sqlstate in _GONE):
        return _no_answer(error)
    return None


def _no_answer(error: psycopg.Error) -> str:
    reason = " ".join(str(error).split())
    if "too many clients" in reason or "remaining connection slots" in reason:
        return _SAID["53300"]()
    return _(
        "PostgreSQL does not answer; nothing was saved. See that it runs and that database.url in config.toml names"
        " it, its database, user and password. It says: {reason}"
    ).format(reason=of_postgresql(reason))


def hold(connection: sa.Connection, half_months: Collection[int] | None) -> None:
    """Keep other writers away until the transaction ends: from these half months, or from everything.

    The locks are taken in one order, so that no two writers wait for each other.
    """
    connection.exec_driver_sql(_WHOLE_TABLES)
    if half_months is None:
        connection.execute(_ALONE, {"ours": OURS, "what": EVERYTHING})
        return
    # shared among those that name half months, against whoever holds everything alone
    connection.execute(_TOGETHER, {"ours": OURS, "what": EVERYTHING})
    for half_month in sorted(half_months):
        connection.execute(_ALONE, {"ours": OURS, "what": half_month})


# What a save counts are joins of whole half months, on values of which the planner has no statistics yet: it took them
# for a few rows each, and went through nested loops three times as long as the whole save takes now.
_WHOLE_TABLES = "SET LOCAL enable_nestloop = off"
_ALONE = sa.text("SELECT pg_advisory_xact_lock(:ours, :what)")
_TOGETHER = sa.text("SELECT pg_advisory_xact_lock_shared(:ours, :what)")


@contextmanager
def one_process(store: sa.Engine) -> Iterator[None]:
    """Wait until no other process is in such a block: of several servers that start, one loads data/."""
    with store.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for name in ("lock_timeout", "statement_timeout"):  # those of a save would end the wait too soon
            connection.exec_driver_sql(f"SET {name} = '{START_SECONDS}s'")
        connection.execute(sa.text("SELECT pg_advisory_lock(:ours, :what)"), {"ours": OURS, "what": START})
        try:
            yield
        finally:
            connection.invalidate()  # it has settings and a lock of its own, which go with it


def insert(
    connection: sa.Connection,
    table: str,
    columns: Sequence[str],
    rows: Sequence[tuple[object, ...]],
    key: Sequence[str],
) -> None:
    """Rows by COPY; with a `key`, a row that is there gets the new values."""
    listed = ", ".join(columns)
    if not key:
        _copy(connection, f"{table} ({listed})", rows)
        return
    replaced = ", ".join(f"{column} = excluded.{column}" for column in columns if column not in key)
    then = f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {replaced}"
    if len(rows) <= ROW_BY_ROW:
        marks = ", ".join(["%s"] * len(columns))
        connection.exec_driver_sql(f"INSERT INTO {table} ({listed}) VALUES ({marks}) {then}", list(rows))
        return
    with _given(connection, table, columns, rows) as given:
        connection.exec_driver_sql(f"INSERT INTO {table} ({listed}) SELECT {listed} FROM {given} {then}")


def remove(connection: sa.Connection, table: str, key: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
    """Take away the rows with these keys."""
    if len(rows) <= ROW_BY_ROW:
        where = " AND ".join(f"{column} = %s" for column in key)
        connection.exec_driver_sql(f"DELETE FROM {table} WHERE {where}", list(rows))
        return
    same = " AND ".join(f"{table}.{column} = given.{column}" for column in key)
    with _given(connection, table, key, rows) as given:
        connection.exec_driver_sql(f"DELETE FROM {table} USING {given} AS given WHERE {same}")


@contextmanager
def _given(
    connection: sa.Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[object, ...]]
) -> Iterator[str]:
    """The name of a table of this transaction that holds the rows."""
    name = f"given_{table}"
    connection.exec_driver_sql(
        f"CREATE TEMPORARY TABLE {name} ON COMMIT DROP AS SELECT {', '.join(columns)} FROM {table} WITH NO DATA"
    )
    _copy(connection, f"{name} ({', '.join(columns)})", rows)
    yield name
    connection.exec_driver_sql(f"DROP TABLE {name}")  # a save writes to the same table more than once


def _copy(connection: sa.Connection, into: str, rows: Iterable[tuple[object, ...]]) -> None:
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def fill(connection: sa.Connection, table: str, columns: Sequence[str], rows: Iterable[tuple[object, ...]]) -> None:
    """All rows of a table that is empty; its numbers go on after the last one."""
    names = ", ".join(f'"{column}"' for column in columns)
    _copy(connection, f'"{table}" ({names})', rows)
    if "id" in columns and (own := connection.scalar(_SEQUENCE, {"table": table})):
        last = connection.exec_driver_sql(f'SELECT MAX(id) FROM "{table}"').scalar()
        connection.execute(
            sa.text("SELECT setval(:own, :last, :used)"), {"own": own, "last": last or 1, "used": last is not None}
        )


@contextmanager
def in_any_order(connection: sa.Connection) -> Iterator[None]:
    """Whether rows refer to others that are there is looked at after the block, at once: row by row takes minutes."""
    keys = connection.execute(_FOREIGN_KEYS).all()
    for key in keys:
        connection.exec_driver_sql(f'ALTER TABLE {key.owner} DROP CONSTRAINT "{key.name}"')
    yield
    for key in keys:
        connection.exec_driver_sql(f'ALTER TABLE {key.owner} ADD CONSTRAINT "{key.name}" {key.definition}')


_FOREIGN_KEYS = sa.text(
    "SELECT conrelid::regclass::text AS owner, conname AS name, pg_get_constraintdef(oid) AS definition"
    " FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY 1, 2"
)
_SEQUENCE = sa.text("SELECT pg_get_serial_sequence(:table, 'id')")


def without_timeout(connection: sa.Connection) -> None:
    """In this transaction no statement is ended by time."""
    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")


def others(connection: sa.Connection) -> int:
    """How many other connections of this program there are to the database."""
    return int(connection.scalar(_OTHERS) or 0)


_OTHERS = sa.text(
    "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'banyue'"
    " AND pid <> pg_backend_pid()"
)


def before_upgrade(store: sa.Engine, at: str, head: str | None) -> None:
    """Raises StoreError: only pg_dump can keep what is there, and only the engineer can run it."""
    raise StoreError(
        _(
            "The database has schema {at}, this program needs {head}. It is changed only after a dump:\n"
            "1. stop every server\n2. {dump}\n3. python -m lib upgrade --dumped"
        ).format(at=at, head=head, dump=backup.dump_command(store))
    )


def after_upgrade(connection: sa.Connection) -> None:
    """Texts are compared by code points, as SQLite does, whatever collation the database was made with.

    Of our own tables alone: in the schema may stand what other programs keep, such as views of an extension.
    """
    other: dict[str, list[str]] = {}
    for table, column in connection.execute(_OTHER_ORDER, {"ours": list(Base.metadata.tables)}):
        other.setdefault(table, []).append(f'ALTER COLUMN "{column}" TYPE VARCHAR COLLATE "C"')
    for table, changes in other.items():
        connection.exec_driver_sql(f'ALTER TABLE "{table}" {", ".join(changes)}')


_OTHER_ORDER = sa.text(
    "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
    " AND data_type IN ('character varying', 'text') AND collation_name IS DISTINCT FROM 'C'"
    " AND table_name IN :ours ORDER BY table_name, ordinal_position"
).bindparams(sa.bindparam("ours", expanding=True))
