"""What the cells of a row mean: its unit, half month and indicators. Each spelling is looked up once."""

from lib.intake.checks.cells import half_month as read_half_month
from lib.intake.checks.cells import is_blank
from lib.intake.checks.duty import Columns, not_asked_of, not_reported_in
from lib.intake.checks.indicators import ReportedIndicator
from lib.intake.checks.layout import Layout, Titles
from lib.intake.checks.problems import Mistake, Problem, shown
from lib.intake.checks.units import Units
from lib.intake.checks.wanted import Reported, WantedValues
from lib.intake.sheets import Cell, Row
from lib.kept.reference import Reference, UnitRef
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _

AT_NAME = ("ambiguous_name", "no_unit")
"""Mistakes about a unit that are shown at its name; all others at its code, where the file has one."""


class RowResolver:
    """Looks cells up in the reference data. A cell that cannot be taken gives a Mistake; nothing is raised."""

    def __init__(self, layout: Layout, reference: Reference, wanted: WantedValues) -> None:
        self._layout = layout
        self._reference = reference
        self._wanted = wanted
        self._chosen = wanted.ordinal
        meant = wanted.ordinal or reference.first_open
        self._meant = HalfMonth(meant) if meant else None
        self._dated = "half_month" in layout.roles and isinstance(wanted, Reported)
        self._titles = Titles(reference, layout.form.code if layout.form else None)
        self._units = Units(reference, _level(layout), wanted.scope)
        self._unit_of: dict[tuple[Cell | None, ...], UnitRef | Mistake] = {}
        self._half_month_of: dict[Cell, int | Mistake | None] = {}
        self._columns_of: dict[Cell, Columns | Mistake] = {}

    def file_problems(self) -> list[Problem]:
        """What is wrong with the half month of a file that has no column for it."""
        mistake = None if self._dated else not_reported_in(self._wanted, self._reference, self._chosen)
        return [Problem(mend=str(mistake), kind=mistake.kind)] if mistake else []

    def unit(self, row: Row) -> UnitRef | Mistake:
        """The unit that the row's code, name, township and county say, among those of its half month."""
        half_month = self.half_month(row)
        at = None if isinstance(half_month, Mistake) else half_month
        cells = tuple([self._cell(row, role) for role in ("unit_code", "unit_name", "township", "county")])
        key = (at, *cells)
        if key not in self._unit_of:
            try:
                self._unit_of[key] = self._units.find(*cells, at=at)
            except Mistake as mistake:
                self._unit_of[key] = mistake.at(self._unit_column(mistake))
        return self._unit_of[key]

    def half_month(self, row: Row) -> int | Mistake | None:
        """The ordinal of the row's half month, which must be the chosen one and open; None of targets."""
        if not self._dated:
            return self._chosen
        cell = self._cell(row, "half_month")
        if cell not in self._half_month_of:
            self._half_month_of[cell] = self._read_half_month(cell)
        return self._half_month_of[cell]

    def _read_half_month(self, cell: Cell) -> int | Mistake | None:
        try:
            ordinal = self._chosen if is_blank(cell) else read_half_month(cell, example=self._meant)
            mistake = not_reported_in(self._wanted, self._reference, ordinal)
        except Mistake as unreadable:
            mistake = unreadable
        return mistake.at(self._layout.roles["half_month"]) if mistake else ordinal

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

    def refusal(self, unit: UnitRef, half_month: int | None, indicators: Columns) -> Mistake | None:
        """Why `unit` reports no value of these indicators in this half month, if so."""
        return not_asked_of(self._reference, unit, half_month, indicators, self._unit_column())

    def _cell(self, row: Row, role: str) -> Cell:
        index = self._layout.roles.get(role)
        return None if index is None or index >= len(row.cells) else row.cells[index]

    def _unit_column(self, mistake: Mistake | None = None) -> int:
        roles = self._layout.roles
        if mistake is not None and mistake.kind in AT_NAME and "unit_name" in roles:
            return roles["unit_name"]
        return roles.get("unit_code", roles.get("unit_name", 0))

    def _named(self, title: str) -> ReportedIndicator | Mistake:
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
