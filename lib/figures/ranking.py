"""The one order of units: the highest 综合进度 first, equal ones at one place, apart who lacks too much for a rank."""

from collections.abc import Iterable
from typing import NamedTuple

from lib.figures.progress import UnitProgress
from lib.words.wording import printed


class Placed(NamedTuple):
    """A unit at its place, from 1; None where it has none."""

    place: int | None
    progress: UnitProgress


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
    return place_among(unit.percent or 0, [other.percent or 0 for other in ranked])


def place_among(percent: float, others: Iterable[float | None]) -> int:
    """The place of a percent (0–100) among others, the highest first; those that read alike share it."""
    own = printed(percent)
    return 1 + sum(other is not None and printed(other) > own for other in others)


def _best_first(unit: UnitProgress) -> tuple[bool, bool, float, str]:
    shown = -1.0 if unit.percent is None else float(printed(unit.percent))
    return not unit.is_ranked, unit.percent is None, -shown, unit.unit.code
