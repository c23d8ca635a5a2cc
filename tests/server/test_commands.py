"""The engineer's commands: what they print, and 0, 1 or 2 at the end.

Two run in a process of their own, one that prints a table and one that is refused; the others, which begin and end as
these do, in the long run alone (`once`), for a process takes as long as twenty commands.
"""

import csv
import getpass
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from lib.kept import store
from lib.kept.store import sqlite, waiting
from lib.review import seed
from lib.review.seed import MECHANISM
from lib.server.commands import main, start
from lib.words.settings import CONFIG, ROOT
from tests.conftest import SOAK, opened
from tests.review.test_several import archive

GOOD = (
    "半月,单位代码,清理机构牌子,现有外部标牌,现有规范标识,上年工作机制,现有工作机制\n"
    "2023-07-1,522326101001,4,4,2,10,5\n"
    "2023-07-1,522326101002,0,5,,10,6\n"
)
BAD = GOOD.replace(",4,4,2,", ",4,四,2,").replace(",0,5,", ",五,5,")


@dataclass(frozen=True)
class Office:
    """A database in a folder of its own, and what the commands say of it."""

    folder: Path
    captured: pytest.CaptureFixture[bytes]

    @property
    def database(self) -> Path:
        return self.folder / "banyue.db"

    def real(self, *arguments: object, expect: int = 0) -> str:
        """What `python -m lib …` prints, in a process of its own; no traceback, whatever happens."""
        done = subprocess.run(
            [sys.executable, "-m", "lib", *map(str, arguments)],
            cwd=ROOT,
            env=os.environ | {"BANYUE_DATABASE_URL": f"sqlite:///{self.database}"},
            capture_output=True,
            timeout=120,
        )
        said = (done.stdout + done.stderr).decode("utf-8-sig")
        assert "Traceback" not in said, said
        assert done.returncode == expect, said
        return said

    def once(self, *arguments: object, expect: int = 0) -> str:
        """`real` in the long run, `run` in the suite."""
        return (self.real if SOAK else self.run)(*arguments, expect=expect)

    def run(self, *arguments: object, expect: int = 0) -> str:
        """The same within this process, twenty times as fast."""
        try:
            end = main([str(argument) for argument in arguments])
        except SystemExit as exit:  # argparse's own
            end = exit.code
        printed = self.captured.readouterr()
        said = (printed.out + printed.err).decode("utf-8-sig")
        assert end == expect, said
        return said

    def file(self, text: str, name: str = "望谟县.csv") -> Path:
        (self.folder / name).write_text(text, encoding="utf-8")
        return self.folder / name

    def all(self, query: str) -> list[tuple]:
        connection = sqlite3.connect(self.database)
        rows = connection.execute(query).fetchall()
        connection.close()
        return rows


@pytest.fixture
def none(tmp_path, monkeypatch, capsysbinary) -> Iterator[Office]:
    """No database at all."""
    with opened(tmp_path / "banyue.db") as engine:
        monkeypatch.setattr(store, "engine", lambda: engine)
        shutil.copyfile(CONFIG, tmp_path / "config.toml")
        monkeypatch.setattr(start, "CONFIG", tmp_path / "config.toml")
        yield Office(tmp_path, capsysbinary)


@pytest.fixture
def office(small_file, none) -> Office:
    """The small store."""
    shutil.copyfile(small_file, none.database)
    return none


# init -----------------------------------------------------------------------------------------------------------


def test_own_database_has_the_mechanism_alone_and_never_gets_the_demo(none):
    said = none.run("init", "--empty")  # in a process of its own it would change the settings of all tests
    assert f"载入了 {len(MECHANISM)} 个文件" in said
    assert "已从 config.toml 删去演示用的日期" in said
    before, after = (file.read_text(encoding="utf-8").splitlines() for file in (CONFIG, none.folder / "config.toml"))
    assert [line for line in before if line not in after] == [line for line in before if line.startswith("today = ")]
    tables = ("indicator", "form", "department", "task", "published", "unit", "target", "half_month")
    full = {table for table in tables if none.all(f"SELECT 1 FROM {table} LIMIT 1")}
    assert full == {"indicator", "form", "department", "task", "published"}
    assert seed.load(store.engine()) == 0  # what app.py does at its start
    with store.reading(store.engine()) as connection:
        assert not seed.is_demo(connection)
    again = none.run("init", "--empty")
    assert "载入了 0 个文件" in again and "calendar.today" in again  # here the demo's day still holds
    assert "请另选数据库" in none.run("init", "--demo", expect=1)


def test_own_database_takes_units_targets_and_values_to_the_first_closing(none):
    none.run("init", "--empty")
    units = [line for line in (ROOT / "data/units.csv").read_text(encoding="utf-8").splitlines() if line]
    few = [units[0], *(line for line in units[1:] if line.startswith(("5223,", "522301,", "522301001")))][:8]
    none.run("import", none.file("\n".join(few)), "--table", "unit", "--as", "王工")
    village = few[-1].split(",")[0]
    none.run("import", none.file(f"unit_code,boards_removed\n{village},9\n", "targets.csv"), "--table", "target")
    none.run("half-month", "open", "2024年1月上半月")
    none.run("export", "village_cleanup", "--to", none.folder / "form.csv")
    header, *rows = csv.reader((none.folder / "form.csv").read_text(encoding="utf-8-sig").splitlines())
    filled = [row[:3] + ["4"] + [""] * (len(row) - 4) for row in rows if row[1] == village]
    none.run("import", none.file("\n".join(map(",".join, [header, *filled]))), "--form", "village_cleanup")
    assert none.all("SELECT value, (SELECT value FROM target) FROM observation") == [(4, 9)]
    assert none.all("SELECT actor FROM batch WHERE sha256 IS NOT NULL ORDER BY id LIMIT 1") == [("王工",)]
    assert "没有保存任何数据" in none.run("half-month", "close", "2024-01-1", expect=1)
    assert "仍为缺报" in none.run("half-month", "close", "2024-01-1", "--unfinished")
    assert "全部一致" in none.run("check")


def test_database_with_data_is_not_made_an_empty_one(office):
    before = office.all("SELECT COUNT(*) FROM batch")
    assert "已有数据" in office.run("init", "--empty", expect=1)
    assert office.all("SELECT COUNT(*) FROM batch") == before


def test_demo_that_is_loaded_is_not_loaded_again(demo_file, none):
    shutil.copyfile(demo_file, none.database)
    assert "载入了 0 个文件" in none.run("init", "--demo")


# import ---------------------------------------------------------------------------------------------------------


def test_good_file_is_saved_once_and_said_in_json(office):
    file = office.file(GOOD)
    said = json.loads(office.once("import", file, "--as", "王工", "--json"))
    assert (said["saved"], said["changes"], said["new"], said["blank"], said["problems"]) == (True, 9, 9, 1, [])
    assert office.all(f"SELECT actor, kind, file_name FROM batch WHERE id = {said['batch']}") == [
        ("王工", "upload", "望谟县.csv")
    ]
    again = json.loads(office.run("import", file, "--json"))
    assert (again["saved"], again["changes"], again["unchanged"]) == (False, 0, 9)
    assert "没有保存任何数据" in office.run("import", file)


def test_file_that_empties_cells_needs_a_yes(office):
    office.run("import", office.file("code,name,note\nX9,甲局,新设\n"), "--table", "department")
    blank = office.file("code,name,note\nX9,甲局,\n")
    said = json.loads(office.run("import", blank, "--table", "department", "--json", expect=1))
    assert said == {"saved": False, "refused": "这个文件会清空 1 格，没有保存；加上 --empty-cells 就这样保存"}
    done = json.loads(office.run("import", blank, "--table", "department", "--empty-cells", "--json"))
    assert (done["saved"], done["emptied"]) == (True, 1)


def test_dry_run_says_what_would_change_and_saves_nothing(office):
    before = office.all("SELECT COUNT(*) FROM batch")
    said = office.run("import", office.file(GOOD), "--form", "village_cleanup", "--dry-run")
    assert "新填 9，改动 0，不变 0，空白 1" in said
    assert office.all("SELECT COUNT(*) FROM batch") == before


def test_file_with_mistakes_is_refused_with_every_place(office):
    before = office.all("SELECT COUNT(*) FROM batch")
    said = office.once("import", office.file(BAD), expect=1)
    assert "第 2 行" in said and "四" in said
    assert "第 3 行" in said and "五" in said
    assert "2 处要改" in said
    problems = json.loads(office.run("import", office.file(BAD), "--json", expect=1))["problems"]
    assert [(one["row"], one["text"]) for one in problems] == [(2, "四"), (3, "五")]
    assert office.all("SELECT COUNT(*) FROM batch") == before


def test_terminal_is_not_steered_by_the_texts_of_a_file(office):
    said = office.run("import", office.file(BAD.replace("四", "四\x9b31m\u202e")), expect=1)
    assert "四31m" in said and "\x9b" not in said and "\u202e" not in said


def test_file_that_is_no_table_is_refused_with_a_sentence(office):
    assert "空" in office.run("import", office.file(""), expect=1)
    said = json.loads(office.run("import", office.file(""), "--json", expect=1))
    assert said["saved"] is False and "空" in said["refused"]


def test_files_of_an_archive_are_recognised_saved_and_told_one_by_one(office):
    good, bad = GOOD.encode(), BAD.replace("522326101", "522301001").encode()
    pack = office.folder / "两县.zip"
    others = (("说明.txt", "拆牌说明".encode()), ("~$望谟.csv", b""))
    pack.write_bytes(archive(("望谟.csv", good), ("兴义.csv", bad), *others))
    before = office.all("SELECT COUNT(*) FROM batch")
    said = office.run("import", pack, "--dry-run", expect=1)
    assert "两县.zip/望谟.csv：9 处变化，没有保存" in said and office.all("SELECT COUNT(*) FROM batch") == before
    told = json.loads(office.run("import", pack, "--as", "王工", "--json", expect=1))
    assert [(one["file"], one["form"], one["saved"], "refused" in one) for one in told["files"]] == [
        ("两县.zip/望谟.csv", "village_cleanup", True, False),
        ("两县.zip/兴义.csv", "village_cleanup", False, True),
        ("两县.zip/说明.txt", "", False, True),
    ]
    assert told["left_out"] == ["~$望谟.csv"] and len(told["files"][1]["problems"]) == 2
    assert office.all("SELECT actor, file_name FROM batch ORDER BY id DESC LIMIT 1") == [("王工", "两县.zip/望谟.csv")]
    pack.write_bytes(archive(("望谟.csv", good), ("再一份.csv", good)))
    said = office.once("import", pack)  # it is kept already, so nothing is refused
    assert said.splitlines() == ["两县.zip/望谟.csv：没有变化，已是这些数", "两县.zip/再一份.csv：没有变化，已是这些数"]
    assert "请去掉 --form 和 --table" in office.run("import", pack, "--form", "village_cleanup", expect=2)


def test_own_headers_that_a_county_said_are_read_and_named(office):
    said = "A=unit_name B=boards_removed C=boards_outside D=signs_outside E=mechanisms_last_year F=mechanisms_now"
    row = f"522326h,522326,village_cleanup,村寨 拆牌数 现挂 标识 去年机制 今年机制,{said}"
    table = office.file(f"代码,单位代码,报表,各列标题,读作\n{row}\n", "own.csv")
    office.run("import", table, "--table", "own_header")
    titles = "村寨,拆牌数,现挂,标识,去年机制,今年机制\n"
    told = office.run("import", office.file(f"{titles}平洞街道第1村,4,5,2,10,6\n"), "--half-month", "2023-07-1")
    assert "按望谟县上次的对应关系：A列“村寨”读作“单位名称”" in told and "新填 5" in told
    told = office.run(
        "import", office.file(f"{titles}黄草街道第1村,4,5,2,10,6\n"), "--half-month", "2023-07-1", expect=1
    )
    assert "没有找到表头" in told


def test_records_are_imported_through_the_same_door(office):
    file = office.file("代码,名称\n522326102002,边饶镇红星村\n", "units.csv")
    said = office.run("import", file, "--table", "unit", expect=1)
    assert "2 处要改（missing_column × 2）" in said  # its level and kind
    whole = "代码,名称,层级,类型,上级代码\n522326102002,边饶镇红星村,村,村,522326102\n"
    assert "改动 1" in office.run("import", office.file(whole, "units.csv"), "--table", "unit")
    assert office.all("SELECT name FROM unit WHERE code = '522326102002'") == [("边饶镇红星村",)]


# export and back ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_export_of_a_form_is_taken_back_unchanged(office, ending):
    office.run("import", office.file(GOOD))
    out = office.folder / f"out.{ending}"
    assert "6 行" in office.run("export", "village_cleanup", "--half-month", "2023年7月上", "--to", out)
    assert "不变 9" in office.run("import", out, "--form", "village_cleanup")


def test_export_stands_in_the_log(office, caplog):
    caplog.set_level("INFO", "banyue")
    out = office.folder / "out.csv"
    office.run("export", "village_cleanup", "--half-month", "2023-06-2", "--to", out)
    said = "exported by command: village_cleanup, half month 2023-06-2; 6 rows to "
    assert f"{said}{out}, by {getpass.getuser()}" in caplog.text


def test_export_without_a_file_is_csv_on_the_screen(office):
    said = office.real("export", "half_month", "--half-month", "2023-06-2")
    assert said.splitlines() == ["半月,状态", "2023年6月下半月,关闭"]


def test_targets_are_exported_and_taken_back(office):
    out = office.folder / "targets.csv"
    office.run("export", "village_cleanup", "--targets", "--to", out)
    assert "不变 6" in office.run("import", out, "--table", "target")


# undo, half months, check ---------------------------------------------------------------------------------------


def test_undo_gives_back_and_is_refused_twice(office):
    batch = json.loads(office.run("import", office.file(GOOD), "--json"))["batch"]
    assert "回执" in office.once("undo", batch, "--as", "王工")
    assert office.all("SELECT COUNT(*) FROM observation WHERE half_month = 48564") == [(0,)]
    assert f"{batch} 号批次已被" in office.run("undo", batch, expect=1)
    assert "没有" in office.run("undo", 999, expect=1)


def test_half_month_is_carried_closed_and_reopened(office):
    pair = "village_cleanup:522326"
    said = office.run("half-month", "close", "2023-07-1", "--carry", pair, "--reason", "逾期", expect=1)
    assert "仍为缺报：county_empowerment:522301 village_cleanup:522301" in said and "--unfinished" in said
    close = ("half-month", "close", "2023-07-1", "--unfinished", "--carry", pair)
    assert "沿用" in office.once(*close, expect=1)  # no reason
    said = office.run(*close, "--reason", "逾期", "--as", "王工")
    assert "仍为缺报：county_empowerment:522301 village_cleanup:522301 county_empowerment:522326" in said
    assert office.all("SELECT COUNT(*) FROM observation WHERE carried") == [(20,)]
    [(batch, seal)] = office.all("SELECT id, seal FROM batch ORDER BY link DESC LIMIT 1")
    assert f"数据校验码 {seal[:12]}" in said
    said = office.run("check", "--code", seal[:12])
    assert f"{seal[:12]} 是第{batch}号（" in said and "UTC+08:00，王工）的校验码" in said and "全部一致" in said
    assert "仍是当时打印的那一份" in said
    assert "没有批次的校验码是 000000000000" in office.run("check", "--code", "0" * 12, expect=1)
    assert "校验码共 12 个字符，这里是 3 个" in office.run("check", "--code", "123", expect=1)
    assert "已关闭" in office.run("import", office.file(GOOD), expect=1)
    assert "为什么" in office.run("half-month", "reopen", "2023-07-1", expect=1)
    office.run("half-month", "reopen", "2023-07-1", "--reason", "更正")
    office.run("half-month", "open", "2023-07-2")
    assert "2023年8月上半月" in office.run("half-month", "open", "2023-08-2", expect=1)
    assert "全部一致" in office.run("check")


def test_check_names_what_differs_and_mends_nothing(office):
    office.run("import", office.file(GOOD))
    connection = sqlite3.connect(office.database)
    connection.execute("UPDATE rollup SET total = total + 1 WHERE level = 1 AND half_month = 48564")
    connection.execute("UPDATE submission SET filled = 3 WHERE county_code = '522326' AND half_month = 48564")
    connection.execute("UPDATE observation SET value = 8 WHERE half_month = 48563 AND unit_id = 7 AND indicator_id = 1")
    connection.execute("DELETE FROM ancestry WHERE level = 0 AND unit_id = 9")
    connection.commit()
    connection.close()
    said = office.once("check", expect=1)
    for part in ("rollup 2023-07-1", "522326 boards_removed", "submission", "village_cleanup 522326",
                 "2023年6月下半月 黄草街道第1村 清理机构牌子：现为 8，历史记载为 3", "ancestry：1",
                 "< 5223"):  # fmt: skip
        assert part in said
    assert office.run("check", expect=1) == said


def test_busy_database_is_refused_after_the_stated_wait(office, monkeypatch):
    for module in (waiting, sqlite):
        monkeypatch.setattr(module, "BUSY_SECONDS", 1)
    store.engine().dispose()  # a connection takes it when it is made
    other = sqlite3.connect(office.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert "忙了 1 秒" in office.run("import", office.file(GOOD), expect=1)
    other.close()


# backup and restore ---------------------------------------------------------------------------------------------


def whole(office) -> str:
    """How many tables and rows there are, in the words of the commands."""
    names = [name for (name,) in office.all("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = sum(office.all(f'SELECT COUNT(*) FROM "{name}"')[0][0] for name in names)
    return f"{len(names)} 张表共 {rows:,} 行"


def test_backup_says_where_it_is_and_what_is_in_it(office):
    said = office.once("backup")
    (made,) = (office.folder / "backups").glob("*.db")
    assert str(made) in said and whole(office) in said
    assert f"SHA-256 {hashlib.sha256(made.read_bytes()).hexdigest()}" in said


def test_backup_to_a_file_does_not_overwrite_it(office):
    office.run("backup", "--to", office.folder / "mine.db")
    assert "没有覆盖" in office.run("backup", "--to", office.folder / "mine.db", expect=1)
    assert not (office.folder / "backups").exists()


def test_backup_of_nothing_makes_nothing(none):
    assert "还没有数据库" in none.run("backup", expect=1)
    assert not none.database.exists()


def test_restore_says_what_is_there_and_what_is_not(office):
    office.run("backup", "--to", office.folder / "before.db")
    before = whole(office)
    office.run("import", office.file(GOOD))
    said = office.once("restore", office.folder / "before.db")
    assert before in said
    assert "最后一次保存是 3 号" in said
    assert "此后的 1 次保存不在其中" in said
    assert str(next(office.folder.glob("banyue.db-before-restore-*"))) in said
    assert office.all("SELECT COUNT(*) FROM observation WHERE half_month = 48564") == [(0,)]


def test_restore_of_a_file_that_is_none_changes_nothing(office):
    before = office.database.read_bytes()
    assert "不完好" in office.once("restore", office.file(GOOD), expect=1)
    assert office.database.read_bytes() == before


def test_database_that_is_gone_is_named_with_its_newest_backup(office):
    office.run("backup")
    (made,) = (office.folder / "backups").glob("*.db")
    for each in office.folder.glob("banyue.db*"):
        each.unlink()
    assert f"python -m lib restore {made}" in office.run("check", expect=1)
    assert not office.database.exists()
    office.run("restore", made)
    assert "全部一致" in office.run("check")


# Commands that cannot be understood -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments, said",
    [
        pytest.param([], "缺少 命令", id="no command"),
        pytest.param(["repair"], "没有 'repair'", id="unknown command"),
        pytest.param(["init"], "须给出其中之一：--demo --empty", id="init without a choice"),
        pytest.param(["import"], "缺少 文件", id="import without a file"),
        pytest.param(["import", "nowhere.csv"], "nowhere.csv 打不开", id="file is not there"),
        pytest.param(["import", "x.csv", "--form", "a", "--table", "unit"], "不能与 --form 同用", id="form and table"),
        pytest.param(["import", "x.csv", "--table", "submission"], "没有 'submission'", id="table that follows"),
        pytest.param(["import", "x.csv", "--half-month", "2023-07-05"], "成了日期", id="a date"),
        pytest.param(["import", "config.toml", "--form", "village"], "没有报表 village", id="unknown form"),
        pytest.param(["export", "boards"], "village_cleanup", id="unknown table"),
        pytest.param(["export", "unit", "--half-month", "2023-07-1"], "unit 不分半月", id="table without half months"),
        pytest.param(["export", "unit", "--to", "x.pdf"], "只能写 .csv 或 .xlsx", id="another ending"),
        pytest.param(["undo", "first"], "'first' 不是整数", id="batch is a word"),
        pytest.param(
            ["half-month", "open", "2023-08-1", "--carry", "a:b"], "只在关闭半月时使用", id="carry on opening"
        ),
        pytest.param(["half-month", "close", "2023-07-1", "--carry", "a"], "报表:县代码", id="carry without a county"),
        pytest.param(["half-month", "close", "2023-07-1", "--carry", "a:1"], "a:1", id="carry what is not there"),
        pytest.param(["restore"], "缺少 文件", id="restore without a file"),
        pytest.param(["check", "--fast"], "不认识 --fast", id="unknown choice"),
    ],
)
def test_bad_usage_is_said_in_chinese_and_ends_with_2(office, arguments, said):
    assert said in office.run(*arguments, expect=2)


def test_bad_usage_ends_the_real_command_with_2(office):
    assert "没有 'repair'" in office.real("repair", expect=2)


@pytest.mark.parametrize("command", ["", "init", "import", "export", "undo", "half-month", "check"])
def test_help_is_in_the_offices_language(none, command):
    said = none.run(*command.split(), "--help")
    assert said.startswith("用法：python -m lib")
    for english in ("usage", "options", "show this", "positional"):
        assert english not in said


@pytest.mark.parametrize("arguments", [["check"], ["export", "unit"], ["undo", "1"]], ids=lambda given: given[0])
def test_no_database_is_made_by_a_command_that_needs_one(none, arguments):
    assert "python -m lib init" in none.run(*arguments, expect=1)
    assert not none.database.exists()


# account --------------------------------------------------------------------------------------------------------


def test_account_is_added_listed_disabled_and_given_a_new_password(office):
    said = office.run("account", "add", "wangmo", "--name", "望谟县 王五", "--unit", "522326")
    assert said.startswith("账号 wangmo，一次性密码：")
    office.run("account", "add", "ban", "--name", "联席办", "--role", "office")
    assert "已保存" in office.run("account", "disable", "wangmo")
    assert "wangmo\t望谟县 王五\t填报\t522326\t停用" in office.run("account", "list")
    assert "一次性密码" in office.run("account", "reset", "wangmo", "--as", "王工")
    assert office.all("SELECT DISTINCT actor FROM batch WHERE note LIKE '%重发%'") == [("王工",)]


def test_account_has_a_token_for_programs_and_collect_says_what_does_not_answer(office):
    assert office.run("account", "add", "reader", "--name", "省平台", "--role", "viewer")
    assert len(office.run("account", "token", "reader").partition("令牌 ")[2].strip()) > 40
    assert "已保存" in office.run("account", "no-token", "reader")
    tokens = office.folder / "tokens"
    tokens.write_text("http://127.0.0.1:9\n")
    assert "每行写地址" in office.run("collect", "http://127.0.0.1:9", "--tokens", tokens, expect=1)
    tokens.write_text("http://127.0.0.1:9 secret\n")
    said = office.run("collect", "http://127.0.0.1:9", "nowhere", "--tokens", tokens, expect=1)
    assert "http://127.0.0.1:9: 没有回答" in said and "nowhere 不是平台地址" in said and "secret" not in said


def test_account_without_a_login_or_scope_says_what_is_lacking(office):
    assert "请写明账号" in office.run("account", "reset", expect=2)
    assert "选且只选一个" in office.run("account", "add", "x1", "--name", "某", expect=1)
