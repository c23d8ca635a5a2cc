"""The pictures of the documents: `make pictures` starts the dashboard on a new demo and takes them in Chromium."""

import io
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from lib.kept import store
from lib.review import seed
from tests.browser.conftest import CHROMIUM, ROOT, Server, serving
from tests.conftest import opened

FOLDER = ROOT / "docs" / "pictures"
SIZE = {"width": 1280, "height": 720}
COLOURS = 128  # a page has few; a palette takes a third of the bytes
CLERK, OFFICE = "普安县 张三", "联席办 李四"
UPLOADED = """半月,单位代码,单位名称,上年工作机制,现有工作机制,排查机构牌子,清理机构牌子,现有外部标牌,现有规范标识,\
排查上墙制度,清理上墙制度,规范证明事项,一张表主表完成,清理APP和群,一村一策
2023年7月上半月,522323001001,盘水街道第1村,6,2,9,6块,4,2,24,16,9,1,1,1
2023年7月上半月,522323001002,盘水街道第2村,5,2,15,约12,4,2,22,15,9,1,1,1
2023年7月上半月,522323001003,盘水街道第3村,9,4,15,12,4,2,23,17,12,1,1,1
2023年7月上半月,522323001004,盘水街道第4村,8,3,12,10,4,2,33,26,9,1,1,1
"""


def settled(page: Page) -> None:
    page.locator(".stApp[data-test-script-state='notRunning']").wait_for()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)  # grids and charts come after the run has ended
    page.wait_for_timeout(1500)


def overview(page: Page) -> None:
    page.goto("/")


def progress(page: Page) -> None:
    page.goto("/progress?unit=522323")
    page.locator("[data-testid=stDataFrame] canvas").first.wait_for()


def screen(page: Page) -> None:
    page.goto("/screen?slides=ranking&rotate=false")


def upload(page: Page) -> None:
    """A file with three cells that have to be mended, and what is good in it."""
    page.goto("/upload")
    page.locator("input[type=file]").wait_for(state="attached")
    settled(page)
    file = {"name": "普安县7月上.csv", "mimeType": "text/csv", "buffer": UPLOADED.encode()}
    page.locator("input[type=file]").set_input_files(file)
    problems = page.locator("table", has_text="怎样改")
    problems.wait_for()
    settled(page)
    problems.evaluate("table => table.scrollIntoView({block: 'center'})")


def accepting(page: Page) -> None:
    page.goto("/admin")
    page.locator("[data-testid=stDataFrame] canvas").first.wait_for()


def meeting(page: Page) -> None:
    page.goto("/schedule?view=meeting")


def briefing(page: Page) -> None:
    page.goto("/briefing")


def admission(page: Page) -> None:
    page.goto("/lists?matter=2023-002")
    page.locator("[data-testid=stDataFrame] canvas").first.wait_for()


def verification(page: Page) -> None:
    page.goto("/verification")


BY_CLERK: dict[str, Callable[[Page], None]] = {
    "overview": overview, "progress": progress, "upload": upload, "screen": screen,
    "verification": verification,
}  # fmt: skip
BY_OFFICE: dict[str, Callable[[Page], None]] = {
    "accepting": accepting, "meeting": meeting, "briefing": briefing, "admission": admission,
}  # fmt: skip
PICTURES = BY_CLERK | BY_OFFICE


def take(server: Server, folder: Path) -> None:
    """Every picture, in Chinese, as a PNG of few colours."""
    tokens = {CLERK: server.sign_in(CLERK, "reporter", unit="522323"), OFFICE: server.sign_in(OFFICE, "office")}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        page = browser.new_page(viewport=SIZE, base_url=server.url, locale="zh-CN")
        for name, show in PICTURES.items():
            token = tokens[CLERK if name in BY_CLERK else OFFICE]
            page.context.add_cookies([{"name": "by_session", "value": token, "url": server.url}])
            show(page)
            settled(page)
            file = folder / f"{name}.png"
            with Image.open(io.BytesIO(page.screenshot())) as picture:
                picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
            print(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1000} kB", flush=True)
        browser.close()


def main() -> None:
    """A new demo in a folder of its own; the office's database is not touched."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "demo.db"
        with opened(database) as engine:
            store.migrate(engine)
            seed.load(engine, tell=lambda step, of, name: print(f"{step}/{of} {name}", flush=True))
        (Path(folder) / "served").mkdir()
        with serving(database, Path(folder) / "served") as server:
            FOLDER.mkdir(parents=True, exist_ok=True)
            take(server, FOLDER)


if __name__ == "__main__":
    main()
