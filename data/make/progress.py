"""task_progress: the percent that is reported for tasks that no indicator measures, and what departments tell of it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from . import files
from .periods import HALF_MONTHS, HalfMonth, parse
from .places import BACKLOG, varied
from .units import Unit

HEADER = ["半月", "任务代码", "单位代码", "单位名称", "百分比"]
TOLD_HEADER = ["进展", "问题", "下一步"]

TOLD_SINCE = parse("2023-06-1").number
TOLD = {  # of measures that run, by task: what was done, what is in the way, what comes next (made up)
    "03": ("州级申请、审核流程已试运行", "县级受理窗口人员不固定", "统一各县受理口径，按月公布结果"),
    "08": ("样式已定，先行县正在更换", "部分群团门牌尺寸不一", "集中制作，分批到村安装"),
    "16": ("蹲点调研安排已报备", "仍有部门要村里提前备材料", "公开通报要材料的部门"),
    "18": ("监测点记录按半月汇总", "个别监测点补记偏晚", "联络员每周提醒当天记"),
    "19": ("流程图已印发，部分中心上墙公示", "社区服务中心材料清单口径不一，审核慢", "逐县核对清单，未公示的点名督办"),
    "25": ("委托事项清单已定，资金分批下达", "乡镇报账手续多，到村慢", "简化报账，月底核对到村金额"),
    "29": ("增长办法征求意见稿已形成", "县级财力测算没有完成", "会同财政逐县测算后报审"),
}


def write(folder: Path, units: Sequence[Unit], absent: Mapping[str, set[str]]) -> None:
    """One file a half month: every such task × every unit of its level; absent: half month → county codes."""
    tasks = [task for task in files.read(files.DATA / "tasks.csv") if not task["indicator"]]
    counties = _county_of(units)
    for half_month in HALF_MONTHS:
        missing = absent.get(str(half_month), set())
        tells = half_month.number >= TOLD_SINCE
        rows = [
            [
                half_month.label,
                task["code"],
                unit.code,
                unit.name,
                _percent(task, half_month, pace),
                *_told(task, tells),
            ]
            for task in tasks
            for unit, pace in _paces(task, units, counties)
            if counties.get(unit.code) not in missing
        ]
        header = HEADER + TOLD_HEADER if tells else HEADER
        files.write(folder / f"{half_month}_task_progress.csv", header, rows)


def _county_of(units: Sequence[Unit]) -> dict[str, str]:
    """Code of a county or township → code of its county."""
    own = {unit.code: unit.code for unit in units if unit.level == "county"}
    return own | {unit.code: unit.parent_code for unit in units if unit.level == "township"}


def _paces(task: dict[str, str], units: Sequence[Unit], counties: Mapping[str, str]) -> list[tuple[Unit, float]]:
    """How fast each unit of the task's level goes, 1 = on schedule; lagging counties go slower."""
    at_level = sorted((unit for unit in units if unit.level == task["level"]), key=lambda unit: unit.code)
    spans = {"prefecture": (0.7, 1.3), "county": (1.0, 1.25), "township": (0.95, 1.3)}
    luck = varied(f"pace of task {task['code']}", len(at_level), *spans[task["level"]])
    backlogs = [BACKLOG.get(counties.get(unit.code, ""), 0) for unit in at_level]
    return [(unit, weight - 0.04 * backlog) for unit, weight, backlog in zip(at_level, luck, backlogs, strict=True)]


def _told(task: dict[str, str], tells: bool) -> list[str | None]:
    """What the lead department tells beside the percent."""
    if not tells:
        return []
    return [f"{text}（示意）" for text in TOLD[task["code"]]] if task["code"] in TOLD else [None] * len(TOLD_HEADER)


def _percent(task: dict[str, str], half_month: HalfMonth, pace: float) -> int:
    """Elapsed half months over half months from start to due, times the pace; at most 100."""
    start, due = parse(task["start"]).number, parse(task["due"]).number
    elapsed = max(0, half_month.number - start + 1)
    return min(100, round(100 * pace * elapsed / (due - start + 1)))
