"""The ETag of an answer: it changes when the data, the program, the settings or the question do, and only then."""

import hashlib
from functools import cache
from pathlib import Path

import sqlalchemy as sa

from lib.kept import store
from lib.kept.decided import follow
from lib.words.language import current
from lib.words.settings import settings

LIB = Path(__file__).parent.parent.parent


def tag(connection: sa.Connection, address: str, question: object) -> str:
    """The ETag of what `question` gets at `address` from the data as it is now; three short reads.

    It is a weak one: the server packs an answer for some readers and not for others.

    The revision alone would not do: a restored backup counts on from where it was made, so the last saved act's own
    mark goes along. Who may see anything sees the same, so of the reader only the mode of access is in it.
    """
    follow(connection)  # what the office set in another process shapes this answer already
    last = connection.exec_driver_sql("SELECT token FROM batch ORDER BY id DESC LIMIT 1").scalar()
    office = repr(settings())  # lights, due days and access shape the answers
    known = (store.revision(connection), last, _program(), office, settings().today, current(), address, question)
    return f'W/"{hashlib.sha256(repr(known).encode()).hexdigest()[:32]}"'


def matches(given: str | None, tag: str) -> bool:
    """Whether If-None-Match names the ETag, weak or not."""
    return tag.removeprefix("W/") in [each.strip().removeprefix("W/") for each in (given or "").split(",")]


@cache
def _program() -> str:
    """This program's version: what its sources are."""
    known = hashlib.sha256()
    for path in sorted([*LIB.rglob("*.py"), *LIB.rglob("*.po")]):
        known.update(path.read_bytes())
    return known.hexdigest()
