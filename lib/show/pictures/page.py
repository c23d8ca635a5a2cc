"""A chart as a page of 1920 × 1080 px, a projector's: finding, second line, chart, half month and state of the data."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from lib.show.blocks import Chart, Markup, Spec, element
from lib.show.blocks.status import light_meanings
from lib.show.charts.base import text_width
from lib.show.look import PALETTE
from lib.show.pictures import shapes
from lib.show.pictures.render import drawn
from lib.words.findings import Finding
from lib.words.half_months import HalfMonth
from lib.words.settings import settings

WIDTH, HEIGHT, SIDE = 1920, 1080, 60
TITLE, SECOND, FOOT = 50, 30, 26  # px: the smallest is what the back row of a meeting room still reads
BOTTOM = HEIGHT - 84  # the chart ends here, below it stands the foot
# Charts are drawn for a column of some 500px; so many times larger they fill the page and stay smaller than the title.
LARGEST = 2.7
AXIS = 34  # px that axes and heads take besides the rows


@dataclass(frozen=True)
class Picture:
    """A chart to hand out under its finding, with all that tells what it shows.

    `about` is the page and the measure; `note` says as of when, who reported, and that data are demo.
    """

    about: tuple[str, ...]
    finding: Finding
    chart: Chart
    half_month: HalfMonth
    note: str

    @property
    def name(self) -> str:
        """What the file is called, after its half month."""
        return "_".join((*self.about, self.chart.name))


def page(picture: Picture) -> str:
    """The page as SVG."""
    # 400 px are left to the half month at the right, and in the foot to the title
    about = shapes.cut("　".join(picture.about), SECOND, WIDTH - 2 * SIDE - 400)
    parts = [
        shapes.text(SIDE, 58, about, SECOND, colour=PALETTE.muted),
        shapes.text(WIDTH - SIDE, 58, picture.half_month.label, SECOND, anchor="end"),
    ]
    at = 60.0
    title, second = picture.finding.lines
    for line in shapes.wrapped(title, TITLE, WIDTH - 2 * SIDE, most=2):
        at += 62
        parts.append(shapes.text(SIDE, at, line, TITLE, weight=700))
    at += 24
    parts.append(shapes.rule(SIDE, at, WIDTH - 2 * SIDE, 4, PALETTE.ink))
    for line in shapes.wrapped(second, SECOND, WIDTH - 2 * SIDE, most=2) if second else ():
        at += 46
        parts.append(shapes.text(SIDE, at, line, SECOND, colour=PALETTE.muted))
    if picture.chart.behind is not None:
        at += 50
        parts += _legend(at, picture.chart.behind)
    return shapes.svg(WIDTH, HEIGHT, *parts, _drawn(picture.chart, at + 28), *_foot(picture.note))


def _foot(note: str) -> Iterator[Markup]:
    yield shapes.text(SIDE, HEIGHT - 36, shapes.cut(note, FOOT, WIDTH - 400), FOOT, colour=PALETTE.muted)
    yield shapes.text(WIDTH - SIDE, HEIGHT - 36, settings().title, FOOT, colour=PALETTE.muted, anchor="end")


def _legend(y: float, behind: int) -> Iterator[Markup]:
    """■ 滞后 低于应达 10 点以上 …: what the colours of the cells say."""
    x = float(SIDE)
    for light, meaning in light_meanings(behind).items():
        yield shapes.pill(x, y, light, FOOT)
        x += shapes.pill_width(light, FOOT) + 12
        yield shapes.text(x, y, meaning, FOOT, colour=PALETTE.muted)
        x += text_width(meaning, FOOT) + 36


# The chart ------------------------------------------------------------------------------------------------------


def _drawn(chart: Chart, top: float) -> Markup:
    """The chart as large as the room below `top` allows, laid out for the width that it has at that size."""
    spec = _stretched(chart)
    width, height = WIDTH - 2 * SIDE, BOTTOM - top
    scale = min(LARGEST, height / _natural_height(spec))
    laid_out = drawn(_sized(spec, width / scale, height / scale))
    # the engine's own size: what axes and labels take is known only now, and nothing may pass the page
    scale = min(width / laid_out.width, height / laid_out.height)
    return element("g", "", Markup(laid_out.inner), transform=f"translate({SIDE} {top}) scale({scale:.4f})")


def _stretched(chart: Chart) -> Spec:
    """The spec with bars so many times longer as the chart allows: every layer's x axis ends earlier."""
    if chart.bars == 1:
        return chart.spec
    longer = deepcopy(chart.spec)  # the board's own is cached, and pages draw it
    for layer in longer["layer"]:
        scale = layer["encoding"].get("x", {}).get("scale")
        if scale:
            scale["domain"][1] /= chart.bars
    return longer


def _natural_height(spec: Spec) -> float:
    """About how high the app draws the chart, in px: rows times their step, or the height that it names."""
    height = spec["height"]
    if isinstance(height, dict):
        return float(height["step"] * _rows(spec) + AXIS)
    return float(height + AXIS)


def _rows(spec: Spec) -> int:
    """How many rows there are: every layer sorts the same ones."""
    sorts = (layer["encoding"].get("y", {}).get("sort") for layer in spec["layer"] if "encoding" in layer)
    return max((len(rows) for rows in sorts if isinstance(rows, list)), default=1)


def _sized(spec: Spec, width: float, height: float) -> Spec:
    """The spec for a page: `width` and, where its rows do not give it, `height` in all, axes included."""
    sized, fit = dict(spec) | {"width": round(width)}, "fit-x"
    if not isinstance(spec["height"], dict):
        sized["height"], fit = round(height), "fit"
    return sized | {"autosize": {"type": fit, "contains": "padding"}, "background": None}
