"""The whole file: the parts of `parts/`, filled and put in the place of those that python-docx brings.

The parts are Jinja2 templates of WordprocessingML: 420 lines of them and 210 of Python, where elements made one by one
took 730 of Python and half as long again to write.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lib.documents.paper import Document, Run, Said, runs_of
from lib.documents.parts import full_day
from lib.documents.word import layout as norm
from lib.words.texts import printable

Element = Any  # lxml's elements have no types of their own

LEFT_OUT = ("stylesWithEffects", "numbering", "webSettings", "customXml", "thumbnail")
LONGEST = 255  # characters that Word takes for a property of the file


def write(*documents: Document) -> bytes:
    """One .docx; several documents of one kind begin each on a new page with page 1."""
    first, word = documents[0], docx.Document()
    names = {"documents": documents, "layout": norm.LAYOUTS.get(first.kind, norm.OFFICIAL), "faces": first.fonts}
    _leave_out(word)
    section = word.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        _replace(footer._element, _filled("footer.xml", side=side, **names))
    # they name the footers' parts by ids that python-docx gave; the body, which holds them, is replaced below
    footers = section._sectPr.findall(qn("w:footerReference"))
    _replace(word.element.body, _filled("document.xml", **names))
    _place_sections(word.element.body, footers)
    _replace(word.styles.element, _filled("styles.xml", **names))
    _replace(word.settings.element, _filled("settings.xml", **names))
    # python-docx knows this part as bytes alone
    word.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)._blob = serialize_part_xml(
        _filled("fontTable.xml", **names)
    )
    describe(word, first)
    file = BytesIO()
    word.save(file)
    return dated(file, first)


def zipped(*documents: Document) -> bytes:
    """An archive with a file of its own for each document, under its name: to send each county its sheet."""
    return archive((document.file_name, write(document)) for document in documents)


def archive(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP of these files: name and content."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as packed:
        for name, content in files:
            packed.writestr(name, content)
    return written.getvalue()


def dated(file: BytesIO, document: Document) -> bytes:
    """Each part of the file dated by the document instead of by the clock: made again it has the same bytes."""
    again, day = BytesIO(), document.signed_on
    with ZipFile(file) as parts, ZipFile(again, "w", ZIP_DEFLATED) as dated_file:
        for part in parts.infolist():
            head = ZipInfo(part.filename, (day.year, day.month, day.day, 0, 0, 0))
            head.compress_type = ZIP_DEFLATED
            dated_file.writestr(head, parts.read(part))
    return again.getvalue()


def _replace(old: Element, new: Element) -> None:
    """The part keeps its root, and takes everything within from the new one."""
    old[:] = list(new)


def _place_sections(body: Element, footers: Sequence[Element]) -> None:
    """The last paragraph of all but the last document holds its section; the footers of the first one serve all."""
    sections = body.findall(qn("w:sectPr"))
    sections[0][:0] = footers
    for section in sections[:-1]:
        section.getprevious().find(qn("w:pPr")).append(section)


def _leave_out(word: WordFile) -> None:
    """What python-docx's template brings besides."""
    # a part that nothing relates to is not written
    for part in (word.part, word.part.package):
        for key in [key for key, rel in part.rels.items() if rel.reltype.rpartition("/")[2] in LEFT_OUT]:
            part.rels.pop(key)


def describe(word: WordFile, document: Document) -> None:
    """Title and author, and the day of the document instead of the template's."""
    core = word.core_properties
    core.title = printable("".join(document.title))[:LONGEST]
    core.author = core.last_modified_by = printable(document.signed_by)[:LONGEST]
    core.comments = core.keywords = ""
    core.language = "zh-CN"
    core.created = core.modified = datetime.combine(document.signed_on, time())


# The templates --------------------------------------------------------------------------------------------------


def _filled(part: str, **names: object) -> Element:
    return parse_xml(PARTS.get_template(part).render(names))


def merged(said: Said) -> list[Run]:
    """Neighbours of one face as one run: Word files are read and edited by people."""
    runs: list[Run] = []
    for run in runs_of(said):
        if runs and runs[-1].face == run.face:
            runs[-1] = Run(runs[-1].text + run.text, face=run.face)
        elif run.text:
            runs.append(Run(run.text, face=run.face))
    return runs


def in_hei(texts: Sequence[str]) -> list[Run]:
    """The heads of columns."""
    return [Run(text, face="hei") for text in texts]


def columns(shares: Sequence[int], width: int) -> list[int]:
    """The shares as widths that together are the line."""
    widths = [width * share // sum(shares) for share in shares]
    return [widths[0] + width - sum(widths), *widths[1:]]  # what rounding left goes to the first


# docxtpl, which stands on Jinja2 too, fills a file that the office edits in Word. It has no place for what the norm
# asks to be computed: a masthead narrowed to its line (its RichText knows no w:w), a signature centred over its date,
# columns as wide as their numbers, fonts of data/briefing.toml; and 0.20 writes sz before rFonts, out of the schema.
PARTS = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "parts"), autoescape=True, undefined=StrictUndefined
)
PARTS.globals |= {name: value for name, value in vars(norm).items() if name.isupper()}
PARTS.filters |= {
    "merged": merged,
    "in_hei": in_hei,
    "columns": columns,
    "full_day": full_day,
    "printable": printable,
    "masthead_fit": norm.masthead_fit,
    "signature_indents": norm.signature_indents,
}
