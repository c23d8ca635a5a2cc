"""Units that end: their values of the half months after go in the same act, and no value passes the door for them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from lib.kept.changes import Change
from lib.kept.marks import within
from lib.kept.models import Openness
from lib.kept.models.values import TASK_FORM
from lib.kept.spans import after, faults, touching, why_absent
from lib.kept.store import all_rows
from lib.kept.tables import TABLES
from lib.kept.units import UnitRef, unit_refs
from lib.ledger.door.act import REPORTED_TABLES
from lib.ledger.rollup.sql import ids
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _


class Beyond(NamedTuple):
    """What is kept of a unit in a half month in which it does not exist, as changes that take it away."""

    unit: UnitRef
    half_month: HalfMonth
    is_closed: bool
    changes: tuple[Change, ...]

    @property
    def mend(self) -> str:
        """Why it cannot go: its half month is closed."""
        said = _(
            "{count} values of {unit} are kept in {half_month}, which is closed: let it exist in that half month,"
            " or reopen it first"
        )
        return said.format(unit=self.unit.name, count=len(self.changes), half_month=self.half_month.label)


def taken_away(connection: sa.Connection, changes: Sequence[Change]) -> list[Change]:
    """The values and percents of half months in which units will not exist any more after `changes`: they go with it.

    Raises Refusal when such a half month is closed, or when what the changes say of units over time does not hold.
    """
    moved = touching(changes)
    if not moved:
        return []
    units = after(unit_refs(connection), moved)
    changed = sorted({str(change.key[0]) for change in moved})
    for fault in faults(units, changed):
        raise Refusal(_("{unit}: {mend}; nothing was saved").format(unit=units[fault.code].name, mend=fault.mend))
    # what the act changes itself, as an undo does, is not taken away a second time
    own = {(change.table, change.key) for change in changes}
    removals: list[Change] = []
    for left in beyond(connection, [units[code] for code in changed if code in units]):
        if left.is_closed:
            raise Refusal(_("{mend}; nothing was saved").format(mend=left.mend))
        removals += (each for each in left.changes if (each.table, each.key) not in own)
    return removals


def beyond(connection: sa.Connection, units: Iterable[UnitRef]) -> Iterator[Beyond]:
    """What is kept of `units` in half months in which they do not exist, by half month and unit."""
    bounded = [unit for unit in units if unit.valid_from is not None or unit.valid_to is not None]
    for half_month, state in all_rows(connection, _STATES) if bounded else ():
        absent = [unit for unit in bounded if not unit.exists_in(half_month)]
        removals = _removals(connection, half_month, {unit.code for unit in absent}) if absent else {}
        for unit in absent:
            if unit.code in removals:
                yield Beyond(unit, HalfMonth(half_month), state == Openness.CLOSED, tuple(removals[unit.code]))


_STATES = "SELECT half_month, state FROM half_month ORDER BY half_month"


def _removals(connection: sa.Connection, half_month: int, codes: Collection[str]) -> dict[str, list[Change]]:
    """What is kept of these units in a half month, by their codes, as changes that take it away."""
    removals: dict[str, list[Change]] = defaultdict(list)
    code = {number: code for number, code in all_rows(connection, "SELECT id, code FROM unit") if code in codes}
    where = (
        f"WHERE half_month = {half_month} AND indicator_id IN (SELECT id FROM indicator) AND unit_id IN ({ids(code)})"
        " ORDER BY unit_id, indicator_id"
    )
    for unit, indicator, value in all_rows(connection, f"SELECT unit_id, indicator_id, value FROM observation {where}"):
        removals[code[unit]].append(Change("observation", (half_month, unit, indicator), "value", value, None))
    table = TABLES[TASK_FORM]
    columns = table.model.__table__.c
    of_units = sa.and_(columns.half_month == half_month, columns.unit_code.in_(sorted(codes)))
    for row in connection.execute(sa.select(*(columns[c.name] for c in table.columns)).where(of_units)).mappings():
        key = tuple(row[name] for name in table.key)
        removals[row["unit_code"]].append(Change(table.name, key, "", dict(row), None))
    return removals


def check_existing(connection: sa.Connection, changes: Iterable[Change]) -> None:
    """Raises Refusal when a value or percent that was written is of a unit that does not exist in its half month."""
    written = [change for change in changes if change.table in REPORTED_TABLES and change.after is not None]
    bounded = all_rows(connection, _BOUNDED) if written else []
    if not bounded:
        return
    # by id and by code: values name their unit by the one, percents by the other
    spans = {name: (code, first, last) for number, code, first, last in bounded for name in (number, code)}
    pairs = {(change.key[0], change.key[1 if change.table == "observation" else 2]) for change in written}
    for half_month, unit in sorted(pairs, key=str):
        code, first, last = spans.get(unit, ("", None, None))
        if not within(half_month, first, last):
            units = unit_refs(connection)
            mend = why_absent(units, units[code], half_month)
            raise Refusal(_("{mend}; nothing was saved").format(mend=mend))


_BOUNDED = "SELECT id, code, valid_from, valid_to FROM unit WHERE valid_from IS NOT NULL OR valid_to IS NOT NULL"
