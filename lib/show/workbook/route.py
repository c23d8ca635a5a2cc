"""路线表: the villages of a spot check as a workbook, a sheet for each county, to be printed or filled in on the way.

Its yellow cells are filled in; the file comes back as an upload of spot checks, whose reader passes over the first
sheet.
"""

from collections.abc import Sequence
from io import BytesIO

import sqlalchemy as sa
import xlsxwriter

from lib.documents.paper import in_chinese
from lib.intake.exports import WORKBOOK, ExportCell, put, sheet_name
from lib.intake.templates import note
from lib.kept.reference import Reference
from lib.kept.tables import TABLES
from lib.review.spot_checks import Check, KeptFrame, Plan, Stop, route
from lib.show.look import PALETTE
from lib.show.workbook.write import A4, Format, Page
from lib.words.language import gettext as _

SPOT_CHECKS = TABLES["spot_check"]
YELLOW = "#FFF6C8"
FIRST, HEAD = 3, 2  # rows, from 0: title, how to fill it in, the header
NUMBER, _COUNTY, TOWNSHIP, VILLAGE, _NAME, INDICATOR, UNIT = SPOT_CHECKS.left_out
PLACES = (NUMBER, TOWNSHIP, VILLAGE, INDICATOR, UNIT)  # read by people, passed over by the reader
FILLED = ("found", "not_found", "remark", "checked_on", "checked_by")
CODES = ("plan_code", "unit_code", "indicator")
WIDTHS = (6, 16, 22, 20, 8, 10, 10, 10, 28, 12, 14, 15, 17, 22)


def route_sheets(connection: sa.Connection, reference: Reference, plan: Plan) -> bytes:
    """The XLSX of a plan whose villages were drawn, in Chinese: what was reported, blank for what is found."""
    stops = route(connection, reference, plan)
    return in_chinese(_written, reference, plan, stops)


def _written(reference: Reference, plan: Plan, stops: Sequence[Stop]) -> bytes:
    written = BytesIO()
    with xlsxwriter.Workbook(written, WORKBOOK) as book:
        looks = _looks(book)
        _about(book.add_worksheet(sheet_name(_("How to use"))), plan, looks)
        for county in dict.fromkeys(stop.stratum for stop in stops):
            name = reference.units[county].name
            mine = [stop for stop in stops if stop.stratum == county]
            _county(book.add_worksheet(sheet_name(name)), reference, plan, name, mine, looks)
    return written.getvalue()


def _looks(book: xlsxwriter.Workbook) -> dict[str, Format]:
    base = {
        "font_name": "Microsoft YaHei",
        "font_size": 10,
        "valign": "vcenter",
        "border": 1,
        "border_color": PALETTE.line,
    }
    text = base | {"num_format": "@"}
    return {
        "title": book.add_format({"font_name": "Microsoft YaHei", "font_size": 14, "bold": True}),
        "said": book.add_format({"font_name": "Microsoft YaHei", "font_size": 10, "text_wrap": True, "valign": "top"}),
        "head": book.add_format(base | {"bold": True, "bg_color": PALETTE.soft, "text_wrap": True}),
        "cell": book.add_format(text | {"text_wrap": True}),
        "number": book.add_format(base | {"num_format": "#,##0.######"}),
        "found": book.add_format(base | {"bg_color": YELLOW}),
        "open": book.add_format(text | {"bg_color": YELLOW, "text_wrap": True}),
        "day": book.add_format(base | {"bg_color": YELLOW, "num_format": "yyyy-mm-dd"}),
    }


def _about(sheet: Page, plan: Plan, looks: dict[str, Format]) -> None:
    """What the sheets are, and by what the draw is repeated."""
    frame = KeptFrame.of_text(plan.frame)
    drawn = sum(county.drawn + county.drawn_zero for county in frame.counties)
    counts = _(
        "{villages} of {frame} villages drawn; left out: {visited} visited up to the limit, {unreported} unreported"
    )
    numbers = {"villages": drawn, "frame": frame.villages, "visited": frame.visited, "unreported": frame.unreported}
    lines = (
        note(),
        _("Spot check {plan}, {half_month}").format(plan=plan.code, half_month=plan.half_month.label),
        _("Go unannounced. Look at the place and at what the village keeps anyway; ask it for no papers and no forms."),
        _("Fill in the yellow cells only: 是 where nothing is to be found, which counts as 0; nothing where it waits."),
        _("Upload the whole file on the page Verification, view Enter, or on Tables."),
        _("Drawn {how}, on {day}").format(how=plan.draw.word, day=plan.drawn_on),
        counts.format(**numbers),
        _("Seed {seed}; hash of the frame {hash}").format(seed=plan.seed, hash=plan.frame_hash),
    )
    sheet.set_column(0, 0, 100)
    for row, line in enumerate(lines):
        put(sheet, row, 0, line, looks["title"] if row == 1 else looks["said"])


def _county(
    sheet: Page, reference: Reference, plan: Plan, name: str, stops: Sequence[Stop], looks: dict[str, Format]
) -> None:
    title = _("{county}: route of spot check {plan}").format(county=name, plan=plan.code)
    put(sheet, 0, 0, title, looks["title"])
    put(sheet, 1, 0, _("Yellow cells are filled in; nobody is told before the visit"), None)
    columns = ["reported", *FILLED, *CODES]
    for at, head in enumerate((*PLACES, *(_(SPOT_CHECKS.column(column).title) for column in columns))):
        put(sheet, HEAD, at, head, looks["head"])
        sheet.set_column(at, at, WIDTHS[at])
    rows = [(number, stop, check) for number, stop in enumerate(stops, start=1) for check in stop.checks]
    for row, (number, stop, check) in enumerate(rows, start=FIRST):
        _row(sheet, row, (*_place(reference, number, stop, check), *_values(plan, stop, check)), looks)
    mark = len(PLACES) + columns.index("not_found")
    sheet.data_validation(FIRST, mark, FIRST + len(rows) - 1, mark, {"validate": "list", "source": [_("yes")]})
    sheet.freeze_panes(FIRST, 3)  # number, township and village stay in view
    _for_printing(sheet, title)


def _for_printing(sheet: Page, title: str) -> None:
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD)
    sheet.set_footer(f"&L&9{title.replace('&', '&&')}&R&9&P / &N")


def _place(reference: Reference, number: int, stop: Stop, check: Check) -> tuple[ExportCell, ...]:
    unit, indicator = reference.units[stop.unit_code], reference.indicators[check.indicator]
    township = reference.units[unit.township_code].name if unit.township_code else ""
    return number, township, unit.name, indicator.name, indicator.unit


def _values(plan: Plan, stop: Stop, check: Check) -> tuple[ExportCell, ...]:
    nothing = _("yes") if check.not_found else ""
    answers = (check.found, nothing, check.remark, check.checked_on, check.checked_by)
    return check.reported, *answers, plan.code, stop.unit_code, check.indicator


_LOOKS = (*["cell"] * 5, "number", "found", "open", "open", "day", "open", "cell", "cell", "cell")


def _row(sheet: Page, row: int, cells: Sequence[ExportCell], looks: dict[str, Format]) -> None:
    """A blank cell keeps its colour: it is to be filled in."""
    for at, (cell, look) in enumerate(zip(cells, _LOOKS, strict=True)):
        if cell in (None, ""):
            sheet.write_blank(row, at, None, looks[look])
        else:
            put(sheet, row, at, cell, looks[look])
