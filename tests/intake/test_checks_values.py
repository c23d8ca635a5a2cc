"""Files of values: every row of the design's table “What an upload accepts”, with real bytes."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook

from lib.intake.checks import CheckedValues, Reported, Targets, as_problem_file, check_values
from lib.intake.checks.problems import brief
from lib.intake.sheets import read
from lib.kept.changes import TargetKey
from lib.kept.models import Indicator
from lib.kept.reference import FormRef, Reference, UnitRef
from lib.words import language
from lib.words.half_months import HalfMonth
from lib.words.settings import UploadLimits
from tests.other_formats import Percent, Table, ods, page, spreadsheetml, xlsb, xlsx

JUNE = HalfMonth.of(2023, 6, 2)
JULY = HalfMonth.of(2023, 7, 1)
NINE = "522326101001"


pytestmark = pytest.mark.usefixtures("english")


def unit(id: int, code: str, name: str, level: str, kind: str, parent: str | None, **more: object) -> UnitRef:
    township = code[:9] if len(code) >= 9 else None
    county = code[:6] if len(code) >= 6 else None
    flags = {"monitoring_point": False, "report_pilot": False} | more
    return UnitRef(id, code, name, "", level, kind, parent, township, county, **flags)


UNITS = (
    unit(1, "5223", "黔西南州", "prefecture", "自治州", None),
    unit(2, "522301", "兴义市", "county", "市", "5223"),
    unit(3, "522326", "望谟县", "county", "县", "5223"),
    unit(4, "522301001", "黄草街道", "township", "街道", "522301"),
    unit(5, "522326101", "平洞街道", "township", "街道", "522326"),
    unit(6, "522326102", "边饶镇", "township", "镇", "522326"),
    unit(7, "522301001001", "平洞村", "village", "村", "522301001"),
    unit(8, "522326101001", "洛郎村", "village", "村", "522326101"),
    unit(9, "522326101002", "洛郎社区", "village", "社区", "522326101"),
    unit(10, "522326101003", "平洞村", "village", "村", "522326101"),
    unit(11, "522326102001", "平洞村", "village", "村", "522326102"),
    unit(12, "522326102002", "新屯村", "village", "村", "522326102", report_pilot=True),
    unit(13, "522326102003", "旧村", "village", "村", "522326102", valid_to=JUNE.ordinal - 1),
)


def indicator(id: int, code: str, name: str, form: str, **more: object) -> Indicator:
    rest = {"unit": "块", "decimals": 0, "level": "village", "minimum": Decimal(0), "maximum": None, "cumulative": True}
    return Indicator(id=id, code=code, name=name, name_en=code.title(), form=form, rollup="sum", **(rest | more))


BOARDS = indicator(1, "boards_removed", "清理机构牌子", "village_cleanup")
POSTERS = indicator(2, "wall_posters_removed", "清理上墙制度", "village_cleanup", unit="条")
SHARE = indicator(3, "share_done", "完成率", "village_cleanup", unit="%", decimals=1, maximum=Decimal(100))
REPORTS = indicator(4, "reports_cleared", "清理报表", "pilot_reports", unit="份")
CENTRES = indicator(5, "service_centres", "服务中心", "county_empowerment", unit="个", level="county")
INDICATORS = (BOARDS, POSTERS, SHARE, REPORTS, CENTRES)

REGISTER = Reference(
    units={one.code: one for one in UNITS},
    indicators={one.code: one for one in INDICATORS},
    forms={
        "village_cleanup": FormRef("village_cleanup", "村级清理表", "", "village", "all", (BOARDS, POSTERS, SHARE)),
        "pilot_reports": FormRef("pilot_reports", "试点报表清理表", "", "village", "report_pilot", (REPORTS,)),
        "county_empowerment": FormRef("county_empowerment", "县级赋能表", "", "county", "all", (CENTRES,)),
    },
    states={JUNE.ordinal: "closed", JULY.ordinal: "open"},
)

HEADER = "半月,单位代码,单位名称,清理机构牌子,清理上墙制度,完成率"
GOOD = "2023年7月上半月,522326101001,洛郎村,12,3,50"


def checked(content: bytes | str, wanted: Reported | Targets | None = None, **options: object) -> CheckedValues:
    raw = content.encode() if isinstance(content, str) else content
    return check_values(read(raw, "望谟.csv", UploadLimits()), REGISTER, wanted or Reported(**options))


def table(*rows: str, header: str = HEADER) -> str:
    return "\n".join([header, *rows]) + "\n"


def workbook(*rows: list[object], merge: str = "") -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if merge:
        book.active.merge_cells(merge)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def values(found: CheckedValues, unit_id: int = 8) -> list[int | None]:
    ordinal = found.half_months[0].ordinal
    return [found.cells.get((ordinal, unit_id, one.id)) for one in (BOARDS, POSTERS, SHARE)]


def only_problem(found: CheckedValues) -> tuple[int | None, str, str, str]:
    (problem,) = found.problems
    return problem.row, problem.column, problem.text, problem.mend


def test_a_wide_file_gives_its_values_in_smallest_steps():
    found = checked(table(GOOD))
    assert (found.form, found.half_months, found.read_rows, found.problems) == ("village_cleanup", (JULY,), 1, ())
    assert values(found) == [12, 3, 500]
    assert found.units == {8} and set(found.rows.values()) == {2}


@pytest.mark.parametrize("write", [xlsx, ods, page, spreadsheetml, xlsb])
def test_a_file_of_any_format_gives_the_same_values(write):
    row = ["2023年7月上半月", "522326101001", "洛郎村", 12, 3, Percent(0.5)]
    title = ["2023年7月上半月村级清理表", *[None] * 5]
    found = checked(write(Table([title, HEADER.split(","), row], merged=[((0, 0), (0, 5))], hidden=[2])))
    assert (values(found), found.problems, set(found.rows.values())) == ([12, 3, 500], (), {3})
    assert any("hidden" in notice for notice in found.notices)


def test_a_long_file_gives_the_same_values():
    long = table(
        "2023-07-1,522326101001,洛郎村,清理机构牌子,12",
        "2023-07-1,522326101001,洛郎村,wall_posters_removed,3",
        "2023-07-1,522326101001,洛郎村,完成率（%）,50",
        header="半月,单位代码,单位名称,指标,值",
    )
    assert checked(long).cells == checked(table(GOOD)).cells


def test_the_half_month_chosen_on_the_page_stands_for_a_missing_column():
    found = checked("单位代码,清理机构牌子,清理上墙制度,完成率\n522326101001,1,,\n", half_month=JULY)
    assert found.half_months == (JULY,) and found.blanks == 2


def test_a_file_of_targets_has_no_half_month_and_may_be_headed_by_codes():
    found = checked("unit_code,unit_name,boards_removed,reports_cleared\n522326102002,新屯村,40,7\n", Targets())
    assert found.cells == {TargetKey(12, 1): 40, TargetKey(12, 4): 7} and found.problems == ()


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param("１２", 12, id="full-width digits"),
        pytest.param('"1,234"', 1234, id="thousands separator"),
        pytest.param('"１，２３４"', 1234, id="full-width thousands separator"),
        pytest.param(" 12 ", 12, id="surrounding blanks"),
        pytest.param("\u300012\u200b", 12, id="ideographic and zero-width blanks"),
        pytest.param("12.0", 12, id="whole number with a decimal point"),
        pytest.param("+12", 12, id="plus sign"),
        pytest.param("0", 0, id="zero is zero"),
        pytest.param("", None, id="blank is not reported"),
        pytest.param("\u3000", None, id="an ideographic blank is blank"),
    ],
)
def test_numbers_taken_silently(cell, expected):
    found = checked(table(f"2023-07-1,522326101001,洛郎村,{cell},3,50"))
    assert found.problems == () and values(found)[0] == expected


@pytest.mark.parametrize("cell", ["12.5%", "12.5", "１２．５％", " 12.5 % "])
def test_a_percent_indicator_takes_a_percent_sign(cell):
    assert values(checked(table(f"2023-07-1,522326101001,洛郎村,1,3,{cell}")))[2] == 125


@pytest.mark.parametrize(
    ("cell", "kind", "mend"),
    [
        pytest.param("1.2万", "ten_thousands", "Write the number 12000, without “万”", id="ten thousands"),
        pytest.param("１.２万块", "ten_thousands", "Write the number 12000, without “万”", id="ten thousands, unit"),
        pytest.param("0.5亿", "ten_thousands", "Write the number 50000000, without “亿”", id="hundred millions"),
        pytest.param("约30", "about", "Leave out “约”, write 30", id="about"),
        pytest.param("30左右", "about", "Leave out “左右”, write 30", id="about, behind"),
        pytest.param("12个", "other_unit", "counted in 块, not in 个; if it is 12 块", id="another unit behind"),
        pytest.param("十二", "not_a_number", "Write a number like 12;", id="words"),
        pytest.param("NaN", "not_a_number", "Write a number like 12;", id="not a number"),
        pytest.param("inf", "not_a_number", "Write a number like 12;", id="infinite"),
        pytest.param("1.2E+3", "not_a_number", "Write the number in full: 1200", id="scientific"),
        pytest.param('"1,2345"', "not_a_number", "Write a number", id="separator at the wrong place"),
        pytest.param("1_000", "not_a_number", "Write a number", id="underscore"),
        pytest.param(
            "12%", "percent_for_count", "The cell shows 12%: write the count itself", id="percent for a count"
        ),
        pytest.param("1.5", "decimals", "Only whole numbers", id="decimals"),
        pytest.param("-1", "negative", "It cannot be negative", id="negative"),
        pytest.param("−1", "negative", "It cannot be negative", id="negative with a true minus sign"),
        pytest.param("9" * 15, "out_of_range", "too large", id="too large for its share of a target"),
        pytest.param("9" * 16, "out_of_range", "too large", id="too large"),
        pytest.param("9" * 400, "out_of_range", "too large", id="far too large"),
        pytest.param("1E99999999", "not_a_number", "Write", id="exponent bomb"),
    ],
)
def test_numbers_refused_with_the_mend(cell, kind, mend):
    found = checked(table(GOOD, f"2023-07-1,522326101002,洛郎社区,{cell},3,50"))
    row, column, text, said = only_problem(found)
    assert (row, column, text) == (3, "D 清理机构牌子", brief(cell.strip('"')))
    assert mend in said and found.problems[0].kind == kind
    assert found.refused_rows == {3} and values(found) == [12, 3, 500]


@pytest.mark.parametrize(("cell", "kind"), [("100.1", "out_of_range"), ("50.25", "decimals"), ("-0.1", "negative")])
def test_a_percent_out_of_range_or_too_fine_is_refused(cell, kind):
    assert checked(table(f"2023-07-1,522326101001,洛郎村,1,3,{cell}")).problems[0].kind == kind


@pytest.mark.parametrize(
    "spelled",
    ["2023年7月上半月", "2023-07-1", "2023年7月上", "2023.7上", "２０２３年７月上半月", " 2023 年 7 月 上半月 "],
)
def test_half_months_are_taken_in_any_usual_spelling(spelled):
    assert checked(table(GOOD.replace("2023年7月上半月", spelled))).half_months == (JULY,)


@pytest.mark.parametrize(
    ("spelled", "kind"),
    [
        pytest.param("2023/7/1", "half_month_date", id="a date"),
        pytest.param("2023-07-01", "half_month_date", id="a date with zeros"),
        pytest.param("2023年6月下半月", "half_month_closed", id="closed"),
        pytest.param("2023年8月上半月", "half_month_not_open", id="not open"),
        pytest.param("2023年13月上半月", "not_a_half_month", id="there is none"),
        pytest.param("七月", "not_a_half_month", id="words"),
        pytest.param("", "no_half_month", id="blank"),
    ],
)
def test_half_months_refused(spelled, kind):
    found = checked(table(GOOD.replace("2023年7月上半月", spelled)))
    assert found.problems[0].kind == kind and found.problems[0].column == "A 半月" and found.cells == {}


def test_a_half_month_that_excel_made_a_date_is_refused_with_the_date():
    rows = HEADER.split(","), [date(2023, 7, 1), NINE, "洛郎村", 1, 2, 3]
    row, column, text, mend = only_problem(checked(workbook(*map(list, rows))))
    assert (row, column, text) == (2, "A 半月", "2023-07-01") and "is a date" in mend


def test_a_row_of_another_half_month_than_the_chosen_one_is_refused():
    found = checked(table(GOOD), half_month=JUNE, any_state=True)
    assert found.problems[0].kind == "other_half_month"


def test_a_closed_half_month_without_a_column_is_one_problem_of_the_file():
    found = checked("单位代码,清理机构牌子,清理上墙制度,完成率\n522326101001,1,2,3\n", half_month=JUNE)
    assert [(one.row, one.kind) for one in found.problems] == [(None, "half_month_closed")] and found.cells == {}


def test_closed_half_months_are_loaded_at_start_up():
    assert checked(table(GOOD.replace("7月上", "6月下")), any_state=True).half_months == (JUNE,)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        pytest.param("522326101001", "", id="code alone"),
        pytest.param("'522326101001", "洛郎村", id="text mark"),
        pytest.param('"=""522326101001"""', "洛郎村", id="text formula"),
        pytest.param("５２２３２６１０１００１", "洛郎村", id="full-width code"),
        pytest.param("522326 101 001", "洛郎村", id="blanks within"),
        pytest.param("522326101001.0", "洛郎村", id="number with .0"),
        pytest.param("", "洛郎村", id="name alone"),
        pytest.param("", "洛郎村委会", id="committee"),
        pytest.param("", "洛郎村民委员会", id="committee in full"),
        pytest.param("", "洛郎村村民委员会", id="committee in full, twice village"),
        pytest.param("", "平洞街道洛郎村", id="after its township"),
        pytest.param("", "望谟县平洞街道洛郎村", id="after county and township"),
        pytest.param("522326101001", "洛郎", id="bare name beside the code"),
    ],
)
def test_units_are_found_by_code_and_by_name(code, name):
    found = checked(table(f"2023-07-1,{code},{name},12,3,50"))
    assert found.problems == () and found.units == {8}


def test_village_and_community_of_one_base_name_are_told_apart():
    assert checked(table("2023-07-1,,洛郎社区居委会,12,3,50")).units == {9}


def test_a_code_stored_as_a_number_has_every_digit():
    rows = HEADER.split(","), ["2023-07-1", int(NINE), "洛郎村", 1, 2, "3.0"]
    assert checked(workbook(*map(list, rows))).units == {8}


@pytest.mark.parametrize(
    ("code", "name", "kind", "column", "mend"),
    [
        pytest.param("5.22326E+11", "新屯村", "scientific_code", "B", "all 12 digits: 522326102002", id="scientific"),
        pytest.param("5.22326E+11", "平洞村", "scientific_code", "B", "write all digits", id="scientific, ambiguous"),
        pytest.param("522326109999", "", "unknown_unit", "B", "There is no unit with this code", id="unknown code"),
        pytest.param("", "无名村", "unknown_unit", "B", "There is no unit with this name", id="unknown name"),
        pytest.param("", "平洞村", "ambiguous_name", "C", "3 units are called so", id="ambiguous name"),
        pytest.param("", "洛郎", "ambiguous_name", "C", "2 units are called so", id="village or community"),
        pytest.param("522326101001", "新屯村", "code_name_disagree", "B", "is 洛郎村", id="code and name disagree"),
        pytest.param("522326101001", "洛郎社区", "code_name_disagree", "B", "is 洛郎村", id="kind disagrees"),
        pytest.param("522326101", "平洞街道", "wrong_level", "B", "平洞街道", id="wrong level"),
        pytest.param("522326102003", "旧村", "unit_not_valid", "B", "旧村", id="closed unit"),
        pytest.param("", "", "no_unit", "C", "Write the code or the name", id="neither code nor name"),
    ],
)
def test_units_refused(code, name, kind, column, mend):
    found = checked(table(f"2023-07-1,{code},{name},12,3,50"))
    assert [(one.kind, one.column[0]) for one in found.problems] == [(kind, column)]
    assert mend in found.problems[0].mend


def test_a_name_is_looked_for_among_the_units_that_one_reports_for():
    row = "2023-07-1,,平洞村,12,3,50"
    assert checked(table(row), scope="522326102").units == {11}
    assert "2 units are called so" in checked(table(row), scope="522326").problems[0].mend


def test_a_unit_out_of_scope_is_refused():
    assert checked(table(GOOD), scope="522301").problems[0].kind == "out_of_scope"


def test_the_township_in_the_row_tells_villages_of_one_name_apart():
    header = "半月,乡镇,村,清理机构牌子,清理上墙制度,完成率"
    assert checked(table("2023-07-1,边饶镇,平洞村,12,3,50", header=header)).units == {11}


def test_counties_may_be_named_in_the_column_of_places():
    found = checked("半月,县（市、新区）,服务中心\n2023-07-1,望谟县,7\n")
    assert found.form == "county_empowerment" and found.cells == {(JULY.ordinal, 3, 5): 7}


def test_a_village_that_is_no_pilot_may_leave_the_pilots_form_blank_but_not_fill_it():
    header = "半月,单位代码,清理报表"
    found = checked(table("2023-07-1,522326102002,5", "2023-07-1,522326101001,", header=header))
    assert found.problems == () and len(found.cells) == 1
    assert checked(table("2023-07-1,522326101001,5", header=header)).problems[0].kind == "not_asked"


def test_what_stands_around_the_table_is_left_out():
    found = checked(
        "2023年7月上半月村级清理表,,,,,\n填报单位：望谟县,,,,,\n\n*单位代码：,单位\n名称,半月,完成率（%）,上墙,清理机构牌子（块）\n".replace(
            "单位\n名称", '"单位\n名称"'
        ).replace("上墙", "清理上墙制度(条)")
        + "522326101001,洛郎村,2023-07-1,50,3,12\n,,,,,\n"
        + "*单位代码：,单位名称,半月,完成率（%）,清理上墙制度(条),清理机构牌子（块）\n"
        + "522326102002,新屯村,2023-07-1,50,4,20\n"
        + "合计,,,,7,32\n注：以上数据截至7月15日,,,,,\n填表人：张三,,审核人：李四,,,\n"
    )
    assert found.problems == () and found.read_rows == 2
    assert values(found) == [12, 3, 500]
    assert found.notices == (
        "Total rows are left out: row 9",
        "Remarks below or between the rows are left out: row 10, 11",
    )


def test_extra_columns_are_left_out_with_a_notice():
    found = checked(table(GOOD + ",甲,好", header=HEADER + ",序号,备注"))
    assert found.problems == () and found.notices == ("Left out, since unknown: 备注",)


def test_a_total_that_differs_from_the_sum_is_told():
    found = checked(table(GOOD, "2023-07-1,522326102002,新屯村,20,4,", ",合计,,33,7,"))
    assert found.notices[-1] == "Row 4, D 清理机构牌子: the total says 33, the rows add up to 32"


def test_subtotals_are_compared_with_the_rows_since_the_last_one():
    found = checked(
        table(
            GOOD,
            ",平洞街道小计,,12,3,50",
            "2023-07-1,522326102002,新屯村,20,4,10",
            ",边饶镇小计,,20,4,10",
            ",合 计,,32,7,60",
        )
    )
    assert found.problems == () and found.notices == ("Total rows are left out: row 3, 5, 6",)


def test_merged_cells_of_units_are_filled_down_but_merged_values_are_refused():
    rows = [["半月", "乡镇", "村", *HEADER.split(",")[3:]]]
    rows += [["2023-07-1", "边饶镇", "平洞村", 1, 2, 3], [None, None, "新屯村", 4, 5, 6]]
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for merge in ("A2:A3", "B2:B3"):
        book.active.merge_cells(merge)
    written = BytesIO()
    book.save(written)
    found = checked(written.getvalue())
    assert found.units == {11, 12} and found.problems == ()
    book.active.merge_cells("D2:D3")
    written = BytesIO()
    book.save(written)
    assert [(one.row, one.column, one.kind) for one in checked(written.getvalue()).problems] == [
        (3, "D 清理机构牌子", "merged_value")
    ]


def test_a_percent_cell_of_a_workbook_counts_as_its_percent():
    book = Workbook()
    book.active.append(HEADER.split(","))
    book.active.append(["2023-07-1", NINE, "洛郎村", 1, 2, 0.125])
    book.active["F2"].number_format = "0.0%"
    written = BytesIO()
    book.save(written)
    assert values(checked(written.getvalue())) == [1, 2, 125]


def test_binary_noise_of_a_formula_result_is_no_decimal():
    rows = HEADER.split(","), ["2023-07-1", NINE, "洛郎村", 1, 2, 1.1 + 2.2]
    assert values(checked(workbook(*map(list, rows)))) == [1, 2, 33]


def test_error_cells_and_formulas_without_a_result_are_refused():
    rows = HEADER.split(","), ["2023-07-1", NINE, "洛郎村", "=1+1", "#N/A", 3]
    found = checked(workbook(*map(list, rows)))
    assert [(one.column[0], one.text, one.kind) for one in found.problems] == [
        ("D", "=1+1", "formula_without_result"),
        ("E", "#N/A", "error_cell"),
    ]


def test_an_identical_row_twice_counts_once():
    found = checked(table(GOOD, GOOD.replace("2023年7月上半月", "2023-07-1").replace("12", "１２")))
    assert found.problems == () and len(found.cells) == 3
    assert found.notices == ("1 row says the same twice; it counts once",)


def test_one_key_with_two_values_refuses_both_rows_also_when_spelled_differently():
    found = checked(table(GOOD, "2023.7上,,洛郎村委会,13,3,50", "2023-07-1,522326102002,新屯村,1,1,1"))
    assert only_problem(found) == (
        3,
        "D 清理机构牌子",
        "13",
        "Row 2 says another value for the same; keep the right one",
    )
    assert found.refused_rows == {2, 3} and {key[1] for key in found.cells} == {12}


def test_the_sheet_is_read_whose_header_fits_however_large_the_others_are():
    book = Workbook()
    codes, data = book.active, book.create_sheet("数据")
    codes.title = "代码表"
    for row in (["单位代码", "单位名称"], *([unit.code, unit.name] for unit in UNITS)):
        codes.append(row)
    for row in (HEADER.split(","), ["2023-07-1", NINE, "洛郎村", 12, 3, 50]):
        data.append(row)
    written = BytesIO()
    book.save(written)
    found = checked(written.getvalue())
    assert values(found) == [12, 3, 500] and [sheet.name for sheet in found.sheets] == ["数据"]
    assert found.notices == ("Read is the sheet “数据”; left out: 代码表",)


@pytest.mark.parametrize(
    ("content", "kind", "text"),
    [
        pytest.param("1,2,3\n4,5,6\n", "no_header", "no header row", id="no header"),
        pytest.param("姓名,电话\n张三,1\n", "no_header", "no header row", id="another table"),
        pytest.param(
            "单位代码,单位名称,电话\n1,2,3\n", "another_table", "No column is an indicator", id="no indicator"
        ),
        pytest.param("清理机构牌子,清理上墙制度\n1,2\n", "another_table", "No column names the unit", id="no unit"),
        pytest.param(HEADER.replace(",完成率", "") + "\n", "missing_column", "missing", id="missing column"),
        pytest.param(HEADER + ",清理机构牌子（块）\n", "doubled_column", "Columns D and G", id="doubled indicator"),
        pytest.param(HEADER + ",代码\n", "doubled_column", "Columns B and G", id="doubled code"),
        pytest.param("单位代码,清理机构牌子,清理上墙制度,完成率\n", "no_half_month", "is missing", id="no half month"),
    ],
)
def test_files_refused_as_a_whole(content, kind, text):
    found = checked(content + "2023-07-1,522326101001,洛郎村,1,2,3\n")
    assert found.cells == {} and (found.problems[0].row, found.problems[0].kind) == (None, kind)
    assert text in found.problems[0].mend


def test_a_row_with_too_many_fields_is_refused():
    found = checked(table("2023-07-1,522326101001,洛郎村,1,234,3,50", GOOD.replace("洛郎村", "")))
    assert (found.problems[0].row, found.problems[0].column, found.problems[0].kind) == (2, "G", "too_many_fields")


def test_columns_of_another_form_are_left_out_with_a_notice():
    found = checked(table(GOOD + ",5", header=HEADER + ",清理报表"))
    assert found.form == "village_cleanup" and "belong to another form: 清理报表" in found.notices[0]


def test_long_rows_of_an_unknown_or_foreign_indicator_are_refused():
    header = "半月,单位代码,指标,值"
    rows = [f"2023-07-1,522326101001,{name},5" for name in ("清理机构牌子", "完成率", "清理报表", "没有")]
    found = checked(table(*rows, header=header))
    assert [(one.row, one.column, one.kind) for one in found.problems] == [
        (4, "C 指标", "other_form"),
        (5, "C 指标", "unknown_indicator"),
    ]


def test_all_problems_of_a_row_are_told_at_once():
    found = checked(table("2023-06-02,5.22E+11,无名村,十,约3,200"))
    assert [one.column[0] for one in found.problems] == ["B", "A", "D", "E", "F"]


def test_the_problem_file_is_the_same_table_with_a_last_column_that_no_spreadsheet_evaluates():
    sheet = read(table("2023-07-1,522326101001,=cmd|'/c calc'!A1,约3,-3,@x").encode(), "a.csv", UploadLimits())
    lines = as_problem_file(sheet, check_values(sheet, REGISTER).problems).decode("utf-8-sig").splitlines()
    assert lines[0] == HEADER + ",What to mend"
    assert "\"'=cmd|'/c calc'!A1\",约3,-3,'@x," in lines[1]
    assert "D 清理机构牌子: Leave out “约”, write 3; E 清理上墙制度: It cannot be negative" in lines[1]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("1.2万", "写成数字 12000，不带“万”"),
        ("约30", "去掉“约”，写 30"),
        ("12%", "表中显示为 12%：请填数量本身，并把单元格设为数字格式"),
    ],
)
def test_a_clerk_reads_the_mend_in_chinese(cell, said):
    language.use("zh")
    assert checked(table(f"2023-07-1,{NINE},洛郎村,{cell},3,50")).problems[0].mend == said


def test_a_clerk_is_told_the_full_code_in_chinese():
    language.use("zh")
    found = checked(table("2023-07-1,5.22326E+11,新屯村,12,3,50"))
    assert found.problems[0].mend == "改为文本，补全 12 位：522326102002"


def test_code_of_no_unit_is_told_with_that_of_the_name():
    language.use("zh")
    found = checked(table("2023-07-1,522326199999,新屯村,12,3,50"))
    assert found.problems[0].mend.endswith("新屯村的代码是 522326102002")
    assert found.problems[0].mend.startswith("没有这个代码；")


# Units over time ------------------------------------------------------------------------------------------------

ENDED = {"valid_to": JUNE.ordinal, "successor_code": "522326102009"}
VILLAGES_IN_TIME = (
    unit(20, "522326102007", "山前村", "village", "村", "522326102", **ENDED),
    unit(21, "522326102008", "山后村", "village", "村", "522326102", **ENDED),
    unit(22, "522326102009", "山前村", "village", "村", "522326102", valid_from=JULY.ordinal),
)
MERGED = replace(
    REGISTER,
    states={JUNE.ordinal: "open", JULY.ordinal: "open"},
    units=dict(REGISTER.units) | {one.code: one for one in VILLAGES_IN_TIME},
)


def in_time(*rows: str) -> CheckedValues:
    return check_values(read(table(*rows).encode(), "望谟.csv", UploadLimits()), MERGED, Reported())


def test_a_name_means_the_unit_that_exists_in_the_half_month_of_the_row():
    found = in_time("2023-06-2,,山前村,12,3,50", "2023-07-1,,山前村,14,3,50")
    assert not found.problems
    assert {(key[0], key[1]) for key in found.cells} == {(JUNE.ordinal, 20), (JULY.ordinal, 22)}


def test_the_old_code_is_answered_with_the_new_one():
    language.use("zh")
    [problem] = in_time("2023-07-1,522326102008,山后村,12,3,50").problems
    assert (problem.row, problem.column[0], problem.kind) == (2, "B", "unit_not_valid")
    assert problem.mend == "522326102008 山后村自2023年7月上半月起并入山前村（522326102009），请用新代码"


def test_the_name_of_a_unit_that_ended_leads_to_its_successor():
    [problem] = in_time("2023-07-1,,山后村,12,3,50").problems
    assert (problem.column[0], problem.kind) == ("B", "unit_not_valid")
    assert "山前村 (522326102009)" in problem.mend


def test_the_new_code_is_refused_before_it_is_valid():
    [problem] = in_time("2023-06-2,522326102009,山前村,12,3,50").problems
    assert problem.mend == "山前村 exists only from Jul 2023, first half on"
