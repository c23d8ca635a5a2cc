"""The real server on a damaged database: it ends with the way out, and leaves the file as it is."""

import os
import shutil
import subprocess
import sys

import pytest

from lib.kept import backup
from lib.words.settings import ROOT

pytestmark = pytest.mark.sqlite  # about the file


def test_server_does_not_start_on_a_damaged_database(small, tmp_path):
    made = backup.back_up(small.engine)
    small.engine.dispose()
    file = backup.database_file(small.engine)
    with file.open("rb+") as content:
        content.truncate(100_000)
    shutil.copyfile(file, tmp_path / "before")
    done = subprocess.run(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", "0"],
        cwd=ROOT,
        env=os.environ | {"BANYUE_DATABASE_URL": str(small.engine.url), "BANYUE_LOG_FILE": str(tmp_path / "log")},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1
    assert f"数据库文件 {file} 已损坏" in done.stderr
    assert f"    python -m lib restore {made.file}\n" in done.stderr
    assert "Traceback" not in done.stderr
    assert "the server does not start" in (tmp_path / "log").read_text(encoding="utf-8")
    assert file.read_bytes() == (tmp_path / "before").read_bytes()
