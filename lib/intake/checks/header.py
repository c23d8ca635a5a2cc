"""Finding the header among title rows, and telling rows of the table from totals, footnotes and repeated headers."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lib.intake.checks.cells import is_blank, plain
from lib.intake.checks.formulas import original
from lib.intake.checks.problems import Mistake, Problem, brief, column_letters, shown
from lib.intake.sheets import Cell, Row, Sheet
from lib.words.language import gettext as _

SEARCHED_ROWS = 40
LONGEST_TITLE = 100
"""Characters: looking for brackets in a longer text, which is no title, takes the square of its length."""
GRAND_TOTALS = ("合计", "总计")
SUBTOTALS = ("小计", "subtotal")
ENGLISH_TOTALS = ("total", "grandtotal", "subtotal")

_MARKS = "*※★●▲#:：.。 "
_BRACKETS = re.compile(r"[(\[【<《][^()\[\]【】]*[)\]】>》]$")
_FOOTNOTE = re.compile(
    r"(注|备注|说明|填表|填报|制表|审核|复核|联系|单位负责人|负责人|报送|数据来源|以上|note|source)", re.IGNORECASE
)


@dataclass(frozen=True)
class Header:
    """The header row: where it is in the sheet's rows, its titles as people find them, and how many are known."""

    index: int
    number: int
    titles: tuple[str, ...]
    score: int = 0

    def title(self, index: int) -> str:
        """The title of a column; that of one behind the header's last is empty."""
        return self.titles[index] if index < len(self.titles) else ""

    def problem(self, row: Row, mistake: Mistake) -> Problem:
        """The problem of the cell in `row` that `mistake` is about."""
        cell = row.cells[mistake.index] if mistake.index < len(row.cells) else None
        return Problem(
            row=row.number,
            letter=column_letters(mistake.index),
            title=self.title(mistake.index),
            text=brief(shown(cell)),
            mend=str(mistake),
            kind=mistake.kind,
        )

    def doubled(self, first: int, second: int) -> Problem:
        """The problem of two columns that say the same."""
        mend = _("Columns {first} and {second} say the same; keep one of them")
        return Problem(
            letter=column_letters(second),
            title=self.titles[second],
            text=self.titles[second],
            mend=mend.format(first=column_letters(first), second=column_letters(second)),
            kind="doubled_column",
        )

    def surplus(self, row: Row) -> Mistake | None:
        """A field behind the last column: a separator stands within a value, and everything behind it is shifted."""
        if len(row.cells) <= len(self.titles):
            return None
        beyond = range(len(self.titles), len(row.cells))
        index = next((index for index in beyond if not is_blank(row.cells[index])), None)
        if index is None:
            return None
        mend = _("The row has more fields than the header; put quotation marks around a value with a separator")
        return Mistake("too_many_fields", mend, index)

    def repeats(self, row: Row) -> bool:
        """Whether the row is blank, or the header once more, as on every printed page."""
        keys = tuple(header_key(shown(cell)) for cell in row.cells if not is_blank(cell))
        return not keys or keys == tuple(key for key in map(header_key, self.titles) if key)


def header_key(text: str) -> str:
    """A header to compare by: half-width, lower case, without marks, blanks and line breaks."""
    return re.sub(r"\s+", "", original(plain(text))).strip(_MARKS).lower()


def header_keys(text: str) -> tuple[str, ...]:
    """The keys to try for a header, the full one first, then without brackets at its end: 清理机构牌子（块）."""
    full = header_key(text)
    if len(full) > LONGEST_TITLE:
        return (full,)
    bare = _BRACKETS.sub("", full).strip(_MARKS)
    return (full, bare) if bare and bare != full else (full,)


def find_header(sheet: Sheet, known: Callable[[str], object | None], least: int = 2) -> Header | None:
    """The row among the first that names most columns; None when no row names at least `least`."""
    scores = [sum(known(title) is not None for title in _titles(row)) for row in sheet.rows[:SEARCHED_ROWS]]
    if not scores or (best := max(scores)) < least:
        return None
    index = scores.index(best)
    row = sheet.rows[index]
    return Header(index, row.number, _titles(row), best)


def _titles(row: Row) -> tuple[str, ...]:
    return tuple(re.sub(r"\s+", " ", shown(cell)).strip() for cell in row.cells)


def total_label(cells: Iterable[Cell]) -> str:
    """合计, 小计 or the like when a cell of the row says so, else an empty text."""
    for cell in cells:
        if isinstance(cell, str):
            label = re.sub(r"\s+", "", plain(cell)).strip(_MARKS).lower()
            if label in ENGLISH_TOTALS or label.endswith((*GRAND_TOTALS, "小计")):
                return label
    return ""


def is_footnote(cells: Iterable[Cell]) -> bool:
    """Whether the row is a remark below the table: words alone, of which the first are 注, 填表人 and the like."""
    filled = [plain(cell) if isinstance(cell, str) else "0" for cell in cells if not is_blank(cell)]
    if any(text[0].isdigit() for text in filled):
        return False
    return len(filled) == 1 or (bool(filled) and bool(_FOOTNOTE.match(filled[0])))
