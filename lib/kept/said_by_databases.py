"""What SQLite and PostgreSQL say where they cannot be used, in our words: theirs are English, and for the log."""

import logging
import re
from collections.abc import Mapping

from lib.words.language import gettext as _

log = logging.getLogger("banyue")


def of_sqlite(said: object) -> str:
    """An error of SQLite, or what it found in a file, as part of a sentence."""
    text = " ".join(str(said).split())
    log.warning("said by SQLite: %s", text)
    known = {
        "disk is full": _("the disk is full; make room there"),
        "locked": _("another program holds it"),
        "not a database": _("it is no database of SQLite"),
        "malformed": _("its pages contradict each other"),
        "unable to open": _("it cannot be opened"),
        "readonly": _("the disk can only be read"),
        "disk I/O": _("the disk reports an error; it may be failing"),
    }
    return _first(known, text) or _("SQLite found mistakes; the log has them")


def of_postgresql(said: str) -> str:
    """Why no connection came about, or one was lost; the driver names host, port, user and database, no password."""
    log.warning("said by PostgreSQL: %s", said)
    known = {
        "authentication failed": _("user or password is wrong"),
        "no password supplied": _("a password is needed"),
        "pg_hba.conf": _("it does not let this machine or user in (pg_hba.conf)"),
        "translate host name": _("no host of this name is found"),
        "resolve host": _("no host of this name is found"),
        "refused": _("nothing listens at this port"),
        "No such file": _("nothing listens at this socket"),
        "timeout": _("nothing came in time"),
        "starting up": _("it is starting"),
        "shutting down": _("it is being stopped"),
        "closed": _("the connection was broken off"),
        "terminating": _("the connection was broken off"),
    }
    unknown = _("it has no such database or user") if re.search('(role|database) ".*" does not exist', said) else ""
    words = unknown or _first(known, said) or _("an error that stands in the log")
    named = dict.fromkeys(":".join(filter(None, found.groups())) for found in _NAMED.finditer(said))
    return _("{words} ({named})").format(words=words, named=_(", ").join(named)) if named else words


# host and port, a host that is not found, a user, a database
_NAMED = re.compile(
    r"""server at "([^"]+)"(?: \([^)]*\))?, port (\d+)|host '([^']+)'|(?:role|user|database) "([^"]+)\""""
)


def _first(known: Mapping[str, str], said: str) -> str:
    """Our words for the first of the known parts that stands in what was said."""
    return next((words for part, words in known.items() if part in said), "")
