"""Why a file could not be written or read, in words that say what to do."""

import errno
import sqlite3

from lib.words.language import gettext as _


def reason(error: Exception) -> str:
    """The file and what is wrong with it; of any other error its own text."""
    if isinstance(error, sqlite3.OperationalError) and "disk is full" in str(error):
        return _("the disk is full; make room there")
    if not isinstance(error, OSError) or not error.strerror:
        return str(error)
    said = _known().get(error.errno or 0, error.strerror)
    return _("{file}: {reason}").format(file=error.filename, reason=said) if error.filename else said


def _known() -> dict[int, str]:
    forbidden = _("this user may not write there")
    no_folder = _("a file of that name stands in the way")
    return {
        errno.ENOSPC: _("the disk is full; make room there"),
        errno.EACCES: forbidden,
        errno.EPERM: forbidden,
        errno.EROFS: _("the disk can only be read"),
        errno.ENOENT: _("it does not exist"),
        errno.EEXIST: no_folder,
        errno.ENOTDIR: no_folder,
        errno.EIO: _("the disk reports an error; it may be failing"),
    }
