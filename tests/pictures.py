"""The pictures of the documents: `make pictures` starts the dashboard on a new demo and takes them in Chromium."""

import io
import tempfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import sqlalchemy as sa
from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from lib.kept import store
from lib.kept.models import Delivery, Reminder
from lib.review import seed
from tests.browser.conftest import CHROMIUM, ROOT, Server, serving
from tests.conftest import opened

FOLDER = ROOT / "docs" / "pictures"
SIZE = {"width": 1280, "height": 720}
PARTS = {  # what is shown of a page that says it in less: x, y, width, height
    "settings": (200, 0, 1080, 580), "texts": (200, 0, 1080, 430), "templates": (200, 0, 1080, 580),
    "reminders": (200, 0, 1080, 290), "accounts": (200, 50, 1080, 660), "attachments": (860, 0, 420, 720),
}  # fmt: skip
COLOURS = 128  # a page has few; a palette takes a third of the bytes
CLERK, OFFICE = "普安县 张三", "联席办 李四"
UPLOADED = """半月,单位代码,单位名称,上年工作机制,现有工作机制,排查机构牌子,清理机构牌子,现有外部标牌,现有规范标识,\
排查上墙制度,清理上墙制度,规范证明事项,一张表主表完成,清理APP和群,一村一策
2023年7月上半月,522323001001,盘水街道第1村,6,2,9,6块,4,2,24,16,9,1,1,1
2023年7月上半月,522323001002,盘水街道第2村,5,2,15,约12,4,2,22,15,9,1,1,1
2023年7月上半月,522323001003,盘水街道第3村,9,4,15,12,4,2,23,17,12,1,1,1
2023年7月上半月,522323001004,盘水街道第4村,8,3,12,10,4,2,33,26,9,1,1,1
"""
ACCOUNTS = """账号名,单位和姓名,角色,填报的单位
panshui,盘水街道 王五,填报,盘水街道
nanhu,南湖街道 赵六,填报,南湖街道
xindian,新店镇 钱七,填报,新点镇
"""
SCAN = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
SENT = (  # day, to whom, about which units, tries, what came of it, the answer
    (17, "wangmo@example.gov", "522326", 1, Delivery.SENT, "250 OK"),
    (17, "企业微信 qyapi.weixin.qq.com", "522326 522325", 1, Delivery.SENT, "errcode 0"),
    (17, "zhenfeng@example.gov", "522325", 2, Delivery.FAILED, "550 mailbox unavailable"),
)


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
    chosen(page, "普安县7月上.csv", UPLOADED.encode())
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


def settings(page: Page) -> None:
    page.goto("/admin?view=settings")


def texts(page: Page) -> None:
    page.goto("/admin?view=texts")


def templates(page: Page) -> None:
    page.goto("/admin?view=templates")


def reminders(page: Page) -> None:
    page.goto("/admin?view=reminders")


def accounts(page: Page) -> None:
    """A file of new accounts with one row that has to be mended."""
    page.goto("/admin?view=accounts")
    page.get_by_text("批量建立账号").click()
    chosen(page, "普安县各乡镇账号.csv", ACCOUNTS.encode())
    page.get_by_role("button", name="个账号").scroll_into_view_if_needed()


def attachments(page: Page) -> None:
    """An application with its papers, and the file on which it rests."""
    admission(page)
    page.get_by_text("附件（").click()
    page.get_by_label("名称").fill("依据的文件（扫描件）")
    chosen(page, "依据.pdf", SCAN)
    page.get_by_role("button", name="上传附件").click()
    settled(page)
    page.get_by_text("依据的文件（扫描件）").first.wait_for()
    page.get_by_text("附件（").evaluate("label => label.scrollIntoView({block: 'center'})")


def chosen(page: Page, name: str, content: bytes) -> None:
    """This file is handed to the last field for one."""
    field = page.locator("input[type=file]").last
    field.wait_for(state="attached")
    settled(page)
    field.set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})
    settled(page)


BY_CLERK: dict[str, Callable[[Page], None]] = {
    "overview": overview, "progress": progress, "upload": upload, "screen": screen,
    "verification": verification,
}  # fmt: skip
BY_OFFICE: dict[str, Callable[[Page], None]] = {
    "accepting": accepting, "meeting": meeting, "briefing": briefing, "admission": admission,
    "settings": settings, "texts": texts, "templates": templates, "reminders": reminders, "accounts": accounts,
    "attachments": attachments,
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
                x, y, width, height = PARTS.get(name, (0, 0, *picture.size))
                part = picture.crop((x, y, x + width, y + height))
                part.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
            print(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1000} kB", flush=True)
        browser.close()


def remind(engine: sa.Engine) -> None:
    """The demo sends nothing; these reminders are made up, as its figures are."""
    rows = [
        {"day": date(2023, 7, day), "target": to, "units": units, "tries": tries, "state": state, "answer": answer,
         "text": "请报送2023年7月上半月的报表", "at": datetime(2023, 7, day, 1, 0)}
        for day, to, units, tries, state, answer in SENT
    ]  # fmt: skip
    with store.writing(engine) as connection:
        connection.execute(sa.insert(Reminder), rows)


def main() -> None:
    """A new demo in a folder of its own; the office's database is not touched."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "demo.db"
        with opened(database) as engine:
            store.migrate(engine)
            seed.load(engine, tell=lambda step, of, name: print(f"{step}/{of} {name}", flush=True))
            remind(engine)
        (Path(folder) / "served").mkdir()
        with serving(database, Path(folder) / "served") as server:
            FOLDER.mkdir(parents=True, exist_ok=True)
            take(server, FOLDER)


if __name__ == "__main__":
    main()
