"""Figures in HTML, since they are few and must grow with the root size: tiles and the four levels."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from lib.show.blocks.findings import card_of
from lib.show.blocks.html import Markup, element, style
from lib.show.blocks.status import pill
from lib.words.findings import Card
from lib.words.language import gettext as _
from lib.words.lights import Light
from lib.words.wording import amount, change, of_all, percent


@dataclass(frozen=True)
class Tile:
    """One figure: its value, the change since the last half month, and how it stands against its target.

    `percent` and `expected` are 0–100, None without a target; `reported` is (counties reported, all counties), None
    for figures that no county reports; `note` is the line of a figure without a target.
    """

    name: str
    value: Decimal | None
    unit: str
    decimals: int
    change: Decimal | None
    percent: float | None
    expected: float | None
    light: Light | None
    reported: tuple[int, int] | None
    note: str
    href: str
    card: Card


def tiles(figures: Iterable[Tile]) -> Markup:
    """All tiles in one grid, in the order given: the place is memory, the worst is not put first."""
    return element("div", "by-tiles", *map(_tile, figures))


def _tile(tile: Tile) -> Markup:
    name = element("a", "by-name", tile.name, href=tile.href, target="_self", title=tile.card.text)
    number, unit = amount(tile.value, tile.unit, tile.decimals)
    value = element("div", "by-value", number, element("small", "", unit) if unit else None)
    head = element("div", "by-tile-head", name, card_of(tile.card))
    return element("section", "by-tile", head, value, change_line(tile), *_standing(tile))


def change_line(tile: Tile) -> Markup:
    """The change of a figure as one line."""
    said, compared = change_words(tile)
    moved = element("b" if tile.change else "span", "", said) if said else None
    return element("div", "by-change", moved, element("span", "", compared) if said else compared)


def change_words(tile: Tile) -> tuple[str, str]:
    """The change and what it compares with; while counties are missing, how many are in stands there instead."""
    if tile.value is None:
        return "", _missing(tile.reported)
    return change(tile.change, tile.unit, tile.decimals), _compared(tile)


def _missing(reported: tuple[int, int] | None) -> str:
    if reported is None:
        return _("no data")
    return _("{count} not reported, no total").format(count=reported[1] - reported[0])


def _compared(tile: Tile) -> str:
    if tile.reported and tile.reported[0] < tile.reported[1]:
        return _("{reported} counties in").format(reported=of_all(*tile.reported))
    return _("on last half month") if tile.change else ""


def _standing(tile: Tile) -> tuple[Markup, ...]:
    if tile.percent is None or tile.light is None:
        return (element("div", "by-note", tile.note, title=tile.note),)
    shown = element("b", "", percent(tile.percent))
    expected = None if tile.light is Light.DONE else _expected(tile.expected)
    return (
        progress_bar(tile.percent, tile.expected, tile.light),
        element("div", "by-standing", pill(tile.light), element("span", "", shown, expected)),
    )


def _expected(expected: float | None, decimals: int = 0) -> Markup | None:
    if expected is None:
        return None
    return element("span", "by-mut", _("due {percent}").format(percent=percent(expected, decimals)))


def progress_bar(value: float | None, expected: float | None, light: Light | None) -> Markup:
    """The track, the part reached in the light's colour, and a mark at what is expected. Never without its words."""
    mark = None if expected is None else element("i", "", style=style(at=f"{_within(expected)}%"))
    fill = element("span", f"by-fill by-{light}" if light else "by-fill", style=style(value=f"{_within(value or 0)}%"))
    return element("div", "by-bar", fill, mark, aria_hidden="true")


def _within(value: float) -> float:
    return round(min(max(value, 0), 100), 2)


@dataclass(frozen=True)
class LevelRow:
    """One of the four levels: `done` of `pairs` (task × unit) are complete, the mean is `percent`."""

    name: str
    second: str
    percent: float | None
    expected: float | None
    light: Light | None
    done: int
    pairs: int


def level_bars(rows: Iterable[LevelRow]) -> Markup:
    """Prefecture, county, township, village: mean progress against what is expected."""
    return element("ul", "by-levels", *map(_level, rows))


def _level(row: LevelRow) -> Markup:
    complete = _("{done} of {pairs} complete").format(done=f"{row.done:,}", pairs=f"{row.pairs:,}")
    name = element("span", "by-what", element("b", "", row.name), element("small", "by-second", row.second))
    numbers = element("span", "by-numbers", element("b", "", percent(row.percent, 1)), _expected(row.expected))
    bar = progress_bar(row.percent, row.expected, row.light)
    return element("li", "", name, bar, numbers, pill(row.light), title=complete)
