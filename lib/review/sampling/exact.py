"""Limits of a share that hold whatever its size: of a count of faulty villages among those checked.

Clopper and Pearson, Biometrika 26 (1934) 404: the shares under which the count seen would be too rare on either side.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

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
    return Share(count, checked, lower(count, checked, tail), upper(count, checked, tail))


@lru_cache(maxsize=4096)
def upper(count: int, checked: int, tail: float = 1 - LEVEL) -> float:
    """The largest share under which `count` or fewer of those checked are no rarer than `tail`."""
    return 1.0 if count >= checked else _root(lambda p: at_most(count, checked, p) >= tail)


def lower(count: int, checked: int, tail: float = 1 - LEVEL) -> float:
    """The smallest share under which `count` or more of those checked are no rarer than `tail`."""
    return 1 - upper(checked - count, checked, tail)


def at_most(count: int, checked: int, p: float) -> float:
    """The chance of at most `count` hits among `checked` at the share `p` (binomial)."""
    if p <= 0 or count >= checked:
        return 1.0
    if p >= 1:
        return 0.0
    hits = np.arange(count + 1)
    chances = np.exp(_log_ways(checked)[: count + 1] + hits * math.log(p) + (checked - hits) * math.log1p(-p))
    return float(chances.sum())


@lru_cache(maxsize=64)
def _log_ways(checked: int) -> NDArray[np.float64]:
    """The logarithm of the ways to choose k of so many, for every k."""
    return np.array([math.log(math.comb(checked, k)) for k in range(checked + 1)])


def _root(holds: Callable[[float], bool]) -> float:
    """The largest share for which `holds`, which holds at 0 and up to somewhere, by halving 50 times."""
    low, high = 0.0, 1.0
    for _turn in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low
