"""The roll-ups equal plain sums: for any small tree, any values and any order of saves.

On PostgreSQL the suite takes one of the four laws; tests/ledger/test_true.py holds the sums to a plain world on both
databases too, whatever is saved, cleared and moved. The others have their turn there in the long run, and that of
clearing alone, which two of them together say: what is saved and emptied is a recompute, and that is plain sums.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.kept.changes import Change, TargetKey
from lib.kept.models import LEVELS
from lib.kept.reference import Reference, read_reference
from lib.kept.store import all_rows, writing
from lib.kept.tables import TABLES
from lib.ledger import rollup
from lib.ledger.access import engineer
from lib.ledger.door import Act, save_within
from lib.ledger.door.undo import inverse
from lib.review.reviewing import reopen_half_month
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from tests.conftest import SOAK
from tests.oracle import TASKS_AT

H = HalfMonth.parse("2023-06-2").ordinal
KINDS = ("自治州", "县", "镇", "村")

# code: (level at which it is reported, decimals)
REPORTED = {"done": (3, 0), "found": (3, 0), "before": (3, 1), "outside": (3, 0), "pay": (1, 2), "heads": (1, 0),
            "reviewed": (0, 0)}  # fmt: skip
DERIVED = {
    "pay_mean": {"rollup": "ratio", "numerator": "pay", "denominator": "heads", "level": "county"},
    "share": {"rollup": "ratio", "numerator": "done", "level": "village", "unit": "%", "goal": 80},
    "cut": {"rollup": "fall", "numerator": "found", "denominator": "before", "level": "village", "unit": "%",
            "goal": 50},
    "standard": {"rollup": "count", "condition": "outside<=4 found>=2", "level": "village"},
    "points": {"rollup": "units", "condition": "monitoring_point", "level": "village"},
}  # fmt: skip
TASKS = {  # code: (level, indicator, start, due)
    "01": (0, "done", H - 1, H + 2), "02": (0, None, H, H), "03": (0, "cut", H - 5, H + 5),
    "04": (0, "share", H, H + 1), "05": (0, "pay", H - 3, H + 1), "06": (0, "standard", H + 1, H + 3),
    "C1": (1, None, H - 1, H + 1), "T1": (2, None, H - 2, H + 9),
    "V1": (3, "done", H - 1, H + 4), "V2": (3, None, H, H + 7), "V3": (3, "cut", H, H + 2),
}  # fmt: skip


# Any small tree with any values ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class World:
    """Units as (code, place in LEVELS, is a monitoring point, valid to); values, targets and percents by code."""

    units: tuple[tuple[str, int, bool, int | None], ...]
    values: dict[tuple[int, str, str], int]
    targets: dict[tuple[str, str], int]
    percents: dict[tuple[int, str, str], str]

    def at(self, level: int) -> list[str]:
        return [code for code, its, *_rest in self.units if its == level]

    def exists(self, code: str, half_month: int) -> bool:
        return all(end is None or end >= half_month for its, _level, _point, end in self.units if its == code)

    def below(self, code: str) -> list[str]:
        """The unit and all under it: a code begins with the code of the unit above."""
        return [other for other, *_rest in self.units if other.startswith(code)]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    codes = ["9"]
    for prefix, most in (("9", 3), ("9.", 2), ("9..", 3)):
        for above in [code for code in codes if len(code) == len(prefix)]:
            least = 1 if above == "9" else 0
            codes += [f"{above}{number}" for number in range(1, draw(st.integers(least, most)) + 1)]
    ends = st.sampled_from((None, None, None, H - 1, H))
    units = tuple(
        (code, len(code) - 1, len(code) == 4 and draw(st.booleans()), draw(ends) if len(code) == 4 else None)
        for code in codes
    )
    small = st.one_of(st.none(), st.integers(0, 12))  # None: not reported, which is not 0
    values = {
        (half_month, unit, indicator): value
        for indicator, (level, _decimals) in REPORTED.items()
        for unit, its, _point, end in units
        if its == level
        for half_month in (H - 1, H, H + 1)
        if (end is None or end >= half_month) and (value := draw(small)) is not None
    }
    targets = {
        (unit, indicator): value
        for indicator in ("done", "pay")
        for unit, its, *_rest in units
        if its == REPORTED[indicator][0] and (value := draw(small)) is not None
    }
    percent = st.one_of(st.none(), st.sampled_from(("0", "0.1", "33.3", "99.9", "100")))
    percents = {
        (at, task, unit): value
        for at in (H - 1, H)
        for task, (level, indicator, _start, _due) in TASKS.items()
        for unit, its, _point, end in units
        if indicator is None and its == level and (end is None or end >= at) and (value := draw(percent)) is not None
    }
    return World(units, values, targets, percents)


# Into a store and out again -------------------------------------------------------------------------------------


def record(table: str, **values: object) -> Change:
    blank = {"text": "", "yes_no": False}
    whole = {column.name: blank.get(column.kind) for column in TABLES[table].columns} | values
    return Change(table, tuple(whole[name] for name in TABLES[table].key), "", None, whole)


def catalogues(world: World) -> Iterator[Change]:
    for code, level, point, valid_to in world.units:
        above = {"parent_code": code[:-1] or None, "level": LEVELS[level], "kind": KINDS[level]}
        yield record("unit", code=code, name=code, monitoring_point=point, valid_to=valid_to, **above)
    for level in (0, 1, 3):
        yield record("form", code=f"form{level}", name="x", level=LEVELS[level], units="all")
    none = {"numerator": None, "denominator": None, "condition": None, "goal": None, "form": None}
    rest = none | {"name": "x", "unit": "个", "decimals": 0, "direction": "up", "position": 1}
    for code, (level, decimals) in REPORTED.items():
        own = {"level": LEVELS[level], "rollup": "sum", "form": f"form{level}", "decimals": decimals}
        yield record("indicator", code=code, **rest | own)
    for code, values in DERIVED.items():
        yield record("indicator", code=code, **rest | values)
    for code, (level, indicator, start, due) in TASKS.items():
        own = {"level": LEVELS[level], "indicator": indicator, "start": start, "due": due}
        yield record("task", code=code, name="x", phase="clean", department_code=None, **own)


@contextmanager
def filled(engine: sa.Engine, world: World, order: list[int] | None = None) -> Iterator[SimpleNamespace]:
    """A transaction in which the world was saved through the door, county after county; it is taken back after."""

    def put(changes: list[Change]) -> None:
        save_within(connection, Act(engineer("test"), "load", loads=True), changes)

    with pytest.raises(TakenBack), writing(engine) as connection:
        put(list(catalogues(world)))
        reference = read_reference(connection)
        put([Change("target", TargetKey(*ids(reference, unit, code)), "value", None, value)
             for (unit, code), value in world.targets.items()])  # fmt: skip
        put([record("task_progress", half_month=half_month, task_code=task, unit_code=unit, percent=percent)
             for (half_month, task, unit), percent in world.percents.items()])  # fmt: skip
        batches: dict[tuple[int, str], list[Change]] = defaultdict(list)
        for (half_month, unit, code), value in world.values.items():
            change = Change("observation", (half_month, *ids(reference, unit, code)), "value", None, value)
            batches[half_month, unit[:2]].append(change)
        keys = sorted(batches)
        for place in order or range(len(keys)):
            put(batches.pop(keys[place % len(keys)], []) if keys else [])
        for changes in batches.values():
            put(changes)
        yield SimpleNamespace(connection=connection, reference=reference, put=put)
        raise TakenBack


class TakenBack(Exception):
    """Ends the transaction of one example, so that the next finds the store empty."""


def ids(reference: Reference, unit: str, code: str) -> tuple[int, int]:
    return reference.units[unit].id, reference.indicators[code].id


def rows(connection: sa.Connection, table: str) -> set[tuple]:
    return {tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table}")}


def kept_indicators(connection: sa.Connection) -> dict[tuple[int, str, str], tuple]:
    query = (
        "SELECT r.half_month, u.code, i.code, r.total, r.n, r.part, r.whole, r.change, r.level FROM rollup r"
        " JOIN unit u ON u.id = r.unit_id JOIN indicator i ON i.id = r.indicator_id"
    )
    return {tuple(row[:3]): tuple(row[3:]) for row in connection.exec_driver_sql(query)}


# The same in plain Python ---------------------------------------------------------------------------------------


Fact = tuple[int, int | None, int | None, int | None]  # total, part, whole, change of one unit


def fact(world: World, half_month: int, unit: str, code: str) -> Fact | None:
    """What one unit itself brings to an indicator; None when it did not report it, or does not exist any more."""
    if not world.exists(unit, half_month):
        return None

    def value(name: str, at: int = half_month) -> int | None:
        return world.values.get((at, unit, name))

    if code in REPORTED:
        now, before, target = value(code), value(code, half_month - 1), world.targets.get((unit, code))
        if now is None:
            return None
        return now, None if target is None else min(now, target), target, None if before is None else now - before
    if code == "standard":
        met = [
            None if value("outside", at) is None or value("found", at) is None
            else int(value("outside", at) <= 4 and value("found", at) >= 2)
            for at in (half_month, half_month - 1)
        ]  # fmt: skip
        return None if met[0] is None else (met[0], met[0], 1, None if met[1] is None else met[0] - met[1])
    if code == "points":
        flags = {code: point for code, _level, point, _end in world.units}
        return (1, None, None, 0) if flags[unit] else None
    return share(code, value, lambda name: value(name, half_month - 1))


def share(code: str, value, before) -> Fact | None:
    """Part and whole in one scale; a unit that reported only one of the two brings nothing. As change whether it
    reported both before."""
    upper = value(DERIVED[code]["numerator"])
    lower = value(DERIVED[code]["denominator"]) if "denominator" in DERIVED[code] else 1
    if upper is None or lower is None:
        return None
    up, low = {"pay_mean": (1, 100), "share": (1, 1), "cut": (10, 1)}[code]
    part, whole = upper * up, lower * low
    known = [before(DERIVED[code][name]) for name in ("numerator", "denominator") if name in DERIVED[code]]
    return upper, whole - part if code == "cut" else part, whole, int(None not in known)


def added(parts: list[int | None]) -> int | None:
    """The sum of what is known; missing where nothing is."""
    known = [part for part in parts if part is not None]
    return sum(known) if known else None


def plain_indicators(world: World) -> dict[tuple[int, str, str], tuple]:
    found = {}
    for half_month in sorted({at for at, _unit, _code in world.values}):
        for unit, level, *_rest in world.units:
            for code in (*REPORTED, *DERIVED):
                facts = [one for below in world.below(unit) if (one := fact(world, half_month, below, code))]
                if facts:
                    total, part, whole, change = (added(list(column)) for column in zip(*facts, strict=True))
                    found[half_month, unit, code] = (total, len(facts), part, whole, change, level)
    return found


def percent_by_indicator(row: tuple | None, code: str) -> int | None:
    """A unit's percent ×100 of a task that an indicator measures, rounded down, at most 10,000."""
    if row is None or row[3] is None:
        return None
    part, whole, derived = row[2], row[3], DERIVED.get(code, {})
    if whole == 0:
        return None if derived.get("rollup") in ("ratio", "fall") else 10_000
    scale = 100 if derived.get("unit") == "%" else 1
    return int(min(max(Fraction(part * 10_000, whole) / (Fraction(derived.get("goal", scale)) / scale), 0), 10_000))


def plain_tasks(world: World) -> dict[tuple[str, str], tuple[int, int, int, int, int | None]]:
    """(task, unit) → n, done, sum of percents ×100, how many were known before, their change, in half month H."""
    found, known = {}, plain_indicators(world)
    for task, (level, indicator, _start, _due) in TASKS.items():

        def own(unit: str, at: int = H, task: str = task, indicator: str | None = indicator) -> int | None:
            if not world.exists(unit, at):
                return None
            if indicator:
                return percent_by_indicator(known.get((at, unit, indicator)), indicator)
            text = world.percents.get((at, task, unit))
            return None if text is None else int(Fraction(text) * 100)

        for unit, its, *_rest in world.units:
            pairs = [other for other in world.below(unit) if len(other) - 1 == level] if its <= level else [unit]
            percents = [percent for pair in pairs if (percent := own(pair)) is not None]
            if percents:
                both = [(own(pair), own(pair, H - 1)) for pair in pairs]
                steps = [now - before for now, before in both if now is not None and before is not None]
                done = sum(each >= 10_000 for each in percents)
                found[task, unit] = (len(percents), done, sum(percents), len(steps), sum(steps) if steps else None)
    return found


def expected(start: int, due: int) -> int:
    return min(max((H - start + 1) * 10_000 // (due - start + 1), 0), 10_000)


def plain_units(world: World) -> dict[str, tuple[int, int, int, int, int, int | None]]:
    """unit → percent, expected, gap, tasks, done, change, in half month H: the mean of its levels' means over pairs."""
    tasks, found = plain_tasks(world), {}
    for unit, level, *_rest in world.units:
        levels = [
            {task: tasks[task, unit] for task, (its, *_more) in TASKS.items() if its == each and (task, unit) in tasks}
            for each in range(level, 4)
        ]
        known = [each for each in levels if each]
        if known:
            percent = sum(over_pairs(each, 2) for each in known) // len(known)
            due = sum(due_over_pairs(each) for each in known) // len(known)
            done = sum(row[1] == row[0] for each in known for row in each.values())
            moved = [one for each in known if (one := change_over_pairs(each)) is not None]
            change = int(Fraction(sum(moved), len(moved))) if moved else None
            found[unit] = (percent, due, percent - due, sum(map(len, known)), done, change)
    return found


def over_pairs(known: dict[str, tuple], column: int) -> int:
    return sum(row[column] for row in known.values()) // sum(row[0] for row in known.values())


def due_over_pairs(known: dict[str, tuple]) -> int:
    """What the schedule expects of each pair; none of these tasks counts within the year against the last."""
    due = sum(row[0] * expected(*TASKS[task][2:]) for task, row in known.items())
    return due // sum(row[0] for row in known.values())


def change_over_pairs(known: dict[str, tuple]) -> int | None:
    """Over the pairs known in both half months."""
    compared = sum(row[3] for row in known.values())
    return int(Fraction(sum(row[4] or 0 for row in known.values()), compared)) if compared else None


# Laws -----------------------------------------------------------------------------------------------------------

law = settings(max_examples=100 if SOAK else 25)


@pytest.mark.on_one
@law
@given(world=worlds())
def test_rollup_equals_sums_in_python_at_every_level(empty, world):
    with filled(empty, world) as store:
        assert kept_indicators(store.connection) == plain_indicators(world)


@pytest.mark.on_one
@law
@given(world=worlds())
def test_tasks_and_units_equal_a_plain_computation(empty, world):
    with filled(empty, world) as store:
        query = (
            f"SELECT t.code, u.code, r.n, r.done, r.percent, r.compared, r.change FROM {TASKS_AT} r"
            " JOIN task t ON t.id = r.task_id"
            f" JOIN unit u ON u.id = r.unit_id WHERE r.half_month = {H}"
        )
        kept = {tuple(row[:2]): tuple(row[2:]) for row in store.connection.exec_driver_sql(query)}
        assert kept == plain_tasks(world)
        query = (
            "SELECT u.code, r.percent, r.expected, r.gap, r.tasks, r.done, r.change FROM unit_rollup r"
            f" JOIN unit u ON u.id = r.unit_id WHERE r.half_month = {H}"
        )
        assert {row[0]: tuple(row[1:]) for row in store.connection.exec_driver_sql(query)} == plain_units(world)


DERIVED_TABLES = ("rollup", "task_rollup", "unit_rollup", "ancestry")


@settings(max_examples=100 if SOAK else 10)
@given(world=worlds(), order=st.lists(st.integers(0, 20), max_size=9), data=st.data())
def test_saves_and_undos_of_any_cells_give_the_rows_of_a_recompute_from_nothing(empty, world, order, data):
    """A save renews its own units and what stands above them, in its half month and the one after it."""
    with filled(empty, world, order) as store:
        left = saved_and_undone(store, world, data)
        kept = {table: rows(store.connection, table) for table in DERIVED_TABLES}
        for table in DERIVED_TABLES:
            store.connection.exec_driver_sql(f"DELETE FROM {table}")
        rollup.ancestry(store.connection)
        # percents are reported whether any value stands beside them
        rollup.recompute_all(store.connection, sorted({H - 1, H} | {at for at, *_rest in left}))
        assert {table: rows(store.connection, table) for table in DERIVED_TABLES} == kept


def percents(store: SimpleNamespace, world: World, data: st.DataObject) -> None:
    """A percent of one unit is reported or corrected."""
    asked = [
        (H + at, task, unit)
        for task, (level, indicator, _start, _due) in TASKS.items()
        for unit in world.at(level)
        for at in (-1, 0)
        if indicator is None and world.exists(unit, H + at)
    ]
    key = data.draw(st.sampled_from(asked))
    if (before := world.percents.get(key)) is None:
        half_month, task, unit = key
        store.put([record("task_progress", half_month=half_month, task_code=task, unit_code=unit, percent="50")])
    elif before != "50":
        store.put([Change("task_progress", key, "percent", Decimal(before), Decimal(50))])


def saved_and_undone(store: SimpleNamespace, world: World, data: st.DataObject) -> dict[tuple[int, str, str], int]:
    """Some saves of a few cells each, one of which may be emptied, and undos of the last one; the values then."""
    months, office = (H - 1, H, H + 1), engineer("test")
    store.put([record("half_month", half_month=each, state="open") for each in months])
    cells = [
        (at, unit, code)
        for code, (level, _decimals) in REPORTED.items()
        for unit in world.at(level)
        for at in months
        if world.exists(unit, at)
    ]
    some = st.dictionaries(st.sampled_from(cells), st.one_of(st.none(), st.integers(0, 12)), min_size=1, max_size=3)
    # as a file of several half months has it: each is renewed once, though it is also the one after another
    some |= st.tuples(st.sampled_from(cells), st.integers(0, 12)).map(
        lambda drawn: {cell: drawn[1] + cell[0] - H + 1 for cell in cells if cell[1:] == drawn[0][1:]}
    )
    values, past = dict(world.values), []
    percents(store, world, data)
    for after in data.draw(st.lists(st.one_of(st.none(), some), max_size=4)):
        if after is None and past:
            batch, values = past.pop()
            save_within(store.connection, *inverse(store.connection, batch, office))
        elif after is not None:
            changes = [
                Change("observation", (at, *ids(store.reference, unit, code)), "value", before, value)
                for (at, unit, code), value in after.items()
                if (before := values.get((at, unit, code))) != value
            ]
            past.append((save_within(store.connection, Act(office, "upload"), changes).batch, values))
            values = {key: value for key, value in (values | after).items() if value is not None}
    return values


@pytest.mark.long
@law
@given(world=worlds(), data=st.data())
def test_clearing_values_gives_the_rows_of_a_world_without_them(empty, world, data):
    keys = sorted(world.values)
    gone = data.draw(st.sets(st.sampled_from(keys))) if keys else set()
    with filled(empty, world) as store:
        store.put([
            Change("observation", (at, *ids(store.reference, unit, code)), "value", world.values[at, unit, code], None)
            for at, unit, code in sorted(gone)
        ])  # fmt: skip
        left = World(world.units, {key: world.values[key] for key in keys if key not in gone}, world.targets, {})
        kept = kept_indicators(store.connection)
        points = {key for key in kept if key[2] == "points"}  # they follow from the register, whoever reports
        assert {key: kept[key] for key in kept.keys() - points} == {
            key: row for key, row in plain_indicators(left).items() if key[2] != "points"
        }


# Single cases, to read ------------------------------------------------------------------------------------------


def top(small, indicator: str, at: str = "2023-07-1", unit: str = "5223") -> tuple | None:
    query = "SELECT total, n, part, whole, change FROM rollup WHERE half_month = ? AND unit_id = ? AND indicator_id = ?"
    return next(iter(small.all(query, *small.key(at, unit, indicator))), None)


def test_missing_is_not_zero(small):
    small.save(small.change("522326101001", "boards_removed", 0))
    assert top(small, "boards_removed") == (0, 1, 0, 6, -3)  # one village reported 0, five did not report
    assert top(small, "boards_removed", unit="522301") is None


def test_change_compares_only_units_that_reported_in_both_half_months(small):
    cell = small.change("522326101001", "boards_removed", None, before=3, at="2023-06-2")
    small.save(cell, loads=True)
    small.save(*(small.change(unit, "boards_removed", 5) for unit in ("522326101001", "522326101002")))
    assert top(small, "boards_removed") == (10, 2, 10, 12, 2)  # 5 − 3 of the second village alone


def test_later_half_month_is_compared_anew_when_the_earlier_one_is_mended(small):
    small.save(small.change("522326101001", "boards_removed", 5))
    small.save(small.change("522326101001", "boards_removed", 1, before=3, at="2023-06-2"), loads=True)
    assert top(small, "boards_removed")[4] == 4


@pytest.mark.parametrize(
    ("also", "change"),
    [
        (("522326101001", "boards_removed", 6, 5), 5),  # the same cell: renewed once, and rightly
        (("522326101002", "boards_removed", 5, None), 6),
        (("522326101001", "mechanisms_now", 2, None), 4),
    ],
)
def test_half_months_that_are_saved_together_are_compared_as_one_by_one(small, also, change):
    small.save(small.change("522326101001", "boards_removed", 5))
    *cell, before = also
    earlier = small.change("522326101001", "boards_removed", 1, before=3, at="2023-06-2")
    small.save(earlier, small.change(*cell, before=before), loads=True)
    assert top(small, "boards_removed")[4] == change


def test_fall_with_one_part_missing_is_missing(small):
    small.save(small.change("522326101001", "mechanisms_now", 2))
    assert top(small, "mechanisms_cut_pct") is None
    small.save(small.change("522326101001", "mechanisms_last_year", 10))
    assert top(small, "mechanisms_cut_pct") == (2, 1, 8, 10, 1)  # reported in both half months


def test_county_figure_stands_at_the_county_and_above_only(small):
    at = small.all(
        "SELECT u.code, r.total, r.n FROM rollup r JOIN unit u ON u.id = r.unit_id JOIN indicator i"
        " ON i.id = r.indicator_id WHERE i.code = 'labour_pay' ORDER BY u.code"
    )
    assert at == [("5223", 20_100, 2), ("522301", 10_050, 1), ("522326", 10_050, 1)]


def test_moved_village_counts_under_its_new_township_alone(small):
    moved = Change("unit", ("522326101002",), "parent_code", "522326101", "522326102")
    with pytest.raises(Refusal, match="522326101002 在2023年6月下半月有数据"):
        small.save(moved, kind="edit")
    reopen_half_month(small.engine, HalfMonth.parse("2023-06-2"), engineer("联席办 李四"), "区划调整")
    small.save(moved, kind="edit")
    counts = [top(small, "boards_removed", "2023-06-2", unit)[1] for unit in ("522326101", "522326102", "5223")]
    assert counts == [1, 3, 6]


def test_target_that_changes_moves_the_progress_of_open_half_months_alone(small):
    small.save(small.target("522326101001", "boards_removed", 16, before=6))
    assert top(small, "boards_removed", "2023-06-2") == (18, 6, 18, 36, None)
    reopen_half_month(small.engine, HalfMonth.parse("2023-06-2"), engineer("联席办 李四"), "目标补报")
    assert top(small, "boards_removed", "2023-06-2") == (18, 6, 18, 46, None)


def test_the_villages_of_a_country_are_weighed_without_running_out_of_digits(small):
    """714,500 villages × 100 % in hundredths pass what PostgreSQL holds in an integer; the mean is that of a few."""
    villages, expected = (
        714_500,
        "SELECT unit_id, percent, expected FROM unit_rollup WHERE level = 0 AND half_month = :h",
    )
    with writing(small.engine) as connection:
        asked = {"h": H}
        few = connection.execute(sa.text(expected), asked).all()
        assert [row.expected for row in few] != [0]
        for column in ("n", "done", "percent", "compared", "change"):
            connection.execute(
                sa.text(f"UPDATE task_rollup SET {column} = {column} * {villages} WHERE level = 0 AND half_month = :h"),
                asked,
            )
        rollup.tasks._renew_units(connection, rollup.ground.ground_of(connection, H, rollup.sql.Scope()))
        assert connection.execute(sa.text(expected), asked).all() == few
        connection.rollback()


def test_what_the_demo_brings_stands_as_it_is_recomputed(demo_copy):
    """One county's values of February's second half are carried forward after March is loaded, and closed."""
    tables = {
        "rollup": "level, half_month, indicator_id, unit_id, total, n, part, whole, change, percent, moved",
        "task_rollup": "*",
        "unit_rollup": "*",
    }
    with writing(demo_copy) as connection:
        loaded = {table: set(all_rows(connection, f"SELECT {of} FROM {table}")) for table, of in tables.items()}
        rollup.recompute_all(connection, sorted({row[1] for row in loaded["rollup"]}))
        for table, of in tables.items():
            assert set(all_rows(connection, f"SELECT {of} FROM {table}")) ^ loaded[table] == set()
        connection.rollback()
