"""The shared strings of an XLSX, measured, and texts of which a part is struck out or raised, as people see them."""

from lib.intake.sheets.archive import damaged
from lib.intake.sheets.member import Member
from lib.intake.sheets.strings import LONGEST_STRING
from lib.intake.sheets.survey import MOST_STRINGS
from lib.intake.sheets.written import RAISED


class Runs:
    """The runs of one text. Where one is struck out or raised, `seen` is what calamine would glue together otherwise:
    ~~3~~5 is 5, and 12 with a raised 1 is 12¹."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._within = self._struck = self._raised = self._marked = False

    @property
    def seen(self) -> str | None:
        """The text as people see it; None where it is what its runs say together."""
        return "".join(self._parts) if self._marked else None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element within the text begins."""
        if tag == "strike":
            self._struck = attributes.get("val") not in ("0", "false")
        elif tag == "vertAlign":
            self._raised = attributes.get("val") in ("superscript", "subscript")
        elif tag in ("t", "rPh"):
            self._within = tag == "t"

    def end(self, tag: str) -> None:
        """It ends."""
        if tag == "t":
            self._within = False
        elif tag == "r":
            self._struck = self._raised = False

    def add(self, text: str) -> None:
        """A piece of text."""
        self._length += len(text)
        if self._within and self._length <= LONGEST_STRING:
            self._marked |= self._struck or self._raised
            self._parts.append("" if self._struck else text.translate(RAISED) if self._raised else text)


class SharedStrings(Member):
    """Measures the strings: one long string, used in every cell, makes a small file large.

    `seen` are by their place those that are not what their runs say together.
    """

    def __init__(self) -> None:
        super().__init__()
        self.lengths: list[int] = []
        self.seen: dict[int, str] = {}
        self._runs: Runs | None = None  # few strings have any at all
        self._parser.CharacterDataHandler = self._text

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "si":
            self.lengths.append(0)
            if len(self.lengths) > MOST_STRINGS:
                raise damaged()
        elif tag == "r" and self._runs is None:
            self._runs = Runs()
        elif self._runs is not None:
            self._runs.start(tag, attributes)

    def end(self, tag: str) -> None:
        if self._runs is None:
            return
        self._runs.end(tag)
        if tag == "si":
            if self._runs.seen is not None:
                self.seen[len(self.lengths) - 1] = self._runs.seen
            self._runs = None

    def _text(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(text)
        if self._runs is not None:
            self._runs.add(text)
