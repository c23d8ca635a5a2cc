"""The binary workbook of Excel (MS-XLSB), looked through record by record before calamine reads it.

Its records are named by their numbers there. Calamine passes over the compact ones (12 to 18, which SheetJS writes) and
over rich texts (62) without a word, names no merged cells, and shows errors as blank.
"""

import struct
from collections.abc import Callable, Iterator

from lib.intake.sheets.archive import damaged
from lib.intake.sheets.biff import ERRORS
from lib.intake.sheets.member import Member
from lib.intake.sheets.rows import CellError
from lib.intake.sheets.survey import MOST_MERGED, MOST_STRINGS, MOST_STYLES, ShownAs, Survey, shown_as
from lib.words.errors import FileRefused
from lib.words.language import gettext as _

ROW, CELLS, UNREAD = 0, range(2, 12), {*range(12, 19), 62}
ERROR_CELLS, TEXTS, SHARED_STRING, NUMBERS = {3, 11}, {6, 8}, 7, {2, 5, 9}
STRING, FORMAT, XF, BEGIN_CELL_XFS, END_CELL_XFS, SHEET, MERGED, BOOK = 19, 44, 47, 617, 618, 156, 176, 153
NUMBER_RESULT, RESULTS, UNSEEN = 9, range(8, 12), 0x10
LONGEST_RECORD = 10_000_000
"""Bytes of a record, which is held as a whole."""


class Records:
    """What is known of a workbook from its parts. Styles and shared strings must be seen before the worksheets."""

    def __init__(self) -> None:
        self.surveys: dict[str, Survey] = {}
        self.links: dict[str, str] = {}
        self._formats = {9: "0%", 10: "0.00%"}
        self.from_1904 = False
        self._shown: list[ShownAs | None] = []
        self._in_cell_styles = False
        self._styles_seen = 0
        self._lengths: list[int] = []

    def watch(self, name: str) -> Callable[[bytes], None]:
        """What is to see each chunk of the part `name`."""
        if name == "xl/workbook.bin":
            return _Part(self._workbook).see
        if name == "xl/styles.bin":
            return _Part(self._styles).see
        if name == "xl/sharedStrings.bin":
            return _Part(self._strings).see
        if name.endswith((".xml", ".rels")):
            return Member().see  # refuses the document types that the tree of the links would follow
        if not name.startswith("xl/worksheets/"):
            return _nothing
        survey = self.surveys[name] = Survey()
        return _Part(_Worksheet(survey, self._shown, self._lengths).take).see

    def _workbook(self, kind: int, body: bytes) -> None:
        if kind == SHEET:
            link, after = _text(body, 8)  # behind its state and number
            self.links[_text(body, after)[0]] = link
        elif kind == BOOK:
            self.from_1904 = bool(body[0] & 1)

    def _styles(self, kind: int, body: bytes) -> None:
        if kind in (FORMAT, XF):
            self._styles_seen += 1
            if self._styles_seen > MOST_STYLES:
                raise damaged()
        if kind == FORMAT:
            self._formats[struct.unpack_from("<H", body)[0]] = _text(body, 2)[0]
        elif kind in (BEGIN_CELL_XFS, END_CELL_XFS):
            self._in_cell_styles = kind == BEGIN_CELL_XFS
        elif kind == XF and self._in_cell_styles:
            number = struct.unpack_from("<H", body, 2)[0]
            self._shown.append(shown_as(self._formats.get(number, "")))

    def _strings(self, kind: int, body: bytes) -> None:
        if kind == STRING:
            self._lengths.append(struct.unpack_from("<I", body, 1)[0])
            if len(self._lengths) > MOST_STRINGS:
                raise damaged()


class _Worksheet:
    """Fills the survey of a worksheet."""

    def __init__(self, survey: Survey, shown: list[ShownAs | None], lengths: list[int]) -> None:
        self._survey, self._shown, self._lengths = survey, shown, lengths
        self._row = 0

    def take(self, kind: int, body: bytes) -> None:
        """Take one record."""
        if kind in CELLS:
            self._cell(kind, body)
        elif kind == ROW:
            (self._row,) = struct.unpack_from("<I", body)
            if body[11] & UNSEEN:
                self._survey.hidden.add(self._row)
        elif kind in UNREAD:
            raise FileRefused(
                _("This .xlsb holds cells in a form that cannot be read; save it as .xlsx and upload that")
            )
        elif kind == MERGED:
            first, last, left, right = struct.unpack_from("<4I", body)
            self._survey.merged.append(((first, left), (last, right)))
            if len(self._survey.merged) > MOST_MERGED:
                raise damaged()

    def _cell(self, kind: int, body: bytes) -> None:
        column, style = struct.unpack_from("<II", body)
        survey, at = self._survey, (self._row, column)
        survey.add(*at)
        if survey.is_endless():
            raise damaged()
        if kind in ERROR_CELLS:
            survey.errors[at] = CellError(ERRORS.get(body[8], "#N/A"))
        elif kind == SHARED_STRING:
            survey.characters += self._lengths[struct.unpack_from("<I", body, 8)[0]]
        elif kind in TEXTS:
            survey.characters += struct.unpack_from("<I", body, 8)[0]
        if kind == NUMBER_RESULT and not any(body[8:16]):
            survey.results.zero(at, "=", trusted=True)
        elif kind in RESULTS:
            survey.results.other(at)
        if kind in NUMBERS:
            survey.mark(at, self._shown[style & 0xFFFFFF])  # the byte above holds flags


class _Part:
    """Cuts the chunks of a part into its records: kind and length in groups of seven bits, then the body."""

    def __init__(self, take: Callable[[int, bytes], None]) -> None:
        self._take = take
        self._rest = b""

    def see(self, chunk: bytes) -> None:
        """Read the next chunk; an empty one is the end."""
        try:
            for kind, body in self._records(self._rest + chunk):
                self._take(kind, body)
        except (struct.error, IndexError) as error:
            raise damaged() from error
        if len(self._rest) > LONGEST_RECORD or (self._rest and not chunk):
            raise damaged()

    def _records(self, content: bytes) -> Iterator[tuple[int, bytes]]:
        start = 0
        while start < len(content):
            try:
                kind, begin, end = _head(content, start)
            except IndexError:
                break  # cut within its head: the rest waits for the next chunk
            if end > len(content):
                break
            yield kind, content[begin:end]
            start = end
        self._rest = content[start:]


def _head(content: bytes, start: int) -> tuple[int, int, int]:
    """The kind of a record, and where its body begins and ends."""
    kind, after, size = content[start], start + 1, 0
    if kind & 0x80:
        kind, after = kind & 0x7F | (content[after] & 0x7F) << 7, after + 1
    for shift in (0, 7, 14, 21):
        byte, after = content[after], after + 1
        size |= (byte & 0x7F) << shift
        if byte < 0x80:
            break
    return kind, after, after + size


def _text(body: bytes, start: int) -> tuple[str, int]:
    """The text at this place, and where it ends."""
    (length,) = struct.unpack_from("<I", body, start)
    end = start + 4 + 2 * length
    return body[start + 4 : end].decode("utf-16-le", "replace"), end


def _nothing(_chunk: bytes) -> None:
    """A part that needs no look."""
