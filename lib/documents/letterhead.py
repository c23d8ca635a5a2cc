"""What stands around every document's text: file name, title, draft, signature; and what the office finds of it."""

from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from lib.documents.facts import Facts, gather
from lib.documents.head import Desk, head_of
from lib.documents.paper import Document, plain
from lib.documents.review import as_text, asked, judgement
from lib.documents.template import fill
from lib.documents.texts import Texts, office_texts
from lib.kept.models import Briefing
from lib.kept.reference import Reference
from lib.review.issuing import last_ones
from lib.review.submissions import due_date
from lib.words.half_months import HalfMonth
from lib.words.settings import settings


def finished(document: Document, texts: Texts, prefecture: str) -> Document:
    """In the office's fonts and, where nobody else signs, with its signature; a draft says so in title and name.

    The title is `made` as one text, and parted into its lines here.
    """
    return replace(
        document,
        file_name=file_name(document.file_name, document.draft),
        title=tuple(f"{document.title[0]}{_mark(document.draft)}".split("\n")),
        signed_by=document.signed_by or plain(fill(texts.office.signed_by, prefecture=prefecture)),
        fonts=texts.fonts.model_dump(),
    )


def of_half_month(document: Document, facts: Facts, texts: Texts, head: Briefing) -> Document:
    """A document of a half month, signed as its `head` says; a draft while the half month is open."""
    draft, day = texts.words.draft if facts.draft else "", head.signed_on or document.signed_on
    document = replace(document, draft=draft, signed_by=head.signed_by, signed_on=day)
    return finished(document, texts, facts.top.name)


def file_name(name: str, draft: str) -> str:
    """The name of a file; a draft says so."""
    return f"{name}{_mark(draft)}.docx"


def _mark(draft: str) -> str:
    return f"（{draft}）" if draft else ""


def desk(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> Desk:
    """What the office finds in the fields of a half month's documents."""
    facts = gather(connection, reference, half_month)
    return Desk(head_of(connection, half_month), generated(facts, office_texts()))


# What the office may write anew -----------------------------------------------------------------------------------


def generated(facts: Facts, texts: Texts) -> dict[str, str]:
    """What the data say of each field that the office may write anew."""
    return {
        "issue": "",
        "digest_issue": "",
        "addressees": texts.notice.addressees,
        "copies": texts.notice.copies,
        "signed_by": plain(fill(texts.office.signed_by, prefecture=facts.top.name)),
        "signed_on": str(settings().today),
        "judgement": as_text(texts, judgement(facts, texts)),
        "demands": as_text(texts, asked(facts, texts)),
    }


def number(
    connection: sa.Connection, half_month: HalfMonth, kind: str, template: str, issue: int | None, own_day: date | None
) -> str:
    """州减负联席办〔2023〕12号: blank between 〕 and 号 until the office enters what the registry gave.

    What was issued keeps the number that it had. The year is that of the day which the office set, else of the day on
    which the reports are due: no notice is issued before it.
    """
    if issue is None and (last := last_ones(connection, half_month, kind).get("")):
        return last.number
    signed = own_day or due_date(half_month)
    return plain(fill(template, year=str(signed.year), issue=BLANK if issue is None else str(issue)))


BLANK = "\u3000"  # what is written in by hand


def head_for(connection: sa.Connection, texts: Texts, half_month: HalfMonth) -> Briefing:
    """What the office wrote of its own; where it wrote no addressees or copies, those of the texts."""
    own, notice = head_of(connection, half_month) or Briefing(half_month=half_month.ordinal), texts.notice
    return own.changed(addressees=own.addressees or notice.addressees, copies=own.copies or notice.copies)
