"""Backups: whole copies of one state, checked, kept for days; loud when they fail; and what stops a start."""

import errno
import logging
import shutil
import sqlite3
import threading
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from lib.kept import backup, store
from lib.kept.backup import every_day, making, notes
from lib.server.commands.check import differences
from lib.words import settings
from lib.words.errors import StoreError
from tests.conftest import VILLAGES, opened

pytestmark = pytest.mark.sqlite  # a backup is a copy of the file


@pytest.fixture
def file(small):
    """The database of the small store."""
    return backup.database_file(small.engine)


@pytest.fixture
def plan(decide):
    """plan(keep_days=2) decides in config.toml's place; what it does not name is as it is without config.toml."""
    return lambda **values: decide(backup=dict(settings.Backup(**values)))


@pytest.fixture
def full_disk(monkeypatch):
    usage = SimpleNamespace(total=10**12, used=10**12 - 1_000_000, free=1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _where: usage)


def names(folder) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def made_at(file, at: datetime) -> backup.Backup:
    """A backup of the database with the moment of another day in its name and note."""
    to = backup.folder(file) / f"{file.stem}-{at:%Y%m%d-%H%M%S}.db"
    to.parent.mkdir(exist_ok=True)
    shutil.copyfile(file, to)
    old = backup.Backup(to, at, "daily", to.stat().st_size, backup.sha256(to), {})
    notes.write_note(old)
    return old


# A whole copy ---------------------------------------------------------------------------------------------------


def test_backup_has_every_row_and_is_one_sound_file_with_its_checksum(small, file):
    made = backup.back_up(small.engine)
    assert made.file.parent == file.parent / "backups"
    with backup.opened(made.file) as copy, backup.opened(file) as source:
        assert backup.fault(copy) == ""
        assert backup.row_counts(copy) == backup.row_counts(source) == made.rows
        for table in made.rows:
            assert (
                copy.execute(f"SELECT * FROM {table}").fetchall() == source.execute(f"SELECT * FROM {table}").fetchall()
            )
    assert (made.size, made.sha256) == (made.file.stat().st_size, backup.sha256(made.file))
    assert names(made.file.parent) == [made.file.name, f"{made.file.name}.json"]
    assert backup.kept(file) == [made]


def test_name_tells_the_hour_of_the_offices_clock(small):
    before = datetime.now(ZoneInfo("Asia/Shanghai")).replace(microsecond=0)
    name = backup.back_up(small.engine).file.name
    told = datetime.strptime(name, "small-%Y%m%d-%H%M%S.db").replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    assert before <= told <= datetime.now(UTC)


def test_what_is_saved_while_the_copy_is_made_is_not_in_it(small, monkeypatch):
    """The rows are counted and the pages copied in one state, though a save comes between."""
    count = making.row_counts

    def count_then_save(connection: sqlite3.Connection) -> dict[str, int]:
        counted = count(connection)
        monkeypatch.setattr(making, "row_counts", count)
        small.save(small.change(VILLAGES[0], "boards_removed", 9))
        return counted

    monkeypatch.setattr(making, "row_counts", count_then_save)
    made = backup.back_up(small.engine)
    assert made.rows["batch"] == small.one("SELECT COUNT(*) FROM batch") - 1
    assert small.value(VILLAGES[0], "boards_removed") == 9
    with opened(made.file) as engine:
        assert differences(engine) == []


def test_every_backup_beside_a_busy_writer_is_consistent(small):
    stop = threading.Event()

    def save_on() -> None:
        value = None
        while not stop.is_set():
            small.save(*(small.change(unit, "boards_removed", (value or 0) + 1, value) for unit in VILLAGES))
            value = (value or 0) + 1

    writer = threading.Thread(target=save_on)
    writer.start()
    try:
        made = [backup.back_up(small.engine) for _each in range(6)]
    finally:
        stop.set()
        writer.join()
    for each in made:
        with opened(each.file) as engine:
            assert differences(engine) == []
            with store.reading(engine) as connection:
                assert connection.exec_driver_sql("SELECT COUNT(*) FROM batch").scalar() == each.rows["batch"]
    assert made[-1].rows["batch"] > made[0].rows["batch"]  # nobody had to wait for the end


def test_two_backups_in_one_second_are_two_files(small, file, monkeypatch):
    now = datetime(2026, 3, 1, 2, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    monkeypatch.setattr(settings.Settings, "now", lambda _self: now)
    two = [backup.back_up(small.engine), backup.back_up(small.engine)]
    assert [each.file.name for each in two] == ["small-20260301-023000.db", "small-20260301-023001.db"]
    assert backup.kept(file) == two[::-1]


def test_backup_to_a_file_or_folder_of_ones_own(small, file, tmp_path):
    usb = tmp_path / "usb"
    usb.mkdir()
    assert backup.back_up_to(small.engine, usb / "mine.db").file == usb / "mine.db"
    assert backup.back_up_to(small.engine, usb).file.name.startswith("small-20")
    before = (usb / "mine.db").read_bytes()
    with pytest.raises(StoreError, match="没有覆盖"):
        backup.back_up_to(small.engine, usb / "mine.db")
    assert (usb / "mine.db").read_bytes() == before
    assert backup.kept(file) == []
    with pytest.raises(StoreError, match="备份失败"):
        backup.back_up_to(small.engine, tmp_path / "not there" / "mine.db")


def test_log_says_who_asked(small, caplog):
    caplog.set_level(logging.INFO, logger="banyue")
    backup.back_up(small.engine, by="联席办 王工")
    assert "made (asked by 联席办 王工)" in caplog.text


def test_backup_is_no_more_readable_than_the_database(small, file):
    file.chmod(0o600)
    assert backup.back_up(small.engine).file.stat().st_mode & 0o777 == 0o600


def test_postgresql_is_refused_with_the_command_that_does_it():
    url = sa.make_url("postgresql+psycopg://office:geheim@db.local/banyue")
    elsewhere = SimpleNamespace(url=url, dialect=SimpleNamespace(name="postgresql"))
    for refused in (backup.back_up, lambda store: backup.back_up_to(store, "x.db")):
        with pytest.raises(StoreError) as said:
            refused(elsewhere)
        assert "pg_dump --format=custom --file=banyue.dump --dbname=postgresql://office@db.local/banyue" in str(
            said.value
        )
    assert backup.make_when_due(elsewhere) is None


# Failures are loud ----------------------------------------------------------------------------------------------


def test_too_little_room_is_refused_loudly_and_leaves_nothing(small, file, full_disk, caplog):
    with pytest.raises(StoreError, match="只剩 1 MB，需要 5. MB"):
        backup.back_up(small.engine)
    assert names(backup.folder(file)) == []
    assert "只剩 1 MB" in backup.last_failure(file).reason
    assert [record.levelname for record in caplog.records if "FAILED" in record.message] == ["ERROR"]


def test_damaged_database_is_not_backed_up_and_older_backups_stay(small, file, plan):
    plan(keep_days=1)
    old = [made_at(file, datetime.now(UTC) - timedelta(days=days)) for days in (5, 6, 7, 8)]
    small.engine.dispose()
    damage(file, page=3)
    with pytest.raises(StoreError, match="可能已损坏|自相矛盾|详见日志"):
        backup.back_up(small.engine)
    assert [each.file for each in backup.kept(file)] == [each.file for each in old]
    assert backup.last_failure(file)


def damage(file, page: int) -> None:
    """One page of zeros."""
    with file.open("rb+") as content:
        content.seek((page - 1) * 4096)
        content.write(bytes(4096))


def test_copy_with_other_rows_than_the_database_is_refused(small, file, monkeypatch):
    copied = making._copied

    def lose_a_row(*given: object) -> dict[str, int]:
        rows = copied(*given)
        copy = sqlite3.connect(given[1])
        copy.execute("DELETE FROM target WHERE unit_id = (SELECT MIN(unit_id) FROM target)")
        copy.commit()
        copy.close()
        return rows

    monkeypatch.setattr(making, "_copied", lose_a_row)
    with pytest.raises(StoreError, match="不一致：target$"):
        backup.back_up(small.engine)
    assert names(backup.folder(file)) == []


def test_folder_that_cannot_be_written_is_said(small, file):
    (file.parent / "backups").write_text("no folder")
    with pytest.raises(StoreError, match="备份失败：.*backups：那里有一个同名的文件"):
        backup.back_up(small.engine)
    assert "同名的文件" in backup.last_failure(file).reason


@pytest.mark.parametrize(
    "error, said",
    [
        pytest.param(
            OSError(errno.ENOSPC, "No space left", "/mnt/b.part"), "/mnt/b.part：磁盘已满，请腾出空间", id="full"
        ),
        pytest.param(PermissionError(errno.EACCES, "no", "/mnt"), "/mnt：当前用户没有权限", id="forbidden"),
        pytest.param(OSError(errno.EROFS, "ro", "/mnt"), "/mnt：磁盘是只读的", id="read-only"),
        pytest.param(OSError(errno.EIO, "io", "/mnt"), "/mnt：磁盘报错，可能正在损坏", id="failing"),
        pytest.param(
            OSError(errno.ELOOP, "Too many levels", "/mnt"), f"/mnt：系统错误 {errno.ELOOP}，详见日志", id="another"
        ),
        pytest.param(
            sqlite3.OperationalError("database or disk is full"), "磁盘已满，请腾出空间", id="full while copying"
        ),
    ],
)
def test_reason_is_said_in_words_that_help(small, file, monkeypatch, error, said):
    def fail(*_given: object) -> None:
        raise error

    monkeypatch.setattr(making, "_copied", fail)
    with pytest.raises(StoreError) as failed:
        backup.back_up(small.engine)
    assert str(failed.value) == f"备份失败：{said}"


def test_folder_on_a_disk_that_is_not_mounted_is_not_made(small, file, plan, tmp_path):
    plan(folder=str(tmp_path / "other disk" / "banyue"))
    with pytest.raises(StoreError, match="other disk/banyue：不存在"):
        backup.back_up(small.engine)
    assert not (tmp_path / "other disk").exists()
    (tmp_path / "other disk" / "banyue").mkdir(parents=True)
    assert backup.back_up(small.engine).file.parent == tmp_path / "other disk" / "banyue"


def test_success_ends_the_trouble(small, file, full_disk, monkeypatch):
    with pytest.raises(StoreError):
        backup.back_up(small.engine)
    monkeypatch.undo()
    backup.back_up(small.engine)
    assert backup.last_failure(file) is None


def test_remains_of_a_killed_backup_are_cleared_away_by_the_next(small, file):
    folder = backup.folder(file)
    folder.mkdir()
    for ending in (".part", ".part-wal", ".part-shm", ".json", ".json.part"):
        (folder / f"small-20260301-023000.db{ending}").write_bytes(b"half")
    (folder / "somebody.part").write_bytes(b"not ours")
    made = backup.back_up(small.engine)
    assert names(folder) == sorted([made.file.name, f"{made.file.name}.json", "somebody.part"])


# Kept for days --------------------------------------------------------------------------------------------------


def test_old_ones_go_but_never_the_last_three(small, file, plan):
    plan(keep_days=10)
    now = datetime.now(UTC)
    for days in (1, 9, 11, 20):
        made_at(file, now - timedelta(days=days))
    backup.back_up(small.engine)
    assert [(now - each.at).days for each in backup.kept(file)][1:] == [1, 9]
    plan(keep_days=1)
    backup.back_up(small.engine)
    assert len(backup.kept(file)) == 3


def test_only_own_backups_go(small, file, plan):
    plan(keep_days=1)
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    ours = [made_at(file, long_ago + timedelta(days=day)) for day in range(4)]
    folder = backup.folder(file)
    others = ["small-old-20200101-000000.db", "small-20200101-000000.db.bak", "small-2020.db", "big-20200101-000000.db"]
    for name in others:
        shutil.copyfile(ours[0].file, folder / name)
    backup.back_up(small.engine)
    assert not any(each.file.exists() for each in ours[:2])
    assert all((folder / name).exists() for name in others)


def test_damaged_backup_does_not_count_among_the_last_three(small, file, plan):
    plan(keep_days=1)
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    good = [made_at(file, long_ago + timedelta(days=day)) for day in range(3)]
    bad = made_at(file, long_ago + timedelta(days=4))
    bad.file.write_bytes(b"cut short")
    made = backup.back_up(small.engine)
    assert [each.file for each in backup.kept(file)] == [made.file, good[2].file, good[1].file]
    assert backup.newest(file) == made


def test_note_that_cannot_be_read_is_named_in_the_log(small, file, caplog):
    made = backup.back_up(small.engine)
    backup.note_of(made.file).write_text('{"at": "yesterday"}')
    assert backup.kept(file) == []
    assert backup.note_of(made.file).name in caplog.text


# Every day ------------------------------------------------------------------------------------------------------

OFFICE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    "last, now, due",
    [
        pytest.param(None, "2026-03-05 01:00", True, id="there is none yet"),
        pytest.param("2026-03-04 02:30", "2026-03-05 02:29", False, id="a minute before"),
        pytest.param("2026-03-04 02:30", "2026-03-05 02:30", True, id="at the hour"),
        pytest.param("2026-03-05 02:31", "2026-03-05 23:59", False, id="made this night"),
        pytest.param("2026-03-04 09:00", "2026-03-05 08:00", True, id="computer was off at night"),
        pytest.param("2026-03-05 01:00", "2026-03-05 03:00", True, id="somebody asked for one before the hour"),
        pytest.param("2027-01-01 00:00", "2026-03-05 03:00", True, id="clock was wrong when it was made"),
    ],
)
def test_due_once_after_each_time_the_clock_shows_the_hour(file, last, now, due):
    if last:
        made_at(file, datetime.fromisoformat(last).replace(tzinfo=OFFICE))
    assert backup.is_due(file, datetime.fromisoformat(now).replace(tzinfo=OFFICE)) is due


def test_daily_backup_is_made_once(small):
    assert backup.make_when_due(small.engine).why == "daily"
    assert backup.make_when_due(small.engine) is None


def test_daily_backup_is_made_by_one_of_several_processes(small, file):
    with backup.place.locked(backup.beside(file, "daily-lock")) as other:
        assert other
        assert backup.make_when_due(small.engine) is None
    assert backup.make_when_due(small.engine)


def test_no_daily_backup_where_the_office_does_without(small, plan):
    plan(daily=False)
    assert backup.make_when_due(small.engine) is None


def test_daily_backup_that_failed_is_tried_again_after_half_an_hour(small, file, full_disk, monkeypatch):
    assert backup.make_when_due(small.engine) is None
    failed = backup.last_failure(file)
    monkeypatch.undo()
    assert backup.make_when_due(small.engine) is None
    assert not backup.is_due(file, failed.at + timedelta(minutes=29))
    assert backup.is_due(file, failed.at + timedelta(minutes=30))


def test_bug_in_the_daily_backup_is_loud_too(small, file, monkeypatch, caplog):
    monkeypatch.setattr(every_day, "back_up", lambda *_given: 1 / 0)
    assert backup.make_when_due(small.engine) is None
    assert backup.last_failure(file).reason == "程序出错，详见日志"
    (logged,) = (record for record in caplog.records if record.levelno == logging.ERROR and record.exc_info)
    assert isinstance(logged.exc_info[1], ZeroDivisionError)


def test_overdue_is_what_is_older_than_two_days(file, plan):
    assert not backup.overdue(file)
    made_at(file, datetime.now(UTC) - timedelta(days=2, minutes=1))
    assert backup.overdue(file)
    plan(daily=False)
    assert not backup.overdue(file)
    plan()
    made_at(file, datetime.now(UTC) - timedelta(hours=47))
    assert not backup.overdue(file)


# Before a start -------------------------------------------------------------------------------------------------


def cut(file) -> None:
    with file.open("rb+") as content:
        content.truncate(file.stat().st_size // 2)


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(cut, id="cut short"),
        pytest.param(lambda file: file.write_bytes(b"\xffgarbage" * 20_000), id="garbage"),
        pytest.param(lambda file: damage(file, page=7), id="page of zeros"),
        pytest.param(lambda file: damage(file, page=1), id="head of zeros"),
    ],
)
def test_damaged_database_stops_the_start_with_the_command_that_mends_it(small, file, harm):
    made = backup.back_up(small.engine)
    small.engine.dispose()
    harm(file)
    before = file.read_bytes()
    with pytest.raises(StoreError) as said:
        backup.check_before_start(small.engine)
    assert f"{file} 已损坏" in str(said.value)
    assert f"python -m lib restore {made.file}" in str(said.value)
    assert settings.settings().clock(made.at) in str(said.value)
    assert file.read_bytes() == before


def test_without_a_backup_the_start_says_where_it_looked(small, file):
    small.engine.dispose()
    cut(file)
    with pytest.raises(StoreError) as said:
        backup.check_before_start(small.engine)
    assert f"{file.parent / 'backups'} 里没有完好的备份" in str(said.value)


@pytest.mark.parametrize("left", ["", None], ids=["empty", "missing"])
def test_database_that_is_gone_is_not_begun_anew_where_there_are_backups(small, file, left):
    backup.check_before_start(small.engine)  # sound
    made = backup.back_up(small.engine)
    small.engine.dispose()
    file.unlink()
    if left is not None:
        file.write_text(left)
    with pytest.raises(StoreError) as said:
        backup.check_before_start(small.engine)
    assert f"python -m lib restore {made.file}" in str(said.value)
    assert "python -m lib init" in str(said.value)
    assert file.exists() == (left is not None)


@pytest.mark.parametrize("left", ["", None], ids=["empty", "missing"])
def test_first_start_has_nothing_to_look_for(tmp_path, left):
    file = tmp_path / "banyue.db"
    if left is not None:
        file.write_text(left)
    with opened(file) as engine:
        backup.check_before_start(engine)
    assert (file.read_text() if file.exists() else None) == left  # nothing was made or touched


def test_empty_file_beside_a_log_with_changes_was_a_database(small, file):
    small.engine.dispose()
    file.write_bytes(b"")
    backup.beside(file, "wal").write_bytes(b"changes")
    with pytest.raises(StoreError, match="是空的"):
        backup.check_before_start(small.engine)
