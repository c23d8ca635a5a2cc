"""The queries of the roll-ups: small answers, never more raw facts than one township has.

Percents come as 0–100 with two decimals, rounded down, as the roll-ups keep them; values as exact decimals.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa

from lib.kept.models import LEVELS, Indicator
from lib.kept.reference import Reference
from lib.ledger.rollup.tasks import PERCENT_COLUMNS, own_percents
from lib.words.half_months import HalfMonth

HISTORY = 12  # half months that a row looks back


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator's roll-up at one unit; None where nothing was reported. `last_saved` is when (UTC) and by whom."""

    code: str
    n: int
    value: Decimal | None
    change: Decimal | None
    percent: float | None
    part: Decimal | None
    whole: Decimal | None
    last_saved: tuple[datetime, str] | None


@dataclass(frozen=True)
class TaskRow:
    """A task at a unit: over `n` known units of its level, how many are done and the sum of percents ×100.

    `change` is the sum of what `compared` of them, known in the half month before as well, have moved since; ×100.
    """

    unit_id: int
    task_id: int
    n: int
    done: int
    total: int
    compared: int
    change: int

    @property
    def percent(self) -> float:
        """The mean, 0–100."""
        return self.total // self.n / 100


@dataclass(frozen=True)
class UnitRow:
    """A unit's 综合进度 in one half month; `change` is like for like, None where nothing compares."""

    unit_id: int
    half_month: HalfMonth
    percent: float
    expected: float
    tasks: int
    done: int
    change: float | None


def indicators_at(
    connection: sa.Connection,
    reference: Reference,
    unit_ids: Collection[int],
    level: str,
    half_months: Collection[HalfMonth],
    codes: Collection[str],
) -> dict[tuple[HalfMonth, int, str], IndicatorRow]:
    """The indicators at units of one level by half month, unit and code; what was not reported is not there."""
    if not unit_ids or not codes:
        return {}  # an empty list has no type, and PostgreSQL wants one
    values = {
        "level": LEVELS.index(level),
        "hs": [each.ordinal for each in half_months],
        "units": sorted(unit_ids),
        "codes": sorted(codes),
    }
    return {
        (HalfMonth(row.half_month), row.unit_id, row.code): _indicator_row(row, _goal(reference, row))
        for row in connection.execute(_INDICATORS, values)
    }


_INDICATORS = (
    sa.text(
        "SELECT i.code, i.rollup, i.decimals, i.unit, r.unit_id, r.half_month, r.total, r.n, r.part, r.whole,"
        " r.change, b.part AS part_before, b.whole AS whole_before, b.n AS n_before, s.at, s.actor"
        " FROM indicator i JOIN rollup r ON r.level = :level AND r.half_month IN :hs AND r.indicator_id = i.id"
        " AND r.unit_id IN :units"
        " LEFT JOIN rollup b ON b.level = :level AND b.half_month = r.half_month - 1 AND b.indicator_id = i.id"
        " AND b.unit_id = r.unit_id LEFT JOIN batch s ON s.id = r.batch_id WHERE i.code IN :codes"
    )
    .bindparams(*(sa.bindparam(name, expanding=True) for name in ("hs", "units", "codes")))
    .columns(at=sa.DateTime())
)


_Sums = sa.Row[
    tuple[
        str, str, int, str, int, int, int | None, int | None, int | None, int | None,
        int | None, int | None, int | None, int | None, datetime | None, str | None,
    ]
]  # fmt: skip
"""A row of these columns, in their order."""


def _goal(reference: Reference, row: _Sums) -> Decimal | None:
    """What a ratio or fall must reach: in a closed half month what it had to reach when that was closed."""
    now, judged = reference.now or reference, reference.closings.get(row.half_month)
    goal = judged.goals.get(row.code) if judged else now.indicators[row.code].goal
    return None if goal is None else Decimal(goal)


def _indicator_row(row: _Sums, goal: Decimal | None) -> IndicatorRow:
    """The roll-up as it is read: a sum as its total, a ratio or fall as its share, with progress against the target."""
    is_share = row.rollup in ("ratio", "fall")
    value, change, percent = _as_share(row, goal) if is_share else _as_sum(row)
    decimals = 0 if is_share else row.decimals
    return IndicatorRow(
        code=row.code,
        n=row.n or 0,
        value=value,
        change=change,
        percent=percent,
        part=_exact_or_none(row.part, decimals),
        whole=_exact_or_none(row.whole, decimals),
        last_saved=(row.at, row.actor) if row.at else None,
    )


def merged(rows: Sequence[IndicatorRow], indicator: Indicator) -> IndicatorRow:
    """The roll-ups of several units of one half month as one: of those that one of them took over from."""
    part, whole = _added([row.part for row in rows]), _added([row.whole for row in rows])
    is_share = indicator.rollup in ("ratio", "fall")
    known = [row.percent for row in rows if row.percent is not None]
    return IndicatorRow(
        code=indicator.code,
        n=sum(row.n for row in rows),
        value=_share(part, whole, indicator.unit) if is_share else _added([row.value for row in rows]),
        change=None if is_share else _added([row.change for row in rows]),
        percent=sum(known) / len(known) if len(known) == len(rows) else None,
        part=part,
        whole=whole,
        last_saved=max((row.last_saved for row in rows if row.last_saved), default=None),
    )


def _added(values: Sequence[Decimal | None]) -> Decimal | None:
    """The sum; missing where one of them is."""
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(values) else None


def _as_sum(row: _Sums) -> tuple[Decimal | None, Decimal | None, float | None]:
    value, change = _exact_or_none(row.total, row.decimals), _exact_or_none(row.change, row.decimals)
    return value, change, _percent(row.part, row.whole)


def _as_share(row: _Sums, goal: Decimal | None) -> tuple[Decimal | None, Decimal | None, float | None]:
    """Value, change and progress of a ratio; a change over other units than before would say nothing."""
    value, before = _share(row.part, row.whole, row.unit), _share(row.part_before, row.whole_before, row.unit)
    if value is None:
        return None, None, None
    # as many were compared as there were before; a unit that took over from others counts for all of them
    alike = row.n <= row.change == row.n_before
    change = value - before if before is not None and alike else None
    return value, change, min(max(float(value / goal * 100), 0.0), 100.0) if goal else None


def _exact_or_none(steps: int | None, decimals: int) -> Decimal | None:
    return None if steps is None else from_steps(steps, decimals)


def from_steps(steps: int, decimals: int) -> Decimal:
    """A value from steps of its indicator: 125 with one decimal is 12.5."""
    return Decimal(steps).scaleb(-decimals)


def _share(part: int | Decimal | None, whole: int | Decimal | None, unit: str) -> Decimal | None:
    return None if part is None or not whole else Decimal(part) * (100 if unit == "%" else 1) / Decimal(whole)


def _percent(part: int | None, whole: int | None) -> float | None:
    """Rounded down to two decimals, so that nothing incomplete reads 100; a whole of 0 leaves nothing to do."""
    if part is None or whole is None:
        return None
    return 100.0 if whole == 0 else min(max(part * 10_000 // whole, 0), 10_000) / 100


def tasks_at(
    connection: sa.Connection,
    reference: Reference,
    unit_ids: Collection[int],
    level: str,
    half_month: HalfMonth,
    *,
    counted: bool = False,
) -> list[TaskRow]:
    """Every known task at units of one level, or only those that count for their 综合进度."""
    at = LEVELS.index(level)
    rows = connection.execute(
        _percents_at(reference.of(half_month), at, counted),
        {"level": at, "h": half_month.ordinal, "units": sorted(unit_ids)},
    )
    return [
        TaskRow(unit, task, n, done, int(total), compared, int(change or 0))
        for unit, task, n, done, total, compared, change in rows
    ]


def _percents_at(then: Reference, level: int, counted: bool) -> sa.TextClause:
    """The percents of tasks at a level: those of tasks that follow an indicator stand with it, from their own level on.

    `then` are the catalogues as they were: what a closed half month followed is followed in it still.
    """
    where = "half_month = :h AND unit_id IN :units"
    followed = [task for task in then.tasks.values() if task.indicator and LEVELS.index(task.level) <= level]
    pairs = [(task.id, then.indicators[task.indicator].id) for task in followed if task.indicator]
    union = f" UNION ALL {own_percents(pairs, level, where)}" if pairs else ""
    only = " WHERE task_id IN (SELECT c.task_id FROM counted_task c WHERE c.level = :level)" if counted else ""
    return sa.text(
        f"SELECT * FROM (SELECT {PERCENT_COLUMNS} FROM task_rollup WHERE level = :level AND {where}{union}) p{only}"
        " ORDER BY unit_id, task_id"
    ).bindparams(sa.bindparam("units", expanding=True))


def units_at(
    connection: sa.Connection, unit_ids: Collection[int], level: str, half_months: Iterable[HalfMonth]
) -> list[UnitRow]:
    """The 综合进度 of units of one level in several half months."""
    rows = connection.execute(
        _UNITS_AT,
        {"level": LEVELS.index(level), "hs": [each.ordinal for each in half_months], "units": sorted(unit_ids)},
    )
    return [unit_row(row) for row in rows]


_UNITS_AT = sa.text(
    "SELECT unit_id, half_month, percent, expected, tasks, done, change FROM unit_rollup"
    " WHERE level = :level AND half_month IN :hs AND unit_id IN :units ORDER BY unit_id, half_month"
).bindparams(sa.bindparam("hs", expanding=True), sa.bindparam("units", expanding=True))


def unit_row(row: sa.Row[tuple[int, int, int, int, int, int, int | None]]) -> UnitRow:
    """As the roll-up keeps it, in hundredths of a percent."""
    change = None if row.change is None else row.change / 100
    half_month = HalfMonth(row.half_month)
    return UnitRow(row.unit_id, half_month, row.percent / 100, row.expected / 100, row.tasks, row.done, change)
