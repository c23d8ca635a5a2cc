"""Finding the header among title rows, and what is wrong with its columns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Protocol

from lib.intake.checks.cells import is_blank
from lib.intake.checks.problems import Mistake, Problem, brief, cell_text, column_letters
from lib.intake.checks.titles import exact_key, header_key
from lib.intake.sheets import Row, Sheet
from lib.words.language import gettext as _

SEARCHED_ROWS = 40
HIGHEST, LEAST = 3, 2
"""So many rows a header may have, and so many columns it must name."""

_THOUSANDS = re.compile(r" *[1-9]\d{0,2},\d{3}(\.\d+)? *")


class Known(Protocol):
    """Says what a title stands for, below the title of its group; None for an unknown one."""

    def __call__(self, title: str, group: str = "", /) -> object | None: ...


@dataclass(frozen=True)
class Header:
    """The rows of the header: where the last is in the sheet's rows, the titles of the columns as people find them and
    those of their groups above, how many columns are known, and the keys of each of its rows; `sheet` is the name of
    its sheet where several are read."""

    index: int
    number: int
    titles: tuple[str, ...]
    groups: tuple[str, ...] = ()
    score: int = 0
    first: int = 0
    lines: tuple[tuple[str, ...], ...] = ()
    sheet: str = ""

    def group(self, index: int) -> str:
        """The title of the group in which a column stands."""
        return self.groups[index] if index < len(self.groups) else ""

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
            text=brief(cell_text(cell)),
            mend=str(mistake),
            kind=mistake.kind,
            sheet=self.sheet,
        )

    def of_column(
        self, index: int, kind: str, mend: str, *, title: str | None = None, text: str | None = None
    ) -> Problem:
        """The problem of a column, which stands under `title`; `text` is what is wrong there, else the title itself."""
        title = self.title(index) if title is None else title
        text = title if text is None else text
        return Problem(letter=column_letters(index), title=title, text=text, mend=mend, kind=kind)

    def doubled(self, first: int, second: int) -> Problem:
        """The problem of two columns that say the same."""
        mend = _("Columns {first} and {second} say the same; keep one of them")
        mend = mend.format(first=column_letters(first), second=column_letters(second))
        return self.of_column(second, "doubled_column", mend)

    def beside(self, problems: list[Problem]) -> list[Problem]:
        """The problems, with one for all doubled columns where a second table stands to the right of the first."""
        rest = [problem for problem in problems if problem.kind != "doubled_column"]
        keys = [header_key(title) for title in self.titles]
        first = next((index for index, key in enumerate(keys) if key), 0)
        if len(problems) - len(rest) < LEAST or keys[first] not in keys[first + 1 :]:
            return problems
        again = keys.index(keys[first], first + 1)
        mend = _("From column {column} on another table stands beside the first; put its rows below those of the first")
        mend = mend.format(column=column_letters(again))
        return [*rest, self.of_column(again, "tables_beside", mend)]

    def other_meaning(self, index: int, other: str, column: str) -> Problem:
        """The problem of a title that says another thing of a column that the file does not have."""
        mend = _(
            "The title says “{other}” of “{column}”; leave that out of the title if its values are meant, else "
            "delete the column"
        )
        return self.of_column(index, "other_meaning", mend.format(other=other, column=column))

    def column(self, index: int) -> str:
        """A column as people find it: D 清理牌子."""
        return f"{column_letters(index)} {self.title(index)}".rstrip()

    def grouped(self, index: int) -> str:
        """The same below the title of its group: D 清理 牌子."""
        return " ".join(filter(None, (column_letters(index), self.group(index), self.title(index))))

    def surplus(self, row: Row) -> Mistake | None:
        """A field behind the last column: a separator stands within a value, and everything behind it is shifted."""
        if len(row.cells) <= len(self.titles):
            return None
        beyond = range(len(self.titles), len(row.cells))
        index = next((index for index in beyond if not is_blank(row.cells[index])), _thousands(row))
        if index is None:
            return None
        mend = _("The row has more fields than the header; put quotation marks around a value with a separator")
        return Mistake("too_many_fields", mend, index)

    def repeats(self, row: Row) -> bool:
        """Whether the row is blank, or the header once more, as on every printed page."""
        first = next((cell for cell in row.cells if not is_blank(cell)), None)
        if first is None:
            return True
        key = header_key(cell_text(first))  # nearly every row differs from the header in its first cell
        return any(line[:1] == (key,) for line in self.lines) and _keys(row) in self.lines


def _thousands(row: Row) -> int | None:
    """Where a field ends in front of the comma of its thousands, which made two of it: 123 and 400."""
    pairs = enumerate(zip(row.cells, row.cells[1:], strict=False))
    return next((at for at, pair in pairs if _THOUSANDS.fullmatch(",".join(map(cell_text, pair)))), None)


def _keys(row: Row) -> tuple[str, ...]:
    return tuple(header_key(cell_text(cell)) for cell in row.cells if not is_blank(cell))


def find_header(sheet: Sheet, known: Known) -> Header | None:
    """The rows among the first whose titles name most columns; None when none name at least two.

    A header may have up to three rows: groups above their columns, merged or, as in every merged table that was once
    saved as CSV, with blanks beside the title of the group.
    """
    rows = sheet.rows[:SEARCHED_ROWS]
    heads = [_titles(row) for row in rows]
    best: Header | None = None
    for last in range(len(rows)):
        for first in range(last, max(last - HIGHEST, -1), -1):
            if first < last and not (_may_be_title(rows[first]) and _may_be_title(rows[last])):
                break
            stacked = _stacked(sheet, heads, first, last)
            score = sum(known(*each) is not None for each in stacked)
            # of headers that name as many the topmost: further down it is repeated; of one row alone before several
            if score >= LEAST and (best is None or score > best.score):
                best = _header(sheet, stacked, first, last, score)
    return _below_its_groups(sheet, heads, best) if best else None


def likely_headers(sheet: Sheet) -> Iterator[Header]:
    """The rows among the first that could be a header whatever they say: words alone, with the groups above them."""
    rows = sheet.rows[:SEARCHED_ROWS]
    heads = [_titles(row) for row in rows]
    for last, row in enumerate(rows):
        first = last
        while first and last - first + 1 < HIGHEST and _groups_reach(sheet, rows[first - 1], rows[first]):
            first -= 1
        stacked = _stacked(sheet, heads, first, last) if _may_be_title(row) else []
        if sum(any(each) for each in stacked) > 1:
            yield _header(sheet, stacked, first, last, 0)


def likely_header(sheet: Sheet) -> Header | None:
    """The one of them that names most columns and has numbers below it."""
    below = (
        (each, next((row for row in sheet.rows[each.index + 1 : each.index + SEARCHED_ROWS] if _keys(row)), None))
        for each in likely_headers(sheet)
    )
    above_numbers = [each for each, row in below if row is not None and not _may_be_title(row)]
    return max(above_numbers, key=lambda each: sum(map(bool, each.titles)), default=None)


def layout_of(header: Header) -> tuple[str, ...]:
    """The exact row of the titles, as keys, each below that of its group; a blank one is empty."""
    keys = [exact_key(header.group(index) + title) for index, title in enumerate(header.titles)]
    while keys and not keys[-1]:
        keys.pop()
    return tuple(keys)


def reads_as_header(row: Row, known: Known) -> bool:
    """Whether a row below a header is the header of another table: it names columns, and holds no number."""
    if not _may_be_title(row):
        return False
    found = [known(title) is not None for title in _titles(row) if title]
    return sum(found) >= max(LEAST, len(found) // 2 + 1)


def _header(sheet: Sheet, stacked: list[tuple[str, str]], first: int, last: int, score: int) -> Header:
    titles = tuple(title or group for title, group in stacked)
    groups = tuple(group if title else "" for title, group in stacked)
    lines = tuple(_keys(row) for row in sheet.rows[first : last + 1])
    return Header(last, sheet.rows[last].number, titles, groups, score, first, lines)


def _below_its_groups(sheet: Sheet, heads: Sequence[tuple[str, ...]], header: Header) -> Header:
    """The header with the groups of the row above it, if it has such a row: 上年同期 over titles that are whole."""
    above = header.first - 1
    if above < 0 or header.index - above >= HIGHEST or not _is_groups(sheet.rows[above]):
        return header
    found = _stacked(sheet, heads, above, header.index)
    groups = tuple(group if title == whole else "" for (title, group), whole in zip(found, header.titles, strict=False))
    return replace(header, groups=groups)


def _is_groups(row: Row) -> bool:
    """Whether a row above the titles holds groups: a line of its own, as the title of a table, begins at its left."""
    return _may_be_title(row) and (is_blank(row.cells[0]) or len({*_keys(row)}) > 1)


def _groups_reach(sheet: Sheet, upper: Row, lower: Row) -> bool:
    """Whether the upper row holds groups of titles in the lower one: merged, or filled where that one is blank."""
    keys = {*_keys(upper)}
    # 填报单位：望谟县 beside 联系人：… is a line above the table, not a row of groups
    if len(keys) < 2 or not _may_be_title(upper) or any(":" in key for key in keys):
        return False
    merged = any(row == upper.number for row, _column in sheet.spans)
    blank = zip_longest(upper.cells, lower.cells)
    return merged or any(is_blank(under) and not is_blank(cell) for cell, under in blank)


def _may_be_title(row: Row) -> bool:
    return all(isinstance(cell, str) and not cell.isdecimal() for cell in row.cells if cell is not None)


def _stacked(sheet: Sheet, heads: Sequence[tuple[str, ...]], first: int, last: int) -> list[tuple[str, str]]:
    """The title of each column and that of its group, from the rows of a header."""
    if first == last:
        return [(title, "") for title in heads[last]]
    width = max(len(head) for head in heads[first : last + 1])
    found = []
    for column in range(width):
        parts = [_at(heads[last], column)]
        for row in range(last - 1, first - 1, -1):
            text = _at(heads[row], column) or _group(sheet, heads[row], sheet.rows[row].number, column, any(parts))
            parts += [text] if text and text not in parts else []
        title, *groups = [part for part in parts if part] or [""]
        found.append((title, "".join(reversed(groups))) if parts[0] else ("", title))
    return found


def _group(sheet: Sheet, head: tuple[str, ...], number: int, column: int, titled: bool) -> str:
    """The title to the left that reaches over a blank one: as far as it is merged, else as there are titles below."""
    start = next((index for index in range(min(column, len(head)) - 1, -1, -1) if head[index]), None)
    if start is None:
        return ""
    merged = any(row == number for row, _column in sheet.spans)
    reaches = sheet.spans.get((number, start), start) >= column if merged else titled
    return head[start] if reaches else ""


def _at(head: tuple[str, ...], column: int) -> str:
    return head[column] if column < len(head) else ""


def _titles(row: Row) -> tuple[str, ...]:
    return tuple(re.sub(r"\s+", " ", cell_text(cell)).strip() for cell in row.cells)
