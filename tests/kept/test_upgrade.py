"""A newer program brings the schema up to date: a backup first, then all of it or nothing."""

import sqlite3

import pytest

from lib.kept import backup, store
from lib.words.errors import StoreError
from tests.conftest import head, opened

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
