"""Measure 9: three thousand reruns by visitors who come and go, with a save now and then: does the memory grow?

An empty page with as many reruns, in the same run, shows what Streamlit itself keeps.
"""

from contextlib import ExitStack
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from tests.bench import stores, views
from tests.bench.reruns import save_one
from tests.bench.server import Server
from tests.bench.table import Row
from tests.visitor import Visitor

RERUNS = 3_000
STAYS = 20  # reruns of one visitor before the next one comes
SAVES_EVERY = 100
# Before the first look at the memory, visitors stay shortly and every second one finds a save: the cache of boards
# (lib/ui/reading.py) fills once, and would look like a leak while it does.
WARM, WARM_STAYS, WARM_SAVES_EVERY = 800, 4, 8


def measure(folder: Path) -> list[Row]:
    """Both servers take the same visits."""
    with ExitStack() as open_:
        empty = open_.enter_context(Server.empty_page(folder, name="empty_soak"))
        engine = stores.copy(folder, "soak")
        open_.callback(engine.dispose)
        dashboard = open_.enter_context(Server.dashboard(folder, "soak"))
        token = stores.signed_in(engine)
        return [
            *_rows("empty page", empty, [""], "", lambda: None),
            *_rows("boards in turn", dashboard, _addresses(engine), token, partial(save_one, engine)),
        ]


def _addresses(engine: sa.Engine) -> list[str]:
    return [view.address for view in views.every(stores.reference(engine)) if view.view == views.OPENS]


def _rows(on: str, server: Server, pages: list[str], token: str, save: object) -> list[Row]:
    _visits(server, pages, token, save, WARM, WARM_STAYS, WARM_SAVES_EVERY)
    before = server.memory(), server.own_memory()
    _visits(server, pages, token, save, RERUNS // 2)
    middle = server.memory(), server.own_memory()
    _visits(server, pages, token, save, RERUNS // 2)
    after = server.memory(), server.own_memory()
    said = [f"{start / 1e6:.0f} → {half / 1e6:.0f} → {end / 1e6:.0f} MB"
            for start, half, end in zip(before, middle, after, strict=True)]  # fmt: skip
    grown = (after[1] - middle[1]) / (RERUNS // 2) / 1000
    what = f"{on}, {RERUNS:,} reruns, a visitor for {STAYS}"
    return [
        Row("soak: resident (RSS)", what, said[0]),
        Row("soak: own (USS)", what, said[1], f"{grown:.1f} kB a rerun in the second half"),
    ]


def _visits(
    server: Server,
    pages: list[str],
    token: str,
    save: object,
    reruns: int,
    stays: int = STAYS,
    saves_every: int = SAVES_EVERY,
) -> None:
    for number in range(reruns // stays):
        if number * stays % saves_every == 0:
            save()  # type: ignore[operator]
        with Visitor(server.port, pages[number % len(pages)], token=token) as visitor:
            for _each in range(stays - 1):
                visitor.rerun()
