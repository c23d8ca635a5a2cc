"""What the cells of a row mean: its unit, half month and indicators. Each spelling is looked up once."""

from collections.abc import Mapping

from lib.intake.checks.cells import half_month as read_half_month
from lib.intake.checks.cells import is_blank
from lib.intake.checks.layout import Layout, Titles
from lib.intake.checks.problems import Mistake, Problem, shown
from lib.intake.checks.units import Units
from lib.intake.sheets import Cell, Row
from lib.kept.models import Indicator
from lib.kept.reference import Reference, UnitRef
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _

NO_HALF_MONTH = 0
"""The half month of targets."""

AT_NAME = ("ambiguous_name", "no_unit")
"""Mistakes about a unit that are shown at its name; all others at its code, where the file has one."""

Columns = Mapping[int, Indicator]


class RowResolver:
    """Looks cells up in the reference data. A cell that cannot be taken gives a Mistake; nothing is raised."""

    def __init__(
        self,
        layout: Layout,
        reference: Reference,
        half_month: HalfMonth | None,
        scope: str | None,
        *,
        target: bool,
        any_state: bool,
    ) -> None:
        self._layout = layout
        self._reference = reference
        self._chosen = NO_HALF_MONTH if target else half_month.ordinal if half_month else None
        self._any_state = any_state or target
        self._dated = "half_month" in layout.roles and not target
        self._titles = Titles(reference, layout.form.code if layout.form else None)
        self._units = Units(reference, _level(layout), scope)
        self._unit_of: dict[tuple[Cell, ...], UnitRef | Mistake] = {}
        self._half_month_of: dict[Cell, int | Mistake] = {}
        self._columns_of: dict[Cell, Columns | Mistake] = {}

    def file_problems(self) -> list[Problem]:
        """What is wrong with the half month of a file that has no column for it."""
        if self._dated:
            return []
        found = self._reported(self._chosen)
        return [Problem(None, "", "", str(found), found.kind)] if isinstance(found, Mistake) else []

    def unit(self, row: Row) -> UnitRef | Mistake:
        """The unit that the row's code, name, township and county say."""
        cells = tuple([self._cell(row, role) for role in ("unit_code", "unit_name", "township", "county")])
        if cells not in self._unit_of:
            try:
                self._unit_of[cells] = self._units.find(*cells)
            except Mistake as mistake:
                self._unit_of[cells] = mistake.at(self._unit_column(mistake))
        return self._unit_of[cells]

    def half_month(self, row: Row) -> int | Mistake:
        """The ordinal of the row's half month, which must be the chosen one and open."""
        if not self._dated:
            return self._chosen or NO_HALF_MONTH
        cell = self._cell(row, "half_month")
        if cell not in self._half_month_of:
            try:
                found = self._reported(self._chosen if is_blank(cell) else read_half_month(cell))
            except Mistake as mistake:
                found = mistake
            at = self._layout.roles["half_month"]
            self._half_month_of[cell] = found.at(at) if isinstance(found, Mistake) else found
        return self._half_month_of[cell]

    def columns(self, row: Row) -> Columns | Mistake:
        """The indicators of the row by their column: those of the header, or the one that a long row names."""
        if not self._layout.long:
            return self._layout.indicators
        cell = self._cell(row, "indicator")
        if cell not in self._columns_of:
            found = self._named(shown(cell))
            if isinstance(found, Mistake):
                self._columns_of[cell] = found.at(self._layout.roles["indicator"])
            else:
                self._columns_of[cell] = {self._layout.roles["value"]: found}
        return self._columns_of[cell]

    def refusal(self, unit: UnitRef, half_month: int, indicators: Columns) -> Mistake | None:
        """Why `unit` reports no value of these indicators in this half month, if so."""
        at = self._unit_column()
        if half_month and not unit.exists_in(half_month):
            return Mistake("unit_not_valid", _("{unit} does not exist in this half month").format(unit=unit.name), at)
        for index, indicator in indicators.items():
            form = self._reference.forms.get(indicator.form or "")
            if form is not None and unit.level == form.level and not form.asks(unit):
                mend = _("{form} is not asked of {unit}; leave the cell blank").format(form=form.name, unit=unit.name)
                return Mistake("not_asked", mend, index)
            if unit.level != indicator.level:
                return _wrong_level(unit, at)
        return None

    def _cell(self, row: Row, role: str) -> Cell:
        index = self._layout.roles.get(role)
        return None if index is None or index >= len(row.cells) else row.cells[index]

    def _unit_column(self, mistake: Mistake | None = None) -> int:
        roles = self._layout.roles
        if mistake is not None and mistake.kind in AT_NAME and "unit_name" in roles:
            return roles["unit_name"]
        return roles.get("unit_code", roles.get("unit_name", 0))

    def _reported(self, ordinal: int | None) -> int | Mistake:
        """The half month if values may be reported for it."""
        if ordinal is None:
            mend = _("The half month is missing; choose it on the page or write it in the column 半月")
            return Mistake("no_half_month", mend)
        if self._chosen is not None and ordinal != self._chosen:
            return _about_half_month(
                "other_half_month", _("Here {half_month} is reported; upload other rows under theirs"), self._chosen
            )
        state = self._reference.states.get(ordinal)
        if self._any_state or state == "open":
            return ordinal
        if state == "closed":
            return _about_half_month(
                "half_month_closed", _("{half_month} is closed; ask the office to reopen it"), ordinal
            )
        return _about_half_month("half_month_not_open", _("{half_month} is not open for reports yet"), ordinal)

    def _named(self, title: str) -> Indicator | Mistake:
        indicator = self._titles.indicator(title)
        if indicator is None:
            return Mistake("unknown_indicator", _("There is no indicator of this name; take it from the template"))
        form = self._layout.form
        if form is not None and indicator.form != form.code:
            mend = _("This indicator belongs to another form, not to {form}; upload it there").format(form=form.name)
            return Mistake("other_form", mend)
        return indicator


def _level(layout: Layout) -> str | None:
    """The level that the units of the file must have: the form's, or that of all its indicators."""
    if layout.form:
        return layout.form.level
    levels = {indicator.level for indicator in layout.indicators.values()}
    return levels.pop() if len(levels) == 1 else None


def _about_half_month(kind: str, mend: str, ordinal: int) -> Mistake:
    return Mistake(kind, mend.format(half_month=HalfMonth(ordinal).label))


def _wrong_level(unit: UnitRef, at: int) -> Mistake:
    mend = _("{unit} is not a unit of the level that this form asks").format(unit=unit.name)
    return Mistake("wrong_level", mend, at)
