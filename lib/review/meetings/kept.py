"""Meetings and their items as they are kept, and how an item stands today after it was carried over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from lib.kept import models
from lib.kept.models import ActionItem, ItemKind, ItemState, Openness
from lib.kept.store import records
from lib.words.half_months import HalfMonth

Item = ActionItem  # as the pages and documents call it


@dataclass(frozen=True)
class Meeting:
    """A meeting as the register holds it; `number` counts them from the first on."""

    code: str
    half_month: HalfMonth
    number: int
    held_on: date | None = None
    chair: str = ""
    place: str = ""
    present: str = ""
    absent: str = ""
    recorder: str = ""
    said: str = ""
    state: Openness = Openness.OPEN
    note: str = ""

    @property
    def closed(self) -> bool:
        return self.state == Openness.CLOSED


def meetings(connection: sa.Connection) -> list[Meeting]:
    """Every meeting, the first one first."""
    return [
        Meeting(number=number, **meeting.as_record() | {"half_month": HalfMonth(meeting.half_month)})
        for number, meeting in enumerate(records(connection, _MEETINGS), start=1)
    ]


_M = models.Meeting.__table__.c
_MEETINGS = sa.select(models.Meeting).order_by(_M.half_month, _M.code)


def meeting_of(several: Sequence[Meeting], half_month: HalfMonth) -> Meeting | None:
    """The meeting that reviews the half month."""
    return next((meeting for meeting in several if meeting.half_month == half_month), None)


def last_before(several: Sequence[Meeting], half_month: HalfMonth) -> Meeting | None:
    """The last meeting before the one that reviews the half month."""
    before = (meeting for meeting in several if meeting.half_month < half_month)
    return max(before, key=lambda meeting: meeting.half_month, default=None)


def all_items(connection: sa.Connection) -> dict[str, Item]:
    """Every item by its code, in the order in which they were written down."""
    return {item.code: item for item in records(connection, _ITEMS)}


_C = Item.__table__.c
_ITEMS = sa.select(Item).order_by(_C.meeting_code, _C.code)


def new_item(meeting_code: str) -> Item:
    """An item of a meeting with nothing written yet; it has no code until it is saved."""
    return Item(code="", meeting_code=meeting_code, kind=ItemKind.DECISION, title="")


def items_of(items: Mapping[str, Item], meeting: Meeting) -> list[Item]:
    """The items of a meeting, those that came over first."""
    mine = [item for item in items.values() if item.meeting_code == meeting.code]
    return sorted(mine, key=lambda item: (item.carried_from is None, item.code))


def decided(items: Mapping[str, Item], meeting: Meeting) -> list[Item]:
    """What a meeting left to be done: its new items, and those that came over and were not settled there."""
    return [item for item in items_of(items, meeting) if item.carried_from is None or item.state == ItemState.OPEN]


def outcomes(items: Mapping[str, Item], several: Iterable[Item]) -> list[Item]:
    """Each item as it stands today: the last one that it was carried over to."""
    successor = {str(item.carried_from): item for item in items.values() if item.carried_from}
    return [_last(successor, item) for item in several]


def _last(successor: Mapping[str, Item], item: Item) -> Item:
    for _step in successor:  # as many steps as there are successors: a circle, which a file could make, ends too
        if item.code not in successor:
            break
        item = successor[item.code]
    return item


def times_carried(items: Mapping[str, Item], item: Item) -> int:
    """How often an item came over from one meeting to the next."""
    return len(way_of(items, item)) - 1


def way_of(items: Mapping[str, Item], item: Item) -> list[Item]:
    """An item, what it came over from, and so on: as it was first written down at the end."""
    way = {item.code: item}
    while item.carried_from in items and item.carried_from not in way:
        item = items[str(item.carried_from)]
        way[item.code] = item
    return [*way.values()]


def left_over(items: Mapping[str, Item], meeting: Meeting) -> list[Item]:
    """What is not settled and was not carried over yet."""
    carried = {item.carried_from for item in items.values()}
    return [item for item in items_of(items, meeting) if item.state == ItemState.OPEN and item.code not in carried]


def in_force(items: Mapping[str, Item]) -> list[Item]:
    """Every item that is not settled, each as it stands today."""
    carried = {item.carried_from for item in items.values()}
    return [item for item in items.values() if item.state == ItemState.OPEN and item.code not in carried]
