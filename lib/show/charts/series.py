"""Figures over the half months: the cumulative curve against its target, and what each half month added."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from lib.show.blocks import Spec
from lib.show.charts import vega
from lib.show.charts.base import (
    LONGEST_NAME,
    amounts_on_axis,
    as_given,
    by_label,
    layered,
    month_name,
    tooltip,
)
from lib.show.look import PALETTE
from lib.words.half_months import HalfMonth
from lib.words.language import current
from lib.words.language import gettext as _
from lib.words.wording import together

CURVE_HEIGHT, NEW_HEIGHT = 280, 130
# The curve ends at this part of the width: the label at its end (实际 1.22万) is no part of Vega's own reckoning. The
# English one is too long for that and stands over the end, or under it where the curve falls.
ROOM = {"zh": 0.70, "en": 0.94}
# Above the target's rule stands its label, above the highest bar its number.
HEADROOM, BAR_HEADROOM = 1.1, 1.2
BESIDE = 0.35  # of the width, for the words beside the expected line in the narrowest column
LEFT_EDGE = -0.6  # of a half month before the first one, so that half a bar has room
BAR = 20
HOVER = 24  # px about a half month that show its tooltip

PointRows = list[vega.Row]
Value = float | None  # in the unit of the chart; None where it is missing


class Lines(NamedTuple):
    """The words of the two lines: in the plot, and in the tooltip of the second, where it has less room."""

    first: str
    second: str
    second_short: str


def curve(
    points: Iterable[tuple[HalfMonth, Value, Value]],
    *,
    unit: str,
    target: float | None = None,
    decimals: int = 0,
    lines: Lines | None = None,
) -> Spec:
    """A cumulative value per half month against what is expected and against the target, each named in the plot.

    `points` are the half months in their order with what was reached and what is expected, or with what `lines` names.
    """
    lines = lines or Lines(_("Actual"), _("Expected progress"), _("Expected"))
    drawn = [_point(index, *point, unit, decimals) for index, point in enumerate(points)]
    highest = max([target or 0, *(row[key] or 0 for row in drawn for key in ("actual", "expected"))]) or 1
    _name_curves(drawn, highest, unit if unit == "%" else "", decimals, lines)
    _set_target(drawn, target, unit, decimals)
    base = vega.Chart(drawn).encode(x=_along(drawn, len(drawn) / ROOM[current()] - 1))
    top = highest * HEADROOM
    layers = (*_target_layers(base, drawn, top), *_expected_layers(base, top), *_actual_layers(base, drawn, top))
    return layered(*layers, _hover(base, lines), height=CURVE_HEIGHT)


def _point(index: int, half_month: HalfMonth, actual: Value, expected: Value, unit: str, decimals: int) -> vega.Row:
    written = _written(actual, unit, decimals)
    place = {"index": index, "half_month": half_month.ordinal, "when": half_month.label}
    names = {"actual_name": "", "expected_left": "", "expected_right": "", "target_name": ""}
    texts = {"actual_text": written, "expected_text": _written(expected, unit, decimals)}
    return place | {"actual": actual, "expected": expected, "heard": f"{half_month.label} {written}"} | texts | names


def _written(value: float | None, unit: str, decimals: int) -> str:
    return together(None if value is None else Decimal(str(value)), unit, decimals)


def _name_curves(rows: PointRows, highest: float, unit: str, decimals: int, lines: Lines) -> None:
    """实际 1.22万 behind the last value; 应达进度 beside its line at mid-height, clear of the target and the axis."""
    reached = [row for row in rows if row["actual"] is not None]
    if reached:
        reached[-1]["actual_name"] = f"{lines.first} {_written(reached[-1]['actual'], unit, decimals)}"
    expected = [row for row in rows if row["expected"] is not None]
    if expected:
        middle = min(expected, key=lambda row: abs(row["expected"] - highest * 0.6))
        # On the side that the actual curve leaves free, if the words have their place there.
        ahead = middle["actual"] is not None and middle["actual"] > middle["expected"]
        place = middle["index"] / len(rows)
        right = place < BESIDE or (ahead and place < 1 - BESIDE)
        middle["expected_right" if right else "expected_left"] = (
            lines.second if current() == "zh" else lines.second_short
        )


def _set_target(rows: PointRows, target: float | None, unit: str, decimals: int) -> None:
    """The target's rule belongs to the first row, so that all layers draw from one set of rows."""
    if target is not None and rows:
        name = f"{_('Target')} {_written(target, unit, decimals)}"
        rows[0] |= {"target": target, "target_from": -0.3, "target_to": len(rows) - 1, "target_name": name}


def _along(rows: PointRows, end: float) -> vega.X:
    """Half months by their place; the month is named once, at its first half."""
    return vega.X("index:Q", scale=_places(end), axis=_months(rows), title=None)


def _places(end: float) -> vega.Scale:
    return vega.Scale(domain=[LEFT_EDGE, end], nice=False, zero=False)


def _months(rows: PointRows) -> vega.Axis:
    firsts = {row["index"]: HalfMonth(row["half_month"]) for row in rows if HalfMonth(row["half_month"]).half == 1}
    labels = {str(index): month_name(when.month) for index, when in firsts.items()}
    return vega.Axis(values=list(firsts), labelExpr=by_label(labels), grid=False)


def _up(field: str, top: float) -> vega.Y:
    # The same scale for every field: a layer with its own would pull the shared one apart.
    axis = vega.Axis(tickCount=4, labelExpr=amounts_on_axis())
    return vega.Y(f"{field}:Q", scale=vega.Scale(domain=[0, top], nice=False), axis=axis, title=None)


def _target_layers(base: vega.Chart, rows: PointRows, top: float) -> tuple[vega.Chart, ...]:
    if not rows or "target" not in rows[0]:
        return ()
    # the label hangs on the rule's beginning: at its end stands the last value's
    y = _up("target", top)
    start = vega.X("target_from:Q", scale=_places(len(rows) / ROOM[current()] - 1), axis=_months(rows), title=None)
    rule = base.mark_rule(strokeWidth=1.5, color=PALETTE.ink, aria=False)
    limit = LONGEST_NAME[current()]
    name = base.mark_text(align="left", baseline="bottom", dy=-4, limit=limit, fontWeight=600, aria=False)
    along = rule.encode(x=start, x2=vega.X2("target_to:Q"), y=y)
    return along, name.encode(x=start, y=y, text=vega.Text("target_name:N"))


def _expected_layers(base: vega.Chart, top: float) -> tuple[vega.Chart, ...]:
    y = _up("expected", top)
    line = base.mark_line(strokeWidth=2, strokeDash=[5, 4], color=PALETTE.muted, aria=False).encode(y=y)
    left = base.mark_text(align="right", dx=-8, fontWeight=600, color=PALETTE.muted, aria=False)
    right = base.mark_text(align="left", dx=8, dy=8, fontWeight=600, color=PALETTE.muted, aria=False)
    return (
        line,
        left.encode(y=y, text=vega.Text("expected_left:N")),
        right.encode(y=y, text=vega.Text("expected_right:N")),
    )


def _actual_layers(base: vega.Chart, rows: PointRows, top: float) -> tuple[vega.Chart, ...]:
    y = _up("actual", top)
    line = base.mark_line(strokeWidth=3, color=PALETTE.accent, aria=False).encode(y=y)
    dots = base.mark_circle(size=44, opacity=1, color=PALETTE.accent).encode(
        y=y, description=vega.Description("heard:N")
    )
    place: dict[str, object] = {"align": "left", "dx": 9}
    if current() == "en":
        place = {"align": "right", "dx": 9, "dy": 16 if _falls(rows) else -14}
    name = base.mark_text(fontWeight=600, color=PALETTE.accent, aria=False, **place)
    return line, dots, name.encode(y=y, text=vega.Text("actual_name:N"))


def _falls(rows: PointRows) -> bool:
    reached = [row["actual"] for row in rows if row["actual"] is not None]
    return len(reached) > 1 and reached[-1] < reached[-2]


def _hover(base: vega.Chart, lines: Lines) -> vega.Chart:
    """A column over each half month carries the tooltip: a dot is hard to hit."""
    texts = tooltip(when=_("Half month"), actual_text=lines.first, expected_text=lines.second_short)
    return base.mark_rule(strokeWidth=HOVER, color="transparent", aria=False).encode(tooltip=texts)


def new_per_half_month(additions: Iterable[tuple[HalfMonth, Value]], *, unit: str, decimals: int = 0) -> Spec:
    """What each half month added; numbers on the first, the highest and the last bar only, the last in the accent."""
    rows = [_addition(index, *addition, unit, decimals) for index, addition in enumerate(additions)]
    _name_bars(rows, decimals)
    values = [row["value"] or 0 for row in rows] or [0]
    base = vega.Chart(rows).encode(x=_along(rows, len(rows) + 0.4))
    y = vega.Y("value:Q", scale=vega.Scale(domain=[min(0, *values), (max(values) or 1) * BAR_HEADROOM]), axis=None)
    texts = tooltip(when=_("Half month"), text=_("New"))
    bars = base.mark_bar(size=BAR).encode(
        y=y, color=as_given("colour"), tooltip=texts, description=vega.Description("heard:N")
    )
    label = base.mark_text(baseline="bottom", dy=-3, aria=False).encode(y=y, text=vega.Text("name:N"))
    # the last number runs on to the right, where nothing follows; in the middle it could meet the peak's
    last = base.mark_text(baseline="bottom", dy=-3, dx=-BAR / 2, align="left", aria=False)
    return layered(bars, label, last.encode(y=y, text=vega.Text("last_name:N")), height=NEW_HEIGHT)


def _addition(index: int, half_month: HalfMonth, value: Value, unit: str, decimals: int) -> vega.Row:
    text, when = _written(value, unit, decimals), half_month.label
    names = {"text": text, "heard": f"{when} {text}", "name": "", "last_name": "", "colour": PALETTE.bar}
    return {"index": index, "half_month": half_month.ordinal, "when": when, "value": value} | names


def _name_bars(rows: PointRows, decimals: int) -> None:
    known = [row for row in rows if row["value"] is not None]
    if not known:
        return
    peak, last = max(known, key=lambda row: row["value"]), known[-1]
    # Beside the peak there is no place for a second number.
    named = [peak] if peak["index"] - known[0]["index"] < 2 else [known[0], peak]
    for row in named:
        row["name"] = _written(row["value"], "", decimals)
    last |= {"name": "", "last_name": _written(last["value"], "", decimals), "colour": PALETTE.accent}
