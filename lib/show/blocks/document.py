"""The project's own documents as markup: what of Markdown docs/ uses. All else stays a text, escaped like any other."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lib.show.blocks.html import Markup, bold, element, join, linked

_FENCE = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_BELOW = re.compile(r"^(?=- |\d+\. |\| )", re.MULTILINE)  # a list or table right below a sentence
_ITEM = re.compile(r"^(?:- |\d+\. )", re.MULTILINE)
_BAR = re.compile(r"(?<!\\)\|")
_INLINE = re.compile(
    r"`(?P<code>[^`]+)`|\*\*(?P<bold>.+?)\*\*|!\[(?P<alt>[^\]]*)\]\((?P<picture>[^)\s]+)\)"
    r"|\[(?P<words>[^\]]+)\]\((?P<link>[^)\s]+)\)|(?P<line><br>)"
)


@dataclass(frozen=True)
class Around:
    """Of a document: the address that a link leads to (None: its words stand alone), and a picture's source."""

    address: Callable[[str], str | None]
    picture: Callable[[str], str]


def document(text: str, around: Around) -> Markup:
    """The whole document; its headings stand below the page's own and can be linked to within it."""
    parts = _FENCE.split(text)  # every second one is code
    markup = (_code(part) if at % 2 else join(*_blocks(part, around)) for at, part in enumerate(parts))
    return element("article", "by-doc", *markup)


def anchor(heading: str) -> str:
    """What a heading is linked to by, as the hosts of repositories make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _blocks(text: str, around: Around) -> Iterator[Markup]:
    for chunk in re.split(r"\n\s*\n", text.strip("\n")):
        # one that begins with a list or table is that as a whole: it would be split before each of its items
        for part in _BELOW.split(chunk, maxsplit=1) if not _BELOW.match(chunk) else [chunk]:
            if part.strip():
                yield _block(part.rstrip(), around)


def _block(text: str, around: Around) -> Markup:
    if heading := re.match(r"(#+) (.*)", text):
        return element(f"h{len(heading[1]) + 1}", "", _inline(heading[2], around), id=anchor(heading[2]))
    if text.startswith("|"):
        return _table(text, around)
    if _ITEM.match(text):
        return _list(text, around)
    if text.startswith("    "):
        return _code(re.sub(r"^    ", "", text, flags=re.MULTILINE))
    return element("p", "", _inline(text, around))


def _list(text: str, around: Around) -> Markup:
    """One that goes on after a table keeps its numbers."""
    items = (_item(item.strip(), around) for item in _ITEM.split(text)[1:])
    if text.startswith("-"):
        return element("ul", "", *items)
    first = text.partition(".")[0]
    return element("ol", "", *items, start=None if first == "1" else first)


def _item(text: str, around: Around) -> Markup:
    words, *below = re.split(r"\n +- ", text)
    points = (element("li", "", _inline(point, around)) for point in below)
    return element("li", "", _inline(words, around), element("ul", "", *points) if below else None)


def _code(text: str) -> Markup:
    return element("pre", "", element("code", "", text.rstrip()))


def _table(text: str, around: Around) -> Markup:
    head, _rule, *rows = ([cell.strip() for cell in _BAR.split(line)[1:-1]] for line in text.splitlines())
    titles = element("tr", "", *(element("th", "", _inline(cell, around), scope="col") for cell in head))
    lines = (element("tr", "", *(element("td", "", _inline(cell, around)) for cell in row)) for row in rows)
    return element("table", "", element("thead", "", titles), element("tbody", "", *lines))


def _inline(text: str, around: Around) -> Markup:
    """Code, bold, pictures, links and line breaks within a line."""
    parts, at = [], 0
    for mark in _INLINE.finditer(text):
        parts += [_plain(text[at : mark.start()]), _marked(mark, around)]
        at = mark.end()
    return join(*parts, _plain(text[at:]))


def _plain(text: str) -> str:
    """A text as it is read: a bar within a cell of a table is written with a backslash."""
    return text.replace("\\|", "|")


def _marked(mark: re.Match[str], around: Around) -> Markup:
    if mark["code"]:
        return element("code", "", _plain(mark["code"]))
    if mark["bold"]:
        return bold(_inline(mark["bold"], around))
    if mark["picture"]:
        return Markup('<img src="{}" alt="{}">').format(around.picture(mark["picture"]), mark["alt"])
    if mark["line"]:
        return Markup("<br>")
    words, address = _inline(mark["words"], around), around.address(mark["link"])
    return linked(words, address) if address else words
