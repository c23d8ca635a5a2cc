"""inspections.csv: the annual plan of forty, held so far or not, and five held outside it. All made up."""

from dataclasses import astuple, dataclass, fields
from datetime import date, timedelta
from pathlib import Path

from . import files
from .shares import chance

LAST_HELD = date(2023, 7, 14)
KINDS = {"supervision": "督查", "check": "检查", "assessment": "考核", "study": "调研"}
TOPICS = (
    "村级组织运转经费", "党群服务中心", "人居环境", "防汛备汛", "森林防火", "地质灾害防治", "耕地保护", "农村饮水",
    "医保参保", "养老待遇核对", "控辍保学", "低收入户帮扶", "村务公开", "农村宅基地", "疫苗接种", "道路交通安全",
    "集体资产管理", "粮食种植面积", "便民服务", "平安村建设",
)  # fmt: skip
OUTSIDE = (
    ("临时安全生产", "D19"),
    ("专项数据核对", "D24"),
    ("观摩点准备情况", "D05"),
    ("材料归档", "D07"),
    ("系统填报进度", "D26"),
)
COUNTIES = (
    "522301",
    "522302",
    "522323",
    "522324",
    "522325",
    "522326",
    "522327",
    "522328",
    "522391",
    "",
    "",
    "",
    "",
    "",
)


@dataclass(frozen=True)
class Inspection:
    """A row; days as text, blank for none; a blank county is all of them."""

    code: str
    department_code: str
    county_code: str
    title: str
    kind: str
    planned: int
    planned_on: str
    held_on: str
    villages: int | str
    basis: str
    note: str = ""


def write(folder: Path) -> list[Inspection]:
    """Write the file; what it holds, for the events at the monitoring points."""
    found = [*_plan(), *_outside()]
    files.write(folder / "inspections.csv", [field.name for field in fields(Inspection)], map(astuple, found))
    return found


def _plan() -> list[Inspection]:
    draw = chance("inspections")
    days = sorted(_working_day(date(2023, 1, 9) + timedelta(days=round(number * 8.4))) for number in range(40))
    found = []
    for number, day in enumerate(days):
        topic, kind = TOPICS[number % len(TOPICS)], list(KINDS)[(number * 7 + number // 20) % 4]
        planned = {
            "code": f"J{number + 1:02}",
            "department_code": f"D{draw.choice(range(9, 28)):02}",
            "county_code": draw.choice(COUNTIES),
            "title": f"2023年{topic}{KINDS[kind]}",
            "kind": kind,
            "planned": 1,
            "planned_on": str(day),
            "basis": "2023年度督查检查考核计划（示意）",
        }
        found.append(Inspection(**planned, **_held(day, draw.random(), draw.randint(6, 40))))
    return found


def _held(day: date, luck: float, villages: int) -> dict[str, object]:
    """Most of what was due was held, some days late; a few were not held at all."""
    held = _working_day(day + timedelta(days=round(luck * 6)))
    if held > LAST_HELD:
        return {"held_on": "", "villages": ""}
    if luck > 0.9:
        return {"held_on": "", "villages": "", "note": "合并到其他检查，不再单独开展"}
    return {"held_on": str(held), "villages": villages}


def _outside() -> list[Inspection]:
    draw = chance("inspections outside the plan")
    found = []
    for number, (topic, department) in enumerate(OUTSIDE, start=41):
        day = _working_day(date(2023, 2, 6) + timedelta(days=(number - 41) * 34 + draw.randint(0, 5)))
        county = ("522324", "522326", "522324", "522326", "")[number - 41]
        found.append(Inspection(f"J{number}", department, county, f"{topic}检查", "check", 0, "", str(day),
                                draw.randint(5, 20), "电话通知（示意）"))  # fmt: skip
    return found


def _working_day(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
