"""A file of a catalogue or register → records with the fields of their model, with every problem on the way."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from lib.intake.checks import fields, row_labels
from lib.intake.checks.cells import is_blank
from lib.intake.checks.checked import CheckedRecords, Record
from lib.intake.checks.choice import left_out, unreadable
from lib.intake.checks.comparable import not_comparable
from lib.intake.checks.header import Header
from lib.intake.checks.numbers import NOTHING_SAID, asked_once
from lib.intake.checks.problems import Mistake, Problem, brief, by_row, row_said
from lib.intake.checks.registers import RegisterTable, register_tables
from lib.intake.checks.shares import Shares
from lib.intake.checks.titles import header_key
from lib.intake.checks.told import hidden_rows, instead_of, zero_formulas
from lib.intake.sheets import Cell, Row, Sheet
from lib.kept.changes import Key
from lib.kept.models import LEVELS
from lib.kept.tables import Column, Table
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.settings import Nothing

Known = Mapping[str, Collection[str]]


def check_records(
    file: Sheet, table: Table, known: Known, nothing: Nothing = "ask", meant: HalfMonth | None = None
) -> CheckedRecords:
    """The records of `table` in the sheet of `file` that holds them; `nothing` is what 无, / and — are among numbers,
    `meant` the half month that is reported.

    `known` gives for each table name the codes that exist already: for units as code → level, so that the level of the
    unit above is checked too; for indicators as code → indicator, so that two can be compared. The codes in the file
    itself count as well, before or after the row that refers to them.
    """
    sheet, tables = register_tables(file, table)
    if not tables:
        mend = _("There is no header row of this table; take the header from the template")
        problem = unreadable(file) or instead_of(Problem(mend=mend, kind="no_header"), sheet)
        return CheckedRecords(table.name, problems=(problem,), notices=sheet.notices, sheets=(sheet,))
    sheets = {part.sheet.name: part.sheet for part in tables}
    reader = _Reader(table, tables, known, nothing, meant)
    reader.read()
    checked = reader.checked((*sheet.notices, *left_out(file, list(sheets.values()))), tuple(sheets.values()))
    unseen = frozenset[int]().union(*(part.hidden for part in sheets.values()))
    hidden = frozenset(record.key for record in checked.rows if record.number in unseen)
    told = [told for part in sheets.values() for told in reader.told(part)]
    return replace(checked, hidden=hidden, notices=(*checked.notices, *told))


def check_typed_records(rows: Iterable[Row], table: Table, known: Known, nothing: Nothing) -> CheckedRecords:
    """Records that were typed into a grid, a cell for each column of the table: none is taken for anything else.

    A row that a file would pass over, as a heading, a total or a remark, is refused instead: its download could not be
    read back. So is one that says the same as another.
    """
    titles = tuple(_(column.title) for column in table.columns)
    header = Header(0, 0, titles, lines=(tuple(filter(None, map(header_key, titles))),))
    columns = dict(enumerate(table.columns))
    reader = _Reader(table, [RegisterTable(Sheet("", "", ()), header, tuple(rows), columns)], known, nothing, None)
    reader.read_typed()
    return reader.checked(())


class _Reader:
    """Everything that is found while the rows are read, one after the other."""

    def __init__(
        self,
        table: Table,
        tables: Sequence[RegisterTable],
        known: Known,
        nothing: Nothing,
        meant: HalfMonth | None,
    ) -> None:
        self._table = table
        self._tables, self._at = tables, tables[0]
        self._known = known
        self._nothing, self._meant = nothing, meant
        self._shares = Shares()
        names = tuple(dict.fromkeys(one.sheet.name for one in tables))
        self._sheets = names if len(names) > 1 else ()
        self._records: dict[Key, tuple[Row, Record]] = {}
        self._problems = [problem for one in tables for problem in one.problems]
        self._notices = list(dict.fromkeys(notice for one in tables for notice in one.notices))
        self._refused: set[int] = set()
        self._repeated = self._unreported = 0
        self._seen: dict[int, RegisterTable] = {}
        self._choices = {column.name: fields.spellings(column) for column in table.columns}
        self._defaults = {column.name: fields.default(table.model, column.name) for column in table.columns}

    @property
    def _header(self) -> Header:
        return self._at.header

    @property
    def _columns(self) -> Mapping[int, Column]:
        return self._at.columns

    def read(self) -> None:
        """Read every row, then what one row says of another."""
        for table in self._tables:
            self._at = table
            for row in table.rows:
                if self._stands_beside(row):
                    continue
                if self._meant and self._reports_nothing(row):
                    self._unreported += 1
                    continue
                self._read_row(row)
        self._check_among_rows()
        for row, mistake in self._shares.doubtful():
            self._refuse(row, mistake)
        self._problems = asked_once(self._problems)

    def told(self, sheet: Sheet) -> list[str]:
        """What is told about the sheet as its program left it."""
        own = [one for one in self._tables if one.sheet is sheet]
        lost = [told for one in own for told in one.lost.notices(one.header)]
        zeros = [told for one in own for told in zero_formulas(sheet, one.header, list(one.columns), self._seen)]
        return [*lost, *hidden_rows(sheet, self._seen, *self._sheets), *dict.fromkeys(zeros)]

    def checked(self, notices: tuple[str, ...], sheets: tuple[Sheet, ...] = ()) -> CheckedRecords:
        """What was found."""
        whole = not any(problem.row is None for problem in self._problems)
        records = [record for _row, record in self._records.values() if record.number not in self._refused]
        if self._repeated:
            self._notices.append(_("{count} rows say the same twice; they count once").format(count=self._repeated))
        if self._unreported:
            self._notices.append(_("{count} rows report nothing; they stay as they are").format(count=self._unreported))
        return CheckedRecords(
            self._table.name,
            tuple(records) if whole else (),
            tuple(sorted(self._problems, key=by_row)),
            (*notices, *self._notices),
            tuple(column.name for column in self._columns.values()),
            frozenset(self._refused),
            len(self._seen),
            sheets,
        )

    def read_typed(self) -> None:
        """Read every row as a record."""
        for row in self._at.rows:
            before, repeated = len(self._problems), self._repeated
            self._read_row(row)
            if len(self._problems) == before and (self._repeated > repeated or self._passed_over(row)):
                self._refused.add(row.number)
                self._problems.append(Problem(row=row.number, mend=_not_read(), kind="passed_over"))
        self._check_among_rows()

    def _check_among_rows(self) -> None:
        for row, record in list(self._records.values()):
            self._at = self._seen[row.number]
            self._check_references(row, record)

    def _passed_over(self, row: Row) -> bool:
        return self._header.repeats(row) or self._is_aside(row)

    def _is_aside(self, row: Row) -> bool:
        return bool(row_labels.total_label(row.cells[:1])) or row_labels.is_footnote(row.cells)

    def _stands_beside(self, row: Row) -> bool:
        if self._header.repeats(row):
            return True
        if self._is_aside(row):
            notice = _("Row {row} is left out: {text}")
            text = next(brief(str(cell)) for cell in row.cells if not is_blank(cell))
            self._notices.append(notice.format(row=row_said(row.number, *self._sheets), text=text))
            return True
        return False

    def _reports_nothing(self, row: Row) -> bool:
        """Whether of a report only the key is there, as in a template that is filled in by half."""
        filled = {
            self._columns[at].name for at, cell in enumerate(row.cells) if at in self._columns and not is_blank(cell)
        }
        return bool(filled) and filled <= {*self._table.key}

    def _read_row(self, row: Row) -> None:
        self._seen[row.number] = self._at
        before = len(self._problems)
        values = dict(self._defaults)
        for mistake in self._at.lost.mistakes(row, self._columns):
            self._refuse(row, mistake)
        for index, column in self._at.columns.items():
            cell = row.cells[index] if index < len(row.cells) else None
            try:
                values[column.name] = self._value(cell, column)
            except Mistake as mistake:
                self._refuse(row, mistake.at(index))
            else:
                if fields.is_percent(column) and values[column.name] is not None:
                    self._shares.see(column.name, row, index, cell, values[column.name])
        if surplus := self._header.surplus(row):
            self._refuse(row, surplus)
        if len(self._problems) == before:
            self._check_order(row, values)
        if len(self._problems) == before:
            self._keep(row, values)

    def _value(self, cell: Cell, column: Column) -> Any:
        code = column.name in self._table.key and column.kind == "text"
        try:
            value = fields.value(cell, column, self._choices[column.name], code=code, meant=self._meant)
        except Mistake as mistake:
            if mistake.kind != NOTHING_SAID or self._nothing == "ask":
                raise
            value = 0 if self._nothing == "zero" else None
        if value is None and column.required:
            raise Mistake("required", _("This cell must not be blank"))
        return self._defaults[column.name] if value is None else value

    def _keep(self, row: Row, values: dict[str, Any]) -> None:
        key = tuple(values[name] for name in self._table.key)
        if key not in self._records:
            self._records[key] = (row, Record(row.number, key, values))
            return
        first = self._records[key][1]
        if first.values == values:
            self._repeated += 1
            return
        self._refused.add(first.number)
        mend = _("Row {row} says something else of the same; keep the right one").format(
            row=row_said(first.number, *self._sheets)
        )
        self._refuse(row, Mistake("two_values", mend, self._index(self._table.key[-1])))

    def _check_order(self, row: Row, values: dict[str, Any]) -> None:
        for name, mistake in fields.out_of_order(self._table, values):
            self._refuse(row, mistake.at(self._index(name)))

    def _check_references(self, row: Row, record: Record) -> None:
        for index, column in self._columns.items():
            code = record.values[column.name]
            if column.refers and code is not None and not self._exists(column.refers, code):
                self._refuse(row, fields.unknown_code(code, self._codes(column.refers)).at(index))
            elif column.level and code is not None and not self._is_of(code, column.level):
                self._refuse(row, fields.of_level(column.level).at(index))
        self._check_comparable(row, record)
        # a file without the column of levels is refused as a whole; its rows then have no level to compare
        if self._table.above and record.values[self._table.above[0]]:
            self._check_level_above(row, record, *self._table.above)

    def _check_level_above(self, row: Row, record: Record, level_name: str, above_name: str) -> None:
        """The unit above must be exactly one level higher; so no unit is its own ancestor."""
        level, above = LEVELS.index(record.values[level_name]), record.values[above_name]
        expected = LEVELS[level - 1] if level else None
        found = self._level_of(above, level_name)
        if (expected is None) == (above is None) and found in (expected, None):
            return
        top = Mistake("wrong_level", _("The prefecture stands at the top; leave this cell blank"))
        self._refuse(row, (fields.of_level(expected) if expected else top).at(self._index(above_name)))

    def _is_of(self, code: str, level: str) -> bool:
        """Whether a unit is of the level; where levels are not told it is taken for one."""
        known = self._known.get("unit", ())
        return not isinstance(known, Mapping) or known.get(code) == level

    def _check_comparable(self, row: Row, record: Record) -> None:
        """Of two indicators one can be more than the other only where they count the same of the same units."""
        known = self._known.get("indicator", ())
        if not self._table.comparable or not isinstance(known, Mapping):
            return
        smaller, larger = (known.get(record.values[name]) for name in self._table.comparable)
        if smaller and larger and (found := not_comparable(smaller, larger)):
            mistake, wrong = found
            self._refuse(row, mistake.at(self._index(self._table.comparable[wrong is larger])))

    def _level_of(self, code: str | None, level_name: str) -> str | None:
        """The level of the unit above, from the file or from what exists; None where it cannot be told."""
        if code is None:
            return None
        if (code,) in self._records:
            return str(self._records[(code,)][1].values[level_name])
        existing = self._known.get(self._table.name, ())
        return existing.get(code) if isinstance(existing, Mapping) else None

    def _exists(self, table: str, code: str) -> bool:
        return code in self._known.get(table, ()) or (table == self._table.name and (code,) in self._records)

    def _codes(self, table: str) -> set[str]:
        own = {record.key[0] for _row, record in self._records.values()} if table == self._table.name else set()
        return own | set(self._known.get(table, ()))

    def _index(self, name: str) -> int:
        return next((index for index, column in self._columns.items() if column.name == name), 0)

    def _refuse(self, row: Row, mistake: Mistake) -> None:
        self._refused.add(row.number)
        at = self._seen.get(row.number, self._at)
        self._problems.append(at.header.problem(row, mistake))


def _not_read() -> str:
    return _("This row reads like a heading, a total or a remark, or says the same as another; write it otherwise")
