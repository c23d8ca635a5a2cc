"""The styles of a workbook, with copies of some in another colour; a mark of an earlier time is taken off."""

from copy import deepcopy

from lxml import etree

from lib.intake.marked.parts import MAIN, Unmarkable, parsed, written

COLOURS = {False: "FFFFC9C7", True: "FFFFE9B5"}
"""Of a problem and of a remark. Not the colours that spreadsheets offer: by them marks are known again."""

MOST_STYLES = 60_000
"""Excel takes some 64,000."""


class Styles:
    """The cell styles by their number, as cells name them."""

    def __init__(self, content: bytes) -> None:
        self._root = parsed(content)
        self._fills = self._root.find(f"{{{MAIN}}}fills")
        self._styles = self._root.find(f"{{{MAIN}}}cellXfs")
        if self._fills is None or self._styles is None or not len(self._styles) or len(self._styles) > MOST_STYLES:
            raise Unmarkable("styles")
        earlier = {at for at, fill in enumerate(self._fills) if _colour(fill) in COLOURS.values()}
        self.marks = {str(at) for at, style in enumerate(self._styles) if int(style.get("fillId", 0)) in earlier}
        self._copies: dict[tuple[str, str], str] = {}
        self._colours: dict[str, str] = {}

    def marked(self, style: str, *, remark: bool) -> str:
        """The number of this style in the colour of a mark."""
        return self._copy(style, self._fill(COLOURS[remark]))

    def unmarked(self, style: str) -> str:
        """The number of this style without a colour: what it was before the mark is not kept."""
        return self._copy(style, "0")  # the first fill of every workbook is none

    def content(self) -> bytes:
        """The styles with all copies."""
        return written(self._root)

    def _fill(self, colour: str) -> str:
        if colour not in self._colours:
            self._colours[colour] = _append(self._fills, etree.fromstring(_FILL.format(main=MAIN, colour=colour)))
        return self._colours[colour]

    def _copy(self, style: str, fill: str) -> str:
        if (style, fill) not in self._copies:
            at = int(style) if style.isdecimal() and int(style) < len(self._styles) else 0
            one = deepcopy(self._styles[at])
            one.set("fillId", fill)
            one.set("applyFill", "1")
            self._copies[style, fill] = _append(self._styles, one)
        return self._copies[style, fill]


_FILL = (
    '<fill xmlns="{main}"><patternFill patternType="solid"><fgColor rgb="{colour}"/><bgColor indexed="64"/>'
    "</patternFill></fill>"
)


def _append(parent: etree._Element, child: etree._Element) -> str:
    parent.append(child)
    parent.set("count", str(len(parent)))
    return str(len(parent) - 1)


def _colour(fill: etree._Element) -> str:
    colour = fill.find(f".//{{{MAIN}}}fgColor")
    return "" if colour is None else (colour.get("rgb") or "").upper()
