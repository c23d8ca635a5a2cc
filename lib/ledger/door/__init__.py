"""The one door for writing: (act, changes) in, saved all or nothing, with every value before.

In one transaction the door takes out of texts what cannot be seen, checks that the actor may make every change, that
the half months take changes and that every value is still the one the preview showed, writes the batch, its changes
and the values, renews the roll-ups and the count of submissions it touched, seals the batch, and raises the revision.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import sqlalchemy as sa

from lib.kept.chain import CODE_LENGTH, Entry, append, head
from lib.kept.changes import VALUES, Change
from lib.kept.store import after_commit, moment, writing
from lib.ledger.access import Actor, check_access
from lib.ledger.door import task_reports
from lib.ledger.door.act import LOCKED_BY_CLOSING, Act, ActKind, Receipt, half_months_of, kind_word
from lib.ledger.door.admissions import check_admissions
from lib.ledger.door.attachments import check_attachments
from lib.ledger.door.closed import check_fixed, check_moves, dated_marks, no_longer_asked
from lib.ledger.door.ends import check_existing, taken_away
from lib.ledger.door.mergers import targets_taken_over
from lib.ledger.door.minutes import check_minutes, check_outcomes
from lib.ledger.door.preconditions import check_open, check_records_unchanged, check_values_unchanged
from lib.ledger.door.removals import check_named, check_removals, why_kept
from lib.ledger.door.renew import renew
from lib.ledger.door.reports import days_of, outdated, reported, reports_of, touched
from lib.ledger.door.settings import check_settings
from lib.ledger.door.spot_checks import check_spot_checks
from lib.ledger.door.states import check_states
from lib.ledger.door.texts import printable_act, printable_record
from lib.ledger.door.undo import inverse
from lib.ledger.door.write import keep_history, saved_already, write_batch, write_records, write_values

log = logging.getLogger("banyue")

__all__ = [
    "Act", "ActKind", "Receipt", "kind_word", "load_within", "save", "save_within", "touched", "undo",
    "why_kept",
]  # fmt: skip


def save(store: sa.Engine, act: Act, changes: Sequence[Change]) -> Receipt:
    """Save `changes` as one batch. Raises Forbidden, Locked, Conflict, StoreError, or Refusal for a record that
    must stay; then nothing at all was saved."""
    with writing(store, half_months_of(act, changes)) as connection:
        return save_within(connection, act, changes)


def undo(store: sa.Engine, batch: int, actor: Actor, reason: str = "") -> Receipt:
    """Give back what was before `batch`, as a batch of its own; sent twice, it is saved once.

    Raises Forbidden when the actor might not have made its changes, Conflict, naming who, when a value was changed
    since, Locked when its half month is closed, and Refusal when there is no such batch, it was undone already, or it
    would open a half month again without a `reason`.
    """
    with writing(store) as connection:
        return save_within(connection, *inverse(connection, batch, actor, reason))


def save_within(connection: sa.Connection, act: Act, changes: Sequence[Change]) -> Receipt:
    """The door inside a write transaction that the caller holds: for acts that decide and save in one step."""
    check_access(connection, act.actor, changes, act.undoes)  # before all else: a receipt too is for who may save it
    if receipt := saved_already(connection, act):
        return receipt
    half_months = half_months_of(act, changes)
    before = reports_of(connection, half_months)
    written = _write(connection, act, changes)
    act, entry, values, records = written.act, written.entry, written.values, written.records
    renew(connection, values, records, may_carry=act.may_carry, loads=act.loads)
    after = reports_of(connection, half_months)  # counted from the sums, hence behind `renew`
    keep_history(connection, entry, days_of(records, before, after))  # `renew` has written the days themselves
    write_records(connection, entry, list(outdated(connection, act, values, records, before, after)))
    append(connection, [entry])  # last: from here to the commit no other save goes on, of whatever half month
    receipt = replace(written.receipt, seal=head(connection).seal)
    if act.undoes:  # it brought along what had followed for reports, which nobody counts
        receipt = saved_already(connection, act) or receipt
    after_commit(connection, lambda: _log(act, receipt))
    return receipt


def load_within(connection: sa.Connection, acts: Iterable[tuple[Act, Sequence[Change]]]) -> None:
    """Several acts that load, each a batch of its own; what follows from them is renewed once, after the last.

    What they are made of is asked for one after the other, so each sees the values that those before it wrote, though
    not the sums that follow. All of them are saved, or none.
    """
    before, written = reports_of(connection, None), list[Written]()
    for act, changes in acts:
        check_access(connection, act.actor, changes)
        if saved_already(connection, act) is None:
            written.append(_write(connection, act, changes))
    values = [change for load in written for change in load.values]
    records = [change for load in written for change in load.records]
    renew(connection, values, records, may_carry=any(load.act.may_carry for load in written), loads=True)
    # a day stands with the last act that brought a cell of its half month and form; with none that did, with the last
    entries = {key: load.entry for load in written for key in reported(connection, load.values, load.records)}
    moved = days_of(records, before, reports_of(connection, None))
    for load in written:
        days = [change for change in moved if entries.get(change.key[:2], written[-1].entry) is load.entry]
        keep_history(connection, load.entry, days)
    append(connection, [load.entry for load in written])
    for load in written:
        after_commit(connection, partial(_log, load.act, load.receipt))


class Written(NamedTuple):
    """An act whose batch, values and records are written, and what they are; what follows from them is not yet."""

    act: Act
    entry: Entry
    receipt: Receipt
    values: list[Change]
    records: list[Change]


def _write(connection: sa.Connection, act: Act, changes: Sequence[Change]) -> Written:
    """Check an act whose actor may do it, and write it with every value before."""
    act = printable_act(act)  # first: a reason of blanks that cannot be seen is none to any check below
    changes = [*changes, *taken_away(connection, changes)]
    values = [change for change in changes if change.table in VALUES]
    records = [printable_record(change) for change in changes if change.table not in VALUES]
    records += task_reports.no_longer_carried(connection, act, records)
    if not act.loads:  # data/ brings closed half months, ended checks and closed meetings as they were
        records += dated_marks(connection, records)
        check_fixed(connection, records)
        check_moves(connection, records)
        check_open(connection, {change.key[0] for change in changes if change.table in LOCKED_BY_CLOSING})
        check_minutes(connection, act, records)
        check_outcomes(connection, act, records)
        check_states(connection, act, records)
        check_spot_checks(connection, act, records)
        check_attachments(connection, act, records)
    check_settings(connection, records)
    check_values_unchanged(connection, values, act.undoes)
    check_records_unchanged(connection, records, act.undoes)
    check_admissions(connection, act, records)  # its steps go from the state that was just found unchanged
    at = moment()
    entry = write_batch(connection, act, at)
    write_values(connection, entry, values, act)
    check_removals(connection, act, records)  # between the two: values that go in this act hold no unit any more
    check_named(connection, records)
    write_records(connection, entry, records)
    check_existing(connection, changes)  # by the units as this act leaves them
    if not act.loads and (followed := _followed(connection, act, records)):
        write_values(connection, entry, followed, act)
        values += followed
    return Written(act, entry, Receipt(entry.batch, at, len(changes)), values, records)


def _followed(connection: sa.Connection, act: Act, records: Sequence[Change]) -> list[Change]:
    """The values and targets that follow the records, which are written already; an undo brings its own."""
    merged = [] if act.undoes else targets_taken_over(connection, records)
    return [*no_longer_asked(connection, records), *merged]


def _log(act: Act, receipt: Receipt) -> None:
    log.info(
        "saved no. %s: %s by %s, %s changes%s%s",
        receipt.batch,
        act.kind,
        act.actor.login or act.actor.name,
        receipt.changes,
        f", code of the data {receipt.seal[:CODE_LENGTH]}" if receipt.seal else "",
        f", file {act.file_name}" if act.file_name else "",
    )
