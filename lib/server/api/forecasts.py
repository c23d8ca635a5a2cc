"""What comes next: of each indicator with a target at each unit, the half month in which it is reached at this pace."""

from typing import NamedTuple

from lib.figures.forecast import Forecast, Outlook, forecasts, targeted
from lib.kept.models import Indicator
from lib.kept.reference import UnitRef
from lib.server.api.describe import Field, Page, Resource, Source, Wanted
from lib.server.api.describe import marked as _
from lib.server.api.fields import AT_LEVEL, INDICATOR, MONTHS, OF_INDICATOR, PAGED, PARENT, UNIT, WHOSE, floored, points
from lib.server.api.pages import chosen, half_months, level_of, page, units
from lib.server.api.problems import Fault, bad
from lib.words.half_months import HalfMonth
from lib.words.language import gettext

MOST_UNITS = 300  # units of one answer: each is read over twelve half months


class Foreseen(NamedTuple):
    """A forecast as it was at the end of a half month."""

    half_month: HalfMonth
    unit: UnitRef
    indicator: Indicator
    forecast: Forecast


def _read(source: Source, wanted: Wanted) -> Page:
    """Half month × unit × indicator, in this order; a row wherever there is a target."""
    months, asked = half_months(source, wanted), units(source, {**wanted, "level": level_of(source, wanted)})
    then = {month: source.reference.of(month) for month in months}
    had = {code for known in then.values() for code in targeted(known)}
    in_order = [code for code in source.reference.indicators if code in had]
    codes = chosen(wanted, "indicator", in_order, gettext(_("/api/v1/indicators lists all indicators.")))
    if len(asked) > MOST_UNITS:
        detail = gettext(_("{count} units are more than the {most} of one answer."))
        detail = detail.format(count=len(asked), most=MOST_UNITS)
        raise bad([Fault("level", detail, gettext(_("Ask for fewer units, with parent or unit.")))])
    rows = [
        Foreseen(month, forecast.unit, known.indicators[forecast.code], forecast)
        for month, known in then.items()
        for forecast in forecasts(
            source.connection, known, [unit for unit in asked if unit.exists_in(month.ordinal)], month, codes
        )
    ]
    return page(wanted, rows, months)


FORECASTS = Resource(
    "forecasts", _("What comes next: when each target is reached at this pace"),
    (MONTHS, AT_LEVEL, PARENT, UNIT, INDICATOR, *PAGED), _read,
    (
        *WHOSE, *OF_INDICATOR,
        Field("percent", "number", _("Progress towards the target (0–100)."),
              lambda row: floored(row.forecast.percent), True),
        Field("pace", "number", _("Points of progress that a half month brings, the median slope; null: too few."),
              lambda row: points(row.forecast.pace and row.forecast.pace.slope), True),
        Field("needed", "number", _("Points a half month that lead to the target by its due half month."),
              lambda row: points(row.forecast.needed), True),
        Field("reached", "half_month", _("Half month in which the target is reached at this pace, or was."),
              "forecast.reached", True),
        Field("earliest", "half_month", _("The same at the fastest half month so far."), "forecast.earliest", True),
        Field("latest", "half_month", _("The same at the slowest; null: open."), "forecast.latest", True),
        Field("due", "half_month", _("Half month in which it is due."), "forecast.due", True),
        Field("outlook", "code", _("What is to be said of it."), "forecast.outlook", choices=tuple(Outlook)),
        Field("outlook_word", "text", _("The same in words."), "forecast.outlook.word"),
    ),
    figures=True,
)  # fmt: skip
