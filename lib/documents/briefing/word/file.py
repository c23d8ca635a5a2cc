"""The whole file: head, body, annexes, signature and imprint in the order of the norm."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime, time
from io import BytesIO
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE

from lib.documents.briefing.paper import Document
from lib.documents.briefing.parts import full_day
from lib.documents.briefing.word.blocks import blocks
from lib.documents.briefing.word.layout import (
    IMPRINT_SIZE,
    LAYOUTS,
    PAGE,
    PAGE_NUMBER_SIZE,
    TITLE_LINE,
    Layout,
    masthead_fit,
    signature_indents,
)
from lib.documents.briefing.word.styles import font_table, settings, styles
from lib.documents.briefing.word.xml import Element, el, field, fonts, paragraph, run
from lib.words.texts import printable

HEAVY, LIGHT = 20, 14  # twips: 0.35 and 0.25 mm
BLANK_BEFORE_SIGNATURE = 2  # lines, for the seal
LONGEST = 255  # characters that Word takes for a property of the file


def write(*documents: Document) -> bytes:
    """One .docx; several documents of one kind begin each on a new page with page 1."""
    first = documents[0]
    layout = LAYOUTS[first.kind]
    word = docx.Document()
    _look(word, layout, first.fonts)
    section = _section(word, layout, first.fonts["page_number"])
    for at, document in enumerate(documents):
        elements = _elements(document, layout)
        if at < len(documents) - 1:
            _end_section(elements[-1], section, first=at == 0)
        for element in elements:
            section.addprevious(element)
    if len(documents) > 1:
        _without_references(section)
    _describe(word, first)
    file = BytesIO()
    word.save(file)
    return file.getvalue()


# The file's own parts -------------------------------------------------------------------------------------------


def _look(word: Any, layout: Layout, faces: dict[str, str]) -> None:
    """Own styles, settings and fonts instead of the template's; what it brings besides is left out."""
    _replace(word.styles.element, styles(layout, faces))
    _replace(word.settings.element, settings())
    for part in (word.part, word.part.package):
        for key in [key for key, rel in part.rels.items() if _is_left_out(rel.reltype)]:
            part.rels.pop(key)
    word.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)._blob = font_table(faces)


def _is_left_out(kind: str) -> bool:
    return kind.rpartition("/")[2] in ("stylesWithEffects", "numbering", "webSettings", "customXml", "thumbnail")


def _replace(old: Element, new: Element) -> None:
    """The part keeps its root, and takes everything within from the new one."""
    for child in list(old):
        old.remove(child)
    for child in list(new):
        old.append(child)


def _describe(word: Any, document: Document) -> None:
    """Title and author, and the day of the document instead of the template's."""
    core = word.core_properties
    core.title = printable("".join(document.title))[:LONGEST]
    core.author = core.last_modified_by = printable(document.signed_by)[:LONGEST]
    core.comments = core.keywords = ""
    core.language = "zh-CN"
    core.created = core.modified = datetime.combine(document.signed_on, time())


# Sections -------------------------------------------------------------------------------------------------------


def _section(word: Any, layout: Layout, font: str) -> Element:
    """The page, and its number outside: on the right of odd pages, on the left of even ones."""
    section = word.sections[0]
    _number(section.footer, "right", font)
    _number(section.even_page_footer, "left", font)
    found = section._sectPr
    references = [child for child in found if child.tag.endswith("}footerReference")]
    for child in list(found):
        found.remove(child)
    found.extend(references)
    found.append(el("pgSz", w=PAGE[0], h=PAGE[1]))
    found.append(_margins(layout))
    found.append(el("pgNumType", start=1))
    found.append(el("docGrid", type="lines", linePitch=layout.line))
    return found


def _margins(layout: Layout) -> Element:
    sides = {side: getattr(layout, side) for side in ("top", "right", "bottom", "left", "footer")}
    return el("pgMar", **sides, header=851, gutter=0)


def _number(footer: Any, side: str, font: str) -> None:
    """— 1 —, one character from the outer edge."""
    footer.is_linked_to_previous = False
    root = footer._element
    for child in list(root):
        root.remove(child)
    look = (fonts(font), el("sz", val=PAGE_NUMBER_SIZE), el("szCs", val=PAGE_NUMBER_SIZE))
    indent = el("ind", **{f"{side}Chars": 100, side: PAGE_NUMBER_SIZE * 10})
    dash = [run(text, *deepcopy(look)) for text in ("— ", " —")]
    content = (dash[0], *field("PAGE", *look), dash[1])
    root.append(paragraph("Footer", *content, properties=(indent, el("jc", val=side))))


def _end_section(last: Element, section: Element, *, first: bool) -> None:
    """The paragraph that ends a section holds it; the footers of the first one serve all."""
    mine = deepcopy(section)
    if not first:
        _without_references(mine)
    last.pPr.append(mine)


def _without_references(section: Element) -> None:
    for child in [child for child in section if child.tag.endswith("}footerReference")]:
        section.remove(child)


# Head, annexes, signature ----------------------------------------------------------------------------------------


def _elements(document: Document, layout: Layout) -> list[Element]:
    faces = document.fonts
    found = [*_head(document, layout), *blocks(document.body, faces, layout.width)]
    if document.kind != "digest":
        found += [*_attachments(document, layout), *_signature(document, layout)]
    for at, annex in enumerate(document.annexes, start=1):
        mark = f"附件{at}" if len(document.annexes) > 1 else "附件"
        found += [
            paragraph("Annex", run(mark)),
            _title((annex.title,), layout, 1),
            *blocks(annex.blocks, faces, layout.width),
        ]
    if document.masthead and document.kind == "notice":
        found += _imprint(document, layout)
    return found


def _head(document: Document, layout: Layout) -> list[Element]:
    mark = [paragraph("Mark", run(document.draft))] if document.draft else []
    if document.kind == "digest":
        return [*mark, *_digest_head(document, layout)]
    before, to = 2 if document.masthead else 0, f"{document.addressees}："
    return [
        *mark,
        *(_masthead(document, layout) if document.masthead else ()),
        _title(document.title, layout, before),
        *([paragraph("Salutation", run(to), properties=(_before(layout, 1),))] if document.addressees else []),
    ]


def _title(lines: Sequence[str], layout: Layout, before: int) -> Element:
    return paragraph("Title", run("\n".join(lines)), properties=(_before(layout, before, TITLE_LINE),))


def _masthead(document: Document, layout: Layout) -> list[Element]:
    """The masthead in red, two lines below it the issue number, 4 mm below that the red rule."""
    above = layout.masthead_before - (layout.line if document.draft else 0)
    number = paragraph("Ruled", run(document.number), properties=(_before(layout, 2),))
    return [_red(document.masthead, above, layout.width), number]


def _red(text: str, before: int, width: int) -> Element:
    size, scale = masthead_fit(text, width)
    spacing = el("spacing", before=max(before, 0), after=0, line=size * 12, lineRule="exact")
    look = (el("w", val=scale), el("sz", val=size), el("szCs", val=size))
    return paragraph("Masthead", run(text, *look), properties=(spacing,))


def _digest_head(document: Document, layout: Layout) -> list[Element]:
    """Masthead, issue, then the office and the day over the red rule, and the title."""
    tabs = el("tabs", el("tab", val="right", pos=layout.width))
    content = [*_tabbed(document.signed_by, full_day(document.signed_on))]
    line = paragraph("Ruled", *content, properties=(tabs, el("jc", val="left")))
    return [
        _red(document.masthead, layout.masthead_before, layout.width),
        paragraph("Number", run(document.number)),
        line,
        _title(document.title, layout, 1),
    ]


def _tabbed(left: str, right: str) -> list[Element]:
    return [run(left), el("r", el("tab")), run(right)]


def _before(layout: Layout, lines: int, height: int | None = None) -> Element:
    """So many blank lines above, measured in lines of the body; `height` where the paragraph's own lines differ."""
    return el("spacing", before=lines * layout.line, after=0, line=height or layout.line, lineRule="exact")


def _attachments(document: Document, layout: Layout) -> list[Element]:
    """附件：1.…, one line below the text, two characters from the left; names stand one below the other."""
    if not document.annexes:
        return []
    titles = [annex.title for annex in document.annexes]
    if len(titles) == 1:
        return [_attachment(f"附件：{titles[0]}", layout, 5, 3, 1)]
    first, *rest = (f"{at}.{title}" for at, title in enumerate(titles, start=1))
    found = [_attachment(f"附件：{first}", layout, 6, 4, 1)]
    return found + [_attachment(text, layout, 6, 1, 0) for text in rest]


def _attachment(text: str, layout: Layout, left: int, hanging: int, blank: int) -> Element:
    """`left` characters from the edge, the first line `hanging` characters before it."""
    indent = _indent(layout, left=left, hanging=hanging)
    return paragraph("Attachments", run(text), properties=(_before(layout, blank), indent))


def _indent(layout: Layout, **sides: float) -> Element:
    """An indent in characters, and in twips for programs that know no characters."""
    in_characters = {f"{side}Chars": round(count * 100) for side, count in sides.items()}
    return el("ind", **in_characters, **{side: round(count * layout.character) for side, count in sides.items()})


def _signature(document: Document, layout: Layout) -> list[Element]:
    day = full_day(document.signed_on)
    over, below = signature_indents(document.signed_by, day)
    lines = _before(layout, BLANK_BEFORE_SIGNATURE)
    return [
        paragraph("Signature", run(document.signed_by), properties=(lines, _indent(layout, right=over))),
        paragraph("Date", run(day), properties=(_indent(layout, right=below),)),
    ]


# 版记 ------------------------------------------------------------------------------------------------------------


def _imprint(document: Document, layout: Layout) -> list[Element]:
    """抄送 and 印发 between rules, in a frame at the foot of the last page; the outer rules are the heavier ones."""
    one, width = IMPRINT_SIZE * 10, layout.width
    printed = _tabbed(document.signed_by, f"{full_day(document.signed_on)}印发")
    tabs = el("tabs", el("tab", val="right", pos=width - one))
    lines = [_framed(width, printed, before=(tabs,), after=(el("ind", left=one, right=one),)), _rule(width, HEAVY)]
    if document.copies:
        copies = [run(f"抄送：{document.copies}。")]
        hanging = el("ind", left=one * 4, hanging=one * 3, right=one)
        lines = [_framed(width, copies, after=(hanging,)), _rule(width, LIGHT), *lines]
    return [_rule(width, HEAVY), *lines]


def _framed(
    width: int, content: Sequence[Element], *, before: Sequence[Element] = (), after: Sequence[Element] = ()
) -> Element:
    """A line of the frame, into which Word puts neighbours of one place."""
    place = el("framePr", w=width, hSpace=0, wrap="notBeside", vAnchor="margin", hAnchor="margin", yAlign="bottom")
    return paragraph("Imprint", *content, properties=(place, *before, *after))


def _rule(width: int, height: int) -> Element:
    """A black line as a paragraph of this height: LibreOffice draws no borders within a frame."""
    black = el("shd", val="clear", color="auto", fill="000000")
    low = el("spacing", before=0, after=0, line=height, lineRule="exact")
    return _framed(width, (), before=(black, el("snapToGrid", val=0)), after=(low,))
