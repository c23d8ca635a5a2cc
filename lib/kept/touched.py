"""Since when what a half month shows is as it is: a save of a later half month leaves it alone.

A board that reads no half month after its own is made again only after a save that can have changed it: most saves are
of the half month in collection, most boards open at the last one that is closed.
"""

import json
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

import sqlalchemy as sa

from lib.kept.store import revision

Maker = TypeVar("Maker", bound=Callable[..., Any])

RECORDS_OF_A_HALF_MONTH = ("submission", "task_progress")  # records under a key that begins with their half month
_makers: set[Callable[..., Any]] = set()


def of_its_half_month(make: Maker) -> Maker:
    """Mark what shows its half month and those before it, whatever is saved for later ones."""
    _makers.add(make)
    return make


def is_of_its_half_month(make: Callable[..., Any]) -> bool:
    """Whether it carries the mark."""
    return make in _makers


class Touched:
    """What this process knows of the saves to one database."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._revision = self._batch = -1
        self._everything = 0
        self._at: dict[int, int] = {}

    def known(self, now: int, half_month: int) -> int | None:
        """The same as `since` for a look at the revision `now`, without a question, where that was followed already."""
        with self._lock:
            return self._found(half_month) if now == self._revision else None

    def since(self, connection: sa.Connection, half_month: int) -> int:
        """The last revision that can have changed what a half month (ordinal), or one before it, shows."""
        now = revision(connection)
        with self._lock:
            if now > self._revision:
                self._follow(connection, now)
            found = self._found(half_month)
        return min(found, now)  # who looks at an older moment sees nothing newer

    def _found(self, half_month: int) -> int:
        return max([self._everything, *(at for touched, at in self._at.items() if touched <= half_month)])

    def _follow(self, connection: sa.Connection, now: int) -> None:
        """Learn what was saved since; what cannot be told apart may have changed everything."""
        new = [number for (number,) in connection.execute(_NEW, {"last": self._batch})] if self._batch >= 0 else []
        # a save raises the revision by one and is one batch. They differ after a load, which is several at once, and
        # where on PostgreSQL a batch with a lower number than the last one seen was committed behind it
        if len(new) == now - self._revision:
            touched = [_half_months(connection, number) for number in new]
            for half_month in (ordinal for several in touched for ordinal in several or ()):
                self._at[half_month] = now
            if None in touched:
                self._everything = now
        else:
            self._everything = now
        self._revision, self._batch = now, connection.execute(_LAST).scalar_one()


def _half_months(connection: sa.Connection, batch: int) -> set[int] | None:
    """The half months of which an act changed values, percents or reports; None where it did anything else."""
    found = set(connection.execute(_OF_VALUES, {"batch": batch}).scalars())
    for table, key in connection.execute(_OF_RECORDS, {"batch": batch}):
        if table not in RECORDS_OF_A_HALF_MONTH:
            return None
        found.add(json.loads(key)[0])
    # what no half month can be, 0 or less, says that it is a target; what was issued is no change at all
    return found if found and min(found) > 0 else None


_NEW = sa.text("SELECT id FROM batch WHERE id > :last ORDER BY id")
_LAST = sa.text("SELECT COALESCE(MAX(id), 0) FROM batch")
_OF_VALUES = sa.text("SELECT DISTINCT half_month FROM value_change WHERE batch_id = :batch")
_OF_RECORDS = sa.text('SELECT DISTINCT "table", key FROM record_change WHERE batch_id = :batch')
