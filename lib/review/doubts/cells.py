"""All values that one level reported in a half month, as arrays: a row per unit, a column per indicator."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from lib.kept import store
from lib.kept.changes import carried_cells
from lib.kept.models import LEVELS, Indicator
from lib.kept.reference import Reference, UnitRef
from lib.review.doubts.doubt import Doubt
from lib.words.half_months import HalfMonth

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]
Places = tuple[Numbers, Whole]

SHARE_TO_CALL_USUAL = 0.2  # what more than a fifth of the units around do as well is nobody's own


@dataclass(frozen=True, eq=False)
class Cells:
    """Values of units × indicators in smallest steps; NaN is missing, and so is what was carried forward.

    `before` is like for like: what stood for the unit a half month ago, missing where a year began anew. `townships`
    and `counties` number the group of each row.
    """

    reference: Reference
    half_month: HalfMonth
    units: tuple[UnitRef, ...]
    indicators: tuple[Indicator, ...]
    values: Numbers
    before: Numbers
    targets: Numbers
    townships: Whole
    counties: Whole

    def __post_init__(self) -> None:
        assert self.values.shape == self.before.shape == self.targets.shape == (len(self.units), len(self.indicators))

    def named(self, rows: Iterable[int]) -> tuple[int, ...]:
        """The ids of the units in these rows."""
        return tuple(sorted(self.units[row].id for row in rows))

    def listed(self, columns: Iterable[int]) -> tuple[int, ...]:
        """The ids of the indicators in these columns, in the office's order."""
        return tuple(self.indicators[column].id for column in sorted(columns))

    def township(self, row: int) -> int:
        """The id of the township to which the unit of a row belongs."""
        unit = self.units[row]
        return self.reference.units[unit.township_code or unit.code].id

    def county(self, row: int) -> int:
        """The id of the county to which the unit of a row belongs."""
        unit = self.units[row]
        return self.reference.units[unit.county_code or unit.code].id

    def of_form(self, form: str) -> list[int]:
        """The columns of a form."""
        return [column for column, indicator in enumerate(self.indicators) if indicator.form == form]

    @property
    def forms(self) -> list[str]:
        """The forms of the level, each once."""
        return list(dict.fromkeys(indicator.form or "" for indicator in self.indicators))


def read(connection: sa.Connection, reference: Reference, half_month: HalfMonth, level: str) -> Cells:
    """What the units of a level reported in a half month, with what they had before and what they must reach."""
    # a ratio is derived from its parts: nobody reports it
    columns = [each for each in reference.indicators.values() if each.level == level and each.rollup == "sum"]
    units = reference.of_level.get(level, [])
    tables, places = np.full((3, len(units), len(columns)), np.nan), _places(units)
    for column, indicator in enumerate(columns):
        rows, numbers = _column(connection, half_month, indicator, places)
        tables[:, rows, column] = numbers
    there = ~np.isnan(tables[0]).all(axis=1)
    values, change, targets = tables[:, there]
    known = tuple(unit for unit, reported in zip(units, there.tolist(), strict=True) if reported)
    return Cells(
        reference, half_month, known, tuple(columns),
        np.where(_carried(connection, half_month, known, columns), np.nan, values), values - change, targets,
        numbered([unit.township_code or unit.code for unit in known]),
        numbered([unit.county_code or unit.code for unit in known]),
    )  # fmt: skip


def _column(
    connection: sa.Connection, half_month: HalfMonth, indicator: Indicator, places: Places
) -> tuple[Whole, Numbers]:
    """The rows of the units that reported an indicator, and their value, change and target, a row each.

    A unit's own row of the roll-up knows the half month before already. One column at a time: a million rows at once
    keep Python's garbage collector busy for as long as it takes to read them.
    """
    sums = store.all_rows(
        connection,
        "SELECT unit_id, total, change, whole FROM rollup"
        f" WHERE level = {LEVELS.index(indicator.level)} AND half_month = {half_month.ordinal}"
        f" AND indicator_id = {indicator.id}",
    )
    numbers = np.array(sums, dtype=np.float64).reshape(-1, 4)
    rows, known = _rows_of(places, numbers[:, 0])
    return rows, numbers[known, 1:].T


def _places(units: Sequence[UnitRef]) -> Places:
    """The ids of units in their order, and the row of each."""
    ids = np.array([unit.id for unit in units], dtype=np.float64)  # as the rows of `_column` have them
    rows = np.argsort(ids)
    return ids[rows], rows


def _rows_of(places: Places, ids: Numbers) -> tuple[Whole, Mask]:
    """The rows in which these units stand, and which of them stand in any."""
    own, rows = places
    at = np.searchsorted(own, ids)
    known = at < len(own)
    known[known] = own[at[known]] == ids[known]
    return rows[at[known]], known


def _carried(
    connection: sa.Connection, half_month: HalfMonth, units: Sequence[UnitRef], columns: Sequence[Indicator]
) -> Mask:
    """Which cells the office carried forward: nobody reported them."""
    cells = carried_cells(connection, {half_month.ordinal})
    carried, places = np.zeros((len(units), len(columns)), dtype=np.bool_), _places(units)
    for column, indicator in enumerate(columns):
        those = np.array([unit for _when, unit, column_id in cells if column_id == indicator.id], dtype=np.float64)
        carried[_rows_of(places, those)[0], column] = True
    return carried


def earlier(connection: sa.Connection, cells: Cells, back: int, columns: Sequence[int]) -> Numbers:
    """What the same units reported `back` half months ago, of some columns alone; the others are missing."""
    then, places = np.full(cells.values.shape, np.nan), _places(cells.units)
    for column in columns:
        rows, numbers = _column(connection, cells.half_month.next(-back), cells.indicators[column], places)
        then[rows, column] = numbers[0]
    return then


def numbered(names: Sequence[str]) -> Whole:
    """A number for each name, the same for the same name: 0, 1, …"""
    known: dict[str, int] = {}
    return np.array([known.setdefault(name, len(known)) for name in names], dtype=np.intp)


def in_groups(groups: Whole, of: Mask | Numbers) -> Numbers:
    """The sum over each group, a row a group."""
    count = int(groups.max(initial=-1)) + 1
    flat = of.reshape(len(groups), -1)
    sums = np.zeros((count, flat.shape[1]))
    for column in range(flat.shape[1]):
        sums[:, column] = np.bincount(groups, flat[:, column], count)
    return sums.reshape(count, *of.shape[1:])


def some(table: Mask) -> Mask:
    """The rows in which anything is set."""
    rows: Mask = np.logical_or.reduce(table, axis=1)
    return rows


def others_share(groups: Whole, doing: Mask, known: Mask) -> Numbers:
    """Of the others in its group of which something is known, the share that does the same; NaN without others."""
    others = in_groups(groups, known)[groups] - known
    with np.errstate(invalid="ignore", divide="ignore"):
        share: Numbers = (in_groups(groups, doing)[groups] - doing) / others
    return share


def by_row(mask: Mask) -> Iterator[tuple[int, list[int]]]:
    """Each row in which something is set, with its columns."""
    rows, columns = np.nonzero(mask)
    for row in np.unique(rows).tolist():
        yield row, columns[rows == row].tolist()


def in_steps(value: float) -> int | None:
    """A value of an array as it is kept; None when it is missing."""
    return None if np.isnan(value) else int(value)


Doubts = Iterator[Doubt]
