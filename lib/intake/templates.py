"""The form to fill in: my units with what they have, and beside it sheets that help and are never read as values."""

from collections.abc import Sequence

import sqlalchemy as sa

from lib.intake.checks.choice import NOT_READ
from lib.intake.checks.titles import Titles
from lib.intake.exports import Export, ExportCell, StoredValues, exact_value, numbers, stored
from lib.kept.models import Indicator
from lib.kept.reference import Reference, UnitRef
from lib.kept.tables import TABLES
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.language import named

CODE_AND_NAME = 3
"""So many columns stay in sight: the half month, the code and the name of the unit."""


def template(
    connection: sa.Connection, reference: Reference, form: str, half_month: HalfMonth, below: str | None = None
) -> Export:
    """My units with the values they have, else those of the half month before that hold on; where they lie, the unit of
    measure of each column, and sheets with 口径, targets and the values of the half month before."""
    asked, units = reference.forms[form].indicators, reference.form_units(form, below, half_month.ordinal)
    last, goals = stored(connection, form, half_month.next(-1)), stored(connection, form, None)
    given = _holding_on(reference, half_month, last) | stored(connection, form, half_month)
    places = _places(reference, units)
    titles = _titles(reference, form)
    header = (_("Half month"), _("Unit code"), _("Unit name"), *places, *titles)
    rows = [
        (half_month.label, *_who(unit), *(names[at] for names in places.values()), *numbers(unit, asked, given)[2:])
        for at, unit in enumerate(units)
    ]
    beside = (_columns(asked, titles, units, last, goals), _last(asked, titles, units, last, goals))
    return Export(form_title(reference, form), header, rows, frozen=CODE_AND_NAME, beside=beside)


def form_title(reference: Reference, code: str) -> str:
    """How a form is called; the percents of tasks are a table too."""
    form = reference.forms.get(code)
    return named(form.name, form.name_en) if form else _(TABLES[code].title)


def template_name(reference: Reference, form: str, half_month: HalfMonth, below: str | None) -> str:
    """The name of a template's file: 2023年7月上半月_村级清理表_望谟县."""
    unit = reference.units.get(below or "")
    parts = [half_month.label, form_title(reference, form), named(unit.name, unit.name_en) if unit else ""]
    return "_".join(part for part in parts if part)


def note() -> str:
    """What stands above the title of a sheet that only helps: by it the reader passes over the sheet."""
    return named(*NOT_READ)


def _holding_on(reference: Reference, half_month: HalfMonth, last: StoredValues) -> StoredValues:
    """Without what begins anew with the year, and without the units that took over from others since."""
    now = half_month.ordinal
    anew = {one.id for one in reference.indicators.values() if reference.begins_anew(one, now)}
    heirs = reference.mergers(now)
    return {at: value for at, value in last.items() if at[0] not in heirs and at[1] not in anew}


def _who(unit: UnitRef) -> tuple[str, str]:
    return unit.code, named(unit.name, unit.name_en)


def _places(reference: Reference, units: Sequence[UnitRef]) -> dict[str, list[str]]:
    """By title where the units lie: in a township each, and in which of several counties."""
    found = {}
    if len({unit.county_code for unit in units}) > 1:
        found[_("County")] = [unit.county_code for unit in units if unit.county_code != unit.code]
    found[_("Township")] = [unit.township_code for unit in units if unit.township_code != unit.code]
    # a blank one would be taken for that of the row above
    whole = {title: codes for title, codes in found.items() if all(codes) and len(codes) == len(units) and codes}
    return {title: [_who(reference.units[code])[1] for code in codes if code] for title, codes in whole.items()}


def _titles(reference: Reference, form: str) -> list[str]:
    """The names of the indicators, each with its unit of measure where it is read back so."""
    known = Titles(reference, form)
    return [_titled(known, one) for one in reference.forms[form].indicators]


def _titled(known: Titles, indicator: Indicator) -> str:
    name = named(indicator.name, indicator.name_en)
    title = f"{name}（{named(indicator.unit, indicator.unit_en)}）"
    found = known.named(title)
    # behind some names a bracket makes it another indicator, or one in another measure
    return title if found and found.indicator.id == indicator.id and found.factor == 1 and not found.other else name


def _columns(
    asked: Sequence[Indicator], titles: Sequence[str], units: Sequence[UnitRef], last: StoredValues, goals: StoredValues
) -> Export:
    """What each column is: its definition, whether it goes on from half month to half month, sums of my units."""
    header = (_("Column"), _("Unit of measure"), _("Counted"), _("Definition"), _("Target"), _("Last half month"))
    rows: list[tuple[ExportCell, ...]] = []
    for title, one in zip(titles, asked, strict=True):
        counted = _("since the beginning") if one.cumulative else _("as it is now")
        sums = (_sum(one, units, steps) for steps in (goals, last))
        unit = named(one.unit, one.unit_en)
        rows.append((title, unit, counted, named(one.definition, one.definition_en), *sums))
    return Export(_("Definition"), header, rows, note=note(), frozen=1)


def _sum(indicator: Indicator, units: Sequence[UnitRef], steps: StoredValues) -> ExportCell:
    """The sum over my units; percents have none."""
    known = [steps[unit.id, indicator.id] for unit in units if (unit.id, indicator.id) in steps]
    return exact_value(sum(known), indicator) if known and indicator.unit != "%" else None


def _last(
    asked: Sequence[Indicator], titles: Sequence[str], units: Sequence[UnitRef], last: StoredValues, goals: StoredValues
) -> Export:
    """The values of the half month before and the targets, in the rows of the form."""
    with_goal = {indicator for _unit, indicator in goals}
    columns = [(_("{column} last half month"), title, one, last) for title, one in zip(titles, asked, strict=True)]
    of_goals = [(title, one) for title, one in zip(titles, asked, strict=True) if one.id in with_goal]
    columns += [(_("{column} target"), title, one, goals) for title, one in of_goals]
    header = (_("Unit code"), _("Unit name"), *(said.format(column=title) for said, title, _one, _steps in columns))
    rows: list[tuple[ExportCell, ...]] = [
        (*_who(unit), *(exact_value(steps.get((unit.id, one.id)), one) for _said, _title, one, steps in columns))
        for unit in units
    ]
    return Export(_("Last half month"), header, rows, note=note(), frozen=CODE_AND_NAME - 1)
