"""The sentences of a page: its head, the lead, banners, what to do next, where one is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from lib.show.blocks.html import Markup, bold, element, linked
from lib.words.language import gettext as _
from lib.words.lights import Light

Sentence = Iterable[tuple[str, bool]]  # its parts; those marked True are bold
BannerKind = Literal["error", "warning", "success"]
SHORT_FACT = 16  # characters of a fact that stay together: a day, a size, a name
BANNERS = {"error": Light.FAR_BEHIND, "warning": Light.BEHIND, "success": Light.ON_SCHEDULE}


def head_note(text: str, way: Markup | None = None, when: str = "") -> Markup:
    """The right end of the page head: as of when, how many reported, demo data; behind them the `way` to the help.

    `when` is the half month, which stands in a field: on paper it is said here.
    """
    printed = element("span", "by-on-paper", f"{when}　") if when else None
    return element("div", "by-head-note", printed, text, "　" if way else None, way)


def lead(sentence: Sentence) -> Markup:
    """The one sentence under the head."""
    return element("p", "by-lead", *bold_parts(sentence))


def bold_parts(sentence: Sentence) -> list[Markup | str]:
    """The parts as they stand in one line."""
    return [bold(text) if is_bold else text for text, is_bold in sentence]


def banner(kind: BannerKind, first: str, second: str = "") -> Markup:
    """What happened and what is still possible; errors are read out at once, the others when there is time."""
    light = BANNERS[kind]
    lines = (bold(first), element("p", "", second) if second else None)
    return element("div", f"by-banner by-{light}", *lines, role="alert" if kind == "error" else "status")


def in_a_row(*sentences: str) -> str:
    """Sentences behind one another; behind 。 there is no blank."""
    return " ".join(sentences).replace("。 ", "。")


def told(*facts: str) -> Markup:
    """签批件.pdf　0.4 MB　2023-07-17: the facts of a thing in grey; a short one is not parted at the end of a line."""
    known = [fact for fact in facts if fact]
    spans = [element("span", "by-one-line" if len(fact) <= SHORT_FACT else "", fact) for fact in known]
    between = [part for span in spans for part in ("　", span)]
    return element("p", "by-second", *between[1:])


def mend(text: str) -> Markup:
    """Below a field of a form: what is wrong in it and how to write it."""
    return element("p", "by-mend", element("i", "", "！", aria_hidden="true"), text, role="alert")


def empty(fact: str, next_step: str) -> Markup:
    """Nothing here yet: the fact, then what to do next."""
    return element("div", "by-empty", bold(fact), element("p", "", next_step))


def steps(names: Sequence[str], current: int) -> Markup:
    """1 选文件 ✓　2 看问题与变化 …: steps before `current` (counted from 0) are ticked, `current` is marked."""
    return element("ol", "by-steps", *(_step(number, name, current) for number, name in enumerate(names)))


def _step(number: int, name: str, current: int) -> Markup:
    text = f"{number + 1} {name}"
    if number == current:
        return element("li", "by-now", text, aria_current="step")
    return element("li", "by-past" if number < current else "", text, " ✓" if number < current else None)


def path(
    units: Sequence[tuple[str, str | None]], hint: str = "", below: Sequence[tuple[str, str | None]] = ()
) -> Markup:
    """黔西南州 › 望谟县 › …, each a link but the last; `hint` says in grey how to go further down.

    The last opens the list of those `below` as links: a chart's bars cannot be reached with the keyboard.
    """
    items = [element("li", "", _place(name, href)) for name, href in units]
    if below:
        items[-1] = element("li", "", _list_of(units[-1][0], below))
    how = element("span", "by-second", hint) if hint else None
    return element("nav", "by-path", element("ol", "", *items), how, aria_label=_("Path"))


def _list_of(name: str, places: Sequence[tuple[str, str | None]]) -> Markup:
    """A native <details> like that of a definition card: it opens over the page and moves nothing."""
    links = element("ul", "by-card-body", *(element("li", "", _place(*place)) for place in places))
    return element("details", "by-card by-places", element("summary", "", name), links, name="by-card")


def _place(name: str, href: str | None) -> Markup:
    return linked(name, href) if href else bold(name, aria_current="page")


@dataclass(frozen=True)
class Attention:
    """Something to be dealt with: how many of what, where, and the page that shows them."""

    count: int
    what: str
    where: str
    href: str


def attention(items: Sequence[Attention], good: str) -> Markup:
    """The list of what needs attention; when there is none, the sentence `good` with ✓, never an empty area."""
    if not items:
        return element("p", "by-good", element("i", "", Light.DONE.symbol, aria_hidden="true"), good)
    return element("ul", "by-attention", *map(_attention, items))


def _attention(item: Attention) -> Markup:
    words = element("span", "by-what", element("span", "", item.what), element("small", "by-second", item.where))
    link = element("span", "by-go", _("View"), " ›")
    return element("li", "", element("a", "", bold(f"{item.count:,}"), words, link, href=item.href, target="_self"))
