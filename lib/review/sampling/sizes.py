"""How many villages to check for a precision, said with what it assumes: nobody knows the faults before checking."""

import math
from bisect import bisect_left
from dataclasses import dataclass

from lib.review.sampling.exact import share
from lib.review.sampling.limits import NORMAL

# Assumed before anything is checked, and said so beside every size: 15 % of the villages are faulty, and
# of what one of them reported 35 % is not found, give or take 10 points (standard deviation).
FAULTY, TAINT, SPREAD = 0.15, 0.35, 0.10
SECOND_MOMENT_OF_PRIOR = 1 / 3  # of a taint spread evenly from 0 to 1, which stands for one village


@dataclass(frozen=True)
class Size:
    """Villages to check for ± `points` (percentage points) at 95 %, if so many are faulty (0–1).

    `taint` is the part of a faulty village's report that is not found, on average; none where shares are estimated.
    """

    villages: int
    points: float
    faulty: float
    taint: float | None = None


def for_factor(points: float, villages: int, *, faulty: float = FAULTY, taint: float = TAINT) -> Size:
    """The fewest villages, of so many, drawn by size, for a factor within ± `points`; all if none are enough."""
    counts = range(2, villages)
    place = bisect_left(counts, True, key=lambda count: half_width(count, faulty, taint) * 100 <= points)
    return Size([*counts, villages][place], points, faulty, taint)


def half_width(count: int, faulty: float = FAULTY, taint: float = TAINT) -> float:
    """Half the width of the Dirichlet limits for such a sample, from their mean and spread.

    Faulty villages reported more, so that a draw by size comes upon them oftener than their share of the villages.
    """
    hit = faulty / (1 - taint) / (faulty / (1 - taint) + 1 - faulty)
    squares = hit * (taint**2 + SPREAD**2)
    mean = (count * hit * taint + 0.5) / (count + 1)
    variance = ((count * squares + SECOND_MOMENT_OF_PRIOR) / (count + 1) - mean**2) / (count + 2)
    return NORMAL * math.sqrt(variance)


def for_share(points: float, villages: int, *, faulty: float = FAULTY) -> Size:
    """The fewest villages, of so many, whose exact limits of the faulty share are no wider than 2 × `points`."""
    counts = range(2, villages)
    place = bisect_left(counts, True, key=lambda count: _half_of_share(count, villages, faulty) * 100 <= points)
    return Size([*counts, villages][place], points, faulty)


def _half_of_share(count: int, villages: int, faulty: float) -> float:
    seen = share(round(faulty * count), count)
    return (seen.high - seen.low) / 2 * math.sqrt(1 - count / villages)
