"""The projector's slides say what the boards say, hold what can be read from the back row, and leave nothing cut."""

import html
import re

import pytest

from lib.figures.progress import children
from lib.figures.reading import figures
from lib.kept import store
from lib.kept.reference import read_reference
from lib.review.meetings import new_item
from lib.show.blocks import Finding, Foot, Markup, Slide, slide
from lib.show.boards.cleanup import cleanup_board
from lib.show.boards.overview import overview
from lib.show.boards.schedule import schedule_board
from lib.show.screens import Page, asked, foot_note, pages, written
from lib.show.screens import slide as made
from lib.show.screens.view import fitting
from lib.words.half_months import HalfMonth
from lib.words.language import use
from lib.words.settings import SLIDES, settings
from lib.words.wording import amount, listed

JUNE, JULY = HalfMonth.parse("2023-06-2"), HalfMonth.parse("2023-07-1")
WANGMO, XINGYI, QINGLONG = "522326", "522301", "522324"


class Shown:
    """What stands on a slide, as words with single blanks."""

    def __init__(self, one: Slide) -> None:
        self.title, self.second, self.body = one.finding.title, one.finding.second, str(one.body)
        self.text = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", self.body)))

    @property
    def rows(self) -> list[list[str]]:
        """Each row of its tables, cell by cell, the heads left out."""
        rows = re.findall(r"<tr>(.*?)</tr>", self.body.replace(' scope="col"', " head"), re.DOTALL)
        cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows if " head" not in row]
        return [[_words(cell) for cell in row] for row in cells]


def _words(markup: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", markup))).strip()


@pytest.fixture
def show(demo):
    """show(topic, …) makes a slide of the demo."""

    def of(topic: str, half_month=JUNE, county="", part=0, engine=demo) -> Shown:
        with store.reading(engine) as connection:
            reference = read_reference(connection)
            return Shown(made(connection, reference, half_month, JULY, county, (Page(topic, part),), 0))

    return of


def reading(engine, make, *args):
    with store.reading(engine) as connection:
        return make(connection, read_reference(connection), *args)


# The same numbers and words as the boards -------------------------------------------------------------------------


def test_six_figures_are_those_of_the_overview(show, demo):
    shown = show("figures").text + show("figures", part=1).text
    top = reading(demo, lambda _connection, reference: reference.children[None][0])
    six = reading(demo, lambda c, r: figures(c, r, top, JUNE, settings().overview.figures))
    for figure in six:
        assert f"{figure.name} {' '.join(amount(figure.value, figure.unit, figure.decimals))}" in shown


def test_four_figures_stand_on_the_first_slide_and_the_rest_with_their_basis_on_the_second(show):
    first, second = show("figures"), show("figures", part=1)
    assert (first.body.count("<section"), second.body.count("<section")) == (4, 2)
    assert "完成 92.9%，应达 100% ▲ 预警" in first.text
    assert first.title == "清理各类报表滞后；清理机构牌子预警"
    assert "本轮新选派到村的第一书记和驻村工作队员人数" in second.text
    assert second.title == "驻村干部 2,359 名、就业补助资金 1.49 亿元"


def test_levels_are_those_of_the_overview(show, demo):
    board = reading(demo, overview, JUNE, JULY)
    shown = show("levels")
    assert shown.title == board.levels.finding.title
    assert [row[0].split()[0] for row in shown.rows] == ["州级", "县级", "乡级", "村级"]
    assert [row[2] for row in shown.rows] == [
        "85.0% 应达81.3%",
        "64.2% 应达67.6%",
        "77.0% 应达77.3%",
        "91.5% 应达89.3%",
    ]


def test_ranking_is_that_of_the_overview_best_first(show, demo):
    top = reading(demo, lambda _connection, reference: reference.children[None][0])
    below = reading(demo, lambda c, r: children(c, r, top, JUNE))[::-1]
    shown = show("ranking")
    assert [(row[1], row[3]) for row in shown.rows] == [(one.unit.name, listed(one.percent)) for one in below]
    assert [row[0] for row in shown.rows] == [str(rank) for rank in range(1, 10)]
    assert shown.title == "晴隆县、望谟县滞后，至少低于应达 18.1 个百分点"
    assert shown.second == "综合进度；竖线为应达 78.1%；↑ 为比上期增加的百分点"


@pytest.mark.parametrize(
    "topic, measure",
    [
        ("mechanisms", "mechanisms_cut_pct"),
        ("boards", "boards_removed"),
        ("certificates", "certificates_standardised"),
        ("reports", "reports_cleared"),
        ("inspections", "inspections_cut_pct"),
    ],
)
def test_reduction_says_what_the_clean_up_board_says(show, demo, topic, measure):
    board = reading(demo, cleanup_board, JUNE, "", measure)
    shown = show(topic)
    assert shown.title.split("；")[0] == board.curve.finding.title
    rows = [(row["unit"], listed(row["percent"])) for row in board.ranking.chart.spec["data"]["values"]]
    assert [(row[0], row[2]) for row in shown.rows] == rows


def test_reports_and_measures_are_those_of_the_dispatch_board(show, demo):
    board = reading(demo, schedule_board, JULY)
    shown = show("schedule")
    assert shown.title.removeprefix("7月上：") in board.matrix.finding.title
    assert shown.title == "7月上：6 县已报；普安县部分；望谟县退回；晴隆县未报"
    assert ["晴隆县", "◐ 迟", "○ 未报"] in shown.rows
    assert ["州级牵头部门四", "1", "2", "0", "1"] in shown.rows
    assert "29 项任务：2 项滞后，6 项预警，9 项已完成" in shown.second


def test_what_is_behind_is_said_with_words(show):
    shown = show("behind")
    assert shown.title == "3 个县、8 项任务低于应达，其中 4 个滞后"
    assert shown.rows[0][:1] + shown.rows[0][2:] == ["晴隆县", "56.1%", "78.1%", "−22.0", "■ 滞后"]
    assert "主要在" in shown.rows[0][1]
    assert ["19 便民服务公示", "州级牵头部门三 连续 3 个半月滞后", "62.0%", "77.8%", "−15.8", "■ 滞后"] in shown.rows


def test_empowerment_shows_one_figure_of_each_of_the_four(show):
    shown = show("empowerment")
    assert shown.title == "四项赋能：30 项中 26 项比上期增加"
    for said in ("干部下沉：网格员和联户长 6.38 万名", "经费下投：集体经济扶持 4,550 万元",
                 "项目下放：东西部协作资金 3.57 亿元", "政策下倾：经费达标村 1,429 个"):  # fmt: skip
        assert said in shown.text


def test_burden_names_sources_and_villages_over_the_limit(show):
    shown = show("burden")
    assert shown.title == "每村 4.6 件，比整治前少 32.3%；3 个村一周迎检超过 2 次"
    assert ["迎检", "1.1", "1.2", "−12.1%"] in shown.rows
    assert ["！ 大厂镇第11村（晴隆县）", "4 次"] in shown.rows
    assert [row[0] for row in shown.rows if "计划清单外 26" in row] == ["州级部门26"]


def test_last_meeting_is_that_of_the_overview_what_is_overdue_first(show, demo):
    board = reading(demo, overview, JUNE, JULY)
    shown = show("meeting")
    assert shown.title == board.meeting.finding.title
    assert [row[3] for row in shown.rows[:4]] == ["！ 逾期"] * 3 + ["● 在办"]
    assert shown.second == "第 6 次调度会　7月6日；另有 2 项未列出"


def test_cover_says_the_half_month_in_one_sentence_and_what_the_digits_jump_to(demo):
    shown = (Page("title"), Page("figures"), Page("figures", 1), Page("ranking"))
    cover = Shown(reading(demo, made, JUNE, JULY, "", shown, 0))
    assert cover.title == "黔西南州减负赋能半月调度"
    assert "2023年6月下半月 截至 2023-06-30　9／9 县已报齐".replace("　", " ") in cover.text
    assert "晴隆县、望谟县 滞后 ；清理机构牌子累计 12,200 块，比上期增加 1,199 块，距目标还差 937 块" in cover.text
    assert "1 封面 2 主要指标 1 3 主要指标 2 4 进度排名" in cover.text


# One county -------------------------------------------------------------------------------------------------------


def test_county_ranks_its_townships_furthest_behind_under_their_true_ranks(show):
    shown = show("ranking", county=XINGYI)
    assert len(shown.rows) == 10
    assert [row[0] for row in shown.rows] == [str(rank) for rank in range(18, 28)]
    assert shown.second.endswith("；27 个乡镇(街道)中靠后的 10 个")


def test_county_shows_its_own_figures(show, demo):
    unit = reading(demo, lambda _connection, reference: reference.units[WANGMO])
    [boards] = reading(demo, lambda c, r: figures(c, r, unit, JUNE, ["boards_removed"]))
    assert f"清理机构牌子 {boards.value:,} 块" in show("figures", county=WANGMO).text
    assert show("title", county=WANGMO).title == "望谟县减负赋能半月调度"
    assert "7月上： 退回 ；综合进度 60%，应达 78.1%， 滞后" in show("title", county=WANGMO).text


def test_county_shows_each_of_its_forms_and_why_one_was_sent_back(show):
    shown = show("schedule", county=WANGMO)
    assert shown.title == "7月上已报 5／6 张报表"
    reason = "现场抽查与填报数不一致，请逐村核实后重报"
    assert [f"村级清理表 {reason}", "✓ 已确认", "↩\ufe0e 退回", "1,728／1,728"] in shown.rows


def test_county_shows_its_own_tasks_and_items(show):
    behind, meeting = show("behind", county=WANGMO), show("meeting", county=WANGMO)
    assert behind.title == "21 项任务低于应达，其中 18 个滞后"
    assert len(behind.rows) == 10 and behind.second.endswith("；另有 11 项未列出")
    assert [row[1] for row in meeting.rows] == ["望谟县"]


def test_county_figures_that_do_not_divide_into_townships_stand_alone(show):
    shown = show("inspections", county=WANGMO)
    assert not shown.rows and shown.body.count("<section") == 4


def test_slide_without_sense_for_a_county_is_left_out(small):
    topics = ("title", "burden")
    assert [page.topic for page in reading(small.engine, pages, JUNE, JULY, WANGMO, topics)] == ["title"]


# Half months that are not complete, and no data -------------------------------------------------------------------


def test_half_month_in_collection_says_that_totals_cover_only_who_reported(demo, show):
    assert "已报 6／9 县，退回 1，合计仅含已填" in reading(demo, foot_note, JULY, JULY, "")
    assert "已报 0／6 张报表，合计仅含已填" in reading(demo, foot_note, JULY, JULY, QINGLONG)
    assert "6／9 县" in show("figures", JULY).text


def test_closed_half_month_says_as_of_when(demo):
    assert reading(demo, foot_note, JUNE, JULY, "").startswith("截至 2023-06-30　9／9 县已报齐")


@pytest.mark.parametrize("topic", SLIDES)
def test_every_slide_is_honest_about_a_county_that_reported_nothing(show, topic):
    shown = show(topic, JULY, QINGLONG)
    assert shown.title and "None" not in shown.text
    if topic in ("ranking", "behind"):
        assert "还没有填报" in shown.title
    if topic in ("figures", "boards", "empowerment"):
        assert "— 无数据" in shown.text and " 0 " not in shown.text


@pytest.mark.parametrize("half_month", ["2023-06-1", "2023-07-1"])
@pytest.mark.parametrize("county", ["", WANGMO])
@pytest.mark.parametrize("topic", ["levels", "ranking", "schedule", "behind", "burden", "meeting"])
def test_every_slide_is_honest_about_an_office_that_has_just_begun(small, show, topic, county, half_month):
    shown = show(topic, HalfMonth.parse(half_month), county, engine=small.engine)
    assert shown.title and "None" not in shown.text


def test_ranking_without_reports_says_so(small, show):
    shown = show("ranking", JULY, engine=small.engine)
    assert "还没有填报" in shown.title and not shown.rows


# Room -------------------------------------------------------------------------------------------------------------


def test_rows_whose_texts_have_no_room_are_left_out_and_none_is_cut():
    items = [new_item("").changed(title="村" * 100) for _each in range(10)]
    assert len(fitting(items, lambda item: ((item.title, 22),), room=13)) == 2
    assert len(fitting([item.changed(title="村") for item in items] * 2, lambda item: ((item.title, 22),))) == 10


@pytest.mark.parametrize("county", ["", XINGYI])
@pytest.mark.parametrize("topic", SLIDES)
def test_no_slide_has_more_than_four_figures_or_ten_rows(show, topic, county):
    shown = show(topic, county=county)
    assert shown.body.count("<section") <= 4
    assert all(
        len(re.findall("<tr>", table)) <= 11 for table in re.findall(r"<table.*?</table>", shown.body, re.DOTALL)
    )


def test_slide_names_its_number_and_the_half_month():
    foot = Foot("截至 2023-06-30", 2, 3, "←→ 翻页", paused=True)
    shown = str(slide(Slide(Finding("标题", "说明"), Markup("")), "2023年6月下半月", foot, "地址里的 x"))
    text = _words(shown)
    for part in ("标题", "2023年6月下半月", "▲ 地址里的 x", "说明", "截至 2023-06-30", "已暂停 2／3 ←→ 翻页"):
        assert part in text
    assert re.findall(r'<i( class="[^"]*")?></i>', shown) == ["", ' class="by-now"', ""]


def test_texts_of_people_are_escaped():
    shown = slide(Slide(Finding("<b>x</b>", "<img>"), Markup("")), "", Foot("", 1, 1, ""))
    assert "<b>x" not in shown and "<img>" not in shown


@pytest.mark.parametrize("county", ["", WANGMO])
def test_english_slides_have_no_chinese_words_left(demo, show, county):
    use("en")
    with store.reading(demo) as connection:
        kept = connection.exec_driver_sql("SELECT title, result FROM action_item").all()
        kept += connection.exec_driver_sql("SELECT reason, '' FROM submission").all()
        kept += connection.exec_driver_sql("SELECT matter, '' FROM admission").all()
    for topic in SLIDES:
        shown = show(topic, county=county)
        text = shown.title + shown.second + shown.text
        for written_by_people in sorted((part for row in kept for part in row if part), key=len, reverse=True):
            text = text.replace(written_by_people, "")
        assert not [letter for letter in text if "一" <= letter <= "鿿"], topic


# The address ------------------------------------------------------------------------------------------------------


@pytest.fixture
def ask(demo):
    """ask(half_month=…, …) reads an address."""
    reference = reading(demo, lambda _connection, reference: reference)

    def ask(**query):
        return asked(query, reference, [JUNE, JULY])

    ask.written = lambda one: written(one, reference)
    return ask


def test_address_without_anything_is_as_the_settings_have_it(ask):
    one = ask()
    assert (one.half_month, one.county, one.topics, one.slide) == (None, "", settings().screen.slides, 1)
    assert (one.rotate, one.seconds, one.notice) == (settings().screen.rotate, settings().screen.seconds, "")
    assert ask.written(one) == {}


@pytest.mark.parametrize(
    "query",
    [
        {"half_month": "2023-06-2"},
        {"county": WANGMO, "slide": "3"},
        {"slides": "figures,ranking", "rotate": "false"},
        {"seconds": "5", "slides": "behind"},
    ],
    ids=str,
)
def test_what_is_shown_is_written_as_it_was_asked(ask, query):
    assert ask.written(ask(**query)) == query


@pytest.mark.parametrize("text", ["2023年6月下半月", "2023-06-下", "2023.6下"])
def test_half_month_may_be_spelled_as_usual(ask, text):
    assert ask(half_month=text).half_month == JUNE


@pytest.mark.parametrize("text", ["figures，ranking", "figures、ranking", " Figures ranking,figures"])
def test_slides_may_be_parted_as_people_write(ask, text):
    assert ask(slides=text).topics == ("figures", "ranking")


@pytest.mark.parametrize(
    "query, said",
    [
        pytest.param({"half_month": "2019-01-1"}, "2019-01-1 没有开过", id="half month not opened"),
        pytest.param({"half_month": "June"}, "June 没有开过", id="no half month"),
        pytest.param({"county": "522326101"}, "522326101 不是县", id="a township"),
        pytest.param({"county": "x"}, "x 不是县", id="no unit"),
        pytest.param({"slides": "ranking,rank"}, "没有 rank 这一页；可用 title, figures", id="no slide"),
    ],
)
def test_what_cannot_be_followed_is_said_and_passed_over(ask, query, said):
    one = ask(**query)
    assert said in one.notice
    assert (one.half_month, one.county) == (None, "")
    assert one.topics in (("ranking",), settings().screen.slides)


@pytest.mark.parametrize(
    "text, slide_number", [("3", 3), ("0", 1), ("-1", 1), ("x", 1), ("", 1), ("99999999", 1), ("２", 2)]
)
def test_slide_number_is_a_number(ask, text, slide_number):
    assert ask(slide=text).slide == slide_number


@pytest.mark.parametrize("text, seconds", [("1", 3), ("5", 5), ("99999", 3600), ("x", settings().screen.seconds)])
def test_seconds_have_bounds(ask, text, seconds):
    assert ask(seconds=text).seconds == seconds
