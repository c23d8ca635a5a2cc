"""spot_plans.csv, spot_checks.csv: one plan with its draw by the program's own rule, and what was found. All made up."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from lib.kept.models import DrawKind
from lib.review import sampling
from lib.review.sampling import Drawn, Village
from lib.review.spot_checks.drawing import as_kept
from lib.review.spot_checks.frame import TENTHS, Frame, kept

from . import files
from .places import Village as Place
from .shares import chance

PLAN, HALF_MONTH, DRAWN_ON = "C1", "2023年6月上半月", date(2023, 6, 26)
FILE = "2023-06-1_village_cleanup.csv"
INDICATORS = {"boards_removed": "清理机构牌子", "wall_posters_removed": "清理上墙制度"}  # the first is the size
VILLAGES, SEED = 72, 20230626
LIMIT = 2  # visits a week, as config.toml has it
FAULTS = 0.07
MORE_FAULTS = {"522302": 0.6}  # reports high; what is found there is less


def write(folder: Path, villages: Sequence[Place]) -> None:
    """Draw the villages from what was reported, and write plan, checks and the frame of the draw."""
    found = _frame(folder, villages)
    drawn = sampling.draw(found.villages, VILLAGES, way=DrawKind.BY_SIZE, seed=SEED)
    (folder / "spot_frame.txt").write_text(sampling.frame_text(found.villages), encoding="utf-8", newline="\n")
    _plan(folder, [drawn.seed, kept(found, drawn).as_text(), drawn.frame])
    _checks(folder, villages, found, drawn.villages)


def _frame(folder: Path, villages: Sequence[Place]) -> Frame:
    """The villages that reported, but for those that were visited as often as a week allows."""
    county_of = {one.unit.code: one.county.code for one in villages}
    rows = {row["单位代码"]: row for row in files.read(folder / FILE)}
    reported = {
        code: {unit: int(row[name]) for unit, row in rows.items() if row[name]} for code, name in INDICATORS.items()
    }
    size, busy = reported["boards_removed"], _visited(folder)
    drawable = [code for code in county_of if code in size and code not in busy]
    return Frame(
        tuple(Village(county_of[code], code, size[code], TENTHS) for code in drawable),
        reported,
        tuple(code for code in county_of if code in size and code in busy),
        tuple(code for code in county_of if code not in size),
    )


def _visited(folder: Path) -> set[str]:
    first = DRAWN_ON - timedelta(days=DRAWN_ON.weekday() + 7)
    days = [
        *((row["unit_code"], row["happened_on"]) for row in _events(folder) if row["kind"] == "inspection"),
        *((row["单位代码"], row["开展日"]) for row in files.read(folder / "visits.csv")),
    ]
    weeks = Counter((unit, (date.fromisoformat(day) - first).days // 7) for unit, day in days)
    return {unit for (unit, week), count in weeks.items() if count >= LIMIT and 0 <= week < 3}


def _events(folder: Path) -> list[dict[str, str]]:
    return files.read(folder / "burden_events.csv")


def _plan(folder: Path, drawn: Sequence[object]) -> None:
    header = [
        "抽查方案", "半月", "抽查指标", "抽样方式", "抽查村数", "疑点村加权", "状态", "抽取日期", "随机种子", "抽样框",
        "抽样框校验值", "备注",
    ]  # fmt: skip
    row = [PLAN, HALF_MONTH, " ".join(INDICATORS), "by_size", VILLAGES, 0, "ended", DRAWN_ON, *drawn, "示意"]
    files.write(folder / "spot_plans.csv", header, [row])


def _checks(folder: Path, villages: Sequence[Place], found: Frame, drawn: Sequence[Drawn]) -> None:
    names = {one.unit.code: one.unit.name for one in villages}
    header = [
        "抽查方案", "单位代码", "单位名称", "指标", "抽样层", "入样机会", "填报值", "核实值", "无法核实", "备注", "核实日期",
        "核实人",
    ]  # fmt: skip
    luck, rows = chance("spot checks"), []
    for at, village in enumerate(sorted(drawn, key=lambda one: one.code)):
        faulty = luck.random() < MORE_FAULTS.get(village.stratum, FAULTS)
        day = DRAWN_ON + timedelta(days=1 + at // 12)
        for code in INDICATORS:
            reported = found.reported[code][village.code]
            value, lost, remark = _found(luck, reported, faulty)
            place = [PLAN, village.code, names[village.code], code, village.stratum, as_kept(village.chance)]
            rows.append([*place, reported, value, lost, remark, day, f"联合指导组{1 + at % 3}组"])
    files.write(folder / "spot_checks.csv", header, rows)


def _found(luck: chance, reported: int, faulty: bool) -> tuple[int | None, int, str]:  # type: ignore[valid-type]
    if not faulty:
        return reported, 0, ""
    kind = luck.random()
    if kind < 0.12:
        return None, 1, "没有台账，现场无法核对"
    if kind < 0.24:
        return reported + luck.randint(1, 3), 0, "有未上报的"
    return round(reported * luck.uniform(0.4, 0.85)), 0, "部分仍挂在墙上"
