"""The comments of a worksheet and their boxes: ours are put beside those of people, and earlier ones taken away."""

import re
from collections.abc import Collection, Mapping

from lxml import etree

from lib.intake.checks.problems import column_letters
from lib.intake.marked.parts import MAIN, Unmarkable, parsed, written
from lib.intake.marked.places import Position
from lib.intake.sheets.worksheet import column_index
from lib.words.texts import printable

_TEXT = f"{{{MAIN}}}text"
_RUN, _WORDS = f"{{{MAIN}}}r", f"{{{MAIN}}}t"
_EMPTY = f'<comments xmlns="{MAIN}"><authors/><commentList/></comments>'.encode()
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class Comments:
    """The comments by their cells; those that begin with the author's name are ours."""

    def __init__(self, content: bytes | None, author: str) -> None:
        self._root = parsed(content or _EMPTY)
        self._begins = f"{author}："
        authors, found = self._root.find(f"{{{MAIN}}}authors"), self._root.find(f"{{{MAIN}}}commentList")
        if authors is None or found is None:
            raise Unmarkable("comments")
        self._list = found
        self._author = _number(authors, author)
        for comment in list(self._list):
            self._take_ours_out(comment)
        self._by_place = {comment.get("ref"): comment for comment in self._list}

    def put(self, at: Position, said: str) -> None:
        """Say this of a cell, below what people say of it."""
        ref = f"{column_letters(at[1])}{at[0] + 1}"
        comment = self._by_place.get(ref)
        if comment is None:
            comment = etree.SubElement(self._list, f"{{{MAIN}}}comment", {"ref": ref, "authorId": self._author})
            etree.SubElement(comment, _TEXT)
        text = comment.find(_TEXT)
        run = etree.Element(_RUN)
        words = etree.SubElement(run, _WORDS)
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        words.text = ("\n" if len(text) else "") + printable(f"{self._begins}\n{said}")
        # behind the words and before what tells how they are read aloud (rPh), as the schema has it
        text.insert(sum(each.tag in (_RUN, _WORDS) for each in text), run)

    def places(self) -> set[Position]:
        """The cells that have a comment."""
        found = (_REFERENCE.fullmatch(comment.get("ref", "")) for comment in self._list)
        return {(int(each[2]) - 1, column_index(each[1])) for each in found if each}

    def content(self) -> bytes:
        """The part."""
        return written(self._root)

    def _take_ours_out(self, comment: etree._Element) -> None:
        """From our name on it is ours; a comment without anything else goes."""
        texts = [each for each in comment.iter(_WORDS) if each.text]
        at = next((at for at, each in enumerate(texts) if self._is_ours(each.text)), None)
        if at is None:
            return
        first, *rest = texts[at:]
        first.text = first.text[: first.text.index(self._begins)].removesuffix("\n")
        for each in rest:
            each.text = ""
        if not any(each.text for each in texts):
            self._list.remove(comment)

    def _is_ours(self, text: str) -> bool:
        return any(line.startswith(self._begins) for line in text.split("\n"))


def _number(authors: etree._Element, author: str) -> str:
    names = [each.text for each in authors]
    if author not in names:
        etree.SubElement(authors, f"{{{MAIN}}}author").text = author
        names.append(author)
    return str(names.index(author))


# The boxes ---------------------------------------------------------------------------------------------------------

_DRAWING = """<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"\
 xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>\
</o:shapelayout></xml>"""
_NOTE = "_x0000_t202"
_KIND = """<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">\
<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>"""
_SHAPE = """<v:shape id="_x0000_s{id}" type="#_x0000_t202"\
 style="position:absolute;width:190pt;height:60pt;visibility:hidden"\
 fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>\
<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>\
</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{left}, 15, {top}, 10,\
 {right}, 15, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>\
</x:ClientData></v:shape>"""
_V, _X = "{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:excel}"
_OPEN = re.compile(rb"<br\s*>", re.IGNORECASE)
_NUMBER = re.compile(rb"_x0000_s([0-9]{1,9})\b")
IN_A_LINE = 18
"""So many Chinese characters stand in a line of a box that is three columns wide."""


def boxes(content: bytes | None, wanted: Collection[Position], said: Mapping[Position, str]) -> bytes:
    """The drawing of the comments: the boxes that are there for `wanted` cells, and a new one where there is none."""
    # Excel leaves line ends in its boxes open, and is the only program whose drawing is no XML
    root = parsed(_OPEN.sub(b"<br/>", content or _DRAWING.encode()))
    there = set[Position]()
    for shape in list(root.iter(f"{_V}shape")):
        at = _place(shape)
        if at is not None and at not in wanted:
            shape.getparent().remove(shape)
        elif at is not None:
            there.add(at)
    number = max(
        (int(found) for found in _NUMBER.findall(etree.tostring(root))), default=1024
    )  # Excel counts on from here
    missing = sorted({*wanted} - there)
    shapes = "".join(_shape(number + more, at, said.get(at, "")) for more, at in enumerate(missing, start=1))
    kind = "" if root.find(f"{_V}shapetype[@id='{_NOTE}']") is not None else _KIND
    root.extend(parsed(_DRAWING.replace("</xml>", f"{kind}{shapes}</xml>").encode())[1:])
    drawing: bytes = etree.tostring(root, encoding="UTF-8")
    return drawing


def _place(shape: etree._Element) -> Position | None:
    """The cell to which a box belongs; None for what is no box of a comment."""
    note = shape.find(f"{_X}ClientData[@ObjectType='Note']")
    row, column = (None, None) if note is None else (note.findtext(f"{_X}{name}") for name in ("Row", "Column"))
    return (int(row), int(column)) if row and column else None


def _shape(number: int, at: Position, said: str) -> str:
    row, column = at
    lines = 2 + sum(1 + len(line) // IN_A_LINE for line in said.split("\n"))
    place = {"row": row, "column": column, "left": column + 1, "right": column + 4}
    return _SHAPE.format(id=number, top=max(row - 1, 0), bottom=max(row - 1, 0) + lines, **place)
