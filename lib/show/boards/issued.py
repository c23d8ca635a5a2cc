"""简报·印发: whether the document shown was handed out already, and the list of what was."""

from collections.abc import Sequence

import sqlalchemy as sa

from lib.documents.issuing import HandedOut, Paper
from lib.documents.letterhead import BLANK
from lib.kept.models import Issued
from lib.kept.reference import Reference
from lib.review.issuing import issued
from lib.show import blocks
from lib.show.blocks import Markup
from lib.show.boards.words import unit_name
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _


def issued_files(connection: sa.Connection, _reference: Reference, half_month: HalfMonth, kind: str) -> list[Issued]:
    """What was handed out of this kind, newest first."""
    return issued(connection, half_month, kind)


def issue_standing(papers: Sequence[Paper]) -> Markup:
    """Where the document that is shown stands against what was handed out."""
    return blocks.element("p", "by-second", _standing(papers))


def _standing(papers: Sequence[Paper]) -> str:
    first = papers[0]
    if first.document.draft:
        return _("A draft cannot be issued; close the half month first")
    if all(paper.same for paper in papers):  # sheets of counties have a version each
        text = _("What is shown is equal to version {version}, which was issued")
        return text.format(version=_(", ").join(dict.fromkeys(str(paper.version) for paper in papers)))
    if len(papers) > 1:
        text = _("{count} of {all} sheets are new or differ from what was issued")
        return text.format(count=sum(not paper.same for paper in papers), all=len(papers))
    if first.last is None:
        text = _("It was not issued yet; issuing keeps the very file")
        if first.document.kind == "digest":
            blank = _("the number of its issue is still blank: enter it first, later it makes a new version")
        else:
            blank = _("its number is still blank: enter it first, later it makes a new version")
        return f"{text}{_('; ')}{blank}" if BLANK in first.document.number else text
    text = _("Since version {before} something changed: {difference}. It becomes version {version}")
    return text.format(before=first.last.version, difference=first.difference, version=first.version)


def answer(done: HandedOut) -> Markup:
    """已印发：第1版，编号 12."""
    versions = _(", ").join(dict.fromkeys(str(paper.version) for paper in done.papers))
    first = _("Issued: version {version}, saved as no. {batch}").format(version=versions, batch=done.receipt.batch)
    return blocks.banner("success", first, _("The file is kept as it is and can be had again below"))


def version(reference: Reference, file: Issued) -> str:
    """兴义市 第1版."""
    place = unit_name(reference.units[file.unit_code]) if file.unit_code in reference.units else file.unit_code
    return " ".join(filter(None, (place, _("Version {version}").format(version=file.version))))


def line(reference: Reference, file: Issued) -> Markup:
    """兴义市 第1版　〔2023〕12号　2023-07-18　联席办 李四　更正 …: one document as the list names it."""
    return blocks.told(
        version(reference, file), file.number, file.issued_on.isoformat(), file.issued_by, file.difference
    )
