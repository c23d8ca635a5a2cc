"""What every block on one measure starts from: the unit, its half months, the figure and its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from lib.figures.figures import Figure, figures, first_tasks
from lib.figures.series import over_time
from lib.kept.queries import IndicatorRow, indicator_list
from lib.kept.reference import Reference, UnitRef
from lib.show.boards.below import months_shown
from lib.words.half_months import HalfMonth


@dataclass(frozen=True)
class Measure:
    """What a board shows: one indicator, and the indicators from which its other blocks follow.

    `new` is the one whose change is what a half month brought, `left` the one by which villages are short of their
    target ("" where villages do not report it), `back` the one that shows a rebound. Blank means `code` itself.
    """

    code: str
    new: str = ""
    left: str = ""
    back: str = ""

    @property
    def codes(self) -> tuple[str, str, str]:
        """Of what is new, of what is left, of what came back."""
        return self.new or self.code, self.left or self.code, self.back or self.code


@dataclass(frozen=True)
class Scene:
    """A measure at a unit: `months` are the half months shown, `task` the one whose schedule it follows."""

    connection: sa.Connection
    reference: Reference
    unit: UnitRef
    half_month: HalfMonth
    months: Sequence[HalfMonth]
    measure: Measure
    indicators: dict[str, Any]
    figure: Figure
    task: Any
    history: dict[str, dict[HalfMonth, IndicatorRow]]

    @property
    def goal(self) -> Decimal | None:
        """What a ratio or fall must reach, in its own unit; None for what is measured against targets of units."""
        goal = self.figure.indicator.goal
        return Decimal(goal) if goal and self.figure.indicator.rollup in ("ratio", "fall") else None

    @property
    def is_silent(self) -> bool:
        """Whether the unit never reported the figure: nothing is drawn then."""
        return not any(self.history.values())

    @property
    def has_target(self) -> bool:
        """Whether part and whole are read as a target: a count of villages has one only where a task asks for it."""
        rollup = self.figure.indicator.rollup
        return self.goal is not None or rollup == "sum" or (rollup == "count" and self.task is not None)


def scene_of(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, unit: UnitRef, measure: Measure
) -> Scene:
    """Everything is read here once; the blocks only put it into words."""
    months = months_shown(reference, half_month)
    return Scene(
        connection=connection,
        reference=reference,
        unit=unit,
        half_month=half_month,
        months=months,
        measure=measure,
        indicators=indicator_list(connection),
        figure=figures(connection, reference, unit, half_month, [measure.code])[0],
        task=first_tasks(connection).get(measure.code),
        history=over_time(connection, unit, months, {measure.code, measure.codes[0]}),
    )
