"""CSV and TXT → rows: the separator is found in the first lines, quotes and line breaks within them are respected."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import chain, islice

from lib.intake.sheets.encodings import LOST, REMEMBERED, decode
from lib.intake.sheets.placed import long_cell
from lib.intake.sheets.rows import Row, Sheet
from lib.intake.sheets.survey import too_many_rows
from lib.words.errors import FileRefused
from lib.words.language import gettext as _
from lib.words.settings import UploadLimits

SEPARATORS = (",", "\t", ";", "，", "|")
SAMPLE = 50
PIECE = 100_000  # characters

_SEPARATOR_LINE = re.compile(r"\"?sep=(.)\"?(?:\r\n|\r|\n|$)", re.IGNORECASE)


def read_text(content: bytes, file_name: str, limits: UploadLimits) -> Sheet:
    """The rows of a text file. A record is one row, also when a quoted cell breaks over lines: so Excel counts."""
    _refuse_many_lines(content, limits)
    text, notices = decode(content)
    start, separator = 0, ""
    if declared := _SEPARATOR_LINE.match(text):
        # Excel reads this line as a setting and does not count it
        start, separator = declared.end(), declared[1]
    _refuse_long_lines(text, limits)
    separator = separator or find_separator(text)
    rows = tuple(_rows(text, start, separator, limits))
    return Sheet(file_name, "", rows, notices, lost=lost(rows) if LOST.search(text) else frozenset())


def lost(rows: Iterable[Row]) -> frozenset[tuple[int, int]]:
    """Where the cells are whose characters were lost."""
    return frozenset(
        (row.number, column)
        for row in rows
        for column, cell in enumerate(row.cells)
        if isinstance(cell, str) and LOST.search(cell)
    )


def find_separator(text: str) -> str:
    """The separator that cuts the most of the first lines into the same number of fields; a comma if none does."""
    lines = [line for line in islice(_lines(text), SAMPLE) if line.strip()]
    return max(SEPARATORS, key=lambda separator: _agreement(lines, separator))


def _agreement(lines: list[str], separator: str) -> int:
    try:
        widths = Counter(len(record) for record in csv.reader(lines, delimiter=separator))
    except csv.Error:
        return 0
    return max(((width - 1) * count for width, count in widths.items()), default=0)


def _lines(text: str, start: int = 0) -> Iterator[str]:
    # str.splitlines would also break at characters that belong to a cell, such as U+2028
    return chain.from_iterable(StringIO(piece, newline="") for piece in _pieces(text, start))


def _pieces(text: str, start: int) -> Iterator[str]:
    """The text in pieces that end with a line, since StringIO takes four bytes a character; lines that end in CR alone
    are one piece."""
    while start < len(text):
        end = text.find("\n", start + PIECE) + 1 or len(text)
        yield text[start:end]
        start = end


def _refuse_many_lines(content: bytes, limits: UploadLimits) -> None:
    # a row may break over lines within quotes, but not all of them do
    if max(content.count(b"\n"), content.count(b"\r")) > 3 * limits.max_rows:
        raise too_many_rows(limits)


def _refuse_long_lines(text: str, limits: UploadLimits) -> None:
    longest = limits.max_columns * limits.max_cell_characters
    if len(text) > longest and max(map(len, _lines(text))) > longest:
        raise FileRefused(_("A line of the file is far too long for a table; save the table as .xlsx and upload that"))


def _rows(text: str, start: int, separator: str, limits: UploadLimits) -> Iterator[Row]:
    # strict: else a quote that is never closed swallows the rest of the file, and one within a cell is dropped
    records = csv.reader(_lines(text, start), delimiter=separator, strict=True)
    number, line = 0, 1
    known: dict[str, str | None] = {"": None}  # a code or name that stands in many rows is kept once
    while True:
        number, line = number + 1, records.line_num + 1
        try:
            record = next(records, None)
        except csv.Error as error:
            raise _broken_quotes(number, line) from error
        if record is None:
            return
        if number > limits.max_rows:
            raise too_many_rows(limits)
        if any(map(str.strip, record)):
            if len(record) > limits.max_columns or max(map(len, record)) > limits.max_cell_characters:
                raise _oversize(record, number, limits)
            kept = known.setdefault if len(known) < REMEMBERED else known.get
            yield Row(number, tuple(map(kept, record, record)))


def _broken_quotes(number: int, line: int) -> FileRefused:
    return FileRefused(
        _(
            "A quotation mark is opened in row {row} (line {line}) and not closed, or stands in the middle of a cell; "
            "remove it or save the table as .xlsx"
        ).format(row=number, line=line)
    )


def _oversize(record: list[str], number: int, limits: UploadLimits) -> FileRefused:
    if len(record) <= limits.max_columns:
        return long_cell(number, limits)
    return FileRefused(
        _("Row {row} has {columns} columns, at most {limit} are taken").format(
            row=number, columns=len(record), limit=limits.max_columns
        )
    )
