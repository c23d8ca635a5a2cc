"""Many villages of a township with the same numbers, beyond chance.

Two villages that agree in a number that many have agree by chance; in one that nobody else in the county has they do
not. So each number that two villages share counts by how rare it is in the county outside their township (−log10 of its
share), zeros apart, and the sum says how rarely chance makes such a pair. Of 7,500 pairs of the demo 7 reach five in a
half month, and no three villages of one township reach 5.5 pairwise in more than one.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from lib.review.doubts.cells import Cells, Doubts, Whole
from lib.review.doubts.doubt import Doubt
from lib.review.doubts.rules import ALIKE

PAIR = 5.5  # so rare must what two villages share be, in powers of ten
TELLING = 0.3  # a number that half of the others have as well says nothing


def alike(cells: Cells, least: int) -> Doubts:
    """A doubt for each township in which at least `least` villages share numbers with as many."""
    first, second = _neighbours(cells.townships)
    numbers, rarity = _numbers(cells)
    score = np.zeros(len(first), dtype=np.float32)
    for at in range(len(cells.indicators)):
        same = np.flatnonzero(numbers[first, at] == numbers[second, at])
        score[same] += rarity[first[same], at]
    pairs = np.flatnonzero(score >= PAIR)
    partners = np.bincount(np.concatenate((first[pairs], second[pairs])), minlength=len(cells.units))
    among = partners >= least - 1
    pairs = pairs[among[first[pairs]] & among[second[pairs]]]
    for mine in _by_group(pairs, cells.townships[first[pairs]]):
        shared = (numbers[first[mine]] == numbers[second[mine]]) & (rarity[first[mine]] > TELLING)
        columns = np.flatnonzero(shared.mean(axis=0) > 0.5).tolist()
        yield _doubt(cells, {*first[mine].tolist(), *second[mine].tolist()}, columns, float(score[mine].max()))


def _by_group(places: Whole, groups: Whole) -> list[Whole]:
    """The places of each group."""
    order = np.argsort(groups, kind="stable")
    parts = np.split(places[order], np.flatnonzero(np.diff(groups[order])) + 1)
    return [part for part in parts if part.size]


def _neighbours(townships: Whole) -> tuple[Whole, Whole]:
    """Every two rows of one township."""
    towns = _by_group(np.arange(len(townships)), townships)
    pairs = [(rows, np.triu_indices(len(rows), 1)) for rows in towns]
    first, second = (np.concatenate([rows[at[side]] for rows, at in pairs]) for side in (0, 1))
    return first, second


def _numbers(cells: Cells) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
    """Each value as a number, equal for equal values that say something, and how rare it is.

    That is −log10 of its share among those in the county outside the township; zeros, gaps, and what all of them have
    say nothing and equal nothing.
    """
    numbers = np.zeros(cells.values.shape, dtype=np.int32)
    rarity = np.zeros(cells.values.shape, dtype=np.float32)
    for at in range(len(cells.indicators)):
        values = cells.values[:, at]
        known = ~np.isnan(values)
        _each, number = np.unique(np.nan_to_num(values, nan=-1.0), return_inverse=True)
        outside = _times(cells.counties, number) - _times(cells.townships, number)
        in_county, in_township = (np.bincount(groups, known)[groups] for groups in (cells.counties, cells.townships))
        rare = -np.log10((outside + 1) / (in_county - in_township + 1))  # one more of both: nothing is infinitely rare
        telling = known & (values != 0) & (rare > 0)
        # what says nothing gets a number of its own, below 0, so that it equals none
        numbers[:, at] = np.where(telling, number, -1 - np.arange(len(values)))
        rarity[:, at] = np.where(telling, rare, 0.0)
    return numbers, rarity


def _times(groups: Whole, number: Whole) -> Whole:
    """How often each number stands in its group."""
    key = groups * (number.max(initial=0) + 1) + number
    _each, at, times = np.unique(key, return_inverse=True, return_counts=True)
    often: Whole = times[at]
    return often


def _doubt(cells: Cells, rows: Iterable[int], columns: list[int], score: float) -> Doubt:
    rows = sorted(rows)
    town = cells.townships == cells.townships[rows[0]]
    return Doubt(
        rule=ALIKE,
        unit=cells.township(rows[0]),
        villages=cells.named(rows),
        indicators=cells.listed(columns),
        count=len(rows),
        of=int(np.sum(town)),
        score=score,
    )
