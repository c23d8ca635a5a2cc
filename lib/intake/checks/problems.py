"""What is wrong, where it stands and how to mend it; all of it is collected, none of it stops the reading."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lib.intake.sheets import SHEET_ROWS, Cell, CellError

REMARK = "remark"  # the kind of what is only pointed out


class Mistake(ValueError):
    """A cell that cannot be taken: the message is the mend, `kind` a stable id for counting, `index` its column."""

    def __init__(self, kind: str, mend: str, index: int = 0) -> None:
        super().__init__(mend)
        self.kind = kind
        self.index = index

    def at(self, index: int) -> "Mistake":
        """The same mistake, in this column."""
        self.index = index
        return self


@dataclass(frozen=True)
class Offer:
    """What a file seems to be instead: the code of another form, or another half month (ordinal)."""

    form: str | None = None
    half_month: int | None = None


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A place to mend: of a file, a record or a cell, whoever sent it.

    `row` is the spreadsheet's number (of a further sheet counted on from SHEET_ROWS), in a grid how people call the
    record, and None for the file as a whole; the column has its `letter` above (none in a grid, or where it is missing)
    and its `title`; `text` is what stands there. `sheet` is the name of its sheet, where several are read; `offer` what
    can be reported instead.
    """

    mend: str
    kind: str
    row: int | str | None = None
    letter: str = ""
    title: str = ""
    text: str = ""
    sheet: str = ""
    offer: Offer | None = None

    @property
    def column(self) -> str:
        """The column as people find it: D 清理牌子."""
        return f"{self.letter} {self.title}".strip()

    @property
    def place(self) -> int | str | None:
        """The row as people find it, with its sheet where several are read: 平洞街道!5."""
        return row_said(self.row, self.sheet) if isinstance(self.row, int) and self.sheet else self.row


def row_said(number: int, *sheets: str) -> str:
    """The number of a row as its spreadsheet shows it; of several `sheets` (or one) that are read, with its name."""
    index, row = divmod(number, SHEET_ROWS)
    return f"{sheets[min(index, len(sheets) - 1)]}!{row}" if sheets else str(row)


def in_sheets(problems: Iterable[Problem], names: Sequence[str]) -> tuple[Problem, ...]:
    """The problems, each with the sheet of its row where several are read."""
    if len(names) < 2:
        return tuple(problems)
    rows = ((problem, problem.row) for problem in problems)
    return tuple(
        replace(problem, sheet=names[row // SHEET_ROWS]) if isinstance(row, int) else problem for problem, row in rows
    )


def by_row(problem: Problem) -> int:
    """The order of problems: the file as a whole, then row by row."""
    return problem.row if isinstance(problem.row, int) else 0


def cell_text(cell: Cell) -> str:
    """The cell as people see it in their spreadsheet."""
    if isinstance(cell, CellError):
        return cell.text
    if isinstance(cell, bool):
        return str(cell).upper()
    return "" if cell is None else str(cell)


def brief(text: str, most: int = 120) -> str:
    """The text, or its beginning: enough to find it by."""
    return text if len(text) <= most else text[:most] + "…"


def column_letters(index: int) -> str:
    """The letters above a column: 0 → A, 25 → Z, 26 → AA."""
    letters = ""
    while index >= 0:
        letters = chr(ord("A") + index % 26) + letters
        index = index // 26 - 1
    return letters
