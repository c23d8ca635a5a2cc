"""列间关系: of one unit in one half month, a value that is more than the rules between columns allow.

Rules are data, the table column_rule: removed ≤ found, covered ≤ eligible. What breaks one is remarked, not refused.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from lib.intake.checks.comparable import not_comparable
from lib.kept.changes import Key, current_values
from lib.kept.models import ColumnRule, Indicator
from lib.kept.reference import Reference, UnitRef
from lib.kept.store import records
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
    connection: sa.Connection,
    reference: Reference,
    form: str,
    cells: Mapping[Key, int],
    changed: Collection[Key],
    cleared: Collection[Key] = (),
) -> dict[Key, list[Broken]]:
    """What breaks a rule, by the changed cell: that of the smaller indicator, else that of the larger one.

    The other value is that of `cells`, else what is kept; a `cleared` cell has none, and a rule over it says nothing.
    """
    if not changed:
        return {}
    rules = pairs(connection, reference, form)
    asked = {indicator.id for rule in rules for indicator in rule}
    changes = {key for key in changed if key[2] in asked}
    # only of the places that change: what is kept elsewhere is not read
    places = dict.fromkeys(key[:2] for key in changes)
    wanted = ((*place, indicator) for place in places for indicator in asked)
    kept = current_values(connection, "observation", [key for key in wanted if key not in cells])
    values = {**kept, **cells}
    for key in cleared:
        values.pop(key, None)
    found: dict[Key, list[Broken]] = {}
    for place in places:
        for breach in _broken_at(place, rules, values):
            own = (*place, breach.smaller.id)
            key = own if own in changes else (*place, breach.larger.id)
            if key in changes:
                found.setdefault(key, []).append(breach)
    return found


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


def _broken_at(place: Key, rules: Iterable[Pair], values: Mapping[Key, int]) -> Iterable[Broken]:
    for smaller, larger in rules:
        low, high = values.get((*place, smaller.id)), values.get((*place, larger.id))
        if low is not None and high is not None and _more(low, smaller, high, larger):
            yield Broken(smaller, larger, low, high)


def _more(low: int, smaller: Indicator, high: int, larger: Indicator) -> bool:
    more: bool = low * 10**larger.decimals > high * 10**smaller.decimals
    return more
