"""How much more a village with doubts weighs in a draw of spot checks."""

from collections.abc import Iterable

from lib.review.doubts.doubt import Doubt
from lib.review.doubts.rules import RULES

MOST = 5.0  # a village never weighs more than so many times one without doubts


def weights(doubts: Iterable[Doubt]) -> dict[int, float]:
    """By the id of each village that is named: 1 and the weight of every rule that names it, at most MOST.

    A village that is not in it weighs 1.
    """
    rules: dict[int, set[str]] = {}
    for doubt in doubts:
        for village in doubt.villages:
            rules.setdefault(village, set()).add(doubt.rule)
    return {village: min(1.0 + sum(RULES[rule].weight for rule in by), MOST) for village, by in sorted(rules.items())}
