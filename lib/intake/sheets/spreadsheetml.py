"""An XML spreadsheet of Excel 2003 (SpreadsheetML), as a rule named .xls → rows, read as it passes by."""

from lib.intake.sheets import written
from lib.intake.sheets.archive import damaged
from lib.intake.sheets.gathered import Book
from lib.intake.sheets.member import Member
from lib.intake.sheets.placed import moment
from lib.intake.sheets.rows import Cell, CellError, Sheet
from lib.intake.sheets.survey import is_date_format, shown_as, too_many_rows
from lib.words.settings import UploadLimits

NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
"""Attributes are looked up with the prefix ss, which every writer uses for it."""

VALUES: dict[str, written.Read] = {
    "Number": written.number,
    "DateTime": written.moment,
    "Boolean": written.yes,
    "Error": CellError,
    "String": str,
}


DATES = {"General Date", "Long Date", "Medium Date", "Short Date", "Long Time", "Medium Time", "Short Time"}
NUMBERS = {"General", "General Number", "Currency", "Euro Currency", "Fixed", "Standard", "Scientific"}
NUMBERS |= {"Yes/No", "True/False", "On/Off"}
"""Formats that are written by their names."""


def read_spreadsheetml(text: str, file_name: str, limits: UploadLimits) -> Sheet:
    """The visible sheets that hold something. Raises FileRefused for damage and for what is too large."""
    if text.count("<Row") > limits.max_rows:
        raise too_many_rows(limits)  # counted first: what is endless would be read for long before it is refused
    read = _Workbook(limits)
    read.see_text(text)
    return read.book.together(file_name)


class _Workbook(Member):
    """Reads the file: fills `book`."""

    def __init__(self, limits: UploadLimits) -> None:
        super().__init__("utf-8")
        self.book = Book(limits)
        self._longest = limits.max_cell_characters
        self._formats: dict[str, str] = {}
        self._from_1904 = False
        self._style = ""
        self._row = self._column = -1
        self._span = 0
        self._hidden = False
        self._cell: dict[str, str] = {}
        self._inside = ""
        self._type = ""
        self._parts: list[str] | None = None
        self._length = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "Cell":
            self._begin_cell(attributes)
        elif tag == "Data" and self._inside == "Cell":
            self._inside, self._type, self._parts, self._length = tag, attributes.get("ss:Type", ""), [], 0
            self._parser.CharacterDataHandler = self._text
        elif tag == "Row":
            self._row = _place(attributes, self._row)
            self._column, self._hidden = -1, attributes.get("ss:Hidden") == "1"
            self._span = int(attributes.get("ss:Span", 0))  # so many blank rows below are not written
        elif tag in ("Comment", "Visible"):
            self._inside = tag
            self._parser.CharacterDataHandler = self._visible if tag == "Visible" else None
        elif tag == "Worksheet":
            self.book.begin(attributes.get("ss:Name", ""))
            self._row = -1
        elif tag == "FilterOn":
            self.book.sheet.survey.filtered = True
        elif tag == "Date1904":
            self._from_1904 = True
        elif tag in ("Style", "NumberFormat"):
            self._styles(tag, attributes)
        elif tag == "Workbook" and attributes.get("xmlns:ss") != NAMESPACE:
            raise damaged()

    def _styles(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "NumberFormat":
            self._formats[self._style] = attributes.get("ss:Format", "")
        else:
            self._style = attributes.get("ss:ID", "")
            self._formats[self._style] = self._formats.get(attributes.get("ss:Parent", "Default"), "")

    def end(self, tag: str) -> None:
        if tag == "Cell":
            self._end_cell()
        elif tag == self._inside:
            self._parser.CharacterDataHandler = None
            self._inside = "Cell"
        elif tag == "Row":
            self.book.sheet.end_row(self._row, hidden=self._hidden)
            self._row += self._span

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self.book.count()
        self._column = _place(attributes, self._column)
        self._cell, self._inside, self._parts = attributes, "Cell", None

    def _text(self, text: str) -> None:
        if self._parts is not None and self._length <= self._longest:
            self._parts.append(text)
            self._length += len(text)

    def _visible(self, text: str) -> None:
        self.book.sheet.visible = text == "SheetVisible"

    def _end_cell(self) -> None:
        cell = self._value()
        self.book.sheet.place(self._row, self._column, cell)
        if "ss:Formula" in self._cell:
            self.book.sheet.result(self._row, self._column, cell, self._cell["ss:Formula"])
        down, across = int(self._cell.get("ss:MergeDown", 0)), int(self._cell.get("ss:MergeAcross", 0))
        self.book.sheet.merge(self._row, self._column, down + 1, across + 1)
        self._column += across

    def _value(self) -> Cell:
        formula = self._cell.get("ss:Formula")
        text = "".join(self._parts or ())
        if not text:
            # a text without characters is a result, anything else is none
            computed = self._parts is not None and self._type == "String"
            return None if formula is None or computed else CellError(formula)
        read = self._as_shown() if self._type == "Number" else None
        return (read or VALUES.get(self._type, str))(text)

    def _as_shown(self) -> written.Read | None:
        """How a number is read whose style shows it as something else: SheetJS writes days as numbers."""
        shown = self._formats.get(self._cell.get("ss:StyleID", "Default"), "")
        if not shown or shown in NUMBERS:
            return None
        if shown == "Percent" or shown_as(shown) == "percent":
            return written.fraction
        return self._day if shown in DATES or is_date_format(shown) else None

    def _day(self, text: str) -> Cell:
        return moment(float(text), from_1904=self._from_1904)


def _place(attributes: dict[str, str], before: int) -> int:
    """The place of the row or cell, from 0: the one it names, or the next."""
    index = attributes.get("ss:Index")
    if index is None:
        return before + 1
    if int(index) - 1 <= before:
        raise damaged()
    return int(index) - 1
