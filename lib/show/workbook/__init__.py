"""A half month as one workbook: a sheet for every table, to be sorted, summed and printed."""

import re
from dataclasses import replace

import sqlalchemy as sa

from lib.kept.reference import Reference
from lib.show.workbook.about import book_title, cover
from lib.show.workbook.cells import Sheet
from lib.show.workbook.figures import (
    Source,
    definitions_sheet,
    indicator_sheets,
    levels_sheet,
    overview_sheet,
    quadrant_sheet,
    units_sheet,
)
from lib.show.workbook.registers import admissions_sheet, events_sheet, inspections_sheet, items_sheet
from lib.show.workbook.reports import form_sheets, measures_sheet, submissions_sheet, tasks_sheet
from lib.show.workbook.spot_checks import spot_checks_sheet
from lib.show.workbook.surveys import survey_sheets
from lib.show.workbook.write import Book
from lib.words.half_months import HalfMonth

__all__ = ["workbook"]

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
LONGEST_NAME = 31  # characters, as Excel allows


def workbook(connection: sa.Connection, reference: Reference, half_month: HalfMonth, note: str) -> bytes:
    """The XLSX of a half month; `note` says as of when, who reported, and that data are demo.

    Registers of the mechanism (inspections, meeting items, admissions) stand in it as they are today.
    """
    source = Source(connection, reference.of(half_month), half_month)
    sheets = named_apart(_sheets(source))
    book = Book(book_title(half_month), note)
    cover(book, source, sheets)
    for sheet in sheets:
        book.table(sheet)
    return book.made()


def _sheets(source: Source) -> list[Sheet]:
    return [
        overview_sheet(source),
        levels_sheet(source),
        *(units_sheet(source, level) for level in ("county", "township", "village")),
        *indicator_sheets(source),
        quadrant_sheet(source),
        measures_sheet(source),
        tasks_sheet(source),
        submissions_sheet(source),
        *form_sheets(source),
        inspections_sheet(source),
        events_sheet(source),
        items_sheet(source),
        admissions_sheet(source),
        spot_checks_sheet(source),
        *survey_sheets(source),
        definitions_sheet(source),
    ]


def named_apart(sheets: list[Sheet]) -> list[Sheet]:
    """The sheets under names that Excel takes: short, without its signs, and each only once."""
    named: list[Sheet] = []
    taken: set[str] = {""}  # lower case: Excel takes Form and form for one name, and none that is empty
    for sheet in sheets:
        name, number = _allowed(sheet.name), 1
        while name.lower() in taken:
            number += 1
            name = f"{_allowed(sheet.name)[: LONGEST_NAME - 4]} {number}".lstrip()
        taken.add(name.lower())
        named.append(replace(sheet, name=name))
    return named


def _allowed(name: str) -> str:
    # Excel takes no name with an apostrophe at either end: in formulas it quotes the name
    return _NOT_IN_NAMES.sub(" ", name)[:LONGEST_NAME].strip().strip("'")
