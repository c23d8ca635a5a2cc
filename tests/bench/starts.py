"""Measure 1: the first load of data/ and demo, and every start after it."""

import sys
import time
from pathlib import Path

from lib.kept import store
from lib.review import seed
from tests.bench import stores
from tests.bench.server import Server, copy_project
from tests.bench.table import Row, seconds, shown, spread

STARTS = 3


def measure(folder: Path) -> list[Row]:
    """Load into an empty database, then start the real server on it several times."""
    copy_project(folder)
    engine = store.connect(stores.url(folder, stores.LOADED))
    store.migrate(engine)
    used = time.process_time()
    load = seconds(lambda: seed.load(engine, tell=_tell))
    used = time.process_time() - used
    files = sum(1 for each in seed.DATA.rglob("*.csv") if each.parent.name in ("data", "demo"))
    again = seconds(lambda: seed.load(engine))
    size = stores.size(engine)
    engine.dispose()
    return [
        Row("first load", f"{files} files of data/, empty database", f"{shown(load)}, {shown(used)} CPU", "aim < 30 s"),
        Row("load again", f"nothing new, {size}", shown(again)),
        Row("later start", "process to first answer", spread(_starts(folder)), "aim < 3 s"),
    ]


def _starts(folder: Path) -> list[float]:
    """From starting the process to its first answer, imports and migration check included."""
    stores.copy(folder, "start").dispose()
    taken = []
    for _each in range(STARTS):
        with Server.dashboard(folder, "start") as server:
            taken.append(server.start_seconds)
    return taken


def _tell(step: int, of: int, _file: str) -> None:
    if step % 20 == 0:
        print(f"  {step} of {of} files", file=sys.stderr, flush=True)
