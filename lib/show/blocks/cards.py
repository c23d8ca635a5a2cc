"""The definition card (口径): what a figure counts, as of when, from which source; opened by click or keyboard."""

from dataclasses import dataclass

from lib.show.blocks.html import Markup, element
from lib.words.language import gettext as _


@dataclass(frozen=True)
class Card:
    """Title and lines of (what, text): 统计范围, 分子, 分母, 截至, 最后填报, 来源."""

    title: str
    lines: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The whole card in lines, for a `title` attribute."""
        lines = (_("{name}: {text}").format(name=name, text=text) for name, text in self.lines)
        return "\n".join([self.title, *lines])


def card_of(card: Card) -> Markup:
    """A native <details> that opens over the page and moves nothing; opening one closes the others."""
    lines = (element("div", "", element("dt", "", name), element("dd", "", text)) for name, text in card.lines)
    body = element("div", "by-card-body", element("b", "", card.title), element("dl", "", *lines))
    label = _("Basis of {title}").format(title=card.title)
    summary = element("summary", "", _("Basis"), aria_label=label)
    return element("details", "by-card", summary, body, name="by-card")
