"""Measure 4: the CPU that one rerun of each page costs the live server, against an empty page in the same run.

Twice: with the demo data, and the boards again with 24 half months of it.
"""

import statistics
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from tests.bench import past, stores, views
from tests.bench.server import Server
from tests.bench.table import Row, kilobytes, shown
from tests.bench.views import View
from tests.visitor import Visitor

ROUNDS = 3  # of all pages in turns, so that a busy moment of the machine falls on all
RERUNS = 12  # of each page in a round
AFTER_SAVE = 4  # fewer: each waits for a save and for the board to be made anew
PAUSE = 0.03  # the server collects garbage after it has said that the script is finished
AIM = "aim ≤ 1.5 ×"


class Measured(NamedTuple):
    """One rerun: CPU of the server in seconds, bytes it sent, and the time until the script was finished."""

    cpu: float
    sent: float
    wall: float


class Page:
    """A page in a server, visited by one session."""

    def __init__(
        self,
        what: str,
        server: Server,
        page: str = "",
        query: str = "",
        *,
        token: str = "",
        ask: Callable[[Visitor], int] = Visitor.rerun,
    ) -> None:
        """`token` is that of a sign-in; `ask` is what is measured: a rerun of the whole page unless told."""
        self.what, self._server, self._ask = what, server, ask
        self.visitor = Visitor(server.port, page, query, token=token)
        self.opened = _opened(self.visitor)
        self._rounds: list[Measured] = []

    def rounds(self, reruns: int = RERUNS, before_each: Callable[[], object] = lambda: None) -> None:
        """One more round of reruns; what happens before each is not this server's CPU."""
        sent = wall = 0.0
        start = self._server.cpu()
        for _each in range(reruns):
            before_each()
            asked = time.perf_counter()
            sent += self._ask(self.visitor)
            wall += time.perf_counter() - asked
            time.sleep(PAUSE)
        self._rounds.append(Measured((self._server.cpu() - start) / reruns, sent / reruns, wall / reruns))

    def taken(self) -> Measured:
        """The median of the rounds; they are forgotten."""
        middle = Measured(*(statistics.median(column) for column in zip(*self._rounds, strict=True)))
        self._rounds.clear()
        return middle


def _opened(visitor: Visitor) -> str:
    """What the first run sent: later ones send what is large, and known to the browser, as references."""
    charts = visitor.charts
    words = f"; charts {kilobytes(sum(charts))} ({len(charts)})" if charts else ""
    return f"; opened {kilobytes(visitor.opened)}{words}"


def measure(folder: Path) -> list[Row]:
    """The same revision, then a save before each rerun."""
    with ExitStack() as open_:
        default = open_.enter_context(Server.empty_page(folder))
        ours = open_.enter_context(Server.empty_page(folder, folder / "project" / ".streamlit"))
        empty, with_settings = Page("rerun: empty page", default), Page("rerun: empty page", ours)
        for page in (empty, with_settings):
            open_.callback(page.visitor.close)
        short = stores.copy(folder, "reruns")
        every = views.every(stores.reference(short))
        rows = _dashboard(folder, short, [empty, with_settings], every, "demo")
        long = past.lengthened(folder, "past")
        return rows + _dashboard(folder, long, [empty], views.boards(), f"{past.HALF_MONTHS} half months")


def _dashboard(folder: Path, engine: sa.Engine, empty: list[Page], visited: list[View], on: str) -> list[Row]:
    """A server of its own on a database, beside the empty pages; all pages are opened before the first is measured."""
    database = Path(engine.url.database or "").stem
    with ExitStack() as open_:
        open_.callback(engine.dispose)
        dashboard = open_.enter_context(Server.dashboard(folder, database))
        token = stores.signed_in(engine)
        pages = [Page(f"rerun: {view.words}", dashboard, view.address, view.query, token=token) for view in visited]
        for page in pages:
            open_.callback(page.visitor.close)
        as_they_open = [page for page, view in zip(pages, visited, strict=True) if _is_made_anew(view)]
        return _cached(empty, pages, on) + _after_save(engine, empty[0], as_they_open, on)


def _is_made_anew(view: View) -> bool:
    """Whether it is measured after a save too: pages as they open, and the four levels, which differ most."""
    return view.view == views.OPENS or view.page == "progress"


def _cached(empty: list[Page], pages: list[Page], on: str) -> list[Row]:
    for _round in range(ROUNDS):
        for page in (*empty, *pages):
            page.rounds()
    floor, *others = [page.taken() for page in empty]
    rows = [row(empty[0], "Streamlit's default settings", floor, None)]
    rows += [
        row(page, "this project's settings", taken, floor.cpu) for page, taken in zip(empty[1:], others, strict=True)
    ]
    return rows + [row(page, f"{on}, same revision", page.taken(), floor.cpu, AIM, page.opened) for page in pages]


def _after_save(engine: sa.Engine, empty: Page, pages: list[Page], on: str) -> list[Row]:
    """One cell of one village changes before each rerun: register, status and board are made anew."""
    for _round in range(ROUNDS):
        empty.rounds()
        for page in pages:
            page.rounds(AFTER_SAVE, lambda: save_one(engine))
    floor = empty.taken().cpu
    return [row(page, f"{on}, first after a save", page.taken(), floor) for page in pages]


def save_one(engine: sa.Engine) -> None:
    known = stores.reference(engine)
    stores.put(engine, stores.raised(engine, stores.villages(known)[:1], stores.village_indicators(known)[:1]))


def row(page: Page, on: str, taken: Measured, floor: float | None, aim: str = "", more: str = "") -> Row:
    measured = f"{shown(taken.cpu)} CPU, {shown(taken.wall)}, {kilobytes(taken.sent)}{more}"
    against = "the floor" if floor is None else f"{taken.cpu / floor:.2f} × empty"
    return Row(page.what, on, measured, f"{against}, {aim}" if aim else against)
