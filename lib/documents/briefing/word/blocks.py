"""Paragraphs and tables of a document as WordprocessingML."""

from collections.abc import Mapping, Sequence
from functools import partial

from lib.documents.briefing.paper import Block, Grid, Paragraph, Run, Said, runs_of
from lib.documents.briefing.word.layout import SHORT, WIDE, WIDE_TABLE_SIZE
from lib.documents.briefing.word.xml import Element, el, fonts, paragraph, run

STYLES = {"body": "Body", "heading": "Heading1", "note": "Note"}
FACES = {"hei": "heading", "kai": "subheading"}
Faces = Mapping[str, str]  # the office's fonts by their place: title, body, heading, subheading, page_number


def blocks(several: Sequence[Block], faces: Faces, width: int) -> list[Element]:
    """Each block in its order; a table of this width (twips) comes with its caption and its note."""
    found: list[Element] = []
    for block in several:
        found += [_paragraph(block, faces)] if isinstance(block, Paragraph) else grid(block, faces, width)
    return found


def _paragraph(block: Paragraph, faces: Faces) -> Element:
    return paragraph(STYLES[block.role], *(_run(one, faces) for one in _merged(block.runs)))


def _merged(runs: Sequence[Run]) -> list[Run]:
    """Neighbours of one face as one run: Word files are read and edited by people."""
    found: list[Run] = []
    for one in runs:
        if found and found[-1].face == one.face:
            found[-1] = Run(found[-1].text + one.text, face=one.face)
        else:
            found.append(Run(one.text, face=one.face))
    return found


def _run(one: Run, faces: Faces, size: int | None = None) -> Element:
    properties = [fonts(faces[FACES[one.face]])] if one.face else []
    if size is not None:
        properties += [el("sz", val=size), el("szCs", val=size)]
    return run(one.text, *properties)


# Tables ---------------------------------------------------------------------------------------------------------


def grid(one: Grid, faces: Faces, width: int) -> list[Element]:
    """Caption, table, note: the head is repeated on every page, and no row is torn apart."""
    widths = _widths(one.widths, width)
    size = WIDE_TABLE_SIZE if len(one.headers) >= WIDE else None
    whole = len(one.rows) <= SHORT
    last = len(one.rows) - 1
    row = partial(_row, widths=widths, faces=faces, size=size)
    head = row([Run(text, face="hei") for text in one.headers], texts=frozenset(), head=True, with_next=True)
    rows = [row(cells, texts=one.texts, with_next=whole and at < last) for at, cells in enumerate(one.rows)]
    table = el("tbl", _properties(width), el("tblGrid", *(el("gridCol", w=width) for width in widths)), head, *rows)
    caption = [paragraph("Caption", run(one.title))] if one.title else []
    note = [paragraph("Note", run(one.note))] if one.note else []
    return [*caption, table, *note]


def _widths(shares: Sequence[int], width: int) -> list[int]:
    """The shares as widths that together are the line."""
    whole = sum(shares)
    widths = [width * share // whole for share in shares]
    return [widths[0] + width - sum(widths), *widths[1:]]


def _properties(width: int) -> Element:
    line = {"val": "single", "sz": 4, "space": 0, "color": "000000"}
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return el(
        "tblPr",
        el("tblW", w=width, type="dxa"),
        el("jc", val="center"),
        el("tblBorders", *(el(side, **line) for side in sides)),
        el("tblLayout", type="fixed"),
        el("tblCellMar", *(el(side, w=40, type="dxa") for side in ("left", "right"))),
    )


def _row(
    cells: Sequence[Said],
    *,
    widths: Sequence[int],
    faces: Faces,
    size: int | None,
    texts: frozenset[int],
    with_next: bool,
    head: bool = False,
) -> Element:
    """A row of a table; `with_next` keeps it on the page of the row below it."""
    properties = el(
        "trPr", el("cantSplit"), el("trHeight", val=300, hRule="atLeast"), el("tblHeader") if head else None
    )
    each = []
    for at, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        placed = [el("keepNext")] if with_next else []
        placed += [el("jc", val="left")] if at in texts else []
        content = [_run(one, faces, size) for one in _merged(runs_of(cell)) if one.text]
        each.append(_cell(content, width, placed))
    return el("tr", properties, *each)


def _cell(content: Sequence[Element], width: int, properties: Sequence[Element]) -> Element:
    return el(
        "tc",
        el("tcPr", el("tcW", w=width, type="dxa"), el("vAlign", val="center")),
        paragraph("Cell", *content, properties=properties),
    )
