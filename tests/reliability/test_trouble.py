"""A full disk and a lock that somebody holds: a plain sentence, nothing saved, and all works again after."""

import os
import shutil
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.kept import store
from lib.kept.store import sqlite, waiting
from lib.ledger.access import engineer
from lib.ledger.door import Act, save
from lib.server.commands.check import differences
from lib.words.errors import StoreError
from tests.conftest import VILLAGES

pytestmark = pytest.mark.sqlite  # locks and room of the file; PostgreSQL: test_postgresql.py


@pytest.fixture
def small_disk(tmp_path) -> Iterator[Path]:
    """A disk of two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only root may mount a small disk; tests/kept/test_store.py fills one by SQLite's own limit")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def state(engine) -> list:
    with store.reading(engine) as connection:
        tables = ("batch", "observation", "rollup", "submission", "revision", "stored_file")
        return [connection.exec_driver_sql(f"SELECT * FROM {table}").all() for table in tables]


def test_full_disk_says_so_and_works_again_when_there_is_room(small, small_disk):
    shutil.copyfile(small.engine.url.database, small_disk / "banyue.db")
    engine = store.connect(f"sqlite:///{small_disk / 'banyue.db'}")
    before, said, saves = state(engine), [], 0
    ballast = small_disk / "ballast"
    for room in (0, 20_000, 60_000, 120_000, 250_000):
        used = shutil.disk_usage(small_disk)
        ballast.write_bytes(b"x" * max(used.free - room, 0))
        act = Act(engineer("张三"), "upload", content=os.urandom(400_000))
        changes = [small.change(code, "boards_removed", 4) for code in VILLAGES]
        with pytest.raises(StoreError) as full:
            save(engine, act, changes)
        said.append(str(full.value))
        ballast.unlink()
        assert state(engine) == before
        saves += 1
    assert all("磁盘" in sentence and "没有保存任何数据" in sentence for sentence in said)
    save(engine, act, changes)
    assert differences(engine) == []
    print(f"{saves} saves on a full disk, each with its sentence; the next one with room was saved")
    engine.dispose()


def test_lock_of_another_is_waited_for_and_then_said(small, monkeypatch):
    for module in (waiting, sqlite):
        monkeypatch.setattr(module, "BUSY_SECONDS", 1)
    small.engine.dispose()  # a connection takes it when it is made
    other = sqlite3.connect(small.engine.url.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    with pytest.raises(StoreError) as busy:
        small.save(small.change(VILLAGES[0], "boards_removed", 4))
    waited = time.monotonic() - began
    other.execute("ROLLBACK")
    other.close()
    assert 0.7 <= waited < 5
    assert "1 秒" in str(busy.value) and "没有保存任何数据" in str(busy.value)
    small.save(small.change(VILLAGES[0], "boards_removed", 4))
    print(f"busy was said after {waited:.1f} s")


def test_lock_that_ends_in_time_is_not_noticed(small):
    other = sqlite3.connect(small.engine.url.database, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.3, other.execute, ["ROLLBACK"])
    release.start()
    small.save(small.change(VILLAGES[0], "boards_removed", 4))
    release.join()
    other.close()
    assert small.value(VILLAGES[0], "boards_removed") == 4
