"""通报, 简报 and 反馈单: the half month as documents that need no retyping.

The data of a half month (`facts`) fill the office's templates (data/briefing.toml, `texts`) into a document as a value
(`paper`), in which every number knows what it is; `word` writes it. What the office writes itself is kept with the half
month (`kept`).
"""

from collections.abc import Sequence

import sqlalchemy as sa

from lib.documents.briefing.digest import digest_of
from lib.documents.briefing.feedback import all_file_name, feedback_of
from lib.documents.briefing.kept import FIELDS, Head, Shown, head_of, write_head
from lib.documents.briefing.notice import desk, notice_of
from lib.documents.briefing.paper import Block, Document, Grid, Paragraph, Ref, Run, in_chinese, runs_of
from lib.documents.briefing.texts import FILE, check, office_texts, read_texts
from lib.kept.reference import Reference, read_reference
from lib.kept.store import reading
from lib.words.half_months import HalfMonth

__all__ = [
    "FIELDS", "FILE", "KINDS", "Block", "Document", "Grid", "Head", "Paragraph", "Ref", "Run", "Shown", "check",
    "check_texts", "documents", "file_name", "runs_of", "head_of", "office_texts", "read_texts", "shown", "write_head",
]  # fmt: skip

KINDS = ("notice", "digest", "feedback")


def documents(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, kind: str, counties: Sequence[str] = ()
) -> tuple[Document, ...]:
    """The document of this kind; of feedback one for each of the `counties`.

    Raises SettingsError where a template names an indicator that there is no more.
    """
    check(office_texts(), reference.indicators.keys())
    if kind == "feedback":
        return in_chinese(feedback_of, connection, reference, half_month, counties)
    return (in_chinese({"notice": notice_of, "digest": digest_of}[kind], connection, reference, half_month),)


def file_name(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, several: Sequence[Document]
) -> str:
    """The name of the file that holds these documents."""
    if len(several) == 1:
        return several[0].file_name
    return in_chinese(all_file_name, connection, reference, half_month)


def shown(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> Shown:
    """What the office finds in the fields: what it wrote, and what the data say."""
    return in_chinese(desk, connection, reference, half_month)


def check_texts(store: sa.Engine) -> None:
    """Raises SettingsError for a template that names what does not exist; asked at the start, after data/ is loaded."""
    with reading(store) as connection:
        check(office_texts(), read_reference(connection).indicators.keys())
