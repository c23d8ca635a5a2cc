"""调度会: the review of one half month, from preparing it to closing it, and what it decided.

Closing locks a meeting and its items; what was not settled is carried over to the next one, where its outcome is
recorded. So the minutes stay as they were, and every item leads through its successors to how it stands today.
Each step is one batch through the ledger's door.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa

from lib.errors import Refusal
from lib.half_months import HalfMonth
from lib.language import gettext as _
from lib.ledger import REOPEN, Act, Receipt, save_within
from lib.preview import Change
from lib.settings import settings
from lib.store import writing

FIELDS = ("kind", "title", "unit_code", "department_code", "due_on", "state", "result")  # of an item, by hand
HEAD = ("held_on", "chair", "place", "note")  # of a meeting, by hand


@dataclass(frozen=True)
class Meeting:
    """A meeting; `number` counts them from the first on."""

    code: str
    half_month: HalfMonth
    number: int
    held_on: date | None = None
    chair: str = ""
    place: str = ""
    state: str = "open"
    note: str = ""

    @property
    def closed(self) -> bool:
        return self.state == "closed"


@dataclass(frozen=True)
class Item:
    """议定事项 or 难点问题, with the unit or department that is responsible; no code while it is new."""

    code: str = ""
    meeting_code: str = ""
    kind: str = "decision"
    title: str = ""
    unit_code: str | None = None
    department_code: str | None = None
    due_on: date | None = None
    state: str = "open"
    result: str = ""
    carried_from: str | None = None

    @property
    def overdue(self) -> bool:
        """Whether it is not settled although its due day has passed."""
        return self.state == "open" and self.due_on is not None and self.due_on < settings().today


def meetings(connection: sa.Connection) -> list[Meeting]:
    """Every meeting, the first one first."""
    return [
        Meeting(row.code, HalfMonth(row.half_month), number, row.held_on, row.chair, row.place, row.state, row.note)
        for number, row in enumerate(connection.execute(_MEETINGS), start=1)
    ]


_MEETINGS = sa.text("SELECT * FROM meeting ORDER BY half_month, code").columns(held_on=sa.Date())


def meeting_of(several: Sequence[Meeting], half_month: HalfMonth) -> Meeting | None:
    """The meeting that reviews the half month."""
    return next((meeting for meeting in several if meeting.half_month == half_month), None)


def last_before(several: Sequence[Meeting], half_month: HalfMonth) -> Meeting | None:
    """The last meeting before the one that reviews the half month."""
    return max((one for one in several if one.half_month < half_month), key=lambda one: one.half_month, default=None)


def all_items(connection: sa.Connection) -> dict[str, Item]:
    """Every item by its code, in the order in which they were written down."""
    rows = connection.execute(_ITEMS)
    return {row.code: Item(**row._asdict()) for row in rows}


_ITEMS = sa.text(
    "SELECT code, meeting_code, kind, title, unit_code, department_code, due_on, state, result, carried_from"
    " FROM action_item ORDER BY meeting_code, code"
).columns(due_on=sa.Date())


def items_of(items: Mapping[str, Item], meeting: Meeting) -> list[Item]:
    """The items of a meeting, those that came over first."""
    mine = [item for item in items.values() if item.meeting_code == meeting.code]
    return sorted(mine, key=lambda item: (item.carried_from is None, item.code))


def decided(items: Mapping[str, Item], meeting: Meeting) -> list[Item]:
    """What a meeting left to be done: its new items, and those that came over and were not settled there."""
    return [item for item in items_of(items, meeting) if item.carried_from is None or item.state == "open"]


def outcomes(items: Mapping[str, Item], several: Iterable[Item]) -> list[Item]:
    """Each item as it stands today: the last one that it was carried over to."""
    successor = {item.carried_from: item for item in items.values() if item.carried_from}
    return [_last(successor, item) for item in several]


def _last(successor: Mapping[str | None, Item], item: Item) -> Item:
    for _step in successor:
        if item.code not in successor:
            break
        item = successor[item.code]
    return item


def times_carried(items: Mapping[str, Item], item: Item) -> int:
    """How often an item came over from one meeting to the next."""
    times, seen = 0, {item.code}
    while item.carried_from in items and item.carried_from not in seen:
        item, times = items[str(item.carried_from)], times + 1
        seen.add(item.code)
    return times


def left_over(items: Mapping[str, Item], meeting: Meeting) -> list[Item]:
    """What is not settled and was not carried over yet."""
    carried = {item.carried_from for item in items.values()}
    return [item for item in items_of(items, meeting) if item.state == "open" and item.code not in carried]


def in_force(items: Mapping[str, Item]) -> list[Item]:
    """Every item that is not settled, each as it stands today."""
    carried = {item.carried_from for item in items.values()}
    return [item for item in items.values() if item.state == "open" and item.code not in carried]


# The steps ------------------------------------------------------------------------------------------------------


def prepare(store: sa.Engine, half_month: HalfMonth, actor: str) -> Receipt:
    """Begin the meeting of a half month. Raises Refusal when there is one already."""
    with writing(store) as connection:
        if meeting_of(meetings(connection), half_month):
            raise Refusal(_("{half_month} has its meeting already").format(half_month=half_month.label))
        last = last_before(meetings(connection), half_month)
        return save_within(connection, _act(actor, _("prepared")), [_new_meeting(half_month, last)])


def write_head(store: sa.Engine, shown: Meeting, head: Meeting, actor: str) -> Receipt:
    """Save day, chair, place and note; `shown` is the meeting as it was before. Raises Refusal when nothing differs."""
    changes = [
        Change("meeting", (shown.code,), name, getattr(shown, name), getattr(head, name))
        for name in HEAD
        if getattr(shown, name) != getattr(head, name)
    ]
    return _save(store, changes, actor)


def write_item(store: sa.Engine, shown: Item, item: Item, actor: str) -> Receipt:
    """Save an item, a new one when `shown` has no code. Raises Refusal, saying what to mend, for one that is not whole.

    `shown` is the item as it was before: what somebody else changed meanwhile is a conflict.
    """
    _must_be_whole(item)
    if shown.code:
        key = (shown.code,)
        fields = [name for name in FIELDS if getattr(shown, name) != getattr(item, name)]
        changes = [Change("action_item", key, name, getattr(shown, name), getattr(item, name)) for name in fields]
        return _save(store, changes, actor)
    with writing(store) as connection:
        [change] = _new_items(connection, item.meeting_code, [item])
        return save_within(connection, _act(actor, item.title), [change])


def close(store: sa.Engine, meeting_code: str, actor: str) -> Receipt:
    """Close a meeting: it and its items are locked. Raises Refusal when it is closed, or the day it was held is missing."""
    with writing(store) as connection:
        meeting = _found(connection, meeting_code)
        if meeting.closed:
            raise Refusal(_("The meeting is closed already"))
        if meeting.held_on is None:
            raise Refusal(_("Write the day on which the meeting was held before you close it"))
        return save_within(connection, _act(actor, _("closed")), [_to(meeting, "closed")])


def reopen(store: sa.Engine, meeting_code: str, actor: str, reason: str) -> Receipt:
    """Open a closed meeting again. Raises Refusal without a reason or when it is open."""
    if not reason.strip():
        raise Refusal(_("Write why the meeting is opened again"))
    with writing(store) as connection:
        meeting = _found(connection, meeting_code)
        if not meeting.closed:
            raise Refusal(_("The meeting is open already"))
        return save_within(connection, Act(actor, REOPEN, reason.strip()), [_to(meeting, "open")])


def carry_over(store: sa.Engine, meeting_code: str, actor: str) -> Receipt:
    """Carry what is not settled over to the next meeting, which is begun if there is none.

    Raises Refusal when there is nothing to carry, and Locked when the next meeting is closed.
    """
    with writing(store) as connection:
        several, items = meetings(connection), all_items(connection)
        meeting = _found(connection, meeting_code)
        left = left_over(items, meeting)
        if not left:
            raise Refusal(_("Everything is settled or was carried over already"))
        after = next((one for one in several if one.half_month > meeting.half_month), None)
        begun = [] if after else [_new_meeting(meeting.half_month.next(), meeting)]
        to = after.code if after else _code(meeting.half_month.next())
        carried = [replace(item, carried_from=item.code) for item in left]
        act = _act(actor, _("{count} items carried over").format(count=len(left)))
        return save_within(connection, act, [*begun, *_new_items(connection, to, carried)])


def _act(actor: str, note: str) -> Act:
    return Act(actor, "meeting", note)


def _save(store: sa.Engine, changes: list[Change], actor: str) -> Receipt:
    if not changes:
        raise Refusal(_("Nothing differs from what is saved"))
    with writing(store) as connection:
        return save_within(connection, _act(actor, ""), changes)


def _must_be_whole(item: Item) -> None:
    if not item.title.strip():
        raise Refusal(_("Write what was decided or what the problem is"))
    if not item.unit_code and not item.department_code:
        raise Refusal(_("Choose the unit or department that is responsible"))
    if item.due_on is None:
        raise Refusal(_("Choose the day until which it is to be settled"))
    if item.state != "open" and not item.result.strip():
        raise Refusal(_("Write what came of it before it is settled or dropped"))


def _found(connection: sa.Connection, code: str) -> Meeting:
    for meeting in meetings(connection):
        if meeting.code == code:
            return meeting
    raise Refusal(_("There is no meeting {code}").format(code=code))


def _code(half_month: HalfMonth) -> str:
    """M2023-06-2: the letter keeps a spreadsheet from making a day of it."""
    return f"M{half_month}"


def _new_meeting(half_month: HalfMonth, last: Meeting | None) -> Change:
    """A meeting to be held; chair and place as at the last one."""
    chair, place = (last.chair, last.place) if last else ("", "")
    record = {"code": _code(half_month), "half_month": half_month.ordinal, "held_on": None}
    record |= {"chair": chair, "place": place, "state": "open", "note": ""}
    return Change("meeting", (record["code"],), "", None, record)


def _to(meeting: Meeting, state: str) -> Change:
    return Change("meeting", (meeting.code,), "state", meeting.state, state)


def _new_items(connection: sa.Connection, meeting_code: str, several: Iterable[Item]) -> list[Change]:
    """New records behind the last number of the meeting."""
    codes = connection.execute(_CODES, {"meeting": meeting_code}).scalars()
    last = max((int(code.rpartition("-")[2]) for code in codes if code.rpartition("-")[2].isdigit()), default=0)
    numbered = (
        replace(item, code=f"{meeting_code}-{number:02}", meeting_code=meeting_code)
        for number, item in enumerate(several, start=last + 1)
    )
    return [Change("action_item", (item.code,), "", None, dict(vars(item))) for item in numbered]


_CODES = sa.text("SELECT code FROM action_item WHERE meeting_code = :meeting")
