"""Two clerks in the same table at once: different cells both stay; of the same cell the second one is asked.

In the long run: tests/pages/test_tables.py holds what the second one is asked, tests/review/test_grid.py what a grid
hands over, without a browser.
"""

import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched
from tests.browser.walk import run_over, to_cell

FIRST, SECOND = "兴义市 李四", "兴义市 张三"
XINGYI, XINGREN = 0, 1  # rows of 县级赋能表
VILLAGE_CENTRES, COMMUNITY_CENTRES = 2, 3  # its columns, behind code and name


def open_table(tab: Watched, who: str) -> None:
    page = tab.page
    tab.sign_in(who, "reporter", unit="5223")
    page.goto("/tables")
    page.locator("#glide-cell-0-0").wait_for(state="attached")
    expect(page.get_by_text("改动之前，请先在左边登录。")).to_have_count(0)
    run_over(page)


def cell(page: Page, column: int, row: int) -> str:
    """What stands in a cell, as readers of the screen are told it: the grid itself is drawn on a canvas."""
    return page.locator(f"#glide-cell-{column}-{row}").text_content() or ""


def type_in(page: Page, column: int, row: int, text: str) -> None:
    """From the row's first cell by the arrow keys to the column; then Enter, the text, Enter."""
    to_cell(page, column, row)
    page.keyboard.press("Enter")
    field = page.locator("#portal textarea")
    field.fill(text)
    field.press("Enter")


def values(database: Path) -> dict[tuple[str, str], int]:
    connection = sqlite3.connect(database)
    rows = connection.execute(
        "SELECT u.code, i.code, o.value FROM observation o JOIN unit u ON u.id = o.unit_id"
        " JOIN indicator i ON i.id = o.indicator_id"
        " WHERE o.half_month = 48564 AND i.form = 'county_empowerment'"
    ).fetchall()
    connection.close()
    return {(unit, indicator): value for unit, indicator, value in rows}


def saves(database: Path) -> list[tuple[str, int]]:
    connection = sqlite3.connect(database)
    rows = connection.execute(
        "SELECT b.actor, sum(c.n) FROM batch b JOIN value_change c ON c.batch_id = b.id WHERE b.kind = 'edit'"
        " GROUP BY b.id ORDER BY b.id"
    ).fetchall()
    connection.close()
    return rows


@pytest.mark.long
def test_two_clerks_keep_both_cells_and_choose_for_the_one_they_share(server, tab, colleague):
    second, first, before = tab.page, colleague.page, values(server.database)
    open_table(tab, SECOND)
    open_table(colleague, FIRST)
    assert cell(first, 1, XINGYI) == "兴义市"
    shared, mine_only, theirs_only = (
        int(cell(first, *place))
        for place in ((VILLAGE_CENTRES, XINGYI), (COMMUNITY_CENTRES, XINGYI), (VILLAGE_CENTRES, XINGREN))
    )

    # both type: one cell is the same, one of each is their own
    type_in(second, VILLAGE_CENTRES, XINGYI, str(shared + 4))
    expect(second.get_by_text("有 1 处修改还没有保存")).to_be_visible()
    type_in(second, COMMUNITY_CENTRES, XINGYI, str(mine_only + 1))
    expect(second.get_by_text("有 2 处修改还没有保存")).to_be_visible()
    type_in(first, VILLAGE_CENTRES, XINGYI, str(shared + 3))
    expect(first.get_by_text("有 1 处修改还没有保存")).to_be_visible()
    type_in(first, VILLAGE_CENTRES, XINGREN, str(theirs_only + 2))
    expect(first.get_by_text("有 2 处修改还没有保存")).to_be_visible()
    run_over(first)
    first.get_by_role("button", name="保存 2 处修改").click()
    expect(first.get_by_text("已保存“填报值：县级赋能表”的 2 处修改")).to_be_visible()

    # the second one's save does not go over it: before, theirs and mine stand there, and who it was
    after_first = values(server.database)
    run_over(second)
    second.get_by_role("button", name="保存 2 处修改").click()
    expect(second.get_by_text("有 1 处在您打开之后被他人改过")).to_be_visible()
    assert values(server.database) == after_first
    asked = second.get_by_role("table").filter(has_text="我的")
    expect(asked).to_contain_text(f"对方的（{FIRST}，")
    expect(asked.locator("tbody td")).to_have_text([str(shared), str(shared + 3), str(shared + 4)])
    expect(second.get_by_role("button", name="处修改")).to_be_disabled()

    # mine is chosen, and both cells of the second clerk are saved; the first one's own cell stays
    run_over(second)
    second.get_by_text("保存我的", exact=True).click()
    run_over(second)
    second.get_by_role("button", name="保存 2 处修改").click()
    expect(second.get_by_text("已保存“填报值：县级赋能表”的 2 处修改")).to_be_visible()
    changed = {place: value for place, value in values(server.database).items() if before.get(place) != value}
    assert sorted(changed.values()) == sorted([shared + 4, mine_only + 1, theirs_only + 2])
    assert {unit for unit, _indicator in changed} == {"522301", "522302"}
    assert saves(server.database) == [(FIRST, 2), (SECOND, 2)]

    # the first one reads it too
    first.reload()
    expect(first.locator(f"#glide-cell-{VILLAGE_CENTRES}-{XINGYI}")).to_have_text(str(shared + 4))
    expect(first.locator(f"#glide-cell-{COMMUNITY_CENTRES}-{XINGYI}")).to_have_text(str(mine_only + 1))
    expect(first.locator(f"#glide-cell-{VILLAGE_CENTRES}-{XINGREN}")).to_have_text(str(theirs_only + 2))
    assert tab.elsewhere == colleague.elsewhere == []
    assert tab.complaints == colleague.complaints == []
