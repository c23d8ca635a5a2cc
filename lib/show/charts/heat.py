"""The heat map of units × tasks: what needs attention is dark, the rest recedes."""

from collections.abc import Sequence
from dataclasses import dataclass
from os.path import commonprefix
from typing import NamedTuple

from lib.show.blocks import Spec
from lib.show.charts import vega
from lib.show.charts.base import (
    LONGEST_NAME,
    as_given,
    by_label,
    ground_and_ink,
    layered,
    status,
    text_width,
    tooltip,
)
from lib.show.look import PALETTE
from lib.words.language import current
from lib.words.language import gettext as _
from lib.words.lights import LATE, Light
from lib.words.lights import said as word
from lib.words.wording import percent

TEXT = 12
# In the corner of a cell, no text: it repeats the colour. Beside two digits in a narrow column there is less room.
SIGN, NARROW_SIGN = 7, 5
# Up to so many units stand in columns, so that the names of the 29 tasks stay readable as rows.
MOST_COLUMNS = 12
TASK_ROW, UNIT_ROW = 17, 20
HEAD_WIDTH = 40
WIDE = {"zh": 1.0, "en": 0.88}  # of a row's reckoned width: Latin words are narrower than their widest letters
LEAST_LABEL = 128


class TaskCell(NamedTuple):
    """A task in a unit: `percent` (missing where it was not reported) and `expected` are 0–100."""

    unit_code: str
    unit: str
    task_code: str
    task: str
    percent: float | None
    expected: float
    light: Light | None
    overdue: bool = False


@dataclass(frozen=True)
class _Axis:
    """One side: the code's field, label by code in order, and how high a row is when it stands in rows."""

    field: str
    labels: dict[str, str]
    heads: dict[str, str]
    row: int


def heat_map(cells: Sequence[TaskCell]) -> Spec:
    """Progress of each unit in each task: number, ✓ or —, on the colour of its light.

    Units and tasks stand in the order of their first appearance. A click selects `cell` with unit_code and task_code.
    Where a column is too narrow for a decimal, the whole percents stand in it; the tooltip has all of it.
    """
    units, tasks = _units(cells), _tasks(cells)
    down, across = (units, tasks) if are_whole(len(units.labels)) else (tasks, units)
    base = vega.Chart([_drawn(cell, whole=across is tasks) for cell in cells]).encode(y=_rows(down), x=_columns(across))
    return layered(_grounds(base), _texts(base), _signs(base, down, across), height=vega.Step(down.row))


def are_whole(units: int) -> bool:
    """Whether a heat map of so many units has a narrow column for each task, and no decimals."""
    return units > MOST_COLUMNS


def _units(cells: Sequence[TaskCell]) -> _Axis:
    names = {cell.unit_code: cell.unit for cell in cells}
    return _Axis("unit_code", names, dict(zip(names, short_names(list(names.values())), strict=True)), UNIT_ROW)


def _tasks(cells: Sequence[TaskCell]) -> _Axis:
    names = {cell.task_code: f"{cell.task_code} {cell.task}" for cell in cells}
    return _Axis("task_code", names, {code: code for code in names}, TASK_ROW)


def short_names(names: list[str]) -> list[str]:
    """Names for narrow heads: what all begin with is left out, then two characters (six Latin ones) must do.

    Numbered villages (第3村) keep their number where it fits.
    """
    # 第12村 and 第13村 begin alike up to a digit, which belongs to the number.
    shared = commonprefix(names).rstrip("0123456789")
    return [_short(name.removeprefix(shared) or name) for name in names]


def _short(name: str) -> str:
    if any(character.isdigit() for character in name) and text_width(name, TEXT) <= HEAD_WIDTH:
        return name
    return name[:2] if ord(name[0]) > 0x2E7F else name[:6].rstrip()


def _drawn(cell: TaskCell, *, whole: bool) -> vega.Row:
    light, said = cell.light, percent(cell.percent)
    # cut, not rounded: 99.6 must not read as the 100 of what is done
    shown = said.removesuffix("%").split(".")[0] if whole else said.removesuffix("%")
    ground, ink = cell_colours(light)
    return {
        "unit_code": cell.unit_code, "unit": cell.unit, "task_code": cell.task_code, "task": cell.task,
        "shown": light.symbol if light is Light.DONE else shown, "said": said,
        "status": status(light, cell.overdue),
        "sign": light.symbol if light in LATE else "",
        "word": word(light, cell.overdue), "due": percent(cell.expected), "ground": ground, "ink": ink,
    }  # fmt: skip


def cell_colours(light: Light | None) -> tuple[str, str]:
    """Ground and text of a cell."""
    return ground_and_ink(light, light in LATE)


def _rows(axis: _Axis, band: float = 0.5) -> vega.Y:
    """Row labels stand left, so that the numbers in front of them form a column."""
    width = max((text_width(label, TEXT) for label in axis.labels.values()), default=0) * WIDE[current()] + 8
    extent = min(max(width, LEAST_LABEL), LONGEST_NAME[current()])
    look = vega.Axis(
        labelExpr=by_label(axis.labels), labelAlign="left", labelFontSize=TEXT, labelPadding=extent, minExtent=extent,
        labelLimit=extent,
    )  # fmt: skip
    return vega.Y(f"{axis.field}:N", sort=list(axis.labels), axis=look, title=None, bandPosition=band)


def _columns(axis: _Axis, band: float = 0.5) -> vega.X:
    heads: dict[str, object] = {"labelExpr": by_label(axis.heads), "labelAngle": 0, "labelLimit": HEAD_WIDTH}
    if current() == "en":  # whole words, on end: they are wider than their columns
        heads = {
            "labelExpr": by_label(axis.labels if axis.field == "unit_code" else axis.heads), "labelAngle": -90,
            "labelAlign": "left", "labelBaseline": "middle", "labelLimit": LONGEST_NAME["en"],
        }  # fmt: skip
    look = vega.Axis(orient="top", labelFontSize=TEXT, **heads)
    return vega.X(f"{axis.field}:N", sort=list(axis.labels), axis=look, title=None, bandPosition=band)


def _grounds(base: vega.Chart) -> vega.Chart:
    click = vega.selection_point(name="cell", fields=["unit_code", "task_code"])
    hover = tooltip(unit=_("Unit"), task=_("Task"), said=_("Progress"), due=_("Expected"), status=_("State"))
    # put together by the browser: of a county this was a third of all that its page sent
    heard = "trim(datum.unit + ' ' + datum.task + ' ' + datum.said + ' ' + datum.word)"
    return (
        base.transform_calculate(heard=heard)
        .add_params(click)
        .mark_rect(stroke=PALETTE.page, strokeWidth=1.5, cursor="pointer")
        .encode(color=as_given("ground"), tooltip=hover, description=vega.Description("heard:N"))
    )


def _texts(base: vega.Chart) -> vega.Chart:
    return base.mark_text(fontSize=TEXT, aria=False).encode(text=vega.Text("shown:N"), color=as_given("ink"))


def _signs(base: vega.Chart, down: _Axis, across: _Axis) -> vega.Chart:
    """▲ and ■ in the corner of a cell: in grey, or to eyes that tell no red from green, a number alone says nothing."""
    size = SIGN if across.field == "unit_code" and current() == "zh" else NARROW_SIGN
    corner = base.mark_text(fontSize=size, align="left", baseline="top", dx=size - 5, dy=size - 4, aria=False)
    return corner.encode(
        x=_columns(across, band=0), y=_rows(down, band=0), text=vega.Text("sign:N"), color=as_given("ink")
    )
