"""Figures in HTML, since they are few and must grow with the root size: tiles and the four levels."""

from collections.abc import Iterable
from dataclasses import dataclass

from lib.figures.figures import Figure
from lib.figures.progress import LevelProgress
from lib.show.blocks.findings import card_of
from lib.show.blocks.html import Markup, bold, element, linked, style
from lib.show.blocks.status import pill
from lib.words.findings import Card
from lib.words.language import gettext as _
from lib.words.lights import Light
from lib.words.wording import amount, change, listed, of_all, percent


@dataclass(frozen=True)
class Tile:
    """A figure with the page that shows it and its definition card; `note` is the line of one without a target."""

    name: str
    figure: Figure
    note: str
    href: str
    card: Card


def tiles(figures: Iterable[Tile]) -> Markup:
    """All tiles in one grid, in the order given: the place is memory, the worst is not put first."""
    return element("div", "by-tiles", *map(_tile, figures))


def _tile(tile: Tile) -> Markup:
    name = linked(tile.name, tile.href, "by-name", title=tile.card.text)
    number, unit = amount(tile.figure.value, tile.figure.unit, tile.figure.decimals)
    value = element("div", "by-value", number, element("small", "", unit) if unit else None)
    head = element("div", "by-tile-head", name, card_of(tile.card))
    return element("section", "by-tile", head, value, change_line(tile.figure), *_standing(tile.figure, tile.note))


def change_line(figure: Figure) -> Markup:
    """The change of a figure as one line."""
    said, compared = change_words(figure)
    moved = element("b" if figure.change else "span", "", said) if said else None
    return element("div", "by-change", moved, element("span", "", compared) if said else compared)


def change_words(figure: Figure) -> tuple[str, str]:
    """The change and what it compares with; while counties are missing, how many are in stands there instead."""
    if figure.value is None:
        return "", _missing(figure.reported)
    return change(figure.change, figure.unit, figure.decimals, anew=figure.anew), _compared(figure)


def _missing(reported: tuple[int, int] | None) -> str:
    if reported is None:
        return _("no data")
    return _("{count} not reported, no total").format(count=reported[1] - reported[0])


def _compared(figure: Figure) -> str:
    if figure.reported and figure.reported[0] < figure.reported[1]:
        return _("{reported} counties in").format(reported=of_all(*figure.reported))
    return _("on last half month") if figure.change else ""


def _standing(figure: Figure, note: str) -> tuple[Markup, ...]:
    if figure.percent is None or figure.light is None:
        note = few_words(figure) or note
        return (element("div", "by-note", note, title=note),)
    reached = bold(percent(figure.percent))
    expected = None if figure.light is Light.DONE else _expected(figure.expected)
    return (
        progress_bar(figure.percent, figure.expected, figure.light),
        element("div", "by-standing", pill(figure.light, figure.overdue), element("span", "", reached, expected)),
    )


def few_words(figure: Figure) -> str:
    """只有 1／160 个填报，不作评价; "" where enough units reported."""
    if figure.rests_on is None:
        return ""
    return _("only {count} reported, not judged").format(count=of_all(*figure.rests_on))


def _expected(expected: float | None) -> Markup | None:
    if expected is None:
        return None
    return element("span", "by-mut", _("due {percent}").format(percent=listed(expected)))


def progress_bar(value: float | None, expected: float | None, light: Light | None) -> Markup:
    """The track, the part reached in the light's colour, and a mark at what is expected. Never without its words."""
    mark = None if expected is None else element("i", "", style=style(at=f"{_within(expected)}%"))
    fill = element("span", f"by-fill by-{light}" if light else "by-fill", style=style(value=f"{_within(value or 0)}%"))
    return element("div", "by-bar", fill, mark, aria_hidden="true")


def _within(value: float) -> float:
    return round(min(max(value, 0), 100), 2)


@dataclass(frozen=True)
class LevelRow:
    """One of the four levels, by its name and how many units it has."""

    name: str
    second: str
    progress: LevelProgress

    @property
    def complete(self) -> str:
        """How many pairs of task and unit are done, of how many."""
        done, pairs = self.progress.done, self.progress.pairs
        return _("{done} of {pairs} complete").format(done=f"{done:,}", pairs=f"{pairs:,}")


def level_bars(rows: Iterable[LevelRow]) -> Markup:
    """Prefecture, county, township, village: mean progress against what is expected."""
    return element("ul", "by-levels", *map(_level, rows))


def _level(row: LevelRow) -> Markup:
    level = row.progress
    name = element("span", "by-what", bold(row.name), element("small", "by-second", row.second))
    numbers = element("span", "by-numbers", bold(listed(level.percent)), _expected(level.expected))
    bar = progress_bar(level.percent, level.expected, level.light)
    return element("li", "", name, bar, numbers, pill(level.light), title=row.complete)
