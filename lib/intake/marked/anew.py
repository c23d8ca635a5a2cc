"""A table of another format as a workbook of the rows as they were read, each at its number, with the marks in it."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from lib.intake.checks.problems import cell_text
from lib.intake.exports import EXACT_DIGITS, WORKBOOK, sheet_name, width_of
from lib.intake.marked.places import Mark, Marks
from lib.intake.marked.styles import COLOURS
from lib.intake.sheets import SHEET_ROWS, Cell, Sheet
from lib.words.language import gettext as _
from lib.words.texts import printable

MOST_CELLS = 300_000


def fits(sheets: Sequence[Sheet]) -> bool:
    """Whether the rows are few enough to be written in little time."""
    return sum(len(row.cells) for sheet in sheets for row in sheet.rows) <= MOST_CELLS


def marked(sheets: Sequence[Sheet], marks: Sequence[Marks], author: str) -> bytes:
    """The rows of each sheet with its marks; texts stay texts, as codes are."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, WORKBOOK) as book:
        looks = _Looks(book)
        for sheet, of in zip(sheets, marks, strict=True):
            page = book.add_worksheet(sheet_name(sheet.name or _("Table")))
            page.set_comments_author(author)
            _write(page, sheet, dict(of), looks, author)
    return file.getvalue()


class _Looks:
    """The formats of cells, by whether they hold a text, a day or a number, and by their mark."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        forms = {"@": "@", "day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "": "General"}
        colours: dict[bool | None, dict[str, str]] = {None: {}}
        colours |= {remark: {"bg_color": f"#{colour[2:]}"} for remark, colour in COLOURS.items()}
        self._formats = {
            (kind, remark): book.add_format({"num_format": form} | colour)
            for kind, form in forms.items()
            for remark, colour in colours.items()
        }

    def of(self, cell: Cell, mark: Mark | None) -> Format:
        """The format of this cell."""
        kind = "moment" if isinstance(cell, datetime) else "day" if isinstance(cell, date) else ""
        return self._formats["@" if isinstance(cell, str) else kind, mark.remark if mark else None]


def _write(page: Worksheet, sheet: Sheet, marks: Marks, looks: _Looks, author: str) -> None:
    base = sheet.rows[0].number // SHEET_ROWS * SHEET_ROWS  # of a further sheet, whose rows count on
    widths: dict[int, int] = {}
    for row in sheet.rows:
        number = row.number - base - 1
        for column, cell in enumerate(row.cells):
            mark = marks.get((number, column))
            if cell is not None or mark:
                _put(page, number, column, cell, looks.of(cell, mark))
            widths[column] = max(widths.get(column, 0), min(width_of(cell_text(cell)), 40))
    for (number, column), mark in marks.items():
        said = printable(f"{author}：\n{_('; ').join(mark.said)}")
        page.write_comment(number, column, said, {"x_scale": 1.6, "y_scale": 1 + len(said) / 80})
    for column, width in widths.items():
        page.set_column(column, column, width + 2)


def _put(page: Worksheet, row: int, column: int, cell: Cell, look: Format) -> None:
    """A cell as it was read: what is neither a number that a spreadsheet holds nor a day is written as text."""
    if cell is None:
        page.write_blank(row, column, None, look)
    elif isinstance(cell, bool):
        page.write_boolean(row, column, cell, look)
    elif isinstance(cell, int | float) and len(str(abs(cell))) <= EXACT_DIGITS + 2:
        page.write_number(row, column, cell, look)
    elif isinstance(cell, date):
        page.write_datetime(row, column, cell, look)
    else:
        page.write_string(row, column, _as_text(printable(cell_text(cell))), look)


def _as_text(text: str) -> str:
    # the library takes <r>…</r> for markup and writes it unescaped
    return f"{text} " if text.endswith("</r>") else text
