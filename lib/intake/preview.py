"""Checked values → changes. A preview is a value: what was shown is what is saved, or a conflict."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import compress, repeat
from operator import ne
from typing import Any

import numpy as np
import sqlalchemy as sa

from lib.intake.checks import CheckedValues
from lib.intake.column_rules import Broken, Pair, broken, pairs
from lib.intake.comparing import Compared, compared
from lib.intake.fences import FALLS, FAR, JUMPS, TENFOLD, TENTH, Places, unusual
from lib.kept.changes import (
    Change,
    Key,
    TargetKey,
    carried_cells,
    current_values,
    in_force,
    in_history,
    place,
)
from lib.kept.reference import Reference
from lib.kept.value_arrays import Cells, Marks, Numbers, Reals, as_cells, or_none, values_at
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.wording import exact

HIDDEN = "hidden"  # a row that the file does not show
CONFIRMED = "confirmed"  # a value carried forward that is really reported now, equal or not


@dataclass(frozen=True)
class Dated:
    """A target that holds from a half month on, and what held until then ("" for nothing)."""

    since: HalfMonth
    until_then: str

    def __str__(self) -> str:
        said = _("from {half_month} on; until then {value}") if self.until_then else _("from {half_month} on")
        return said.format(half_month=self.since.label, value=self.until_then)


Note = str | Broken | Dated  # one of the words above, a rule between columns that is broken, or since when it holds
Notes = Mapping[Key, tuple[Note, ...]]


@dataclass(frozen=True)
class Preview:
    """What saving would do: `changes`, and what it would leave alone.

    `last` holds the values of the half month before, `notes` what looks unusual, both by the key of a change.
    """

    table: str
    changes: tuple[Change, ...]
    unchanged: int = 0
    blanks: int = 0
    absent: tuple[int, ...] = ()
    last: Mapping[Key, Any] | None = None
    notes: Notes | None = None

    @cached_property
    def new(self) -> int:
        """How many changes set what had no value before."""
        return sum(change.before is None for change in self.changes)

    @cached_property
    def confirmed(self) -> int:
        """How many changes only say that a value carried forward is so: the mark goes, the value stays."""
        return sum(change.before == change.after for change in self.changes)


def note_word(note: Note) -> str:
    """What is unusual about a change."""
    if isinstance(note, Broken | Dated):
        return str(note)
    words = {
        FALLS: _("cumulative value falls"),
        TENFOLD: _("ten times the last value or more"),
        TENTH: _("a tenth of the last value or less"),
        FAR: _("far from the others in the county"),
        JUMPS: _("changes far more than the others in the county"),
        HIDDEN: _("hidden row"),
        CONFIRMED: _("carried forward until now, reported by this"),
    }
    return words[note]


def value_changes(connection: sa.Connection, checked: CheckedValues, reference: Reference) -> tuple[Change, ...]:
    """What saving the values of a file changes, without what a preview says of it: for a file that nobody looks at."""
    if _of_targets(checked):
        return _target_changes(checked, reference, current_values(connection, "target", checked.cells))
    carried = carried_cells(connection, {month.ordinal for month in checked.half_months})
    return _value_changes(checked, values_at(connection, checked.cells), carried)[0]


def _of_targets(checked: CheckedValues) -> bool:
    return isinstance(next(iter(checked.cells), None), TargetKey)  # a file holds values or targets


def _value_changes(
    checked: CheckedValues, before: Sequence[int | None], carried: Collection[Key]
) -> tuple[tuple[Change, ...], Marks]:
    """The changes, and which of the cells differ from what was there `before`."""
    cells, values = checked.cells.keys(), checked.cells.values()
    differ = list(map(ne, before, values))
    if carried:
        differ = [one or cell in carried for one, cell in zip(differ, cells, strict=True)]
    rows = zip(repeat("observation"), cells, repeat("value"), before, values, strict=False)
    return tuple(map(Change._make, compress(rows, differ))), np.array(differ, np.bool_)


def preview_values(
    connection: sa.Connection, checked: CheckedValues, reference: Reference, cleared: Collection[Key] = ()
) -> Preview:
    """Compare the values of a file with what is kept; what the file leaves blank or out stays as it is.

    `cleared` are cells that a grid empties along with it.
    """
    if _of_targets(checked):
        return _preview_targets(connection, checked, reference)
    carried = carried_cells(connection, {month.ordinal for month in checked.half_months})
    rules = pairs(connection, reference, checked.form)
    beside = _beside(connection, checked, reference, rules)
    changes, differ = _value_changes(checked, or_none(beside.kept, beside.is_kept), carried)
    return Preview(
        table="observation",
        changes=changes,
        unchanged=len(checked.cells) - len(changes),
        blanks=checked.blanks,
        absent=_absent(checked, reference),
        last=_last(checked, beside, differ),
        notes=_together(
            hidden_rows(changes, checked.hidden),
            *_remarked(checked, reference, rules, beside, differ, cleared),
            {change.key: (CONFIRMED,) for change in changes if change.key in carried} if carried else {},
        ),
    )


def beside_last(
    connection: sa.Connection, checked: CheckedValues, reference: Reference
) -> tuple[Mapping[Key, int], Notes]:
    """Of values that are kept already: those of the half month before, and what is remarked of them."""
    rules = pairs(connection, reference, checked.form)
    beside = _beside(connection, checked, reference, rules)
    # what is kept of them is they themselves, with which they are not compared
    beside = replace(beside, is_kept=np.zeros_like(beside.is_kept))
    every = np.ones(len(checked.cells), np.bool_)
    remarked = _remarked(checked, reference, rules, beside, every, ())
    return _last(checked, beside, every), _together(*remarked)


def _beside(connection: sa.Connection, checked: CheckedValues, reference: Reference, rules: Sequence[Pair]) -> Compared:
    asked = {indicator.id for rule in rules for indicator in rule}
    return compared(connection, checked.cells, reference, asked)


def _last(checked: CheckedValues, beside: Compared, differ: Marks) -> dict[Key, int]:
    """What was reported the half month before, of the cells that differ."""
    both = (beside.has_last & differ).tolist()
    return dict(zip(compress(checked.cells, both), compress(beside.last.tolist(), both), strict=True))


def _remarked(
    checked: CheckedValues,
    reference: Reference,
    rules: Sequence[Pair],
    beside: Compared,
    differ: Marks,
    cleared: Collection[Key],
) -> tuple[Mapping[Key, Sequence[Note]], Mapping[Key, Sequence[Note]]]:
    """The rules that cells which differ break, and what is unusual about these, by their keys."""
    keys, changed = list(checked.cells), np.flatnonzero(differ)
    breaches = broken(rules, beside, differ, cleared)
    unusual = _unusual(beside.cells, beside.values, changed, beside.before()[changed], reference)
    return {keys[at]: notes for at, notes in breaches.items()}, {keys[at]: notes for at, notes in unusual.items()}


def _preview_targets(connection: sa.Connection, checked: CheckedValues, reference: Reference) -> Preview:
    kept = current_values(connection, "target", checked.cells)
    changes, now = _target_changes(checked, reference, kept), in_force(kept)
    return Preview(
        table="target",
        changes=changes,
        unchanged=len(checked.cells) - len(changes),
        blanks=checked.blanks,
        notes=_together(
            hidden_rows(changes, {TargetKey(*place(key), reference.first_open) for key in checked.hidden}),
            _unusual_targets(checked, changes, reference),
            _dates(changes, now, reference),
        ),
    )


def _unusual_targets(
    checked: CheckedValues, changes: Sequence[Change], reference: Reference
) -> dict[Key, tuple[str, ...]]:
    places = {place(key): at for at, key in enumerate(checked.cells)}
    cells = as_cells([in_history("target", key) for key in checked.cells])
    values = np.fromiter(checked.cells.values(), np.int64, len(places))
    changed = np.array([places[place(change.key)] for change in changes], np.int64)
    before = np.array([np.nan if change.before is None else change.before for change in changes], np.float64)
    keys = dict(zip(changed.tolist(), changes, strict=True))
    return {keys[at].key: notes for at, notes in _unusual(cells, values, changed, before, reference).items()}


def _target_changes(checked: CheckedValues, reference: Reference, kept: Mapping[Key, int]) -> tuple[Change, ...]:
    """A target that differs holds from the first half month that is not closed: what was closed was judged by it."""
    now, since = in_force(kept), reference.first_open
    differ = {place(key): value for key, value in checked.cells.items() if now.get(place(key)) != value}
    at = {TargetKey(unit, indicator, since): value for (unit, indicator), value in differ.items()}
    return tuple(Change("target", key, "value", kept.get(key), value) for key, value in at.items())


def _dates(
    changes: Sequence[Change], now: Mapping[tuple[int, int], int], reference: Reference
) -> dict[Key, tuple[Note, ...]]:
    """Since when each changed target holds, where half months are closed that were judged by another one."""
    if not reference.first_open:
        return {}
    dates: dict[Key, tuple[Note, ...]] = {}
    for change in changes:
        unit, indicator = place(change.key)
        steps = now.get((unit, indicator)) if change.before is None else None
        decimals = reference.indicator_by_id[indicator].decimals
        until_then = "" if steps is None else exact(Decimal(steps).scaleb(-decimals))
        dates[change.key] = (Dated(HalfMonth(reference.first_open), until_then),)
    return dates


def _together(*remarks: Mapping[Key, Sequence[Note]]) -> dict[Key, tuple[Note, ...]]:
    """All remarks of each cell, in the order in which they are given."""
    *before, last = remarks
    found = {key: tuple(notes) for key, notes in last.items()}
    for each in reversed(before):
        for key, notes in each.items():
            found[key] = (*notes, *found.get(key, ()))
    return found


def hidden_rows(changes: Iterable[Change], hidden: Collection[Key]) -> dict[Key, tuple[Note, ...]]:
    """The mark of each change in a row that the file does not show."""
    return {change.key: (HIDDEN,) for change in changes if change.key in hidden} if hidden else {}


def _absent(checked: CheckedValues, reference: Reference) -> tuple[int, ...]:
    """Units that the form is asked of and the file does not name, of the reporter and in the counties that it names."""
    if not checked.form:
        return ()  # targets are asked of nobody
    counties = {reference.by_id[unit].county_code for unit in checked.units}
    asked = (unit for unit in reference.form_units(checked.form, checked.scope) if unit.county_code in counties)
    months = [half_month.ordinal for half_month in checked.half_months]
    form = reference.forms[checked.form]
    there = (
        unit
        for unit in asked
        if not months or any(unit.exists_in(month) and form.asks(unit, month) for month in months)
    )
    return tuple(unit.id for unit in there if unit.id not in checked.units)


def _unusual(
    cells: Cells, values: Numbers, changed: Places, before: Reals, reference: Reference
) -> dict[int, tuple[str, ...]]:
    """What is pointed out, not blocked: by the place of the cell."""
    units = [reference.by_id[unit] for unit in np.unique(cells[:, 1]).tolist()]
    indicators = reference.indicators.values()
    return unusual(
        cells,
        values,
        changed,
        before,
        # villages and townships are compared within their county, counties with each other
        {one.id: one.county_code if one.county_code != one.code else None for one in units},
        [one.id for one in indicators if one.cumulative],
        {one.id: 10**one.decimals for one in indicators},
    )
