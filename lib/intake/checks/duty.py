"""Who reports what and when: the same rules for the row of a file and for a cell that was typed into a grid."""

from collections.abc import Mapping

from lib.intake.checks.indicators import ReportedIndicator
from lib.intake.checks.problems import Mistake
from lib.intake.checks.wanted import Reported, WantedValues
from lib.kept.models import Openness
from lib.kept.reference import Reference, UnitRef
from lib.kept.spans import why_absent
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _

Columns = Mapping[int, ReportedIndicator]


def not_reported_in(wanted: WantedValues, reference: Reference, ordinal: int | None) -> Mistake | None:
    """Why no value is taken for this half month, if so; targets have none."""
    if not isinstance(wanted, Reported):
        return None
    if ordinal is None:
        mend = _("The half month is missing; choose it on the page or write it in the column 半月")
        return Mistake("no_half_month", mend)
    if wanted.half_month is not None and ordinal != wanted.ordinal:
        mend = _("Here {half_month} is reported; upload other rows under theirs")
        return Mistake("other_half_month", mend.format(half_month=wanted.half_month.label))
    state = reference.states.get(ordinal)
    if wanted.any_state or state == Openness.OPEN:
        return None
    label = HalfMonth(ordinal).label
    if state == Openness.CLOSED:
        mend = _("{half_month} is closed; ask the office to reopen it")
        return Mistake("half_month_closed", mend.format(half_month=label))
    return Mistake("half_month_not_open", _("{half_month} is not open for reports yet").format(half_month=label))


def not_asked_of(
    reference: Reference, unit: UnitRef, half_month: int | None, indicators: Columns, at: int
) -> Mistake | None:
    """Why `unit`, which stands in column `at`, has no value of these indicators in this half month, if so."""
    if half_month and not unit.exists_in(half_month):
        return Mistake("unit_not_valid", why_absent(reference.units, unit, half_month), at)
    asked: tuple[str | None, str] | None = None
    for index, indicator in indicators.items():
        if (indicator.form, indicator.level) == asked:
            continue  # as of the one before: a row's are nearly always of one form
        asked = indicator.form, indicator.level
        form = reference.forms.get(indicator.form or "")
        if form is not None and unit.level == form.level and not form.asks(unit, half_month):
            mend = _("{form} is not asked of {unit}; leave the cell blank").format(form=form.name, unit=unit.name)
            return Mistake("not_asked", mend, index)
        if unit.level != indicator.level:
            mend = _("{unit} is not a unit of the level that this form asks").format(unit=unit.name)
            return Mistake("wrong_level", mend, at)
    return None
