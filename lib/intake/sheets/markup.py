"""The XML of a workbook, looked through while it is copied: number formats, lengths of shared strings, worksheets."""

from collections.abc import Callable

from lib.intake.sheets.archive import damaged
from lib.intake.sheets.member import Member
from lib.intake.sheets.shared_strings import SharedStrings
from lib.intake.sheets.survey import MOST_STYLES, ShownAs, Survey, shown_as
from lib.intake.sheets.worksheet import TRUE, Calculation, Worksheet

BUILT_IN_PERCENT = {"9": "0%", "10": "0.00%"}
"""Formats that a workbook refers to by number and does not write (ECMA-376 part 1, 18.8.30)."""


class Markup:
    """Watches the members of one workbook. Styles and shared strings must be seen before the worksheets."""

    def __init__(self) -> None:
        self.surveys: dict[str, Survey] = {}
        self._styles = _Styles()
        self._strings = SharedStrings()
        self.calculation = Calculation()
        self.from_1904 = False

    def watch(self, name: str) -> Callable[[bytes], None]:
        """What is to see each chunk of the member `name`, and an empty chunk at its end."""
        return self._member(name).see

    def _member(self, name: str) -> Member:
        if name == "xl/styles.xml":
            return self._styles
        if name == "xl/sharedStrings.xml":
            return self._strings
        if name == "xl/workbook.xml":
            return _Workbook(self)
        if not name.startswith("xl/worksheets/") or name.endswith(".rels"):
            return Member()  # seen as well: whatever is copied has no document type and no endless depth
        worksheet = Worksheet(self._styles.shown, self._strings, self.calculation)
        self.surveys[name] = worksheet.survey
        return worksheet


class _Workbook(Member):
    """Finds what the workbook says of the results of its formulas, and from which day it counts."""

    def __init__(self, markup: Markup) -> None:
        super().__init__()
        self._markup = markup

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "calcPr":
            self._markup.calculation.take(attributes)
        elif tag == "workbookPr":
            self._markup.from_1904 = attributes.get("date1904") in TRUE


class _Styles(Member):
    """Finds the cell styles that show a fraction as a percent, or a number as a day that calamine takes for none."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: dict[str, ShownAs] = {}
        self._formats = dict(BUILT_IN_PERCENT)
        self._in_cell_styles = False
        self._count = self._elements = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in ("numFmt", "xf"):
            self._elements += 1
            if self._elements > MOST_STYLES:
                raise damaged()
        if tag == "numFmt":
            self._formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            self._in_cell_styles = True
        elif tag == "xf" and self._in_cell_styles:
            if shown := shown_as(self._formats.get(attributes.get("numFmtId", ""), "")):
                self.shown[str(self._count)] = shown
            self._count += 1

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            self._in_cell_styles = False
