"""A finding above what shows it, and its definition card (口径), which opens by click or keyboard."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lib.show.blocks.html import Markup, element, join
from lib.words.findings import Card, Finding
from lib.words.language import gettext as _

Spec = dict[str, Any]  # a chart as Vega-Lite


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
        """The spec with its rows as the Arrow table that a page sends: made once, not in every run that shows it."""
        from pandas import DataFrame  # only here: who draws pictures or writes documents needs neither
        from pyarrow import Table  # type: ignore[import-untyped]  # it brings no types

        rows = self.spec.get("data", {}).get("values")
        return self.spec | {"data": {"values": Table.from_pandas(DataFrame(rows))}} if rows else self.spec


@dataclass(frozen=True)
class Block:
    """A part of a board: what was found, and below it markup or a chart that shows it."""

    finding: Finding
    below: Markup = Markup("")
    chart: Chart | None = None

    def __html__(self) -> Markup:
        """Finding and markup; who draws the page draws the chart below them."""
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
    body = element("div", "by-card-body", element("b", "", card.title), element("dl", "", *lines))
    label = _("Basis of {title}").format(title=card.title)
    summary = element("summary", "", _("Basis"), aria_label=label)
    return element("details", "by-card", summary, body, name="by-card")
