"""What the program that wrote a sheet left to be told: hidden rows, formulas that all give 0, characters it lost."""

from collections import defaultdict
from collections.abc import Collection

from lib.intake.checks.header import Header
from lib.intake.checks.problems import Mistake, Problem, row_said
from lib.intake.sheets import Row, Sheet
from lib.words.language import gettext as _

ROWS_LISTED = 5


def hidden_rows(sheet: Sheet, read: Collection[int], *sheets: str) -> list[str]:
    """How many of the rows that were read are not shown, and which."""
    hidden = sorted(sheet.hidden.intersection(read))
    if not hidden:
        return []
    said = _("{count} of {all} rows are hidden, and read all the same: row {rows}")
    if sheet.filtered:
        said = _("{count} of {all} rows are hidden by a filter, and read all the same: row {rows}")
    return [said.format(count=len(hidden), all=len(read), rows=listed(hidden, *sheets))]


def zero_formulas(sheet: Sheet, header: Header, columns: Collection[int], read: Collection[int]) -> list[str]:
    """The columns in which every formula gives 0: some programs store it without computing."""
    rows = {column: sheet.zeros.get(column, ()) for column in columns}
    doubtful = [column for column, numbers in rows.items() if not set(numbers).isdisjoint(read)]
    if not doubtful:
        return []
    said = _("Every formula gives 0 in {columns}; if that is wrong, open and save the file in Excel or WPS first")
    return [said.format(columns=_(", ").join(map(header.column, doubtful)))]


class Lost:
    """The cells of a sheet whose characters were lost: refused where they are read, told where they are not."""

    def __init__(self, sheet: Sheet) -> None:
        self._columns: dict[int, set[int]] = defaultdict(set)
        for number, column in sheet.lost:
            self._columns[number].add(column)
        self._unread: dict[int, list[int]] = defaultdict(list)

    def mistakes(self, row: Row, read: Collection[int]) -> list[Mistake]:
        """Those of the row in the columns that are read."""
        lost = sorted(self._columns.get(row.number, ()))
        for column in lost:
            if column not in read:
                self._unread[column].append(row.number)
        return [Mistake("lost_characters", _mend(), column) for column in lost if column in read]

    def notices(self, header: Header) -> list[str]:
        """The columns that are not read and hold some."""
        said = _("Characters were lost in {column}, which is not read: row {rows}")
        names = (header.sheet,) if header.sheet else ()
        found = ((header.column(column), listed(rows, *names)) for column, rows in self._unread.items())
        return [said.format(column=column, rows=rows) for column, rows in found]


def instead_of(problem: Problem, sheet: Sheet) -> Problem:
    """The same problem of the file as a whole, or what has probably caused it: its characters were lost."""
    return Problem(mend=_mend(), kind="lost_characters") if sheet.lost else problem


def listed(numbers: list[int], *sheets: str) -> str:
    """The first of these row numbers, with their sheet where several are read."""
    shown = _(", ").join(row_said(number, *sheets) for number in numbers[:ROWS_LISTED])
    return shown if len(numbers) <= ROWS_LISTED else f"{shown} …"


def _mend() -> str:
    return _("Characters were lost when the file was saved; save the original table as .xlsx and upload that")
