"""The half months in which a unit exists, and in which its marks (监测点, 报表试点) hold: who is asked and counted.

A mark holds from its first to its last half month, both included; a blank end leaves it open. One that was taken away
leaves its last half month behind, so that it still is what it was in the half months before.
"""

from typing import Any

import sqlalchemy as sa

TIMES = {"monitoring_point": ("monitored_from", "monitored_to"), "report_pilot": ("pilot_from", "pilot_to")}
FOREVER = 1_000_000  # an ordinal after every half month


def within(half_month: int, first: int | None, last: int | None) -> bool:
    """Whether a half month lies between these ordinals, both included; a blank end leaves it open."""
    return (first or 0) <= half_month and (last is None or half_month <= last)


def holds(flag: bool, first: int | None, last: int | None, half_month: int) -> bool:
    """Whether a mark with these times holds in the half month of this ordinal."""
    return (flag or last is not None) and within(half_month, first, last)


def holds_sql(mark: str, half_month: str = ":h") -> str:
    """The same as an SQL condition on the rows u of the table `unit`."""
    first, last = (f"u.{column}" for column in TIMES[mark])
    return (
        f"((u.{mark} OR {last} IS NOT NULL)"
        f" AND COALESCE({first}, 0) <= {half_month} AND COALESCE({last}, {FOREVER}) >= {half_month})"
    )


def exists_sql(half_month: str = ":h") -> str:
    """An SQL condition: that unit u exists in the half month."""
    return f"(COALESCE(u.valid_from, 0) <= {half_month} AND COALESCE(u.valid_to, {FOREVER}) >= {half_month})"


def asked_sql(half_month: str = ":h") -> str:
    """An SQL condition: that form f asks unit u, of the form's level, in the half month."""
    marked = " OR ".join(f"(f.units = '{mark}' AND {holds_sql(mark, half_month)})" for mark in TIMES)
    return f"({exists_sql(half_month)} AND (f.units = 'all' OR {marked}))"


def holds_where(columns: Any, mark: str, half_month: Any) -> sa.ColumnElement[bool]:
    """The same as a condition on the columns of the table `unit`; `half_month` is an ordinal or an expression."""
    first, last = (columns[name] for name in TIMES[mark])
    return sa.and_(
        sa.or_(columns[mark], last.is_not(None)),
        sa.func.coalesce(first, 0) <= half_month,
        sa.func.coalesce(last, FOREVER) >= half_month,
    )
