"""What a unit's figures rest on: how many of its cells are filled, how many of the units below it are complete.

A county's cells are those of its reports; below the counties they are counted in the roll-ups and the register.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from lib.kept.models import LEVELS
from lib.kept.reference import FormRef, Reference, UnitRef
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.wording import of_all


@dataclass(frozen=True)
class Coverage:
    """`filled` of `asked` cells; `complete` of `units` at `level` have all of a form that asks all of them."""

    filled: int
    asked: int
    complete: int = 0
    units: int = 0
    level: str = ""

    def is_enough(self, least: int) -> bool:
        """Whether at least so many percent are filled; where nothing was asked, nothing is lacking."""
        return 100 * self.filled >= least * self.asked

    @property
    def said(self) -> str:
        """1／160 个村(社区), or where no unit below tells it, how many cells."""
        if self.complete < self.units:
            texts = {"township": _("{count} townships"), "village": _("{count} villages")}
            return texts[self.level].format(count=of_all(self.complete, self.units))
        return _("{count} cells").format(count=of_all(self.filled, self.asked))


def lacking(
    connection: sa.Connection, reference: Reference, units: Sequence[UnitRef], half_month: HalfMonth
) -> dict[str, Coverage]:
    """Those of `units`, all of one level, that have too few cells filled to be ranked or judged, by code."""
    if not units or units[0].level == LEVELS[0]:
        return {}  # the prefecture says itself how many counties reported, and is always judged
    least = reference.of(half_month).coverage
    of_counties = units[0].level == LEVELS[1]
    known = _of_counties(connection, half_month) if of_counties else _of_units(connection, reference, units, half_month)
    few = [unit for unit in units if unit.code in known and not known[unit.code].is_enough(least)]
    return {unit.code: _with_units(connection, reference, unit, half_month, known[unit.code]) for unit in few}


def _of_counties(connection: sa.Connection, half_month: HalfMonth) -> dict[str, Coverage]:
    rows = connection.execute(_SUBMITTED, {"h": half_month.ordinal})
    return {row.county_code: Coverage(int(row.filled), int(row.asked)) for row in rows}


_SUBMITTED = sa.text(
    "SELECT county_code, SUM(filled) AS filled, SUM(asked) AS asked FROM submission"
    " WHERE half_month = :h AND asked > 0 GROUP BY county_code"
)


def _of_units(
    connection: sa.Connection, reference: Reference, units: Sequence[UnitRef], half_month: HalfMonth
) -> dict[str, Coverage]:
    filled: dict[int, int] = defaultdict(int)
    for row in _reporting(connection, units, half_month):
        filled[row.unit_id] += int(row.cells)
    forms = _forms_below(reference, units[0].level)
    return {
        unit.code: Coverage(
            filled[unit.id],
            sum(len(form.indicators) * asked_units(reference, form, unit, half_month) for form in forms),
        )
        for unit in units
    }


def _forms_below(reference: Reference, level: str) -> list[FormRef]:
    return [form for form in reference.forms.values() if LEVELS.index(form.level) >= LEVELS.index(level)]


def asked_units(reference: Reference, form: FormRef, unit: UnitRef, half_month: HalfMonth) -> int:
    """How many units at or below `unit` the form asks in the half month."""
    return reference.units_asked(form.code, half_month.ordinal).get(unit.code, 0)


_FormRow = sa.Row[tuple[int, str, int, int, int]]  # unit, form, cells, least, indicators


def _reporting(connection: sa.Connection, units: Iterable[UnitRef], half_month: HalfMonth) -> Sequence[_FormRow]:
    """Per unit and form: how many cells are filled, and the indicator that fewest units below reported."""
    several = list(units)
    level = LEVELS.index(several[0].level)
    values = {"level": level, "h": half_month.ordinal, "units": [unit.id for unit in several]}
    return connection.execute(_REPORTING, values).all()


# CROSS JOIN: SQLite keeps this order, so that each row is found by its whole key; the other way round it reads the
# roll-ups of every village there is for the few of one township
_REPORTING = sa.text(
    "SELECT r.unit_id, i.form, SUM(r.n) AS cells, MIN(r.n) AS least, COUNT(*) AS indicators"
    " FROM indicator i CROSS JOIN rollup r WHERE i.form IS NOT NULL AND i.rollup = 'sum'"
    " AND r.level = :level AND r.half_month = :h AND r.indicator_id = i.id AND r.unit_id IN :units"
    " GROUP BY r.unit_id, i.form"
).bindparams(sa.bindparam("units", expanding=True))


def _with_units(
    connection: sa.Connection, reference: Reference, unit: UnitRef, half_month: HalfMonth, cells: Coverage
) -> Coverage:
    """With the complete units of the form that fewest of the lowest ones have handed in, of those that any has."""
    forms = [form for form in _forms_below(reference, unit.level) if form.level != unit.level and form.units == "all"]
    rows = {row.form: row for row in _reporting(connection, [unit], half_month)} if forms else {}
    known = []
    for form in forms:
        row, units = rows.get(form.code), asked_units(reference, form, unit, half_month)
        # an indicator that nobody reported has no roll-up: where one is missing no unit is complete
        complete = int(row.least) if row and row.indicators == len(form.indicators) else 0
        known += [Coverage(cells.filled, cells.asked, complete, units, form.level)] if units else []
    begun = [coverage for coverage in known if coverage.complete]
    return min(begun or known, key=lambda coverage: coverage.complete, default=cells)
