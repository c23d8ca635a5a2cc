"""The matrix of submissions: counties × half months, a word or mark and a colour in each cell."""

from collections.abc import Mapping

from lib.review.submissions import Status
from lib.show.blocks import Spec
from lib.show.charts import vega
from lib.show.charts.base import LONGEST_NAME, as_given, by_label, ground_and_ink, layered, month_name, tooltip
from lib.show.look import PALETTE
from lib.words.half_months import HalfMonth
from lib.words.language import current
from lib.words.language import gettext as _

ROW, TEXT = 24, 12
DARK = (Status.OVERDUE, Status.RETURNED)  # what needs attention; the rest stands on a tint
# A cell is 34px wide at a window of 1280: in English only marks fit, and the legend under the chart names them.
MARKS = {Status.CARRIED: "◒", Status.LATE: "late"}  # the symbol of 部分 would stand for all three


def submission_matrix(statuses: Mapping[HalfMonth, Mapping[str, Status]], names: Mapping[str, str]) -> Spec:
    """Where the reports of each unit stood in each half month, in the order of their codes; `names` are the units'."""
    rows = [
        _cell(code, names[code], half_month, status)
        for half_month, states in statuses.items()
        for code, status in sorted(states.items())
    ]
    units = {row["unit_code"]: row["unit"] for row in rows}
    named = vega.Axis(labelExpr=by_label(units), labelLimit=LONGEST_NAME[current()])
    base = vega.Chart(rows).encode(
        x=vega.X("half_month:O", axis=_heads(sorted(statuses)), title=None),
        y=vega.Y("unit_code:N", sort=list(units), axis=named, title=None),
    )
    hover = tooltip(unit=_("Unit"), when=_("Half month"), said=_("State"))
    cells = base.mark_rect(stroke=PALETTE.page, strokeWidth=1.5).encode(
        color=as_given("ground"), tooltip=hover, description=vega.Description("heard:N")
    )
    # over the cells: the next one would cover half of the edge
    edges = base.mark_rect(fillOpacity=0, strokeWidth=1, aria=False).encode(stroke=vega.Stroke("edge:N", scale=None))
    texts = base.mark_text(fontSize=TEXT, aria=False).encode(text=vega.Text("shown:N"), color=as_given("ink"))
    return layered(cells, edges, texts, height=vega.Step(ROW))


def _cell(code: str, unit: str, half_month: HalfMonth, status: Status) -> vega.Row:
    ground, ink = status_colours(status)
    return {
        "unit_code": code, "unit": unit, "half_month": half_month.ordinal, "shown": _shown(status), "said": status.word,
        "when": half_month.label, "heard": f"{unit} {half_month.label} {status.word}", "ground": ground, "ink": ink,
        "edge": PALETTE.edge if status is Status.NOT_REPORTED else "transparent",
    }  # fmt: skip


def status_colours(status: Status) -> tuple[str, str]:
    """Ground and text of a state."""
    return ground_and_ink(status.light, status in DARK)


def _shown(status: Status) -> str:
    if status is Status.ACCEPTED:
        return status.symbol
    if current() == "zh":
        return "迟" if status is Status.LATE else status.word
    return MARKS.get(status, status.symbol)


def _heads(half_months: list[HalfMonth]) -> vega.Axis:
    """The month once, over its first half month here, and 上 or 下 below it."""
    labels: dict[str, list[str]] = {}
    seen: set[int] = set()
    halves = "上下" if current() == "zh" else "12"
    for each in half_months:
        labels[str(each.ordinal)] = ["" if each.month in seen else month_name(each.month), halves[each.half - 1]]
        seen.add(each.month)
    return vega.Axis(
        orient="top", labelExpr=by_label(labels), labelFontSize=TEXT, labelAngle=0, labelPadding=21, minExtent=38,
        labelLineHeight=15,
    )  # fmt: skip
