"""The values of a file beside what is kept of the same cells, and of the half month before, compared in arrays."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa

from lib.kept.changes import Key
from lib.kept.reference import Reference
from lib.kept.value_arrays import Cells, Marks, Numbers, Reals, Stored, as_cells, stored

_LAST = np.array([1, 0, 0])  # what the cell of the half month before is less


@dataclass(frozen=True)
class Compared:
    """Of each cell of a file, in its order: the value, what is kept of it, and what was reported the half month before,
    each of these 0 where there is none. `stored` is what was read."""

    cells: Cells
    values: Numbers
    kept: Numbers
    is_kept: Marks
    last: Numbers
    has_last: Marks
    stored: Stored

    def before(self) -> Reals:
        """With what each value is compared: that of the half month before, else what is kept; else no number."""
        return np.where(self.has_last | self.is_kept, np.where(self.has_last, self.last, self.kept), np.nan)


def compared(
    connection: sa.Connection, given: Mapping[Key, int], reference: Reference, also: Collection[int] = ()
) -> Compared:
    """The values `given` of observations; `also` are further indicators of which is to be read what is kept."""
    cells, values = as_cells(given), np.fromiter(given.values(), np.int64, len(given))
    months = np.unique(cells[:, 0]).tolist()
    merged = {(month, heir): those for month in months for heir, those in reference.mergers(month).items()}
    units = set(np.unique(cells[:, 1]).tolist()).union(*merged.values())
    indicators = {*np.unique(cells[:, 2]).tolist(), *also}
    # at once: of several half months each is the one before another
    known = stored(connection, {*months, *(month - 1 for month in months)}, units, indicators)
    last, has_last = known.find(cells - _LAST)
    for (month, heir), those in merged.items():
        at = np.flatnonzero((cells[:, 0] == month) & (cells[:, 1] == heir))
        last[at], has_last[at] = _together(known, cells[at] - _LAST, those)
    for month in months:
        anew = [one.id for one in reference.indicators.values() if reference.begins_anew(one, month)]
        has_last &= ~((cells[:, 0] == month) & np.isin(cells[:, 2], anew))
    return Compared(cells, values, *known.find(cells), last, has_last, known)


def _together(known: Stored, cells: Cells, units: Sequence[int]) -> tuple[Numbers, Marks]:
    """The sums of what these units reported, where each of them did."""
    of_each = [known.find(np.column_stack((cells[:, 0], np.full(len(cells), unit), cells[:, 2]))) for unit in units]
    return np.sum([values for values, _there in of_each], axis=0), np.all([there for _value, there in of_each], axis=0)
