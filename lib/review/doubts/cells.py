"""All values that one level reported in a half month, as arrays: a row per unit, a column per indicator."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from lib.kept import store
from lib.kept.models import LEVELS, Indicator
from lib.kept.reference import Reference, UnitRef
from lib.review.doubts.found import Doubt
from lib.words.half_months import HalfMonth

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]

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
    columns = [one for one in reference.indicators.values() if one.level == level and one.rollup == "sum"]
    rows = _rows(connection, half_month, level, columns)
    ids, at_unit = np.unique(rows[:, 0].astype(np.int64), return_inverse=True)
    place = {indicator.id: column for column, indicator in enumerate(columns)}
    at_column = np.array([place[one] for one in rows[:, 1].astype(np.int64).tolist()], dtype=np.intp)
    units = tuple(reference.by_id[one] for one in ids.tolist())
    values, change, targets = (_spread(rows[:, at], at_unit, at_column, (len(ids), len(columns))) for at in (2, 3, 4))
    before = values - change
    for unit, indicator in _carried(connection, half_month, level):
        if indicator in place and unit in ids:
            values[np.searchsorted(ids, unit), place[indicator]] = np.nan
    return Cells(
        reference, half_month, units, tuple(columns), values, before, targets,
        numbered([one.township_code or one.code for one in units]),
        numbered([one.county_code or one.code for one in units]),
    )  # fmt: skip


def _rows(connection: sa.Connection, half_month: HalfMonth, level: str, columns: Sequence[Indicator]) -> Numbers:
    """unit, indicator, value, change, target: a unit's own row of the roll-up knows the half month before already."""
    listed = ", ".join(str(one.id) for one in columns) or "NULL"
    found = store.all_rows(
        connection,
        "SELECT unit_id, indicator_id, total, change, whole FROM rollup"
        f" WHERE level = {LEVELS.index(level)} AND half_month = {half_month.ordinal} AND indicator_id IN ({listed})",
    )
    return np.array(found, dtype=np.float64).reshape(-1, 5)


def _spread(values: Numbers, rows: Whole, columns: Whole, shape: tuple[int, int]) -> Numbers:
    table = np.full(shape, np.nan)
    table[rows, columns] = values
    return table


def _carried(connection: sa.Connection, half_month: HalfMonth, level: str) -> list[tuple[Any, ...]]:
    """Unit and indicator of what the office carried forward: nobody reported it."""
    return store.all_rows(
        connection,
        "SELECT o.unit_id, o.indicator_id FROM observation o JOIN indicator i ON i.id = o.indicator_id"
        f" AND i.level = '{level}' WHERE o.half_month = {half_month.ordinal} AND o.carried AND EXISTS"
        f" (SELECT 1 FROM submission s WHERE s.half_month = {half_month.ordinal} AND s.carried > 0)",
    )


def earlier(connection: sa.Connection, cells: Cells, back: int, columns: Sequence[int]) -> Numbers:
    """What the same units reported `back` half months ago, of some columns alone; the others are missing."""
    wanted = {cells.indicators[column].id: column for column in columns}
    found = store.all_rows(
        connection,
        "SELECT unit_id, indicator_id, value FROM observation"
        f" WHERE half_month = {cells.half_month.ordinal - back} AND indicator_id IN ({', '.join(map(str, wanted))})",
    )
    rows = np.array(found, dtype=np.float64).reshape(-1, 3)
    ids = np.array([unit.id for unit in cells.units], dtype=np.int64)
    order = np.argsort(ids)
    at = order[np.minimum(np.searchsorted(ids[order], rows[:, 0]), len(ids) - 1)]
    known = ids[at] == rows[:, 0]
    at_column = np.array([wanted[one] for one in rows[:, 1].astype(np.int64).tolist()], dtype=np.intp)
    return _spread(rows[known, 2], at[known], at_column[known], cells.values.shape)


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


def steps(value: float) -> int | None:
    """A value of an array as it is kept; None when it is missing."""
    return None if np.isnan(value) else int(value)


Found = Iterator[Doubt]
