"""What a measure gives back, how it is written, and on which machine it was taken."""

import os
import platform
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import streamlit


class Row(NamedTuple):
    """A line of the table; `against` is the floor measured in the same run, or the aim of the design."""

    what: str
    on: str
    measured: str
    against: str = ""


HEADERS = Row("what", "on what data", "measured", "floor or aim")


def seconds(run: Callable[[], object]) -> float:
    """How long `run` takes once, by the clock on the wall."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def repeated(run: Callable[[], object], times: int) -> str:
    """The median of several runs after one that warms up, and the best."""
    run()
    return spread([seconds(run) for _each in range(times)])


def spread(durations: Sequence[float]) -> str:
    """The median, and the best: where both differ much, other programs were at work on the machine."""
    return f"{shown(statistics.median(durations))}, best {shown(min(durations))}"


def shown(duration: float) -> str:
    """A duration with three digits: 0.42 ms, 31.0 ms, 1.62 s."""
    number, unit = (duration, "s") if duration >= 1 else (duration * 1000, "ms")
    decimals = 0 if number >= 100 else 1 if number >= 10 else 2
    return f"{number:.{decimals}f} {unit}"


def kilobytes(count: float) -> str:
    """A size as a reader of network tables knows it."""
    return f"{count / 1000:.1f} kB"


def machine() -> str:
    """The machine and the versions: a number without them says nothing."""
    cpu = next((line for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line), "")
    return (
        f"{cpu.partition(':')[2].strip() or platform.processor()} × {os.cpu_count()}, {platform.system()}"
        f" {platform.release()}, Python {platform.python_version()}, Streamlit {streamlit.__version__},"
        f" load {os.getloadavg()[0]:.1f}\n"
    )


def print_table(rows: Iterable[Row]) -> None:
    """Plain text, every column as wide as its widest cell."""
    lines = [HEADERS, *rows]
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
    lines.insert(1, Row(*("-" * width for width in widths)))
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
