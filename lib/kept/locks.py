"""Locks between processes, each on a file of its own: whoever is killed lets go of them."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked(file: Path, *, shared: bool = False, wait: bool = False) -> Iterator[bool]:
    """Hold the lock `file`, alone or `shared` with others; False where somebody stands against it.

    `wait` waits for them instead. The file is made when missing and never removed: two processes that each made
    one would not know of each other. Raises OSError where it can neither be made nor opened.
    """
    handle = os.open(file, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)  # reading suffices, so any user may lock
    try:
        yield _taken(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX, wait)
    finally:
        os.close(handle)


def _taken(handle: int, kind: int, wait: bool) -> bool:
    try:
        fcntl.flock(handle, kind if wait else kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
