"""Tables on their way out: rows → CSV or XLSX, safe against formulas, and read back by the same reader unchanged."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import sqlalchemy as sa
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from lib.intake.checks.fields import is_percent
from lib.intake.checks.formulas import csv_line, neutral
from lib.kept.changes import current_records
from lib.kept.models import Indicator
from lib.kept.reference import Reference, UnitRef
from lib.kept.tables import Column, Table
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.language import named
from lib.words.texts import printable

ExportCell = str | int | Decimal | date | None

EXACT_DIGITS = 15  # a spreadsheet's numbers lose what goes beyond; such a number is written as text


@dataclass(frozen=True)
class Export:
    """A table to hand out: a name for file and sheet, the header, and rows of texts, exact numbers and days.

    In a workbook so many first columns are `frozen`, a `note` stands above the header, further sheets stand `beside`.
    """

    name: str
    header: tuple[str, ...]
    rows: list[tuple[ExportCell, ...]]
    frozen: int = 0
    note: str = ""
    beside: tuple["Export", ...] = ()


def values(
    connection: sa.Connection, reference: Reference, form: str, half_month: HalfMonth, below: str | None = None
) -> Export:
    """The values of a form in one half month, wide: a row per unit that is asked; what is missing is blank."""
    return _wide(reference, form, half_month, below, stored(connection, form, half_month))


def targets(connection: sa.Connection, reference: Reference, form: str, below: str | None = None) -> Export:
    """The targets of a form's indicators, wide: a row per unit that is asked; what has no target is blank."""
    return _wide(reference, form, None, below, stored(connection, form, None))


StoredValues = dict[tuple[int, int], int]  # by the ids of unit and indicator


def stored(connection: sa.Connection, form: str, half_month: HalfMonth | None) -> StoredValues:
    """The values of a form in one half month; its targets without one."""
    table, when = ("observation", "v.half_month = :h") if half_month else ("target", "TRUE")
    # as rows and not as models: a form of 1,429 villages has some 17,000 values
    query = f"SELECT v.unit_id, v.indicator_id, v.value FROM {table} v JOIN indicator i ON i.id = v.indicator_id"
    given = {"form": form} | ({"h": half_month.ordinal} if half_month else {})
    # of several targets the last one is written last, and holds
    order = "" if half_month else " ORDER BY v.since"
    rows = connection.execute(sa.text(f"{query} WHERE i.form = :form AND {when}{order}"), given)
    return {(unit, indicator): value for unit, indicator, value in rows}


def _wide(
    reference: Reference, form: str, half_month: HalfMonth | None, below: str | None, stored: StoredValues
) -> Export:
    asked = reference.forms[form].indicators
    titles = (_("Unit code"), _("Unit name"), *(named(indicator.name, indicator.name_en) for indicator in asked))
    units = reference.form_units(form, below, half_month.ordinal if half_month else reference.last_opened)
    rows = [numbers(unit, asked, stored) for unit in units]
    if half_month is None:
        return Export(f"targets_{form}", titles, rows)
    return Export(f"{half_month}_{form}", (_("Half month"), *titles), [(half_month.label, *row) for row in rows])


def numbers(unit: UnitRef, asked: Sequence[Indicator], stored: StoredValues) -> tuple[ExportCell, ...]:
    """The code and name of a unit, and its values as people write them."""
    values = (
        unmistakable(exact_value(stored.get((unit.id, indicator.id)), indicator), percent=indicator.unit == "%")
        for indicator in asked
    )
    return unit.code, named(unit.name, unit.name_en), *values


def exact_value(steps: int | None, indicator: Indicator) -> int | Decimal | None:
    """A value kept in smallest steps as people write it: 125 with one decimal is 12.5."""
    if steps is None or indicator.decimals == 0:
        return steps
    return Decimal(steps).scaleb(-indicator.decimals)


def unmistakable(value: ExportCell, *, percent: bool) -> ExportCell:
    """A percent up to 1 with its sign: without it, it reads as a part of one as well, and is asked about."""
    return f"{value}%" if percent and isinstance(value, int | Decimal) and 0 < value <= 1 else value


def records(connection: sa.Connection, table: Table) -> Export:
    """Every record of a catalogue or register, in the order of its key, under the headers that people see."""
    kept = current_records(connection, table)
    rows = [
        tuple(
            unmistakable(record_cell(column, record[column.name]), percent=is_percent(column))
            for column in table.columns
        )
        for _key, record in sorted(kept.items())
    ]
    return Export(table.name, tuple(_(column.title) for column in table.columns), rows)


def empty(table: Table) -> Export:
    """The template of a register: its header and no record."""
    return Export(table.name, tuple(_(column.title) for column in table.columns), [])


def record_cell(column: Column, value: Any) -> ExportCell:
    """A value of a record as people read and write it: choices as words, half months by their label."""
    if value is None:
        return None
    if column.kind == "half_month":
        return HalfMonth(value).label
    if column.kind == "yes_no":
        return int(value)  # 1 or 0, as the file is read in either language
    if column.kind == "choice":
        return column.word(value)
    given: ExportCell = value
    return given


def as_csv(export: Export) -> bytes:
    """UTF-8 with byte-order mark, so that Excel reads the characters; text that looks like a formula gets a '."""
    lines = (csv_line(map(_text, row)) for row in (export.header, *export.rows))
    return "".join(lines).encode("utf-8-sig")


def _text(cell: ExportCell) -> str:
    if isinstance(cell, str):
        return neutral(cell)
    return "" if cell is None else format(cell, "f") if isinstance(cell, Decimal) else str(cell)


# Nothing that is written becomes a formula, a link or a number by its looks.
WORKBOOK = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def as_xlsx(export: Export) -> bytes:
    """A workbook with a frozen header; codes and all texts are stored as text, numbers as numbers."""
    written = BytesIO()
    with xlsxwriter.Workbook(written, WORKBOOK) as book:
        head, text, day = ({"bold": True}, {"num_format": "@"}, {"num_format": "yyyy-mm-dd"})
        formats = {str: book.add_format(text), date: book.add_format(day)}
        bold = book.add_format(head)
        for each in (export, *export.beside):
            _write(book.add_worksheet(sheet_name(each.name)), each, bold, formats)
    return written.getvalue()


def _write(sheet: Worksheet, export: Export, bold: Format, formats: Mapping[type, Format]) -> None:
    top = 1 if export.note else 0
    if export.note:
        put(sheet, 0, 0, export.note)
    for at, title in enumerate(export.header):
        put(sheet, top, at, title, bold)
    for number, row in enumerate(export.rows, start=top + 1):
        for at, cell in enumerate(row):
            put(sheet, number, at, cell, formats.get(type(cell)), formats[str])
    sheet.freeze_panes(top + 1, export.frozen)
    for at, width in enumerate(_widths(export)):
        sheet.set_column(at, at, width)


def put(
    sheet: Worksheet, row: int, at: int, cell: ExportCell, look: Format | None = None, as_text: Format | None = None
) -> None:
    """Write a cell: texts as text, numbers as numbers, days as days; a number with too many digits as text.

    `look` is its format, `as_text` that of a number which becomes text.
    """
    if isinstance(cell, str):
        sheet.write_string(row, at, _in_workbook(cell), look)
    elif isinstance(cell, int | Decimal) and len(Decimal(cell).as_tuple().digits) > EXACT_DIGITS:
        sheet.write_string(row, at, _text(cell), as_text or look)
    elif isinstance(cell, date | datetime):
        sheet.write_datetime(row, at, cell, look)
    elif cell is not None:
        sheet.write_number(row, at, cell, look)


def _in_workbook(text: str) -> str:
    """A string is never evaluated here; only an apostrophe of its own must survive the way back."""
    shown = neutral(text) if text.startswith("'") else printable(text)
    # The library takes <r>…</r> for markup and writes it unescaped. A blank at the end is taken off on the way in.
    return f"{shown} " if shown.endswith("</r>") else shown


def sheet_name(text: str) -> str:
    """`text` as the name of a worksheet: without the characters that Excel forbids there, at most 31 long."""
    allowed = re.sub(r"[\[\]:*?/\\\s]+", "_", printable(text))
    # Excel counts as UTF-16 does, in which an emoji is two characters long
    return allowed.encode("utf-16-le")[: 2 * 31].decode("utf-16-le", "ignore").strip("'") or _("Table")


def file_name(text: str, suffix: str) -> str:
    """`text` as a file's name that every system takes: ("2023/6 =表", "csv") → "2023_6 =表.csv".

    Without what cannot be seen, paths and characters that Windows forbids; at most 200 bytes before the suffix.
    """
    allowed = re.sub(r'[\\/:：*?"<>|\t\n]+ ?', "_", printable(text))
    short = allowed.encode()[:200].decode("utf-8", "ignore").strip(". ")
    return f"{_DEVICE.sub('_', short) or _('Table')}.{suffix}"


_DEVICE = re.compile(r"^(?=(con|prn|aux|nul|com\d|lpt\d)(\.|$))", re.IGNORECASE)  # Windows keeps these names


def _widths(export: Export) -> list[float]:
    """As wide as the widest of the first rows."""
    shown = [export.header, *export.rows[:200]]
    return [min(max(width_of(_text(row[at])) for row in shown) + 2, 60) for at in range(len(export.header))]


def width_of(text: str) -> int:
    """How many places a text takes in a spreadsheet's column; a Chinese character takes two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)
