"""印发: the documents that were handed out, as they were: number, version, day, by whom, and what they stated."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from lib.kept.models import Issued, StoredFile
from lib.kept.store import reading
from lib.words.half_months import HalfMonth

Figures = Mapping[str, Mapping[str, str]]  # by the codes of unit and indicator: an exact value as text


@dataclass(frozen=True)
class Stated:
    """What a document states: the exact figures behind it, and a hash of its words without day and version."""

    figures: Figures
    words: str

    def as_json(self) -> str:
        """As it is kept."""
        return json.dumps({"figures": self.figures, "words": self.words}, ensure_ascii=False, sort_keys=True)

    @classmethod
    def of_json(cls, text: str) -> "Stated":
        """From what was kept."""
        return cls(**json.loads(text))


@dataclass(frozen=True)
class IssuedFile:
    """One document as it was handed out; `unit_code` is the county of a feedback sheet, "" elsewhere."""

    id: int
    kind: str
    half_month: HalfMonth
    unit_code: str
    version: int
    number: str
    issued_on: date
    issued_at: datetime
    issued_by: str
    file_name: str
    stated: Stated
    difference: str


_I = Issued.__table__.c
_SHOWN = (
    _I.id, _I.kind, _I.half_month, _I.unit_code, _I.version, _I.number, _I.issued_on, _I.issued_at, _I.issued_by,
    _I.file_name, _I.facts, _I.difference,
)  # fmt: skip


def issued(connection: sa.Connection, half_month: HalfMonth, kind: str = "") -> list[IssuedFile]:
    """What was handed out of a half month, of one `kind` or of all; newest first."""
    query = sa.select(*_SHOWN).where(_I.half_month == half_month.ordinal).order_by(_I.id.desc())
    rows = connection.execute(query.where(_I.kind == kind) if kind else query)
    return [_file(dict(row)) for row in rows.mappings()]


def _file(row: dict[str, Any]) -> IssuedFile:
    stated = Stated.of_json(row.pop("facts"))
    return IssuedFile(**row | {"half_month": HalfMonth(row["half_month"])}, stated=stated)


def last_ones(connection: sa.Connection, half_month: HalfMonth, kind: str) -> dict[str, IssuedFile]:
    """The last version of each document of this kind, by the code of its unit."""
    return {one.unit_code: one for one in reversed(issued(connection, half_month, kind))}


def content(store: sa.Engine, number: int) -> bytes:
    """The very bytes that were handed out. KeyError when there is no such document."""
    query = sa.select(StoredFile.__table__.c.content).join(Issued, StoredFile.__table__.c.sha256 == _I.sha256)
    with reading(store) as connection:
        found = connection.scalar(query.where(_I.id == number))
    if found is None:
        raise KeyError(number)
    return bytes(found)
