"""What no single row of a catalogue tells: whether units over time hang together, and what goes when one ends."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from lib.intake.checks import CheckedRecords, Problem, Record
from lib.intake.exports import record_cell
from lib.kept.changes import Change
from lib.kept.spans import SAID, UnitsInTime, after, faults, touching, why_absent
from lib.kept.tables import TABLES
from lib.kept.units import unit_refs
from lib.ledger.door.ends import Beyond, beyond
from lib.ledger.door.mergers import taken_over
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _


def checked_in_time(connection: sa.Connection, checked: CheckedRecords) -> CheckedRecords:
    """The same records, with those refused that cannot be in their half months, and a notice of what goes with them."""
    if checked.table not in ("unit", *_DATED) or not checked.rows:
        return checked
    kept = unit_refs(connection)
    if checked.table in _DATED:
        return checked.without(_absent(kept, checked))
    units = after(kept, _said(kept, checked))
    # a file of all units says nothing new of most: only those that it changes are looked at
    changed = [code for code in (record.key[0] for record in checked.rows) if units[code] != kept.get(code)]
    going = list(beyond(connection, (units[code] for code in changed)))
    problems = [*_hanging(units, changed, checked), *_closed(going, checked)]
    refused = {problem.row for problem in problems}
    rows = {record.key[0] for record in checked.rows if record.number not in refused}
    merged = [merger.said for merger in taken_over(connection, units, [code for code in changed if code in rows])]
    return replace(checked, notices=(*checked.notices, *_notices(going, rows), *merged)).without(problems)


def notices(connection: sa.Connection, changes: Iterable[Change]) -> tuple[str, ...]:
    """What goes with the units that end by these changes, and to whom, as the preview of a grid says it."""
    moved = touching(changes)
    if not moved:
        return ()
    units = after(unit_refs(connection), moved)
    codes = {str(change.key[0]) for change in moved}
    going = beyond(connection, (units[code] for code in sorted(codes) if code in units))
    return (*_notices(going, codes), *(merger.said for merger in taken_over(connection, units, codes)))


def _said(kept: UnitsInTime, checked: CheckedRecords) -> Iterator[Change]:
    """What the rows say of units; a column that the file does not have stays as it is."""
    for record in checked.rows:
        if record.key[0] not in kept:
            yield Change("unit", record.key, "", None, dict(record.values))
        else:
            for name in set(SAID) & set(checked.columns):
                yield Change("unit", record.key, name, None, record.values[name])


def _hanging(units: UnitsInTime, changed: list[str], checked: CheckedRecords) -> Iterator[Problem]:
    """What does not hold of the units that the rows change; what is another's fault stands at its successor."""
    rows = {record.key[0]: record for record in checked.rows}
    for fault in faults(units, changed):
        if record := rows.get(fault.code):
            yield _problem(record, fault.field, fault.mend, "not_in_time")
        elif record := rows.get(units[fault.code].successor_code or ""):
            mend = _("{unit}: {mend}").format(unit=units[fault.code].name, mend=fault.mend)
            yield _problem(record, "valid_to", mend, "not_in_time")


def _closed(going: Iterable[Beyond], checked: CheckedRecords) -> Iterator[Problem]:
    rows = {record.key[0]: record for record in checked.rows}
    for lost in going:
        if lost.is_closed:
            unit = lost.unit
            ended = unit.valid_to is not None and lost.half_month.ordinal > unit.valid_to
            yield _problem(rows[unit.code], "valid_to" if ended else "valid_from", lost.mend, "closed")


def _notices(going: Iterable[Beyond], codes: Iterable[str]) -> Iterator[str]:
    text = _("{unit} does not exist in {half_month}; its {count} values there are taken away with this save")
    wanted = set(codes)
    for lost in going:
        if not lost.is_closed and lost.unit.code in wanted:
            yield text.format(unit=lost.unit.name, half_month=lost.half_month.label, count=len(lost.changes))


def _absent(kept: UnitsInTime, checked: CheckedRecords) -> Iterator[Problem]:
    """The percents, or events, of units that do not exist in their half month."""
    half_month_of = _DATED[checked.table]
    for record in checked.rows:
        unit, half_month = kept.get(record.values["unit_code"]), half_month_of(record.values)
        if unit is not None and not unit.exists_in(half_month):
            mend = why_absent(kept, unit, half_month)
            yield _problem(record, "unit_code", mend, "unit_not_valid", checked.table)


# the tables whose records are about a unit in one half month, and which that is
_DATED: Mapping[str, Callable[[Mapping[str, Any]], int]] = {
    "task_progress": lambda values: int(values["half_month"]),
    "burden_event": lambda values: HalfMonth.containing(values["happened_on"]).ordinal,
}


def _problem(record: Record, field: str, mend: str, kind: str, table: str = "unit") -> Problem:
    column = TABLES[table].column(field)
    value = record_cell(column, record.values[field])
    return Problem(
        row=record.number, title=_(column.title), text="" if value is None else str(value), mend=mend, kind=kind
    )
