"""Which charts there are: those of each board, and the main ones of a half month."""

from collections.abc import Iterator
from functools import reduce
from typing import Any, NamedTuple

import sqlalchemy as sa

from lib.kept.register import Register
from lib.show import blocks
from lib.show.boards.cleanup import CleanupBoard, cleanup_board
from lib.show.boards.cleanup_measures import MEASURES
from lib.show.boards.empowerment import EmpowermentBoard, empowerment_board
from lib.show.boards.empowerment_figures import SUPPORT
from lib.show.boards.empowerment_quadrant import QuadrantBoard, quadrant_board
from lib.show.boards.monitoring import MonitoringBoard, monitoring_board
from lib.show.boards.overview import Overview, overview
from lib.show.boards.progress import ProgressBoard, progress_board
from lib.show.boards.schedule import ScheduleBoard, schedule_board
from lib.show.boards.words import indicator_name
from lib.show.pictures.page import Picture
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _


class Kind(NamedTuple):
    """A chart of a board: where its spec and its finding stand.

    `lights` and `bars` are those of a Picture.
    """

    spec: str
    finding: str
    lights: bool = False
    bars: float = 1.0


KINDS: dict[type, tuple[Kind, ...]] = {
    Overview: (Kind("ranking", "ranking_finding"),),
    ProgressBoard: (Kind("heat", "tasks_finding", lights=True),),
    CleanupBoard: (
        Kind("curve", "curve_finding"),
        Kind("new", "new_finding"),
        Kind("ranking", "ranking_finding"),
        Kind("side.chart", "side.markup"),
    ),
    ScheduleBoard: (Kind("matrix", "matrix_finding"), Kind("timeline", "timeline_finding", bars=1.4)),
    EmpowermentBoard: (
        Kind("curve", "curve_finding"),
        Kind("new", "new_finding"),
        Kind("counties", "counties_finding"),
        Kind("each", "each_finding"),
    ),
    QuadrantBoard: (Kind("chart", "finding"),),
    MonitoringBoard: (Kind("trend", "trend_finding"), Kind("sources", "sources_finding")),
}


def _page_word(board: object) -> str:
    return {
        Overview: _("Overview"),
        ProgressBoard: _("Four levels"),
        CleanupBoard: _("Clean-up"),
        ScheduleBoard: _("Dispatch"),
        EmpowermentBoard: _("Empowerment"),
        QuadrantBoard: _("Empowerment"),
        MonitoringBoard: _("Monitoring points"),
    }[type(board)]


def _chart_word(spec: str) -> str:
    """What a chart is called in the name of its file."""
    return {
        "ranking": _("by unit"),
        "counties": _("by unit"),
        "heat": _("by task"),
        "curve": _("over time"),
        "new": _("each half month"),
        "side.chart": _("in detail"),
        "matrix": _("reports of counties"),
        "timeline": _("timeline"),
        "each": _("village mean"),
        "chart": _("Burden and support"),
        "trend": _("events over time"),
        "sources": _("source departments"),
    }[spec]


def of_board(board: object, half_month: HalfMonth, note: str, *subject: str) -> list[Picture]:
    """The charts that a board shows; none of a board without charts. `subject` is what it is about, for file names."""
    found = []
    for kind in KINDS.get(type(board), ()):
        if spec := _at(board, kind.spec):
            title, second = blocks.said(_at(board, kind.finding))
            about = (_page_word(board), *filter(None, subject))
            said = (about, _chart_word(kind.spec), title, second)
            found.append(Picture(*said, spec, half_month, note, lights=kind.lights, bars=kind.bars))
    return found


def _at(board: object, path: str) -> Any:
    return reduce(getattr, path.split("."), board)


def main_pictures(
    connection: sa.Connection, register: Register, half_month: HalfMonth, collecting: HalfMonth, note: str
) -> Iterator[Picture]:
    """The prefecture's charts in one half month, in the order of the pages; reports are those of `collecting`.

    Every measure of the clean-up, and of each empowerment the figure with which its page opens: all of them would be
    some 160 pages, which nobody turns over.
    """
    top = (connection, register, half_month)
    yield from of_board(overview(*top, collecting), half_month, note)
    yield from of_board(progress_board(*top, ""), half_month, note)
    for code in MEASURES:
        yield from of_board(cleanup_board(*top, "", code), half_month, note, indicator_name(register, code))
    yield from of_board(schedule_board(*top), half_month, note)
    for code, *_more in SUPPORT.values():
        yield from of_board(empowerment_board(*top, "", code), half_month, note, indicator_name(register, code))
    yield from of_board(quadrant_board(*top), half_month, note)
    yield from of_board(monitoring_board(*top, ""), half_month, note)
