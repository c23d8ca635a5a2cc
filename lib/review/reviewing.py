"""The office's decisions on a half month: open, accept or return a report, carry forward, close, reopen.

Each decision and what follows from it is one batch through the ledger's door; the reason stands in the batch's note.
"""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from lib.kept.changes import Change, current_records, differing
from lib.kept.models import Openness
from lib.kept.models.values import TASK_FORM
from lib.kept.store import writing
from lib.kept.tables import TABLES
from lib.ledger.access import Actor
from lib.ledger.door import Act, ActKind, Receipt, save_within
from lib.review.own_writes import must_be_seen_by_another
from lib.review.submissions import ReportKey, Standing, Status, copied_forward, standings
from lib.words.errors import Locked, Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _

TABLE = TABLES["submission"]


def state_of(connection: sa.Connection, half_month: HalfMonth) -> str | None:
    """open, closed, or None for a half month that was never opened."""
    query = sa.text("SELECT state FROM half_month WHERE half_month = :h")
    return connection.execute(query, {"h": half_month.ordinal}).scalar()


def open_half_month(store: sa.Engine, half_month: HalfMonth, actor: Actor) -> Receipt:
    """Open a half month for reports. Raises Refusal when it was opened before or leaves a gap."""
    with writing(store) as connection:
        if state_of(connection, half_month):
            raise Refusal(_("{half_month} was opened already").format(half_month=half_month.label))
        first = connection.exec_driver_sql("SELECT 1 FROM half_month").first() is None
        if not first and state_of(connection, half_month.next(-1)) is None:
            raise Refusal(
                _("Open {half_month} first; half months follow one another").format(
                    half_month=half_month.next(-1).label
                )
            )
        record = {"half_month": half_month.ordinal, "state": "open"}
        change = Change("half_month", (half_month.ordinal,), "", None, record)
        return save_within(connection, Act(actor, ActKind.STATE, _("opened")), [change])


def every_standing(connection: sa.Connection, half_month: HalfMonth) -> list[Standing]:
    """Every report of the half month: of counties, then the measures that departments report for the prefecture."""
    return [*standings(connection, half_month), *standings(connection, half_month, "prefecture")]


def unfinished(connection: sa.Connection, half_month: HalfMonth) -> list[Standing]:
    """What closing leaves as it is: reports that are not complete, and those that were sent back."""
    return [report for report in every_standing(connection, half_month) if not report.complete]


def close_half_month(
    store: sa.Engine,
    half_month: HalfMonth,
    actor: Actor,
    reason: str,
    carry: Iterable[ReportKey] = (),
    seen: Sequence[Standing] | None = None,
) -> Receipt:
    """Close a half month: no value of it can be changed any more.

    `carry` names the forms and counties whose last values are carried forward, marked 沿用 with `reason`; what else
    is missing stays missing. `seen` is what was unfinished when it was asked whether to close. Raises Refusal when the
    half month is not open, when something is carried without a reason, or when something else is unfinished by now.
    """
    carry = list(carry)
    if carry and not reason.strip():
        raise Refusal(_("Write why values are carried forward"))
    with writing(store) as connection:
        must_be(connection, half_month, Openness.OPEN)
        if seen is not None and list(seen) != unfinished(connection, half_month):
            raise Refusal(_("Meanwhile reports came in or changed; look at what is missing again, then close"))
        for report in carry:  # before it is closed: the door takes no value into a closed half month
            _carry(connection, half_month, report, actor, reason)
        return save_within(
            connection, Act(actor, ActKind.STATE, reason or _("closed")), [_to(half_month, "open", "closed")]
        )


def reopen_half_month(store: sa.Engine, half_month: HalfMonth, actor: Actor, reason: str) -> Receipt:
    """Open a closed half month again. Raises Refusal without a reason or when it is not closed."""
    if not reason.strip():
        raise Refusal(_("Write why the half month is opened again"))
    with writing(store) as connection:
        must_be(connection, half_month, Openness.CLOSED)
        return save_within(
            connection, Act(actor, ActKind.STATE, reason), [_to(half_month, Openness.CLOSED, Openness.OPEN)]
        )


def must_be(connection: sa.Connection, half_month: HalfMonth, state: str) -> None:
    """Raises Locked when the half month is in another state."""
    now = state_of(connection, half_month)
    if now != state:
        word = Openness(now).word if now else _("not opened yet")
        raise Locked(_("{half_month} is {state}").format(half_month=half_month.label, state=word))


def _to(half_month: HalfMonth, before: str, after: str) -> Change:
    return Change("half_month", (half_month.ordinal,), "state", before, after)


def _carry(connection: sa.Connection, half_month: HalfMonth, report: ReportKey, actor: Actor, reason: str) -> None:
    copied = copied_forward(connection, half_month, *report)
    if not copied:
        return  # what nothing can be carried for stays missing, and is not called 沿用
    # a percent is marked in its record, a value by the door
    values = [
        change._replace(after=change.after | {"carried": True}) if change.table == TASK_FORM else change
        for change in copied
    ]
    decision = decision_changes(connection, half_month, *report, "carried", reason)
    save_within(connection, Act(actor, ActKind.CARRY, reason), [*values, *decision])


def decide(
    store: sa.Engine, half_month: HalfMonth, form: str, county_code: str, decision: str, actor: Actor, reason: str = ""
) -> Receipt:
    """Accept or return a county's form ("accepted", "returned"), or take the decision back ("").

    Raises Refusal when a return has no reason, when what is to be accepted is not complete, only carried forward, or
    was written by the actor itself and accepted without a reason, or when it was decided so already. The reason of what
    is accepted stands in the history alone.
    """
    if decision == "returned" and not reason.strip():
        raise Refusal(_("Write why it is sent back, so that the county knows what to mend"))
    with writing(store) as connection:
        must_be(connection, half_month, Openness.OPEN)
        standing = _standing(connection, half_month, form, county_code)
        if decision == "accepted":
            _must_be_reported(standing)
        # the county is shown the reason of a return; one of an acceptance is for the history alone
        shown = "" if decision == "accepted" else reason
        changes = decision_changes(connection, half_month, form, county_code, decision, shown)
        if decision == "accepted":
            must_be_seen_by_another(connection, half_month, [ReportKey(form, county_code)], actor, reason)
        if not changes:
            raise Refusal(_("It was decided so already; nothing was changed"))
        return save_within(connection, Act(actor, ActKind.DECISION, reason), changes)


def _must_be_reported(standing: Standing) -> None:
    if not standing.filled_in:
        raise Refusal(_incomplete(standing))
    if standing.carried:
        raise Refusal(
            _("{count} of its cells are carried forward (沿用), not reported; they cannot be accepted").format(
                count=standing.carried
            )
        )


def hand_in_again(
    store: sa.Engine, half_month: HalfMonth, form: str, county_code: str, actor: Actor, remark: str
) -> Receipt:
    """Hand in what was returned, checked and right as it is, with a remark; it waits for the office again.

    Raises Refusal without a remark, when it was not sent back, or when cells are missing.
    """
    if not remark.strip():
        raise Refusal(_("Write what was checked, so that the office can decide"))
    with writing(store) as connection:
        must_be(connection, half_month, Openness.OPEN)
        standing = _standing(connection, half_month, form, county_code)
        if standing.status is not Status.RETURNED:
            raise Refusal(_("It was not sent back, or somebody handed it in again already"))
        if not standing.filled_in:
            raise Refusal(_incomplete(standing))
        key = (half_month.ordinal, form, county_code)
        changes = [
            Change("submission", key, "decision", "returned", ""),
            Change("submission", key, "remark", standing.remark or None, remark.strip()),
        ]
        return save_within(connection, Act(actor, ActKind.HAND_IN, remark.strip()), changes)


def _incomplete(standing: Standing) -> str:
    return _("It is not complete yet: {filled} of {asked} cells").format(filled=standing.filled, asked=standing.asked)


def _standing(connection: sa.Connection, half_month: HalfMonth, form: str, county_code: str) -> Standing:
    for standing in every_standing(connection, half_month):
        if standing.key == (form, county_code):
            return standing
    raise Refusal(_("There is no such form or county"))


def decision_changes(
    connection: sa.Connection, half_month: HalfMonth, form: str, county_code: str, decision: str, reason: str
) -> list[Change]:
    """The changes of the submission's decision and reason; a submission nobody began yet is made."""
    key = (half_month.ordinal, form, county_code)
    before = current_records(connection, TABLE, [key]).get(key)
    after: dict[str, object] = {"decision": decision, "reason": reason}
    if before is None:
        after = TABLE.blank() | dict(zip(TABLE.key, key, strict=True)) | after
    elif decision == "returned":
        after["remark"] = None  # what was written when it was handed in last answers another reason
    return differing(TABLE.name, key, before, after)


def nothing_changed(store: sa.Engine, half_month: HalfMonth, form: str, county_code: str, actor: Actor) -> Receipt:
    """Report that nothing changed: each empty cell gets its value of the half month before.

    Raises Refusal when there is nothing to copy: all is reported already, was not before, or is counted anew this year.
    """
    with writing(store) as connection:
        changes = copied_forward(connection, half_month, form, county_code)
        if actor.department_code:  # a department speaks for the measures that it leads, not for the whole form
            led = connection.scalars(_LED, {"department": actor.department_code}).all()
            changes = [change for change in changes if change.table != TASK_FORM or change.key[1] in led]
        if not changes:
            raise Refusal(_("Nothing to copy: all is filled, was empty before, or is counted anew this year"))
        return save_within(connection, Act(actor, ActKind.UNCHANGED, _("nothing changed this half month")), changes)


_LED = sa.text("SELECT code FROM task WHERE department_code = :department")
