"""Going back to a backup: the drill on an empty machine, what is refused, and what becomes of the present database."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from lib.kept import backup
from lib.kept.restore import restore
from lib.server.commands.check import differences
from lib.words.errors import StoreError
from lib.words.settings import ROOT
from tests.conftest import VILLAGES, opened, sign_in

pytestmark = pytest.mark.sqlite  # a backup takes the place of the file

LEFT_OVER = ("-restore", "-restore-wal", "-restore-shm", "-wal", "-journal")


@pytest.fixture
def file(small) -> Path:
    """The database of the small store."""
    return backup.database_file(small.engine)


@pytest.fixture
def made(small) -> backup.Backup:
    """A backup of the small store, after which somebody saved one more value."""
    made = backup.back_up(small.engine)
    small.save(small.change(VILLAGES[0], "boards_removed", 9))
    return made


def contents(file: Path) -> dict[str, tuple[int, str]]:
    """Of each table the number of its rows, and a checksum over every value in them."""
    found = {}
    with backup.opened(file) as connection:
        for table in backup.row_counts(connection):
            checksum, count = hashlib.sha256(), 0
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                checksum.update(repr(row).encode())
                count += 1
            found[table] = (count, checksum.hexdigest())
    return found


def lib(database: Path, *arguments: object, expect: int = 0) -> str:
    """What `python -m lib …` says on this database, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "lib", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"BANYUE_DATABASE_URL": f"sqlite:///{database}"},
        capture_output=True,
        timeout=120,
    )
    said = (done.stdout + done.stderr).decode()
    assert "Traceback" not in said, said
    assert done.returncode == expect, said
    return said


# The drill ------------------------------------------------------------------------------------------------------


@pytest.mark.long
def test_drill_on_an_empty_machine(demo_copy, tmp_path):
    """Back up by command, carry the one file elsewhere, restore by command: every row of every table is the same."""
    here = backup.database_file(demo_copy)
    demo_copy.dispose()
    usb, there = tmp_path / "usb", tmp_path / "another machine" / "data" / "banyue.db"
    usb.mkdir()
    said = lib(here, "backup", "--to", usb / "banyue.db")
    before = contents(here)
    assert f"{len(before)} 张表共 {sum(count for count, _sum in before.values()):,} 行" in said
    (usb / "banyue.db.json").unlink()  # whoever carries it takes the one file
    said = lib(there, "restore", usb / "banyue.db")
    assert contents(there) == before
    assert {table: count for table, (count, _sum) in before.items()} == said_rows(said)


def said_rows(said: str) -> dict[str, int]:
    """The rows by table as the command prints them."""
    words = [line.split() for line in said.splitlines()]
    return {pair[0]: int(pair[1].replace(",", "")) for pair in words if len(pair) == 2 and pair[0].isidentifier()}


def test_restored_database_is_the_backup_and_the_present_one_is_kept_whole(small, file, made):
    present = contents(file)
    restored = restore(small.engine, made.file)
    assert contents(file) == contents(made.file)
    assert small.value(VILLAGES[0], "boards_removed") is None
    assert contents(restored.aside) == present
    assert restored.aside.name.startswith("small.db-before-restore-20")
    assert (restored.rows, restored.later) == (made.rows, 1)
    assert restored.last_batch == made.rows["batch"]
    assert differences(small.engine) == []


def test_what_stands_only_in_the_log_is_kept_aside_too(small, file, made):
    """The server was killed: the last save is in the write-ahead log and not in the file."""
    killed = file.with_name("killed.db")
    for ending in ("", "-wal"):
        shutil.copyfile(f"{file}{ending}", f"{killed}{ending}")
    with opened(killed) as engine:
        restored = restore(engine, made.file)
    with backup.opened(restored.aside) as aside:
        assert aside.execute("SELECT COUNT(*) FROM batch").fetchone()[0] == made.rows["batch"] + 1
    assert contents(killed) == contents(made.file)


def test_raw_copy_with_its_log_is_restored_whole(small, file, made, tmp_path):
    """Somebody copied the files of a running server: banyue.db and banyue.db-wal."""
    copy = tmp_path / "copy.db"
    for ending in ("", "-wal"):
        shutil.copyfile(f"{file}{ending}", f"{copy}{ending}")
    with opened(tmp_path / "new" / "banyue.db") as engine:
        restored = restore(engine, copy)
        assert restored.rows["batch"] == made.rows["batch"] + 1


@pytest.mark.parametrize("left", [b"\xffgarbage" * 5000, b"", None], ids=["damaged", "empty", "missing"])
def test_damaged_or_missing_database_is_replaced(small, file, made, left):
    small.engine.dispose()
    for each in file.parent.glob("small.db-*"):
        each.unlink()
    file.unlink()
    if left is not None:
        file.write_bytes(left)
    restored = restore(small.engine, made.file)
    assert contents(file) == contents(made.file)
    assert (restored.aside.read_bytes() if restored.aside else None) == left
    assert restored.later is None


def test_damaged_database_is_kept_aside_with_its_log_untouched(small, file, made):
    small.engine.dispose()
    file.write_bytes(b"\xffgarbage" * 5000)
    backup.beside(file, "wal").write_bytes(b"what was saved last")
    restored = restore(small.engine, made.file)
    assert backup.beside(restored.aside, "wal").read_bytes() == b"what was saved last"
    assert contents(file) == contents(made.file)


def test_log_without_its_database_does_not_spoil_the_restored_one(small, file, made):
    small.engine.dispose()
    file.unlink()
    backup.beside(file, "wal").write_bytes(b"of a database that is gone")
    restore(small.engine, made.file)
    assert contents(file) == contents(made.file)
    (aside,) = file.parent.glob("small.db-wal-before-restore-*")
    assert aside.read_bytes() == b"of a database that is gone"


def test_nothing_is_left_of_the_work_and_the_file_is_the_owners(small, file, made):
    restore(small.engine, made.file)
    assert not any(Path(f"{file}{ending}").exists() for ending in LEFT_OVER)
    assert file.stat().st_mode & 0o777 == 0o600


def test_everybody_is_signed_out(small, file):
    for name in ("联席办 李四", "望谟县 王五"):
        sign_in(small.engine, name)
    made = backup.back_up(small.engine)
    assert restore(small.engine, made.file).sessions == 2
    assert small.one("SELECT COUNT(*) FROM session") == 0
    with backup.opened(made.file) as copy:
        assert copy.execute("SELECT COUNT(*) FROM session").fetchone()[0] == 2


def test_backup_of_an_older_program_is_brought_up_to_date(small, file, made, newer):
    newer()
    restored = restore(small.engine, made.file)
    assert (restored.rows["more"], restored.rows["still_more"]) == (2, 2)
    assert [each.file for each in backup.kept(file)] == [made.file]  # the old one is the backup


# Refused --------------------------------------------------------------------------------------------------------


def no_database(file: Path) -> None:
    file.write_text("半月,单位代码\n")


def cut(file: Path) -> None:
    with file.open("rb+") as content:
        content.truncate(file.stat().st_size // 2)


def page_of_zeros(file: Path) -> None:
    with file.open("rb+") as content:
        content.seek(4096 * 6)
        content.write(bytes(4096))


def execute(*statements: str):
    def harm(file: Path) -> None:
        connection = sqlite3.connect(file)
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.close()

    return harm


@pytest.mark.parametrize(
    "harm, said",
    [
        pytest.param(Path.unlink, "没有 .* 这个文件", id="not there"),
        pytest.param(no_database, "不完好（不是 SQLite 数据库）", id="no database"),
        pytest.param(lambda file: file.write_bytes(b""), "不是半月调度台的数据库", id="empty"),
        pytest.param(cut, "不完好", id="cut short"),
        pytest.param(page_of_zeros, "不完好", id="page of zeros"),
        pytest.param(execute("DROP TABLE revision"), "不是半月调度台的数据库", id="another program's"),
        pytest.param(execute("DROP TABLE rollup"), "缺少这些表：rollup", id="without a table"),
        pytest.param(execute("UPDATE alembic_version SET version_num = '9999'"), "9999", id="of a newer program"),
        pytest.param(
            execute("PRAGMA foreign_keys = OFF", "DELETE FROM batch WHERE id = 1"),
            "不完好（.*batch 不存在）",
            id="broken reference",
        ),
    ],
)
def test_file_that_cannot_be_restored_is_refused_and_nothing_changes(small, file, made, harm, said):
    backup.note_of(made.file).unlink()
    harm(made.file)
    before = contents(file)
    with pytest.raises(StoreError, match=said):
        restore(small.engine, made.file)
    assert contents(file) == before
    assert not any(Path(f"{file}{ending}").exists() for ending in LEFT_OVER[:3])
    assert not list(file.parent.glob("*before-restore*"))


def test_value_that_changed_in_the_backup_is_found_by_its_checksum(small, file, made):
    """A flipped bit in a number leaves a sound database: only the note knows."""
    execute("UPDATE revision SET number = number + 1")(made.file)
    with pytest.raises(StoreError, match="SHA-256"):
        restore(small.engine, made.file)


def test_database_itself_is_no_backup_of_itself(small, file):
    with pytest.raises(StoreError, match="就是数据库本身"):
        restore(small.engine, file)


def test_too_little_room_is_said_before_anything_is_copied(small, file, made, monkeypatch):
    before = contents(file)
    monkeypatch.setattr(shutil, "disk_usage", lambda _where: SimpleNamespace(free=10_000_000))
    with pytest.raises(StoreError, match="只剩 10 MB"):
        restore(small.engine, made.file)
    assert contents(file) == before


def test_postgresql_is_refused_with_the_command_that_does_it():
    url = sa.make_url("postgresql+psycopg://office:geheim@db.local/banyue")
    elsewhere = SimpleNamespace(url=url, dialect=SimpleNamespace(name="postgresql"))
    with pytest.raises(StoreError, match="pg_restore --clean --if-exists banyue.dump --dbname=postgresql://office@db"):
        restore(elsewhere, Path("banyue.dump"))


# In use ---------------------------------------------------------------------------------------------------------

USE = (
    "import sys, time; from lib.kept import backup, store\n"
    "with backup.in_use(store.connect(sys.argv[1])): print('in use', flush=True); time.sleep(60)"
)


def using(engine) -> "subprocess.Popen[str]":
    """A process that uses the database as a server does."""
    child = subprocess.Popen(
        [sys.executable, "-c", USE, str(engine.url)], cwd=ROOT, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    assert child.stdout and child.stdout.readline() == "in use\n"
    return child


def test_restore_waits_for_nobody_and_says_that_the_server_runs(small, file, made):
    servers = [using(small.engine), using(small.engine)]  # several share it
    for server in servers:
        with pytest.raises(StoreError, match="停止所有服务"):
            restore(small.engine, made.file)
        server.kill()  # its lock goes with it
        server.communicate()
    restore(small.engine, made.file)
    assert contents(file) == contents(made.file)


def test_nobody_begins_while_a_restore_runs(small, file):
    with backup.out_of_use(small.engine):
        assert "数据库正在恢复" in lib(file, "check", expect=1)
    assert differences(small.engine) == []
