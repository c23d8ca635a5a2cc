"""A whole review, from the first start on an empty database to minutes that are signed and kept, by the pages alone.

An office of two counties and three villages, with the files of docs/zh/own-data.md. In the long run: each step has a
test of its own that is quicker. BANYUE_REVIEW names a folder for a picture of each step.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect

from lib.kept import store
from lib.review import seed
from tests.browser.conftest import Server, Watched, serving
from tests.browser.test_meeting_journey import pick_day
from tests.browser.test_sign_in_journey import choose_password, enter, first_password
from tests.browser.walk import settled
from tests.conftest import opened
from tests.test_own_data import files

pytestmark = pytest.mark.long
PATIENCE = 90_000  # ms: the first run of each page makes all that it shows
HALF_MONTH, OFFICES, COUNTYS = "2023年7月上半月", "十七日的调度会议", "甲县两个乡镇一共三村"
SCAN = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """As an office finds it that began with `init --empty`, on the day of the demo."""
    folder = tmp_path_factory.mktemp("own")
    with opened(folder / "empty.db") as engine:
        store.migrate(engine)
        seed.begin_own(engine)
    with serving(folder / "empty.db", folder) as server:
        yield server


class Walk:
    """What a person does at one screen, with a picture after each step where a folder for them is named."""

    def __init__(self, page: Page, who: str, folder: Path) -> None:
        self.page, self._who, self._steps, self.folder = page, who, 0, folder
        page.set_viewport_size({"width": 1280, "height": 720})
        page.set_default_timeout(PATIENCE)

    def settle(self) -> None:
        """The run that follows has begun, if there is one, and has ended."""
        settled(self.page, 400)

    def seen(self, *texts: str) -> None:
        """These texts stand on the page, and nothing failed."""
        self.settle()
        self._steps += 1
        if wanted := os.environ.get("BANYUE_REVIEW"):
            self.page.screenshot(path=f"{wanted}/{self._who}_{self._steps:02}.png")
        for text in texts:
            expect(self.page.get_by_test_id("stMain").get_by_text(text).first).to_be_visible(timeout=PATIENCE)
        expect(self.page.get_by_text("系统未能完成")).to_have_count(0)

    def press(self, name: str | re.Pattern[str], exact: bool = True) -> None:
        self.settle()
        self.page.get_by_test_id("stMain").get_by_role("button", name=name, exact=exact).first.click()
        self.settle()

    def menu(self, name: str) -> None:
        self.settle()
        self.page.get_by_test_id("stSidebarNav").get_by_role("link", name=name).click()
        expect(self.page.get_by_role("heading", name=name, exact=True)).to_be_visible()
        self.settle()

    def view(self, name: str) -> None:
        self.page.get_by_test_id("stMain").get_by_role("radio", name=name, exact=True).first.click()
        self.settle()

    def choose(self, label: str, option: str) -> None:
        self.page.get_by_test_id("stMain").get_by_role("combobox", name=label).last.click()
        self.settle()  # what was typed before is sent when its field is left
        self.page.keyboard.type(option)
        self.page.get_by_role("option", name=option).first.click()
        self.settle()

    def upload(self, name: str, content: bytes) -> None:
        field = self.page.locator("input[type=file]").first
        field.set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})
        self.settle()

    def table(self, title: str, file: str) -> None:
        """数据表: the file of this table, looked at and saved."""
        self.choose("表", title)
        if not self.page.get_by_test_id("stFileUploaderDropzone").is_visible():
            self.page.get_by_text("上传本表的文件").click()
        self.upload(file, files()[file].encode())
        self.seen("可以保存")
        self.press(re.compile(r"保存 \d+ 行"))
        self.seen("处修改")

    def download(self, button: str) -> "docx.document.Document":
        self.settle()
        with self.page.expect_download() as started:
            self.page.get_by_role("button", name=button).first.click()
        started.value.save_as(self.folder / started.value.suggested_filename)
        return docx.Document(str(self.folder / started.value.suggested_filename))


def test_review_is_held_from_the_first_start_to_signed_minutes(
    server: Server, tab: Watched, colleague: Watched, tmp_path: Path
) -> None:
    office, county = Walk(tab.page, "office", tmp_path), Walk(colleague.page, "county", tmp_path)

    # the first start: the one-time password, an own one, and the guide
    office.page.goto("/sign-in")
    enter(office.page, "office", first_password(server))
    choose_password(office.page, OFFICES)
    office.seen("还没有单位", "下一步")

    # the office's own units, forms and tasks, and the first half month
    office.menu("数据表")
    for title, file in (
        ("单位", "units.csv"),
        ("报表", "forms.csv"),
        ("指标", "indicators.csv"),
        ("任务", "tasks.csv"),
    ):
        office.table(title, file)
    office.menu("总览")
    office.seen("已有 8 个单位")
    office.choose("半月", HALF_MONTH)  # below the head, which has one too
    office.press(f"打开{HALF_MONTH}")
    office.seen("下一步：账号")

    # an account for a county
    office.page.get_by_role("link", name="给各县建立账号").click()
    office.page.get_by_label("账号名").fill("jiaxian")
    office.page.get_by_label("单位和姓名").fill("甲县联席办 张三")
    office.choose("填报单位", "甲县")
    office.press("建立账号")
    office.seen("只显示这一次")
    password = (office.page.get_by_text("账号 jiaxian，一次性密码：").text_content() or "").rpartition("：")[2].strip()

    # which reports: one cell is mended, then the file is saved
    county.page.goto("/sign-in?next=/upload")
    enter(county.page, "jiaxian", password)
    choose_password(county.page, COUNTYS)
    county.seen("应报")
    in_this = {name: files()[name].replace("2024年1月上半月", HALF_MONTH).encode() for name in files()}
    county.choose("报表", "村级会议表")
    county.upload("jiaxian.csv", in_this["jiaxian.csv"])
    county.seen("去掉“约”，写 9")
    county.press("都不保存")
    county.upload("jiaxian-mended.csv", in_this["jiaxian-mended.csv"])
    county.press("保存 2 行")
    county.seen("已保存")

    # the office accepts it, and closes
    office.menu("管理")
    office.view("半月")
    office.seen("1 张待确认")
    office.press("确认全部 1 张")
    office.seen("已保存")
    office.page.get_by_text("仍要关闭").click()
    office.press(f"关闭{HALF_MONTH}")
    office.seen("已关闭，编号", "数据校验码")

    # the meeting: agenda, who is there, a decision, closed; minutes, and their signed scan
    office.menu("半月调度")
    office.view("调度会")
    office.press("筹备", exact=False)
    agenda = office.download("调度会议程（Word）")
    assert "乙县" in "\n".join(paragraph.text for paragraph in agenda.paragraphs)
    pick_day(office.page, "开会日期", "20230717")
    office.page.get_by_label("主持人").fill("王主任")
    office.page.get_by_label("参加人员").fill("甲县 张三；乙县 李四")
    office.page.get_by_label("记录人").fill("赵秘书")
    office.press("保存会议信息")
    office.page.get_by_label("事项", exact=True).fill("乙县三日内补报村级会议表")
    office.choose("责任单位", "乙县")
    pick_day(office.page, "截止日", "20230720")
    office.press("保存")
    office.seen("乙县三日内补报村级会议表")
    office.press("闭会锁定")
    office.seen("已闭会锁定")
    minutes = office.download("调度会纪要（Word）")
    said = "\n".join(paragraph.text for paragraph in minutes.paragraphs)
    assert "赵秘书" in said and "乙县三日内补报村级会议表" in said and "草稿" not in said
    office.page.get_by_text("附件（").first.click()
    office.upload("会议纪要签批件.pdf", SCAN)
    office.press("上传附件", exact=False)
    office.seen("会议纪要签批件.pdf")
    assert tab.elsewhere == colleague.elsewhere == tab.complaints == colleague.complaints == []
