"""Every page and inner view for everybody: with a screen reader (axe-core), at 200 %, and with the keyboard alone.

The pages and their inner views are found, not listed: a new page is covered by being in the navigation. Left to the
long run: inner views, what lies deeper, slides, the whole way by keyboard, the contrast of every page and slide. The
suite looks at the contrast of one page; tests/show/test_look.py holds every colour of text to it,
test_screen_journey.py every text of a slide.
"""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Watched
from tests.browser.walk import PAGES, opened, settled, turned_to, views

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
ZOOM = (Path(__file__).parent / "zoom.js").read_text(encoding="utf-8")
DEMO = Path(__file__).parent.parent.parent / "data" / "demo" / "2023-07-1_village_cleanup.csv"
LARGE, ZOOMED = {"width": 1280, "height": 720}, {"width": 640, "height": 360}

# What Streamlit 1.67 itself gets wrong and no page can mend; everything else is ours.
STREAMLITS_OWN = {
    ("list", "stSidebarNavItems"): "the menu's sections are <div> in its <ul>",
    ("listitem", "<li"): "their entries are <li> in these <div>; read out as links all the same",
    (
        "presentation-role-conflict",
        "stFileUploaderDropzone",
    ): "the dropzone is named, and presentation; its button counts",
}
DEEPER = (
    "progress?unit=522301", "progress?unit=522301001", "progress?unit=522301001001", "lists?matter=2023-002",
    "tables?table=部门", "help?about=office/accepting", "help?about=operating",
)  # fmt: skip
CONTRASTED = ("progress",)  # markup, charts and tables
# Names that a screen reader says: in Chinese there are none in Latin letters alone.
SAID = """() => [...document.querySelectorAll("[aria-label], [placeholder], [alt]")]
  .filter(element => element.checkVisibility())
  .flatMap(element => ["aria-label", "placeholder", "alt"].map(name => element.getAttribute(name) ?? ""))
  .filter(text => /[A-Za-z]{3}/.test(text) && !/[\\u4e00-\\u9fff]/.test(text))"""


def violations(page: Page, within: str = "body", *, contrast: bool = True) -> list[str]:
    """What axe finds in a part of the page, but for what is Streamlit's own.

    `contrast` takes most of the time, and the views of a page share their colours.
    """
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE)
    answer: dict[str, Any] = page.evaluate(
        """([within, contrast]) => axe.run({include: [within]}, {
             resultTypes: ['violations'], iframes: false, preload: false,
             rules: {'color-contrast': {enabled: contrast}}})""",
        [within, contrast],
    )
    return [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary']}"
        for one in answer["violations"]
        for node in one["nodes"]
        if not any(one["id"] == rule and part in node["html"] for rule, part in STREAMLITS_OWN)
    ]


def unusable(page: Page) -> list[str]:
    """What cannot be used at 200 %; the window is as large as before afterwards."""
    page.set_viewport_size(ZOOMED)
    page.wait_for_timeout(150)  # charts and grids follow the window a frame later
    found: list[str] = page.evaluate(ZOOM)
    if found:
        page.wait_for_timeout(1000)
        found = page.evaluate(ZOOM)
    page.set_viewport_size(LARGE)
    return found


def looked_at(page: Page, address: str, soak: bool) -> Iterator[str]:
    """What an address opens with, and in the long run its inner views. In the suite the menu leads from page to page.

    A view that shows the same as the one before is left out, and so are tabs within tabs: they show another figure in
    the same charts.
    """
    (opened if soak or not address else turned_to)(page, address)
    before = ""
    for view in views(page, inner=False) if soak else ("",):
        text = page.locator("[data-testid=stMain]").inner_text()
        if text != before:
            yield f"{address}{view}"
        before = text


@pytest.fixture
def office(tab: Watched) -> Watched:
    tab.sign_in("联席办 李四")
    tab.page.set_viewport_size(LARGE)
    return tab


@pytest.mark.parametrize("percent", [110, 125])
def test_no_chart_is_squeezed_beside_others_on_a_laptop_that_enlarges(office: Watched, percent: int) -> None:
    """Words of a chart keep their px: in a third of what is left of 1280 they cover one another, and bars are gone."""
    page = office.page
    page.set_viewport_size({name: size * 100 // percent for name, size in LARGE.items()})
    for address in ("", "schedule"):
        (turned_to if address else opened)(page, address)
        page.locator("[data-testid=stVegaLiteChart]").first.wait_for()
        whole = page.locator("[data-testid=stMainBlockContainer]").bounding_box()
        charts = page.locator("[data-testid=stVegaLiteChart]").all()
        drawn = [box["width"] for box in (chart.bounding_box() for chart in charts) if box]
        assert whole and drawn and min(drawn) > 0.8 * whole["width"]


def test_every_view_can_be_heard_and_used_at_two_hundred_percent(office: Watched, soak: bool) -> None:
    """In the long run also every inner view, and what lies deeper."""
    page, found = office.page, []
    addresses = ["" if name == "overview" else name for name in PAGES if name != "screen"]
    for address in (*addresses, *DEEPER) if soak else addresses:
        for at, where in enumerate(looked_at(page, address, soak)):
            whole = at == 0 and (soak or not address)  # the menu is the same on every page and in every view
            part = "body" if whole else "[data-testid=stMain]"
            heard = violations(page, part, contrast=at == 0 and (soak or address in CONTRASTED))
            enlarged = unusable(page) if at == 0 or soak else []
            found += [f"{where}: {what}" for what in (*heard, *page.evaluate(SAID), *enlarged)]
    assert not found, "\n".join(found)
    assert office.elsewhere == office.complaints == []


@pytest.mark.long
def test_slides_can_be_heard(tab: Watched, soak: bool) -> None:
    page, found = tab.page, []
    page.set_viewport_size(LARGE)
    opened(page, "screen?rotate=false")
    last = int(page.locator(".by-slide-number").inner_text().split("／")[1])
    for at in range(1, last + 1):
        expect(page.locator(".by-slide-number")).to_have_text(f"{at}／{last}")
        found += [f"slide {at}: {what}" for what in violations(page, contrast=soak)]
        page.keyboard.press("ArrowRight")
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "address, language",
    [
        pytest.param("sign-in?language=", "zh-CN", id="sign-in"),
        pytest.param("sign-in?language=en", "en", id="sign-in in English", marks=pytest.mark.long),
        pytest.param("password?language=en", "en", id="password"),
        pytest.param("sign-out", "zh-CN", id="sign-out", marks=pytest.mark.long),
        pytest.param("nowhere", "zh-CN", id="404"),
        pytest.param("nowhere?language=English", "en", id="404 in English", marks=pytest.mark.long),
    ],
)
def test_pages_of_the_server_can_be_heard_and_used_in_their_language(office: Watched, address, language) -> None:
    if address.startswith("sign-in"):
        office.page.context.clear_cookies()
    office.page.goto(f"/{address}")
    expect(office.page.locator("html")).to_have_attribute("lang", language)
    assert violations(office.page) == [] and unusable(office.page) == []


def test_page_and_streamlits_words_follow_the_language_switch(tab: Watched) -> None:
    page = tab.page
    opened(page, "upload")
    html, skip = page.locator("html"), page.get_by_test_id("stSkipToContent")
    expect(html).to_have_attribute("lang", "zh-CN")
    expect(skip).to_have_text("跳到正文")
    page.get_by_role("radio", name="English").click()
    expect(html).to_have_attribute("lang", "en")
    expect(skip).to_have_text("Skip to main content")
    expect(page.get_by_role("navigation", name="App pages")).to_be_visible()
    page.get_by_role("radio", name="中文").click()
    expect(html).to_have_attribute("lang", "zh-CN")
    expect(page.get_by_role("navigation", name="页面菜单")).to_be_visible()


# With the keyboard alone ---------------------------------------------------------------------------------------


def tab_to(page: Page, wanted: Locator, most: int = 60) -> None:
    """Press Tab until this part of the page has the focus, and see that it shows."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate("wanted => wanted.contains(document.activeElement)"):
            assert_focus_is_seen(page)
            return
    raise AssertionError(f"{wanted} is not reached with Tab; the focus is on {focus(page)}")


def focus(page: Page) -> str:
    shown: str = page.evaluate("() => document.activeElement.outerHTML.slice(0, 200)")
    return shown


def assert_focus_is_seen(page: Page) -> None:
    """The same place looks different once the focus has gone."""
    page.wait_for_timeout(200)  # rings fade in
    box = page.evaluate("""() => {
      const {x, y, width, height} = document.activeElement.getBoundingClientRect();
      return {x: Math.max(0, x - 6), y: Math.max(0, y - 6), width: width + 12, height: height + 12};
    }""")
    with_focus = page.screenshot(clip=box, caret="hide")
    what = focus(page)
    page.evaluate("() => { window.focused = document.activeElement; window.focused.blur(); }")
    page.wait_for_timeout(200)
    without = page.screenshot(clip=box, caret="hide")
    page.evaluate("() => window.focused.focus({focusVisible: true})")
    assert with_focus != without, f"no ring around {what}"


def one_changed_cell(file: Path) -> Path:
    """The rows of 大观镇 in the demo's file, one cell changed."""
    head, *lines = DEMO.read_text(encoding="utf-8").splitlines()
    rows = [line.split(",") for line in lines if line.split(",")[1].startswith("522326110")]
    at = head.split(",").index("现有工作机制")
    rows[0][at] = str(int(rows[0][at]) + 1)
    file.write_text("\n".join([head, *(",".join(row) for row in rows)]), encoding="utf-8")
    return file


@pytest.mark.long
def test_from_the_board_to_a_county_to_a_report_with_the_keyboard_alone(tab: Watched, tmp_path: Path) -> None:
    page, press = tab.page, tab.page.keyboard.press
    tab.sign_in("望谟县 张三", "reporter", unit="522326")
    page.on("filechooser", lambda _chooser: None)  # Chromium takes its time to hand choosers over; ask for them in time
    opened(page, "cleanup")
    main, menu = page.get_by_test_id("stMain"), page.get_by_test_id("stSidebarNav")

    # past the menu, and another half month
    page.evaluate("() => document.activeElement.blur()")
    tab_to(page, page.get_by_test_id("stSkipToContent"), 3)
    press("Enter")
    tab_to(page, main.get_by_role("combobox", name="半月"), 8)
    press("ArrowDown")
    press("ArrowDown")
    press("Enter")
    expect(main.get_by_role("combobox", name="半月")).not_to_have_value("2023年6月下半月")
    settled(page)

    # another action, and down to a county
    tab_to(page, main.get_by_role("radio", name="工作机制"))
    press("ArrowRight")
    press("Space")
    expect(main.get_by_role("radio", name="牌子制度")).to_be_checked()
    settled(page)
    tab_to(page, main.locator(".by-path summary"))
    press("Enter")
    tab_to(page, main.get_by_role("link", name="望谟县", exact=True), 12)
    press("Enter")
    expect(main.locator(".by-path")).to_contain_text("望谟县 › 16 个乡镇(街道)".replace(" › ", ""))
    settled(page)

    # the table behind the board
    tab_to(page, main.get_by_role("link", name="目标：村级清理表"), 120)
    press("Enter")
    expect(page.get_by_role("heading", name="数据表")).to_be_visible()
    settled(page)

    # to the report, by the menu; the half month in collection, a file, then what can be saved
    tab_to(page, menu.get_by_role("link", name="数据报送"), 80)
    press("Enter")
    expect(main.get_by_role("button", name="本期无变化")).to_be_visible()
    settled(page)
    tab_to(page, main.get_by_role("combobox", name="半月"), 80)
    page.keyboard.type("2023年7月上")
    press("ArrowDown")
    press("Enter")
    expect(main.get_by_text("2023年7月上半月应报")).to_be_visible()  # the select says so before the page does
    settled(page)
    tab_to(page, main.get_by_test_id("stFileUploaderDropzone").locator("button"), 80)
    with page.expect_file_chooser() as asked:
        press("Enter")
    asked.value.set_files(one_changed_cell(tmp_path / "大观镇.csv"))
    save = main.get_by_role("button", name="保存")
    expect(save.first).to_be_visible()
    settled(page)
    tab_to(page, save.first, 80)
    assert tab.elsewhere == tab.complaints == []
