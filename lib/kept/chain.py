"""The history as a chain of hashes: each batch is sealed over its own content and the seal of the batch before it.

A seal is the SHA-256 of the batch's content (`Entry.content`, JSON in UTF-8) and, behind it, the 64 hexadecimal digits
of the seal before; nothing stands behind the content of the first. Batches stand in the chain as they were committed,
not by their numbers: of two writers on PostgreSQL the one with the higher number may be first.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from lib.kept.cells import packed, unpacked
from lib.kept.store import all_rows, insert, raise_revision

CODE_LENGTH = 12  # characters of a seal as people read it from paper: enough to tell any two apart

HistoryRow = tuple[Any, ...]


class Head(NamedTuple):
    """Where the chain ends: how many batches it has, and the seal of the last."""

    links: int
    seal: str


@dataclass
class Entry:
    """What a batch holds. `head` is its row: id, at, actor, kind, note, token, file_name, sha256, undoes.

    Order and format are those of every seal there is: who changes them breaks the chain of every database.

    `values` are cells: half_month, unit_id, indicator_id, before, after, carried; `records` rows of record_change in
    the order in which they were written: table, key, field, before, after.
    """

    head: HistoryRow
    values: list[HistoryRow] = field(default_factory=list)
    records: list[HistoryRow] = field(default_factory=list)

    @property
    def batch(self) -> int:
        """The batch's number."""
        number: int = self.head[0]
        return number

    def content(self) -> bytes:
        """The same bytes for the same rows on either kind of database.

        Values stand in the order of their key, column by column: so they take half as long to write as row by row.
        msgspec writes what `json` would, in a twentieth of its time; it takes a start 40 ms, so it comes with the first
        save.
        """
        from msgspec.json import encode

        number, at, *rest = self.head
        columns = list(zip(*sorted(self.values), strict=True))
        whole = {"batch": [number, at.isoformat(), *rest], "values": columns, "records": self.records}
        return encode(whole, enc_hook=str)  # a name of SQLAlchemy is a kind of str

    def seal(self, before: str) -> str:
        """Its seal, behind a batch with the seal `before`."""
        return _sealed(hashlib.sha256(self.content()), before)


def _sealed(content: Any, before: str) -> str:
    """The seal over a content that is hashed already."""
    whole = content.copy()
    whole.update(before.encode())
    sealed: str = whole.hexdigest()
    return sealed


def begin(connection: sa.Connection, head: Mapping[str, Any], account: int | None = None) -> Entry:
    """Write the head of a batch, `head` as an entry has it but for the number, which the database gives.

    The `account` that acts stands beside it, outside of the seal.
    """
    number = connection.execute(_BEGUN, {**head, "account_id": account}).scalar_one()
    return Entry((number, *head.values()))


_BEGUN = sa.text(
    "INSERT INTO batch (at, actor, kind, note, token, file_name, sha256, undoes, account_id)"
    " VALUES (:at, :actor, :kind, :note, :token, :file_name, :sha256, :undoes, :account_id) RETURNING id"
).bindparams(sa.bindparam("at", type_=sa.DateTime()))


def keep(
    connection: sa.Connection, entry: Entry, values: Sequence[HistoryRow] = (), records: Sequence[HistoryRow] = ()
) -> None:
    """Take down more of what a batch holds; it is gathered in the entry, which is sealed over all of it.

    Values are written with the seal: the cells of a unit in a half month are one row, and an act may bring them in
    turns.
    """
    entry.values += values
    entry.records += records
    insert(connection, "record_change", ("batch_id", *_RECORD), list(map((entry.batch,).__add__, records)))


_RECORD = ('"table"', "key", "field", "before", "after")


def head(connection: sa.Connection) -> Head:
    """Where the chain ends now."""
    return Head(*connection.execute(_HEAD).one())


_HEAD = sa.text("SELECT links, seal FROM revision")


def append(connection: sa.Connection, entries: Sequence[Entry]) -> None:
    """Write the values of the batches of one transaction, and seal these behind all that were committed."""
    for entry in entries:
        rows = [(entry.batch, *row) for row in packed(entry.values)]
        insert(connection, "value_change", ("batch_id", *_CELLS), rows)
    seal_behind(connection, entries)


_CELLS = ("half_month", "unit_id", "n", "cells")


def seal_behind(connection: sa.Connection, entries: Sequence[Entry]) -> None:
    """Seal batches that are written; raises the revision.

    Raising it holds the row until the transaction ends, so that no two writers append to the same end. What takes time
    is done before.
    """
    contents = [(entry.batch, hashlib.sha256(entry.content())) for entry in entries]
    raise_revision(connection)
    last, seal = head(connection)  # read with the row held: another's end would be taken twice
    sealed = []
    for link, (batch, content) in enumerate(contents, start=last + 1):
        seal = _sealed(content, seal)
        sealed.append({"batch": batch, "link": link, "seal": seal})
    if sealed:
        connection.execute(_APPENDED, sealed)
        connection.execute(_NEW_HEAD, {"links": last + len(sealed), "seal": seal})


_APPENDED = sa.text("UPDATE batch SET link = :link, seal = :seal WHERE id = :batch")
_NEW_HEAD = sa.text("UPDATE revision SET links = :links, seal = :seal")


def values_of(connection: sa.Connection, batch: int) -> list[HistoryRow]:
    """The values of a batch as an entry has them. Raises ValueError where they are not as they were written."""
    rows = all_rows(connection, f"SELECT {', '.join(_CELLS)} FROM value_change WHERE batch_id = {batch}")
    return list(unpacked(rows))


Read = Callable[[sa.Connection, int], list[HistoryRow]]


def entry_of(connection: sa.Connection, batch: int, values: Read = values_of) -> Entry:
    """A batch as it is kept. KeyError when there is none; ValueError as `values_of`."""
    row = connection.execute(_BATCH, {"batch": batch}).first()
    if row is None:
        raise KeyError(batch)
    records = f"SELECT {', '.join(_RECORD)} FROM record_change WHERE batch_id = {batch} ORDER BY id"
    return Entry(tuple(row), values(connection, batch), all_rows(connection, records))


_BATCH = sa.text(
    "SELECT id, at, actor, kind, note, token, file_name, sha256, undoes FROM batch WHERE id = :batch"
).columns(at=sa.DateTime())


class Link(NamedTuple):
    """A batch in the chain; `link` is its place from 1 on, None of one that was written past the program."""

    id: int
    at: datetime
    actor: str
    kind: str
    link: int | None
    seal: str


def links(connection: sa.Connection) -> list[Link]:
    """Every batch in the order of the chain; what stands in none comes last."""
    rows = [Link(*row) for row in connection.execute(_LINKS)]
    return sorted(rows, key=lambda batch: (batch.link is None, batch.link or batch.id))


_LINKS = sa.text("SELECT id, at, actor, kind, link, seal FROM batch").columns(at=sa.DateTime())


def code_of_closing(connection: sa.Connection, half_month: int) -> str:
    """The code of the act by which a half month (ordinal) that is closed was closed last; "" where none is known."""
    seal = connection.scalar(_CLOSED_BY, {"key": f"[{half_month}]"})
    return (seal or "")[:CODE_LENGTH]


# of a half month that is closed the last change is its closing: nothing but its state ever changes
_CLOSED_BY = sa.text(
    "SELECT b.seal FROM record_change r JOIN batch b ON b.id = r.batch_id"
    " WHERE r.\"table\" = 'half_month' AND r.key = :key ORDER BY r.id DESC LIMIT 1"
)
