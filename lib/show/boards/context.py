"""What every block on one measure starts from: the unit, its half months, the figure and its history."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from lib.figures.figures import Figure
from lib.figures.reading import Reading, read_measure
from lib.kept.boards import item_of
from lib.kept.models import Board, BoardItem, Task
from lib.kept.reference import Reference, UnitRef
from lib.words.half_months import HalfMonth


@dataclass(frozen=True)
class IndicatorContext(Reading):
    """A measure at a unit, with all that was read of it; `task` is the one whose schedule it follows.

    `new` is the indicator of which a half month brings more; `goal` is what a ratio or fall must reach, in its own
    unit, None for what is measured against targets of units. `is_measured` says whether there is a goal, a target, or
    what it is a share of; `has_target` whether part and whole are read as a target, which a count of villages has only
    where a task asks for it; `is_silent` that the unit never reported the figure: nothing is drawn then.
    """

    connection: sa.Connection
    measure: BoardItem
    figure: Figure
    task: Task | None
    new: str
    goal: Decimal | None
    is_measured: bool
    has_target: bool
    is_silent: bool


def declared(reference: Reference, code: str) -> BoardItem:
    """A measure of the clean-up as the office declared it; where it did not, the indicator alone."""
    return item_of(reference, Board.CLEANUP, code) or _alone(code)


def _alone(code: str) -> BoardItem:
    return BoardItem(board="", group_code="", indicator=code, position=0)


def context_of(
    connection: sa.Connection,
    reference: Reference,
    half_month: HalfMonth,
    unit: UnitRef,
    code: str,
    beside: Collection[str] = (),
    measure: BoardItem | None = None,
) -> IndicatorContext:
    """Everything is read here once, the indicators `beside` it included; the blocks only put it into words.

    `measure` is the indicator as it was `declared`; without it no other block follows from it.
    """
    measure = measure or _alone(code)
    new = measure.new or code
    reading = read_measure(connection, reference, unit, half_month, code, {new, *beside})
    indicator, figure, task = reference.indicators[code], reading.figures[code], reference.schedules.get(code)
    goal = (indicator.goal or None) if indicator.rollup in ("ratio", "fall") else None
    return IndicatorContext(
        **vars(reading),
        connection=connection,
        measure=measure,
        figure=figure,
        task=task,
        new=new,
        goal=goal,
        is_measured=goal is not None or figure.whole is not None,
        has_target=goal is not None or indicator.rollup == "sum" or (indicator.rollup == "count" and task is not None),
        is_silent=not (reading.history[code] or reading.history[new]),
    )
