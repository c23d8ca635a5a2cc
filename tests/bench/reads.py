"""Measure 3: each query of the boards on the roll-ups, warm, and the boards made anew."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from lib.documents.word import write
from lib.figures.progress import children, four_levels, task_cells, villages_behind
from lib.figures.reading import by_child, figures, months_shown, read_measure
from lib.figures.villages import most_left, rebounds, spread
from lib.kept import boards, store
from lib.kept.models import Board
from lib.kept.reference import Reference, UnitRef, read_reference
from lib.review.dispatch import gaps, matrix, measures
from lib.review.doubts import doubts
from lib.review.submissions import standings
from lib.show.boards.briefing import briefing_board
from lib.show.boards.cleanup import cleanup_board
from lib.show.boards.empowerment import empowerment_board
from lib.show.boards.empowerment_quadrant import quadrant_board
from lib.show.boards.monitoring import monitoring_board
from lib.show.boards.movement import movement_board
from lib.show.boards.outlook import outlook_board
from lib.show.boards.overview import overview
from lib.show.boards.progress import progress_board
from lib.show.boards.schedule import schedule_board
from lib.show.boards.status import data_status
from lib.words.settings import settings
from tests.bench import stores
from tests.bench.table import Row, repeated

TIMES = 50
AIM = "aim < 5 ms"
REVIEWED = stores.COLLECTING.next(-1)
MEASURE = "boards_removed"  # each village has a value and a target
Query = tuple[str, str, Callable[[], object]]


def measure(folder: Path) -> list[Row]:
    """One connection, the operating system's cache warm, the median of 50."""
    engine = stores.copy(folder, "reads")
    with store.reading(engine) as connection:
        known = read_reference(connection)
        path = stores.path_down(known)
        queries = [
            *_overview(connection, known, path[0]),
            *_progress(connection, known, path),
            *_schedule(connection, known),
            *_series(connection, known, path),
        ]
        rows = [Row(what, on, repeated(run, TIMES), AIM) for what, on, run in queries]
        rows += [Row(what, on, repeated(run, 10)) for what, on, run in _whole(connection, known, path)]
        rows.append(
            Row(
                "doubts of a half month",
                "1,429 villages",
                repeated(partial(doubts, connection, known, REVIEWED), 10),
                "aim < 150 ms",
            )
        )
        rows += [Row(what, on, repeated(run, 5), "aim < 3 s") for what, on, run in _files(connection, known)]
    engine.dispose()
    return rows


def _overview(connection: sa.Connection, known: Reference, top: UnitRef) -> list[Query]:
    codes = settings().overview.figures
    return [
        ("query: revision", "every rerun", partial(store.revision, connection)),
        ("query: data status", "13 half months", partial(data_status, connection, known)),
        ("query: figures", "prefecture, 6", partial(figures, connection, known, top, REVIEWED, codes)),
        ("query: four levels", "prefecture", partial(four_levels, connection, known, top, REVIEWED)),
        ("query: standings", "9 counties × forms", partial(standings, connection, stores.COLLECTING)),
        ("query: task cells", "prefecture", partial(task_cells, connection, known, [top], REVIEWED)),
    ]


def _progress(connection: sa.Connection, known: Reference, path: list[UnitRef]) -> list[Query]:
    found: list[Query] = []
    for unit in path[:-1]:
        below = known.children[unit.code]
        on = f"{unit.level}, {len(below)} below"
        found += [
            ("query: children, 12 half months", on, partial(children, connection, known, unit, REVIEWED)),
            ("query: task cells of children", on, partial(task_cells, connection, known, below, REVIEWED)),
            ("query: villages behind", on, partial(villages_behind, connection, known, unit, REVIEWED)),
        ]
    village = path[-1]
    codes = [ref.code for ref in stores.village_indicators(known)]
    return [
        *found,
        ("query: task cells", "village", partial(task_cells, connection, known, [village], REVIEWED)),
        ("query: figures", "village, 22", partial(figures, connection, known, village, REVIEWED, codes)),
    ]


def _schedule(connection: sa.Connection, known: Reference) -> list[Query]:
    months = [stores.COLLECTING.next(-back) for back in reversed(range(12))]
    return [
        ("query: submission matrix", "9 counties × 12 half months", partial(matrix, connection, months)),
        ("query: gaps of submissions", "9 counties × forms", partial(gaps, connection, known, stores.COLLECTING)),
        ("query: measures of the timeline", "all tasks", partial(measures, connection, known, stores.COLLECTING)),
    ]


def _series(connection: sa.Connection, known: Reference, path: list[UnitRef]) -> list[Query]:
    """What the clean-up board asks of one measure; villages that stand out are looked for at each level."""
    indicator = known.indicators[MEASURE]
    months = months_shown(known, REVIEWED)
    found: list[Query] = []
    for unit in path[:-1]:
        at = (connection, unit, REVIEWED, indicator)
        found += [
            (
                f"series: {len(months)} half months",
                unit.level,
                partial(read_measure, connection, known, unit, REVIEWED, MEASURE),
            ),
            ("series: units below", unit.level, partial(by_child, connection, known, unit, REVIEWED, [MEASURE])),
            ("series: most left, 10 villages", unit.level, partial(most_left, *at, 10)),
            ("series: rebounds, 10 villages", unit.level, partial(rebounds, *at, 10)),
            ("series: spread over villages", unit.level, partial(spread, *at)),
        ]
    return found


def _files(connection: sa.Connection, known: Reference) -> list[Query]:
    """A Word file from the first query to the last byte."""
    codes = [unit.code for unit in known.children[known.top.code]]

    def made(kind: str) -> bytes:
        return write(*briefing_board(connection, known, REVIEWED, kind, tuple(codes)).documents)

    return [
        ("Word file: notice with four annexes", "14 pages", partial(made, "notice")),
        ("Word file: digest", "1 page", partial(made, "digest")),
        ("Word file: feedback sheets", f"{len(codes)} counties", partial(made, "feedback")),
    ]


def _whole(connection: sa.Connection, known: Reference, path: list[UnitRef]) -> list[Query]:
    """What the first visitor after a save waits for, beside the run of the script itself."""
    at, on = (connection, known, REVIEWED), "queries, charts"
    top, figure = path[0].code, boards.codes(known, Board.EMPOWERMENT)[0]
    cleanups = [first.indicator for first, *_more in boards.groups(known, Board.CLEANUP).values()]
    return [
        ("made anew: register", "once a revision", partial(read_reference, connection)),
        ("made anew: overview", on, partial(overview, *at, stores.COLLECTING)),
        *((f"made anew: progress of {unit.level}", on, partial(progress_board, *at, unit.code)) for unit in path),
        *((f"made anew: cleanup, {code}", on, partial(cleanup_board, *at, top, code)) for code in cleanups),
        ("made anew: schedule", on, partial(schedule_board, connection, known, stores.COLLECTING)),
        (f"made anew: empowerment, {figure}", on, partial(empowerment_board, *at, top, figure)),
        ("made anew: empowerment, quadrant", on, partial(quadrant_board, *at)),
        ("made anew: monitoring", on, partial(monitoring_board, *at, "")),
        ("made anew: verification, outlook", on, partial(outlook_board, *at, top)),
        ("made anew: verification, movement", on, partial(movement_board, *at, top)),
        ("made anew: briefing, notice", "queries, text", partial(briefing_board, *at, "notice")),
    ]
