"""What a column, a row and a sheet are about: titles, groups, units of measure, half months, places, totals, sheets."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from lib.intake.checks import CheckedValues, Reported, Targets, as_problem_file, check_values
from lib.intake.checks.problems import Offer
from lib.intake.sheets import read
from lib.kept.changes import TargetKey
from lib.kept.models import Indicator
from lib.kept.reference import FormRef, Reference, UnitRef
from lib.words import language
from lib.words.half_months import HalfMonth
from lib.words.settings import UploadLimits

CASES = Path(__file__).parent / "cases"
JUNE, JULY = HalfMonth.of(2023, 6, 2), HalfMonth.of(2023, 7, 1)
A, B, C, D = "522326101001", "522326101002", "522326102001", "522326102002"


pytestmark = pytest.mark.usefixtures("english")


def unit(id: int, code: str, name: str, level: str, kind: str, parent: str | None) -> UnitRef:
    township = code[:9] if len(code) >= 9 else None
    county = code[:6] if len(code) >= 6 else None
    return UnitRef(
        id, code, name, "", level, kind, parent, township, county, monitoring_point=False, report_pilot=False
    )


UNITS = (
    unit(1, "5223", "黔西南州", "prefecture", "自治州", None),
    unit(2, "522326", "望谟县", "county", "县", "5223"),
    unit(3, "522327", "册亨县", "county", "县", "5223"),
    unit(4, "522326101", "平洞街道", "township", "街道", "522326"),
    unit(5, "522326102", "边饶镇", "township", "镇", "522326"),
    unit(6, "522327101", "山前镇", "township", "镇", "522327"),
    unit(11, A, "洛郎村", "village", "村", "522326101"),
    unit(12, B, "河东村", "village", "村", "522326101"),
    unit(13, C, "河东村", "village", "村", "522326102"),
    unit(14, D, "新屯村", "village", "村", "522326102"),
    unit(15, "522327101001", "河东村", "village", "村", "522327101"),
    unit(16, "522327101002", "纳弄村", "village", "村", "522327101"),
)


def indicator(id: int, code: str, name: str, form: str, unit: str, **more: object) -> Indicator:
    rest = {"decimals": 0, "level": "village", "minimum": Decimal(0), "maximum": None, "cumulative": False} | more
    return Indicator(
        id=id, code=code, name=name, name_en=code.title(), form=form, unit=unit, unit_en="", rollup="sum", **rest
    )


FOUND = indicator(1, "boards_found", "排查机构牌子", "village_cleanup", "块")
BOARDS = indicator(2, "boards_removed", "清理机构牌子", "village_cleanup", "块", cumulative=True)
POLICY = indicator(3, "village_policy", "一村一策", "village_cleanup", "个", maximum=Decimal(1))
FUNDS = indicator(4, "subsidy", "就业补助资金", "county_empowerment", "元", level="county")
COST = indicator(5, "cost", "村级运转经费", "village_support", "元")
CADRES = indicator(6, "cadres", "驻村干部", "village_support", "名")
ALL = (FOUND, BOARDS, POLICY, FUNDS, COST, CADRES)

REGISTER = Reference(
    units={one.code: one for one in UNITS},
    indicators={one.code: one for one in ALL},
    forms={
        "village_cleanup": FormRef("village_cleanup", "村级清理表", "", "village", "all", (FOUND, BOARDS, POLICY)),
        "village_support": FormRef("village_support", "村级赋能表", "", "village", "all", (COST, CADRES)),
        "county_empowerment": FormRef("county_empowerment", "县级赋能表", "", "county", "all", (FUNDS,)),
    },
    states={JUNE.ordinal: "open", JULY.ordinal: "open"},
)
HEADER = "单位代码,单位名称,排查机构牌子,清理机构牌子,一村一策"


def checked(
    content: bytes | str, form: str | None = "village_cleanup", month: HalfMonth | None = JULY, name="望谟.csv", **more
) -> CheckedValues:
    raw = content.encode() if isinstance(content, str) else content
    return check_values(read(raw, name, UploadLimits()), REGISTER, Reported(form, month, **more))


def targets(content: str) -> CheckedValues:
    return check_values(read(content.encode(), "目标.csv", UploadLimits()), REGISTER, Targets())


def values(found: CheckedValues, month: HalfMonth = JULY) -> dict[tuple[int, int], int]:
    assert found.problems == ()
    return {key[1:]: value for key, value in found.cells.items() if key[0] == month.ordinal}


def kinds(found: CheckedValues) -> list[tuple[object, str, str]]:
    return [(one.place, one.column, one.kind) for one in found.problems]


def workbook(**sheets: list[list[object]]) -> Workbook:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    return book


def written(book: Workbook) -> bytes:
    content = BytesIO()
    book.save(content)
    return content.getvalue()


# Units of measure and what else a title says ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "cell", "expected"),
    [
        pytest.param("就业补助资金（万元）", "1200", 12_000_000, id="ten thousands"),
        pytest.param("就业补助资金（万元）", "0.1", 1_000, id="exact, with decimals"),
        pytest.param("就业补助资金(亿元)", "0.12", 12_000_000, id="hundred millions"),
        pytest.param("就业补助资金（单位：万元）", "1200", 12_000_000, id="as a unit of measure"),
        pytest.param("就业补助资金（万）", "1200", 12_000_000, id="the multiple alone"),
        pytest.param("就业补助资金（元）", "1200", 1_200, id="its own"),
        pytest.param("就业补助资金（必填）", "1200", 1_200, id="a hint"),
        pytest.param("就业补助资金（元）（必填，填整数）", "1200", 1_200, id="its own, and a hint"),
    ],
)
def test_a_unit_in_the_title_is_the_indicators_own_or_converted_exactly_and_said(title, cell, expected):
    found = checked(f"县,{title}\n望谟县,{cell}\n", "county_empowerment")
    assert values(found) == {(2, 4): expected}
    assert any("multiplied" in notice for notice in found.notices) == (str(expected) != cell)


@pytest.mark.parametrize(
    "title", ["“就业补助资金”", "＂就业补助资金＂", "‘就业’补助资金（元）", "「就业补助资金」：", "*'就业补助资金'"]
)
def test_quotation_marks_of_any_kind_make_no_other_title(title):
    # pyxform 4.5.0 and so the exports of ODK and Kobo have straight marks where the office wrote Chinese ones
    assert values(checked(f"“县”,{title}\n望谟县,1200\n", "county_empowerment")) == {(2, 4): 1_200}


def test_the_conversion_is_said_in_chinese():
    language.use("zh")
    found = checked("县,就业补助资金（万元）\n望谟县,1200\n", "county_empowerment")
    assert found.notices == ("B 就业补助资金（万元）按“万元”填写：每个数都乘以10000，换算成元",)


def test_what_cannot_be_converted_exactly_is_refused():
    assert kinds(checked("县,就业补助资金（万元）\n望谟县,0.12345\n", "county_empowerment"))[0][2] == "decimals"


@pytest.mark.parametrize(
    ("before", "after"), [("填报单位：望谟县,单位：万元\n", ""), ("单位：万元、个,\n", ""), ("", ",万元\n")]
)
def test_a_unit_above_the_header_or_in_a_row_below_it_holds_for_its_columns(before, after):
    found = checked(f"{before}县,就业补助资金\n{after}望谟县,1200\n", "county_empowerment")
    assert values(found) == {(2, 4): 12_000_000} and "multiplied by 10000" in " ".join(found.notices)


def test_a_row_of_units_of_measure_below_the_header_is_left_out():
    found = checked(f"{HEADER}\n,,块,块,个\n{A},洛郎村,8,4,1\n")
    assert values(found) == {(11, 1): 8, (11, 2): 4, (11, 3): 1}
    assert found.notices == ("Row 2 is left out: it names the units of measure",)
    assert kinds(checked(f"{HEADER}\n,,块,条,个\n{A},洛郎村,8,4,1\n")) == [(None, "D 清理机构牌子", "other_measure")]


@pytest.mark.parametrize(
    "title",
    [
        "清理机构牌子（上年同期）", "清理机构牌子（目标）", "清理机构牌子（本期新增）", "清理机构牌子(条)",
        "本期清理机构牌子",
        "清理机构牌子（户均）", "清理机构牌子（备用）", "清理机构牌子（块，上年同期）", "上年清理机构牌子",
    ],
)  # fmt: skip
def test_a_title_that_says_another_thing_is_asked_about_and_left_out_beside_the_one_that_is_meant(title):
    alone = checked(f"{HEADER.replace('清理机构牌子', title)}\n{A},洛郎村,8,4,1\n")
    assert kinds(alone) == [(None, f"D {title}", "other_meaning")] and alone.cells == {}
    beside = checked(f'{HEADER},"{title}"\n{A},洛郎村,8,4,1,3\n')
    assert values(beside)[11, 2] == 4 and beside.notices == (f"Left out, since unknown: {title}",)


def test_targets_may_say_that_they_are():
    assert targets(f"单位代码,清理机构牌子（目标）\n{A},9\n").cells == {TargetKey(11, 2): 9}
    assert targets(f"单位代码,清理机构牌子（上年同期）\n{A},9\n").problems[0].kind == "other_meaning"


def test_since_the_beginning_is_what_a_cumulative_indicator_means():
    assert values(checked(f"{HEADER.replace('清理机构牌子', '清理机构牌子（累计）')}\n{A},洛郎村,8,4,1\n"))[11, 2] == 4


@pytest.mark.parametrize(
    "pair", [("清理机构牌子（本期）", "清理机构牌子（累计）"), ("本期清理机构牌子", "累计清理机构牌子")]
)
def test_the_half_month_and_since_the_beginning_of_one_indicator_are_asked_about(pair):
    found = checked(f"单位代码,排查机构牌子,一村一策,{','.join(pair)}\n{A},8,1,1,4\n")
    assert kinds(found) == [(None, f"D {pair[0]}", "two_periods")]
    assert f"Columns D {pair[0]} and E {pair[1]}" in found.problems[0].mend


def test_the_unit_of_measure_of_a_long_row_is_its_own_or_converted():
    rows = ["522326,望谟县,就业补助资金,1200,万元", "522327,册亨县,就业补助资金,1200,元"]
    found = checked("单位代码,单位名称,指标,值,单位\n" + "\n".join(rows), "county_empowerment")
    assert values(found) == {(2, 4): 12_000_000, (3, 4): 1_200}
    assert found.notices == ("1 row is given in 万元: its values are converted to 元",)
    found = checked("单位代码,指标,值,计量单位\n522326,就业补助资金,1200,人\n", "county_empowerment")
    assert kinds(found) == [(2, "D 计量单位", "other_measure")]
    found = checked("单位代码,指标,值（万元）\n522326,就业补助资金,1200\n", "county_empowerment")
    assert values(found) == {(2, 4): 12_000_000}
    found = checked("单位代码,指标,值\n522326,就业补助资金（万元）,1200\n", "county_empowerment")
    assert values(found) == {(2, 4): 12_000_000}
    found = checked("单位代码,指标,值\n522326,就业补助资金（目标）,1200\n", "county_empowerment")
    assert kinds(found) == [(2, "B 指标", "other_meaning")]


# Groups over columns ----------------------------------------------------------------------------------------


def test_two_rows_of_titles_are_read_where_a_merged_table_was_saved_as_text():
    content = f"村级清理表,,,,\n单位代码,单位名称,机构牌子,,一村一策\n,,排查机构牌子,清理机构牌子,\n{A},洛郎村,8,4,1\n"
    assert values(checked(content)) == {(11, 1): 8, (11, 2): 4, (11, 3): 1}


@pytest.mark.parametrize("groups", [("机构牌子", "排查", "清理"), ("清理", "清理机构牌子", "排查机构牌子")])
def test_groups_make_titles_whole_with_and_without_merges(groups):
    group, first, second = groups
    rows = [
        ["单位代码", "单位名称", group, None, "一村一策"],
        [None, None, first, second, None],
        [A, "洛郎村", 8, 4, 1],
    ]
    wanted = {"排查": 8, "清理": 4, "清理机构牌子": 8, "排查机构牌子": 4}
    text = "\n".join(",".join(str(cell or "") for cell in row) for row in rows)
    expected = {(11, 1): wanted.get("排查" if first == "排查" else "排查机构牌子"), (11, 3): 1}
    expected[11, 2] = 4 if first == "排查" else 8
    assert values(checked(text)) == expected
    book = workbook(表=rows)
    for merge in ("A1:A2", "B1:B2", "C1:D1", "E1:E2"):
        book["表"].merge_cells(merge)
    assert values(checked(written(book))) == expected


def test_a_blank_title_takes_that_of_its_group_and_the_half_month_beside_it_is_asked_about():
    rows = "单位代码,排查机构牌子,一村一策,清理机构牌子,\n,,,本期,累计\n"
    assert kinds(checked(f"{rows}{A},8,1,1,4\n")) == [(None, "D 本期", "two_periods")]
    rows = "单位代码,排查机构牌子,一村一策,清理机构牌子,\n,,,,上年同期\n"
    assert values(checked(f"{rows}{A},8,1,4,9\n"))[11, 2] == 4


def test_a_group_that_says_another_thing_of_whole_titles_is_heard():
    rows = ",,,,,上年同期,,\n" + HEADER + ",排查机构牌子,清理机构牌子,一村一策\n"
    found = checked(f"{rows}{A},洛郎村,8,4,1,9,9,1\n")
    assert values(found) == {(11, 1): 8, (11, 2): 4, (11, 3): 1}
    assert "上年同期 排查机构牌子" in found.notices[0]
    assert values(checked(f"2023年目标任务完成情况表,,,,\n{HEADER}\n{A},洛郎村,8,4,1\n"))[11, 2] == 4


def test_the_case_of_two_header_rows():
    sheet = read((CASES / "two_header_rows.csv").read_bytes(), "two_header_rows.csv", UploadLimits())
    names = sheet.rows[2].cells
    assert names[3:5] == ("上年工作机制", "现有工作机制")


def test_a_second_header_ends_the_first_table():
    other = "单位代码,单位名称,驻村干部,村级运转经费\n"
    found = checked(f"{HEADER}\n{A},洛郎村,8,4,1\n{other}{A},洛郎村,2,90000\n")
    assert values(found) == {(11, 1): 8, (11, 2): 4, (11, 3): 1}
    assert found.notices == ("From row 3 on stands another table; it is left out",)


def test_a_second_table_of_the_form_is_read_by_its_own_header_and_starts_its_own_sum():
    turned = "单位名称,单位代码,一村一策,清理机构牌子,排查机构牌子\n"
    found = checked(f"{HEADER}\n{A},洛郎村,8,4,1\n合计,,8,4,1\n{turned}新屯村,{D},0,5,9\n,合计,0,5,9\n")
    assert values(found)[14, 1] == 9 and values(found)[14, 2] == 5
    assert not any("total says" in notice for notice in found.notices)
    found = checked(f"{HEADER}\n{A},洛郎村,8,4,1\n合计,,8,4,1\n{HEADER}\n{D},新屯村,9,5,0\n合计,,9,5,1\n")
    assert found.notices[-1] == "Row 6, E 一村一策: the total says 1, the rows add up to 0"


# Half months that a file names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "where"),
    [
        pytest.param(f"2023年6月下半月村级清理表,,\n{HEADER}\n{A},洛郎村,8,4,1\n", "a.csv", "Row 1 says", id="title"),
        pytest.param(f"{HEADER}\n{A},洛郎村,8,4,1\n", "村级清理表6月下.csv", "The name of the file", id="file"),
        pytest.param(f"{HEADER}\n{A},洛郎村,8,4,1\n注：2023年6月下半月数据,,,,\n", "a.csv", "Row 3 says", id="below"),
        pytest.param(
            written(workbook(**{"6月下": [HEADER.split(","), [A, "洛郎村", 8, 4, 1]]})), "a.xlsx", "name of the sheet",
            id="sheet",
        ),
    ],
)  # fmt: skip
def test_a_half_month_that_is_not_the_chosen_one_is_one_sentence_that_offers_it(content, name, where):
    [problem] = checked(content, name=name).problems
    assert (problem.row, problem.kind, problem.offer) == (None, "other_half_month", Offer(half_month=JUNE.ordinal))
    assert where in problem.mend and JUNE.label in problem.mend and JULY.label in problem.mend
    assert values(checked(content, month=JUNE, name=name), JUNE)[11, 1] == 8


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("2023年7月上半月村级清理表", "a.csv"), ("填报日期：2023年7月17日", "2023-07-17.csv"),
        ("较2023年6月下半月", "7月上.csv"),
        ("", "2023-07-1_village_cleanup_522326 (1).csv"), ("6月下旬部署", "6月清理.csv"),
    ],
)  # fmt: skip
def test_the_chosen_half_month_and_days_are_no_other(title, name):
    below = f"\n{title},,,,\n" if title.startswith("较") else "\n"
    above = "" if title.startswith("较") else f"{title},,,,\n"
    assert values(checked(f"{above}{HEADER}\n{A},洛郎村,8,4,1{below}", name=name))[11, 1] == 8


def test_a_column_of_another_half_month_is_one_sentence_and_of_several_open_ones_is_taken_whole():
    rows = f"半月,{HEADER}\n2023-06-2,{A},洛郎村,8,4,1\n2023-06-2,{D},新屯村,8,4,1\n"
    [problem] = checked(rows).problems
    assert (problem.column, problem.kind, problem.offer) == (
        "A 半月",
        "other_half_month",
        Offer(half_month=JUNE.ordinal),
    )
    found = checked(rows + f"2023-07-1,{A},洛郎村,9,5,1\n")
    assert found.half_months == (JUNE, JULY) and values(found)[11, 1] == 9 and values(found, JUNE)[11, 1] == 8


@pytest.mark.parametrize("text", [f"2023年5月下半月表,,,,\n{HEADER}\n", f"半月,{HEADER}\n2023-05-2,"])
def test_a_half_month_that_is_not_open_is_not_offered_but_its_mend_is_said(text):
    [problem] = checked(f"{text}{A},洛郎村,8,4,1\n").problems
    assert (problem.kind, problem.offer) == ("other_half_month", None)
    assert "choose" not in problem.mend and "ask the office to open" in problem.mend


def test_the_title_must_not_contradict_the_column():
    rows = f"2023年6月下半月表,,,,,\n半月,{HEADER}\n2023-07-1,{A},洛郎村,8,4,1\n"
    assert kinds(checked(rows))[0][2] == "other_half_month"
    assert kinds(checked(rows, month=None))[0][2] == "other_half_month"


# Places ----------------------------------------------------------------------------------------

NAMES = "单位名称,排查机构牌子,清理机构牌子,一村一策"


@pytest.mark.parametrize(
    ("above", "name", "below"),
    [
        ("册亨县7月上半月村级清理表,,,\n", "清理.csv", ""), ("", "册亨县清理.csv", ""),
        ("村级清理表,,,\n", "清理.csv", "填报单位：册亨县,,,\n"),
    ],
)  # fmt: skip
def test_names_alone_in_a_file_of_another_county_are_refused_in_one_sentence(above, name, below):
    [problem] = checked(f"{above}{NAMES}\n洛郎村,8,4,1\n{below}", name=name, scope="522326").problems
    assert problem.kind == "other_county"
    assert problem.mend.endswith("says 册亨县, here 望谟县 is reported; choose the file of 望谟县, or correct it there")


@pytest.mark.parametrize(
    ("above", "header", "row", "scope"),
    [
        ("册亨县对口帮扶望谟县,,,,\n", f"序号,{NAMES}", "1,洛郎村,8,4,1", "522326"),
        ("册亨县样表,,,,\n", HEADER, f"{A},洛郎村,8,4,1", "522326"),  # its codes say where each lies
        ("册亨县样表,,,,\n", f"县,{NAMES}", "望谟县,洛郎村,8,4,1", "522326"),
        ("册亨县样表,,,,\n", f"序号,{NAMES}", "1,洛郎村,8,4,1", None),  # the office reports for all
    ],
)
def test_another_county_is_no_contradiction_where_the_own_one_or_codes_are_named(above, header, row, scope):
    found = checked(f"{above}{header}\n{row}\n", name="清理.csv", scope=scope)
    assert not found.problems and values(found)[11, 1] == 8


PLACED = "县,乡镇,村,代码,排查机构牌子,清理机构牌子,一村一策\n"


@pytest.mark.parametrize(
    ("row", "kind", "column"),
    [
        pytest.param("册亨县,山前镇,河东村,", "out_of_scope", "D 代码", id="another county's village of that name"),
        pytest.param("册亨县,,新屯村,", "other_county", "A 县", id="by name, of another county"),
        pytest.param("贵州省黔西南州册亨县,,新屯村,", "other_county", "A 县", id="in full, of another county"),
        pytest.param("云南省册亨州望谟县,,新屯村,", "other_county", "A 县", id="of another prefecture"),
        pytest.param(f"册亨县,,,{D}", "other_county", "A 县", id="by code, of another county"),
        pytest.param(f",平洞街道,新屯村,{D}", "other_township", "B 乡镇", id="by code and name, of another township"),
        pytest.param(",平洞街道,新屯村,", "other_township", "B 乡镇", id="by name, of another township"),
        pytest.param(",无名镇,新屯村,", "other_township", "B 乡镇", id="of a township that there is not"),
    ],
)
def test_a_row_that_names_another_place_than_the_units_own_is_refused(row, kind, column):
    found = checked(PLACED + row + ",8,4,1\n", scope="522326")
    assert kinds(found) == [(2, column, kind)]
    if kind != "out_of_scope":
        assert "lies in" in found.problems[0].mend


@pytest.mark.parametrize(
    "row",
    [
        "望谟县,边饶镇,河东村,", "望谟,边饶,河东村,", ",边饶镇人民政府,河东村,", f",522326102,,{C}",
        "贵州省黔西南布依族苗族自治州望谟县,望谟县边饶镇,河东村,", "黔西南州望谟县,黔西南州望谟县边饶镇,河东村,",
        ",,贵州省黔西南州望谟县边饶镇河东村,", f"贵州省望谟县,,贵州省望谟县边饶镇河东村民委员会,{C}",
    ],
)  # fmt: skip
def test_the_units_own_place_is_taken_as_it_is_written(row):
    assert values(checked(PLACED + row + ",8,4,1\n", scope="522326"))[13, 1] == 8


def test_a_township_in_the_first_row_of_its_group_holds_for_the_rows_below():
    rows = "镇名称,村名称,排查机构牌子,清理机构牌子,一村一策\n"
    group = "平洞街道,洛郎村,1,1,1\n,河东村,2,1,1\n边饶镇,河东村,3,1,1\n,新屯村,4,1,1\n"
    found = checked(rows + group, scope="522326")
    assert {key: value for key, value in values(found).items() if key[1] == 1} == {
        (11, 1): 1, (12, 1): 2, (13, 1): 3, (14, 1): 4,
    }  # fmt: skip
    after = checked(rows + "平洞街道,洛郎村,1,1,1\n小计,,1,1,1\n,河东村,2,1,1\n", scope="522326")
    assert kinds(after) == [(4, "B 村名称", "ambiguous_name")]


def test_ambiguous_names_are_told_with_their_townships():
    [problem] = checked("村名称,排查机构牌子,清理机构牌子,一村一策\n河东村,8,4,1\n", scope="522326").problems
    assert problem.mend == (
        "2 units are called so: 望谟县平洞街道河东村, 望谟县边饶镇河东村; a column 乡镇 would tell them apart, "
        "or the unit code"
    )


@pytest.mark.parametrize(
    "header",
    [
        "镇名称,村名称",
        "街道名称,村居名称",
        "乡镇（街道）名称,行政村名称",
        "所在乡镇,建制村",
        "区（县）,镇名称,行政村名称",
    ],
)
def test_titles_of_real_returns_are_known(header):
    place = "望谟县,边饶镇" if "区" in header else "边饶镇"
    found = checked(f"{header},排查机构牌子,清理机构牌子,一村一策\n{place},河东村,8,4,1\n")
    assert values(found)[13, 1] == 8


def test_the_code_of_the_township_beside_that_of_the_village_is_a_place():
    header = "乡镇代码,村代码,排查机构牌子,清理机构牌子,一村一策\n"
    assert values(checked(f"{header}522326102,{C},8,4,1\n"))[13, 1] == 8
    assert kinds(checked(f"{header}522326101,{C},8,4,1\n")) == [(2, "A 乡镇代码", "other_township")]


# Rows beside the table ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", ["全县", "汇总", "共计", "望谟县", "全县合计", "总 计"])
def test_rows_of_the_whole_are_left_out_with_a_notice_and_compared(label):
    found = checked(f"{HEADER}\n,{label},17,9,1\n{A},洛郎村,8,4,1\n{D},新屯村,9,5,0\n")
    assert values(found)[14, 1] == 9 and found.notices[0] == "Total rows are left out: row 2"
    found = checked(f"{HEADER}\n{A},洛郎村,8,4,1\n{D},新屯村,9,5,0\n,{label},18,9,1\n")
    assert found.notices[-1] == "Row 4, C 排查机构牌子: the total says 18, the rows add up to 17"


def test_a_row_named_like_a_township_or_by_the_countys_code_is_compared_with_the_units_below():
    rows = f"{HEADER}\n522326101,平洞街道,10,5,1\n{A},洛郎村,8,4,1\n{B},河东村,2,1,0\n522326102,边饶镇,9,6,0\n"
    found = checked(f"{rows}{D},新屯村,9,5,0\n522326,,19,10,1\n")
    assert found.read_rows == 3 and found.refused_rows == frozenset() and found.problems == ()
    assert found.notices == (
        "Total rows are left out: row 2, 5, 7",
        "Row 5, D 清理机构牌子: the total says 6, the rows add up to 5",
    )


def test_a_row_that_only_names_its_township_is_its_total_where_the_sum_agrees():
    header = "乡镇,村,排查机构牌子,清理机构牌子,一村一策\n"
    rows = "平洞街道,,10,5,1\n平洞街道,洛郎村,8,4,1\n平洞街道,河东村,2,1,0\n"
    assert checked(header + rows).notices == ("Total rows are left out: row 2",)
    assert kinds(checked(header + rows.replace("10", "11"))) == [(2, "B 村", "no_unit")]


def test_a_unit_of_another_level_without_those_below_it_stays_refused():
    assert kinds(checked(f"{HEADER}\n522326101,平洞街道,10,5,1\n"))[0][2] == "wrong_level"


def test_a_total_beyond_what_one_unit_may_report_is_compared_all_the_same():
    found = checked(f"{HEADER}\n{A},洛郎村,8,4,1\n{D},新屯村,9,5,1\n合计,,17,9,3\n")
    assert found.notices[-1].endswith("一村一策: the total says 3, the rows add up to 2")


def test_a_total_of_a_long_table_is_compared_too():
    rows = f"{A},洛郎村,排查机构牌子,8\n{D},新屯村,排查机构牌子,9\n,合计,排查机构牌子,18\n"
    found = checked("单位代码,单位名称,指标,值\n" + rows)
    assert found.notices[-1] == "Row 4, D 排查机构牌子: the total says 18, the rows add up to 17"


def test_the_total_of_a_column_in_another_unit_is_compared_in_the_indicators_own():
    found = checked("县,就业补助资金（万元）\n望谟县,1200\n册亨县,1\n合计,1201\n", "county_empowerment")
    assert not any("total says" in notice for notice in found.notices)


# Sheets ----------------------------------------------------------------------------------------


def test_sheets_of_one_layout_are_read_together_each_row_with_its_sheet():
    head, first, second = HEADER.split(","), [A, "洛郎村", 8, 4, 1], [D, "新屯村", "九", 5, 0]
    content = written(
        workbook(平洞街道=[head, first], 说明=[["请按村填报"]], 边饶镇=[head, second, [C, "河东村", 1, 1, 1]])
    )
    sheet = read(content, "望谟.xlsx", UploadLimits())
    found = check_values(sheet, REGISTER, Reported("village_cleanup", JULY))
    assert kinds(found) == [("边饶镇!2", "C 排查机构牌子", "not_a_number")]
    assert {key[1] for key in found.cells} == {11, 13} and found.good == 2
    assert found.notices == ("Read together are the sheets 平洞街道, 边饶镇", "Sheets left out: 说明")
    marked = as_problem_file(found.sheets, found.problems).decode("utf-8-sig").splitlines()
    assert marked == [
        f"{HEADER},What to mend", f"{A},洛郎村,8,4,1,", f"{HEADER},What to mend",
        f'{D},新屯村,九,5,0,"C 排查机构牌子: Write a number like 12; leave the cell blank if there is none"',
        f"{C},河东村,1,1,1,",
    ]  # fmt: skip
    refused = as_problem_file(found.sheets, found.problems, found.refused_rows).decode("utf-8-sig")
    assert "新屯村" in refused and "洛郎村" not in refused and "河东村" not in refused


def test_a_value_that_two_sheets_say_differently_names_both():
    head = HEADER.split(",")
    content = written(workbook(一=[head, [A, "洛郎村", 8, 4, 1]], 二=[head, [A, "洛郎村", 9, 4, 1]]))
    found = checked(content)
    assert kinds(found) == [("二!2", "C 排查机构牌子", "two_values")]
    assert found.problems[0].mend.startswith("Row 一!2 says another value")


def test_of_sheets_of_several_half_months_the_chosen_one_is_read():
    head = HEADER.split(",")
    content = written(
        workbook(**{"6月下": [head, *[[A, "洛郎村", 1, 1, 1]] * 9], "7月上": [head, [A, "洛郎村", 8, 4, 1]]})
    )
    assert values(checked(content))[11, 1] == 8
    assert values(checked(content, month=JUNE), JUNE)[11, 1] == 1
    [problem] = checked(content, month=None).problems
    assert problem.kind == "several_half_months" and JUNE.label in problem.mend and JULY.label in problem.mend


# Another form ----------------------------------------------------------------------------------------


def test_another_form_is_one_sentence_that_offers_it():
    language.use("zh")
    rows = "".join(f"{code},{n},90000\n" for n, code in enumerate((A, B, C, D)))
    [problem] = checked("单位代码,驻村干部,村级运转经费\n" + rows).problems
    assert (problem.row, problem.kind, problem.offer) == (None, "other_form", Offer("village_support"))
    assert problem.mend == "这像是村级赋能表，这里报的是村级清理表：改报村级赋能表，或另选文件"
    long = "单位代码,指标,值\n" + "".join(f"{code},驻村干部,1\n" for code in (A, B, C, D))
    assert [one.offer for one in checked(long).problems] == [Offer("village_support")]
    percents = "半月,任务代码,任务名称,单位代码,百分比\n2023-07-1,01,三张清单印发,522326,50\n"
    assert [one.offer for one in checked(percents).problems] == [Offer("task_progress")]


# What a bracket says of a unit -----------------------------------------------------------------------------------

NUMBERS = "排查机构牌子,清理机构牌子,一村一策"
BY_NAME, BY_CODE = "洛郎村,3,2,1", f"{A},3,2,1"
HINTS = "必填 全称 12位 6位/12位代码 文本格式 请勿修改 与模板一致 下拉选择 社区 居委会 国标 12位统计用区划代码 12digits"


@pytest.mark.parametrize("hint", HINTS.split())
def test_a_bracket_that_tells_how_to_fill_in_the_unit_says_no_other_thing(hint):
    assert values(checked(f"单位代码（{hint}）,{NUMBERS}\n{BY_CODE}"))[11, 1] == 3
    assert values(checked(f"村名（{hint}）,{NUMBERS}\n{BY_NAME}"))[11, 1] == 3


@pytest.mark.parametrize(
    "title", ["村名（上年合并前）", "单位代码（旧）", "村名（原）", "单位代码(必填)(2020年版)", "单位名称（牵头部门）"]
)
def test_a_bracket_that_says_another_thing_of_the_only_unit_is_asked_about(title):
    [problem] = checked(f"{title},{NUMBERS}\n{BY_CODE}").problems
    assert (problem.kind, problem.column) == ("other_meaning", f"A {title}")
    assert "leave that out of the title if its values are meant" in problem.mend


def test_a_column_of_another_unit_beside_the_one_that_is_meant_is_left_out_and_told():
    found = checked(f"单位代码,村名,村名（上年合并前）,{NUMBERS}\n{A},洛郎村,河东村,3,2,1")
    assert values(found)[11, 1] == 3
    assert found.notices == ("Left out, since unknown: 村名（上年合并前）",)


@pytest.mark.parametrize("title", ["单位代码（旧）", "县（托管前）", "半月（上年）"])
def test_a_bracket_that_says_another_thing_of_a_further_column_is_asked_about(title):
    found = checked(f"村名,{title},{NUMBERS}\n洛郎村,x,3,2,1")
    assert kinds(found) == [(None, f"B {title}", "other_meaning")]


def test_a_hint_beside_the_value_of_a_long_table_is_no_unit_of_measure():
    long = f"单位代码,指标（名称）,值（必填）,半月（上/下半月）\n{A},清理机构牌子,2,2023-07-1\n"
    assert values(checked(long)) == {(11, 2): 2}
