"""What a file is, by its first bytes: the two workbook containers, and what is often mistaken for a table."""

from lib.words.errors import FileRefused
from lib.words.language import gettext as _

ZIP = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_OTHER_FORMATS = {
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
}


def refuse_other_formats(content: bytes) -> None:
    """Raise FileRefused when the first bytes are those of a known format that is neither text nor workbook."""
    for signature, name in _OTHER_FORMATS.items():
        if content.startswith(signature):
            raise FileRefused(
                _("This is a {format} file, not a table; save the table as .xlsx or .csv and upload that").format(
                    format=name
                )
            )
    start = content[:1_000].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<head", b"<meta")):
        # many web systems export a web page and call it .xls
        raise FileRefused(
            _("This is a web page or XML with the name of a table; open it in Excel or WPS and save it as .xlsx")
        )
