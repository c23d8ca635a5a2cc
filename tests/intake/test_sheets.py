"""Bytes to rows: what is taken, what is refused before it is parsed, and hostile files."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt

from lib.intake.sheets import CellError, Sheet, read
from lib.words.errors import FileRefused
from lib.words.settings import UploadLimits

CASES = Path(__file__).parent / "cases"
TEXT = "单位代码,单位名称,清理机构牌子\r\n522301001001,街心社区,12\r\n"
ROWS = [("单位代码", "单位名称", "清理机构牌子"), ("522301001001", "街心社区", "12")]


pytestmark = pytest.mark.usefixtures("english")


def sheet(content: bytes, limits: UploadLimits | None = None) -> Sheet:
    return read(content, "a name that says nothing.pdf", limits or UploadLimits())


def rows(content: bytes) -> list[tuple[object, ...]]:
    return [row.cells for row in sheet(content).rows]


def refusal(content: bytes, limits: UploadLimits | None = None) -> str:
    with pytest.raises(FileRefused) as refused:
        sheet(content, limits)
    return str(refused.value)


def xlsx(fill, **options) -> bytes:
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, **options})
    fill(book)
    book.close()
    return written.getvalue()


def with_member(content: bytes, name: str, body: bytes) -> bytes:
    """The workbook with a member replaced or added."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, body)
    return written.getvalue()


def plain_workbook() -> bytes:
    return xlsx(lambda book: book.add_worksheet().write_row(0, 0, ["a", "b"]))


DOCTYPE = b'<!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
NAMESPACE = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = b'<?xml version="1.0"?>%s<worksheet xmlns="' + NAMESPACE + b'"><sheetData>%s</sheetData></worksheet>'
FAR_CELL = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="%d"><c r="%s%d"><v>1</v></c></row>'


def with_rows(rows: bytes) -> bytes:
    """A workbook whose sheet holds these rows."""
    return with_member(plain_workbook(), "xl/worksheets/sheet1.xml", SHEET % (b"", rows))


def grown(name: str) -> bytes:
    """A workbook with a member that is ten million blanks longer."""
    content = plain_workbook()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return with_member(content, name, book.read(name) + b" " * 10_000_000)


def with_styles(elements: bytes) -> bytes:
    """A workbook whose part of styles holds these elements."""
    return with_member(
        plain_workbook(), "xl/styles.xml", b'<styleSheet xmlns="%s">%s</styleSheet>' % (NAMESPACE, elements)
    )


def far_xls() -> bytes:
    book = xlwt.Workbook()
    page = book.add_sheet("a")
    page.write(0, 0, 1)
    page.write(65_535, 255, 1)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


# Text ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "notices"),
    [
        pytest.param("utf-8", (), id="UTF-8"),
        pytest.param("utf-8-sig", (), id="UTF-8 with byte-order mark"),
        pytest.param("gbk", ("Read as GB18030",), id="GBK"),
        pytest.param("gb18030", ("Read as GB18030",), id="GB18030"),
        pytest.param("utf-16", ("Read as UTF-16",), id="UTF-16"),
    ],
)
def test_encodings_are_told_apart_by_the_whole_file(encoding, notices):
    assert rows(TEXT.encode(encoding)) == ROWS
    assert sheet(TEXT.encode(encoding)).notices == notices


def test_a_rare_character_of_gb18030_is_read():
    assert rows("代码,名称\n1,㐀村\n".encode("gb18030"))[1] == ("1", "㐀村")


def test_utf_16_of_the_other_byte_order_is_read():
    assert rows(b"\xfe\xff" + TEXT.encode("utf-16-be")) == ROWS


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param("代码,名称\n1,街心社区\n".encode() + "2,黄草社区\n".encode("gbk"), "from line 3 on", id="mixed"),
        pytest.param("代码,名称\n".encode("gbk") + "1,街心社区\n".encode(), "from line 2 on", id="mixed the other way"),
        pytest.param(
            "代码\r1\r街心社区\r".encode() + "黄草社区\r".encode("gbk"), "from line 4 on", id="lines end in CR"
        ),
        pytest.param("代码,名称\n1,街心".encode()[:-1], "from line 2 on", id="cut within a character"),
        pytest.param(b"\xef\xbb\xbfa,b\n1,\xff\n", "from line 2 on", id="mark says UTF-8, bytes do not"),
        pytest.param(
            "上,上\n上".encode("utf-16") + b"\n", "from line 2 on", id="UTF-16 whose letters hold line breaks"
        ),
        pytest.param(
            b"\xfe\xff" + "a\n上".encode("utf-16-be") + b"\xdc\x00", "from line 2 on", id="UTF-16 the other way"
        ),
        pytest.param(TEXT.encode("utf-16")[2:], "neither text nor a workbook", id="UTF-16 without its mark"),
        pytest.param(b"\x00\x01\x02\x03" * 99, "neither text nor a workbook", id="binary"),
        pytest.param(b"", "The file is empty", id="empty"),
        pytest.param(b"\r\n \n", "There is no row", id="blank lines only"),
        pytest.param(b"\xef\xbb\xbf", "There is no row", id="a byte-order mark only"),
        pytest.param('代码,名称\n1,"街心\n2,黄草\n'.encode(), "row 2 (line 2)", id="unclosed quote"),
        pytest.param('代码,名称\n1,"街"心\n'.encode(), "row 2 (line 2)", id="quote within a cell"),
        pytest.param(b"%PDF-1.7 ...", "This is a PDF file", id="PDF"),
        pytest.param(b"MZ\x90\x00\x03", "This is a EXE file", id="program"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "This is a PNG file", id="picture"),
        pytest.param(b"\n<html><body>404</body></html>", "This is a web page", id="web page called xls"),
        pytest.param(b'<?xml version="1.0"?><Workbook/>', "This is a web page or XML", id="XML spreadsheet"),
    ],
)
def test_text_refused_saying_what_was_found(content, said):
    assert said in refusal(content)


@pytest.mark.parametrize("separator", [",", "\t", ";", "，", "|"])
def test_separators_are_found_below_title_rows(separator):
    text = "望谟县清理表\n\n" + TEXT.replace(",", separator)
    assert [row.cells for row in sheet(text.encode()).rows][1:] == ROWS


def test_a_separator_within_cells_does_not_win():
    text = "代码;名称;值\n1;甲;1,5\n2;乙;2,5\n"
    assert rows(text.encode())[1] == ("1", "甲", "1,5")


def test_excels_line_about_the_separator_is_a_setting_and_not_counted():
    found = sheet("sep=;\n代码;值\n1;2\n".encode())
    assert [(row.number, row.cells) for row in found.rows] == [(1, ("代码", "值")), (2, ("1", "2"))]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_is_taken(end):
    assert rows(TEXT.replace("\r\n", end).encode()) == ROWS


def test_rows_count_as_in_the_spreadsheet_also_behind_blank_rows_and_quoted_line_breaks():
    found = sheet('代码,"单位\n名称"\n\n1,"街\r\n心"\n2,黄草\n'.encode())
    assert [row.number for row in found.rows] == [1, 3, 4]
    assert found.rows[0].cells == ("代码", "单位\n名称")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"a,b\n" * 101, "more than 100 rows", id="rows"),
        pytest.param(b"a," * 30 + b"\n", "Row 1 has 31 columns, at most 10", id="columns"),
        pytest.param(b"a,b\n1," + b"x" * 101 + b"\n", "A cell in row 2 has more than 100 characters", id="cell"),
        pytest.param(b"x" * 1_000_001, "The file has 2 MB, at most 1", id="size"),
        pytest.param(b"a," * 2_000, "far too long", id="line"),
    ],
)
def test_limits_of_text_files(content, said):
    limits = UploadLimits(max_megabytes=1, max_rows=100, max_columns=10, max_cell_characters=100)
    assert said in refusal(content, limits)


# Workbooks -------------------------------------------------------------------------------------------------------


def test_cells_of_a_workbook_keep_their_types():
    book = openpyxl.Workbook()
    book.active.append(["代码", 522301001001, 1.5, True, date(2023, 6, 2), "12"])
    book.active["A3"] = "x"
    written = io.BytesIO()
    book.save(written)
    found = sheet(written.getvalue())
    assert found.rows[0].cells == ("代码", 522301001001, 1.5, True, date(2023, 6, 2), "12")
    assert [row.number for row in found.rows] == [1, 3] and found.name == "Sheet"


def test_a_table_that_starts_below_and_right_keeps_its_place():
    assert sheet(xlsx(lambda book: book.add_worksheet().write(4, 2, "x"))).rows[0].cells == (None, None, "x")
    assert sheet(xlsx(lambda book: book.add_worksheet().write(4, 2, "x"))).rows[0].number == 5


def test_cached_formula_results_are_taken_and_missing_ones_and_errors_named():
    def fill(book):
        page = book.add_worksheet()
        page.write_formula("A1", "=2+3", None, 5)
        page.write_formula("B1", "=1/0", None, "#DIV/0!")

    assert sheet(xlsx(fill)).rows[0].cells == (5, CellError("#DIV/0!"))
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"] = "=SUM(C1:C9)", "x"
    written = io.BytesIO()
    book.save(written)
    assert sheet(written.getvalue()).rows[0].cells == (CellError("=SUM(C1:C9)"), "x")


def test_a_formula_whose_result_is_an_empty_text_is_blank():
    cells = b'<row><c><v>1</v></c><c t="str"><f>IF(A1,"","x")</f><v></v></c><c><v>3</v></c></row>'
    assert sheet(with_rows(cells)).rows[0].cells == (1, None, 3)


def test_percent_cells_read_as_they_are_shown_but_a_quoted_percent_sign_is_text():
    def fill(book):
        page = book.add_worksheet()
        page.write(0, 0, 0.125, book.add_format({"num_format": "0.0%"}))
        page.write(0, 1, 12.5, book.add_format({"num_format": '0.0"%"'}))

    assert sheet(xlsx(fill)).rows[0].cells == ("12.5%", 12.5)


def test_merged_cells_are_filled_down():
    def fill(book):
        page = book.add_worksheet()
        page.merge_range("A1:A3", "边饶镇")
        page.write_column("B1", [1, 2, 3])

    found = sheet(xlsx(fill))
    assert [row.cells for row in found.rows] == [("边饶镇", 1), ("边饶镇", 2), ("边饶镇", 3)]
    assert found.filled == {(2, 0), (3, 0)}


def test_every_visible_sheet_that_holds_something_is_read_and_the_others_are_named():
    def fill(book):
        book.add_worksheet("说明").write(0, 0, "请填第二张表")
        book.add_worksheet("空表")
        book.add_worksheet("数据").write_row(0, 0, ["a", "b", "c"])
        hidden = book.add_worksheet("旧数据")
        hidden.write_row(0, 0, list("abcdef"))
        hidden.hide()
        book.add_worksheet("太长").write(0, 0, "x" * 2_001)

    found = sheet(xlsx(fill))
    assert [one.name for one in (found, *found.others)] == ["说明", "数据"]
    assert found.unread == {"旧数据": "", "太长": "A cell in row 1 has more than 2000 characters; shorten it"}


def test_a_cell_that_is_merged_to_the_right_says_how_far_it_reaches():
    found = sheet(xlsx(lambda book: book.add_worksheet().merge_range("B1:D1", "机构牌子")))
    assert found.spans == {(1, 1): 3}


def test_a_page_of_formulas_that_all_came_to_a_blank_is_no_table():
    found = sheet((CASES / "second_sheet_of_blank_formulas.xlsx").read_bytes())
    assert (found.name, found.others) == ("村级清理表", ())


def test_an_xls_is_read_with_merges_errors_and_percents():
    book = xlwt.Workbook()
    page = book.add_sheet("数据")
    page.write_merge(0, 1, 0, 0, "边饶镇")
    page.write(0, 1, 12)
    page.write(1, 1, 0.125, xlwt.easyxf(num_format_str="0.0%"))
    page.row(2).set_cell_error(0, "#DIV/0!")
    page.write(2, 1, "12")
    written = io.BytesIO()
    book.save(written)
    found = sheet(written.getvalue())
    assert [row.cells for row in found.rows] == [("边饶镇", 12), ("边饶镇", "12.5%"), (CellError("#DIV/0!"), "12")]


NEAR_MIDNIGHT = {
    45107.9995: date(2023, 7, 1),  # 23:59:17, as JavaScript writes 1 July of Shanghai
    45107.9999999: date(2023, 7, 1),
    45108: date(2023, 7, 1),
    45107 + 1439 / 1440: datetime(2023, 6, 30, 23, 59),
    45107.5: datetime(2023, 6, 30, 12),
    45108.0005: datetime(2023, 7, 1, 0, 0, 43, 200_000),
}


def test_a_day_written_seconds_before_midnight_is_the_day_that_is_shown_in_an_xlsx():
    def fill(book):
        page = book.add_worksheet("数据")
        for number, serial in enumerate(NEAR_MIDNIGHT):
            page.write(number, 0, serial, book.add_format({"num_format": "yyyy-mm-dd"}))

    assert [row.cells[0] for row in sheet(xlsx(fill)).rows] == list(NEAR_MIDNIGHT.values())


def test_a_day_written_seconds_before_midnight_is_the_day_that_is_shown_in_an_xls():
    book = xlwt.Workbook()
    page = book.add_sheet("数据")
    for number, serial in enumerate(NEAR_MIDNIGHT):
        page.write(number, 0, serial, xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    written = io.BytesIO()
    book.save(written)
    assert [row.cells[0] for row in sheet(written.getvalue()).rows] == list(NEAR_MIDNIGHT.values())


def test_a_large_xls_whose_strings_run_over_several_records_is_read():
    book = xlwt.Workbook()
    page = book.add_sheet("数据")
    for number in range(3_000):
        page.write(number, 0, f"第{number}村" if number % 2 else f"village {number}")
        page.write(number, 1, number)
    written = io.BytesIO()
    book.save(written)
    found = sheet(written.getvalue())
    assert len(found.rows) == 3_000 and found.rows[2_999].cells == ("第2999村", 2999)


def word_document() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return written.getvalue()


def compound(*names: str) -> bytes:
    """A compound file of one sector each for table and directory, with entries of these names."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b"\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00" + bytes(10)
    header += (1).to_bytes(4, "little") + (1).to_bytes(4, "little") + bytes(4) + (4096).to_bytes(4, "little")
    header += b"\xfe\xff\xff\xff" + bytes(4) + b"\xfe\xff\xff\xff" + bytes(4) + bytes(4) + b"\xff\xff\xff\xff" * 108
    table = b"\xfd\xff\xff\xff\xfe\xff\xff\xff" + b"\xff\xff\xff\xff" * 126
    directory = b""
    for position, name in enumerate(("Root Entry", *names)):
        spelled = name.encode("utf-16-le")
        entry = spelled.ljust(64, b"\0") + (len(spelled) + 2).to_bytes(2, "little") + bytes([2 if position else 5])
        directory += entry + bytes(49) + b"\xfe\xff\xff\xff" + bytes(8)
    return header + table + directory.ljust(512, b"\0")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        pytest.param(lambda: word_document(), "no Excel workbook", id="Word document"),
        pytest.param(lambda: compound("WordDocument"), "no Excel workbook", id="old Word document"),
        pytest.param(lambda: compound("EncryptionInfo", "EncryptedPackage"), "password", id="password"),
        pytest.param(lambda: compound("Workbook", "_VBA_PROJECT_CUR"), "macros", id="macros in an XLS"),
        pytest.param(lambda: with_member(plain_workbook(), "xl/vbaProject.bin", b"x"), "macros", id="macros"),
        pytest.param(lambda: plain_workbook()[:900], "damaged", id="cut off"),
        pytest.param(lambda: b"PK\x03\x04" + b"x" * 500, "damaged", id="only the first bytes of a ZIP"),
        pytest.param(
            lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600, "damaged", id="only the first bytes of OLE"
        ),
        pytest.param(
            lambda: with_member(plain_workbook(), "xl/worksheets/sheet1.xml", b"<a>"), "damaged", id="broken XML"
        ),
        pytest.param(
            lambda: with_member(plain_workbook(), "xl/worksheets/sheet1.xml", SHEET % (DOCTYPE, b"")),
            "XML that no table needs",
            id="entities",
        ),
        pytest.param(
            lambda: with_member(plain_workbook(), "xl/sharedStrings.xml", DOCTYPE + b"<sst/>"),
            "XML that no table needs",
            id="entities in the strings",
        ),
        pytest.param(
            lambda: with_rows(FAR_CELL % (1048576, b"A", 1048576)),
            "more than 300000 rows",
            id="a cell far below",
        ),
        pytest.param(
            lambda: with_rows(FAR_CELL % (9, b"XFD", 9)),
            "16384 columns",
            id="a cell far right",
        ),
        pytest.param(
            lambda: with_rows(FAR_CELL % (299999, b"NZ", 299999)),
            "too large: 299999 rows",
            id="a cell far below and right",
        ),
        pytest.param(
            lambda: with_member(plain_workbook(), "xl/media/image1.xml", bytes(301_000_000)),
            "Unpacked, the workbook has 301 MB",
            id="bomb",
        ),
        pytest.param(lambda: grown("xl/workbook.xml"), "damaged", id="an endless list of sheets"),
        pytest.param(lambda: grown("xl/_rels/workbook.xml.rels"), "damaged", id="endless links"),
        pytest.param(lambda: with_styles(b"<xf/>" * 200_001), "damaged", id="endless cell styles"),
        pytest.param(lambda: with_styles(b'<numFmt numFmtId="164"/>' * 200_001), "damaged", id="endless formats"),
        pytest.param(lambda: with_rows(b"<row>" * 200 + b"</row>" * 200), "damaged", id="elements within elements"),
        pytest.param(lambda: with_rows(b"<mergeCell/>" * 100_001), "damaged", id="endless merges"),
        pytest.param(
            lambda: with_rows(b"<c><v>1</v></c>" * 20_000), "damaged", id="more columns than a spreadsheet has"
        ),
        pytest.param(lambda: far_xls(), "too large: 65536 rows", id="a cell far below and right in an XLS"),
        pytest.param(
            lambda: xlsx(lambda book: book.add_worksheet()), "no table on a visible sheet", id="empty workbook"
        ),
        pytest.param(
            lambda: with_rows(b'<row><c r="?1"><v>1</v></c></row>'),
            "damaged",
            id="a cell without a place",
        ),
    ],
)
def test_workbooks_refused_saying_what_was_found(make, said):
    """Made when it is their turn: one of them alone has 301 MB."""
    assert said in refusal(make())


def test_a_long_string_used_in_every_cell_is_refused():
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 60_001))
    strings = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>%s</t></si></sst>'
    content = with_member(plain_workbook(), "xl/sharedStrings.xml", strings % (b"x" * 2_000))
    assert "too large" in refusal(with_member(content, "xl/worksheets/sheet1.xml", SHEET % (b"", cells)))


def test_a_member_that_is_larger_than_its_directory_says_is_refused():
    content = with_member(plain_workbook(), "xl/worksheets/sheet1.xml", SHEET % (b"", b" " * 100_000))
    size = len(SHEET % (b"", b" " * 100_000)).to_bytes(4, "little")
    assert "damaged" in refusal(content.replace(size, (200).to_bytes(4, "little")))


def test_a_password_on_members_is_refused():
    content = bytearray(plain_workbook())
    central = content.index(b"PK\x01\x02")
    content[central + 8] |= 1
    assert "password" in refusal(bytes(content))
