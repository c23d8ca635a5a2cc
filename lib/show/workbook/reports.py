"""The sheets of what was reported: the measures, tasks by county, submissions, and the values of every form."""

from collections.abc import Sequence
from decimal import Decimal

from lib.figures.progress import children, task_cells
from lib.intake import exports
from lib.kept.models import Indicator
from lib.kept.reference import FormRef, UnitRef
from lib.review.dispatch import MeasureAt, Told, measures, told
from lib.review.submissions import Standing, overall, standings
from lib.show.boards.words import department_name, form_name, unit_header, unit_name
from lib.show.charts import phase_word
from lib.show.workbook.cells import BookCell, Column, Sheet, heat_cell, light_cell, percent_cell, status_cell
from lib.show.workbook.figures import Source, names_above
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.language import named


def measures_sheet(source: Source) -> Sheet:
    """The prefecture's measures with their departments and lights."""
    columns = (
        Column(_("Task code")), Column(_("Task")), Column(_("Led by")), Column(_("Phase")),
        Column(_("Start")), Column(_("Due")), Column(_("Progress"), "percent"), Column(_("Expected"), "percent"),
        Column(_("State")), Column(_("Half months in a row far behind"), "number"),
        Column(_("Done so far")), Column(_("In the way")), Column(_("Next step")),
    )  # fmt: skip
    led = measures(source.connection, source.reference, source.half_month)
    words = told(source.connection, source.reference, source.half_month)
    rows = [(*_measure_row(source, measure), *_words(words.get(measure.code))) for measure in led]
    return Sheet(_("Measures"), _("The measures of the prefecture with their lead departments"), columns, rows, fixed=2)


def _measure_row(source: Source, measure: MeasureAt) -> tuple[BookCell, ...]:
    return (
        measure.code, measure.name, department_name(source.reference, measure.department_code or ""),
        phase_word(measure.phase), HalfMonth(measure.start).label, HalfMonth(measure.due).label,
        percent_cell(measure.percent), percent_cell(measure.expected), light_cell(measure.light, measure.overdue),
        measure.far,
    )  # fmt: skip


def _words(report: Told | None) -> tuple[BookCell, ...]:
    return (report.done, report.problem, report.next_step) if report else (None,) * 3


def tasks_sheet(source: Source) -> Sheet:
    """Each task in each county: its percent on the colour of its light."""
    counties = children(source.connection, source.reference, source.top, source.half_month)
    units = sorted((county.unit for county in counties), key=lambda unit: unit.code)
    cells = task_cells(source.connection, source.reference, units, source.half_month)
    known = {(cell.code, cell.unit.code): cell for cell in cells}
    expected = {cell.code: cell.expected for cell in cells}
    tasks = [task for task in source.reference.tasks.values() if task.code in expected]
    columns = (
        Column(_("Task code")), Column(_("Task")), Column(_("Expected"), "percent"),
        *(Column(unit_name(unit), "percent") for unit in units),
    )  # fmt: skip
    rows = []
    for task in tasks:
        row = (known.get((task.code, unit.code)) for unit in units)
        shown = (heat_cell(cell.percent, cell.light) if cell else None for cell in row)
        rows.append((task.code, named(task.name, task.name_en), percent_cell(expected[task.code]), *shown))
    said = _("Progress of each task in each county, on the colour of its light")
    return Sheet(_("Tasks by county"), said, columns, rows, fixed=2)


def submissions_sheet(source: Source) -> Sheet:
    """Where each county stands with each form."""
    every = standings(source.connection, source.half_month)
    by_county: dict[str, list[Standing]] = {}
    for standing in every:
        by_county.setdefault(standing.county_code, []).append(standing)
    forms = list(dict.fromkeys(standing.form for standing in every))
    columns = (
        Column(unit_header("county")), Column(_("All forms")),
        *(Column(form_name(source.reference, form)) for form in forms),
        Column(_("Cells asked"), "number"), Column(_("Cells filled"), "number"), Column(_("Reason for sending back")),
    )  # fmt: skip
    rows = [_county_row(source.reference.units[code], several, forms) for code, several in sorted(by_county.items())]
    return Sheet(_("Submissions"), _("Where each county stands with each form"), columns, rows)


def _county_row(unit: UnitRef, several: Sequence[Standing], forms: Sequence[str]) -> tuple[BookCell, ...]:
    by_form = {standing.form: standing for standing in several}
    states = (status_cell(by_form[form].status) if form in by_form else None for form in forms)
    asked, filled = sum(standing.asked for standing in several), sum(standing.filled for standing in several)
    reasons = _("; ").join(standing.reason for standing in several if standing.reason)
    return unit_name(unit), status_cell(overall(several)[unit.code]), *states, asked, filled, reasons or None


def form_sheets(source: Source) -> list[Sheet]:
    """The values of every form, exact and wide, with the county and township of each unit."""
    return [_form_sheet(source, form) for form in source.reference.forms.values() if form.indicators]


def _form_sheet(source: Source, form: FormRef) -> Sheet:
    export = exports.values(source.connection, source.reference, form.code, source.half_month)
    header, above = export.header, _above(form)
    columns = (
        *map(Column, header[:3]), *(Column(unit_header(level)) for level in above),
        *map(_value_column, form.indicators),
    )  # fmt: skip
    asked = columns[3 + len(above) :]  # behind half month, code and name, of which an export begins
    rows = [
        (*row[:3], *names_above(source, source.reference.units[str(row[1])], above), *map(_value, row[3:], asked))
        for row in export.rows
    ]
    said = _("Values as reported, a row for each unit that is asked")
    return Sheet(form_name(source.reference, form.code), said, columns, rows, fixed=3)


def _above(form: FormRef) -> tuple[str, ...]:
    return {"village": ("county", "township"), "township": ("county",)}.get(form.level, ())


def _value_column(indicator: Indicator) -> Column:
    """The unit of measure stands on a line of its own; a header with a line break is read back like one without."""
    unit = _("({unit})").format(unit=named(indicator.unit, indicator.unit_en))
    title = f"{named(indicator.name, indicator.name_en)}\n{unit}"
    return Column(title, "percent" if indicator.unit == "%" else "number", indicator.decimals)


def _value(cell: BookCell, column: Column) -> BookCell:
    """A percent as Excel counts it, also where an export writes its sign so that nobody takes it for a part of one."""
    return cell if column.kind != "percent" or cell is None else Decimal(str(cell).removesuffix("%")) / 100
