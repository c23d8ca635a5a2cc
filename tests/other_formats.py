"""One table in the formats that other programs write: XLSX, ODS, a web page, an XML spreadsheet, a binary workbook."""

import html
import io
import struct
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import xlsxwriter

Merged = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Percent:
    """A fraction that is shown as a percent."""

    fraction: float


@dataclass(frozen=True)
class Formula:
    """A formula that nobody computed."""

    text: str


Written = str | int | float | bool | date | Percent | Formula | None


@dataclass(frozen=True)
class Table:
    """Rows from the top, `merged` cells by their corners and `hidden` rows, all from 0."""

    rows: Sequence[Sequence[Written]]
    merged: Sequence[Merged] = ()
    hidden: Iterable[int] = field(default_factory=tuple)


def xlsx(table: Table) -> bytes:
    """By XlsxWriter."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        page, percent = book.add_worksheet("数据"), book.add_format({"num_format": "0.00%"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for row, cells in enumerate(table.rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    page.write_string(row, column, cell)
                elif isinstance(cell, Percent):
                    page.write_number(row, column, cell.fraction, percent)
                elif isinstance(cell, date):
                    page.write_datetime(row, column, cell, day)
                elif isinstance(cell, Formula):
                    page.write_formula(row, column, cell.text, None, None)
                elif cell is not None:
                    page.write(row, column, cell)
        for (top, left), (bottom, right) in table.merged:
            page.merge_range(top, left, bottom, right, table.rows[top][left])
        for row in table.hidden:
            page.set_row(row, None, None, {"hidden": True})
    return written.getvalue()


# OpenDocument ----------------------------------------------------------------------------------------------------

ODF = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = " ".join(f'xmlns:{name}="{ODF}{name}:1.0"' for name in ("office", "table", "text"))


def ods(table: Table) -> bytes:
    """As LibreOffice does, without repeating anything."""
    hidden, covered, reach = set(table.hidden), _covered(table), dict(table.merged)
    rows = []
    for row, cells in enumerate(table.rows):
        line = "".join(
            "<table:covered-table-cell/>" if (row, column) in covered else _ods_cell(cell, (row, column), reach)
            for column, cell in enumerate(cells)
        )
        shown = ' table:visibility="collapse"' if row in hidden else ""
        rows.append(f"<table:table-row{shown}>{line}</table:table-row>")
    return ods_of(f'<table:table table:name="数据">{"".join(rows)}</table:table>')


def ods_of(tables: str, *, before: str = "", styles: str = "") -> bytes:
    """A spreadsheet with these tables in its content.xml."""
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    content = f"{before}<office:document-content {SPACES}>{styles}{body}</office:document-content>"
    return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def fods(table: Table) -> bytes:
    """The same in one XML file."""
    return fods_of(ods(table))


def fods_of(content: bytes) -> bytes:
    """The content of this OpenDocument spreadsheet in one file, among its other parts as LibreOffice writes them."""
    with zipfile.ZipFile(io.BytesIO(content)) as members:
        body = members.read("content.xml").decode()
    before = '<office:scripts/><office:master-styles><style:header xmlns:style="s"><text:p>-</text:p></style:header>'
    mime = 'office:mimetype="application/vnd.oasis.opendocument.spreadsheet"'
    body = body.replace("<office:body>", f"{before}</office:master-styles><office:body>")
    body = body.replace("document-content", f"document {mime}", 1).replace("document-content", "document")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}'.encode()


def _ods_cell(cell: Written, at: tuple[int, int], reach: dict[tuple[int, int], tuple[int, int]]) -> str:
    spans = ""
    if last := reach.get(at):
        down, across = last[0] - at[0] + 1, last[1] - at[1] + 1
        spans = f' table:number-rows-spanned="{down}" table:number-columns-spanned="{across}"'
    if cell is None:
        return f"<table:table-cell{spans}/>"
    if isinstance(cell, Formula):
        return f'<table:table-cell table:formula="of:{html.escape(cell.text)}"{spans}/>'
    return f"<table:table-cell {_ods_value(cell)}{spans}>{_paragraphs(cell)}</table:table-cell>"


def _ods_value(cell: Written) -> str:
    if isinstance(cell, str):
        return 'office:value-type="string"'
    if isinstance(cell, bool):
        return f'office:value-type="boolean" office:boolean-value="{str(cell).lower()}"'
    if isinstance(cell, Percent):
        return f'office:value-type="percentage" office:value="{cell.fraction!r}"'
    if isinstance(cell, date):
        return f'office:value-type="date" office:date-value="{cell.isoformat()}"'
    return f'office:value-type="float" office:value="{cell!r}"'


def _paragraphs(cell: Written) -> str:
    lines = html.escape(shown(cell)).replace("  ", ' <text:s text:c="1"/>').replace("\t", "<text:tab/>").split("\n")
    return "".join(f"<text:p>{line}</text:p>" for line in lines)


# Web pages and XML spreadsheets ----------------------------------------------------------------------------------


def page(table: Table, *, encoding: str = "utf-8", around: str = "{}") -> bytes:
    """As a web system exports it: texts only."""
    hidden, covered, reach = set(table.hidden), _covered(table), dict(table.merged)
    rows = []
    for row, cells in enumerate(table.rows):
        line = "".join(
            f"<td{_html_spans((row, column), reach)}>{html.escape(shown(cell)).replace(chr(10), '<br>')}</td>"
            for column, cell in enumerate(cells)
            if (row, column) not in covered
        )
        rows.append(f"<tr style='display:none'>{line}</tr>" if row in hidden else f"<tr>{line}</tr>")
    written = around.format(f"<table border=1>{chr(10).join(rows)}</table>")
    return f'<html><head><meta charset="{encoding}"></head><body>{written}</body></html>'.encode(encoding)


def _html_spans(at: tuple[int, int], reach: dict[tuple[int, int], tuple[int, int]]) -> str:
    if last := reach.get(at):
        return f' rowspan="{last[0] - at[0] + 1}" colspan="{last[1] - at[1] + 1}"'
    return ""


SS = "urn:schemas-microsoft-com:office:spreadsheet"
STYLES = (
    '<Styles><Style ss:ID="Default"/><Style ss:ID="p"><NumberFormat ss:Format="0.00%"/></Style>'
    '<Style ss:ID="q" ss:Parent="p"/><Style ss:ID="r"><NumberFormat ss:Format="Percent"/></Style></Styles>'
)


def spreadsheetml(table: Table, *, encoding: str = "utf-8") -> bytes:
    """As Excel 2003 does."""
    hidden, covered, reach = set(table.hidden), _covered(table), dict(table.merged)
    rows = []
    for row, cells in enumerate(table.rows):
        line = "".join(
            _xml_cell(cell, (row, column), reach)
            for column, cell in enumerate(cells)
            if cell is not None and (row, column) not in covered
        )
        unseen = ' ss:Hidden="1"' if row in hidden else ""
        rows.append(f'<Row ss:Index="{row + 1}"{unseen}>{line}</Row>')
    return spreadsheetml_of("".join(rows), encoding=encoding)


def spreadsheetml_of(
    rows: str, *, encoding: str = "utf-8", before: str = "", after: str = "", styles: str = "", properties: str = ""
) -> bytes:
    """A workbook with these rows in its first sheet."""
    sheet = f'<Worksheet ss:Name="数据"><Table>{rows}</Table>{after}</Worksheet>'
    start = f'<?xml version="1.0" encoding="{encoding}"?>{before}<?mso-application progid="Excel.Sheet"?>'
    about = properties + STYLES.replace("</Styles>", f"{styles}</Styles>")
    return f'{start}<Workbook xmlns="{SS}" xmlns:ss="{SS}">{about}{sheet}</Workbook>'.encode(encoding)


def _xml_cell(cell: Written, at: tuple[int, int], reach: dict[tuple[int, int], tuple[int, int]]) -> str:
    attributes = f'ss:Index="{at[1] + 1}"'
    if last := reach.get(at):
        attributes += f' ss:MergeDown="{last[0] - at[0]}" ss:MergeAcross="{last[1] - at[1]}"'
    if isinstance(cell, Formula):
        return f'<Cell {attributes} ss:Formula="{html.escape(cell.text)}"/>'
    if isinstance(cell, Percent):
        return f'<Cell {attributes} ss:StyleID="p"><Data ss:Type="Number">{cell.fraction!r}</Data></Cell>'
    kind, text = "Number", repr(cell)
    if isinstance(cell, str):
        kind, text = "String", html.escape(cell).replace("\n", "&#10;")
    elif isinstance(cell, bool):
        kind, text = "Boolean", str(int(cell))
    elif isinstance(cell, date):
        kind, text = "DateTime", f"{cell.isoformat()}T00:00:00.000"
    return f'<Cell {attributes}><Data ss:Type="{kind}">{text}</Data></Cell>'


# The binary workbook (MS-XLSB), by the numbers of its records ----------------------------------------------------

RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
LINK = f'<Relationship Id="{{}}" Type="{OFFICE}{{}}" Target="{{}}"/>'


def xlsb(table: Table, *, more: bytes = b"", styles: bytes = b"", day: int = 14, book: bytes = b"") -> bytes:
    """As Excel does, with every text in its cell; `more` further records among the cells, `day` the days' format."""
    cells = []
    for row, line in enumerate(table.rows):
        unseen = 0x10 if row in set(table.hidden) else 0
        cells.append(record(0, struct.pack("<IIHBBB", row, 0, 300, 0, unseen, 0) + struct.pack("<I", 0)))
        cells += [_xlsb_cell(column, cell) for column, cell in enumerate(line) if cell is not None]
    merged = b"".join(
        record(176, struct.pack("<4I", top, bottom, left, right)) for (top, left), (bottom, right) in table.merged
    )
    width = max(map(len, table.rows))
    sheet = record(129) + record(148, struct.pack("<4I", 0, len(table.rows) - 1, 0, width - 1)) + record(145)
    sheet += b"".join(cells) + more + record(146) + record(177) + merged + record(178) + record(130)
    formats = b"".join(record(47, struct.pack("<HH12x", 0xFFFF, number)) for number in (0, 10, day))
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.bin": record(131) + book + record(143) + _bundle("rId1", "数据") + record(144) + record(132),
            "xl/_rels/workbook.bin.rels": RELATIONS.format(
                LINK.format("rId1", "worksheet", "worksheets/sheet1.bin") + LINK.format("rId2", "styles", "styles.bin")
            ),
            "xl/worksheets/sheet1.bin": sheet,
            "xl/styles.bin": record(278)
            + styles
            + record(617, struct.pack("<I", 3))
            + formats
            + record(618)
            + record(279),
        }
    )


def record(kind: int, body: bytes = b"") -> bytes:
    """Kind and length in groups of seven bits, then the body."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = len(body), b""
    while length >= 0x80:
        size, length = size + bytes([length & 0x7F | 0x80]), length >> 7
    return head + size + bytes([length]) + body


def _xlsb_cell(column: int, cell: Written) -> bytes:
    if isinstance(cell, str):
        return record(6, struct.pack("<II", column, 0) + _wide(cell))
    if isinstance(cell, bool):
        return record(4, struct.pack("<IIB", column, 0, cell))
    if isinstance(cell, Percent):
        return record(5, struct.pack("<IId", column, 1, cell.fraction))
    if isinstance(cell, date):
        return record(5, struct.pack("<IId", column, 2, (cell - date(1899, 12, 30)).days))
    return record(5, struct.pack("<IId", column, 0, cell))


def _bundle(link: str, name: str) -> bytes:
    return record(156, struct.pack("<II", 0, 1) + _wide(link) + _wide(name))


def _wide(text: str) -> bytes:
    spelled = text.encode("utf-16-le")
    return struct.pack("<I", len(spelled) // 2) + spelled


# All of them -----------------------------------------------------------------------------------------------------


def shown(cell: Written) -> str:
    """The cell as a spreadsheet shows it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, Percent):
        return f"{cell.fraction * 100:.15g}%"
    return cell.text if isinstance(cell, Formula) else str(cell)


def zipped(members: dict[str, str | bytes]) -> bytes:
    """An archive of these members."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return written.getvalue()


def _covered(table: Table) -> set[tuple[int, int]]:
    return {
        (row, column)
        for (top, left), (bottom, right) in table.merged
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }
