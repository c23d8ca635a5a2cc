"""Where each problem stands in its sheet: the cell, else the title of the column, else the first cell of the row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lib.intake.checks.annotated import header_row
from lib.intake.checks.problems import REMARK, Problem, cell_text
from lib.intake.checks.titles import header_keys
from lib.intake.sheets import SHEET_ROWS, Sheet
from lib.intake.sheets.worksheet import column_index
from lib.words.language import gettext as _

Position = tuple[int, int]
"""(row, column), both from 0."""


@dataclass
class Mark:
    """What is said of a cell, and whether all of it are remarks."""

    said: list[str] = field(default_factory=list)
    remark: bool = True


Marks = dict[Position, Mark]


def marks_of(sheets: Sequence[Sheet], problems: Iterable[Problem]) -> list[Marks]:
    """For each sheet its marked cells."""
    found, problems = [Marks() for _sheet in sheets], list(problems)
    shapes = [_Shape(sheet, at * SHEET_ROWS, problems) for at, sheet in enumerate(sheets)]
    names = [sheet.name for sheet in sheets]
    for problem in problems:
        at = problem.row // SHEET_ROWS if isinstance(problem.row, int) else _index(names, problem.sheet)
        place, own = shapes[at].place(problem)
        mark = found[at].setdefault(place, Mark())
        said = problem.mend if own else _(": ").join(filter(None, (problem.title, problem.mend)))
        if said not in mark.said:
            mark.said.append(said)
        mark.remark &= problem.kind == REMARK
    return found


def _index(names: list[str], name: str) -> int:
    return names.index(name) if name in names else 0


class _Shape:
    """The rows of a sheet by their numbers, and the row of its titles; rows of a further sheet count on from `base`."""

    def __init__(self, sheet: Sheet, base: int, problems: list[Problem]) -> None:
        self._filled, self._base = sheet.filled, base
        self._rows = {row.number: row for row in sheet.rows}
        self._header = header_row(sheet, problems)

    def place(self, problem: Problem) -> tuple[Position, bool]:
        """The cell of a problem, and whether it stands in the column that it is about.

        Of merged cells only the first is seen.
        """
        row = self._rows.get(problem.row, self._header) if isinstance(problem.row, int) else self._header
        titled = self._column(problem)
        column = next((at for at, cell in enumerate(row.cells) if cell is not None), 0) if titled is None else titled
        number = row.number
        while (number, column) in self._filled:
            number -= 1
        return (number - self._base - 1, column), titled is not None

    def _column(self, problem: Problem) -> int | None:
        if problem.letter:
            return column_index(problem.letter)
        [key, *_bare] = header_keys(problem.title)
        titles = enumerate(map(cell_text, self._header.cells))
        return next((at for at, title in titles if key and key in header_keys(title)), None)
