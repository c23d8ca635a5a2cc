"""Attachments by name and hash, to tell whether a copy is the same; the files themselves are loaded on the pages."""

from lib.kept.models import AttachedTo, FileKind
from lib.ledger.access import GUEST
from lib.review.admissions import applications, visible
from lib.review.attachments import attachments
from lib.server.api.describe import Field, Page, Resource, Source, Wanted
from lib.server.api.describe import marked as _
from lib.server.api.fields import PAGED
from lib.server.api.pages import page


def _read(source: Source, wanted: Wanted) -> Page:
    """In the order in which they were attached; those of a draft are its department's own."""
    drafts = {matter.code for matter in applications(source.connection) if not visible(matter, GUEST)}
    every = attachments(source.connection)
    return page(wanted, [each for each in every if each.owner != AttachedTo.ADMISSION or each.owner_key not in drafts])


ATTACHMENTS = Resource(
    "attachments", _("Attachments: names and hashes, without content"), PAGED, _read,
    (
        Field("code", "code", _("Code of the attachment.")),
        Field("belongs_to", "code", _("What it belongs to."), "owner", choices=tuple(AttachedTo)),
        Field("key", "code", _("Code of that record; of a document issued its number."), "owner_key"),
        Field("title", "text", _("Title.")),
        Field("file_name", "text", _("Name of the file.")),
        Field("kind", "code", _("What the file is by its content."), choices=tuple(FileKind)),
        Field("size", "integer", _("Bytes.")),
        Field("sha256", "text", _("SHA-256 of the file in hexadecimal digits.")),
        Field("attached_on", "date", _("Day on which it was attached.")),
    ),
)  # fmt: skip
