"""The file with its problems marked: the same table with a last column that says what to mend."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from lib.intake.checks.formulas import csv_line, neutral
from lib.intake.checks.problems import REMARK, Problem, cell_text
from lib.intake.checks.titles import header_key
from lib.intake.sheets import Row, Sheet
from lib.words.language import gettext as _


def as_problem_file(
    sheets: Sheet | Sequence[Sheet], problems: Iterable[Problem], only: Collection[int] | None = None
) -> bytes:
    """The sheets as CSV (UTF-8 with byte-order mark, so that Excel reads it) with a last column 问题.

    A remark stands there too, and says that it is one. Sheets that were read together stand one below the other.
    `only` keeps, below the header, the rows of these numbers: the refused ones, to be mended and sent again. Problems
    of the file as a whole stand beside the first row. Text that a spreadsheet would evaluate gets an apostrophe.
    """
    sheets, found = (sheets,) if isinstance(sheets, Sheet) else sheets, list(problems)
    width = max(len(row.cells) for sheet in sheets for row in sheet.rows)
    lines = []
    for place, sheet in enumerate(sheets):
        header = header_row(sheet, found).number
        marks = _marks(found, header, sheet.rows[0].number if place == 0 else -1)
        for row in sheet.rows:
            if only is None or row.number <= header or row.number in only:
                cells = [neutral(cell_text(cell)) for cell in row.cells] + [""] * (width - len(row.cells))
                lines.append(csv_line([*cells, neutral(_("; ").join(marks[row.number]))]))
    return "".join(lines).encode("utf-8-sig")


def header_row(sheet: Sheet, problems: Iterable[Problem]) -> Row:
    """The row that holds most of the titles which the problems name; the first row when none does."""
    titles = {header_key(problem.title) for problem in problems if problem.letter or problem.kind == REMARK} - {""}
    best = max(sheet.rows, key=lambda row: len(titles & _keys(row)) if titles else 0)
    return best if titles & _keys(best) else sheet.rows[0]


def _keys(row: Row) -> set[str]:
    return {header_key(cell_text(cell)) for cell in row.cells}


def _marks(problems: list[Problem], header: int, first: int) -> dict[int, list[str]]:
    marks = defaultdict(list, {header: [_("What to mend")]})
    for problem in problems:
        said = _("please note: {remark}").format(remark=problem.mend) if problem.kind == REMARK else problem.mend
        sentence = _(": ").join(part for part in (problem.column, said) if part)
        marks[problem.row if isinstance(problem.row, int) else first].append(sentence)
    return marks
