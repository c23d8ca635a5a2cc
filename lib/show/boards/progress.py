"""四级进度: one unit, its children against what is expected, their tasks, and who is furthest behind."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import sqlalchemy as sa

from lib.figures.figures import Figure
from lib.figures.progress import TaskProgressAt, UnitProgress, children, four_levels, task_cells, villages_behind
from lib.figures.reading import figures
from lib.kept.reference import Reference, UnitRef
from lib.kept.touched import of_its_half_month
from lib.show import blocks, charts
from lib.show.blocks import Block, Chart, Finding, Markup
from lib.show.boards.drilldown import light_finding, way_to
from lib.show.boards.words import (
    NAMED,
    link,
    names,
    progress_card,
    rests_on_words,
    short_gap,
    task_words,
    unit_header,
    unit_name,
    within,
)
from lib.show.charts import TaskCell
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.lights import Light
from lib.words.wording import MISSING, POINT, exact, listed, not_comparable, signed

MOST_CHILDREN = 40  # children that a heat map shows; no township has more villages


@dataclass(frozen=True)
class ProgressBoard:
    """The board of a unit with children: `rows` is what the table of children shows, furthest behind first."""

    path: Markup
    children: Finding
    rows: pd.DataFrame
    codes: tuple[str, ...]
    lights: tuple[Light | None, ...]
    furthest: Block | None
    tasks: Block


@dataclass(frozen=True)
class VillageBoard:
    """The board of a village: its tasks and its values."""

    path: Markup
    tasks: Block
    values: Block


@of_its_half_month
def progress_board(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, code: str
) -> ProgressBoard | VillageBoard:
    """The board of the unit `code`; the prefecture's where there is no such unit."""
    unit = reference.units.get(code) or reference.top
    if unit.level == "village":
        return _village(connection, reference, half_month, unit)
    below = children(connection, reference, unit, half_month)
    cells = task_cells(connection, reference, [child.unit for child in below[:MOST_CHILDREN]], half_month)
    tasks = task_words(reference)
    return ProgressBoard(
        path=way_to(reference, "progress", half_month, unit, _("Click a row or a cell to go down")),
        children=_children_finding(unit, below, reference.coverage),
        rows=_rows(unit, below),
        codes=tuple(child.unit.code for child in below),
        lights=tuple(child.light for child in below),
        furthest=_furthest(connection, reference, half_month, unit),
        tasks=_tasks(below, cells, tasks, reference.behind),
    )


# The children ---------------------------------------------------------------------------------------------------


def _children_finding(unit: UnitRef, below: Sequence[UnitProgress], least: int) -> Finding:
    if not below:
        return Finding(_("No units below {unit} yet").format(unit=unit_name(unit)))
    title = light_finding([(unit_name(child.unit), child.light) for child in below])
    return Finding(title, _("Overall progress, furthest behind first"), progress_card(least))


def _rows(unit: UnitRef, below: Sequence[UnitProgress]) -> pd.DataFrame:
    """What the table shows; the history, of the half months that are known, as a list of numbers for the curve."""
    header = unit_header(below[0].unit.level) if below else ""
    return pd.DataFrame(
        {
            header: [within(child.unit, unit) for child in below],
            _("State"): [_state(child) for child in below],
            _("Progress"): [listed(child.percent) for child in below],
            _("Expected"): [listed(child.expected) for child in below],
            _("Up by"): [signed(child.change, POINT) for child in below],
            # Streamlit writes an error where a curve has a gap, and 0 would be told of what is missing
            _("Trend"): [[value for value in child.history if value is not None] for child in below],
        }
    )


def _state(child: UnitProgress) -> str:
    """■ 滞后; of one that lacks too much to be judged what it rests on."""
    if child.light:
        return f"{child.light.symbol} {child.light.word}"
    return f"{MISSING} {rests_on_words(child)}" if child.rests_on and child.percent is not None else _("— no data")


def _furthest(connection: sa.Connection, reference: Reference, half_month: HalfMonth, unit: UnitRef) -> Block | None:
    if unit.level == "township":
        return None  # its villages are all in the table above
    behind = villages_behind(connection, reference, unit, half_month)
    if not behind:
        return Block(Finding(_("Villages furthest behind")), _no_village(connection, reference, half_month, unit))
    above = "county" if unit.level == "prefecture" else "township"
    rows = [_village_row(reference, half_month, above, child) for child in behind]
    headers = [unit_header(above), unit_header("village"), _("Progress"), _("Expected"), _("Gap")]
    title = _("The {count} villages furthest behind").format(count=len(behind))
    return Block(
        Finding(title, _("Furthest below what is expected of their tasks")),
        blocks.table(headers, rows, {2, 3, 4}),
    )


def _no_village(connection: sa.Connection, reference: Reference, half_month: HalfMonth, unit: UnitRef) -> Markup:
    """That no village is behind; that nothing is known where none has reported."""
    village = four_levels(connection, reference, unit, half_month)[-1]
    if not village.pairs:
        return blocks.empty(_("Nothing reported yet"), _("The county's file brings it"))
    return blocks.attention([], _("No village that reported is below what is expected"))


def _village_row(reference: Reference, half_month: HalfMonth, above: str, child: UnitProgress) -> tuple[object, ...]:
    code = child.unit.county_code if above == "county" else child.unit.township_code
    href = link("progress", half_month=half_month, unit=child.unit.code)
    return (
        unit_name(reference.units[code or ""]),
        blocks.linked(unit_name(child.unit), href),
        blocks.bold(listed(child.percent)),
        listed(child.expected),
        short_gap(child.percent, child.expected),
    )


# Tasks ----------------------------------------------------------------------------------------------------------


def _tasks(below: Sequence[UnitProgress], cells: Sequence[TaskProgressAt], tasks: dict[str, str], behind: int) -> Block:
    """Names the tasks in which most units are far behind."""
    far = Counter(cell.code for cell in cells if cell.light is Light.FAR_BEHIND)
    worst = [tasks[code] for code, _count in far.most_common(NAMED)]
    legend = blocks.legend(behind, whole=charts.are_whole(len(below)))
    if not cells:
        return Block(Finding(_("Tasks: nothing reported yet")), legend)
    title = _("Far behind mostly in {names}").format(names=names(worst)) if worst else _("No task is far behind")
    heat = charts.heat_map(_heat(below, cells, tasks))
    second = _("Measures of the levels above stand here too; the overall progress does not count them")
    return Block(Finding(title, second), legend, Chart(heat, _("by task"), behind=behind))


def _heat(below: Sequence[UnitProgress], cells: Sequence[TaskProgressAt], tasks: dict[str, str]) -> list[TaskCell]:
    """Units worst first, as in the table; a task that a unit has not reported is missing."""
    known = {(cell.unit.code, cell.code): cell for cell in cells}
    codes = sorted({cell.code for cell in cells})
    expected = {cell.code: cell.expected for cell in cells}  # by the task's schedule, hence alike at every unit
    heat_cells = []
    for child in below[:MOST_CHILDREN]:
        for code in codes:
            cell = known.get((child.unit.code, code))
            shown = (
                (cell.percent, cell.expected, cell.light, cell.overdue) if cell else (None, expected[code], None, False)
            )
            heat_cells.append(TaskCell(child.unit.code, unit_name(child.unit), code, tasks[code], *shown))
    return heat_cells


# One village ----------------------------------------------------------------------------------------------------


def _village(connection: sa.Connection, reference: Reference, half_month: HalfMonth, unit: UnitRef) -> VillageBoard:
    tasks = task_words(reference)
    cells = task_cells(connection, reference, [unit], half_month)
    forms = [form for form in reference.forms.values() if form.asks(unit, half_month.ordinal)]
    asked = [indicator.code for form in forms for indicator in form.indicators]
    return VillageBoard(
        path=way_to(reference, "progress", half_month, unit, ""),
        tasks=_village_tasks(cells, tasks, reference.coverage),
        values=_village_values(figures(connection, reference, unit, half_month, asked)),
    )


def _village_tasks(cells: Sequence[TaskProgressAt], tasks: dict[str, str], least: int) -> Block:
    far = [tasks[cell.code] for cell in cells if cell.light is Light.FAR_BEHIND]
    title = _("Far behind in {names}").format(names=names(far)) if far else _("No task is far behind")
    if not cells:
        return Block(Finding(_("Tasks")), blocks.empty(_("Nothing reported yet"), _("The county's file brings it")))
    rows = [
        (
            f"{cell.code} {tasks[cell.code]}",
            listed(cell.percent),
            listed(cell.expected),
            blocks.pill(cell.light, cell.overdue),
        )
        for cell in sorted(cells, key=lambda cell: cell.percent - cell.expected)
    ]
    headers = (_("Task"), _("Progress"), _("Expected"), _("State"))
    return Block(Finding(title, _("Furthest behind first"), progress_card(least)), blocks.table(headers, rows, {1, 2}))


def _moved(figure: Figure) -> str | None:
    """The change on the half month before; what begins anew with the year has none."""
    if figure.change is None:
        return not_comparable() if figure.anew else None
    return signed(figure.change, figure.decimals)


def _village_values(shown: Sequence[Figure]) -> Block:
    reported = sum(figure.value is not None for figure in shown)
    title = _("{reported} of {asked} values reported").format(reported=reported, asked=len(shown))
    rows = [
        (
            figure.name,
            exact(figure.value, figure.decimals),
            figure.unit,
            _moved(figure),
            exact(figure.whole, figure.decimals) if figure.whole is not None else None,
        )
        for figure in shown
    ]
    headers = (_("Indicator"), _("Value"), _("Unit of measure"), _("On last half month"), _("Target"))
    return Block(
        Finding(title, _("As reported; change on the last half month")), blocks.table(headers, rows, {1, 3, 4})
    )
