"""Part of measure 6: nine counties' files brought at once, against each of them brought alone; in CPU time."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from lib.intake.checks import Reported
from lib.ledger.access import engineer
from lib.review.several import Drop, File, take_files
from lib.review.uploads import take
from tests.bench import files, stores
from tests.bench.table import Row, spread

TIMES = 3


def rows(folder: Path) -> list[Row]:
    """Nine at once, and the sum of each."""
    engine = stores.copy(folder, "several")
    stores.one_form(engine)
    brought = _counties(engine, folder / "several.csv")
    together, alone = [], []
    for _each in range(TIMES):
        alone.append(sum(_seconds(lambda file=file: _alone(engine, file)) for file in brought))
        together.append(_seconds(lambda: _together(engine, brought)))
    engine.dispose()
    times = statistics.median(one / other for one, other in zip(together, alone, strict=True))
    on = f"{len(brought)} counties, village_cleanup, CPU time"
    return [
        Row("files one by one", on, spread(alone)),
        Row("files at once", on, spread(together), f"{times:.2f} × one by one, aim ≤ 1.3 ×"),
    ]


def _counties(engine: sa.Engine, path: Path) -> list[File]:
    """A file for each county, of the rows of one for all."""
    files.wide(path, stores.reference(engine), stores.COLLECTING)
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    county = {code: unit.county_code for code, unit in stores.reference(engine).units.items()}
    of = dict[str | None, list[str]]()
    for line in lines:
        of.setdefault(county[line.split(",")[1]], [header]).append(line)
    return [File(f"{code}.csv", "\n".join(rows).encode()) for code, rows in of.items()]


def _together(engine: sa.Engine, brought: list[File]) -> None:
    drop = take_files(engine, brought, Reported("village_cleanup", stores.COLLECTING), stores.COLLECTING, engineer(""))
    if not isinstance(drop, Drop) or len(drop.savable) < len(brought):
        raise RuntimeError("the benchmark's own files are not recognised")


def _alone(engine: sa.Engine, file: File) -> None:
    take(engine, file.content, file.name, Reported("village_cleanup", stores.COLLECTING), engineer(""))


def _seconds(do: Callable[[], None]) -> float:
    start = time.process_time()
    do()
    return time.process_time() - start
