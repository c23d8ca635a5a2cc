"""附件: the attachments of a record as a page lists them."""

from collections.abc import Mapping

import sqlalchemy as sa

from lib.kept.models import Attachment
from lib.kept.reference import Reference
from lib.review.attachments import Owner, attachments
from lib.words.language import gettext as _


def attached(
    connection: sa.Connection, _reference: Reference, owners: tuple[Owner, ...]
) -> tuple[tuple[Owner, Attachment], ...]:
    """The attachments of these owners, each with its own."""
    return tuple((Owner(one.owner, one.owner_key), one) for one in attachments(connection, owners))


def line(one: Attachment, owner: Owner, owners: Mapping[Owner, str]) -> str:
    """签批扫描件　签批件.pdf　0.4 MB　2023-07-17　联席办 李四: one attachment as the list names it."""
    size = max(round(one.size / 1_000_000, 1), 0.1)
    parts = [one.title, owners[owner] if len(owners) > 1 else "", one.file_name]
    parts += [_("{size} MB").format(size=size), one.attached_on.isoformat(), one.attached_by]
    return "　".join(part for part in parts if part)
