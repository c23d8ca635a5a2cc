"""How a resource is declared: the parameters it takes, who reads it, and the fields of its rows.

FastAPI would check parameters and describe the addresses out of types, in place of parameters.py and openapi.py, 200
lines. But it makes one description for the life of the process, where readers choose its language by `lang`; what it
says of a mistake names no mend; and a decimal leaves it as a float or a text.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any, Literal

import sqlalchemy as sa

from lib.kept.reference import Reference
from lib.words.half_months import HalfMonth
from lib.words.settings import settings

ROOT = "/api/v1"
HALF_MONTH = "^20[0-9]{2}-(0[1-9]|1[0-2])-[12]$"
CODE = "^[^,]+$"
LONGEST_CODE = 64  # characters of a code

FieldKind = Literal["text", "code", "half_month", "date", "integer", "number", "yes_no", "codes"]


def marked(message: str) -> str:
    """The text itself: marks what is said later, in the language of the reader, for the list of texts."""
    return message


@dataclass(frozen=True)
class Field:
    """A field of a row, a column of the CSV. `may_lack` says that it can be null; `choices` are all its values.

    `of` is the attribute of the row that it shows, as "unit.code", or what makes it of the row; else that of its name.
    """

    name: str
    kind: FieldKind
    about: str
    of: str | Callable[[Any], Any] = ""
    may_lack: bool = False
    choices: tuple[str, ...] = ()

    @cached_property
    def value(self) -> Callable[[Any], Any]:
        """What a row has in this field."""
        return self.of if callable(self.of) else attrgetter(self.of or self.name)


@dataclass(frozen=True)
class Parameter:
    """What may follow the ?; `several` takes values parted by commas."""

    name: str
    kind: FieldKind
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

    rows: Sequence[Any]
    total: int
    half_months: Sequence[HalfMonth] = ()


@dataclass(frozen=True)
class Resource:
    """One address: what it takes, who reads its rows, and the fields that are shown of each.

    From this follow the dispatch, the check of parameters, JSON, the CSV's header and the OpenAPI description.
    `figures` says whether its rows are figures, which are made up as long as the demo is loaded.
    """

    name: str
    title: str
    parameters: tuple[Parameter, ...]
    read: Callable[[Source, Wanted], Page]
    fields: tuple[Field, ...]
    figures: bool = False

    @property
    def code(self) -> str:
        """Its name where a name has no hyphen."""
        return self.name.replace("-", "_") or "index"

    @property
    def address(self) -> str:
        """Where it is read."""
        return f"{ROOT}/{self.name}" if self.name else ROOT

    def shown(self, rows: Iterable[Any]) -> list[dict[str, Any]]:
        """The fields of each row, and nothing else of it."""
        values = [(field.name, field.value) for field in self.fields]
        return [{name: value(row) for name, value in values} for row in rows]
