"""A restore that is killed before any of its steps leaves the old database or the new one, whole."""

import shutil
import signal
from collections import Counter

import pytest

from lib.kept import backup
from tests.conftest import VILLAGES
from tests.kept.test_restore import contents
from tests.reliability.acts import restore_until

pytestmark = pytest.mark.sqlite  # about the file


def test_restore_that_is_killed_leaves_the_old_database_or_the_new(processes, small, tmp_path):
    file = backup.database_file(small.engine)
    made = backup.back_up(small.engine)
    small.save(small.change(VILLAGES[0], "boards_removed", 9))  # stands only in the log beside the file
    outcomes: Counter[str] = Counter()
    for step in range(1, 100):
        mine = tmp_path / f"step{step}" / "banyue.db"
        mine.parent.mkdir()
        for ending in ("", "-wal"):
            shutil.copyfile(f"{file}{ending}", f"{mine}{ending}")
        child = processes.Process(target=restore_until, args=(f"sqlite:///{mine}", made.file, step))
        child.start()
        child.join()
        batches = contents(mine)["batch"][0] - made.rows["batch"]
        outcomes["old" if batches == 1 else "new"] += 1
        assert contents(mine) == contents(file if batches else made.file)
        if child.exitcode == 0:
            break
        assert child.exitcode == -signal.SIGKILL
    print(f"killed before each of {step - 1} steps: {dict(outcomes)}")
    assert outcomes["old"] > 10 and outcomes["new"] > 1
