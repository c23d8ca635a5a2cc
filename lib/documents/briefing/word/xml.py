"""WordprocessingML, element by element: small functions over python-docx's own parser."""

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from lib.words.texts import printable

Element = Any  # lxml's elements have no types of their own


def el(name: str, *children: Element, **attributes: object) -> Element:
    """<w:name w:attribute="…">children</w:name>; attributes that are None are left out."""
    found = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        if value is not None:
            found.set(qn(f"w:{key}"), str(value))
    found.extend(child for child in children if child is not None)
    return found


def fonts(name: str) -> Element:
    """One font for all four kinds of script, so that no theme and no default steps in."""
    return el("rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name)


def run(text: str, *properties: Element) -> Element:
    """A run; a line end within the text becomes a break. Characters that XML forbids are left out."""
    found = el("r", el("rPr", *properties) if properties else None)
    for at, line in enumerate(printable(text).split("\n")):
        if at:
            found.append(el("br"))
        found.append(_text(line))
    return found


def _text(line: str) -> Element:
    found = el("t")
    found.text = line
    found.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return found


def field(code: str, *properties: Element) -> list[Element]:
    """A field that Word fills in, as PAGE."""
    instruction = el("instrText")
    instruction.text = f" {code} "
    parts = (el("fldChar", fldCharType="begin"), instruction, el("fldChar", fldCharType="separate"))
    around = [_with(part, properties) for part in parts]
    return [*around, run("1", *_copies(properties)), _with(el("fldChar", fldCharType="end"), properties)]


def _with(part: Element, properties: Iterable[Element]) -> Element:
    return el("r", el("rPr", *_copies(properties)), part)


def _copies(properties: Iterable[Element]) -> list[Element]:
    """An element stands in one place only: each run needs its own."""
    return [deepcopy(one) for one in properties]


def paragraph(style: str, *content: Element, properties: Iterable[Element] = ()) -> Element:
    """A paragraph in a style; `properties` in the order of the schema."""
    return el("p", el("pPr", el("pStyle", val=style), *properties), *content)
