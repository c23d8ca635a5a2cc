"""The timeline of the measures: planned span, done share, and a rule at the end of this half month."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from lib.kept import models
from lib.review.dispatch import MeasureAt
from lib.show.blocks import Spec
from lib.show.charts import vega
from lib.show.charts.base import (
    LONGEST_NAME,
    as_given,
    by_label,
    ink,
    layered,
    month_name,
    over_rows,
    solid,
    status,
    text_width,
    tooltip,
)
from lib.show.look import PALETTE
from lib.words.half_months import HalfMonth
from lib.words.language import current
from lib.words.language import gettext as _
from lib.words.lights import said
from lib.words.wording import listed

ROW, BAR, TEXT = 17.5, 11, 12
# px behind the bars, from the right: the state in words, the expected percent, and the percent with its room before it.
STATUS_WIDTH = {"zh": 72, "en": 104}
NUMBER_WIDTH = {"zh": 38, "en": 50}
PERCENT_WIDTH = 44
DEPARTMENT_WIDTH = {"zh": 72, "en": 34}
Names = Mapping[str | None, str]
PHASES = "phases"  # the code of the first row, which holds the phases and the heads of the columns


def phase_word(phase: str) -> str:
    """清理, 规范, 常态."""
    return models.Phase(phase).word


class Phase(NamedTuple):
    """A phase of the campaign: its name, first and last half month (ordinals)."""

    name: str
    start: int
    end: int


def timeline(
    measures: Sequence[MeasureAt], departments: Names, phases: Sequence[Phase], *, now: int, title: str
) -> Spec:
    """Each measure from its start to its due half month, in their order; `departments` are short names by code.

    The name of a department stands once for neighbours. `phases` stand above under `title`; `now` is the half month's
    ordinal.
    """
    first = min([measure.start for measure in measures] + [phase.start for phase in phases], default=now)
    last = max([measure.due for measure in measures] + [phase.end for phase in phases], default=now)
    drawn = _drawn(measures, departments, first)
    x = _across(first, last)
    y, extent = _rows(drawn, title)
    # One set of rows for all layers: each set that a layer has of its own is sent to the browser once more.
    every = vega.Chart([*drawn, *_phase_rows(phases, first), _head_row(now - first + 1)])
    tasks, above, head = (every.transform_filter(f"datum.is == '{kind}'") for kind in ("task", "phase", "head"))
    base = tasks.encode(y=y)
    layers = (*_bars(base, x), *_phases(above.encode(y=y), x), *_heads(head.encode(y=y)), _now(head, x))
    hover = tooltip(
        name=_("Task"), department=_("Led by"), phase=_("Phase"), span=_("From – to"), shown=_("Progress"),
        due_text=_("Expected"), status=_("State"),
    )  # fmt: skip
    return layered(*layers, *_words(base, extent), over_rows(base, ROW, hover), height=vega.Step(ROW))


def _head_row(now: int) -> vega.Row:
    """The heads of the columns behind the bars, and where this half month ends."""
    heads = {"shown": _("So far"), "due_text": _("Due now"), "status": _("State")}
    return {"is": "head", "code": PHASES, "now": now} | heads


def _drawn(measures: Sequence[MeasureAt], departments: Names, first: int) -> list[vega.Row]:
    names = [departments[measure.department_code] for measure in measures]
    # each name beside the one before it; the list behind is longer by its last, which nothing follows
    groups = [name if name != before else "" for name, before in zip(names, [None, *names], strict=False)]
    return [
        _task(measure, first) | {"department": name, "group": group}
        for measure, name, group in zip(measures, names, groups, strict=True)
    ]


def _task(measure: MeasureAt, first: int) -> vega.Row:
    light, start, span = measure.light, measure.start - first, measure.due - measure.start + 1
    shown = listed(measure.percent)
    return {
        "is": "task", "code": measure.code, "name": measure.name, "phase": phase_word(measure.phase),
        "from": start, "to": start + span, "done": start + span * (measure.percent or 0) / 100,
        "span": f"{HalfMonth(measure.start).short} – {HalfMonth(measure.due).short}",
        "shown": shown, "due_text": listed(measure.expected), "status": _status(measure),
        "heard": " ".join((measure.name, shown, said(light, measure.overdue))).strip(),
        "colour": solid(light), "ink": ink(light),
    }  # fmt: skip


def _status(measure: MeasureAt) -> str:
    """■ 滞后 4期: for how many half months in a row."""
    light, far = measure.light, measure.far
    again = _("×{count}").format(count=far)  # not within the text around it: Babel finds no message there
    shown = status(light, measure.overdue)
    return f"{shown} {again}" if light and far > 1 else shown


def _across(first: int, last: int) -> Callable[[str], vega.X]:
    """Half months by their place, the months named above; the same encoding for every layer."""
    months = [ordinal for ordinal in range(first, last + 2) if HalfMonth(ordinal).half == 1]
    apart = (2 if current() == "zh" else 3) if len(months) > 8 else 1  # twelve names side by side would touch
    labels = {str(ordinal - first): month_name(HalfMonth(ordinal).month) for ordinal in months[::apart]}
    axis = vega.Axis(
        orient="top", values=[int(place) for place in labels], labelExpr=by_label(labels), labelFontSize=TEXT,
        grid=True,
    )  # fmt: skip
    behind = PERCENT_WIDTH - _columns()[0][1]
    # the width of the plot is known in the browser alone, and the columns behind the bars keep their px
    scale = vega.Scale(domain=[0, last - first + 1], range=[0, {"expr": f"width - {behind}"}], nice=False)
    return lambda field: vega.X(f"{field}:Q", scale=scale, axis=axis, title=None)


def _rows(drawn: list[vega.Row], title: str) -> tuple[vega.Y, float]:
    """Task names stand left, in front of them the room for the department's; the axis and its width."""
    labels = {PHASES: title} | {row["code"]: f"{row['code']} {row['name']}" for row in drawn}
    width = min(max((text_width(label, TEXT) for label in labels.values()), default=0) + 8, LONGEST_NAME[current()])
    look = vega.Axis(
        labelExpr=by_label(labels), labelAlign="left", labelFontSize=TEXT, labelPadding=width,
        minExtent=width + DEPARTMENT_WIDTH[current()], labelLimit=width, grid=False,
    )  # fmt: skip
    # the domain in full: no layer has every code, each draws some of the rows
    y = vega.Y("code:N", sort=list(labels), scale=vega.Scale(domain=list(labels)), axis=look, title=None)
    return y, width + DEPARTMENT_WIDTH[current()]


def _bars(base: vega.Chart, x: Callable[[str], vega.X]) -> tuple[vega.Chart, ...]:
    planned = base.mark_bar(size=BAR, color=PALETTE.track, aria=False).encode(x=x("from"), x2=vega.X2("to:Q"))
    done = base.mark_bar(size=BAR).encode(
        x=x("from"), x2=vega.X2("done:Q"), color=as_given("colour"), description=vega.Description("heard:N")
    )
    return planned, done


def _phase_rows(phases: Sequence[Phase], first: int) -> list[vega.Row]:
    return [
        {"is": "phase", "code": PHASES, "name": name, "from": start - first, "to": end + 1 - first}
        | {"middle": (start + end + 1) / 2 - first}
        for name, start, end in phases
    ]


def _phases(base: vega.Chart, x: Callable[[str], vega.X]) -> tuple[vega.Chart, ...]:
    bars = base.mark_bar(size=ROW - 2, color=PALETTE.soft, stroke=PALETTE.edge, aria=False)
    names = base.mark_text(fontSize=TEXT, aria=False).encode(x=x("middle"), text=vega.Text("name:N"))
    return bars.encode(x=x("from"), x2=vega.X2("to:Q")), names


def _heads(base: vega.Chart) -> tuple[vega.Chart, ...]:
    """What the columns behind the bars are; the words stand where the columns' own texts do."""
    fields = ("shown", "due_text", "status")
    return tuple(
        base.mark_text(align=align, dx=dx, fontSize=TEXT, color=PALETTE.muted, aria=False).encode(
            x=vega.Value("width"), text=vega.Text(f"{field}:N")
        )
        for field, (align, dx) in zip(fields, _columns(), strict=True)
    )


def _columns() -> tuple[tuple[str, float], ...]:
    """Where the three columns stand, from the right end: percent and expected end there, the state begins."""
    status = STATUS_WIDTH[current()]
    return ("right", -status - NUMBER_WIDTH[current()] - 10), ("right", -status - 8), ("left", -status)


def _now(base: vega.Chart, x: Callable[[str], vega.X]) -> vega.Chart:
    """Over all rows, from edge to edge."""
    return base.mark_rule(strokeWidth=1.5, color=PALETTE.ink, aria=False).encode(
        x=x("now"), y=vega.Value(0), y2=vega.Value("height")
    )


def _words(base: vega.Chart, extent: float) -> tuple[vega.Chart, ...]:
    (right, shown), (_right, due), (left, status) = _columns()
    end = vega.Value("width")
    number = base.mark_text(align=right, dx=shown, fontSize=TEXT, fontWeight=600, aria=False)
    expected = base.mark_text(align=right, dx=due, fontSize=TEXT, color=PALETTE.muted, aria=False)
    state = base.mark_text(align=left, dx=status, fontSize=TEXT, fontWeight=600, aria=False)
    room = DEPARTMENT_WIDTH[current()]
    group = base.mark_text(align="left", limit=room, fontSize=TEXT, color=PALETTE.muted, aria=False)
    return (
        number.encode(x=end, text=vega.Text("shown:N")),
        expected.encode(x=end, text=vega.Text("due_text:N")),
        state.encode(x=end, text=vega.Text("status:N"), color=as_given("ink")),
        group.encode(x=vega.Value(-extent), text=vega.Text("group:N")),
    )
