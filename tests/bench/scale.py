"""Measure 8: what grows with the villages: queries, saves, the village table, reruns at 1, 10 and 100 times the demo.

Each figure stands beside its size's floor: of queries the smallest one there is, of saves one executemany of as many
rows into a table without a key, of reruns an empty page. The last column is the slope of log time over log size: 0 does
not grow, 1 grows as the data does.
"""

import math
import statistics
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from lib.figures.progress import children, four_levels, villages_behind
from lib.figures.reading import figures
from lib.figures.villages import most_left, rebounds
from lib.kept import store
from lib.kept.changes import Change
from lib.kept.reference import Reference, UnitRef, read_reference
from lib.review import grid
from lib.review.dispatch import gaps, matrix
from lib.review.doubts import doubts
from lib.review.grid import Part, Source
from lib.show.boards.overview import overview
from lib.show.boards.progress import progress_board
from lib.show.boards.schedule import schedule_board
from lib.show.boards.status import data_status
from lib.words.errors import StoreError
from lib.words.settings import settings
from tests.bench import scaled, stores
from tests.bench.reruns import Page, save_one
from tests.bench.scaled import REVIEWED, SIZES, Size
from tests.bench.server import Server
from tests.bench.table import Row, seconds, shown

TIMES, SAVES, VISITS, COUNTIES = 9, 3, 8, 9
VALUES, UNITS = Source("values", "village_cleanup"), Source("records", "unit")
PAGE = 200  # rows, as the page of tables opens
PAGES = (
    "", "progress", "cleanup", "schedule", "empowerment", "lists", "monitoring", "verification", "tables", "upload",
    "briefing",
)  # fmt: skip


class Taken(NamedTuple):
    """Seconds of something, and of its floor in the same run; None where there is none."""

    seconds: float
    floor: float | None = None


Results = dict[str, Taken]
Query = tuple[str, Callable[[], object]]


def measure(folder: Path) -> list[Row]:
    """One database after the other."""
    found: dict[int, Results] = {}
    sizes: list[str] = []
    writers: list[Row] = []
    with ExitStack() as open_:
        empty = Page("rerun: empty page", open_.enter_context(Server.empty_page(folder, name="empty_scale")))
        open_.callback(empty.visitor.close)
        for size in SIZES:
            print(f"  {size.times} times the demo …", file=sys.stderr, flush=True)
            engine = stores.copy(folder, _name(size))
            built = seconds(partial(scaled.grow, engine, size))
            known = stores.reference(engine)
            sizes.append(f"{counted_of(known)}, {scaled.size_of(engine) / 1e6:,.0f} MB, built in {built:.0f} s")
            writers.append(together(engine, known, size))
            found[size.times] = queries(engine) | _saves(engine, known) | _reruns(folder, engine, _name(size), empty)
            engine.dispose()
    data = [Row("scale: data", f"{size.times} ×", said) for size, said in zip(SIZES, sizes, strict=True)]
    return [*data, *_rows(found), *writers, *_history(folder, found[1])]


def _name(size: Size) -> str:
    return f"scaled{size.times}"


def counted_of(known: Reference) -> str:
    villages, counties = len(known.of_level["village"]), len(known.of_level["county"])
    return f"{villages:,} villages in {counties} counties, {len(known.of_level['township']):,} townships"


# Queries --------------------------------------------------------------------------------------------------------------


def queries(engine: sa.Engine) -> Results:
    """Each query's median beside that of the smallest query there is."""
    with store.reading(engine) as connection:
        known = read_reference(connection)
        floor = _median(partial(store.revision, connection), 50)
        wanted = [*_boards(connection, known), *_tables(connection, known)]
        return {name: Taken(_median(run, TIMES), floor) for name, run in wanted}


def _boards(connection: sa.Connection, known: Reference) -> list[Query]:
    top, county, township, _village = stores.path_down(known)
    at = (connection, known)
    indicator = known.indicators["boards_removed"]
    months = [REVIEWED, stores.COLLECTING]
    return [
        ("query: data status", partial(data_status, *at)),
        ("query: six figures", partial(figures, *at, top, REVIEWED, settings().overview.figures)),
        ("query: four levels", partial(four_levels, *at, top, REVIEWED)),
        ("query: counties of the prefecture", partial(children, *at, top, REVIEWED)),
        ("query: villages of a township", partial(children, *at, township, REVIEWED)),
        ("query: villages furthest behind", partial(villages_behind, *at, top, REVIEWED)),
        ("query: villages with most left", partial(most_left, connection, county, REVIEWED, indicator, 10)),
        ("query: rebounds in villages", partial(rebounds, connection, top, REVIEWED, indicator, 10)),
        ("query: submission matrix", partial(matrix, connection, months)),
        ("query: gaps of submissions", partial(gaps, *at, stores.COLLECTING)),
        ("doubts of a half month", partial(doubts, *at, REVIEWED)),
        ("made anew: register", partial(read_reference, connection)),
        ("made anew: overview", partial(overview, *at, REVIEWED, stores.COLLECTING)),
        ("made anew: progress of the prefecture", partial(progress_board, *at, REVIEWED, top.code)),
        ("made anew: schedule", partial(schedule_board, *at, stores.COLLECTING)),
    ]


def _tables(connection: sa.Connection, known: Reference) -> list[Query]:
    """The table of villages: how many rows, the first page, a search, its page, and the last page."""
    last = -(-len(known.of_level["village"]) // PAGE)

    def opened(source: Source, text: str = "", number: int = 1) -> object:
        return grid.open_grid(connection, known, source, stores.COLLECTING, None, Part(text, number, PAGE))

    def counted(source: Source, text: str) -> object:
        return grid.count_rows(connection, known, source, stores.COLLECTING, None, text)

    return [
        ("village table: count", partial(counted, VALUES, "")),
        ("village table: first page", partial(opened, VALUES)),
        ("village table: last page", partial(opened, VALUES, "", last)),
        ("village table: search by name, count", partial(counted, VALUES, "第3村")),
        ("village table: search by name, page", partial(opened, VALUES, "第3村")),
        ("village table: search by township and name", partial(opened, VALUES, "黄草街道 第3村")),
        ("village table: search by a value", partial(opened, VALUES, "12")),
        ("unit register: search, page", partial(opened, UNITS, "黄草街道")),
    ]


def _median(run: Callable[[], object], times: int) -> float:
    run()
    return statistics.median(seconds(run) for _each in range(times))


# Saves ----------------------------------------------------------------------------------------------------------------


def _saves(engine: sa.Engine, known: Reference) -> Results:
    """With a change in every cell; of all villages one indicator, since twelve of 142,900 are no office's upload."""
    return saves(engine, known) | {"save: all villages × 1 cell": _save(engine, known, known.of_level["village"], 1)}


def saves(engine: sa.Engine, known: Reference) -> Results:
    """Of one village and of one county."""
    one = known.of_level["village"][:1]
    county = [unit for unit in known.of_level["village"] if unit.county_code == one[0].county_code]
    return {
        "save: one village × 12 cells": _save(engine, known, one, 12),
        "save: one county × 12 cells": _save(engine, known, county, 12),
    }


def _save(engine: sa.Engine, known: Reference, units: list[UnitRef], width: int) -> Taken:
    taken, floors = [], []
    indicators = stores.village_indicators(known)[:width]
    for _each in range(SAVES):
        changes = stores.raised(engine, units, indicators)
        floors.append(_floor(engine, [(*change.key, change.after) for change in changes]))
        taken.append(seconds(partial(stores.put, engine, changes)))
    return Taken(statistics.median(taken), statistics.median(floors))


def _floor(engine: sa.Engine, cells: list[tuple[object, ...]]) -> float:
    """As many rows into a table without a key, in one transaction, by the quickest way that the driver has."""
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS bare")
        connection.exec_driver_sql("CREATE TABLE bare (half_month INT, unit INT, indicator INT, value BIGINT)")

    def written() -> None:
        with store.writing(engine) as connection:
            store.insert(connection, "bare", ("half_month", "unit", "indicator", "value"), cells)

    return seconds(written)


def together(engine: sa.Engine, known: Reference, size: Size) -> Row:
    """Nine counties save all their villages × 12 cells at once: who waits longest, who is told to try again."""
    counties = [unit.code for unit in known.of_level["county"][:COUNTIES]]
    below = {code: [one for one in known.of_level["village"] if one.county_code == code] for code in counties}
    indicators = stores.village_indicators(known)[:12]
    saves = [stores.raised(engine, units, indicators) for units in below.values()]

    def waited(changes: list[Change]) -> float | None:
        try:
            return seconds(partial(stores.put, engine, changes))
        except StoreError:  # somebody else saved for longer than a writer waits
            return None

    with ThreadPoolExecutor(COUNTIES) as threads:
        taken = list(threads.map(waited, saves))
    saved = [one for one in taken if one is not None]
    said = f"{len(saved)} saved, the last after {shown(max(saved))}; {len(taken) - len(saved)} told to try again"
    return Row("writers: nine counties at once", f"{size.times} ×, {sum(map(len, saves)):,} cells", said)


def _history(folder: Path, short: Results) -> list[Row]:
    """The same saves with all half months of the demo: whether what lies behind makes them slower."""
    engine = stores.copy(folder, "history")
    known = stores.reference(engine)
    months, long = len(known.states), _saves(engine, known)
    engine.dispose()
    return [
        Row(
            f"history: {name.removeprefix('save: ')}",
            "",
            f"2 half months: {shown(short[name].seconds)}; {months} half months: {shown(one.seconds)}",
            f"{one.seconds / short[name].seconds:.2f} × as long",
        )
        for name, one in long.items()
    ]


# Reruns ---------------------------------------------------------------------------------------------------------------


def _reruns(folder: Path, engine: sa.Engine, name: str, empty: Page) -> Results:
    """The server's CPU of a rerun, cached and after a save; and how long the first visitor of each page waits."""
    found: Results = {}
    with Server.dashboard(folder, name) as server, ExitStack() as open_:
        token = stores.signed_in(engine)
        for page in PAGES:
            title = page or "overview"
            visits: list[Page] = []
            wait = seconds(lambda page=page, visits=visits: visits.append(Page("", server, page, token=token)))  # type: ignore[misc]
            [visited] = visits
            open_.callback(visited.visitor.close)
            empty.rounds(VISITS)
            floor = empty.taken()
            visited.rounds(VISITS)
            found[f"page {title}: first visit"] = Taken(wait)
            found[f"page {title}: rerun, CPU"] = Taken(visited.taken().cpu, floor.cpu)
            found[f"page {title}: bytes when opened"] = Taken(visited.visitor.opened)
            visited.rounds(2, lambda: save_one(engine))
            found[f"page {title}: after a save, CPU"] = Taken(visited.taken().cpu, floor.cpu)
        found["memory of the server"] = Taken(server.memory())
    return found


# The table ------------------------------------------------------------------------------------------------------------


def _rows(found: dict[int, Results]) -> list[Row]:
    """A row for each thing, a figure for each size, and the slope."""
    names = sorted(next(iter(found.values())), key=_order)
    return [_row(name, {times: results[name] for times, results in found.items()}) for name in names]


def _order(name: str) -> int:
    """Queries and saves in their order, then what is asked of pages, kind by kind."""
    kinds = ("first visit", "rerun, CPU", "after a save", "bytes")
    return next((at for at, kind in enumerate(kinds, start=1) if kind in name), 0)


def _row(name: str, taken: dict[int, Taken]) -> Row:
    how = _bytes if "bytes" in name or "memory" in name else shown
    said = "; ".join(f"{times} ×: {how(one.seconds)}{against(one)}" for times, one in taken.items())
    return Row(name, "", said, f"grows as n^{slope({times: one.seconds for times, one in taken.items()}):.2f}")


def against(one: Taken) -> str:
    return f" ({one.seconds / one.floor:,.1f} × floor)" if one.floor else ""


def _bytes(count: float) -> str:
    return f"{count / 1e6:.0f} MB" if count >= 1e7 else f"{count / 1000:.0f} kB"


def slope(by_size: dict[int, float]) -> float:
    """The exponent of growth: least squares of log value over log size."""
    points = [(math.log(times), math.log(max(value, 1e-9))) for times, value in by_size.items()]
    mean_x, mean_y = (statistics.fmean(column) for column in zip(*points, strict=True))
    over = sum((x - mean_x) * (y - mean_y) for x, y in points)
    return over / sum((x - mean_x) ** 2 for x, _y in points)
