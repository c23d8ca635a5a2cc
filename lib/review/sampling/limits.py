"""Limits of found ÷ reported, of three kinds, from villages with their shares in what was reported.

A taint is the part of a village's report that was not found: 1 − found ÷ reported, 0 where they agree, below 0 where
more was found. Textbook limits take the spread of the sample, and a sample that happened to hold no fault has none:
they would call it certain. Auditors have the same task, rare errors in many items, and two answers for it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lib.review.sampling.exact import LEVEL, lower, upper

GRID, PRIOR = 51, 1.0  # points of the grid from 0 to 1, and how many villages they weigh together
DRAWS, SEED = 1500, 20230615  # any seed, as long as it stays: limits that were said must come out again
LEAST_GAIN = 0.4  # few villages in a stratum tell little of its spread
NORMAL = 1.959963984540054  # the 97.5 % point of the normal distribution

Numbers = NDArray[np.float64]


def effective(shares: Numbers) -> float:
    """How many villages of equal share tell as much as these: 1 ÷ Σ share², for shares that sum to 1 (Kish)."""
    return float(1 / np.sum(shares**2))


def gain(taints: Numbers, shares: Numbers, strata: Sequence[str], chances: Numbers) -> float:
    """How much less a stratified draw without return spreads than a draw from all at once: 1 is no less, 0.4 the least.

    The variance within the strata over that of all, as the sample has it, times the part that was not drawn. Without it
    limits would be half as wide again where all faults lie in a few counties.
    """
    weights = shares * len(shares)
    _names, places = np.unique(np.asarray(strata), return_inverse=True)
    means = np.bincount(places, weights * taints) / np.bincount(places, weights)
    overall = float(weights @ (taints - shares @ taints) ** 2) / max(len(taints) - 1, 1)
    within = float(weights @ (taints - means[places]) ** 2) / max(len(taints) - len(means), 1)
    return min(max(within / overall, LEAST_GAIN), 1.0) * float(1 - shares @ chances) if overall else 1.0


def dirichlet(taints: Numbers, shares: Numbers, gained: float = 1.0) -> tuple[float, float]:
    """The limits of the mean taint at 95 % (Tsui, Matsumura and Tsui, The Accounting Review 60, 1985, 76).

    Before anything is seen, every taint of a grid from 0 to 1 is as likely, together as much as one village tells; each
    village adds its own taint, weighed by its share and by what the strata `gained`. Quantiles of 1,500 draws with a
    fixed seed, so that the same villages give the same.
    """
    support = np.concatenate([np.linspace(0, 1, GRID), taints])
    seen = shares * effective(shares) / gained
    weights = np.concatenate([np.full(GRID, PRIOR / GRID), seen])
    means = np.random.default_rng(SEED).dirichlet(weights, DRAWS) @ support
    low, high = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def stringer(taints: Numbers, shares: Numbers, tail: float = 1 - LEVEL) -> float:
    """The most that the mean taint can be, on the safe side: Stringer's bound (1963), more than 95 % in practice.

    Each taint, the largest first, counts for the step that one more fault adds to the exact upper limit.
    """
    count = max(int(effective(shares)), 1)
    parts = np.sort((taints * shares * count)[taints > 0])[::-1]
    steps = np.diff([upper(min(k, count), count, tail) for k in range(len(parts) + 1)])
    return min(upper(0, count, tail) + float(steps @ parts), 1.0)


def safe_limits(taints: Numbers, shares: Numbers) -> tuple[float, float]:
    """Limits of the mean taint that hold it in more than 95 of 100 draws: Stringer's above, its mirror below.

    Below, each taint counts for the step of the exact lower limit; where more was found than reported, for that of the
    upper one.
    """
    tail, count = (1 - LEVEL) / 2, max(int(effective(shares)), 1)
    parts = taints * shares * count
    over, under = np.sort(parts[parts > 0])[::-1], np.sort(-parts[parts < 0])[::-1]
    low = np.diff([lower(min(k, count), count, tail) for k in range(len(over) + 1)])
    more = np.diff([upper(min(k, count), count, tail) for k in range(len(under) + 1)])
    return float(low @ over) - float(more @ under), stringer(taints, shares, tail)


@dataclass(frozen=True)
class Ratio:
    """Σ found ÷ Σ reported with its standard error and degrees of freedom."""

    value: float
    error: float
    freedom: int

    @property
    def limits(self) -> tuple[float, float]:
        """The textbook's limits at 95 %; they hold only where many villages differ."""
        margin = t_quantile(self.freedom) * self.error
        return self.value - margin, self.value + margin


def ratio(
    found: Numbers, reported: Numbers, weights: Numbers, strata: Sequence[str], sampled: Sequence[float]
) -> Ratio:
    """The combined ratio of a stratified sample, linearised (Cochran, Sampling Techniques, 3rd ed. 1977, 6.11).

    `strata` and `sampled`, the share of its stratum that was drawn, stand beside each village. Raises ValueError where
    a stratum has fewer than two villages.
    """
    total = float(weights @ reported)
    value = float(weights @ found) / total
    residuals = weights * (found - value * reported)
    names, places = np.unique(np.asarray(strata), return_inverse=True)
    variance = math.fsum(_variance(residuals[places == k], np.asarray(sampled)[places == k]) for k in range(len(names)))
    return Ratio(value, math.sqrt(variance) / total, len(residuals) - len(names))


def _variance(residuals: Numbers, sampled: Numbers) -> float:
    if len(residuals) < 2:
        raise ValueError("a stratum of one village has no spread")
    return (1 - float(sampled[0])) * len(residuals) * float(np.var(residuals, ddof=1))


def t_quantile(freedom: int) -> float:
    """The 97.5 % point of Student's t, to four digits from some ten degrees on (Abramowitz and Stegun 26.7.5)."""
    z, v = NORMAL, freedom
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + math.fsum(term / v**power for power, term in enumerate(terms, 1))
