"""What a half month is judged by: thresholds, the tasks with their schedules, and the goals of indicators.

An open half month is judged by what stands in settings and catalogues now; a closed one by what stood there when it
was closed.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from lib.kept.models import Indicator, Task
from lib.words.settings import settings


@dataclass(frozen=True)
class Yardstick:
    """`behind` in points, `coverage` in percent of cells; `schedules` by task (first and due half month), `goals` by
    indicator (None: has none), as texts, since JSON has no exact numbers; `followed` by task: its level, and the
    indicator that its percent followed (None: it was reported)."""

    behind: int
    coverage: int
    schedules: Mapping[str, tuple[int, int]]
    goals: Mapping[str, str | None]
    followed: Mapping[str, tuple[str, str | None]]

    def as_json(self) -> str:
        """As the table `closing` keeps it."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Yardstick":
        """What `as_json` wrote."""
        kept: dict[str, Any] = json.loads(text)
        schedules = {code: (first, due) for code, (first, due) in kept["schedules"].items()}
        followed = {code: (level, indicator) for code, (level, indicator) in kept["followed"].items()}
        return cls(kept["behind"], kept["coverage"], schedules, kept["goals"], followed)

    def applied(
        self, tasks: Mapping[str, Task], indicators: Mapping[str, Indicator]
    ) -> tuple[dict[str, Task], dict[str, Indicator]]:
        """The catalogues as they were then, without tasks that came later; a row that is as it was is the very same."""
        return (
            {code: self._as_it_was(task) for code, task in tasks.items() if code in self.schedules},
            {code: self._with_goal(indicator) for code, indicator in indicators.items()},
        )

    def _as_it_was(self, task: Task) -> Task:
        start, due = self.schedules[task.code]
        level, indicator = self.followed[task.code]
        then = {"start": start, "due": due, "level": level, "indicator": indicator}
        same = all(getattr(task, name) == value for name, value in then.items())
        return task if same else task.changed(**then)

    def _with_goal(self, indicator: Indicator) -> Indicator:
        now = None if indicator.goal is None else str(indicator.goal)
        goal = self.goals.get(indicator.code, now)
        return indicator if goal == now else indicator.changed(goal=None if goal is None else Decimal(goal))


def yardstick_now(connection: sa.Connection) -> Yardstick:
    """What stands in settings and catalogues at this moment."""
    task, indicator = Task.__table__.c, Indicator.__table__.c
    tasks = connection.execute(sa.select(task.code, task.start, task.due, task.level, task.indicator)).all()
    goals = connection.execute(sa.select(indicator.code, indicator.goal))
    return Yardstick(
        behind=settings().lights.behind,
        coverage=settings().lights.coverage,
        schedules={code: (start, due) for code, start, due, _level, _indicator in tasks},
        followed={code: (level, indicator) for code, _start, _due, level, indicator in tasks},
        goals={code: None if goal is None else str(goal) for code, goal in goals},
    )


def closing_of(connection: sa.Connection, half_month: int) -> Yardstick | None:
    """What a half month (ordinal) was judged by when it was closed; None while it is not."""
    judged = connection.scalar(_CLOSING, {"h": half_month})
    return Yardstick.from_json(judged) if judged else None


_CLOSING = sa.text("SELECT judged FROM closing WHERE half_month = :h")


def closings(connection: sa.Connection) -> dict[int, Yardstick]:
    """What each closed half month was judged by, by its ordinal."""
    rows = connection.exec_driver_sql("SELECT half_month, judged FROM closing ORDER BY half_month")
    return {half_month: Yardstick.from_json(judged) for half_month, judged in rows}
