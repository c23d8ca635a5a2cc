"""One element at a time, every text escaped: whatever is not already markup made here can do no harm.

What cannot be seen is left out: a mark of direction in an older name would turn the figures beside it round. A word
that is longer than a column may break, rather than lie over its neighbour.
"""

import re
from functools import lru_cache

from markupsafe import Markup, escape

from lib.words.texts import printable

__all__ = ["Markup", "bold", "element", "join", "linked", "style"]

LONG_WORD, PIECE = 16, 6  # characters: what is longer may break after each so many
_LONG_WORD = re.compile(rf"[^\s\u2e80-\U0001ffff]{{{LONG_WORD},}}")  # Chinese breaks between any two characters
_BREAK = Markup("<wbr>")


def element(name: str, classes: str = "", /, *children: object, **attributes: object) -> Markup:
    """<name class="classes" …>children</name>; children that are no Markup are escaped, None and "" are left out.

    An attribute that is None is left out, one that is True stands alone; `aria_label` becomes aria-label.
    """
    every = {"class": classes or None} | attributes
    # plain texts of which each was escaped: Markup.format takes five times as long
    written = "".join([_attribute(key, value) for key, value in every.items() if value is not None])
    return Markup(f"<{name}{written}>{join(*children)}</{name}>")


def bold(*children: object, **attributes: object) -> Markup:
    """<b>children</b>: what the eye is to find first."""
    return element("b", "", *children, **attributes)


def linked(words: object, href: str, classes: str = "", /, **attributes: object) -> Markup:
    """Words that lead to a page of the app, in the same window."""
    return element("a", classes, words, href=href, target="_self", **attributes)


def join(*children: object) -> Markup:
    """The children one after the other; texts are escaped."""
    return Markup("".join([_shown(child) for child in children if child is not None]))


def _shown(child: object) -> Markup:
    if hasattr(child, "__html__"):
        return escape(child)
    return _written(str(child))


@lru_cache(maxsize=2**14)
def _written(text: str) -> Markup:
    """Kept, since most texts of a board are labels and numbers that stand in the next one too."""
    text = printable(text)  # of what cannot be seen \0 goes as well, so that below it can part the pieces
    if len(text) < LONG_WORD:
        return escape(text)
    parts = _LONG_WORD.sub(_in_pieces, text).split("\0")
    return _BREAK.join(map(escape, parts))


def _in_pieces(word: re.Match[str]) -> str:
    return "\0".join(word[0][at : at + PIECE] for at in range(0, len(word[0]), PIECE))


def style(**properties: str) -> str:
    """A style attribute out of custom properties: style(value="93%") → --by-value: 93%. Not for texts of people."""
    return "; ".join(f"--by-{name}: {value}" for name, value in properties.items())


def _attribute(key: str, value: object) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(printable(str(value)))}"'
