"""附件: the attachments of a record as a page lists them."""

from collections.abc import Mapping

import sqlalchemy as sa

from lib.kept.models import Attachment
from lib.kept.reference import Reference
from lib.review.attachments import Owner, attachments
from lib.show import blocks
from lib.show.blocks import Markup
from lib.words.wording import file_size


def attached(
    connection: sa.Connection, _reference: Reference, owners: tuple[Owner, ...]
) -> tuple[tuple[Owner, Attachment], ...]:
    """The attachments of these owners, each with its own."""
    return tuple(
        (Owner(attachment.owner, attachment.owner_key), attachment) for attachment in attachments(connection, owners)
    )


def attachment_line(attachment: Attachment, owner: Owner, owners: Mapping[Owner, str]) -> Markup:
    """签批扫描件　签批件.pdf　0.4 MB　2023-07-17　联席办 李四: one attachment as the list names it."""
    # where all are of one owner it goes without saying
    whose = owners[owner] if len(owners) > 1 else ""
    return blocks.told(
        attachment.title,
        whose,
        attachment.file_name,
        file_size(attachment.size),
        attachment.attached_on.isoformat(),
        attachment.attached_by,
    )
