"""What is pointed out is few and right: precision and recall on mistakes planted in the demo's figures, seed by seed.

The file is the demo's second half of June with honest noise: first reports, zeros, growth up to three times. Planted
are a digit too many, a digit missing, 万元 for 元 and the other way round, two neighbours' columns swapped, rows
shifted by one, somebody else's row. One counts that can be seen at all: its value or its change lies
outside those of all honest ones in its county and file, or a cumulative value falls.
"""

import csv
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from lib.intake.fences import FAR, JUMPS, TENFOLD, TENTH, unusual
from lib.kept.value_arrays import as_cells

DATA = Path(__file__).parents[2] / "data"
FORMS = ("village_cleanup", "village_support", "county_empowerment")
Cell = tuple[int, int, int]
BEFORE, NOW = 1, 2


@cache
def indicators() -> dict[str, tuple[int, bool, int]]:
    """By name a number, whether it is cumulative, and the most that is taken."""
    rows = csv.DictReader((DATA / "indicators.csv").read_text(encoding="utf-8-sig").splitlines())
    return {row["name"]: (at, row["cumulative"] == "1", int(row["maximum"] or 10**15)) for at, row in enumerate(rows)}


CUMULATIVE = [at for at, cumulative, _most in indicators().values() if cumulative]
MOST = {at: most for at, _cumulative, most in indicators().values()}


@cache
def reported(form: str, half: int) -> dict[Cell, int]:
    """The demo's values of a half of June 2023; units are their codes as numbers."""
    text = (DATA / "demo" / f"2023-06-{half}_{form}.csv").read_text(encoding="utf-8-sig")
    return {
        (NOW, int(row["单位代码"]), indicators()[title][0]): int(value)
        for row in csv.DictReader(text.splitlines())
        for title, value in row.items()
        if title in indicators() and value
    }


def peers(cells: Mapping[Cell, int]) -> dict[int, str | None]:
    """A village is compared within its county, a county with the others."""
    return {unit: str(unit)[:6] if unit > 10**6 else None for _half, unit, _indicator in cells}


def notes(
    cells: Mapping[Cell, int], last: Mapping[Cell, int], cumulative: Sequence[int] = CUMULATIVE
) -> dict[Cell, tuple[str, ...]]:
    """What is said of the cells, all of which are new or changed."""
    keys, values = list(cells), np.array(list(cells.values()))
    before = np.array([last.get(key, np.nan) for key in keys])
    every = np.arange(len(keys))
    found = unusual(as_cells(keys), values, every, before, peers(cells), cumulative, dict.fromkeys(MOST, 1))
    return {keys[at]: said for at, said in found.items()}


class Planting:
    """A form's values with noise and mistakes; `planted` are the mistakes that can be seen, each its kind and cells."""

    def __init__(self, form: str, seed: int) -> None:
        self.draw = random.Random(f"{form} {seed}")
        self.cells, self.last = dict(reported(form, NOW)), dict(reported(form, BEFORE))
        self.units = list(dict.fromkeys(unit for _half, unit, _indicator in self.cells))
        self.columns = list(dict.fromkeys(indicator for _half, _unit, indicator in self.cells))
        self._add_noise()
        self.honest, self._taken = dict(self.cells), set[int]()
        self._levels, self._changes = self._ranges()
        self.planted: list[tuple[str, set[Cell]]] = []
        for kind, wrong in self._mistakes(max(len(self.units) // 60, 1)):
            self._plant(kind, wrong)

    def _add_noise(self) -> None:
        for unit in self.draw.sample(self.units, len(self.units) // 20):
            for column in self.columns:
                self.last.pop((NOW, unit, column), None)
        keys = list(self.cells)
        for key in self.draw.sample(keys, len(keys) // 100):
            if key not in self.last or key[2] not in CUMULATIVE:
                self.cells[key] = 0
        for key in self.draw.sample(keys, len(keys) // 100):
            grown = int(self.cells[key] * self.draw.uniform(1.3, 3))
            self.cells[key] = grown if grown <= MOST[key[2]] else self.cells[key]

    def _group(self, key: Cell) -> tuple[int, int]:
        return key[2], key[1] // 10**6

    def _ratio(self, key: Cell, value: int) -> float:
        return (value + 1) / (self.last[key] + 1)

    def _ranges(self) -> tuple[dict, dict]:
        levels, changes = defaultdict(list), defaultdict(list)
        for key, value in self.honest.items():
            levels[self._group(key)].append(value)
            if key in self.last:
                changes[self._group(key)].append(self._ratio(key, value))
        return tuple({at: (min(of), max(of)) for at, of in each.items()} for each in (levels, changes))

    def _seen(self, key: Cell, value: int) -> bool:
        low, high = self._levels[self._group(key)]
        if not low <= value <= high:
            return True
        if key not in self.last:
            return False
        low, high = self._changes[self._group(key)]
        return not low <= self._ratio(key, value) <= high or (key[2] in CUMULATIVE and value < self.last[key])

    def _plant(self, kind: str, wrong: Mapping[Cell, int | None]) -> None:
        """Put a mistake, if nothing was planted in these rows, no check refuses it, and it can be seen."""
        changes = {key: value for key, value in wrong.items() if value is not None and value != self.honest[key]}
        units = {unit for _half, unit, _indicator in changes}
        free = not units & self._taken and all(value <= MOST[key[2]] for key, value in changes.items())
        if free and any(self._seen(key, value) for key, value in changes.items()):
            self.cells.update(changes)
            self._taken |= units
            self.planted.append((kind, set(changes)))

    def _mistakes(self, few: int) -> Iterator[tuple[str, dict[Cell, int | None]]]:
        for kind, times, least, wrong in (
            ("digit too many", 3, 1, lambda value: value * 10 + self.draw.randrange(10)),
            ("digit missing", 3, 10, lambda value: value // 10),
            ("10,000 times", 1, 1, lambda value: value * 10_000),
            ("a 10,000th", 2, 10_000, lambda value: value // 10_000),
        ):
            fitting = [key for key, value in self.honest.items() if value >= least]
            for key in self.draw.sample(fitting, min(times * few, len(fitting))):
                yield kind, {key: wrong(self.honest[key])}
        for unit in self.draw.sample(self.units, few):
            at = self.draw.randrange(len(self.columns) - 1)
            pair = [(NOW, unit, column) for column in self.columns[at : at + 2]]
            if all(key in self.honest for key in pair):
                yield "columns", {pair[0]: self.honest[pair[1]], pair[1]: self.honest[pair[0]]}
        for start in self.draw.sample(range(len(self.units)), few // 4 or 1):
            block = self.units[start : start + 5]
            for unit, above in zip(block[1:], block, strict=False):
                yield "shifted", self._row(unit, above)
        for unit in self.draw.sample(self.units, few // 2 or 1):
            yield "someone else's", self._row(unit, self.draw.choice(self.units))

    def _row(self, unit: int, other: int) -> dict[Cell, int | None]:
        keys = [(NOW, unit, column) for column in self.columns]
        return {key: self.honest.get((NOW, other, key[2])) for key in keys if key in self.honest}


def score(seeds: range) -> tuple[float, float, dict[str, str]]:
    """Precision, recall, and what was found of each kind."""
    there, found, wrong = Counter[str](), Counter[str](), 0
    for form in FORMS:
        for seed in seeds:
            planting = Planting(form, seed)
            noted = notes(planting.cells, planting.last).keys()
            for kind, keys in planting.planted:
                there[kind] += 1
                found[kind] += bool(keys & noted)
            wrong += len(noted - set[Cell]().union(*(keys for _kind, keys in planting.planted)))
    right = found.total()
    return right / (right + wrong), right / there.total(), {kind: f"{found[kind]}/{there[kind]}" for kind in there}


def test_what_is_pointed_out_of_planted_mistakes_is_few_and_right():
    precision, recall, kinds = score(range(1))
    assert precision >= 0.97 and recall >= 0.9, kinds


@pytest.mark.long
def test_what_is_pointed_out_is_few_and_right_for_more_seeds():
    precision, recall, kinds = score(range(1, 8))
    assert precision >= 0.97 and recall >= 0.9, kinds


# Cases ------------------------------------------------------------------------------------------------------------

MONEY = [(520_000 + 7_000 * at, 500_000 + 7_000 * at) for at in range(12)]  # now, and the half month before
COUNTS = [(0, 0), (1, 0), (12, 9), (3, 3), (7, 5), (2, 1), (0, 0), (5, 5), (9, 8), (4, 2), (1, 1), (6, 4)]


@pytest.mark.parametrize(
    ("others", "now", "before", "said"),
    [
        pytest.param(MONEY, 9_000_000, None, (FAR,), id="9,000,000 among 500,000s, a first report"),
        pytest.param(MONEY, 9_000_000, 520_000, (TENFOLD, FAR), id="9,000,000 among 500,000s"),
        pytest.param(MONEY, 50, 500_000, (TENTH, FAR), id="in ten-thousands"),
        pytest.param(MONEY, 683, None, (FAR,), id="in ten-thousands, a first report"),
        pytest.param(MONEY, 2_400_000, 500_000, (JUMPS,), id="five times where the others grow by a twentieth"),
        pytest.param(MONEY, 9_000_000, 8_900_000, None, id="always far from the others"),
        pytest.param(MONEY, 1_200_000, 510_000, None, id="real growth"),
        pytest.param(MONEY, 0, 500_000, None, id="a zero"),
        pytest.param(MONEY, 0, None, None, id="a zero, a first report"),
        pytest.param(COUNTS, 12, 2, None, id="small counts vary"),
        pytest.param(COUNTS, 1, 0, None, id="the first of all"),
        pytest.param(COUNTS, 70, 7, (TENFOLD,), id="a digit too many in a small count"),
        pytest.param(COUNTS, 120, None, (FAR,), id="a digit too many, a first report"),
        pytest.param(MONEY[:5], 9_000_000, None, None, id="too few others to tell"),
    ],
)
def test_a_value_among_others(others, now, before, said):
    cells = {(NOW, 522301_000_000 + at, 0): value for at, (value, _last) in enumerate(others, start=1)}
    last = {key: others[key[1] % 1000 - 1][1] for key in cells}
    own = (NOW, 522301_000_000, 0)
    cells[own] = now
    if before is not None:
        last[own] = before
    found = notes(cells, last, cumulative=[])
    assert found.get(own) == said and found.keys() <= {own}
