"""Titles that are not ours: what their columns could be, and how they are read once somebody said it."""

import pytest

from lib.intake.checks import CheckedValues, Reported, check_values
from lib.intake.checks.own_titles import as_text, of_text
from lib.intake.checks.suggested import AskedColumns, asked
from lib.intake.checks.wanted import OwnTitles
from lib.intake.sheets import Sheet, read
from lib.words.half_months import HalfMonth
from lib.words.settings import UploadLimits
from tests.intake.test_layout import REGISTER, A

JULY = HalfMonth.of(2023, 7, 1)
WANTED = Reported("village_cleanup", JULY, "522326")
TITLES = "序号,村寨,所在,看见几块,拆牌数,定策,说明"
ROWS = (
    "1,洛郎村,平洞街道,8,5,1,已报", "2,河东村,平洞街道,6,6,1,", "3,河东村,边饶镇,7,2,0,",
    "4,新屯村,边饶镇,4,4,1,待查", "5,洛郎村,平洞街道,8,5,1,已报", "6,新屯村,边饶镇,4,4,1,待查",
)  # fmt: skip
SAID = {1: "unit_name", 2: "township", 3: "boards_found", 4: "boards_removed", 5: "village_policy", 6: "ignored"}
LAST = {
    (unit, indicator): value
    for unit, values in {11: (8, 5, 1), 12: (6, 6, 1), 13: (7, 2, 0), 14: (4, 3, 1)}.items()
    for indicator, value in zip((1, 2, 3), values, strict=True)
}


def sheet(*lines: str) -> Sheet:
    return read("\n".join(lines).encode(), "拆牌.csv", UploadLimits())


def columns(*lines: str, last: dict = LAST, wanted: Reported = WANTED) -> AskedColumns:
    found = asked(sheet(*lines), REGISTER, wanted, last)
    assert found is not None
    return found


def suggested(found: AskedColumns) -> dict[str, tuple[str | None, str]]:
    return {column.title: (column.meaning, column.why) for column in found.columns}


def read_as(said: dict[int, str], *lines: str, like: str = TITLES) -> CheckedValues:
    layout = columns(like, *ROWS).layout
    wanted = Reported("village_cleanup", JULY, "522326", own=OwnTitles(layout, said, unit_code="522326"))
    return check_values(sheet(*lines), REGISTER, wanted)


def test_a_layout_keeps_its_quotation_marks_so_that_one_remembered_before_is_found():
    assert columns(TITLES.replace("拆牌数", "“拆牌”数"), *ROWS).layout[4] == "“拆牌”数"


def test_columns_are_suggested_by_names_units_and_values_and_say_why():
    assert suggested(columns(TITLES, *ROWS)) == {
        "村寨": ("unit_name", "像单位名称"),
        "所在": ("township", "像乡镇"),
        "看见几块": ("boards_found", "与上期数相同"),
        "拆牌数": ("boards_removed", "与上期数相同"),
        "定策": ("village_policy", "与上期数相同"),
        "说明": ("ignored", "不是数"),
    }
    assert columns(TITLES, *ROWS).columns[0].samples == ("洛郎村", "河东村")


@pytest.mark.parametrize(
    ("title", "meaning", "why"),
    [
        ("机构牌子清理数", None, ""),  # as like to 排查机构牌子 as to 清理机构牌子
        ("清理的机构牌子", "boards_removed", "名称相近"),
        ("定了几个（个）", "village_policy", "计量单位相同"),
        ("本期清理的机构牌子", None, ""),  # another thing than what the indicator is
        ("块数（块）", None, ""),  # two are counted so
    ],
)
def test_a_title_is_enough_where_it_is_clear(title, meaning, why):
    found = columns(f"村寨,{title},数甲", "洛郎村,8,4", "河东村,7,4", last={})
    assert suggested(found)[title] == (meaning, why)


def test_what_could_be_two_columns_is_suggested_for_neither():
    found = columns("村寨,村组,看见几块", "洛郎村,洛郎村,8", "新屯村,新屯村,7", last={})
    assert suggested(found) == {"村寨": (None, ""), "村组": (None, ""), "看见几块": (None, "")}


def test_known_titles_stay_ours_and_are_not_asked_about():
    found = columns("单位代码,排查机构牌子,拆牌数,定策", f"{A},8,5,1")
    assert [column.title for column in found.columns] == ["拆牌数", "定策"]
    assert "boards_found" not in found.choices and "unit_code" not in found.choices


def test_a_known_title_stays_ours_whatever_was_said_of_it():
    titles = "单位代码,排查机构牌子,拆牌数,定策"
    said = {0: "unit_name", 1: "boards_removed", 2: "boards_removed", 3: "village_policy"}
    assert list(read_as(said, titles, f"{A},8,5,1", like=titles).cells.values()) == [8, 5, 1]


def test_nothing_is_asked_where_no_column_could_be_what_is_missing():
    assert not columns("单位代码,排查机构牌子,备注", f"{A},8,好").helps and columns(TITLES, *ROWS).helps
    assert asked(sheet("望谟县情况说明", "各村已拆"), REGISTER, WANTED, {}) is None


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (SAID | {4: "boards_found"}, "D 看见几块、E 拆牌数说成了同一项；请只留一列"),
        (SAID | {4: "ignored"}, "还没有对应的列：清理机构牌子；请在上面选，或在文件里加上这一列，没有填报的留空"),
        (SAID | {1: "ignored"}, "还没有对应的列：单位代码；"),  # a township alone is no village
    ],
)
def test_why_a_file_cannot_be_read_by_what_was_said(said, sentence):
    assert columns(TITLES, *ROWS).mistakes(said)[0].startswith(sentence)
    assert not columns(TITLES, *ROWS).mistakes(SAID)


def test_a_measure_that_is_not_the_indicators_own_cannot_be_said_of_it():
    found = columns("村寨,拆牌钱（元）,看见几块,定策", "洛郎村,8,5,1")
    mistakes = found.mistakes({0: "unit_name", 1: "boards_removed", 2: "boards_found", 3: "village_policy"})
    assert mistakes == ["B 拆牌钱（元）写着“元”，而“清理机构牌子”按块计；不能是这一项"]


def test_a_file_is_read_as_it_was_said_and_tells_so():
    found = read_as(SAID, "望谟县拆牌情况", TITLES, *ROWS[:4], "合计,,,25,17,3,")
    assert not found.problems
    assert [found.cells[(JULY.ordinal, 13, indicator)] for indicator in (1, 2, 3)] == [7, 2, 0]
    assert found.notices[0] == (
        "按望谟县上次的对应关系：B列“村寨”读作“单位名称”、C列“所在”读作“乡镇(街道)”、D列“看见几块”读作“排查机构牌子”、"
        "E列“拆牌数”读作“清理机构牌子”、F列“定策”读作“一村一策”"
    )
    assert found.own is not None


def test_a_header_in_which_any_title_differs_is_not_read_so():
    for changed in (TITLES.replace("定策", "定策数"), TITLES + ",另", TITLES.replace("村寨,所在", "所在,村寨")):
        found = read_as(SAID, changed, *ROWS)
        assert [problem.kind for problem in found.problems] == ["no_header"] and not found.cells and found.own is None


def test_a_measure_in_the_bracket_of_an_own_title_is_converted_and_said():
    titles = "村寨,看见几百块（百块）,拆牌数,定策"
    said = {0: "unit_name", 1: "boards_found", 2: "boards_removed", 3: "village_policy"}
    found = read_as(said, titles, "洛郎村,2,5,1", like=titles)
    assert found.cells[(JULY.ordinal, 11, 1)] == 200
    assert any("百块" in notice for notice in found.notices)


def test_a_header_of_two_rows_is_one_layout():
    titles = ("序号,村寨,牌子情况,,定策", ",,看见,拆了,")
    found = columns(*titles, "1,洛郎村,8,5,1", "2,新屯村,4,4,1")
    assert [column.title for column in found.columns] == ["村寨", "牌子情况 看见", "牌子情况 拆了", "定策"]
    said = {1: "unit_name", 2: "boards_found", 3: "boards_removed", 4: "village_policy"}
    own = Reported("village_cleanup", JULY, "522326", own=OwnTitles(found.layout, said))
    again = check_values(sheet(*titles, "1,洛郎村,8,5,1"), REGISTER, own)
    assert not again.problems and len(again.cells) == 3


def test_a_long_table_of_own_titles():
    titles = "村寨,事项,数量"
    rows = ("洛郎村,排查机构牌子,8", "洛郎村,清理机构牌子,5")
    own = OwnTitles(columns(titles, *rows).layout, {0: "unit_name", 1: "indicator", 2: "value"})
    found = check_values(sheet(titles, *rows), REGISTER, Reported("village_cleanup", JULY, "522326", own=own))
    assert not found.problems and list(found.cells.values()) == [8, 5]


def test_what_was_said_is_kept_as_text_and_comes_back():
    own = OwnTitles(("序号", "", "拆牌数"), {0: "ignored", 2: "boards_removed"}, "c", "522326")
    assert as_text(own) == ("序号 . 拆牌数", "A=ignored C=boards_removed")
    assert of_text(*as_text(own), "c", "522326") == own
    for wrong in ("", "boards_removed", "Z=boards_removed", "A=", "A=value A=indicator"):
        with pytest.raises(ValueError, match="meanings"):
            of_text("序号 . 拆牌数", wrong, "c", "")
