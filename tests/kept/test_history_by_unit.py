"""Schema 0021: the rows of single cells become rows of units; nothing of what they say is lost, the chain holds."""

import pytest
import sqlalchemy as sa
from alembic import command

from lib.kept import store
from lib.kept.history_check import check_history
from lib.kept.store import kind, schema
from lib.ledger.access import engineer
from lib.ledger.door import undo
from lib.ledger.door.renew import renew_after_upgrade
from tests.conftest import VILLAGES, Small, opened, opened_at

BY_CELL = ("batch_id", "half_month", "unit_id", "indicator_id", "before", "after", "carried")
DERIVED = ("rollup", "task_rollup", "unit_rollup", "ancestry", "counted_task")  # made anew after every upgrade


@pytest.fixture
def older(small, on, request, tmp_path):
    """An empty database of schema 0020, of the same kind as the small store."""
    if on == "sqlite":
        with opened(tmp_path / "older.db") as engine:
            yield _at_0020(engine)
        return
    server = request.getfixturevalue("postgresql")
    with opened_at(server.copy("template1")) as engine:
        yield _at_0020(engine)
    server.drop(engine.url)


def _at_0020(engine: sa.Engine) -> sa.Engine:
    with store.writing(engine) as connection:
        command.upgrade(schema._config(connection), "0020")
    return engine


def by_cell(small: Small) -> list[tuple]:
    """The history of values as schema 0020 held it, a row for each cell."""
    batches = [batch for (batch,) in small.all("SELECT id FROM batch ORDER BY id")]
    return [(batch, *cell) for batch in batches for cell in small.history(batch)]


def put(small: Small, older: sa.Engine) -> None:
    """What the small store holds, in the tables and columns that schema 0020 had."""
    cells = by_cell(small)
    with store.reading(small.engine) as now, store.writing(older) as then, kind(then).in_any_order(then):
        for table in set(sa.inspect(then).get_table_names()).difference(DERIVED, ["alembic_version"]):
            names = [column["name"] for column in sa.inspect(then).get_columns(table)]
            columns = ", ".join(f'"{name}"' for name in names)
            rows = cells if table == "value_change" else now.exec_driver_sql(f'SELECT {columns} FROM "{table}"')
            then.exec_driver_sql(f'DELETE FROM "{table}"')
            kind(then).fill(then, table, BY_CELL if table == "value_change" else names, [tuple(row) for row in rows])


def test_upgrade_keeps_every_cell_of_the_history_and_its_seals(small, older):
    first, second = VILLAGES[:2]
    small.save(small.change(first, "boards_removed", 7), small.change(second, "boards_removed", -4, at="2023-07-1"))
    small.save(small.change(VILLAGES[2], "boards_removed", 3), kind="carry")
    small.save(small.change(VILLAGES[2], "boards_removed", 10**15, 3), small.change(first, "boards_outside", 0))
    small.save(small.change(first, "boards_removed", None, 7), small.target(second, "boards_removed", 9, 6))
    undo(small.engine, small.one("SELECT MAX(id) FROM batch"), engineer("李四"))
    before = by_cell(small)
    assert any(carried for *_cell, carried in before) and any(half_month <= 0 for _batch, half_month, *_cell in before)
    put(small, older)
    store.migrate(older, backed_up=True, then=renew_after_upgrade)
    upgraded = Small(older, small.reference)
    assert by_cell(upgraded) == before
    everything = "SELECT batch_id, half_month, unit_id, n, cells FROM value_change ORDER BY 1, 2, 3"
    assert upgraded.all(everything) == small.all(everything)  # to the letter as the program writes them
    assert check_history(older)[1] == []
    assert upgraded.all("SELECT * FROM batch ORDER BY id") == small.all("SELECT * FROM batch ORDER BY id")
