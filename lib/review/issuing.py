"""印发: the documents that were handed out, as they were: number, version, day, by whom, and what they stated."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from lib.kept.models import Issued, StoredFile
from lib.kept.store import reading, records
from lib.words.half_months import HalfMonth

StatedFigures = Mapping[str, Mapping[str, str]]  # by the codes of unit and indicator: an exact value as text


@dataclass(frozen=True)
class Stated:
    """What a document states: the exact figures behind it, and a hash of its words without day and version."""

    figures: StatedFigures
    words: str

    def as_json(self) -> str:
        """As it is kept."""
        return json.dumps({"figures": self.figures, "words": self.words}, ensure_ascii=False, sort_keys=True)


def stated(document: Issued) -> Stated:
    """What a document states that was handed out."""
    return Stated(**json.loads(document.facts))


_I = Issued.__table__.c


def issued(connection: sa.Connection, half_month: HalfMonth, kind: str = "") -> list[Issued]:
    """What was handed out of a half month, of one `kind` or of all; newest first."""
    query = sa.select(Issued).where(_I.half_month == half_month.ordinal).order_by(_I.id.desc())
    return records(connection, query.where(_I.kind == kind) if kind else query)


def last_ones(connection: sa.Connection, half_month: HalfMonth, kind: str) -> dict[str, Issued]:
    """The last version of each document of this kind, by the code of its unit."""
    # newest first, so turned round: of each unit the newest is put in last and stays
    return {document.unit_code: document for document in reversed(issued(connection, half_month, kind))}


def content(store: sa.Engine, number: int) -> bytes:
    """The very bytes that were handed out. KeyError when there is no such document."""
    query = sa.select(StoredFile.__table__.c.content).join(Issued, StoredFile.__table__.c.sha256 == _I.sha256)
    with reading(store) as connection:
        kept = connection.scalar(query.where(_I.id == number))
    if kept is None:
        raise KeyError(number)
    return bytes(kept)
