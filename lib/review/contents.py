"""What the reports of a half month hold beside the half month before: what changed, and what is remarked of it.

The office accepts by exception: what is unusual is looked at first, and what has no remark needs no second look.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from lib.intake.checks import CheckedValues
from lib.intake.fences import FALLS
from lib.intake.preview import Note, beside_last
from lib.kept.changes import Key
from lib.kept.models.values import TASK_FORM
from lib.kept.reference import Reference
from lib.kept.store import all_rows
from lib.review.reviewing import every_standing
from lib.review.submissions import Standing, Status
from lib.review.updates import lines
from lib.words.half_months import HalfMonth


@dataclass(frozen=True)
class Cell:
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


@dataclass(frozen=True)
class Contents:
    """A report as it is looked at: how many of its cells differ from the half month before, and which are remarked.

    `mark` tells whether any of its cells was changed since.
    """

    standing: Standing
    changed: int = 0
    remarked: tuple[Cell, ...] = ()
    mark: int = 0

    @property
    def waits(self) -> bool:
        """Whether it is reported, and waits for the office to accept it."""
        return self.standing.status in (Status.LATE, Status.REPORTED)

    @property
    def said(self) -> bool:
        """Whether there is something to look at before it is accepted: unusual cells, or what was written with it."""
        return bool(self.remarked or self.standing.remark)


Owner = tuple[str, str]  # form and county


def contents(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> list[Contents]:
    """Every report of the half month with what it holds; what waits and is remarked stands first."""
    every = every_standing(connection, half_month)
    found: dict[Owner, list[Key]] = {}
    kept = {form: _kept(connection, reference, half_month, form) for form in sorted({one.form for one in every})}
    for form, one in kept.items():
        found |= one.by_owner(form)
    whole = [_contents(one, kept[one.form], found.get((one.form, one.county_code), [])) for one in every]
    return sorted(whole, key=lambda one: (not one.waits, not one.said))


def _contents(standing: Standing, kept: "_Kept", keys: list[Key]) -> Contents:
    changed = sum(kept.last.get(key) != kept.values[key] for key in keys)
    remarked = tuple(kept.cell(key) for key in keys if key in kept.notes)
    return Contents(standing, changed, remarked, kept.mark(keys))


def report_cells(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, form: str, county_code: str
) -> list[Cell]:
    """Every cell of one report: what is remarked first, then what differs."""
    kept = _kept(connection, reference, half_month, form)
    cells = (kept.cell(key) for key in kept.by_owner(form).get((form, county_code), ()))
    return sorted(cells, key=lambda cell: (not cell.notes, not cell.differs))


def marks(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, forms: Iterable[str]
) -> dict[Owner, int]:
    """The mark of each report of these forms, as its cells are now."""
    found: dict[Owner, int] = {}
    for form in sorted(forms):
        kept = _kept(connection, reference, half_month, form, remarks=False)
        found |= {owner: kept.mark(keys) for owner, keys in kept.by_owner(form).items()}
    return found


@dataclass
class _Kept:
    """What is kept of a form: each cell, that of the half month before, and what is remarked of it, by its key."""

    reference: Reference
    values: Mapping[Key, Any]
    last: Mapping[Key, Any] = field(default_factory=dict)
    notes: Mapping[Key, tuple[Note, ...]] = field(default_factory=dict)

    def by_owner(self, form: str) -> dict[Owner, list[Key]]:
        """The keys of each report, by form and county."""
        owners: dict[Any, str] = {}
        for unit in self.reference.units.values():
            owners[unit.id] = owners[unit.code] = unit.county_code or unit.code
        found: dict[Owner, list[Key]] = defaultdict(list)
        at = 2 if form == TASK_FORM else 1
        for key in self.values:
            found[form, owners[key[at]]].append(key)
        return found

    def mark(self, keys: Iterable[Key]) -> int:
        """A number that is another one once a cell is changed."""
        return hash(frozenset((key, self.values[key]) for key in keys))

    def cell(self, key: Key) -> Cell:
        """A cell as it is shown."""
        before, after, notes = self.last.get(key), self.values[key], self.notes.get(key, ())
        if isinstance(after, Decimal):
            return Cell(key[2], key[1], before, after, notes)
        unit, indicator = self.reference.by_id[key[1]], self.reference.indicator_by_id[key[2]]
        scaled = Decimal(after).scaleb(-indicator.decimals)
        return Cell(
            unit.code,
            indicator.code,
            None if before is None else Decimal(before).scaleb(-indicator.decimals),
            scaled,
            notes,
        )


def _kept(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, form: str, *, remarks: bool = True
) -> _Kept:
    if form == TASK_FORM:
        return _percents(connection, reference, half_month)
    listed = ", ".join(str(one.id) for one in reference.forms[form].indicators)
    query = f"SELECT half_month, unit_id, indicator_id, value FROM observation WHERE half_month = {half_month.ordinal}"
    rows = all_rows(connection, f"{query} AND indicator_id IN ({listed})") if listed else []
    values: dict[Key, int] = {row[:3]: row[3] for row in rows}
    if not remarks:
        return _Kept(reference, values)
    last, notes = beside_last(connection, CheckedValues(form, (half_month,), values), reference)
    return _Kept(reference, values, last, notes)


def _percents(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> _Kept:
    """The percents of tasks; one that falls is remarked, since what was reached stays reached."""
    known = {
        (half_month.ordinal, line.task_code, line.unit_code): line
        for line in lines(connection, reference, half_month, None)
        if line.percent is not None
    }
    last = {key: line.last for key, line in known.items() if line.last is not None}
    values = {key: line.percent for key, line in known.items()}
    falls = {key: (FALLS,) for key, before in last.items() if (values[key] or 0) < before}
    return _Kept(reference, values, last, falls)
