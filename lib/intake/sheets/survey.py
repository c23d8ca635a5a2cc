"""A first look at a worksheet: how far it reaches, and the cells whose meaning the reader does not tell.

Calamine reserves memory for the whole rectangle of a sheet, shows error cells and formulas without a result as blank,
and a percent as its fraction. So the extent is known and limited before it reads, and those cells are named.

By hand (this module, `archive`, `markup`, `member`, `worksheet`), since it was measured: 600,000 cells of an XLSX take
4.5 s of CPU, survey and calamine together; openpyxl in its sparing mode takes 6.0 s, names no merged cells, and would
have to read twice to tell a formula without a result from a blank cell.
"""

import re
from dataclasses import dataclass, field
from typing import Literal

from lib.intake.sheets.results import Results
from lib.intake.sheets.rows import CellError
from lib.words.errors import FileRefused
from lib.words.language import gettext as _
from lib.words.settings import UploadLimits

MOST_CELLS = 4_000_000
MOST_TEXT = 50_000_000
MOST_MERGED = 100_000
MOST_STRINGS = 1_000_000
MOST_STYLES = 200_000
"""Cell styles and formats of numbers, which take memory before a cell is read; Excel has 65,490 of the first."""
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

Position = tuple[int, int]
"""(row, column), both from 0."""

ShownAs = Literal["percent", "day"]

# quoted, escaped, as wide as a character, repeated; colours, currencies, languages, but not hours above 24
_NOT_SHOWN = re.compile(
    r'"[^"]*"|[\\_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]|general|g/\u901a\u7528\u683c\u5f0f', re.IGNORECASE
)
_TIME = re.compile("[ymdhs]", re.IGNORECASE)
_CALENDAR = re.compile("[ymdhs]|a{3}|e(?![+-])|g|b{2}|a/p", re.IGNORECASE)
_DIGIT = re.compile("[0#?]")
_SECONDS = re.compile(r"s\]?\.0+", re.IGNORECASE)


def shown_as(number_format: str) -> ShownAs | None:
    """What people see of a number in this format that calamine does not: a percent, or a day by its weekday or era.

    A % is one unless it is text. As Excel and LibreOffice have it, aaa, e, g and bb are parts of a date beside y, m, d,
    h and s; openpyxl and calamine know none of them alone. Only the part for positive numbers counts.
    """
    if number_format == "General":
        return None  # as of nearly every style
    shown = _NOT_SHOWN.sub("", number_format)
    if "%" in shown:
        return "percent"
    return "day" if is_date_format(number_format) and not _TIME.search(shown) else None


def is_date_format(number_format: str) -> bool:
    """Whether a number in this format shows as a day or a time: a format with digits is that of a number."""
    shown = _SECONDS.sub("s", _NOT_SHOWN.sub("", number_format).partition(";")[0])
    return bool(_CALENDAR.search(shown)) and not _DIGIT.search(shown)


@dataclass
class Survey:
    """What is known of a worksheet before it is read.

    `texts` are those that are partly struck out or raised, `hidden` rows from 0, by a filter where it is `filtered`.
    """

    rows: int = 0
    columns: int = 0
    cells: int = 0
    characters: int = 0
    errors: dict[Position, CellError] = field(default_factory=dict)
    percents: set[Position] = field(default_factory=set)
    days: set[Position] = field(default_factory=set)
    texts: dict[Position, str] = field(default_factory=dict)
    merged: list[tuple[Position, Position]] = field(default_factory=list)
    results: Results = field(default_factory=Results)
    hidden: set[int] = field(default_factory=set)
    filtered: bool = False
    from_1904: bool = False

    def add(self, row: int, column: int) -> None:
        """Count a cell that holds something."""
        self.cells += 1
        self.rows = max(self.rows, row + 1)
        self.columns = max(self.columns, column + 1)

    def mark(self, at: Position, shown: ShownAs | None) -> None:
        """Note what people see of the number in this cell."""
        if shown == "percent":
            self.percents.add(at)
        elif shown == "day":
            self.days.add(at)

    @property
    def area(self) -> int:
        """The cells of the whole rectangle."""
        return self.rows * self.columns

    def is_endless(self) -> bool:
        """Whether the sheet has more cells than are read, or cells where no spreadsheet has any."""
        return self.cells > MOST_CELLS or self.rows > LAST_ROW or self.columns > LAST_COLUMN

    def refuse_oversize(self, limits: UploadLimits) -> None:
        """Raise FileRefused when the sheet reaches further than may be read."""
        if self.rows > limits.max_rows:
            raise too_many_rows(limits)
        if self.columns > limits.max_columns:
            mend = _("The table has {columns} columns, at most {limit} are taken; delete what stands far to the right")
            raise FileRefused(mend.format(columns=self.columns, limit=limits.max_columns))
        if self.area > MOST_CELLS or self.characters > MOST_TEXT:
            mend = _("The table is too large: {rows} rows × {columns} columns; delete what stands far below or right")
            raise FileRefused(mend.format(rows=self.rows, columns=self.columns))


def too_many_rows(limits: UploadLimits) -> FileRefused:
    """The refusal of a table with more rows than are taken."""
    return FileRefused(_("The table has more than {limit} rows; split it").format(limit=limits.max_rows))
