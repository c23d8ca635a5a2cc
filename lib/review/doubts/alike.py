"""Many villages of a township with the same numbers, beyond chance.

Two villages that agree in a number that many have agree by chance; in one that nobody else in the county has they do
not. So each number that two villages share counts by how rare it is in the county outside their township (−log10 of its
share), zeros apart, and the sum says how rarely chance makes such a pair. Of 7,500 pairs of the demo 7 reach five in a
half month, and no three villages of one township reach 5.5 pairwise in more than one.
"""

from collections.abc import Iterable

import numpy as np

from lib.review.doubts.cells import Cells, Found, Numbers, Whole
from lib.review.doubts.found import Doubt
from lib.review.doubts.rules import ALIKE

PAIR = 5.5  # so rare must what two villages share be, in powers of ten
TELLING = 0.3  # a number that half of the others have as well says nothing


def alike(cells: Cells, least: int) -> Found:
    """A doubt for each township in which at least `least` villages share numbers with as many."""
    first, second = _neighbours(cells.townships)
    rarity = _rarity(cells)
    score = np.zeros(len(first), dtype=np.float32)
    for at in range(len(cells.indicators)):
        score += _same(cells.values[:, at], rarity[:, at], first, second)
    pairs = np.flatnonzero(score >= PAIR)
    partners = np.bincount(np.concatenate((first[pairs], second[pairs])), minlength=len(cells.units))
    among = partners >= least - 1
    pairs = pairs[among[first[pairs]] & among[second[pairs]]]
    towns = cells.townships[first[pairs]]
    for town in np.unique(towns).tolist():
        mine = pairs[towns == town]
        columns = _shared(cells, rarity, first[mine], second[mine])
        yield _doubt(cells, {*first[mine].tolist(), *second[mine].tolist()}, columns, float(score[mine].max()))


def _neighbours(townships: Whole) -> tuple[Whole, Whole]:
    """Every two rows of one township."""
    order = np.argsort(townships, kind="stable")
    bounds = np.flatnonzero(np.diff(townships[order])) + 1
    pairs = [(rows, np.triu_indices(len(rows), 1)) for rows in np.split(order, bounds)]
    return tuple(np.concatenate([rows[at[side]] for rows, at in pairs]) for side in (0, 1))  # type: ignore[return-value]


def _rarity(cells: Cells) -> Numbers:
    """Of each value, −log10 of its share among those in the county outside the township; 0 for zeros and gaps."""
    rarity = np.zeros(cells.values.shape)
    inside = np.bincount(cells.townships)[cells.townships]
    for at in range(len(cells.indicators)):
        values = cells.values[:, at]
        known = ~np.isnan(values)
        outside = _times(cells.counties, values) - _times(cells.townships, values)
        all_outside = (
            np.bincount(cells.counties, known)[cells.counties] - np.bincount(cells.townships, known)[cells.townships]
        )
        share = (outside + 1) / (all_outside + 1)
        rarity[:, at] = np.where(known & (values != 0) & (inside > 1), -np.log10(share), 0.0)
    return rarity


def _times(groups: Whole, values: Numbers) -> Whole:
    """How often each value stands in its group; what is missing counts as one value."""
    _each, number = np.unique(np.nan_to_num(values, nan=-1.0), return_inverse=True)
    _pairs, at, times = np.unique(
        groups * (number.max(initial=0) + 1) + number, return_inverse=True, return_counts=True
    )
    found: Whole = times[at]
    return found


def _same(values: Numbers, rarity: Numbers, first: Whole, second: Whole) -> Numbers:
    """What each pair's equality in a column says: its rarity, or 0."""
    found: Numbers = np.where(values[first] == values[second], rarity[first], 0.0).astype(np.float32)
    return found


def _shared(cells: Cells, rarity: Numbers, first: Whole, second: Whole) -> list[int]:
    """The columns that most of these pairs share, as far as they say anything."""
    told = [_same(cells.values[:, at], rarity[:, at], first, second) > TELLING for at in range(len(cells.indicators))]
    return [at for at, mask in enumerate(told) if mask.mean() > 0.5]


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
