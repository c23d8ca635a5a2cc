"""Bytes → text. The encoding is decided over the whole file and never by replacing characters."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from lib.words.errors import FileRefused
from lib.words.language import gettext as _

REMEMBERED = 50_000
"""Names and half months come again and again; this many of them need not be tried twice."""

# field by field: a line may hold a name in UTF-8 beside one in GBK
_FIELD = re.compile(rb"[^\n\r,;\t\"]*[\x80-\xff][^\n\r,;\t\"]*")
REPLACEMENT = "\ufffd"
"""What stands for a character that a program could not keep."""

LOST = re.compile(f"{REPLACEMENT}|锟斤拷|\\?\\?")
"""What is left of Chinese where a text file was saved in an encoding that does not hold it: ??, or 锟斤拷, the bytes of
two replacement characters read as GBK. A single ? may be a question."""
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_LINE_END = re.compile("\r\n?|\n")  # \r alone as older programs on the Mac end lines
_CHINESE = re.compile("[\u4e00-\u9fff]{2}")


def decode(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text and what to tell about its encoding. Raises FileRefused naming the first line that is broken."""
    text, encoding = _decode(content)
    _refuse_binary(text)
    notices = () if encoding == "UTF-8" else (_("Read as {encoding}").format(encoding=encoding),)
    return text, notices


def _decode(content: bytes) -> tuple[str, str]:
    if content.startswith(BOM_UTF8):
        # Excel writes a byte-order mark; left in, it would rename the first column
        return _strict(content[len(BOM_UTF8) :], "utf-8"), "UTF-8"
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return _strict(content, "utf-16"), "UTF-16"
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError as error:
        _refuse_mixed(content, error.start)
        return _strict(content, "gb18030"), "GB18030"


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        # counted as text: in UTF-16 上 (U+4E0A) holds the byte of a line break
        raise _broken(content[: error.start].decode(encoding)) from error


def _refuse_mixed(content: bytes, not_utf8: int) -> None:
    """Two files pasted into one: Chinese in UTF-8 in a file that, at `not_utf8`, is not UTF-8.

    GB18030 would read it without complaint, as other characters. A name in GBK is practically never valid UTF-8 with
    two Chinese characters in it.
    """
    checked: set[bytes] = set()
    for field in _FIELD.finditer(content):
        if (found := field[0]) in checked:
            continue
        if len(checked) == REMEMBERED:
            checked.clear()
        checked.add(found)
        try:
            if _CHINESE.search(found.decode("utf-8")):
                raise _broken(content[: max(field.start(), not_utf8)].decode("latin-1"))
        except UnicodeDecodeError:
            continue


def _broken(before: str) -> FileRefused:
    """The refusal of a file of which this is what stands before the broken place."""
    return FileRefused(
        _(
            "The characters from line {line} on are broken or of mixed encodings; open the file in Excel or WPS, "
            "check that line, save the table as .xlsx and upload that"
        ).format(line=len(_LINE_END.findall(before)) + 1)
    )


def _refuse_binary(text: str) -> None:
    if _CONTROL.search(text):
        raise FileRefused(_("This is neither text nor a workbook; save the table as .xlsx or .csv and upload that"))
