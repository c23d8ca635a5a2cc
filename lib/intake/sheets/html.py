"""A web page with the name of a workbook, as most web systems export it → rows, read as its tags pass by.

All tables stand one below the other in one sheet with the lines between them, as a spreadsheet shows the page; a table
within a cell of another is a sheet of its own. Cells stay the texts they are: a reader that guesses numbers loses the
zeros of codes. The parser keeps no tree: with one, a single row of many cells took 859 MB.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from lxml import etree

from lib.intake.sheets import written
from lib.intake.sheets.archive import damaged
from lib.intake.sheets.encodings import LOST
from lib.intake.sheets.gathered import Book, Gathered
from lib.intake.sheets.placed import HEAD
from lib.intake.sheets.rows import Cell, Sheet
from lib.intake.sheets.survey import LAST_ROW, MOST_CELLS, MOST_MERGED, too_many_rows
from lib.intake.sheets.text import lost
from lib.words.errors import FileRefused
from lib.words.language import gettext as _
from lib.words.settings import UploadLimits

CHUNK = 1 << 17
LONGEST_TAG = 8
"""So many chunks that give nothing are one endless tag, which the parser holds with all of its attributes."""
DEEPEST = 1_000
MOST_LOOSE = 1_000_000
"""Characters outside of tables; a page with more is no table."""
MOST_EMPTY, EACH = 500_000, 100
"""So many tags and texts may pass by a page without a filled cell, and so many more for each one that it has."""

APART = {"head", "script", "style", "xml", "template", "select", "comment"}
"""What a page holds besides what it shows."""
PLACES = {"td", "th", "tr", "caption", "table"}
STRUCK, RAISED = {"del", "s", "strike"}, {"sup", "sub"}
BREAKS = {"p", "div", "li", "br", "h1", "h2", "h3", "h4", "h5", "h6", "table", "caption", "tr", "body"}
"""These begin a new line."""

_BLANKS = re.compile(r"[ \t\r\n\f]+")
EXACT = ("x:num", "sdval", "data-v")
"""Where Excel, LibreOffice and SheetJS keep the number of a cell that shows fewer digits than it has."""

# a text with a leading zero is a code, whatever number its cell says
_NUMBER = re.compile(r"[+-]?(0|[1-9][\d,]*)(\.\d+)?(E[+-]?\d+)?")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_ENTITY = re.compile("<!ENTITY", re.IGNORECASE)


def read_html(text: str, file_name: str, limits: UploadLimits) -> Sheet:
    """The tables of the page. Raises FileRefused where there is none, or for what is too large."""
    if _ENTITY.search(text):
        raise FileRefused(_("The workbook holds XML that no table needs; copy the table into a new workbook"))
    if text.count("<tr") + text.count("<TR") > limits.max_rows:
        raise too_many_rows(limits)  # counted first: what is endless would be read for long before it is refused
    if text.count("<td") + text.count("<TD") > MOST_CELLS:
        raise damaged()
    page = _Page(limits)
    parser = etree.HTMLParser(target=page, encoding="utf-8", remove_comments=True, remove_pis=True)
    quiet = 0
    for start in range(0, len(text), CHUNK):
        before = page.passed
        page.refuse_emptiness()
        parser.feed(text[start : start + CHUNK].encode())
        quiet = quiet + 1 if page.passed == before else 0
        if quiet > LONGEST_TAG:
            raise damaged()
    parser.close()
    if not page.found:
        raise no_table()
    sheet = page.book.together(file_name)
    return _with_lost(sheet) if LOST.search(text) else sheet


def _with_lost(sheet: Sheet) -> Sheet:
    return replace(sheet, lost=lost(sheet.rows), others=tuple(map(_with_lost, sheet.others)))


def no_table() -> FileRefused:
    """The refusal of a page or an XML document that is no table."""
    return FileRefused(
        _("This is a web page or XML without a table that can be read; open it in Excel or WPS and save it as .xlsx")
    )


class _Table:
    """A table that is open: where the next cell comes, and the text of the one that is open."""

    def __init__(self, sheet: Gathered) -> None:
        self.sheet = sheet
        self.row, self.column = -1, 0
        self.attributes: Mapping[str, str] | None = None
        self.parts: list[str] = []
        self.length = 0
        self._in_row = self._hidden = False
        self._taken: dict[int, int] = {}
        self._merged: list[tuple[int, int, int, int]] = []

    def begin_row(self, style: str = "") -> None:
        self.end_row()
        self._in_row, self.row, self.column = True, self.row + 1, 0
        self._hidden = bool(_HIDDEN.search(style))

    def end_row(self) -> None:
        self.end_cell()
        if self._in_row:
            self.sheet.end_row(self.row, hidden=self._hidden)
        self._in_row = False

    def end(self) -> None:
        self.end_row()
        for row, column, down, across in self._merged:
            # a cell may say that it reaches over more rows than the table has
            self.sheet.merge(row, column, min(down, self.row - row + 1), across)
        self._taken, self._merged = {}, []

    def begin_cell(self, attributes: Mapping[str, str]) -> None:
        self.end_cell()
        if not self._in_row:
            self.begin_row()
        before = self.column
        while self.column <= self.sheet.most_columns and self._taken.get(self.column, -1) >= self.row:
            self.column += 1
        self.sheet.book.count(1 + self.column - before)
        self.attributes, self.parts, self.length = attributes, [], 0

    def end_cell(self) -> None:
        if self.attributes is None:
            return
        down = min(_count(self.attributes, "rowspan"), LAST_ROW)
        across = min(_count(self.attributes, "colspan"), self.sheet.most_columns)
        self.sheet.place(self.row, self.column, _cell(_joined(self.parts), self.attributes))
        if down > 1 or (across > 1 and self.row < HEAD):
            self._merged.append((self.row, self.column, down, across))
            if len(self._merged) > MOST_MERGED:
                raise damaged()
        if down > 1 and not self.sheet.refused:
            self.sheet.book.count(across)
            self._taken |= dict.fromkeys(range(self.column, self.column + across), self.row + down - 1)
        self.column += across
        self.attributes = None


class _Page:
    """What the parser shows: tags and texts in their order."""

    def __init__(self, limits: UploadLimits) -> None:
        self.book = Book(limits)
        self.found = False
        self.passed = 0
        self._longest = limits.max_cell_characters
        self._depth = 0
        self._apart = 0
        self._struck = self._raised = 0
        self._main = _Table(self.book.begin(""))
        self._open: list[_Table] = []
        self._loose: list[str] = []
        self._length = 0

    def refuse_emptiness(self) -> None:
        """Raise FileRefused where endless tags hold nothing: reading them to their end would take long."""
        filled = sum(sheet.survey.cells for sheet in self.book.sheets)
        if self.passed > MOST_EMPTY + EACH * filled:
            raise damaged()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A tag is opened, by the page or by what must stand between its tags."""
        self.passed += 1
        self._depth += 1
        if self._depth > DEEPEST:
            raise damaged()
        if tag in STRUCK:
            self._struck = self._struck or self._depth
        elif tag in RAISED:
            self._raised = self._raised or self._depth
        if tag in APART and not self._apart:
            self._apart = self._depth
        elif not self._apart:
            self._shown(tag, attributes)

    def _shown(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in PLACES:
            self._struck = self._raised = 0  # one that is never closed ends with its cell
        if tag in ("td", "th") and self._open:
            self._open[-1].begin_cell(attributes)
        elif tag == "table":
            self._begin_table()
        elif tag in ("tr", "caption") and self._open:
            self._open[-1].begin_row(attributes.get("style") or "")
            if tag == "caption":
                self._open[-1].begin_cell({})
        elif tag in BREAKS:
            self._add("\n")

    def end(self, tag: str) -> None:
        """A tag is closed."""
        self._depth -= 1
        self._struck = 0 if self._depth < self._struck else self._struck
        self._raised = 0 if self._depth < self._raised else self._raised
        if self._apart:
            self._apart = 0 if self._depth < self._apart else self._apart
        elif tag in ("td", "th", "caption") and self._open:
            self._open[-1].end_cell()
        elif tag == "tr" and self._open:
            self._open[-1].end_row()
        elif tag == "table" and self._open:
            self._open.pop().end()

    def data(self, text: str) -> None:
        """A piece of text."""
        self.passed += 1
        if not (self._apart or self._struck):
            self._add(_BLANKS.sub(" ", text.translate(written.RAISED) if self._raised else text))

    def close(self) -> None:
        """The page is at its end."""
        self._put_loose()

    def _begin_table(self) -> None:
        self.found = True
        if self._open:
            number = len(self.book.sheets)
            self._open.append(_Table(self.book.begin(_("Table {number}").format(number=number))))
        else:
            self._put_loose()
            self._open.append(self._main)

    def _put_loose(self) -> None:
        """The lines outside of tables, each a row."""
        for line in _joined(self._loose).split("\n"):
            if line:
                self._main.begin_cell({})
                self._main.parts = [line]
                self._main.end_row()
        self._loose, self._length = [], 0

    def _add(self, text: str) -> None:
        table = self._open[-1] if self._open else None
        if table is None:
            self._loose.append(text)
            self._length += len(text)
            if self._length > MOST_LOOSE:
                raise no_table()
        elif table.attributes is not None:
            if table.length <= self._longest:
                table.parts.append(text)
            table.length += len(text)
            if table.length > MOST_LOOSE:
                raise damaged()


def _joined(parts: list[str]) -> str:
    text = "".join(parts).strip()
    return "\n".join(line.strip() for line in text.split("\n") if line.strip()) if "\n" in text else text


def _count(attributes: Mapping[str, str], name: str) -> int:
    """A rowspan or colspan; 1 for what is none, as a browser takes it, and for endless digits."""
    text = attributes.get(name) or ""
    return int(text) or 1 if text.isdecimal() and text.isascii() and len(text) < 8 else 1


def _cell(text: str, attributes: Mapping[str, str]) -> Cell:
    exact = next((attributes[name] for name in EXACT if name in attributes), "") if attributes else ""
    # SheetJS writes data-v beside a text of digits too; data-t tells it from a number
    if exact and _NUMBER.fullmatch(text) and attributes.get("data-t", "n") == "n":
        return written.number(exact)
    if exact and text.endswith("%"):
        return written.fraction(exact)
    return written.text_or_error(text)
