"""When the history was last held to itself, and what was found: by `check`, or by the button on 管理."""

import json
from datetime import UTC, datetime

import sqlalchemy as sa

from lib.kept.chain import head
from lib.kept.models import HistoryCheck
from lib.kept.sound import after, broken_batches, broken_links, differing, never
from lib.kept.store import reading, record, writing

KEPT = 20  # sentences that are noted; `check` prints all of them


def check_history(store: sa.Engine, seconds: float | None = None) -> tuple[HistoryCheck, list[str]]:
    """Hold the history to itself, and note it; what was found, in sentences.

    With `seconds` it ends about then: the newest batches come first, and the note says how many were looked at.
    """
    enough = never if seconds is None else after(seconds)
    with reading(store) as connection:
        count, seal = head(connection)
        found, looked = list(broken_links(connection)), 0
        for sentences in broken_batches(connection):
            found += sentences
            looked += 1
            if enough():
                break
        found += differing(connection, enough)
    check = HistoryCheck(
        id=1,
        at=datetime.now(UTC).replace(microsecond=0, tzinfo=None),
        batches=count,
        looked=looked,
        whole=not enough(),
        seal=seal,
        count=len(found),
        found=json.dumps(found[:KEPT], ensure_ascii=False),
    )
    with writing(store) as connection:
        connection.execute(sa.delete(HistoryCheck))
        connection.execute(sa.insert(HistoryCheck).values(**check.as_record()))
    return check, found


def last_check(connection: sa.Connection) -> HistoryCheck | None:
    """The last one that was noted."""
    return record(connection, sa.select(HistoryCheck))
