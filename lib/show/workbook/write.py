"""Sheets as one XLSX: frozen header with filter, number formats, widths by content, and a set-up for printing on A4."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any, NamedTuple

import xlsxwriter

from lib.intake.exports import WORKBOOK, put, width_of
from lib.show.look import PALETTE
from lib.show.workbook.cells import BookCell, Column, Number, Sheet, Toned

# what xlsxwriter brings has no types of its own
Page = Any
Format = Any
A4 = 9
PORTRAIT = 92  # characters: a wider table is printed across
LEAST, MOST = 6, 56  # characters that a column is wide; longer texts wrap
HEAD_LINES = 3
BUTTON = 3  # characters that the filter's button takes in the header
FONT: dict[str, object] = {"font_name": "Microsoft YaHei", "valign": "vcenter"}
DAY = "yyyy-mm-dd"
EXCEL_HEADER = 255  # characters


class Look(NamedTuple):
    """All by which the formats of cells differ."""

    number: str = ""
    ground: str = ""
    ink: str = ""
    bold: bool = False
    wrap: bool = False
    right: bool = False
    size: int = 10


class Book:
    """A workbook in memory with each format once; `note` stands in the foot of every printed page."""

    def __init__(self, title: str, note: str) -> None:
        self._title, self._note = title, note
        self._written = BytesIO()
        self._book = xlsxwriter.Workbook(self._written, WORKBOOK)
        self._book.set_properties({"title": title})
        self._formats: dict[Look, Format] = {}

    def add(self, name: str) -> Page:
        """A new sheet, with what stands around every printed page."""
        sheet = self._book.add_worksheet(name)
        sheet.set_paper(A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        sheet.set_header(f"&L&10{_plain(self._title)}&R&10{_plain(name)}")
        sheet.set_footer(f"&L&9{_plain(self._note)}&R&9&P / &N"[:EXCEL_HEADER])
        sheet.fit_to_pages(1, 0)  # all columns on one page, and as many pages as the rows take
        sheet.hide_gridlines(1)
        return sheet

    def format(self, look: Look) -> Format:
        """The format of this look."""
        if look not in self._formats:
            self._formats[look] = self._book.add_format(_properties(look))
        return self._formats[look]

    def table(self, sheet: Sheet) -> None:
        """A sheet with the table alone, its header in the first row."""
        page = self.add(sheet.name)
        widths = _widths(sheet)
        self._head(page, sheet.columns, widths)
        for number, row in enumerate(sheet.rows, start=1):
            for at, cell in enumerate(row):
                self.put(page, number, at, cell, sheet.columns[at])
        page.freeze_panes(1, sheet.fixed)
        page.repeat_rows(0)
        page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.columns) - 1)
        if sum(widths) > PORTRAIT:
            page.set_landscape()

    def _head(self, page: Page, columns: Sequence[Column], widths: Sequence[float]) -> None:
        lines = 1
        for at, (column, width) in enumerate(zip(columns, widths, strict=True)):
            right = column.kind in ("number", "percent")
            look = Look(ground=PALETTE.soft, ink=PALETTE.ink, bold=True, wrap=True, right=right)
            put(page, 0, at, column.title, self.format(look))
            page.set_column(at, at, width)
            room = max(int(width) - BUTTON, 1)
            lines = max(lines, sum(-(-width_of(line) // room) for line in column.title.splitlines()))
        page.set_row(0, 8 + 15 * min(lines, HEAD_LINES))

    def put(self, page: Page, row: int, at: int, cell: BookCell, column: Column) -> None:
        """One cell; what is missing stays blank, so that a column can be summed."""
        value, ground, ink = (cell.value, cell.ground, cell.ink) if isinstance(cell, Toned) else (cell, "", "")
        if isinstance(value, Number):
            number, value = number_format("number", value.decimals), value.value
        else:
            number = "@" if isinstance(value, str) else number_format(column.kind, column.decimals)
        if value is None:
            return
        wrap = isinstance(value, str) and width_of(value) > MOST
        put(page, row, at, value, self.format(Look(number, ground, ink, bold=bool(ground), wrap=wrap)))

    def made(self) -> bytes:
        """The file."""
        self._book.close()
        return self._written.getvalue()


def number_format(kind: str, decimals: int) -> str:
    """#,##0.00 for a number of two decimals, 0.00% for a percent, a day as in the tables of the app."""
    if kind == "percent":
        return "0.00%"
    if kind == "day":
        return DAY
    return "#,##0" + ("." + "0" * decimals if decimals else "") if kind == "number" else "@"


def _properties(look: Look) -> dict[str, object]:
    properties = FONT | {"num_format": look.number or "General", "bold": look.bold, "text_wrap": look.wrap}
    properties["font_size"] = look.size
    if look.right:
        properties["align"] = "right"
    elif look.number == DAY:
        properties["align"] = "center"
    elif look.number in ("", "@"):
        properties["indent"] = 1  # a text right behind a number would touch it
    if look.ink:
        properties["font_color"] = look.ink
    if look.ground:
        properties |= {"bg_color": look.ground, "border": 1, "border_color": PALETTE.line}
    return properties


def _widths(sheet: Sheet) -> list[float]:
    """As wide as the widest cell; a long title breaks into lines rather than widening a column of short numbers."""
    columns = [[row[at] for row in sheet.rows] for at in range(len(sheet.columns))]
    return [_width(column, cells) for column, cells in zip(sheet.columns, columns, strict=True)]


def _width(column: Column, cells: Iterable[BookCell]) -> float:
    widest = max((width_of(_shown(column, cell)) for cell in cells), default=0) + 1
    longest = max(map(width_of, column.title.splitlines()))
    whole = "\n" in column.title  # it has its own line break: each line stays whole
    title = (longest if whole else min(longest, max(-(-longest // HEAD_LINES), 8))) + BUTTON
    return float(min(max(widest + 2, title, LEAST), MOST))


def _shown(column: Column, cell: BookCell) -> str:
    """About what a cell shows, for its width."""
    value = cell.value if isinstance(cell, Toned | Number) else cell
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, int | Decimal):
        decimals = cell.decimals if isinstance(cell, Number) else column.decimals
        return f"{value:.2%}" if column.kind == "percent" else f"{value:,.{decimals}f}"
    return "2023-06-30"  # every day is as wide as any other


def _plain(text: str) -> str:
    """A text in a printed header, in which & has a meaning of its own."""
    return text.replace("&", "&&")
