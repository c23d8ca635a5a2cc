"""A county clerk's file as it comes from Excel: GBK, a title row, 合计 at the end, three wrong cells, two villages of
the neighbour. What is good is saved knowingly, the rest comes back as a file, and an undo gives back what was before.

The way is in the long run: tests/pages/test_upload.py and tests/review/test_uploads.py hold its steps one by one.
"""

import csv
import io
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.walk import run_over

FILE = Path(__file__).parent.parent.parent / "data" / "demo" / "2023-07-1_village_cleanup.csv"
WANGMO, XINGYI = "522326", "522301"
REMOVED = "清理机构牌子"


def clerks_file() -> tuple[bytes, list[dict[str, str]]]:
    """The bytes of the file, and the rows of 望谟 as they are kept."""
    rows = list(csv.DictReader(io.StringIO(FILE.read_text(encoding="utf-8"))))
    mine = [row for row in rows if row["单位代码"].startswith(WANGMO)]
    strangers = [row for row in rows if row["单位代码"].startswith(XINGYI)][:2]
    columns = [name for name in rows[0] if name != "半月"]
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow(["望谟县村级清理表（2023年7月上半月）"])
    lines.writerow(columns)
    for number, row in enumerate([*mine, *strangers]):
        lines.writerow([spoilt(number, name, row[name]) for name in columns])
    sums = [sum(int(row[name]) for row in mine) for name in columns[2:]]
    lines.writerow(["合计", "", *sums])
    return written.getvalue().encode("gb18030"), mine


def spoilt(number: int, column: str, text: str) -> str:
    """Three wrong cells, in rows 3, 4 and 5 of the file, and two honest changes in rows 8 and 9."""
    wrong = {(0, REMOVED): "1.2万", (1, "清理上墙制度"): "约30", (2, "规范证明事项"): "十"}
    if column == REMOVED and number in (5, 6):
        return str(int(text) + 1)
    return wrong.get((number, column), text)


def kept(database: Path) -> list[tuple[int, ...]]:
    with sqlite3.connect(database) as connection:
        rows = connection.execute(
            "SELECT o.unit_id, o.indicator_id, o.value FROM observation o JOIN unit u ON u.id = o.unit_id"
            " WHERE o.half_month = 48564 AND u.code LIKE '522326%' ORDER BY 1, 2"
        ).fetchall()
    connection.close()
    return rows


def decision(database: Path) -> str:
    with sqlite3.connect(database) as connection:
        [(found,)] = connection.execute(
            "SELECT decision FROM submission WHERE half_month = 48564 AND form = 'village_cleanup'"
            " AND county_code = '522326'"
        ).fetchall()
    connection.close()
    return found


@pytest.mark.long
def test_clerk_saves_the_good_rows_gets_the_bad_ones_back_and_undoes(server, tab, tmp_path):
    page, (content, mine) = tab.page, clerks_file()
    (tmp_path / "望谟7月上.csv").write_bytes(content)
    before = kept(server.database)

    tab.sign_in("望谟县 王五", "reporter", unit="522326")
    page.goto("/upload")
    page.locator("input[type=file]").wait_for(state="attached")
    run_over(page)
    page.locator("input[type=file]").set_input_files(tmp_path / "望谟7月上.csv")

    # five places to mend, each in its row and column as the spreadsheet counts them
    expect(page.get_by_text("有 5 处要改，在 5 行里")).to_be_visible()
    problems = page.locator("table", has_text="怎样改")
    expect(problems.locator("tbody tr")).to_have_count(5)
    for row, found in (("3", "1.2万"), ("4", "约30"), ("5", "十")):
        expect(problems.get_by_role("row", name=found)).to_contain_text(row)
    expect(problems.get_by_role("row", name="不在您负责的范围内")).to_have_count(2)
    changes = page.locator("table", has_text="原值")
    expect(changes.locator("tbody tr")).to_have_count(2)
    expect(changes).to_contain_text(mine[5]["单位名称"])

    # the good rows are saved knowingly, the refused ones come back with the reason beside them
    run_over(page)
    page.get_by_role("button", name="只保存没有问题的").click()
    expect(page.get_by_text("已保存2023年7月上半月 2 处变化，回执")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载没有保存的 5 行").click()
    refused = list(csv.reader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
    assert len(refused) == 2 + 5  # title, header and the five rows
    assert all(row[-1] for row in refused[2:])
    assert len(kept(server.database)) == len(before)

    # undone, all is as it was before
    run_over(page)
    page.get_by_role("button", name="撤销").first.click()
    expect(page.get_by_text("处恢复原值")).to_be_visible()
    assert kept(server.database) == before
    assert decision(server.database) == "returned"  # as it stood before the save answered it
    assert tab.elsewhere == []


def test_file_that_is_too_large_is_refused_in_a_sentence(tab, tmp_path):
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(51 * 1024 * 1024)
    tab.sign_in("望谟县 王五", "reporter", unit="522326")
    tab.page.goto("/upload")
    tab.page.locator("input[type=file]").set_input_files(tmp_path / "large.csv")
    tab.page.get_by_test_id("stFileChipName").wait_for()
    said = "getComputedStyle(document.querySelector('[data-testid=stFileUploader]'), '::after').content"
    assert "每个文件不超过 50 MB" in tab.page.evaluate(said)
