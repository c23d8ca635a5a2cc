"""Slides of the projector: each fills the screen and is read from the back row (look/slides.css).

At most four figures or ten rows; a state is a word with its symbol and colour, as on every board.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from lib.figures.figures import Figure
from lib.show.blocks.figures import LevelRow, Tile, change_line, few_words, progress_bar
from lib.show.blocks.html import Markup, bold, element, join, style
from lib.show.blocks.sentences import Sentence, bold_parts
from lib.show.blocks.status import apart_pill, pill
from lib.show.blocks.tables import cell_of, head_of
from lib.words.findings import Finding
from lib.words.language import current
from lib.words.language import gettext as _
from lib.words.lights import LATE, Light
from lib.words.wording import MISSING, amount, listed, percent

NAME_SIZES = 0.85, 1.25  # rem: of the names in a table, the smallest and the usual
BAR_NAME = 10.5  # rem: what a bar leaves its name
SHORT_NAME = 8  # characters that the name of a figure has beside its standing, where figures stand closely


@dataclass(frozen=True)
class Slide:
    """What one slide says: the finding, whose second line explains its marks, and what stands below; or the cover."""

    finding: Finding
    body: Markup
    cover: bool = False


@dataclass(frozen=True)
class Foot:
    """The last line: as of when and how complete, then the slide's number of how many and the keys."""

    note: str
    at: int
    of: int
    keys: str
    paused: bool = False


def slide(content: Slide, when: str, foot: Foot, notice: str = "") -> Markup:
    """The whole screen; `when` is the half month in words, `notice` says what of the address could not be followed."""
    head = element(
        "header", "", element("h1", "", content.finding.title), element("span", "", when) if not content.cover else None
    )
    warned = element("p", "by-slide-notice", element("i", "", Light.BEHIND.symbol), notice) if notice else None
    second = element("p", "by-slide-second", content.finding.second) if content.finding.second else None
    return element(
        "section",
        " ".join(filter(None, ("by-slide", "by-cover" if content.cover else "", f"by-{current()}"))),
        head,
        element("div", "", warned, second),
        element("div", "by-slide-body", content.body),
        _foot(foot),
        aria_label=content.finding.title,
    )


def _foot(foot: Foot) -> Markup:
    number = _("{at} of {of}").format(at=foot.at, of=foot.of)
    paused = bold(_("paused")) if foot.paused else None
    keys = element("span", "", paused, element("span", "by-slide-number", number), foot.keys)
    dots = (element("i", "by-now" if at == foot.at else "") for at in range(1, foot.of + 1))
    return element(
        "footer", "", element("span", "", foot.note), keys, element("div", "by-dots", *dots, aria_hidden="true")
    )


def slide_empty(fact: str, next_step: str = "") -> Markup:
    """An honest sentence where there is nothing to show, and what brings it."""
    second = element("p", "", next_step) if next_step else None
    return element("div", "by-slide-empty", bold(fact), second)


def slide_contents(sentence: Sentence, when: str, note: str, names: Sequence[str]) -> Markup:
    """The cover: half month, as of when, the half month in one sentence, and what the digits jump to."""
    words = element("p", "by-cover-lead", *bold_parts(sentence))
    items = (element("li", "", bold(number), name) for number, name in enumerate(names, start=1))
    return join(
        element("p", "by-cover-when", when, element("small", "", note)),
        words,
        element("ol", "by-contents", *items, style=style(rows=str(-(-len(names) // 3)))),
    )


# Figures ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class About:
    """What a figure counts, and its last half months: label below (may be ""), height 0–1 or None, number above."""

    basis: str
    history: tuple[tuple[str, float | None, str], ...]


def slide_figures(tiles: Sequence[Tile], about: Sequence[About] = ()) -> Markup:
    """At most four figures; one or two have room for what they count and their last half months."""
    more: list[About | None] = [*about, *(None for _each in tiles)]
    figures = (_figure(tile, about_it) for tile, about_it in zip(tiles, more, strict=False))
    named = "" if max((ems(tile.name) for tile in tiles), default=0) <= SHORT_NAME else " by-long"
    return element("div", f"by-slide-figures by-of-{len(tiles)}{named}", *figures)


def _figure(tile: Tile, about: About | None) -> Markup:
    figure = tile.figure
    number, unit = amount(figure.value, figure.unit, figure.decimals)
    value = element("p", "by-slide-value", number, element("small", "", unit) if unit else None)
    more = (element("p", "by-slide-basis", about.basis), _history(about)) if about else ()
    standing = _standing(figure, tile.note)
    return element("section", "", element("h2", "", tile.name), value, change_line(figure), *standing, *more)


def _history(about: About) -> Markup:
    """A column for each half month; what is not known has none."""
    columns = (
        element(
            "span", "",
            element("i", "") if height is not None else None,
            bold(number) if number else None,
            element("small", "", label) if label else None,
            style=style(value=f"{height or 0:.3f}"),
        )
        for label, height, number in about.history
    )  # fmt: skip
    return element("div", "by-history", *columns)


def _standing(figure: Figure, note: str) -> tuple[Markup, ...]:
    if figure.percent is None or figure.light is None:
        return (element("p", "by-slide-note", few_words(figure) or note),)
    sentence = _("{percent} complete")
    # past its due day all of it is due: the pill says so
    if figure.light is not Light.DONE and figure.expected is not None and not figure.overdue:
        sentence = _("{percent} complete, {expected} due")
    words = sentence.format(percent=percent(figure.percent), expected=percent(figure.expected))
    return (
        progress_bar(figure.percent, figure.expected, figure.light),
        element("p", "by-slide-standing", element("span", "", words), pill(figure.light, figure.overdue)),
    )


# Rows -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bar:
    """A row with a bar: `percent` and `expected` are 0–100, `value` and `more` what stands behind it in words.

    `light` is None where nothing was reported, or too little: then `rests_on` says what; `judged` False where there is
    nothing to judge by.
    """

    name: str
    percent: float | None
    expected: float | None
    light: Light | None
    value: str
    more: str = ""
    rank: int | None = None
    judged: bool = True
    overdue: bool = False
    rests_on: str = ""


def slide_bars(bars: Sequence[Bar]) -> Markup:
    """Rank, name, bar with the mark of what is expected, number, what more, state; columns that all lack are left out.

    A bar without its words never stands alone: the number is beside it.
    """
    ranked, more = any(bar.rank for bar in bars), any(bar.more for bar in bars)
    judged = any(bar.judged or bar.rests_on for bar in bars)
    name = _name_size([bar.name for bar in bars], BAR_NAME)
    return _rows("by-slide-bars", [_bar(bar, ranked, more, judged) for bar in bars], name)


def _bar(bar: Bar, ranked: bool, more: bool, judged: bool) -> Markup:
    state = apart_pill(bar.rests_on) if bar.rests_on else pill(bar.light, bar.overdue)
    cells = [
        element("td", "by-rank", bar.rank) if ranked else None,
        element("th", "", element("span", "", bar.name), scope="row"),
        element("td", "by-track", progress_bar(bar.percent, bar.expected, bar.light)),
        element("td", "by-number", bold(bar.value)),
        element("td", "by-number by-more", bar.more) if more else None,
        element("td", "by-state", state) if judged or bar.rests_on else None,
    ]
    return element("tr", "", *cells)


def slide_levels(rows: Iterable[LevelRow]) -> Markup:
    """The four levels: name, bar, percent, what is due and how many are complete, state."""
    return _rows("by-slide-bars by-slide-levels", [_level(row) for row in rows], NAME_SIZES[1])


def _level(row: LevelRow) -> Markup:
    level = row.progress
    due = _("due {percent}").format(percent=listed(level.expected)) if level.expected is not None else MISSING
    return element(
        "tr", "",
        element("th", "", row.name, element("small", "", row.second), scope="row"),
        element("td", "by-track", progress_bar(level.percent, level.expected, level.light)),
        element("td", "by-number", bold(listed(level.percent)), element("small", "", due)),
        element("td", "by-more", row.complete),
        element("td", "by-state", pill(level.light)),
    )  # fmt: skip


def slide_table(
    headers: Sequence[str], rows: Sequence[Sequence[object]], numeric: Collection[int] = (), room: float = 12
) -> Markup:
    """A table of at most ten rows, the first column its names; columns in `numeric` (from 0) stand right.

    `room` is how many rem the names have: long ones are set smaller, never cut.
    """
    head = None
    if any(headers):
        cells = (head_of(text, at in numeric) for at, text in enumerate(headers))
        head = element("thead", "", element("tr", "", *cells))
    body = [
        element("tr", "", *(cell_of("td" if at else "th", cell, at in numeric) for at, cell in enumerate(row)))
        for row in rows
    ]
    return _rows("", body, _name_size([str(row[0]) for row in rows if not isinstance(row[0], Markup)], room), head)


def _rows(classes: str, rows: Sequence[Markup], name_size: float, head: Markup | None = None) -> Markup:
    """Rows share the height; few of them do not stretch over all of it."""
    table = f"by-slide-table {classes}".rstrip()
    sizes = style(rows=str(len(rows)), name=f"{name_size:.3g}rem")
    return element("table", table, head, element("tbody", "", *rows), style=sizes)


def _name_size(names: Iterable[str], room: float) -> float:
    """The size in rem at which the longest name has one line of `room` rem; the smallest takes two lines instead."""
    smallest, largest = NAME_SIZES
    return min(max(room / max([1.0, *map(ems, names)]), smallest), largest)


def ems(text: str) -> float:
    """How wide a text is, in Chinese characters; Latin letters and digits take a little more than half of one."""
    return sum(1 if ord(letter) > 0x2E7F else 0.6 for letter in text)


def slide_count(count: int, light: Light) -> Markup:
    """How many stand so; what needs attention is solid, 0 recedes."""
    if not count:
        return element("span", "by-mut", "0")
    return element("span", f"by-pill by-{light}" if light in LATE else "", f"{count:,}")


def columns(left: Markup, right: Markup, share: str = "1fr 1fr") -> Markup:
    """Two parts side by side; `share` is how the width is divided, as in a CSS grid."""
    return element(
        "div", "by-slide-columns", element("div", "", left), element("div", "", right), style=style(share=share)
    )
