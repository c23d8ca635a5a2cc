"""The villages that stand out: most left to do, what came back, furthest behind, and how values are spread."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import sqlalchemy as sa

from lib.figures.rollups import UnitRow, from_steps, unit_row
from lib.kept.models import LEVELS, Indicator
from lib.kept.reference import UnitRef
from lib.words.half_months import HalfMonth


@dataclass(frozen=True)
class VillageLeft:
    """A village short of a target: `part` of `whole` is reached, `left` is what is still to do."""

    unit_id: int
    part: Decimal
    whole: Decimal
    left: Decimal


@dataclass(frozen=True)
class Rebound:
    """What was cleared and came back: a unit's value now and in the half month before."""

    unit_id: int
    before: Decimal
    now: Decimal


def most_left(
    connection: sa.Connection,
    unit: UnitRef,
    half_month: HalfMonth,
    indicator: Indicator,
    limit: int,
    then_by: Collection[int] = (),
) -> tuple[list[VillageLeft], int]:
    """The villages below with most left to their target, and how many are short of it in all.

    A ratio or fall is measured against its goal: mechanisms still to cut until half of them are gone. Of villages
    with as much left those come first that have most of the indicators `then_by` (ids).
    """
    goal = _goal(indicator)
    values: dict[str, int | list[int]] = {
        "num": goal.numerator,
        "den": goal.denominator,
        "limit": limit,
        "ties": sorted(then_by),
    }
    values |= {"l": LEVELS.index("village")} | _where(unit, half_month, indicator)
    rows = list(connection.execute(_MOST_LEFT, values))
    # a share is made of counts, whatever the decimals of the share itself
    places = 0 if indicator.rollup in ("ratio", "fall") else indicator.decimals
    villages = [
        VillageLeft(
            unit_id=row.unit_id,
            part=from_steps(row.part, places),
            whole=from_steps(row.whole, places),
            left=from_steps(row.missing, places) / goal.denominator,  # the query keeps to whole numbers
        )
        for row in rows
    ]
    return villages, rows[0].every if rows else 0


def _goal(indicator: Indicator) -> Fraction:
    if not indicator.goal:
        return Fraction(1)
    return Fraction(indicator.goal) / (100 if indicator.unit == "%" else 1)


_BELOW = "EXISTS (SELECT 1 FROM ancestry y WHERE y.ancestor_id = :above AND y.unit_id = r.unit_id)"
_MOST_LEFT = sa.text(
    "SELECT r.unit_id, r.part, r.whole, r.whole * :num - r.part * :den AS missing, COUNT(*) OVER () AS every"
    " FROM rollup r WHERE r.level = :l AND r.half_month = :h AND r.indicator_id = :i"
    f" AND r.part * :den < r.whole * :num AND {_BELOW}"
    " ORDER BY missing DESC, (SELECT SUM(x.total) FROM rollup x WHERE x.level = :l AND x.half_month = :h"
    " AND x.indicator_id IN :ties AND x.unit_id = r.unit_id) DESC NULLS LAST, r.unit_id LIMIT :limit"
).bindparams(sa.bindparam("ties", expanding=True))


def rebounds(
    connection: sa.Connection, unit: UnitRef, half_month: HalfMonth, indicator: Indicator, limit: int
) -> tuple[list[Rebound], int]:
    """The units at or below `unit` where what was cleared came back since the half month before; how many in all.

    What should fall has risen, or what should only rise has fallen; the largest step back first.
    """
    sign = 1 if indicator.direction == "down" else -1
    values = {"l": LEVELS.index(indicator.level), "sign": sign, "limit": limit}
    rows = list(connection.execute(_REBOUNDS, values | _where(unit, half_month, indicator)))
    places = [
        Rebound(
            row.unit_id,
            from_steps(row.total - row.change, indicator.decimals),
            from_steps(row.total, indicator.decimals),
        )
        for row in rows
    ]
    return places, rows[0].every if rows else 0


_REBOUNDS = sa.text(
    "SELECT r.unit_id, r.total, r.change, COUNT(*) OVER () AS every FROM rollup r"
    f" WHERE r.level = :l AND r.half_month = :h AND r.indicator_id = :i AND r.change * :sign > 0 AND {_BELOW}"
    " ORDER BY r.change * :sign DESC, r.unit_id LIMIT :limit"
)


def spread(connection: sa.Connection, unit: UnitRef, half_month: HalfMonth, indicator: Indicator) -> dict[Decimal, int]:
    """How many villages below report each value of an indicator, highest value first."""
    values = {"l": LEVELS.index("village")} | _where(unit, half_month, indicator)
    return {from_steps(row.total, indicator.decimals): row.villages for row in connection.execute(_SPREAD, values)}


_SPREAD = sa.text(
    "SELECT r.total, COUNT(*) AS villages FROM rollup r"
    f" WHERE r.level = :l AND r.half_month = :h AND r.indicator_id = :i AND {_BELOW} GROUP BY r.total"
    " ORDER BY r.total DESC"
)


def _where(unit: UnitRef, half_month: HalfMonth, indicator: Indicator) -> dict[str, int]:
    return {"h": half_month.ordinal, "i": indicator.id, "above": unit.id}


def furthest_behind(connection: sa.Connection, unit_id: int, half_month: HalfMonth, limit: int) -> list[UnitRow]:
    """The villages below a unit that are furthest below what is expected, worst first."""
    rows = connection.execute(
        _FURTHEST_BEHIND, {"level": LEVELS.index("village"), "h": half_month.ordinal, "above": unit_id, "limit": limit}
    )
    return [unit_row(row) for row in rows]


_FURTHEST_BEHIND = sa.text(
    "SELECT r.unit_id, r.half_month, r.percent, r.expected, r.tasks, r.done, r.change FROM unit_rollup r"
    f" WHERE r.level = :level AND r.half_month = :h AND r.gap < 0 AND {_BELOW}"
    " ORDER BY r.gap, r.unit_id LIMIT :limit"
)
