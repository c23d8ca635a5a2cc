"""附件: files that belong to a record, attached and taken away through the door, and handed out to who may see it."""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa

from lib.intake.attached import recognised
from lib.intake.exports import file_name
from lib.kept.changes import Change
from lib.kept.models import AttachedTo, Attachment, StoredFile
from lib.kept.store import reading, record, records, writing
from lib.ledger.access import Actor, actor_of
from lib.ledger.door import Act, ActKind, Receipt, save_within
from lib.review.admissions import application, visible
from lib.words.errors import Forbidden, Refusal
from lib.words.language import gettext as _
from lib.words.settings import settings


class Owner(NamedTuple):
    """What an attachment belongs to: the kind, and the code of the record (of a document issued its number)."""

    kind: AttachedTo
    key: str


_A = Attachment.__table__.c


def attachments(connection: sa.Connection, owners: Sequence[Owner] | None = None) -> list[Attachment]:
    """The attachments of these owners, or all of them, in the order in which they were attached."""
    query = sa.select(Attachment).order_by(_A.code)
    if owners is not None:
        query = query.where(sa.tuple_(_A.owner, _A.owner_key).in_([(owner.kind.value, owner.key) for owner in owners]))
    return records(connection, query)


def may_load(connection: sa.Connection, attachment: Attachment, actor: Actor) -> bool:
    """Whether who is signed in may see the record, and so its attachments; a guest may not."""
    if not actor.known:
        return False
    if attachment.owner is not AttachedTo.ADMISSION:
        return True
    matter = application(connection, attachment.owner_key)
    return matter is not None and visible(matter, actor)


def attach(store: sa.Engine, owner: Owner, title: str, name: str, content: bytes, actor: Actor) -> Receipt:
    """Keep a file with a record, under its title or else the name that it came with.

    Raises FileRefused for a file that is too large or of a kind that is not kept, Forbidden, or Refusal.
    """
    kind = recognised(content, settings().upload)
    own_name = file_name(name.rpartition(".")[0] or name, kind)  # what it is, whatever it was called
    with writing(store) as connection:
        attachment = Attachment(
            code=_next(connection), owner=owner.kind, owner_key=owner.key,
            department_code=_department(connection, owner),
            title=title.strip() or own_name.rpartition(".")[0], file_name=own_name, kind=kind, size=len(content),
            sha256=hashlib.sha256(content).hexdigest(), attached_on=settings().today, attached_by=actor.name,
        )  # fmt: skip
        act = Act(actor, ActKind.ATTACH, note=attachment.title, file_name=own_name, content=content)
        return save_within(
            connection, act, [Change("attachment", (attachment.code,), "", None, attachment.as_record())]
        )


def _next(connection: sa.Connection) -> str:
    """F0012: no number comes twice, also after one was taken away."""
    return f"F{connection.execute(_EVER).scalar_one() + 1:04}"


_EVER = sa.text("SELECT COUNT(*) FROM record_change WHERE \"table\" = 'attachment' AND field = '' AND before IS NULL")


def _department(connection: sa.Connection, owner: Owner) -> str | None:
    matter = application(connection, owner.key) if owner.kind is AttachedTo.ADMISSION else None
    return matter.department_code if matter else None


def remove(store: sa.Engine, code: str, actor: Actor) -> Receipt:
    """Take an attachment away; its file stays in the history, and an undo gives it back. Raises Refusal, Forbidden."""
    with writing(store) as connection:
        attachment = _attachment(connection, code)
        act = Act(actor, ActKind.ATTACH, note=_("“{title}” removed").format(title=attachment.title))
        return save_within(connection, act, [Change("attachment", (code,), "", attachment.as_record(), None)])


def content(store: sa.Engine, code: str, actor: Actor) -> bytes:
    """The very bytes that were attached. Raises Forbidden unless this actor may see the record now."""
    with reading(store) as connection:
        attachment = _attachment(connection, code)
        # the account as it is now: whoever was signed in when the page was drawn may have lost his role since
        if not may_load(connection, attachment, actor_of(connection, actor)):
            raise Forbidden(_("Sign in as somebody who may see what this is attached to"))
        file = StoredFile.__table__.c
        return bytes(connection.execute(sa.select(file.content).where(file.sha256 == attachment.sha256)).scalar_one())


def _attachment(connection: sa.Connection, code: str) -> Attachment:
    attachment = record(connection, sa.select(Attachment).where(_A.code == code))
    if attachment is None:
        raise Refusal(_("The attachment is not there any more; look again"))
    return attachment
