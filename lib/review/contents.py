"""What the reports of a half month hold beside the half month before: what changed, and what is remarked of it.

The office accepts by exception: what is unusual is looked at first, and what has no remark needs no second look.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, groupby
from typing import NamedTuple

import sqlalchemy as sa

from lib.intake.column_rules import Pair, pairs
from lib.kept.current import structure
from lib.kept.models.values import TASK_FORM
from lib.kept.reference import Reference
from lib.kept.remembered import Remembered
from lib.kept.store import all_rows
from lib.review.compared import Held, ReportCell, read_cells
from lib.review.reviewing import every_standing
from lib.review.submissions import ReportKey, Standing, Status
from lib.words.half_months import HalfMonth


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


class _Piece(NamedTuple):
    """Columns of a form that are compared by themselves, in one county; in all where these are compared."""

    form: str
    county: str | None = None
    columns: frozenset[int] = frozenset()


_known = Remembered[dict[ReportKey, Held]](most=1_000)  # a kilobyte each: the remarked cells alone
_known_rules = Remembered[list[Pair]](most=50)


class _Sum(NamedTuple):
    """Sums as far as they tell whether their cells are the same: of how many cells, and the batch that wrote last."""

    cells: int = 0
    batch: int = 0


class _Asked:
    """The reports of a half month, piece by piece, each by what it rests on.

    A cell that is written raises the last batch of its sums, one that is taken away lowers how many there are; so the
    sums of a county tell whether its cells are still those that were looked at. A batch's token is never used again,
    not even in a database that was restored.
    """

    def __init__(self, connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> None:
        self._connection, self._reference, self._half_month = connection, reference, half_month
        self._ground = (str(connection.engine.url), structure(connection), reference.now is None, half_month)
        self._rules_at = self._last_change("column_rule")
        self._tokens = dict(map(tuple, connection.execute(_TOKENS, {"h": half_month.ordinal})))
        self._sums = defaultdict[tuple[int, int | str | None], list[_Sum]](list)
        for then, indicator, unit, cells, batch in all_rows(connection, _SUMS.format(h=half_month.ordinal)):
            now = then == half_month.ordinal
            for of in (unit, None) if now else ("before",):
                self._sums[indicator, of].append(_Sum(cells, batch or 0))

    def held(self, form: str) -> Iterator[tuple[ReportKey, Held]]:
        """What each report of a form holds, by form and county."""
        pieces = {self._rests_on(piece): piece for piece in self._pieces(form)}
        several = defaultdict[ReportKey, list[Held]](list)
        for reports in _known.get_all(pieces, self._compared):
            for owner, held in reports.items():
                several[owner].append(held)
        return ((owner, self._together(parts)) for owner, parts in several.items())

    def _pieces(self, form: str) -> list[_Piece]:
        if form == TASK_FORM:
            return [_Piece(form)]
        rules = _known_rules.get((*self._ground, self._rules_at, form), lambda: self._pairs(form))
        columns = compared_by_themselves((each.id for each in self._reference.forms[form].indicators), rules)
        return [_Piece(form, county, each) for county in self._apart(form) for each in columns]

    def _pairs(self, form: str) -> list[Pair]:
        return pairs(self._connection, self._reference, form)

    def _apart(self, form: str) -> list[str | None]:
        """The counties whose reports are compared within themselves; those of counties are compared with each other."""
        if self._reference.forms[form].level in ("prefecture", "county"):
            return [None]
        return [unit.code for unit in self._reference.of_level.get("county", ())]

    def _rests_on(self, piece: _Piece) -> Hashable:
        if piece.form == TASK_FORM:
            return (*self._ground, piece, self._last_change(TASK_FORM))
        unit = None if piece.county is None else self._reference.units[piece.county].id
        of = ((column, of) for column in sorted(piece.columns) for of in ("before", unit))
        sums = [tuple(self._sums.get(at, ())) for at in of]
        last = max((each.batch for several in sums for each in several), default=0)
        return (*self._ground, self._rules_at, piece, self._tokens.get(last), hash(tuple(sums)))

    def _last_change(self, table: str) -> tuple[object, ...]:
        return tuple(self._connection.execute(_LAST, {"table": table}).first() or ())

    def _compared(self, pieces: Iterable[_Piece]) -> Iterator[dict[ReportKey, Held]]:
        """What the reports hold of each of these pieces of a form; those of one county are compared at once."""
        for (form, county), of_county in groupby(pieces, lambda piece: piece[:2]):
            parts = [piece.columns for piece in of_county]
            cells = read_cells(self._connection, self._reference, self._half_month, form, county=county, columns=parts)
            for owned in cells.by_owner_in(form, parts):
                yield {owner: cells.held(keys) for owner, keys in owned.items()}

    def _together(self, several: Iterable[Held]) -> Held:
        """A report of several pieces; what is remarked stands in the order of the cells."""
        changed, remarked, marked = zip(*several, strict=True)
        return Held(sum(changed), tuple(sorted(chain(*remarked), key=self._place)), sum(marked))

    def _place(self, cell: ReportCell) -> tuple[int, int]:
        """Unit and indicator as cells are read; percents, which are one piece, stay as they are."""
        indicator = self._reference.indicators.get(cell.of)
        return (self._reference.units[cell.unit_code].id, indicator.id) if indicator else (0, 0)


def compared_by_themselves(columns: Iterable[int], rules: Iterable[Pair]) -> list[frozenset[int]]:
    """The columns (ids) of a form that are compared apart: what a rule names stands together, also of another form."""
    apart = [frozenset((column,)) for column in columns]
    for rule in rules:
        named = frozenset(each.id for each in rule)
        touched = [each for each in apart if each & named]
        apart = [named.union(*touched), *(each for each in apart if each not in touched)]
    return apart


# the sums of counties, and above them those of what the prefecture itself reports
_SUMS = (
    "SELECT half_month, indicator_id, unit_id, n, batch_id FROM rollup WHERE level IN (0, 1)"
    " AND half_month IN ({h}, {h} - 1) ORDER BY half_month, indicator_id, unit_id"
)
_TOKENS = sa.text(
    "SELECT id, token FROM batch WHERE id IN"
    " (SELECT batch_id FROM rollup WHERE level IN (0, 1) AND half_month IN (:h, :h - 1))"
)
_LAST = sa.text(
    "SELECT r.id, b.token FROM record_change r JOIN batch b ON b.id = r.batch_id"
    ' WHERE r.id = (SELECT MAX(id) FROM record_change WHERE "table" = :table)'
)


def report_cells(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, form: str, county_code: str
) -> list[ReportCell]:
    """Every cell of one report: what is remarked first, then what differs."""
    cells = read_cells(connection, reference, half_month, form)
    mine = (cells.cell(key) for key in cells.by_owner(form).get(ReportKey(form, county_code), ()))
    return sorted(mine, key=lambda cell: (not cell.notes, not cell.differs))


def marks(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, forms: Iterable[str]
) -> dict[ReportKey, int]:
    """The mark of each report of these forms, as its cells are now."""
    marked: dict[ReportKey, int] = {}
    for form in sorted(forms):
        cells = read_cells(connection, reference, half_month, form, remarks=False)
        marked |= {owner: cells.mark(keys) for owner, keys in cells.by_owner(form).items()}
    return marked
