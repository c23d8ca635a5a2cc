"""Vega-Lite and SVG to PNG and PDF by vl-convert; the first call of a process starts its engine (half a second).

Nothing is fetched: data stand in the spec, and an address in it is refused. The engine finds the fonts of the machine
by itself, on Linux, Windows and macOS.
"""

import logging
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from types import ModuleType

import numpy as np
from PIL import Image

from lib.show.blocks import Spec
from lib.show.look import FONTS
from lib.show.pictures import fonts
from lib.words.errors import Refusal
from lib.words.language import gettext as _
from lib.words.settings import ROOT

# What XML cannot hold. It must never reach the engine: it measures a text as XML, and where that cannot be read it ends
# the whole process instead of raising.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The same as it stands within an expression, behind an even number of backslashes.
_ESCAPED = re.compile(r"(?<!\\)((?:\\\\)*)\\(?:u00[01][0-9a-f]|[bf])")
AT_ONCE = 2  # charts are painted beside each other: all come in two thirds of the time, for some 40 MB more
SHEET, MARGIN = (841.89, 595.28), 28.35  # points: A4 on its side, 10 mm
_SIZE = re.compile(r'<svg[^>]* width="([\d.]+)" height="([\d.]+)"[^>]*>')
_INNER = re.compile(_SIZE.pattern + r"(.*)</svg>\s*", re.DOTALL)
SVG = "http://www.w3.org/2000/svg"


@dataclass(frozen=True)
class Drawing:
    """A chart as SVG without its outermost element, and its size in px."""

    inner: str
    width: float
    height: float


@cache
def _engine() -> ModuleType:
    """What draws, from the first picture on: it takes 30 MB, and 60 more with the first chart."""
    import vl_convert

    # neither files nor addresses: a text of the data must not make the server fetch anything
    vl_convert.configure(base_url=False, allowed_base_urls=[], num_workers=AT_ONCE)
    # at each character that the first of FONTS lacks it would say in the log which other font it was taken from
    logging.getLogger("vl_convert").setLevel(logging.ERROR)
    if BROUGHT.is_dir():
        vl_convert.register_font_directory(str(BROUGHT))
    engine: ModuleType = vl_convert
    return engine


def drawn(spec: Spec) -> Drawing:
    """Lay a Vega-Lite chart out. Raises Refusal when the machine has no font for Chinese."""
    need_chinese()
    svg = _INNER.fullmatch(_engine().vegalite_to_svg(_clean(spec)))
    assert svg
    return Drawing(svg[3], float(svg[1]), float(svg[2]))


def _clean(value: object, key: str = "") -> object:
    """A spec without characters that XML cannot hold, also within the expressions that hold labels as JSON."""
    if isinstance(value, dict):
        return {name: _clean(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [_clean(part, key) for part in value]
    if not isinstance(value, str):
        return value
    return legible(_ESCAPED.sub(r"\1", value) if key == "labelExpr" else value)


def png(svg: str) -> bytes:
    """The picture in px as it is. Raises Refusal when the machine has no font for Chinese."""
    need_chinese()
    return packed(_engine().svg_to_png(svg, scale=1))


def packed(picture: bytes) -> bytes:
    """The same PNG in a sixth of the bytes: the engine packs in haste, and with a transparency that none has.

    Of up to 256 colours, which few pictures pass, a pixel is a byte, the number of its colour.
    """
    opened, written = Image.open(BytesIO(picture)), BytesIO()
    opaque = opened.convert("RGB")
    # (r, g, b) of each, as getcolors gives it; nothing where there are more than 256
    colours = np.array([colour for _count, colour in opaque.getcolors(256) or ()], "<u4")
    if len(colours):
        numbers = np.zeros(1 << 24, np.uint8)
        numbers[colours @ np.array([1, 1 << 8, 1 << 16], "<u4")] = range(len(colours))
        # RGBX is a pixel in four bytes, so that it reads as one number r + g·2^8 + b·2^16; the fourth is masked out
        opaque = Image.fromarray(numbers[np.asarray(opened.convert("RGBX")).view("<u4")[..., 0] & 0xFFFFFF], "P")
        opaque.putpalette(colours.astype(np.uint8).tobytes())
    opaque.save(written, "PNG")
    return written.getvalue()


def pdf(svg: str) -> bytes:
    """The picture as one sheet, A4 on its side as boards are printed, with the characters it needs inside.

    Raises Refusal as png does.
    """
    need_chinese()
    size = _SIZE.match(svg)
    assert size, svg[:200]
    width, height = float(size[1]), float(size[2])
    px = max(width / (SHEET[0] - 2 * MARGIN), height / (SHEET[1] - 2 * MARGIN))  # of the picture in a point
    across, down = SHEET[0] * px, SHEET[1] * px
    box = f"{(width - across) / 2} {(height - down) / 2} {across} {down}"
    outer = f'<svg xmlns="{SVG}" width="{SHEET[0]}" height="{SHEET[1]}" viewBox="{box}">{svg}</svg>'
    sheet: bytes = _engine().svg_to_pdf(outer)
    return sheet


def legible(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _NOT_IN_XML.sub("", text)


# Fonts ----------------------------------------------------------------------------------------------------------


def need_chinese() -> None:
    """Refuse to draw boxes in the place of characters, and say what to install."""
    if not draws_chinese():
        raise Refusal(font_needed())


def font_needed() -> str:
    """What to install on a machine without a font for Chinese."""
    return _(
        "This machine has no font for Chinese, so pictures cannot be made. Install one and restart the server: on"
        " Debian or Ubuntu by “apt install fonts-noto-cjk”; without an administrator's rights put a font file such as"
        " NotoSansSC-Regular.otf into ~/.local/share/fonts of the account that runs the server."
    )


BROUGHT = ROOT / "fonts"
"""The fonts that a kit brings for machines without one."""


@cache
def draws_chinese() -> bool:
    """Whether there is a font for Chinese. Asked once: the engine looks for fonts when it starts, and never again."""
    command = [sys.executable, fonts.__file__, FONTS, str(BROUGHT)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "True"
