"""What the numbers of a half month's documents must be, found again from the raw values, without lib's own sums.

Values and targets are read once; roll-ups only where a task's percent is needed, by plain SQL.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cache, cached_property
from math import floor
from typing import Any

import sqlalchemy as sa

from lib.figures.verified import doubts_by_county, last_verified
from lib.kept.duties import share
from lib.kept.reference import read_reference
from lib.words.half_months import HalfMonth

TODAY = date(2023, 7, 17)  # the demo's
BEHIND = 10  # points, as config.toml says
DUE_DAYS = 3
VISITS = 2  # to a monitored village in a week
ALL = "5223"
COMPLETE = ("reported", "accepted", "late")
LEVELS = ("prefecture", "county", "township", "village")

# every task at every unit where it is known: from its own level down its percent is that of the indicator it follows
TASKS_AT = (
    "(SELECT level, half_month, task_id, unit_id, n, done, percent, compared, change FROM task_rollup"
    " UNION ALL SELECT r.level, r.half_month, t.id, r.unit_id, 1, CASE WHEN r.percent >= 10000 THEN 1 ELSE 0 END,"
    " r.percent, CASE WHEN r.moved IS NULL THEN 0 ELSE 1 END, r.moved FROM task t JOIN indicator i ON"
    " i.code = t.indicator JOIN rollup r ON r.indicator_id = i.id AND r.percent IS NOT NULL AND r.level >="
    " CASE t.level WHEN 'prefecture' THEN 0 WHEN 'county' THEN 1 WHEN 'township' THEN 2 ELSE 3 END)"
)


@dataclass(eq=False)
class Oracle:
    engine: sa.Engine
    half_month: HalfMonth

    def rows(self, query: str, **values: Any) -> list[Any]:
        with self.engine.connect() as connection:
            return list(connection.execute(sa.text(query), values))

    # Units ------------------------------------------------------------------------------------------------------

    @cached_property
    def units(self) -> dict[str, Any]:
        return {row.code: row for row in self.rows("SELECT * FROM unit")}

    def above(self, code: str) -> set[str]:
        """A unit with all that stand above it."""
        found = set()
        while code:
            found.add(code)
            code = self.units[code].parent_code
        return found

    @cached_property
    def below(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for code in self.units:
            for higher in self.above(code):
                found[higher].add(code)
        return found

    @cached_property
    def counties(self) -> list[str]:
        return sorted(code for code, unit in self.units.items() if unit.level == "county")

    # Indicators -------------------------------------------------------------------------------------------------

    @cached_property
    def indicators(self) -> dict[str, Any]:
        return {row.code: row for row in self.rows("SELECT * FROM indicator ORDER BY position")}

    @cached_property
    def values(self) -> dict[int, dict[str, dict[str, Decimal]]]:
        """By half month and indicator: each unit's value."""
        found: dict[int, dict[str, dict[str, Decimal]]] = defaultdict(lambda: defaultdict(dict))
        now = self.half_month.ordinal
        for row in self.rows(
            "SELECT o.half_month, i.code, u.code AS unit, o.value, i.decimals FROM observation o"
            " JOIN indicator i ON i.id = o.indicator_id JOIN unit u ON u.id = o.unit_id WHERE o.half_month IN (:h, :b)",
            h=now, b=now - 1,
        ):  # fmt: skip
            found[row.half_month][row.code][row.unit] = Decimal(row.value).scaleb(-row.decimals)
        return found

    @cached_property
    def targets(self) -> dict[str, dict[str, Decimal]]:
        found: dict[str, dict[str, Decimal]] = defaultdict(dict)
        for row in self.rows(
            "SELECT i.code, u.code AS unit, t.value, i.decimals FROM target t"
            " JOIN indicator i ON i.id = t.indicator_id JOIN unit u ON u.id = t.unit_id"
        ):
            found[row.code][row.unit] = Decimal(row.value).scaleb(-row.decimals)
        return found

    @cache  # noqa: B019 – an oracle lives as long as its test
    def reported(self, code: str, unit: str, ago: int = 0) -> dict[str, Decimal]:
        return {
            at: value
            for at, value in self.values[self.half_month.ordinal - ago][code].items()
            if at in self.below[unit]
        }

    def fraction(self, code: str, unit: str, ago: int = 0) -> tuple[Decimal, Decimal] | None:
        """Numerator and denominator of a share or count; of a sum its targets, and what counts towards each at most."""
        kept = self.indicators[code]
        if kept.rollup == "count":
            good, known = self.complying(code, unit, ago)
            return (Decimal(len(good)), Decimal(len(known))) if known else None
        if kept.rollup in ("ratio", "fall"):
            upper = self.reported(kept.numerator, unit, ago)
            lower = self.reported(kept.denominator, unit, ago) if kept.denominator else dict.fromkeys(upper, Decimal(1))
            both = upper.keys() & lower.keys()
            whole = sum((lower[at] for at in both), Decimal(0))
            part = sum((upper[at] for at in both), Decimal(0))
            return (whole - part if kept.rollup == "fall" else part, whole) if both and whole else None
        values, targets = self.reported(code, unit, ago), self.targets[code]
        both = values.keys() & targets.keys()
        return (sum(min(values[at], targets[at]) for at in both), sum(targets[at] for at in both)) if both else None

    def complying(self, code: str, unit: str, ago: int = 0) -> tuple[set[str], set[str]]:
        """The units that meet the condition of a count, and those of which it is known."""
        condition = self.indicators[code].condition
        each = [re.fullmatch(r"(\w+)(<=|>=|<|>)(\d+)", part).groups() for part in condition.split()]
        sides = [self.reported(name, unit, ago) for name, _sign, _limit in each]
        known = set.intersection(*(set(side) for side in sides))
        held = {"<=": Decimal.__le__, ">=": Decimal.__ge__, "<": Decimal.__lt__, ">": Decimal.__gt__}
        tests = [(side, held[sign], Decimal(limit)) for side, (_name, sign, limit) in zip(sides, each, strict=True)]
        return {at for at in known if all(is_so(side[at], limit) for side, is_so, limit in tests)}, known

    def value(self, code: str, unit: str, ago: int = 0) -> Decimal | None:
        kept = self.indicators[code]
        if kept.rollup == "units":
            return Decimal(sum(bool(getattr(self.units[at], kept.condition)) for at in self.below[unit]))
        if kept.rollup == "sum":
            values = self.reported(code, unit, ago)
            return sum(values.values()) if values else None
        found = self.fraction(code, unit, ago)
        if found is None:
            return None
        return found[0] if kept.rollup == "count" else found[0] / found[1] * (100 if kept.unit == "%" else 1)

    def change(self, code: str, unit: str) -> Decimal | None:
        kept = self.indicators[code]
        if kept.rollup == "sum":
            now, before = self.reported(code, unit), self.reported(code, unit, 1)
            both = now.keys() & before.keys()
            return sum(now[at] - before[at] for at in both) if both else None
        if kept.rollup == "count":
            return self._change_of_count(code, unit)
        now, before = self.value(code, unit), self.value(code, unit, 1)
        if now is None or before is None or self.whole_parts(code, unit) != self.whole_parts(code, unit, 1):
            return None
        return now - before

    def whole_parts(self, code: str, unit: str, ago: int = 0) -> set[str]:
        """The units that reported all that a share is made of."""
        kept = self.indicators[code]
        sides = [self.reported(part, unit, ago) for part in (kept.numerator, kept.denominator) if part]
        return set.intersection(*(set(side) for side in sides))

    def _change_of_count(self, code: str, unit: str) -> Decimal | None:
        """Over the units that reported in both half months."""
        (good, known), (good_before, known_before) = self.complying(code, unit), self.complying(code, unit, 1)
        both = known & known_before
        return Decimal(len(good & both) - len(good_before & both)) if both else None

    def percent(self, code: str, unit: str) -> Decimal | None:
        """Progress to the target, 0–100; of what is summed rounded down to two decimals, as lib keeps it."""
        kept = self.indicators[code]
        if kept.rollup in ("ratio", "fall"):
            value = self.value(code, unit)
            goal = None if kept.goal is None else Decimal(str(kept.goal))
            return None if value is None or goal is None else min(max(value / goal * 100, Decimal(0)), Decimal(100))
        found = self.fraction(code, unit)
        if found is None:
            return None
        return Decimal(100) if not found[1] else min(Decimal(int(found[0] * 10_000 // found[1])), Decimal(10_000)) / 100

    def expected(self, code: str) -> Decimal | None:
        task = next((task for task in self.tasks.values() if task.indicator == code), None)
        return self.expected_of(task) if task else None

    def target(self, code: str, unit: str) -> Decimal:
        goal = self.indicators[code].goal
        return Decimal(str(goal)) if goal else self.fraction(code, unit)[1]

    # Tasks ------------------------------------------------------------------------------------------------------

    @cached_property
    def tasks(self) -> dict[str, Any]:
        return {row.code: row for row in self.rows("SELECT * FROM task ORDER BY code")}

    def expected_of(self, task: Any) -> Decimal:
        """Against the same period of last year the target is to be held from the start."""
        share = Decimal(self.half_month.ordinal - task.start + 1) / (task.due - task.start + 1)
        if task.indicator == "inspections_cut_pct" and share > 0:
            share = Decimal(1)
        return (100 * min(max(share, Decimal(0)), Decimal(1))).quantize(Decimal("0.01"), ROUND_DOWN)

    @cached_property
    def pairs(self) -> dict[int, dict[tuple[str, str], int]]:
        """By half month: the percent ×100 of each pair of a task and a unit of its level."""
        found: dict[int, dict[tuple[str, str], int]] = defaultdict(dict)
        for row in self.rows(
            f"SELECT r.half_month, t.code, t.level AS of_level, u.code AS unit, u.level, r.percent FROM {TASKS_AT} r"
            " JOIN task t ON t.id = r.task_id JOIN unit u ON u.id = r.unit_id WHERE r.half_month IN (:h, :b)",
            h=self.half_month.ordinal, b=self.half_month.ordinal - 1,
        ):  # fmt: skip
            if row.of_level == row.level:
                found[row.half_month][row.code, row.unit] = row.percent
        return found

    def moved(self, level: str, below: str) -> Decimal | None:
        """The mean change of the pairs of a level below a unit that are known in both half months."""
        steps = [step for unit, step in self.steps[level] if unit in self.below[below]]
        return Decimal(sum(steps)) / len(steps) / 100 if steps else None

    @cached_property
    def steps(self) -> dict[str, list[tuple[str, int]]]:
        """By level: the unit of each pair that is known in both half months, and how far it moved."""
        now, before = (self.pairs[self.half_month.ordinal - ago] for ago in (0, 1))
        found: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for at in now.keys() & before.keys():
            found[self.tasks[at[0]].level].append((at[1], now[at] - before[at]))
        return found

    @cached_property
    def task_sums(self) -> dict[tuple[str, str, int], Any]:
        """By task, unit and half month: how many units are known, and the sum of their percents."""
        rows = self.rows(
            f"SELECT t.code, u.code AS unit, r.half_month, r.n, r.percent FROM {TASKS_AT} r"
            " JOIN task t ON t.id = r.task_id JOIN unit u ON u.id = r.unit_id"
            " WHERE r.half_month <= :h AND r.level <= 1",
            h=self.half_month.ordinal,
        )
        return {(row.code, row.unit, row.half_month): row for row in rows}

    def task_percent(self, code: str, unit: str, ago: int = 0) -> Decimal | None:
        row = self.task_sums.get((code, unit, self.half_month.ordinal - ago))
        return Decimal(row.percent) / row.n / 100 if row else None

    def light(self, percent: Decimal | None, expected: Decimal, due: int | None, ago: int = 0) -> str | None:
        if percent is None:
            return None
        if percent >= 100:
            return "done"
        # as both read: to a tenth, and 100.0 only what is complete
        reads, due_reads = (
            min(floor(one * 10 + Decimal("0.5")), 1000 if one >= 100 else 999) for one in (percent, expected)
        )
        if reads < due_reads - 10 * BEHIND:
            return "far_behind"
        return "on_schedule" if reads >= due_reads else "behind"

    def measure_light(self, code: str, ago: int = 0) -> str | None:
        before = Oracle(self.engine, self.half_month.next(-ago)) if ago else self
        task = self.tasks[code]
        return self.light(self.task_percent(code, ALL, ago), before.expected_of(task), task.due, ago)

    @property
    def measures(self) -> list[str]:
        return [code for code, task in self.tasks.items() if task.level == "prefecture"]

    def far(self, code: str) -> int:
        """Half months in a row, this one included, in which a measure was far behind."""
        ago = 0
        while self.measure_light(code, ago) == "far_behind":
            ago += 1
        return ago

    def level(self, level: str, side: str, ago: int = 0) -> Decimal | None:
        """The mean over all pairs of a task of the level and a unit."""
        month = self.half_month.ordinal - ago
        rows = [
            (row, self.tasks[code])
            for (code, unit, at), row in self.task_sums.items()
            if unit == ALL and at == month and self.tasks[code].level == level
        ]
        pairs = sum(row.n for row, _task in rows)
        if not pairs:
            return None
        if side == "percent":
            return Decimal(sum(row.percent for row, _task in rows)) / pairs / 100
        return sum(self.expected_of(task) * row.n for row, task in rows) / pairs

    @cached_property
    def progress(self) -> dict[tuple[str, int], Any]:
        """综合进度 by unit and half month."""
        rows = self.rows(
            "SELECT u.code, r.half_month, r.percent, r.expected FROM unit_rollup r JOIN unit u ON u.id = r.unit_id"
            " WHERE r.half_month IN (:h, :b) AND r.level IN (1, 3)",
            h=self.half_month.ordinal, b=self.half_month.ordinal - 1,
        )  # fmt: skip
        return {(row.code, row.half_month): row for row in rows}

    def overall(self, unit: str, side: str, ago: int = 0) -> Decimal | None:
        row = self.progress.get((unit, self.half_month.ordinal - ago))
        return None if row is None else Decimal(getattr(row, side)) / 100

    def county_light(self, unit: str) -> str | None:
        percent = self.overall(unit, "percent")
        return self.light(percent, self.overall(unit, "expected") or Decimal(0), None)

    # Reports ----------------------------------------------------------------------------------------------------

    @property
    def due(self) -> date:
        return due_of(self.half_month)

    @cached_property
    def reports(self) -> dict[tuple[str, str], str]:
        """By county and form: where the report stands. What departments report for the prefecture is no county's."""
        found = {}
        for row in self.rows("SELECT * FROM submission WHERE half_month = :h AND asked > 0", h=self.half_month.ordinal):
            reported = date.fromisoformat(str(row.reported_on)) if row.reported_on else None
            if row.county_code in self.counties:
                found[row.county_code, row.form] = self._report(row, reported)
        return found

    def _report(self, row: Any, reported: date | None) -> str:
        """No decision speaks for cells that are missing, and what was carried forward is not reported."""
        if row.decision == "returned":
            return "returned"
        if row.filled == 0:
            return "overdue" if self.due < TODAY else "not_reported"
        if row.filled < row.asked:
            return "partial"
        if row.carried or row.decision == "carried":
            return "carried"
        if reported and reported > self.due:
            return "late"
        return row.decision or "reported"

    def complete(self, form: str) -> tuple[int, int]:
        """Counties that reported every value of a form, none carried forward or sent back, of how many."""
        states = [state for (_county, each), state in self.reports.items() if each == form]
        return sum(state in COMPLETE for state in states), len(states)

    def lacking(self, form: str, county: str) -> int:
        """Villages of a county that miss a value of a form."""
        asked = [code for code in self.below[county] if self._asks(form, code)]
        codes = [code for code, kept in self.indicators.items() if kept.form == form and kept.rollup == "sum"]
        now = self.values[self.half_month.ordinal]
        return len(asked) - min(sum(unit in now[code] for unit in asked) for code in codes)

    @cached_property
    def forms(self) -> dict[str, Any]:
        return {row.code: row for row in self.rows("SELECT * FROM form")}

    def _asks(self, form: str, unit: str) -> bool:
        kept = self.forms[form]
        one = self.units[unit]
        return one.level == kept.level and (kept.units == "all" or bool(getattr(one, kept.units)))

    # Meetings ---------------------------------------------------------------------------------------------------

    @cached_property
    def items(self) -> dict[str, Any]:
        return {row.code: row for row in self.rows("SELECT * FROM action_item ORDER BY code")}

    @cached_property
    def last_items(self) -> list[Any]:
        """What the meeting before left to be done, each as it stands today."""
        meetings = self.rows(
            "SELECT * FROM meeting WHERE half_month < :h ORDER BY half_month", h=self.half_month.ordinal
        )
        if not meetings:
            return []
        mine = [one for one in self.items.values() if one.meeting_code == meetings[-1].code]
        return [self.now(one) for one in mine if one.carried_from is None or one.state == "open"]

    def now(self, item: Any) -> Any:
        successors = {one.carried_from: one for one in self.items.values() if one.carried_from}
        while item.code in successors:
            item = successors[item.code]
        return item

    # Rebounds ---------------------------------------------------------------------------------------------------

    @cached_property
    def rebounds(self) -> dict[str, list[str]]:
        """By indicator that should only fall: the villages in which it rose."""
        found = {}
        for code, kept in self.indicators.items():
            if kept.direction == "down" and kept.form and kept.level == "village":
                now, before = self.reported(code, ALL), self.reported(code, ALL, 1)
                rose = [unit for unit in now.keys() & before.keys() if now[unit] > before[unit]]
                if rose:
                    found[code] = rose
        return found

    # A reference → its number -------------------------------------------------------------------------------------

    def number(self, ref: Any) -> Decimal | int | None:
        """What a number with this reference must be."""
        return getattr(self, f"_of_{ref.kind}")(ref.code, ref.aspect, ref.unit)

    def _of_indicator(self, code: str, aspect: str, unit: str) -> Decimal | int | None:
        if aspect in ("reported", "counties"):
            return self.complete(self._form(code))[aspect == "counties"]
        if aspect == "expected":
            return self.expected(code)
        if aspect == "rank":
            mine = self.percent(code, unit)
            percents = [self.percent(code, county) for county in self.counties if self.is_covered(county)]
            return _place(mine, percents)
        if aspect == "left":
            part, whole = self.fraction(code, unit)
            return max(whole - part, Decimal(0))
        return getattr(self, aspect)(code, unit)

    def _form(self, code: str) -> str:
        kept = self.indicators[code]
        return kept.form or self._form(kept.numerator or re.match(r"\w+", kept.condition)[0])

    def _of_level(self, code: str, aspect: str, _unit: str) -> Decimal | None:
        return self.moved(code, ALL) if aspect == "change" else self.level(code, aspect)

    def _of_progress(self, code: str, aspect: str, unit: str) -> Decimal | int | None:
        percent, expected = self.overall(code, "percent"), self.overall(code, "expected")
        if aspect == "change":
            moved = [self.moved(level, code) for level in LEVELS[LEVELS.index(self.units[code].level) :]]
            known = [each for each in moved if each is not None]
            return sum(known) / len(known)
        if aspect == "gap":
            return printed(percent) - printed(expected)
        if aspect == "spread":
            return printed(percent) - printed(self.overall(unit, "percent"))
        if aspect == "rank":
            percents = [self.overall(county, "percent") for county in self.counties if self.is_covered(county)]
            return _place(percent, percents)
        return self.overall(code, aspect)

    @cache  # noqa: B019
    def is_covered(self, county: str) -> bool:
        """Whether nine of ten cells of the county's reports are filled."""
        [row] = self.rows(
            "SELECT SUM(filled) AS filled, SUM(asked) AS asked FROM submission WHERE half_month = :h"
            " AND county_code = :c AND asked > 0", h=self.half_month.ordinal, c=county,
        )  # fmt: skip
        return 10 * row.filled >= 9 * row.asked

    _of_village = _of_progress

    def _of_coverage(self, code: str, aspect: str, _unit: str) -> int:
        """Cells of the county's reports; of villages, those with all of the form that fewest handed in."""
        if aspect in ("filled", "asked"):
            [row] = self.rows(
                "SELECT SUM(filled) AS filled, SUM(asked) AS asked FROM submission WHERE half_month = :h"
                " AND county_code = :c AND asked > 0", h=self.half_month.ordinal, c=code,
            )  # fmt: skip
            return int(getattr(row, aspect))
        forms = ("village_cleanup", "village_support")
        asked = sum(self.units[at].level == "village" for at in self.below[code])
        complete = [count for form in forms if (count := asked - self.lacking(form, code))]
        return asked if aspect == "units" else min(complete, default=0)

    def is_few(self, code: str, unit: str) -> bool:
        """Whether fewer than nine of ten units below a county reported an indicator."""
        form = self._form(code)
        kept = self.forms[form]
        asked = sum(self._asks(form, at) for at in self.below[unit])
        known = self.known(code, unit)
        return kept.level == "village" and known > 0 and 10 * known < 9 * asked

    def known(self, code: str, unit: str) -> int:
        """How many units below a county reported an indicator, of a derived one all its parts."""
        kept = self.indicators[code]
        if kept.rollup == "count":
            return len(self.complying(code, unit)[1])
        parts = [part for part in (kept.numerator, kept.denominator) if part] or [code]
        return len(set.intersection(*(set(self.reported(part, unit)) for part in parts)))

    def _of_measure(self, code: str, aspect: str, _unit: str) -> Decimal | int | None:
        if aspect == "far":
            return self.far(code)
        return self.expected_of(self.tasks[code]) if aspect == "expected" else self.task_percent(code, ALL)

    def _of_task(self, code: str, aspect: str, unit: str) -> Decimal | int | None:
        if aspect == "expected":
            return self.expected_of(self.tasks[code])
        mine = self.task_percent(code, unit)
        if aspect == "rank":
            return _place(mine, [self.task_percent(code, county) for county in self.counties])
        return mine

    def _of_item(self, code: str, _aspect: str, _unit: str) -> int:
        return (TODAY - date.fromisoformat(str(self.items[code].due_on))).days

    def _of_count(self, code: str, aspect: str, unit: str) -> int:
        counts = {
            "measures": self._measures, "counties": self._counties, "reports": self._reports, "items": self._items,
            "meetings": self._meetings, "rebounds": self._rebounds, "lights": self._lights, "forms": self._forms,
            "villages": self._villages, "doubts": self._doubts, "events": self._events,
            "admissions": self._admissions, "reviews": self._reviews,
        }  # fmt: skip
        return counts[code](aspect, unit) if code in counts else self.lacking(code, unit)

    def _measures(self, aspect: str, _unit: str) -> int:
        lights = Counter(self.measure_light(code) for code in self.measures)
        if aspect == "new":
            return sum(self.measure_light(c) == "done" != self.measure_light(c, 1) for c in self.measures)
        return len(self.measures) if aspect == "all" else lights[None if aspect == "missing" else aspect]

    def _counties(self, aspect: str, _unit: str) -> int:
        if aspect == "ranked":
            return sum(self.overall(each, "percent") is not None and self.is_covered(each) for each in self.counties)
        if aspect in ("behind", "far_behind"):
            return sum(self.county_light(county) == aspect for county in self.counties if self.is_covered(county))
        by_county: dict[str, set[str]] = defaultdict(set)
        for (county, _form), state in self.reports.items():
            by_county[county].add(state)
        if aspect == "on_time":
            return sum(states <= {"reported", "accepted"} for states in by_county.values())
        return sum(aspect in states for states in by_county.values())

    def _reports(self, aspect: str, _unit: str) -> int:
        states = list(self.reports.values())
        if aspect == "filled":
            return sum(state in COMPLETE for state in states)
        return len(states) if aspect == "asked" else states.count(aspect)

    def _items(self, aspect: str, _unit: str) -> int:
        if aspect == "all":
            return len(self.last_items)
        if aspect == "decided":
            meeting = f"M{self.half_month}"
            mine = [one for one in self.items.values() if one.meeting_code == meeting and one.kind == "decision"]
            return sum(one.carried_from is None for one in mine)
        if aspect == "overdue":
            return sum(one.state == "open" and date.fromisoformat(str(one.due_on)) < TODAY for one in self.last_items)
        return sum(one.state == aspect for one in self.last_items)

    def _meetings(self, aspect: str, _unit: str) -> int:
        last = self.half_month.ordinal if aspect == "own" else self.half_month.ordinal - 1
        return len(self.rows("SELECT 1 FROM meeting WHERE half_month <= :h", h=last))

    def _rebounds(self, aspect: str, _unit: str) -> int:
        villages = {unit for rose in self.rebounds.values() for unit in rose}
        return len(villages) if aspect == "all" else len(self.rebounds[aspect])

    def _lights(self, aspect: str, unit: str) -> int:
        lights = self._lights_of(unit)
        return len(lights) if aspect == "all" else Counter(lights)[None if aspect == "missing" else aspect]

    @cache  # noqa: B019
    def _lights_of(self, unit: str) -> list[str | None]:
        """Of the prefecture's measures that follow an indicator, and of the county's own and its townships' tasks."""
        lights = []
        for task in self.tasks.values():
            if task.level == "prefecture" and task.indicator:
                percent = None if self.is_few(task.indicator, unit) else self.percent(task.indicator, unit)
                lights.append(self.light(percent, self.expected_of(task), task.due))
            own = task.level in ("county", "township") and not task.indicator
            if own and (percent := self.task_percent(task.code, unit)) is not None:
                lights.append(self.light(percent, self.expected_of(task), task.due))
        return lights

    def _forms(self, aspect: str, unit: str) -> int:
        states = [state for (county, _form), state in self.reports.items() if county == unit]
        if aspect == "on_time":
            return sum(state in ("reported", "accepted") for state in states)
        return len(states) if aspect == "all" else states.count(aspect)

    def _villages(self, _aspect: str, unit: str) -> int:
        behind = [
            code
            for (code, at), row in self.progress.items()
            if at == self.half_month.ordinal and code in self.below[unit] and code not in self.counties
            and row.percent < row.expected
        ]  # fmt: skip
        return min(len(behind), 8)

    # Registers ----------------------------------------------------------------------------------------------------

    def within(self, half_month: HalfMonth, day: Any) -> bool:
        return bool(day) and half_month.first_day <= date.fromisoformat(str(day)) <= half_month.last_day

    def landed(self, half_month: HalfMonth) -> list[Any]:
        """What happened at the monitoring points of the demo, which are the same in every half month."""
        points = {code for code, unit in self.units.items() if unit.monitoring_point}
        rows = self.rows("SELECT * FROM burden_event")
        return [row for row in rows if row.unit_code in points and self.within(half_month, row.happened_on)]

    def _events(self, aspect: str, unit: str) -> int:
        mine = self.landed(self.half_month)
        if aspect == "points":
            return sum(bool(one.monitoring_point) for one in self.units.values())
        if aspect == "change":
            return len(mine) - len(self.landed(self.half_month.next(-1)))
        if aspect == "source":
            return sum(one.department_code == unit for one in mine)
        if aspect == "outside":
            planned = {row.code for row in self.rows("SELECT code FROM inspection WHERE planned")}
            listed = {row.code for row in self.rows("SELECT code FROM duty_item WHERE kind IN ('duty', 'assist')")}
            admitted = {row.code for row in self.rows("SELECT code FROM admission WHERE state IN"
                                                      " ('approved', 'in_force', 'exited')")}  # fmt: skip
            covered = (("inspection_code", planned), ("item_code", listed), ("admission_code", admitted))
            return sum(not any(getattr(one, name) in codes for name, codes in covered) for one in mine)
        if aspect == "over":
            return self._over_the_limit()
        return len(mine) if aspect == "all" else sum(one.kind == aspect for one in mine)

    def _over_the_limit(self) -> int:
        """Villages with more visits than config.toml allows (2) in a week that begins in the half month."""
        this = self.half_month
        visits = [one for ago in (0, -1) for one in self.landed(this.next(-ago)) if one.kind == "inspection"]
        days = [(one.unit_code, date.fromisoformat(str(one.happened_on))) for one in visits]
        weeks = Counter((unit, day - timedelta(days=day.weekday())) for unit, day in days)
        return len({unit for (unit, monday), n in weeks.items() if n > VISITS and self.within(this, monday)})

    def _admissions(self, aspect: str, _unit: str) -> int:
        rows = [row for row in self.rows("SELECT * FROM admission") if row.applied_on]
        last = str(self.half_month.last_day)
        tests = {
            "applied": lambda it: self.within(self.half_month, it.applied_on),
            "approved": lambda it: self.within(self.half_month, it.decided_on) and it.state != "refused",
            "refused": lambda it: self.within(self.half_month, it.decided_on) and it.state == "refused",
            "exited": lambda it: self.within(self.half_month, it.exited_on),
            "waiting": lambda it: (
                str(it.applied_on) <= last and (not it.decided_on or str(it.decided_on) > last) and it.state != "draft"
            ),
            "past_exit": lambda it: (
                it.state in ("in_force", "exited") and str(it.exit_on) < last
                and (not it.exited_on or str(it.exited_on) > last)
            ),
        }  # fmt: skip
        return sum(tests[aspect](row) for row in rows)

    def _reviews(self, aspect: str, _unit: str) -> int:
        done = [row for row in self.rows("SELECT * FROM self_review")
                if str(row.reviewed_on) <= str(self.half_month.last_day)]  # fmt: skip
        if aspect == "every":
            return len(self.rows("SELECT 1 FROM department"))
        if aspect == "new":
            return sum(self.within(self.half_month, row.reviewed_on) for row in done)
        if aspect == "untold":
            return sum(None in (row.mechanisms, row.boards, row.inspections) for row in done)
        return len(done) if aspect == "done" else sum(getattr(row, aspect) or 0 for row in done)

    def _doubts(self, _aspect: str, unit: str) -> int:
        """Counted by lib itself: what a doubt is has tests of its own."""
        with self.engine.connect() as connection:
            found = doubts_by_county(connection, read_reference(connection), self.half_month)
        return found[unit] if unit else found.total()

    # Admissions --------------------------------------------------------------------------------------------------

    @cached_property
    def admissions(self) -> dict[str, Any]:
        return {row.code: row for row in self.rows("SELECT * FROM admission")}

    def reached(self, code: str) -> set[str]:
        """The villages that an application names, or that lie below what it names."""
        named = self.admissions[code].units.split()
        return {at for at in self.units if self.units[at].level == "village" and self.above(at) & set(named)}

    def _of_admission(self, code: str, aspect: str, _unit: str) -> Decimal | int:
        """What the application says; of a village the most with what is in force there; a share of an item's pairs."""
        one, mine = self.admissions[code], self.reached(code)
        if aspect == "villages":
            return len(mine)
        if aspect == "share":
            return max(share(one.matter, row.name) for row in self.rows("SELECT name FROM duty_item"))
        if not aspect.startswith("most_"):
            return Decimal(getattr(one, aspect))
        carried = [each for each in self.admissions.values() if each.state == "in_force" and each.code != code]
        column = aspect.replace("most_", "") + "_month"

        def load(village: str, column: str) -> Decimal:
            there = [one, *(each for each in carried if village in self.reached(each.code))]
            return sum((Decimal(getattr(each, column) or 0) for each in there), Decimal(0))

        fullest = max(mine, key=lambda village: (load(village, "hours_month"), load(village, "forms_month")))
        return load(fullest, column)

    # Spot checks --------------------------------------------------------------------------------------------------

    @cached_property
    def checks(self) -> list[Any]:
        """The rows of the last plan that has ended."""
        return self.rows(
            "SELECT c.*, p.frame FROM spot_check c JOIN spot_plan p ON p.code = c.plan_code"
            " WHERE p.state = 'ended' AND p.half_month <= :h",
            h=self.half_month.ordinal,
        )

    def _of_check(self, code: str, aspect: str, unit: str) -> Decimal | int:
        if aspect == "villages":
            return len({row.unit_code for row in self.checks})
        mine = [row for row in self.checks if row.indicator == code and (not unit or row.stratum == unit)]
        differing = [Decimal(row.reported) - Decimal(row.found or 0) for row in mine]
        off = [abs(gap) > Decimal("0.08") * Decimal(row.reported) for gap, row in zip(differing, mine, strict=True)]
        counts = {
            "checks": len(mine),
            "agree": off.count(False),
            "over": sum(one and gap > 0 for one, gap in zip(off, differing, strict=True)),
            "under": sum(one and gap < 0 for one, gap in zip(off, differing, strict=True)),
        }
        return counts[aspect] if aspect in counts else self._factor(code, aspect, mine)

    def _factor(self, code: str, aspect: str, mine: list[Any]) -> Decimal:
        """Found over reported: each county's total by what its villages stand for; the limits are lib's own, which
        simulations prove (tests/review/sampling)."""
        if aspect == "factor":
            return 100 * self._found(code, mine) / sum(self._totals(code, mine).values())
        with self.engine.connect() as connection:
            checked = last_verified(connection, read_reference(connection), self.half_month)
        limits = next(one.whole.limits for one in checked.results if one.indicator == code)
        return 100 * Decimal(str(getattr(limits, aspect)))

    def _totals(self, code: str, mine: list[Any]) -> dict[str, Decimal]:
        at = sorted({row.indicator for row in self.checks}).index(code)  # as the demo's plan names them
        counties = [part.split() for part in mine[0].frame.split("; ")[1:]]
        return {county[0]: Decimal(county[5 + at]) for county in counties}

    def _found(self, code: str, mine: list[Any]) -> Decimal:
        total = Decimal(0)
        for county, reported in self._totals(code, mine).items():
            drawn = [row for row in mine if row.stratum == county and Decimal(row.reported)]
            stands_for = sum(Decimal(row.reported) / Decimal(row.chance) for row in drawn)
            found = sum(Decimal(row.found or 0) / Decimal(row.chance) for row in drawn)
            total += reported * found / stands_for
        return total


def due_of(half_month: HalfMonth) -> date:
    """Three working days after the last day."""
    day, left = half_month.last_day, DUE_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day


def printed(percent: Decimal) -> Decimal:
    """A percent with one decimal; what is not complete never reads 100."""
    shown = percent.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Decimal("99.9") if percent < 100 <= shown else shown


def _place(percent: Decimal, others: Iterable[Decimal | None]) -> int:
    """Among others, of whom those that read alike share a place."""
    return 1 + sum(other is not None and printed(other) > printed(percent) for other in others)


def read_number(text: str) -> Decimal:
    """1.22万块 is 12200, −12.8 and +3 without their signs."""
    found = re.search(r"\d+(?:\.\d+)?", text)
    assert found, text
    steps = {"万": 10_000, "亿": 100_000_000}
    return Decimal(found[0]) * steps.get(text[found.end() : found.end() + 1], 1)


def as_printed(oracle: Oracle, ref: Any, *, table: bool = False) -> Decimal:
    """The size of a number as it must be printed: percents and their differences with one decimal, all else whole.

    In a table money is told in 万元 with one decimal, as the number of 元 that this says; pay a month with one decimal.
    """
    number = abs(Decimal(oracle.number(ref)))
    if ref.kind == "admission":
        return number  # as it was applied for
    if table and ref.kind == "indicator" and ref.aspect in ("value", "change"):
        unit = oracle.indicators[ref.code].unit
        if unit.startswith("元"):
            step = Decimal("0.1") * (10_000 if unit == "元" else 1)
            return (number / step).quantize(Decimal(1), ROUND_HALF_UP) * step
    is_percent = ref.kind == "indicator" and oracle.indicators[ref.code].unit == "%"
    if ref.aspect in ("percent", "expected", "factor", "low", "high", "most") or (
        is_percent and ref.aspect != "change"
    ):
        return printed(number)
    if ref.aspect in ("gap", "spread") or (ref.aspect == "change" and (is_percent or ref.kind != "indicator")):
        return number.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return number.quantize(Decimal(1), ROUND_HALF_UP)
