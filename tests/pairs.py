"""Cases of a test that has several factors: every pair of values meets in one of them, instead of every combination."""

from collections.abc import Sequence
from itertools import combinations, product
from typing import Any

Case = tuple[Any, ...]


def pairs_of(case: Case) -> set[tuple[int, Any, int, Any]]:
    """Which value of one factor meets which of another in this case; factors by their place."""
    return {(one, case[one], other, case[other]) for one, other in combinations(range(len(case)), 2)}


def pairwise(*factors: Sequence[Any]) -> list[Case]:
    """Few cases in which every value of a factor meets every value of each other, the same ones in every run.

    A mistake that three factors make together is found by the long run alone, which takes all combinations.
    """
    every = list(product(*factors))
    if len(factors) == 1:
        return every
    left = set[tuple[int, Any, int, Any]]().union(*map(pairs_of, every))
    cases = []
    while left:
        case = max(every, key=lambda one: len(pairs_of(one) & left))
        cases.append(case)
        left -= pairs_of(case)
    return cases
