"""A newer program brings the schema up to date: a backup first, then all of it or nothing."""

import sqlite3

import pytest
from alembic import command

from lib.kept import backup, store
from lib.kept.history_check import check_history
from lib.kept.store import schema
from lib.kept.yardstick import closings
from lib.ledger.door.renew import renew_after_upgrade
from lib.words.errors import StoreError
from lib.words.half_months import HalfMonth
from lib.words.settings import settings
from tests.conftest import Small, head, opened

pytestmark = pytest.mark.sqlite  # before an upgrade the file is backed up; PostgreSQL: test_postgresql.py


def state(file) -> tuple[str, list[str]]:
    """The schema, and which of the new tables are there."""
    with backup.opened(file) as connection:
        at = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        return at, [table for table in ("more", "still_more") if table in backup.row_counts(connection)]


def test_backup_of_the_old_schema_comes_before_the_upgrade(small, newer):
    file, old = backup.database_file(small.engine), head()
    before = small.all("SELECT * FROM observation")
    newer()
    store.migrate(small.engine)
    assert state(file) == ("test2", ["more", "still_more"])
    (made,) = backup.kept(file)
    assert made.why == "upgrade"
    assert state(made.file) == (old, [])
    with opened(made.file) as engine, store.reading(engine) as connection:
        assert [tuple(row) for row in connection.exec_driver_sql("SELECT * FROM observation")] == before


def test_nothing_to_upgrade_needs_no_backup(small, tmp_path):
    store.migrate(small.engine)
    assert backup.kept(backup.database_file(small.engine)) == []


def test_new_database_needs_no_backup(tmp_path, newer):
    newer()
    with opened(tmp_path / "new.db") as engine:
        store.migrate(engine)
    assert state(tmp_path / "new.db") == ("test2", ["more", "still_more"])
    assert not (tmp_path / "backups").exists()


def test_without_a_backup_the_schema_stays_as_it_is(small, newer, caplog):
    file, old = backup.database_file(small.engine), head()
    (file.parent / "backups").write_text("no folder")
    newer()
    with pytest.raises(StoreError, match="先备份才能升级(.|\n)*备份失败"):
        store.migrate(small.engine)
    assert state(file) == (old, [])


def test_upgrade_that_fails_leaves_the_old_schema_whole(small, newer):
    file, old = backup.database_file(small.engine), head()
    newer("op.execute('INSERT INTO no_such_table VALUES (1)')")
    with pytest.raises(Exception, match="no_such_table"):
        store.migrate(small.engine)
    assert state(file) == (old, [])
    newer()
    store.migrate(small.engine)
    assert state(file) == ("test2", ["more", "still_more"])


def test_nobody_saves_between_the_backup_and_the_upgrade(small, newer, monkeypatch):
    file, tried = backup.database_file(small.engine), []
    back_up = backup.back_up

    def then_try_to_save(*given: object) -> backup.Backup:
        made = back_up(*given)
        other = sqlite3.connect(file, timeout=0, isolation_level=None)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("UPDATE revision SET number = number + 1")
        other.close()
        tried.append(made)
        return made

    monkeypatch.setattr(backup, "back_up", then_try_to_save)
    newer()
    store.migrate(small.engine)
    assert len(tried) == 1


# What a database of the program before this reads after the upgrade ----------------------------------------------


DERIVED = (
    "SELECT level, indicator_id, unit_id, total, n, part, whole, change FROM rollup WHERE half_month = ?"
    " ORDER BY 1, 2, 3"
)


# until 0021 each cell of the history was a row
BY_CELL = (
    "INSERT INTO main.value_change (batch_id, half_month, unit_id, indicator_id, before, after, carried)"
    " SELECT batch_id, half_month, unit_id, json_extract(cell.value, '$[0]'), json_extract(cell.value, '$[1]'),"
    " json_extract(cell.value, '$[2]'), COALESCE(json_extract(cell.value, '$[3]'), 0)"
    " FROM now.value_change, json_each(cells) cell"
)


@pytest.fixture
def before_0004(small, tmp_path):
    """The small store as schema 0003 held it: every row, in the tables and columns that there were."""
    file, now = tmp_path / "before.db", backup.database_file(small.engine)
    with opened(file) as engine, store.writing(engine) as connection:
        command.upgrade(schema._config(connection), "0003")
    with backup.opened(file, "mode=rw") as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("ATTACH ? AS now", (str(now),))
        connection.execute("DELETE FROM revision")
        tables = connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            names = [row[1] for row in connection.execute(f"PRAGMA main.table_info({table})")]
            if table == "value_change":
                connection.execute(BY_CELL)
            elif table not in ("alembic_version", "sqlite_sequence"):
                columns = ", ".join(f'"{name}"' for name in names)
                connection.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM now.{table}")
        connection.execute("UPDATE rollup SET part = 77 WHERE part IS NOT NULL")  # as other rules had it
        connection.commit()
    return file


def test_upgrade_keeps_every_value_and_renews_what_follows_by_the_new_rules(small, before_0004):
    june, july = (HalfMonth.parse(text) for text in ("2023-06-2", "2023-07-1"))
    small_rows = {table: small.all(f"SELECT * FROM {table} ORDER BY 1, 2, 3") for table in ("observation", "batch")}
    with backup.opened(before_0004, "mode=rw") as connection:
        key = "SELECT id FROM unit WHERE level = 'village' ORDER BY id LIMIT 1"
        [(unit,)] = connection.execute(key)
        [(indicator,)] = connection.execute("SELECT id FROM indicator WHERE code = 'boards_removed'")
        connection.execute("INSERT INTO observation VALUES (?, ?, ?, 4, 0, 1)", (july.ordinal, unit, indicator))
        connection.commit()
    with opened(before_0004) as engine:
        store.migrate(engine, then=renew_after_upgrade)
        upgraded = Small(engine, small.reference)
        parts = "SELECT DISTINCT part FROM rollup WHERE half_month = ? AND part IS NOT NULL ORDER BY 1"
        assert (77,) not in upgraded.all(parts, june.ordinal)
        assert upgraded.all(DERIVED, june.ordinal) == small.all(DERIVED, june.ordinal)
        assert upgraded.all(parts, july.ordinal) == [(4,)]
        assert upgraded.all("SELECT DISTINCT since FROM target") == [(0,)]
        assert len(upgraded.all("SELECT * FROM target")) == len(small.all("SELECT * FROM target"))
        *before, (_id, _at, _actor, kind, *_more) = upgraded.all("SELECT * FROM batch ORDER BY 1, 2, 3")
        # what was not in the history, as the value above, stands in it from then on
        assert before == small_rows["batch"] and kind == "upgrade"
        assert check_history(engine)[1] == []
        kept = upgraded.all("SELECT * FROM observation WHERE half_month < ? ORDER BY 1, 2, 3", july.ordinal)
        assert kept == small_rows["observation"]
        with store.reading(engine) as connection:
            judged = closings(connection)[june.ordinal]
        assert judged.behind == settings().lights.behind
        assert judged.schedules["01"] == (june.ordinal - 1, july.ordinal + 1)
        assert judged.goals["mechanisms_cut_pct"] == "50"
