"""Locks between processes: two real ones, on one file."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lib.kept.locks import locked
from lib.words.settings import ROOT

HOLD = """
import sys, time
from pathlib import Path
from lib.kept.locks import locked
with locked(Path(sys.argv[1]), shared=sys.argv[2] == "shared") as free:
    print(free, flush=True)
    time.sleep(float(sys.argv[3]))
"""


@contextmanager
def somebody(file: Path, how: str, seconds: float = 60) -> Iterator["subprocess.Popen[str]"]:
    """Another process that holds the lock."""
    command = [sys.executable, "-c", HOLD, str(file), how, str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout
        assert process.stdout.readline() == "True\n"
        yield process
        process.kill()


@pytest.mark.parametrize(("theirs", "mine", "free"), [
    ("alone", False, False), ("alone", True, False), ("shared", False, False), ("shared", True, True),
])  # fmt: skip
def test_lock_is_held_alone_or_shared(tmp_path, theirs, mine, free):
    with somebody(tmp_path / "lock", theirs), locked(tmp_path / "lock", shared=mine) as found:
        assert found is free


def test_lock_of_who_was_killed_is_free(tmp_path):
    with somebody(tmp_path / "lock", "alone") as process:
        process.kill()
        process.wait()
        with locked(tmp_path / "lock") as free:
            assert free


def test_lock_is_waited_for(tmp_path):
    with somebody(tmp_path / "lock", "alone", 0.5):
        start = time.monotonic()
        with locked(tmp_path / "lock", wait=True) as free:
            assert free
            assert time.monotonic() - start > 0.2


def test_lock_can_be_taken_again_once_it_was_let_go(tmp_path):
    for _time in range(2):
        with locked(tmp_path / "lock") as free:
            assert free


def test_lock_that_cannot_be_made_is_an_error_of_the_system(tmp_path):
    with pytest.raises(OSError), locked(tmp_path / "nowhere" / "lock"):
        raise AssertionError("it was held")
