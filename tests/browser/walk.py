"""The way through all pages and their inner views; they are found, not listed: a new page is covered by the menu."""

import re
from collections.abc import Iterator

from playwright.sync_api import Locator, Page, expect

from lib.show.boards.pages import MENU

PAGES = [entry.name for entry in MENU]
WITH_TEXTS = [
    name for name in PAGES if name != "help"
]  # the handbook is the project's own: no person's text stands there


STILL = """wanted => {
  const running = document.querySelector(".stApp")?.dataset.testScriptState !== "notRunning";
  window.still = running ? undefined : window.still ?? performance.now();
  return !running && performance.now() - window.still > wanted;
}"""


def settled(page: Page, still: int = 100) -> None:
    """The run after a click has begun, if there is one, and has ended: nothing has run for `still` milliseconds."""
    page.evaluate("() => { window.still = undefined; }")
    page.wait_for_function(STILL, arg=still, polling=25)


def run_over(page: Page) -> None:
    """Wait until the run is over, so that nothing is read or clicked in between."""
    page.locator(".stApp[data-test-script-state='notRunning']").wait_for()


def press(page: Page, name: str) -> None:
    """Press a button by its whole name, and wait for what comes of it."""
    run_over(page)
    page.get_by_role("button", name=name, exact=True).click()
    run_over(page)


def opened(page: Page, address: str) -> None:
    page.goto(f"/{address}")
    _whole(page)


def turned_to(page: Page, name: str) -> None:
    """Another page by the menu: a browser that has the program already shows it in half the time."""
    page.locator(f"[data-testid=stSidebarNavLink][href$='/{name}']").click()
    page.wait_for_url(re.compile(rf"/{name}(\?|$)"))
    _whole(page)


def _whole(page: Page) -> None:
    page.locator("[data-testid=stMain] .stHtml >> visible=true").or_(page.locator(".by-slide")).first.wait_for()
    settled(page, 250)  # an address that the page itself changes makes it run once more
    expect(page.get_by_text("系统未能完成")).to_have_count(0)


def views(page: Page, *, inner: bool = True) -> Iterator[str]:
    """Every inner view of the page that is open; of the tabs within one (`inner`), the first that is not open yet."""
    yield ""
    outer = tabs(page, 0)
    for at in range(outer.count()):
        choose(page, outer.nth(at))
        yield f" view {at}"
        within = tabs(page, 1)
        if inner and within.count() > 1:
            choose(page, within.nth(1))
            yield f" view {at}, tab 1"


def tabs(page: Page, group: int) -> Locator:
    return page.locator("[data-testid=stMain] [role=radiogroup]").nth(group).get_by_role("radio")


def choose(page: Page, tab: Locator) -> None:
    if not tab.is_checked():
        tab.click()
        expect(tab).to_be_checked()
        settled(page)


def to_cell(page: Page, column: int, row: int) -> None:
    """From the row's first cell of the grid by the arrow keys to the column."""
    box = page.get_by_test_id("stDataFrame").bounding_box()
    assert box
    page.mouse.click(box["x"] + 40, box["y"] + 36 + 30 * row + 15)
    for step in range(1, column + 1):
        page.locator(f"#glide-cell-{step - 1}-{row}[aria-selected=true]").wait_for(state="attached")
        page.keyboard.press("ArrowRight")
    page.locator(f"#glide-cell-{column}-{row}[aria-selected=true]").wait_for(state="attached")
