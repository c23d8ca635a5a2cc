"""The shared strings of an XLS, measured: one long string, used in every cell, makes a small file large."""

import struct

LONGEST_STRING = 32_767


class SharedStrings:
    """Collects the records of the string table, which is cut anywhere, also within a string, and measures it."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._lengths: list[int] | None = None

    def add(self, body: bytes) -> None:
        """One record of the table."""
        self._parts.append(body)

    def length(self, index: int) -> int:
        """How many characters the string has; one that could not be measured counts as the longest possible."""
        if self._lengths is None:
            self._lengths = _measured(self._parts)
        return self._lengths[index] if index < len(self._lengths) else LONGEST_STRING


def _measured(parts: list[bytes]) -> list[int]:
    lengths: list[int] = []
    if not parts or len(parts[0]) < 8:
        return lengths
    cursor = _Cursor(parts)
    for _number in range(struct.unpack_from("<I", parts[0], 4)[0]):
        try:
            lengths.append(cursor.pass_string())
        except (struct.error, IndexError):
            break
    return lengths


class _Cursor:
    """A place in the string table."""

    def __init__(self, parts: list[bytes]) -> None:
        self._parts = parts
        self._part = 0
        self._at = 8

    def pass_string(self) -> int:
        """Go behind the next string; how many characters it has."""
        # flags: 1 for two bytes a character, 4 and 8 for what follows the characters (phonetics, formats within them)
        length, flags = struct.unpack("<HB", self._take(3))
        runs = struct.unpack("<H", self._take(2))[0] if flags & 8 else 0
        extra = struct.unpack("<I", self._take(4))[0] if flags & 4 else 0
        self._pass_characters(length, 2 if flags & 1 else 1)
        self._pass(runs * 4 + extra)
        return int(length)

    def _take(self, count: int) -> bytes:
        if self._at == len(self._parts[self._part]):
            self._part, self._at = self._part + 1, 0
        taken = self._parts[self._part][self._at : self._at + count]
        self._at += len(taken)
        return taken

    def _pass_characters(self, count: int, width: int) -> None:
        while count > (room := (len(self._parts[self._part]) - self._at) // width):
            count -= room
            self._part, self._at = self._part + 1, 1
            # the part that goes on says anew whether its characters have one byte or two
            width = 2 if self._parts[self._part][0] & 1 else 1
        self._at += count * width

    def _pass(self, count: int) -> None:
        while count > (room := len(self._parts[self._part]) - self._at):
            count -= room
            self._part, self._at = self._part + 1, 0
        self._at += count
