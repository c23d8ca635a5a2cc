"""What is wrong, where it stands and how to mend it; all of it is collected, none of it stops the reading."""

from dataclasses import dataclass

from lib.intake.sheets import Cell, CellError


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
class Problem:
    """A place to mend. `row` is the spreadsheet's number, None for the file as a whole; `text` is what stands there."""

    row: int | None
    column: str
    text: str
    mend: str
    kind: str


def shown(cell: Cell) -> str:
    """The cell as people see it in their spreadsheet."""
    if isinstance(cell, CellError):
        return cell.text
    if isinstance(cell, bool):
        return str(cell).upper()
    return "" if cell is None else str(cell)


def column_letters(index: int) -> str:
    """The letters above a column: 0 → A, 25 → Z, 26 → AA."""
    letters = ""
    while index >= 0:
        letters = chr(ord("A") + index % 26) + letters
        index = index // 26 - 1
    return letters
