"""Units over time in files and grids: each mistake has its row, column and mend, and what goes is said before."""

import pytest

from lib.kept.changes import Change
from lib.kept.tables import TABLES
from lib.ledger.access import engineer
from lib.review import uploads
from lib.review.burden_entry import EVENTS, record_event
from lib.review.uploads import Records, Upload
from lib.words.errors import Mistakes
from lib.words.half_months import HalfMonth
from tests.conftest import record

JUNE, JULY = HalfMonth.parse("2023-06-2"), HalfMonth.parse("2023-07-1")
A, B = "522326101001", "522326101002"
HEADER = "代码,名称,层级,类型,上级代码,启用半月,停用半月,承接单位"


def row(code: str, name: str, last: str = "", successor: str = "", level: str = "village", first: str = "") -> str:
    kind, above = ("村", code[:9]) if level == "village" else ("街道", code[:6])
    return f"{code},{name},{level},{kind},{above},{first},{last},{successor}"


def read(small, *rows: str, table: str = "unit", header: str = HEADER) -> Upload:
    content = "\n".join([header, *rows]).encode()
    return uploads.take(small.engine, content, "单位.csv", Records(TABLES[table]), engineer("联席办"))


ENDED = row(A, "平洞街道第1村", "2023-06-2", B)


@pytest.mark.parametrize(
    "rows, at, column, mend",
    [
        pytest.param([row(A, "甲", "", B)], 2, "承接单位", "停用半月", id="no end"),
        pytest.param([row(A, "甲", "2023-06-2", A)], 2, "承接单位", "又回到本单位", id="itself"),
        pytest.param([row(A, "甲", "2023-06-2", B), row(B, "乙", "2023-07-1", A)], 2, "承接单位", "又回到本单位",
                     id="a circle"),
        pytest.param([row(A, "甲", "2023-07-1", B), row(B, "乙", "2023-06-2")], 2, "承接单位", "2023年6月下半月停用",
                     id="ends earlier"),
        pytest.param([row(A, "甲", "2023-06-2", "522326101")], 2, "承接单位", "村级", id="another level"),
        pytest.param([row(A, "甲", "2023-06-2", B), row(B, "乙", first="2023-07-2")], 2, "承接单位", "2023年7月上半月",
                     id="begins later"),
        pytest.param([row("522326101", "平洞街道", "2023-06-2", level="township")], 2, "停用半月", "仍然存在",
                     id="villages below go on"),
        pytest.param([row(A, "甲", "2023-06-1")], 2, "停用半月", "2023年6月下半月", id="closed with values"),
    ],
)  # fmt: skip
def test_what_cannot_be_has_row_column_and_mend(small, rows, at, column, mend):
    found = read(small, *rows).checked.problems
    assert [(one.row, one.title) for one in found][:1] == [(at, column)]
    assert mend in found[0].mend


def test_successor_that_ends_too_early_is_named_in_its_own_row(small):
    uploads.save_upload(small.engine, read(small, ENDED), engineer("联席办"))
    [found] = read(small, row(B, "平洞街道第1社区", "2023-06-2")).checked.problems
    assert (found.row, found.title) == (2, "停用半月")
    assert found.mend.startswith("平洞街道第1村：平洞街道第1社区自身于2023年6月下半月停用")


def test_merger_in_one_file_with_the_new_unit_is_taken(small):
    new = row("522326101009", "新村", first="2023-07-1")
    upload = read(small, new, row(A, "甲", "2023-06-2", "522326101009"), row(B, "乙", "2023-06-2", "522326101009"))
    assert not upload.checked.problems
    uploads.save_upload(small.engine, upload, engineer("联席办"))
    query = "SELECT code FROM unit WHERE successor_code = '522326101009' ORDER BY code"
    assert small.all(query) == [(A,), (B,)]


def test_preview_says_how_many_values_go_with_the_unit(small):
    small.save(small.change(A, "boards_removed", 4), small.change(A, "boards_outside", 4))
    upload = read(small, ENDED)
    assert "平洞街道第1村在2023年7月上半月不再存在，保存时一并删去它在该半月的2个填报值" in upload.checked.notices
    uploads.save_upload(small.engine, upload, engineer("联席办"))
    assert small.value(A, "boards_removed") is None


def test_percent_of_a_unit_that_does_not_exist_then_has_row_column_and_mend(small):
    uploads.save_upload(small.engine, read(small, ENDED), engineer("联席办"))
    header, given = "半月,任务代码,单位代码,完成百分比", f"2023-07-1,V1,{A},40"
    header = ",".join(TABLES["task_progress"].column(name).headers[2] for name in
                      ("half_month", "task_code", "unit_code", "percent"))  # fmt: skip
    [found] = read(small, given, table="task_progress", header=header).checked.problems
    assert (found.row, found.kind, found.text) == (2, "unit_not_valid", A)
    assert "并入平洞街道第1社区（522326101002），请用新代码" in found.mend


def test_unit_that_nothing_is_kept_of_ends_with_a_word_on_its_targets_alone(small):
    [said] = read(small, ENDED).checked.notices
    assert said == "从2023年7月上半月起，平洞街道第1村的目标并入平洞街道第1社区：1 项目标相加"
    small.save(record("unit", code="522326101008", name="第8村", level="village", kind="村", parent_code="522326101"))
    assert not read(small, row("522326101008", "第8村", "2023-06-1")).checked.problems


def test_event_at_a_village_that_had_ended_has_row_column_and_mend(small):
    mark = Change("unit", (A,), "monitoring_point", False, True)
    small.save(mark, Change("unit", (A,), "monitored_from", None, JUNE.ordinal), loads=True)
    uploads.save_upload(small.engine, read(small, ENDED), engineer("联席办"))
    header = "村代码,日期,类别,名称"
    given = [f"{A},{day},会议,推进会" for day in ("2023-06-20", "2023-07-03")]
    content = "\n".join([header, *given]).encode()
    checked = uploads.take(small.engine, content, "事项.csv", EVENTS, engineer("联席办")).checked
    assert [(one.row, one.title, one.kind) for one in checked.problems] == [(3, "单位代码", "unit_not_valid")]
    assert "请用新代码" in checked.problems[0].mend and len(checked.rows) == 1


def test_typed_event_at_a_village_that_had_ended_is_refused_at_its_field(small):
    uploads.save_upload(small.engine, read(small, ENDED), engineer("联席办"))
    typed = {"unit_code": A, "happened_on": "2023-07-03", "kind": "会议", "title": "推进会"}
    with pytest.raises(Mistakes) as found:
        record_event(small.engine, typed, engineer("联席办"))
    assert "并入平洞街道第1社区" in found.value.fields["unit_code"]
