"""Laws that hold for any file and any order of acts: what is saved is what the file says, and an undo takes it back."""

import csv
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from lib.intake import exports
from lib.intake.checks import Reported, check_records
from lib.intake.sheets import read
from lib.kept import store, tables
from lib.kept.changes import Change
from lib.kept.reference import read_reference
from lib.ledger import door
from lib.ledger.access import engineer
from lib.ledger.door import Act
from lib.review import reviewing, uploads
from lib.review.submissions import ReportKey
from lib.review.uploads import known_codes
from lib.server.commands.check import differences
from lib.words.errors import Locked, Refusal
from lib.words.half_months import HalfMonth
from lib.words.settings import settings as limits
from tests.conftest import SOAK, VILLAGES, Small, decided, record

JULY = HalfMonth.parse("2023-07-1")
FORM = "village_cleanup"
ASKED = ("boards_removed", "boards_outside", "signs_outside", "mechanisms_last_year", "mechanisms_now")
COUNTIES = ("522301", "522326")


@contextmanager
def copied(small_file: Path) -> Iterator[Small]:
    """A small store of its own for one example."""
    file = small_file.with_name("example.db")
    for old in file.parent.glob("example.db*"):
        old.unlink()
    shutil.copyfile(small_file, file)
    engine = store.connect(f"sqlite:///{file}")
    with store.reading(engine) as connection:
        reference = read_reference(connection)
    yield Small(engine, reference)
    engine.dispose()


# A file ---------------------------------------------------------------------------------------------------------

Filled = dict[str, list[int | None]]
filled = st.dictionaries(
    st.sampled_from(VILLAGES),
    st.lists(st.one_of(st.none(), st.integers(0, 10**12)), min_size=5, max_size=5),
    min_size=1,
)


def as_file(small: Small, values: Filled) -> bytes:
    written = StringIO()
    lines = csv.writer(written)
    lines.writerow(["半月", "单位代码", *(small.reference.indicators[code].name for code in ASKED)])
    lines.writerows(
        [JULY.label, code, *("" if value is None else value for value in row)] for code, row in values.items()
    )
    return written.getvalue().encode()


def upload(small: Small, content: bytes, name: str = "望谟县.csv", form: str = FORM) -> uploads.Upload:
    return uploads.take(small.engine, content, name, Reported(form, JULY), engineer("张三"))


def kinds(upload: uploads.Upload) -> list[str]:
    return [problem.kind for problem in upload.checked.problems]


def filled_in(rows: Iterable[Sequence[object]]) -> bool:
    return any(cell is not None for row in rows for cell in row)


def exported(small: Small, form: str = FORM) -> exports.Export:
    with store.reading(small.engine) as connection:
        return exports.values(connection, small.reference, form, JULY)


@given(first=filled, second=filled)
@settings(max_examples=100 if SOAK else 12)
def test_export_after_saves_gives_back_the_values_of_the_files(small_file, first, second):
    with copied(small_file) as small:
        said: dict[str, list[int | None]] = {code: [None] * len(ASKED) for code in VILLAGES}
        for values in (first, second):
            taken = upload(small, as_file(small, values))
            assert kinds(taken) == ([] if filled_in(values.values()) else ["nothing_filled"])
            uploads.save_upload(small.engine, taken, engineer("张三"))
            for code, row in values.items():  # what a file leaves blank stays as it is
                said[code] = [old if new is None else new for old, new in zip(said[code], row, strict=True)]
        assert {row[1]: list(row[3:]) for row in exported(small).rows} == said


@given(values=filled, pay=st.lists(st.decimals(0, 10**10, places=2), min_size=2, max_size=2))
@settings(max_examples=100 if SOAK else 8)
@pytest.mark.parametrize("ending, write", [("csv", exports.as_csv), ("xlsx", exports.as_xlsx)])
def test_export_that_is_uploaded_again_changes_nothing(small_file, values, pay, ending, write):
    with copied(small_file) as small:
        uploads.save_upload(small.engine, upload(small, as_file(small, values)), engineer("张三"))
        lines = "".join(f"{code},{amount}\n" for code, amount in zip(COUNTIES, pay, strict=True))
        county = upload(small, f"单位代码,发放劳务报酬\n{lines}".encode(), form="county_empowerment")
        uploads.save_upload(small.engine, county, engineer("张三"))
        for form in (FORM, "county_empowerment"):
            again = upload(small, write(exported(small, form)), f"again.{ending}", form)
            reported = filled_in(row[3:] for row in exported(small, form).rows)
            assert kinds(again) == ([] if reported else ["nothing_filled"])
            assert not again.preview.changes
            assert again.preview.unchanged == sum(
                cell is not None for row in exported(small, form).rows for cell in row[3:]
            )


# Any order of acts ----------------------------------------------------------------------------------------------

TABLES = {
    "observation": "half_month, unit_id, indicator_id, value, carried",  # the batch is the undo's: that is the history
    "target": "unit_id, indicator_id, value",
    "half_month": "*",
    "task_progress": "*",
    "unit": "*",
    "indicator": "*",
    "ancestry": "*",
    "rollup": "level, half_month, indicator_id, unit_id, total, n, part, whole, change, percent, moved",
    "task_rollup": "*",
    "unit_rollup": "*",
    "submission": "half_month, form, county_code, filled, reported_on, decision, reason",
}


def kept(small: Small) -> dict[str, set[tuple[Any, ...]]]:
    """Everything that an undo gives back. A submission that nobody has begun is none, whether it has a row or not."""
    state = {table: set(small.all(f"SELECT {columns} FROM {table}")) for table, columns in TABLES.items()}
    state["submission"] = {row for row in state["submission"] if row[3:] != (0, None, "", "")}
    return state


def differing(now: dict[str, set[tuple[Any, ...]]], then: dict[str, set[tuple[Any, ...]]]) -> dict[str, Any]:
    """The rows of each table that are not in both."""
    return {table: now[table] ^ then[table] for table in now if now[table] != then[table]}


small_value = st.one_of(st.none(), st.integers(0, 12))
villages = st.sampled_from(VILLAGES)


class Acts(RuleBasedStateMachine):
    """The office and its reporters in any order, each act a day later; every act is undone at once and done again."""

    file: Path
    done: Counter[str]

    @initialize()
    def open(self) -> None:
        self._copy = copied(self.file)
        self.small = self._copy.__enter__()
        self._decided = ExitStack()
        self.on(JULY.last_day)
        reviewing.open_half_month(self.small.engine, JULY.next(), engineer("联席办"))

    def on(self, day: date) -> None:
        """Let it be another day."""
        self._decided.close()
        self._decided.enter_context(decided(calendar={"today": day}))
        self.today = day

    def teardown(self) -> None:
        self._decided.close()
        self._copy.__exit__(None, None, None)

    def act(self, name: str, saves: Any) -> None:
        """Do it; undone, everything is as before, and done again as after it. Where it is refused, nothing changed."""
        before, last = kept(self.small), self.small.one("SELECT MAX(id) FROM batch")
        self.on(self.today + timedelta(days=1))
        try:
            saves()
        except Refusal:
            assert differing(kept(self.small), before) == {}
            assert self.small.one("SELECT MAX(id) FROM batch") == last
            self.done[f"{name} refused"] += 1
            return
        batches = [batch for (batch,) in self.small.all("SELECT id FROM batch WHERE id > ? ORDER BY id", last)]
        self.done[name] += 1
        after = kept(self.small)
        redo = [self.undo(batch) for batch in reversed(batches)]
        assert differing(kept(self.small), before) == {}
        for batch in reversed(redo):
            self.undo(batch)
        assert differing(kept(self.small), after) == {}

    def undo(self, batch: int) -> int:
        self.on(self.today + timedelta(days=1))
        self.done["undo"] += 1
        return door.undo(self.small.engine, batch, engineer("李四"), "更正").batch

    def saved(self, name: str, *changes: Change, **more: Any) -> None:
        self.act(name, lambda: door.save(self.small.engine, Act(engineer("张三"), **{"kind": "edit"} | more), changes))

    def cell(self, code: str, indicator: str, after: int | None, at: str) -> Change:
        return self.small.change(code, indicator, after, self.small.value(code, indicator, at), at)

    @rule(
        code=villages, row=st.lists(small_value, min_size=5, max_size=5), at=st.sampled_from(["2023-07-1", "2023-07-2"])
    )
    def report(self, code: str, row: list[int | None], at: str) -> None:
        """Values and, where a cell is None, its clearing."""
        cells = [self.cell(code, indicator, value, at) for indicator, value in zip(ASKED, row, strict=True)]
        self.saved("report", *(change for change in cells if change.before != change.after), kind="upload")

    @rule(data=st.lists(st.tuples(villages, st.sampled_from(ASKED), small_value), min_size=1, max_size=8))
    def edit_several_villages(self, data: list[tuple[str, str, int | None]]) -> None:
        cells = [self.cell(*one, "2023-07-1") for one in {one[:2]: one for one in data}.values()]
        self.saved("edit", *(change for change in cells if change.before != change.after))

    @rule(code=villages, after=small_value)
    def set_target(self, code: str, after: int | None) -> None:
        _h, unit, indicator = self.small.key("2023-07-1", code, "boards_removed")
        before = self.small.one("SELECT value FROM target WHERE unit_id = ? AND indicator_id = ?", unit, indicator)
        if before != after:
            self.saved("target", self.small.target(code, "boards_removed", after, before))

    @rule(county=st.sampled_from(COUNTIES), percent=st.sampled_from(["0", "33.3", "100"]), at=st.sampled_from([0, 1]))
    def report_task(self, county: str, percent: str, at: int) -> None:
        values = {"half_month": JULY.ordinal + at, "task_code": "C1", "unit_code": county, "percent": percent}
        self.saved("task", record("task_progress", **values))

    @rule(form=st.sampled_from([FORM, "county_empowerment"]), county=st.sampled_from(COUNTIES))
    def report_that_nothing_changed(self, form: str, county: str) -> None:
        self.act(
            "unchanged", lambda: reviewing.nothing_changed(self.small.engine, JULY, form, county, engineer("张三"))
        )

    @rule(
        county=st.sampled_from(COUNTIES),
        form=st.sampled_from([FORM, "county_empowerment"]),
        decision=st.sampled_from(["accepted", "returned", ""]),
    )
    def decide(self, county: str, form: str, decision: str) -> None:
        self.act(
            "decide",
            lambda: reviewing.decide(self.small.engine, JULY, form, county, decision, engineer("联席办"), "看过"),
        )

    @rule(carry=st.booleans())
    def close(self, carry: bool) -> None:
        with store.reading(self.small.engine) as connection:
            every = reviewing.every_standing(connection, JULY)
        missing = [report.key for report in every if carry and not report.filled_in]
        self.act(
            "close",
            lambda: reviewing.close_half_month(self.small.engine, JULY, engineer("联席办"), "沿用上期", missing),
        )

    @rule(county=st.sampled_from(COUNTIES), value=st.integers(0, 12))
    def complete(self, county: str, value: int) -> None:
        """Every cell of a county, so that it is complete from that day on."""
        mine = [code for code in VILLAGES if code.startswith(county)]
        cells = [self.cell(code, indicator, value, "2023-07-1") for code in mine for indicator in ASKED]
        self.saved("complete", *(change for change in cells if change.before != change.after), kind="upload")

    @rule(county=st.sampled_from(COUNTIES))
    def carry_one_county(self, county: str) -> None:
        """The act of carrying alone, so that its own undo is tried too."""

        def carry() -> None:
            with store.writing(self.small.engine) as connection:
                reviewing._carry(connection, JULY, ReportKey(FORM, county), engineer("联席办"), "沿用上期")

        self.act("carry", carry)

    @precondition(lambda self: self.is_closed)
    @rule()
    def reopen(self) -> None:
        self.act("reopen", lambda: reviewing.reopen_half_month(self.small.engine, JULY, engineer("联席办"), "更正"))

    @property
    def is_closed(self) -> bool:
        return self.small.one("SELECT state FROM half_month WHERE half_month = ?", JULY.ordinal) == "closed"

    @rule(code=villages, township=st.sampled_from(["522301001", "522326101", "522326102"]))
    def move_village(self, code: str, township: str) -> None:
        before = self.small.one("SELECT parent_code FROM unit WHERE code = ?", code)
        if before != township:
            self.saved("move", Change("unit", (code,), "parent_code", before, township))

    @rule(code=villages, end=st.sampled_from([None, JULY.ordinal - 1]))
    def close_village(self, code: str, end: int | None) -> None:
        before = self.small.one("SELECT valid_to FROM unit WHERE code = ?", code)
        if before != end:
            self.saved("close unit", Change("unit", (code,), "valid_to", before, end))

    @rule(code=villages)
    def mark_monitoring_point(self, code: str) -> None:
        before = bool(self.small.one("SELECT monitoring_point FROM unit WHERE code = ?", code))
        self.saved("flag", Change("unit", (code,), "monitoring_point", before, not before))

    @rule(place=st.integers(0, 30))
    def undo_any(self, place: int) -> None:
        undone = "SELECT undoes FROM batch WHERE undoes IS NOT NULL"
        batches = self.small.all(f"SELECT id FROM batch WHERE kind <> 'load' AND id NOT IN ({undone}) ORDER BY id")
        if batches:
            batch = batches[place % len(batches)][0]
            self.act("undo any", lambda: door.undo(self.small.engine, batch, engineer("李四"), "更正"))

    @invariant()
    def everything_derived_equals_what_it_follows_from(self) -> None:
        assert differences(self.small.engine) == []


def test_undo_is_exact_and_rollups_are_sums_whatever_is_done_in_whatever_order(small_file):
    machine = type("AnyActs", (Acts,), {"file": small_file, "done": Counter()})
    run_state_machine_as_test(machine, settings=settings(max_examples=150 if SOAK else 6, stateful_step_count=12))
    print(f"{sum(machine.done.values())} acts:", dict(sorted(machine.done.items())))
    assert machine.done["undo"] > 50


# What the laws have found ---------------------------------------------------------------------------------------

FLAG = {"rollup": "units", "condition": "monitoring_point", "level": "village", "unit": "个", "direction": "none"}


@pytest.fixture
def with_points(small: Small) -> Small:
    """The small store with one monitoring point in each county and the indicator that counts them."""
    none = dict.fromkeys(("form", "numerator", "denominator"))
    points = record("indicator", code="points", name="监测点", position=9, decimals=0, **FLAG | none)
    flags = [Change("unit", (code,), "monitoring_point", False, True) for code in ("522301001001", "522326101001")]
    small.save(points, *flags, kind="edit")
    return small


def points_of_the_prefecture(small: Small) -> int | None:
    query = (
        "SELECT r.total FROM rollup r JOIN indicator i ON i.id = r.indicator_id AND i.code = 'points'"
        " WHERE r.level = 0 AND r.half_month = ?"
    )
    return small.one(query, JULY.ordinal)


def test_count_in_the_register_covers_all_counties_as_soon_as_one_has_reported(with_points):
    with_points.save(with_points.change("522326101001", "boards_removed", 4))
    assert points_of_the_prefecture(with_points) == 2


def test_half_month_without_values_has_no_figures_left(with_points):
    receipt = with_points.save(with_points.change("522326101001", "boards_removed", 4))
    door.undo(with_points.engine, receipt.batch, engineer("李四"))
    assert points_of_the_prefecture(with_points) is None


def test_closed_half_month_takes_no_percent_of_a_task(small):
    with pytest.raises(Locked):
        small.save(
            record("task_progress", half_month=JULY.ordinal - 1, task_code="C1", unit_code="522326", percent="5")
        )


def test_closed_village_is_asked_no_more(small):
    small.save(small.change("522326101001", "boards_removed", 4))
    asked = "SELECT asked FROM submission WHERE half_month = ? AND form = ? AND county_code = '522326'"
    before = small.one(asked, JULY.ordinal, FORM)
    small.save(Change("unit", ("522326102002",), "valid_to", None, JULY.ordinal - 1), kind="edit")
    assert small.one(asked, JULY.ordinal, FORM) == before - len(ASKED)


def test_undone_clearing_gives_the_day_of_completion_back(small, decide):
    day = (
        "SELECT reported_on FROM submission"
        " WHERE half_month = ? AND form = 'county_empowerment' AND county_code = '522326'"
    )
    small.save(small.change("522326", "labour_pay", 100))
    on_time = small.one(day, JULY.ordinal)
    decide(calendar={"today": JULY.last_day + timedelta(days=40)})
    cleared = small.save(small.change("522326", "labour_pay", None, before=100))
    assert small.one(day, JULY.ordinal) == on_time  # the first day stays, whatever is corrected
    door.undo(small.engine, cleared.batch, engineer("李四"))
    assert small.one(day, JULY.ordinal) == on_time


def test_file_of_units_without_their_levels_is_refused_not_a_crash(small):
    sheet = read("代码,名称,上级代码\n522326102009,新村,522326102\n".encode(), "units.csv", limits().upload)
    with store.reading(small.engine) as connection:
        checked = check_records(sheet, tables.TABLES["unit"], known_codes(connection))
    assert {problem.kind for problem in checked.problems} == {"missing_column"}
