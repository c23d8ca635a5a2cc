"""Run every measure, or the ones named on the command line, one after the other; print and keep their tables.

python -m tests.bench [--postgresql] [saves reads …]

docs/benchmarks.md says how long each part took: mostly scale, then capacity, soak and people. One part alone takes its
own time and that of the demo, which all others copy.
"""

import logging
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lib.words.language import use
from tests.bench import (
    capacity,
    country,
    document,
    handing_out,
    intake,
    people,
    reads,
    reruns,
    saves,
    scale,
    slides,
    soak,
    starts,
    stores,
)
from tests.bench.table import Row, machine, print_table

LIMIT = 45 * 60  # seconds of one measure: what hangs must not hang the machine
Measure = Callable[[Path], list[Row]]
MEASURES: tuple[Measure, ...] = (
    starts.measure,  # first, since its loaded database is copied by all others
    saves.measure,
    reads.measure,
    reruns.measure,
    slides.measure,
    intake.measure,
    people.measure,
    handing_out.measure,
    scale.measure,
    capacity.measure,
    soak.measure,
)
NAMED: tuple[Measure, ...] = (country.measure,)  # too long to be part of every run


def main() -> None:
    """Measure in a temporary folder; progress goes to stderr, so that stdout is the table alone."""
    signal.signal(signal.SIGALRM, _stop)
    signal.signal(signal.SIGTERM, _stop)
    use("zh")
    logging.disable(logging.WARNING)
    names = sys.argv[1:]
    if "--postgresql" in names:
        names.remove("--postgresql")
        os.environ[stores.POSTGRESQL] = "1"
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="banyue-bench-") as name:
        folder = Path(name)
        # whatever forgets to name its database must not find the project's own
        os.environ["BANYUE_DATABASE_URL"] = f"sqlite:///{folder / 'nobody.db'}"
        for measure in _wanted(names):
            print(f"{measure.__module__} …", file=sys.stderr, flush=True)
            rows += _measured(measure, folder)
    print(machine())
    print_table(rows)


def _measured(measure: Measure, folder: Path) -> list[Row]:
    """The rows of one measure, kept in the document as soon as they are there."""
    signal.alarm(LIMIT)
    start = time.perf_counter()
    rows = measure(folder)
    signal.alarm(0)
    name = f"{_name(measure)}, {'PostgreSQL' if stores.on_postgresql() else 'SQLite'}"
    document.write(name, rows, machine(), time.perf_counter() - start)
    return rows


def _name(measure: Measure) -> str:
    """`people` is tests.bench.people."""
    return measure.__module__.rpartition(".")[2]


def _wanted(names: list[str]) -> list[Measure]:
    """The first measure loads what all others copy."""
    first, *others = MEASURES
    return [first, *(one for one in (*others, *NAMED) if _name(one) in names or not (names or one in NAMED))]


def _stop(number: int, _frame: Any) -> None:
    sys.exit(f"stopped by signal {number}")  # an exception, so that servers are ended and the folder is removed


if __name__ == "__main__":
    main()
