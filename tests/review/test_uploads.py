"""An upload on its way: read and checked, compared, and through the door."""

from dataclasses import replace
from io import BytesIO

import pytest
from xlsxwriter import Workbook

from lib.intake.checks import Reported
from lib.kept.tables import TABLES
from lib.ledger.access import engineer
from lib.review.updates import percents_of
from lib.review.uploads import Records, Upload, save_upload, take
from lib.words.errors import Conflict, FileRefused
from lib.words.half_months import HalfMonth

JULY = HalfMonth.parse("2023-07-1")
HEADER = "半月,单位代码,单位名称,清理机构牌子,现有外部标牌,现有规范标识,上年工作机制,现有工作机制"
GOOD = "2023年7月上半月,522326101001,平洞街道第1村,4,4,,,"
BAD = "2023年7月上半月,522326101002,平洞街道第1社区,四,4,,,"


def taken(small, *rows: str, form: str | None = "village_cleanup", half_month: HalfMonth | None = JULY) -> Upload:
    content = "\n".join([HEADER, *rows]).encode()
    return take(small.engine, content, "平洞.csv", Reported(form, half_month), engineer("张三"))


def test_nothing_is_saved_before_it_is_asked_for(small):
    revision = small.one("SELECT number FROM revision")
    upload = taken(small, GOOD)
    assert len(upload.preview.changes) == 2
    assert small.one("SELECT number FROM revision") == revision
    assert small.value("522326101001", "boards_removed") is None


def test_good_rows_can_be_saved_while_bad_ones_are_refused(small):
    upload = taken(small, GOOD, BAD)
    assert (upload.good, upload.refused) == (1, 1)
    save_upload(small.engine, upload, engineer("张三"))
    assert small.value("522326101001", "boards_removed") == 4
    assert small.value("522326101002", "boards_outside") is None  # no half row


def test_problem_says_row_column_text_and_mend(small):
    [problem] = taken(small, GOOD, BAD).checked.problems
    assert (problem.row, problem.column, problem.text) == (3, "D 清理机构牌子", "四")
    assert problem.mend


def test_half_month_and_form_may_come_from_the_file(small):
    assert taken(small, GOOD, form=None, half_month=None).preview.changes


def test_closed_half_month_is_a_problem_of_each_row(small):
    upload = taken(small, GOOD.replace("7月上", "6月下"), half_month=None)
    assert (upload.good, upload.refused) == (0, 1)
    assert "已关闭" in upload.checked.problems[0].mend


def test_file_that_is_no_table_is_refused_as_a_whole(small):
    with pytest.raises(FileRefused):
        take(small.engine, b"", "x.csv", Reported(None, None), engineer(""))


def test_who_saves_is_named_at_the_save(small):
    receipt = save_upload(small.engine, taken(small, GOOD), engineer("李四"))
    assert small.one("SELECT actor FROM batch WHERE id = ?", receipt.batch) == "李四"


def test_each_upload_has_a_mark_of_its_own(small):
    assert taken(small, GOOD).act.token != taken(small, GOOD).act.token


def test_file_saved_again_as_a_new_upload_changes_nothing(small):
    save_upload(small.engine, taken(small, GOOD), engineer("张三"))
    again = taken(small, GOOD)
    assert (again.preview.changes, again.preview.unchanged) == ((), 2)


def test_two_people_with_the_same_file_give_one_save_and_one_conflict(small):
    first, second = taken(small, GOOD), taken(small, GOOD.replace(",4,4,", ",5,4,"))
    save_upload(small.engine, first, engineer("张三"))
    with pytest.raises(Conflict, match="张三"):
        save_upload(small.engine, second, engineer("李四"))


def test_upload_changed_after_the_preview_cannot_smuggle_values(small):
    """What is saved is the preview's changes, not the file's bytes."""
    upload = taken(small, GOOD)
    forged = replace(upload, sheet=taken(small, BAD).sheet)
    save_upload(small.engine, forged, engineer("张三"))
    assert small.value("522326101002", "boards_outside") is None


def test_percent_that_another_county_reports_is_refused_before_it_is_saved(small):
    rows = ["2023年7月上半月,V1,522326101001,50", "2023年7月上半月,V1,522301001001,60"]
    content = "\n".join(["半月,任务代码,单位代码,百分比", *rows]).encode()
    upload = take(small.engine, content, "进度.csv", percents_of(small.reference, JULY, "522326"), engineer("张三"))
    assert [change.key for change in upload.preview.changes] == [(JULY.ordinal, "V1", "522326101001")]
    [problem] = upload.checked.problems
    assert (problem.row, problem.title, problem.text) == (3, "单位代码", "522301001001")
    assert problem.mend == "这里不报该单位V1的进度；请去掉这一行"


def test_percents_filled_in_by_half_are_taken_and_the_rest_stays_as_it_is(small):
    rows = ["2023年7月上半月,V1,522326101001,50", "2023年7月上半月,V1,522326101002,", ",V1,522326102001,"]
    content = "\n".join(["半月,任务代码,单位代码,百分比", *rows]).encode()
    upload = take(small.engine, content, "进度.csv", percents_of(small.reference, JULY, "522326"), engineer("张三"))
    assert [change.key for change in upload.preview.changes] == [(JULY.ordinal, "V1", "522326101001")]
    assert not upload.checked.problems
    assert "2 行没有填数，保持原样" in upload.checked.notices
    blank = content.replace(b",50", b",")
    upload = take(small.engine, blank, "进度.csv", percents_of(small.reference, JULY, "522326"), engineer("张三"))
    assert [problem.mend for problem in upload.checked.problems] == ["文件里没有填数；请填好再上传"]


@pytest.mark.parametrize(
    "rows", [(), ("2023年7月上半月,522326101001,平洞街道第1村,,,,,",)], ids=["header alone", "blank form"]
)
def test_a_file_in_which_nothing_is_filled_in_says_so_instead_of_no_change(small, rows):
    (problem,) = taken(small, *rows).checked.problems
    assert (problem.row, problem.mend) == (None, "文件里没有填数；请填好再上传")


def test_a_register_with_its_header_alone_says_so_too(small):
    upload = take(small.engine, "代码,名称\n".encode(), "部门.csv", Records(TABLES["department"]), engineer("张三"))
    assert [problem.kind for problem in upload.checked.problems] == ["nothing_filled"]


def test_what_a_dash_means_is_asked_or_said(small):
    rows = GOOD.replace(",4,4,", ",—,4,"), BAD.replace("四", "无")
    assert [problem.kind for problem in taken(small, *rows).checked.problems] == ["nothing_or_zero"]
    content = "\n".join([HEADER, *rows]).encode()
    told = [
        take(small.engine, content, "x", Reported("village_cleanup", JULY), nothing=said) for said in ("blank", "zero")
    ]
    assert [(len(one.preview.changes), one.checked.problems) for one in told] == [(2, ()), (4, ())]


def test_records_in_rows_that_the_file_hides_are_marked(small):
    made = BytesIO()
    with Workbook(made) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["代码", "名称"])
        page.write_row(1, 0, ["D1", "甲局"])
        page.write_row(2, 0, ["D2", "乙局"])
        page.set_row(2, None, None, {"hidden": True})
    upload = take(small.engine, made.getvalue(), "部门.xlsx", Records(TABLES["department"]), engineer("张三"))
    assert upload.checked.problems == () and upload.preview.notes == {("D2",): ("hidden",)}
    assert "2 行中有 1 行是隐藏的，也已读取：第 3 行" in upload.checked.notices
