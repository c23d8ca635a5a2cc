"""What other programs write besides XLSX, XLS and CSV: the same cells come out, and hostile files stay outside."""

from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.intake.checks import Problem
from lib.intake.marked import marked_workbook
from lib.intake.sheets import CellError, Sheet, read
from lib.words.errors import FileRefused
from lib.words.settings import UploadLimits
from tests.other_formats import (
    Formula,
    Percent,
    Table,
    fods,
    fods_of,
    ods,
    ods_of,
    page,
    record,
    shown,
    spreadsheetml,
    spreadsheetml_of,
    xlsb,
    xlsx,
    zipped,
)

EXACT = [pytest.param(write, id=write.__name__) for write in (ods, fods, spreadsheetml, xlsb)]
ALL = [*EXACT, pytest.param(page, id="page")]
DOCTYPE = '<!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


pytestmark = pytest.mark.usefixtures("english")


def sheet(content: bytes, limits: UploadLimits | None = None) -> Sheet:
    return read(content, "a name that says nothing.pdf", limits or UploadLimits())


def cells(content: bytes) -> list[tuple[object, ...]]:
    """The rows, without the blank cells at their ends, which formats write or not."""
    return [trimmed(row.cells) for row in sheet(content).rows]


def trimmed(row: tuple[object, ...]) -> tuple[object, ...]:
    return trimmed(row[:-1]) if row and row[-1] is None else row


def refusal(content: bytes, limits: UploadLimits | None = None) -> str:
    with pytest.raises(FileRefused) as refused:
        sheet(content, limits)
    return str(refused.value)


def with_document_type(content: bytes) -> bytes:
    """A binary workbook whose links to its sheets declare entities."""
    with ZipFile(BytesIO(content)) as book:
        members = {name: book.read(name) for name in book.namelist()}
    links = members["xl/_rels/workbook.bin.rels"].decode()
    before, root, after = links.partition("<Relationships")
    return zipped({**members, "xl/_rels/workbook.bin.rels": before + DOCTYPE + root + after})


# The same table ---------------------------------------------------------------------------------------------------

# no blanks at the ends and no line breaks side by side: a web page does not keep them
WORDS = st.text("甲乙㐀aZ09&<>\"'·％，.-", min_size=1, max_size=6) | st.sampled_from(
    ["a b", "甲\n乙", "0522301", "007"]
)
NUMBERS = st.integers(-(10**15) + 1, 10**15 - 1) | st.decimals(-(10**9), 10**9, places=3).map(float)
PERCENTS = st.integers(-5_000, 50_000).map(lambda hundredths: Percent(hundredths / 10_000))
DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))
CELLS = st.none() | WORDS | NUMBERS | PERCENTS | DAYS | st.booleans()
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=6).filter(
    lambda rows: any(cell is not None for row in rows for cell in row)
)


@settings(max_examples=25, deadline=None)
@given(rows=TABLES, hidden=st.sets(st.integers(0, 5)))
def test_every_format_gives_the_cells_of_the_same_table_as_xlsx(rows, hidden):
    table = Table(rows, hidden={row for row in hidden if row < len(rows)})
    right = sheet(xlsx(table))
    for write in (ods, fods, spreadsheetml, xlsb):
        found = sheet(write(table))
        assert [(row.number, trimmed(row.cells)) for row in found.rows] == [
            (row.number, trimmed(row.cells)) for row in right.rows
        ], write.__name__
        assert found.hidden == right.hidden and found.name == "数据"
    texts = [tuple(shown(cell) or None for cell in row) for row in rows]
    assert cells(page(table)) == [trimmed(row) for row in texts if any(row)]
    assert sheet(page(table)).hidden == right.hidden


OLD, NEW = "http://schemas.openxmlformats.org", "http://purl.oclc.org/ooxml"
STRICT = {  # what “Strict Open XML” calls its parts
    f"{OLD}/spreadsheetml/2006/main": f"{NEW}/spreadsheetml/main",
    f"{OLD}/officeDocument/2006/relationships": f"{NEW}/officeDocument/relationships",
    f"{OLD}/drawingml/2006/main": f"{NEW}/drawingml/main",
}


def test_strict_open_xml_gives_the_same_cells_and_is_marked_all_the_same():
    usual = xlsx(Table([["单位", "数"], ["甲村", "三"], ["乙村", 4]], hidden={2}))
    with ZipFile(BytesIO(usual)) as parts:
        members = {name: parts.read(name).decode() for name in parts.namelist()}
    for old, new in STRICT.items():
        members = {name: text.replace(old, new) for name, text in members.items()}
    strict = zipped(members)
    found, right = sheet(strict), sheet(usual)
    assert (found.rows, found.hidden) == (right.rows, right.hidden)
    problem = Problem(row=2, letter="B", text="三", mend="写数字", kind="words")
    marked = marked_workbook(strict, [found], [problem], "联席办")
    assert [row.cells[:2] for row in sheet(marked).rows] == [row.cells[:2] for row in found.rows]


MERGED = Table(
    [
        ["2023年6月下半月", None, None],
        ["乡镇", "村", "数"],
        ["边饶镇", "甲村", 1],
        [None, "乙村", 2],
        [None, None, None],
    ],
    merged=[((0, 0), (0, 2)), ((2, 0), (4, 0))],
)


@pytest.mark.parametrize("write", ALL)
def test_merged_cells_are_filled_down_and_titles_reach_over_their_columns(write):
    found, right = sheet(write(MERGED)), sheet(xlsx(MERGED))
    assert [str(row.cells[0]) for row in found.rows] == ["2023年6月下半月", "乡镇", "边饶镇", "边饶镇"]
    assert (found.filled, found.spans) == (right.filled, right.spans) == ({(4, 0)}, {(1, 0): 2})


@pytest.mark.parametrize("write", [ods, spreadsheetml])
def test_a_formula_that_nobody_computed_has_no_result(write):
    assert cells(write(Table([[Formula("=SUM(A2:A3)"), "x"], [1], [2]])))[0] == (CellError("=SUM(A2:A3)"), "x")


@pytest.mark.parametrize("write", ALL)
def test_the_limits_of_the_settings_hold(write):
    limits = UploadLimits(max_rows=100, max_columns=10, max_cell_characters=100)
    assert "more than 100 rows" in refusal(write(Table([["a"]] * 101)), limits)
    assert "11 columns, at most 10" in refusal(write(Table([["a"] * 11])), limits)
    assert "A cell in row 2 has more than 100 characters" in refusal(write(Table([["a"], ["x" * 101]])), limits)
    assert cells(write(Table([["a"] * 10] * 100)))[99] == ("a",) * 10


# OpenDocument ----------------------------------------------------------------------------------------------------


def in_ods(*cells_of_a_row: str) -> bytes:
    return ods_of(f"<table:table><table:table-row>{''.join(cells_of_a_row)}</table:table-row></table:table>")


def ods_cell(attributes: str, inside: str = "") -> str:
    return f"<table:table-cell {attributes}>{inside}</table:table-cell>"


ONE = ods_cell('office:value-type="float" office:value="1"', "<text:p>1</text:p>")
TEXT = 'office:value-type="string"'
FLOAT = 'office:value-type="float" office:value='
RESULT = 'table:formula="of:=[.A1]"'


@pytest.mark.parametrize(
    ("written", "right"),
    [
        pytest.param(ods_cell(f'{FLOAT}"0.1"', "<text:p>0</text:p>"), 0.1, id="value before what is shown"),
        pytest.param(ods_cell(f'{FLOAT}"0.125"', "<text:p>13%</text:p>"), "12.5%", id="percent of Gnumeric, SheetJS"),
        pytest.param(ods_cell(TEXT + ' office:string-value="甲"', "<text:p>乙</text:p>"), "甲", id="string value"),
        pytest.param(ods_cell(TEXT, "<text:p>甲</text:p><text:p>乙</text:p>"), "甲\n乙", id="two paragraphs"),
        pytest.param(ods_cell(TEXT, '<text:p>甲<text:s text:c="2"/>乙</text:p>'), "甲  乙", id="spaces"),
        pytest.param(ods_cell(TEXT, "<text:p>甲\n   <text:span>乙</text:span></text:p>"), "甲 乙", id="indented XML"),
        pytest.param(
            ods_cell(TEXT, "<office:annotation><text:p>批注</text:p></office:annotation><text:p>甲</text:p>"),
            "甲",
            id="a note is not the cell's text",
        ),
        pytest.param(ods_cell(TEXT, "<text:p>甲<text:ruby-text>jia</text:ruby-text>乙</text:p>"), "甲乙", id="pinyin"),
        pytest.param(ods_cell('office:value-type="currency" office:value="5"', "<text:p>¥5</text:p>"), 5, id="money"),
        pytest.param(
            ods_cell('office:value-type="date" office:date-value="2023-06-02T13:30:00"'),
            datetime(2023, 6, 2, 13, 30),
            id="day with time",
        ),
        pytest.param(
            ods_cell('office:value-type="date" office:date-value="2023-06-30T23:59:17"'),
            date(2023, 7, 1),
            id="seconds before midnight",
        ),
        pytest.param(ods_cell('office:value-type="time" office:time-value="PT12H30M00S"'), "12:30:00", id="time"),
        pytest.param(ods_cell(RESULT), CellError("=[.A1]"), id="never computed"),
        pytest.param(ods_cell(f'{RESULT} office:value-type="float"'), CellError("=[.A1]"), id="a kind without value"),
        pytest.param(ods_cell(RESULT, "<text:p/>"), None, id="an empty text as result"),
        pytest.param(ods_cell(f'{RESULT} {TEXT} office:string-value=""'), None, id="an empty text as value"),
        pytest.param(
            ods_cell(f'{RESULT} {TEXT} office:string-value=""', "<text:p>#DIV/0!</text:p>"),
            CellError("#DIV/0!"),
            id="an error",
        ),
        pytest.param("<table:covered-table-cell><text:p>x</text:p></table:covered-table-cell>", None, id="covered"),
    ],
)
def test_a_cell_of_an_opendocument(written, right):
    assert sheet(in_ods(ONE, written, ONE)).rows[0].cells == (1, right, 1)


def test_repeated_cells_and_rows_of_an_opendocument_are_each_there():
    twice = ONE.replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="2"')
    blank = '<table:table-cell table:number-columns-repeated="3"/>'
    rows = f'<table:table-row table:number-rows-repeated="2">{blank}{twice}</table:table-row>'
    far = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell/></table:table-row>'
    gap = '<table:table-row table:number-rows-repeated="5"/>'
    found = sheet(
        ods_of(f"<table:table><table:table-header-rows>{rows}</table:table-header-rows>{gap}{rows}{far}</table:table>")
    )
    assert [(row.number, row.cells) for row in found.rows] == [(n, (None, None, None, 1, 1)) for n in (1, 2, 8, 9)]


def test_sheets_that_are_not_shown_and_copies_of_other_files_are_not_read():
    styles = (
        '<office:automatic-styles xmlns:style="x"><style:style style:name="ta2"><style:table-properties '
        'table:display="false"/></style:style></office:automatic-styles>'
    )
    row = f"<table:table-row>{ONE}</table:table-row>"
    names = ['"甲"', '"乙" table:style-name="ta2"', "\"'file:///x.ods'#$Sheet1\"", '"丙"']
    found = sheet(
        ods_of("".join(f"<table:table table:name={name}>{row}</table:table>" for name in names), styles=styles)
    )
    assert [found.name, *(other.name for other in found.others)] == ["甲", "丙"]
    assert list(found.unread) == ["乙", "'file:///x.ods'#$Sheet1"]


def test_rows_hidden_by_a_filter_are_told():
    found = sheet(
        ods_of(f'<table:table><table:table-row table:visibility="filter">{ONE}</table:table-row></table:table>')
    )
    assert found.filtered and found.hidden == {1}


def test_formulas_that_all_give_0_are_told():
    zero = ods_cell(f'{RESULT} {FLOAT}"0"', "<text:p>0</text:p>")
    assert sheet(in_ods(ONE, zero)).zeros == {1: (1,)}


# Web pages -------------------------------------------------------------------------------------------------------


def in_page(row: str) -> tuple[object, ...]:
    return sheet(f"<table><tr>{row}</tr></table>".encode()).rows[0].cells


@pytest.mark.parametrize(
    ("written", "right"),
    [
        pytest.param("<td>0522301001</td>", "0522301001", id="zeros of a code"),
        pytest.param("<td> 甲 \n 乙&nbsp;</td>", "甲 乙", id="blanks"),
        pytest.param("<td>&nbsp;</td>", None, id="nothing but a blank"),
        pytest.param("<td>甲<br>乙</td>", "甲\n乙", id="line break"),
        pytest.param("<td><p>甲</p><p>乙</p></td>", "甲\n乙", id="paragraphs"),
        pytest.param("<td><font><b>甲</b>&amp;乙</font></td>", "甲&乙", id="marks within"),
        pytest.param("<td><style>x</style><script>1 < 2</script>甲</td>", "甲", id="style and script"),
        pytest.param('<td x:num="1234.5678">1,234.57</td>', 1234.5678, id="Excel's number"),
        pytest.param('<td x:num="0.12345">12%</td>', "12.345%", id="Excel's percent"),
        pytest.param('<td sdval="123456789012">1.23E+011</td>', 123456789012, id="LibreOffice's number"),
        pytest.param('<td sdval="522301">000522301</td>', "000522301", id="zeros that only a format shows"),
        pytest.param('<td data-t="n" data-v="1.5">2</td>', 1.5, id="SheetJS's number"),
        pytest.param('<td data-t="s" data-v="007">007</td>', "007", id="SheetJS's text"),
        pytest.param("<td>#DIV/0!</td>", CellError("#DIV/0!"), id="an error"),
    ],
)
def test_a_cell_of_a_web_page(written, right):
    assert in_page(f"<td>x</td>{written}<td>x") == ("x", right, "x")


@pytest.mark.parametrize(
    ("content", "right"),
    [
        pytest.param("<table><td>a<td>b<tr><td>c</table>", [(1, ("a", "b")), (2, ("c",))], id="tags left out"),
        pytest.param("<TABLE><TR><TD>a</TD></TR></TABLE>", [(1, ("a",))], id="capitals"),
        pytest.param(
            "<?xml version='1.0'?><!DOCTYPE html><html xmlns='x'><table><tr><td/><td>a</td></tr></table></html>",
            [(1, (None, "a"))],
            id="XHTML",
        ),
        pytest.param("<table><tr><td></td></tr><tr><td>a</td></tr></table>", [(2, ("a",))], id="a blank row"),
        pytest.param(
            "<style>x</style><h1>2023年6月<br>下半月</h1><table><caption>清理表</caption><tr><td>a</td></tr></table>填报人：甲",
            [(1, ("2023年6月",)), (2, ("下半月",)), (3, ("清理表",)), (4, ("a",)), (5, ("填报人：甲",))],
            id="lines above and below are rows",
        ),
        pytest.param(
            "<table><tr><td colspan=2>标题</td></tr></table><table><tr><td>a</td><td>b</td></tr></table>",
            [(1, ("标题",)), (2, ("a", "b"))],
            id="a title in a table of its own",
        ),
        pytest.param(
            "<table><tr><td rowspan=9>a</td><td>b</td></tr><tr><td>c</td></tr></table><table><td>d</td></table>",
            [(1, ("a", "b")), (2, ("a", "c")), (3, ("d",))],
            id="a cell over more rows than there are",
        ),
    ],
)
def test_a_page_is_read_as_a_spreadsheet_shows_it(content, right):
    assert [(row.number, row.cells) for row in sheet(content.encode()).rows] == right


def test_a_table_within_a_cell_is_a_sheet_of_its_own():
    found = sheet(b"<table><tr><td>menu<table><tr><td>a</td><td>b</td></tr></table></td></tr></table>")
    assert [row.cells for row in found.rows] == [("menu",)]
    assert [(other.name, [row.cells for row in other.rows]) for other in found.others] == [("Table 1", [("a", "b")])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("write", [page, spreadsheetml, fods])
def test_the_encoding_is_that_of_the_bytes_whatever_the_page_says(write, encoding):
    assert cells(write(Table([["单位", "㐀村"]])).decode().encode(encoding)) == [("单位", "㐀村")]


def test_lost_characters_of_a_page_are_told():
    assert sheet("<table><tr><td>甲</td><td>??村</td></tr></table>".encode()).lost == {(1, 1)}


# XML spreadsheets ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "right"),
    [
        pytest.param('<Cell ss:StyleID="q"><Data ss:Type="Number">0.5</Data></Cell>', "50%", id="inherited format"),
        pytest.param('<Cell ss:StyleID="r"><Data ss:Type="Number">1</Data></Cell>', "100%", id="format by its name"),
        pytest.param('<Cell><Data ss:Type="Error">#N/A</Data></Cell>', CellError("#N/A"), id="error"),
        pytest.param(
            '<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>甲</B>乙</ss:Data></Cell>',
            "甲乙",
            id="rich text",
        ),
        pytest.param(
            '<Cell><Data ss:Type="String">甲</Data><Comment><ss:Data>批注</ss:Data></Comment></Cell>', "甲", id="a note"
        ),
        pytest.param('<Cell ss:Formula="=RC[-1]"><Data ss:Type="Number">3</Data></Cell>', 3, id="a result"),
        pytest.param('<Cell ss:Formula="=RC[-1]"><Data ss:Type="String"></Data></Cell>', None, id="an empty result"),
        pytest.param('<Cell ss:Formula="=RC[-1]"/>', CellError("=RC[-1]"), id="never computed"),
        pytest.param('<Cell ss:MergeAcross="0"/>', None, id="blank"),
    ],
)
def test_a_cell_of_an_xml_spreadsheet(written, right):
    x = '<Cell><Data ss:Type="String">x</Data></Cell>'
    assert sheet(spreadsheetml_of(f"<Row>{x}{written}{x}</Row>")).rows[0].cells == ("x", right, "x")


def test_rows_and_cells_of_an_xml_spreadsheet_stand_where_they_say():
    one = '<Data ss:Type="Number">1</Data></Cell>'
    third = f'<Row ss:Index="3" ss:Span="2"><Cell ss:Index="2" ss:MergeAcross="1">{one}<Cell>{one}</Row>'
    rows = f"{third}<Row><Cell>{one}</Row>"
    assert [(row.number, row.cells) for row in sheet(spreadsheetml_of(rows)).rows] == [
        (3, (None, 1, None, 1)),
        (6, (1,)),
    ]


def test_a_hidden_sheet_of_an_xml_spreadsheet_is_not_read():
    row = '<Row><Cell><Data ss:Type="Number">1</Data></Cell></Row>'
    options = "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>"
    second = f'</Worksheet><Worksheet ss:Name="旧"><Table>{row}</Table>{options}'
    assert dict(sheet(spreadsheetml_of(row, after=second)).unread) == {"旧": ""}


# Refused ---------------------------------------------------------------------------------------------------------

FAR = 'table:number-{}-repeated="{}"'


def far_row(times: int, cells_of_it: str = ONE) -> str:
    return f"<table:table-row {FAR.format('rows', times)}>{cells_of_it}</table:table-row>"


def far_cell(times: int) -> str:
    return ONE.replace("<table:table-cell", f"<table:table-cell {FAR.format('columns', times)}")


def encrypted() -> bytes:
    entry = '<manifest xmlns="m"><file-entry><encryption-data/></file-entry></manifest>'
    return zipped({"META-INF/manifest.xml": entry, "content.xml": b"\x8f\x1c"})


def of_sheets(*rows: str) -> bytes:
    return ods_of("".join(f'<table:table table:name="{number}">{row}</table:table>' for number, row in enumerate(rows)))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(
            ods_of(f"<table:table><table:table-row>{ONE}</table:table-row></table:table>", before=DOCTYPE),
            "XML that no table needs",
            id="ODS: entities",
        ),
        pytest.param(
            fods_of(ods_of("")).replace(b"<office:document ", DOCTYPE.encode() + b"<office:document "),
            "XML that no table needs",
            id="FODS: entities",
        ),
        pytest.param(fods(Table([[1]]))[:-30], "damaged", id="FODS: cut off"),
        pytest.param(fods(Table([[1]])).replace(b"office:spreadsheet", b"office:text"), "no Excel", id="FODS: a text"),
        pytest.param(fods_of(of_sheets(far_row(1_048_576))), "more than 300000 rows", id="FODS: repeated rows"),
        pytest.param(fods_of(in_ods(f'<table:table-cell a="{"x" * 2_000_000}"/>')), "damaged", id="FODS: endless tag"),
        pytest.param(ods_of("<text:p>" * 200 + "</text:p>" * 200), "damaged", id="ODS: elements within elements"),
        pytest.param(of_sheets(far_row(1_048_576)), "more than 300000 rows", id="ODS: repeated rows"),
        pytest.param(
            of_sheets(f"<table:table-row>{far_cell(16_384)}</table:table-row>"),
            "16384 columns",
            id="ODS: repeated cells",
        ),
        pytest.param(of_sheets(far_row(299_999, far_cell(390))), "too large: 299999 rows", id="ODS: both"),
        pytest.param(of_sheets(far_row(-1)), "damaged", id="ODS: repeated less than once"),
        pytest.param(
            in_ods(ods_cell(TEXT, '<text:p><text:s text:c="999999999"/>x</text:p>')), "more than 2000", id="ODS: spaces"
        ),
        pytest.param(zipped({"content.xml": "<a/>" * 6_000_000}), "damaged", id="ODS: a bomb"),
        pytest.param(ods_of('<table:table table:name="a"/>' * 2_001), "damaged", id="ODS: endless sheets"),
        pytest.param(in_ods(f'<table:table-cell a="{"x" * 2_000_000}"/>'), "damaged", id="ODS: an endless tag"),
        pytest.param(in_ods(ods_cell(f'{FLOAT}"one"')), "damaged", id="ODS: a number that is none"),
        pytest.param(encrypted(), "password", id="ODS: password"),
        pytest.param(zipped({"encrypted-package": b"x"}), "password", id="ODS: password of LibreOffice 24"),
        pytest.param(zipped({"content.xml": "<a/>", "Basic/Standard/Module1.xml": "<a/>"}), "macros", id="ODS: macros"),
        pytest.param(zipped({"content.xml": in_ods(ONE)[:60]}), "damaged", id="ODS: no XML"),
        pytest.param(ods_of("").replace(b"x", b"x"), "no table on a visible sheet", id="ODS: no sheet"),
        pytest.param(zipped({"content.xml": "<a:document-content/>"}), "damaged", id="ODS: other names"),
        pytest.param(zipped({"a.csv": "1,2"}), "no Excel workbook", id="a ZIP of something else"),
        pytest.param(
            (DOCTYPE + "<table><tr><td>&b;</td></tr></table>").encode(), "XML that no table needs", id="page: entities"
        ),
        pytest.param(b"<table><tr><td>" + b"<b>" * 1_200, "damaged", id="page: tags within tags"),
        pytest.param(b"<table><tr>" + b"<td colspan=9999999>1</td>" * 2, "401 columns", id="page: wide cells"),
        pytest.param(b"<table>" + b"<tr><td rowspan=1048576>1" * 450, "401 columns", id="page: tall cells"),
        pytest.param(b"<table>" + b"<tr><td>" * 40 + b"<td>" * 17_000, "damaged", id="page: an endless row"),
        pytest.param(b"<table " + b"a='>' " * 400_000 + b">", "damaged", id="page: an endless tag"),
        pytest.param(b"<table><tr><td>" + b"x" * 2_001, "A cell in row 1 has more than 2000", id="page: a long text"),
        pytest.param(b"<table>" + b"<tr>" * 300_001, "more than 300000 rows", id="page: endless rows"),
        pytest.param(spreadsheetml_of("<Row/>" * 300_001), "more than 300000 rows", id="XML: endless rows"),
        pytest.param(b"<table><tr>" + b"<td>" * 4_000_001, "damaged", id="page: endless blank cells"),
        pytest.param(b"<html><body>404 Not Found</body></html>", "web page or XML", id="page: no table"),
        pytest.param(b'<?xml version="1.0"?><a><b/></a>', "web page or XML", id="XML of something else"),
        pytest.param(b"MIME-Version: 1.0\r\n", "This is a MHT file", id="a page in one file"),
        pytest.param(spreadsheetml_of("", before=DOCTYPE), "XML that no table needs", id="XML: entities"),
        pytest.param(spreadsheetml_of("<Row>" * 200 + "</Row>" * 200), "damaged", id="XML: elements within elements"),
        pytest.param(
            spreadsheetml(Table([[1]])).replace(b'<Cell ss:Index="1"', b'<Cell ss:Index="16385"'),
            "16385 columns",
            id="XML: far right",
        ),
        pytest.param(
            spreadsheetml(Table([[1]])).replace(b'<Row ss:Index="1"', b'<Row ss:Index="300001"'),
            "more than 300000 rows",
            id="XML: far below",
        ),
        pytest.param(
            spreadsheetml(Table([[1], [2]])).replace(b'<Row ss:Index="2"', b'<Row ss:Index="1"'),
            "damaged",
            id="XML: one row twice",
        ),
        pytest.param(spreadsheetml(Table([[1]]))[:-30], "damaged", id="XML: cut off"),
        pytest.param(spreadsheetml(Table([[1]])).replace(b"xmlns:ss=", b"xmlns:tt="), "damaged", id="XML: other names"),
        pytest.param(
            xlsb(Table([[1]]), more=b"\x12\x00"), "save it as .xlsx", id="XLSB: cells that calamine passes over"
        ),
        pytest.param(with_document_type(xlsb(Table([[1]]))), "XML that no table needs", id="XLSB: entities in links"),
        pytest.param(xlsb(Table([[1]]), more=b"\x05\xff\xff\xff\x7f"), "damaged", id="XLSB: a record without end"),
        pytest.param(xlsb(Table([[1]]), more=b"\x05\x01\x00"), "damaged", id="XLSB: a cell without a place"),
        pytest.param(xlsb(Table([[1]]), styles=record(47) * 200_001), "damaged", id="XLSB: endless cell styles"),
        pytest.param(b"\x09\x04\x06\x00" + bytes(99), "before 1997", id="Excel 4"),
    ],
)
def test_refused_saying_what_was_found(content, said):
    assert said in refusal(content)


def test_sheets_that_are_too_large_together_are_left_out(monkeypatch):
    monkeypatch.setattr("lib.intake.sheets.together.MOST_CELLS", 1_000)
    found = sheet(of_sheets(*[far_row(99, far_cell(10))] * 3))
    assert (found.name, len(found.rows), found.others) == ("0", 99, ())
    assert {name: "too large together" in why for name, why in found.unread.items()} == {"1": True, "2": True}


@pytest.mark.parametrize(
    "empty", ["<table></table>", "<br>", "<table><br>", "<tr><td></td></tr>", "<td><b></b>", "<col>"]
)
def test_page_of_endless_tags_that_hold_nothing_is_refused_before_its_end(monkeypatch, empty):
    monkeypatch.setattr("lib.intake.sheets.html.CHUNK", 50)
    filled = "<table>" + "<tr><td>1</td></tr>" * 50
    many = f"{filled}<tr><td>{empty * 200}</table>".encode()
    assert len(sheet(many).rows) == 50
    monkeypatch.setattr("lib.intake.sheets.html.MOST_EMPTY", 100)
    monkeypatch.setattr("lib.intake.sheets.html.EACH", 2)
    assert "damaged" in refusal(many)
    assert len(sheet(f"{filled}</table>".encode()).rows) == 50
