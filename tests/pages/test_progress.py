"""四级进度: from the prefecture to one village, read as a leader reads it."""

import pytest

UNITS = {"prefecture": "5223", "county": "522326", "township": "522326101", "village": "522326101001"}


def test_prefecture_shows_its_counties_furthest_behind_first(visit, demo):
    page = visit(demo, "progress")
    assert page.app.title[0].value == "四级进度"
    assert "黔西南州 9 个县(市、新区) 点一行或一格进入下一级" in page.text
    table = page.app.dataframe[0].value
    assert list(table.columns) == ["县(市、新区)", "状态", "进度", "应达", "比上期", "近12个半月"]
    assert list(table.iloc[:, 0])[:2] == ["晴隆县", "望谟县"]
    assert list(table.iloc[:, 0])[-1] == "安龙县"
    assert table.iloc[0, 1] == "■ 滞后"


@pytest.mark.parametrize(
    "level, path",
    [
        pytest.param("county", "黔西南州 望谟县 16 个乡镇(街道)", id="county"),
        pytest.param("township", "黔西南州 望谟县 乐元镇", id="township"),
        pytest.param("village", "黔西南州 望谟县 乐元镇 乐元镇第1村", id="village"),
    ],
)
def test_unit_in_the_address_is_shown_with_the_way_to_it(visit, demo, level, path):
    assert path in visit(demo, "progress", unit=UNITS[level]).text


def test_village_shows_its_tasks_and_its_values(visit, demo):
    text = visit(demo, "progress", unit=UNITS["village"]).text
    assert "压减工作机制滞后" in text
    assert "04 压减工作机制 85.7% 100% ■ 滞后" in text
    assert "应报 20 项，已报 20 项" in text
    assert "清理机构牌子 10 块 +3 10" in text  # value, unit, change, target


def test_villages_furthest_behind_are_named_with_their_gap(visit, demo):
    page = visit(demo, "progress")
    assert "最靠后的 5 个村(社区)" in page.text
    assert "晴隆县 茶马镇第7村 22.2% 89.3% −67.1" in page.text
    assert any("unit=522324108007" in link for link in page.links)


def test_unknown_unit_falls_back_to_the_prefecture(visit, demo):
    assert "9 个县(市、新区)" in visit(demo, "progress", unit="999999").text


def test_unit_that_has_not_reported_is_no_zero(visit, demo):
    page = visit(demo, "progress", unit="522324104007", half_month="2023年7月上半月")  # 晴隆县 reported nothing
    assert "应报 20 项，已报 0 项" in page.text
    assert "清理机构牌子 —" in page.text
    assert "清理机构牌子 0" not in page.text


def test_small_curve_holds_no_zero_for_a_half_month_without_a_report(visit, demo):
    curves = visit(demo, "progress", half_month="2023年2月上半月").app.dataframe[0].value["近12个半月"]
    assert [len(curve) for curve in curves] == [3] * 9  # the first report was that of 2023年1月上半月
    assert all(value > 0 for curve in curves for value in curve)


def test_heat_map_holds_children_and_tasks(visit, demo):
    [heat] = visit(demo, "progress").charts
    assert len(set(heat.unit_code)) == 9
    cell = heat[(heat.unit == "晴隆县") & (heat.task == "四牌两标达标")].iloc[0]
    assert [cell.said, cell.due, cell.status] == ["31.3%", "75%", "■ 滞后"]


def test_board_in_english(visit, demo):
    page = visit(demo, "progress", language="English")
    assert page.app.title[0].value == "Four levels"
    assert "Qinglong, Wangmo far behind" in page.text
    assert "■ Far behind more than 10 points below expected" in page.text
    assert list(page.app.dataframe[0].value.columns)[:2] == ["County", "State"]
    assert not [letter for letter in page.text if "一" <= letter <= "鿿"]


def test_english_path_keeps_the_language(visit, demo):
    links = visit(demo, "progress", language="English", unit=UNITS["county"]).links
    assert links and [link for link in links if "language=English" not in link] == []
