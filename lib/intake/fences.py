"""What is unusual among the values of a file: against the half month before, and against the others in the county.

Few and right: a zero is never far from the others, nor is what a unit always had. Both fences are drawn on a
logarithmic scale, since values of villages and counties differ by factors. Of mistakes that were planted in the demo's
figures and can be seen at all, 94 of 100 are pointed out; of what is pointed out, 99 of 100 are planted
(tests/intake/test_unusual.py).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import log

import numpy as np
import numpy.typing as npt

from lib.kept.changes import Key

FALLS, TENFOLD, TENTH, FAR, JUMPS = "falls", "tenfold", "tenth", "far", "jumps"

ENOUGH_OTHERS = 8  # so many others a value must have before it can be far from them

LEVEL, CHANGE = (2.0, 5.0), (4.0, 4.0)
"""How far a fence stands beyond the quartiles: so many times their distance, and at least by this factor."""

SETTLED = 2.0
"""What changes by no more than this factor is as it was, however far from the others."""

Step = Mapping[int, int]
Numbers = npt.NDArray[np.float64]
Groups = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]


def unusual(
    values: Mapping[Key, int],
    changed: Mapping[Key, tuple[int | None, int]],
    peers: Mapping[int, str | None],
    cumulative: Iterable[int],
    steps: Step,
) -> dict[Key, tuple[str, ...]]:
    """The notes of what `changed`, each before and after; `values` are all of the file, by half month (or what stands
    for one), unit and indicator.

    `peers` names for a unit those with which it is compared, `steps` are the smallest steps of one of an indicator.
    All are compared at once, column by column; a value in steps is below 2⁵³, so that it is exact as a float as well.
    """
    if not changed:
        return {}
    every = _Cells.of(values, peers, steps)
    mine = every if list(changed) == list(values) else _Cells.of(changed, peers, steps)  # of a first report all are new
    before, after = _numbers([was for was, _now in changed.values()]), _numbers([now for _was, now in changed.values()])
    ratio = np.full(before.shape, np.nan)
    # with a step more on both sides, so that small counts do not jump: from 1 to 3 is then no more than twice
    np.divide(after + mine.step, before + mine.step, out=ratio, where=(before > 0) & (after > 0))
    notes = _against_last(before, after, np.isin(mine.indicator, list(cumulative)))
    moved = (after > 0) & ~((ratio >= 1 / SETTLED) & (ratio <= SETTLED))
    level = _numbers(values.values())
    levels = _Fences.of(every.group, level + every.step, level > 0, *LEVEL)
    notes[FAR] = moved & levels.outside(mine.group, after + mine.step)
    changes = _Fences.of(mine.group, ratio, ~np.isnan(ratio), *CHANGE)
    notes[JUMPS] = moved & ~np.any(list(notes.values()), axis=0) & changes.outside(mine.group, ratio)
    return _said(list(changed), notes)


def _said(keys: Sequence[Key], notes: Mapping[str, Marks]) -> dict[Key, tuple[str, ...]]:
    """The notes of each key of which there are any; whatever is said of several is one and the same."""
    words = list(notes)
    which = np.packbits(np.array(list(notes.values())), axis=0, bitorder="little")[0]
    said = [tuple(word for at, word in enumerate(words) if one >> at & 1) for one in range(2 ** len(words))]
    noted = np.flatnonzero(which)
    return {keys[at]: said[one] for at, one in zip(noted.tolist(), which[noted].tolist(), strict=True)}


def _against_last(before: Numbers, after: Numbers, rises: Marks) -> dict[str, Marks]:
    """Where there was nothing before, nothing is said: no comparison with what is no number holds."""
    return {
        FALLS: rises & (after < before),
        TENFOLD: (before > 0) & (after >= 10 * before),
        TENTH: (after > 0) & (before >= 10 * after),
    }


def _numbers(values: Collection[int | None]) -> Numbers:
    return np.array([np.nan if value is None else value for value in values], np.float64)


@dataclass(frozen=True)
class _Cells:
    """Of each cell the number of its group (half month, indicator and county), the indicator, and its smallest step."""

    group: Groups
    indicator: Groups
    step: Numbers

    @staticmethod
    def of(keys: Collection[Key], peers: Mapping[int, str | None], steps: Step) -> "_Cells":
        table = np.fromiter(chain.from_iterable(keys), np.int64, 3 * len(keys)).reshape(-1, 3)
        number = {name: at for at, name in enumerate(dict.fromkeys(peers.values()))}
        county = {unit: number[name] for unit, name in peers.items()}
        # through Python's dicts: ids are any numbers, so that no array can be looked up by them
        mine = np.fromiter(map(county.__getitem__, table[:, 1].tolist()), np.int64, len(keys))
        step = np.fromiter(map(steps.__getitem__, table[:, 2].tolist()), np.float64, len(keys))
        when, indicator = table[:, 0], table[:, 2]
        return _Cells((when * (max(steps) + 1) + indicator) * len(number) + mine, indicator, step)


@dataclass(frozen=True)
class _Fences:
    """The lowest and highest number that is not far from the others, of each group that has enough of them."""

    group: Groups
    low: Numbers
    high: Numbers

    @staticmethod
    def of(group: Groups, number: Numbers, counted: Marks, times: float, least: float) -> "_Fences":
        group, number = group[counted], number[counted]
        number = number[np.lexsort((number, group))]
        groups, first, count = np.unique(np.sort(group), return_index=True, return_counts=True)
        enough = count >= ENOUGH_OTHERS
        groups, first, count = groups[enough], first[enough], count[enough]
        low, high = number[first + count // 4], number[first + count - 1 - count // 4]
        reach = np.exp(np.maximum(times * np.log(high / low), log(least)))
        return _Fences(groups, low / reach, high * reach)

    def outside(self, group: Groups, number: Numbers) -> Marks:
        """Which of the numbers lie beyond the fence of their group; none where it has none."""
        if not self.group.size:
            return np.zeros(group.shape, np.bool_)
        at = np.minimum(np.searchsorted(self.group, group), self.group.size - 1)
        beyond: Marks = (self.group[at] == group) & ((number < self.low[at]) | (number > self.high[at]))
        return beyond
