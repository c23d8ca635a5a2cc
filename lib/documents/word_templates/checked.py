"""Every placeholder of a template against what may be named: each mistake with its paragraph, all at once.

The language is small on purpose, so that it can be told exactly what is wrong: {{ name }}, {{ item.side }}; and alone
in a paragraph (p), alone in a row of a table (tr), or within one paragraph for … in …, if, if not, else and their ends.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Literal

import docx
from docx.document import Document as WordFile
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from lib.documents.template import WIDE
from lib.documents.texts import perhaps
from lib.documents.word_templates.received import no_document
from lib.documents.word_templates.shapes import Shape
from lib.words.errors import FileRefused
from lib.words.language import gettext as _

Element = Any  # lxml's elements have no types of their own

MOST_SAID, MOST_NESTED = 10, 3
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
# what is left of a tag that TAG did not find whole; comments {# #} are no part of the language
LOOSE = re.compile(rf"\{{\{{|\}}\}}|\{{%|%\}}|\{{#|#\}}|{WIDE}")
PATH = r"([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?)"
SAYS = re.compile(rf"\{{\{{\s*{PATH}\s*\}}\}}")
DOES = re.compile(
    rf"\{{%(p|tr)?\s+(?:for\s+([A-Za-z_]\w*)\s+in\s+{PATH}|if\s+(?:not\s+)?{PATH}|(else|endif|endfor))\s*%\}}"
)


@dataclass
class _Open:
    """A loop or condition that waits for its end: its tag, where it may end, and the names within it."""

    tag: str
    ends: str
    within: Element
    names: dict[str, Shape]


@dataclass
class _Reading:
    """What was read of a part so far."""

    names: Mapping[str, Shape]
    part: str
    open: list[_Open] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)

    def known(self) -> dict[str, Shape]:
        """The names at this place, those of the innermost loop first."""
        names = dict(self.names)
        for opened in self.open:
            names |= opened.names
        return names


def check_placeholders(content: bytes, names: Mapping[str, Shape]) -> None:
    """Raises FileRefused, which names each placeholder that is broken or unknown and the paragraph that it stands in.

    `content` has been looked at by `received`.
    """
    try:
        word = docx.Document(BytesIO(content))
    except Exception as error:  # python-docx tells damage by errors of many kinds
        raise no_document() from error
    mistakes = [mistake for part, root in _parts(word) for mistake in _mistakes_of(part, root, names)]
    if mistakes:
        more = _("; and {count} more").format(count=len(mistakes) - MOST_SAID) if len(mistakes) > MOST_SAID else ""
        raise FileRefused("\n".join(mistakes[:MOST_SAID]) + more)


def _parts(word: WordFile) -> Iterator[tuple[str, Element]]:
    """The body, and whatever else is filled: the heads and feet of the pages, and the notes below them."""
    places = {"header+xml": _("Header"), "footer+xml": _("Footer"), "footnotes+xml": _("Footnotes")}
    yield _("Body"), word.element.body
    for part in word.part.package.iter_parts():
        if name := places.get(part.content_type.rpartition(".")[2]):
            yield name, parse_xml(part.blob)


def _mistakes_of(part: str, root: Element, names: Mapping[str, Shape]) -> list[str]:
    reading = _Reading(names, part)
    for number, paragraph in enumerate(root.iter(qn("w:p")), start=1):
        text = _text(paragraph)
        for tag in TAG.findall(text):
            if wrong := _read(reading, tag, paragraph, text):
                reading.mistakes.append(_said(part, number, tag, wrong))
        if loose := LOOSE.search(TAG.sub("", text)):
            wide = re.match(WIDE, loose.group())
            wrong = (
                _("braces are typed half-width, as on an English keyboard")
                if wide
                else _("a brace is not closed, or stands alone")
            )
            reading.mistakes.append(_said(part, number, _around(text, loose.group()), wrong))
    for opened in reading.open:
        wrong = _("its {end} is missing").format(end=f"{{% {opened.ends} %}}")
        reading.mistakes.append(_said(part, 0, opened.tag, wrong))
    return reading.mistakes


def _text(paragraph: Element) -> str:
    """The texts of a paragraph's own runs; those of a text box in it are paragraphs of their own."""
    return "".join(
        piece.text or "" for piece in paragraph.iter(qn("w:t")) if next(piece.iterancestors(qn("w:p"))) is paragraph
    )


def _said(part: str, number: int, tag: str, wrong: str) -> str:
    place = _("{part}, paragraph {number}").format(part=part, number=number) if number else part
    return _("{place}: “{tag}”: {wrong}").format(place=place, tag=tag, wrong=wrong)


def _around(text: str, mark: str) -> str:
    at = TAG.sub("", text).find(mark)
    return TAG.sub("", text)[max(at - 10, 0) : at + 20]


def _read(reading: _Reading, tag: str, paragraph: Element, text: str) -> str:
    """Follow one tag; what is wrong with it, "" where nothing is."""
    if tag.startswith("{{"):
        says = SAYS.fullmatch(tag)
        return (
            _wrong_name(reading, says[1], "text") if says else _("write it as {example}").format(example="{{ title }}")
        )
    does = DOES.fullmatch(tag)
    if does is None:
        return _("only for … in …, if, else, endif and endfor are known here")
    level, item, looped, asked, end = does.groups()
    within = _stands_in(level, paragraph)
    if within is None:
        return _("a tag with tr stands in a row of a table")
    if level and _alone(level, paragraph) != tag:
        return _("it must stand alone in its paragraph or row")
    if end:
        return _ended(reading, end, within)
    return _begun(reading, tag, item, looped, asked, within)


def _stands_in(level: str | None, paragraph: Element) -> Element | None:
    """What must hold the end of a tag too: of paragraphs their parent, of rows their table, else the paragraph."""
    if level is None:
        return paragraph
    if level == "p":
        return paragraph.getparent()
    row = next(paragraph.iterancestors(qn("w:tr")), None)
    return None if row is None else row.getparent()


def _alone(level: str, paragraph: Element) -> str:
    whole = paragraph if level == "p" else next(paragraph.iterancestors(qn("w:tr")))
    return "".join(piece.text or "" for piece in whole.iter(qn("w:t"))).strip()


def _begun(
    reading: _Reading, tag: str, item: str | None, looped: str | None, asked: str | None, within: Element
) -> str:
    wrong = _wrong_name(reading, looped, "list") if looped else _wrong_name(reading, asked or "", "either")
    names: dict[str, Shape] = {}
    if item and looped and not wrong:
        of = _shape(reading, looped)
        assert isinstance(of, list)
        names = {item: of[0]}
    # kept although it is wrong: its end is no second mistake
    reading.open.append(_Open(tag, "endfor" if item else "endif", within, names))
    if len(reading.open) > MOST_NESTED:
        return _("loops and conditions stand at most {count} deep").format(count=MOST_NESTED)
    return wrong


def _ended(reading: _Reading, end: str, within: Element) -> str:
    last = reading.open[-1] if reading.open else None
    if last is None or last.within is not within or (end != "else" and last.ends != end):
        return _("nothing that it could end stands before it, in the same place")
    if end != "else":
        reading.open.pop()
    return ""


def _shape(reading: _Reading, path: str) -> Shape:
    """What a name holds here. KeyError for one that there is not."""
    name, _dot, side = path.partition(".")
    shape = reading.known()[name]
    if not side:
        return shape
    if not isinstance(shape, Mapping):
        raise KeyError(path)
    return shape[side]


def _wrong_name(reading: _Reading, path: str, wanted: Literal["text", "list", "either"]) -> str:
    """Why a name that must hold such a value cannot stand there."""
    try:
        shape = _shape(reading, path)
    except KeyError:
        return _unknown(reading, path)
    if wanted == "text" and shape is not None:
        return _("it is a list; loop over it with for … in …")
    if wanted == "list" and not isinstance(shape, list):
        return _("it is a text, and cannot be looped over")
    return ""


def _unknown(reading: _Reading, path: str) -> str:
    every = [*reading.known()]
    for name, shape in reading.known().items():
        every += [f"{name}.{side}" for side in shape] if isinstance(shape, Mapping) else []
    return _("there is no such placeholder") + perhaps(path, every)
