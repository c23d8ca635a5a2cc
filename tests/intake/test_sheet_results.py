"""What a cell of a workbook holds: percents, formulas by every program that writes them, what it hides or lost."""

import io
from datetime import date

import pytest
import xlwt

from lib.intake.sheets import CellError, Sheet, read
from lib.words.settings import UploadLimits
from tests.intake.test_sheets import NAMESPACE, rows, with_member, with_rows, xlsx

CALCULATION = (
    b'<workbook xmlns="%s" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
)
CALCULATION += b'<sheet name="a" sheetId="1" r:id="rId1"/></sheets><calcPr %s/></workbook>'
LATER = b'calcId="191029" fullCalcOnLoad="1"'
KEPT = b'calcId="191029"'


def sheet(content: bytes) -> Sheet:
    return read(content, "a", UploadLimits())


def formulas(cells: bytes, calculation: bytes = KEPT) -> bytes:
    """A workbook with these cells in two rows, whose results are as `calculation` says."""
    line = b"<row>%s</row>" % cells
    return with_member(with_rows(line * 2), "xl/workbook.xml", CALCULATION % (NAMESPACE, calculation))


def xls(fill) -> bytes:
    book = xlwt.Workbook()
    fill(book.add_sheet("a"))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("held", "shown"),
    [(1, "100%"), (2, "200%"), (0, "0%"), (6, "600%"), (0.5, "50%"), (0.05, "5%"), (10, "1000%"), (0.125, "12.5%")],
)
def test_a_percent_cell_reads_as_it_is_shown_also_where_it_holds_a_whole_number(held, shown):
    look = {"num_format": "0%"}
    assert rows(xlsx(lambda book: book.add_worksheet().write(0, 0, held, book.add_format(look)))) == [(shown,)]
    assert rows(xls(lambda page: page.write(0, 0, held, xlwt.easyxf(num_format_str="0%")))) == [(shown,)]


NOTHING = CellError("=A1")


@pytest.mark.parametrize(
    ("cell", "calculation", "found"),
    [
        pytest.param(b"<c><f>A1</f></c>", KEPT, NOTHING, id="POI XSSF, exceljs: nothing"),
        pytest.param(b"<c><f>A1</f><v/></c>", KEPT, NOTHING, id="openpyxl: an empty number"),
        pytest.param(b'<c t="str"><f>A1</f></c>', KEPT, NOTHING, id="excelize, openxlsx: a text without a value"),
        pytest.param(b'<c t="str"><f>A1</f><v></v></c>', KEPT, None, id="an empty text that is there is blank"),
        pytest.param(b"<c><f>A1</f><v>0</v></c>", LATER, NOTHING, id="0, to be computed when it is opened"),
        pytest.param(b"<c><f>A1</f><v>0.0</v></c>", KEPT, NOTHING, id="POI SXSSF: 0.0"),
        pytest.param(b"<c><f>A1</f><v>0</v></c>", KEPT, 0, id="a zero that may be one"),
        pytest.param(b"<c><f>A1</f><v>7</v></c>", LATER, 7, id="a result although all is to be computed again"),
        pytest.param(b"<c><v>0</v></c>", LATER, 0, id="a zero that was typed"),
    ],
)
def test_formulas_that_were_never_computed_have_no_result(cell, calculation, found):
    assert rows(formulas(b"<c><v>5</v></c>" + cell, calculation)) == [(5, found), (5, found)]


def test_what_xlsxwriter_and_its_kin_store_for_a_formula_is_no_result():
    def fill(book):
        page = book.add_worksheet()
        page.write_row(0, 0, [6, 4])
        page.write_formula(0, 2, "=A1-B1")
        page.write_formula(1, 2, "=A1-B1", None, 2)

    # a result that was given stands beside one that was not: the library computes neither
    assert rows(xlsx(fill)) == [(6, 4, CellError("=A1-B1")), (None, None, 2)]


def test_a_zero_beside_other_results_of_its_column_was_computed():
    cells = b"<row><c><f>A1</f><v>0</v></c></row><row><c><f>A2</f><v>3</v></c></row>"
    found = sheet(with_member(with_rows(cells), "xl/workbook.xml", CALCULATION % (NAMESPACE, LATER)))
    assert [row.cells for row in found.rows] == [(0,), (3,)] and found.zeros == {}


def test_columns_in_which_every_formula_gives_0_are_told():
    found = sheet(formulas(b"<c><f>B1</f><v>0</v></c><c><v>0</v></c><c><f>B1</f><v>1</v></c>"))
    assert found.zeros == {0: (1, 2)}


def patched(content: bytes, old: bytes, new: bytes) -> bytes:
    assert content.count(old) == 1
    return content.replace(old, new)


EMPTY_TEXT = b"\x03\0\0\0\0\0\xff\xff\0\0"  # the result of xlwt's formulas and its flags
COUNTED = b"\0\0\0\0\0\0\x08\x40"  # 3 as a number


def in_xls(result: bytes, writer: bytes = b"None") -> bytes:
    content = xls(lambda page: (page.write(0, 0, 5), page.write(0, 1, xlwt.Formula("A1"))))
    return patched(patched(content, EMPTY_TEXT, result), b"None".ljust(112), writer.ljust(112))


EXCEL = b"\x04\0\0root"


@pytest.mark.parametrize(
    ("result", "writer", "found"),
    [
        pytest.param(EMPTY_TEXT, b"None", CellError("="), id="xlwt: an empty text"),
        pytest.param(EMPTY_TEXT, EXCEL, None, id="an empty text of Excel is blank"),
        pytest.param(b"\0" * 8 + b"\2\0", EXCEL, CellError("="), id="POI HSSF: 0, when it is opened"),
        pytest.param(b"\0" * 8 + b"\3\0", EXCEL, CellError("="), id="Perl: 0, always"),
        pytest.param(b"\0" * 8 + b"\0\0", EXCEL, 0, id="a zero that may be one"),
        pytest.param(b"\0" * 8 + b"\1\0", EXCEL, 0, id="a zero of Excel that changes with the day"),
        pytest.param(COUNTED + b"\3\0", EXCEL, 3, id="a result that is always computed again"),
    ],
)
def test_formulas_of_an_xls_that_were_never_computed_have_no_result(result, writer, found):
    assert rows(in_xls(result, writer)) == [(5, found) if found is not None else (5, None)]
    assert bool(sheet(in_xls(result, writer)).zeros) == (found == 0)


@pytest.mark.parametrize("lines", [1, 400], ids=["a small stream", "a large stream"])
def test_an_xls_is_utf_16_whatever_its_code_page_says(lines):
    def fill(page):
        for line in range(lines):
            page.write(line, 0, f"黄草街道第{line}村")
            page.write(line, 1, line)

    told = patched(xls(fill), b"\x42\0\2\0\xb0\4", b"\x42\0\2\0\xe4\4")  # 1200 → 1252
    assert rows(told) == [(f"黄草街道第{line}村", line) for line in range(lines)]


def test_a_number_format_of_gnumeric_makes_no_date():
    def fill(page):
        page.write(0, 0, 45108.5, xlwt.easyxf(num_format_str='0.0"k"'))
        page.write(0, 1, 45108, xlwt.easyxf(num_format_str="yyyy/m/d"))

    content = xls(fill)
    for number in (50, 51):  # as Gnumeric counts its own formats; xlwt counts them from 164, which is General
        old, new = bytes([115 + number, 0]), bytes([number, 0])
        for before in (b"\x1e\x04\x0b\0", b"\x1e\x04\x0d\0", b"\xe0\0\x14\0\7\0", b"\xe0\0\x14\0\x08\0"):
            content = content.replace(before + old, before + new)
    assert rows(content) == [(45108.5, date(2023, 7, 1))]


def test_hidden_rows_are_read_and_told_apart_from_those_that_a_filter_hides():
    def by_filter(book):
        page = book.add_worksheet()
        page.write_column(0, 0, ["a", 1, 2, 3])
        page.autofilter(0, 0, 3, 0)
        page.set_row(2, None, None, {"hidden": True})
        page.set_row(9, None, None, {"hidden": True})

    found = sheet(xlsx(by_filter))
    assert (found.hidden, found.filtered, len(found.rows)) == ({3}, True, 4)

    def by_hand(page):
        for line in range(3):
            page.write(line, 0, line)
        page.row(1).hidden = True

    found = sheet(xls(by_hand))
    assert (found.hidden, found.filtered, len(found.rows)) == ({2}, False, 3)


def test_lost_characters_are_named_by_their_cell_and_question_marks_only_in_a_text_file():
    book = xlsx(lambda book: book.add_worksheet().write_row(0, 0, ["街\ufffd", "谁??", "锟斤拷"]))
    assert sheet(book).lost == {(1, 0)}
    assert sheet("a,b\n1,街\ufffd\n2,????\n3,锟斤拷\n".encode()).lost == {(2, 1), (3, 1), (4, 1)}
    assert sheet(b"a,b\n1,2?\n").lost == set()
