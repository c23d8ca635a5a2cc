"""Measure 6: a file from its bytes to saved values, against the least that any program must do; and a very long one."""

import json
import os
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import sqlalchemy as sa

from lib.intake.checks import Reported, check_values
from lib.intake.preview import preview_values
from lib.intake.sheets import read
from lib.kept.current import current_reference
from lib.kept.store import reading
from lib.kept.uncollected import uncollected
from lib.words.half_months import HalfMonth
from lib.words.settings import ROOT, settings
from tests.bench import files, formats, several, stores
from tests.bench.table import Row, shown, spread

TIMES = 5
LONG_LIMIT = 300
STEPS = ("read", "check", "preview", "save")


def measure(folder: Path) -> list[Row]:
    """The wide file in turns with the floor; the long file once, in a process of its own; all formats; nine files."""
    return [*_wide(folder), *_long(folder), *formats.rows(), *several.rows(folder)]


def in_steps(store: sa.Engine, path: Path, half_month: HalfMonth | None) -> dict[str, float]:
    """What lib.review.uploads.take and a save do, step by step: seconds of each."""
    marks = [time.perf_counter()]
    with uncollected():
        sheet = read(path.read_bytes(), path.name, settings().upload)
        marks.append(time.perf_counter())
        with reading(store) as connection:
            known = current_reference(connection)
            checked = check_values(sheet, known, Reported("village_cleanup", half_month))
            marks.append(time.perf_counter())
            preview = preview_values(connection, checked, known)
        marks.append(time.perf_counter())
    if checked.problems:
        raise RuntimeError(f"the benchmark's own file is refused: {checked.problems[:3]}")
    stores.put(store, preview.changes)
    marks.append(time.perf_counter())
    return dict(zip(STEPS, (after - before for before, after in zip(marks, marks[1:], strict=False)), strict=True))


def _wide(folder: Path) -> list[Row]:
    engine = stores.copy(folder, "wide")
    stores.one_form(engine)
    path = folder / "wide.csv"
    files.wide(path, stores.reference(engine), stores.COLLECTING)
    engine.dispose()
    floors, taken = [], []
    for _each in range(TIMES):
        floors.append(_floor(folder, path))
        taken.append(_once(folder, path))
    steps = {step: statistics.median(one[step] for one in taken) for step in STEPS}
    wholes = [sum(one.values()) for one in taken]
    # each against the floor that ran just before it: a busy moment of the machine falls on both
    times = statistics.median(whole / floor for whole, floor in zip(wholes, floors, strict=True))
    return [
        Row("intake floor", "1,429 × 22 cells, wide CSV", spread(floors), "read_csv + one executemany"),
        Row("intake", "the same file", spread(wholes), f"{times:.1f} × the floor, aim ≤ 3 ×"),
        *_step_rows(steps),
    ]


def _once(folder: Path, path: Path) -> dict[str, float]:
    """On a fresh copy, so that every time the same cells are new or changed."""
    engine = stores.copy(folder, "wide_again", of="wide")
    taken = in_steps(engine, path, stores.COLLECTING)
    engine.dispose()
    return taken


def _floor(folder: Path, path: Path) -> float:
    """read_csv and one executemany of the same cells into a table without a key, in a file like the dashboard's."""
    bare = folder / "bare.db"
    bare.unlink(missing_ok=True)
    connection = sqlite3.connect(bare)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE bare (half_month TEXT, unit TEXT, indicator TEXT, value INTEGER)")
    start = time.perf_counter()
    frame = pd.read_csv(path, dtype={"单位代码": str})
    cells = frame.drop(columns="单位名称").melt(["半月", "单位代码"])
    connection.executemany("INSERT INTO bare VALUES (?, ?, ?, ?)", cells.itertuples(index=False, name=None))
    connection.commit()
    taken = time.perf_counter() - start
    connection.close()
    return taken


def _step_rows(steps: Mapping[str, float]) -> list[Row]:
    return [Row(f"  {step}", "", shown(steps[step])) for step in STEPS]


def _long(folder: Path) -> list[Row]:
    engine = stores.copy(folder, "long")
    stores.reopen_all(engine)
    path = folder / "long.csv"
    files.long(path, stores.reference(engine))
    engine.dispose()
    taken = _in_child(stores.url(folder, "long"), path)
    whole = sum(taken[step] for step in STEPS)
    on = f"{files.LONG_ROWS:,} rows, long CSV, {path.stat().st_size / 1_000_000:.0f} MB"
    memory = f"{taken['peak']:.0f} MB, {taken['peak'] - taken['imports']:.0f} above the imports"
    return [
        Row("intake, long file", on, shown(whole), "aim < 30 s"),
        *_step_rows(taken),
        Row("  peak memory", "process of its own", memory, "aim < 500 MB"),
    ]


def _in_child(database: str, path: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.long_file", database, str(path)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, timeout=LONG_LIMIT, check=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found
