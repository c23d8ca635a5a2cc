"""Renewing what follows from the changes, no more than they touched: roll-ups and the count of submissions."""

from collections import defaultdict
from itertools import chain

import sqlalchemy as sa

from lib.kept.changes import Change
from lib.kept.marks import TIMES
from lib.kept.models.values import TASK_FORM
from lib.kept.present import keep_as_found
from lib.ledger import rollup
from lib.ledger.door.closed import FIXED, closed_half_months, freeze, thaw
from lib.ledger.door.reports import ask, count, recount

# A change of these fields moves the tree, the sums or the percents; any other field is a text.
STRUCTURE = {
    "unit": {"level", "parent_code", "valid_from", "valid_to", "successor_code", *TIMES, *chain(*TIMES.values())},
    "indicator": {"form", "numerator", "denominator", "condition", "goal", "yearly", *FIXED},
    "task": {"level", "start", "due", "indicator"},
    "form": {"level", "units"},
}


def renew(
    connection: sa.Connection,
    values: list[Change],
    records: list[Change],
    *,
    may_carry: bool = False,
    loads: bool = False,
) -> None:
    """Renew all that follows from the changed values and records, but what was closed: only loading (`loads`) writes
    there. `may_carry`: some values may be carried forward now.

    The tree comes first, on which all sums stand; then half months in their order, each compared with the one before.
    """
    structure = [change for change in records if _is_structure(change)]
    targets = {change.key[1] for change in values if change.table == "target"}
    half_months = _half_months(connection, closed=loads) if structure or targets else []
    _renew_structure(connection, structure, half_months)
    _renew_targets(connection, targets, half_months)
    observed: dict[int, list[Change]] = defaultdict(list)
    for change in values:
        if change.table == "observation":
            observed[change.key[0]].append(change)
    for half_month in sorted(observed):
        again = half_month + 1 in observed and _covers(observed[half_month + 1], observed[half_month])
        _renew_half_month(connection, half_month, observed[half_month], may_carry, again=again, loads=loads)
    for half_month in sorted({change.key[0] for change in records if change.table == "half_month"}):
        _renew_state(connection, half_month)
    _renew_reported_tasks(connection, [change.key for change in records if change.table == TASK_FORM], loads=loads)


def renew_after_upgrade(connection: sa.Connection) -> None:
    """Renew every half month once, by the rules of a newer program: a closed one too, as far as they know better.

    What it was judged by is kept with its closing; the cells it asked, its states and days stay. What the upgrade
    itself changed of values and records is written into the history.
    """
    rollup.ancestry(connection)
    rollup.renew_counted(connection)
    rollup.recompute_all(connection, _half_months(connection, closed=True))
    recount(connection)
    keep_as_found(connection)


def _renew_structure(connection: sa.Connection, changes: list[Change], half_months: list[int]) -> None:
    """Renew these half months: all of them after a unit was changed, else only the indicators and tasks that were."""
    if not changes:
        return
    rollup.ancestry(connection)
    rollup.renew_counted(connection)
    moved = any(change.table == "unit" for change in changes)
    indicators = None if moved else {change.key[0] for change in changes if change.table == "indicator"}
    rollup.recompute_all(connection, half_months, indicators)
    recount(connection)


def _renew_state(connection: sa.Connection, half_month: int) -> None:
    """A half month that is closed keeps what it was judged by; one that is opened again is judged anew."""
    if half_month in closed_half_months(connection):
        ask(connection, half_month)  # for the last time: while it is closed nothing counts it anew
        freeze(connection, half_month)
        return
    thaw(connection, half_month)
    # what changed while it was closed moves its percents now, and by them the changes of the half month after it
    open_again = {half_month, half_month + 1}.intersection(_half_months(connection))
    rollup.recompute_all(connection, sorted(open_again))
    ask(connection, half_month)


def _renew_reported_tasks(connection: sa.Connection, reported: list[tuple[int, str, str]], *, loads: bool) -> None:
    for half_month in sorted({half_month for half_month, _task, _unit in reported}):
        pairs = [(task, unit) for each, task, unit in reported if each == half_month]
        tasks, units = map(set, zip(*pairs, strict=True))
        rollup.recompute_tasks(connection, half_month, tasks, units, loads=loads)
        count(connection, half_month, [TASK_FORM])


def _is_structure(change: Change) -> bool:
    fields = STRUCTURE.get(change.table, set())
    return bool(fields) and (not change.field or change.field in fields)


def _half_months(connection: sa.Connection, *, closed: bool = False) -> list[int]:
    """Those with values, with or without those that are closed."""
    query = "SELECT half_month FROM observation UNION SELECT half_month FROM task_progress"
    reported = set(connection.exec_driver_sql(query).scalars())
    return sorted(reported if closed else reported.difference(closed_half_months(connection)))


def _renew_targets(connection: sa.Connection, indicators: set[int], half_months: list[int]) -> None:
    if indicators:
        # no change on the half month before follows from a target
        rollup.recompute_all(connection, half_months, _codes(connection, indicators), tasks=False)


def _covers(later: list[Change], changes: list[Change]) -> bool:
    """Whether all units and all indicators of `changes` are among those of the `later` ones."""
    units, indicators = ({change.key[part] for change in later} for part in (1, 2))
    return all(change.key[1] in units and change.key[2] in indicators for change in changes)


def _renew_half_month(
    connection: sa.Connection, half_month: int, changes: list[Change], may_carry: bool, *, again: bool, loads: bool
) -> None:
    """`again`: the half month after it is renewed next, for all that these changes move there."""
    indicators = {change.key[2] for change in changes}
    scope = rollup.scope_of(connection, {change.key[1] for change in changes})
    rollup.recompute(connection, half_month, _codes(connection, indicators), scope, again=again, loads=loads)
    count(connection, half_month, _forms(connection, indicators), may_carry=may_carry)


def _codes(connection: sa.Connection, indicators: set[int]) -> set[str]:
    rows = connection.exec_driver_sql("SELECT id, code FROM indicator")
    return {row.code for row in rows if row.id in indicators}


def _forms(connection: sa.Connection, indicators: set[int]) -> set[str]:
    rows = connection.exec_driver_sql("SELECT id, form FROM indicator WHERE form IS NOT NULL")
    return {row.form for row in rows if row.id in indicators}
