"""One worksheet of an XLSX, cell by cell: which hold something, an error, a bare formula, a percent, a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from lib.intake.sheets.archive import damaged
from lib.intake.sheets.member import Member
from lib.intake.sheets.rows import CellError
from lib.intake.sheets.shared_strings import Runs, SharedStrings
from lib.intake.sheets.survey import MOST_MERGED, Position, ShownAs, Survey

LONG_TEXT = 200
"""Up to this length the limit on cells is enough to bound the text of a sheet."""
TRUE = ("1", "true")
NEVER_COMPUTES = "124519"
"""The version of Excel that XlsxWriter and its kin in other languages name; they compute no formula."""


@dataclass
class Calculation:
    """Whether the results of the workbook's formulas are to be computed when it is opened, or `never` were."""

    due: bool = False
    never: bool = False

    def take(self, attributes: dict[str, str]) -> None:
        """What the workbook says of it."""
        self.due = attributes.get("fullCalcOnLoad") in TRUE
        self.never = self.due and attributes.get("calcId") == NEVER_COMPUTES


class Worksheet(Member):
    """Fills `survey`. Text is listened to only within the cells that need it."""

    def __init__(self, shown: Mapping[str, ShownAs], strings: SharedStrings, calculation: Calculation) -> None:
        super().__init__()
        self.survey = Survey()
        self._shown = shown
        self._strings = strings
        self._calculation = calculation
        self._weigh = bool(strings.seen) or max(strings.lengths, default=0) > LONG_TEXT
        self._line = -1
        self._merges = 0
        self._row, self._column = -1, -1
        self._type, self._style = "n", ""
        self._formula: str | None = None
        self._value = ""
        self._stored = False
        self._inside = ""
        self._runs: Runs | None = None  # of a text that stands in the cell itself
        self._listening = False

    def see(self, chunk: bytes) -> None:
        super().see(chunk)
        if self.survey.is_endless():
            raise damaged()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._begin_cell(attributes)
        elif tag in ("v", "is"):
            self._begin_value(tag)
        elif tag == "f":
            self._formula, self._inside = "=", tag
            self._listen()
        elif tag == "mergeCell":
            self._merges += 1
            if self._merges > MOST_MERGED:
                raise damaged()
        elif tag == "row":
            # writers may leave out the places of rows and cells, which then count on
            self._line = int(attributes.get("r", self._line + 2)) - 1
            self._column = -1
            if attributes.get("hidden") in TRUE:
                self.survey.hidden.add(self._line)
        elif tag == "autoFilter":
            self.survey.filtered = True
        elif tag == "r" and self._runs is None:
            self._runs = Runs()
            self._listen()
        elif self._runs is not None:
            self._runs.start(tag, attributes)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        if reference := attributes.get("r"):
            letters = reference.rstrip("0123456789")
            self._row, self._column = int(reference[len(letters) :]) - 1, column_index(letters)
        else:
            self._row, self._column = self._line, self._column + 1
        self._type, self._style = attributes.get("t", "n"), attributes.get("s", "")
        self._formula, self._value, self._stored = None, "", False

    def _begin_value(self, tag: str) -> None:
        self.survey.add(self._row, self._column)
        self._stored = True
        if self._style in self._shown and self._type == "n":
            self.survey.mark((self._row, self._column), self._shown[self._style])
        if self._formula is not None or self._type == "e" or (self._weigh and self._type == "s"):
            self._inside = tag
            self._listen()

    def _listen(self) -> None:
        self._listening = True
        self._parser.CharacterDataHandler = self._text

    def _text(self, text: str) -> None:
        if self._runs is not None:
            self._runs.add(text)
        if self._inside == "f":
            self._formula = (self._formula or "") + text
        elif self._inside:
            self._value += text

    def end(self, tag: str) -> None:
        if not self._listening:
            return
        if tag == self._inside:
            self._inside = ""
        if self._runs is not None:
            self._end_within(self._runs, tag)
        if tag == "c":
            self._listening = False
            self._parser.CharacterDataHandler = None
            self._end_cell()

    def _end_within(self, runs: Runs, tag: str) -> None:
        runs.end(tag)
        if tag == "is":
            if runs.seen is not None:
                self.survey.texts[self._row, self._column] = runs.seen
            self._runs = None

    def _end_cell(self) -> None:
        at = self._row, self._column
        if self._type == "e":
            self.survey.errors[at] = CellError(self._value)
        elif self._formula is not None:
            self._end_formula(at, self._formula)
        elif self._type == "s" and self._value.isdigit() and int(self._value) < len(self._strings.lengths):
            self.survey.characters += self._strings.lengths[int(self._value)]
            if int(self._value) in self._strings.seen:
                self.survey.texts[at] = self._strings.seen[int(self._value)]

    def _end_formula(self, at: Position, formula: str) -> None:
        # an empty <v> of a text is an empty text; without it a text was never computed either
        if not self._value and not (self._stored and self._type == "str"):
            self.survey.add(*at)
            self.survey.errors[at] = CellError(formula)
        elif self._type != "n" or self._value.strip("-0.") or not self._value:
            self.survey.results.other(at)
        elif self._calculation.never:
            self.survey.errors[at] = CellError(formula)
        else:
            # only a program that computes nothing writes the zero of a formula as 0.0
            self.survey.results.zero(at, formula, trusted=not self._calculation.due and self._value != "0.0")


@cache
def column_index(letters: str) -> int:
    """A → 0, Z → 25, AA → 26. Raises ValueError for anything else."""
    index = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise ValueError(letters)
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1
