"""Measure 4: the CPU that one rerun costs the live server, against an empty page in the same run."""

import statistics
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from tests.bench import stores
from tests.bench.server import Server
from tests.bench.table import Row, kilobytes, shown
from tests.bench.visitor import Visitor

ROUNDS, RERUNS = 3, 20  # 60 reruns of each page, in turns, so that a busy moment of the machine falls on all
PAUSE = 0.03  # the server collects garbage after it has said that the script is finished


class Measured(NamedTuple):
    """One rerun: CPU of the server in seconds, bytes it sent, and the time until the script was finished."""

    cpu: float
    sent: float
    wall: float


class Page:
    """A page in a server, visited by one session."""

    def __init__(self, what: str, server: Server, page: str = "", query: str = "") -> None:
        self.what, self._server = what, server
        self.visitor = Visitor(server.port, page, query)
        self._rounds: list[Measured] = []

    def rounds(self, before_each: Callable[[], object] = lambda: None) -> None:
        """One more round of reruns; what happens before each is not this server's CPU."""
        sent = wall = 0.0
        start = self._server.cpu()
        for _each in range(RERUNS):
            before_each()
            asked = time.perf_counter()
            sent += self.visitor.rerun()
            wall += time.perf_counter() - asked
            time.sleep(PAUSE)
        self._rounds.append(Measured((self._server.cpu() - start) / RERUNS, sent / RERUNS, wall / RERUNS))

    def taken(self) -> Measured:
        """The median of the rounds; they are forgotten."""
        middle = Measured(*(statistics.median(column) for column in zip(*self._rounds, strict=True)))
        self._rounds.clear()
        return middle


def measure(folder: Path) -> list[Row]:
    """The same revision, then a save before each rerun."""
    engine = stores.copy(folder, "reruns.db")
    with ExitStack() as open_:
        default = open_.enter_context(Server.empty_page(folder))
        ours = open_.enter_context(Server.empty_page(folder, folder / "project" / ".streamlit"))
        dashboard = open_.enter_context(Server.dashboard(folder, folder / "reruns.db"))
        empty = Page("rerun: empty page", default)
        with_settings = Page("rerun: empty page", ours)
        boards = _boards(engine, dashboard)
        for page in (empty, with_settings, *boards):
            open_.callback(page.visitor.close)
        rows = _cached(empty, with_settings, boards) + _after_save(engine, empty, boards)
    engine.dispose()
    return rows


def _boards(engine: sa.Engine, dashboard: Server) -> list[Page]:
    _top, county, township, village = stores.path_down(stores.register(engine))
    return [
        Page("rerun: overview", dashboard),
        Page("rerun: progress, prefecture", dashboard, "progress"),
        Page("rerun: progress, county", dashboard, "progress", f"unit={county.code}"),
        Page("rerun: progress, township", dashboard, "progress", f"unit={township.code}"),
        Page("rerun: progress, village", dashboard, "progress", f"unit={village.code}"),
        Page("rerun: upload", dashboard, "upload"),
    ]


def _cached(empty: Page, with_settings: Page, boards: list[Page]) -> list[Row]:
    for _round in range(ROUNDS):
        for page in (empty, with_settings, *boards):
            page.rounds()
    floor = empty.taken()
    rows = [_row(empty, "Streamlit's default settings", floor, None)]
    rows.append(_row(with_settings, "this project's settings", with_settings.taken(), floor.cpu))
    return rows + [_row(page, "same revision", page.taken(), floor.cpu, "aim ≤ 1.5 ×") for page in boards]


def _after_save(engine: sa.Engine, empty: Page, boards: list[Page]) -> list[Row]:
    """One cell of one village changes before each rerun: register, status and board are made anew."""
    for _round in range(ROUNDS):
        empty.rounds()
        for page in boards:
            page.rounds(lambda: _save_one(engine))
    floor = empty.taken().cpu
    return [_row(page, "first after a save", page.taken(), floor) for page in boards]


def _save_one(engine: sa.Engine) -> None:
    known = stores.register(engine)
    stores.put(engine, stores.raised(engine, stores.villages(known)[:1], stores.village_indicators(known)[:1]))


def _row(page: Page, on: str, taken: Measured, floor: float | None, aim: str = "") -> Row:
    measured = f"{shown(taken.cpu)} CPU, {shown(taken.wall)}, {kilobytes(taken.sent)}"
    against = "the floor" if floor is None else f"{taken.cpu / floor:.2f} × empty"
    return Row(page.what, on, measured, f"{against}, {aim}" if aim else against)
