"""The file with its problems marked: the same table with a last column that says what to mend."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from lib.intake.checks.formulas import csv_line, neutral
from lib.intake.checks.header import header_key
from lib.intake.checks.problems import REMARK, Problem, shown
from lib.intake.sheets import Row, Sheet
from lib.words.language import gettext as _


def as_problem_file(sheet: Sheet, problems: Iterable[Problem], only: Collection[int] | None = None) -> bytes:
    """`sheet` as CSV (UTF-8 with byte-order mark, so that Excel reads it) with a last column 问题.

    A remark stands there too, and says that it is one.
    `only` keeps, below the header, the rows of these numbers: the refused ones, to be mended and sent again. Problems
    of the file as a whole stand beside the first row. Text that a spreadsheet would evaluate gets an apostrophe.
    """
    found = list(problems)
    header = _header(sheet, found)
    marks = _marks(found, header, sheet.rows[0].number)
    width = max(len(row.cells) for row in sheet.rows)
    lines = []
    for row in sheet.rows:
        if only is None or row.number <= header or row.number in only:
            cells = [neutral(shown(cell)) for cell in row.cells] + [""] * (width - len(row.cells))
            lines.append(csv_line([*cells, neutral(_("; ").join(marks[row.number]))]))
    return "".join(lines).encode("utf-8-sig")


def _header(sheet: Sheet, problems: list[Problem]) -> int:
    """The number of the row that holds the titles which the problems name; the first row when none does."""
    titles = {header_key(problem.title) for problem in problems if problem.letter or problem.kind == REMARK} - {""}
    for row in sheet.rows:
        if titles and titles <= _keys(row):
            return row.number
    return sheet.rows[0].number


def _keys(row: Row) -> set[str]:
    return {header_key(shown(cell)) for cell in row.cells}


def _marks(problems: list[Problem], header: int, first: int) -> dict[int, list[str]]:
    marks = defaultdict(list, {header: [_("What to mend")]})
    for problem in problems:
        said = _("please note: {remark}").format(remark=problem.mend) if problem.kind == REMARK else problem.mend
        sentence = _(": ").join(part for part in (problem.column, said) if part)
        marks[problem.row if isinstance(problem.row, int) else first].append(sentence)
    return marks
