"""Rollup: each indicator at each unit, from the observations at and below it.

An indicator is a query of facts, one row a reporting unit; the facts are then summed for the unit and all above it.
"""

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import sqlalchemy as sa

from lib.kept.marks import exists_sql, holds_sql
from lib.kept.models import LEVELS
from lib.kept.models.catalogues import conditions
from lib.ledger.rollup.ground import Ground
from lib.ledger.rollup.sql import Measure, execute, ids, remove

_COLUMNS = "level, half_month, indicator_id, unit_id, total, n, part, whole, change, batch_id, percent, moved"


class Facts(NamedTuple):
    """An indicator, or several, as SQL: `rows` (indicator_id, unit_id, total, part, whole, batch_id), and the `change`
    of such a row q against b, the unit's own row of the half month before."""

    rows: str
    change: str


def renew_indicators(
    connection: sa.Connection, ground: Ground, touched: list[Measure], every: dict[str, Measure]
) -> None:
    """Delete and insert the rows of the indicators `touched` on `ground`, from the deepest level to the prefecture."""
    listed = ids(measure.id for measure in touched)
    remove(connection, "rollup", ground.half_month, ground.scope, f"indicator_id IN ({listed})")
    reported: dict[int, list[Measure]] = defaultdict(list)
    for measure in touched:
        if measure.rollup == "sum":
            reported[measure.level].append(measure)
    for of_level in reported.values():
        _insert(connection, ground, _reported(of_level, ground), of_level)
    for measure in touched:
        if measure.rollup != "sum":
            _insert(connection, ground, _DERIVED[measure.rollup](measure, every, ground), [measure])
    for level in reversed(range(len(LEVELS) - 1)):
        _sum_up(connection, ground, level, touched)


def _insert(connection: sa.Connection, ground: Ground, facts: Facts, of: list[Measure]) -> None:
    """Keep facts of indicators of one level as the rows of the units themselves."""
    rows = (
        f"SELECT a.level, f.indicator_id, f.unit_id, f.total, 1 AS n, f.part, f.whole, f.batch_id FROM ({facts.rows}) f"
        " JOIN ancestry a ON a.unit_id = f.unit_id AND a.ancestor_id = f.unit_id"
        f" WHERE {ground.scope.units('a.unit_id')}"
    )
    _keep(connection, ground, of[0].level, rows, facts.change, of)


def _sum_up(connection: sa.Connection, ground: Ground, level: int, of: list[Measure]) -> None:
    """Sum the rows of the level below for the units of `level`: a save reads no more than those next to its own.

    A unit above may have a row of its own: what is counted in the register is counted at every level.
    """
    rows = (
        f"SELECT {level} AS level, r.indicator_id, a.ancestor_id AS unit_id, SUM(r.total) AS total, SUM(r.n) AS n,"
        " CAST(SUM(r.part) AS BIGINT) AS part, CAST(SUM(r.whole) AS BIGINT) AS whole, SUM(r.change) AS change,"
        " MAX(r.batch_id) AS batch_id FROM rollup r JOIN ancestry a ON a.unit_id = r.unit_id"
        f" AND a.level = {level} WHERE r.level = {level + 1} AND r.half_month = :h"
        f" AND r.indicator_id IN ({ids(measure.id for measure in of)})"
        f" AND {ground.scope.under(level, 'r.unit_id')} AND {ground.scope.under(level, 'a.unit_id')}"
        " GROUP BY r.indicator_id, a.ancestor_id"
    )
    _keep(connection, ground, level, rows, "q.change", of, conflict=_ADDED)


_ADDED = (
    " ON CONFLICT (level, half_month, indicator_id, unit_id)"
    " DO UPDATE SET total = rollup.total + excluded.total, n = rollup.n + excluded.n"
)


def _keep(
    connection: sa.Connection, ground: Ground, level: int, rows: str, change: str, of: list[Measure], conflict: str = ""
) -> None:
    """Keep rows of the indicators `of` with their percent, and how far that has moved since the half month before.

    The level of the rows before is named: PostgreSQL would read all of them to find those of each row's own.
    """
    execute(
        connection,
        f"INSERT INTO rollup ({_COLUMNS}) SELECT q.level, :h, q.indicator_id, q.unit_id, q.total, q.n, q.part, q.whole,"
        f" {change}, q.batch_id, q.percent, {_moved(ground, of)}"
        f" FROM (SELECT x.*, {_percent(of)} AS percent FROM ({rows}) x) q"
        f" LEFT JOIN rollup b ON b.level = {level} AND b.half_month = :h - 1 AND b.indicator_id = q.indicator_id"
        f" AND b.unit_id = q.unit_id AND {ground.scope.of_level(level, 'b.unit_id')}"
        # in the order of the key, which is written faster than any other; WHERE tells SQLite where the join ends
        f" WHERE TRUE ORDER BY q.indicator_id, q.unit_id{conflict}",
        h=ground.half_month,
    )


def _percent(of: list[Measure]) -> str:
    """SQL for the percent ×100 of a row x, at most 10,000: part of whole, measured against the goal where there is one.

    Whole 0 means that there is nothing to do, hence complete; for a ratio it means that there is no figure.
    """
    alike: dict[tuple[Fraction, bool], list[int]] = defaultdict(list)
    for measure in of:
        alike[measure.reach, measure.rollup in ("ratio", "fall")].append(measure.id)
    if len(alike) == 1:
        return _against(*next(iter(alike)))
    whens = (f"WHEN x.indicator_id IN ({ids(several)}) THEN {_against(*how)}" for how, several in alike.items())
    return f"CASE {' '.join(whens)} END"


def _against(reach: Fraction, is_share: bool) -> str:
    raw = f"x.part * {10000 * reach.denominator} / (x.whole * {reach.numerator})"  # whole numbers: both cut off alike
    return (
        f"CASE WHEN x.whole = 0 THEN {'NULL' if is_share else 10000} WHEN x.part <= 0 AND x.whole IS NOT NULL THEN 0"
        f" WHEN {raw} > 10000 THEN 10000 ELSE {raw} END"
    )


def _moved(ground: Ground, of: list[Measure]) -> str:
    """SQL for how far the percent of a row q has moved; one that took over others is compared with their mean."""

    def mean(units: tuple[int, ...]) -> str:
        # the CAST is for PostgreSQL, whose sum of BIGINT is a NUMERIC, which does not divide to a whole number
        return (
            f"SELECT CASE WHEN COUNT(p.percent) = {len(units)} THEN CAST(SUM(p.percent) AS BIGINT) / COUNT(*) END"
            " FROM rollup p WHERE p.level = q.level AND p.half_month = :h - 1 AND p.indicator_id = q.indicator_id"
            f" AND p.unit_id IN ({ids(units)})"
        )

    return _unless_anew(ground, of, f"q.percent - {ground.taken_over('q.unit_id', 'b.percent', mean)}")


def _unless_anew(ground: Ground, of: list[Measure], change: str) -> str:
    """SQL for a change, which an indicator that begins anew with this half month does not have."""
    anew = ground.anew(of)
    return f"CASE WHEN q.indicator_id NOT IN ({ids(one.id for one in anew)}) THEN {change} END" if anew else change


# of several targets the last one that holds already
_SINCE = (
    "(SELECT MAX(s.since) FROM target s WHERE s.unit_id = o.unit_id AND s.indicator_id = o.indicator_id"
    " AND s.since <= :h)"
)


def _reported(measures: list[Measure], ground: Ground) -> Facts:
    """What was reported of these indicators, against the targets and the half month before.

    A unit brings to the progress of those above it at most its own target: what one does too much is no other's work.
    """
    listed, scope = ids(measure.id for measure in measures), ground.scope
    change = f"q.total - {ground.taken_over('q.unit_id', 'b.total', _together)}"
    # `dated`: only where a target has a beginning is the one in force looked for, value by value
    rows = (
        "SELECT o.indicator_id, o.unit_id, o.value AS total,"
        " CASE WHEN o.value > t.value THEN t.value WHEN t.value IS NOT NULL THEN o.value END AS part, t.value AS whole,"
        " o.batch_id FROM observation o"
        " LEFT JOIN target t ON t.unit_id = o.unit_id AND t.indicator_id = o.indicator_id"
        f" AND {scope.units('t.unit_id')} AND t.since = {_SINCE if ground.dated else 0}"
        f" WHERE o.half_month = :h AND o.indicator_id IN ({listed}) AND {ground.units('o.unit_id')}"
    )
    return Facts(rows, _unless_anew(ground, measures, change))


def _together(units: tuple[int, ...]) -> str:
    """The sum of what several units reported the half month before; missing where one of them did not."""
    return (
        f"SELECT CASE WHEN COUNT(*) = {len(units)} THEN SUM(p.value) END FROM observation p"
        f" WHERE p.half_month = :h - 1 AND p.indicator_id = q.indicator_id AND p.unit_id IN ({ids(units)})"
    )


_SPOILT = -1_000_000  # more than there are units


def _share(measure: Measure, every: dict[str, Measure], ground: Ground) -> Facts:
    """A ratio or fall, over the units that reported both parts; the parts are brought to one scale.

    Without a denominator the whole is the number of reporting units. `change` counts those that reported both in the
    half month before as well: the shares of the two compare where they rest on the same units. One that took over
    from others counts for all of them, and then one that cannot be compared spoils the sum.
    """
    upper = every[measure.numerator or ""]
    lower = every.get(measure.denominator or "")
    scale = max(upper.decimals, lower.decimals if lower else 0)
    numerator = f"p.numerator * {10 ** (scale - upper.decimals)}"
    denominator = f"p.denominator * {10 ** (scale - lower.decimals)}" if lower else str(10**scale)
    part = f"{denominator} - {numerator}" if measure.rollup == "fall" else numerator
    parts = [upper] + ([lower] if lower else [])

    def together(units: tuple[int, ...]) -> str:
        those = f"SELECT unit_id {_of_all(parts, ':h - 1', f'unit_id IN ({ids(units)})')}"
        return f"SELECT CASE WHEN COUNT(*) = {len(units)} THEN {len(units)} ELSE {_SPOILT} END FROM ({those}) q"

    own = f"CASE WHEN b.unit_id IS NULL THEN {_SPOILT if ground.before else 0} ELSE 1 END"
    compared = "0" if ground.anew([measure]) else ground.taken_over("q.unit_id", own, together)
    rows = (
        f"SELECT {measure.id} AS indicator_id, p.unit_id, p.numerator AS total, {part} AS part, {denominator} AS whole,"
        " p.batch_id FROM (SELECT unit_id, MAX(batch_id) AS batch_id,"
        f" MAX(CASE WHEN indicator_id = {parts[0].id} THEN total END) AS numerator,"
        f" MAX(CASE WHEN indicator_id = {parts[-1].id} THEN total END) AS denominator"
        f" {_of_all(parts, ':h', ground.units('unit_id'))}) p"
    )
    return Facts(rows, compared)


def _count(measure: Measure, every: dict[str, Measure], ground: Ground) -> Facts:
    """Each unit that reported all that the conditions name complies (1) or does not (0).

    One that took over others complied before if it and all of them did.
    """
    limits = conditions(measure.condition)
    holds = " AND ".join(
        f"MAX(CASE WHEN indicator_id = {every[code].id} THEN total END) {sign} {_steps(limit, every[code])}"
        for code, sign, limit in limits
    )
    named = [every[code] for code in dict.fromkeys(code for code, _sign, _limit in limits)]

    def met(half_month: str, units: str) -> str:
        return (
            f"SELECT unit_id, CASE WHEN {holds} THEN 1 ELSE 0 END AS met, MAX(batch_id) AS batch_id"
            f" {_of_all(named, half_month, units)}"
        )

    def all_met(units: tuple[int, ...]) -> str:
        those = met(":h - 1", f"unit_id IN ({ids(units)})")
        return f"SELECT CASE WHEN COUNT(*) = {len(units)} THEN MIN(p.met) END FROM ({those}) p"

    change = _unless_anew(ground, [measure], f"q.total - {ground.taken_over('q.unit_id', 'b.total', all_met)}")
    rows = (
        f"SELECT {measure.id} AS indicator_id, o.unit_id, o.met AS total, o.met AS part, 1 AS whole, o.batch_id"
        f" FROM ({met(':h', ground.units('unit_id'))}) o"
    )
    return Facts(rows, change)


def _of_all(parts: list[Measure], half_month: str, units: str) -> str:
    """SQL for the units that reported all of `parts` in a half month, from their own rows.

    They stand together by indicator; to find an indicator in the observations is to read all of the half month.
    """
    reported = ids(one.id for one in parts if one.rollup == "sum")
    return (
        f"FROM rollup WHERE level = {parts[0].level} AND half_month = {half_month} AND indicator_id IN ({reported})"
        f" AND {units} GROUP BY unit_id HAVING COUNT(*) = {len(parts)}"
    )


def _units(measure: Measure, _every: dict[str, Measure], _ground: Ground) -> Facts:
    """A count in the register: the units of that half month that carry the flag named by the condition.

    A half month without any value has no figures, hence not this one either.
    """
    rows = (
        f"SELECT {measure.id} AS indicator_id, id AS unit_id, 1 AS total, CAST(NULL AS BIGINT) AS part,"
        " CAST(NULL AS BIGINT) AS whole, CAST(NULL AS INTEGER) AS batch_id"
        f" FROM unit u WHERE {holds_sql(measure.condition or '')} AND {exists_sql()}"
        " AND EXISTS (SELECT 1 FROM observation WHERE half_month = :h)"
    )
    return Facts(rows, "0")


_DERIVED = {"ratio": _share, "fall": _share, "count": _count, "units": _units}


def _steps(limit: str, measure: Measure) -> int:
    return int(Decimal(limit) * 10**measure.decimals)
