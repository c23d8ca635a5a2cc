"""The first sheet: what the workbook is, how to read it, and which sheets follow."""

from collections.abc import Sequence

from lib.review.seed import is_demo
from lib.review.submissions import Completeness, complete_counties, due_date
from lib.show.blocks.status import light_meanings
from lib.show.boards.words import complete_words
from lib.show.look import PALETTE, TONES
from lib.show.workbook.cells import Sheet
from lib.show.workbook.figures import Source
from lib.show.workbook.write import Book, Look, Page
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.lights import Light
from lib.words.settings import settings


def book_title(half_month: HalfMonth) -> str:
    """The workbook's title."""
    return _("{title}: {half_month}").format(title=settings().title, half_month=half_month.label)


def cover(book: Book, source: Source, sheets: Sequence[Sheet]) -> None:
    """Write it; the names of the sheets lead to them."""
    page = book.add(_("About"))
    page.set_column(0, 0, 18)
    page.set_column(1, 1, 10)
    page.set_column(2, 2, 66)
    page.set_row(0, 28)
    page.write_string(0, 0, book_title(source.half_month), book.format(Look(ink=PALETTE.ink, bold=True, size=16)))
    row = _facts(book, page, source, 2)
    row = _legend(book, page, row + 1, source.reference.behind)
    _contents(book, page, sheets, row + 1)


def _facts(book: Book, page: Page, source: Source, row: int) -> int:
    """Half month, state, reports, and how blanks are to be read."""
    for name, text in _said(source):
        page.write_string(row, 0, name, book.format(Look(bold=True)))
        page.merge_range(row, 1, row, 2, "", book.format(Look(wrap=True)))
        page.write_string(row, 1, text, book.format(Look(wrap=True)))
        page.set_row(row, 16 * -(-len(text) // 40))  # Excel fits no row to a text in merged cells by itself
        row += 1
    return row


def _said(source: Source) -> list[tuple[str, str]]:
    half_month, state = source.half_month, source.reference.states.get(source.half_month.ordinal)
    complete = complete_counties(source.connection).get(half_month, Completeness())
    lines = [
        (_("Half month"), half_month.label),
        (_("As of"), half_month.last_day.isoformat()),
        (_("State"), _("closed") if state == "closed" else _("open, totals cover what was filled in")),
        (_("Reports"), complete_words(_("{count} counties complete{apart}"), complete)),
        (_("Due day"), due_date(half_month).isoformat()),
        (_("Made on"), settings().today.isoformat()),
        (_("Blank"), _("A blank cell was not reported or is not asked; 0 is a true zero, and totals leave blanks out")),
        (_("Percents"), _("Rounded down, so that only what is complete reads 100.00 %")),
        (_("Registers"), _("Inspections, meeting items and admissions stand as they are today")),
    ]
    if is_demo(source.connection):
        lines.append((_("Demo data"), _("Demo: only prefecture totals are real")))
    return lines


def _legend(book: Book, page: Page, row: int, behind: int) -> int:
    """The lights as they stand in the sheets."""
    meanings = light_meanings(behind) | {Light.DONE: _("all done")}
    page.write_string(row, 0, _("Lights"), book.format(Look(bold=True)))
    for light, meaning in reversed(meanings.items()):
        tone = TONES[light]
        word = book.format(Look(ground=tone.tint, ink=tone.ink, bold=True))
        page.write_string(row, 1, f"{light.symbol} {light.word}", word)
        page.write_string(row, 2, meaning, book.format(Look()))
        row += 1
    return row


def _contents(book: Book, page: Page, sheets: Sequence[Sheet], row: int) -> None:
    head = book.format(Look(ground=PALETTE.soft, ink=PALETTE.ink, bold=True))
    for at, name in enumerate((_("Sheet"), _("Rows"), _("What it holds"))):
        page.write_string(row, at, name, head)
    for number, sheet in enumerate(sheets, start=row + 1):
        place = "internal:'" + sheet.name.replace("'", "''") + "'!A1"
        page.write_url(number, 0, place, book.format(Look(ink=PALETTE.accent)), sheet.name)
        page.write_number(number, 1, len(sheet.rows), book.format(Look("#,##0")))
        page.write_string(number, 2, sheet.said, book.format(Look(wrap=True)))
