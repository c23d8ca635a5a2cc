"""Run every measure, or the ones named on the command line, one after the other, and print the table.

python -m tests.bench [--postgresql] [saves reads …]
"""

import logging
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lib.language import use
from tests.bench import handing_out, intake, people, reads, reruns, saves, slides, starts, stores
from tests.bench.table import Row, machine, print_table

LIMIT = 15 * 60  # seconds: a measure that hangs must not hang the machine
MEASURES: tuple[Callable[[Path], list[Row]], ...] = (
    starts.measure,  # first, since its loaded database is copied by all others
    saves.measure,
    reads.measure,
    reruns.measure,
    slides.measure,
    intake.measure,
    people.measure,
    handing_out.measure,
)


def main() -> None:
    """Measure in a temporary folder; progress goes to stderr, so that stdout is the table alone."""
    signal.signal(signal.SIGALRM, _stop)
    signal.signal(signal.SIGTERM, _stop)
    signal.alarm(LIMIT)
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
            rows += measure(folder)
    print(machine())
    print_table(rows)


def _wanted(names: list[str]) -> list[Callable[[Path], list[Row]]]:
    """`people` is tests.bench.people; the first measure loads what all others copy."""
    first, *others = MEASURES
    return [first, *(one for one in others if not names or one.__module__.rpartition(".")[2] in names)]


def _stop(number: int, _frame: Any) -> None:
    sys.exit(f"stopped by signal {number}")  # an exception, so that servers are ended and the folder is removed


if __name__ == "__main__":
    main()
