"""A start that is killed in the middle of an upgrade: the old schema is whole, and the next start ends the work."""

import os
import signal
import subprocess
import sys
import time

import pytest

from lib.kept import backup, store
from lib.server.commands.check import differences
from lib.words.settings import ROOT
from tests.conftest import head
from tests.kept.test_upgrade import state

pytestmark = pytest.mark.sqlite  # about the file

UPGRADE = (
    "import sys; from pathlib import Path; from lib.kept import store; store.schema.MIGRATIONS = Path(sys.argv[1]);"
    "store.migrate(store.connect(sys.argv[2]))"
)


def upgrading(engine, flag) -> "subprocess.Popen[bytes]":
    """A child that upgrades; it returns when the child has written both revisions and waits before its commit."""
    child = subprocess.Popen([sys.executable, "-c", UPGRADE, store.schema.MIGRATIONS, str(engine.url)], cwd=ROOT)
    for _tenth in range(600):
        if flag.exists():
            return child
        assert child.poll() is None
        time.sleep(0.1)
    raise TimeoutError


def test_upgrade_that_is_killed_rolls_back_and_is_done_by_the_next_start(small, newer, tmp_path):
    file, old, flag = backup.database_file(small.engine), head(), tmp_path / "both written"
    # enough pages that some have left SQLite's cache for the disk
    enough, many = store.sqlite.CACHE_KILOBYTES // 4 + 5000, ", ".join(["observation"] * 3)
    newer(
        f"op.execute('CREATE TABLE heavy AS SELECT randomblob(4000) FROM {many} LIMIT {enough}');"
        f"import pathlib, time; pathlib.Path({str(flag)!r}).touch(); time.sleep(60)"
    )
    child = upgrading(small.engine, flag)
    written = backup.beside(file, "wal").stat().st_size
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    assert written > 1_000_000
    assert state(file) == (old, [])
    assert differences(small.engine) == []
    assert [made.why for made in backup.kept(file)] == ["upgrade"]
    newer()
    store.migrate(small.engine)
    assert state(file) == ("test2", ["more", "still_more"])
    assert differences(small.engine) == []
