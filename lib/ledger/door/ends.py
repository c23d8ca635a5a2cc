"""Units that end: their values of the half months after go in the same act, and no value passes the door for them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import sqlalchemy as sa

from lib.kept.changes import Change
from lib.kept.spans import Span, after, faults, spans, touching, why_absent
from lib.kept.store import all_rows
from lib.kept.tables import TABLES
from lib.ledger.door.act import OF_A_HALF_MONTH
from lib.ledger.rollup.sql import ids
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _


def taken_away(connection: sa.Connection, changes: Sequence[Change]) -> list[Change]:
    """The values and percents of half months in which units will not exist any more after `changes`: they go with it.

    Raises Refusal when such a half month is closed, or when what the changes say of units over time does not hold.
    """
    moved = touching(changes)
    if not moved:
        return []
    units = after(spans(connection), moved)
    changed = sorted({str(change.key[0]) for change in moved})
    for fault in faults(units, changed):
        raise Refusal(_("{unit}: {mend}; nothing was saved").format(unit=units[fault.code].name, mend=fault.mend))
    ending = [units[code] for code in changed if code in units and _is_bounded(units[code])]
    said = {(change.table, change.key) for change in changes}
    return [one for one in _beyond(connection, ending) if (one.table, one.key) not in said]


def _is_bounded(unit: Span) -> bool:
    return unit.valid_from is not None or unit.valid_to is not None


def _beyond(connection: sa.Connection, units: Sequence[Span]) -> Iterator[Change]:
    """What is kept of `units` in half months in which they do not exist, as changes that take it away."""
    for half_month, state in all_rows(connection, _STATES) if units else ():
        those = {unit.code: unit for unit in units if not unit.exists_in(half_month)}
        found = list(_kept(connection, half_month, those)) if those else []
        if found and state == "closed":
            raise Refusal(_why_not(connection, half_month, those, found))
        yield from found


_STATES = "SELECT half_month, state FROM half_month ORDER BY half_month"


def _kept(connection: sa.Connection, half_month: int, units: Mapping[str, Span]) -> Iterator[Change]:
    numbers = ids(number for number, code in all_rows(connection, _IDS) if code in units)
    where = f"WHERE half_month = {half_month} AND unit_id IN ({numbers}) ORDER BY unit_id, indicator_id"
    for unit, indicator, value in all_rows(connection, f"SELECT unit_id, indicator_id, value FROM observation {where}"):
        yield Change("observation", (half_month, unit, indicator), "value", value, None)
    percent = TABLES["task_progress"]
    columns = percent.model.__table__.c
    mine = sa.and_(columns.half_month == half_month, columns.unit_code.in_(sorted(units)))
    for row in connection.execute(sa.select(*(columns[one.name] for one in percent.columns)).where(mine)).mappings():
        yield Change(percent.name, tuple(row[name] for name in percent.key), "", dict(row), None)


_IDS = "SELECT id, code FROM unit"


def _why_not(connection: sa.Connection, half_month: int, units: Mapping[str, Span], found: Sequence[Change]) -> str:
    """The sentence about the first unit that has values in a closed half month."""
    codes = dict(all_rows(connection, _IDS))
    each = Counter(codes[one.key[1]] if one.table == "observation" else one.key[2] for one in found)
    code = min(each)
    mend = _(
        "{unit} has {count} values in {half_month}, which is closed: let it exist in that half month,"
        " or reopen it first. Nothing was saved."
    )
    return mend.format(unit=units[code].name, count=each[code], half_month=HalfMonth(half_month).label)


def check_existing(connection: sa.Connection, changes: Iterable[Change]) -> None:
    """Raises Refusal when a value or percent that was written is of a unit that does not exist in its half month."""
    written = [one for one in changes if one.table in OF_A_HALF_MONTH and one.after is not None]
    bounded = all_rows(connection, _BOUNDED) if written else []
    if not bounded:
        return
    spanned = {
        part: Span(code, "", "", None, first, last, None)
        for number, code, first, last in bounded
        for part in (number, code)
    }
    pairs = {(one.key[0], one.key[1] if one.table == "observation" else one.key[2]) for one in written}
    for half_month, unit in sorted(pairs, key=str):
        if unit in spanned and not spanned[unit].exists_in(half_month):
            every = spans(connection)
            mend = why_absent(every, every[spanned[unit].code], half_month)
            raise Refusal(_("{mend}; nothing was saved").format(mend=mend))


_BOUNDED = "SELECT id, code, valid_from, valid_to FROM unit WHERE valid_from IS NOT NULL OR valid_to IS NOT NULL"
