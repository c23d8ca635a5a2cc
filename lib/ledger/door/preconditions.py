"""What must hold before a save: the half months are open, and every value is the one that the preview showed."""

from typing import Any

import sqlalchemy as sa

from lib.kept.called import called
from lib.kept.cells import cells_of, holds
from lib.kept.changes import Change, by_table, current_records, current_values, in_history
from lib.kept.models import Openness
from lib.kept.tables import TABLES
from lib.words.errors import Conflict, Locked
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.settings import settings


def check_open(connection: sa.Connection, half_months: set[int]) -> None:
    """Raises Locked when one of these half months is closed or was not opened."""
    rows = connection.exec_driver_sql("SELECT half_month, state FROM half_month")
    states = {row.half_month: row.state for row in rows}
    for ordinal in sorted(half_months):
        label = HalfMonth(ordinal).label
        if states.get(ordinal) == Openness.CLOSED:
            raise Locked(
                _("{half_month} is closed; nothing was saved. Ask the office to reopen it.").format(half_month=label)
            )
        if states.get(ordinal) != Openness.OPEN:
            raise Locked(_("{half_month} is not open yet; nothing was saved.").format(half_month=label))


def check_values_unchanged(connection: sa.Connection, changes: list[Change], undoes: int | None = None) -> None:
    """Raises Conflict, naming who changed it and when, when a value is no longer the one before, or the one that the
    batch left which this `undoes`."""
    from lib.kept.value_arrays import values_at  # numpy, which a start can do without

    for table, of_table in by_table(changes).items():
        keys = [change.key for change in of_table]
        if table == "target":
            values = list(map(current_values(connection, table, keys).get, keys))
        else:
            values = values_at(connection, keys)
        if values == [change.before for change in of_table]:  # as nearly always
            continue
        for change, now in zip(of_table, values, strict=True):
            if now != change.before:
                raise Conflict(_who_changed(connection, change, now, undoes))


def _who_changed(connection: sa.Connection, change: Change, now: int | None, undoes: int | None) -> str:
    key = dict(zip(("h", "u", "i"), in_history(change.table, change.key), strict=True))
    row = connection.execute(_LAST_CHANGE, key).one()
    left = {cell.indicator_id: cell.after for cell in cells_of(row.cells or "[]")}
    if left.get(key["i"]) != now:  # also where the history has no act at all
        return _written_past(row, now)
    said = _(
        "{unit}, {indicator}: {actor} changed it to {now} at {at}, after your preview."
        " Nothing was saved; look at the preview again."
    )
    if undoes is not None:
        said = _(
            "{unit}, {indicator}: {actor} changed it to {now} at {at}, after batch {batch}."
            " Nothing was undone; undo batch {later} first, or correct the value."
        )
    return said.format(
        batch=undoes,
        later=row.batch_id,
        unit=row.unit,
        indicator=row.indicator,
        actor=row.actor,
        now=_in_words(now, row.decimals),
        at=settings().moment(row.at),
    )


def _written_past(row: sa.Row[Any], now: int | None) -> str:
    """Of a value that is not what the last act left: whoever saves must not be told a name in its place."""
    said = _(
        "{unit}, {indicator}: the database holds {now}, but no act in the history wrote that; it was changed past the"
        " program. Nothing was saved; whoever runs the server should check the data (python -m lib check)."
    )
    return said.format(unit=row.unit, indicator=row.indicator, now=_in_words(now, row.decimals))


def _in_words(steps: int | None, decimals: int) -> str:
    return "—" if steps is None else str(steps / 10**decimals if decimals else steps)


_LAST_CHANGE = sa.text(
    "SELECT b.actor, b.at, c.batch_id, c.cells, u.name AS unit, i.name AS indicator, i.decimals FROM unit u"
    " JOIN indicator i ON i.id = :i LEFT JOIN value_change c"
    f" ON c.half_month = :h AND c.unit_id = u.id AND {holds('i.id')} LEFT JOIN batch b ON b.id = c.batch_id"
    " WHERE u.id = :u ORDER BY c.batch_id DESC LIMIT 1"
).columns(at=sa.DateTime())


def check_records_unchanged(connection: sa.Connection, changes: list[Change], undoes: int | None = None) -> None:
    """Raises Conflict when a record is no longer as it was before, or is there already when it should be new."""
    said = _("{table} {key}: it was changed after your preview. Nothing was saved; look at the preview again.")
    if undoes is not None:
        said = _("{table} {key}: it was changed after batch {batch}. Nothing was undone; undo the later act first.")
    for name, of_table in by_table(changes).items():
        records = current_records(connection, TABLES[name], [change.key for change in of_table])
        for change in of_table:
            record = records.get(change.key)
            gone = record is None and change.field != ""  # also where the field was blank, and None is what is found
            now = record if change.field == "" or record is None else record[change.field]
            if gone or now != change.before:
                key = called(connection, TABLES[name], change.key)
                raise Conflict(said.format(table=_(TABLES[name].title), key=key, batch=undoes))
