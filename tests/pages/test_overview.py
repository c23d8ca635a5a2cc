"""总览, read as a leader reads it, in both languages."""

from functools import reduce
from urllib.parse import parse_qs, urlsplit

import pytest

from lib.kept import store
from lib.show.boards import overview as board

SIX = ("1.22 万块", "2.68 万块", "1,900 份", "20.0 %", "2,359 名", "1.49 亿元")


def test_board_opens_at_the_last_closed_half_month_and_says_what_the_data_are(visit, demo):
    page = visit(demo)
    assert page.app.title[0].value == "总览"
    assert page.app.selectbox(key="half_month").value == "2023-06-2"
    for part in ("截至 2023-06-30", "9／9 县已报齐", "今天按 7月17日", "演示数据：除全州合计外均为示意"):
        assert part in page.text


@pytest.mark.parametrize("figure", SIX)
def test_six_figures_are_shown_as_they_were_published(visit, demo, figure):
    assert figure in visit(demo).text


def test_first_sentence_says_who_did_not_report_and_who_is_far_behind(visit, demo):
    text = visit(demo).text
    assert "7月上晴隆县 未报 ；望谟县 退回 ；晴隆县、望谟县 滞后 ；清理机构牌子累计 12,200 块" in text
    assert "比上期增加 1,199 块，距目标还差 937 块" in text  # 13,137 were counted


def test_lights_are_said_in_words_with_their_symbols(visit, demo):
    text = visit(demo).text
    assert "▲ 预警 92.9% 应达100%" in text  # boards: 12,200 of 13,137, due
    assert "■ 滞后" in text
    assert "✓ 已完成" in text


def test_tile_has_its_definition_card(visit, demo):
    cards = visit(demo).cards
    for part in ("专项清理开始以来已摘除的机构牌子累计数", "1,429 个村(社区)已报", "13,137", "公开文章 二(三)2"):
        assert part in cards


def test_tiles_lead_to_the_tab_that_shows_their_figure(visit, demo):
    found = {(urlsplit(link).path, *parse_qs(urlsplit(link).query).get("measure", [])) for link in visit(demo).links}
    assert ("/cleanup", "wall_posters_removed") in found
    assert ("/empowerment",) in found


def test_what_needs_attention_is_counted_and_each_leads_to_its_page(visit, demo):
    page = visit(demo)
    assert "1 个县未报 晴隆县" in page.text
    assert "2 个县滞后 晴隆县、望谟县" in page.text
    paths = {urlsplit(link).path for link in page.links}
    assert {"/upload", "/progress"} <= paths
    of_several = next(link for link in page.links if link.startswith("/progress"))
    assert parse_qs(urlsplit(of_several).query).keys() == {"half_month"}
    july = visit(demo, half_month="2023年7月上半月")
    assert "1 个县滞后 望谟县" in july.text
    of_one = next(link for link in july.links if link.startswith("/progress"))
    assert parse_qs(urlsplit(of_one).query)["unit"] == ["522326"]


def test_ranking_holds_every_county_best_first(visit, demo):
    [ranking] = visit(demo).charts
    assert len(ranking) == 9
    assert [ranking.unit.iloc[0], ranking.unit.iloc[-1]] == ["安龙县", "晴隆县"]
    gaps = list(ranking.percent - ranking.expected)
    assert gaps == sorted(gaps, reverse=True)


def test_half_month_in_collection_says_that_totals_cover_only_who_reported(visit, demo):
    text = visit(demo, half_month="2023年7月上半月").text
    assert "已报 6／9 县，退回 1，合计仅含已填" in text
    assert "7月19日截止，还有 2 天" in text
    assert "1.05 万块" in text


def test_first_half_month_has_no_change_to_show(visit, demo):
    page = visit(demo, half_month="2023年1月上半月")
    assert "截至 2023-01-15" in page.text
    assert "↑" not in page.text


def test_board_in_english_has_no_chinese_words_left(visit, demo):
    page = visit(demo, language="English")
    assert page.app.title[0].value == "Overview"
    for part in ("As of 2023-06-30", "9/9 counties complete", "12,200 boards", "2,359 persons", "Far behind",
                 "Qinglong", "Demo: only prefecture totals are real"):  # fmt: skip
        assert part in page.text
    with store.reading(demo) as connection:  # what was decided and applied for stands as it was written
        titles = (
            connection.exec_driver_sql("SELECT title FROM action_item UNION SELECT matter FROM admission")
            .scalars()
            .all()
        )
    rest = reduce(lambda text, title: text.replace(title, ""), titles, page.text)
    assert not [letter for letter in rest if "一" <= letter <= "鿿"]


def test_links_of_the_english_board_keep_the_language(visit, demo):
    links = visit(demo, language="English").links
    assert links and [link for link in links if parse_qs(urlsplit(link).query)["language"] != ["English"]] == []


def test_links_of_the_board_keep_the_half_month(visit, demo):
    page = visit(demo, half_month="2023年5月上半月")
    shown = [parse_qs(urlsplit(link).query) for link in page.links if link.startswith("/progress")]
    assert shown and all(query["half_month"] == ["2023年5月上半月"] for query in shown)


def test_saved_values_show_at_the_next_run(visit, demo_copy):
    page = visit(demo_copy, half_month="2023年7月上半月")
    before = page.text
    with demo_copy.begin() as connection:
        connection.exec_driver_sql("UPDATE rollup SET total = 99900 WHERE level = 0 AND indicator_id = "
                                   "(SELECT id FROM indicator WHERE code = 'boards_removed')")  # fmt: skip
    assert page.run().text == before  # the same revision: what was made is kept
    with demo_copy.begin() as connection:
        connection.exec_driver_sql("UPDATE revision SET number = number + 1")
    assert "9.99 万块" in page.run().text


def test_nothing_of_the_board_is_read_twice_in_one_revision(visit, demo, monkeypatch):
    page = visit(demo)
    monkeypatch.setattr(board, "overview_data", None)  # a second reading would call it
    assert "1.22 万块" in page.run().text
