"""An OpenDocument spreadsheet (ODF 1.3, part 3) → rows, read as its XML passes by.

Rows and cells that repeat are counted and never expanded before the limits are known: a sheet is as a rule a million
blank rows. Calamine opens none that is indented (SheetJS, Gnumeric) and takes gigabytes on small hostile ones; odfpy
holds the whole document: 60,000 × 20 cells took it 53 s and 2.8 GB.
"""

import re

from lib.intake.sheets import written
from lib.intake.sheets.archive import damaged, locked, names, other_document, show_member
from lib.intake.sheets.gathered import Book, Gathered
from lib.intake.sheets.member import Member
from lib.intake.sheets.rows import Cell, CellError, Sheet
from lib.words.settings import UploadLimits

NAMES = {
    "xmlns:office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "xmlns:table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "xmlns:text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
}
"""The prefixes that every writer uses; attributes are looked up by them."""

APART = {"annotation", "frame", "custom-shape", "g", "shapes", "tracked-changes", "ruby-text", "dde-links"}
"""What stands within a sheet or cell and is not its text."""

VALUES: dict[str, tuple[str, written.Read]] = {
    "float": ("office:value", written.number),
    "currency": ("office:value", written.number),
    "percentage": ("office:value", written.fraction),
    "date": ("office:date-value", written.moment),
    "time": ("office:time-value", written.duration),
    "boolean": ("office:boolean-value", written.yes),
    "string": ("office:string-value", str),
}
_LINE_END = re.compile(r"[ \t]*\n\s*")


MANIFEST, CONTENT = "META-INF/manifest.xml", "content.xml"


def read_ods(content: bytes, file_name: str, limits: UploadLimits) -> Sheet:
    """The visible sheets that hold something. Raises FileRefused for other documents, passwords, what is too large."""
    if MANIFEST in names(content):
        show_member(content, limits, MANIFEST, _Manifest().see)
    read = _Content(limits)
    show_member(content, limits, CONTENT, read.see)
    return read.book.together(file_name)


def read_fods(text: str, file_name: str, limits: UploadLimits) -> Sheet:
    """The same of a document that is one XML file. Raises FileRefused like `read_ods`."""
    read = _Content(limits, "utf-8")
    read.see_text(text)
    return read.book.together(file_name)


class _Manifest(Member):
    """Tells what is in the container; an encrypted member could not be told from a damaged one."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "encryption-data":
            raise locked()


class _Content(Member):
    """Reads content.xml, or the whole of a document that is one file: fills `book`."""

    def __init__(self, limits: UploadLimits, encoding: str | None = None) -> None:
        super().__init__(encoding)
        self.book = Book(limits)
        self._longest = limits.max_cell_characters
        self._unseen: set[str] = set()
        self._struck: set[str] = set()
        self._raised: set[str] = set()
        self._raised_depth = 0
        self._style = ""
        self._apart = 0
        self._row = self._column = 0
        self._tables = 0
        self._sheet = Gathered("", self.book)
        self._row_attributes: dict[str, str] = {}
        self._cell: dict[str, str] = {}
        self._cell_depth = self._paragraph = 0
        self._covered = False
        self._text: list[str] = []
        self._length = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._apart:
            return
        if tag in ("table-cell", "covered-table-cell"):
            self._begin_cell(tag, attributes)
        elif self._cell_depth:
            self._within_cell(tag, attributes)
        elif tag == "table-row" and self._tables:
            self._row_attributes, self._column = attributes, 0
        elif tag == "table":
            self._begin_table(attributes)
        elif tag in APART:
            self._apart = self._depth
        else:
            self._around(tag, attributes)

    def end(self, tag: str) -> None:
        if self._apart:
            if self._depth < self._apart:
                self._apart = 0
                self._listen()
        elif self._cell_depth:
            if self._depth < self._cell_depth:
                self._end_cell()
            elif self._depth < self._raised_depth:
                self._raised_depth = 0
            elif self._depth < self._paragraph:
                self._paragraph = 0
                self._listen()
        elif tag == "table-row" and self._tables:
            self._end_row()
        elif tag == "table":
            self._tables -= 1

    def _around(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in ("document-content", "document"):
            if any(attributes.get(prefix) != name for prefix, name in NAMES.items()):
                raise damaged()
        elif self._depth == 3 and tag in ("text", "presentation", "drawing"):
            raise other_document()
        elif tag == "style":
            self._style = attributes.get("style:name", "")
        elif tag == "table-properties" and attributes.get("table:display") == "false":
            self._unseen.add(self._style)
        elif tag == "text-properties":
            self._note_style(attributes)

    def _note_style(self, attributes: dict[str, str]) -> None:
        if {attributes.get(f"style:text-line-through-{each}", "none") for each in ("style", "type")} != {"none"}:
            self._struck.add(self._style)
        if attributes.get("style:text-position", "").startswith(("super", "sub")):
            self._raised.add(self._style)

    def _begin_table(self, attributes: dict[str, str]) -> None:
        self._tables += 1
        if self._tables > 1:
            raise damaged()
        name = attributes.get("table:name", "")
        self._sheet = self.book.begin(name)
        # a copy of another file's sheet, which formulas refer to, is called 'file:///…'#$Sheet1
        self._sheet.visible = attributes.get("table:style-name") not in self._unseen and "'#$" not in name
        self._row = 0

    def _end_row(self) -> None:
        repeated = _times(self._row_attributes, "table:number-rows-repeated")
        visibility = self._row_attributes.get("table:visibility", "visible")
        self._sheet.survey.filtered |= visibility == "filter"
        self._sheet.end_row(self._row, repeated, hidden=visibility != "visible")
        self._row += repeated

    def _begin_cell(self, tag: str, attributes: dict[str, str]) -> None:
        self.book.count()
        if self._cell_depth or not self._tables:
            raise damaged()
        self._cell, self._cell_depth, self._covered = attributes, self._depth, tag != "table-cell"
        self._text, self._length = [], 0

    def _within_cell(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in APART or (tag == "span" and attributes.get("text:style-name") in self._struck):
            self._apart = self._depth
            self._listen()
        elif tag == "span" and attributes.get("text:style-name") in self._raised:
            self._raised_depth = self._depth
        elif tag == "p":
            self._add("\n" if self._text else "")
            self._paragraph = self._depth
            self._listen()
        elif tag == "s":
            self._add(" " * min(_times(attributes, "text:c"), self._longest))
        elif tag in ("tab", "line-break"):
            self._add("\t" if tag == "tab" else "\n")

    def _listen(self) -> None:
        hears = self._paragraph and not self._apart
        self._parser.CharacterDataHandler = self._characters if hears else None

    def _characters(self, text: str) -> None:
        text = text.translate(written.RAISED) if self._raised_depth else text
        # line ends and indents of the XML are no more than a blank
        self._add(_LINE_END.sub(" ", text) if "\n" in text else text)

    def _add(self, text: str) -> None:
        if self._length <= self._longest:
            self._text.append(text)
            self._length += len(text)

    def _end_cell(self) -> None:
        self._cell_depth, cell = 0, self._cell
        repeated = _times(cell, "table:number-columns-repeated")
        if not self._covered:
            self._sheet.place(self._row, self._column, self._value(), repeated)
            down, across = _times(cell, "table:number-rows-spanned"), _times(cell, "table:number-columns-spanned")
            self._sheet.merge(self._row, self._column, down, across)
        self._column += repeated

    def _value(self) -> Cell:
        cell, shown = self._cell, "".join(self._text)
        if "table:formula" in cell:
            found = self._result(cell["table:formula"], shown)
            self._sheet.result(self._row, self._column, found, cell["table:formula"])
            return found
        return _read(cell, shown) if "office:value-type" in cell else shown or None

    def _result(self, formula: str, shown: str) -> Cell:
        found = written.text_or_error(shown)
        if isinstance(found, CellError):
            return found
        found = _read(self._cell, shown)
        # a paragraph without characters is a result; a formula with neither value nor paragraph has none
        computed = found is not None or self._text or "office:string-value" in self._cell
        return found if computed else CellError("=" + formula.partition("=")[2])


def _read(cell: dict[str, str], shown: str) -> Cell:
    attribute, read = VALUES.get(cell.get("office:value-type", ""), ("", str))
    value = cell.get(attribute)
    if not value:
        return shown or None
    if shown.endswith("%") and read is written.number:
        return written.fraction(value)  # Gnumeric and SheetJS write percents so
    return read(value)


def _times(attributes: dict[str, str], name: str) -> int:
    """How often a cell or row stands there, or over how many it reaches: once if it does not say."""
    if name not in attributes:
        return 1
    count = int(attributes[name])
    if count < 1:
        raise damaged()
    return count
