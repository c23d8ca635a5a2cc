"""Digits that heap on 0 and 5: numbers of a township or county that look estimated.

Of two digits and more, in the step in which a column is usually reported (yuan in hundreds), targets apart, the share
of last digits 0 and 5 is compared with that of the other counties, at least a fifth; the columns that heap most count.
"""

from math import comb

import numpy as np

from lib.review.doubts.cells import Cells, Doubts, Mask, Numbers, Whole, in_groups
from lib.review.doubts.chance import at_least
from lib.review.doubts.doubt import Doubt
from lib.review.doubts.rules import DIGITS

ONE = 1.0  # a column that heaps no rarer than once in ten says nothing
HEAPED = 6.0  # so rarely chance heaps digits like that, in powers of ten
MORE = 0.2  # and by so much their share must exceed the usual one
FIFTH = 0.2  # two of ten digits
MOST = 0.95  # so many of a column's values are whole steps
LARGEST_STEP = 6  # as a power of ten: nobody reports in whole millions


def digits(cells: Cells) -> Doubts:
    """A doubt for each township whose numbers heap, and each county whose numbers do without those townships."""
    step = _steps(cells)
    # a number of one digit is small, not round; and who reports the target itself has reached it, not estimated
    counted = (cells.values >= 10 * step) & (cells.values != cells.targets)
    heaped = counted & (np.mod(np.nan_to_num(cells.values), 5 * step) == 0)
    usual = _elsewhere(cells, heaped, counted)
    towns = _heaps(cells, cells.townships, heaped, counted, usual, town=True)
    yield from towns
    named = {village for doubt in towns for village in doubt.villages}
    rest = ~np.array([unit.id in named for unit in cells.units], dtype=np.bool_)[:, None]
    yield from _heaps(cells, cells.counties, heaped & rest, counted & rest, usual, town=False)


def _steps(cells: Cells) -> Numbers:
    """The step of each column: the largest power of ten of which nearly all its values are whole."""
    values = cells.values
    some = ~np.isnan(values) & (values > 0)
    step = np.ones(values.shape[1])
    for power in range(1, LARGEST_STEP + 1):
        whole = some & (np.mod(np.nan_to_num(values), 10.0**power) == 0)
        step[whole.sum(axis=0) >= np.maximum(MOST * some.sum(axis=0), 1)] = 10.0**power
    return step


def _elsewhere(cells: Cells, heaped: Mask, counted: Mask) -> Numbers:
    """The share of heaped digits in the other counties, by row and column: at least a fifth."""
    there = heaped.sum(axis=0) - in_groups(cells.counties, heaped)[cells.counties]
    of = counted.sum(axis=0) - in_groups(cells.counties, counted)[cells.counties]
    usual: Numbers = np.maximum((there + 1) / (of + 2), FIFTH)  # one more of each kind: of few numbers it is a half
    return usual


def _heaps(cells: Cells, groups: Whole, heaped: Mask, counted: Mask, usual: Numbers, *, town: bool) -> list[Doubt]:
    """One doubt a group, of the columns that heap most."""
    seen, of = in_groups(groups, heaped), in_groups(groups, counted)
    expected = in_groups(groups, np.where(counted, usual, 0.0)) / np.maximum(of, 1)
    powers, order, best = _strongest(at_least(seen, of, expected))
    heaps = []
    for group in np.flatnonzero(powers >= HEAPED).tolist():
        at = order[group, : best[group] + 1]
        count, numbers = int(seen[group, at].sum()), int(of[group, at].sum())
        elsewhere = float((expected[group, at] * of[group, at]).sum() / numbers)
        if count / numbers < elsewhere + MORE:
            continue
        rows = np.flatnonzero((groups == group) & heaped[:, at].any(axis=1)).tolist()
        heaps.append(
            Doubt(
                rule=DIGITS,
                unit=cells.township(rows[0]) if town else cells.county(rows[0]),
                villages=cells.named(rows),
                indicators=cells.listed(at.tolist()),
                count=count,
                of=numbers,
                usual=elsewhere,
                score=float(powers[group]),
            )
        )
    return heaps


def _strongest(powers: Numbers) -> tuple[Numbers, Whole, Whole]:
    """Of each group the best of its strongest columns together: how rare they are, the columns in order, and the last.

    Chances of columns multiply; that these were chosen out of so many sets of as many makes it as often likelier.
    """
    powers = np.where(powers >= ONE, powers, 0.0)
    order = np.argsort(-powers, axis=1, kind="stable")
    columns = powers.shape[1]
    sets = np.maximum.accumulate(np.log10([comb(columns, many) for many in range(1, columns + 1)]))
    together = np.cumsum(np.take_along_axis(powers, order, axis=1), axis=1) - sets
    best = np.argmax(together, axis=1)
    return together[np.arange(len(best)), best], order, best
