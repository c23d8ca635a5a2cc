"""The matrix of submissions: counties × half months, a word or mark and a colour in each cell."""

from typing import Any

import altair as alt
import pandas as pd

from lib.review.submissions import Status
from lib.show.charts.base import LONGEST_NAME, as_given, by_label, inline, layered, month_name, rows_of, tooltip
from lib.show.look import PALETTE, TONES
from lib.words.half_months import HalfMonth
from lib.words.language import current
from lib.words.language import gettext as _
from lib.words.lights import Light

COLUMNS = ("unit_code", "unit", "half_month", "status")
ROW, TEXT = 24, 12
DARK = (Status.OVERDUE, Status.RETURNED)  # what needs attention; the rest stands on a tint
# A cell is 34px wide at a window of 1280: in English only marks fit, and the legend under the chart names them.
MARKS = {Status.CARRIED: "◒", Status.LATE: "late"}  # the symbol of 部分 would stand for all three


def submission_matrix(frame: pd.DataFrame) -> alt.LayerChart:
    """Where each county's reports stood in each half month.

    Columns: unit_code, unit, half_month (ordinal), status (of review.submissions.Status); both in the order of their
    first appearance.
    """
    rows = [_cell(row) for row in rows_of(frame, COLUMNS)]
    units = {row["unit_code"]: row["unit"] for row in rows}
    base = alt.Chart(inline(rows)).encode(
        x=alt.X("half_month:O", axis=_heads([row["half_month"] for row in rows]), title=None),
        y=alt.Y("unit_code:N", sort=list(units), axis=_names(units), title=None),
    )
    said = tooltip(unit=_("Unit"), when=_("Half month"), said=_("State"))
    cells = base.mark_rect(stroke=PALETTE.page, strokeWidth=1.5).encode(
        color=as_given("ground"), tooltip=said, description=alt.Description("heard:N")
    )
    # over the cells: the next one would cover half of the edge
    edges = base.mark_rect(fillOpacity=0, strokeWidth=1, aria=False).encode(stroke=alt.Stroke("edge:N", scale=None))
    texts = base.mark_text(fontSize=TEXT, aria=False).encode(text="shown:N", color=as_given("ink"))
    return layered(cells, edges, texts, height=alt.Step(ROW))


def _names(units: dict[str, str]) -> alt.Axis:
    return alt.Axis(labelExpr=by_label(units), labelLimit=LONGEST_NAME[current()])


def _cell(row: dict[str, Any]) -> dict[str, Any]:
    status = Status(row["status"])
    ground, ink = status_colours(status)
    edge = PALETTE.edge if status is Status.NOT_REPORTED else "transparent"
    texts = {"shown": _shown(status), "said": status.word, "when": HalfMonth(row["half_month"]).label}
    texts["heard"] = f"{row['unit']} {texts['when']} {status.word}"
    named = {key: row[key] for key in ("unit_code", "unit", "half_month")}
    return named | texts | {"ground": ground, "ink": ink, "edge": edge}


def status_colours(status: Status) -> tuple[str, str]:
    """Ground and text of a state: what needs attention is dark, the rest stands on its tint."""
    if status.light is None:
        return PALETTE.page, PALETTE.muted
    tone = TONES[status.light]
    if status not in DARK:
        return tone.tint, tone.ink
    return tone.solid, PALETTE.page if status.light is Light.FAR_BEHIND else PALETTE.ink


def _shown(status: Status) -> str:
    if status is Status.ACCEPTED:
        return status.symbol
    if current() == "zh":
        return "迟" if status is Status.LATE else status.word
    return MARKS.get(status, status.symbol)


def _heads(ordinals: list[int]) -> alt.Axis:
    """The month once, over its first half month here, and 上 or 下 below it."""
    labels: dict[str, list[str]] = {}
    seen: set[int] = set()
    for ordinal in sorted(set(ordinals)):
        month = HalfMonth(ordinal).month
        labels[str(ordinal)] = ["" if month in seen else month_name(month), _half(HalfMonth(ordinal).half)]
        seen.add(month)
    return alt.Axis(
        orient="top", labelExpr=by_label(labels), labelFontSize=TEXT, labelAngle=0, labelPadding=21, minExtent=38,
        labelLineHeight=15,
    )  # fmt: skip


def _half(half: int) -> str:
    return "上下"[half - 1] if current() == "zh" else str(half)
