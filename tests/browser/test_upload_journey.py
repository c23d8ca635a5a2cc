"""One reporter's whole way in a real browser: three cells changed in the last file, saved, and new sums everywhere."""

import csv
import io
import re
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.walk import run_over

FILE = Path(__file__).parent.parent.parent / "data" / "demo" / "2023-07-1_village_cleanup.csv"
REMOVED = "清理机构牌子"
VILLAGE = "黄草街道第1村"


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def with_three_changes(text: str) -> tuple[str, list[str]]:
    """The file with one more board removed in its first three rows; the names of their villages."""
    rows = rows_of(text)
    for row in rows[:3]:
        row[REMOVED] = str(int(row[REMOVED]) + 1)
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue(), [row["单位名称"] for row in rows[:3]]


def test_three_changed_cells_go_from_the_file_to_every_board(server, tab, tmp_path):
    page, text = tab.page, FILE.read_text(encoding="utf-8")
    changed, villages = with_three_changes(text)
    total = sum(int(row[REMOVED] or 0) for row in rows_of(text))
    (tmp_path / "黄草街道.csv").write_text(changed, encoding="utf-8")

    # the board before; its address may be typed with its name
    page.goto("/overview?half_month=2023-07-1")
    expect(page.locator(".by-tile", has_text=REMOVED)).to_contain_text("6／9 县")
    expect(page.get_by_role("dialog")).to_have_count(0)

    # the file, and what it would change
    tab.sign_in("兴义市 李四", "reporter", unit="522301")
    page.reload()
    page.get_by_role("link", name="数据报送").click()
    page.locator("input[type=file]").wait_for(state="attached")
    run_over(page)
    page.locator("input[type=file]").set_input_files(tmp_path / "黄草街道.csv")
    expect(page.get_by_text("保存后变化 3 处")).to_be_visible()
    table = page.locator("table", has_text="原值")
    expect(table.locator("tbody tr")).to_have_count(3)
    for village in villages:
        expect(table.get_by_role("row", name=village)).to_contain_text(REMOVED)
    expect(table.get_by_role("row", name=VILLAGE)).to_contain_text("+1")

    # saved once, with a receipt that is seen by whoever clicked far below the head of the page, where it stands
    run_over(page)
    page.set_viewport_size({"width": 1280, "height": 300})
    page.get_by_role("button", name="保存").first.click()
    receipt = page.get_by_text("已保存2023年7月上半月 3 处变化，回执")
    expect(receipt).to_be_in_viewport()
    expect(page.locator(".by-said")).to_have_class(re.compile("by-afloat"))
    page.get_by_role("heading", name="数据报送", exact=True).scroll_into_view_if_needed()
    expect(page.locator(".by-said")).not_to_have_class(re.compile("by-afloat"))
    page.set_viewport_size({"width": 1280, "height": 720})
    with sqlite3.connect(server.database) as database:
        kept = database.execute("SELECT actor, kind FROM batch ORDER BY id DESC LIMIT 1").fetchone()
        query = "SELECT f.content FROM stored_file f JOIN batch b ON b.sha256 = f.sha256 WHERE b.kind = 'upload'"
        [(content,)] = database.execute(query).fetchall()
    database.close()
    assert kept == ("兴义市 李四", "upload")
    assert content == (tmp_path / "黄草街道.csv").read_bytes()

    # the new sums on the boards
    page.goto("/overview?half_month=2023-07-1")
    tile = page.locator(".by-tile", has_text=REMOVED)
    expect(tile).to_be_visible()
    tile.get_by_text("口径", exact=True).first.click()
    expect(tile).to_contain_text("兴义市 李四")
    assert total_at(server.database, "5223") == total + 3
    page.goto("/progress?half_month=2023-07-1&unit=522301001001")
    row = page.locator("tr", has_text=REMOVED).last
    before = int(rows_of(text)[0][REMOVED])
    expect(row.locator("td").nth(1)).to_have_text(str(before + 1))

    assert tab.elsewhere == []
    assert tab.complaints == []


def total_at(database: Path, unit: str) -> int:
    with sqlite3.connect(database) as connection:
        [(total,)] = connection.execute(
            "SELECT r.total FROM rollup r JOIN unit u ON u.id = r.unit_id JOIN indicator i ON i.id = r.indicator_id"
            " WHERE u.code = ? AND i.code = 'boards_removed' AND r.half_month = 48564",
            (unit,),
        ).fetchall()
    connection.close()
    return total


@pytest.fixture
def without_progress(server):
    """The database of a server in trouble: the table of 综合进度 is gone for a while."""
    connection = sqlite3.connect(server.database, isolation_level=None, timeout=10)
    connection.execute("ALTER TABLE unit_rollup RENAME TO unit_rollup_away")
    yield
    connection.execute("ALTER TABLE unit_rollup_away RENAME TO unit_rollup")
    connection.close()


@pytest.mark.long  # by tests/pages/test_upload.py the same without a browser
def test_bug_shows_a_number_that_stands_in_the_log_and_no_traceback(server, tab, without_progress):
    tab.page.goto("/progress?half_month=2023-02-1")
    banner = tab.page.get_by_role("alert")
    expect(banner).to_contain_text("系统未能完成，编号")
    number = banner.inner_text().partition("编号")[2].strip()[:4]
    log = server.log.read_text()
    assert f"fault {number}" in log
    assert "no such table: unit_rollup" in log
    body = tab.page.locator("body").inner_text()
    assert "Traceback" not in body
    assert "unit_rollup" not in body
    assert tab.elsewhere == []
