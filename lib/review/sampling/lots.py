"""Lot quality sampling: is this township acceptable? The fewest villages to check, and how many of them must agree.

Exact for a lot of known size (hypergeometric): a lot in which `good` agree is refused, and one in which only `bad`
agree is accepted, no oftener than the two errors allow.
"""

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from lib.words.errors import Refusal
from lib.words.language import gettext as _

# as surveys of villages usually take them: 30 points apart, so that some ten villages can tell the two
GOOD, BAD, ERROR = Fraction(80, 100), Fraction(50, 100), Fraction(10, 100)


@dataclass(frozen=True)
class Lot:
    """The rule of a lot: check so many of its villages; acceptable if at least `agreeing` of them agree."""

    villages: int
    checked: int
    agreeing: int

    def acceptable(self, found: int) -> bool:
        """Whether so many agreeing villages among those checked are enough."""
        return found >= self.agreeing


@lru_cache(maxsize=256)
def smallest(villages: int, good: Fraction = GOOD, bad: Fraction = BAD, error: Fraction = ERROR) -> Lot:
    """The rule that checks the fewest of a lot's villages, both errors at most `error`.

    Raises Refusal for a lot so small that even all of its villages do not tell `good` from `bad`.
    """
    of_good, of_bad = _rounded(villages * good), _rounded(villages * bad)
    for checked in range(1, villages + 1):
        for agreeing in range(1, checked + 1):
            refused = fewer_than(agreeing, checked, of_good, villages)
            if refused <= error and 1 - fewer_than(agreeing, checked, of_bad, villages) <= error:
                return Lot(villages, checked, agreeing)
    raise Refusal(
        _("{count} villages are too few for a verdict of this kind; check all of them").format(count=villages)
    )


def fewer_than(agreeing: int, checked: int, of: int, villages: int) -> Fraction:
    """The chance of fewer than `agreeing` among `checked`, drawn from `villages` of which `of` agree."""
    ways = sum(math.comb(of, k) * math.comb(villages - of, checked - k) for k in range(min(agreeing, checked + 1)))
    return Fraction(ways, math.comb(villages, checked))


def _rounded(number: Fraction) -> int:
    return int(number + Fraction(1, 2))
