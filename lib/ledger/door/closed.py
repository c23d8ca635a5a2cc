"""Closed is closed: what a closed half month showed stays when marks, indicators, tasks, targets or units change.

Its roll-ups and its count of cells are not renewed; what it was judged by is kept with the closing. What can be told
by half month is dated: a mark that is set today holds from the first half month that is not closed.
"""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from lib.kept.changes import Change, Key, Record, current_records
from lib.kept.marks import TIMES, asked_sql, holds
from lib.kept.models import Closing
from lib.kept.tables import TABLES
from lib.kept.yardstick import yardstick_now
from lib.ledger.door.removals import has_values
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _

UNIT = TABLES["unit"]
FIXED = ("decimals", "unit", "rollup", "level")  # of an indicator: its values would mean something else


def closed_half_months(connection: sa.Connection) -> list[int]:
    """The ordinals of the half months that are closed, in order."""
    query = "SELECT half_month FROM half_month WHERE state = 'closed' ORDER BY half_month"
    return list(connection.exec_driver_sql(query).scalars())


def freeze(connection: sa.Connection, half_month: int) -> None:
    """Keep what a half month is judged by, as it is closed."""
    thaw(connection, half_month)  # a load may bring one as closed that is closed already
    connection.execute(sa.insert(Closing).values(half_month=half_month, judged=yardstick_now(connection).as_json()))


def thaw(connection: sa.Connection, half_month: int) -> None:
    """Forget it, as the half month is opened again."""
    connection.execute(sa.delete(Closing).where(Closing.__table__.c.half_month == half_month))


def dated_marks(connection: sa.Connection, changes: list[Change]) -> list[Change]:
    """The changes that date a mark which was only ticked or unticked, where half months are closed.

    Raises Refusal where the mark would then differ in a closed half month.
    """
    marked = [change for change in changes if change.table == "unit" and change.field in _MARKS]
    closed = closed_half_months(connection) if marked else []
    if not closed:
        return []
    units = current_records(connection, UNIT, [change.key for change in marked])
    bare = [change for change in marked if change.field in TIMES and not _dated_beside(change, marked)]
    dated = [date for change in bare for date in _dates(change, units[change.key], closed[-1])]
    for key, unit in units.items():
        _must_hold_as_before(unit, dict(unit) | _changed_fields([*marked, *dated], key), closed)
    return dated


_MARKS = {*TIMES, *(column for times in TIMES.values() for column in times)}


def _dated_beside(mark: Change, changes: Iterable[Change]) -> bool:
    return any(change.key == mark.key and change.field in TIMES[mark.field] for change in changes)


def _dates(mark: Change, record: Record, last_closed: int) -> Iterable[Change]:
    """What dates a tick: from the half month after the last closed one; an untick ends with the last closed one."""
    first, last = TIMES[mark.field]
    if not mark.after and (record[first] or 0) <= last_closed:  # one that began later held in no closed one
        yield Change("unit", mark.key, last, record[last], last_closed)
    elif mark.after and record[last] is not None:  # it goes on as if it had not ended
        yield Change("unit", mark.key, last, record[last], None)
    elif mark.after:
        yield Change("unit", mark.key, first, record[first], last_closed + 1)


def _must_hold_as_before(before: Record, after: Record, closed: list[int]) -> None:
    for mark in TIMES:
        for ordinal in closed:
            held, will_hold = (_holds(each, mark, ordinal) for each in (before, after))
            if held != will_hold:
                raise Refusal(_refusal(mark, held, before["name"], ordinal))


def _refusal(mark: str, held: bool, unit: str, ordinal: int) -> str:
    said = (
        _("{unit} carries “{mark}” in {half_month}, which is closed; that stays. Let it end there or later.")
        if held
        else _("{unit} does not carry “{mark}” in {half_month}, which is closed; that stays. Let it begin later.")
    )
    return said.format(unit=unit, mark=_(UNIT.column(mark).title), half_month=HalfMonth(ordinal).label)


def no_longer_asked(connection: sa.Connection, changes: Sequence[Change]) -> list[Change]:
    """The values in open half months that no form asks any more after `changes` of marks or forms, which are written
    already: they go."""
    if not any((change.table, change.field) == ("form", "units") or change.field in _MARKS for change in changes):
        return []
    return [Change("observation", tuple(cell), "value", value, None) for *cell, value in connection.execute(_UNASKED)]


def _changed_fields(changes: Iterable[Change], key: Key) -> dict[str, object]:
    return {change.field: change.after for change in changes if change.key == key}


def _holds(unit: Record, mark: str, half_month: int) -> bool:
    first, last = TIMES[mark]
    return holds(unit[mark], unit[first], unit[last], half_month)


_UNASKED = sa.text(
    "SELECT o.half_month, o.unit_id, o.indicator_id, o.value FROM half_month h"
    " JOIN observation o ON o.half_month = h.half_month JOIN indicator i ON i.id = o.indicator_id"
    " JOIN form f ON f.code = i.form JOIN unit u ON u.id = o.unit_id"
    f" WHERE h.state = 'open' AND NOT {asked_sql('h.half_month')} ORDER BY o.half_month, o.unit_id, o.indicator_id"
)


def check_moves(connection: sa.Connection, changes: Iterable[Change]) -> None:
    """Raises Refusal when a unit with values in closed half months would count elsewhere in them."""
    moved = {change.key[0] for change in changes if change.table == "unit" and change.field in ("parent_code", "level")}
    for code in sorted(moved):
        half_month = connection.execute(_CLOSED_WITH_VALUES, {"code": code}).scalar()
        if half_month is not None:
            raise Refusal(
                _(
                    "{unit} has values in {half_month}, which is closed; what was counted there stays. Let it end"
                    " (valid to) and begin anew under a new code, with the new unit as its successor."
                ).format(unit=code, half_month=HalfMonth(half_month).label)
            )


_CLOSED_WITH_VALUES = sa.text(
    "SELECT MAX(m.half_month) FROM half_month m WHERE m.state = 'closed' AND EXISTS ("
    "SELECT 1 FROM unit u JOIN ancestry y ON y.ancestor_id = u.id JOIN observation o ON o.unit_id = y.unit_id"
    " WHERE u.code = :code AND o.half_month = m.half_month AND o.indicator_id IN (SELECT id FROM indicator))"
)


def check_fixed(connection: sa.Connection, changes: Iterable[Change]) -> None:
    """Raises Refusal when an indicator that has values would count them in other steps or units, or sum them anew."""
    for change in changes:
        if change.table == "indicator" and change.field in FIXED and has_values(connection, "indicator", change.key):
            column = TABLES[change.table].column(change.field)
            raise Refusal(
                _(
                    "{indicator} has values; its “{field}” stays as it is, or they would mean something else."
                    " Begin a new indicator."
                ).format(indicator=change.key[0], field=_(column.title))
            )
