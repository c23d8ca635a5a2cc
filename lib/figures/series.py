"""Indicators over half months, by child unit, and the villages that stand out, out of the roll-ups.

Values are exact decimals in the indicator's own unit; percents are 0–100 as everywhere (lib.kept.queries).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import sqlalchemy as sa

from lib.figures.progress import BELOW
from lib.kept.models import LEVELS
from lib.kept.queries import IndicatorRow, indicator_row
from lib.kept.reference import Reference, UnitRef
from lib.words.half_months import HalfMonth
from lib.words.lights import expected_percent


@dataclass(frozen=True)
class ChildRow:
    """A unit below with what it reported: the indicators' roll-ups by code; a code that is not there is missing."""

    unit: UnitRef
    rows: dict[str, IndicatorRow]

    def value(self, code: str) -> Decimal | None:
        """The value of an indicator, None where it is missing."""
        return self.rows[code].value if code in self.rows else None


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


def over_time(
    connection: sa.Connection, unit: UnitRef, half_months: Sequence[HalfMonth], codes: Collection[str]
) -> dict[str, dict[HalfMonth, IndicatorRow]]:
    """By indicator: the unit's roll-up in each of the half months; one without a report is not there."""
    found: dict[str, dict[HalfMonth, IndicatorRow]] = {code: {} for code in codes}
    for row in _rows(connection, [unit.id], unit.level, half_months, codes):
        found[row.code][HalfMonth(row.half_month)] = indicator_row(row)
    return found


def at_units(
    connection: sa.Connection,
    unit_ids: Collection[int],
    level: str,
    half_months: Iterable[HalfMonth],
    codes: Collection[str],
) -> dict[tuple[HalfMonth, int, str], IndicatorRow]:
    """The roll-ups of units of one level by half month, unit and indicator; what is missing is not there."""
    rows = _rows(connection, unit_ids, level, half_months, codes)
    return {(HalfMonth(row.half_month), row.unit_id, row.code): indicator_row(row) for row in rows}


def by_child(
    connection: sa.Connection, reference: Reference, unit: UnitRef, half_month: HalfMonth, codes: Collection[str]
) -> list[ChildRow]:
    """The units directly below, in code order, that the forms of `codes` are asked of; those silent have no rows.

    Empty where the indicators are reported above them: a county's figures do not divide into townships.
    """
    children = [child for child in reference.children.get(unit.code, []) if child.exists_in(half_month.ordinal)]
    asked = [child for child in children if _is_asked(reference, child, codes)]
    if not asked:
        return []
    found: dict[int, dict[str, IndicatorRow]] = defaultdict(dict)
    for row in _rows(connection, [child.id for child in asked], BELOW[unit.level], [half_month], codes):
        found[row.unit_id][row.code] = indicator_row(row)
    return [ChildRow(child, found[child.id]) for child in asked]


def _is_asked(reference: Reference, unit: UnitRef, codes: Collection[str]) -> bool:
    """Whether any of the indicators can be known of a unit: by its own form, or by one of those below it."""
    indicators = [reference.indicators[code] for code in codes]
    if any(LEVELS.index(one.level) < LEVELS.index(unit.level) for one in indicators):
        return False
    forms = {one.form for one in indicators if one.form}
    every = [form for form in forms if reference.forms[form].units == "all"]
    if every or not forms:
        return True
    return any(reference.form_units(form, unit.code) for form in forms)


def _rows(
    connection: sa.Connection,
    unit_ids: Collection[int],
    level: str,
    half_months: Iterable[HalfMonth],
    codes: Collection[str],
) -> list[Any]:
    values = {
        "level": LEVELS.index(level),
        "hs": [each.ordinal for each in half_months],
        "units": sorted(unit_ids),
        "codes": sorted(codes),
    }
    return list(connection.execute(_ROWS, values))


_ROWS = sa.text(
    "SELECT i.code, i.rollup, i.decimals, i.unit, i.goal, r.unit_id, r.half_month, r.total, r.n, r.part, r.whole,"
    " r.change, b.part AS part_before, b.whole AS whole_before, b.n AS n_before, NULL AS at, NULL AS actor"
    " FROM indicator i JOIN rollup r ON r.level = :level AND r.half_month IN :hs AND r.indicator_id = i.id"
    " AND r.unit_id IN :units"
    " LEFT JOIN rollup b ON b.level = :level AND b.half_month = r.half_month - 1 AND b.indicator_id = i.id"
    " AND b.unit_id = r.unit_id WHERE i.code IN :codes"
).bindparams(*(sa.bindparam(name, expanding=True) for name in ("hs", "units", "codes")))


def expected_share(task: Any, half_month: HalfMonth) -> float | None:
    """The part (0–100) of a target that the schedule of its task expects; None without a task."""
    return expected_percent(task.start, task.due, half_month.ordinal) if task else None


# Villages that stand out -------------------------------------------------------------------------------------------


def most_left(
    connection: sa.Connection,
    unit: UnitRef,
    half_month: HalfMonth,
    indicator: Any,
    limit: int,
    then_by: Collection[int] = (),
) -> tuple[list[VillageLeft], int]:
    """The villages below with most left to their target, and how many are short of it in all.

    A ratio or fall is measured against its goal: mechanisms still to cut until half of them are gone. Of villages
    with as much left those come first that have most of the indicators `then_by` (ids).
    """
    goal = _goal(indicator)
    values: dict[str, Any] = {"num": goal.numerator, "den": goal.denominator, "limit": limit, "ties": sorted(then_by)}
    values |= {"l": LEVELS.index("village")} | _where(unit, half_month, indicator)
    rows = list(connection.execute(_MOST_LEFT, values))
    places = 0 if indicator.rollup in ("ratio", "fall") else indicator.decimals
    found = [
        VillageLeft(
            unit_id=row.unit_id,
            part=_exact(row.part, places),
            whole=_exact(row.whole, places),
            left=_exact(row.missing, places) / goal.denominator,
        )
        for row in rows
    ]
    return found, rows[0].every if rows else 0


def _goal(indicator: Any) -> Fraction:
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
    connection: sa.Connection, unit: UnitRef, half_month: HalfMonth, indicator: Any, limit: int
) -> tuple[list[Rebound], int]:
    """The units at or below `unit` where what was cleared came back since the half month before; how many in all.

    What should fall has risen, or what should only rise has fallen; the largest step back first.
    """
    sign = 1 if indicator.direction == "down" else -1
    values = {"l": LEVELS.index(indicator.level), "sign": sign, "limit": limit}
    rows = list(connection.execute(_REBOUNDS, values | _where(unit, half_month, indicator)))
    found = [
        Rebound(row.unit_id, _exact(row.total - row.change, indicator.decimals), _exact(row.total, indicator.decimals))
        for row in rows
    ]
    return found, rows[0].every if rows else 0


_REBOUNDS = sa.text(
    "SELECT r.unit_id, r.total, r.change, COUNT(*) OVER () AS every FROM rollup r"
    f" WHERE r.level = :l AND r.half_month = :h AND r.indicator_id = :i AND r.change * :sign > 0 AND {_BELOW}"
    " ORDER BY r.change * :sign DESC, r.unit_id LIMIT :limit"
)


def spread(connection: sa.Connection, unit: UnitRef, half_month: HalfMonth, indicator: Any) -> dict[Decimal, int]:
    """How many villages below report each value of an indicator, highest value first."""
    values = {"l": LEVELS.index("village")} | _where(unit, half_month, indicator)
    return {_exact(row.total, indicator.decimals): row.villages for row in connection.execute(_SPREAD, values)}


_SPREAD = sa.text(
    "SELECT r.total, COUNT(*) AS villages FROM rollup r"
    f" WHERE r.level = :l AND r.half_month = :h AND r.indicator_id = :i AND {_BELOW} GROUP BY r.total"
    " ORDER BY r.total DESC"
)


def village_values(
    connection: sa.Connection, unit_ids: Collection[int], half_month: HalfMonth, codes: Collection[str]
) -> dict[int, dict[str, Decimal | None]]:
    """A few villages' values by village and indicator."""
    found: dict[int, dict[str, Decimal | None]] = defaultdict(dict)
    for row in _rows(connection, unit_ids, "village", [half_month], codes):
        found[row.unit_id][row.code] = indicator_row(row).value
    return dict(found)


def _where(unit: UnitRef, half_month: HalfMonth, indicator: Any) -> dict[str, int]:
    return {"h": half_month.ordinal, "i": indicator.id, "above": unit.id}


def _exact(steps: int, decimals: int) -> Decimal:
    return Decimal(steps).scaleb(-decimals)
