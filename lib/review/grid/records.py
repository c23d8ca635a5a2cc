"""The grid of a catalogue or register: every column from its description, the key open only in new rows."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import sqlalchemy as sa

from lib.intake.checks import Problem, Record, check_typed_records
from lib.intake.checks.problems import cell_text
from lib.intake.exports import record_cell
from lib.intake.sheets import Row
from lib.kept.changes import Change, Key, current_records
from lib.kept.tables import Column, Table
from lib.ledger.door import why_kept
from lib.review.grid import search
from lib.review.grid.edits import Edits, Typed, new_row
from lib.review.grid.proposal import Proposal, proposal, settled
from lib.review.grid.shape import ColumnKind, Grid, GridCell, GridColumn, GridRow, Part
from lib.review.in_time import checked_in_time, notices
from lib.review.uploads import known_codes
from lib.review.waiting import waits_again
from lib.words.language import gettext as _
from lib.words.settings import settings

KINDS: dict[str, ColumnKind] = {
    "integer": "number", "number": "number", "yes_no": "yes_no", "date": "day", "choice": "choice",
}  # fmt: skip
NAMES = ("name", "name_zh", "title", "matter")  # the columns by which people call a record


def record_grid(connection: sa.Connection, table: Table, part: Part) -> Grid:
    """A page of the records of `table`, in the order of its key."""
    records = connection.execute(search.page(search.records(table, part.text), part.number, part.size))
    return Grid(
        columns=tuple(_column(table, column) for column in table.columns),
        rows=tuple(_row(table, dict(record)) for record in records.mappings()),
        edits=table.editable,
        adds=table.editable,
        removes=table.removable and table.editable,
    )


def _column(table: Table, column: Column) -> GridColumn:
    options = tuple(column.word(choice) for choice in column.choices)
    kind = KINDS.get(column.kind, "text")
    return GridColumn(column.name, _(column.title), kind, options, key=column.name in table.key)


def _row(table: Table, record: Mapping[str, object]) -> GridRow:
    cells = tuple(_cell(column, record[column.name]) for column in table.columns)
    # a percent that was carried forward is reported when it is typed again, equal or not
    again = frozenset({"percent"} if record.get("carried") else ())
    return GridRow(tuple(record[name] for name in table.key), label(table, record), cells, record, again)


def _cell(column: Column, value: object) -> GridCell:
    if column.kind == "yes_no":
        return bool(value)
    cell = record_cell(column, value)
    return float(cell) if isinstance(cell, int | Decimal) else cell


def label(table: Table, record: Mapping[str, object]) -> str:
    """How people call a record: its key, and its name where it has one."""
    called = [name for name in NAMES if name in record and name not in table.key]
    parts = [record_cell(table.column(name), record[name]) for name in (*table.key, *called[:1])]
    return " ".join(str(part) for part in parts if part is not None)


def labels(connection: sa.Connection, table: Table, keys: Collection[Key]) -> dict[Key, str]:
    """How people call the records of these keys; those that are not there are left out."""
    return {key: label(table, record) for key, record in current_records(connection, table, keys).items()}


def propose_records(connection: sa.Connection, table: Table, grid: Grid, edits: Edits) -> Proposal:
    """The edits through the checks of an upload; only the cells that were edited become changes."""
    now = current_records(connection, table, [grid.rows[at].key for at in edits.changed])
    # what was typed over a key is a problem of its own: what it was meant to be is not known, so nothing else is read
    edited = {at: cells for at, cells in edits.changed.items() if grid.rows[at].key in now and at not in edits.keys}
    rows = _typed_rows(table, grid, edited, edits.added, now)
    given = check_typed_records(rows, table, known_codes(connection), settings().upload.nothing)
    checked = checked_in_time(connection, given)
    labels = [new_row(number, len(edits.added)) for number in range(1, len(edits.added) + 1)]
    labels += [grid.rows[at].label for at in edited]
    records = {record.number: record for record in checked.rows}
    new = {number: record for number, record in records.items() if number <= len(edits.added)}
    problems = [
        *_gone(grid, edits, now),
        *_keys(grid, edits),
        *edits.unfit,
        *(_in_grid(problem, labels) for problem in checked.problems),
        *_known_already(connection, table, new, labels),
        *_still_needed(connection, table, grid, edits),
    ]
    changes, conflicts = settled(connection, _changes(table, grid, edits, edited, records))
    follows = (*notices(connection, changes), *waits_again(connection, changes))
    return proposal(changes, conflicts, problems, notices=follows)


def _typed_rows(
    table: Table,
    grid: Grid,
    edited: Mapping[int, Typed],
    added: Iterable[Typed],
    now: Mapping[Key, Mapping[str, object]],
) -> list[Row]:
    """The new records, counted from 1 as a mend may name them, then the edited ones as they stand now with the edits on
    top: a cell for each column."""
    whole = [_as_texts(table, now[grid.rows[at].key]) | dict(cells) for at, cells in edited.items()]
    return [
        Row(number, tuple(cells.get(column.name) for column in table.columns))
        for number, cells in enumerate([*added, *whole], start=1)
    ]


def _in_grid(problem: Problem, labels: Sequence[str]) -> Problem:
    """The problem where the grid shows it: the record as people call it, and no letter above its column."""
    label = labels[problem.row - 1] if isinstance(problem.row, int) else ""
    return replace(problem, row=label, letter="", text=problem.text if problem.title else label)


def _as_texts(table: Table, record: Mapping[str, object]) -> dict[str, GridCell]:
    texts: dict[str, GridCell] = {}
    for column in table.columns:
        cell = record_cell(column, record[column.name])
        # in digits: as a text Decimal has 1E-9, which the checks take for no number
        texts[column.name] = format(cell, "f") if isinstance(cell, Decimal) else cell
    return texts


def _changes(
    table: Table, grid: Grid, edits: Edits, edited: Mapping[int, Typed], records: Mapping[int, Record]
) -> Iterable[Change]:
    for number, (at, cells) in enumerate(edited.items(), start=len(edits.added) + 1):
        row = grid.rows[at]
        for name in cells if number in records else ():
            after = records[number].values[name]
            if after != row.kept[name] or name in row.carried:
                yield Change(table.name, row.key, name, row.kept[name], after)
    for record in (record for number, record in records.items() if number <= len(edits.added)):
        yield Change(table.name, record.key, "", None, dict(record.values))
    for at in edits.removed:
        yield Change(table.name, grid.rows[at].key, "", dict(grid.rows[at].kept), None)


def _gone(grid: Grid, edits: Edits, now: Collection[Key]) -> Iterable[Problem]:
    for at in edits.changed:
        if grid.rows[at].key not in now:
            mend = _("Somebody took this record away meanwhile; discard your edits")
            yield _of_record(grid.rows[at], mend, "gone")


def _of_record(row: GridRow, mend: str, kind: str) -> Problem:
    return Problem(row=row.label, text=row.label, mend=mend, kind=kind)


def _keys(grid: Grid, edits: Edits) -> Iterable[Problem]:
    for at, cells in edits.keys.items():
        for column in grid.columns:
            if column.name in cells:
                mend = _("What tells a record apart stays as it is; add a new record instead")
                label, text = grid.rows[at].label, cell_text(cells[column.name])
                yield Problem(row=label, title=column.title, text=text, mend=mend, kind="key")


def _known_already(
    connection: sa.Connection, table: Table, new: Mapping[int, Record], labels: Sequence[str]
) -> Iterable[Problem]:
    now = current_records(connection, table, [record.key for record in new.values()])
    for number, record in new.items():
        if record.key in now:
            mend = _("This record exists already; edit it, or write another code")
            title, text = _(table.column(table.key[0]).title), label(table, now[record.key])
            yield Problem(row=labels[number - 1], title=title, text=text, mend=mend, kind="known_already")


def _still_needed(connection: sa.Connection, table: Table, grid: Grid, edits: Edits) -> Iterable[Problem]:
    going = {(table.name, grid.rows[at].key) for at in edits.removed}
    for at in edits.removed:
        if why := why_kept(connection, table.name, grid.rows[at].key, going):
            yield _of_record(grid.rows[at], why, "still_needed")
