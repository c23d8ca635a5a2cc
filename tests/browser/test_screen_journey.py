"""The projector in a real browser: every slide fits and is legible, keys and time turn it, a restart ends nothing.

Left to the long run: the slides of a county and those of a half month in collection, which are made as the others are
(tests/show/test_screens.py reads their foot); the half month of a board and the choice of slides, which
tests/pages/test_screen.py brings to the slides without a browser; the restart, after which the page asks for its
address again, which the same tests hold to show the same slide, paused or not.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lib.words.settings import SLIDES
from tests.browser import walk

EVERY = len(SLIDES) + 1  # the headline figures have two
FIT = (Path(__file__).parent / "fit.js").read_text(encoding="utf-8")
SIZES = ({"width": 1280, "height": 720}, {"width": 1920, "height": 1080})


def opened(page: Page, query: str = "rotate=false") -> None:
    page.set_viewport_size(SIZES[0])
    page.goto(f"/screen?{query}")
    expect(page.locator(".by-slide")).to_be_visible()
    # The key of a button counts once the button is drawn, and one that comes sooner is lost; this is the last of them.
    expect(page.get_by_role("button", name="退出（Esc）")).to_be_attached()
    walk.settled(page)


def number(page: Page, text: str) -> None:
    expect(page.locator(".by-slide-number")).to_have_text(text)


def press(page: Page, key: str, then: str) -> None:
    page.keyboard.press(key)
    number(page, then)


@pytest.mark.parametrize(
    "query, count, said",
    [
        pytest.param("", EVERY, "9／9 县已报齐", id="prefecture"),
        pytest.param("&county=522326", EVERY, "已报齐 6／6 张报表", id="county", marks=pytest.mark.long),
        pytest.param(
            "&half_month=2023-07-1&slides=figures,reports",
            3,
            "合计仅含已填",
            id="in collection",
            marks=pytest.mark.long,
        ),
    ],
)
def test_every_slide_fits_and_is_legible_at_both_sizes(tab, query, count, said):
    page = tab.page
    opened(page, f"rotate=false{query}")
    unfit = {}
    for at in range(1, count + 1):
        number(page, f"{at}／{count}")
        for size in SIZES:
            page.set_viewport_size(size)
            if found := page.evaluate(FIT):
                unfit[at, size["height"]] = found
        expect(page.locator(".by-slide footer")).to_contain_text(said)
        press(page, "ArrowRight", f"{at % count + 1}／{count}")
    assert not unfit
    for hidden in ("stSidebar", "stHeader"):
        expect(page.get_by_test_id(hidden)).to_be_hidden()
    assert tab.elsewhere == [] and tab.complaints == []


def test_keys_turn_jump_pause_and_leave(tab):
    page = tab.page
    opened(page, "")
    press(page, "ArrowRight", f"2／{EVERY}")
    press(page, "PageDown", f"3／{EVERY}")
    press(page, "PageUp", f"2／{EVERY}")
    press(page, "ArrowLeft", f"1／{EVERY}")
    press(page, "End", f"{EVERY}／{EVERY}")
    press(page, "7", f"7／{EVERY}")
    page.wait_for_timeout(1600)  # the digit before is forgotten
    press(page, "1", f"1／{EVERY}")
    press(page, "2", f"12／{EVERY}")
    press(page, "Home", f"1／{EVERY}")
    page.keyboard.press("Space")
    expect(page.get_by_text("已暂停")).to_be_visible()
    expect(page).to_have_url(re.compile("rotate=false"))
    page.keyboard.press("Space")
    expect(page.get_by_text("已暂停")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="总览")).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).to_be_visible()
    assert tab.elsewhere == [] and tab.complaints == []


@pytest.mark.long  # by tests/pages/test_screen.py the same without a browser
def test_choice_of_slides_is_an_address_that_shows_the_same_elsewhere(tab, colleague):
    page = tab.page
    opened(page)
    page.keyboard.press("m")
    page.get_by_role("combobox", name="单位").click()
    page.get_by_role("option", name="望谟县").click()
    expect(page.get_by_role("heading", name="望谟县减负赋能半月调度")).to_be_visible()
    for word, then in (("封面", f"1／{EVERY - 1}"), ("主要指标", f"1／{EVERY - 3}"), ("四级进度", f"1／{EVERY - 4}")):
        page.get_by_role("button", name=word, exact=True).click()
        number(page, then)
    expect(page.get_by_test_id("stCode")).not_to_contain_text("levels")  # the link is drawn after the slide's number
    address = page.get_by_test_id("stCode").inner_text().strip()
    press(page, "Escape", f"1／{EVERY - 4}")
    expect(page.get_by_test_id("stCode")).to_have_count(0)
    colleague.page.goto(address)
    number(colleague.page, f"1／{EVERY - 4}")
    expect(colleague.page.locator(".by-slide h1")).to_have_text(page.locator(".by-slide h1").inner_text())
    assert tab.complaints == colleague.complaints == []


@pytest.mark.long  # by tests/pages/test_screen.py the same without a browser
def test_half_month_of_a_board_is_shown_on_and_on(tab):
    page = tab.page
    walk.opened(page, "?half_month=2023年5月下半月")
    page.get_by_role("link", name="大屏").click()
    expect(page.locator(".by-slide")).to_contain_text("2023年5月下半月")
    walk.settled(page)
    press(page, "ArrowRight", f"2／{EVERY}")
    expect(page.locator(".by-slide header")).to_contain_text("2023年5月下半月")
    expect(page).to_have_url(re.compile("half_month="))


def test_slides_turn_by_themselves(tab):
    opened(tab.page, f"seconds=3&slide={EVERY}")
    expect(tab.page.locator(".by-slide-number")).to_have_text(f"1／{EVERY}")
    assert tab.complaints == []


@pytest.mark.long
def test_slides_come_back_after_a_restart_turning_or_paused(server, tab, colleague):
    turning, paused = tab.page, colleague.page
    opened(turning, "seconds=3&slide=14")
    opened(paused, "rotate=false&slide=5")
    server.kill()
    expect(paused.locator(".stApp:not([data-test-connection-state='CONNECTED'])")).to_be_visible()
    expect(paused.locator(".by-slide h1")).to_be_visible()  # what was shown stays
    before = turning.locator(".by-slide-number").inner_text()
    server.start()
    for page in (turning, paused):
        page.locator(".stApp[data-test-connection-state='CONNECTED']").wait_for()
    expect(turning.locator(".by-slide-number")).not_to_have_text(before)
    number(paused, f"5／{EVERY}")
    expect(paused.get_by_text("已暂停")).to_be_visible()
    press(paused, "ArrowRight", f"6／{EVERY}")
