"""Reading how far units are, and who has reported."""

from decimal import Decimal

from lib.figures.progress import UnitProgress, of_units
from lib.review.submissions import Standing, due_date, standings
from lib.server.api.describe import Page, Row, Source, Wanted
from lib.server.api.pages import chosen, cut, half_months, level_of, units
from lib.server.api.values import floored
from lib.show.boards.words import unit_name
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.language import named


def read_progress(source: Source, wanted: Wanted) -> Page:
    """Half month × unit, in this order."""
    months, level = half_months(source, wanted), level_of(source, wanted)
    found = units(source, {**wanted, "level": level})
    every = [(month, unit) for month in months for unit in found if unit.exists_in(month.ordinal)]
    rows: list[Row] = []
    shown = cut(wanted, every, len(every))
    for month in months:
        mine = [unit for one, unit in shown if one == month]
        rows += [_progress(month, one) for one in of_units(source.connection, mine, month)]
    return Page(rows, len(every), months)


def _progress(half_month: HalfMonth, one: UnitProgress) -> Row:
    return {
        "half_month": half_month,
        "unit": one.unit.code,
        "unit_name": unit_name(one.unit),
        "level": one.unit.level,
        "percent": floored(one.percent),
        "expected": floored(one.expected),
        "gap": None if one.percent is None else _points(one.gap),
        "change": None if one.change is None else _points(one.change),
        "light": one.light,
        "light_word": one.light.word if one.light else None,
    }


def _points(value: float) -> Decimal:
    return Decimal(str(round(value, 2)))


def read_submissions(source: Source, wanted: Wanted) -> Page:
    """Half month × county × form, in this order; a row wherever a county is asked."""
    months = half_months(source, wanted)
    forms = chosen(wanted, "form", source.reference.forms, _("/api/v1/forms lists all forms."))
    counties = {unit.code for unit in units(source, wanted)}
    every = [
        (month, one)
        for month in months
        for one in standings(source.connection, month)
        if one.form in forms and one.county_code in counties
    ]
    return Page([_submission(source, *one) for one in cut(wanted, every, len(every))], len(every), months)


def _submission(source: Source, half_month: HalfMonth, one: Standing) -> Row:
    form, due = source.reference.forms[one.form], due_date(half_month)
    reported_on = one.reported_on if one.filled_in else None
    return {
        "half_month": half_month,
        "unit": one.county_code,
        "unit_name": unit_name(source.reference.units[one.county_code]),
        "form": one.form,
        "form_name": named(form.name, form.name_en),
        "status": one.status,
        "status_word": one.status.word,
        "asked": one.asked,
        "filled": one.filled,
        "reported_on": reported_on,
        "due_date": due,
        "on_time": reported_on <= due if reported_on else None,
        "reason": one.reason,
    }
