"""From the draft to the document that is handed out: closed, the office's own words added, opened as a Word file.

In the long run: tests/pages/test_briefing.py and test_decisions.py hold its steps, tests/documents what the file says.
"""

from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.walk import press

OFFICE = "联席办 李四"


def download(page: Page, folder: Path) -> docx.document.Document:
    with page.expect_download() as started:
        page.get_by_role("button", name="下载 Word 文件").click()
    file = folder / started.value.suggested_filename
    started.value.save_as(file)
    return docx.Document(str(file))


@pytest.mark.long
def test_half_month_is_closed_and_its_notice_handed_out(tab, tmp_path):
    page = tab.page
    tab.sign_in(OFFICE)
    page.goto("/briefing?half_month=2023-07-1")
    paper = page.get_by_role("region", name="2023年7月上半月减负赋能工作通报（草稿）.docx")
    expect(paper).to_contain_text("本件为草稿")
    assert download(page, tmp_path).paragraphs[0].text == "草稿"

    # the half month is closed; from now on the page opens with it, and the draft is none any more
    page.goto("/admin")
    page.get_by_text("已看过缺报情况，仍要关闭").click()
    press(page, "关闭2023年7月上半月")
    expect(page.get_by_text("已关闭，编号")).to_be_visible()
    page.get_by_role("link", name="简报与通报").click()
    paper = page.get_by_role("region", name="2023年7月上半月减负赋能工作通报.docx")
    expect(paper).to_contain_text("清理机构牌子10503块（已报6／9县）")

    # the office's own words, then the file
    page.get_by_label("研判（每行一段）").fill("晴隆县没有报送。\n望谟县现场抽查与填报数不一致。")
    page.get_by_label("抄送").fill("州委办公室")
    press(page, "保存")
    expect(paper).to_contain_text("望谟县现场抽查与填报数不一致。")
    word = download(page, tmp_path)
    texts = [paragraph.text for paragraph in word.paragraphs]
    assert texts[0] == "黔西南州减负赋能联席会议办公室文件"
    assert texts[texts.index("十、存在的问题") + 1 :][:2] == ["晴隆县没有报送。", "望谟县现场抽查与填报数不一致。"]
    assert "抄送：州委办公室。" in texts and not [text for text in texts if "草稿" in text]
    assert {path.name for path in tmp_path.iterdir()} == {
        "2023年7月上半月减负赋能工作通报（草稿）.docx", "2023年7月上半月减负赋能工作通报.docx",
    }  # fmt: skip

    # its own words do not leave when another document is looked at
    page.get_by_role("radio", name="反馈单", exact=True).click()
    expect(page.get_by_role("region", name="兴义市")).to_contain_text("兴义市联席会议办公室：")
    page.get_by_role("radio", name="通报", exact=True).click()
    expect(page.get_by_label("研判（每行一段）")).to_have_value("晴隆县没有报送。\n望谟县现场抽查与填报数不一致。")
    assert (tab.elsewhere, tab.complaints) == ([], [])
