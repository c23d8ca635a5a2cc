"""The documents that the page 简报 would hand out."""

from collections.abc import Sequence

import sqlalchemy as sa

from lib.documents import kinds
from lib.documents.paper import Document
from lib.kept.reference import Reference
from lib.words.half_months import HalfMonth


def documents(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, kind: str, counties: Sequence[str] = ()
) -> tuple[Document, ...]:
    """The document of this kind as it would be handed out now; of feedback one for each of the `counties`."""
    return tuple(paper.document for paper in kinds.to_issue(connection, reference, half_month, kind, counties))
