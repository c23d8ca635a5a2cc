"""One XML document, as a rule a member of a workbook, read chunk by chunk and bounded in every direction."""

from xml.parsers import expat

from lib.intake.sheets.archive import CHUNK, damaged
from lib.words.errors import FileRefused
from lib.words.language import gettext as _

DEEPEST = 100
"""Workbooks nest a dozen elements; each open one costs memory."""

LONGEST_TAG = 1_000_000
"""The parser holds a tag until its end, with all of its attributes."""


class Member:
    """Passes the elements of a member to `start` and `end`; refuses document types, depth and broken XML."""

    def __init__(self, encoding: str | None = None) -> None:
        self._depth = 0
        self._seen = 0
        self._parser = parser = expat.ParserCreate(encoding)
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_document_type
        parser.StartElementHandler = self._open
        parser.EndElementHandler = self._close

    def see(self, chunk: bytes) -> None:
        """Read the next chunk; an empty one is the end."""
        try:
            self._parser.Parse(chunk, not chunk)
        except expat.ExpatError as error:
            raise damaged() from error
        self._seen += len(chunk)
        if self._seen - self._parser.CurrentByteIndex > LONGEST_TAG:
            raise damaged()

    def see_text(self, text: str) -> None:
        """Read a whole document that was decoded: expat knows no GB18030, whatever the declaration says."""
        try:
            for start in range(0, len(text), CHUNK):
                self.see(text[start : start + CHUNK].encode())
            self.see(b"")
        except ValueError as error:
            raise damaged() from error

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins; `tag` is without its prefix."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise damaged()
        # c, v and is are most of a sheet, and too short for a prefix
        self.start(name if len(name) < 3 else name.rpartition(":")[2], attributes)

    def _close(self, name: str) -> None:
        self._depth -= 1
        self.end(name if len(name) < 3 else name.rpartition(":")[2])


def _refuse_document_type(*_arguments: object) -> None:
    raise FileRefused(_("The workbook holds XML that no table needs; copy the table into a new workbook"))
