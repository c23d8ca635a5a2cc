"""Files of catalogues and registers."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook

from lib.intake.checks import CheckedRecords, check_records
from lib.intake.sheets import read
from lib.kept.tables import TABLES
from lib.words.half_months import HalfMonth
from lib.words.settings import UploadLimits
from tests.other_formats import Table, ods, page, spreadsheetml, xlsb, xlsx

# Made up; as in a real register villages share names, and a village and a community share a base name.
REGISTER = """code,name,level,kind,parent_code
9901,云岭州,prefecture,自治州,
990101,青山县,county,县,9901
990101001,河口街道,township,街道,990101
990101001001,新寨村委会,village,村委会,990101001
990101001002,新寨居委会,village,居委会,990101001
990101101101,新寨村委会,village,村委会,990101101
990101101,石桥镇,township,镇,990101
"""
UNITS = "代码,名称,层级,类别,上级单位代码\n"


pytestmark = pytest.mark.usefixtures("english")


def checked(text: str | bytes, table: str, **known: object) -> CheckedRecords:
    content = text if isinstance(text, bytes) else text.encode()
    return check_records(read(content, "units.csv", UploadLimits()), TABLES[table], known)


def problems(found: CheckedRecords) -> list[tuple[int | None, str, str]]:
    return [(one.row, one.column.partition(" ")[0], one.kind) for one in found.problems]


def test_a_register_is_read_also_where_a_parent_stands_below_its_children():
    found = checked(REGISTER, "unit")
    assert found.problems == () and len(found.rows) == 7
    village = found.rows[3]
    assert (village.number, village.key, village.values["kind"]) == (5, ("990101001001",), "村")
    assert found.rows[4].values["kind"] == "社区"


def test_columns_that_are_missing_take_the_models_defaults_and_are_told_apart():
    found = checked(REGISTER, "unit")
    assert found.columns == ("code", "name", "level", "kind", "parent_code")
    values = found.rows[0].values
    assert (values["name_en"], values["monitoring_point"], values["valid_from"], values["parent_code"]) == (
        "", False, None, None,
    )  # fmt: skip


def test_every_kind_of_column_becomes_its_type():
    header = "code,name,level,kind,parent_code,monitoring_point,valid_from,valid_to"
    found = checked(f"{header}\n9901,云岭州,prefecture,自治州,,是,2023-01-1,2023-06-30\n", "unit")
    values = found.rows[0].values
    assert values["monitoring_point"] is True
    assert values["valid_from"] == HalfMonth.of(2023, 1, 1).ordinal
    assert values["valid_to"] == HalfMonth.of(2023, 6, 2).ordinal  # a unit may be closed by a day
    found = checked(f"{header}\n9901,云岭州,prefecture,自治州,,是,2023/1/2,2023-06-2\n", "unit").rows[0].values
    assert found["valid_from"] == HalfMonth.of(2023, 1, 1).ordinal  # a day
    assert found["valid_to"] == HalfMonth.of(2023, 6, 2).ordinal  # no day: 2 June lies in the first half
    text = "half_month,form,county_code,reported_on,decision,reason\n2023-01-1,f,9901,2023/1/18,退回,缺两村\n"
    values = checked(text, "submission", form={"f"}, unit={"9901"}).rows[0].values
    assert (values["reported_on"], values["decision"]) == (date(2023, 1, 18), "returned")


def test_task_progress_is_read_with_a_unit_name_that_only_helps_reading():
    text = "half_month,task_code,unit_code,单位名称,percent\n2023年6月下半月,T01,990101001,河口街道,62.5\n"
    found = checked(text, "task_progress", task={"T01"}, unit={"990101001"})
    assert (found.problems, found.notices) == ((), ())
    assert found.rows[0].key == (HalfMonth.of(2023, 6, 2).ordinal, "T01", "990101001")
    assert found.rows[0].values["percent"] == Decimal("62.5")


@pytest.mark.parametrize(
    ("percent", "kind"),
    [
        ("100.1", "out_of_range"),
        ("-1", "out_of_range"),
        ("6.25", "decimals"),
        ("六成", "not_a_number"),
        ("", "required"),
    ],
)
def test_percents_refused(percent, kind):
    text = f"half_month,task_code,unit_code,percent\n2023-06-2,T01,9901,{percent}\n"
    assert problems(checked(text, "task_progress", task={"T01"}, unit={"9901"})) == [(2, "D", kind)]


@pytest.mark.parametrize(
    ("row", "column", "kind"),
    [
        pytest.param("9.90101E+11,甲村,village,村,990101001", "A", "scientific_code", id="scientific code"),
        pytest.param("990101001009,,village,村,990101001", "B", "required", id="no name"),
        pytest.param("990101001009,甲村,hamlet,村,990101001", "C", "not_a_choice", id="unknown level"),
        pytest.param("990101001009,甲村,village,村,999", "E", "unknown_code", id="unknown unit above"),
        pytest.param("990101001009,甲村,village,村,990101", "E", "wrong_level", id="village right below a county"),
        pytest.param("990101001009,甲村,village,村,", "E", "wrong_level", id="village below nothing"),
        pytest.param("990101001009,甲村,village,村,990101001009", "E", "wrong_level", id="unit below itself"),
        pytest.param("9902,乙州,prefecture,自治州,9901", "E", "wrong_level", id="prefecture below another"),
        pytest.param("990101001001,别名村,village,村,990101001", "A", "two_values", id="one code, two names"),
        pytest.param("990101001009,甲,乙村,village,村,990101001", "F", "too_many_fields", id="too many fields"),
    ],
)
def test_units_refused(row, column, kind):
    assert (9, column, kind) in problems(checked(REGISTER + row + "\n", "unit"))


def test_the_level_of_an_existing_unit_above_is_checked_where_it_is_known():
    text = "code,name,level,kind,parent_code\n990101001009,甲村,village,村,990101\n"
    assert problems(checked(text, "unit", unit={"990101": "county"})) == [(2, "E", "wrong_level")]
    assert checked(text, "unit", unit={"990101"}).problems == ()


@pytest.mark.parametrize("write", [xlsx, ods, page, spreadsheetml, xlsb])
def test_lost_zeros_of_a_code_are_named_where_they_are_lost_and_kept_where_they_are_not(write):
    rows = [
        ["half_month", "task_code", "unit_code", "percent"],
        ["2023-06-2", 1, "9901", 5],
        ["2023-06-2", "02", "9901", 5],
    ]
    found = checked(write(Table(rows)), "task_progress", task={"01", "02"}, unit={"9901"})
    assert problems(found) == [(2, "B", "lost_zeros")] and "write 01 as text" in found.problems[0].mend
    assert [record.values["task_code"] for record in found.rows] == ["02"]


def test_a_bracket_that_says_another_thing_is_not_thrown_away():
    text = "half_month,task_code,unit_code,百分比（目标）\n2023-06-2,T01,9901,5\n"
    found = checked(text, "task_progress", task={"T01"}, unit={"9901"})
    assert found.rows == () and problems(found)[0][2] == "missing_column"
    assert found.notices == ("Left out, since unknown: 百分比（目标）",)
    text = text.replace("目标", "%")
    assert len(checked(text, "task_progress", task={"T01"}, unit={"9901"}).rows) == 1


def test_a_task_must_not_be_due_before_it_starts():
    text = "code,level,name,phase,start,due\n01,county,清理,clean,2023-06-2,2023-04-1\n"
    found = checked(text, "task")
    assert problems(found) == [(2, "F", "wrong_order")] and "“Start”" in found.problems[0].mend


def test_nobody_answers_who_was_not_asked():
    head = "code,half_month,county_code,respondents,asked,answered,satisfied,held_by,source\n"
    rows = "V1,2023-06-1,990101,村民,40,50,45,民调中心,年中民调\nV2,2023-06-1,990101,村民,50,40,40,民调中心,年中民调\n"
    found = checked(head + rows, "survey", unit={"990101"})
    assert problems(found) == [(2, "F", "above_whole")] and "“People asked”" in found.problems[0].mend
    assert [record.values["code"] for record in found.rows] == ["V2"]


def test_the_county_of_a_survey_is_a_county():
    head = "code,half_month,county_code,respondents,asked,answered,satisfied,held_by,source\n"
    codes = enumerate(["9901", "990101", "990101001"])
    rows = "".join(f"V{at},2023-06-1,{code},村民,50,40,40,民调中心,民调\n" for at, code in codes)
    found = checked(head + rows, "survey", unit={"9901": "prefecture", "990101": "county", "990101001": "township"})
    assert problems(found) == [(2, "C", "wrong_level"), (4, "C", "wrong_level")]
    assert "level Counties" in found.problems[0].mend
    assert [record.values["code"] for record in found.rows] == ["V1"]


def test_a_survey_is_of_a_half_month_that_has_begun():
    head = "code,half_month,county_code,respondents,asked,answered,satisfied,held_by,source\n"
    rows = "V1,2029-07-1,990101,村民,50,40,40,民调中心,年中民调\nV2,2023-07-1,990101,村民,50,40,40,民调中心,年中民调\n"
    found = checked(head + rows, "survey", unit={"990101": "county"})
    assert problems(found) == [(2, "B", "to_come")] and [record.values["code"] for record in found.rows] == ["V2"]


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("pilot", "unit_code,matter,pilot_from\n990101,boards,2023-04-1\n"),
        ("visit", "unit_code,code,held_on,kind,topic\n990101,G1,2023-04-20,guidance,牌子\n"),
    ],
)
def test_a_pilot_and_a_visit_are_at_a_village(table, text):
    found = checked(text, table, unit={"990101": "county", "990101001001": "village"})
    assert problems(found) == [(2, "A", "wrong_level")]


def test_both_rows_of_one_key_with_two_contents_are_refused_and_an_identical_one_counts_once():
    found = checked(REGISTER + "9901,别州,prefecture,自治州,\n990101,青山县,county,县,9901\n", "unit")
    assert found.refused_rows == {2, 9} and len(found.rows) == 6
    assert found.notices == ("1 row says the same twice; it counts once",)


@pytest.mark.parametrize(
    ("text", "kind", "column"),
    [
        pytest.param("a,b\n1,2\n", "no_header", "", id="another table"),
        pytest.param("code,name,level,parent_code\n1,甲,county,\n", "missing_column", "Kind", id="missing column"),
        pytest.param("code,name,level,kind,level\n", "doubled_column", "E level", id="doubled column"),
    ],
)
def test_tables_refused_as_a_whole(text, kind, column):
    found = checked(text, "unit")
    first = found.problems[0]
    assert found.rows == () and (first.row, first.kind, first.column) == (None, kind, column)


def test_title_rows_repeated_headers_and_remarks_are_left_out():
    header, *rows = REGISTER.splitlines()
    marked = f"*{header}".replace(",", "：,")
    lines = ["云岭州行政单元", "", marked, *rows[:2], header, *rows[2:], "注：虚构"]
    found = checked("\n".join(lines), "unit")
    assert found.problems == () and len(found.rows) == 7
    assert found.notices == ("Row 12 is left out: 注：虚构",)


def test_codes_and_flags_of_a_workbook_are_taken_from_numbers():
    book = Workbook()
    book.active.append(["code", "name", "level", "kind", "parent_code", "report_pilot"])
    book.active.append([9901, "云岭州", "prefecture", "自治州", None, 1])
    written = BytesIO()
    book.save(written)
    found = checked(written.getvalue(), "unit")
    assert found.rows[0].key == ("9901",) and found.rows[0].values["report_pilot"] is True


def test_levels_and_headers_may_be_in_chinese():
    found = checked(UNITS + "9901,云岭州,州,自治州,\n990101,青山县,县(市、新区),县,9901\n", "unit")
    assert found.problems == () and [record.values["level"] for record in found.rows] == ["prefecture", "county"]


# Titles and tables -----------------------------------------------------------------------------------------------

TASK = "code,level,name,phase,start,due"


@pytest.mark.parametrize("said", ["（必填）", "（2023-06-2）", "（年月）", "(start)"])
def test_a_bracket_that_tells_how_to_fill_in_a_column_is_none_of_its_name(said):
    found = checked(f"code,level,name,phase,start{said},due\n01,county,清理,clean,2023-06-2,2023-07-1\n", "task")
    assert found.problems == () and len(found.rows) == 1


def test_a_bracket_that_is_not_understood_is_asked_about_where_no_other_column_is_meant():
    row = "01,county,清理,clean,2023-06-2,2023-07-1"
    found = checked(f"{TASK},英文名称（旧称）\n{row},Clean\n", "task")
    assert problems(found) == [(None, "G", "other_meaning")] and "旧称" in found.problems[0].mend
    found = checked(f"{TASK},name_en,英文名称（旧称）\n{row},Clean,Clear\n", "task")
    assert found.problems == () and found.notices == ("Left out, since unknown: 英文名称（旧称）",)
    assert found.rows[0].values["name_en"] == "Clean"


def test_a_second_header_ends_the_table_and_one_of_the_same_columns_begins_another():
    first = f"{TASK}\n01,county,清理,clean,2023-06-2,2023-07-1\n"
    other = "名称,代码,层级,阶段,开始半月,完成半月\n核对,02,county,clean,2023-06-2,2023-07-1\n"
    found = checked(first + other, "task")
    assert found.problems == () and [record.key for record in found.rows] == [("01",), ("02",)]
    found = checked(f"{first}\n代码,名称\n03,另一张表\n", "task")
    assert found.problems == () and [record.key for record in found.rows] == [("01",)]
    assert found.notices == ("From row 4 on stands another table; it is left out",)


def test_sheets_of_one_layout_are_read_together_and_rows_have_their_sheet():
    book = Workbook()
    book.active.title = "甲"
    for sheet, code, due in ((book.active, "01", "2023-07-1"), (book.create_sheet("乙"), "02", "2023-01-1")):
        sheet.append(TASK.split(","))
        sheet.append([code, "county", "清理", "clean", "2023-06-2", due])
    book.create_sheet("说明").append(["填表说明"])
    content = BytesIO()
    book.save(content)
    found = check_records(read(content.getvalue(), "a.xlsx", UploadLimits()), TABLES["task"], {})
    assert [record.key for record in found.rows] == [("01",)] and [one.name for one in found.sheets] == ["甲", "乙"]
    [problem] = found.problems
    assert (problem.place, problem.kind, problem.letter) == ("乙!2", "wrong_order", "F")
