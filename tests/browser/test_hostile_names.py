"""Every page on a store whose every text is hostile: all of it stands there as text, nothing runs, nothing is fetched.

In the suite a browser looks at each kind of thing that a page is made of: markup, charts and selects (progress), a
hostile address, and a grid and a file (tables). The other pages, inner views, tooltips and addresses have their turn in
the long run; tests/pages/test_hostile_texts.py
holds the same law for every page without a browser, tests/show/test_safe_display.py for every kind of chart.

The pages and their inner views are found, not listed: a new page is covered by being in the navigation.
"""

import re
import sqlite3
import urllib.request
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import quote

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page

from lib.words.texts import printable
from tests.browser.walk import WITH_TEXTS, opened, settled, tabs, views
from tests.hostile import EVIL, IMAGE, PICTURE, TEXTS

DEEPER = (
    "progress?unit=522301001001", "admin?view=history", "?language=English", "progress?unit=522301",
    "progress?unit=522301001", "cleanup?unit=522326&action=boards", "empowerment?unit=522326",
    "lists?matter=2023-002", "lists?view=lists&list=negative", "admin?view=accounts",
    "schedule?view=meeting&language=English",
)  # fmt: skip
HOSTILE_AT = ("progress?unit=",)
MORE_HOSTILE_AT = ("?half_month=", "cleanup?measure=", "lists?matter=", "lists?view=lists&wanted=", "tables?table=")

# What a text of people may never become. Streamlit's own icons are no <img>, and it has no <strong> of its own.
BECAME = """() => {
  const found = [];
  const evil = /^\\s*((https?:)?\\/\\/[^/]*evil|javascript:|data:text)/i;
  for (const element of document.querySelectorAll("*")) {
    for (const {name, value} of element.attributes) {
      if (name.startsWith("on") || (/^(src|href|xlink:href|data|action|srcdoc)$/.test(name) && evil.test(value)))
        found.push(`${name} of ${element.outerHTML.slice(0, 120)}`);
    }
  }
  const formatted = "img, a, em, strong, del, code, .katex, span[role=img], h1, h2, h3, li, blockquote, table";
  for (const element of document.querySelectorAll("[data-testid=stMarkdownContainer]"))
    for (const inner of element.querySelectorAll(formatted))
      if (!element.closest("[data-testid=stHeading]")) found.push(`formatted: ${inner.outerHTML.slice(0, 120)}`);
  for (const toolbar of document.querySelectorAll("[data-testid=stElementToolbar], .vega-actions"))
    if (toolbar.checkVisibility()) found.push("a toolbar of its own");
  if (window.pwned) found.push("a script ran");
  const texts = [document.body.innerText];
  for (const element of document.querySelectorAll("svg text, [title], [aria-label]"))
    texts.push(element.textContent, element.getAttribute("title"), element.getAttribute("aria-label"));
  const turned = texts.join("\\n").match(/.{0,20}[\\u202a-\\u202e\\u2066-\\u2069\\u061c\\u200e\\u200f].{0,20}/);
  if (turned) found.push(`turned round: ${turned[0]}`);
  return found;
}"""


LARGEST_MARK = """chart => {
  const boxes = [...chart.querySelectorAll("[role=graphics-symbol] path, path[role=graphics-symbol], .role-mark path")]
    .map(mark => mark.getBoundingClientRect());
  const {x, y, width, height} = boxes.reduce((a, b) => (a.width * a.height < b.width * b.height ? b : a));
  return [x + width / 2, y + height / 2];
}"""


READ = """() => [document.body, ...document.querySelectorAll("input, textarea")]
  .map(element => element.value ?? element.textContent).join("\\n")"""


def read(page: Page) -> str:
    """All that stands on the page, also in its fields."""
    texts: str = page.evaluate(READ)
    return texts


def became(page: Page) -> list[str]:
    found: list[str] = page.evaluate(BECAME)
    return found


def open_selects(page: Page, opened_before: set[str]) -> Iterator[None]:
    selects = page.locator("[data-testid=stMain] [role=combobox]:enabled")
    options = page.locator("[role=listbox]").first
    for at in range(selects.count()):
        label = selects.nth(at).get_attribute("aria-label") or str(at)
        if label in opened_before:
            continue  # the same list again in another view
        opened_before.add(label)
        selects.nth(at).scroll_into_view_if_needed()
        page.wait_for_timeout(100)  # an open list closes when the page scrolls, and it hears of that late
        selects.nth(at).press("ArrowDown")
        options.wait_for()
        yield
        page.keyboard.press("Escape")
        options.wait_for(state="hidden")


def hover_marks(page: Page) -> Iterator[str]:
    """The tooltip of the largest mark of each chart."""
    charts = page.locator("[data-testid=stVegaLiteChart]")
    tooltip = page.locator("#vg-tooltip-element.visible")
    for at in range(charts.count()):
        charts.nth(at).scroll_into_view_if_needed()
        for tries in range(5):
            page.mouse.move(*charts.nth(at).evaluate(LARGEST_MARK))  # a chart may still be moving
            page.wait_for_timeout(100 * tries)
            if tooltip.is_visible():
                break
            page.mouse.move(0, 0)
        yield tooltip.inner_text()
        page.mouse.move(0, 0)
        tooltip.wait_for(state="hidden")


def looked_at(page: Page, soak: bool) -> Iterator[str]:
    """Where one is, at every moment at which the page shows something else: open selects, tooltips, grids.

    Tooltips, grids and the inner views have their turn in the long run: they are made of the same blocks, and DEEPER
    opens one of each kind.
    """
    opened_before: set[str] = set()
    for view in views(page) if soak else ("",):
        yield view
        for _open in open_selects(page, opened_before):
            yield f"{view}, select"
        for tooltip in hover_marks(page) if soak else ():
            yield f"{view}, tooltip {tooltip[:30]}"
        for grid in page.get_by_test_id("stDataFrame").all()[:1] if soak else ():
            grid.hover()
            page.wait_for_timeout(300)  # a toolbar fades in
            yield f"{view}, grid"


# made of the same blocks as these, and held to the same law by tests/pages/test_hostile_texts.py: in the long run
EACH_KIND = ("progress",)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in EACH_KIND else pytest.mark.long) for name in WITH_TEXTS]
)
def test_every_text_of_a_page_is_text(hostile_tab, name, soak):
    page, found, texts = hostile_tab.page, [], ""
    opened(page, "" if name == "overview" else name)
    for where in looked_at(page, soak):
        found += [f"{where}: {what}" for what in became(page)]
        texts += read(page)
    for _third in range(60):  # a grid draws its cells when the page has long settled
        if any(text in texts for text in TEXTS):
            break
        page.wait_for_timeout(333)
        texts += read(page)
    assert found == []
    assert any(text in texts for text in TEXTS), "no hostile text stands on this page: nothing was tried"
    assert hostile_tab.elsewhere == hostile_tab.dialogs == hostile_tab.complaints == []


@pytest.mark.long
def test_every_text_below_the_prefecture_and_in_english_is_text(hostile_tab):
    for address in DEEPER:
        opened(hostile_tab.page, address)
        assert became(hostile_tab.page) == [], address
        assert EVIL in read(hostile_tab.page), address
    assert hostile_tab.elsewhere == hostile_tab.dialogs == hostile_tab.complaints == []


@pytest.mark.long
def test_tabs_show_names_as_they_are(hostile_tab, hostile_server, soak):
    with sqlite3.connect(hostile_server.database) as connection:
        names = {in_one_line(printable(kept)) for [kept] in connection.execute("SELECT name FROM indicator")}
    shown = set()
    more = ("cleanup?action=boards",) if soak else ()
    for address in ("empowerment", "empowerment?support=funding", *more):
        opened(hostile_tab.page, address)
        # what parts an address or an icon in a label is not seen
        shown |= {in_one_line(tab.replace("\u2060", "")) for tab in tabs(hostile_tab.page, 1).all_inner_texts()}
    assert len(shown) > (10 if soak else 5)
    assert shown <= names


def in_one_line(text: str) -> str:
    return " ".join(text.split())


def test_hostile_address_opens_a_page_that_shows_it_as_text(hostile_tab, soak):
    text = f"\u202e{IMAGE}{PICTURE} javascript:alert(1) {{0}}%s"
    for address in (*HOSTILE_AT, *MORE_HOSTILE_AT) if soak else HOSTILE_AT:
        hostile_tab.page.goto(f"/{address}{quote(text)}")
        hostile_tab.page.locator("[data-testid=stMain] .stHtml >> visible=true").first.wait_for()
        settled(hostile_tab.page)
        assert became(hostile_tab.page) == [], address
        assert hostile_tab.page.get_by_text("系统未能完成").count() == 0, address
    assert hostile_tab.elsewhere == hostile_tab.dialogs == hostile_tab.complaints == []


def test_hostile_file_is_shown_and_handed_back_as_text(hostile_tab, hostile_server):
    page = hostile_tab.page
    cells = [IMAGE, PICTURE, '"=1+1;=2+2"', "+1+cmd|' /C calc'!A0", "\u202e12", "[link](http://evil.example)"]
    opened(page, "tables?table=部门")
    page.locator("[data-testid=stDataFrame] td").filter(has_text=EVIL).first.wait_for(state="attached")
    assert became(page) == []
    page.get_by_text("上传本表的文件").click()
    table = "\n".join(["部门代码,名称,牵头,备注", *(f"D{at:02},{cell},也许,{cell}" for at, cell in enumerate(cells))])
    name = f'{PICTURE}"\u202e{IMAGE}.csv'
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": table.encode()})
    button = page.get_by_role("button", name="下载标注问题的原表")
    button.wait_for()
    settled(page)
    # Streamlit's uploader shows the visitor's own file by its name as it is
    assert [what for what in became(page) if not what.startswith("turned round")] == []
    assert IMAGE in read(page) and PICTURE in read(page)

    with page.expect_download() as download:
        button.click()
    assert re.fullmatch(r"[^\\/:*?\"<>|\u202e]+_要改的地方\.xlsx", download.value.suggested_filename)
    with urllib.request.urlopen(download.value.url) as answer:  # RFC 6266: the name percent-encoded, never in quotes
        file = quote(download.value.suggested_filename, safe="")
        assert answer.headers["Content-Disposition"] == f"attachment; filename*=utf-8''{file}"
    sheet = load_workbook(BytesIO(download.value.path().read_bytes())).active
    assert sheet.max_row == 1 + len(cells)
    assert {cell.data_type for row in sheet for cell in row if cell.value is not None} == {"s"}  # no formula, no link
    assert not [cell.coordinate for row in sheet for cell in row if cell.hyperlink]
    assert [cell.coordinate for row in sheet for cell in row if cell.comment] == [f"C{at}" for at in range(2, 8)]
    assert hostile_tab.elsewhere == hostile_tab.dialogs == hostile_tab.complaints == []
