"""What people read in each block, and that no text of theirs becomes markup."""

import ast
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest

from lib.figures.figures import Figure
from lib.figures.progress import LevelProgress
from lib.review.submissions import Status
from lib.show import blocks
from lib.show.blocks import Attention, Card, ChangeRow, Finding, LevelRow, Tile
from lib.words import language
from lib.words.lights import Light
from tests.sources import nodes_of

CARD = Card("清理机构牌子", (("统计范围", "全州村(社区)"), ("截至", "2023-06-30")))
HOSTILE = """<img src=x onerror=alert(1)>"'&[链接](http://evil)"""
HOSTILE_CARD = Card(HOSTILE, ((HOSTILE, HOSTILE),))


@dataclass(frozen=True)
class Mistake:
    row: int | None
    column: str
    text: str
    mend: str


class Reader(HTMLParser):
    """The tags and the text of some markup, as a browser takes them."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.texts.append(data)


def text(markup: str) -> str:
    return "".join(Reader(markup).texts)


FIGURE = Figure(
    code="boards_removed", name="", unit="块", decimals=0, value=Decimal(12200), change=Decimal(1470), percent=92.9,
    expected=100.0, light=Light.BEHIND, reported=(9, 9), n=0, part=None, whole=None, last_saved=None, indicator=None,
    published=None,
)  # fmt: skip


def tile(**changes) -> Tile:
    given = {"name": "清理机构牌子", "note": "", "href": "/cleanup", "card": CARD}
    own = {name: changes.pop(name) for name in given if name in changes}
    return Tile(figure=replace(FIGURE, **changes), **given | own)


def level(name: str, second: str, percent, expected, light, done: int, pairs: int) -> LevelRow:
    return LevelRow(name, second, LevelProgress("village", pairs, done, percent, expected, light))


HOSTILE_BLOCKS = [
    pytest.param(blocks.tiles([tile(name=HOSTILE, unit=HOSTILE, href=HOSTILE)]), id="tile"),
    pytest.param(blocks.tiles([tile(percent=None, light=None, note=HOSTILE)]), id="tile-note"),
    pytest.param(
        blocks.finding_of(Finding(HOSTILE, HOSTILE, Card(HOSTILE, ((HOSTILE, HOSTILE),)))), id="finding-and-card"
    ),
    pytest.param(blocks.head_note(HOSTILE), id="head-note"),
    pytest.param(blocks.lead([(HOSTILE, True), (HOSTILE, False)]), id="lead"),
    pytest.param(blocks.level_bars([level(HOSTILE, HOSTILE, 1, 2, Light.DONE, 1, 2)]), id="levels"),
    pytest.param(blocks.submissions([(HOSTILE, Status.REPORTED)]), id="submissions"),
    pytest.param(blocks.attention([Attention(1, HOSTILE, HOSTILE, HOSTILE)], ""), id="attention"),
    pytest.param(blocks.attention([], HOSTILE), id="nothing-to-do"),
    pytest.param(blocks.banner("error", HOSTILE, HOSTILE), id="banner"),
    pytest.param(blocks.empty(HOSTILE, HOSTILE), id="empty"),
    pytest.param(blocks.steps([HOSTILE, HOSTILE], 1), id="steps"),
    pytest.param(blocks.path([(HOSTILE, HOSTILE), (HOSTILE, None)], HOSTILE), id="path"),
    pytest.param(blocks.table([HOSTILE], [[HOSTILE]]), id="table"),
    pytest.param(blocks.problems_table([Mistake(1, HOSTILE, HOSTILE, HOSTILE)]), id="problems"),
    pytest.param(
        blocks.changes_table([ChangeRow(HOSTILE, HOSTILE, None, Decimal(1), (HOSTILE,))], HOSTILE), id="changes"
    ),
    pytest.param(blocks.note_pill(HOSTILE), id="note-pill"),
]


@pytest.mark.parametrize("markup", HOSTILE_BLOCKS)
def test_texts_of_people_never_become_markup(markup):
    read = Reader(markup)
    assert "img" not in read.tags
    assert not [name for name, value in read.attributes if name.startswith("on")]
    assert HOSTILE in "".join(read.texts)


def test_text_leaves_out_what_turns_its_neighbours_round():
    markup = blocks.element("b", "", "\u202e望谟县\u2066", " 12", title="\u202e望谟县")
    assert markup == '<b title="望谟县">望谟县 12</b>'


def test_long_word_may_break_and_a_usual_one_may_not():
    assert blocks.element("b", "", "a" * 20) == f"<b>{'a' * 6}<wbr>{'a' * 6}<wbr>{'a' * 6}<wbr>aa</b>"
    assert blocks.element("b", "", "<" * 16).count("&lt;") == 16
    assert (
        blocks.element("b", "", "Yipin Tianyuan Subdistrict 薏品田园街道")
        == "<b>Yipin Tianyuan Subdistrict 薏品田园街道</b>"
    )


def test_long_text_of_a_cell_is_cut_and_stands_whole_in_the_title():
    assert ("title", "约" * 17) in Reader(blocks.chip("约" * 17)).attributes
    assert not [name for name, _value in Reader(blocks.chip("约30")).attributes if name == "title"]


def test_tile_shows_value_change_standing_and_links_to_its_page():
    markup = blocks.tiles([tile()])
    shown = text(markup)
    for part in ("清理机构牌子", "1.22万块", "↑ 增加 1,470块", "比上期", "▲预警", "92.9%", "应达100%"):
        assert part in shown
    assert ("href", "/cleanup") in Reader(markup).attributes
    assert ("title", "清理机构牌子\n统计范围：全州村(社区)\n截至：2023-06-30") in Reader(markup).attributes


def test_complete_tile_shows_no_expected_percent():
    assert "应达" not in text(blocks.tiles([tile(percent=100, light=Light.DONE)]))


def test_tile_without_target_shows_its_note_and_no_bar():
    markup = blocks.tiles([tile(percent=None, expected=None, light=None, note="2023年上半年，无目标值")])
    assert "2023年上半年，无目标值" in text(markup)
    assert "by-bar" not in markup


def test_tile_with_counties_missing_says_how_many_are_in():
    assert "6／9 县" in text(blocks.tiles([tile(reported=(6, 9))]))


def test_tile_without_value_is_a_dash_and_says_who_is_missing():
    shown = text(blocks.tiles([tile(value=None, percent=None, light=None, reported=(3, 9))]))
    assert "—" in shown
    assert "6 县未报，不合计" in shown


def test_definition_card_opens_without_script_and_has_a_name_of_its_own():
    markup = blocks.finding_of(Finding("各县进度", "", CARD))
    assert {"details", "summary", "dl"} <= set(Reader(markup).tags)
    assert ("aria-label", "清理机构牌子的口径") in Reader(markup).attributes


@pytest.mark.parametrize("light", Light)
def test_light_is_always_symbol_word_and_colour(light):
    markup = blocks.pill(light)
    assert text(markup) == light.symbol + light.word
    assert f"by-{light}" in markup


def test_no_data_has_no_colour():
    assert text(blocks.pill(None)) == "—"
    assert "by-nodata" in blocks.pill(None)


@pytest.mark.parametrize("status", Status)
def test_every_status_of_a_submission_has_its_pill(status):
    assert text(blocks.submission_pill(status)).endswith(status.word)


def test_unknown_status_is_refused():
    with pytest.raises(ValueError):
        blocks.submission_pill(Status("forgotten"))


def test_legend_states_the_office_threshold():
    assert "低于应达10点以上" in text(blocks.legend(10))


def test_levels_show_percent_with_one_decimal_and_what_is_expected():
    shown = text(blocks.level_bars([level("乡级", "140 个乡镇(街道)", 60.04, 72, Light.FAR_BEHIND, 12, 560)]))
    for part in ("乡级", "140 个乡镇(街道)", "60.0%", "应达72.0%", "■滞后"):
        assert part in shown


def test_level_without_data_has_a_dash_and_an_empty_bar():
    markup = blocks.level_bars([level("村级", "", None, None, None, 0, 0)])
    assert "—" in text(markup)
    assert "--by-value: 0%" in markup


def test_attention_lists_count_what_where_and_a_link():
    markup = blocks.attention([Attention(3, "项议定事项逾期", "第 11 次调度会", "/schedule")], "")
    assert text(markup) == "3项议定事项逾期第 11 次调度会查看 ›"
    assert ("href", "/schedule") in Reader(markup).attributes


def test_nothing_to_do_is_said():
    assert text(blocks.attention([], "各县均已报齐，无滞后")) == "✓各县均已报齐，无滞后"


def test_errors_are_read_out_at_once():
    assert ("role", "alert") in Reader(blocks.banner("error", "有 4 处要改")).attributes
    assert ("role", "status") in Reader(blocks.banner("success", "已保存")).attributes


def test_steps_tick_what_is_done_and_mark_where_one_is():
    markup = blocks.steps(["选文件", "看问题与变化", "保存"], 1)
    assert text(markup) == "1 选文件 ✓2 看问题与变化3 保存"
    assert ("aria-current", "step") in Reader(markup).attributes


def test_path_links_all_but_the_last():
    read = Reader(blocks.path([("黔西南州", "/progress"), ("望谟县", None)], "点一行进入下一级"))
    assert read.tags.count("a") == 1
    assert read.texts == ["黔西南州", "望谟县", "点一行进入下一级"]


def test_table_shows_missing_as_a_dash_and_keeps_markup_of_this_package():
    markup = blocks.table(["县", "状态"], [[None, blocks.pill(Light.DONE)], ["", 0]], {1})
    assert Reader(markup).texts == ["县", "状态", "—", "✓", "已完成", "0"]


def test_problem_shows_row_column_text_found_and_mend():
    markup = blocks.problems_table([Mistake(7, "D 清理牌子", "1.2万", "写成数字 12000，不带“万”")])
    assert Reader(markup).texts[-4:] == ["7", "D 清理牌子", "1.2万", "写成数字 12000，不带“万”"]


def test_blank_cell_found_says_so():
    assert "（空）" in text(blocks.problems_table([Mistake(None, "D 清理牌子", " ", "填数字")]))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        pytest.param(9, 90, ["9", "90", "+81"], id="grown"),
        pytest.param(21, 19, ["21", "19", "−2"], id="fallen"),
        pytest.param(None, 14, ["—", "14", "新增"], id="new"),
        pytest.param(14, None, ["14", "—", "清除"], id="removed"),
        pytest.param(12000, 12200, ["12,000", "12,200", "+200"], id="in-full-never-in-ten-thousands"),
    ],
)
def test_change_shows_old_new_and_difference(before, after, shown):
    row = ChangeRow(
        "平洞街道第2村", "清理牌子", *(None if value is None else Decimal(value) for value in (before, after))
    )
    assert Reader(blocks.changes_table([row], "村(社区)")).texts[-4:] == [*shown, "—"]  # nothing to compare with


def test_change_shows_the_difference_from_the_half_month_before():
    row = ChangeRow("平洞街道第2村", "清理牌子", Decimal(9), Decimal(12), last=Decimal(7))
    assert Reader(blocks.changes_table([row], "村(社区)")).texts[-4:] == ["9", "12", "+3", "+5"]


def test_what_to_note_stands_beside_the_change():
    row = ChangeRow("平洞街道第2村", "清理牌子", Decimal(9), Decimal(90), ("是上期 10 倍",))
    assert text(blocks.changes_table([row], "村(社区)")).endswith("▲是上期 10 倍")


def test_blocks_speak_english_too():
    language.use("en")
    try:
        assert "up 1,470 块" in text(blocks.tiles([tile()]))
        assert text(blocks.pill(Light.FAR_BEHIND)) == "■Far behind"
    finally:
        language.use("zh")


# Values, not markup -----------------------------------------------------------------------------------------------

LIB = Path(__file__).parent.parent.parent / "lib"
TAGS = re.compile(r"<\[\^|</?\w+[ >].*\.\*")  # what a pattern looks like that takes markup apart
WRITES_SVG = {LIB / "show" / "pictures" / "render.py"}  # reads the size of what Vega's engine drew, which is not ours


@pytest.mark.parametrize("folder", ["show", "ui"])
def test_no_regular_expression_reads_markup_of_ours(folder):
    """Whoever needs a title or a grey line takes it from the Finding."""
    for path in sorted((LIB / folder).rglob("*.py")):
        patterns = [
            node.args[0].value
            for node in nodes_of(path)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and isinstance(node.args[0], ast.Constant)
        ]
        assert path in WRITES_SVG or not [pattern for pattern in patterns if TAGS.search(pattern)], path


@pytest.mark.parametrize(
    "pattern", ["<[^>]+>", '<span class="by-hint">.*?</span>', r'<h2 class="by-title">(?P<title>.*?)</h2>']
)
def test_pattern_that_takes_markup_apart_is_noticed(pattern):
    assert TAGS.search(pattern)


def test_screen_reader_hears_title_and_second_line_of_a_chart_and_nothing_of_clicks():
    assert Finding("晴隆县滞后", "各县综合进度", CARD, "；点一行打开").alt == "图：晴隆县滞后　各县综合进度"
    assert Finding("晴隆县滞后").alt == "图：晴隆县滞后"
