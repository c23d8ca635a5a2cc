"""The grid of a form: a row per unit that is asked, a column per indicator; values or targets."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa

from lib.intake.checks import CheckedValues, Reported, Targets, TypedRow, check_typed
from lib.intake.checks.cells import is_blank
from lib.intake.checks.numbers import meant
from lib.intake.exports import exact_value
from lib.intake.preview import preview_values
from lib.kept.changes import Change, Key, TargetKey, carried_cells, current_values, in_force, value_key
from lib.kept.models import Indicator, Openness
from lib.kept.reference import Reference, UnitRef
from lib.review.grid import search
from lib.review.grid.edits import Edits
from lib.review.grid.proposal import Proposal, proposal, settled
from lib.review.grid.shape import Grid, GridColumn, GridRow, Part
from lib.review.waiting import waits_again
from lib.words.language import gettext as _
from lib.words.language import named
from lib.words.settings import settings


def value_grid(
    connection: sa.Connection, reference: Reference, wanted: Reported | Targets, below: str | None, part: Part
) -> Grid:
    """A page of the values of the units at and below `below`; a closed half month can only be read."""
    form, half_month = reference.forms[wanted.form or ""], wanted.ordinal
    query = search.page(search.units(form, half_month, below, part.text, reference.last_opened), part.number, part.size)
    units = [reference.units[code] for code in connection.scalars(query)]
    indicators = form.indicators
    keys = (value_key(half_month, unit.id, indicator.id) for unit in units for indicator in indicators)
    kept = current_values(connection, wanted.table, keys)
    carried = carried_cells(connection, {half_month}) if half_month else set()
    if isinstance(wanted, Targets):
        kept = {value_key(None, *at): value for at, value in in_force(kept).items()}
    columns = [
        GridColumn("unit_code", _("Unit code"), locked=True),
        GridColumn("unit_name", _("Unit name"), locked=True),
        *(GridColumn(indicator.code, named(indicator.name, indicator.name_en), "number") for indicator in indicators),
    ]
    rows = tuple(_row(half_month, unit, indicators, kept, carried) for unit in units)
    return Grid(tuple(columns), rows, edits=half_month is None or reference.states.get(half_month) == Openness.OPEN)


def _row(
    half_month: int | None,
    unit: UnitRef,
    indicators: Sequence[Indicator],
    kept: Mapping[Key, int],
    carried: Collection[Key],
) -> GridRow:
    steps = [kept.get(value_key(half_month, unit.id, indicator.id)) for indicator in indicators]
    name = named(unit.name, unit.name_en)
    values = {indicator.code: value for indicator, value in zip(indicators, steps, strict=True)}
    marked = frozenset(each.code for each in indicators if value_key(half_month, unit.id, each.id) in carried)
    return GridRow((unit.id,), name, (unit.code, name, *map(_number, steps, indicators)), values, marked)


def _number(steps: int | None, indicator: Indicator) -> float | None:
    value = exact_value(steps, indicator)
    return None if value is None else float(value)


def propose_values(
    connection: sa.Connection, reference: Reference, wanted: Reported | Targets, grid: Grid, edits: Edits
) -> Proposal:
    """The edits through the checks of an upload. A cell that was cleared takes its value away."""
    edits = _as_meant(edits)
    rows = [_typed(reference, grid.rows[at], edits, at) for at in sorted({*edits.changed, *edits.keys})]
    checked = check_typed(rows, reference, wanted)
    wished = list(_changes(reference, wanted, grid, edits, checked))
    if isinstance(wanted, Targets):
        wished = list(_dated(connection, reference.first_open, wished))
    changes, conflicts = settled(connection, wished)
    cleared = [change.key for change in changes if change.after is None]
    preview = preview_values(connection, checked, reference, cleared)
    problems = (*checked.problems, *edits.unfit)
    return proposal(changes, conflicts, problems, preview.notes, waits_again(connection, changes), preview.last)


def _as_meant(edits: Edits) -> Edits:
    """The edits with what 无, / and — mean in this office, as in an upload."""
    nothing = settings().upload.nothing
    read = {at: {code: meant(cell, nothing) for code, cell in cells.items()} for at, cells in edits.changed.items()}
    return replace(edits, changed=read)


def _typed(reference: Reference, row: GridRow, edits: Edits, at: int) -> TypedRow:
    cells = {reference.indicators[code]: cell for code, cell in edits.changed.get(at, {}).items()}
    keys = edits.keys.get(at, {})
    return TypedRow(row.label, reference.by_id[row.key[-1]], cells, (keys.get("unit_code"), keys.get("unit_name")))


def _changes(
    reference: Reference, wanted: Reported | Targets, grid: Grid, edits: Edits, checked: CheckedValues
) -> Iterable[Change]:
    """The cells that differ or confirm what was carried forward, of the rows that are about their own unit."""
    mine = {at: cells for at, cells in edits.changed.items() if grid.rows[at].key[-1] in checked.units}
    for at, cells in mine.items():
        row = grid.rows[at]
        for code, typed in cells.items():
            key = value_key(wanted.ordinal, row.key[-1], reference.indicators[code].id)
            after = checked.cells.get(key)
            if (is_blank(typed) or key in checked.cells) and (after != row.kept[code] or code in row.carried):
                yield Change(wanted.table, key, "value", row.kept[code], after)


def _dated(connection: sa.Connection, since: int, targets: Sequence[Change]) -> Iterable[Change]:
    """Targets hold from the half month `since` on; one that is cleared goes with all that came before it."""
    kept = current_values(connection, "target", (change.key for change in targets))
    dates = {(unit, indicator): last for unit, indicator, last in sorted(kept)}  # sorted: the last date stays
    for change in targets:
        at = unit, indicator = change.key[0], change.key[1]
        if change.after is None:
            last = dates.get(at, since)
            yield change._replace(key=TargetKey(unit, indicator, last))
            earlier = (key for key in kept if key[:2] == at and key[2] != last)
            yield from (Change("target", key, "value", kept[key], None) for key in earlier)
        else:
            # a target of an earlier half month is left as it is, for the half months that it was held to
            before = change.before if dates.get(at) == since else None
            yield change._replace(key=TargetKey(unit, indicator, since), before=before)
