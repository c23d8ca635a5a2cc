"""What saving would do: changes, what is wrong, and where somebody else was quicker."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from lib.intake.checks import Problem
from lib.intake.preview import Notes
from lib.kept.changes import VALUES, Change, Key, by_table, current_records, current_values
from lib.kept.history import last_change
from lib.kept.tables import TABLES


@dataclass(frozen=True)
class Conflict:
    """A cell that is no longer what the grid showed: `change` is mine, `now` what stands there, saved by whom and when.

    A record that I take away and somebody else changed is one conflict; then `now` is the whole record.
    """

    change: Change
    now: Any
    by: str
    at: datetime | None


@dataclass(frozen=True)
class Proposal:
    """`changes` can be saved as they are; conflicts wait for a choice; with any problem nothing is saved.

    Then `waiting` are those that could be, once all is mended. `notices` say what else a save does, `last` holds the
    values of the half month before.
    """

    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    notes: Notes = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    waiting: tuple[Change, ...] = ()
    last: Mapping[Key, Any] = field(default_factory=dict)


def proposal(
    changes: tuple[Change, ...],
    conflicts: tuple[Conflict, ...],
    problems: Sequence[Problem],
    notes: Notes | None = None,
    notices: tuple[str, ...] = (),
    last: Mapping[Key, Any] | None = None,
) -> Proposal:
    """What was found: with any problem the changes wait."""
    now, waiting = ((), changes) if problems else (changes, ())
    return Proposal(now, tuple(problems), conflicts, notes or {}, notices, waiting, last or {})


def mine(conflict: Conflict) -> Change:
    """The change that writes mine over theirs, knowing theirs."""
    return conflict.change._replace(before=conflict.now)


def settled(connection: sa.Connection, wanted: Iterable[Change]) -> tuple[tuple[Change, ...], tuple[Conflict, ...]]:
    """The changes that can be made, and those whose cell somebody else changed; what is so already is neither."""
    changes: list[Change] = []
    conflicts: list[Conflict] = []
    for table, several in by_table(wanted).items():
        now = _now(connection, table, several)
        for change, stands in zip(several, now, strict=True):
            if stands == change.before:
                changes.append(change)
            elif stands != change.after:
                who = last_change(connection, change.table, change.key, change.field)
                conflicts.append(Conflict(change, stands, *(who or ("", None))))
    return tuple(changes), tuple(conflicts)


def _now(connection: sa.Connection, table: str, changes: list[Change]) -> list[object]:
    """What stands now in the place of each change."""
    if table in VALUES:
        values = current_values(connection, table, (change.key for change in changes))
        return [values.get(change.key) for change in changes]
    records = current_records(connection, TABLES[table], [change.key for change in changes])
    of_each = (records.get(change.key) for change in changes)
    return [
        record[change.field] if record and change.field else record
        for change, record in zip(changes, of_each, strict=True)
    ]
