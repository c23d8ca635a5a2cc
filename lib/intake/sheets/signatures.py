"""What a file is, by its first bytes: the two workbook containers, and what is often mistaken for a table."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE

from lib.words.errors import FileRefused
from lib.words.language import gettext as _

ZIP = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

SAMPLE = 4_000

OTHER_FORMATS = {
    b"%PDF": "PDF",
    b"MZ": "EXE",
    b"\x7fELF": "ELF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "GZIP",
    b"PK\x05\x06": "ZIP",
    b"{\\rtf": "RTF",
    b"SQLite format 3": "SQLite",
    b"MIME-Version:": "MHT",
}

BEFORE_1993 = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
"""How the workbooks of Excel 2, 3 and 4 begin, which have no container."""

_MARKUP = re.compile(r"\s*<(\?xml|!doctype|!--|[a-z][\w:-]*[\s>/])")
_WORKBOOK = re.compile(r"<(\w+:)?workbook[\s>]")
_DOCUMENT = re.compile(r"<office:document[\s>]")


def older_workbook() -> FileRefused:
    """The refusal of a workbook of Excel 2 to 95."""
    return FileRefused(_("The workbook is in a format from before 1997; save it as .xlsx and upload that"))


def markup(content: bytes) -> str:
    """What the content is beneath its tags: "workbook" for an XML spreadsheet, "document" for an OpenDocument in one
    file, "page" for others; "" for no markup."""
    utf_16 = content.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    start = content[:SAMPLE].decode("utf-16" if utf_16 else "utf-8", "ignore").removeprefix("\ufeff").lower()
    if not _MARKUP.match(start):
        return ""
    if _DOCUMENT.search(start):
        return "document"
    return "workbook" if _WORKBOOK.search(start) else "page"


def refuse_other_formats(content: bytes) -> None:
    """Raise FileRefused when the first bytes are those of a known format that is neither text nor workbook."""
    for signature, name in OTHER_FORMATS.items():
        if content.startswith(signature):
            raise FileRefused(
                _("This is a {format} file, not a table; save the table as .xlsx or .csv and upload that").format(
                    format=name
                )
            )
    if content.startswith(BEFORE_1993):
        raise older_workbook()
