"""Measures that have a target: how much there is to do at each unit, and how much of it is done."""

from collections.abc import Sequence
from dataclasses import dataclass

from . import published
from .places import County, rare, varied
from .shares import spread


@dataclass(frozen=True)
class Measure:
    """A cumulative indicator with a target.

    target: over all units, made up; done: the published figure of 2023-06-2, or made up where none was published;
    low, high: how differently large the units' parts are.
    """

    code: str
    target: int
    done: int
    low: float = 0.5
    high: float = 1.5


@dataclass(frozen=True)
class Parts:
    """A measure split over the units."""

    targets: list[int]
    done: list[int]


def published_measure(code: str, target: int, low: float = 0.5, high: float = 1.5) -> Measure:
    """A measure whose total in 2023-06-2 was published."""
    return Measure(code, target, published.value(code), low, high)


def split(measure: Measure, counties: Sequence[County], sizes: Sequence[float] | None = None) -> Parts:
    """Targets by size and chance; what is left undone falls mostly to few units in the counties that lag.

    counties: the county of each unit.
    """
    weights = varied(measure.code, len(counties), measure.low, measure.high)
    sizes = sizes or [1.0] * len(counties)
    targets = spread(measure.target, [weight * size for weight, size in zip(weights, sizes, strict=True)])
    left = leave(measure.code, measure.target - measure.done, targets, counties)
    return Parts(targets, [target - open_ for target, open_ in zip(targets, left, strict=True)])


def leave(code: str, total: int, targets: Sequence[int], counties: Sequence[County]) -> list[int]:
    """Where `total` of the targets is left undone."""
    luck = rare(code, len(counties))
    weights = [target * county.backlog * weight for target, county, weight in zip(targets, counties, luck, strict=True)]
    return spread(total, weights, caps=targets)
