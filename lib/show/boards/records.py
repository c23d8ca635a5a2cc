"""A change in words: whose, which column and both sides; of a new record the fields that say something."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from lib.intake.exports import exact_value, record_cell
from lib.kept.changes import VALUES, Change, Key, place
from lib.kept.reference import Reference
from lib.kept.tables import TABLES, Table
from lib.show.boards.words import unit_name
from lib.words.language import gettext as _
from lib.words.language import named
from lib.words.wording import MISSING, exact

Labels = Mapping[Key, str]  # how people call the record of each key


class WrittenChange(NamedTuple):
    """A change in words: whose, which column, and the two sides."""

    row: str
    column: str
    before: str
    after: str


def written_change(reference: Reference, change: Change, labels: Labels) -> WrittenChange:
    """A change as people read it."""
    if change.table in VALUES:
        return _told_value(reference, change)
    table = TABLES[change.table]
    keys = (record_cell(table.column(name), part) for name, part in zip(table.key, change.key, strict=True))
    row = labels.get(change.key) or " ".join(map(str, keys))
    if not change.field:
        taken_away = _("taken away")
        before, after = (fields(table, side) if side else "" for side in (change.before, change.after))
        return WrittenChange(row, "", before or MISSING, (after or _("record")) if change.after else taken_away)
    column = table.column(change.field)
    before, after = (text_of(record_cell(column, side)) for side in (change.before, change.after))
    return WrittenChange(row, _(column.title), before, after)


def fields(table: Table, record: Mapping[str, object]) -> str:
    """The fields of a record that say something, its key left out: 名称 甲局；牵头 1."""
    # of a new record a blank, a 0 or a no says nothing
    columns = (column for column in table.columns if column.name not in table.key and record.get(column.name))
    return _("; ").join(f"{_(column.title)} {record_cell(column, record[column.name])}" for column in columns)


def _told_value(reference: Reference, change: Change) -> WrittenChange:
    unit_id, indicator_id = place(change.key)
    unit, indicator = reference.by_id[unit_id], reference.indicator_by_id[indicator_id]
    name = named(indicator.name, indicator.name_en)
    before, after = (exact(exact_value(side, indicator), indicator.decimals) for side in (change.before, change.after))
    return WrittenChange(unit_name(unit), name, before, _("taken away") if change.after is None else after)


def text_of(value: object) -> str:
    """A value as it is read; — for none."""
    if isinstance(value, Decimal):
        return exact(value)
    return MISSING if value in (None, "") else str(value)
