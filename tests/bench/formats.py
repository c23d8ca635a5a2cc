"""Part of measure 6: one table in every format, read in turns with the same table as XLSX."""

import statistics
from collections.abc import Callable, Sequence
from functools import partial

from lib.intake.sheets import read
from lib.words.settings import UploadLimits
from tests.bench.table import Row, seconds, spread
from tests.other_formats import Table, Written, ods, page, spreadsheetml, xlsb, xlsx

LIMITS = UploadLimits(max_megabytes=200)
"""60,000 × 20 cells are 76 MB as an XML spreadsheet."""

FORMATS: tuple[tuple[str, Callable[[Table], bytes]], ...] = (
    ("XLSX", xlsx),
    ("ODS", ods),
    ("web page", page),
    ("XML spreadsheet", spreadsheetml),
    ("XLSB", xlsb),
)


def rows() -> list[Row]:
    """A village form of the prefecture, and a table of a million cells."""
    return [*_read(1_429, 22, times=5), *_read(60_000, 20, times=1)]


def _read(height: int, width: int, *, times: int) -> list[Row]:
    table = Table([_row(number, width) for number in range(height)])
    files = {name: write(table) for name, write in FORMATS}
    taken: dict[str, list[float]] = {name: [] for name in files}
    for _each in range(times):
        for name, content in files.items():
            taken[name].append(seconds(partial(read, content, name, LIMITS)))
    of_xlsx = taken["XLSX"]
    on = f"{height:,} × {width} cells"
    return [Row(f"reading, {name}", on, spread(each), _against(each, of_xlsx)) for name, each in taken.items()]


def _row(number: int, width: int) -> list[Written]:
    return [f"5223{number:08d}", f"第{number}村", *(number * column % 997 for column in range(2, width))]


def _against(each: Sequence[float], of_xlsx: Sequence[float]) -> str:
    if each is of_xlsx:
        return ""
    times = statistics.median(one / other for one, other in zip(each, of_xlsx, strict=True))
    return f"{times:.1f} × XLSX, aim ≤ 2 ×"
