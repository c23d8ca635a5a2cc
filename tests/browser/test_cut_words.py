"""No word is cut: every page and inner view in both languages, on a desk, a projector and a telephone.

What the browser measures (cut.js) and what grids draw (cut_grids.js). Left to the long run: all but two pages in
English at 1280, where words are longest and room is least. Names and sentences that people wrote may be longer
than any column of a grid: the demo's fit, but for those of LONG.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched
from tests.browser.walk import PAGES, opened, settled, turned_to, views

CUT, GRIDS = ((Path(__file__).parent / name).read_text(encoding="utf-8") for name in ("cut.js", "cut_grids.js"))
SIZES = {1280: (1280, 720), 1920: (1920, 1080), 390: (390, 844)}
ADDRESSES = ("", *(name for name in PAGES if name not in ("overview", "screen")))
DEEPER = ("progress?unit=522301", "progress?unit=522301001", "progress?unit=522301001001", "lists?matter=2023-002")
LANGUAGES = {"en": "English", "zh": "中文"}
# Remarks in grids, and the salutation in a field of the 通报: all are seen whole by a click.
LONG = (
    "公开材料只写明", "各县（市、新区）联席会议办公室", "州级申请、审核流程已试运行", "仍有部门要村里提前备材料",
    "统一各县受理口径，按月公布结果",
)  # fmt: skip


@pytest.fixture
def office(tab: Watched) -> Iterator[Watched]:
    tab.sign_in("联席办 李四")
    tab.page.add_init_script(GRIDS)
    yield tab


def cut(page: Page, address: str, language: str, size: int) -> Iterator[str]:
    """What is cut on a page and its inner views."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    opened(page, f"{address}{'&' if '?' in address else '?'}language={LANGUAGES[language]}")
    for view in views(page):
        yield from (f"{language} {size} {address or 'overview'}{view}: {said}" for said in cut_now(page))


def cut_now(page: Page) -> Iterator[str]:
    """What is cut on the page as it stands."""
    settled(page, 150)
    page.wait_for_timeout(250)  # charts and grids follow a frame later
    for said in page.evaluate(CUT):
        if not any(text in said for text in LONG):
            yield said


def test_no_word_is_cut_where_words_are_longest(office: Watched) -> None:
    office.page.set_viewport_size({"width": 1280, "height": 720})
    opened(office.page, "?language=English")
    found = [f"overview: {said}" for said in cut_now(office.page)]
    turned_to(office.page, "progress")
    expect(office.page.locator("html")).to_have_attribute("lang", "en")
    found += [f"progress: {said}" for said in cut_now(office.page)]
    assert not found, "\n".join(found)


@pytest.mark.long
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_cut_anywhere(office: Watched, language: str, size: int) -> None:
    found = [said for address in (*ADDRESSES, *DEEPER) for said in cut(office.page, address, language, size)]
    assert not found, "\n".join(found)


def test_what_is_cut_is_seen(office: Watched) -> None:
    """The measure itself: a narrow box, a word beyond the window, a field, and a word that scrolls into sight."""
    page = office.page
    page.set_viewport_size({"width": 640, "height": 400})
    page.set_content(
        """<div style="width:60px;overflow:hidden;white-space:nowrap">a word that is cut</div>
        <div style="position:absolute;left:600px;white-space:nowrap">beyond the window</div>
        <input style="width:40px" placeholder="too long for the field">
        <div style="width:60px;overflow:auto;white-space:nowrap">a word that can be scrolled to</div>
        <div style="width:200px;overflow:hidden">whole</div>"""
    )
    assert set(page.evaluate(CUT)) == {
        "cut: a word that is cut", "cut: beyond the window", "field: too long for the field"
    }  # fmt: skip
