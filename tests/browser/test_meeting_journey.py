"""One half-monthly meeting in a real browser: who has not reported, a decision, closed and locked, carried over.

In the long run: tests/pages/test_schedule.py and tests/review/test_meetings.py hold its steps one by one.
"""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.walk import press, run_over

OFFICE, TITLE = "联席办 李四", "晴隆县三日内补报清理表"
NOW, NEXT = "M2023-07-1", "M2023-07-2"


def pick_day(page: Page, label: str, digits: str) -> None:
    field = page.get_by_test_id("stDateInput").filter(has_text=label)
    field.click()
    page.keyboard.type(digits)
    page.keyboard.press("Escape")
    run_over(page)


def kept(database: Path, sql: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(database)
    rows = connection.execute(sql).fetchall()
    connection.close()
    return rows


def items(database: Path, meeting: str) -> list[tuple[Any, ...]]:
    columns = "code, title, unit_code, department_code, due_on, state, carried_from"
    return kept(database, f"SELECT {columns} FROM action_item WHERE meeting_code = '{meeting}' ORDER BY code")


def choose_county(page: Page, name: str) -> None:
    page.get_by_role("combobox", name="责任单位").click()
    page.keyboard.type(name)
    page.get_by_role("option", name=name).click()


@pytest.mark.long
def test_meeting_decides_is_closed_and_locked_and_carries_over(server, tab, colleague):
    page = tab.page
    before = items(server.database, NOW)

    # who has not reported, and whom to remind
    page.goto("/schedule")
    expect(page.get_by_role("heading", name="县已报")).to_contain_text("晴隆县")
    expect(page.get_by_role("heading", name="催报")).to_contain_text("个县")
    expect(page.get_by_text("晴隆县：2023年7月上半月")).to_be_visible()

    # the meeting, with what was decided last time
    tab.sign_in(OFFICE)
    page.goto("/schedule")
    run_over(page)
    page.get_by_role("radio", name="调度会", exact=True).click()
    expect(page.get_by_role("heading", name="第 7 次调度会")).to_be_visible()
    expect(page.get_by_role("heading", name="一、上次会议议定")).to_be_visible()
    expect(page.get_by_text("还没有新的事项")).to_be_visible()

    # a decision needs a responsible unit and a due day
    page.get_by_label("事项", exact=True).fill(TITLE)
    press(page, "保存")
    for missing in ("请选责任单位", "请选办结期限"):
        expect(page.locator(".by-mend", has_text=missing)).to_be_visible()
    assert items(server.database, NOW) == before
    choose_county(page, "晴隆县")
    pick_day(page, "截止日", "20230720")
    press(page, "保存")
    new = page.locator("table", has_text=TITLE)
    expect(new.get_by_role("row", name=TITLE)).to_contain_text("7月20日")
    expect(page.get_by_role("heading", name="议定事项 1 项")).to_be_visible()
    written = (f"{NOW}-13", TITLE, "522324", None, "2023-07-20", "open", None)
    assert items(server.database, NOW) == [*before, written]

    # a colleague has the same meeting open and types, when it is closed
    other = colleague.page
    colleague.sign_in("联席办 赵六")
    other.goto("/schedule?view=meeting")
    run_over(other)
    other.get_by_label("事项", exact=True).fill("闭会之后再添一项")
    choose_county(other, "望谟县")
    pick_day(other, "截止日", "20230720")
    press(page, "闭会锁定")
    expect(page.get_by_text("请先填写开会日期再闭会")).to_be_visible()
    pick_day(page, "开会日期", "20230717")
    press(page, "闭会锁定")
    expect(page.get_by_text("2023-07-17 召开，已闭会锁定")).to_be_visible()
    expect(page.get_by_role("button", name="保存", exact=True)).to_have_count(0)
    meeting = f"SELECT state, held_on FROM meeting WHERE code = '{NOW}'"
    assert kept(server.database, meeting) == [("closed", "2023-07-17")]

    # what is locked says so to who still had it open
    press(other, "保存")
    expect(other.get_by_role("alert")).to_contain_text(f"调度会 {NOW} 已闭会锁定，没有保存")
    assert items(server.database, NOW) == [*before, written]

    # what is not settled goes on to the next meeting, the new decision with it
    unsettled = [row for row in [*before, written] if row[5] == "open"]
    press(page, f"结转第 7 次会议未办结的 {len(unsettled)} 项")
    expect(page.get_by_text("已保存，")).to_be_visible()
    expect(page.get_by_role("button", name="结转")).to_have_count(0)
    carried = items(server.database, NEXT)
    assert [row[1:6] for row in carried] == [row[1:6] for row in unsettled]
    assert [row[6] for row in carried] == [row[0] for row in unsettled]
    assert kept(server.database, f"SELECT state FROM meeting WHERE code = '{NEXT}'") == [("open",)]
    last = kept(server.database, "SELECT actor FROM batch WHERE kind = 'meeting' ORDER BY id")
    assert set(last) == {(OFFICE,)}
    assert tab.elsewhere == colleague.elsewhere == []
    assert tab.complaints == colleague.complaints == []
