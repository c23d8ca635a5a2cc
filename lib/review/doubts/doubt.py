"""A doubt as a value: which rule found what, where, by which numbers."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class DoubtedValue:
    """A value that is doubted, in its indicator's smallest steps.

    `before` is that of the half month before, `beside` the target or the value that it exceeds; None where there is
    none. `note` is a word of lib.intake.fences.
    """

    indicator: int
    value: int
    before: int | None = None
    beside: int | None = None
    other: int | None = None  # the indicator that it exceeds
    note: str = ""


@dataclass(frozen=True, order=True)
class Doubt:
    """What is to be looked at: by `rule` (its code), of a village, a township or a county (ids).

    `villages` are those that it names: the village itself, or those of the township or county that take part; none
    where a county's own report is meant. `count` of `of` is what was seen, `usual` the share (0–1) that it is
    elsewhere. `score` orders doubts of one rule: the higher the less it is chance.
    """

    rule: str
    unit: int
    villages: tuple[int, ...]
    indicators: tuple[int, ...]
    cells: tuple[DoubtedValue, ...] = ()
    count: int = 0
    of: int = 0
    usual: float = 0.0
    score: float = 0.0
