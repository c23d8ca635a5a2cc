"""Reference data: what everything else names by code: units, indicators, forms and half months, read at once."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import TypeVar

import sqlalchemy as sa

from lib.kept import store
from lib.kept.forms import FormRef, form_ref
from lib.kept.models import Base, BoardItem, Department, Form, HalfMonthState, Indicator, Published, Task
from lib.kept.units import UnitRef, level_word, unit_refs
from lib.kept.yardstick import Yardstick, closings
from lib.words.half_months import HalfMonth
from lib.words.lights import Judgement, expected_percent, is_overdue, judge
from lib.words.settings import settings

__all__ = ["FormRef", "Reference", "UnitRef", "level_word", "read_reference"]

Model = TypeVar("Model", bound=Base)
Groups = Mapping[str, tuple[BoardItem, ...]]  # what stands on a board: by the code of its group, in the office's order


@dataclass(frozen=True)
class Reference:
    """The catalogues by code, and the state of each half month by ordinal (missing = upcoming).

    Units and tasks stand in the order of their codes, indicators in the office's. All rows are
    shared by every reader of the process: they are read, never changed. `closings` say what closed half months were
    judged by, `behind` how many points below the expected are still 预警; `now` is what these are a view of, if any.
    """

    units: Mapping[str, UnitRef]
    indicators: Mapping[str, Indicator]
    forms: Mapping[str, FormRef]
    states: Mapping[int, str]
    tasks: Mapping[str, Task] = field(default_factory=dict)
    departments: Mapping[str, Department] = field(default_factory=dict)
    published: Mapping[str, Published] = field(default_factory=dict)
    boards: Mapping[str, Groups] = field(default_factory=dict)
    closings: Mapping[int, Yardstick] = field(default_factory=dict)
    behind: int = field(default_factory=lambda: settings().lights.behind)
    coverage: int = field(default_factory=lambda: settings().lights.coverage)
    now: "Reference | None" = None
    asking: Mapping[str, str] = field(init=False, repr=False, compare=False)  # form_of, made once
    _as_judged: dict[int, "Reference"] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "asking", {code: self.form_of(code) for code in self.indicators})

    def of(self, half_month: HalfMonth) -> "Reference":
        """The catalogues as a half month is judged by them: of a closed one as they stood when it was closed."""
        now, yardstick = self.now or self, self.closings.get(half_month.ordinal)
        if yardstick is None:
            return now
        if half_month.ordinal not in now._as_judged:
            now._as_judged[half_month.ordinal] = now._judged_by(yardstick)
        return now._as_judged[half_month.ordinal]

    def _judged_by(self, yardstick: Yardstick) -> "Reference":
        """The same where nothing differs: what follows from the units is then made once."""
        tasks, indicators = yardstick.applied(self.tasks, self.indicators)
        same = all(tasks.get(code) is task for code, task in self.tasks.items())
        same &= all(indicators[code] is indicator for code, indicator in self.indicators.items())
        if same and (yardstick.behind, yardstick.coverage) == (self.behind, self.coverage):
            return self
        behind, coverage = yardstick.behind, yardstick.coverage
        return replace(self, tasks=tasks, indicators=indicators, behind=behind, coverage=coverage, now=self)

    @cached_property
    def top(self) -> UnitRef:
        """The prefecture. KeyError as long as no units are loaded."""
        return self.children[None][0]

    @cached_property
    def half_months(self) -> dict[HalfMonth, str]:
        """Every half month that was opened, in order, with its state: open or closed."""
        return {HalfMonth(ordinal): self.states[ordinal] for ordinal in sorted(self.states)}

    @cached_property
    def first_open(self) -> int:
        """The ordinal of the half month after the last closed one; 0 as long as none is closed."""
        return max((ordinal + 1 for ordinal, state in self.states.items() if state == "closed"), default=0)

    @cached_property
    def last_opened(self) -> int | None:
        """The ordinal of the last half month that was opened; None as long as none was."""
        return max(self.states, default=None)

    @cached_property
    def schedules(self) -> dict[str, Task]:
        """The task whose schedule an indicator follows: the prefecture's measure before a lower level's own duty."""
        tasks: dict[str, Task] = {}
        for task in self.tasks.values():
            if task.indicator:
                tasks.setdefault(task.indicator, task)
        return tasks

    @cached_property
    def task_by_id(self) -> dict[int, Task]:
        """Each task by the number under which its percents are kept, also those that came after the closing."""
        return {task.id: task for known in ((self.now or self).tasks, self.tasks) for task in known.values()}

    def expected(self, task: Task, half_month: HalfMonth) -> float:
        """What the schedule of a task expects at the end of a half month, 0–100."""
        task = self.of(half_month).tasks.get(task.code, task)  # one that came later has no other schedule
        return expected_percent(task.start, task.due, half_month.ordinal, held=self._is_held(task))

    def _is_held(self, task: Task) -> bool:
        """Whether it must hold its target at every half month: a count within the year against the same period of last
        year does not grow towards it, as what is left of a stock does."""
        indicator = self.indicators.get(task.indicator or "")
        if indicator is None or indicator.rollup != "fall":
            return False
        counted = self.indicators.get(indicator.numerator or "")
        return counted is not None and counted.cumulative

    def judged(self, task: Task, percent: float | None, half_month: HalfMonth) -> Judgement:
        """A percent (0–100) against the schedule of its task."""
        then = self.of(half_month)
        expected = then.expected(task, half_month)
        light = judge(percent, expected, then.behind)
        due = then.tasks.get(task.code, task).due
        return Judgement(expected, light, is_overdue(light, due, half_month.ordinal))

    def judged_at(self, code: str, unit: UnitRef, n: int, percent: float | None, half_month: HalfMonth) -> Judgement:
        """An indicator's percent against the schedule of its task; none where too few (`n`) reported below `unit`."""
        few = self._too_few(code, unit, n, half_month) if n else None
        task = self.of(half_month).schedules.get(code)
        judged = self.judged(task, percent, half_month) if task and not few else Judgement(rests_on=few)
        return replace(judged, anew=self.begins_anew(self.indicators[code], half_month.ordinal))

    def _too_few(self, code: str, unit: UnitRef, n: int, half_month: HalfMonth) -> tuple[int, int] | None:
        """How many units below `unit` reported an indicator, of how many, where the sum would rest on too few."""
        form = self.forms.get(self.form_of(code))
        if form is None or form.level == unit.level:
            return None
        asked = self.units_asked(form.code, half_month.ordinal).get(unit.code, 0)
        return None if 100 * n >= self.of(half_month).coverage * asked else (n, asked)

    def form_of(self, code: str) -> str:
        """The form in which an indicator, or the first part of a derived one, is reported; "" where none asks."""
        if (indicator := self.indicators.get(code)) is None:
            return ""
        return indicator.form or (self.form_of(indicator.parts[0]) if indicator.parts else "")

    @cached_property
    def children(self) -> dict[str | None, list[UnitRef]]:
        """The units directly below each code; None holds the top."""
        below: dict[str | None, list[UnitRef]] = {}
        for unit in self.units.values():
            below.setdefault(unit.parent_code, []).append(unit)
        return below

    @cached_property
    def by_id(self) -> dict[int, UnitRef]:
        """Each unit by the number under which its values are kept."""
        return {unit.id: unit for unit in self.units.values()}

    @cached_property
    def of_level(self) -> dict[str, list[UnitRef]]:
        """The units of each level, in the order of their codes."""
        found: dict[str, list[UnitRef]] = {}
        for unit in self.units.values():
            found.setdefault(unit.level, []).append(unit)
        return found

    @cached_property
    def taken_over(self) -> dict[str, list[UnitRef]]:
        """The units that ended, by the code of the one that took over from them."""
        found: dict[str, list[UnitRef]] = {}
        for unit in self.units.values():
            if unit.successor_code and unit.valid_to is not None:
                found.setdefault(unit.successor_code, []).append(unit)
        return found

    def standing_for(self, unit: UnitRef, then: int, now: int) -> list[UnitRef]:
        """The units whose values of the half month `then` are to be compared with those of `unit` in the later `now`.

        The unit itself, and all that it took over from until `now`, as far as they existed then.
        """
        return [one for one in self.merged_into(unit, now) if one.exists_in(then)]

    def merged_into(self, unit: UnitRef, now: int) -> list[UnitRef]:
        """The unit and all that ended before the half month `now` and that it took over from, through others too."""
        found = [unit]
        for one in found:  # each is taken over by one unit alone; what leads back to itself is not followed again
            ended = (each for each in self.taken_over.get(one.code, ()) if (each.valid_to or 0) < now)
            found += [each for each in ended if each not in found]
        return found

    def mergers(self, half_month: int) -> dict[int, tuple[int, ...]]:
        """The units (ids) that took over from others with this half month, each with those that stood for it before."""
        ended = (one for several in self.taken_over.values() for one in several if one.valid_to == half_month - 1)
        heirs = {one.successor_code for one in ended if one.successor_code in self.units}
        units = (self.units[code or ""] for code in sorted(heirs, key=str))
        return {unit.id: tuple(one.id for one in self.standing_for(unit, half_month - 1, half_month)) for unit in units}

    def begins_anew(self, indicator: Indicator, half_month: int) -> bool:
        """Whether the indicator, or a part of it, is counted from nought again in this half month of a new year."""
        if not HalfMonth(half_month).begins_year:
            return False
        parts = (self.indicators[code] for code in indicator.parts if code in self.indicators)
        return indicator.yearly or any(part.yearly for part in parts)

    @cached_property
    def indicator_by_id(self) -> dict[int, Indicator]:
        """Each indicator by the number under which its values are kept."""
        return {indicator.id: indicator for indicator in self.indicators.values()}

    def below(self, unit: UnitRef, half_month: HalfMonth) -> list[UnitRef]:
        """The units directly below that exist in the half month, in code order."""
        return [child for child in self.children.get(unit.code, ()) if child.exists_in(half_month.ordinal)]

    def at_level(self, level: str, half_month: HalfMonth) -> list[UnitRef]:
        """The units of a level that exist in the half month, in code order."""
        return [unit for unit in self.of_level.get(level, ()) if unit.exists_in(half_month.ordinal)]

    def codes_below(self, code: str) -> frozenset[str]:
        """`code` and the codes of all units under it; empty when there is no such unit."""
        found = {code} & self.units.keys()
        rest = list(found)
        while rest:
            new = {unit.code for unit in self.children.get(rest.pop(), ())} - found
            found |= new
            rest.extend(new)
        return frozenset(found)

    def form_units(self, form_code: str, below: str | None = None, half_month: int | None = None) -> list[UnitRef]:
        """The units that `form_code` is asked of, in code order.

        `below` narrows them to that unit and those under it, `half_month` (ordinal) to those that exist in it.
        """
        form = self.forms[form_code]
        if below is None:
            units = self.of_level.get(form.level, [])
        else:
            units = [self.units[code] for code in sorted(self.codes_below(below))]
        return [
            unit for unit in units if form.asks(unit, half_month) and (half_month is None or unit.exists_in(half_month))
        ]

    def units_asked(self, form_code: str, half_month: int) -> Mapping[str | None, int]:
        """How many units a form asks in a half month (ordinal) at or below each code; counted once for all readers."""
        if (key := (form_code, half_month)) not in self._asked:
            asked = self.form_units(form_code, half_month=half_month)
            own = ({unit.code, unit.township_code, unit.county_code, self.top.code} for unit in asked)
            self._asked[key] = Counter(chain.from_iterable(own))
        return self._asked[key]

    @cached_property
    def _asked(self) -> dict[tuple[str, int], Counter[str | None]]:
        return {}


def read_reference(connection: sa.Connection) -> Reference:
    """The reference data as they stand in this transaction: one SELECT a table."""
    indicators = {row.code: row for row in _rows(connection, Indicator, "position", "code")}
    return Reference(
        units=unit_refs(connection),
        indicators=indicators,
        forms={form.code: form_ref(form, indicators) for form in _rows(connection, Form, "code")},
        states={row.half_month: row.state for row in _rows(connection, HalfMonthState, "half_month")},
        tasks={task.code: task for task in _rows(connection, Task, "code")},
        departments={department.code: department for department in _rows(connection, Department, "code")},
        published={figure.id: figure for figure in _rows(connection, Published, "id")},
        boards=_by_board(_rows(connection, BoardItem, "position", "board", "group_code", "indicator")),
        closings=closings(connection),
    )


def _by_board(items: Iterable[BoardItem]) -> dict[str, Groups]:
    found: dict[str, dict[str, tuple[BoardItem, ...]]] = {}
    for one in items:
        of_board = found.setdefault(one.board, {})
        of_board[one.group_code] = (*of_board.get(one.group_code, ()), one)
    return dict(found)


def _rows(connection: sa.Connection, model: type[Model], *order: str) -> list[Model]:
    """A small table as its model, which is what mypy can check."""
    table: sa.Table = model.__table__
    return store.records(connection, sa.select(model).order_by(*(table.c[name] for name in order)))
