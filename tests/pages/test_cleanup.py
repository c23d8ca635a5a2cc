"""减负清理: the five actions, read as the office reads them."""

from decimal import Decimal

import pytest

from lib.show.boards.curves import pace_words
from tests.test_data import table

ROWS = [row for row in table("boards.csv") if row["board"] == "cleanup"]
CAVEATS = {row["code"]: row["caveat"] for row in table("indicators.csv")}


def ranking(page):
    return next(chart for chart in page.charts if "status" in chart)


@pytest.mark.parametrize(
    ("action", "measure", "found"),
    [
        pytest.param("mechanisms", "", "工作机制压减 56.3%，已达目标", id="mechanisms"),
        pytest.param("mechanisms", "", "由上年 10,000 个 减到 4,370 个", id="against-the-year-before"),
        pytest.param("boards", "", "清理机构牌子 12,200 块，还差 937 块", id="boards"),
        pytest.param("boards", "wall_posters_removed", "清理上墙制度 26,800 块，还差 1,100 块", id="wall-rules"),
        pytest.param("boards", "boards_standard_villages", "420 个村(社区)未达目标", id="who-breaks-the-standard"),
        pytest.param("certificates", "", "1,135 个村(社区)规范满 10 项", id="certificates"),
        pytest.param("reports", "", "清理各类报表 1,900 份", id="reports"),
        pytest.param("reports", "indicators_cleared", "清理报表指标 27,000 个，还差 1,500 个", id="fields"),
        pytest.param("reports", "apps_and_groups_cleared", "清理APP和群 1,000 个", id="apps"),
        pytest.param("reports", "one_table_main_form_pct", "1,429 个村(社区)均已填完", id="one-table"),
        pytest.param("inspections", "", "督查检查压减 20.0%，已达目标", id="inspections"),
        pytest.param("inspections", "", "已开展 960 次，其中计划外 38 次", id="plan"),
    ],
)
def test_published_figure_stands_in_the_finding(visit, demo, action, measure, found):
    query = {"action": action} | ({"measure": measure} if measure else {})
    assert found in visit(demo, "cleanup", **query).text


@pytest.mark.parametrize("measure", [row["indicator"] for row in ROWS])
def test_every_measure_has_curve_new_and_counties_ranked(visit, demo, measure):
    action = next(row["group_code"] for row in ROWS if row["indicator"] == measure)
    page = visit(demo, "cleanup", action=action, measure=measure)
    assert len(ranking(page)) == 9
    assert any("actual" in chart for chart in page.charts)
    assert "二(三)" in page.cards  # the definition with the article's section
    caveat = CAVEATS[measure]
    said = f"请留意 {caveat}" if caveat else "来源 公开文章"
    assert said in " ".join(page.cards.split())  # and its caveat


def test_only_the_chosen_tab_is_made(visit, demo):
    page = visit(demo, "cleanup", action="certificates")
    assert "规范证明事项" in page.text
    assert "清理机构牌子" not in page.text


def test_tab_goes_into_the_address(visit, demo):
    page = visit(demo, "cleanup")
    tabs = next(each for each in page.app.button_group if each.key == "action")
    tabs.set_value("boards").run()
    assert page.app.query_params["action"] == "boards"
    assert "清理机构牌子 12,200 块，还差 937 块" in page.text


def test_unknown_tab_falls_back_to_the_first(visit, demo):
    page = visit(demo, "cleanup", action="nothing", measure="nothing")
    assert "工作机制压减 56.3%" in page.text


def test_rebounds_are_counted_and_named_with_before_and_now(visit, demo):
    page = visit(demo, "cleanup", action="boards")
    assert "9 处清后反弹 反弹：现有外部标牌比6月上增加；列出前 5 处 捧乍镇第8村 兴义市 4 → 6块" in page.text


def test_villages_short_of_the_target_are_links_to_their_page(visit, demo):
    page = visit(demo, "cleanup", action="boards")
    assert "望谟县 边饶镇第6村 0/16 16" in page.text
    assert any(link.startswith("/progress?") and "unit=522326111006" in link for link in page.links)


@pytest.mark.parametrize(
    ("unit", "path", "rows"),
    [
        pytest.param("522326", "黔西南州 望谟县 16 个乡镇(街道)", 16, id="county"),
        pytest.param("522326101", "黔西南州 望谟县 乐元镇 9 个村(社区)", 9, id="township"),
        pytest.param("522326101001", "黔西南州 望谟县 乐元镇 9 个村(社区)", 9, id="village-shows-its-township"),
        pytest.param("999999", "黔西南州 9 个县(市、新区)", 9, id="unknown-shows-the-prefecture"),
    ],
)
def test_board_follows_the_unit_of_the_address(visit, demo, unit, path, rows):
    page = visit(demo, "cleanup", action="boards", unit=unit)
    assert path in page.text
    assert len(ranking(page)) == rows


def test_measure_of_counties_says_so_at_a_township(visit, demo):
    page = visit(demo, "cleanup", action="inspections", unit="522326101")
    assert "督查检查压减由县填报" in page.text
    assert "下一级没有这项数字" in page.text
    assert page.charts == []


def test_half_month_in_collection_is_no_fall_of_the_curve(visit, demo):
    page = visit(demo, "cleanup", action="boards", half_month="2023年7月上半月")
    curve = next(chart for chart in page.charts if "actual" in chart)
    assert curve.actual.isna().iloc[-1]
    assert curve.actual.dropna().iloc[-1] == 12_200
    assert ranking(page).set_index("unit").label["晴隆县"] == "—"


def test_board_in_english_has_no_chinese(visit, demo):
    page = visit(demo, "cleanup", action="boards", language="English")
    assert "Boards removed 12,200 boards, 937 boards to the target" in page.text
    assert not [letter for letter in page.text if "一" <= letter <= "鿿"]


def test_missing_county_is_no_slower_pace_and_its_ratio_is_not_comparable(visit, demo):
    """73 fewer in 1,196 villages say nothing beside 544 fewer in 1,429; and counties did report anew."""
    text = visit(demo, "cleanup", action="mechanisms", half_month="2023-07-1").text
    assert "本期压减 73 个" in text and "放缓" not in text
    assert "与上期不可比；6／9 县" in text and "本期无更新" not in text


def test_whole_half_months_in_a_row_are_a_slower_pace(visit, demo):
    assert "本期压减 544 个，连续 2 期放缓" in visit(demo, "cleanup", action="mechanisms", half_month="2023-06-2").text


@pytest.mark.parametrize("additions, resting, said", [
    pytest.param((9, 7, 5), (9, 9, 9), "，连续 2 期放缓", id="slower"),
    pytest.param((3, 5, 7), (9, 9, 9), "，连续 2 期加快", id="faster"),
    pytest.param((9, 5, 0, 3), (9, 9, 9, 9), "", id="after a half month that brought nothing"),
    pytest.param((9, 7, None, 5), (9, 9, 0, 9), "", id="after a half month without a report"),
    pytest.param((9, 7, 5), (9, 9, 6), "", id="of fewer counties"),
])  # fmt: skip
def test_pace_is_told_of_half_months_that_follow_one_another(additions, resting, said):
    assert pace_words([None if each is None else Decimal(each) for each in additions], resting) == said
