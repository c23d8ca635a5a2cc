"""Real pastes into 数据表, from a clipboard: what was pasted is what is taken, and all else is named.

In the long run: what a grid hands over is held by tests/review/test_pastes.py and test_grid.py without a browser.
"""

import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.walk import settled, to_cell

XINGREN, ANLONG, CENTRES = 1, 7, 3  # rows of 县级赋能表, and the column 社区服务中心
PLANNED_ON = 6  # a column of 督查检查考核
COPY = """([text, html]) => {
  const give = (event) => {
    event.preventDefault(); event.stopImmediatePropagation();
    event.clipboardData.setData("text/plain", text);
    if (html) event.clipboardData.setData("text/html", html);
  };
  addEventListener("copy", give, { capture: true, once: true });
  document.execCommand("copy");
}"""


def open_table(page: Page, table: str) -> None:
    page.goto(f"/tables?table={table}")
    page.locator("#glide-cell-0-0").wait_for(state="attached")
    settled(page)


def paste(page: Page, column: int, row: int, text: str, html: str = "") -> None:
    """Copy as a spreadsheet does, walk to the cell, and press Control+V."""
    page.evaluate(COPY, [text, html])
    to_cell(page, column, row)
    page.keyboard.press("Control+V")


def discard(page: Page) -> None:
    settled(page)
    page.get_by_role("button", name="放弃修改").click()
    expect(page.get_by_text("双击单元格修改")).to_be_visible()
    settled(page)


def centres(database: Path) -> list[int | None]:
    with sqlite3.connect(database) as connection:
        rows = connection.execute(
            "SELECT o.value FROM observation o JOIN unit u ON u.id = o.unit_id"
            " JOIN indicator i ON i.id = o.indicator_id"
            " WHERE o.half_month = 48564 AND i.code = 'community_service_centres' ORDER BY u.code"
        ).fetchall()
    connection.close()
    return [value for (value,) in rows]


@pytest.mark.long
def test_what_is_pasted_is_taken_or_named_and_never_vanishes(server, tab):
    page = tab.page
    tab.sign_in("联席办 李四")
    open_table(page, "county_empowerment")
    before = centres(server.database)

    # five texts: three numbers, and two that are none
    paste(page, CENTRES, 0, "1\nabc\n１２３\n—\n5")
    expect(page.get_by_text("有 5 处修改还没有保存；有 2 处要改，见下面")).to_be_visible()
    problems = page.locator("table", has_text="怎样改").locator("tbody tr")
    expect(problems).to_have_count(2)
    expect(problems.nth(0)).to_contain_text("兴仁市社区服务中心abc")
    expect(problems.nth(1)).to_contain_text("晴隆县社区服务中心—")
    expect(page.get_by_text("其余 3 处可以保存，改好上面的一并保存")).to_be_visible()
    taken = page.locator("table", has_text="原值").locator("tbody tr")
    expect(taken.locator("td b")).to_have_text(["1", "123", "5"])
    discard(page)

    # the row of another county, with its code
    paste(page, 0, XINGREN, "522301\t兴义市\t11\t12")
    expect(problems).to_have_count(1)
    expect(problems).to_contain_text("兴仁市单位代码522301这一行是兴仁市；兴义市的请粘贴到它自己那一行，或作为文件上传")
    expect(page.get_by_role("button", name="保存 0 处修改")).to_be_disabled()
    discard(page)

    # more rows than there are
    paste(page, CENTRES, ANLONG, "1\n2\n3")
    expect(problems).to_have_count(1)
    expect(problems).to_contain_text("末行之下第 1 行3表格里没有这一行")
    discard(page)

    # merged cells keep their columns; saved, and undone beside the receipt
    merged = '<table><tr><td colspan="2">7</td><td>8</td></tr></table>'
    paste(page, CENTRES - 1, XINGREN, "7\t9\t8", merged)
    expect(page.get_by_text("有 3 处修改还没有保存")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="保存 3 处修改").click()
    expect(page.get_by_text("已保存“填报值：县级赋能表”的 3 处修改")).to_be_visible()
    assert centres(server.database)[XINGREN] == 9
    settled(page)
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_text("3 处恢复原值")).to_be_visible()
    assert centres(server.database) == before

    # percents and days
    page.goto("/schedule?view=tasks")
    page.locator("#glide-cell-0-0").wait_for(state="attached")
    settled(page)
    paste(page, 4, 0, "100%\n50%\n三块")
    expect(problems).to_have_count(1)
    expect(problems).to_contain_text("本期完成(%)三块")
    open_table(page, "inspection")
    paste(page, PLANNED_ON, 0, "2023年6月2日\n6/2\n45079\n2023.6.31")
    expect(problems).to_have_count(3)
    for at, text in enumerate(("6/2", "45079", "2023.6.31")):
        expect(problems.nth(at)).to_contain_text(text)
    expect(problems.nth(0)).to_contain_text("6月2日是哪一年的？")
    expect(taken.locator("td b")).to_have_text(["2023-06-02"])
    assert tab.elsewhere == tab.complaints == []
