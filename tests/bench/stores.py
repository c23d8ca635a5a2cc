"""Databases to measure on: copies of one that was loaded, changed only through the door (but for past.py).

SQLite files, or with `python -m tests.bench --postgresql` databases of a PostgreSQL of its own.
"""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa

from lib.kept.changes import Change, current_values
from lib.kept.models import Indicator
from lib.kept.reference import Reference, UnitRef, read_reference
from lib.kept.store import connect, reading
from lib.ledger.access import engineer
from lib.ledger.door import Act, Receipt, save
from lib.words.half_months import HalfMonth
from tests import postgres
from tests.conftest import sign_in

POSTGRESQL = "BANYUE_BENCH_POSTGRESQL"  # set in the environment, so that child processes know it too
LOADED = "loaded"
COLLECTING = HalfMonth.of(2023, 7, 1)  # the half month that data/demo leaves open


def on_postgresql() -> bool:
    """Whether PostgreSQL is measured."""
    return POSTGRESQL in os.environ


def url(folder: Path, name: str) -> str:
    """The address of a database of this name; on PostgreSQL it is made when missing."""
    if not on_postgresql():
        return f"sqlite:///{folder / name}.db"
    server = _server(folder)
    return server.url(name) if server.has(name) else server.create(name)


def _server(folder: Path) -> postgres.Server:
    """A commit survives a power cut, as the office's would: a test's server is faster."""
    return postgres.started(folder / "postgresql", os.getpid(), durable=True)


def copy(folder: Path, name: str, of: str = LOADED) -> sa.Engine:
    """A fresh copy of a database that nobody uses: its engine was disposed of, so there is no write-ahead log."""
    if on_postgresql():
        server = _server(folder)
        if server.has(name):
            server.drop(server.url(name))
        server.create(name, of)
    else:
        shutil.copy(folder / f"{of}.db", folder / f"{name}.db")
    return connect(url(folder, name))


def size(store: sa.Engine) -> str:
    """How much it takes on the disk."""
    if not on_postgresql():
        return f"{Path(store.url.database or '').stat().st_size / 1_000_000:.0f} MB of SQLite"
    with reading(store) as connection:
        taken = connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one()
    return f"{taken / 1_000_000:.0f} MB of PostgreSQL"


def reference(store: sa.Engine) -> Reference:
    """The units, indicators and forms as they stand."""
    with reading(store) as connection:
        return read_reference(connection)


def villages(known: Reference, county: str | None = None) -> list[UnitRef]:
    """Every village, or those of one county."""
    return [
        unit
        for unit in known.units.values()
        if unit.level == "village" and (county is None or unit.county_code == county)
    ]


def path_down(known: Reference) -> list[UnitRef]:
    """From the prefecture to a village, at each level the unit with most children."""
    path = [known.children[None][0]]
    while below := known.children.get(path[-1].code):
        path.append(max(below, key=lambda unit: len(known.children.get(unit.code, ()))))
    return path


def village_indicators(known: Reference) -> list[Indicator]:
    """The indicators that villages report, in the office's order; there are 22 in three forms."""
    return [ref for ref in known.indicators.values() if ref.level == "village" and ref.rollup == "sum"]


def raised(store: sa.Engine, units: Sequence[UnitRef], indicators: Sequence[Indicator]) -> list[Change]:
    """A change of every cell of the half month in collection: one more than before, 1 where there was nothing."""
    cells = [(COLLECTING.ordinal, unit.id, ref.id) for unit in units for ref in indicators]
    with reading(store) as connection:
        kept = current_values(connection, "observation", cells)
    return [Change("observation", cell, "value", kept.get(cell), kept.get(cell, 0) + 1) for cell in cells]


def put(store: sa.Engine, changes: Sequence[Change]) -> Receipt:
    """Save as the page does."""
    return save(store, Act(engineer("bench"), "upload"), changes)


def signed_in(store: sa.Engine, name: str = "bench", role: str = "office", unit: str | None = None) -> str:
    """The token of a session of this account."""
    return sign_in(store, name, role, unit)


def reopen_all(store: sa.Engine) -> None:
    """Open every closed half month, so that a file may speak of all of them."""
    states = reference(store).states
    changes = [Change("half_month", (each,), "state", "closed", "open") for each in states if states[each] == "closed"]
    save(store, Act(engineer("bench"), "state", "bench"), changes)


def one_form(store: sa.Engine) -> None:
    """Ask for all 22 indicators of villages in village_cleanup: the widest file that the design speaks of."""
    other = [ref for ref in village_indicators(reference(store)) if ref.form != "village_cleanup"]
    changes = [Change("indicator", (ref.code,), "form", ref.form, "village_cleanup") for ref in other]
    save(store, Act(engineer("bench"), "edit"), changes)
