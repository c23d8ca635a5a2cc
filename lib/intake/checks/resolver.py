"""What the cells of a row mean: its unit, half month and indicators. Each spelling is looked up once."""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import replace
from decimal import Decimal

from lib.intake.checks.cells import half_month as read_half_month
from lib.intake.checks.cells import is_blank
from lib.intake.checks.duty import Columns, not_asked_of, not_reported_in
from lib.intake.checks.indicators import ReportedIndicator
from lib.intake.checks.layout import Layout
from lib.intake.checks.measures import factor
from lib.intake.checks.problems import Mistake, Problem, cell_text
from lib.intake.checks.titles import Named, Titles
from lib.intake.checks.units import Units
from lib.intake.checks.wanted import Reported, WantedValues
from lib.intake.sheets import Cell, Row
from lib.kept.reference import Reference, UnitRef
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _

AT_NAME = ("ambiguous_name", "no_unit")
"""Mistakes about a unit that are shown at its name; all others at its code, where the file has one."""
AT_PLACE = {"other_township": ("township", "township_code"), "other_county": ("county", "county_code")}
PLACES = {"township": "township", "township_code": "township", "county": "county", "county_code": "county"}
"""The columns that say where a unit lies, each with the level it names."""


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
        # a column may name several half months that are open: each is taken, whichever is chosen on the page
        self._any_open = replace(wanted, half_month=None) if isinstance(wanted, Reported) else wanted
        self._titles = Titles(reference, layout.form.code if layout.form else None)
        self._units = Units(reference, _level(layout), wanted.scope)
        self._places = [(role, level) for role, level in PLACES.items() if role in layout.roles]
        self._converted = Counter[tuple[str, str]]()
        self._group: dict[str, tuple[str, Cell]] = {}
        self._unit_of: dict[tuple[Hashable, ...], UnitRef | Mistake] = {}
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
        code, name = self._cell(row, "unit_code"), self._cell(row, "unit_name")
        own, group = self._lies_in(row) if self._places else ((), ())
        key = (at, code, name, own, group)
        if key not in self._unit_of:
            try:
                self._unit_of[key] = self._units.find(code, name, own, group, at=at)
            except Mistake as mistake:
                self._unit_of[key] = mistake.at(self._unit_column(mistake))
        return self._unit_of[key]

    def _lies_in(self, row: Row) -> tuple[tuple[tuple[str, Cell], ...], tuple[tuple[str, Cell], ...]]:
        """The places that the row names, and those of the rows above for what it leaves blank."""
        own, group = list[tuple[str, Cell]](), list[tuple[str, Cell]]()
        for role, level in self._places:
            cell = self._cell(row, role)
            if not is_blank(cell):
                own.append((level, cell))
                self._group[role] = (level, cell)
            elif role in self._group:
                group.append(self._group[role])
        return tuple(own), tuple(group)

    def end_group(self) -> None:
        """Below a total a township named above it holds no more."""
        self._group.clear()

    def above(self, row: Row) -> UnitRef | None:
        """The unit of a higher level that the row is named like: its values should be the sum of those below it."""
        half_month = self.half_month(row)
        at = None if isinstance(half_month, Mistake) else half_month
        places = [(level, self._cell(row, role)) for role, level in self._places]
        return self._units.above(self._cell(row, "unit_code"), self._cell(row, "unit_name"), places, at)

    def is_named(self, row: Row) -> bool:
        """Whether the row says a code or a name."""
        return not (is_blank(self._cell(row, "unit_code")) and is_blank(self._cell(row, "unit_name")))

    def factors(self, row: Row, columns: Columns) -> Mapping[int, Decimal] | Mistake:
        """By what the row's values are multiplied: that of their columns, or of the measure that the row names."""
        cell = self._cell(row, "measure")
        named = self._named_in(row) if self._layout.long else None
        of_row = named.measure if named else ""  # nearer than that of 值
        said = (of_row or self._layout.measure) if is_blank(cell) else cell_text(cell)
        if not said:
            return self._layout.factors
        found = {index: by for index, ref in columns.items() if (by := factor(said, ref.unit, ref.unit_en)) is not None}
        if found:
            self._converted.update({(said, columns[index].unit): 1 for index, by in found.items() if by != 1})
            return self._layout.factors | found
        mend = _("The row is in {measure}, asked is {unit}; write the values in that")
        unit = _(", ").join(dict.fromkeys(ref.unit for ref in columns.values()))
        at = self._layout.roles.get("measure" if not is_blank(cell) else "value", 0)
        return Mistake("other_measure", mend.format(measure=said, unit=unit), at)

    def _named_in(self, row: Row) -> Named | None:
        return self._titles.named(cell_text(self._cell(row, "indicator")))

    def notices(self) -> list[str]:
        """What was converted row by row."""
        said = _("{count} rows are given in {measure}: their values are converted to {unit}")
        return [said.format(count=n, measure=one, unit=own) for (one, own), n in self._converted.items()]

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
            mistake = not_reported_in(self._any_open, self._reference, ordinal)
        except Mistake as unreadable:
            mistake = unreadable
        return mistake.at(self._layout.roles["half_month"]) if mistake else ordinal

    def columns(self, row: Row) -> Columns | Mistake:
        """The indicators of the row by their column: those of the header, or the one that a long row names."""
        if not self._layout.long:
            return self._layout.indicators
        cell = self._cell(row, "indicator")
        if cell not in self._columns_of:
            found = self._named(cell_text(cell))
            if isinstance(found, Mistake):
                self._columns_of[cell] = found.at(self._layout.roles["indicator"])
            else:
                self._columns_of[cell] = {self._layout.roles["value"]: found}
        return self._columns_of[cell]

    @property
    def reads_whole(self) -> bool:
        """Whether each row says by itself what it is about, and in the measures of the indicators."""
        scaled = any(by != 1 for by in self._layout.factors.values())
        plain = not (self._places or scaled or self._layout.measure or "measure" in self._layout.roles)
        there = self._layout.long or bool(self._layout.indicators)  # none is left where each is said twice
        return plain and there and isinstance(self._wanted, Reported)

    def plain_indicator(self, row: Row) -> ReportedIndicator | None:
        """The indicator that a long row names, where its value is to be taken as it stands."""
        columns, named = self.columns(row), self._named_in(row)
        if isinstance(columns, Mistake) or (named is not None and named.factor != 1):
            return None
        return columns[self._layout.roles["value"]]

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
        if mistake is not None and mistake.kind in AT_PLACE:
            return next(roles[role] for role in AT_PLACE[mistake.kind] if role in roles)
        return roles.get("unit_code", roles.get("unit_name", 0))

    def _named(self, title: str) -> ReportedIndicator | Mistake:
        named = self._titles.named(title)
        if named is None:
            return Mistake("unknown_indicator", _("There is no indicator of this name; take it from the template"))
        indicator = named.indicator
        if named.other:
            mend = _("This says “{other}” of “{indicator}”; leave that out if its value is meant, else the row")
            return Mistake("other_meaning", mend.format(other=named.other, indicator=indicator.name))
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
