"""The overview as one long image for a chat group: what a telephone shows from top to bottom, without a link."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from lib.figures.figures import Figure
from lib.figures.progress import LevelProgress, UnitProgress
from lib.figures.ranking import placed
from lib.kept.reference import Reference
from lib.review.submissions import Status
from lib.show import blocks
from lib.show.blocks import Attention, Markup, Tile
from lib.show.boards.attention import good_words
from lib.show.boards.overview import lead, level_rows, overview, reviewed, tile
from lib.show.boards.overview_data import overview_data
from lib.show.boards.words import rests_on_words, unit_name
from lib.show.charts.base import text_width
from lib.show.look import PALETTE, TONES
from lib.show.pictures import shapes
from lib.words.half_months import HalfMonth
from lib.words.language import current
from lib.words.language import gettext as _
from lib.words.lights import Light
from lib.words.settings import settings
from lib.words.wording import amount, listed, percent

WIDTH, SIDE = 1080, 48
INNER = WIDTH - 2 * SIDE
TITLE, FINDING, BODY, SECOND, VALUE = 54, 38, 30, 26, 62  # px; a telephone shows them at about a third
MOST_LINES = 4  # of a text; what is longer ends in …
TILE_GAP, TILE_HEIGHT = 40, 262
PILLS_IN_A_ROW = {"zh": 3, "en": 2}
NAME_WIDTH = {"zh": 170, "en": 290}  # of a county, before its bar
STATE_WIDTH = {"zh": 150, "en": 230}  # of a light, behind the bar and its number


@dataclass
class _Canvas:
    """What is drawn so far, and how far down it reaches."""

    y: float = 0.0
    parts: list[Markup] = field(default_factory=list)

    def add(self, *parts: Markup) -> None:
        self.parts += parts

    def lines(self, said: str, size: float, *, weight: int = 400, colour: str = PALETTE.ink) -> None:
        """A text over the whole width, in as many lines as it needs up to the most."""
        for line in shapes.wrapped(said, size, INNER, MOST_LINES) if said else ():
            self.y += size * 1.42
            self.add(shapes.text(SIDE, self.y, line, size, weight=weight, colour=colour))

    def finding(self, title: str, second: str = "") -> None:
        """Title and second line of a block of the page."""
        self.y += 44
        self.lines(title, FINDING, weight=700)
        self.lines(second, SECOND, colour=PALETTE.muted)
        self.y += 14


def overview_image(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, collecting: HalfMonth, note: str
) -> str:
    """The overview of `half_month` as SVG; `note` says as of when, who reported, and that data are demo.

    The findings are those of the page.
    """
    review = reviewed(connection, reference, half_month)
    now = overview_data(connection, reference, review.standing, collecting)
    page = overview(connection, reference, half_month, collecting, review)
    canvas = _Canvas()
    _head(canvas, half_month, note)
    canvas.lines(
        "".join(said for said, _bold in lead(reference, now.status, collecting, now.counties, now.figures)), BODY
    )
    _tiles(canvas, [tile(reference, figure, half_month) for figure in now.figures])
    canvas.finding(*page.levels.finding.lines)
    for row in level_rows(now.levels, reference, half_month, reference.top):
        _row(canvas, row.name, row.second, 290, row.progress)
    canvas.finding(*page.ranking.finding.lines)
    for _place, county in placed(now.counties):
        _row(canvas, unit_name(county.unit), "", NAME_WIDTH[current()], county)
    canvas.finding(*page.submissions.finding.lines)
    _reports(canvas, [(unit_name(reference.units[code]), status) for code, status in now.status.items()])
    canvas.finding(page.attention.finding.title)
    _attention(canvas, now.to_deal_with, any(level.light for level in now.levels))
    _foot(canvas)
    return shapes.svg(WIDTH, round(canvas.y), *canvas.parts)


def _head(canvas: _Canvas, half_month: HalfMonth, note: str) -> None:
    title = _("{title}: {half_month}").format(title=settings().title, half_month=half_month.label)
    canvas.y = 20
    canvas.lines(title, TITLE, weight=700)
    canvas.lines(note, SECOND, colour=PALETTE.muted)
    canvas.y += 18
    canvas.add(shapes.rule(SIDE, canvas.y, INNER, 5, PALETTE.ink))
    canvas.y += 14


def _foot(canvas: _Canvas) -> None:
    canvas.y += 36
    canvas.add(shapes.rule(SIDE, canvas.y, INNER, 3, PALETTE.ink))
    canvas.y += 6
    words = _("Made on {day} by {title}").format(day=settings().today, title=settings().title)
    canvas.lines(words, SECOND, colour=PALETTE.muted)
    canvas.y += 36


# The six figures --------------------------------------------------------------------------------------------------


def _tiles(canvas: _Canvas, tiles: Sequence[Tile]) -> None:
    """Two in a row."""
    width = (INNER - TILE_GAP) / 2
    for at, shown in enumerate(tiles):
        x, y = SIDE + at % 2 * (width + TILE_GAP), canvas.y + 34 + at // 2 * TILE_HEIGHT
        canvas.add(*_tile(shown, x, y, width))
    canvas.y += 34 + -(-len(tiles) // 2) * TILE_HEIGHT - 30


def _tile(tile: Tile, x: float, y: float, width: float) -> list[Markup]:
    number, unit = amount(tile.figure.value, tile.figure.unit, tile.figure.decimals)
    after = x + text_width(number, VALUE) + 8
    moved, compared = blocks.change_words(tile.figure)
    changed = text_width(moved, SECOND) + (14 if moved else 0)
    return [
        shapes.rule(x, y, width, 5, PALETTE.ink),
        shapes.text(x, y + 44, shapes.cut(tile.name, BODY, width), BODY, weight=600),
        shapes.text(x, y + 110, number, VALUE, weight=700),
        shapes.text(after, y + 110, unit, BODY),
        shapes.text(x, y + 150, moved, SECOND, weight=600),
        shapes.text(x + changed, y + 150, shapes.cut(compared, SECOND, width - changed), SECOND, colour=PALETTE.muted),
        *_standing(tile.figure, tile.note, x, y + 168, width),
    ]


def _standing(figure: Figure, note: str, x: float, y: float, width: float) -> list[Markup]:
    """Bar, light and percent; of a figure without a target that it has none."""
    if figure.percent is None or figure.light is None:
        return [shapes.text(x, y + 22, shapes.cut(note, SECOND, width), SECOND, colour=PALETTE.muted)]
    shown = percent(figure.percent)
    if figure.light is not Light.DONE and figure.expected is not None:
        shown += "　" + _("due {percent}").format(percent=percent(figure.expected))
    return [
        shapes.bar(x, y, width, 14, figure.percent, figure.expected, figure.light),
        shapes.pill(x, y + 52, figure.light, SECOND, overdue=figure.overdue),
        shapes.text(x + width, y + 52, shown, SECOND, weight=600, anchor="end"),
    ]


# Levels and counties ----------------------------------------------------------------------------------------------


def _row(canvas: _Canvas, name: str, second: str, left: float, progress: LevelProgress | UnitProgress) -> None:
    """Name, bar with its mark, percent and light; a line below."""
    height, state = (92 if second else 62), STATE_WIDTH[current()]
    apart = rests_on_words(progress) if isinstance(progress, UnitProgress) else ""
    base, width = canvas.y + height / 2 + 10, INNER - left - state - 110
    canvas.add(
        shapes.text(SIDE, base - (16 if second else 0), shapes.cut(name, BODY, left), BODY, weight=600),
        shapes.text(SIDE, base + 18, shapes.cut(second, 24, left), 24, colour=PALETTE.muted),
        shapes.bar(SIDE + left, base - 22, width, 24, progress.percent, progress.expected, progress.light),
        shapes.text(WIDTH - SIDE - state - 16, base, listed(progress.percent), BODY, weight=700, anchor="end"),
        shapes.pill(WIDTH - SIDE - state, base, progress.light, SECOND, apart=apart),
        shapes.rule(SIDE, canvas.y + height - 1, INNER),
    )
    canvas.y += height


# Reports and what is to be dealt with -----------------------------------------------------------------------------


def _reports(canvas: _Canvas, counties: Sequence[tuple[str, Status]]) -> None:
    columns = PILLS_IN_A_ROW[current()]
    width = INNER / columns
    for at, (name, status) in enumerate(counties):
        x, y = SIDE + at % columns * width, canvas.y + 42 + at // columns * 56
        canvas.add(shapes.text(x, y, name, BODY), shapes.status_pill(x + width - 36, y, status, SECOND))
    canvas.y += -(-len(counties) // columns) * 56


def _attention(canvas: _Canvas, items: Sequence[Attention], known: bool) -> None:
    """How many of what, and where; the links of the page are left out, and the line that speaks of them."""
    if not items:
        canvas.lines(good_words(known), BODY, colour=TONES[Light.DONE].ink if known else PALETTE.muted)
    for item in items:
        base = canvas.y + 42
        canvas.add(
            shapes.text(SIDE + 56, base + 8, f"{item.count:,}", FINDING, weight=700, anchor="end"),
            shapes.text(SIDE + 84, base, shapes.cut(item.what, BODY, INNER - 84), BODY, weight=600),
            shapes.text(SIDE + 84, base + 36, shapes.cut(item.where, 24, INNER - 84), 24, colour=PALETTE.muted),
            shapes.rule(SIDE, canvas.y + 95, INNER),
        )
        canvas.y += 96
