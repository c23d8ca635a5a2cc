"""The office hands a half month out: a chart for a slide, the overview for the chat group, the workbook.

The downloads are in the long run: tests/pages/test_handing_out.py names them, tests/show opens them, without a
browser.
"""

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from PIL import Image
from playwright.sync_api import Page

BUSY = re.compile("正在(读取数据|画图：)")


def download(page: Page, button: str) -> tuple[str, bytes]:
    with page.expect_download() as started:
        page.get_by_role("button", name=button, exact=True).first.click()
    return started.value.suggested_filename, Path(started.value.path()).read_bytes()


@pytest.mark.long
def test_office_hands_out_a_chart_the_overview_and_the_workbook(tab, server):
    page = tab.page
    page.goto("/cleanup?action=boards")
    page.locator(".stApp[data-test-script-state='notRunning']").wait_for()
    page.get_by_text("导出图片").click()
    page.get_by_role("button", name="PNG", exact=True).nth(3).wait_for()
    page.wait_for_timeout(500)  # it moves to its place while it opens
    name, chart = download(page, "PNG")
    assert name == "2023年6月下半月_减负清理_清理机构牌子_进度曲线.png"
    assert Image.open(io.BytesIO(chart)).size == (1920, 1080)
    name, paper = download(page, "PDF")
    assert name.endswith(".pdf") and paper.startswith(b"%PDF")

    page.get_by_role("link", name="简报与通报").click()
    page.get_by_text("本半月的文件").wait_for()
    name, picture = download(page, "总览长图（PNG）")
    assert name == "2023年6月下半月_总览.png" and Image.open(io.BytesIO(picture)).width == 1080
    with page.expect_download(timeout=120_000) as started:
        page.get_by_role("button", name="图表（PNG 压缩包）").click()
        page.get_by_text(BUSY).wait_for()
    with zipfile.ZipFile(started.value.path()) as archive:
        assert len(archive.namelist()) > 50
    page.get_by_text(BUSY).wait_for(state="detached")
    name, workbook = download(page, "工作簿（Excel）")
    assert name == "2023年6月下半月_工作簿.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    assert book["总览"]["A2"].value == "清理机构牌子"
    assert not tab.elsewhere and not tab.complaints


def test_program_reads_the_figures_that_the_tables_lead_to(tab, server):
    page = tab.page
    page.goto("/tables")
    leads_to = page.get_by_role("link", name="供程序读取：JSON 与 CSV").get_attribute("href")
    assert leads_to == "/api/v1?lang=zh"
    index = page.request.get(leads_to).json()
    assert index["demo"] and "演示数据" in index["note"]
    frame = pd.read_csv(f"{server.url}/api/v1/values?indicator=boards_removed&format=csv", dtype={"unit": str})
    assert frame.set_index("unit").loc["522326", "unit_name"] == "望谟县" and frame["value"].sum() == 12_200
    assert not tab.complaints
