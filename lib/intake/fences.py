"""What is unusual among the values of a file: against the half month before, and against the others in the county.

Few and right: a zero is never far from the others, nor is what a unit always had. Both fences are drawn on a
logarithmic scale, since values of villages and counties differ by factors. Of mistakes that were planted in the demo's
figures and can be seen at all, 94 of 100 are pointed out; of what is pointed out, 99 of 100 are planted
(tests/intake/test_unusual.py).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt

from lib.kept.value_arrays import Cells, Marks, Numbers, Reals

FALLS, TENFOLD, TENTH, FAR, JUMPS = "falls", "tenfold", "tenth", "far", "jumps"

ENOUGH_OTHERS = 8  # so many others a value must have before it can be far from them

LEVEL, CHANGE = (2.0, 5.0), (4.0, 4.0)
"""How far a fence stands beyond the quartiles: so many times their distance, and at least by this factor."""

SETTLED = 2.0
"""What changes by no more than this factor is as it was, however far from the others."""

Step = Mapping[int, int]
Places = npt.NDArray[np.int64]


def unusual(
    cells: Cells,
    values: Numbers,
    changed: Places,
    before: Reals,
    peers: Mapping[int, str | None],
    cumulative: Iterable[int],
    steps: Step,
) -> dict[int, tuple[str, ...]]:
    """The notes of the cells at the places `changed`, by their place; `before` is what each of these held, or no
    number.

    `cells` and `values` are all of a file, by half month (or what stands for one), unit and indicator. `peers` names
    for a unit those with which it is compared, `steps` are the smallest steps of one of an indicator.
    All are compared at once, column by column; a value in steps is below 2⁵³, so that it is exact as a float as well.
    """
    if not changed.size:
        return {}
    every, level = _Cells.of(cells, peers, steps), values.astype(np.float64)
    mine, after = every.at(changed), level[changed]
    ratio = np.full(before.shape, np.nan)
    # with a step more on both sides, so that small counts do not jump: from 1 to 3 is then no more than twice
    np.divide(after + mine.step, before + mine.step, out=ratio, where=(before > 0) & (after > 0))
    notes = _against_last(before, after, np.isin(mine.indicator, list(cumulative)))
    moved = (after > 0) & ~((ratio >= 1 / SETTLED) & (ratio <= SETTLED))
    levels = _Fences.of(every.group, level + every.step, level > 0, *LEVEL)
    notes[FAR] = moved & levels.outside(mine.group, after + mine.step)
    changes = _Fences.of(mine.group, ratio, ~np.isnan(ratio), *CHANGE)
    notes[JUMPS] = moved & ~np.any(list(notes.values()), axis=0) & changes.outside(mine.group, ratio)
    return _said(changed, notes)


def _said(places: Places, notes: Mapping[str, Marks]) -> dict[int, tuple[str, ...]]:
    """The notes of each place of which there are any; whatever is said of several is one and the same."""
    words = list(notes)
    which = np.packbits(np.array(list(notes.values())), axis=0, bitorder="little")[0]
    said = [tuple(word for at, word in enumerate(words) if one >> at & 1) for one in range(2 ** len(words))]
    noted = np.flatnonzero(which)
    return {at: said[one] for at, one in zip(places[noted].tolist(), which[noted].tolist(), strict=True)}


def _against_last(before: Reals, after: Reals, rises: Marks) -> dict[str, Marks]:
    """Where there was nothing before, nothing is said: no comparison with what is no number holds."""
    return {
        FALLS: rises & (after < before),
        TENFOLD: (before > 0) & (after >= 10 * before),
        TENTH: (after > 0) & (before >= 10 * after),
    }


@dataclass(frozen=True)
class _Cells:
    """Of each cell the number of its group (half month, indicator and county), the indicator, and its smallest step."""

    group: Places
    indicator: Places
    step: Reals

    @staticmethod
    def of(cells: Cells, peers: Mapping[int, str | None], steps: Step) -> "_Cells":
        when, unit, indicator = cells.T
        number = {name: at for at, name in enumerate(dict.fromkeys(peers.values()))}
        county = _each(unit, {one: number[name] for one, name in peers.items()})
        step = _each(indicator, steps).astype(np.float64)
        return _Cells((when * (max(steps) + 1) + indicator) * len(number) + county, indicator, step)

    def at(self, places: Places) -> "_Cells":
        """Those at these places."""
        return _Cells(self.group[places], self.indicator[places], self.step[places])


def _each(ids: Places, numbers: Mapping[int, int]) -> Places:
    """The number of each id, all of which have one; ids are any numbers, so that no array can be looked up by them."""
    known = np.array(sorted(numbers))
    return np.array([numbers[one] for one in known.tolist()])[np.searchsorted(known, ids)]


@dataclass(frozen=True)
class _Fences:
    """The lowest and highest number that is not far from the others, of each group that has enough of them."""

    group: Places
    low: Reals
    high: Reals

    @staticmethod
    def of(group: Places, number: Reals, counted: Marks, times: float, least: float) -> "_Fences":
        group, number = group[counted], number[counted]
        order = np.lexsort((number, group))
        group, number = group[order], number[order]
        groups, first, count = np.unique(group, return_index=True, return_counts=True)
        enough = count >= ENOUGH_OTHERS
        groups, first, count = groups[enough], first[enough], count[enough]
        low, high = number[first + count // 4], number[first + count - 1 - count // 4]
        reach = np.exp(np.maximum(times * np.log(high / low), log(least)))
        return _Fences(groups, low / reach, high * reach)

    def outside(self, group: Places, number: Reals) -> Marks:
        """Which of the numbers lie beyond the fence of their group; none where it has none."""
        if not self.group.size:
            return np.zeros(group.shape, np.bool_)
        at = np.minimum(np.searchsorted(self.group, group), self.group.size - 1)
        beyond: Marks = (self.group[at] == group) & ((number < self.low[at]) | (number > self.high[at]))
        return beyond
