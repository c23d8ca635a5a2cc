"""The half-monthly meetings of the campaign with what they decided: meetings.csv and action_items.csv."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import files
from .items import ITEMS, Item
from .periods import HALF_MONTHS, OPEN, HalfMonth, parse, working_days_after

MEETING_HEADER = [
    "code", "half_month", "held_on", "chair", "place", "present", "absent", "recorder", "said", "state", "note",
]  # fmt: skip
ITEM_HEADER = [
    "code", "meeting_code", "kind", "title", "unit_code", "department_code", "due_on", "state", "result",
    "carried_from",
]  # fmt: skip
FIRST = parse("2023-04-1")
DAYS = 4  # working days after the half month: the first one after reports are due
CHAIR, PLACE, RECORDER = "州联席会议召集人", "州联席会议办公室", "联席办综合科（示意）"
PRESENT = "各县（市、新区）联席会议办公室主任，州级牵头部门分管负责人（示意）"
SAID = "要坚持先清后规，清理出来的不准反弹（示意）。\n要把核实放在填报前面，数字要经得起到村看（示意）。"


@dataclass(frozen=True)
class Carried:
    """An item as it stands before a meeting, and its code at the meeting before."""

    item: Item
    code: str | None = None


def write(folder: Path) -> None:
    """Write meetings.csv and action_items.csv: all are closed but the one of the half month in collection."""
    meetings = [each for each in HALF_MONTHS if each.number >= FIRST.number]
    files.write(folder / "meetings.csv", MEETING_HEADER, map(_meeting, meetings))
    files.write(folder / "action_items.csv", ITEM_HEADER, _items(meetings))


def _meeting(half_month: HalfMonth) -> list[object]:
    if half_month == OPEN:
        return [_code(half_month), half_month, None, CHAIR, PLACE, None, None, RECORDER, None, "open", None]
    held = working_days_after(half_month.last_day, DAYS)
    people = (CHAIR, PLACE, PRESENT, None, RECORDER, SAID)
    return [_code(half_month), half_month, held, *people, "closed", None]


def _code(half_month: HalfMonth) -> str:
    return f"M{half_month}"


def _items(meetings: Sequence[HalfMonth]) -> Iterable[list[object]]:
    """At every meeting what came over from the last one, then what is new; what is not done goes on to the next."""
    over: list[Carried] = []
    for number, half_month in enumerate(meetings, start=1):
        here = over + [Carried(item) for item in ITEMS if item.raised == number]
        over = []
        for position, carried in enumerate(here, start=1):
            code = f"{_code(half_month)}-{position:02}"
            done = carried.item.done_at == number
            yield _row(code, _code(half_month), carried, done)
            over += [] if done else [Carried(carried.item, code)]


def _row(code: str, meeting: str, carried: Carried, done: bool) -> list[object]:
    item = carried.item
    department = item.responsible if item.responsible.startswith("D") else None
    unit = None if department else item.responsible
    state, result = ("done", item.result) if done else ("open", None)
    return [code, meeting, item.kind, item.title, unit, department, item.due_on, state, result, carried.code]
