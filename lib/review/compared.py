"""The cells of reports beside those of the half month before: which differ, and which are remarked."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from operator import ne
from typing import NamedTuple

import sqlalchemy as sa

from lib.intake.checks import CheckedValues
from lib.intake.fences import FALLS
from lib.intake.preview import Note, beside_last
from lib.kept.changes import Key
from lib.kept.models.values import TASK_FORM
from lib.kept.reference import Reference
from lib.kept.store import all_rows
from lib.review.submissions import ReportKey
from lib.review.updates import lines
from lib.words.half_months import HalfMonth


@dataclass(frozen=True)
class ReportCell:
    """A value beside that of the half month before (None: nothing comparable), and what is remarked of it.

    `of` is the code of the indicator, or of the task whose percent it is.
    """

    unit_code: str
    of: str
    before: Decimal | None
    after: Decimal
    notes: tuple[Note, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether it is another value than in the half month before, or a new one."""
        return self.before != self.after


class Held(NamedTuple):
    """What a report holds: how many cells differ from the half month before, which are remarked, and the mark."""

    changed: int = 0
    remarked: tuple[ReportCell, ...] = ()
    mark: int = 0


Number = int | Decimal  # a value in the smallest steps of its indicator, or a percent


@dataclass
class Cells:
    """The cells of a form, those of the half month before, and what is remarked of them, by their keys."""

    reference: Reference
    values: Mapping[Key, Number]
    last: Mapping[Key, Number] = field(default_factory=dict)
    notes: Mapping[Key, tuple[Note, ...]] = field(default_factory=dict)

    def by_owner(self, form: str) -> dict[ReportKey, list[Key]]:
        """The keys of the cells of each report."""
        return self.by_owner_in(form, ())[0]

    def by_owner_in(self, form: str, parts: Sequence[frozenset[int]]) -> list[dict[ReportKey, list[Key]]]:
        """The same of each of these parts of its columns."""
        at = 2 if form == TASK_FORM else 1  # a percent is kept under task and unit, a value under unit and indicator
        known = self.reference.units if form == TASK_FORM else self.reference.by_id
        units = ((unit, known[unit]) for unit in {key[at] for key in self.values})
        reports = {unit: ReportKey(form, one.county_code or one.code) for unit, one in units}
        number = {column: which for which, part in enumerate(parts) for column in part}
        owned = [defaultdict[ReportKey, list[Key]](list) for _part in parts or (None,)]
        for key in self.values:
            owned[number.get(key[2], 0)][reports[key[at]]].append(key)
        return [dict(each) for each in owned]

    def held(self, keys: list[Key]) -> Held:
        """What the report with these cells holds."""
        changed = sum(map(ne, map(self.last.get, keys), map(self.values.__getitem__, keys)))
        return Held(changed, tuple(self.cell(key) for key in keys if key in self.notes), self.mark(keys))

    def mark(self, keys: Collection[Key]) -> int:
        """A number that is another one once a cell is changed, the sum of those of the parts of a report."""
        return sum(map(hash, zip(keys, map(self.values.__getitem__, keys), strict=True)))

    def cell(self, key: Key) -> ReportCell:
        """A cell as it is shown."""
        before, after, notes = self.last.get(key), self.values[key], self.notes.get(key, ())
        last = None if before is None else Decimal(before)
        if isinstance(after, Decimal):
            return ReportCell(key[2], key[1], last, after, notes)
        unit, indicator = self.reference.by_id[key[1]], self.reference.indicator_by_id[key[2]]
        last = None if last is None else last.scaleb(-indicator.decimals)
        return ReportCell(unit.code, indicator.code, last, Decimal(after).scaleb(-indicator.decimals), notes)


def read_cells(
    connection: sa.Connection,
    reference: Reference,
    half_month: HalfMonth,
    form: str,
    *,
    remarks: bool = True,
    county: str | None = None,
    columns: Sequence[frozenset[int]] = (),
) -> Cells:
    """The cells of a form, of all counties or of one; without `remarks` they are not compared, only marked.

    `columns` are those that are read, all of the form without them.
    """
    if form == TASK_FORM:
        return _percents(connection, reference, half_month)
    of_form, wanted = reference.forms[form].indicators, frozenset[int]().union(*columns)
    listed = ", ".join(str(each.id) for each in of_form if not columns or each.id in wanted)
    query = f"SELECT half_month, unit_id, indicator_id, value FROM observation WHERE half_month = {half_month.ordinal}"
    if county is not None:
        mine = (unit.id for unit in reference.units.values() if unit.county_code == county)
        query += f" AND unit_id IN ({', '.join(map(str, mine))})"
    rows = all_rows(connection, f"{query} AND indicator_id IN ({listed})") if listed else []
    values: dict[Key, int] = {row[:3]: row[3] for row in rows}
    if not remarks:
        return Cells(reference, values)
    last, notes = beside_last(connection, CheckedValues(form, (half_month,), values), reference)
    return Cells(reference, values, last, notes)


def _percents(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> Cells:
    """The percents of tasks; one that falls is remarked, since what was reached stays reached."""
    values, last = dict[Key, Decimal](), dict[Key, Decimal]()
    for line in lines(connection, reference, half_month, None):
        key = (half_month.ordinal, line.task_code, line.unit_code)
        if line.percent is not None:
            values[key] = line.percent
            last |= {} if line.last is None else {key: line.last}
    falls = {key: (FALLS,) for key, before in last.items() if values[key] < before}
    return Cells(reference, values, last, falls)
