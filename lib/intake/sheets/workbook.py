"""XLSX and XLS → rows, read by calamine after a look at what is in the container."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from lib.intake.sheets import biff, compound
from lib.intake.sheets.archive import copy_workbook, damaged
from lib.intake.sheets.markup import Markup
from lib.intake.sheets.rows import Cell, Row, Sheet
from lib.intake.sheets.survey import MOST_CELLS, MOST_TEXT, Survey
from lib.words.errors import FileRefused
from lib.words.language import gettext as _
from lib.words.settings import Upload

HEAD = 60
"""Among so many first rows a header is looked for, with room for blank rows."""


def read_xlsx(content: bytes, file_name: str, limits: Upload) -> Sheet:
    """The rows of the sheet with the data. Raises FileRefused for what is no plain workbook or too large."""
    markup = Markup()
    copy = copy_workbook(content, limits, markup.watch)
    surveys = {name: markup.surveys[path] for name, path in _paths(copy).items() if path in markup.surveys}
    return _read(copy, file_name, surveys, limits)


def read_xls(content: bytes, file_name: str, limits: Upload) -> Sheet:
    """The rows of the sheet with the data of an Excel 97–2003 workbook. Raises FileRefused like `read_xlsx`."""
    surveys = biff.surveys(compound.workbook_stream(content))
    _refuse_oversize_together(surveys.values(), limits)
    return _read(BytesIO(content), file_name, surveys, limits)


def _refuse_oversize_together(surveys: Iterable[Survey], limits: Upload) -> None:
    """Calamine reads every sheet of an XLS at once, so all of them together must fit."""
    area = characters = 0
    for survey in surveys:
        survey.refuse_oversize(limits)
        area += _area(survey)
        characters += survey.characters
    _refuse_together(area if characters <= MOST_TEXT else MOST_CELLS + 1)


def _paths(copy: BytesIO) -> dict[str, str]:
    """The member of each sheet, by the sheet's name."""
    with ZipFile(copy) as members:
        links = {link.get("Id"): link.get("Target", "") for link in _elements(members, "xl/_rels/workbook.xml.rels")}
        elements = list(_elements(members, "xl/workbook.xml"))
    found: dict[str, str] = {}
    for element in elements:
        if element.tag.endswith("}sheet"):
            link = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
            path = posixpath.normpath(posixpath.join("/xl", links.get(link, "")))
            found[element.get("name", "")] = path.lstrip("/")
    return found


def _elements(members: ZipFile, name: str) -> Iterator[ElementTree.Element]:
    try:
        return ElementTree.fromstring(members.read(name)).iter()
    except (KeyError, ElementTree.ParseError) as error:
        raise damaged() from error


def _read(written: BytesIO, file_name: str, surveys: Mapping[str, Survey], limits: Upload) -> Sheet:
    try:
        written.seek(0)
        book = CalamineWorkbook.from_filelike(written)
        return _together(book, file_name, surveys, limits)
    except CalamineError as error:
        raise damaged() from error
    except BaseException as error:
        # a panic within calamine arrives as an exception that is no Exception
        if type(error).__name__ == "PanicException":
            raise damaged() from error
        raise


def _together(book: CalamineWorkbook, file_name: str, surveys: Mapping[str, Survey], limits: Upload) -> Sheet:
    """Every visible sheet that holds something and can be read, the first with the others."""
    visible = {meta.name for meta in book.sheets_metadata if meta.visible == SheetVisibleEnum.Visible}
    holding = [name for name in surveys if surveys[name].cells]
    refused, unread = dict[str, FileRefused](), {name: "" for name in holding if name not in visible}
    sheets, area = list[Sheet](), 0
    # a sheet that is too large is no reason to refuse the table beside it; all but the largest have a limit together
    for name in sorted(visible.intersection(holding), key=lambda name: _area(surveys[name])):
        try:
            surveys[name].refuse_oversize(limits)
            _refuse_together(area)
            sheets.append(_sheet(book, file_name, name, surveys[name], limits))
        except FileRefused as refusal:
            refused[name] = refusal
        area += _area(surveys[name])
    sheets = [sheet for name in surveys for sheet in sheets if sheet.name == name and sheet.rows]
    if not sheets and refused:
        raise max(refused.items(), key=lambda one: surveys[one[0]].cells)[1]
    if not sheets:
        raise FileRefused(_("The workbook holds no table on a visible sheet; fill in the template and upload that"))
    unread |= {name: str(refusal) for name, refusal in refused.items()}
    return replace(sheets[0], others=tuple(sheets[1:]), unread=unread)


def _area(survey: Survey) -> int:
    return survey.rows * survey.columns


def _refuse_together(area: int) -> None:
    if area > MOST_CELLS:
        raise FileRefused(_("The sheets of the workbook are too large together; copy the table into a new workbook"))


def _sheet(book: CalamineWorkbook, file_name: str, name: str, survey: Survey, limits: Upload) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    rows, filled = _filled_down(_rows(sheet, survey), sheet)
    _refuse_long_cells(rows, limits)
    numbered = (Row(number, tuple(cells)) for number, cells in rows.items())
    return Sheet(file_name, name, tuple(numbered), filled=filled, spans=_spans(sheet))


def _spans(sheet: CalamineSheet) -> dict[tuple[int, int], int]:
    """Cells of the first rows that reach over several columns: titles of groups, above those of their columns."""
    merged = sheet.merged_cell_ranges or ()
    return {(row + 1, first): last for (row, first), (_row, last) in merged if first < last and row < HEAD}


def _rows(sheet: CalamineSheet, survey: Survey) -> dict[int, list[Cell]]:
    """The rows that hold something by their number, each from column A on."""
    rows: dict[int, list[Cell]] = {}
    indent: list[Cell] = [None] * (sheet.start[1] if sheet.start else 0)
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = [None if value == "" else _cell(value) for value in values]
        if any(cell is not None for cell in cells):
            rows[number] = indent + cells
    for (row, column), error in survey.errors.items():
        _put(rows, row + 1, column, error)
    for row, column in survey.percents:
        fraction = _get(rows, row + 1, column)
        if isinstance(fraction, int | float):
            _put(rows, row + 1, column, _percent(fraction))
    return dict(sorted(rows.items()))


def _cell(value: Any) -> Cell:
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        # above 2**53 the digits are no longer those that were typed
        return int(value)
    if isinstance(value, time | timedelta):
        return str(value)
    if isinstance(value, datetime) and value.time() > time(23, 59) and value.date() < date.max:
        return value.date() + timedelta(days=1)  # written seconds before the day begins, and shown as that day
    cell: Cell = value
    return cell


def _percent(value: float) -> str:
    """0.125, shown as a percent, as people see it: 12.5%."""
    return f"{Decimal(format(value, '.15g')) * 100:f}".rstrip("0").rstrip(".") + "%"


def _filled_down(
    rows: dict[int, list[Cell]], sheet: CalamineSheet
) -> tuple[dict[int, list[Cell]], frozenset[tuple[int, int]]]:
    """Merged cells hold their value in the first row only: each row below gets it too."""
    filled: set[tuple[int, int]] = set()
    bottom, looked_at = max(rows, default=0), 0
    for (first, column), (last, _column) in sheet.merged_cell_ranges or ():
        below = range(first + 2, min(last + 1, bottom) + 1)
        looked_at += len(below)
        if looked_at > MOST_CELLS:
            # merged cells do not overlap in a workbook that a spreadsheet wrote
            raise damaged()
        value = _get(rows, first + 1, column)
        for number in below if value is not None else ():
            if number in rows:
                _put(rows, number, column, value)
                filled.add((number, column))
    return rows, frozenset(filled)


def _get(rows: Mapping[int, list[Cell]], number: int, column: int) -> Cell:
    cells = rows.get(number, [])
    return cells[column] if column < len(cells) else None


def _put(rows: dict[int, list[Cell]], number: int, column: int, cell: Cell) -> None:
    cells = rows.setdefault(number, [])
    cells.extend([None] * (column + 1 - len(cells)))
    cells[column] = cell


def _refuse_long_cells(rows: Mapping[int, list[Cell]], limits: Upload) -> None:
    for number, cells in rows.items():
        if any(isinstance(cell, str) and len(cell) > limits.max_cell_characters for cell in cells):
            raise FileRefused(
                _("A cell in row {row} has more than {limit} characters; shorten it").format(
                    row=number, limit=limits.max_cell_characters
                )
            )
