"""The records of an Excel 97–2003 workbook (MS-XLS), looked through for what calamine does not tell.

xlrd 2.0.2 tells it as well and would spare this module, `strings` and most of `compound`. Measured: 600,000 cells
take it 2.0 s of CPU and 43 MB where this takes 0.7 s and 11 MB; 2,300,000 cells (16 MB) 121 MB where this takes 35. It
also holds all of a sheet before its extent can be refused.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lib.intake.sheets.archive import damaged, locked
from lib.intake.sheets.rows import CellError
from lib.intake.sheets.signatures import older_workbook
from lib.intake.sheets.strings import SharedStrings
from lib.intake.sheets.survey import Position, ShownAs, Survey, is_date_format, shown_as

BOF, EOF, FILEPASS, BOUNDSHEET, FORMAT, XF = 0x809, 0x0A, 0x2F, 0x85, 0x41E, 0xE0
SST, CONTINUE = 0xFC, 0x3C
CODEPAGE, WRITEACCESS, ROW, FILTERMODE, DATEMODE = 0x42, 0x5C, 0x208, 0x9B, 0x22
FORMULA, NUMBER, RK, MULRK, LABELSST, LABEL, RSTRING, BOOLERR = 0x06, 0x203, 0x27E, 0xBD, 0xFD, 0x204, 0xD6, 0x205
# records of cells that hold something: BLANK and MULBLANK (0x201, 0xBE) hold a format alone
CELLS = {FORMULA, NUMBER, RK, LABELSST, LABEL, RSTRING, BOOLERR}
BIFF8 = 0x0600
EMPTY_TEXT = 3
TO_BE_COMPUTED = 2
"""Flag of a formula: when the file is opened. That it always is (1) says Excel too, of what changes with the day."""
UTF_16 = struct.pack("<H", 1200)
TAKEN_FOR_DATES = {*range(27, 37), *range(50, 59)}
"""East Asian dates in the reader's eyes; Gnumeric begins here to count its own formats."""

ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}

_CELL = struct.Struct("<HHH")


@dataclass(frozen=True)
class Look:
    """The survey of each sheet by its name, and what is to be written over the stream, by position, before it is read:
    a workbook of 1997 and later holds UTF-16 whatever its code page says, and decides itself what its formats are."""

    surveys: Mapping[str, Survey]
    corrections: Mapping[int, bytes]
    from_1904: bool


def look_through(stream: bytes) -> Look:
    """What is in the workbook. Raises FileRefused for passwords, older formats and damage."""
    book = _Book()
    try:
        for position, kind, body in _records(stream):
            book.take(position, kind, body)
    except (struct.error, IndexError) as error:
        raise damaged() from error
    return Look(book.surveys, book.corrections, book.from_1904)


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    position = 0
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        yield position, kind, stream[position + 4 : position + 4 + length]
        position += 4 + length


class _Book:
    """Takes the records one after the other; cells belong to the sheet whose part of the stream they stand in."""

    def __init__(self) -> None:
        self.surveys: dict[str, Survey] = {}
        self.corrections: dict[int, bytes] = {}
        self.from_1904 = False
        self._computes = True
        self._names: dict[int, str] = {}
        self._parts: list[Survey | None] = []
        self._formats = {9: "0%", 10: "0.00%"}  # built in, so that no FORMAT record needs to name them
        self._styles: list[int] = []
        self._looks: dict[int, ShownAs | None] = {}
        self._strings = SharedStrings()
        self._last = 0

    def take(self, position: int, kind: int, body: bytes) -> None:
        """Take one record."""
        if kind in CELLS:
            self._cell(kind, body)
        elif kind == MULRK:
            self._numbers(body)
        elif kind == BOF:
            self._begin(position, body)
        elif kind == EOF and self._parts:
            self._parts.pop()
        elif kind == CONTINUE:
            if self._last == SST:
                self._strings.add(body)
            return  # what is continued stays the last: several may follow
        elif kind in (ROW, FILTERMODE):
            self._hidden(kind, body)
        else:
            self._globals(position, kind, body)
        self._last = kind

    def _hidden(self, kind: int, body: bytes) -> None:
        survey = self._parts[-1] if self._parts else None
        if survey is None:
            return
        if kind == FILTERMODE:
            survey.filtered = True
        elif body[12] & 0x20:  # fDyZero: the row has no height
            survey.hidden.add(struct.unpack_from("<H", body)[0])

    def _globals(self, position: int, kind: int, body: bytes) -> None:
        if kind == FILEPASS:
            raise locked()
        if kind == BOUNDSHEET:
            (position,) = struct.unpack_from("<I", body)
            self._names[position] = _text(body[8:], body[6], body[7])
        elif kind == FORMAT:
            number, length, flags = struct.unpack_from("<HHB", body)
            self._formats[number] = _text(body[5:], length, flags)
        elif kind == WRITEACCESS and len(body) > 1:
            # xlwt, which computes no formula, writes a name without its length: its first letters would be one
            self._computes = struct.unpack_from("<H", body)[0] < len(body)
        elif kind == CODEPAGE and len(body) > 1:
            self.corrections[position + 4] = UTF_16
        elif kind == DATEMODE:
            self.from_1904 = body[:1] == b"\1"
        elif kind == XF:
            self._style(position, struct.unpack_from("<H", body, 2)[0])
        elif kind == SST:
            self._strings.add(body)

    def _style(self, position: int, number: int) -> None:
        self._styles.append(number)
        if number in TAKEN_FOR_DATES and number in self._formats and not is_date_format(self._formats[number]):
            self.corrections[position + 6] = b"\0\0"  # the general format

    def _begin(self, position: int, body: bytes) -> None:
        if struct.unpack_from("<H", body)[0] != BIFF8:
            raise older_workbook()
        # a chart within a sheet is a part as well, of no name: its cells are none of the sheet's
        name = self._names.get(position)
        self._parts.append(None if name is None else self.surveys.setdefault(name, Survey()))

    def _cell(self, kind: int, body: bytes) -> None:
        row, column, style = _CELL.unpack_from(body)
        survey = self._parts[-1] if self._parts else None
        if survey is None:
            return
        survey.add(row, column)
        error = _error(kind, body)
        if error is not None:
            survey.errors[row, column] = CellError(ERRORS.get(error, "#N/A"))
        elif kind == LABELSST:
            survey.characters += self._strings.length(struct.unpack_from("<I", body, 6)[0])
        elif kind != BOOLERR:
            survey.mark((row, column), self._shown_as(style))
        if kind == FORMULA and error is None:
            self._result(survey, (row, column), body)

    def _result(self, survey: Survey, at: Position, body: bytes) -> None:
        if body[12:14] == b"\xff\xff":  # no number: body[6] says which kind of result
            if body[6] == EMPTY_TEXT and not self._computes:
                survey.errors[at] = CellError("=")
            else:
                survey.results.other(at)
        elif struct.unpack_from("<d", body, 6)[0]:
            survey.results.other(at)
        else:
            survey.results.zero(at, "=", trusted=not body[14] & TO_BE_COMPUTED)

    def _numbers(self, body: bytes) -> None:
        # numbers side by side, each with its style; the last two bytes are the last column
        row, first = struct.unpack_from("<HH", body)
        survey = self._parts[-1] if self._parts else None
        for offset, (style, _value) in enumerate(struct.iter_unpack("<HI", body[4:-2])):
            if survey is not None:
                survey.add(row, first + offset)
                survey.mark((row, first + offset), self._shown_as(style))

    def _shown_as(self, style: int) -> ShownAs | None:
        if style not in self._looks:
            number = self._styles[style] if style < len(self._styles) else 0
            self._looks[style] = shown_as(self._formats.get(number, ""))
        return self._looks[style]


def _error(kind: int, body: bytes) -> int | None:
    """The error code that the cell holds, if it does."""
    if kind == BOOLERR and body[7]:
        return body[6]
    if kind == FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
        return body[8]
    return None


def _text(body: bytes, length: int, flags: int) -> str:
    """A string of 16-bit characters, or of their low bytes only."""
    return body[: length * 2].decode("utf-16-le", "replace") if flags & 1 else body[:length].decode("latin-1")
