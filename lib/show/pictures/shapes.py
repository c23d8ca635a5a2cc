"""Parts of a picture as SVG: text, rules, bars with their marks, pills; every text escaped."""

from markupsafe import escape

from lib.review.submissions import Status
from lib.show.blocks.html import Markup, element
from lib.show.charts.base import text_width
from lib.show.look import FONTS, PALETTE, TONES
from lib.show.pictures.render import legible
from lib.words.lights import Light, said
from lib.words.wording import MISSING

_NOT_FIRST = "，。；：、）》”！？％%／"  # no line begins with these
RETURNED = "↩"  # common fonts for Chinese lack it: drawn as a path
SYMBOL = 1.2  # the room of a symbol before its word, in font sizes


def svg(width: float, height: float, *parts: Markup) -> str:
    """The whole picture on white ground."""
    ground = rule(0, 0, width, height, PALETTE.page)
    return str(
        element(
            "svg", "", ground, *parts, xmlns="http://www.w3.org/2000/svg", width=width, height=height,
            viewBox=f"0 0 {width} {height}", font_family=FONTS,
        )
    )  # fmt: skip


def text(
    x: float, y: float, said: str, size: float, *, weight: int = 400, colour: str = PALETTE.ink, anchor: str = "start"
) -> Markup:
    """One line of text; `y` is its base line."""
    return element(
        "text", "", escape(legible(said)), x=x, y=y, font_size=size, font_weight=weight, fill=colour, text_anchor=anchor
    )


def rect(x: float, y: float, width: float, height: float, fill: str, edge: str | None) -> Markup:
    """A filled rectangle, with `edge` also outlined."""
    return element("rect", "", x=x, y=y, width=max(width, 0), height=height, fill=fill, stroke=edge, rx=2)


def rule(x: float, y: float, width: float, thickness: float = 1, colour: str = PALETTE.line) -> Markup:
    """A horizontal line with its upper edge at `y`."""
    return element("rect", "", x=x, y=y, width=width, height=thickness, fill=colour)


def bar(
    x: float, y: float, width: float, height: float, percent: float | None, expected: float | None, light: Light | None
) -> Markup:
    """The track, the part reached in the light's colour, and a mark at what is expected."""
    track = rule(x, y, width, height, PALETTE.track)
    reached = rule(x, y, width * _share(percent), height, TONES[light].solid if light else PALETTE.bar)
    if expected is None:
        return element("g", "", track, reached)
    at = max(x, x + width * _share(expected) - 3)
    mark = element("rect", "", x=at, y=y - 5, width=3, height=height + 10, fill=PALETTE.ink)
    return element("g", "", track, reached, mark)


def _share(percent: float | None) -> float:
    return min(max(percent or 0.0, 0.0), 100.0) / 100


# Pills ----------------------------------------------------------------------------------------------------------


def pill(x: float, y: float, light: Light | None, size: float, *, overdue: bool = False, apart: str = "") -> Markup:
    """■ 滞后 on its tint, its base line at `y`; without a light what it rests on (`apart`), else —."""
    if light is None and apart:
        return text(x, y, apart, size, colour=PALETTE.muted)
    if light is None:
        return text(x, y, MISSING, size, colour=PALETTE.muted)
    return _pill(x, y, light.symbol, said(light, overdue), size, light)


def pill_width(light: Light | None, size: float) -> float:
    """How wide a pill is, in px."""
    return _width(light.word, size) if light else text_width(MISSING, size)


def status_pill(right: float, y: float, status: Status, size: float) -> Markup:
    """○ 未报, ✓ 已确认 …, ending at `right`."""
    # without the mark that keeps browsers from drawing an emoji, as which the engine has no glyph
    symbol = status.symbol.rstrip("\ufe0e")
    return _pill(right - _width(status.word, size), y, symbol, status.word, size, status.light)


def _pill(x: float, y: float, symbol: str, word: str, size: float, light: Light | None) -> Markup:
    ground, ink = (TONES[light].tint, TONES[light].ink) if light else (PALETTE.page, PALETTE.muted)
    box = rect(x, y - size * 1.08, _width(word, size), size * 1.46, ground, None if light else PALETTE.edge)
    left, after = x + size * 0.4, x + size * (0.4 + SYMBOL)
    mark = _returned(left, y, size, ink) if symbol == RETURNED else text(left, y, symbol, size, weight=600, colour=ink)
    return element("g", "", box, mark, text(after, y, word, size, weight=600, colour=ink))


def _width(word: str, size: float) -> float:
    return size * (0.8 + SYMBOL) + text_width(word, size)


def _returned(x: float, y: float, size: float, ink: str) -> Markup:
    """An arrow that turns back, as high as a small letter."""
    arrow = "M8 -7v3h-6m2.2 -2.4l-2.4 2.4l2.4 2.4"
    place = f"translate({x} {y}) scale({size / 10})"
    return element("path", "", d=arrow, fill="none", stroke=ink, stroke_width=1.2, transform=place)


# Lines ----------------------------------------------------------------------------------------------------------


def wrapped(said: str, size: float, width: float, most: int = 99) -> list[str]:
    """The text in lines no wider than `width`; what is beyond `most` lines is cut with …

    Chinese breaks between any two characters, Latin words and numbers stay whole.
    """
    lines = [""]
    for piece in _pieces(said):
        if lines[-1] and text_width(lines[-1] + piece.rstrip(), size) > width and piece not in _NOT_FIRST:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    if len(lines) <= most:
        return [line.rstrip() for line in lines]
    return [*(line.rstrip() for line in lines[: most - 1]), cut("".join(lines[most - 1 :]), size, width)]


def _pieces(said: str) -> list[str]:
    """Single Chinese characters, and runs of others up to their blank."""
    pieces: list[str] = []
    for character in said:
        # U+2E80 is the first character of CJK; a blank ends a run and stays with it
        if pieces and ord(character) < 0x2E80 and ord(pieces[-1][-1]) < 0x2E80 and pieces[-1][-1] != " ":
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def cut(said: str, size: float, width: float) -> str:
    """The text as far as it fits, with … where it does not."""
    if text_width(said, size) <= width:
        return said
    while said and text_width(said + "…", size) > width:
        said = said[:-1]
    return said.rstrip() + "…"
