"""The XML of a worksheet with other styles at some cells: only these bytes change, all others stay as they are."""

import re
from collections.abc import Mapping

from lib.intake.checks.problems import column_letters
from lib.intake.marked.parts import OFFICE, Unmarkable
from lib.intake.marked.places import Position
from lib.intake.marked.styles import Styles
from lib.intake.sheets.archive import CHUNK
from lib.intake.sheets.member import Member
from lib.intake.sheets.worksheet import column_index

_STYLE = re.compile(rb"""\ss\s*=\s*("[^"]*"|'[^']*')""")
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']+)""")

BEHIND_COMMENTS = {
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
    "AlternateContent",
}  # fmt: skip
"""What stands behind the drawing of the comments in a worksheet."""


class Worksheet(Member):
    """Collects the changes of a worksheet: `marks` are its marked cells, each with whether it is a remark."""

    def __init__(self, content: bytes, marks: Mapping[Position, bool], styles: Styles) -> None:
        super().__init__()
        declared = _ENCODING.match(content)
        if declared and declared[1].lower() not in (b"utf-8", b"us-ascii"):
            raise Unmarkable("encoding")
        self.drawing = ""
        self._content, self._marks, self._styles = content, marks, styles
        self._columns: dict[int, list[int]] = {}
        for row, column in sorted(marks):
            self._columns.setdefault(row, []).append(column)
        self._edits: list[tuple[int, int, bytes]] = []
        self._prefix = b""
        self._row, self._column, self._row_at, self._row_style = -1, -1, -1, ""
        self._waiting: list[int] = []
        self._in_cells = False
        self._behind = -1
        for start in range(0, len(content), CHUNK):
            self.see(content[start : start + CHUNK])
        self.see(b"")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._in_cells:
            if tag == "c":
                self._cell(attributes)
            elif tag == "row":
                self._begin_row(attributes)
        elif tag == "sheetData":
            self._in_cells = True
            # as the file has it, with its colon: what is put in must be of the same namespace
            self._prefix = self._content[self._at + 1 : self._content.index(b"sheetData", self._at)]
        elif self._depth == 2 and tag == "legacyDrawing":
            self.drawing = next((value for name, value in attributes.items() if name.endswith(":id")), "")
        elif self._depth == 2 and tag in BEHIND_COMMENTS and self._behind < 0:
            self._behind = self._at

    def end(self, tag: str) -> None:
        # <row/> begins and ends at one place: there nothing can be put in, and its cells keep their comment alone
        if tag == "row" and self._in_cells and self._at != self._row_at:
            self._insert(self._waiting)
        elif tag == "sheetData":
            self._in_cells, self._behind = False, -1  # what stands before the cells is not behind the comments
        elif tag == "worksheet" and self._behind < 0:
            self._behind = self._at

    @property
    def _at(self) -> int:
        return self._parser.CurrentByteIndex

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._row, self._column, self._row_at = int(attributes.get("r", self._row + 2)) - 1, -1, self._at
        self._waiting = self._columns.pop(self._row, [])
        self._row_style = attributes.get("s", "")

    def _cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        self._column = column_index(reference.rstrip("0123456789")) if reference else self._column + 1
        before = [column for column in self._waiting if column < self._column]
        self._insert(before)
        style = attributes.get("s", "0")
        if self._column in self._waiting:
            self._restyle(self._styles.marked(style, remark=self._marks[self._row, self._column]))
        elif style in self._styles.marks:
            self._restyle(self._styles.unmarked(style))
        self._waiting = [column for column in self._waiting if column > self._column]

    def _restyle(self, style: str) -> None:
        start, end = self._at, self._content.index(b">", self._at)
        bare = _STYLE.sub(b"", self._content[start:end])
        name = len(b"<" + self._prefix + b"c")
        self._edits.append((start, end, bare[:name] + f' s="{style}"'.encode() + bare[name:]))

    def _insert(self, columns: list[int]) -> None:
        """Blank cells in the colour of a mark, before where the parser is."""
        for column in columns:
            style = self._styles.marked(self._row_style or "0", remark=self._marks[self._row, column])
            place = f'c r="{column_letters(column)}{self._row + 1}" s="{style}"/>'
            self._edits.append((self._at, self._at, b"<" + self._prefix + place.encode()))

    def content(self, drawing: str) -> bytes:
        """The worksheet with all changes; `drawing` is the id of its comments' drawing, where it had none."""
        if drawing:
            tag = f'legacyDrawing xmlns:r="{OFFICE}" r:id="{drawing}"/>'.encode()
            self._edits.append((self._behind, self._behind, b"<" + self._prefix + tag))
        parts, last = [], 0
        for start, end, instead in self._edits:
            parts += [self._content[last:start], instead]
            last = end
        return b"".join([*parts, self._content[last:]])
