"""A part of a cell that is struck out or raised: 3 struck out before 5 is no 35, and 12 with a note's 1 is no 121."""

from io import BytesIO

import pytest
import xlsxwriter
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from lib.intake.sheets import read
from lib.words.settings import UploadLimits
from tests.intake.test_layout import A, B, checked, kinds, values
from tests.other_formats import fods_of, ods_of

pytestmark = pytest.mark.usefixtures("english")

# as (how a part is shown, its text)
PARTS = {
    "struck out": [("struck", "3"), ("", "5")],
    "struck out behind": [("", "5"), ("struck", "件，3")],
    "raised": [("", "12"), ("raised", "1")],
    "lowered": [("", "12"), ("lowered", "2")],
    "coloured": [("red", "1"), ("", "2")],
}
SEEN = {"struck out": "5", "struck out behind": "5", "raised": "12¹", "lowered": "12²", "coloured": "12"}


def as_xlsx(*columns: list[tuple[str, str]]) -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        page = book.add_worksheet()
        formats = {
            "struck": book.add_format({"font_strikeout": True}),
            "raised": book.add_format({"font_script": 1}),
            "lowered": book.add_format({"font_script": 2}),
            "red": book.add_format({"font_color": "red"}),
            "": book.add_format({"bold": True}),
        }
        page.write_row(0, 0, ["单位代码", "村级运转经费", "驻村干部"])
        for row, parts in enumerate(columns, start=1):
            page.write_row(row, 0, [(A, B)[row % 2], None, 4])
            page.write_rich_string(row, 1, *[each for how, text in parts for each in (formats[how], text)])
    return content.getvalue()


def as_inline_xlsx(*columns: list[tuple[str, str]]) -> bytes:
    """By openpyxl, which writes such texts into their cells."""
    fonts = {"struck": {"strike": True}, "raised": {"vertAlign": "superscript"}, "lowered": {"vertAlign": "subscript"}}
    book = Workbook()
    book.active.append(["单位代码", "村级运转经费", "驻村干部"])
    for row, parts in enumerate(columns, start=1):
        blocks = [TextBlock(InlineFont(**fonts.get(how, {"b": True})), text) for how, text in parts]
        book.active.append([(A, B)[row % 2], CellRichText(blocks), 4])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


TAGS = {"struck": "del", "raised": "sup", "lowered": "sub", "red": "b", "": "span"}


def as_page(*columns: list[tuple[str, str]]) -> bytes:
    def said(parts: list[tuple[str, str]]) -> str:
        return "".join(f"<{TAGS[how]}>{text}</{TAGS[how]}>" for how, text in parts)

    rows = "".join(f"<tr><td>{(A, B)[at % 2]}<td>{said(parts)}<td>4</tr>" for at, parts in enumerate(columns, start=1))
    titles = "<tr><td>单位代码<td>村级运转经费<td>驻村干部</tr>"
    return f"<html><body><table>{titles}{rows}</table></body></html>".encode()


STYLES = (
    '<office:automatic-styles xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">'
    '<style:style style:name="struck"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="raised"><style:text-properties style:text-position="super 58%"/></style:style>'
    '<style:style style:name="lowered"><style:text-properties style:text-position="sub 58%"/></style:style>'
    '<style:style style:name="red"><style:text-properties style:text-line-through-style="none"/></style:style>'
    "</office:automatic-styles>"
)


def as_ods(*columns: list[tuple[str, str]]) -> bytes:
    def cell(text: str) -> str:
        return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'

    def said(parts: list[tuple[str, str]]) -> str:
        return "".join(f'<text:span text:style-name="{how}">{text}</text:span>' if how else text for how, text in parts)

    lines = [["单位代码", "村级运转经费", "驻村干部"]]
    lines += [[(A, B)[at % 2], said(parts), "4"] for at, parts in enumerate(columns, start=1)]
    rows = "".join(f"<table:table-row>{''.join(map(cell, line))}</table:table-row>" for line in lines)
    return ods_of(f'<table:table table:name="表">{rows}</table:table>', styles=STYLES)


def as_fods(*columns: list[tuple[str, str]]) -> bytes:
    return fods_of(as_ods(*columns))


ALL = pytest.mark.parametrize("write", [as_xlsx, as_inline_xlsx, as_page, as_ods, as_fods])


@ALL
@pytest.mark.parametrize("shown", PARTS)
def test_a_cell_is_what_people_see_of_it(write, shown):
    found = read(write(PARTS[shown]), "表", UploadLimits())
    assert [str(cell) for cell in found.rows[1].cells] == [B, SEEN[shown], "4"]


@ALL
def test_a_raised_number_is_refused_and_a_struck_one_is_gone(write):
    found = checked(write(PARTS["struck out"], PARTS["raised"]), "village_support")
    assert kinds(found) == [(3, "B 村级运转经费", "mark")]
    assert set(found.cells.values()) == {5, 4}


@ALL
def test_what_is_struck_out_whole_is_blank(write):
    found = checked(write([("struck", "3"), ("struck", "00")]), "village_support")
    assert values(found) == {(12, 6): 4} and found.blanks == 1


def test_a_tag_that_is_never_closed_ends_with_its_cell():
    rows = f"<tr><td>{A}<td><s>3<td>4<tr><td>{B}<td>5<sup>1<td>6"
    page = f"<table><tr><td>单位代码<td>村级运转经费<td>驻村干部{rows}</table>"
    found = read(page.encode(), "表", UploadLimits())
    assert [row.cells for row in found.rows[1:]] == [(A, None, "4"), (B, "5¹", "6")]
