"""A share with its limits against the whole: what was found of what was reported, and between what the truth lies."""

from typing import NamedTuple

from lib.show.blocks import Spec
from lib.show.charts import vega
from lib.show.charts.base import layered
from lib.show.look import PALETTE
from lib.words.language import gettext as _

HEIGHT = 96
WORDS, RULE = 8, 18  # px from the top: the words of what was reported, and the dashed line that begins below them
ROOM = 4.0  # percentage points beside what is furthest out


class Limit(NamedTuple):
    """A percent (100 is as reported) with its limits, and all three as they are written."""

    value: float
    low: float
    high: float
    said: str
    low_said: str
    high_said: str


def limits(limit: Limit) -> Spec:
    """A point on a line from limit to limit, each with its number; dashed: what was reported, 100%."""
    # what was reported is part of the picture, however far it lies from what was found
    low, high = min(limit.low, 100.0) - ROOM, max(limit.high, 100.0) + ROOM
    x = vega.X("at:Q", axis=None, scale=vega.Scale(domain=[low, high], nice=False, zero=False))
    heard = f"{limit.said} ({limit.low_said}–{limit.high_said})"
    marks = [
        {"kind": "line", "at": limit.low, "end": limit.high, "said": ""},
        {"kind": "point", "at": limit.value, "said": limit.said, "heard": heard},
        {"kind": "low", "at": limit.low, "said": limit.low_said},
        {"kind": "high", "at": limit.high, "said": limit.high_said},
        {"kind": "whole", "at": 100.0, "said": _("as reported, 100%")},
    ]
    base = vega.Chart(marks).encode(x=x)
    return layered(*_lines(base), *_words(base), height=HEIGHT)


def _lines(base: vega.Chart) -> list[vega.Chart]:
    middle = vega.Value(HEIGHT / 2)
    line = base.transform_filter("datum.kind == 'line'").mark_rule(
        strokeWidth=6, color=PALETTE.bar, opacity=0.45, aria=False
    )
    point = base.transform_filter("datum.kind == 'point'").mark_circle(size=180, opacity=1, color=PALETTE.bar)
    whole = base.transform_filter("datum.kind == 'whole'").mark_rule(strokeDash=[4, 3], color=PALETTE.muted, aria=False)
    return [
        whole.encode(y=vega.Value(RULE), y2=vega.Value(HEIGHT / 2 + 8)),
        line.encode(y=middle, x2=vega.X2("end:Q")),
        point.encode(y=middle, description=vega.Description("heard:N")),
    ]


def _words(base: vega.Chart) -> list[vega.Chart]:
    # the point's number above the line, those of its limits below it: near to each other they would touch
    looks: dict[str, dict[str, object]] = {
        "point": {"dy": -16, "fontWeight": 700},
        "low": {"dy": 18, "color": PALETTE.muted},
        "high": {"dy": 18, "color": PALETTE.muted},
    }
    text = vega.Text("said:N")
    at_middle = base.encode(y=vega.Value(HEIGHT / 2), text=text)
    numbers = [
        at_middle.transform_filter(f"datum.kind == '{kind}'").mark_text(aria=False, **look)
        for kind, look in looks.items()
    ]
    whole = base.transform_filter("datum.kind == 'whole'").mark_text(aria=False, color=PALETTE.muted)
    return [*numbers, whole.encode(y=vega.Value(WORDS), text=text)]
