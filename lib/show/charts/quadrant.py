"""The quadrant: each unit by a percent and another number, parted by the medians, its four corners named in words."""

from collections.abc import Iterable
from functools import partial
from statistics import median
from typing import NamedTuple, TypeVar

from lib.show.blocks import Spec
from lib.show.charts import vega
from lib.show.charts.base import as_given, layered, picked, text_width, tooltip
from lib.show.look import PALETTE, TONES
from lib.words.language import gettext as _
from lib.words.lights import Light

HEIGHT = 430
WIDTHS = {620: 2, 290: 1}  # px of the plot on a desk and on a telephone, by how much each counts for where names stand
RADIUS, APART = 7, 2  # px of a circle, and between two things at least
NAME, CIRCLED, LINE = 4.0, 3.0, 1.0  # how bad it is to write over a name, a circle, a line
TEXT, CIRCLE = 13, 150
LONGEST_LABEL = 120  # px of a name; a longer one ends in …
MARGIN = 0.14  # of the span beside the outermost circles: room for their names and for the corners' words
LEAST_SIDE = 0.34  # of the span, on either side of a median
LEAST_SPAN = 0.05  # of the highest value, so that units that hardly differ do not look far apart

PERCENTS = "datum.value + '%'"

SIDES = ("right", "left", "above", "below")

Corners = tuple[str, str, str, str]
Span = dict[str, tuple[float, float]]  # from where to where x and y are drawn
Place = TypeVar("Place", bound=vega.Channel)


class Box(NamedTuple):
    """What something takes of the plot, in px from the top left."""

    left: float
    top: float
    right: float
    bottom: float


class Circle(NamedTuple):
    """A unit by two numbers, and both as they are written; `marked` where it stands out, with limits of y if known."""

    unit_code: str
    unit: str
    x: float | None
    y: float | None
    x_text: str
    y_text: str
    marked: bool = False
    low: float | None = None
    high: float | None = None


class Side(NamedTuple):
    """An axis: its title, the word for what it measures, and the Vega expression of its labels."""

    title: str
    word: str
    labels: str = PERCENTS


def quadrant(circles: Iterable[Circle], x: Side, y: Side, corners: Corners) -> Spec:
    """Circles named in the plot, dashed medians; only those that are marked have a colour of their own.

    A unit of which one of the two is missing is left out. `corners` are the words of top left, top right, bottom left,
    bottom right. A click selects `pick` with unit_code.
    """
    rows: list[vega.Row] = [circle._asdict() for circle in circles if circle.x is not None and circle.y is not None]
    if not rows:
        # with its selection all the same: the page asks the chart for it
        return layered(vega.Chart([]).mark_point().add_params(picked()), height=HEIGHT)
    middle = {axis: median(row[axis] for row in rows) for axis in ("x", "y")}
    ends = [row[end] for row in rows for end in ("low", "high") if row[end] is not None]
    span = {
        "x": _span([row["x"] for row in rows], middle["x"]),
        "y": _span([row["y"] for row in rows] + ends, middle["y"]),
    }
    for row in rows:
        row |= _circle(row, x, y)
    _place_names(rows, span, middle)
    across = _axis(vega.X, "x", span["x"], x)
    place = vega.Chart([*rows, *_lines(middle, span), *_corners(corners, span)]).encode(x=across)
    limits = [_limits(place, _axis(vega.Y, "low", span["y"], y))] if ends else []
    # limits first: a layer covers those before it, and circles are what is clicked
    return layered(*limits, *_marks(place.encode(y=_axis(vega.Y, "y", span["y"], y)), x, y), height=HEIGHT)


def _circle(row: vega.Row, x: Side, y: Side) -> vega.Row:
    names = dict.fromkeys(SIDES, "")  # filled in on the side where there is room
    heard = f"{row['unit']} {x.word} {row['x_text']} {y.word} {row['y_text']}"
    colour = TONES[Light.FAR_BEHIND].solid if row["marked"] else PALETTE.bar
    return names | {"kind": "unit", "heard": heard, "colour": colour}


def _span(values: list[float], middle: float) -> tuple[float, float]:
    """From below the lowest to above the highest, with room for a corner's words on either side of the median."""
    low, high = min(values), max(values)
    margin = max(high - low, high * LEAST_SPAN, 1.0) * MARGIN  # 1: where all are 0, there is a span all the same
    low, high = low - margin, high + margin
    least = LEAST_SIDE * (high - low)
    return min(low, middle - least), max(high, middle + least)


def _axis(channel: type[Place], field: str, span: tuple[float, float], side: Side) -> Place:
    # One object for every layer: a layer with its own scale would pull the shared one apart.
    look = vega.Axis(grid=False, tickCount=5, labelExpr=side.labels, title=side.title)
    return channel(f"{field}:Q", scale=vega.Scale(domain=list(span), nice=False, zero=False), axis=look)


def _place_names(rows: list[vega.Row], span: Span, middle: dict[str, float]) -> None:
    """Each name right, left, above or below of its circle, where the least of other names, circles, limits and medians
    is in the way; on a narrow page too, where all stands closer. Then each once more, now that the others stand."""
    taken = {width: _drawn(rows, span, middle, width) for width in WIDTHS}
    sides = [_sides(row, span) for row in rows]
    chosen: dict[int, str] = {}

    def in_the_way(at: int, side: str) -> float:
        others = [sides[other][where] for other, where in chosen.items() if other != at]
        return sum(
            weight * _hits(sides[at][side][width], [*taken[width], *((boxes[width], NAME) for boxes in others)], width)
            for width, weight in WIDTHS.items()
        )

    for at in (*range(len(rows)), *range(len(rows))):
        chosen[at] = min(SIDES, key=partial(in_the_way, at))
    for at, side in chosen.items():
        rows[at][side] = rows[at]["unit"]


def _sides(row: vega.Row, span: Span) -> dict[str, dict[int, Box]]:
    """What a name takes on each side of its circle, by the width of the plot."""
    wide = min(text_width(row["unit"], TEXT), LONGEST_LABEL)
    return {side: {width: _name(row, span, side, wide, width) for width in WIDTHS} for side in SIDES}


def _drawn(rows: list[vega.Row], span: Span, middle: dict[str, float], width: int) -> list[tuple[Box, float]]:
    """Circles, limits and medians, and how bad it is to write over one."""
    across, down = _place(middle, span, width)
    boxes: list[tuple[Box, float]] = [
        (Box(0, down, width, down), LINE), (Box(across, 0, across, HEIGHT), LINE),
    ]  # fmt: skip
    for row in rows:
        x, y = _place(row, span, width)
        boxes.append((Box(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS), CIRCLED))
        if row["low"] is not None and row["high"] is not None:
            high, low = (_place({**row, "y": row[end]}, span, width)[1] for end in ("high", "low"))
            boxes.append((Box(x, high, x, low), LINE))
    return boxes


def _place(row: vega.Row, span: Span, width: int) -> tuple[float, float]:
    """Where it stands, in px from the top left."""
    (left, right), (low, high) = span["x"], span["y"]
    return (row["x"] - left) / (right - left) * width, (high - row["y"]) / (high - low) * HEIGHT


def _name(row: vega.Row, span: Span, side: str, wide: float, width: int) -> Box:
    """What a name takes beside its circle."""
    x, y = _place(row, span, width)
    dx, dy = {"right": (12, 0), "left": (-12 - wide, 0), "above": (-wide / 2, -19), "below": (-wide / 2, 19)}[side]
    return Box(x + dx, y + dy - TEXT / 2, x + dx + wide, y + dy + TEXT / 2)


def _hits(box: Box, taken: list[tuple[Box, float]], width: int) -> float:
    # above and below a name always has room: the span is wider than the outermost circles
    outside = NAME * (box.left < 0 or box.right > width)
    return outside + sum(weight for other, weight in taken if _meet(box, other))


def _meet(box: Box, other: Box) -> bool:
    across = box.left < other.right + APART and other.left < box.right + APART
    return across and box.top < other.bottom + APART and other.top < box.bottom + APART


def _lines(middle: dict[str, float], span: Span) -> list[vega.Row]:
    (left, right), (low, high) = span["x"], span["y"]
    return [
        {"kind": "line", "x": middle["x"], "y": low, "x_to": middle["x"], "y_to": high},
        {"kind": "line", "x": left, "y": middle["y"], "x_to": right, "y_to": middle["y"]},
    ]


def _corners(words: Corners, span: Span) -> list[vega.Row]:
    places = [(x, y) for y in reversed(span["y"]) for x in span["x"]]
    sides = ("left", "right", "left", "right")
    return [
        {"kind": f"{'top' if at < 2 else 'bottom'}_{side}", "x": x, "y": y, "word": word}
        for at, ((x, y), side, word) in enumerate(zip(places, sides, words, strict=True))
    ]


def _marks(place: vega.Chart, x: Side, y: Side) -> list[vega.Chart]:
    """Medians below, then the corners' words, the circles, their names."""
    lines = place.transform_filter("datum.kind == 'line'").mark_rule(
        strokeDash=[5, 4], strokeWidth=1.5, color=PALETTE.muted, aria=False
    )
    return [
        lines.encode(x2=vega.X2("x_to:Q"), y2=vega.Y2("y_to:Q")),
        *_corner_words(place),
        _circles(place, x, y),
        *_names(place),
    ]


def _corner_words(place: vega.Chart) -> list[vega.Chart]:
    return [
        place.transform_filter(f"datum.kind == '{top}_{side}'")
        .mark_text(
            align=side, baseline=top, dx=8 if side == "left" else -8, dy=6 if top == "top" else -6, fontWeight=600,
            color=PALETTE.muted, aria=False,
        )
        .encode(text=vega.Text("word:N"))
        for top in ("top", "bottom")
        for side in ("left", "right")
    ]  # fmt: skip


def _limits(place: vega.Chart, low: vega.Y) -> vega.Chart:
    return (
        place.transform_filter("datum.kind == 'unit' && datum.low != null")
        .mark_rule(strokeWidth=2, color=PALETTE.muted, opacity=0.6, aria=False)
        .encode(y=low, y2=vega.Y2("high:Q"))
    )


def _circles(place: vega.Chart, x: Side, y: Side) -> vega.Chart:
    hover = tooltip(unit=_("Unit"), x_text=x.word, y_text=y.word)
    return (
        place.transform_filter("datum.kind == 'unit'")
        .add_params(picked())
        .mark_circle(size=CIRCLE, opacity=1, cursor="pointer")
        .encode(color=as_given("colour"), tooltip=hover, description=vega.Description("heard:N"))
    )


def _names(place: vega.Chart) -> list[vega.Chart]:
    # the px of `_name`, by which the sides were chosen
    looks: dict[str, dict[str, object]] = {
        "right": {"align": "left", "dx": 12}, "left": {"align": "right", "dx": -12}, "above": {"dy": -19},
        "below": {"dy": 19},
    }  # fmt: skip
    units = place.transform_filter("datum.kind == 'unit'")
    return [
        units.mark_text(limit=LONGEST_LABEL, aria=False, **look).encode(text=vega.Text(f"{side}:N"))
        for side, look in looks.items()
    ]
