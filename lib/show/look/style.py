"""The style sheet of the whole app, and the defaults of every chart."""

import json
import re
from base64 import b64encode
from contextvars import copy_context
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lib.show.look.palette import FONTS, PALETTE, SLIDE_INKS, SLIDE_MUTED, SLIDE_TRACK, TONES
from lib.words.language import TAGS, current, use
from lib.words.language import gettext as _
from lib.words.settings import ROOT, settings

SHEETS = [Path(__file__).with_name(name) for name in ("app.css", "print.css")]
SLIDES = Path(__file__).with_name("slides.css")
AT_MOST = "at_most_"
IMAGES = ROOT / "pages" / "images"

# What words make wide: the pill in a level's row, a number with its unit in a table, and how many submissions stand
# side by side.
SIZES = {
    "zh": {"size-pill": "3.5rem", "size-number": "7rem", "size-submissions": "3"},
    "en": {"size-pill": "6.75rem", "size-number": "10.5rem", "size-submissions": "2"},
}


@cache
def picture(name: str) -> str:
    """A drawing of the app as an address that holds it: from the file Streamlit would make the same at every run."""
    return f"data:image/svg+xml;base64,{b64encode((IMAGES / name).read_bytes()).decode()}"


@cache
def icon() -> str:
    """The app's mark as an address that holds the picture itself: a page of its own needs no file besides."""
    return f"data:image/svg+xml,{quote((IMAGES / 'icon.svg').read_text(encoding='utf-8'))}"


def css(language: str | None = None) -> str:
    """The one <style> of the app, for st.html on every run: palette, Streamlit's own words replaced, app.css."""
    return _css(language or current())


@cache
def _css(language: str) -> str:
    # In a copied context, so that asking for a language does not change the one this run speaks.
    words = copy_context().run(_words, language)
    sheets = [sheet.read_text(encoding="utf-8") for sheet in SHEETS]
    rules = "\n".join((_colours(), _root(SIZES[language]), words, *sheets))
    # page.js reads the language here: nothing that a page draws reaches <html>.
    return f'<style id="by-language" lang="{TAGS[language]}">\n{_bare(rules)}</style>'


def _bare(rules: str) -> str:
    """Without what is written for who reads the files: comments, and the blanks that lines begin with."""
    return re.sub(r"\n\s+", "\n", re.sub(r"/\*.*?\*/", "", rules, flags=re.DOTALL))


@cache
def slides_css(language: str) -> str:
    """The <style> of the projector, after that of the app; `language` decides what a broken connection says."""
    colours = {f"slide-{light}": ink for light, ink in SLIDE_INKS.items()}
    colours |= {"slide-muted": SLIDE_MUTED, "slide-track": SLIDE_TRACK}
    words = copy_context().run(_slide_words, language)
    return f"<style>\n{_root(colours)}\n{words}\n{SLIDES.read_text(encoding='utf-8')}</style>"


def _slide_words(language: str) -> str:
    use(language)
    lost = _("The connection to the server is lost; the slide comes back by itself")
    return _root({"word-lost": json.dumps(lost, ensure_ascii=False)})


def _colours() -> str:
    """The palette as custom properties: --by-ink, --by-far_behind-tint."""
    colours: dict[str, str] = asdict(PALETTE)
    for light, tone in TONES.items():
        colours |= {f"{light}-{shade}": colour for shade, colour in asdict(tone).items()}
    return _root(colours | {"fonts": FONTS})


def _words(language: str) -> str:
    """Streamlit has no parameter for these English words; app.css sets them by content: var(--by-word-…)."""
    use(language)
    words = {"browse": _("Choose a file"), "drop": _("or drop it here")}
    words["not-uploaded"] = _not_uploaded(settings().upload.max_megabytes)
    return _root({f"word-{key}": json.dumps(word, ensure_ascii=False) for key, word in words.items()})


def _not_uploaded(megabytes: int) -> str:
    large = _("Not uploaded: a file has at most {size} MB. If this one is smaller, load the page anew and try again.")
    return large.format(size=megabytes)


def at_most(megabytes: int) -> str:
    """The <style> by which an uploader in a container named AT_MOST, then so many megabytes, names that limit."""
    sentence = json.dumps(_not_uploaded(megabytes), ensure_ascii=False)
    return f'<style>[class*="st-key-{AT_MOST}{megabytes}_"] {{ --by-word-not-uploaded: {sentence} }}</style>'


def _root(properties: dict[str, str]) -> str:
    return ":root {" + "".join(f" --by-{name}: {value};" for name, value in properties.items()) + " }"


def vega_config() -> dict[str, Any]:
    """Vega-Lite's `config` for every chart; Streamlit's own chart theme is switched off (`theme=None`)."""
    text = {"font": FONTS.replace("'", ""), "fontSize": 13, "color": PALETTE.ink}
    return {
        "font": text["font"],
        "background": None,
        "view": {"stroke": None},
        "text": text,
        # labelFlush moves the first and last label: 1月上 ran into 1月下.
        "axis": {
            "labelFlush": False,
            "labelOverlap": False,
            "labelLimit": 240,
            "labelPadding": 6,
            "labelFontSize": 13,
            "labelColor": PALETTE.ink,
            "titleFontSize": 13,
            "titleFontWeight": "normal",
            "titleColor": PALETTE.muted,
            "gridColor": PALETTE.grid,
            "domain": False,
            "ticks": False,
            "title": None,
            "aria": False,  # it would read out codes; every mark says its unit, half month and value in words
        },
        "mark": {"ariaRoleDescription": _("Value")},
        "bar": {"color": PALETTE.bar},
        "tick": {"color": PALETTE.ink},
        "legend": {"disable": True},
    }
