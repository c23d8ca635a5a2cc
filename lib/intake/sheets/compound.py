"""The OLE container of an XLS: the stream with the workbook is taken out; passwords and macros are refused."""

import struct
from collections.abc import Mapping

from lib.intake.sheets.archive import damaged, locked, other_document
from lib.intake.sheets.signatures import older_workbook
from lib.words.errors import FileRefused
from lib.words.language import gettext as _

END = 0xFFFFFFFA
"""Sector numbers from here on mean that there is none."""

SMALL = 64
"""The size of the sectors of small streams."""

ROOT = 5
"""The kind of the directory entry whose stream holds all small streams."""

_ENTRY = struct.Struct("<64sHBBIII16sIQQIQ")
"""Of the directory (MS-CFB 2.6.1): name, its length, kind, colour, three neighbours, class, state, two times, first
sector, size."""


def workbook_stream(content: bytes) -> bytes:
    """The BIFF records of the workbook. Raises FileRefused for anything else in the same container."""
    try:
        container = _Container(content)
    except (struct.error, IndexError) as error:
        raise damaged() from error
    if "encryptedpackage" in container.entries:
        raise locked()
    if {"_vba_project_cur", "vba", "macros"} & container.entries.keys():
        raise FileRefused(_("The workbook holds macros; save it as .xlsx without macros and upload that"))
    if "workbook" not in container.entries:
        # Word, WPS writer and messages use the same container; "book" is that of Excel 5 and 95
        raise older_workbook() if "book" in container.entries else other_document()
    try:
        return container.stream("workbook")
    except (struct.error, IndexError) as error:
        raise damaged() from error


def corrected(content: bytes, corrections: Mapping[int, bytes]) -> bytes:
    """The container with these bytes written over its workbook, by their position in the workbook's stream."""
    if not corrections:
        return content
    size, places = _Container(content).places("workbook")
    written = bytearray(content)
    for position, replaced in corrections.items():
        for at, byte in enumerate(replaced, start=position):
            written[places[at // size] + at % size] = byte
    return bytes(written)


class _Container:
    """Directory and sectors of a compound file (MS-CFB)."""

    def __init__(self, content: bytes) -> None:
        # places in the header: MS-CFB 2.2
        self._content = content
        self._sector = 1 << struct.unpack_from("<H", content, 30)[0]
        if self._sector not in (512, 4096):
            raise damaged()
        (first_directory,) = struct.unpack_from("<I", content, 48)
        (self._least,) = struct.unpack_from("<I", content, 56)
        (first_mini_table,) = struct.unpack_from("<I", content, 60)
        self._next = self._numbers(self._table_sectors())
        self._next_mini = self._numbers(self._chain(first_mini_table))
        self.entries: dict[str, tuple[int, int]] = {}
        self._root = END
        self._read_directory(b"".join(self._at(number) for number in self._chain(first_directory)))

    def stream(self, name: str) -> bytes:
        """The bytes of the stream of this name (lower case)."""
        first, size = self.entries[name]
        if size >= self._least:
            return b"".join(self._at(number) for number in self._chain(first))[:size]
        small = b"".join(self._at(number) for number in self._chain(self._root))
        return b"".join(small[number * SMALL : (number + 1) * SMALL] for number in self._small_chain(first))[:size]

    def places(self, name: str) -> tuple[int, list[int]]:
        """How large the pieces of the stream are, and where in the file each of them begins."""
        first, size = self.entries[name]
        if size >= self._least:
            return self._sector, [(number + 1) * self._sector for number in self._chain(first)]
        inside, root = self._sector // SMALL, self._chain(self._root)
        return SMALL, [
            (root[number // inside] + 1) * self._sector + number % inside * SMALL for number in self._small_chain(first)
        ]

    def _small_chain(self, number: int) -> list[int]:
        chain: list[int] = []
        while number < END and len(chain) <= len(self._next_mini):
            chain.append(number)
            number = self._next_mini[number]
        return chain

    def _read_directory(self, directory: bytes) -> None:
        for name, length, kind, *_others, first, size in _ENTRY.iter_unpack(directory):
            if kind == ROOT:
                self._root = first
            elif kind:
                spelled = name[: max(length - 2, 0)].decode("utf-16-le", "replace").lower()
                # older writers leave the upper half of the size as it happened to be in memory
                self.entries[spelled] = (first, size & 0xFFFFFFFF)

    def _table_sectors(self) -> list[int]:
        """The sectors of the allocation table: 109 in the header, the rest in a chain of their own."""
        found = list(struct.unpack_from("<109I", self._content, 76))
        (following,) = struct.unpack_from("<I", self._content, 68)
        most = len(self._content) // self._sector
        while following < END:
            numbers = self._numbers([following])
            found += numbers[:-1]
            following = numbers[-1]
            if len(found) > most + 236:
                # more tables than sectors, also without the blank places of the header (109) and of the last table
                # (127): the chain runs in a circle
                raise damaged()
        return [number for number in found if number < END]

    def _chain(self, number: int) -> list[int]:
        chain: list[int] = []
        while number < END:
            if len(chain) > len(self._next):
                raise damaged()
            chain.append(number)
            number = self._next[number]
        return chain

    def _numbers(self, sectors: list[int]) -> list[int]:
        joined = b"".join(self._at(number) for number in sectors)
        return list(struct.unpack(f"<{len(joined) // 4}I", joined))

    def _at(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        if start >= len(self._content):
            raise IndexError(number)
        # the last sector may end with what is used of it
        return self._content[start : start + self._sector].ljust(self._sector, b"\0")
