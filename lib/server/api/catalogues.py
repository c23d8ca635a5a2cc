"""Reading what the figures are about: units, indicators, forms and half months."""

from decimal import Decimal
from typing import Any

from lib.kept.queries import half_month_states, indicator_list
from lib.kept.reference import FormRef, UnitRef
from lib.review.submissions import complete_counties, due_date
from lib.server.api.describe import Page, Row, Source, Wanted
from lib.server.api.pages import cut, units
from lib.show.boards.status import DataStatus, data_status
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _


def read_units(source: Source, wanted: Wanted) -> Page:
    """Units of all times, in code order."""
    found = units(source, wanted)
    return Page([_unit(unit) for unit in cut(wanted, found, len(found))], len(found))


def _unit(unit: UnitRef) -> Row:
    return {
        "code": unit.code,
        "name": unit.name,
        "name_en": unit.name_en,
        "level": unit.level,
        "kind": unit.kind,
        "parent": unit.parent_code,
        "monitoring_point": unit.monitoring_point,
        "report_pilot": unit.report_pilot,
        "valid_from": _half_month(unit.valid_from),
        "valid_to": _half_month(unit.valid_to),
    }


def _half_month(ordinal: int | None) -> HalfMonth | None:
    return None if ordinal is None else HalfMonth(ordinal)


def read_indicators(source: Source, wanted: Wanted) -> Page:
    """Indicators in the office's order."""
    level, forms = wanted.get("level"), wanted.get("form")
    found = [
        one
        for one in indicator_list(source.connection).values()
        if level in (None, one.level) and (forms is None or one.form in forms)
    ]
    return Page([_indicator(one) for one in cut(wanted, found, len(found))], len(found))


KEPT = ("code", "name", "name_en", "decimals", "form", "level", "rollup", "direction", "numerator", "denominator",
        "condition", "definition", "definition_en", "caveat", "caveat_en")  # fmt: skip


def _indicator(one: Any) -> Row:
    return {name: getattr(one, name) for name in KEPT} | {
        "unit_of_measure": one.unit,
        "unit_of_measure_en": one.unit_en,
        "cumulative": bool(one.cumulative),
        "goal": Decimal(one.goal) if one.goal else None,
        "source": _("article, section {section}").format(section=one.section) if one.section else "",
    }


def read_forms(source: Source, wanted: Wanted) -> Page:
    """Forms in code order."""
    found = list(source.reference.forms.values())
    return Page([_form(one) for one in cut(wanted, found, len(found))], len(found))


def _form(one: FormRef) -> Row:
    return {
        "code": one.code,
        "name": one.name,
        "name_en": one.name_en,
        "level": one.level,
        "units": one.units,
        "indicators": tuple(indicator.code for indicator in one.indicators),
    }


def read_half_months(source: Source, wanted: Wanted) -> Page:
    """Half months that were opened, in order."""
    status = data_status(source.connection, source.reference)
    state = wanted.get("state")
    states = half_month_states(source.connection) if status.started else {}
    found = [each for each, kept in states.items() if state in (None, kept)]
    return Page(half_month_rows(source, status, cut(wanted, found, len(found))), len(found))


def half_month_rows(source: Source, status: DataStatus, half_months: list[HalfMonth]) -> list[Row]:
    """Each half month with its state and how complete it is."""
    states, complete = half_month_states(source.connection), complete_counties(source.connection)
    return [
        {
            "half_month": one,
            "label": one.label,
            "state": states[one],
            "first_day": one.first_day,
            "last_day": one.last_day,
            "due_date": due_date(one),
            "counties_complete": complete.get(one, (0, 0))[0],
            "counties_asked": complete.get(one, (0, 0))[1],
            "note": status.notes[one],
        }
        for one in half_months
    ]
