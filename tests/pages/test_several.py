"""数据报送 with several files: counties in an archive, a row each, saved at once, undone one by one."""

from pathlib import Path

import pandas as pd

from tests.pages.conftest import Visit
from tests.review.test_several import archive

DEMO = Path(__file__).parent.parent.parent / "data" / "demo" / "2023-07-1_village_cleanup.csv"
HEADER, *ROWS = DEMO.read_text(encoding="utf-8").splitlines()
OFFICE = {"name": "联席办 王五", "role": "office"}


def county(code: str, *, broken: bool = False) -> bytes:
    """Two villages of a county, of which one removed a board more; or one that says 约."""
    first, second = [row.split(",") for row in ROWS if row.split(",")[1][:6] == code][:2]
    at = HEADER.split(",").index("清理机构牌子")
    first[at] = f"约{first[at]}" if broken else str(int(first[at]) + 1)
    return "\n".join([HEADER, ",".join(first), ",".join(second)]).encode("gb18030")


def shown(page: Visit) -> pd.DataFrame:
    return page.app.dataframe[0].value


def test_counties_in_an_archive_are_shown_saved_and_undone_one_by_one(visit, demo_copy):
    codes = sorted({row.split(",")[1][:6] for row in ROWS})
    good = len(codes) - 1
    files = [(f"{code}.csv", county(code, broken=code == codes[-1])) for code in codes]
    page = visit(demo_copy, "upload", who=OFFICE)
    page.app.file_uploader[0].upload("九县.zip", archive(*files, ("名单.csv", "姓名\n甲".encode())), "application/zip")
    text = page.run().text
    assert f"{len(codes) + 1} 份中 {good} 份可以保存：{2 * good} 行" in text
    rows = shown(page)
    assert rows["县(市、新区)"][0] == "兴义市" and set(rows["报表"][:-1]) == {"村级清理表"}
    assert list(rows["要改"])[-2:] == ["1", "1"] and rows["状态"][0] == "✓ 可以保存"
    page.button(f"保存全部可保存的：{good} 份、{2 * good} 行").click()
    text = page.run().text
    assert f"{good} 份中 {good} 份已保存，各有编号" in text
    assert "没有变化，已是这些数" in list(shown(page)["状态"])
    page.app.button(key="undo_one_of_several").click()
    page.run()
    assert "已撤销" in page.text and shown(page)["状态"][0] == "✓ 可以保存"


def test_row_of_a_file_that_cannot_be_read_is_told_in_whole_when_it_is_clicked(visit, demo_copy):
    photo = ("照片.jpg", b"\xff\xd8\xff\xe0" + b"0" * 40)
    page = visit(demo_copy, "upload", who=OFFICE)
    page.app.file_uploader[0].upload("两县.zip", archive(("甲.csv", county("522301")), photo), "application/zip")
    page.run()
    said = "这是 JPEG 文件，不是表格；请把表格另存为 .xlsx 或 .csv 后上传"
    assert said in shown(page)["状态"][1]
    click(page, 1)
    assert f"没有读文件“两县.zip/照片.jpg” {said}" in page.text


def click(page: Visit, row: int) -> None:
    """A click on this row of the files, as the table sends it: AppTest has none of its own."""
    about = page.app.session_state["taken"][0][0]  # which files were brought
    page.app.session_state["open_file"] = (about, row)
    page.run()
