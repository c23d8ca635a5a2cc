"""Sixty faults planted in a copy of the demo, and what of them the doubts find.

    python -m tests.review.doubts.planted DEMO.db [seeds]

Each fault is one of the eight kinds that the rules are about, in 2023-06-2, in townships that nothing else touches. A
fault is found when its own rule names its unit; a village is named falsely when any rule names it and nothing was
planted in its township. What no data can tell is not planted: a township that had little left to do anyway is no
example of one that suddenly arrived.
"""

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from lib.kept import store
from lib.kept.changes import Change
from lib.kept.reference import Reference, UnitRef, read_reference
from lib.ledger import rollup
from lib.ledger.access import engineer
from lib.ledger.door import Act, save
from lib.review.doubts import RULES, Doubt, doubts
from lib.review.doubts.rules import AGAIN, ALIKE, BROKEN, DIGITS, DUE, JUMPS, OUTLIERS, SILENT
from lib.words.half_months import HalfMonth

AT = HalfMonth.of(2023, 6, 2)
EARLIER = 3  # half months that a fault may reach back
KINDS = {ALIKE: 8, DUE: 6, JUMPS: 8, SILENT: 8, DIGITS: 6, BROKEN: 8, AGAIN: 6, OUTLIERS: 10}
REACHED = ("boards_removed", "wall_posters_removed", "certificates_standardised")
WHEN_DUE = ("boards_removed", "apps_and_groups_cleared", "village_policy_done")  # of the measures due in AT
ROUNDED = ("wall_posters_found", "grid_household_leads", "collective_savings", "operating_income", "running_cost")
PARTS = (("boards_removed", "boards_found"), ("wall_posters_removed", "wall_posters_found"))
LEAPING = ("grid_household_leads", "collective_savings", "operating_income", "wall_posters_found")
FORMS = ("village_cleanup", "village_support")

Key = tuple[int, int, int]


@dataclass
class Fault:
    """What was planted: a kind, the unit that its doubt should name, and the township in which it lies."""

    kind: str
    unit: UnitRef
    town: UnitRef


@dataclass
class Planting:
    """The values of the demo with faults in them; `faults` are as many as KINDS says."""

    reference: Reference
    values: dict[Key, int]
    targets: dict[tuple[int, int], int]
    draw: random.Random
    planted: dict[Key, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.towns = list(self.reference.of_level["township"])
        self.draw.shuffle(self.towns)
        self.number = {code: one.id for code, one in self.reference.indicators.items()}
        for kind, times in KINDS.items():
            for _each in range(times):
                town = next(town for town in self.towns if self._plant(kind, town))
                self.towns.remove(town)

    def _plant(self, kind: str, town: UnitRef) -> bool:
        """Put a fault of the kind into a township that can show it."""
        villages = self.reference.children[town.code]
        if len(villages) < 6:
            return False
        changes = getattr(self, f"_{kind}")(villages)
        if not changes:
            return False
        self.planted |= changes
        ids = {unit for _half, unit, _indicator in changes}
        single = kind in (JUMPS, SILENT, BROKEN, OUTLIERS)
        self.faults.append(Fault(kind, self.reference.by_id[ids.pop()] if single else town, town))
        return True

    def _value(self, village: UnitRef, code: str, back: int = 0) -> int:
        return self.values[AT.ordinal - back, village.id, self.number[code]]

    def _target(self, village: UnitRef, code: str) -> int:
        return self.targets[village.id, self.number[code]]

    def _at(self, village: UnitRef, code: str, back: int = 0) -> Key:
        return (AT.ordinal - back, village.id, self.number[code])

    def _of(self, form: str) -> list[str]:
        return [one.code for one in self.reference.indicators.values() if one.form == form]

    def _alike(self, villages: list[UnitRef]) -> dict[Key, int]:
        """Three to six villages have the row of one, but for one number."""
        source, *others = self.draw.sample(villages, self.draw.randint(3, 6))
        codes = self._of("village_cleanup")
        changes = {}
        for other in others:
            kept = self.draw.choice(codes)
            changes |= {self._at(other, code): self._value(source, code) for code in codes if code != kept}
        return changes

    def _due(self, villages: list[UnitRef]) -> dict[Key, int]:
        """All villages are at their targets, where a fifth of the boards was left a half month ago."""
        boards = WHEN_DUE[0]
        left = [1 - self._value(village, boards, 1) / self._target(village, boards) for village in villages]
        if sum(left) / len(left) < 0.2 or all(self._reached(village, boards) for village in villages):
            return {}
        due = [(village, code) for village in villages for code in WHEN_DUE]
        return {self._at(*cell): self._target(*cell) for cell in due if not self._reached(*cell)}

    def _reached(self, village: UnitRef, code: str) -> bool:
        """Also where there is nothing to reach."""
        target = self.targets.get((village.id, self.number[code]))
        return target is None or self._value(village, code) >= target

    def _jumps(self, villages: list[UnitRef]) -> dict[Key, int]:
        """Little was done until a half month ago, and now all."""
        village, code = self.draw.choice(villages), self.draw.choice(REACHED)
        target = self._target(village, code)
        little = target * self.draw.randint(10, 45) // 100
        if target < 6 or not little:
            return {}
        before = {back: min(self._value(village, code, back), little) for back in range(1, EARLIER + 1)}
        return {self._at(village, code): target} | {self._at(village, code, back): v for back, v in before.items()}

    def _silent(self, villages: list[UnitRef]) -> dict[Key, int]:
        village, code = self.draw.choice(villages), self.draw.choice(REACHED)
        target = self._target(village, code)
        nothing = {self._at(village, code, back): 0 for back in range(1, EARLIER + 1)}
        return {self._at(village, code): target} | nothing if target >= 5 else {}

    def _digits(self, villages: list[UnitRef]) -> dict[Key, int]:
        """Two to five columns are rounded to fives, or of yuan to five hundreds."""
        changes = {}
        for code in self.draw.sample(ROUNDED, self.draw.randint(2, 5)):
            step = 500 if self.reference.indicators[code].unit == "元" else 5
            for village in villages:
                changes[self._at(village, code)] = max(round(self._value(village, code) / step), 1) * step
        return changes

    def _broken(self, villages: list[UnitRef]) -> dict[Key, int]:
        village, (part, whole) = self.draw.choice(villages), self.draw.choice(PARTS)
        return {self._at(village, part): self._value(village, whole) + self.draw.randint(1, 5)}

    def _again(self, villages: list[UnitRef]) -> dict[Key, int]:
        codes = self._of(self.draw.choice(FORMS))
        return {self._at(village, code): self._value(village, code, 1) for village in villages for code in codes}

    def _outliers(self, villages: list[UnitRef]) -> dict[Key, int]:
        """A cumulative number falls, or a digit is too many."""
        village = self.draw.choice(villages)
        if self.draw.random() < 0.5:
            code = self.draw.choice(("boards_removed", "wall_posters_removed", "operating_income", "running_cost"))
            before = self._value(village, code, 1)
            return {self._at(village, code): before * self.draw.randint(30, 95) // 100} if before > 1 else {}
        code = self.draw.choice(LEAPING)
        return {self._at(village, code): self._value(village, code) * 10 + self.draw.randrange(10)}


@dataclass(frozen=True)
class Score:
    """By rule how many faults were planted and found, and which villages are named without one."""

    planted: dict[str, int]
    found: dict[str, int]
    false: dict[str, set[int]]

    @property
    def all_found(self) -> int:
        return sum(self.found.values())

    @property
    def all_false(self) -> int:
        return len(set().union(*self.false.values()))


def plant(engine: sa.Engine, seed: int) -> Planting:
    """Sixty faults in a database that holds the demo."""
    with store.reading(engine) as connection:
        reference = read_reference(connection)
        ids = [one.id for one in reference.indicators.values() if one.level == "village" and one.rollup == "sum"]
        planting = Planting(reference, _values(connection, ids), _targets(connection), random.Random(seed))
    changes = [
        Change("observation", key, "value", planting.values[key], value)
        for key, value in planting.planted.items()
        if planting.values[key] != value
    ]
    save(engine, Act(engineer("planted"), "load", loads=True), changes)
    with store.writing(engine) as connection:  # what is closed does not follow when the half month before it changes
        rollup.recompute_all(connection, [AT.ordinal])
    return planting


def _values(connection: sa.Connection, indicators: list[int]) -> dict[Key, int]:
    listed = ", ".join(map(str, indicators))
    rows = store.all_rows(
        connection,
        "SELECT half_month, unit_id, indicator_id, value FROM observation"
        f" WHERE half_month BETWEEN {AT.ordinal - EARLIER} AND {AT.ordinal} AND indicator_id IN ({listed})",
    )
    return {tuple(key): value for *key, value in rows}


def _targets(connection: sa.Connection) -> dict[tuple[int, int], int]:
    rows = store.all_rows(connection, "SELECT unit_id, indicator_id, value FROM target")
    return {(unit, indicator): value for unit, indicator, value in rows}


def score(planting: Planting, found: list[Doubt]) -> Score:
    """What of the planted was found by its own rule, and what was named beside it."""
    reference = planting.reference
    named = {(doubt.rule, one) for doubt in found for one in (doubt.unit, *(doubt.villages if _single(doubt) else ()))}
    touched = {village.id for fault in planting.faults for village in reference.children[fault.town.code]}
    return Score(
        planted=KINDS,
        found={
            kind: sum((kind, one.unit.id) in named for one in planting.faults if one.kind == kind) for kind in KINDS
        },
        false={
            rule: {village for doubt in found if doubt.rule == rule for village in doubt.villages} - touched
            for rule in RULES
        },
    )


def _single(doubt: Doubt) -> bool:
    return doubt.rule in (JUMPS, SILENT, BROKEN, OUTLIERS)


def table(scores: list[Score]) -> Iterator[str]:
    """A line a rule, and the sum: planted, found, named without a fault; over all seeds."""
    yield f"{'rule':<10} {'planted':>8} {'found':>8} {'false':>8}"
    for rule in KINDS:
        planted, found = sum(one.planted[rule] for one in scores), sum(one.found[rule] for one in scores)
        yield f"{rule:<10} {planted:>8} {found:>8} {sum(len(one.false[rule]) for one in scores):>8}"
    every = sum(sum(one.planted.values()) for one in scores)
    yield f"{'all':<10} {every:>8} {sum(s.all_found for s in scores):>8} {sum(s.all_false for s in scores):>8}"
    yield "by seed: " + ", ".join(f"{s.all_found} found, {s.all_false} false" for s in scores)


def scored(demo: Path, seed: int) -> Score:
    """Plant in a copy of a demo's file, and look for it."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "planted.db"
        copyfile(demo, file)
        engine = store.connect(f"sqlite:///{file}")
        planting = plant(engine, seed)
        with store.reading(engine) as connection:
            found = doubts(connection, read_reference(connection), AT)
        engine.dispose()
    return score(planting, found)


if __name__ == "__main__":
    seeds = range(int(sys.argv[2]) if len(sys.argv) > 2 else 5)
    print("\n".join(table([scored(Path(sys.argv[1]), seed) for seed in seeds])))
