"""Splitting a total into whole numbers that add up to it, and chance that is the same in every run."""

import random
from collections.abc import Sequence
from math import floor

SEED = "banyue 2023"


def chance(name: str) -> random.Random:
    """Random numbers of their own for each purpose, so that a new indicator leaves the others as they were."""
    return random.Random(f"{SEED}: {name}")


def spread(total: int, weights: Sequence[float], caps: Sequence[int] | None = None) -> list[int]:
    """Split `total` in proportion to `weights` by the largest remainder (Hamilton's method).

    No part exceeds its cap; what a full part cannot take goes to the others.
    Raises ValueError if the caps hold less than the total.
    """
    caps = list(caps) if caps is not None else [total] * len(weights)
    shares = _capped(total, weights, caps)
    parts = [min(cap, floor(share)) for share, cap in zip(shares, caps, strict=True)]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - shares[i], i))
    with_room = [i for i in by_remainder if parts[i] < caps[i] and weights[i] > 0]
    left = total - sum(parts)
    if left > len(with_room):
        raise ValueError(f"{left} of {total} find no room under the caps")
    for i in with_room[:left]:
        parts[i] += 1
    return parts


def _capped(total: int, weights: Sequence[float], caps: Sequence[int]) -> list[float]:
    """The exact shares before rounding: parts over their cap are set to it, the rest is shared out again."""
    shares = [0.0] * len(weights)
    free = {i for i, weight in enumerate(weights) if weight > 0}
    rest = float(total)
    while free:
        scale = rest / sum(weights[i] for i in sorted(free))
        full = {i for i in free if weights[i] * scale >= caps[i]}
        for i in full or free:
            shares[i] = float(caps[i]) if full else weights[i] * scale
        if not full:
            break
        rest -= sum(caps[i] for i in full)
        free -= full
    return shares
