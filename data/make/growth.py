"""How a value gets to where it stands in the half month of the published figures, and one step beyond."""

from collections.abc import Callable, Sequence
from math import exp, floor

from .periods import BEFORE_CAMPAIGN, HALF_MONTHS, REVIEWED
from .shares import chance

Series = list[list[int]]  # one list a half month, with the value of each unit
Share = Callable[[int, int], float]  # (half month's number, unit's position) → share of the final value, 0–1

STEEPNESS = 1.1  # of the S-curve, per half month
MIDDLE = 9.2  # between 2023-05-1 and 2023-05-2
CLOSED_IN_A_STEP = 0.25  # of what is left, in the half month after the review


def grown(name: str, finals: Sequence[int], share: Share, after: Sequence[int] | None = None) -> Series:
    """Whole values that follow `share`, are exactly `finals` in 2023-06-2 and `after` in 2023-07-1.

    Each unit rounds at a point of its own, so that small counts do not all rise in the same half month;
    since the point stays the same, values never fall.
    """
    draw = chance(f"rounding of {name}")
    points = [draw.random() for _ in finals]
    series = [
        [floor(final * share(half_month.number, i) + points[i]) for i, final in enumerate(finals)]
        for half_month in HALF_MONTHS
        if half_month.number <= REVIEWED.number
    ]
    return [*series, list(after or finals)]


def further(name: str, finals: Sequence[int], limits: Sequence[int]) -> list[int]:
    """The values one half month later, when a part of what is left has been done."""
    draw = chance(f"next step of {name}")
    return [
        final + floor((limit - final) * CLOSED_IN_A_STEP + draw.random()) if limit > final else final
        for final, limit in zip(finals, limits, strict=True)
    ]


def campaign(delays: Sequence[float]) -> Share:
    """An S-curve: nothing until 2023-03-2, all in 2023-06-2; units with a delay (half months) get going later."""

    def share(number: int, i: int) -> float:
        middle = MIDDLE + delays[i]
        first, last = _logistic(BEFORE_CAMPAIGN.number - middle), _logistic(REVIEWED.number - middle)
        return max(0.0, (_logistic(number - middle) - first) / (last - first))

    return share


def steady(*, since: int = 0, base: float = 0.0) -> Share:
    """From `base` at the end of half month `since` in equal steps to all in 2023-06-2; nothing before that."""

    def share(number: int, i: int) -> float:
        if number < since:
            return 0.0
        return base + (1 - base) * (number - since) / (REVIEWED.number - since)

    return share


def at_once(numbers: Sequence[int]) -> Share:
    """Nothing before the unit's half month, all from then on."""
    return lambda number, i: float(number >= numbers[i])


def _logistic(x: float) -> float:
    return 1 / (1 + exp(-STEEPNESS * x))
