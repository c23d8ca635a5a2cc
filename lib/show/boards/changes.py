"""管理·历史: batches, what each changed, and a cell's last twelve values."""

import json
from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from lib.intake.exports import exact_value, record_cell
from lib.kept.chain import CODE_LENGTH
from lib.kept.history import (
    BatchRow,
    Filter,
    Place,
    RecordRow,
    ValueRow,
    about,
    batches,
    last_values,
    record_changes,
    value_changes,
)
from lib.kept.models import Indicator, Task
from lib.kept.models.values import TASK_FORM
from lib.kept.reference import FormRef, Reference, UnitRef
from lib.kept.tables import TABLES, Column
from lib.ledger.access import Actor
from lib.ledger.door import ActKind, kind_word
from lib.show import blocks
from lib.show.blocks import Block, Finding, Markup
from lib.show.boards.records import fields
from lib.show.boards.words import form_name, unit_name, when
from lib.words.language import gettext as _
from lib.words.language import named
from lib.words.settings import settings
from lib.words.wording import exact

MOST_CHANGES = 50  # acts, and changes of either kind, on the page; older ones are found by narrowing
MOST_PLACES = 2  # counties and forms that an act is told with by name; more are counted


def batch_list(connection: sa.Connection, _reference: Reference, wanted: Filter) -> list[BatchRow]:
    """The newest acts that match, as plain values."""
    return batches(connection, wanted, MOST_CHANGES)


# what an undo cannot give back: the start-up's data, accounts, what left the house, and what an upgrade rewrote
FOR_GOOD = (ActKind.LOAD, ActKind.ACCOUNT, ActKind.ISSUE, ActKind.UPGRADE)
# what the office decided about reports: not offered to a county, though it lies in its scope
OF_THE_OFFICE = (ActKind.STATE, ActKind.DECISION, ActKind.CARRY, ActKind.MEETING, ActKind.REOPEN, ActKind.DRAW)


def undoable(acts: Sequence[BatchRow], actor: Actor) -> list[int]:
    """The numbers of the acts that this actor can undo: of some nothing can be given back, some are the office's."""
    not_theirs = FOR_GOOD if actor.decides else (*FOR_GOOD, *OF_THE_OFFICE)
    return [row.id for row in acts if not row.undone_by and row.kind not in not_theirs]


def batch_board(connection: sa.Connection, reference: Reference, wanted: Filter) -> Markup:
    """The same acts as a table."""
    acts = batch_list(connection, reference, wanted)
    return batch_table(acts, places(connection, reference, acts))


def places(connection: sa.Connection, reference: Reference, acts: Sequence[BatchRow]) -> dict[int, str]:
    """The county and form of each act: 望谟县 村级清理表; of many only how many."""
    return {
        number: _places(reference, touched) for number, touched in about(connection, [row.id for row in acts]).items()
    }


def _places(reference: Reference, touched: Sequence[Place]) -> str:
    codes = dict.fromkeys(unit or reference.top.code for _form, unit in touched)
    forms = dict.fromkeys(form or TASK_FORM for form, _unit in touched)
    units = [unit_name(reference.units[code]) for code in codes if code in reference.units]
    names = [form_name(reference, form) for form in forms if form in reference.forms]
    parts = (
        _(", ").join(units) if len(units) <= MOST_PLACES else _("{count} units").format(count=len(units)),
        _(", ").join(names) if len(names) <= MOST_PLACES else _("{count} forms").format(count=len(names)),
    )
    return " ".join(filter(None, parts))


def batch_table(acts: Sequence[BatchRow], places_of: Mapping[int, str]) -> Markup:
    """When, who, what kind, about which county and form, from which file, how many changes, and whether undone."""
    if not acts:
        return blocks.empty(_("Nothing was saved yet"), _("Saved acts stand here with everything they changed"))
    # pointed at, an act tells the hash of its file, or its own where it came from none
    rows = [
        (
            str(row.id),
            settings().clock(row.at),
            row.actor,
            kind_word(row.kind),
            places_of.get(row.id, ""),
            blocks.element("span", "", _what(row), title=row.sha256 or row.seal),
            f"{row.changes:,}",
            _("undone by no. {batch}").format(batch=row.undone_by) if row.undone_by else "",
        )
        for row in acts
    ]
    headers = (
        _("No."), when(), _("Who"), _("What"), _("County and form"), _("File or reason"), _("Changes"), "",
    )  # fmt: skip
    return blocks.table(headers, rows, {6})


def _what(row: BatchRow) -> str:
    """The file or the reason; of a half month that was closed or opened also the code of the data, as on paper."""
    origin = row.file_name or row.note
    if row.kind != ActKind.STATE or not row.seal:
        return origin
    return _("; ").join(filter(None, (origin, _("code of the data {code}").format(code=row.seal[:CODE_LENGTH]))))


def change_table(connection: sa.Connection, reference: Reference, wanted: Filter) -> Markup:
    """The newest changes of values and of records."""
    values = value_changes(connection, wanted, MOST_CHANGES)
    records = record_changes(connection, wanted, MOST_CHANGES)
    if not values and not records:
        return blocks.empty(_("No change matches"), _("Choose fewer conditions above"))
    return blocks.join(
        _values(reference, values) if values else None, _records(reference, records) if records else None
    )


def _values(reference: Reference, changes: Sequence[ValueRow]) -> Markup:
    indicators = {indicator.id: indicator for indicator in reference.indicators.values()}
    rows = [
        (
            str(row.batch),
            settings().clock(row.at),
            row.actor,
            row.half_month.short if row.half_month else _("Target"),
            unit_name(reference.by_id[row.unit_id]),
            named(indicators[row.indicator_id].name, indicators[row.indicator_id].name_en),
            in_full(row.before, indicators[row.indicator_id]),
            blocks.bold(in_full(row.after, indicators[row.indicator_id])),
        )
        for row in changes
    ]
    headers = (
        _("No."), when(), _("Who"), _("Half month"), _("Unit"), _("Indicator"), _("Before"), _("After"),
    )  # fmt: skip
    return blocks.table(headers, rows, {6, 7})


def in_full(value: int | None, indicator: Indicator) -> str:
    """A value kept in smallest steps, in full; — for none."""
    return exact(exact_value(value, indicator))


def _records(reference: Reference, changes: Sequence[RecordRow]) -> Markup:
    rows = [
        (
            str(row.batch),
            settings().clock(row.at),
            row.actor,
            _(TABLES[row.table].title),
            _called(reference, row),
            _(TABLES[row.table].column(row.field).title) if row.field else _("record"),
            _side(row, row.before),
            _side(row, row.after),
        )
        for row in changes
    ]
    headers = (_("No."), when(), _("Who"), _("Table"), _("Record"), _("Field"), _("Before"), _("After"))
    return blocks.table(headers, rows)


def _called(reference: Reference, row: RecordRow) -> str:
    """A record by what its key names: half month, form, task, unit; an item also by its title."""
    table, key = TABLES[row.table], json.loads(row.key)
    columns = [table.column(name) for name in table.key]
    words = [_part(reference, column, part) for column, part in zip(columns, key, strict=True)]
    # by what its table calls it; a record that went is called as it was
    sides = [side for side in (_read(row.after), _read(row.before)) if isinstance(side, dict)]
    names = (side[name] for side in sides for name in ("name", "title", "matter") if side.get(name))
    return " ".join([*words, *list(names)[:1]])


def _part(reference: Reference, column: Column, part: object) -> str:
    """A part of a key in words: the half month, or what a code stands for."""
    known: dict[str, Mapping[str, UnitRef | FormRef | Task]] = {
        "unit": reference.units,
        "form": reference.forms,
        "task": reference.tasks,
    }
    named_row = known.get(column.refers or "", {}).get(str(part))
    return named(named_row.name, named_row.name_en) if named_row else str(record_cell(column, part))


def _read(text: str | None) -> object:
    return None if text is None else json.loads(text)


def _side(row: RecordRow, text: str | None) -> str | None:
    """What stood there: a value, or of a whole record the fields that say something."""
    value = _read(text)
    if isinstance(value, dict):
        return fields(TABLES[row.table], value) or _("record")
    return None if text is None else str(value)


def cell_history(connection: sa.Connection, reference: Reference, unit_code: str, indicator_code: str) -> Block:
    """A cell's last twelve half months, newest first; 沿用 where the value was carried forward."""
    indicator = reference.indicators[indicator_code]
    values = last_values(connection, unit_code, indicator_code)
    title = _("{unit}, {indicator}: last {count} values").format(
        unit=unit_name(reference.units[unit_code]),
        indicator=named(indicator.name, indicator.name_en),
        count=len(values),
    )
    rows = [
        (half_month.label, in_full(value, indicator), _("carried forward") if carried else "")
        for half_month, value, carried in values
    ]
    return Block(Finding(title), blocks.table((_("Half month"), _("Value"), ""), rows, {1}))
