"""`check`: what is derived equals what it follows from, and the database is sound.

Everything is recomputed in transactions that are taken back, one for each half month, so that others can save between.
"""

import argparse
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import sqlalchemy as sa

from lib.kept.history_check import check_history
from lib.kept.printed import code_of_paper, printed
from lib.kept.said_by_databases import of_sqlite
from lib.kept.store import reading, writing
from lib.ledger import rollup
from lib.ledger.door.closed import closed_half_months
from lib.ledger.door.reports import recount
from lib.server.commands.database import ready
from lib.show.boards.checked import printed_sentence
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _

ROWS_NAMED = 5  # rows that differ are named up to so many a table and half month, and counted beyond


@dataclass(frozen=True)
class Derived:
    """A derived table: `columns` are compared, `where` picks rows, `name` is SQL that names a row to people."""

    table: str
    name: str
    columns: str = "*"
    where: str = "TRUE"


_UNIT = "(SELECT code FROM unit WHERE id = unit_id)"
ANCESTRY = Derived("ancestry", f"{_UNIT} || ' < ' || (SELECT code FROM unit WHERE id = ancestor_id)")
SUBMISSION = Derived(
    "submission", "form || ' ' || county_code", "half_month, form, county_code, asked, filled, carried", "filled > 0"
)
COUNTED = Derived("counted_task", "level || ' ' || (SELECT code FROM task WHERE id = task_id)")
_OF_A_HALF_MONTH = (
    Derived("rollup", f"{_UNIT} || ' ' || (SELECT code FROM indicator WHERE id = indicator_id)"),
    Derived("task_rollup", f"{_UNIT} || ' ' || (SELECT code FROM task WHERE id = task_id)"),
    Derived("unit_rollup", _UNIT),
)


# of a closed half month the sums: by what they were judged then, only its closing knows
_CLOSED = (
    replace(
        _OF_A_HALF_MONTH[0],
        columns="level, half_month, indicator_id, unit_id, total, n",
        where="indicator_id IN (SELECT id FROM indicator WHERE rollup = 'sum')",
    ),
)


def run(given: argparse.Namespace) -> bool:
    """Print what differs; True when nothing does. With a code from paper also whether the history up to it does."""
    code = code_of_paper(given.code) if given.code else ""
    store = ready()
    sentences = [*differences(store), *_not_as_printed(store, code)]
    for sentence in sentences:
        print(sentence)
    print(_("{count} differences").format(count=len(sentences)) if sentences else _("Everything agrees"))
    return not sentences


def _not_as_printed(store: sa.Engine, code: str) -> Iterator[str]:
    """A code of which the history is no longer the one that was printed; of one that holds it is printed so."""
    if not code:
        return
    paper = printed(store, code)
    if paper.act is None or paper.found:
        yield printed_sentence(paper)
    else:
        print(printed_sentence(paper))


def differences(store: sa.Engine, half_months: Collection[int] | None = None) -> list[str]:
    """What is not as it should be, in sentences; `half_months` (ordinals) narrows the roll-ups that are recomputed."""
    with reading(store) as connection:
        sentences = list(_sound(connection))
        every = list(connection.execute(_HALF_MONTHS).scalars())
    _check, in_history = check_history(store)
    sentences += in_history
    for half_month in every if half_months is None else sorted(half_months):
        with _taken_back(store) as connection:
            sentences += _rollups(connection, half_month)
    with _taken_back(store) as connection:
        sentences += _differ(connection, SUBMISSION, recount)
        sentences += _differ(connection, ANCESTRY, rollup.ancestry)
        sentences += _differ(connection, COUNTED, rollup.renew_counted)
    return sentences


_HALF_MONTHS = sa.text(
    "SELECT half_month FROM observation UNION SELECT half_month FROM task_progress"
    " UNION SELECT half_month FROM rollup UNION SELECT half_month FROM task_rollup"
    " UNION SELECT half_month FROM unit_rollup ORDER BY half_month"
)


def _sound(connection: sa.Connection) -> Iterator[str]:
    """What SQLite finds in its own file; PostgreSQL holds to its foreign keys by itself."""
    if connection.dialect.name != "sqlite":
        return
    damages = [text for (text,) in connection.exec_driver_sql("PRAGMA integrity_check") if text != "ok"]
    for words in dict.fromkeys(map(of_sqlite, damages)):
        yield _("The file is damaged: {text}").format(text=words)
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield _("{table}: row {row} refers to nothing in {other}").format(table=row[0], row=row[1], other=row[2])


def _rollups(connection: sa.Connection, half_month: int) -> Iterator[str]:
    # the keys of these tables begin with the level: without one all half months would be read through
    where = f"level IN (0, 1, 2, 3) AND half_month = {half_month}"
    closed = half_month in closed_half_months(connection)
    wanted = _CLOSED if closed else _OF_A_HALF_MONTH
    tables = [replace(derived, where=f"{derived.where} AND {where}") for derived in wanted]
    for derived in tables:
        _keep(connection, derived)
        connection.exec_driver_sql(f"DELETE FROM {derived.table} WHERE {derived.where}")
    rollup.recompute_all(connection, [half_month])
    for derived in tables:
        yield from _differing(connection, derived, HalfMonth(half_month))


def _differ(connection: sa.Connection, derived: Derived, renew: Callable[[sa.Connection], None]) -> Iterator[str]:
    _keep(connection, derived)
    renew(connection)
    yield from _differing(connection, derived)


def _keep(connection: sa.Connection, derived: Derived) -> None:
    """A copy of the rows as they are kept; it goes with the transaction."""
    connection.exec_driver_sql(
        f"CREATE TEMPORARY TABLE kept_{derived.table} AS"
        f" SELECT {derived.columns} FROM {derived.table} WHERE {derived.where}"
    )


def _differing(connection: sa.Connection, derived: Derived, half_month: HalfMonth | None = None) -> Iterator[str]:
    """One sentence where the copy and what was recomputed differ."""
    copy = f"SELECT * FROM kept_{derived.table}"
    now = f"SELECT {derived.columns} FROM {derived.table} WHERE {derived.where}"
    rows = connection.exec_driver_sql(
        f"SELECT DISTINCT {derived.name} AS name FROM (SELECT * FROM ({copy} EXCEPT {now}) AS gone"
        f" UNION ALL SELECT * FROM ({now} EXCEPT {copy}) AS come) AS differs ORDER BY name"
    )
    if names := [str(name) for (name,) in rows]:
        shown = "; ".join(names[:ROWS_NAMED]) + (" …" if len(names) > ROWS_NAMED else "")
        place = f"{derived.table} {half_month}" if half_month else derived.table
        yield _("{table}: {count} rows differ from what was recomputed: {names}").format(
            table=place, count=len(names), names=shown
        )


class _TakenBack(Exception):
    """Ends a transaction without keeping anything of it."""


@contextmanager
def _taken_back(store: sa.Engine) -> Iterator[sa.Connection]:
    try:
        with writing(store) as connection:
            yield connection
            raise _TakenBack
    except _TakenBack:
        pass
