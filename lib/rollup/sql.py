"""What the statements of the roll-up share: the indicators, the units that a save touches, and bits of SQL."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from lib.models import LEVELS

# The roll-ups' primary keys begin with the level; naming all of them lets a query without one use the key.
ANY_LEVEL = "level IN (0, 1, 2, 3)"
CONDITION = re.compile(r"(\w+)(<=|>=|<|>|=)(-?[\d.]+)")


@dataclass(frozen=True)
class Measure:
    """What the recomputation needs to know of an indicator; `level` is the place in LEVELS."""

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

    @property
    def parts(self) -> set[str]:
        """The codes of the indicators from which this one follows; empty when it is reported itself."""
        if self.rollup == "count":
            return {code for code, _sign, _limit in CONDITION.findall(self.condition or "")}
        return {code for code in (self.numerator, self.denominator) if code}

    @property
    def counts_register(self) -> bool:
        """Whether it follows from the units themselves, hence is renewed with every half month."""
        return self.rollup == "units"


@dataclass(frozen=True)
class Scope:
    """Which units a recomputation covers: all of them, or these counties' subtrees and what stands above."""

    counties: frozenset[int] | None = None

    def units(self, column: str) -> str:
        """An SQL condition on a unit's id: within the counties."""
        if self.counties is None:
            return "TRUE"
        return f"{column} IN (SELECT unit_id FROM ancestry WHERE ancestor_id IN ({ids(self.counties)}))"

    def facts(self, column: str) -> str:
        """The same for units whose values are read: those of the prefecture's own too. It keeps a save from reading
        what others reported."""
        if self.counties is None:
            return "TRUE"
        return (
            f"{column} IN (SELECT unit_id FROM ancestry WHERE ancestor_id IN ({ids(self.counties)})"
            " UNION ALL SELECT id FROM unit WHERE parent_code IS NULL)"
        )


def measures(connection: sa.Connection) -> dict[str, Measure]:
    """Every indicator by code."""
    rows = connection.exec_driver_sql(
        "SELECT id, code, rollup, decimals, unit, level, numerator, denominator, condition, goal FROM indicator"
    )
    return {row.code: _measure(dict(row._mapping)) for row in rows}


def _measure(row: dict[str, Any]) -> Measure:
    goal = Decimal(row["goal"]) if row["goal"] else None
    return Measure(**row | {"level": LEVELS.index(row["level"]), "goal": goal})


def run(connection: sa.Connection, statement: str, **values: Any) -> None:
    """Execute a statement with named values."""
    connection.execute(sa.text(statement), values)


def ids(numbers: Iterable[int]) -> str:
    """Integers for an IN list; they come from our own tables, never from a file. An empty list matches nothing."""
    return ", ".join(str(int(number)) for number in numbers) or "NULL"


def level_number(column: str) -> str:
    """SQL for the place in LEVELS of the level named in `column`."""
    whens = " ".join(f"WHEN '{name}' THEN {number}" for number, name in enumerate(LEVELS))
    return f"CASE {column} {whens} END"
