"""The file with its problems: the same workbook with red cells and comments, which can be mended and uploaded again."""

import zipfile
from io import BytesIO

import pytest
import xlsxwriter
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from lib.intake.checks import Problem, Reported
from lib.intake.marked import MOST_PROBLEMS, anew, fits, marked_workbook, workbook
from lib.intake.marked.styles import COLOURS
from lib.ledger.access import engineer
from lib.review.uploads import remarks, take
from lib.words.half_months import HalfMonth

JULY = HalfMonth.parse("2023-07-1")
AUTHOR = "半月调度台"
RED, YELLOW = COLOURS[False], COLOURS[True]
TITLES = ["单位代码", "村", "清理机构牌子（块）", "现有外部标牌", "现有规范标识", "上年工作机制", "现有工作机制"]
A, B, C, D = "522326101001", "522326101002", "522326102001", "522326102002"
ROWS = [
    [A, "平洞街道第1村", "约3", 4, 2, 20, 10],
    [B, "", 3, 4, "2.5", 20, 10],
    [C, "边饶镇第1村", 3, None, 2, 20, "1 0"],
    [D, "边饶镇第2村", 30, 4, 2, 20, 10],
]


def people_made() -> bytes:
    """A workbook as people make them: a title over merged cells, a second sheet, formats, a comment of their own."""
    book = Workbook()
    sheet = book.active
    sheet.title = "村级"
    sheet.append(["望谟县村级清理表"])
    sheet.merge_cells("A1:G1")
    sheet["A1"].font = Font(bold=True, size=18)
    for row in [TITLES, *ROWS]:
        sheet.append(row)
    for row in sheet.iter_rows(min_row=3, max_col=1):
        row[0].number_format = "@"
    sheet.column_dimensions["B"].width = 33
    sheet["C3"].font = Font(italic=True)
    sheet["C3"].comment = Comment("问过村支书", "张三")
    sheet["D4"].fill = PatternFill("solid", fgColor="FFDDEEFF")
    sheet["G6"].comment = Comment("别处的批注", "张三")
    book.create_sheet("说明")["A1"] = "=1+1"
    return saved(book)


def saved(book: Workbook) -> bytes:
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def upload(small, content: bytes, name: str = "望谟.xlsx"):
    return take(small.engine, content, name, Reported("village_cleanup", JULY), engineer("望谟县"))


def marked(small, content: bytes, name: str = "望谟.xlsx") -> bytes:
    taken = upload(small, content, name)
    found = [*taken.checked.problems, *remarks(taken, small.reference)]
    assert fits(content, taken.sheets, found)
    return marked_workbook(content, taken.sheets, found, AUTHOR)


def problems(small, content: bytes, name: str = "望谟.xlsx") -> list[tuple]:
    return [(one.row, one.column, one.text, one.mend) for one in upload(small, content, name).checked.problems]


def colours(content: bytes, sheet: int = 0) -> dict[str, str]:
    """The cells in the colour of a mark."""
    found = {
        cell.coordinate: cell.fill.fgColor.rgb
        for row in load_workbook(BytesIO(content)).worksheets[sheet]
        for cell in row
    }
    return {place: colour for place, colour in found.items() if colour in COLOURS.values()}


def comments(content: bytes) -> dict[str, str]:
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    return {cell.coordinate: cell.comment.text for row in sheet for cell in row if cell.comment}


def test_the_workbook_comes_back_with_its_problems_marked_and_all_else_as_it_was(small):
    content = people_made()
    back = marked(small, content)
    assert colours(back) == {"C3": RED, "E4": RED, "G5": RED, "C6": YELLOW}
    said = comments(back)
    assert said["E4"] == f"{AUTHOR}：\n这里只能是整数，不带小数" and said["G5"].startswith(f"{AUTHOR}：\n")
    assert said["C3"].startswith(f"问过村支书\n{AUTHOR}：\n去掉") and said["G6"] == "别处的批注"
    book = load_workbook(BytesIO(back))
    sheet = book["村级"]
    assert book.sheetnames == ["村级", "说明"] and book["说明"]["A1"].value == "=1+1"
    assert [str(one) for one in sheet.merged_cells.ranges] == ["A1:G1"] and sheet["A1"].font.size == 18
    assert sheet.column_dimensions["B"].width == 33 and sheet["C3"].font.italic
    assert (sheet["A3"].value, sheet["A3"].number_format, sheet["D4"].fill.fgColor.rgb) == (A, "@", "FFDDEEFF")
    same = {"[Content_Types].xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "xl/comments/comment1.xml"}
    before, after = (zipfile.ZipFile(BytesIO(one)) for one in (content, back))
    differ = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert differ <= {*same, "xl/drawings/commentsDrawing1.vml", "xl/worksheets/_rels/sheet1.xml.rels"}


def test_the_marked_workbook_uploaded_again_has_the_same_problems_and_mended_none(small):
    content = people_made()
    back = marked(small, content)
    assert problems(small, back) == problems(small, content) and len(problems(small, back)) == 3
    assert colours(marked(small, back)) == colours(back)
    assert comments(marked(small, back)) == comments(back)
    book = load_workbook(BytesIO(back))
    sheet = book["村级"]
    sheet["C3"], sheet["E4"] = 3, 2
    half = marked(small, saved(book))
    assert colours(half) == {"G5": RED, "C6": YELLOW}
    assert comments(half)["C3"] == "问过村支书" and "E4" not in comments(half)
    sheet["G5"] = 10
    assert problems(small, saved(book)) == []


def test_what_has_no_cell_is_marked_at_the_title_or_the_first_cell(small):
    """A column that is missing, one that is there twice."""
    book = Workbook()
    for row in [[*TITLES[:-1], "上年工作机制"], [A, "平洞街道第1村", *[1] * 5]]:
        book.active.append(row)
    said = comments(marked(small, saved(book)))
    assert said.keys() == {"A1", "G1"} and said["A1"].startswith(f"{AUTHOR}：\n现有工作机制：缺这一列")


def written_by_xlsxwriter() -> bytes:
    """Formulas with results, a picture of numbers, a frozen head: what a library that reads and writes would lose."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("表")
        for at, row in enumerate([TITLES, *ROWS]):
            sheet.write_row(at, 0, row)
        sheet.write_formula(1, 3, "=2+2", None, 4)
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=表!$D$2:$D$5"})
        sheet.insert_chart("J2", chart)
        sheet.add_sparkline("I2", {"range": "表!D2:E2"})
        sheet.set_header(
            "&C&G", {"image_center": BytesIO(PICTURE), "image_center_filename": "a.png"}
        ) if PICTURE else None
        sheet.data_validation("C2:C9", {"validate": "integer", "criteria": ">=", "value": 0})
    return content.getvalue()


PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)


@pytest.mark.filterwarnings("ignore:Sparkline")  # openpyxl takes them away, which looks here
def test_formulas_keep_their_results_and_charts_their_place(small):
    content = written_by_xlsxwriter()
    back = marked(small, content)
    assert problems(small, back) == problems(small, content)
    names = zipfile.ZipFile(BytesIO(back)).namelist()
    assert {"xl/charts/chart1.xml", "xl/media/image1.png", "xl/drawings/vmlDrawing1.vml"} <= {*names}
    page = zipfile.ZipFile(BytesIO(back)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>2+2</f><v>4</v>" in page and "sparkline" in page
    assert page.index("<legacyDrawing ") < page.index("<legacyDrawingHF ") < page.index("<extLst>")
    assert colours(back) == {"C2": RED, "E3": RED, "G4": RED, "C5": YELLOW}


@pytest.mark.filterwarnings("ignore:Sparkline")
def test_a_workbook_written_in_an_unusual_way_is_marked_in_a_new_one(small):
    content = written_by_xlsxwriter()
    taken = upload(small, content)
    odd = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as book, zipfile.ZipFile(odd, "w") as other:
        for name in book.namelist():
            part = book.read(name)
            other.writestr(name, part.replace(b"UTF-8", b"GBK") if "sheet1.xml" in name else part)
    back = marked_workbook(odd.getvalue(), taken.sheets, taken.checked.problems, AUTHOR)
    assert colours(back) == {"C2": RED, "E3": RED, "G4": RED}


def test_prefixes_and_cells_without_a_place_are_understood(small):
    """As the SDK of Office writes them: <x:c> in <x:row>, the place of a cell by its order alone."""
    plain = '<x:c t="inlineStr"><x:is><x:t>{}</x:t></x:is></x:c>'
    rows = ["".join(plain.format("" if cell is None else cell) for cell in row) for row in [TITLES, *ROWS]]
    page = '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
    page += "".join(f"<x:row>{row}</x:row>" for row in rows) + "</x:sheetData></x:worksheet>"
    content = BytesIO()
    with zipfile.ZipFile(BytesIO(saved(Workbook()))) as book, zipfile.ZipFile(content, "w") as other:
        for name in book.namelist():
            other.writestr(name, page if name == "xl/worksheets/sheet1.xml" else book.read(name))
    back = marked(small, content.getvalue())
    assert problems(small, back) == problems(small, content.getvalue())
    assert colours(back) == {"C2": RED, "E3": RED, "G4": RED, "C5": YELLOW}


def test_several_sheets_are_each_marked(small):
    book = Workbook()
    for name, rows in [("平洞街道", ROWS[:1]), ("边饶镇", ROWS[2:])]:
        sheet = book.create_sheet(name)
        for row in [TITLES, *rows]:
            sheet.append(row)
    book.remove(book.active)
    back = marked(small, saved(book))
    assert colours(back, 0) == {"C2": RED} and colours(back, 1) == {"G2": RED, "C3": YELLOW}


def test_a_remark_of_a_long_table_stands_at_its_value(small):
    content = f"单位代码,指标,值（块）\n{D},清理机构牌子,30\n".encode()
    assert colours(marked(small, content, "a.csv")) == {"C2": YELLOW}


@pytest.mark.parametrize("ending", [".csv", ".xls", ".html"])
def test_another_format_comes_back_as_a_workbook_of_its_rows_with_codes_as_text(small, ending):
    lines = [[str(cell or "") for cell in row] for row in [TITLES, *ROWS]]
    content = "\n".join(",".join(line) for line in lines).encode()
    if ending == ".html":
        content = f"<table>{''.join('<tr><td>' + '<td>'.join(line) for line in lines)}</table>".encode()
    if ending == ".xls":
        import xlwt

        old, written = xlwt.Workbook(), BytesIO()
        sheet = old.add_sheet("表")
        for row, cells in enumerate(lines):
            for column, cell in enumerate(cells):
                sheet.write(row, column, cell)
        old.save(written)
        content = written.getvalue()
    back = marked(small, content, f"望谟{ending}")
    assert colours(back) == {"C2": RED, "E3": RED, "G4": RED, "C5": YELLOW}
    sheet = load_workbook(BytesIO(back)).active
    assert (sheet["A2"].value, sheet["A2"].number_format, sheet["C4"].value) == (A, "@", "3")
    assert problems(small, back) == problems(small, content, f"望谟{ending}")
    assert load_workbook(BytesIO(back)).sheetnames == ["表"]
    assert comments(back)["E3"] == f"{AUTHOR}：\n这里只能是整数，不带小数"


def test_what_is_too_large_is_not_marked_in_its_cells(small, monkeypatch):
    content, many = people_made(), [Problem(mend="x", kind="x", row=3)] * (MOST_PROBLEMS + 1)
    sheets = upload(small, content).sheets
    assert fits(content, sheets, many[1:]) and not fits(content, sheets, many)
    monkeypatch.setattr(workbook, "LARGEST", 1_000)
    assert fits(content, sheets, many[1:])  # its rows are few enough for a new one
    monkeypatch.setattr(anew, "MOST_CELLS", 10)
    assert not fits(content, sheets, many[1:])
