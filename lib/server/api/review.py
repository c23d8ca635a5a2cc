"""How far units are, and who has reported."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from lib.figures.progress import UnitProgress, of_units
from lib.figures.ranking import placed
from lib.kept.reference import FormRef, UnitRef
from lib.review.submissions import Standing, Status, due_date, standings
from lib.server.api.describe import Field, Page, Resource, Source, Wanted
from lib.server.api.describe import marked as _
from lib.server.api.fields import AT_LEVEL, FORM, JUDGED, MONTHS, PAGED, PARENT, UNIT, WHOSE, floored, points
from lib.server.api.pages import cut, forms, half_months, level_of, page, units
from lib.words.half_months import HalfMonth
from lib.words.language import named
from lib.words.lights import Light

# Progress ---------------------------------------------------------------------------------------------------------


class Progress(NamedTuple):
    """How far a unit is in a half month."""

    half_month: HalfMonth
    unit: UnitRef
    progress: UnitProgress
    expected: float | None
    light: Light | None
    place: int | None
    overdue: bool = False  # a mean of tasks has no due day of its own


def _read_progress(source: Source, wanted: Wanted) -> Page:
    """Half month × unit, in this order."""
    months, level = half_months(source, wanted), level_of(source, wanted)
    asked = units(source, {**wanted, "level": level})
    every = [(month, unit) for month in months for unit in asked if unit.exists_in(month.ordinal)]
    shown = cut(wanted, every, len(every))  # before anything is read: of 1,429 villages a page has a thousand
    rows = [row for month in months for row in _of_month(source, month, [unit for at, unit in shown if at == month])]
    return Page(rows, len(every), months)


def _of_month(source: Source, month: HalfMonth, asked: Sequence[UnitRef]) -> list[Progress]:
    """Counties with their places among all counties."""
    places = _places(source, month) if asked and asked[0].level == "county" else {}
    return [
        Progress(month, each.unit, each, each.expected, each.light, places.get(each.unit.code))
        for each in of_units(source.connection, source.reference, asked, month)
    ]


def _places(source: Source, month: HalfMonth) -> dict[str, int | None]:
    counties = source.reference.at_level("county", month)
    every = of_units(source.connection, source.reference, counties, month)
    return {each.progress.unit.code: each.place for each in placed(every)}


PROGRESS = Resource(
    "progress", _("Overall progress and light of units"), (MONTHS, AT_LEVEL, PARENT, UNIT, *PAGED), _read_progress,
    (
        *WHOSE,
        Field("percent", "number",
              _("Overall progress (综合进度, 0–100), rounded down to two decimals; null: not known."),
              lambda row: floored(row.progress.percent), True),
        JUDGED[0],
        Field("gap", "number", _("Percentage points against what is expected."),
              lambda row: None if row.progress.percent is None else points(row.progress.gap), True),
        Field("change", "number",
              _("Percentage points on the half month before, over the tasks and units known in both."),
              lambda row: points(row.progress.change), True),
        *JUDGED[1:],
        Field("rank", "integer",
              _("Place of a county among all counties, equal ones share one; null: other levels, nothing reported, or"
                " too few of its cells filled (lights.coverage)."),
              "place", True),
        Field("cells_filled", "integer", _("Only where too few cells are filled: how many are."),
              lambda row: row.progress.rests_on and row.progress.rests_on.filled, True),
        Field("cells_asked", "integer", _("Only where too few cells are filled: of how many."),
              lambda row: row.progress.rests_on and row.progress.rests_on.asked, True),
    ),
    figures=True,
)  # fmt: skip

# Submissions ------------------------------------------------------------------------------------------------------


class Submission(NamedTuple):
    """Where a county stands with a form: complete on the day `reported_on`, on time until `due_date`."""

    half_month: HalfMonth
    unit: UnitRef
    form: FormRef
    standing: Standing
    reported_on: date | None
    due_date: date


def _read_submissions(source: Source, wanted: Wanted) -> Page:
    """Half month × county × form, in this order; a row wherever a county is asked."""
    months, asked = half_months(source, wanted), forms(source, wanted)
    counties = {unit.code: unit for unit in units(source, wanted)}
    every = [
        Submission(
            month, counties[standing.county_code], source.reference.forms[standing.form], standing,
            standing.reported_on if standing.filled_in and not standing.carried else None, due_date(month),
        )
        for month in months
        for standing in standings(source.connection, month)
        if standing.form in asked and standing.county_code in counties
    ]  # fmt: skip
    return page(wanted, every, months)


SUBMISSIONS = Resource(
    "submissions", _("Submissions: where each county stands with each form"), (MONTHS, UNIT, FORM, *PAGED),
    _read_submissions,
    (
        *WHOSE[:3],
        Field("form", "code", _("Code of the form."), "form.code"),
        Field("form_name", "text", _("Name of the form in the language of the answer."),
              lambda row: named(row.form.name, row.form.name_en)),
        Field("status", "code", _("Where the county stands with the form."), "standing.status", choices=tuple(Status)),
        Field("status_word", "text", _("The status in words."), "standing.status.word"),
        Field("asked", "integer", _("Cells that the form asks."), "standing.asked"),
        Field("filled", "integer", _("Cells that are filled in."), "standing.filled"),
        Field("carried", "integer", _("Of them, cells whose value was carried forward (沿用)."), "standing.carried"),
        Field("reported_on", "date", _("Day on which it was complete."), may_lack=True),
        Field("due_date", "date", _("Last day on which a report is on time.")),
        Field("on_time", "yes_no", _("Whether it was complete by the due day; null: not complete."),
              lambda row: row.reported_on <= row.due_date if row.reported_on else None, True),
        Field("reason", "text", _("Reason of the office for sending it back or carrying it forward."),
              "standing.reason"),
        Field("remark", "text", _("What the county wrote when it handed the form in again."), "standing.remark"),
    ),
    figures=True,
)  # fmt: skip
