"""大屏, by its keys: which slide stands where, and what its address holds."""

import re

import pytest

from lib.show.screens import topics
from lib.words.settings import SLIDES

EVERY = len(SLIDES) + 1  # the headline figures have two


@pytest.fixture
def screen(visit, demo):
    """screen(…) opens the projector at an address; press(…) presses keys and says which slide then stands."""

    class Screen:
        def __init__(self, **query):
            self.visit = visit(demo, "screen", **query)

        @property
        def number(self):
            return re.search(r'by-slide-number">([^<]*)<', self.visit.markup)[1]

        @property
        def address(self):
            given = self.visit.app.query_params.items()
            return {name: value if isinstance(value, str) else value[-1] for name, value in given if name != "language"}

        def press(self, *keys):
            for key in keys:
                self.visit.app.button(key=f"screen_{key}").click()
                self.visit.run()
            return self.number

    return Screen


def test_opens_at_the_last_closed_half_month_with_all_slides_and_nothing_around_them(screen):
    shown = screen()
    assert shown.number == f"1／{EVERY}"
    for part in ("黔西南州减负赋能半月调度", "2023年6月下半月", "9／9 县已报齐", "演示数据"):
        assert part in shown.visit.text
    assert not shown.visit.app.title and not shown.visit.app.selectbox and not shown.visit.app.text_input


def test_half_month_of_the_board_before_is_shown_though_the_address_lost_it(visit, demo):
    """Streamlit takes it out of the address when a run of the screen is broken off by the next one."""
    page = visit(demo, "cleanup", half_month="2023年5月下半月")
    page.app.switch_page("screen.py")
    page.app.query_params.clear()
    for _run in range(2):
        page.run()
        assert "2023年5月下半月" in page.text and "2023年6月下半月" not in page.text


def test_keys_turn_and_the_address_follows(screen):
    shown = screen()
    assert shown.press("right_key") == f"2／{EVERY}"
    assert shown.address == {"slide": "2"}
    assert shown.press("PageDown", "PageUp", "left_key") == f"1／{EVERY}"
    assert shown.address == {}
    assert shown.press("left_key") == f"{EVERY}／{EVERY}"
    assert shown.press("right_key") == f"1／{EVERY}"
    assert shown.press("End") == f"{EVERY}／{EVERY}"
    assert shown.press("Home") == f"1／{EVERY}"


@pytest.mark.parametrize(
    "digits, number",
    [
        ("5", f"5／{EVERY}"),
        ("12", f"12／{EVERY}"),
        ("10", f"10／{EVERY}"),
        ("99", f"9／{EVERY}"),
        ("0", f"{EVERY}／{EVERY}"),
        ("123", f"3／{EVERY}"),
    ],
)
def test_digits_jump_and_two_of_them_are_one_number(screen, digits, number):
    assert screen().press(*digits) == number


def test_digits_with_a_pause_between_them_are_two_numbers(screen, monkeypatch):
    monkeypatch.setattr("lib.ui.screens.DIGITS", -1.0)
    assert screen().press("1", "2") == f"2／{EVERY}"


def test_address_opens_a_slide_of_a_choice_of_one_county_at_a_half_month(screen):
    shown = screen(half_month="2023-05-2", county="522326", slides="figures,ranking", slide="3")
    assert shown.number == "3／3"
    assert "2023年5月下半月" in shown.visit.text and "16 个乡镇(街道)中靠后的 10 个" in shown.visit.text


def test_what_the_address_asks_in_vain_is_said_on_the_first_slide_only(screen):
    shown = screen(slides="ranking,nothing,levels")
    assert "▲ 没有 nothing 这一页" in shown.visit.text and shown.number == "1／2"
    shown.press("right_key")
    assert "nothing" not in shown.visit.text


def test_slide_beyond_the_last_is_the_last(screen):
    assert screen(slides="ranking", slide="7").number == "1／1"


def test_space_pauses_and_says_so_and_a_reload_stays_paused(screen):
    shown = screen(slide="4")
    assert "已暂停" not in shown.visit.text and "空格暂停" in shown.visit.text
    assert shown.press("pause") == f"4／{EVERY}"
    assert "已暂停" in shown.visit.text and "空格继续" in shown.visit.text
    assert shown.address == {"slide": "4", "rotate": "false"}
    shown.press("pause")
    assert shown.address == {"slide": "4"}


def test_options_choose_half_month_county_and_slides_and_give_the_address(screen):
    shown = screen()
    shown.press("options")
    app = shown.visit.app
    app.selectbox(key="screen_half_month").set_value("2023-07-1").run()
    assert "已报 6／9 县，退回 1，合计仅含已填" in shown.visit.text
    app.selectbox(key="screen_county").set_value("522326").run()
    assert "望谟县减负赋能半月调度" in shown.visit.text
    app.button_group(key="screen_topics").set_value(["ranking", "levels"]).run()
    assert shown.number == "1／2"
    assert app.code[0].value.endswith("/screen?half_month=2023-07-1&county=522326&slides=levels,ranking")
    app.button_group(key="screen_topics").set_value([]).run()
    assert shown.number == f"1／{EVERY}"


def test_nothing_turns_while_the_options_are_open(screen):
    shown = screen()
    shown.press("options")
    assert "已暂停" in shown.visit.text and shown.visit.app.button(key="screen_pause").disabled
    shown.press("leave")
    assert "已暂停" not in shown.visit.text and not shown.visit.app.selectbox


def test_esc_leaves_to_the_overview_at_the_half_month_that_was_chosen(screen):
    shown = screen(half_month="2023-05-2")
    shown.visit.app.button(key="screen_leave").click()
    shown.visit.run()
    assert shown.visit.app.title[0].value == "总览"
    assert shown.visit.app.selectbox(key="half_month").value == "2023-05-2"


def test_new_figures_stand_on_the_next_slide(visit, demo_copy):
    page = visit(demo_copy, "screen", slides="figures")
    assert "1.22 万块" in page.text
    with demo_copy.begin() as connection:
        connection.exec_driver_sql("UPDATE rollup SET total = 99900 WHERE level = 0 AND indicator_id = "
                                   "(SELECT id FROM indicator WHERE code = 'boards_removed')")  # fmt: skip
        connection.exec_driver_sql("UPDATE revision SET number = number + 1")
    page.app.button(key="screen_left_key").click()
    page.run()
    page.app.button(key="screen_left_key").click()
    assert "9.99 万块" in page.run().text


def test_nothing_of_a_slide_is_read_twice_in_one_revision(visit, demo, monkeypatch):
    page = visit(demo, "screen", slides="ranking")
    monkeypatch.setattr(topics, "ranking_slide", None)  # a second reading would call it
    assert "安龙县" in page.run().text


def test_english_screen_says_its_keys_in_english(screen):
    shown = screen(language="English")
    assert f"1 of {EVERY}" in shown.visit.text and "space pauses" in shown.visit.text


def test_office_that_has_not_begun_sees_its_first_steps(visit, empty):
    assert "还没有单位" in visit(empty, "screen").text
