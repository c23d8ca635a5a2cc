"""surveys.csv, pilots.csv, visits.csv: what people said who were asked, pilot villages, and visits there. All made up."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from . import files
from .forms import FormData
from .places import County, Village
from .shares import chance

BEFORE, NOW = "2023年3月下半月", "2023年6月上半月"
FELT_LOW = "522302"  # reports high, and its people say otherwise
SATISFIED = {"villagers": 0.80, "cadres": 0.86}
HELD_BY = {"villagers": "县统计调查队", "cadres": "县委组织部"}
PILOTS_FROM, CHOSEN_AT = "2023年4月下半月", 6  # chosen by how far they were in the half month before (from 0)
PILOTS = {"boards": 3, "rules": 1}  # villages of a county
TOPICS = ("牌子规范现场观摩", "上墙制度精简指导", "“一张表”使用指导", "清理回头看指导")


def write(folder: Path, counties: Sequence[County], villages: Sequence[Village], cleanup: FormData) -> None:
    """Write the three files; `cleanup` is what the villages report of theirs."""
    _surveys(folder, counties)
    pilots = _pilots(villages, cleanup)
    header = ["单位代码", "单位名称", "试点内容", "起始半月", "截止半月", "备注"]
    rows = [[one.unit.code, one.unit.name, matter, PILOTS_FROM, "", "示意"] for matter, one in pilots]
    files.write(folder / "pilots.csv", header, rows)
    _visits(folder, [one for _matter, one in pilots])


def _surveys(folder: Path, counties: Sequence[County]) -> None:
    draw, rows = chance("surveys"), []
    for half_month, gain in ((BEFORE, -0.08), (NOW, 0.0)):
        for county in counties:
            for who, usual in SATISFIED.items():
                share = usual + gain + draw.uniform(-0.05, 0.05) - (0.19 if county.code == FELT_LOW else 0)
                asked = 240 if who == "villagers" else 60
                answered = round(asked * draw.uniform(0.7, 0.92))
                satisfied = sum(draw.random() < share for _ in range(answered))
                said = [half_month, county.code, county.name, who, asked, answered, satisfied]
                rows.append([f"V{len(rows) + 1:02}", *said, HELD_BY[who], "半年群众满意度民调（示意）", ""])
    header = [
        "代码", "半月", "县代码", "单位名称", "评价对象", "调查人数", "应答人数", "满意人数", "组织单位", "评价来源", "备注",
    ]  # fmt: skip
    files.write(folder / "surveys.csv", header, rows)


def _pilots(villages: Sequence[Village], cleanup: FormData) -> list[tuple[str, Village]]:
    """Of each county those that were furthest when pilots were chosen: an office shows what already works."""
    done, due = cleanup.values["boards_removed"][CHOSEN_AT], cleanup.targets["boards_removed"]
    shares = (value / target if target else 0 for value, target in zip(done, due, strict=True))
    then = dict(zip((one.unit.code for one in villages), shares, strict=True))
    found = []
    for matter, count in PILOTS.items():
        for code in sorted({one.county.code for one in villages}):
            mine = [one for one in villages if one.county.code == code and not one.is_community]
            mine.sort(key=lambda one: (-then[one.unit.code], one.unit.code))
            first = 0 if matter == "boards" else PILOTS["boards"]
            found += [(matter, one) for one in mine[first : first + count]]
    return found


def _visits(folder: Path, places: Sequence[Village]) -> None:
    draw, rows = chance("visits"), []
    for number in range(14):
        day = date(2023, 4, 19) + timedelta(days=6 * number)
        day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
        place, topic = draw.choice(places), TOPICS[number % len(TOPICS)]
        kind = "on_site" if "观摩" in topic else "guidance"
        by = "州联席会议办公室" if kind == "on_site" else "州联合指导组"
        people = draw.randint(30, 60) if kind == "on_site" else draw.randint(3, 6)
        rows.append([f"G{number + 1:02}", day, place.unit.code, place.unit.name, kind, topic, by, people, "示意"])
    header = ["代码", "开展日", "单位代码", "单位名称", "类别", "主题", "组织单位", "参加人数", "备注"]
    files.write(folder / "visits.csv", header, rows)
