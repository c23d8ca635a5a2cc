"""Measure 3: each query of the overview and of progress on the roll-ups, warm."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from lib import store
from lib.boards.overview import overview
from lib.boards.progress import progress_board
from lib.boards.status import data_status
from lib.figures import figures
from lib.progress import children, four_levels, task_cells, villages_behind
from lib.queries import task_list
from lib.register import Register, UnitRef, read_register
from lib.settings import settings
from lib.submissions import standings
from tests.bench import stores
from tests.bench.table import Row, repeated

TIMES = 50
AIM = "aim < 5 ms"
REVIEWED = stores.COLLECTING.next(-1)
Query = tuple[str, str, Callable[[], object]]


def measure(folder: Path) -> list[Row]:
    """One connection, the operating system's cache warm, the median of 50."""
    engine = stores.copy(folder, "reads.db")
    with store.reading(engine) as connection:
        known = read_register(connection)
        path = stores.path_down(known)
        queries = [*_overview(connection, known, path[0]), *_progress(connection, known, path)]
        rows = [Row(what, on, repeated(run, TIMES), AIM) for what, on, run in queries]
        rows += [Row(what, on, repeated(run, 10)) for what, on, run in _whole(connection, known, path)]
    engine.dispose()
    return rows


def _overview(connection: sa.Connection, known: Register, top: UnitRef) -> list[Query]:
    codes = settings().overview.figures
    return [
        ("query: revision", "every rerun", partial(store.revision, connection)),
        ("query: data status", "13 half months", partial(data_status, connection, known)),
        ("query: figures", "prefecture, 6", partial(figures, connection, known, top, REVIEWED, codes)),
        ("query: four levels", "prefecture", partial(four_levels, connection, top, REVIEWED)),
        ("query: standings", "9 counties × forms", partial(standings, connection, stores.COLLECTING)),
        ("query: task list", "all tasks", partial(task_list, connection)),
        ("query: task cells", "prefecture", partial(task_cells, connection, [top], REVIEWED)),
    ]


def _progress(connection: sa.Connection, known: Register, path: list[UnitRef]) -> list[Query]:
    found: list[Query] = []
    for unit in path[:-1]:
        below = known.children[unit.code]
        on = f"{unit.level}, {len(below)} below"
        found += [
            ("query: children, 12 half months", on, partial(children, connection, known, unit, REVIEWED)),
            ("query: task cells of children", on, partial(task_cells, connection, below, REVIEWED)),
            ("query: villages behind", on, partial(villages_behind, connection, known, unit, REVIEWED)),
        ]
    village = path[-1]
    codes = [ref.code for ref in stores.village_indicators(known)]
    return [
        *found,
        ("query: task cells", "village", partial(task_cells, connection, [village], REVIEWED)),
        ("query: figures", "village, 22", partial(figures, connection, known, village, REVIEWED, codes)),
    ]


def _whole(connection: sa.Connection, known: Register, path: list[UnitRef]) -> list[Query]:
    """What the first visitor after a save waits for, beside the run of the script itself."""
    board = partial(progress_board, connection, known, REVIEWED)
    return [
        ("made anew: register", "once a revision", partial(read_register, connection)),
        ("made anew: overview", "queries, charts", partial(overview, connection, known, REVIEWED, stores.COLLECTING)),
        *((f"made anew: progress of {unit.level}", "queries, charts", partial(board, unit.code)) for unit in path),
    ]
