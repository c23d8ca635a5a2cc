"""burden_events.csv: what landed on the 32 monitoring points from January to mid-July 2023. All made up.

Before the campaign (up to 2023-03-2) about seven events a village and half month; from then on they fall, slowly in
the two counties that lag. Three points had too many visits in one week of June.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date, timedelta
from pathlib import Path
from random import Random

from . import admissions, files
from .inspections import LAST_HELD, Inspection
from .periods import BEFORE_CAMPAIGN, HALF_MONTHS, HalfMonth
from .places import Village
from .shares import chance

MEANS = {"meeting": 2.2, "inspection": 1.3, "report": 2.6, "app": 0.7}
SLOW = {"522324": 0.88, "522326": 0.84, "522323": 0.72}  # how much is left in the counties that lag; elsewhere 0.55
OVERRUN = {"522324103011": 4, "522326103015": 3, "522326110004": 3}  # visits in the week from 19 June
# kind → title, department, item of the lists ("" for none)
SOURCES = {
    "meeting": (
        ("村级党建工作推进会", "D01", "Z01"), ("养老保险参保动员会", "D13", "X11"), ("防汛避险转移动员会", "D19", "X23"),
        ("医疗保险参保动员会", "D15", "X16"), ("村务公开业务会", "D02", "Z13"), ("数字平台推广会", "D26", ""),
        ("部门月度调度会", "D24", ""), ("创建达标动员会", "D05", ""), ("重点工作视频会", "D07", ""),
    ),
    "inspection": (("台账资料检查", "D24", ""), ("创建达标暗访", "D05", ""), ("平台填报督查", "D26", ""), ("到村调研座谈", "D07", "")),
    "report": (
        ("耕地撂荒情况表", "D09", "X01"), ("高龄津贴核对表", "D14", "X13"), ("一张表基础数据更新", "D02", "Z37"),
        ("劳动力外出信息表", "D13", "X15"), ("部门月报表", "D24", ""), ("平台问题整改表", "D26", ""), ("特色亮点材料", "D07", ""),
        ("宣传信息报送表", "D05", ""),
    ),
    "app": (("政务APP签到打卡", "D26", ""), ("工作微信群日报", "D24", ""), ("学习平台积分", "D05", ""), ("防汛提醒群", "D19", "X23")),
}  # fmt: skip
HOURS = {"meeting": (1, 3.5), "inspection": (1.5, 5), "report": (0.5, 4), "app": (0.5, 1.5)}


@dataclass(frozen=True)
class Event:
    """A row; blank cells for none."""

    code: str
    happened_on: str
    unit_code: str
    kind: str
    department_code: str
    title: str
    basis: str
    hours: str
    inspection_code: str = ""
    item_code: str = ""
    admission_code: str = ""
    note: str = ""


def write(folder: Path, villages: Sequence[Village], held: Sequence[Inspection]) -> None:
    """Write the file, in the order of days and villages."""
    points = [village for village in villages if village.unit.monitoring_point]
    found = {event.code: event for village in points for event in _at(village, [one for one in held if one.held_on])}
    rows = sorted(found.values(), key=lambda event: (event.happened_on, event.code))
    files.write(folder / "burden_events.csv", [field.name for field in fields(Event)], map(astuple, rows))


def code_of(unit: str, day: str, kind: str, title: str) -> str:
    """As lib.review.burden_entry makes it: the same event entered twice has the same code."""
    return f"{day.replace('-', '')}-{hashlib.sha256('|'.join((unit, day, kind, title)).encode()).hexdigest()[:10]}"


def _at(village: Village, held: Sequence[Inspection]) -> list[Event]:
    draw = chance(f"burden of {village.unit.code}")
    found = []
    for half_month in HALF_MONTHS:
        days = _working_days(half_month)
        for kind, mean in MEANS.items():
            times = draw.uniform(0.5, 1.5) * mean * _left(village, half_month)
            for _each in range(int(times) + (draw.random() < times % 1)):
                found.append(_event(draw, village, kind, draw.choice(days), held))
    week = [date(2023, 6, 19) + timedelta(days=step) for step in range(5)]
    for number in range(OVERRUN.get(village.unit.code, 0)):
        title, department, _item = SOURCES["inspection"][number]
        found.append(_made(draw, village, week[number], "inspection", title, department, basis="电话通知"))
    return found


def _left(village: Village, half_month: HalfMonth) -> float:
    """The share of the burden that is left, falling over the campaign's first five half months."""
    steps = min(max(half_month.number - BEFORE_CAMPAIGN.number, 0), 5)
    return 1 - (1 - SLOW.get(village.county.code, 0.55)) * steps / 5


def _working_days(half_month: HalfMonth) -> list[date]:
    first = half_month.last_day.replace(day=1 if half_month.half == 1 else 16)
    days = [first + timedelta(days=step) for step in range((half_month.last_day - first).days + 1)]
    return [day for day in days if day.weekday() < 5 and day <= LAST_HELD]


def _event(draw: Random, village: Village, kind: str, day: date, held: Sequence[Inspection]) -> Event:
    """One event: of an inspection that was held there, of a matter that was admitted, or from the usual sources."""
    unit = village.unit
    if kind == "inspection":
        here = [one for one in held if one.county_code in ("", village.county.code) and _near(day, one.held_on)]
        if here and draw.random() < 0.85:
            one = draw.choice(here)
            return _made(draw, village, day, kind, one.title, one.department_code, basis=one.basis, inspection=one.code)
    if kind in ("meeting", "report") and draw.random() < 0.3:
        for code, department, matter, first, last in admissions.covering(
            village.county.code, unit.parent_code, unit.code
        ):
            if first <= str(day) <= last:
                title = f"{matter}{'碰头会' if kind == 'meeting' else '登记表'}"
                return _made(draw, village, day, kind, title, department, basis="已批准的准入申请", admission=code)
    listed = [source for source in SOURCES[kind] if source[2]]
    choice = listed if listed and day > BEFORE_CAMPAIGN.last_day and draw.random() < 0.5 else SOURCES[kind]
    title, department, item = draw.choice(choice)
    basis = "清单事项" if item else draw.choice(("电话通知", "微信群通知", "", "部门通知"))
    return _made(draw, village, day, kind, title, "" if draw.random() < 0.06 else department, basis=basis, item=item)


def _near(day: date, held_on: str) -> bool:
    return abs((day - date.fromisoformat(held_on)).days) <= 9


def _made(
    draw: Random, village: Village, day: date, kind: str, title: str, department: str,
    *, basis: str, inspection: str = "", item: str = "", admission: str = "",
) -> Event:  # fmt: skip
    low, high = HOURS[kind]
    hours = "" if draw.random() < 0.05 else f"{round(draw.uniform(low, high) * 2) / 2:g}"  # some forget to note them
    code = code_of(village.unit.code, str(day), kind, title)
    return Event(code, str(day), village.unit.code, kind, department, title, basis, hours, inspection, item, admission)
