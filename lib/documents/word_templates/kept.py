"""The template of a kind through the ledger: kept with its file and history, undone like all else, or taken away.

Kinds without a row, or with a blank one, have the built-in layout. The bytes stay in the database with the act that
brought them.
"""

import hashlib
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from lib.documents.paper import Document
from lib.documents.word import write
from lib.documents.word_templates.checked import check_placeholders
from lib.documents.word_templates.filled import filled, try_out
from lib.documents.word_templates.received import must_be_plain
from lib.documents.word_templates.shapes import FIELDS, shape_of
from lib.kept.changes import Change, differing
from lib.kept.models import StoredFile, WordTemplate
from lib.kept.store import record, writing
from lib.ledger.access import Actor, must_be_office
from lib.ledger.door import Act, ActKind, Receipt, save_within
from lib.words.errors import Refusal
from lib.words.language import gettext as _

_T = WordTemplate.__table__.c


class Kept(NamedTuple):
    """The template of a kind: the name of its file, and when (UTC) and by whom it was brought."""

    file_name: str
    at: datetime
    actor: str


def keep(store: sa.Engine, kind: str, file_name: str, content: bytes, actor: Actor) -> Receipt:
    """Fill documents of this kind from `content` from now on.

    Raises FileRefused, which names each placeholder that is broken or unknown with its place, Forbidden for anybody but
    the office, and Refusal where it is the template already; nothing changed then.
    """
    must_fit(content, kind)
    with writing(store) as connection:
        changes = _changes(connection, kind, file_name, hashlib.sha256(content).hexdigest())
        if not changes:
            raise Refusal(_("Nothing was changed"))
        return save_within(connection, Act(actor, ActKind.TEMPLATE, file_name=file_name, content=content), changes)


def must_fit(content: bytes, kind: str) -> None:
    """Raises FileRefused unless `content` can be filled with any document of this kind."""
    must_be_plain(content)
    check_placeholders(content, shape_of(kind))
    try_out(content, kind)


def withdraw(store: sa.Engine, kind: str, actor: Actor) -> Receipt:
    """Back to the built-in layout. Raises Refusal where it is that already, Forbidden for anybody but the office."""
    with writing(store) as connection:
        if kind not in kept(connection):
            raise Refusal(_("It is the built-in layout already"))
        return save_within(connection, Act(actor, ActKind.TEMPLATE), _changes(connection, kind, "", ""))


def _changes(connection: sa.Connection, kind: str, file_name: str, sha256: str) -> list[Change]:
    """What differs of the row of this kind, or the whole row where there is none yet."""
    row = record(connection, sa.select(WordTemplate).where(_T.kind == kind))
    now = {"kind": kind, "file_name": file_name, "sha256": sha256}
    return differing("word_template", (kind,), row.as_record() if row else None, now)


def kept(connection: sa.Connection) -> dict[str, Kept]:
    """The templates that the office has of its own, by kind."""
    return {row.kind: Kept(row.file_name, row.at, row.actor) for row in connection.execute(_KEPT)}


# when and by whom stands in the history alone, where the key of a row is a JSON list: ["admission"]
_KEPT = sa.text(
    "SELECT t.kind, t.file_name, b.at, b.actor FROM word_template t JOIN batch b ON b.id ="
    " (SELECT MAX(r.batch_id) FROM record_change r WHERE r.\"table\" = 'word_template'"
    " AND r.key = '[\"' || t.kind || '\"]') WHERE t.sha256 <> ''"
).columns(at=sa.DateTime())


def content_of(connection: sa.Connection, kind: str, actor: Actor) -> bytes | None:
    """The office's own template as it was brought; None where there is none. Raises Forbidden for anybody else."""
    must_be_office(connection, actor)
    return _content(connection, kind)


def _content(connection: sa.Connection, kind: str) -> bytes | None:
    query = sa.select(StoredFile.__table__.c.content).join(WordTemplate, StoredFile.__table__.c.sha256 == _T.sha256)
    content = connection.scalar(query.where(_T.kind == kind))
    return None if content is None else bytes(content)


def in_word(connection: sa.Connection, document: Document) -> bytes:
    """The .docx of a document: by the office's template where its kind has one, else in the built-in layout.

    Raises FileRefused where the template cannot be filled.
    """
    content = _content(connection, document.kind) if document.kind in FIELDS else None
    return write(document) if content is None else filled(content, document)
