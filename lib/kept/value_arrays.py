"""Values of many cells at once, as arrays: what is kept is read once, and found for all of them together."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from lib.kept.changes import ObservationKey, where_stored
from lib.kept.store import kind

Cells = npt.NDArray[np.int64]  # a row each: half month (ordinal), unit and indicator (ids)
Numbers = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]
Reals = npt.NDArray[np.float64]  # what is missing is no number


def as_cells(keys: Collection[ObservationKey]) -> Cells:
    """The cells as an array, in their order."""
    return np.fromiter(chain.from_iterable(keys), np.int64, 3 * len(keys)).reshape(-1, 3)


def places_of(cells: Cells) -> Numbers:
    """Each cell as one number, of the same order."""
    # ids of our own, counted from 1: units stay below 2²⁴, indicators below 2¹⁶
    return (cells[:, 0] << 40) + (cells[:, 1] << 16) + cells[:, 2]


def with_indicator(cells: Cells, indicator: int) -> Cells:
    """The cells of the same half months and units, of one indicator."""
    return np.column_stack((cells[:, :2], np.full(len(cells), indicator, np.int64)))


@dataclass(frozen=True)
class Stored:
    """Values by their cells; `places` are these, each as one number, in their order."""

    places: Numbers
    values: Numbers

    @staticmethod
    def of(cells: Cells, values: Numbers) -> "Stored":
        """The values of `cells`, none of which is there twice."""
        places = places_of(cells)
        order = np.argsort(places, kind="stable")
        return Stored(places[order], values[order])

    def find(self, cells: Cells) -> tuple[Numbers, Marks]:
        """The value of each of `cells`, 0 where there is none, and where there is one."""
        places = places_of(cells)
        if not self.places.size:
            return np.zeros(places.shape, np.int64), np.zeros(places.shape, np.bool_)
        at = np.minimum(np.searchsorted(self.places, places), self.places.size - 1)
        there: Marks = self.places[at] == places
        return np.where(there, self.values[at], 0), there


def stored(
    connection: sa.Connection, half_months: Collection[int], units: Collection[int], indicators: Collection[int]
) -> Stored:
    """The values that are kept of these half months (ordinals), units and indicators (ids)."""
    if not (half_months and units and indicators):
        return Stored(np.empty(0, np.int64), np.empty(0, np.int64))
    listed = ", ".join(map(str, sorted(half_months)))
    where = f"half_month IN ({listed}) AND {where_stored(units, indicators)}"
    rows = _all_numbers(connection, _COLUMNS, f"FROM observation WHERE {where}")
    return Stored.of(rows[:, :3], rows[:, 3])


def _all_numbers(connection: sa.Connection, columns: Sequence[str], source: str) -> Numbers:
    """Whole numbers, none of them missing, of all rows that `source` (FROM … WHERE …) gives: an array of a row each.

    The database says each column in one text: 53,174 rows of four take 11 ms on SQLite this way, as tuples 29, and then
    they are no array yet.
    """
    texts = ", ".join(map(kind(connection).JOINED.format, columns))
    row = connection.exec_driver_sql(f"SELECT {texts} {source}").one()
    return np.column_stack([np.fromstring(text or "", np.int64, sep=",") for text in row])


_COLUMNS = ("half_month", "unit_id", "indicator_id", "value")


def values_at(connection: sa.Connection, keys: Collection[ObservationKey]) -> list[int | None]:
    """The value that is kept of each observation, None where there is none."""
    cells = as_cells(keys)
    kept = stored(connection, *(np.unique(part).tolist() for part in cells.T))
    return or_none(*kept.find(cells))


def or_none(values: Numbers, there: Marks) -> list[int | None]:
    """The values as Python's own, None where there is none."""
    found: list[int | None] = values.tolist()
    for at in np.flatnonzero(~there).tolist():
        found[at] = None
    return found
