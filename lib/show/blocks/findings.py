"""A finding above what shows it, and its definition card (口径), which opens by click or keyboard."""

from dataclasses import dataclass
from functools import cached_property

from lib.show.blocks.html import Markup, bold, element, join
from lib.show.blocks.sent import Spec, arrow, said_once
from lib.words.findings import Card, Finding
from lib.words.language import gettext as _


@dataclass(frozen=True)
class Chart:
    """A chart under a finding; `name` tells in the name of a file what is drawn, and the rest how a picture draws it.

    `behind` asks for the legend of the four states: so many points below what is expected are still 预警. So many
    times longer than on the page `bars` may be, since a picture is wider than a column and the words behind them need
    no more room there.
    """

    spec: Spec
    name: str
    behind: int | None = None
    bars: float = 1.0

    @cached_property
    def on_page(self) -> Spec:
        """The spec as a page sends it, made once, not in every run that shows it: what its layers share stands in it
        once, and its rows are an Arrow table."""
        spec, rows = said_once(self.spec), self.spec.get("data", {}).get("values")
        return spec | {"data": {"values": arrow(rows)}} if rows else spec


@dataclass(frozen=True)
class Block:
    """A part of a board: what was found, and below it markup or a chart that shows it."""

    finding: Finding
    below: Markup = Markup("")
    chart: Chart | None = None

    def __html__(self) -> Markup:
        """Finding and markup; who draws the page draws the chart below them."""
        return self._markup

    @cached_property
    def _markup(self) -> Markup:
        return join(finding_of(self.finding), self.below)


def finding_of(finding: Finding) -> Markup:
    """Title, card, and the grey line with what a click does."""
    basis = card_of(finding.card) if finding.card else None
    clicks = element("span", "by-hint", finding.hint) if finding.hint else None
    second = element("p", "by-second", finding.second, clicks) if finding.second else None
    return element("div", "by-finding", element("h2", "by-title", finding.title), basis, second)


def card_of(card: Card) -> Markup:
    """A native <details> that opens over the page and moves nothing; opening one closes the others."""
    lines = (element("div", "", element("dt", "", name), element("dd", "", text)) for name, text in card.lines)
    body = element("div", "by-card-body", bold(card.title), element("dl", "", *lines))
    label = _("Basis of {title}").format(title=card.title)
    summary = element("summary", "", _("Basis"), aria_label=label)
    return element("details", "by-card", summary, body, name="by-card")
