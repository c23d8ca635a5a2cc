"""列间关系: of one unit in one half month, a value that is more than the rules between columns allow.

Rules are data, the table column_rule: removed ≤ found, covered ≤ eligible. What breaks one is remarked, not refused.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import sqlalchemy as sa

from lib.intake.checks.comparable import not_comparable
from lib.intake.comparing import Compared
from lib.kept.changes import Key
from lib.kept.models import ColumnRule, Indicator
from lib.kept.reference import Reference, UnitRef
from lib.kept.store import records
from lib.kept.value_arrays import Cells, Marks, Numbers, Stored, as_cells, places_of, with_indicator
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.language import named
from lib.words.wording import exact


@dataclass(frozen=True)
class Broken:
    """A rule that does not hold: `low` of the smaller is more than `high` of the larger, each in its smallest steps."""

    smaller: Indicator
    larger: Indicator
    low: int
    high: int

    def __str__(self) -> str:
        """清理机构牌子 10 超过排查机构牌子 8."""
        return _("{smaller} {low} exceeds {larger} {high}").format(
            smaller=named(self.smaller.name, self.smaller.name_en),
            low=in_full(self.low, self.smaller),
            larger=named(self.larger.name, self.larger.name_en),
            high=in_full(self.high, self.larger),
        )


def in_full(steps: int, indicator: Indicator) -> str:
    """A value kept in smallest steps as people read it: 1,225."""
    return exact(Decimal(steps).scaleb(-indicator.decimals), indicator.decimals)


Pair = tuple[Indicator, Indicator]


def pairs(connection: sa.Connection, reference: Reference, form: str) -> list[Pair]:
    """The rules of a form, each as the indicator that is at most the other; what can no longer be compared is none."""
    rules = records(connection, sa.select(ColumnRule).order_by(ColumnRule.__table__.c.code))
    named_ones = ((reference.indicators.get(rule.smaller), reference.indicators.get(rule.larger)) for rule in rules)
    known = dict.fromkeys((smaller, larger) for smaller, larger in named_ones if smaller and larger)
    return [pair for pair in known if pair[0].form == form and not not_comparable(*pair)]


def broken(
    rules: Sequence[Pair], beside: Compared, changed: Marks, cleared: Collection[Key] = ()
) -> dict[int, list[Broken]]:
    """What breaks a rule, by the place of the changed cell: that of the smaller indicator, else that of the larger one.

    The other value is that of the file, else what is kept; a `cleared` cell has none, and a rule over it says nothing.
    """
    about = np.flatnonzero(np.isin(beside.cells[:, 2], [indicator.id for rule in rules for indicator in rule]))
    changes = beside.cells[about[changed[about]]]
    # only of the units that change, in their order: what is kept elsewhere breaks nothing now
    _known, first = np.unique(places_of(with_indicator(changes, 0)), return_index=True)
    sides = _Sides(beside, changed, changes[np.sort(first)], Stored.of(beside.cells[about], about), as_cells(cleared))
    breaches = [
        (at, place, Broken(smaller, larger, low, high))
        for smaller, larger in rules
        for at, place, low, high in sides.breaches(smaller, larger)
    ]
    found: dict[int, list[Broken]] = {}
    for _at, place, breach in sorted(breaches, key=lambda one: one[0]):
        found.setdefault(place, []).append(breach)
    return found


@dataclass(frozen=True)
class _Sides:
    """The values of both sides of a rule for each of `units` (a cell of it); `file` has the places of the file's cells
    that rules are about."""

    beside: Compared
    changed: Marks
    units: Cells
    file: Stored
    cleared: Cells

    def breaches(self, smaller: Indicator, larger: Indicator) -> Iterator[tuple[int, int, int, int]]:
        """Which of the units breaks the rule, the place of its changed cell, and both values."""
        low, has_low, low_place = self._of(smaller)
        high, has_high, high_place = self._of(larger)
        place = np.where(low_place < 0, high_place, low_place)
        at = np.flatnonzero(has_low & has_high & (place >= 0))
        of_these = zip(*(each[at].tolist() for each in (place, low, high)), strict=True)
        for unit, found in zip(at.tolist(), of_these, strict=True):
            if _more(found[1], smaller, found[2], larger):
                yield unit, *found

    def _of(self, indicator: Indicator) -> tuple[Numbers, Marks, Numbers]:
        """The values of an indicator, where there are any, and the places of those that are changed, else -1."""
        cells = with_indicator(self.units, indicator.id)
        place, given = self.file.find(cells)
        kept, is_kept = self.beside.stored.find(cells)
        emptied = np.isin(places_of(cells), places_of(self.cleared))
        values = np.where(given, self.beside.values[place], kept)
        return values, (given | is_kept) & ~emptied, np.where(given & self.changed[place], place, -1)


def kept_broken(
    connection: sa.Connection, reference: Reference, form: str, half_month: HalfMonth, below: str | None
) -> list[tuple[UnitRef, Broken]]:
    """What breaks a rule among the values that are kept, of the units at `below` and under it or of all."""
    mine = None if below is None else reference.codes_below(below)
    breaches = []
    for smaller, larger in pairs(connection, reference, form):
        given = {"h": half_month.ordinal, "s": smaller.id, "l": larger.id}
        given |= {"low": 10 ** int(larger.decimals), "high": 10 ** int(smaller.decimals)}
        for unit_id, low, high in connection.execute(_KEPT, given):
            unit = reference.by_id[unit_id]
            if mine is None or unit.code in mine:
                breaches.append((unit, Broken(smaller, larger, low, high)))
    return sorted(breaches, key=lambda breach: breach[0].code)


# steps of different sizes (decimals) are told apart in SQL, so that of a hundred thousand rows only few come back
_KEPT = sa.text(
    "SELECT s.unit_id, s.value, l.value FROM observation s JOIN observation l"
    " ON l.half_month = s.half_month AND l.unit_id = s.unit_id AND l.indicator_id = :l"
    " WHERE s.half_month = :h AND s.indicator_id = :s AND s.value * :low > l.value * :high"
)


def _more(low: int, smaller: Indicator, high: int, larger: Indicator) -> bool:
    more: bool = low * 10**larger.decimals > high * 10**smaller.decimals
    return more
