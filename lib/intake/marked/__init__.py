"""The uploaded file with its problems marked: a cell to mend is red, one that is remarked yellow, the mend its comment.

A workbook stays what it is: only styles, comments and the styles of the marked cells change in it, so that pictures,
charts, formulas with their results and everything that no library knows survive. No row, column or sheet is added:
mended, the file is uploaded again. Any other table becomes a workbook of the rows as they were read.
"""

from collections.abc import Sequence

from lib.intake.checks import Problem
from lib.intake.marked import anew, workbook
from lib.intake.marked.parts import Unmarkable
from lib.intake.marked.places import marks_of
from lib.intake.sheets import Sheet

MOST_PROBLEMS = 10_000
"""More comments than these open slowly in a spreadsheet."""


def fits(content: bytes, sheets: Sequence[Sheet], problems: Sequence[Problem]) -> bool:
    """Whether the file can be marked in little time and memory."""
    return len(problems) <= MOST_PROBLEMS and (workbook.fits(content) or anew.fits(sheets))


def marked_workbook(content: bytes, sheets: Sequence[Sheet], problems: Sequence[Problem], author: str) -> bytes:
    """The file that was read as these sheets, an XLSX with its problems marked, in the name of `author`."""
    marks = marks_of(sheets, problems)
    if workbook.fits(content):
        try:
            return workbook.marked(content, {sheet.name: of for sheet, of in zip(sheets, marks, strict=True)}, author)
        except Unmarkable:
            pass  # written in an unusual way: its rows are marked in a new workbook
    return anew.marked(sheets, marks, author)
