"""What is unusual among the values of a file: against the half month before, and against the others in the county.

Few and right: a zero is never far from the others, nor is what a unit always had. Both fences are drawn on a
logarithmic scale, since values of villages and counties differ by factors. Of mistakes that were planted in the demo's
figures and can be seen at all, 94 of 100 are pointed out; of what is pointed out, 99 of 100 are planted
(tests/intake/test_unusual.py).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import exp, log

from lib.kept.changes import Key

FALLS, TENFOLD, TENTH, FAR, JUMPS = "falls", "tenfold", "tenth", "far", "jumps"

FEW = 8  # so many others a value must have before it can be far from them

LEVEL, CHANGE = (2.0, 5.0), (4.0, 4.0)
"""How far a fence stands beyond the quartiles: so many times their distance, and at least by this factor."""

SETTLED = 2.0
"""What changes by no more than this factor is as it was, however far from the others."""

Step = Mapping[int, int]
Fence = tuple[float, float]
Group = tuple[int, int, str | None]


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
    """
    rises = set(cumulative)
    levels = _fences(_levels(values, peers, steps), *LEVEL)
    changes = _fences(_ratios(changed, peers, steps), *CHANGE)
    notes = {}
    for key, (before, after) in changed.items():
        when, unit, indicator = key
        found = list(_against_last(before, after, indicator in rises)) if before is not None else []
        if after > 0:
            group, step = (when, indicator, peers[unit]), steps[indicator]
            ratio = (after + step) / (before + step) if before else None
            if ratio is None or not 1 / SETTLED <= ratio <= SETTLED:
                found += [FAR] if _outside(levels.get(group), after + step) else []
                found += [JUMPS] if ratio and not found and _outside(changes.get(group), ratio) else []
        if found:
            notes[key] = tuple(found)
    return notes


def _against_last(before: int, after: int, rises: bool) -> Iterator[str]:
    if rises and after < before:
        yield FALLS
    if before > 0 and after >= 10 * before:
        yield TENFOLD
    if after > 0 and before >= 10 * after:
        yield TENTH


def _levels(values: Mapping[Key, int], peers: Mapping[int, str | None], steps: Step) -> Mapping[Group, Sequence[float]]:
    groups = defaultdict[Group, list[float]](list)
    for (when, unit, indicator), value in values.items():
        if value > 0:
            groups[when, indicator, peers[unit]].append(value + steps[indicator])
    return groups


def _ratios(
    changed: Mapping[Key, tuple[int | None, int]], peers: Mapping[int, str | None], steps: Step
) -> Mapping[Group, Sequence[float]]:
    groups = defaultdict[Group, list[float]](list)
    for (when, unit, indicator), (before, after) in changed.items():
        if before and after > 0:
            step = steps[indicator]
            groups[when, indicator, peers[unit]].append((after + step) / (before + step))
    return groups


def _fences(groups: Mapping[Group, Sequence[float]], times: float, least: float) -> dict[Group, Fence]:
    return {group: _fence(sorted(values), times, least) for group, values in groups.items() if len(values) >= FEW}


def _fence(ordered: Sequence[float], times: float, least: float) -> Fence:
    quarter = len(ordered) // 4
    low, high = ordered[quarter], ordered[-1 - quarter]
    reach = exp(max(times * log(high / low), log(least)))
    return low / reach, high * reach


def _outside(fence: Fence | None, value: float) -> bool:
    return fence is not None and not fence[0] <= value <= fence[1]
