"""What the figures are about: units, indicators, forms and half months."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lib.kept.models import LEVELS, Indicator, Openness
from lib.kept.models.choices import RollupKind
from lib.review.submissions import Completeness, complete_counties, due_date
from lib.server.api.describe import Field, Page, Parameter, Resource, Source, Wanted
from lib.server.api.describe import marked as _
from lib.server.api.fields import CODE, FORM, HALF_MONTH, LEVEL, NAME, NAME_EN, PAGED, PARENT, UNIT
from lib.server.api.pages import cut, page, units
from lib.show.boards.status import DataStatus, data_status
from lib.words.half_months import HalfMonth
from lib.words.language import gettext

STATES = tuple(Openness)

# Units ------------------------------------------------------------------------------------------------------------


def _read_units(source: Source, wanted: Wanted) -> Page:
    """Units of all times, in code order."""
    return page(wanted, units(source, wanted))


def _half_month(ordinal: int | None) -> HalfMonth | None:
    return None if ordinal is None else HalfMonth(ordinal)


UNITS = Resource(
    "units", _("Units: prefecture, counties, townships, villages"), (LEVEL, PARENT, UNIT, *PAGED), _read_units,
    (
        CODE,
        NAME,
        NAME_EN,
        Field("level", "code", _("Level of the unit."), choices=LEVELS),
        Field("kind", "text", _("自治州, 县, 市, 新区, 镇, 乡, 民族乡, 街道, 村 or 社区.")),
        Field("parent", "code", _("Code of the unit above; null at the top."), "parent_code", True),
        Field("monitoring_point", "yes_no", _("Whether it is a monitoring point.")),
        Field("report_pilot", "yes_no", _("Whether it tries out fewer reports.")),
        Field("valid_from", "half_month", _("First half month in which it exists; null: always did."),
              lambda unit: _half_month(unit.valid_from), True),
        Field("valid_to", "half_month", _("Last half month in which it exists; null: still does."),
              lambda unit: _half_month(unit.valid_to), True),
        Field("successor", "code", _("Code of the unit that took over when it ended; null: none."), "successor_code",
              True),
    ),
)  # fmt: skip

# Indicators and forms ---------------------------------------------------------------------------------------------


def _read_indicators(source: Source, wanted: Wanted) -> Page:
    """Indicators in the office's order."""
    level, forms = wanted.get("level"), wanted.get("form")
    every = [
        indicator
        for indicator in source.reference.indicators.values()
        if level in (None, indicator.level) and (forms is None or indicator.form in forms)
    ]
    return page(wanted, every)


def _section(indicator: Indicator) -> str:
    return gettext(_("article, section {section}")).format(section=indicator.section) if indicator.section else ""


INDICATORS = Resource(
    "indicators", _("Indicators with their definitions"),
    (Parameter("level", "code", _("Only indicators that are reported at this level."), LEVELS), FORM, *PAGED),
    _read_indicators,
    (
        CODE,
        NAME,
        NAME_EN,
        Field("unit_of_measure", "text", _("Unit of measure in Chinese."), "unit"),
        Field("unit_of_measure_en", "text", _("Unit of measure in English."), "unit_en"),
        Field("decimals", "integer", _("Decimals of a reported value.")),
        Field("form", "code", _("Code of the form that asks it; null where it is derived."), may_lack=True),
        Field("level", "code", _("Level of the units that report it."), choices=LEVELS),
        Field("rollup", "code", _("sum of what was reported, or derived: ratio numerator ÷ denominator, fall of it"
                                  " against the denominator, count of units that meet condition, units with a flag"),
              choices=tuple(RollupKind)),
        Field("direction", "code", _("Which way is better: up, down, or none."), choices=("up", "down", "none")),
        Field("cumulative", "yes_no", _("Whether a value counts from the beginning and should not fall."),
              lambda indicator: bool(indicator.cumulative)),
        Field("yearly", "yes_no",
              _("Whether it refers to a year and begins anew with each: no change at its beginning."),
              lambda indicator: bool(indicator.yearly)),
        Field("numerator", "code", _("Code of the indicator above the line."), may_lack=True),
        Field("denominator", "code", _("Code of the indicator below the line."), may_lack=True),
        Field("condition", "text", _("Condition on other indicators, or the flag that is counted."), may_lack=True),
        Field("goal", "number", _("What a ratio or fall must reach, in its unit of measure."),
              lambda indicator: Decimal(indicator.goal) if indicator.goal else None, True),
        Field("definition", "text", _("Definition (口径) in Chinese.")),
        Field("definition_en", "text", _("Definition (口径) in English.")),
        Field("caveat", "text", _("Caveat in Chinese.")),
        Field("caveat_en", "text", _("Caveat in English.")),
        Field("source", "text", _("Section of the article that it comes from."), _section),
    ),
)  # fmt: skip


def _read_forms(source: Source, wanted: Wanted) -> Page:
    """Forms in code order."""
    return page(wanted, source.reference.forms.values())


FORMS = Resource(
    "forms", _("Forms with the indicators that they ask"), PAGED, _read_forms,
    (
        CODE,
        NAME,
        NAME_EN,
        Field("level", "code", _("Level of the units that fill it in."), choices=LEVELS),
        Field("units", "code", _("all, or the flag of the units that fill it in.")),
        Field("indicators", "codes", _("Codes of the indicators that it asks, in their order."),
              lambda form: tuple(indicator.code for indicator in form.indicators)),
    ),
)  # fmt: skip

# Half months ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _State:
    """A half month with how many of the counties that are asked are complete, and what its notes say."""

    half_month: HalfMonth
    state: str
    counties: Completeness
    note: str


def _read_half_months(source: Source, wanted: Wanted) -> Page:
    """Half months that were opened, in order."""
    status, state = data_status(source.connection, source.reference), wanted.get("state")
    states = source.reference.half_months if status.started else {}
    every = [half_month for half_month, known in states.items() if state in (None, known)]
    return Page(_states(source, status, cut(wanted, every, len(every))), len(every))


def _states(source: Source, status: DataStatus, half_months: Iterable[HalfMonth]) -> list[_State]:
    states, complete = source.reference.half_months, complete_counties(source.connection)
    return [_State(each, states[each], complete.get(each, Completeness()), status.notes[each]) for each in half_months]


def half_month_rows(source: Source, status: DataStatus, half_months: Iterable[HalfMonth]) -> list[dict[str, Any]]:
    """Each half month with its state and how complete it is, as its own resource shows it."""
    return HALF_MONTHS.shown(_states(source, status, half_months))


HALF_MONTHS = Resource(
    "half-months", _("Half months with their state"),
    (Parameter("state", "code", _("Only half months in this state."), STATES), *PAGED), _read_half_months,
    (
        HALF_MONTH,
        Field("label", "text", _("The half month in words."), "half_month.label"),
        Field("state", "code", _("open: in collection; closed: its values are locked."), choices=STATES),
        Field("first_day", "date", _("First day."), "half_month.first_day"),
        Field("last_day", "date", _("Last day: its figures are as of that day."), "half_month.last_day"),
        Field("due_date", "date", _("Last day on which a report is on time."), lambda row: due_date(row.half_month)),
        Field("counties_complete", "integer", _("Counties that reported every value of every form."),
              "counties.complete"),
        Field("counties_carried", "integer", _("Counties with a form whose values were carried forward; not complete."),
              "counties.carried"),
        Field("counties_returned", "integer", _("Counties with a form that was sent back; not complete."),
              "counties.returned"),
        Field("counties_asked", "integer", _("Counties that are asked."), "counties.asked"),
        Field("note", "text", _("State of the data in a sentence, as the pages show it.")),
    ),
)  # fmt: skip
