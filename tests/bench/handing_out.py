"""Measure 6: what is handed out of a half month: the workbook, each kind of chart, the overview as one long image."""

from pathlib import Path

import sqlalchemy as sa

from lib.kept import store
from lib.kept.reference import Reference, read_reference
from lib.show.pictures import Picture, deck, main_pictures, overview_image, page, pdf, png, zipped
from lib.show.workbook import workbook
from tests.bench import stores
from tests.bench.table import Row, kilobytes, repeated, seconds, shown, spread

TIMES = 5
REVIEWED = stores.COLLECTING.next(-1)
NOTE = "截至 2023-06-30　9／9 县已报齐　演示数据：除全州合计外均为示意"
AIM = "aim < 0.5 s"


def measure(folder: Path) -> list[Row]:
    """In a process that has drawn nothing yet, so that the first picture starts the engine."""
    engine = stores.copy(folder, "handing_out")
    with store.reading(engine) as connection:
        known = read_reference(connection)
        pictures = list(main_pictures(connection, known, REVIEWED, stores.COLLECTING, NOTE))
        rows = [_workbook(connection, known), *_charts(pictures), _long(connection, known)]
    engine.dispose()
    return [*rows, *_all(pictures)]


def _workbook(connection: sa.Connection, known: Reference) -> Row:
    size = len(workbook(connection, known, REVIEWED, NOTE))
    taken = repeated(lambda: workbook(connection, known, REVIEWED, NOTE), TIMES)
    return Row("workbook", f"a half month, {kilobytes(size)}", taken, "aim < 3 s")


def _charts(pictures: list[Picture]) -> list[Row]:
    """The first chart of the process, all of them by their median and best, and the slowest ones."""
    first = seconds(lambda: png(page(pictures[0])))
    taken = {one.name: seconds(lambda one=one: png(page(one))) for one in pictures}
    slowest = sorted(taken, key=lambda name: -taken[name])[:3]
    return [
        Row("first chart as PNG", "starts the engine", shown(first)),
        Row("chart as PNG", f"each of {len(pictures)} charts, 1920 × 1080", spread(list(taken.values())), AIM),
        *(Row("chart as PNG", name, shown(taken[name]), AIM) for name in slowest),
        Row("chart as PDF", pictures[0].name, repeated(lambda: pdf(page(pictures[0])), TIMES), AIM),
    ]


def _long(connection: sa.Connection, known: Reference) -> Row:
    def made() -> bytes:
        return png(overview_image(connection, known, REVIEWED, stores.COLLECTING, NOTE))

    return Row("overview as one long image", kilobytes(len(made())), repeated(made, TIMES))


def _all(pictures: list[Picture]) -> list[Row]:
    on = f"{len(pictures)} charts"
    return [
        Row("charts in one archive", on, shown(seconds(lambda: zipped(pictures)))),
        Row("charts in one PDF", on, shown(seconds(lambda: deck(pictures)))),
    ]
