"""A prefecture made by hand for the rules: two counties of three townships with ten villages each, six indicators."""

import random
from dataclasses import replace

import numpy as np

from lib.kept.models import Indicator, Task
from lib.kept.reference import Reference, UnitRef
from lib.review.doubts.cells import Cells, numbered
from lib.words.half_months import HalfMonth

AT = HalfMonth.of(2023, 6, 2)
TOWNS, VILLAGES = 3, 10
COLUMNS = ("found", "removed", "money", "leads", "posters", "savings")
FOUND, REMOVED, MONEY, LEADS, POSTERS, SAVINGS = range(6)


def unit(number: int, code: str, level: str, *above: str) -> UnitRef:
    county = above[0] if above else (code if level == "county" else None)
    township = above[1] if len(above) > 1 else (code if level == "township" else None)
    parent = above[-1] if above else (None if level == "prefecture" else "5223")
    return UnitRef(number, code, f"单位{code}", "", level, "", parent, township, county, False, False)


def world() -> list[UnitRef]:
    """Units by code; numbers are not in their order, as those of a real register are not."""
    rows: list[tuple[str, ...]] = [("5223", "prefecture")]
    for county in ("522301", "522302"):
        rows.append((county, "county"))
        for town in range(TOWNS):
            code = f"{county}{town:03}"
            rows.append((code, "township", county))
            rows += [(f"{code}{village:03}", "village", county, code) for village in range(VILLAGES)]
    numbers = random.Random(1).sample(range(1, 900), len(rows))
    return [unit(number, *row) for number, row in zip(numbers, rows, strict=True)]


def indicator(number: int, code: str, **more: object) -> Indicator:
    given = {"position": number, "name": code, "unit": "个", "decimals": 0, "form": "form", "level": "village"}
    given |= {"rollup": "sum", "direction": "up", "cumulative": False, "yearly": False, "name_en": "", "unit_en": ""}
    return Indicator(id=number, code=code, **given | more)


def reference(due: HalfMonth = AT) -> Reference:
    """`removed` is due in the half month, and began five half months before."""
    units = world()
    listed = [indicator(at, code, cumulative=code == "removed") for at, code in enumerate(COLUMNS, start=11)]
    task = Task(id=1, code="05", level="prefecture", name="t", phase="clean", start=due.ordinal - 5, due=due.ordinal)
    task.indicator = "removed"
    return Reference(
        units={one.code: one for one in units},
        indicators={one.code: one for one in listed},
        forms={},
        states={},
        tasks={"05": task},
    )


def honest(seed: int = 0, known: Reference | None = None) -> Cells:
    """Believable values: everything moves a little, half of what is to be removed is, nobody is alike."""
    draw, known = np.random.default_rng(seed), known or reference()
    villages = tuple(known.of_level["village"])
    n = len(villages)
    target = draw.integers(20, 60, n)
    before = (target * draw.uniform(0.4, 0.6, n)).astype(int)
    money = draw.integers(300, 9_000, n) * 100.0
    leads, posters, savings = draw.integers(25, 90, n), draw.integers(20, 80, n), draw.integers(500, 9_900, n) * 10
    now = [target + 4, before + draw.integers(1, 4, n), money * 1.02 // 100 * 100, leads, posters, savings + 10]
    values, earlier = np.stack(now, axis=1), np.stack([target + 4, before, money, leads - 1, posters, savings], axis=1)
    targets = np.full(values.shape, np.nan)
    targets[:, REMOVED] = target
    return Cells(
        known, AT, villages, tuple(known.indicators.values()), values.astype(float), earlier.astype(float), targets,
        numbered([one.township_code for one in villages]), numbered([one.county_code for one in villages]),
    )  # fmt: skip


def shuffled(cells: Cells, seed: int) -> Cells:
    """The same in another order of rows, each unit under another name."""
    order = np.random.default_rng(seed).permutation(len(cells.units))
    units = tuple(replace(cells.units[at], name=f"甲{at}", name_en=f"{at}") for at in order)
    return Cells(
        cells.reference, cells.half_month, units, cells.indicators,
        cells.values[order], cells.before[order], cells.targets[order],
        numbered([one.township_code for one in units]), numbered([one.county_code for one in units]),
    )  # fmt: skip
