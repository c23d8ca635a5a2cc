"""What every block on one measure starts from: the unit, its half months, the figure and its history."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

import sqlalchemy as sa

from lib.figures.figures import Figure
from lib.figures.reading import ChildAt, Reading, read
from lib.figures.rollups import IndicatorRow
from lib.kept.models import BoardItem, Task
from lib.kept.reference import Reference, UnitRef
from lib.words.half_months import HalfMonth

_OTHERS = ("new", "left", "back", "total", "removed", "standard")


@dataclass(frozen=True)
class Measure:
    """What a board shows: one indicator, and the indicators from which its other blocks follow.

    They are as in the table of indicators on boards (BoardItem); of `new`, `left` and `back` blank means `code` itself.
    """

    code: str
    new: str = ""
    left: str = ""
    back: str = ""
    total: str = ""
    removed: str = ""
    standard: str = ""
    detail: str = ""

    @classmethod
    def declared(cls, item: BoardItem) -> Self:
        """As the office declared it."""
        others = {name: getattr(item, name) or "" for name in _OTHERS}
        return cls(item.indicator, detail=item.detail, **others)

    @property
    def codes(self) -> tuple[str, str, str]:
        """Of what is new, of what is left, of what came back."""
        return self.new or self.code, self.left or self.code, self.back or self.code


@dataclass(frozen=True)
class IndicatorContext:
    """A measure at a unit: `months` are the half months shown, `task` the one whose schedule it follows.

    `children` are the units below by the measure's own indicator; `reading` holds all that was read; `goal` is what a
    ratio or fall must reach, in its own unit, None for what is measured against targets of units; `is_measured` says
    whether there is a goal, a target, or what it is a share of.
    """

    connection: sa.Connection
    reference: Reference
    unit: UnitRef
    half_month: HalfMonth
    months: Sequence[HalfMonth]
    measure: Measure
    reading: Reading
    figure: Figure
    task: Task | None
    history: Mapping[str, dict[HalfMonth, IndicatorRow]]
    children: list[ChildAt]
    goal: Decimal | None
    is_measured: bool

    @property
    def is_silent(self) -> bool:
        """Whether the unit never reported the figure: nothing is drawn then."""
        return not any(self.history.values())

    @property
    def has_target(self) -> bool:
        """Whether part and whole are read as a target: a count of villages has one only where a task asks for it."""
        rollup = self.figure.indicator.rollup
        return self.goal is not None or rollup == "sum" or (rollup == "count" and self.task is not None)


def context_of(
    connection: sa.Connection,
    reference: Reference,
    half_month: HalfMonth,
    unit: UnitRef,
    measure: Measure,
    beside: Collection[str] = (),
) -> IndicatorContext:
    """Everything is read here once, the indicators `beside` it included; the blocks only put it into words."""
    own = {measure.code, measure.codes[0]}
    reading = read(connection, reference, unit, half_month, {*own, *beside})
    indicator, figure = reference.indicators[measure.code], reading.figures[measure.code]
    goal = (indicator.goal or None) if indicator.rollup in ("ratio", "fall") else None
    return IndicatorContext(
        connection=connection,
        reference=reference,
        unit=unit,
        half_month=half_month,
        months=reading.months,
        measure=measure,
        reading=reading,
        figure=figure,
        task=reference.schedules.get(measure.code),
        history={code: reading.history[code] for code in own},
        children=reading.children_at(measure.code),
        goal=goal,
        is_measured=goal is not None or figure.whole is not None,
    )
