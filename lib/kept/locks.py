"""Locks between processes, each on a file of its own: whoever is killed lets go of them."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import portalocker
from portalocker import LockFlags


@contextmanager
def locked(file: Path, *, shared: bool = False, wait: bool = False) -> Iterator[bool]:
    """Hold the lock `file`, alone or `shared` with others; False where somebody stands against it.

    `wait` waits for them instead. The file is made when missing and never removed: two processes that each made
    one would not know of each other. Raises OSError where it can neither be made nor opened.
    """
    with file.open("a") as handle:  # "a": made where missing, and never emptied under whoever holds it
        taken = _taken(handle, LockFlags.SHARED if shared else LockFlags.EXCLUSIVE, wait)
        try:
            yield taken
        finally:
            if taken:
                portalocker.unlock(handle)


def _taken(handle: IO[str], kind: LockFlags, wait: bool) -> bool:
    """Windows waits for ten seconds at a time, and then says that it is locked."""
    while True:
        try:
            portalocker.lock(handle, kind if wait else kind | LockFlags.NON_BLOCKING)
        except portalocker.AlreadyLocked:
            if not wait:
                return False
        except portalocker.LockException as error:
            raise OSError(errno.ENOLCK, "no lock", handle.name) from error
        else:
            return True
