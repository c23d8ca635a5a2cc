"""task_progress: the percent that is reported for tasks that no indicator measures."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from . import files
from .periods import HALF_MONTHS, HalfMonth, parse
from .places import BACKLOG, varied
from .units import Unit

HEADER = ["半月", "任务代码", "单位代码", "单位名称", "百分比"]


def write(folder: Path, units: Sequence[Unit], absent: Mapping[str, set[str]]) -> None:
    """One file a half month: every such task × every unit of its level; absent: half month → county codes."""
    tasks = [task for task in files.read(files.DATA / "tasks.csv") if not task["indicator"]]
    counties = _county_of(units)
    for half_month in HALF_MONTHS:
        missing = absent.get(str(half_month), set())
        rows = [
            [half_month.label, task["code"], unit.code, unit.name, _percent(task, half_month, pace)]
            for task in tasks
            for unit, pace in _paces(task, units, counties)
            if counties.get(unit.code) not in missing
        ]
        files.write(folder / f"{half_month}_task_progress.csv", HEADER, rows)


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


def _percent(task: dict[str, str], half_month: HalfMonth, pace: float) -> int:
    """Elapsed half months over half months from start to due, times the pace; at most 100."""
    start, due = parse(task["start"]).number, parse(task["due"]).number
    elapsed = max(0, half_month.number - start + 1)
    return min(100, round(100 * pace * elapsed / (due - start + 1)))
