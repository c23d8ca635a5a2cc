"""What an attachment is, by its content alone: what may be kept, and what everything else is called in its refusal.

A name proves nothing: a web page called scan.pdf is a web page. What could act on the machine of whoever opens it
(programs, scripts, pages, drawings with scripts, macros) is refused, and so is what nobody can tell.
"""

import zipfile
from io import BytesIO
from typing import TypeVar

from lib.intake.sheets import archive, signatures
from lib.intake.sheets.member import Member
from lib.kept.models import FileKind
from lib.words.errors import FileRefused
from lib.words.language import gettext as _
from lib.words.settings import UploadLimits

LISTED = 1_000_000  # bytes of the list of a document's parts; a usual one has a few thousand

_WHOLE = {b"%PDF-": FileKind.PDF, b"\x89PNG\r\n\x1a\n": FileKind.PNG, b"\xff\xd8\xff": FileKind.JPEG}
_OFFICE = "application/vnd.openxmlformats-officedocument."
_MAIN = {
    f"{_OFFICE}wordprocessingml.document.main+xml": FileKind.DOCX,
    f"{_OFFICE}spreadsheetml.sheet.main+xml": FileKind.XLSX,
}
_MACROS = ("macro", "vbaproject")  # macroEnabled, macrosheet, vnd.ms-office.vbaProject


def taken() -> str:
    """The kinds that are kept, as a sentence lists them."""
    return _(", ").join(kind.name for kind in FileKind)


def recognised(content: bytes, limits: UploadLimits) -> FileKind:
    """What the file is. Raises FileRefused, saying what it is and what may be sent instead."""
    refuse_size(len(content), limits)
    if not content:
        raise FileRefused(_("The file is empty; scan or save it again and attach that"))
    for start, kind in _WHOLE.items():
        if content.startswith(start):
            return kind
    if content.startswith(signatures.ZIP):
        return _packed(content)
    raise _refused(_named(content))


def refuse_size(size: int, limits: UploadLimits) -> None:
    """Raise FileRefused when a file of so many bytes is larger than an attachment may be."""
    if size > limits.attachment_megabytes * 1_000_000:
        mend = _("The file has {size} MB, an attachment at most {limit}; scan it with fewer dots or in parts")
        raise FileRefused(mend.format(size=-(-size // 1_000_000), limit=limits.attachment_megabytes))


def _named(content: bytes) -> str:
    """What a file is called that is not taken; "" for what nobody can tell."""
    if content.startswith(signatures.COMPOUND):
        return _("document of Office 97 to 2003 or WPS")
    if signatures.markup(content):
        return "SVG" if b"<svg" in content[: signatures.SAMPLE].lower() else "HTML/XML"
    if content.startswith(b"#!"):
        return _("script")
    return next((name for start, name in signatures.OTHER_FORMATS.items() if content.startswith(start)), "")


def _refused(name: str) -> FileRefused:
    if not name:
        mend = _("The content does not tell what kind of file this is; save it as PDF. Attachments are {taken}")
        return FileRefused(mend.format(taken=taken()))
    mend = _("By its content this is no attachment: {format}. Save it as PDF; attachments are {taken}")
    return FileRefused(mend.format(format=name, taken=taken()))


# Documents in a ZIP -------------------------------------------------------------------------------------------------


def _packed(content: bytes) -> FileKind:
    try:
        names = archive.names(content)
        if "OFD.xml" in names and _seen(content, "OFD.xml", _Ofd()).found:
            return FileKind.OFD
        types = _seen(content, TYPES, _Types()).types if TYPES in names else ()
    except (*archive.DAMAGE, RuntimeError, FileRefused) as error:  # RuntimeError: zipfile's, for a password
        raise FileRefused(_("The document is damaged; open it, save it again and attach that")) from error
    if any(mark in name.lower() for mark in _MACROS for name in (*types, *names)):
        raise _refused(_("document with macros"))
    kind = next((kind for main, kind in _MAIN.items() if main in types), None)
    if kind is None:
        raise _refused(_("document of Office of another kind") if types else "ZIP")
    return kind


TYPES = "[Content_Types].xml"
Looking = TypeVar("Looking", bound=Member)


def _seen(content: bytes, name: str, member: Looking) -> Looking:
    """A small part of the document, shown to `member`. Raises FileRefused for one that is not small."""
    with zipfile.ZipFile(BytesIO(content)) as packed, packed.open(name) as part:
        text = part.read(LISTED + 1)  # no more is unpacked, whatever the directory says
    if len(text) > LISTED:
        raise archive.damaged()
    member.see(text)
    member.see(b"")
    return member


class _Types(Member):
    """The content types of the parts of a document of Office Open XML."""

    def __init__(self) -> None:
        super().__init__()
        self.types: set[str] = set()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.types.add(attributes.get("ContentType", ""))


class _Ofd(Member):
    """Whether this is the entrance of a document after GB/T 33190."""

    def __init__(self) -> None:
        super().__init__()
        self.found = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.found |= tag == "OFD" and any("//www.ofdspec.org/" in value for value in attributes.values())
