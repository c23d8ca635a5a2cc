"""What the child processes of these tests do: each on an engine of its own, as a server's workers would."""

import os
import random
import signal
import sys
import time
from collections import Counter
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from lib.kept import store
from lib.kept.changes import Change, current_values
from lib.kept.restore import restore
from lib.ledger.access import engineer
from lib.ledger.door import Act, save
from lib.words.errors import Conflict, StoreError
from lib.words.half_months import HalfMonth
from lib.words.language import use

JULY = HalfMonth.parse("2023-07-1").ordinal
PATIENCE = 60
READ = [
    "lib.ledger.door",
    "lib.review.uploads",
    "lib.server.commands",
    "tests.reliability.acts",
]  # loaded once, for all children


def cells_of(connection: sa.Connection, form: str) -> list[tuple[int, int, int]]:
    """Every cell of the form that has a value in July."""
    rows = connection.execute(
        sa.text(
            "SELECT o.half_month, o.unit_id, o.indicator_id FROM observation o"
            " JOIN indicator i ON i.id = o.indicator_id"
            " WHERE o.half_month = :h AND i.form = :form ORDER BY o.unit_id, o.indicator_id"
        ),
        {"h": JULY, "form": form},
    )
    return [tuple(row) for row in rows]


def one_more(connection: sa.Connection, cells: list[tuple[int, int, int]]) -> list[Change]:
    """The preview of a file in which each of the cells is one more than what is kept."""
    kept = current_values(connection, "observation", cells)
    return [Change("observation", cell, "value", kept[cell], kept[cell] + 1) for cell in cells]


def save_one_more(url: str, token: str, to_parent: Connection, every: int, tell_at: int = -1) -> None:
    """Save a whole form, or one cell of so many (`every`).

    The parent hears when step `tell_at` of the save begins, and in the end the moment of each.
    A step is a statement of the save's transaction, or its commit, which comes last.
    """
    engine = store.connect(url)
    with store.reading(engine) as connection:
        changes = one_more(connection, cells_of(connection, "village_cleanup")[::every])
    act = Act(engineer("某县"), "upload", file_name="7月上.csv", content=token.encode() * 20_000, token=token)
    moments: list[float] = []

    def step(*_given: object) -> None:
        moments.append(time.monotonic())
        if len(moments) - 1 == tell_at:
            to_parent.send("there")

    for event in ("before_cursor_execute", "commit"):
        sa.event.listen(engine, event, step)
    save(engine, act, changes)
    to_parent.send([*moments, time.monotonic()])


def restore_until(url: str, file: Path, step: int) -> None:
    """Restore `file`, and be killed just before so many steps on files of the database's folder were made."""
    engine, made = store.connect(url), 0
    folder = str(Path(engine.url.database).parent)

    def count(event: str, given: tuple[Any, ...]) -> None:
        nonlocal made
        if event in STEPS and any(folder in str(each) for each in given):
            made += 1
            if made == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    restore(engine, file)


STEPS = ("open", "os.rename", "os.link", "os.remove", "os.chmod", "os.chown", "sqlite3.connect")


def write_on(url: str, name: str, seconds: float, to_parent: Connection) -> None:
    """Read, preview and save one more on a few cells that all writers share, again and again; on a conflict anew.

    Whoever was always too late goes on until one save of his own is through: so nobody starves, however slow it is.
    """
    use("zh")
    engine, chance = store.connect(url), random.Random(name)
    with store.reading(engine) as connection:
        cells = cells_of(connection, "village_cleanup")[::1500][:6]
    saved: Counter[Any] = Counter()
    said: Counter[str] = Counter()
    begin = time.monotonic()
    while (passed := time.monotonic() - begin) < seconds or (not saved and passed < PATIENCE):
        mine = chance.sample(cells, 2)
        try:
            with store.reading(engine) as connection:
                changes = one_more(connection, mine)
            save(engine, Act(engineer(name), "edit"), changes)
            saved.update(mine)
        except Conflict:
            said["conflict"] += 1
        except StoreError as busy:
            said[str(busy)] += 1
    to_parent.send((saved, said))


def read_on(url: str, seconds: float, to_parent: Connection) -> None:
    """Read the prefecture's total, the counties' and the values themselves in one view; how often they disagreed."""
    engine, read, torn = store.connect(url), 0, 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with store.reading(engine) as connection:
            store.revision(connection)
            totals = [connection.execute(query, {"h": JULY}).all() for query in _SAME]
        read += 1
        torn += totals[0] != totals[1] or totals[0] != totals[2]
        time.sleep(0.02)  # a person looks at it
    to_parent.send((read, torn))


_CLEANUP = "(SELECT id FROM indicator WHERE form = 'village_cleanup')"
_SAME = [
    sa.text(
        f"SELECT indicator_id, SUM(total) FROM rollup WHERE level = {level} AND half_month = :h"
        f" AND indicator_id IN {_CLEANUP} GROUP BY indicator_id ORDER BY indicator_id"
    )
    for level in (0, 1)
] + [
    sa.text(
        f"SELECT indicator_id, SUM(value) FROM observation WHERE half_month = :h AND indicator_id IN {_CLEANUP}"
        " GROUP BY indicator_id ORDER BY indicator_id"
    )
]
