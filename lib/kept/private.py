"""Files and folders that nobody else on the machine reads, whatever the umask says.

Windows has no such modes: there the rights of the folder hold, which docs/operating.md tells how to set.
"""

import logging
import os
from pathlib import Path

log = logging.getLogger("banyue")

FILE, FOLDER, OTHERS = 0o600, 0o700, 0o077


def keep_private(file: Path) -> None:
    """Make the file where it is missing; either way its owner alone reads and writes it."""
    if not file.exists():
        file.touch(FILE)
    if os.name == "posix" and file.stat().st_mode & OTHERS:
        try:
            file.chmod(FILE)
        except PermissionError:
            log.warning("%s may be read by others; its owner can change that: chmod 600", file)


def private_folder(folder: Path) -> None:
    """Make the folder where it is missing, for its owner alone; one that is there stays as it is."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(FOLDER, exist_ok=True)


def private_opener(path: str, flags: int) -> int:
    """For `open`: a file that it makes is its owner's alone."""
    return os.open(path, flags, FILE)
