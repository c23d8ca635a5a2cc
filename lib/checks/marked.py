"""The file with its problems marked: the same table with a last column that says what to mend."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from io import StringIO

from lib.checks.problems import Problem, shown
from lib.language import gettext as _
from lib.sheets import Sheet


def as_problem_file(sheet: Sheet, problems: Iterable[Problem]) -> bytes:
    """`sheet` as CSV (UTF-8 with byte-order mark, so that Excel reads it) with a last column 问题.

    Problems of the file as a whole stand in the first row. Text that a spreadsheet would take for a formula gets a
    leading apostrophe.
    """
    by_row: dict[int | None, list[str]] = defaultdict(list)
    for problem in problems:
        by_row[problem.row].append(": ".join(part for part in (problem.column, problem.mend) if part))
    width = max((len(row.cells) for row in sheet.rows), default=0)
    written = StringIO(newline="")
    lines = csv.writer(written)
    for position, row in enumerate(sheet.rows):
        cells = [_safe(shown(cell)) for cell in row.cells] + [""] * (width - len(row.cells))
        marks = by_row[row.number] + (by_row[None] if position == 0 else [])
        lines.writerow([*cells, _safe(_("; ").join(marks))])
    return written.getvalue().encode("utf-8-sig")


def _safe(text: str) -> str:
    """Text that no spreadsheet evaluates; plain numbers stay numbers."""
    if text.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")) and not _is_number(text):
        return f"'{text}"
    return text


def _is_number(text: str) -> bool:
    return text[:1] in "+-" and text[1:].replace(".", "", 1).isdigit()
