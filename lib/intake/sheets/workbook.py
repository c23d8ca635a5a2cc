"""XLSX, XLSB and XLS → rows, read by calamine after a look at what is in the container."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from lib.intake.sheets import biff, compound
from lib.intake.sheets.archive import copy_workbook, damaged
from lib.intake.sheets.markup import Markup
from lib.intake.sheets.placed import as_cell, as_sheet, get, moment, percent, put, refuse_long_cells
from lib.intake.sheets.rows import Cell, Sheet
from lib.intake.sheets.survey import MOST_CELLS, MOST_TEXT, Survey
from lib.intake.sheets.together import refuse_together, together
from lib.intake.sheets.xlsb import Records
from lib.words.settings import UploadLimits


def read_xlsx(content: bytes, file_name: str, limits: UploadLimits) -> Sheet:
    """The rows of the sheet with the data. Raises FileRefused for what is no plain workbook or too large."""
    markup = Markup()
    copy = copy_workbook(content, limits, markup.watch, (".xml", ".rels"))
    surveys = {name: markup.surveys[path] for name, path in members_of_sheets(copy).items() if path in markup.surveys}
    return _read(copy, file_name, _counting(surveys, markup.from_1904), limits)


def read_xlsb(content: bytes, file_name: str, limits: UploadLimits) -> Sheet:
    """The rows of the sheets of a binary workbook. Raises FileRefused like `read_xlsx`."""
    records = Records()
    copy = copy_workbook(content, limits, records.watch, (".bin", ".rels", ".xml"))
    with ZipFile(copy) as members:
        parts = _parts(members, "xl/_rels/workbook.bin.rels", records.links)
    surveys = {name: records.surveys[path] for name, path in parts.items() if path in records.surveys}
    return _read(copy, file_name, _counting(surveys, records.from_1904), limits)


def read_xls(content: bytes, file_name: str, limits: UploadLimits) -> Sheet:
    """The rows of the sheet with the data of an Excel 97–2003 workbook. Raises FileRefused like `read_xlsx`."""
    look = biff.look_through(compound.workbook_stream(content))
    _refuse_oversize_together(look.surveys.values(), limits)
    surveys = _counting(look.surveys, look.from_1904)
    return _read(BytesIO(compound.corrected(content, look.corrections)), file_name, surveys, limits)


def _counting(surveys: Mapping[str, Survey], from_1904: bool) -> Mapping[str, Survey]:
    """The surveys of sheets that count their days from 1904, or from 1900."""
    for survey in surveys.values():
        survey.from_1904 = from_1904
    return surveys


def _refuse_oversize_together(surveys: Iterable[Survey], limits: UploadLimits) -> None:
    """Calamine reads every sheet of an XLS at once, so all of them together must fit."""
    area = characters = 0
    for survey in surveys:
        survey.refuse_oversize(limits)
        area += survey.area
        characters += survey.characters
    refuse_together(area if characters <= MOST_TEXT else MOST_CELLS + 1)


def members_of_sheets(copy: BytesIO) -> dict[str, str]:
    """The member of each sheet, by the sheet's name."""
    found: dict[str, str] = {}
    with ZipFile(copy) as members:
        for element in _elements(members, "xl/workbook.xml"):
            if element.tag.endswith("}sheet"):
                # by its ending: a strict workbook (ISO 29500) has other namespaces than Excel writes
                link = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
                found[element.get("name", "")] = link
        return _parts(members, "xl/_rels/workbook.xml.rels", found)


def _parts(members: ZipFile, relations: str, links: Mapping[str, str]) -> dict[str, str]:
    """The member of each sheet, where its name leads to a link."""
    targets = {link.get("Id"): link.get("Target", "") for link in _elements(members, relations)}
    # most writers name them from xl/ on, openpyxl from the root
    return {
        name: posixpath.normpath(posixpath.join("/xl", targets.get(link, ""))).lstrip("/")
        for name, link in links.items()
    }


def _elements(members: ZipFile, name: str) -> Iterator[ElementTree.Element]:
    # a tree, for this member alone: it has no document type and is not large, as was seen while it was copied
    try:
        return ElementTree.fromstring(members.read(name)).iter()
    except (KeyError, ElementTree.ParseError) as error:
        raise damaged() from error


def _read(written: BytesIO, file_name: str, surveys: Mapping[str, Survey], limits: UploadLimits) -> Sheet:
    try:
        written.seek(0)
        book = CalamineWorkbook.from_filelike(written)
        visible = {meta.name for meta in book.sheets_metadata if meta.visible == SheetVisibleEnum.Visible}
        return together(visible, surveys, limits, lambda name: _sheet(book, file_name, name, surveys[name], limits))
    except CalamineError as error:
        raise damaged() from error
    except BaseException as error:
        # a panic within calamine arrives as an exception that is no Exception
        if type(error).__name__ == "PanicException":
            raise damaged() from error
        raise


def _sheet(book: CalamineWorkbook, file_name: str, name: str, survey: Survey, limits: UploadLimits) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    rows = _rows(sheet, survey)
    refuse_long_cells(rows, limits)
    return as_sheet(file_name, name, rows, sheet.merged_cell_ranges or survey.merged, survey)


def _rows(sheet: CalamineSheet, survey: Survey) -> dict[int, list[Cell]]:
    """The rows that hold something by their number, each from column A on."""
    rows: dict[int, list[Cell]] = {}
    # calamine leaves out the columns before the first that holds something, but not the rows
    indent: list[Cell] = [None] * (sheet.start[1] if sheet.start else 0)
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = [None if value == "" else as_cell(value) for value in values]
        if any(cell is not None for cell in cells):
            rows[number] = indent + cells
    for (row, column), error in (survey.errors | survey.results.missing()).items():
        put(rows, row + 1, column, error)
    for (row, column), text in survey.texts.items():
        put(rows, row + 1, column, text or None)
    for row, column in survey.percents:
        fraction = get(rows, row + 1, column)
        if isinstance(fraction, int | float):
            put(rows, row + 1, column, percent(fraction))
    for row, column in survey.days:
        serial = get(rows, row + 1, column)
        if isinstance(serial, int | float):
            put(rows, row + 1, column, moment(serial, from_1904=survey.from_1904))
    return dict(sorted(rows.items()))  # an error may have stood alone in its row, which came last then
