"""Checked values → changes. A preview is a value: what was shown is what is saved, or a conflict."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from lib.intake.checks import CheckedValues
from lib.intake.column_rules import Broken, broken
from lib.intake.fences import FALLS, FAR, JUMPS, TENFOLD, TENTH, unusual
from lib.kept.changes import (
    Change,
    Key,
    TargetKey,
    carried_cells,
    current_values,
    in_force,
    in_history,
    place,
    value_key,
)
from lib.kept.reference import Reference
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
    return _value_changes(connection, checked, carried_cells(connection, {cell[0] for cell in checked.cells}))


def _of_targets(checked: CheckedValues) -> bool:
    return isinstance(next(iter(checked.cells), None), TargetKey)  # a file holds values or targets


def _value_changes(connection: sa.Connection, checked: CheckedValues, carried: set[Key]) -> tuple[Change, ...]:
    before = map(current_values(connection, "observation", checked.cells).get, checked.cells)
    return tuple(
        [
            Change("observation", cell, "value", was, value)
            for (cell, value), was in zip(checked.cells.items(), before, strict=True)
            if was != value or cell in carried
        ]
    )


def preview_values(
    connection: sa.Connection, checked: CheckedValues, reference: Reference, cleared: Collection[Key] = ()
) -> Preview:
    """Compare the values of a file with what is kept; what the file leaves blank or out stays as it is.

    `cleared` are cells that a grid empties along with it.
    """
    if _of_targets(checked):
        return _preview_targets(connection, checked, reference)
    carried = carried_cells(connection, {cell[0] for cell in checked.cells})
    changes = _value_changes(connection, checked, carried)
    differ = {change.key for change in changes}
    before = _Before(connection, checked, reference).values(differ)
    return Preview(
        table="observation",
        changes=changes,
        unchanged=len(checked.cells) - len(changes),
        blanks=checked.blanks,
        absent=_absent(checked, reference),
        last=before,
        notes=_together(
            hidden_rows(changes, checked.hidden),
            broken(connection, reference, checked.form, checked.cells, differ, cleared),
            _noted(_unusual(changes, before, checked, reference), changes, carried),
        ),
    )


def beside_last(
    connection: sa.Connection, checked: CheckedValues, reference: Reference
) -> tuple[Mapping[Key, int], Notes]:
    """Of values that are kept already: those of the half month before, and what is remarked of them."""
    before = _Before(connection, checked, reference).values(checked.cells)
    changes = tuple(Change("observation", key, "value", None, value) for key, value in checked.cells.items())
    rules = broken(connection, reference, checked.form, checked.cells, checked.cells.keys())
    return before, _together(rules, _unusual(changes, before, checked, reference))


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
            _unusual(changes, {}, checked, reference),
            _dates(changes, now, reference),
        ),
    )


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


class _Before:
    """The values of the half month before, with which those of a file are compared."""

    def __init__(self, connection: sa.Connection, checked: CheckedValues, reference: Reference) -> None:
        months = [month.ordinal for month in checked.half_months]
        every = reference.indicators.values()
        self._anew = {(month, one.id) for month in months for one in every if reference.begins_anew(one, month)}
        self._together = {(month, heir): those for month in months for heir, those in reference.mergers(month).items()}
        several = [cell for key in checked.cells for cell in self._of(key)] if self._together else checked.cells
        self._kept = current_values(connection, "observation", several, later=1)

    def values(self, keys: Collection[Key]) -> dict[Key, int]:
        """What was reported before of each cell; of a unit that took over from others, of all of them together.

        Nothing of what begins anew with the year, and where one of them did not report it.
        """
        value = self._sum if self._together else self._kept.get
        if self._anew:
            keys = [key for key in keys if (key[0], key[2]) not in self._anew]
        return {key: before for key in keys if (before := value(key)) is not None}

    def _sum(self, key: Key) -> int | None:
        values = [self._kept.get(cell) for cell in self._of(key)]
        known = [value for value in values if value is not None]
        return sum(known) if len(known) == len(values) else None

    def _of(self, key: Key) -> list[Key]:
        half_month, unit, indicator = key
        return [(half_month, one, indicator) for one in self._together.get((half_month, unit), (unit,))]


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
    changes: tuple[Change, ...], last: Mapping[Key, int], checked: CheckedValues, reference: Reference
) -> dict[Key, tuple[str, ...]]:
    """What is pointed out, not blocked: by the key of the change."""
    cells: Mapping[Key, int] = checked.cells
    changed = {key: (last.get(key, before), after) for _table, key, _field, before, after in changes}
    if _of_targets(checked):
        cells = {in_history("target", key): value for key, value in cells.items()}
        changed = {in_history("target", key): values for key, values in changed.items()}
    units = {unit: reference.by_id[unit] for unit in {unit for _when, unit, _indicator in cells}}
    indicators = reference.indicators.values()
    found = unusual(
        cells,
        changed,
        # villages and townships are compared within their county, counties with each other
        {unit: one.county_code if one.county_code != one.code else None for unit, one in units.items()},
        [one.id for one in indicators if one.cumulative],
        {one.id: 10**one.decimals for one in indicators},
    )
    return {value_key(*key): notes for key, notes in found.items()} if _of_targets(checked) else found


def _noted(
    unusual: dict[Key, tuple[str, ...]], changes: tuple[Change, ...], carried: set[Key]
) -> dict[Key, tuple[str, ...]]:
    """The notes with what is said of a cell that was carried forward until now."""
    if not carried:
        return unusual
    confirmed = {change.key: (*unusual.get(change.key, ()), CONFIRMED) for change in changes if change.key in carried}
    return unusual | confirmed
