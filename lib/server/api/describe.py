"""How a resource is described: the fields of its rows, the parameters it takes, and who reads it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from lib.kept.reference import Reference
from lib.words.half_months import HalfMonth
from lib.words.settings import settings

ROOT = "/api/v1"
HALF_MONTH = "^20[0-9]{2}-(0[1-9]|1[0-2])-[12]$"
CODE = "^[^,]+$"
LONGEST = 64  # characters of a code

Kind = Literal["text", "code", "half_month", "date", "integer", "number", "yes_no", "codes"]
Row = dict[str, Any]


def marked(message: str) -> str:
    """The text itself: marks what is said later, in the language of the reader, for the list of texts."""
    return message


@dataclass(frozen=True)
class Field:
    """A field of a row, a column of the CSV. `may_lack` says that it can be null; `choices` are all its values."""

    name: str
    kind: Kind
    about: str
    may_lack: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Parameter:
    """What may follow the ?; `several` takes values parted by commas."""

    name: str
    kind: Kind
    about: str
    choices: tuple[str, ...] = ()
    several: bool = False
    most: int | None = None
    least: int = 0

    @property
    def highest(self) -> int:
        """The greatest number that is taken; without one of its own, the rows that an answer may have."""
        return settings().sharing.max_rows if self.most is None else self.most


Wanted = Mapping[str, Any]  # the parameters that were given, checked, by name


@dataclass(frozen=True)
class Source:
    """What a resource is read from: one view of the database, and the reference data as they stand in it."""

    connection: sa.Connection
    reference: Reference


@dataclass(frozen=True)
class Page:
    """The rows from `offset` on, of `total` that there are; `half_months` are those that they are about."""

    rows: Sequence[Row]
    total: int
    half_months: Sequence[HalfMonth] = ()


Read = Callable[[Source, Wanted], Page]


@dataclass(frozen=True)
class Resource:
    """One address; `figures` says whether its rows are figures, which are made up as long as the demo is loaded."""

    name: str
    title: str
    fields: tuple[Field, ...]
    parameters: tuple[Parameter, ...]
    read: Read
    figures: bool = False

    @property
    def address(self) -> str:
        return f"{ROOT}/{self.name}" if self.name else ROOT
