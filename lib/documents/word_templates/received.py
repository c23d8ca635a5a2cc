"""A template as it arrives: refused where it is no plain .docx, by its bytes, before any XML of it is parsed.

Macros, embedded programs and files, what Word would fetch from elsewhere, and document types (a few bytes of which
unpack to gigabytes) have no place in a layout.
"""

import re
import zipfile
import zlib
from io import BytesIO

from lib.words.errors import FileRefused
from lib.words.language import gettext as _

MOST_BYTES, MOST_UNPACKED, MOST_PART = 5_000_000, 30_000_000, 2_000_000
MOST_MEMBERS = 300

MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACROS = re.compile(r"vbaProject|vbaData|activeX|macro", re.IGNORECASE)
EMBEDDED = re.compile(r"/embeddings/|/afchunk|\.(exe|bin|ole|html?|mht)$", re.IGNORECASE)
DECLARED = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)
ELSEWHERE = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE)
LINK = b"/relationships/hyperlink"
FETCHES = re.compile(rb"\b(INCLUDETEXT|INCLUDEPICTURE|DDEAUTO|DDE|LINK)\b")
# what zipfile raises on damage, on a packing that it does not know, and (RuntimeError) on a password
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, KeyError, RuntimeError)


def must_be_plain(content: bytes) -> None:
    """Raises FileRefused, which says what to do, unless this is a .docx of a layout's size without any such thing."""
    if len(content) > MOST_BYTES:
        raise FileRefused(_("A template has at most 5 MB; take large pictures out of it"))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefused(_("This is an old .doc file, or one with a password; save it as .docx without one"))
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _look_at(archive)
    except _DAMAGE as error:
        raise no_document() from error


def no_document() -> FileRefused:
    """What is said of a file that no program can open as a document."""
    return FileRefused(_("This is no Word file, or a damaged one; save it as .docx in Word or WPS and bring that"))


def _look_at(archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    names = [info.filename for info in infos]
    if len(infos) > MOST_MEMBERS or sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise FileRefused(_("Unpacked, the file is larger than a layout can be; copy its text into a new document"))
    # of two parts of one name we would look at one, and Word might open the other
    if len({*names}) < len(names):
        raise no_document()
    if any(MACROS.search(name) for name in names):
        raise FileRefused(_("The file holds macros; save it as .docx without macros"))
    if any(EMBEDDED.search(name) for name in names):
        raise FileRefused(_("The file holds another file or program; take it out and save it again"))
    for info in infos:
        if info.filename.endswith((".xml", ".rels")):
            _look_into(archive, info)


def _look_into(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """One part; `read` stops at the size that its head tells, and fails where that is not true."""
    if info.file_size > MOST_PART:
        raise FileRefused(_("Unpacked, the file is larger than a layout can be; copy its text into a new document"))
    part = archive.read(info)
    # as UTF-16 the words would pass the search, and a parser would read them all the same
    if DECLARED.search(part) or part[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in part[:64]:
        raise FileRefused(_("The file holds a document type, which no program of an office writes; save it anew"))
    if info.filename == "[Content_Types].xml" and MAIN not in part:
        macros = b"macroEnabled" in part
        raise FileRefused(_("The file holds macros; save it as .docx without macros")) if macros else no_document()
    elsewhere = info.filename.endswith(".rels") and any(
        LINK not in relationship for relationship in ELSEWHERE.findall(part)
    )
    if elsewhere or FETCHES.search(b"".join(re.findall(rb"<w:instrText[^>]*>([^<]*)", part))):
        raise FileRefused(
            _("The file fetches pictures, texts or a template from elsewhere; put them into it, then save it again")
        )
