"""The shared strings of an XLSX, measured, and those of which a part is struck out or raised, as people see them."""

from lib.intake.sheets.archive import damaged
from lib.intake.sheets.member import Member
from lib.intake.sheets.strings import LONGEST_STRING
from lib.intake.sheets.survey import MOST_STRINGS
from lib.intake.sheets.written import RAISED


class SharedStrings(Member):
    """Measures the strings: one long string, used in every cell, makes a small file large.

    `seen` are by their place those that calamine would glue together: ~~3~~5 is 5, and 12 with a raised 1 is 12¹.
    """

    def __init__(self) -> None:
        super().__init__()
        self.lengths: list[int] = []
        self.seen: dict[int, str] = {}
        self._rich = False  # few strings have runs at all
        self._parts: list[str] = []
        self._within = self._struck = self._raised = self._marked = False
        self._parser.CharacterDataHandler = self._text

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "si":
            self.lengths.append(0)
            if len(self.lengths) > MOST_STRINGS:
                raise damaged()
        elif tag == "r" and not self._rich:
            self._rich, self._marked, self._parts = True, False, []
        elif self._rich:
            self._note_run(tag, attributes)

    def _note_run(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "strike":
            self._struck = attributes.get("val") not in ("0", "false")
        elif tag == "vertAlign":
            self._raised = attributes.get("val") in ("superscript", "subscript")
        elif tag in ("t", "rPh"):
            self._within = tag == "t"

    def end(self, tag: str) -> None:
        if not self._rich:
            return
        if tag == "t":
            self._within = False
        elif tag == "r":
            self._struck = self._raised = False
        elif tag == "si":
            self._rich = False
            if self._marked:
                self.seen[len(self.lengths) - 1] = "".join(self._parts)

    def _text(self, text: str) -> None:
        if not self.lengths:
            return
        self.lengths[-1] += len(text)
        if self._rich and self._within and self.lengths[-1] <= LONGEST_STRING:
            self._marked |= self._struck or self._raised
            self._parts.append("" if self._struck else text.translate(RAISED) if self._raised else text)
