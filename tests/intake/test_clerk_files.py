"""What clerks write: totals with a count behind them, numbered columns, a measure in the cell, bare commas."""

from dataclasses import replace

import pytest

from lib.intake.checks import Reported, check_values
from lib.intake.sheets import read
from lib.words.half_months import HalfMonth
from lib.words.settings import UploadLimits
from tests.intake.test_layout import HEADER, JULY, REGISTER, A, B, C, checked, kinds, values, workbook, written

pytestmark = pytest.mark.usefixtures("english")

COSTS = "单位代码,单位名称,村级运转经费,驻村干部"
ROWS = f"{A},洛郎村,5,2,1\n{B},河东村,6,3,0\n"


def test_two_tables_beside_each_other_are_one_sentence_that_says_how_to_stack_them():
    found = checked(f"{HEADER},,{HEADER}\n{A},洛郎村,5,2,1,,{B},河东村,6,3,0\n")
    assert kinds(found) == [(None, "G 单位代码", "tables_beside")]
    assert "column G" in found.problems[0].mend and "below" in found.problems[0].mend
    assert found.cells == {}


def test_a_doubled_column_alone_is_still_named_by_itself():
    found = checked(f"{HEADER},清理机构牌子\n{A},洛郎村,5,2,1,2\n")
    assert kinds(found) == [(None, "F 清理机构牌子", "doubled_column")]


@pytest.mark.parametrize("end", [",", ",,", ",见附件,"])
def test_a_comma_for_thousands_without_quotes_moves_no_value_into_the_next_column(end):
    rows = f"{A},洛郎村,123,400,2{end}\n{B},河东村,900,3,\n"
    found = checked(f"{COSTS},备注\n{rows}", "village_support")
    assert [row for row, _column, kind in kinds(found) if kind == "too_many_fields"] == [2]
    assert {value for (_month, unit, _one), value in found.cells.items() if unit == 12} == {900, 3}
    assert not any(unit == 11 for _month, unit, _one in found.cells)


def test_blank_fields_behind_the_last_column_are_nothing():
    assert values(checked(f"{COSTS}\n{A},洛郎村,900,3,,\n", "village_support")) == {(11, 5): 900, (11, 6): 3}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param("14.67", 146700, id="as its title says"),
        pytest.param("14.67万元", 146700, id="the measure once more"),
        pytest.param("0.5万", 5000, id="the multiple alone"),
        pytest.param("42400元", 42400, id="the indicator's own"),
        pytest.param("１，２００ 元", 1200, id="full-width"),
    ],
)
def test_the_measure_that_a_cell_names_is_nearer_than_that_of_its_title(cell, expected):
    content = f"单位代码,单位名称,村级运转经费（万元）,驻村干部\n{A},洛郎村,{cell},3\n"
    assert values(checked(content, "village_support")) == {(11, 5): expected, (11, 6): 3}


@pytest.mark.parametrize("cell", ["约14.67万", "14.67万名", "14.67块"])
def test_no_mend_in_a_column_of_ten_thousands_asks_for_a_number_that_would_be_multiplied_again(cell):
    content = f"单位代码,单位名称,村级运转经费（万元）,驻村干部\n{A},洛郎村,{cell},3\n"
    (problem,) = checked(content, "village_support").problems
    assert problem.column == "C 村级运转经费（万元）" and "146700" not in problem.mend


def test_a_value_that_is_too_large_once_converted_is_told_as_it_would_be():
    content = f"单位代码,单位名称,村级运转经费（万元）,驻村干部\n{A},洛郎村,-3,3\n"
    (problem,) = checked(content, "village_support").problems
    assert (problem.text, problem.mend) == ("-3", "In 元 it is -30000: It cannot be negative; write 0 or more")


@pytest.mark.parametrize(
    "label",
    ["合计（2个村）", "平洞街道合计数：", "小计(2 个)", "本页小计", "累  计", "共2个村", "总计数", "合计：2个村"],
)
def test_a_total_is_one_however_it_is_called(label):
    found = checked(f"{HEADER}\n{ROWS},{label},11,5,1\n")
    assert len(values(found)) == 6
    assert found.notices == ("Total rows are left out: row 4",)


def test_a_total_that_stands_in_the_column_of_townships_is_one():
    rows = "平洞街道,洛郎村,5,2,1\n,河东村,6,3,0\n平洞街道小计（2个村）,,11,5,1\n"
    found = checked(f"乡镇,村,{HEADER.split(',', 2)[2]}\n{rows}")
    assert len(values(found)) == 6 and found.notices == ("Total rows are left out: row 4",)


@pytest.mark.parametrize("label", ["平均每村", "户均", "其中：社区", "比上期增减", "上期", "同比（%）", "较上年同期"])
def test_means_parts_and_changes_of_all_villages_are_no_village(label):
    found = checked(f"{HEADER}\n{ROWS},合计,11,5,1\n,{label},5.5,-2,0.5\n")
    assert len(values(found)) == 6
    assert found.notices[1:] == ("Remarks below or between the rows are left out: row 5",)


def test_a_remark_about_a_total_makes_no_total_of_a_village():
    found = checked(f"{HEADER},备注\n{A},洛郎村,5,2,1,\n,洛朗村,6,3,0,已计入合计\n")
    assert kinds(found) == [(3, "A 单位代码", "unknown_unit")]


@pytest.mark.parametrize(
    "line",
    [
        ["甲", "乙", 1, 2, 3],
        ["栏次", None, "1", "2", "3"],
        ["(1)", "(2)", "(3)", "(4)", "(5)=(3)-(4)"],
        ["甲", "乙", "①", "②", "③"],
        ["—", "—", 1, 2, "3=1+2"],
    ],
    ids=lambda line: line[0],
)
def test_a_row_that_numbers_the_columns_is_no_row_of_a_unit(line):
    rows = [HEADER.split(","), line, [A, "洛郎村", 5, 2, 1], line, [B, "河东村", 6, 3, 0]]
    found = checked(written(workbook(表=rows)), name="表.xlsx")
    assert len(values(found)) == 6
    assert found.notices == ("Remarks below or between the rows are left out: row 2, 4",)


def test_a_row_that_divides_the_columns_is_no_row_of_a_unit():
    rows = [HEADER.split(","), [None, None, "合计", "村委会", "其他"], [A, "洛郎村", 5, 2, 1]]
    found = checked(written(workbook(表=rows)), name="表.xlsx")
    assert len(values(found)) == 3
    assert found.notices == ("Remarks below or between the rows are left out: row 2",)


def test_a_file_of_another_county_is_one_sentence():
    rows = "".join(f"{code},,5,2,1\n" for code in ("522327101001", "522327101002", C))
    found = checked(f"{HEADER}\n{rows}", scope="522326101")
    assert kinds(found) == [(None, "A 单位代码", "other_county")] and found.cells == {}
    assert found.problems[0].mend == ("No row is of a unit of 平洞街道, see row 2; choose the file of 平洞街道")


def test_a_row_of_another_county_among_others_is_told_by_itself():
    rows = f"{A},,5,2,1\n" + "".join(f"{code},,5,2,1\n" for code in ("522327101001", "522327101002", C))
    found = checked(f"{HEADER}\n{rows}", scope="522326101")
    assert [kind for _row, _column, kind in kinds(found)] == ["out_of_scope"] * 3 and len(found.cells) == 3


def test_numbers_in_a_row_without_a_unit_are_no_numbers_of_columns():
    found = checked(f"{HEADER}\n{A},洛郎村,5,2,1\n,,1,2,3\n,某村,1,2,3\n")
    assert [(row, kind) for row, _column, kind in kinds(found) if kind != "out_of_range"] == [
        (3, "no_unit"),
        (4, "unknown_unit"),
    ]


@pytest.mark.parametrize("hint", ["标准≤4", "标准：不超过4块", "不得超过 2 块", "标准4块", "<=2"])
def test_a_standard_in_the_bracket_of_a_title_says_no_other_thing(hint):
    assert len(values(checked(f"单位代码,单位名称,排查机构牌子,清理机构牌子（{hint}）,一村一策\n{ROWS}"))) == 6


def test_a_note_at_the_end_of_a_title_or_name_is_none_of_it():
    content = f"单位代码,单位名称,排查机构牌子①,清理机构牌子（块）²,一村一策\n,洛郎村①,5,2,1\n{B},河东村²,6,3,0\n"
    assert len(values(checked(content))) == 6


@pytest.mark.parametrize(
    "name", ["1、洛郎村", "（2）洛郎村", "3.洛郎村", "洛郎村（原红旗村）", "12. 洛郎村民委员会（曾用名红旗）"]
)
def test_what_lists_and_people_put_beside_a_name_is_none_of_it(name):
    found = checked(f"{HEADER}\n,{name},5,2,1\n")
    assert {unit for unit, _indicator in values(found)} == {11}


def test_a_name_that_begins_with_its_township_is_found_beside_that():
    called = replace(REGISTER.units[A], name="平洞街道第1村")
    register = replace(REGISTER, units=REGISTER.units | {A: called})
    content = f"乡镇,村,{HEADER.split(',', 2)[2]}\n平洞街道,第1村,5,2,1\n望谟县平洞街道,第 1 村,5,2,1\n"
    found = check_values(
        read(content.encode(), "望谟.csv", UploadLimits()), register, Reported("village_cleanup", JULY)
    )
    assert found.problems == () and found.units == {11}


@pytest.mark.parametrize(
    "said", ["7月上半月", "7月上", "七月上半月", "二〇二三年七月上半月", "二零二三年7月份上半月", "2023年七月上"]
)
def test_a_half_month_without_its_year_or_in_words_is_the_one_that_is_reported(said):
    assert len(values(checked(f"半月,{HEADER}\n{said},{A},洛郎村,5,2,1\n"))) == 3


def test_a_title_that_names_another_half_month_in_words_is_not_passed_over():
    found = checked(f"二〇二三年六月下半月村级清理表\n{HEADER}\n{ROWS}")
    assert [one.kind for one in found.problems] == ["other_half_month"]
    assert [each.label for each in HalfMonth.mentioned("十二月上半月、十月下半月、十一月上", JULY)] == [
        "Dec 2023, first half",
        "Oct 2023, second half",
        "Nov 2023, first half",
    ]


@pytest.mark.parametrize("cell", ["￥146,700", "¥ 146700", "146700元整", "146,700.00元", "￥146700元"])
def test_money_is_read_as_people_write_it(cell):
    assert values(checked(f'{COSTS}\n{A},洛郎村,"{cell}",3\n', "village_support"))[11, 5] == 146700


@pytest.mark.parametrize(
    ("cell", "mend"),
    [
        ("3（已拆2块）", "Leave out what stands in brackets, write 3"),
        ("3块(含社区)", "Leave out what stands in brackets, write 3"),
        ("1 200", "Leave out the blank, write 1200"),
        ("3 15", "Write a number like 12; leave the cell blank if there is none"),
        ("￥3", "Write a number like 12; leave the cell blank if there is none"),
        ("✓", "Write 1 for yes or 0 for no"),
    ],
)
def test_what_stands_beside_a_count_is_refused_with_the_count(cell, mend):
    (problem,) = checked(f"{HEADER}\n{A},洛郎村,{cell},2,1\n").problems
    assert problem.mend == mend


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize(
    ("parts", "numbers"),
    [
        (["村委会", "其他", "合计"], [1, 4, 5]),
        (["合计", "村委会", "其他"], [5, 1, 4]),
        (["完成率", "数量"], ["50%", 5]),
        (["其中：社区", "总数"], [2, 5]),
    ],
    ids=lambda given: given[0] if isinstance(given[0], str) else None,
)
def test_of_the_parts_below_an_indicator_the_whole_is_taken(parts, numbers, merged):
    titles = ["单位代码", "单位名称", "排查机构牌子", *[None] * (len(parts) - 1), "清理机构牌子", "一村一策"]
    rows = [titles, [None, None, *parts, None, None], [A, "洛郎村", *numbers, 2, 1]]
    book = workbook(表=rows)
    if merged:
        book["表"].merge_cells(start_row=1, end_row=1, start_column=3, end_column=2 + len(parts))
    found = checked(written(book), name="表.xlsx")
    assert values(found) == {(11, 1): 5, (11, 2): 2, (11, 3): 1}


def test_parts_of_an_indicator_without_the_whole_are_asked_about():
    titles = "单位代码,单位名称,排查机构牌子,,清理机构牌子,一村一策\n,,村,社区,,\n"
    found = checked(f"{titles}{A},洛郎村,1,4,2,1\n")
    assert [(one.title, one.kind) for one in found.problems] == [("排查机构牌子 村", "other_meaning")]
    assert found.cells == {}


@pytest.mark.parametrize(
    "content",
    [
        f"单位：万元、名\n单位代码,单位名称,村级运转经费（元）,驻村干部\n{A},洛郎村,2000,3\n",
        f"单位：万元、名\n单位代码,单位名称,村级运转经费,驻村干部\n,,元,名\n{A},洛郎村,2000,3\n",
        f"单位代码,单位名称,指标,值（万元）\n{A},洛郎村,村级运转经费（元）,2000\n",
    ],
    ids=["title", "row below", "long"],
)
def test_the_indicators_own_measure_in_a_title_is_nearer_than_that_of_the_table(content):
    assert values(checked(content, "village_support"))[11, 5] == 2000


def test_a_cell_of_ten_thousands_below_a_title_of_its_own_measure_is_refused_as_ever():
    content = f"单位代码,单位名称,村级运转经费（元）,驻村干部\n{A},洛郎村,1.2万,3\n"
    (problem,) = checked(content, "village_support").problems
    assert problem.mend == "Write the number 12000, without “万”"


@pytest.mark.parametrize("cell", ['"=""5"""', "'5", "‘５", "’5"])
def test_what_keeps_a_number_a_text_is_none_of_it(cell):
    assert values(checked(f"{HEADER}\n{A},洛郎村,{cell},2,1\n"))[11, 1] == 5


def test_a_formula_or_a_quote_left_open_is_no_number():
    rows = f"{A},洛郎村,=5,2,1\n{B},河东村,'约5,3,0\n"
    assert [kind for _row, _column, kind in kinds(checked(f"{HEADER}\n{rows}"))] == ["not_a_number", "about"]
