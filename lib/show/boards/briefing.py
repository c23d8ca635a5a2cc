"""简报: a document as it will be printed, and what stands behind each of its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from lib.documents import kinds
from lib.documents.cautions import cautions
from lib.documents.issuing import Paper
from lib.documents.paper import Block, Document, Grid, Paragraph, Run, runs_of
from lib.kept.reference import Reference
from lib.kept.touched import of_its_half_month
from lib.show import blocks
from lib.show.blocks import Markup
from lib.show.boards.briefing_basis import Explain
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _


@dataclass(frozen=True)
class BriefingBoard:
    """The documents to be written, the first of them as markup, its numbers, and what the office finds in the fields.

    `file_name` is that of the file which holds them all; `numbers` counts those of the text. `papers` are the documents
    as they would be issued, `cautions` what had better be looked at before.
    """

    papers: tuple[Paper, ...]
    file_name: str
    paper: Markup
    basis: Markup
    numbers: int
    fonts: Markup
    cautions: Markup | None

    @property
    def documents(self) -> tuple[Document, ...]:
        """What is to be written."""
        return tuple(paper.document for paper in self.papers)


def kind_words() -> dict[str, str]:
    """通报, 简报, 反馈单."""
    return {"notice": _("Notice"), "digest": _("Digest"), "feedback": _("Feedback sheet")}


@of_its_half_month
def briefing_board(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, kind: str, codes: tuple[str, ...] = ()
) -> BriefingBoard:
    """The document of this kind; of feedback those of the counties `codes`, of which the first is shown."""
    papers = kinds.to_issue(connection, reference, half_month, kind, codes)
    documents = tuple(paper.document for paper in papers)
    explain = Explain(reference)
    warnings = _("; ").join(cautions(connection, half_month, documents[0]))
    return BriefingBoard(
        papers=papers,
        file_name=kinds.file_name(half_month, documents),
        paper=_paper(documents[0], explain),
        basis=_basis(documents[0], explain),
        numbers=len(_numbers(documents[0])),
        fonts=_fonts(documents[0]),
        cautions=blocks.banner("warning", _("Please look before you issue"), warnings) if warnings else None,
    )


# As it will be printed ------------------------------------------------------------------------------------------


def _paper(document: Document, explain: Explain) -> Markup:
    """A page of the look of the document; on the screen it has no page breaks."""
    body = [_block(block, explain) for block in document.body]
    annexes = [
        part
        for at, annex in enumerate(document.annexes, start=1)
        for part in (
            blocks.element("p", "by-paper-annex", f"附件{at}"),
            blocks.element("p", "by-paper-title", annex.title),
            *(_block(block, explain) for block in annex.blocks),
        )
    ]
    kind = f"by-paper by-paper-{document.kind}"
    # lang: a document is Chinese in every language of the page, and is read out as that
    article = blocks.element("article", kind, *_head(document), *body, *_foot(document), *annexes, lang="zh")
    # tabindex: what scrolls must be reached by the keyboard
    return blocks.element("div", "by-sheet", article, tabindex="0", role="region", aria_label=document.file_name)


def _head(document: Document) -> list[Markup]:
    texts = (
        ("by-paper-issue" if document.kind == "digest" else "by-paper-number", document.number),
        ("by-paper-number by-paper-line", _signature(document, "\u3000\u3000") if document.kind == "digest" else ""),
        ("by-paper-title", "\n".join(document.title)),
        ("by-paper-to", f"{document.addressees}：" if document.addressees else ""),
    )
    mark = [blocks.element("p", "by-paper-mark", document.draft)] if document.draft else []
    return [*mark, *_masthead(document), *(blocks.element("p", classes, text) for classes, text in texts if text)]


def _masthead(document: Document) -> list[Markup]:
    """In one line, whatever the width of the column: the style sheet sizes it by how many characters it has."""
    if not document.masthead:
        return []
    wide = blocks.style(characters=str(len(document.masthead)))
    return [blocks.element("p", "by-paper-masthead", document.masthead, style=wide)]


def _foot(document: Document) -> list[Markup]:
    if document.kind == "digest":
        return []
    titles = [annex.title for annex in document.annexes]
    listed = "\n".join(f"{at}.{title}" for at, title in enumerate(titles, start=1))
    annexes = [blocks.element("p", "by-paper-list", "附件：", blocks.element("span", "", listed))] if titles else []
    code = [blocks.element("p", "by-paper-note", f"数据校验码 {document.code}")] if document.code else []
    return [*annexes, blocks.element("p", "by-paper-signed", _signature(document, "\n")), *code]


def _signature(document: Document, mark: str) -> str:
    day = document.signed_on
    return f"{document.signed_by}{mark}{day.year}年{day.month}月{day.day}日"


def _block(block: Block, explain: Explain) -> Markup:
    if isinstance(block, Paragraph):
        return blocks.element("p", f"by-paper-{block.role}", *(_run(run, explain) for run in block.runs))
    return _grid(block, explain)


def _run(run: Run, explain: Explain) -> object:
    """A number says what it is when one points at it."""
    classes = f"by-face-{run.face}" if run.face else ""
    if run.ref is None:
        return blocks.element("span", classes, run.text) if classes else run.text
    return blocks.element("span", f"by-figure {classes}".strip(), run.text, title=explain.line(run.ref))


def _grid(grid: Grid, explain: Explain) -> Markup:
    rows = [[blocks.join(*(_run(run, explain) for run in runs_of(cell))) for cell in row] for row in grid.rows]
    caption = blocks.element("p", "by-paper-caption", grid.title) if grid.title else None
    note = blocks.element("p", "by-paper-note", grid.note) if grid.note else None
    table = blocks.table(grid.headers, rows, set(range(len(grid.headers))) - grid.texts - {0})
    wide = blocks.scrolling(table, grid.title or _("Table"), "by-paper-table")
    return blocks.join(caption, wide, note)


# What stands behind the numbers ----------------------------------------------------------------------------------


def _basis(document: Document, explain: Explain) -> Markup:
    """Each number of the text once, in its order, with what it is; those of the tables say it when pointed at."""
    rows = [explain.row(run) for run in _numbers(document)]
    headers = (_("Number in the text"), _("What it is"), _("Unit"), _("Definition"), _("Source"))
    return blocks.table(headers, rows, {0}) if rows else blocks.empty(_("There is no number in the text"), "")


def _numbers(document: Document) -> list[Run]:
    runs = (run for block in document.body if isinstance(block, Paragraph) for run in block.runs)
    # equal runs say the same of the same thing
    return list(dict.fromkeys(run for run in runs if run.ref))


def _fonts(document: Document) -> Markup:
    """The fonts of the file: whether they are there only the computer knows on which it is opened."""
    names: Sequence[str] = list(dict.fromkeys(document.fonts.values()))
    explanation = _(
        "The file uses {fonts}. The server cannot know which of them the reader's computer has: where one is missing,"
        " Word takes another, and lines and pages fall differently. Windows brings all but 小标宋, which has to be"
        " installed; for the _GB2312 ones its own 仿宋 and 楷体 stand in. The names are set in data/briefing.toml."
    ).format(fonts="、".join(names))
    return blocks.element("p", "by-second", explanation)
