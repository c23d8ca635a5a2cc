"""The steps of a meeting: prepare, write down, close, carry over, reopen; each is one batch through the door."""

from collections.abc import Iterable

import sqlalchemy as sa

from lib.kept.changes import Change, differing
from lib.kept.models import ItemState, Openness
from lib.kept.store import writing
from lib.kept.tables import TABLES
from lib.ledger.access import Actor
from lib.ledger.door import Act, ActKind, Receipt, save_within
from lib.review.meetings.kept import Item, Meeting, all_items, last_before, left_over, meeting_of, meetings
from lib.words.errors import Mistakes, Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _

# what is written by hand of an item, and of a meeting
FIELDS = ("kind", "title", "unit_code", "department_code", "assisting", "due_on", "state", "result")
HEAD = ("held_on", "chair", "place", "present", "absent", "recorder", "said", "note")


def prepare(store: sa.Engine, half_month: HalfMonth, actor: Actor) -> Receipt:
    """Begin the meeting of a half month. Raises Refusal when there is one already."""
    with writing(store) as connection:
        if meeting_of(meetings(connection), half_month):
            raise Refusal(_("{half_month} has its meeting already").format(half_month=half_month.label))
        last = last_before(meetings(connection), half_month)
        return save_within(connection, _act(actor, _("prepared")), [_new_meeting(half_month, last)])


def write_head(store: sa.Engine, shown: Meeting, head: Meeting, actor: Actor) -> Receipt:
    """Save what a meeting's HEAD says; `shown` is the meeting as it was before. Raises Refusal when nothing differs."""
    before, after = ({name: getattr(meeting, name) for name in HEAD} for meeting in (shown, head))
    return _save(store, differing("meeting", (shown.code,), before, after), actor)


def write_item(store: sa.Engine, shown: Item, item: Item, actor: Actor) -> Receipt:
    """Save an item, a new one when `shown` has no code. Raises Mistakes naming each field that is missing.

    `shown` is the item as it was before: what somebody else changed meanwhile is a conflict.
    """
    _must_be_whole(item)
    if shown.code:
        after = {name: getattr(item, name) for name in FIELDS}
        return _save(store, differing("action_item", (shown.code,), shown.as_record(), after), actor)
    with writing(store) as connection:
        [change] = _new_items(connection, item.meeting_code, [item])
        return save_within(connection, _act(actor, item.title), [change])


def close(store: sa.Engine, meeting_code: str, actor: Actor) -> Receipt:
    """Close a meeting: it and its items are locked.

    Raises Refusal when it is closed already, or the day on which it was held is missing.
    """
    with writing(store) as connection:
        meeting = _meeting(connection, meeting_code)
        if meeting.closed:
            raise Refusal(_("The meeting is closed already"))
        if meeting.held_on is None:
            raise Refusal(_("Write the day on which the meeting was held before you close it"))
        return save_within(connection, _act(actor, _("closed")), [_to(meeting, Openness.CLOSED)])


def reopen(store: sa.Engine, meeting_code: str, actor: Actor, reason: str) -> Receipt:
    """Open a closed meeting again. Raises Refusal without a reason or when it is open."""
    if not reason.strip():
        raise Refusal(_("Write why the meeting is opened again"))
    with writing(store) as connection:
        meeting = _meeting(connection, meeting_code)
        if not meeting.closed:
            raise Refusal(_("The meeting is open already"))
        return save_within(connection, Act(actor, ActKind.REOPEN, reason.strip()), [_to(meeting, Openness.OPEN)])


def carry_over(store: sa.Engine, meeting_code: str, actor: Actor) -> Receipt:
    """Carry what is not settled over to the next meeting, which is begun if there is none.

    Raises Refusal when there is nothing to carry, and Locked when the next meeting is closed.
    """
    with writing(store) as connection:
        several, items = meetings(connection), all_items(connection)
        meeting = _meeting(connection, meeting_code)
        left = left_over(items, meeting)
        if not left:
            raise Refusal(_("Everything is settled or was carried over already"))
        after = next((each for each in several if each.half_month > meeting.half_month), None)
        begun = [] if after else [_new_meeting(meeting.half_month.next(), meeting)]
        to = after.code if after else _code(meeting.half_month.next())
        carried = [item.changed(carried_from=item.code) for item in left]
        act = _act(actor, _("{count} items carried over").format(count=len(left)))
        return save_within(connection, act, [*begun, *_new_items(connection, to, carried)])


def _act(actor: Actor, note: str) -> Act:
    return Act(actor, "meeting", note)


def _save(store: sa.Engine, changes: list[Change], actor: Actor) -> Receipt:
    if not changes:
        raise Refusal(_("Nothing differs from what is saved"))
    with writing(store) as connection:
        return save_within(connection, _act(actor, ""), changes)


def _must_be_whole(item: Item) -> None:
    mends = {
        "title": "" if item.title.strip() else _("Write what was decided or what the problem is"),
        "responsible": "" if item.unit_code or item.department_code else _("Choose who is responsible"),
        "due_on": "" if item.due_on else _("Choose the day until which it is to be settled"),
        "result": "" if item.state == ItemState.OPEN or item.result.strip() else _("Write what came of it"),
    }
    if missing := {field: mend for field, mend in mends.items() if mend}:
        raise Mistakes(missing)


def _meeting(connection: sa.Connection, code: str) -> Meeting:
    for meeting in meetings(connection):
        if meeting.code == code:
            return meeting
    raise Refusal(_("There is no meeting {code}").format(code=code))


def _code(half_month: HalfMonth) -> str:
    """M2023-06-2: the letter keeps a spreadsheet from making a day of it."""
    return f"M{half_month}"


def _new_meeting(half_month: HalfMonth, last: Meeting | None) -> Change:
    """A meeting to be held; chair, place and recorder as at the last one."""
    code = _code(half_month)
    record = TABLES["meeting"].blank() | {"code": code, "half_month": half_month.ordinal, "state": Openness.OPEN}
    record |= {name: getattr(last, name, "") for name in ("chair", "place", "recorder")}
    return Change("meeting", (code,), "", None, record)


def _to(meeting: Meeting, state: Openness) -> Change:
    return Change("meeting", (meeting.code,), "state", meeting.state, state)


def _new_items(connection: sa.Connection, meeting_code: str, several: Iterable[Item]) -> list[Change]:
    """New records behind the last number of the meeting."""
    codes = connection.execute(_CODES, {"meeting": meeting_code}).scalars()
    last = max((int(code.rpartition("-")[2]) for code in codes if code.rpartition("-")[2].isdigit()), default=0)
    numbered = (
        item.changed(code=f"{meeting_code}-{number:02}", meeting_code=meeting_code)
        for number, item in enumerate(several, start=last + 1)
    )
    return [Change("action_item", (item.code,), "", None, item.as_record()) for item in numbered]


_CODES = sa.text("SELECT code FROM action_item WHERE meeting_code = :meeting")
