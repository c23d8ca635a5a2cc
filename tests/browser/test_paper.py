"""Boards on paper: A4 on its side, without what is clicked or filled in, no page empty, nothing lost at an edge.

Left to the long run: every page and view in both languages; the suite prints two boards, one with a grid of more rows
than are seen.
"""

import unicodedata
from collections.abc import Iterator
from io import BytesIO

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.conftest import Watched
from tests.browser.walk import PAGES, opened, settled, views

A4 = (842, 595)  # points
# What is for clicking and filling in, by what it is: a file's note may well say that it can be printed.
SEEN_ONLY = """() => [...document.querySelectorAll(
    "[data-testid=stSidebar], .st-key-by_foot, .by-print, .by-help, input, textarea, "
    + "[data-testid=stMain] button:not([role=radio])"
  )].filter(one => one.checkVisibility({visibilityProperty: true}) && one.getBoundingClientRect().width > 1)
  .map(one => one.textContent.trim().slice(0, 40) || one.outerHTML.slice(0, 80))"""
EVERY = (*(name for name in PAGES if name not in ("overview", "screen", "help")), "progress?unit=522301")
# What lies beyond the sheet's edge, once the page is as wide as the sheet.
BEYOND = """() => [...document.querySelectorAll("[data-testid=stMain] :is(td, th, p, li, svg.marks)")]
  .filter(one => one.checkVisibility() && !one.closest("[data-testid=stDataFrame]"))
  .filter(one => one.getBoundingClientRect().right > innerWidth + 2)
  .map(one => one.textContent.trim().slice(0, 40))"""


@pytest.fixture
def office(tab: Watched) -> Watched:
    tab.sign_in("联席办 李四")
    tab.page.set_viewport_size({"width": 1280, "height": 720})
    return tab


def printed(page: Page) -> list[str]:
    """The texts of the sheets that the browser prints."""
    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True, print_background=True))).pages
    assert {(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in sheets} == {A4}
    # fonts name some characters by the radicals of which they are the form
    return [unicodedata.normalize("NFKC", sheet.extract_text()) for sheet in sheets]


def faults(page: Page, sheets: list[str]) -> Iterator[str]:
    yield from (f"sheet {at} is empty" for at, text in enumerate(sheets, 1) if not text.strip())
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1032, "height": 718})
    yield from (f"for clicking, and printed: {text}" for text in page.evaluate(SEEN_ONLY))
    yield from (f"beyond the edge: {text}" for text in page.evaluate(BEYOND))
    page.emulate_media(media="null")  # "screen" would be printed too
    page.set_viewport_size({"width": 1280, "height": 720})


def test_board_is_one_sheet_with_its_half_month(office: Watched) -> None:
    opened(office.page, "")
    sheets = printed(office.page)
    assert not [*faults(office.page, sheets)]
    (text,) = sheets
    for said in ("总览", "2023年6月下半月", "晴隆县、望谟县滞后", "需要处理 26 项"):
        assert said in text


def test_rows_that_scroll_on_the_screen_are_all_printed(office: Watched) -> None:
    opened(office.page, "progress?unit=522301")
    sheets = printed(office.page)
    assert not [*faults(office.page, sheets)]
    states = office.page.locator(".by-on-paper tbody tr td:nth-child(2)").all_text_contents()
    assert len(states) == 27
    assert sum(sheet.count("● 正常 ") for sheet in sheets) >= states.count("● 正常") > 20  # 20 are seen


@pytest.mark.long
@pytest.mark.parametrize("language", ["中文", "English"])
def test_every_view_is_printed_whole(office: Watched, language: str) -> None:
    found = []
    for address in EVERY:
        opened(office.page, f"{address}{'&' if '?' in address else '?'}language={language}")
        for view in views(office.page):
            settled(office.page, 150)
            found += [f"{address}{view}: {fault}" for fault in faults(office.page, printed(office.page))]
    assert not found, "\n".join(found)
