"""减负清理: one measure of the five actions at one unit, from its curve to the villages where it came back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd
import sqlalchemy as sa

from lib.figures.series import ChildRow, by_child, expected_share
from lib.kept.queries import IndicatorRow
from lib.kept.reference import Reference
from lib.show import charts
from lib.show.blocks import Block, Chart, Finding, Markup
from lib.show.boards.below import light_finding, unit_shown, way_to, within
from lib.show.boards.cleanup_measures import MEASURES, action_of
from lib.show.boards.cleanup_villages import came_back, villages
from lib.show.boards.comparison import not_below
from lib.show.boards.curves import curve, new
from lib.show.boards.detail_panel import detail
from lib.show.boards.scene import Scene, scene_of
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.lights import Light, judge
from lib.words.settings import settings
from lib.words.wording import exact, together


@dataclass(frozen=True)
class CleanupBoard:
    """The board; a block without its chart has nothing to draw, and its finding says why."""

    path: Markup
    curve: Block
    new: Block | None
    ranking: Block
    villages: Block | None
    detail: Block
    rebounds: Block | None


def cleanup_board(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, code: str, measure_code: str
) -> CleanupBoard:
    """The board of a measure at the unit `code`; the prefecture's where there is no such unit."""
    scene = scene_of(connection, reference, half_month, unit_shown(reference, code), MEASURES[measure_code])
    children = by_child(connection, reference, scene.unit, half_month, [measure_code])
    return CleanupBoard(
        path=way_to(reference, "cleanup", half_month, scene.unit, action=action_of(measure_code), measure=measure_code),
        curve=curve(scene),
        new=new(scene),
        ranking=_ranking(scene, children),
        villages=villages(scene),
        detail=detail(connection, reference, scene.unit, half_month, measure_code),
        rebounds=came_back(scene),
    )


# The units below ------------------------------------------------------------------------------------------------


def _light(scene: Scene, row: IndicatorRow | None) -> Light | None:
    share = expected_share(scene.task, scene.half_month)
    if row is None or share is None:
        return None
    past_due = scene.half_month.ordinal > scene.task.due
    return judge(row.percent, share, settings().lights.behind, past_due=past_due)


def _ranking(scene: Scene, children: Sequence[ChildRow]) -> Block:
    if not children:
        return not_below(scene)
    code = scene.measure.code
    title = light_finding([(within(child.unit, scene.unit), _light(scene, child.rows.get(code))) for child in children])
    text = _("Share ({unit}), mark: expected") if scene.goal else _("Percent of the target and number; mark: expected")
    drawn = charts.spec(charts.ranking(pd.DataFrame(ranked(scene, children))))
    return Block(Finding(title, text.format(unit=scene.figure.unit)), chart=Chart(drawn, _("by unit")))


class Ranked(NamedTuple):
    """A unit below: its percent (of a ratio or fall, its value), what is expected of it, and how many, in words."""

    unit_code: str
    unit: str
    percent: float | None
    expected: float | None
    light: Light | None
    more: str


def ranked(scene: Scene, children: Sequence[ChildRow]) -> list[Ranked]:
    """The units below, best first, those without a report last."""
    share = expected_share(scene.task, scene.half_month)
    due = None if share is None else share * float(scene.goal or 100) / 100
    rows = []
    for child in children:
        row = child.rows.get(scene.measure.code)
        shown = None if row is None else (float(row.value) if scene.goal and row.value is not None else row.percent)
        name = within(child.unit, scene.unit)
        rows.append(Ranked(child.unit.code, name, shown, due, _light(scene, row), _more(scene, row)))
    return sorted(rows, key=lambda each: (each.percent is None, -(each.percent or 0.0), each.unit_code))


def _more(scene: Scene, row: IndicatorRow | None) -> str:
    """Behind the percent: how many, and of a standard how many villages are short of it."""
    if row is None or row.value is None or scene.goal is not None:
        return ""
    if scene.figure.indicator.rollup == "count" and row.whole is not None:
        return _("{count} short").format(count=exact(row.whole - (row.part or 0), 0))
    return together(row.value, "", scene.figure.decimals)
