"""The database: settings that are in force, writers that lose nothing, and plain sentences when it is in trouble."""

import sqlite3
import threading

import pytest
import sqlalchemy as sa
from alembic import command

from lib.kept import store
from lib.words.errors import StoreError


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "pragma, value",
    [("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 1), ("busy_timeout", 30_000)],
)
def test_pragma_is_in_force_on_every_connection(empty, pragma, value):
    with empty.connect() as one, empty.connect() as another:
        assert {each.exec_driver_sql(f"PRAGMA {pragma}").scalar() for each in (one, another)} == {value}


def test_folder_of_the_database_is_made_when_missing(tmp_path):
    engine = store.connect(f"sqlite:///{tmp_path / 'not' / 'yet' / 'banyue.db'}")
    store.migrate(engine)
    engine.dispose()
    assert (tmp_path / "not" / "yet" / "banyue.db").exists()


def test_writers_that_read_first_lose_nothing(empty):
    """BEGIN IMMEDIATE: of two transactions that read and then write, the second waits before it reads."""
    each, threads = 40, []

    def raise_often() -> None:
        for _time in range(each):
            with store.writing(empty) as connection:
                number = store.revision(connection)
                connection.execute(sa.text("UPDATE revision SET number = :n"), {"n": number + 1})

    before = number(empty)
    for _thread in range(4):
        threads.append(threading.Thread(target=raise_often))
        threads[-1].start()
    for thread in threads:
        thread.join()
    assert number(empty) == before + 4 * each


def number(engine: sa.Engine) -> int:
    with store.reading(engine) as connection:
        return store.revision(connection)


def test_reader_sees_one_state_while_another_saves(empty):
    with store.reading(empty) as reader:
        before = store.revision(reader)
        with store.writing(empty) as writer:
            store.raise_revision(writer)
        assert store.revision(reader) == before
    assert number(empty) == before + 1


def test_revision_rises_only_with_a_save_that_holds(empty):
    before = number(empty)
    with pytest.raises(RuntimeError), store.writing(empty) as connection:
        assert store.raise_revision(connection) == before + 1
        raise RuntimeError
    assert number(empty) == before


# In trouble -----------------------------------------------------------------------------------------------------


@pytest.mark.sqlite
def test_busy_database_gives_a_sentence(empty):
    impatient = store.connect(str(empty.url))
    sa.event.listen(impatient, "connect", lambda raw, _record: raw.execute("PRAGMA busy_timeout = 50"))
    number(impatient)
    other = sqlite3.connect(empty.url.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError) as busy, store.writing(impatient) as connection:
        store.raise_revision(connection)
    other.execute("ROLLBACK")
    other.close()
    impatient.dispose()
    assert "30 秒" in str(busy.value)
    assert "没有保存任何数据" in str(busy.value)


@pytest.mark.sqlite
def test_readers_read_on_while_somebody_writes(empty):
    before = number(empty)
    other = sqlite3.connect(empty.url.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE revision SET number = number + 1")
    assert number(empty) == before
    other.execute("ROLLBACK")
    other.close()


def test_file_that_is_no_database_is_left_as_it_is(tmp_path):
    file = tmp_path / "banyue.db"
    file.write_bytes(b"this is no database " * 500)
    engine = store.connect(f"sqlite:///{file}")
    with pytest.raises(StoreError, match="备份"):
        store.migrate(engine)
    engine.dispose()
    assert file.read_bytes() == b"this is no database " * 500


@pytest.mark.sqlite
def test_full_disk_gives_a_sentence(empty):
    with pytest.raises(StoreError, match="磁盘"), store.writing(empty) as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        connection.exec_driver_sql("INSERT INTO stored_file VALUES ('x', zeroblob(10000000))")


@pytest.mark.sqlite
def test_bug_is_no_trouble_of_the_database(empty):
    with pytest.raises(sa.exc.OperationalError, match="no such table"), store.reading(empty) as connection:
        connection.exec_driver_sql("SELECT * FROM no_table")


# Schema ---------------------------------------------------------------------------------------------------------


def test_newer_schema_is_refused_and_left_as_it_is(empty):
    with store.writing(empty) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="9999"):
        store.migrate(empty)
    with store.reading(empty) as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == "9999"


def test_migrating_twice_changes_nothing(empty):
    def stands() -> tuple[object, ...]:
        tables = sa.MetaData()
        tables.reflect(empty)
        with store.reading(empty) as connection:
            counts = {name: connection.scalar(sa.select(sa.func.count()).select_from(table))
                      for name, table in tables.tables.items()}  # fmt: skip
            version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return version, number(empty), counts, {name: table.columns.keys() for name, table in tables.tables.items()}

    before = stands()
    store.migrate(empty)
    assert stands() == before


def test_failed_migration_leaves_nothing_behind(tmp_path, monkeypatch):
    engine = store.connect(f"sqlite:///{tmp_path / 'banyue.db'}")
    upgrade = command.upgrade

    def fail_at_the_end(*args: object) -> None:
        upgrade(*args)
        raise RuntimeError("the power failed")

    monkeypatch.setattr(command, "upgrade", fail_at_the_end)
    with pytest.raises(RuntimeError):
        store.migrate(engine)
    with store.reading(engine) as connection:
        assert sa.inspect(connection).get_table_names() == []
    monkeypatch.undo()
    store.migrate(engine)
    engine.dispose()


# Bulk -----------------------------------------------------------------------------------------------------------


def test_bulk_writes_every_row(empty):
    with store.writing(empty) as connection:
        store.insert(connection, "stored_file", ("sha256", "content"), [(str(n), b"x") for n in range(1000)])
        store.insert(connection, "stored_file", ("sha256", "content"), [])
    with store.reading(empty) as connection:
        assert connection.exec_driver_sql("SELECT COUNT(*) FROM stored_file").scalar() == 1000


@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 200, 201])
def test_bulk_gives_rows_that_are_there_the_new_values(empty, count):
    with store.writing(empty) as connection:
        store.insert(connection, "unit_rollup", _MEAN, [(1, 1, at, 0, 0, 0, 0, 0) for at in range(0, count, 3)])
        store.insert(connection, "unit_rollup", _MEAN, [(1, 1, at, at, 0, 0, 0, 0) for at in range(count)], _MEAN[:3])
        assert store.all_rows(connection, "SELECT unit_id, percent FROM unit_rollup ORDER BY 1") == [
            (at, at) for at in range(count)
        ]


_MEAN = ("level", "half_month", "unit_id", "percent", "expected", "gap", "tasks", "done")
