"""Measure 10: how many people can click before one in twenty waits longer than a second; with one process and with two.

The people are threads of this process on the same machine, over loopback: on two cores they take CPU from the servers,
so an office's server with as many cores carries more. Each thinks for THINK seconds on average between two clicks.
"""

import statistics
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from tests.bench import stores, views
from tests.bench.people import THINK, clicks
from tests.bench.server import Server
from tests.bench.table import Row, shown
from tests.visitor import Visitor

STEPS = (50, 100, 150, 200, 300, 400)
WARM, LASTS = 5.0, 15.0
LIMIT = 1.0  # second: the 95th percentile that people bear


def measure(folder: Path) -> list[Row]:
    """One process, then two on one database."""
    return [row for processes in (1, 2) for row in _rows(folder, processes)]


def _rows(folder: Path, processes: int) -> list[Row]:
    name = f"capacity{processes}"
    engine = stores.copy(folder, name)
    with ExitStack() as open_:
        open_.callback(engine.dispose)
        servers = [open_.enter_context(Server.dashboard(folder, name)) for _each in range(processes)]
        return _until_slow(servers, open_)


def _until_slow(servers: list[Server], open_: ExitStack) -> list[Row]:
    boards = views.boards()
    people: list[Callable[[], int]] = []
    rows: list[Row] = []
    for step in STEPS:
        while len(people) < step:
            number = len(people)
            board = boards[number % len(boards)].address
            people.append(open_.enter_context(Visitor(servers[number % len(servers)].port, board)).rerun)
        clicks(people, WARM)  # what the first visitor of a page waits for is measured in reruns
        used = sum(server.cpu() for server in servers)
        taken = clicks(people, LASTS)
        used = (sum(server.cpu() for server in servers) - used) / LASTS
        rows.append(_row(len(servers), step, taken, used))
        if _p95(taken) > LIMIT:
            break
    return rows


def _p95(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[18]


def _row(processes: int, people: int, taken: list[float], used: float) -> Row:
    middle, slow = statistics.median(taken), _p95(taken)
    what = f"{people} people, a click every {THINK:.0f} s"
    measured = f"p50 {shown(middle)}, p95 {shown(slow)}, {len(taken) / LASTS:.0f} clicks a second"
    verdict = "above 1 s" if slow > LIMIT else "below 1 s"
    return Row(f"capacity: {processes} process{'es' * (processes > 1)}", what, measured, f"{verdict}, {used:.2f} cores")
