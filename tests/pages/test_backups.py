"""管理·备份: what is kept, one more at a click, and a failure that nobody overlooks."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from lib.kept import backup
from lib.kept.backup import notes
from lib.show.boards.backups import backup_board, backup_trouble

pytestmark = pytest.mark.sqlite  # a backup is a copy of the file

OFFICE = {"name": "联席办 李四"}


@pytest.fixture
def engine(small):
    return small.engine


@pytest.fixture
def file(engine):
    return backup.database_file(engine)


def backups(visit, engine, **query):
    return visit(engine, "admin", who=OFFICE, view="备份", **query)


def test_without_a_backup_the_page_says_when_one_comes(visit, engine):
    text = backups(visit, engine).text
    assert "还没有备份 每天 02:30 自动备份" in text
    assert "保留 30 天" in text


def test_click_makes_a_backup_that_stands_in_the_list(visit, engine, file):
    page = backups(visit, engine)
    page.button("立即备份").click()
    page.run()
    (made,) = backup.kept(file)
    assert f"已备份并核对 {made.file.name}" in page.text
    assert f"手动 ✓ 已核对 {made.file.name} {made.size / 1e3:.1f} KB {made.total:,}" in page.text


def test_backup_that_failed_is_said_once_and_on_every_view(visit, engine, file):
    page = backups(visit, engine)
    (file.parent / "backups").write_text("no folder")
    page.button("立即备份").click()
    page.run()
    assert page.text.count("备份失败") == 1
    assert "同名的文件，请先移走 目前还没有完好的备份。" in page.text
    for view in ("半月", "历史"):
        assert "备份失败" in visit(engine, "admin", who=OFFICE, view=view).text
    assert 'role="alert"' in page.markup


def test_good_backup_ends_the_banner(visit, engine, file):
    notes.note_failure(file, "磁盘已满")
    assert "备份失败：磁盘已满" in backups(visit, engine).text
    backup.back_up(engine)
    assert "备份失败" not in backups(visit, engine).text


def test_no_backup_for_two_days_is_an_error_too(visit, engine, file):
    made = backup.back_up(engine)
    at = datetime.now(UTC) - timedelta(days=3)
    notes.write_note(backup.Backup(made.file, at, "daily", made.size, made.sha256, made.rows))
    assert "已有两天没有备份 最近一份完好的备份是" in backups(visit, engine).text


def test_backup_that_was_changed_is_marked(visit, engine):
    made = backup.back_up(engine)
    made.file.write_bytes(b"cut short")
    text = backups(visit, engine).text
    assert "■ 之后有变动" in text
    assert "1 份备份都已不完好" in text


def test_page_says_it_in_english(visit, engine):
    backup.back_up(engine)
    text = visit(engine, "admin", who=OFFICE, view="Backups", language="English").text
    assert "asked for ✓ checked" in text


def test_postgresql_has_tools_of_its_own(engine):
    url = engine.url.set(drivername="postgresql+psycopg", host="db.local", database="banyue")
    elsewhere = SimpleNamespace(url=url, dialect=SimpleNamespace(name="postgresql"))
    assert "pg_dump" in backup_board(elsewhere)
    assert backup_trouble(elsewhere) == ""
