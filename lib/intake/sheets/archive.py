"""The ZIP container of a workbook: refused where it is no plain one, else copied or read member by member.

Another program gets the copy. So it sees exactly what was checked, whatever the original says twice or says wrong about
its own sizes; and pictures, macros and the rest never reach it.
"""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import IO

from lib.words.errors import FileRefused
from lib.words.language import gettext as _
from lib.words.settings import UploadLimits

MOST_MEMBERS = 2_000
MOST_ENTRIES = 10 * MOST_MEMBERS
CHUNK = 1 << 18

SMALL, MOST_TIMES = 20_000_000, 400
"""What unpacks to more than the first, and so many times its size is no table: one of zeros reaches a hundred times."""

SCRIPTS = ("Basic/", "Scripts/")
"""Where an OpenDocument keeps its macros."""

DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError)
"""What a broken container raises; ValueError also a number or place in the XML that is none."""

INDEX = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/_rels/workbook.bin.rels")
LARGEST_INDEX = 10_000_000
"""Bytes of a member that lists the sheets; it is read as a tree, which takes some 25 times as much memory."""

Watch = Callable[[str], Callable[[bytes], None]]
"""Given a member's name, what is to see each chunk of it."""


def names(content: bytes) -> set[str]:
    """What the members are called. Raises FileRefused for damage."""
    if content.count(b"PK\x01\x02") > MOST_ENTRIES:
        raise damaged()  # a directory without end takes long to read
    try:
        with zipfile.ZipFile(BytesIO(content)) as original:
            found = {info.filename: info.header_offset for info in original.infolist()}
    except (zipfile.BadZipFile, ValueError) as error:
        raise damaged() from error
    if min(found.values(), default=0) > 0:
        raise damaged()  # cut off: the directory is that of a workbook within
    return set(found)


def copy_workbook(content: bytes, limits: UploadLimits, watch: Watch, endings: tuple[str, ...]) -> BytesIO:
    """A copy of the workbook that holds its members with these endings only.

    Each chunk of a member is first shown to `watch(name)`, which may refuse it.

    Raises FileRefused for passwords, macros, damage, too much unpacked.
    """
    with _opened(content, limits) as original:
        return _copied(original, watch, endings)


def show_member(content: bytes, limits: UploadLimits, name: str, see: Callable[[bytes], None]) -> None:
    """Show the chunks of a member to `see`. Raises FileRefused like `copy_workbook`."""
    with _opened(content, limits) as original, original.open(name) as source:
        while chunk := source.read(CHUNK):
            see(chunk)
        see(b"")


@contextmanager
def _opened(content: bytes, limits: UploadLimits) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as original:
            _refuse_locked_or_with_macros(original)
            _refuse_oversize(original, limits)
            yield original
    except DAMAGE as error:
        raise damaged() from error


def damaged() -> FileRefused:
    """The refusal of a workbook that cannot be read."""
    return FileRefused(_("The workbook is damaged; open it in Excel or WPS, save it again and upload that"))


def other_document() -> FileRefused:
    """The refusal of a document of another kind in the same container."""
    return FileRefused(_("This is no Excel workbook; save the table as .xlsx or .csv and upload that"))


def locked() -> FileRefused:
    """The refusal of a file with a password."""
    return FileRefused(_("The file is protected by a password; save it without one and upload that"))


def _refuse_locked_or_with_macros(original: zipfile.ZipFile) -> None:
    if any(info.flag_bits & 1 for info in original.infolist()):
        raise locked()
    if any(name.lower().endswith("vbaproject.bin") or name.startswith(SCRIPTS) for name in original.namelist()):
        raise FileRefused(_("The workbook holds macros; save it as .xlsx without macros and upload that"))


def _refuse_oversize(original: zipfile.ZipFile, limits: UploadLimits) -> None:
    infos = original.infolist()
    unpacked, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    if len(infos) > MOST_MEMBERS or unpacked > limits.max_unpacked_megabytes * 1_000_000:
        size, limit = unpacked // 1_000_000, limits.max_unpacked_megabytes
        mend = _("Unpacked, the workbook has {size} MB, at most {limit} are taken; copy the table into a new workbook")
        raise FileRefused(mend.format(size=size, limit=limit))
    if unpacked > SMALL and unpacked > MOST_TIMES * packed:
        raise damaged()
    if any(info.file_size > LARGEST_INDEX for info in infos if info.filename in INDEX):
        raise damaged()


def _copied(original: zipfile.ZipFile, watch: Watch, endings: tuple[str, ...]) -> BytesIO:
    written = BytesIO()
    wanted = {name for name in original.namelist() if name.endswith(endings)}
    # packed as fast as can be: it is read once and thrown away
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
        for name in sorted(wanted, key=_worksheets_last):
            with original.open(name) as source, copy.open(name, "w") as target:
                _copy_member(source, target, watch(name))
    return written


def _copy_member(source: IO[bytes], target: IO[bytes], see: Callable[[bytes], None]) -> None:
    # chunk by chunk: one member may be all that may be unpacked, and is never held as a whole
    while chunk := source.read(CHUNK):
        see(chunk)
        target.write(chunk)
    see(b"")


def _worksheets_last(name: str) -> tuple[bool, str]:
    # what a cell is depends on styles and shared strings
    return name.startswith("xl/worksheets/"), name
