"""self_reviews.csv: which department reviewed itself when, as many as units_self_reviewed says in each half month."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

from . import files
from .periods import HALF_MONTHS, HalfMonth
from .shares import chance

HEADER = ["department_code", "reviewed_on", "mechanisms", "boards", "inspections", "note"]
# The most that a department found of each; a lead department has more in the villages than another.
MOST = {"1": (9, 16, 7), "0": (4, 7, 3)}


def write(folder: Path, reviewed: Sequence[int]) -> None:
    """Write self_reviews.csv; `reviewed` is how many departments have done it at the end of each half month."""
    files.write(folder / "self_reviews.csv", HEADER, sorted(_rows(reviewed)))


def _rows(reviewed: Sequence[int]) -> Iterable[list[object]]:
    draw = chance("self-reviews")
    departments = files.read(files.DATA / "departments.csv")
    draw.shuffle(departments)
    departments.sort(key=lambda department: department["lead"] != "1")  # the lead departments went first
    done = 0
    for half_month, so_many in zip(HALF_MONTHS, reviewed, strict=True):
        for department in departments[done:so_many]:
            found = [draw.randint(0, most) for most in MOST[department["lead"]]]
            yield [department["code"], _day(half_month, draw.random()), *found, None]
        done = so_many


def _day(half_month: HalfMonth, luck: float) -> date:
    """A working day of the half month."""
    day = half_month.last_day - timedelta(days=int(luck * 10))
    return day - timedelta(days=max(0, day.weekday() - 4))
