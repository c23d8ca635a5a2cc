"""The built-in layout of a kind as a Word file with placeholders: the office begins with it and changes what it likes.

It is written by the writer of all documents, from a document whose texts are placeholders; so it looks as they do.
"""

from datetime import date
from io import BytesIO

import docx
from docx.oxml.ns import qn

from lib.documents.admissions import approval_form
from lib.documents.letterhead import finished
from lib.documents.paper import Annex, Block, Document, Grid, paragraph, plain, runs_of
from lib.documents.parts import full_day
from lib.documents.template import fill
from lib.documents.texts import Texts, office_texts
from lib.documents.word import write
from lib.documents.word_templates.shapes import CELLS, FIELDS

DAY = date(2000, 1, 1)  # stands in the file until its placeholder takes its place
WIDTHS = (8, 22, 26, 22, 11, 11)
_AS_NAMED = {name: f"{{{{ {name} }}}}" for name in FIELDS["admission"]}


def built_in(kind: str, prefecture: str) -> bytes:
    """The template with which a document of this kind says what it says without one."""
    whole = office_texts()
    document = Document(
        kind=kind,
        file_name="",
        title=("{{ title }}",),
        masthead=plain(fill(whole.reply.masthead, prefecture=prefecture)) if kind == "reply" else "",
        number="{{ number }}" if kind == "reply" else "",
        addressees="{{ addressees }}" if "addressees" in FIELDS[kind] else "",
        body=approval_form(whole, _AS_NAMED) if kind == "admission" else _paragraphs(),
        annexes=(Annex(whole.checking.villages.title, _lists(whole)),) if kind == "checking" else (),
        signed_on=DAY,
    )
    return _with_day(write(finished(document, whole, prefecture)))


def _paragraphs() -> tuple[Block, ...]:
    """What stands before the first heading, then every section with its paragraphs."""
    return (
        paragraph("body", "{%p for line in opening %}"),
        paragraph("body", "{{ line }}"),
        paragraph("body", "{%p endfor %}"),
        paragraph("body", "{%p for section in sections %}"),
        paragraph("heading", "{{ section.heading }}"),
        paragraph("body", "{%p for line in section.lines %}"),
        paragraph("body", "{{ line }}"),
        paragraph("body", "{%p endfor %}"),
        paragraph("body", "{%p endfor %}"),
    )


def _lists(whole: Texts) -> tuple[Block, ...]:
    """A table a county, and a row for each figure to be checked in a village."""
    of, texts = whole.headers, whole.checking.villages
    headers = (of.number, texts.township, of.village, of.indicator, texts.reported, texts.found)
    tags = [("{%tr for row in table.rows %}",), tuple(f"{{{{ row.{name} }}}}" for name in CELLS), ("{%tr endfor %}",)]
    rows = tuple(tuple(runs_of(cell) for cell in row) for row in tags)
    return (
        paragraph("body", "{%p for table in tables %}"),
        Grid(headers, rows, WIDTHS, texts=frozenset({1, 2, 3}), title="{{ table.title }}"),
        paragraph("body", "{%p endfor %}"),
    )


def _with_day(content: bytes) -> bytes:
    """The placeholder of the day in its place; rows of a table that grows are not held together on one page."""
    word = docx.Document(BytesIO(content))
    for text in word.element.body.iter(qn("w:t")):
        text.text = (text.text or "").replace(full_day(DAY), "{{ signed_on }}")
    # as a list first: an element that is taken away ends the walk over its tree
    for keep in [mark for table in word.element.body.iter(qn("w:tbl")) for mark in table.iter(qn("w:keepNext"))]:
        keep.getparent().remove(keep)
    file = BytesIO()
    word.save(file)
    return file.getvalue()
