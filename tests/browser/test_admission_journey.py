"""One application's whole way in a real browser: stopped, mended, submitted, reviewed, decided, in force.

In the long run: tests/pages and tests/review hold its steps one by one.
"""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.walk import run_over

FORBIDDEN, MATTER = "协助开展招商引资工作任务", "高温季户外劳动者饮水点引导"
DEPARTMENT, OFFICE, DECIDER = "州级部门14 王五", "联席办 李四", "州联席会议第11次会议"
WHOLE = {
    "法律依据": "防暑降温措施管理办法（示意）",
    "内容": "指认饮水点位置，由部门人员补水",
    "每月工时": "2",
    "每月报表": "0",
}
GUARANTEED = {"配备人员": "5", "配套经费（元）": "50000", "配套物资": "饮水桶"}
LACKING = ("没有退出日期，不能提交", "人员未保障", "经费未保障", "物资未保障")


def fill(page: Page, label: str, text: str) -> None:
    field = page.get_by_label(label, exact=True)
    field.fill(text)
    field.press("Tab")
    run_over(page)


def pick_day(page: Page, label: str, digits: str) -> None:
    """Type a day, year first, into its field."""
    page.get_by_test_id("stDateInput").filter(has_text=label).get_by_role("spinbutton").first.click()
    page.keyboard.type(digits)
    page.keyboard.press("Escape")
    run_over(page)


def press(page: Page, name: str) -> None:
    run_over(page)
    page.get_by_role("button", name=name, exact=True).click()


def register_row(page: Page, code: str) -> Locator:
    """The row of this code as readers of the screen are told it: the table itself is drawn on a canvas."""
    return page.get_by_test_id("stDataFrame").locator("[role=row]", has_text=code)


def click_row(page: Page, code: str) -> None:
    row = int(register_row(page, code).get_attribute("aria-rowindex") or 0)  # 1 is the header
    box = page.get_by_test_id("stDataFrame").bounding_box()
    assert box
    page.mouse.click(box["x"] + 150, box["y"] + 36 + 30 * (row - 2) + 15)


def kept(database: Path, sql: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(database)
    rows = connection.execute(sql).fetchall()
    connection.close()
    return rows


@pytest.mark.long
def test_application_is_stopped_mended_decided_and_in_force(server, tab):
    page = tab.page
    [(before,)] = kept(server.database, "SELECT count(*) FROM admission")
    tab.sign_in(DEPARTMENT, "reporter", department="D14")
    page.goto("/lists")
    page.get_by_role("radio", name="提出申请", exact=True).click()

    # a negative item stops it, and stands there by its name
    fill(page, "事项", FORBIDDEN)
    expect(page.get_by_role("alert").filter(has_text="F02")).to_contain_text("承担招商引资任务")
    press(page, "提交申请单")
    expect(page.locator(".by-mend", has_text="不予准入：负面清单 F02“承担招商引资任务”")).to_be_visible()

    # another matter, whole but for the three guarantees and the exit day
    expect(page.get_by_role("combobox", name="申请部门名称")).to_have_value("州级部门14")
    fill(page, "事项", MATTER)
    page.get_by_role("combobox", name="涉及村(社区)").click()
    page.keyboard.type("泥凼镇")
    page.get_by_role("option", name="兴义市 泥凼镇", exact=True).click()
    page.keyboard.press("Escape")
    run_over(page)
    pick_day(page, "开始日", "20230720")
    for label, text in WHOLE.items():
        fill(page, label, text)
    press(page, "提交申请单")
    expect(page.get_by_text("有 4 处要改，没有保存")).to_be_visible()
    expect(page.locator(".by-mend")).to_have_count(4)
    for lacking in LACKING:
        expect(page.locator(".by-mend", has_text=lacking)).to_be_visible()
    assert kept(server.database, "SELECT count(*) FROM admission") == [(before,)]

    # with them it is submitted
    pick_day(page, "退出日", "20230930")
    for label, text in GUARANTEED.items():
        fill(page, label, text)
    press(page, "提交申请单")
    expect(page.get_by_text("已保存，")).to_be_visible()
    stands = "SELECT code, matter, department_code, state, staff, funds, exit_on FROM admission ORDER BY code DESC"
    [(code, *found), *rest] = kept(server.database, stands)
    assert found == [MATTER, "D14", "applied", 5, 50000, "2023-09-30"]
    assert len(rest) == before

    # the office reviews it, decides with a name, and puts it in force
    tab.sign_in(OFFICE)
    page.goto("/lists")
    run_over(page)
    expect(register_row(page, code)).to_contain_text("待审核")
    click_row(page, code)
    press(page, "审核通过，提请批准")
    press(page, "批准")
    expect(page.get_by_text("写明由哪次会议或谁决定")).to_be_visible()
    fill(page, "批准人", DECIDER)
    press(page, "批准")
    press(page, "开始执行")

    # the register and the trail say so
    expect(register_row(page, code)).to_contain_text("执行中")
    expect(register_row(page, code)).to_contain_text(MATTER)
    trail = page.locator("table", has_text="原状态").locator("tbody tr")
    expect(trail).to_have_count(4)
    for at, (who, state) in enumerate(
        ((OFFICE, "执行中"), (OFFICE, "已批准"), (OFFICE, "待批准"), (DEPARTMENT, "待审核"))
    ):
        expect(trail.nth(at)).to_contain_text(who)
        expect(trail.nth(at)).to_contain_text(state)
    expect(page.get_by_text(f"2023-07-17　{DECIDER}")).to_be_visible()
    decided = f"SELECT state, decided_on, decided_as, decided_by FROM admission WHERE code = '{code}'"
    assert kept(server.database, decided) == [("in_force", "2023-07-17", "meeting", DECIDER)]
    actors = "SELECT actor FROM batch WHERE kind = 'admission' ORDER BY id"
    assert kept(server.database, actors) == [(DEPARTMENT,), (OFFICE,), (OFFICE,), (OFFICE,)]
    assert tab.elsewhere == []
    assert tab.complaints == []
