"""Single values that cannot be or hardly: columns that contradict each other, falls, and what lies far off.

The same as the preview of a file remarks (lib.intake.column_rules, lib.intake.fences), of all that is kept at once.
"""

from collections.abc import Iterator

import numpy as np
import sqlalchemy as sa

from lib.intake.column_rules import pairs
from lib.intake.fences import CHANGE, ENOUGH_OTHERS, FALLS, FAR, JUMPS, LEVEL, SETTLED, TENFOLD, TENTH
from lib.review.doubts.cells import Cells, Doubts, Mask, Numbers, Whole, by_row, in_steps
from lib.review.doubts.doubt import Doubt, DoubtedValue
from lib.review.doubts.rules import BROKEN, OUTLIERS


def broken(connection: sa.Connection, cells: Cells) -> Doubts:
    """A doubt for each unit at which a part is more than its whole."""
    place = {indicator.id: at for at, indicator in enumerate(cells.indicators)}
    rules = [pair for form in cells.forms for pair in pairs(connection, cells.reference, form)]
    at = [(place[smaller.id], place[larger.id]) for smaller, larger in rules if smaller.id in place]
    scale = 10.0 ** np.array([indicator.decimals for indicator in cells.indicators])
    # each side in the steps of the other: yuan to two decimals beside a whole number
    more = [cells.values[:, small] * scale[large] > cells.values[:, large] * scale[small] for small, large in at]
    for row, rules_broken in by_row(np.stack(more, axis=1)) if more else ():
        shown = tuple(_beside(cells, row, *at[rule]) for rule in rules_broken)
        yield _doubt(BROKEN, cells, row, [column for rule in rules_broken for column in at[rule]], shown)


def _beside(cells: Cells, row: int, small: int, large: int) -> DoubtedValue:
    part, whole = cells.indicators[small].id, cells.indicators[large].id
    return DoubtedValue(part, int(cells.values[row, small]), None, int(cells.values[row, large]), whole)


def outliers(cells: Cells) -> Doubts:
    """A doubt for each unit of which the preview would call values unusual."""
    notes, before = dict(_notes(cells)), cells.before
    for row, columns in by_row(np.any(list(notes.values()), axis=0)):
        shown = [
            DoubtedValue(cells.indicators[at].id, int(cells.values[row, at]), in_steps(before[row, at]), note=note)
            for at in columns
            for note, mask in notes.items()
            if mask[row, at]
        ]
        yield _doubt(OUTLIERS, cells, row, columns, tuple(shown))


def _doubt(rule: str, cells: Cells, row: int, columns: list[int], shown: tuple[DoubtedValue, ...]) -> Doubt:
    unit = cells.units[row]
    mine = (unit.id,) if unit.level == "village" else ()
    return Doubt(rule, unit.id, mine, cells.listed(set(columns)), shown, count=len(shown), score=float(len(shown)))


def _notes(cells: Cells) -> Iterator[tuple[str, Mask]]:
    """What lib.intake.fences notes of each value, note by note."""
    values, before = cells.values, cells.before
    cumulative = np.array([indicator.cumulative for indicator in cells.indicators], dtype=np.bool_)
    step = 10.0 ** np.array([indicator.decimals for indicator in cells.indicators])
    falls, tenfold = cumulative & (values < before), (before > 0) & (values >= 10 * before)
    tenth = (values > 0) & (before >= 10 * values)
    ratio = np.where((before > 0) & (values > 0), (values + step) / (before + step), np.nan)
    free = (values > 0) & (np.isnan(ratio) | (ratio < 1 / SETTLED) | (ratio > SETTLED))
    far = free & _outside(np.where(values > 0, values + step, np.nan), _peers(cells), *LEVEL)
    noted = falls | tenfold | tenth | far
    yield from ((FALLS, falls), (TENFOLD, tenfold), (TENTH, tenth), (FAR, far))
    yield JUMPS, free & ~noted & _outside(ratio, _peers(cells), *CHANGE)


def _peers(cells: Cells) -> Whole:
    """With whom a unit is compared: villages within their county, counties with each other."""
    alone = all(unit.code == unit.county_code for unit in cells.units)
    return np.zeros(len(cells.units), dtype=np.intp) if alone else cells.counties


def _outside(values: Numbers, groups: Whole, times: float, least: float) -> Mask:
    """Which values lie outside the fence of their group, column by column; NaN counts nowhere."""
    outside = np.zeros(values.shape, dtype=np.bool_)
    for at in range(values.shape[1]):
        known = np.flatnonzero(~np.isnan(values[:, at]))
        low, high = _fences(values[known, at], groups[known], times, least)
        mine = groups[known]
        outside[known, at] = (values[known, at] < low[mine]) | (values[known, at] > high[mine])
    return outside


def _fences(values: Numbers, groups: Whole, times: float, least: float) -> tuple[Numbers, Numbers]:
    """The fence of each group: −∞ and ∞ where it has too few values."""
    count = np.bincount(groups, minlength=int(groups.max(initial=-1)) + 1)
    ordered = values[np.lexsort((values, groups))]
    start, last = np.cumsum(count) - count, np.cumsum(count) - 1
    enough = np.flatnonzero(count >= ENOUGH_OTHERS)
    low, high = np.full(len(count), -np.inf), np.full(len(count), np.inf)
    lower = ordered[start[enough] + count[enough] // 4]
    upper = ordered[last[enough] - count[enough] // 4]
    reach = np.exp(np.maximum(times * np.log(upper / lower), np.log(least)))
    low[enough], high[enough] = lower / reach, upper * reach
    return low, high
