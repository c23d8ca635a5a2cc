"""Last half month's file again: nothing of a form changed in a township or county, though things usually move."""

import numpy as np

from lib.review.doubts.cells import Cells, Doubts, Mask, Numbers, in_groups, some
from lib.review.doubts.chance import against
from lib.review.doubts.doubt import Doubt
from lib.review.doubts.rules import AGAIN

STILL = 6.0  # so rarely nothing moves by chance, in powers of ten
FEW = 4  # villages without which nothing is said
MOVING, MOST = 5, 0.8  # of a county's own report: so many columns that move at so many of the others


def again(cells: Cells) -> Doubts:
    """A doubt for each form of a township, or of a whole county, in which no village changed anything.

    How many villages elsewhere change something is taken apart for those that have reached all their targets.
    """
    for form in cells.forms:
        columns = cells.of_form(form)
        known = ~np.isnan(cells.values[:, columns]) & ~np.isnan(cells.before[:, columns])
        there = some(known)
        moved = some(known & (cells.values[:, columns] != cells.before[:, columns]))
        usual = _elsewhere(cells, there, moved, _complete(cells, columns))
        powers = np.where(there, against(1 - usual), 0.0)
        yield from _still(cells, columns, there, moved, powers, usual)


def _complete(cells: Cells, columns: list[int]) -> Mask:
    """The units that had reached all targets of the form before."""
    before, targets = cells.before[:, columns], cells.targets[:, columns]
    return some(~np.isnan(targets)) & ~some(before < targets)


def _elsewhere(cells: Cells, there: Mask, moved: Mask, complete: Mask) -> Numbers:
    """The share of units in other counties, as complete as the row's, that changed something."""
    kind = complete.astype(np.intp)
    local = cells.counties * 2 + kind  # a group for each county and kind
    of = np.bincount(kind, there)[kind] - np.bincount(local, there)[local]
    moving = np.bincount(kind, moved)[kind] - np.bincount(local, moved)[local]
    share: Numbers = moving / (of + 1)  # never 1: then a single village at rest would be infinitely rare
    return share


def _still(cells: Cells, columns: list[int], there: Mask, moved: Mask, powers: Numbers, usual: Numbers) -> Doubts:
    """Counties first: a township of a county that is still says nothing more."""
    told: set[int] = set()  # rows of counties that are still
    for groups, unit in ((cells.counties, cells.county), (cells.townships, cells.township)):
        still = (
            (in_groups(groups, moved) == 0) & (in_groups(groups, there) >= FEW) & (in_groups(groups, powers) >= STILL)
        )
        for group in np.flatnonzero(still).tolist():
            rows = np.flatnonzero((groups == group) & there)
            if told.isdisjoint(rows.tolist()):
                told.update(rows.tolist())
                yield Doubt(
                    rule=AGAIN,
                    unit=unit(int(rows[0])),
                    villages=cells.named(rows.tolist()),
                    indicators=cells.listed(columns),
                    count=len(rows),
                    of=len(rows),
                    usual=float(usual[rows].mean()),
                    score=float(powers[rows].sum()),
                )


def again_alone(cells: Cells) -> Doubts:
    """The same of the reports that counties make themselves: none of what moves nearly everywhere else moved."""
    known = ~np.isnan(cells.values) & ~np.isnan(cells.before)
    moved = known & (cells.values != cells.before)
    for form in cells.forms:
        at = cells.of_form(form)
        others = known[:, at].sum(axis=0) - known[:, at]
        usual = (moved[:, at].sum(axis=0) - moved[:, at]) / np.maximum(others, 1)
        moving = known[:, at] & (others >= FEW) & (usual >= MOST)
        still = (moving.sum(axis=1) >= MOVING) & ~moved[:, at].any(axis=1)
        for row in np.flatnonzero(still).tolist():
            columns = [at[column] for column in np.flatnonzero(moving[row])]
            yield Doubt(
                rule=AGAIN,
                unit=cells.units[row].id,
                villages=(),
                indicators=cells.listed(columns),
                count=len(columns),
                of=int(known[row, at].sum()),
                usual=float(usual[row, moving[row]].mean()),
                score=float(len(columns)),
            )
