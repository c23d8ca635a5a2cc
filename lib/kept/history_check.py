"""When the history was last held to itself, and what was found: by `check`, or by the button on 管理."""

import json
import math
import time
from collections.abc import Iterator
from itertools import chain

import sqlalchemy as sa

from lib.kept.chain import head
from lib.kept.models import HistoryCheck
from lib.kept.sound import broken_batches, broken_links, differing
from lib.kept.store import moment, reading, record, writing

KEPT = 20  # sentences that are noted; `check` prints all of them


def check_history(store: sa.Engine, seconds: float | None = None) -> tuple[HistoryCheck, list[str]]:
    """Hold the history to itself, and note it; what was found, in sentences.

    With `seconds` it ends about then: the newest batches come first, and the note says how many were looked at. What
    was found before stays in the note until a whole check no longer finds it.
    """
    end = math.inf if seconds is None else time.monotonic() + seconds
    with reading(store) as connection:
        count, seal = head(connection)
        faults = list(broken_links(connection))
        batches, rest = broken_batches(connection), differing(connection)
        looked = _until(end, batches, faults)
        _until(end, rest, faults)
        whole = next(chain(batches, rest), None) is None  # nothing is left that the time was too short for
        if not whole:
            faults += _known_before(connection, faults)
    check = HistoryCheck(
        id=1,
        at=moment(),
        batches=count,
        looked=looked,
        whole=whole,
        seal=seal,
        count=len(faults),
        found=json.dumps(faults[:KEPT], ensure_ascii=False),
    )
    with writing(store) as connection:
        connection.execute(sa.delete(HistoryCheck))
        connection.execute(sa.insert(HistoryCheck).values(**check.as_record()))
    return check, faults


def _known_before(connection: sa.Connection, faults: list[str]) -> list[str]:
    """What the last check noted beside this: a check that ended early may not have come to it."""
    last = last_check(connection)
    return [said for said in (json.loads(last.found) if last else []) if said not in faults]


def _until(end: float, parts: Iterator[list[str]], faults: list[str]) -> int:
    """Add what the parts say to what was found, until that moment but one of them at least; how many were looked at."""
    looked = 0  # where the loop never begins
    for looked, sentences in enumerate(parts, start=1):  # noqa: B007
        faults += sentences
        if time.monotonic() > end:
            break
    return looked


def last_check(connection: sa.Connection) -> HistoryCheck | None:
    """The last one that was noted."""
    return record(connection, sa.select(HistoryCheck))
