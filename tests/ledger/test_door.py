"""The one door for writing: all or nothing, once, on what the preview showed, with every value before."""

import csv
import hashlib
import io
import json
from datetime import UTC, datetime, timedelta

import pytest

from lib.intake.checks import Reported
from lib.kept.changes import Change
from lib.kept.store import writing
from lib.ledger import door
from lib.ledger.access import engineer
from lib.ledger.door import Act, save, undo
from lib.review import uploads
from lib.words.errors import Conflict, Locked, Refusal
from lib.words.half_months import HalfMonth
from lib.words.settings import settings
from lib.words.texts import printable
from tests.conftest import VILLAGES, record, sql
from tests.hostile import HIDDEN

JULY = HalfMonth.parse("2023-07-1")
TABLES = ("batch", "value_change", "record_change", "stored_file", "observation", "target", "submission", "rollup",
          "task_rollup", "unit_rollup", "revision", "unit", "half_month")  # fmt: skip

FILE = (
    "半月,单位代码,单位名称,清理机构牌子,现有外部标牌,现有规范标识,上年工作机制,现有工作机制\n"
    "2023年7月上半月,522326101001,平洞街道第1村,4,4,2,10,5\n"
    "2023年7月上半月,522326101002,平洞街道第1社区,0,5,,10,6\n"
)


def everything(small) -> dict[str, list[tuple]]:
    return {table: small.all(f"SELECT * FROM {table}") for table in TABLES}


def upload(small, text: str = FILE) -> uploads.Upload:
    return uploads.take(
        small.engine, text.encode(), "望谟县 7月上.csv", Reported("village_cleanup", JULY), engineer("")
    )


# What a save does -----------------------------------------------------------------------------------------------


def test_values_after_a_save_equal_the_file(small):
    uploads.save_upload(small.engine, upload(small), engineer("望谟县 张三"))
    codes = {indicator.name: code for code, indicator in small.reference.indicators.items()}
    for row in csv.DictReader(io.StringIO(FILE)):
        for name, text in row.items():
            if name in codes:
                assert small.value(row["单位代码"], codes[name]) == (int(text) if text else None), (row, name)


def test_receipt_says_number_moment_and_how_many_cells(small):
    receipt = uploads.save_upload(small.engine, upload(small), engineer("望谟县 张三"))
    assert receipt.changes == 9  # ten cells, of which one is blank
    assert receipt.batch == small.one("SELECT MAX(id) FROM batch")
    assert abs(datetime.now(UTC).replace(tzinfo=None) - receipt.at) < timedelta(seconds=60)


def test_batch_keeps_who_what_and_the_bytes_of_the_file(small):
    receipt = uploads.save_upload(small.engine, upload(small), engineer("望谟县 张三"))
    [row] = small.all("SELECT actor, kind, file_name, sha256 FROM batch WHERE id = ?", receipt.batch)
    assert row == ("望谟县 张三", "upload", "望谟县 7月上.csv", hashlib.sha256(FILE.encode()).hexdigest())
    assert small.one("SELECT content FROM stored_file WHERE sha256 = ?", row[3]) == FILE.encode()


def test_file_sent_in_two_acts_is_kept_once(small):
    for number in (1, 2):
        change = small.change("522326101001", "boards_removed", number, before=number - 1 or None)
        small.save(change, file_name=f"{number}.csv", content=FILE.encode())
    assert small.one("SELECT COUNT(*) FROM stored_file") == 1
    assert small.one("SELECT COUNT(*) FROM batch WHERE sha256 IS NOT NULL") == 2


def test_every_changed_cell_has_what_was_before_and_after(small):
    small.save(small.change("522326101001", "boards_removed", 4))
    receipt = small.save(
        small.change("522326101001", "boards_removed", 5, before=4), small.change("522326101002", "boards_removed", 0)
    )
    first, second = (small.key("2023-07-1", unit, "boards_removed") for unit in ("522326101001", "522326101002"))
    assert small.history(receipt.batch) == [(*first, 4, 5, False), (*second, None, 0, False)]


def test_changed_record_has_what_was_before_and_after(small):
    receipt = small.save(Change("unit", ("522326102002",), "name", "边饶镇第2村", "边饶镇红星村"), kind="edit")
    [row] = small.all('SELECT "table", key, field, before, after FROM record_change WHERE batch_id = ?', receipt.batch)
    assert [row[0], row[2], *map(json.loads, (row[1], row[3], row[4]))] == [
        "unit", "name", ["522326102002"], "边饶镇第2村", "边饶镇红星村",
    ]  # fmt: skip
    assert small.one("SELECT name FROM unit WHERE code = '522326102002'") == "边饶镇红星村"


def test_cleared_cell_is_no_zero_and_leaves_its_history(small):
    small.save(*(small.change(unit, "boards_removed", 4) for unit in ("522326101001", "522326101002")))
    receipt = small.save(small.change("522326101002", "boards_removed", None, before=4))
    assert small.value("522326101002", "boards_removed") is None
    assert small.history(receipt.batch) == [(*small.key("2023-07-1", "522326101002", "boards_removed"), 4, None, False)]
    half_month, unit, indicator = small.key("2023-07-1", "5223", "boards_removed")
    top = "SELECT total, n FROM rollup WHERE half_month = ? AND unit_id = ? AND indicator_id = ?"
    assert small.all(top, half_month, unit, indicator) == [(4, 1)]


def test_cleared_target_is_gone(small):
    small.save(small.target("522326101001", "boards_removed", None, before=6))
    _half_month, unit, indicator = small.key("2023-07-1", "522326101001", "boards_removed")
    assert small.all("SELECT value FROM target WHERE unit_id = ? AND indicator_id = ?", unit, indicator) == []


def test_revision_rises_by_one_with_each_save(small):
    before = small.one("SELECT number FROM revision")
    small.save(small.change("522326101001", "boards_removed", 4))
    small.save(small.change("522326101002", "boards_removed", 4))
    assert small.one("SELECT number FROM revision") == before + 2


def loaded(small) -> list[tuple[Act, list[Change]]]:
    """Three files as the start loads them: two forms of July and the percents of a task, then one that mends a cell."""
    cells = [small.change(unit, code, 4) for unit in VILLAGES for code in ("boards_removed", "boards_outside")]
    percents = [
        record("task_progress", half_month=JULY.ordinal, task_code="V1", unit_code=unit, percent=50, carried=False)
        for unit in VILLAGES
    ]
    mended = [small.change(VILLAGES[0], "boards_removed", 5, before=4), small.change(VILLAGES[0], "signs_outside", 1)]
    pay = [small.change(unit, "labour_pay", 30) for unit in ("522301", "522326")]
    files = {"cleanup.csv": cells, "pay.csv": pay, "tasks.csv": percents, "mended.csv": mended}
    return [
        (Act(engineer("data/"), "load", file_name=name, token=name, loads=True), changes)
        for name, changes in files.items()
    ]


def test_files_loaded_together_leave_what_they_leave_one_by_one(small, given):
    with given("small") as engine, writing(engine) as connection:
        for act, changes in loaded(small):
            door.save_within(connection, act, changes)
        tables = [table for table in TABLES if table not in ("revision", "batch", "record_change")]
        one_by_one = {table: sql(connection, f"SELECT * FROM {table}").all() for table in tables}
        days = "SELECT batch_id, key, field, before, after FROM record_change ORDER BY batch_id, key, field"
        history = sql(connection, days).all()
    with writing(small.engine) as connection:
        door.load_within(connection, loaded(small))
    together = {table: small.all(f"SELECT * FROM {table}") for table in one_by_one}
    assert {table: sorted(rows, key=str) for table, rows in together.items()} == {
        table: sorted(map(tuple, rows), key=str) for table, rows in one_by_one.items()
    }
    assert small.all(days) == list(map(tuple, history))


def test_files_loaded_together_are_loaded_once(small):
    for _again in range(2):
        with writing(small.engine) as connection:
            door.load_within(connection, loaded(small))
    tokens = small.all("SELECT token FROM batch WHERE file_name IS NOT NULL ORDER BY token")
    assert tokens == [("cleanup.csv",), ("mended.csv",), ("pay.csv",), ("tasks.csv",)]


# All or nothing, and once ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["write_values", "write_records", "renew", "append"])
def test_nothing_at_all_is_saved_when_a_step_fails(small, monkeypatch, step):
    before = everything(small)

    def fail(*_args: object, **_more: object) -> None:
        raise RuntimeError("the power failed")

    monkeypatch.setattr(door, step, fail)
    rename = Change("unit", ("522326102002",), "name", "边饶镇第2村", "红星村")
    with pytest.raises(RuntimeError):
        small.save(small.change("522326101001", "boards_removed", 4), rename, content=b"bytes")
    assert everything(small) == before


def test_one_conflict_among_many_changes_saves_none_of_them(small):
    small.save(small.change("522326101002", "boards_removed", 9), actor="李四")
    before = everything(small)
    with pytest.raises(Conflict):
        small.save(*(small.change(unit, "boards_removed", 4) for unit in ("522326101001", "522326101002")))
    assert everything(small) == before


def test_same_act_sent_twice_is_saved_once(small):
    act = Act(engineer("望谟县 张三"), "upload")
    changes = [small.change("522326101001", "boards_removed", 4)]
    first = save(small.engine, act, changes)
    before = everything(small)
    assert save(small.engine, act, changes) == first
    assert everything(small) == before


def test_upload_saved_by_a_double_click_is_saved_once(small):
    taken = upload(small)
    first, second = (uploads.save_upload(small.engine, taken, engineer("望谟县 张三")) for _click in range(2))
    assert first == second
    assert small.one("SELECT COUNT(*) FROM batch WHERE kind = 'upload' AND actor = '望谟县 张三'") == 1


# What the preview showed ----------------------------------------------------------------------------------------


def test_preview_made_before_another_save_cannot_be_applied(small):
    taken = upload(small)
    receipt = small.save(small.change("522326101001", "boards_removed", 7), actor="李四")
    with pytest.raises(Conflict) as conflict:
        uploads.save_upload(small.engine, taken, engineer("望谟县 张三"))
    sentence = str(conflict.value)
    for part in ("平洞街道第1村", "清理机构牌子", "李四", "7", settings().clock(receipt.at), "没有保存"):
        assert part in sentence
    assert small.value("522326101001", "boards_removed") == 7
    assert small.value("522326101001", "boards_outside") is None


def test_conflict_names_the_value_as_people_write_it(small):
    small.save(small.change("522326", "labour_pay", 12_345), actor="李四")
    with pytest.raises(Conflict, match="123.45"):
        small.save(small.change("522326", "labour_pay", 10_000))


def test_conflict_over_a_cleared_value_shows_a_dash(small):
    small.save(small.change("522326101001", "boards_removed", 4))
    small.save(small.change("522326101001", "boards_removed", None, before=4), actor="李四")
    with pytest.raises(Conflict, match="—"):
        small.save(small.change("522326101001", "boards_removed", 5, before=4))


@pytest.mark.parametrize("before", [None, 4], ids=["where nothing was saved", "over what was saved"])
def test_value_written_past_the_program_is_said_so_and_laid_at_nobodys_door(small, before):
    unit, indicator = small.reference.units["522326101001"], small.reference.indicators["boards_removed"]
    if before is not None:
        small.save(small.change(unit.code, indicator.code, before), actor="李四")
    with small.engine.begin() as connection:
        cell = f"half_month = {JULY.ordinal} AND unit_id = {unit.id} AND indicator_id = {indicator.id}"
        connection.exec_driver_sql(f"DELETE FROM observation WHERE {cell}")
        connection.exec_driver_sql(
            "INSERT INTO observation (half_month, unit_id, indicator_id, value, carried)"
            f" VALUES ({JULY.ordinal}, {unit.id}, {indicator.id}, 9, FALSE)"
        )
    with pytest.raises(Conflict) as conflict:
        small.save(small.change(unit.code, indicator.code, 5, before=before))
    assert "库里现在是 9" in str(conflict.value) and "绕过本系统" in str(conflict.value)
    assert "李四" not in str(conflict.value)


def test_undo_of_what_others_changed_since_names_their_act_and_speaks_of_no_preview(small):
    mine = small.save(small.change("522326101001", "boards_removed", 4))
    theirs = small.save(small.change("522326101001", "boards_removed", 7, before=4), actor="李四")
    with pytest.raises(Conflict) as conflict:
        undo(small.engine, mine.batch, engineer("张三"))
    sentence = str(conflict.value)
    assert (
        f"{mine.batch} 号之后，李四" in sentence and f"先撤销 {theirs.batch} 号" in sentence and "预览" not in sentence
    )
    named = small.save(Change("unit", ("522326102002",), "name", "边饶镇第2村", "红星村"), kind="edit")
    small.save(Change("unit", ("522326102002",), "name", "红星村", "红旗村"), kind="edit")
    with pytest.raises(Conflict, match=f"{named.batch} 号之后又被改动。没有撤销"):
        undo(small.engine, named.batch, engineer("张三"))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(Change("unit", ("522326102002",), "name", "旧名", "新名"), id="field is another by now"),
        pytest.param(Change("unit", ("522326102009",), "name", "旧名", "新名"), id="record is gone"),
        pytest.param(
            Change("task", ("T9",), "indicator", None, "boards_removed"), id="record is gone with a blank field"
        ),
        pytest.param(Change("half_month", (JULY.ordinal,), "", None, {"state": "open"}), id="record is there already"),
    ],
)
def test_record_that_changed_after_the_preview_is_a_conflict(small, change):
    before = everything(small)
    with pytest.raises(Conflict, match="预览之后"):
        small.save(change, kind="edit")
    assert everything(small) == before


# Half months ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "at, before, sentence",
    [
        pytest.param("2023-06-2", 3, "2023年6月下半月已关闭", id="closed"),
        pytest.param("2023-07-2", None, "2023年7月下半月还没有打开", id="not opened"),
    ],
)
def test_half_month_that_takes_no_changes_is_refused(small, at, before, sentence):
    kept = everything(small)
    with pytest.raises(Locked) as locked:
        small.save(small.change("522326101001", "boards_removed", 4, before=before, at=at))
    assert sentence in str(locked.value)
    assert "没有保存" in str(locked.value)
    assert everything(small) == kept


def test_half_month_closed_between_preview_and_save_is_refused(small):
    taken = upload(small)
    small.save(Change("half_month", (JULY.ordinal,), "state", "open", "closed"), actor="联席办", kind="state")
    kept = everything(small)
    with pytest.raises(Locked, match="2023年7月上半月已关闭"):
        uploads.save_upload(small.engine, taken, engineer("望谟县 张三"))
    assert everything(small) == kept


def test_one_closed_half_month_among_open_ones_refuses_all(small):
    with pytest.raises(Locked):
        small.save(
            small.change("522326101001", "boards_removed", 4),
            small.change("522326101001", "boards_removed", 4, before=3, at="2023-06-2"),
        )
    assert small.value("522326101001", "boards_removed") is None


def test_target_may_change_while_half_months_are_closed(small):
    small.save(small.target("522326101001", "boards_removed", 8, before=6))
    _half_month, unit, indicator = small.key("2023-07-1", "522326101001", "boards_removed")
    assert small.one("SELECT value FROM target WHERE unit_id = ? AND indicator_id = ?", unit, indicator) == 8


def test_loading_of_data_may_write_into_closed_half_months(small):
    small.save(small.change("522326101001", "boards_removed", 4, before=3, at="2023-06-2"), loads=True)
    assert small.value("522326101001", "boards_removed", at="2023-06-2") == 4


# Texts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hidden", HIDDEN)
def test_texts_are_kept_without_what_cannot_be_seen(small, hidden):
    old = small.one("SELECT name FROM unit WHERE code = '522301'")
    receipt = small.save(
        Change("unit", ("522301",), "name", old, hidden),
        record("department", code="D1", name=hidden, note=hidden),
        actor=hidden, note=hidden, file_name=hidden,
    )  # fmt: skip
    batch = small.all("SELECT actor, note, file_name FROM batch WHERE id = ?", receipt.batch)
    kept = small.all("SELECT name, note FROM department WHERE code = 'D1'")
    assert {*batch[0], *kept[0], small.one("SELECT name FROM unit WHERE code = '522301'")} == {printable(hidden)}


def test_record_of_older_data_can_be_changed_although_its_text_hides_something(small):
    with writing(small.engine) as connection:
        sql(connection, "UPDATE unit SET name = ? WHERE code = '522301'", "\u202e兴义市")
    small.save(Change("unit", ("522301",), "name", "\u202e兴义市", "兴义市"))
    assert small.one("SELECT name FROM unit WHERE code = '522301'") == "兴义市"


@pytest.mark.parametrize("more", [{"actor": "\u202e"}, {"note": "\u200b \u2066"}], ids=["actor", "reason"])
def test_text_of_which_nothing_can_be_seen_is_refused(small, more):
    before = everything(small)
    with pytest.raises(Refusal, match="看不见的字符"):
        small.save(small.change("522326101001", "boards_removed", 4), **more)
    with pytest.raises(Refusal, match="看不见的字符"):
        small.save(record("department", code="D1", name="\ufeff"))
    assert everything(small) == before


def test_undo_that_names_a_department_taken_away_since_says_so(small):
    """Where a foreign key broke, the page spoke of a fault and a number, and to try again never helped."""
    given_up = _named_by_a_task_and_given_up(small)
    small.save(Change("department", ("D99",), "", dict(DEPARTMENT), None), kind="edit")
    before = everything(small)
    with pytest.raises(Conflict, match="D99 已经不在“部门”里。没有保存任何数据"):
        undo(small.engine, given_up.batch, engineer("张三"))
    assert everything(small) == before


def test_record_that_names_one_which_goes_in_the_same_act_is_refused(small):
    _named_by_a_task_and_given_up(small)
    gone = Change("department", ("D99",), "", dict(DEPARTMENT), None)
    with pytest.raises(Conflict, match="“牵头部门.*”填的 D99 已经不在"):
        small.save(gone, Change("task", (TASK,), "department_code", None, "D99"), kind="edit")
    new = record("department", **DEPARTMENT | {"code": "D98"})
    small.save(new, Change("task", (TASK,), "department_code", None, "D98"))
    assert small.one(f"SELECT department_code FROM task WHERE code = '{TASK}'") == "D98"


TASK = "01"
DEPARTMENT = {"code": "D99", "name": "州级部门99", "name_en": "", "lead": False, "note": ""}


def _named_by_a_task_and_given_up(small):
    """A department that a task named and names no more; the receipt of the act that gave it up."""
    small.save(record("department", **DEPARTMENT), kind="edit")
    small.save(Change("task", (TASK,), "department_code", None, "D99"), kind="edit")
    return small.save(Change("task", (TASK,), "department_code", "D99", None), kind="edit")
