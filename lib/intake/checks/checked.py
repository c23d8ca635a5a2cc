"""What a file of records says, once it is checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lib.intake.checks.problems import Problem
from lib.intake.sheets import Sheet
from lib.kept.changes import Key


@dataclass(frozen=True)
class Record:
    """A record: its key in the order of the table's key, and the value of every column of the table."""

    number: int
    key: Key
    values: Mapping[str, Any]


@dataclass(frozen=True)
class CheckedRecords:
    """What a file says of a table. `columns` are the fields that the file has: the others hold the model's defaults.

    A problem with row None concerns the file as a whole and leaves no record. `sheets` are those that were read,
    `hidden` the keys of records in rows that the file does not show.
    """

    table: str
    rows: tuple[Record, ...] = ()
    problems: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    refused_rows: frozenset[int] = frozenset()
    read_rows: int = 0
    sheets: tuple[Sheet, ...] = ()
    hidden: frozenset[Key] = frozenset()

    def without(self, problems: Iterable[Problem]) -> "CheckedRecords":
        """The same without the records of the rows that these problems are about."""
        more = tuple(problems)
        refused = frozenset(problem.row for problem in more if isinstance(problem.row, int))
        rows = tuple(record for record in self.rows if record.number not in refused)
        return replace(self, rows=rows, problems=(*self.problems, *more), refused_rows=self.refused_rows | refused)

    @property
    def good(self) -> int:
        """How many rows can be saved."""
        return len(self.rows)
