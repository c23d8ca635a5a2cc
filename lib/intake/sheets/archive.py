"""The ZIP container of an XLSX: refused where it is no plain workbook, else copied member by member.

The reader gets the copy. So it sees exactly what was checked, whatever the original says twice or says wrong about
its own sizes; and pictures, macros and the rest never reach it.
"""

import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import IO

from lib.words.errors import FileRefused
from lib.words.language import gettext as _
from lib.words.settings import Upload

MOST_MEMBERS = 2_000
CHUNK = 1 << 18

Watch = Callable[[str], Callable[[bytes], None]]
"""Given a member's name, what is to see each chunk of it."""


def copy_workbook(content: bytes, limits: Upload, watch: Watch) -> BytesIO:
    """A copy of the workbook that holds its XML members only.

    Each chunk of a member is first shown to `watch(name)`, which may refuse it.

    Raises FileRefused for anything but a workbook: other documents, passwords, macros, damage, too much unpacked.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as original:
            _refuse_other_documents(original)
            _refuse_oversize(original, limits)
            return _copied(original, watch)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise damaged() from error


def damaged() -> FileRefused:
    """The refusal of a workbook that cannot be read."""
    return FileRefused(_("The workbook is damaged; open it in Excel or WPS, save it again and upload that"))


def _refuse_other_documents(original: zipfile.ZipFile) -> None:
    names = {info.filename for info in original.infolist()}
    if any(info.flag_bits & 1 for info in original.infolist()):
        raise FileRefused(_("The file is protected by a password; save it without one and upload that"))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise FileRefused(_("The workbook holds macros; save it as .xlsx without macros and upload that"))
    if "xl/workbook.xml" not in names:
        raise FileRefused(_("This is no Excel workbook; save the table as .xlsx or .csv and upload that"))


def _refuse_oversize(original: zipfile.ZipFile, limits: Upload) -> None:
    infos = original.infolist()
    unpacked = sum(info.file_size for info in infos)
    if len(infos) > MOST_MEMBERS or unpacked > limits.max_unpacked_megabytes * 1_000_000:
        size, limit = unpacked // 1_000_000, limits.max_unpacked_megabytes
        mend = _("Unpacked, the workbook has {size} MB, at most {limit} are taken; copy the table into a new workbook")
        raise FileRefused(mend.format(size=size, limit=limit))


def _copied(original: zipfile.ZipFile, watch: Watch) -> BytesIO:
    written = BytesIO()
    names = {info.filename for info in original.infolist() if info.filename.endswith((".xml", ".rels"))}
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
        for name in sorted(names, key=_worksheets_last):
            with original.open(name) as source, copy.open(name, "w", force_zip64=True) as target:
                _copy_member(source, target, watch(name))
    return written


def _copy_member(source: IO[bytes], target: IO[bytes], see: Callable[[bytes], None]) -> None:
    # chunk by chunk: a member may unpack to much more than the directory says
    while chunk := source.read(CHUNK):
        see(chunk)
        target.write(chunk)
    see(b"")


def _worksheets_last(name: str) -> tuple[bool, str]:
    # what a cell is depends on styles and shared strings
    return name.startswith("xl/worksheets/"), name
