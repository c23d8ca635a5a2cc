"""Limits of a share that hold whatever its size: of a count of faulty villages among those checked.

Clopper and Pearson, Biometrika 26 (1934) 404: the shares under which the count seen would be too rare on either side.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

LEVEL = 0.95


@dataclass(frozen=True)
class Share:
    """A count among those checked, with the limits of its share (0–1) at 95 %."""

    count: int
    checked: int
    low: float
    high: float


def share(count: int, checked: int, level: float = LEVEL) -> Share:
    """The exact limits, two-sided: 0 of 58 is at most 6.2 %. Raises ValueError unless 0 ≤ count ≤ checked ≠ 0."""
    if not 0 <= count <= checked or not checked:
        raise ValueError(f"{count} of {checked} is no count")
    tail = (1 - level) / 2
    low = 0.0 if not count else _root(lambda p: at_most(count - 1, checked, p) >= 1 - tail)
    return Share(count, checked, low, upper(count, checked, tail))


def upper(count: int, checked: int, tail: float = 1 - LEVEL) -> float:
    """The largest share under which `count` or fewer of those checked are no rarer than `tail`."""
    return 1.0 if count >= checked else _root(lambda p: at_most(count, checked, p) >= tail)


def at_most(count: int, checked: int, p: float) -> float:
    """The chance of at most `count` hits among `checked` at the share `p` (binomial)."""
    if p <= 0 or count >= checked:
        return 1.0
    if p >= 1:
        return 0.0
    return math.fsum(
        math.exp(_log_ways(checked, k) + k * math.log(p) + (checked - k) * math.log1p(-p)) for k in range(count + 1)
    )


def _log_ways(checked: int, k: int) -> float:
    return math.lgamma(checked + 1) - math.lgamma(k + 1) - math.lgamma(checked - k + 1)


def _root(holds: Callable[[float], bool]) -> float:
    """The largest share for which `holds`, which holds at 0 and up to somewhere, by halving 50 times."""
    low, high = 0.0, 1.0
    for _turn in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low
