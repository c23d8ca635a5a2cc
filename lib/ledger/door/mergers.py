"""Units that are taken over: what they had to reach goes to the one that takes over, from that half month on."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from lib.kept.changes import Change, TargetKey
from lib.kept.spans import touching
from lib.kept.units import UnitRef, unit_refs
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _


class TakenOver(NamedTuple):
    """The targets of `units` that are added to those of `heir` from the half month `since` on."""

    heir: UnitRef
    units: tuple[UnitRef, ...]
    since: int
    changes: tuple[Change, ...]

    @property
    def said(self) -> str:
        """As the preview has it."""
        text = _("{heir} must reach from {half_month} on what {units} had to as well: {count} targets are added")
        names = "、".join(unit.name for unit in self.units)
        since = HalfMonth(self.since).label
        return text.format(heir=self.heir.name, half_month=since, units=names, count=len(self.changes))


def taken_over(
    connection: sa.Connection, units: Mapping[str, UnitRef], changed: Collection[str]
) -> Iterator[TakenOver]:
    """The targets that follow those of `changed` which are taken over by another of `units`.

    Only sums follow: a percent of two is not the sum of both. A successor that was there before without a target gets
    none, since its own part would be missing.
    """
    merged: dict[tuple[str, int], list[UnitRef]] = defaultdict(list)
    for unit in (units[code] for code in sorted(changed) if code in units):
        heir = units.get(unit.successor_code or "")
        if heir is not None and unit.valid_to is not None:
            merged[heir.code, unit.valid_to + 1].append(unit)
    for (code, since), ended in merged.items():
        if changes := tuple(_added(connection, units[code], ended, since)):
            yield TakenOver(units[code], tuple(ended), since, changes)


def _added(connection: sa.Connection, heir: UnitRef, ended: Sequence[UnitRef], since: int) -> Iterator[Change]:
    codes = [heir.code, *(unit.code for unit in ended)]
    by_indicator: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
    for row in connection.execute(_IN_FORCE, {"h": since, "codes": codes}):
        by_indicator[row.indicator_id][row.code] = row.value, row.since
    for indicator, targets in sorted(by_indicator.items()):
        own, own_since = targets.pop(heir.code, (None, -1))
        # with a target missing among them the sum would claim less than there is to reach
        if len(targets) == len(ended) and (own is not None or heir.valid_from == since):
            total = (own or 0) + sum(value for value, _since in targets.values())
            before = own if own_since == since else None  # a target that held earlier stays, for the half months before
            yield Change("target", TargetKey(heir.id, indicator, since), "value", before, total)


_IN_FORCE = sa.text(
    "SELECT u.code, t.indicator_id, t.value, t.since FROM target t JOIN unit u ON u.id = t.unit_id"
    " JOIN indicator i ON i.id = t.indicator_id AND i.rollup = 'sum' WHERE u.code IN :codes AND t.since ="
    " (SELECT MAX(s.since) FROM target s WHERE s.unit_id = t.unit_id AND s.indicator_id = t.indicator_id"
    " AND s.since <= :h)"
).bindparams(sa.bindparam("codes", expanding=True))


def targets_taken_over(connection: sa.Connection, changes: Sequence[Change]) -> list[Change]:
    """The targets that go over with `changes` of units, which are written already."""
    ended = {str(one.key[0]) for one in touching(changes) if one.field in ("valid_to", "successor_code", "")}
    mergers = taken_over(connection, unit_refs(connection), ended) if ended else ()
    return [change for merger in mergers for change in merger.changes]
