"""Handing a document out: which version it is, what it corrects, and the act that keeps the file.

Made again from what did not change it is the version that was handed out; after a change it is the next one, which
says 更正 behind its title and below it what differs.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import sqlalchemy as sa

from lib.documents.facts import below_the_top
from lib.documents.head import head_of
from lib.documents.paper import Document, Grid, Paragraph, paragraph, plain, runs_of
from lib.documents.template import fill
from lib.documents.texts import office_texts
from lib.documents.word import write
from lib.figures.reading import by_child, figures
from lib.kept.models import Indicator, Issued
from lib.kept.reference import Reference
from lib.kept.store import writing
from lib.ledger.access import Actor
from lib.ledger.door import Act, ActKind, Receipt
from lib.ledger.door.handed_out import issue_within, must_still_be
from lib.review.issuing import Stated, StatedFigures, last_ones, stated
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.settings import settings
from lib.words.wording import MISSING, exact, rounded

MOST_NAMED = 12  # figures that a correction names; the rest are counted


@dataclass(frozen=True)
class Paper:
    """A document as it would be handed out now; `last` is its version before, which it equals where it is the `same`.

    `unit_code` is the county of a feedback sheet, "" elsewhere; `words` is a hash of all that it says (`words_of`), and
    `difference` what it corrects.
    """

    document: Document
    unit_code: str
    words: str
    last: Issued | None
    difference: str = ""

    @property
    def same(self) -> bool:
        """Whether it says what was handed out already."""
        return self.last is not None and stated(self.last).words == self.words

    @property
    def version(self) -> int:
        """The number of this version: that of the last one where nothing differs."""
        return 1 if self.last is None else self.last.version + (not self.same)


def papers(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, documents: Mapping[str, Document], kind: str
) -> tuple[Paper, ...]:
    """The documents `made` of one kind, by the code of their unit, as they would be handed out."""
    last = last_ones(connection, half_month, kind)
    several = [Paper(document, code, words_of(document), last.get(code)) for code, document in documents.items()]
    # what a correction names is read for these alone: of most papers nothing differs
    changed = [paper.unit_code for paper in several if paper.last and not paper.same]
    now = stated_figures(connection, reference, half_month, changed) if changed else {}
    head = head_of(connection, half_month)
    own_day = head.signed_on if head else None
    return tuple(_as_issued(paper, reference, now.get(paper.unit_code, {}), own_day) for paper in several)


def _as_issued(paper: Paper, reference: Reference, now: StatedFigures, own_day: date | None) -> Paper:
    """With the day of the version that it equals, or with what it corrects."""
    last = paper.last
    if last is None or paper.document.draft:
        return paper
    if not paper.same:
        paper = replace(paper, difference=difference(reference, stated(last).figures, now))
        return replace(paper, document=_corrected(paper.document, paper.version, last, paper.difference))
    # made again on a later day it is still what was handed out, and bears the day of that, unless the office set one
    document = paper.document if own_day else replace(paper.document, signed_on=last.issued_on)
    if last.version > 1:
        document = _corrected(document, last.version, last, last.difference)
    return replace(paper, document=document, difference=last.difference)


def _corrected(document: Document, version: int, last: Issued, difference: str) -> Document:
    """A correction: its title says so, and the first paragraph what differs from the version before."""
    words = office_texts().words
    number = str(version)
    mark = plain(fill(words.corrected, version=number))
    line = fill(words.correction, version=number, before=str(version - 1), difference=difference)
    return replace(
        document,
        title=(*document.title[:-1], document.title[-1] + mark),
        file_name=document.file_name.removesuffix(".docx") + f"{mark}.docx",
        body=(paragraph("body", line), *document.body),
    )


# What a document states ---------------------------------------------------------------------------------------------


def words_of(document: Document) -> str:
    """A hash of every word of a document but its day: equal ones say the same."""
    words = [document.kind, document.masthead, document.number, *document.title, document.addressees, document.copies]
    words += [document.signed_by, *(annex.title for annex in document.annexes)]
    for block in document.blocks:
        words += [block.text] if isinstance(block, Paragraph) else _texts(block)
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def _texts(grid: Grid) -> list[str]:
    cells = [plain(runs_of(cell)) for row in grid.rows for cell in row]
    return [grid.title, *grid.headers, *cells, grid.note]


def stated_figures(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, units: Sequence[str]
) -> dict[str, StatedFigures]:
    """By each of `units` (a county, or "" for the whole prefecture) the exact figures behind its document."""
    codes = list(reference.indicators)
    below = below_the_top(reference)
    top = figures(connection, reference, reference.top, half_month, codes)
    by_unit = {reference.top.code: _known(reference, ((figure.code, figure.value) for figure in top))}
    for row in by_child(connection, reference, reference.top, half_month, below):
        by_unit[row.unit.code] = _known(reference, ((code, row.value(code)) for code in below))
    return {unit: {unit: by_unit.get(unit, {})} if unit else by_unit for unit in units}


def _known(reference: Reference, values: Iterable[tuple[str, Decimal | None]]) -> dict[str, str]:
    """Those that there are, with the decimals that a document shows."""
    decimals = {code: indicator.decimals for code, indicator in reference.indicators.items()}
    return {code: format(rounded(value, decimals[code]), "f") for code, value in values if value is not None}


def difference(reference: Reference, before: StatedFigures, now: StatedFigures) -> str:
    """兴义市清理机构牌子 1,220 → 1,225 块；…: what differs between two versions, the prefecture first."""
    sentences = [
        _sentence(reference, unit, indicator, before.get(unit, {}).get(code), now.get(unit, {}).get(code))
        for unit in dict.fromkeys((*now, *before))
        for code, indicator in reference.indicators.items()
        if before.get(unit, {}).get(code) != now.get(unit, {}).get(code)
    ]
    words = office_texts().words
    if not sentences:
        return words.correction_words
    if len(sentences) > MOST_NAMED:
        more = plain(fill(words.correction_more, count=str(len(sentences) - MOST_NAMED)))
        return "；".join([*sentences[:MOST_NAMED], more])
    return "；".join(sentences)


def _sentence(reference: Reference, unit: str, indicator: Indicator, before: str | None, now: str | None) -> str:
    name = reference.units[unit].name if unit in reference.units else unit
    measure = "%" if indicator.unit == "%" else f" {indicator.unit}"
    return f"{name} {indicator.name} {_exact(before, indicator)} → {_exact(now, indicator)}{measure}"


def _exact(value: str | None, indicator: Indicator) -> str:
    return MISSING if value is None else exact(Decimal(value), indicator.decimals)


# The act ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class HandedOut:
    """What an act handed out: the papers that were new, and the receipt of the last."""

    papers: tuple[Paper, ...]
    receipt: Receipt


def issue(
    store: sa.Engine, reference: Reference, half_month: HalfMonth, several: Sequence[Paper], actor: Actor, seen: int
) -> HandedOut:
    """Keep the files of these papers as they are handed out; those that were handed out already as they are, are not.

    `seen` is the revision at which the papers were made. Raises Refusal for a draft and where nothing is new, Conflict
    when something was saved since, Forbidden for anybody but the office.
    """
    if any(paper.document.draft for paper in several):
        said = _("{half_month} is not closed: its documents are drafts and can be downloaded, but not issued")
        raise Refusal(said.format(half_month=half_month.label))
    new = tuple(paper for paper in several if not paper.same)
    if not new:
        versions = _(", ").join(dict.fromkeys(str(paper.version) for paper in several))
        said = _("It is equal to version {version}, which was issued; nothing was kept anew")
        raise Refusal(said.format(version=versions))
    # before the database is locked: nobody else can save while it is
    files = [write(paper.document) for paper in new]
    with writing(store) as connection:
        must_still_be(connection, seen)
        stated_now = stated_figures(connection, reference, half_month, [paper.unit_code for paper in new])
        receipts = [
            issue_within(connection, _act(paper, actor, file), _row(paper, half_month, stated_now[paper.unit_code]))
            for paper, file in zip(new, files, strict=True)
        ]
    return HandedOut(new, receipts[-1])


def _act(paper: Paper, actor: Actor, file: bytes) -> Act:
    note = paper.difference if paper.version > 1 else ""
    return Act(actor, ActKind.ISSUE, note=note, file_name=paper.document.file_name, content=file)


def _row(paper: Paper, half_month: HalfMonth, now: StatedFigures) -> dict[str, object]:
    """What is kept beside the file; when, by whom and its hash the ledger fills in."""
    return {
        "kind": paper.document.kind,
        "half_month": half_month.ordinal,
        "unit_code": paper.unit_code,
        "version": paper.version,
        "number": paper.document.number,
        "issued_on": settings().today,
        "file_name": paper.document.file_name,
        "facts": Stated(now, paper.words).as_json(),
        "difference": paper.difference,
    }
