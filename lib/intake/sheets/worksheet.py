"""One worksheet of an XLSX, cell by cell: which hold something, and which hold an error, a bare formula, a percent."""

from functools import cache

from lib.intake.sheets.archive import damaged
from lib.intake.sheets.member import Member
from lib.intake.sheets.rows import CellError
from lib.intake.sheets.survey import Survey

LONG_TEXT = 200
"""Up to this length the limit on cells is enough to bound the text of a sheet."""
MOST_MERGES = 100_000


class Worksheet(Member):
    """Fills `survey`. Text is listened to only within the cells that need it."""

    def __init__(self, percents: set[str], lengths: list[int]) -> None:
        super().__init__()
        self.survey = Survey()
        self._percents = percents
        self._lengths = lengths
        self._weigh = max(lengths, default=0) > LONG_TEXT
        self._line = -1
        self._merges = 0
        self._row, self._column = -1, -1
        self._type, self._style = "n", ""
        self._formula: str | None = None
        self._value = ""
        self._inside = ""
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
            if self._merges > MOST_MERGES:
                raise damaged()
        elif tag == "row":
            self._line = int(attributes.get("r", self._line + 2)) - 1
            self._column = -1

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        if reference := attributes.get("r"):
            letters = reference.rstrip("0123456789")
            self._row, self._column = int(reference[len(letters) :]) - 1, _column_index(letters)
        else:
            self._row, self._column = self._line, self._column + 1
        self._type, self._style = attributes.get("t", "n"), attributes.get("s", "")
        self._formula, self._value = None, ""

    def _begin_value(self, tag: str) -> None:
        self.survey.add(self._row, self._column)
        if self._style in self._percents and self._type == "n":
            self.survey.percents.add((self._row, self._column))
        if self._formula is not None or self._type == "e" or (self._weigh and self._type == "s"):
            self._inside = tag
            self._listen()

    def _listen(self) -> None:
        self._listening = True
        self._parser.CharacterDataHandler = self._text

    def _text(self, text: str) -> None:
        if self._inside == "f":
            self._formula = (self._formula or "") + text
        elif self._inside:
            self._value += text

    def end(self, tag: str) -> None:
        if not self._listening:
            return
        if tag == self._inside:
            self._inside = ""
        if tag == "c":
            self._listening = False
            self._parser.CharacterDataHandler = None
            self._end_cell()

    def _end_cell(self) -> None:
        at = self._row, self._column
        if self._type == "e":
            self.survey.errors[at] = CellError(self._value)
        elif self._formula is not None and not self._value and self._type != "str":
            self.survey.add(*at)
            self.survey.errors[at] = CellError(self._formula)
        elif self._type == "s" and self._value.isdigit() and int(self._value) < len(self._lengths):
            self.survey.characters += self._lengths[int(self._value)]


@cache
def _column_index(letters: str) -> int:
    """A → 0, Z → 25, AA → 26. Raises ValueError for anything else."""
    index = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise ValueError(letters)
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1
