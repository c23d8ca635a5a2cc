"""The ranking: one bar a unit, in the order of the frame, with a mark at what is expected."""

from collections.abc import Iterable
from typing import NamedTuple

from lib.show.blocks import Spec
from lib.show.charts import vega
from lib.show.charts.base import (
    GAP,
    LONGEST_NAME,
    as_given,
    by_label,
    ink,
    layered,
    over_rows,
    picked,
    solid,
    status,
    text_width,
    tooltip,
)
from lib.show.look import PALETTE
from lib.words.language import current
from lib.words.language import gettext as _
from lib.words.lights import Light, said
from lib.words.wording import listed

ROW, BAR, MARK = 29, 17, 25
# The longest bar ends here (part of the width), or its number would run into the words; these stand so many px from
# the right end. Measured in the narrowest column, 350px at a window of 1280.
ROOM = {"zh": 0.62, "en": 0.34}
# With a second text behind the percent.
ROOM_FOR_TWO = {"zh": 0.42, "en": 0.24}
COLUMN, NAMES = 350, {"zh": 80, "en": 115}  # px of that column, and of the names in it
LEAST_ROOM = 0.15
# The narrowest column, names included: a third of the page at a window of 1280, less what parts names and bars.
NARROWEST = 280
TEXT, LONGEST_TEXT = 13, 175
STATUS_WIDTH = {"zh": 60, "en": 97}
OVERDUE_WIDTH = {"zh": 112, "en": 160}  # with the word that it is past due


class Ranked(NamedTuple):
    """A unit by its percent (of a ratio or fall, its value) against what is expected; `more` stands behind in words."""

    unit_code: str
    unit: str
    percent: float | None
    expected: float | None
    light: Light | None
    more: str = ""
    overdue: bool = False


class Measured(NamedTuple):
    """A unit by a value from 0, with the words for it."""

    unit_code: str
    unit: str
    value: float | None
    label: str


def ranking(units: Iterable[Ranked]) -> Spec:
    """Horizontal bars in the order of the units: number, mark at what is expected, light in words.

    A click anywhere in a row selects `pick` with its unit_code.
    """
    rows = [_row(unit) for unit in units]
    base = vega.Chart(rows).encode(y=_units(rows))
    hover = tooltip(unit=_("Unit"), label=_("Progress"), expected_label=_("Expected"), status=_("State"))
    clicks = over_rows(base.add_params(picked()), ROW, hover, cursor="pointer")
    return layered(*_bars(base, rows), *_words(base, rows), clicks, height=vega.Step(ROW))


def _row(unit: Ranked) -> vega.Row:
    """What is drawn of one unit; a missing percent has — and no bar, what went the wrong way its number and no bar."""
    light, label = unit.light, GAP.join(filter(None, (listed(unit.percent), unit.more)))
    return {
        "unit_code": unit.unit_code, "unit": unit.unit, "overdue": unit.overdue and light is not None,
        "percent": None if unit.percent is None else max(unit.percent, 0.0), "expected": unit.expected,
        "end": max(unit.percent or 0.0, unit.expected or 0.0, 0.0),  # the number begins behind the bar and the mark
        "label": label, "expected_label": listed(unit.expected), "status": status(light, unit.overdue),
        "said": f"{unit.unit} {label} {said(light, unit.overdue)}".strip(), "colour": solid(light), "ink": ink(light),
    }  # fmt: skip


def _units(rows: list[vega.Row]) -> vega.Y:
    labels = {row["unit_code"]: row["unit"] for row in rows}
    look = vega.Axis(labelExpr=by_label(labels), labelLimit=LONGEST_NAME[current()])
    return vega.Y("unit_code:N", sort=list(labels), axis=look, title=None)


def _across(field: str, rows: list[vega.Row]) -> vega.X:
    # The same scale in every layer: a layer without it would pull the shared one to its own values.
    longest = max((row["end"] for row in rows), default=0) or 100  # percent, where nobody has any
    room = (ROOM_FOR_TWO if any(GAP in row["label"] for row in rows) else ROOM)[current()]
    # 逾期 behind the state takes its px from the bars, not from the numbers
    room -= (_status_width(rows) - STATUS_WIDTH[current()]) / (COLUMN - NAMES[current()])
    scale = vega.Scale(domain=[0, longest / _beside(_width(rows, "unit"), room)], nice=False)
    return vega.X(f"{field}:Q", axis=None, scale=scale)


def _beside(names: float, room: float) -> float:
    """`room` beside longer names than those it was measured with: the words behind the bars keep their px."""
    words = (COLUMN - NAMES[current()]) * (1 - room)
    plot = COLUMN - max(min(names, LONGEST_NAME[current()]), NAMES[current()])
    return max(1 - words / plot, LEAST_ROOM)


def _status_width(rows: list[vega.Row]) -> int:
    overdue = any(row["overdue"] for row in rows)
    return (OVERDUE_WIDTH if overdue else STATUS_WIDTH)[current()]


def _width(rows: list[vega.Row], field: str) -> float:
    return max((text_width(row[field], TEXT) for row in rows), default=0)


def _bars(base: vega.Chart, rows: list[vega.Row]) -> tuple[vega.Chart, vega.Chart]:
    bars = base.mark_bar(size=BAR).encode(
        x=_across("percent", rows), color=as_given("colour"), description=vega.Description("said:N")
    )
    marks = base.mark_tick(thickness=2, size=MARK, aria=False).encode(x=_across("expected", rows))
    return bars, marks


def _words(base: vega.Chart, rows: list[vega.Row]) -> tuple[vega.Chart, vega.Chart]:
    numbers = base.mark_text(align="left", dx=7, limit=LONGEST_TEXT, fontWeight=600, aria=False).encode(
        x=_across("end", rows), text=vega.Text("label:N")
    )
    words = base.mark_text(align="left", dx=-_status_width(rows), fontWeight=600, aria=False).encode(
        x=vega.Value("width"), text=vega.Text("status:N"), color=as_given("ink")
    )
    return numbers, words


# Bars without a state -------------------------------------------------------------------------------------------


def bars(units: Iterable[Measured], *, row: int = ROW) -> Spec:
    """Horizontal bars of one colour in the order of the units, each with its own words behind it.

    A click anywhere in a row selects `pick` with its unit_code. A missing value has its label (—) and no bar. `row` is
    the height of a row in px.
    """
    rows: list[vega.Row] = [
        unit._asdict() | {"end": max(unit.value or 0.0, 0.0), "said": f"{unit.unit} {unit.label}"} for unit in units
    ]
    longest = max((drawn["end"] for drawn in rows), default=0) or 1
    words, names = min(_width(rows, "label"), LONGEST_TEXT), min(_width(rows, "unit"), LONGEST_NAME[current()])
    x = vega.X("end:Q", axis=None, scale=vega.Scale(domain=[0, longest / _room(words, NARROWEST - names)], nice=False))
    base = vega.Chart(rows).encode(y=_units(rows))
    drawn = base.mark_bar(size=round(row * 0.58), color=PALETTE.bar).encode(x=x, description=vega.Description("said:N"))
    texts = base.mark_text(align="left", dx=7, limit=LONGEST_TEXT, fontWeight=600, aria=False)
    hover = tooltip(unit=_("Unit"), label=_("Value"))
    clicks = over_rows(base.add_params(picked()), row, hover, cursor="pointer")
    return layered(drawn, texts.encode(x=x, text=vega.Text("label:N")), clicks, height=vega.Step(row))


def _room(words: float, plot: float) -> float:
    """The part of the plot that the longest bar may take, so that the longest words behind it end within."""
    # 14: the 7 px before the words, and as many behind them
    return min(max(1 - (words + 14) / plot, 0.06), 0.9)
