"""The sheets of a file as a reader comes upon their cells, held to the limits before anything is expanded."""

from lib.intake.sheets.archive import MOST_MEMBERS, damaged
from lib.intake.sheets.placed import HEAD, as_sheet, long_cell
from lib.intake.sheets.rows import Cell, Sheet
from lib.intake.sheets.survey import LAST_COLUMN, LAST_ROW, MOST_CELLS, MOST_MERGED, Survey
from lib.intake.sheets.together import refuse_together, together
from lib.words.errors import FileRefused
from lib.words.settings import UploadLimits


class Book:
    """The sheets of a file, in their order."""

    def __init__(self, limits: UploadLimits) -> None:
        self.limits = limits
        self.sheets: list[Gathered] = []
        self.area = 0
        self._written = 0

    def begin(self, name: str) -> "Gathered":
        """The next sheet, which gets the following cells."""
        if len(self.sheets) == MOST_MEMBERS:
            raise damaged()
        self.sheets.append(Gathered(name, self))
        return self.sheets[-1]

    @property
    def sheet(self) -> "Gathered":
        """The sheet begun last."""
        if not self.sheets:
            raise damaged()
        return self.sheets[-1]

    def count(self, cells: int = 1) -> None:
        """So many more cells are written, with something in them or not: each costs time."""
        self._written += cells
        if self._written > MOST_CELLS:
            raise damaged()

    def together(self, file_name: str) -> Sheet:
        """What is read of the file. Raises FileRefused where nothing is."""
        by_name = {sheet.name: sheet for sheet in self.sheets}
        visible = {name for name, sheet in by_name.items() if sheet.visible}
        surveys = {name: sheet.survey for name, sheet in by_name.items()}
        return together(visible, surveys, self.limits, lambda name: by_name[name].read(file_name))


class Gathered:
    """Takes the rows of a sheet from the top down, their cells from the left; keeps nothing where it is too large."""

    def __init__(self, name: str, book: Book) -> None:
        self.name = name
        self.visible = True
        self.most_columns = book.limits.max_columns
        self.survey = Survey()
        self.book = book
        self._rows: dict[int, list[Cell]] = {}
        self._row: list[Cell] = []
        self._refusal: FileRefused | None = None

    @property
    def refused(self) -> bool:
        """Whether the sheet is too large, so that nothing of it is read."""
        return self._refusal is not None

    def place(self, row: int, column: int, cell: Cell, times: int = 1) -> None:
        """Put a cell into the row (from 0) that is being read, and as many equal ones to the right of it."""
        gap = column - len(self._row)  # below 0 two cells stand at one place
        if row > LAST_ROW or column > LAST_COLUMN or gap < 0:
            raise damaged()
        if cell is None or self.refused:
            return
        try:
            self._refuse_oversize(row, column + times, cell)
        except FileRefused as refusal:
            self._give_up(refusal)
            return
        if gap or times > 1:
            self._row += [None] * gap + [cell] * times
        else:
            self._row.append(cell)

    def end_row(self, row: int, times: int = 1, *, hidden: bool = False) -> None:
        """The row is complete; `times` equal ones stand one below the other, `hidden` where they are not shown."""
        cells, self._row = self._row, []
        if not cells:
            return
        if row < self.survey.rows:
            raise damaged()
        try:
            self._count(row, cells, times)
        except FileRefused as refusal:
            self._give_up(refusal)
        else:
            for number in range(row, row + times):
                # a list for each: what is merged is filled into one row, not into its equals
                self._rows[number + 1] = cells if times == 1 else list(cells)
            if hidden:
                self.survey.hidden.update(range(row, row + times))

    def result(self, row: int, column: int, cell: Cell, formula: str) -> None:
        """The cell at this place is the stored result of a formula."""
        # of no format that is gathered here does the file say that its results are stale
        if type(cell) in (int, float) and not cell:
            self.survey.results.zero((row, column), formula, trusted=True)
        elif cell is not None:
            self.survey.results.other((row, column))

    def merge(self, row: int, column: int, down: int, across: int) -> None:
        """The cell at this place reaches over so many rows and columns."""
        if down > 1 or (across > 1 and row < HEAD):
            if len(self.survey.merged) == MOST_MERGED:
                raise damaged()
            self.survey.merged.append(((row, column), (row + down - 1, column + across - 1)))

    def read(self, file_name: str) -> Sheet:
        """The sheet. Raises FileRefused when it is too large."""
        if self._refusal is not None:
            raise self._refusal
        return as_sheet(file_name, self.name, self._rows, self.survey.merged, self.survey)

    def _refuse_oversize(self, row: int, columns: int, cell: Cell) -> None:
        if columns > self.most_columns:
            self.survey.columns = columns
            self.survey.refuse_oversize(self.book.limits)
        if type(cell) is str and len(cell) > self.book.limits.max_cell_characters:
            raise long_cell(row + 1, self.book.limits)

    def _count(self, row: int, cells: list[Cell], times: int) -> None:
        survey = self.survey
        before = survey.area
        survey.cells += (len(cells) - cells.count(None)) * times
        survey.characters += sum(len(cell) for cell in cells if type(cell) is str) * times
        survey.rows, survey.columns = row + times, max(survey.columns, len(cells))
        survey.refuse_oversize(self.book.limits)
        self.book.area += survey.area - before
        refuse_together(self.book.area)

    def _give_up(self, refusal: FileRefused) -> None:
        self.survey.cells += 1  # so that it holds something, and is named with its reason
        self._refusal = refusal
        self._rows, self._row = {}, []
