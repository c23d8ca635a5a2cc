"""The one order of units: the highest 综合进度 first, equal ones at one place, apart who lacks too much for a rank."""

from collections.abc import Iterable
from typing import NamedTuple

from lib.figures.progress import UnitProgress
from lib.words.wording import printed


class Placed(NamedTuple):
    """A unit at its place, from 1; None where it has none."""

    place: int | None
    unit: UnitProgress


def placed(units: Iterable[UnitProgress]) -> list[Placed]:
    """Best first, then those that lack too much for a rank, then those without progress; equal ones by code.

    Equal is what reads equal: two units at 87.3 % share a place, and the next is counted behind both.
    """
    ordered = sorted(units, key=_best_first)
    ranked = [one for one in ordered if one.is_ranked]
    places = {one.unit.code: place(one, ranked) for one in ranked}
    return [Placed(places.get(one.unit.code), one) for one in ordered]


def place(unit: UnitProgress, ranked: Iterable[UnitProgress]) -> int:
    """The place of a ranked unit among the ranked ones."""
    own = printed(unit.percent or 0)
    return 1 + sum(printed(other.percent or 0) > own for other in ranked)


def _best_first(unit: UnitProgress) -> tuple[bool, bool, float, str]:
    shown = -1.0 if unit.percent is None else float(printed(unit.percent))
    return not unit.is_ranked, unit.percent is None, -shown, unit.unit.code
