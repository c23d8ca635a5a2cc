"""What the statements of one half month stand on: the units that exist in it, and whom each of them took over from."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from lib.kept.models.catalogues import BOUNDED
from lib.kept.store import all_rows
from lib.kept.yardstick import Yardstick, closing_of
from lib.ledger.rollup.sql import Measure, Scope, ids
from lib.words.half_months import HalfMonth


@dataclass(frozen=True)
class Ground:
    """A half month and the units that a renewal covers.

    `gone` are those of them that do not exist in it, a short list as a rule, for which a join would cost more; `before`
    are the units whose values of the half month before stand for those of a unit that took over from some of them;
    `dated` says whether any target holds only from some half month on; `judged` is what it was closed with.
    """

    half_month: int
    scope: Scope = field(default_factory=Scope)
    gone: tuple[int, ...] = ()
    before: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    dated: bool = False
    judged: Yardstick | None = None

    def units(self, column: str) -> str:
        """An SQL condition on the id of a unit that is covered and exists in the half month."""
        return f"{self.scope.units(column)}{self.there(column)}"

    def there(self, column: str) -> str:
        """The rest of an SQL condition: that the unit exists in the half month."""
        return f" AND {column} NOT IN ({ids(self.gone)})" if self.gone else ""

    def taken_over(self, unit: str, own: str, together: Callable[[tuple[int, ...]], str]) -> str:
        """SQL for what stood before at `unit`: its `own`, or of one that took over what stood at all these together."""
        if not self.before:
            return own
        whens = " ".join(f"WHEN {heir} THEN ({together(those)})" for heir, those in sorted(self.before.items()))
        return f"CASE {unit} {whens} ELSE {own} END"

    def anew(self, measures: Iterable[Measure]) -> list[Measure]:
        """Those of `measures` that begin anew with this half month: nothing before it can be compared with them."""
        return [one for one in measures if one.yearly] if HalfMonth(self.half_month).begins_year else []


def ground_of(connection: sa.Connection, half_month: int, scope: Scope) -> Ground:
    """The ground of a half month, of the units that `scope` covers."""
    # BOUNDED, which follows from the rest, is what the partial index of these few units is found by
    absent = f"SELECT id FROM unit WHERE ({BOUNDED}) AND (valid_to < {half_month} OR valid_from > {half_month})"
    gone = tuple(unit for (unit,) in all_rows(connection, f"{absent} AND {scope.units('id')} ORDER BY id"))
    later = f"SELECT EXISTS (SELECT 1 FROM target WHERE since > 0 AND {scope.units('unit_id')})"
    dated = bool(connection.exec_driver_sql(later).scalar())
    return Ground(half_month, scope, gone, _before(connection, half_month), dated, closing_of(connection, half_month))


def reaching(connection: sa.Connection, half_month: int, scope: Scope) -> Scope:
    """`scope`, or everything where a unit outside it took over from one within: its change is counted against that."""
    if scope.covered is None:
        return scope
    covered = {unit for units in scope.covered.values() for unit in units}
    before = _before(connection, half_month)
    crossing = any(heir not in covered and covered.intersection(those) for heir, those in before.items())
    return Scope() if crossing else scope


def _before(connection: sa.Connection, half_month: int) -> dict[int, tuple[int, ...]]:
    stood_for: dict[int, list[int]] = defaultdict(list)
    for unit, heir, since in connection.execute(_HEIRS, {"h": half_month}):
        if not stood_for[heir] and (since or 0) < half_month:  # one that begins with the merger had nothing before
            stood_for[heir].append(heir)
        stood_for[heir].append(unit)
    return {heir: tuple(units) for heir, units in stood_for.items()}


# the first condition follows from the second: by it the partial index is found
_HEIRS = sa.text(
    "SELECT u.id, s.id AS heir, s.valid_from FROM unit u JOIN unit s ON s.code = u.successor_code"
    " WHERE (u.valid_from IS NOT NULL OR u.valid_to IS NOT NULL) AND u.valid_to = :h - 1 ORDER BY s.id, u.id"
)
