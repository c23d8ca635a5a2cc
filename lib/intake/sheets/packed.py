"""The files of a ZIP that is no workbook, under the names that people gave them, within the limits of one file."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from lib.intake.sheets import archive, signatures
from lib.words.errors import FileRefused, Refusal
from lib.words.language import gettext as _
from lib.words.settings import UploadLimits
from lib.words.texts import printable

MOST_FILES = 200
"""Nine counties send five forms each."""

EMPTY = b"PK\x05\x06"
"""How an archive without files begins: with the end of its directory."""
_DOCUMENTS = {"[Content_Types].xml", "mimetype", "content.xml", "encrypted-package"}
# what macOS and Windows put beside the files, and ~$…, by which Excel and WPS say that a file is open
_OF_A_SYSTEM = re.compile(r"(^|/)(__MACOSX/|\.|~\$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)


@dataclass(frozen=True)
class Packed:
    """A file of an archive: its name with its folders, and its bytes or why it is not read."""

    name: str
    content: bytes = b""
    refused: str = ""


@dataclass(frozen=True)
class Unpacked:
    """The files of an archive, and the names of those that are no tables: of another system, or open in a program."""

    files: tuple[Packed, ...]
    left_out: tuple[str, ...] = ()


def holds_files(content: bytes) -> bool:
    """Whether this is an archive of files, not a workbook or another document in the same container."""
    if content.startswith(EMPTY):
        return True
    if not content.startswith(signatures.ZIP):
        return False
    try:
        return not archive.names(content) & _DOCUMENTS
    except Refusal:
        return False  # damaged: told when it is read as the workbook that it may be


def unpack(content: bytes, limits: UploadLimits) -> Unpacked:
    """The files of the archive. Raises FileRefused for damage, a password, and for more than is taken at once."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            members = [(_name(info), info) for info in packed.infolist() if not info.is_dir()]
            wanted = [(name, info) for name, info in members if not _OF_A_SYSTEM.search(name)]
            _refuse_too_much([info for _name_of, info in wanted], limits)
            files = tuple(_files(packed, wanted))
    except archive.DAMAGE as error:
        raise _damaged() from error
    return Unpacked(files, tuple(name for name, _info in members if _OF_A_SYSTEM.search(name)))


def _files(packed: zipfile.ZipFile, wanted: list[tuple[str, zipfile.ZipInfo]]) -> Iterator[Packed]:
    for name, info in wanted:
        content = packed.read(info)
        refused = _("An archive within an archive is not opened; unpack it and upload its files")
        yield Packed(name, refused=refused) if holds_files(content) else Packed(name, content)


def _name(info: zipfile.ZipInfo) -> str:
    """The name as it was given: Windows packs it in the system's encoding, GBK, which the directory does not say."""
    name = info.filename
    if not info.flag_bits & 0x800:
        # as zipfile decodes it; macOS writes UTF-8 without saying so, as which a name in GBK can hardly be read
        raw = name.encode("cp437")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return printable(name.replace("\\", "/")).strip("/")


def _refuse_too_much(wanted: list[zipfile.ZipInfo], limits: UploadLimits) -> None:
    """Before anything is unpacked: no more is read of a member than its size in the directory."""
    if any(info.flag_bits & 1 for info in wanted):
        raise archive.locked()
    if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in wanted):
        raise _damaged()
    if len(wanted) > MOST_FILES:
        mend = _("The archive holds {count} files, at most {limit} are taken at once; upload it in parts")
        raise FileRefused(mend.format(count=f"{len(wanted):,}", limit=MOST_FILES))
    refuse_together(sum(info.file_size for info in wanted), limits)


def refuse_together(size: int, limits: UploadLimits) -> None:
    """Raise FileRefused when files of so many bytes are more than is taken at once."""
    if size > limits.max_megabytes * 1_000_000:
        mend = _("Together the files have {size} MB, at most {limit} are taken at once; upload them in parts")
        raise FileRefused(mend.format(size=-(-size // 1_000_000), limit=limits.max_megabytes))


def unpacked_size(content: bytes) -> int:
    """How many bytes a file says it is once unpacked. Raises FileRefused for damage."""
    if not content.startswith(signatures.ZIP):
        return len(content)
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            return sum(info.file_size for info in packed.infolist())
    except archive.DAMAGE as error:
        raise archive.damaged() from error


def refuse_unpacked(size: int, limits: UploadLimits) -> None:
    """Raise FileRefused when workbooks of so many unpacked bytes are more than is read at once."""
    if size > limits.max_unpacked_megabytes * 1_000_000:
        mend = _("Together the workbooks unpack to {size} MB, at most {limit} are read at once; upload them in parts")
        raise FileRefused(mend.format(size=size // 1_000_000, limit=limits.max_unpacked_megabytes))


def _damaged() -> FileRefused:
    return FileRefused(_("The archive is damaged or packed in an unusual way; pack it again as ZIP and upload that"))
