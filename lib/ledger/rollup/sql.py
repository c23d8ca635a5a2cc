"""What the statements of the roll-up share: the indicators, the units that a save touches, and bits of SQL."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import chain
from typing import Any

import sqlalchemy as sa

from lib.kept.models import LEVELS
from lib.kept.models.catalogues import conditions
from lib.kept.store import all_rows


def level_number(column: str) -> str:
    """SQL for the place in LEVELS of the level named in `column`."""
    whens = " ".join(f"WHEN '{name}' THEN {number}" for number, name in enumerate(LEVELS))
    return f"CASE {column} {whens} END"


@dataclass(frozen=True)
class Measure:
    """What the recomputation needs to know of an indicator; `level` is the place in LEVELS.

    `yearly` says that it begins anew with each year, itself or one of its parts.
    """

    id: int
    code: str
    rollup: str
    decimals: int
    unit: str
    level: int
    numerator: str | None
    denominator: str | None
    condition: str | None
    goal: Decimal | None
    yearly: bool

    @property
    def parts(self) -> set[str]:
        """The codes of the indicators from which this one follows; empty when it is reported itself."""
        if self.rollup == "count":
            return {code for code, _sign, _limit in conditions(self.condition)}
        return {code for code in (self.numerator, self.denominator) if code}

    @property
    def reach(self) -> Fraction:
        """What the fraction of part and whole must reach: 1, or of an indicator with a goal that: 50 % is 1/2."""
        scale = 100 if self.unit == "%" else 1
        return Fraction(self.goal or scale) / scale

    @property
    def counts_register(self) -> bool:
        """Whether it follows from the units themselves, hence is renewed with every half month."""
        return self.rollup == "units"


@dataclass(frozen=True)
class Scope:
    """Which units a recomputation covers: all of them, or those that were changed with all that stand above them.

    `below` are the units one level under a covered one: its sum is that of theirs, those that were not changed
    included. The ids stand in the statements, once for each table that is joined: with a subquery in their place both
    engines read what every county reported: a county's save in a province took twice as long, on PostgreSQL four times.
    """

    covered: Mapping[int, Sequence[int]] | None = None  # by level
    below: Mapping[int, Sequence[int]] = field(default_factory=dict)  # by the level of the covered unit above

    def units(self, column: str) -> str:
        """An SQL condition on the id of a unit that is covered."""
        return "TRUE" if self.covered is None else f"{column} IN ({self._covered})"

    def of_level(self, level: int, column: str) -> str:
        """The same where all units are of one level."""
        return "TRUE" if self.covered is None else f"{column} IN ({self._of_level.get(level, ids(()))})"

    def under(self, level: int, column: str) -> str:
        """An SQL condition on the id of a unit of the level below: that the one above it is covered."""
        return "TRUE" if self.covered is None else f"{column} IN ({self._below.get(level, ids(()))})"

    # a save's thirty statements name the same units: to write down 3,000 of them takes a millisecond each time
    @cached_property
    def _covered(self) -> str:
        return ids(chain.from_iterable((self.covered or {}).values()))

    @cached_property
    def _of_level(self) -> dict[int, str]:
        return {level: ids(units) for level, units in (self.covered or {}).items()}

    @cached_property
    def _below(self) -> dict[int, str]:
        return {level: ids(units) for level, units in self.below.items()}


MANY = 5_000  # units: from so many on, to look for each takes longer than to read them all


def counties_of(connection: sa.Connection, units: Collection[int]) -> dict[int, int]:
    """The id of each unit's county, a county's own included, by the unit's id; none of a unit above the counties."""
    these = f" AND unit_id IN ({ids(units)})" if len(units) <= MANY else ""
    pairs = all_rows(connection, f"SELECT unit_id, ancestor_id FROM ancestry WHERE level = 1{these}")
    return {unit: county for unit, county in pairs if unit in units}


def scope_of(connection: sa.Connection, units: Collection[int]) -> Scope:
    """What a change at `units` moves: their own rows and those of all above them; everything where that is most."""
    # half of all units or more: counted no further than it takes to know that
    others = f"SELECT COUNT(*) FROM (SELECT 1 FROM unit LIMIT {2 * len(units)}) AS found"
    if len(units) > MANY or connection.exec_driver_sql(others).scalar_one() < 2 * len(units):
        return Scope()
    within = f"SELECT DISTINCT level, ancestor_id FROM ancestry WHERE unit_id IN ({ids(units)})"
    covered = _by_level(all_rows(connection, within))
    above = ids(chain.from_iterable(covered.values()))
    codes = connection.exec_driver_sql(f"SELECT code FROM unit WHERE id IN ({above})").scalars().all()
    return Scope(covered, _by_level(connection.execute(_BELOW, {"codes": codes})))


_BELOW = sa.text(f"SELECT {level_number('level')} - 1, id FROM unit WHERE parent_code IN :codes").bindparams(
    sa.bindparam("codes", expanding=True)
)


def _by_level(rows: Iterable[Sequence[int]]) -> dict[int, list[int]]:
    units: dict[int, list[int]] = defaultdict(list)
    for level, unit in rows:
        units[level].append(unit)
    return units


def remove(connection: sa.Connection, table: str, half_month: int, scope: Scope, which: str = "TRUE") -> None:
    """Take away the rows of one half month within `scope`, level by level, as the key is ordered."""
    for level in range(len(LEVELS)):
        execute(
            connection,
            f"DELETE FROM {table} WHERE level = :level AND half_month = :h AND {which}"
            f" AND {scope.of_level(level, 'unit_id')}",
            level=level,
            h=half_month,
        )


def measures(connection: sa.Connection) -> dict[str, Measure]:
    """Every indicator by code."""
    rows = connection.exec_driver_sql(
        "SELECT id, code, rollup, decimals, unit, level, numerator, denominator, condition, goal, yearly FROM indicator"
    )
    every = {row.code: _measure(dict(row._mapping)) for row in rows}
    yearly = {code for code, measure in every.items() if measure.yearly}
    return {code: replace(each, yearly=True) if each.parts & yearly else each for code, each in every.items()}


def _measure(row: dict[str, Any]) -> Measure:
    goal = Decimal(row["goal"]) if row["goal"] else None
    return Measure(**row | {"level": LEVELS.index(row["level"]), "goal": goal, "yearly": bool(row["yearly"])})


def execute(connection: sa.Connection, statement: str, **values: object) -> None:
    """Execute a statement with named values."""
    connection.execute(sa.text(statement), values)


def ids(numbers: Iterable[int]) -> str:
    """Integers for an IN list; they come from our own tables, never from a file. An empty list matches nothing."""
    return ", ".join(str(int(number)) for number in numbers) or "NULL"
