"""The prefecture's measures: how far each is, and what its lead department told of it."""

from typing import NamedTuple

from lib.review.dispatch import MeasureAt, Told, department_names, measures, told
from lib.server.api.describe import Field, Page, Resource, Source, Wanted
from lib.server.api.describe import marked as _
from lib.server.api.fields import HALF_MONTH, JUDGED, MONTHS, OVERDUE, PAGED, floored
from lib.server.api.pages import half_months, page
from lib.words.half_months import HalfMonth
from lib.words.lights import Light


class MeasureRow(NamedTuple):
    """A measure in a half month."""

    half_month: HalfMonth
    measure: MeasureAt
    department_name: str
    told: Told
    expected: float
    light: Light | None
    overdue: bool


def _read(source: Source, wanted: Wanted) -> Page:
    """Half month × measure, in this order."""
    months = half_months(source, wanted)
    return page(wanted, [row for month in months for row in _of_month(source, month)], months)


def _of_month(source: Source, month: HalfMonth) -> list[MeasureRow]:
    reference = source.reference.of(month)
    words, names = told(source.connection, reference, month), department_names(reference)
    return [
        MeasureRow(
            month, measure, names.get(measure.department_code or "", ""),
            words.get(measure.code, Told("", "", "")), measure.expected, measure.light, measure.overdue,
        )
        for measure in measures(source.connection, reference, month)
    ]  # fmt: skip


MEASURES = Resource(
    "measures", _("The prefecture's measures, and what their lead departments told of them"), (MONTHS, *PAGED), _read,
    (
        HALF_MONTH,
        Field("measure", "code", _("Code of the measure."), "measure.code"),
        Field("measure_name", "text", _("Its name in the language of the answer."), "measure.name"),
        Field("department", "code", _("Code of the department that leads it."), "measure.department_code", True),
        Field("department_name", "text", _("That department.")),
        Field("start", "half_month", _("Half month in which it begins."), lambda row: HalfMonth(row.measure.start)),
        Field("due", "half_month", _("Half month in which it is due."), lambda row: HalfMonth(row.measure.due)),
        Field("percent", "number", _("How far it is (0–100), rounded down to two decimals; null: not known."),
              lambda row: floored(row.measure.percent), True),
        *JUDGED,
        OVERDUE,
        Field("done", "text", _("What was done so far, in the department's words."), "told.done"),
        Field("problem", "text", _("What is in the way."), "told.problem"),
        Field("next_step", "text", _("What comes next."), "told.next_step"),
    ),
    figures=True,
)  # fmt: skip
