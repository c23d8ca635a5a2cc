"""What the reports of a half month hold beside the half month before: what changed, and what is remarked of it.

The office accepts by exception: what is unusual is looked at first, and what has no remark needs no second look.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from itertools import chain
from typing import NamedTuple

import sqlalchemy as sa

from lib.intake.checks import CheckedValues
from lib.intake.column_rules import pairs
from lib.intake.fences import FALLS
from lib.intake.preview import Note, beside_last
from lib.kept.changes import Key
from lib.kept.current import structure
from lib.kept.models.values import TASK_FORM
from lib.kept.reference import Reference
from lib.kept.remembered import Remembered
from lib.kept.store import all_rows
from lib.review.reviewing import every_standing
from lib.review.submissions import ReportKey, Standing, Status
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


@dataclass(frozen=True)
class Contents:
    """A report as it is looked at: how many of its cells differ from the half month before, and which are remarked.

    `mark` tells whether any of its cells was changed since.
    """

    standing: Standing
    changed: int = 0
    remarked: tuple[ReportCell, ...] = ()
    mark: int = 0

    @property
    def waits(self) -> bool:
        """Whether it is reported, and waits for the office to accept it."""
        return self.standing.status in (Status.LATE, Status.REPORTED)

    @property
    def said(self) -> bool:
        """Whether there is something to look at before it is accepted: unusual cells, or what was written with it."""
        return bool(self.remarked or self.standing.remark)


def contents(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> list[Contents]:
    """Every report of the half month with what it holds; what waits and is remarked stands first.

    What a report holds is found out once, until a cell of it or what it is compared with changes.
    """
    every = every_standing(connection, half_month)
    asked = _Asked(connection, reference, half_month)
    held = dict(chain.from_iterable(asked.held(form) for form in sorted({report.form for report in every})))
    whole = [Contents(report, *held.get(report.key, Held())) for report in every]
    return sorted(whole, key=lambda report: (not report.waits, not report.said))


class Held(NamedTuple):
    """What a report holds: how many cells differ from the half month before, which are remarked, and the mark."""

    changed: int = 0
    remarked: tuple[ReportCell, ...] = ()
    mark: int = 0


_known = Remembered[dict[ReportKey, Held]](most=500)  # some kilobytes each: the remarked cells alone


class _Sum(NamedTuple):
    """A sum as far as it tells whether its cells are the same: how many there are, and the batch that wrote last."""

    half_month: int
    indicator: int
    unit: int
    cells: int
    batch: int | None


class _Asked:
    """The reports of a half month, each by what it rests on.

    A cell that is written raises the last batch of its sums, one that is taken away lowers how many there are; so the
    sums of a county tell whether its cells are still those that were looked at. A batch's token is never used again,
    not even in a database that was restored.
    """

    def __init__(self, connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> None:
        self._connection, self._reference, self._half_month = connection, reference, half_month
        self._ground = (str(connection.engine.url), structure(connection), reference.now is None, half_month)
        self._sums = [_Sum(*row) for row in connection.execute(_SUMS, {"h": half_month.ordinal})]
        self._tokens = dict(map(tuple, connection.execute(_TOKENS, {"h": half_month.ordinal})))

    def held(self, form: str) -> Iterator[tuple[ReportKey, Held]]:
        """What each report of a form holds, by form and county."""
        if form == TASK_FORM:
            last = self._connection.execute(_LAST_PERCENT).first()
            key = (*self._ground, form, *(last or ()))
            yield from _known.get(key, lambda: self._compared(form)).items()
            return
        rules = pairs(self._connection, self._reference, form)
        # a rule between columns may name an indicator of another form, whose cells then matter too
        moving = {each.id for each in (*self._reference.forms[form].indicators, *chain.from_iterable(rules))}
        sums = [row for row in self._sums if row.indicator in moving]
        before = tuple(row for row in sums if row.half_month != self._half_month.ordinal)
        now = [row for row in sums if row.half_month == self._half_month.ordinal]
        for county in self._apart(form):
            mine = (*before, *(row for row in now if county is None or row.unit == self._reference.units[county].id))
            token = self._tokens.get(max((row.batch or 0 for row in mine), default=0))
            named = tuple((part.code, whole.code) for part, whole in rules)
            key = (*self._ground, form, county, named, token, mine)
            yield from _known.get(key, partial(self._compared, form, county)).items()

    def _apart(self, form: str) -> list[str | None]:
        """The counties whose reports are compared within themselves; those of counties are compared with each other."""
        if self._reference.forms[form].level in ("prefecture", "county"):
            return [None]
        return [unit.code for unit in self._reference.of_level.get("county", ())]

    def _compared(self, form: str, county: str | None = None) -> dict[ReportKey, Held]:
        cells = _cells(self._connection, self._reference, self._half_month, form, county=county)
        return {owner: cells.held(keys) for owner, keys in cells.by_owner(form).items()}


# the sums of counties, and above them those of what the prefecture itself reports
_SUMS = sa.text(
    "SELECT half_month, indicator_id, unit_id, n, batch_id FROM rollup WHERE level IN (0, 1)"
    " AND half_month IN (:h, :h - 1) ORDER BY half_month, indicator_id, unit_id"
)
_TOKENS = sa.text(
    "SELECT id, token FROM batch WHERE id IN"
    " (SELECT batch_id FROM rollup WHERE level IN (0, 1) AND half_month IN (:h, :h - 1))"
)
_LAST_PERCENT = sa.text(
    "SELECT r.id, b.token FROM record_change r JOIN batch b ON b.id = r.batch_id"
    " WHERE r.id = (SELECT MAX(id) FROM record_change WHERE \"table\" = 'task_progress')"
)


def report_cells(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, form: str, county_code: str
) -> list[ReportCell]:
    """Every cell of one report: what is remarked first, then what differs."""
    cells = _cells(connection, reference, half_month, form)
    mine = (cells.cell(key) for key in cells.by_owner(form).get(ReportKey(form, county_code), ()))
    return sorted(mine, key=lambda cell: (not cell.notes, not cell.differs))


def marks(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, forms: Iterable[str]
) -> dict[ReportKey, int]:
    """The mark of each report of these forms, as its cells are now."""
    marked: dict[ReportKey, int] = {}
    for form in sorted(forms):
        cells = _cells(connection, reference, half_month, form, remarks=False)
        marked |= {owner: cells.mark(keys) for owner, keys in cells.by_owner(form).items()}
    return marked


Number = int | Decimal  # a value in the smallest steps of its indicator, or a percent


@dataclass
class _Cells:
    """The cells of a form, those of the half month before, and what is remarked of them, by their keys."""

    reference: Reference
    values: Mapping[Key, Number]
    last: Mapping[Key, Number] = field(default_factory=dict)
    notes: Mapping[Key, tuple[Note, ...]] = field(default_factory=dict)

    def by_owner(self, form: str) -> dict[ReportKey, list[Key]]:
        """The keys of the cells of each report."""
        reports: dict[int | str, ReportKey] = {}
        for unit in self.reference.units.values():
            reports[unit.id] = reports[unit.code] = ReportKey(form, unit.county_code or unit.code)
        owned: dict[ReportKey, list[Key]] = defaultdict(list)
        at = 2 if form == TASK_FORM else 1  # a percent is kept under task and unit, a value under unit and indicator
        for key in self.values:
            owned[reports[key[at]]].append(key)
        return owned

    def held(self, keys: list[Key]) -> Held:
        """What the report with these cells holds."""
        changed = sum(self.last.get(key) != self.values[key] for key in keys)
        return Held(changed, tuple(self.cell(key) for key in keys if key in self.notes), self.mark(keys))

    def mark(self, keys: Iterable[Key]) -> int:
        """A number that is another one once a cell is changed; in another process it is another one anyway."""
        return hash(frozenset((key, self.values[key]) for key in keys))

    def cell(self, key: Key) -> ReportCell:
        """A cell as it is shown."""
        before, after, notes = self.last.get(key), self.values[key], self.notes.get(key, ())
        last = None if before is None else Decimal(before)
        if isinstance(after, Decimal):
            return ReportCell(key[2], key[1], last, after, notes)
        unit, indicator = self.reference.by_id[key[1]], self.reference.indicator_by_id[key[2]]
        last = None if last is None else last.scaleb(-indicator.decimals)
        return ReportCell(unit.code, indicator.code, last, Decimal(after).scaleb(-indicator.decimals), notes)


def _cells(
    connection: sa.Connection,
    reference: Reference,
    half_month: HalfMonth,
    form: str,
    *,
    remarks: bool = True,
    county: str | None = None,
) -> _Cells:
    """The cells of a form, of all counties or of one; without `remarks` they are not compared, only marked."""
    if form == TASK_FORM:
        return _percents(connection, reference, half_month)
    listed = ", ".join(str(indicator.id) for indicator in reference.forms[form].indicators)
    query = f"SELECT half_month, unit_id, indicator_id, value FROM observation WHERE half_month = {half_month.ordinal}"
    if county is not None:
        mine = (unit.id for unit in reference.units.values() if unit.county_code == county)
        query += f" AND unit_id IN ({', '.join(map(str, mine))})"
    rows = all_rows(connection, f"{query} AND indicator_id IN ({listed})") if listed else []
    values: dict[Key, int] = {row[:3]: row[3] for row in rows}
    if not remarks:
        return _Cells(reference, values)
    last, notes = beside_last(connection, CheckedValues(form, (half_month,), values), reference)
    return _Cells(reference, values, last, notes)


def _percents(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> _Cells:
    """The percents of tasks; one that falls is remarked, since what was reached stays reached."""
    values, last = dict[Key, Decimal](), dict[Key, Decimal]()
    for line in lines(connection, reference, half_month, None):
        key = (half_month.ordinal, line.task_code, line.unit_code)
        if line.percent is not None:
            values[key] = line.percent
            last |= {} if line.last is None else {key: line.last}
    falls = {key: (FALLS,) for key, before in last.items() if values[key] < before}
    return _Cells(reference, values, last, falls)
