"""What a cell says: percents, units, nothing, marks, days, hidden rows and lost characters, in every layout."""

from datetime import datetime
from io import BytesIO
from time import process_time
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from lib.intake.checks import CheckedRecords, CheckedValues, Reported, check_records, check_values, numbers
from lib.intake.checks.cells import code, day, text
from lib.intake.checks.problems import Mistake
from lib.intake.checks.titles import header_keys
from lib.intake.checks.units import name_key
from lib.intake.sheets import read
from lib.kept.tables import TABLES
from lib.words.settings import UploadLimits
from tests.intake.test_checks_values import HEADER, JULY, NINE, REGISTER, checked, table, values
from tests.intake.test_sheets import with_member, xlsx

pytestmark = pytest.mark.usefixtures("english")


def counted(cell: str) -> CheckedValues:
    """A file in which the count of boards is this cell."""
    return checked(table(f'2023-07-1,{NINE},洛郎村,"{cell}",3,50'))


def shares(*cells: object, nothing: str = "ask") -> CheckedValues:
    """A workbook with these cells in the column of percents."""
    codes = ("522326101001", "522326101002", "522326101003", "522326102001")
    rows = [["2023-07-1", code, None, 5, 6, cell] for code, cell in zip(codes, cells, strict=False)]
    return check_values(read(book(HEADER.split(","), *rows), "a", UploadLimits()), REGISTER, Reported(), nothing)


def book(*rows: list[object]) -> bytes:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    written = BytesIO()
    made.save(written)
    return written.getvalue()


def progress(*cells: str) -> CheckedRecords:
    lines = "".join(f"2023年7月上半月,C05,{at},{cell}\n" for at, cell in enumerate(cells, start=1))
    sheet = read(f"半月,任务代码,单位代码,百分比\n{lines}".encode(), "a", UploadLimits())
    return check_records(sheet, TABLES["task_progress"], {"task": {"C05"}, "unit": set("123456789")})


def kinds(found: CheckedValues | CheckedRecords) -> list[tuple[int | None, str]]:
    return [(one.row, one.kind) for one in found.problems]


# Percents --------------------------------------------------------------------------------------------------------


def in_percent_format(column: int, *held: float) -> bytes:
    def fill(made):
        page, look = made.add_worksheet(), made.add_format({"num_format": "0%"})
        page.write_row(0, 0, HEADER.split(","))
        for row, number in enumerate(held, start=1):
            page.write_row(row, 0, ["2023-07-1", f"52232610100{row}", None, 5, 6, 50])
            page.write(row, column, number, look)

    return xlsx(fill)


def test_percents_in_percent_format_are_what_the_sheet_shows():
    found = checked(in_percent_format(5, 1, 0, 0.5))
    assert found.problems == () and [values(found, unit)[2] for unit in (8, 9, 10)] == [1000, 0, 500]


def test_a_count_in_percent_format_is_refused_naming_what_the_sheet_shows():
    (problem,) = checked(in_percent_format(3, 6)).problems
    assert (problem.text, problem.kind) == ("600%", "percent_for_count") and "The cell shows 600%" in problem.mend


PARTS = [
    pytest.param((1, 0.6, 0.5), (0, 1, 2), id="fractions, and a 1 beside them"),
    pytest.param((0.54, 72), (0,), id="one fraction among percents"),
    pytest.param((1, 72), (), id="1 beside 72"),
    pytest.param((1, 0, 1), (0, 2), id="nothing above 1"),
    pytest.param((0, 0), (), id="zeros"),
    pytest.param(("1%", "0.5%", "54%"), (), id="signs"),
    pytest.param((1, "54%"), (0,), id="1 without a sign among signs"),
]


@pytest.mark.parametrize(("cells", "asked"), PARTS)
def test_fractions_in_a_column_of_percents_are_asked_about(cells, asked):
    assert kinds(shares(*cells)) == [(at + 2, "fraction_for_percent") for at in asked]
    assert kinds(progress(*map(str, cells))) == [(at + 2, "fraction_for_percent") for at in asked]


def test_the_question_names_both_percents():
    assert shares(0.54, 1).problems[0].mend.startswith("Write 54% or 0.54%")
    assert shares(0.54, 1).problems[1].mend.startswith("Write 100% or 1%")


def test_fractions_of_a_long_file_are_asked_about():
    rows = (f"2023-07-1,{NINE},洛郎村,完成率,0.54", "2023-07-1,522326101002,洛郎社区,清理机构牌子,1")
    assert kinds(checked(table(*rows, header="半月,单位代码,单位名称,指标,值"))) == [(2, "fraction_for_percent")]


# Units, nothing, marks ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "value"),
    [("12块", 12), ("1,200 块", 1200), ("１２块", 12), ("0块", 0), ("12.0块", 12)],
)
def test_a_unit_that_is_the_indicators_own_is_taken(cell, value):
    found = counted(cell)
    assert found.problems == () and values(found)[0] == value


@pytest.mark.parametrize(
    ("cell", "kind", "mend"),
    [
        pytest.param("3个", "other_unit", "counted in 块, not in 个", id="another unit"),
        pytest.param("1200万块", "ten_thousands", "Write the number 12000000", id="in ten thousands"),
        pytest.param("12。", "not_a_number", "Write only the number: 12", id="a full stop"),
        pytest.param("12块左右", "about", "Leave out “左右”, write 12", id="about, with its unit"),
        pytest.param("是", "not_a_number", "Write 1 for yes or 0 for no", id="yes"),
        pytest.param("12 345", "not_a_number", "Leave out the blank, write 12345", id="a blank inside"),
        pytest.param("6①", "mark", "“①” is no digit", id="circled"),
        pytest.param("12²", "mark", "“²” is no digit", id="raised"),
        pytest.param("½", "mark", "“½” is no digit", id="a half"),
        pytest.param("٣", "mark", "“٣” is no digit", id="digits of another script"),
        pytest.param("𝟏", "mark", "“𝟏” is no digit", id="bold digits"),
        pytest.param("1E-2", "not_a_number", "Write the number in full: 0.01", id="a small exponent"),
        pytest.param("1E999999", "not_a_number", "Write a number", id="an exponent of six digits"),
        pytest.param("-1E99", "out_of_range", "too large", id="an exponent that is too large"),
        pytest.param("9" * 1_999, "out_of_range", "too large", id="many digits"),
        pytest.param("1,234" * 399, "not_a_number", "Write a number", id="a long text"),
        pytest.param("约" + "1" * 1_900, "not_a_number", "Write a number", id="a long number with a word"),
    ],
)
def test_numbers_refused_saying_what_is_meant_in_a_short_text(cell, kind, mend):
    (problem,) = counted(cell).problems
    assert problem.kind == kind and mend in problem.mend
    assert len(problem.mend) <= 300 and len(problem.text) <= 300


def test_no_text_becomes_a_number_before_it_is_measured(monkeypatch):
    """A number of a million digits would be made and written out: seconds, for one cell."""
    made = []

    real = numbers.Decimal
    monkeypatch.setattr(numbers, "Decimal", lambda text: made.append(text) or real(text))
    for cell in ("1E999999", "1e999999999999", "9" * 1_999, "-9E99", "0." + "0" * 1_900 + "1", "1E+99999块"):
        assert counted(cell).problems
    assert all(len(str(text)) <= numbers.LONGEST_WRITTEN for text in made)


LONG = ["<" * 2_000, "村" * 2_000, "(a" * 1_000, " " * 2_000, "9" * 2_000, "约" * 2_000, "1,2" * 600, "'" * 2_000]


@pytest.mark.parametrize("judge", [header_keys, name_key, code, text, counted], ids=lambda one: one.__name__)
def test_any_text_is_judged_at_once(judge):
    counted("1")  # what is made once for all files is not measured
    for written in LONG:
        taken = []
        for _time in range(3):
            start = process_time()
            judge(written)
            taken.append(process_time() - start)
        assert min(taken) < 0.1, written[:5]  # 1 to 10 ms; one text of 2,000 characters took seconds


@pytest.mark.parametrize("cell", ["无", "/", "—", "——", "-", "暂无"])
def test_what_may_be_nothing_or_zero_is_asked_about_once_a_file(cell):
    found = shares(cell, 50, cell)
    (problem,) = found.problems
    assert (problem.row, problem.kind, found.cells) == (None, "nothing_or_zero", {})
    assert "2 cells hold" in problem.mend and "row 2" in problem.mend


@pytest.mark.parametrize(("means", "value"), [("blank", None), ("zero", 0)])
def test_nothing_or_zero_as_the_office_decides(means, value):
    found = shares("无", 50, nothing=means)
    assert found.problems == () and values(found)[2] == value and found.blanks == (value is None)


def test_nothing_or_zero_is_asked_about_in_records_too():
    assert kinds(progress("/", "50", "—")) == [(None, "nothing_or_zero")]


def test_a_code_with_a_mark_is_refused():
    (problem,) = checked(table(f"2023-07-1,{NINE[:-1]}①,,12,3,50")).problems
    assert problem.kind == "mark"


def test_a_limit_is_said_without_zeros_behind_it():
    assert progress("101").problems[0].mend == "At most 100"


# Days and half months ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell", [datetime(2023, 7, 1, 16), datetime(2023, 7, 1, 15, 54, 17), "2023-07-01T16:00:00.000Z", "2023/7/1 16:00"]
)
def test_a_day_at_16_hours_is_asked_about(cell):
    with pytest.raises(Mistake) as asked:
        day(cell)
    assert asked.value.kind == "day_before"
    assert "write 2023-07-02 if that day is meant, else 2023-07-01" in str(asked.value)


@pytest.mark.parametrize(
    "cell", [datetime(2023, 7, 1), datetime(2023, 7, 1, 8), "2023/7/1 0:00", "2023-07-01 00:00:00"]
)
def test_a_day_with_another_time_is_that_day(cell):
    assert str(day(cell)) == "2023-07-01"


def test_days_of_a_workbook_at_16_hours_are_asked_about():
    def fill(made):
        page = made.add_worksheet()
        page.write_row(0, 0, ["code", "happened_on", "unit_code", "kind", "department_code", "title", "basis", "hours"])
        page.write_row(1, 0, ["W1", 45108.66666666667, "1", "meeting", "D24", "调度会", "通知", 3])
        page.write(1, 1, 45108.66666666667, made.add_format({"num_format": "yyyy-mm-dd"}))

    known = {"unit": {"1"}, "department": {"D24"}}
    sheet = read(xlsx(fill), "a", UploadLimits())
    assert kinds(check_records(sheet, TABLES["burden_event"], known)) == [(2, "day_before")]


@pytest.mark.parametrize("cell", ["2023年②月1日", "2023-07-0١"])
def test_a_day_with_a_mark_is_refused(cell):
    with pytest.raises(Mistake, match="is no digit"):
        day(cell)


def test_the_mend_of_a_half_month_names_the_one_that_is_meant():
    for spelled in ("2023/7/1", "七月", "6" * 1_999):
        (problem,) = checked(table(f"{spelled},{NINE},,12,3,50"), half_month=JULY).problems
        assert "write" in problem.mend and "Jul 2023, first half" in problem.mend and len(problem.mend) < 300


# What a program left -------------------------------------------------------------------------------------------------


def test_hidden_rows_are_taken_told_and_known():
    def fill(made):
        page = made.add_worksheet()
        page.write_row(0, 0, HEADER.split(","))
        for row in range(1, 5):
            page.write_row(row, 0, ["2023-07-1", f"52232610{1 + row // 4}00{row % 4 or 1}", None, row, 6, 50])
            page.set_row(row, None, None, {"hidden": row > 1})
        page.autofilter(0, 0, 4, 5)

    found = checked(xlsx(fill))
    assert found.problems == () and {found.rows[key] for key in found.hidden} == {3, 4, 5}
    assert found.notices == ("3 of 4 rows are hidden by a filter, and read all the same: row 3, 4, 5",)


def test_a_column_in_which_every_formula_gives_0_is_named():
    def fill(made):
        page = made.add_worksheet()
        page.write_row(0, 0, [*HEADER.split(","), "另列"])
        page.write_row(1, 0, ["2023-07-1", NINE, None, 5, 6, 50])
        for column in (4, 6):
            page.write_formula(1, column, "=D2-5", None, 0)

    content = xlsx(fill)
    assert kinds(checked(content)) == [(2, "formula_without_result")]
    computed = saved_again(content)
    assert checked(computed).notices[-1].startswith("Every formula gives 0 in E 清理上墙制度; if that is wrong")


def saved_again(content: bytes) -> bytes:
    """As a program saves it that keeps the zeros and no word about their computation."""
    told = ZipFile(BytesIO(content)).read("xl/workbook.xml")
    return with_member(content, "xl/workbook.xml", told.replace(b' fullCalcOnLoad="1"', b""))


def test_lost_characters_are_refused_where_they_are_read_and_told_where_they_are_not():
    header = f"{HEADER},备注"
    found = checked(table(f"2023-07-1,{NINE},,12,3,50,街\ufffd", header=header))
    assert found.problems == () and values(found) == [12, 3, 500]
    assert "Characters were lost in G 备注, which is not read: row 2" in found.notices
    found = checked(table(f"2023-07-1,{NINE},街\ufffd,12,3,50,", header=header))
    assert kinds(found)[0] == (2, "lost_characters") and found.cells == {}
    assert kinds(checked("????,??\n522326101001,1\n")) == [(None, "lost_characters")]


def test_lost_characters_in_a_text_of_a_register_are_refused():
    text = "half_month,form,county_code,reported_on,decision,reason\n2023-01-1,f,9901,2023/1/18,退回,缺\ufffd村\n"
    known = {"form": {"f"}, "unit": {"9901"}}
    assert kinds(check_records(read(text.encode(), "a", UploadLimits()), TABLES["submission"], known)) == [
        (2, "lost_characters")
    ]


def test_a_1_in_a_row_of_totals_is_not_asked_about():
    assert kinds(checked(table(f"2023-07-1,{NINE},,12,3,0", "合计,,,12,3,1"))) == []


def test_the_mend_of_a_half_month_names_the_one_that_is_meant_in_records_too():
    sheet = read("半月,任务代码,单位代码,百分比\n七月,C05,1,50\n".encode(), "a", UploadLimits())
    known = {"task": {"C05"}, "unit": {"1"}}
    (problem,) = check_records(sheet, TABLES["task_progress"], known, meant=JULY).problems
    assert "Jul 2023, first half" in problem.mend
