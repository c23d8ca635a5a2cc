"""Half months that a file names: in its column, in title, sheet name, file name, and in a line below the table."""

from collections.abc import Iterator
from dataclasses import replace

from lib.intake.checks.cells import half_month as read_half_month
from lib.intake.checks.cells import is_blank, plain
from lib.intake.checks.layout import Layout
from lib.intake.checks.problems import Mistake, Offer, Problem
from lib.intake.checks.wanted import Reported
from lib.intake.sheets import Row, Sheet
from lib.kept.models import Openness
from lib.kept.reference import Reference
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _

COMPARES = ("比", "较", "上期", "相对")
"""A line below the table with one of these tells of a half month before, with which the table is compared."""
LAST_ROWS = 10


def of_the_column(sheet: Sheet, layout: Layout) -> set[HalfMonth]:
    """The half months that the rows name; cells that name none are told row by row."""
    index = layout.roles.get("half_month")
    if index is None:
        return set()
    found = set[HalfMonth]()
    for cell in {row.cells[index] for row in sheet.rows[layout.first :] if index < len(row.cells)}:
        try:
            ordinal = read_half_month(cell)
        except Mistake:
            continue
        found |= {HalfMonth(ordinal)} if ordinal is not None else set()
    return found


def months_of(sheet: Sheet, layout: Layout, reference: Reference, wanted: Reported) -> set[HalfMonth]:
    """Those of the column of a sheet; without one, those that its name and its title name."""
    if found := of_the_column(sheet, layout):
        return found
    near = _near(reference, wanted)
    return {month for _where, text in around(sheet, layout) for month in HalfMonth.mentioned(text, near)}


def another_half_month(sheet: Sheet, layout: Layout, reference: Reference, wanted: Reported) -> Problem | None:
    """The one sentence about a table that names another half month than the one that is reported."""
    rows = of_the_column(sheet, layout)
    if len(rows) == 1 and (problem := _of_all_rows(layout, next(iter(rows)), reference, wanted)):
        return problem
    expected = {wanted.half_month} if wanted.half_month else rows
    if wanted.any_state or not expected:
        return None
    near = _near(reference, wanted)
    for where, text in [*around(sheet, layout), (_("the name of the file"), sheet.file_name.rpartition(".")[0])]:
        mentioned = HalfMonth.mentioned(text, near)
        if mentioned and expected.isdisjoint(mentioned) and rows.isdisjoint(mentioned):
            asked = wanted.half_month or min(expected)
            return _other(where, text, mentioned[0], asked, reference)
    return None


def _of_all_rows(layout: Layout, found: HalfMonth, reference: Reference, wanted: Reported) -> Problem | None:
    if wanted.half_month is not None and found != wanted.half_month:
        offer = _offer(found, reference)
        mend = _("All rows are of {found}, here {half_month} is reported; choose {found}, or correct the column")
        if offer is None:
            mend = _(
                "All rows are of {found}, which is not open, here {half_month} is reported; correct the column, or ask "
                "the office to open {found}"
            )
        mend = mend.format(found=found.label, half_month=wanted.half_month.label)
        column = layout.header.of_column(layout.roles["half_month"], "other_half_month", mend, text=found.label)
        return replace(column, offer=offer)
    return None


def _other(where: str, text: str, found: HalfMonth, asked: HalfMonth, reference: Reference) -> Problem:
    offer = _offer(found, reference)
    mend = _("{where} says {found}, here {half_month} is reported; choose {found}, or correct it there")
    if offer is None:
        mend = _(
            "{where} says {found}, which is not open, here {half_month} is reported; correct it there, or ask the "
            "office to open {found}"
        )
    mend = mend.format(where=where[:1].upper() + where[1:], found=found.label, half_month=asked.label)
    return Problem(text=text, mend=mend, kind="other_half_month", offer=offer)


def _offer(found: HalfMonth, reference: Reference) -> Offer | None:
    return Offer(half_month=found.ordinal) if reference.states.get(found.ordinal) == Openness.OPEN else None


def _near(reference: Reference, wanted: Reported) -> HalfMonth:
    """The half month nearest to which one without a year is meant."""
    ordinal = wanted.ordinal if wanted.ordinal is not None else reference.last_opened
    # before the first half month is opened nothing is reported yet, and any will do
    return HalfMonth(ordinal) if ordinal is not None else HalfMonth.of(2000, 1, 1)


def around(sheet: Sheet, layout: Layout) -> Iterator[tuple[str, str]]:
    """The texts around a table, each with how people find it."""
    if sheet.name:
        yield _("the name of the sheet"), sheet.name
    for row in sheet.rows[: layout.header.first]:
        yield from _texts(row)
    alone = 1 if "half_month" in layout.roles else 2
    for row in sheet.rows[max(layout.first, len(sheet.rows) - LAST_ROWS) :]:
        filled = [cell for cell in row.cells if not is_blank(cell)]
        if len(filled) <= alone and all(isinstance(cell, str) for cell in filled):
            yield from ((where, text) for where, text in _texts(row) if not any(word in text for word in COMPARES))


def _texts(row: Row) -> Iterator[tuple[str, str]]:
    where = _("row {row}").format(row=row.number)
    for cell in row.cells:
        if isinstance(cell, str) and plain(cell):
            yield where, plain(cell)
