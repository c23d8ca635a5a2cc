"""The XML of a workbook, looked through chunk by chunk while it is copied: document types are refused, percent
formats, lengths of shared strings and worksheets noted."""

from collections.abc import Callable
from xml.parsers import expat

from lib.errors import FileRefused
from lib.language import gettext as _
from lib.sheets.archive import damaged
from lib.sheets.survey import Survey, is_percent_format
from lib.sheets.worksheet import Worksheet

BUILT_IN_PERCENT = {"9": "0%", "10": "0.00%"}


class Markup:
    """Watches the members of one workbook. Styles and shared strings must be seen before the worksheets."""

    def __init__(self) -> None:
        self.surveys: dict[str, Survey] = {}
        self._styles = _Styles()
        self._strings = _Strings()

    def watch(self, name: str) -> Callable[[bytes], None]:
        """What is to see each chunk of the member `name`, and an empty chunk at its end."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_document_type
        if name == "xl/styles.xml":
            self._styles.listen(parser)
        elif name == "xl/sharedStrings.xml":
            self._strings.listen(parser)
        elif name.startswith("xl/worksheets/") and name.endswith(".xml"):
            worksheet = Worksheet(parser, self._styles.percents, self._strings.lengths)
            self.surveys[name] = worksheet.survey

        def see(chunk: bytes) -> None:
            try:
                parser.Parse(chunk, not chunk)
            except expat.ExpatError as error:
                raise damaged() from error

        return see


class _Styles:
    """Finds the cell styles that show a fraction as a percent."""

    def __init__(self) -> None:
        self.percents: set[str] = set()
        self._formats = dict(BUILT_IN_PERCENT)
        self._in_cell_styles = False
        self._count = 0

    def listen(self, parser: expat.XMLParserType) -> None:
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "numFmt":
            self._formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            self._in_cell_styles = True
        elif tag == "xf" and self._in_cell_styles:
            if is_percent_format(self._formats.get(attributes.get("numFmtId", ""), "")):
                self.percents.add(str(self._count))
            self._count += 1

    def _end(self, name: str) -> None:
        if name.rpartition(":")[2] == "cellXfs":
            self._in_cell_styles = False


class _Strings:
    """Measures the shared strings: one long string, used in every cell, makes a small file large."""

    def __init__(self) -> None:
        self.lengths: list[int] = []

    def listen(self, parser: expat.XMLParserType) -> None:
        parser.StartElementHandler = self._start
        parser.CharacterDataHandler = self._text

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "si":
            self.lengths.append(0)

    def _text(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(text)


def _refuse_document_type(*_arguments: object) -> None:
    raise FileRefused(_("The workbook holds XML that no table needs; copy the table into a new workbook"))
