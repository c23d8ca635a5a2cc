"""Database, backups and log are their owner's alone, whatever the umask of the account that runs the program."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.kept import backup, store
from lib.kept.private import keep_private
from lib.kept.restore import restore
from lib.words.settings import ROOT

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
LOG = "import logging; from lib.kept import logs; logs.set_up(); logging.getLogger('banyue').warning('said')"


@pytest.fixture(autouse=True)
def _anybody_may_read_what_is_made() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A new database in a folder of its own, with its write-ahead log."""
    return tmp_path / "kept" / "banyue.db"


def test_database_its_log_and_its_folder_are_the_owners(database):
    engine = store.connect(f"sqlite:///{database}")
    store.migrate(engine)
    with store.writing(engine):
        assert mode(database) == 0o600
        assert [mode(each) for each in database.parent.glob("*-wal")] == [0o600]
        assert [mode(each) for each in database.parent.glob("*-shm")] == [0o600]
    assert mode(database.parent) == 0o700
    engine.dispose()


def test_database_that_others_could_read_is_shut_when_it_is_opened(tmp_path):
    file = tmp_path / "banyue.db"
    sqlite3.connect(file).close()
    file.chmod(0o644)
    engine = store.connect(f"sqlite:///{file}")
    with store.reading(engine):
        assert mode(file) == 0o600
    engine.dispose()


def test_file_that_is_kept_private_keeps_its_day(tmp_path):
    file = tmp_path / "banyue.db"
    file.write_text("kept")
    os.utime(file, (1, 1))
    keep_private(file)
    assert (mode(file), file.stat().st_mtime, file.read_text()) == (0o600, 1, "kept")


def test_backup_its_note_and_what_is_restored_from_it_are_the_owners(database, tmp_path):
    engine = store.connect(f"sqlite:///{database}")
    store.migrate(engine)
    made = backup.back_up(engine)
    assert {mode(each) for each in made.file.parent.iterdir()} == {0o600}
    assert mode(made.file.parent) == 0o700
    made.file.chmod(0o644)
    restore(engine, made.file)
    assert mode(database) == 0o600
    engine.dispose()


def test_log_is_the_owners_from_its_first_line_and_after_it_turned_over(tmp_path):
    file = tmp_path / "logs" / "banyue.log"
    turned = f"from lib.kept import logs; logs.MEGABYTES = 1e-6; {LOG}; logging.getLogger('banyue').warning('again')"
    for script in (LOG, turned):
        environment = os.environ | {"BANYUE_LOG_FILE": str(file)}
        subprocess.run([sys.executable, "-c", script], env=environment, check=True, cwd=ROOT, timeout=60)
    written = [each for each in file.parent.iterdir() if each.suffix != ".lock"]
    assert len(written) > 1
    assert {mode(each) for each in written} == {0o600}
    assert mode(file.parent) == 0o700
