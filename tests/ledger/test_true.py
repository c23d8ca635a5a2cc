"""True in every half month: whatever the office and its reporters do, in whatever order, the boards say what is so.

A world in plain dicts (tests/world.py) goes along; after every act the database must say the same, and closed half
months read as they read when they were closed.
"""

import csv
from collections import Counter
from collections.abc import Callable
from functools import wraps
from io import StringIO
from typing import Any

import sqlalchemy as sa
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from lib.figures.progress import children
from lib.figures.ranking import placed
from lib.intake import exports
from lib.intake.checks import Reported, Targets
from lib.kept import store
from lib.kept.changes import Change
from lib.kept.reference import Reference, read_reference
from lib.ledger import door
from lib.ledger.access import engineer
from lib.ledger.door import Act
from lib.review import reviewing, uploads
from lib.review.submissions import Status, standings
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from tests.conftest import SOAK, TURN, Small, decided
from tests.world import FOREVER, Asked, Place, World

FIRST = TURN.ordinal
LAST = FIRST + 4
OFFICE, REPORTER = engineer("联席办 李四"), engineer("望谟县 张三")
COUNTIES = ("522301", "522326")
VILLAGE = ("boards_removed", "boards_outside", "signs_outside", "mechanisms_last_year", "mechanisms_now")
FORMS = {
    "village_cleanup": Asked("village", False, VILLAGE),
    "county_empowerment": Asked("county", False, ("labour_pay",), frozenset({"labour_pay"})),
    "pilots": Asked("village", True, ("forms_cut",)),
}
COVERAGE = 90  # percent of the cells, as config.toml has it
PHASES = (Phase.generate,)  # a failing order of acts is short enough to read; to shorten it takes minutes
DERIVED = {
    "rollup": "indicator_id, level, unit_id, total, n, part, whole, change, percent, moved",
    "task_rollup": "*",
    "unit_rollup": "*",
    "submission": "form, county_code, asked, filled, carried, reported_on, decision",
}


def opened(engine: sa.Engine) -> Small:
    with store.reading(engine) as connection:
        return Small(engine, read_reference(connection))


def facts(small: Small) -> World:
    """What the database holds of what people did, as the world beside it holds it."""
    places = {
        code: Place(
            level, parent, first or 0, FOREVER if last is None else last, heir,
            (since or 0, FOREVER if until is None else until) if flag or until is not None else None,
        )
        for code, level, parent, first, last, heir, flag, since, until in small.all(
            "SELECT code, level, parent_code, valid_from, valid_to, successor_code, report_pilot, pilot_from, pilot_to"
            " FROM unit ORDER BY code"
        )
    }  # fmt: skip
    values = small.all(
        "SELECT o.half_month, u.code, i.code AS indicator, o.value, o.carried FROM observation o"
        " JOIN unit u ON u.id = o.unit_id JOIN indicator i ON i.id = o.indicator_id"
    )
    targets: dict[tuple[str, str], dict[int, int]] = {}
    for unit, indicator, since, value in small.all(
        "SELECT u.code, i.code AS indicator, t.since, t.value FROM target t JOIN unit u ON u.id = t.unit_id"
        " JOIN indicator i ON i.id = t.indicator_id"
    ):
        targets.setdefault((unit, indicator), {})[since] = value
    decisions = small.all("SELECT half_month, form, county_code, decision FROM submission WHERE decision <> ''")
    return World(
        places=places,
        forms=FORMS,
        months=dict(small.all("SELECT half_month, state FROM half_month ORDER BY half_month")),
        values={(month, unit, code): (value, bool(carried)) for month, unit, code, value, carried in values},
        targets=targets,
        decisions={(month, form, county): decision for month, form, county, decision in decisions},
    )


def shown(small: Small, half_month: int) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that boards read of a half month."""
    return {
        table: sorted(small.all(f"SELECT {columns} FROM {table} WHERE half_month = ?", half_month), key=str)
        for table, columns in DERIVED.items()
    }


def law(holds: Callable[["HalfMonths"], None]) -> Callable[["HalfMonths"], None]:
    """An invariant that is looked at once after each act: a step that found nothing to do changed nothing."""

    @wraps(holds)
    def looked_at(self: "HalfMonths") -> None:
        if hasattr(self, "small") and self.seen.get(holds.__name__) != self.acts:
            holds(self)
            self.seen[holds.__name__] = self.acts

    return invariant()(looked_at)


small_value = st.integers(0, 9)
form = st.sampled_from(sorted(FORMS))
county = st.sampled_from(COUNTIES)
pick = st.integers(0, 999)


class HalfMonths(RuleBasedStateMachine):
    """The office and its reporters in any order, over the turn of a year."""

    given: Any
    done: Counter[str]

    @initialize()
    def begin(self) -> None:
        self.copy = type(self).given("turn")
        self.small = opened(self.copy.__enter__())
        self.world = facts(self.small)
        self.world.since(self.world)
        self.history: list[tuple[list[int], World]] = []
        self.closed = {half_month: shown(self.small, half_month) for half_month in (FIRST - 1, FIRST)}
        self.acts, self.seen = 0, dict[str, int]()
        self._read = (0, self.small.reference)

    def teardown(self) -> None:
        self.copy.__exit__(None, None, None)

    @property
    def reference(self) -> Reference:
        """The catalogues as they are, read once after each act: it takes longer than most laws."""
        if self._read[0] != self.acts:
            self._read = (self.acts, opened(self.small.engine).reference)
        return self._read[1]

    # How an act is done and foretold --------------------------------------------------------------------------------

    def act(self, name: str, saves: Any, then: World) -> None:
        """Do it: the database says what was foretold; where it is refused, nothing changed."""
        self.acts += 1
        last = self.small.one("SELECT MAX(id) FROM batch")
        try:
            saves()
        except Refusal:
            assert facts(self.small) == self.world
            assert self.small.one("SELECT MAX(id) FROM batch") == last
            self.done[f"{name} refused"] += 1
            return
        self.done[name] += 1
        batches = [batch for (batch,) in self.small.all("SELECT id FROM batch WHERE id > ? ORDER BY id", last)]
        self.history.append((batches, self.world))
        self.world = then
        now = facts(self.small)
        for what in ("places", "months", "values", "targets", "decisions"):
            assert getattr(now, what) == getattr(then, what), name

    def saved(self, name: str, then: World, *changes: Change) -> None:
        self.act(name, lambda: door.save(self.small.engine, Act(OFFICE, "edit"), changes), then)

    def a_month(self, at: int, state: str = "open") -> int | None:
        months = [
            month for month, each in self.world.months.items() if each == state and month > FIRST - (state != "open")
        ]
        return months[at % len(months)] if months else None

    @property
    def first_open(self) -> int:
        return max(month for month, state in self.world.months.items() if state == "closed") + 1

    # What reporters do ----------------------------------------------------------------------------------------------

    @rule(at=pick, form=form, county=county, values=st.lists(st.none() | small_value, min_size=5, max_size=5))
    def upload(self, at: int, form: str, county: str, values: list[int | None]) -> None:
        """A file of a county's form; a blank cell stays as it is."""
        month = self.a_month(at)
        cells = self.world.cells(month, form, county) if month else []
        if month is None or not cells:
            return
        given = {
            (month, unit, indicator): value * (100 if indicator == "labour_pay" else 1)
            for number, (unit, indicator) in enumerate(cells)
            if (value := values[(number + at) % 5]) is not None
        }
        then = self.world.copy()
        then.write(given)
        self.act(
            "upload", lambda: self.take(self.file(month, form, cells, given), Reported(form, HalfMonth(month))), then
        )

    def take(self, content: bytes, wanted: Reported | Targets) -> None:
        taken = uploads.take(self.small.engine, content, "县.csv", wanted, REPORTER)
        if not taken.checked.cells:
            raise Refusal(*(problem.mend for problem in taken.checked.problems if problem.kind == "nothing_filled"))
        assert not taken.checked.problems
        uploads.save_upload(self.small.engine, taken, REPORTER)

    def file(self, month: int, form: str, cells: list[tuple[str, str]], given: dict[Any, int]) -> bytes:
        written = StringIO()
        lines = csv.writer(written)
        names = [self.small.reference.indicators[indicator].name for indicator in FORMS[form].indicators]
        lines.writerow(["半月", "单位代码", *names])
        for unit in dict.fromkeys(unit for unit, _indicator in cells):
            row = [given.get((month, unit, indicator)) for indicator in FORMS[form].indicators]
            hundredth = form == "county_empowerment"
            texts = ["" if value is None else value // 100 if hundredth else value for value in row]
            lines.writerow([HalfMonth(month).label, unit, *texts])
        return written.getvalue().encode()

    @rule(at=pick, form=form, county=county, value=st.none() | small_value)
    def edit(self, at: int, form: str, county: str, value: int | None) -> None:
        """One cell of a grid, None clears it."""
        month = self.a_month(at)
        cells = self.world.cells(month, form, county) if month else []
        if month is None or not cells:
            return
        unit, indicator = cells[at % len(cells)]
        before = self.world.values.get((month, unit, indicator))
        if before == (value, False) or (before is None and value is None):
            return
        then = self.world.copy()
        then.write({(month, unit, indicator): value})
        change = self.small.change(unit, indicator, value, before and before[0], str(HalfMonth(month)))
        self.saved("clear" if value is None else "edit", then, change)

    @rule(at=pick, form=form, county=county, value=small_value)
    def complete(self, at: int, form: str, county: str, value: int) -> None:
        month = self.a_month(at)
        cells = self.world.cells(month, form, county) if month else []
        if month is None or not cells:
            return
        given = {(month, *cell): value * (100 if form == "county_empowerment" else 1) for cell in cells}
        then = self.world.copy()
        then.write(given)
        self.act(
            "complete", lambda: self.take(self.file(month, form, cells, given), Reported(form, HalfMonth(month))), then
        )

    @rule(at=pick, form=form, county=county)
    def nothing_changed(self, at: int, form: str, county: str) -> None:
        if (month := self.a_month(at)) is None:
            return
        then = self.world.copy()
        then.write(dict(self.world.copied(month, form, county)))
        self.act(
            "nothing changed",
            lambda: reviewing.nothing_changed(self.small.engine, HalfMonth(month), form, county, REPORTER),
            then,
        )

    @rule(at=pick)
    def hand_in_again(self, at: int) -> None:
        """A report that was sent back, if need be just now, is right as it is, and waits for the office again."""
        if (month := self.a_month(at)) is None:
            return
        whole = self.whole(month)
        if not whole:
            return
        form, county = whole[at % len(whole)]
        if self.world.decisions.get((month, form, county)) != "returned":
            self.decided(month, form, county, "returned")
        then = self.world.copy()
        then.decisions.pop((month, form, county))
        half_month = HalfMonth(month)
        self.act(
            "hand in again",
            lambda: reviewing.hand_in_again(self.small.engine, half_month, form, county, REPORTER, "已核对"),
            then,
        )

    # What the office does -------------------------------------------------------------------------------------------

    @rule(at=pick, form=form, county=county, decision=st.sampled_from(["accepted", "returned"]))
    def decide(self, at: int, form: str, county: str, decision: str) -> None:
        if (month := self.a_month(at)) is None:
            return
        if decision == "accepted" and (whole := self.whole(month)):
            form, county = whole[at % len(whole)]
        self.decided(month, form, county, decision)

    def whole(self, month: int) -> list[tuple[str, str]]:
        """The reports that are asked and have every cell."""
        every = [(form, county) for form in FORMS for county in COUNTIES if self.world.cells(month, form, county)]
        return [one for one in every if len(self.world.filled(month, *one)) == len(self.world.cells(month, *one))]

    def decided(self, month: int, form: str, county: str, decision: str) -> None:
        then = self.world.copy()
        then.decisions[month, form, county] = decision
        self.act(
            decision,
            lambda: reviewing.decide(self.small.engine, HalfMonth(month), form, county, decision, OFFICE, "看过"),
            then,
        )

    @rule(at=pick, carry=st.booleans())
    def close(self, at: int, carry: bool) -> None:
        if (month := self.a_month(at)) is None:
            return
        half_month = HalfMonth(month)
        with store.reading(self.small.engine) as connection:
            every = reviewing.every_standing(connection, half_month)
        missing = [report.key for report in every if carry and not report.filled_in]
        then = self.world.copy()
        for one in missing:
            carried = then.copied(month, one.form, one.county_code)
            then.write(dict(carried), carried=True)
            if carried:
                then.decisions[month, one.form, one.county_code] = "carried"
        then.close(month)
        self.act(
            "close with 沿用" if missing else "close",
            lambda: reviewing.close_half_month(self.small.engine, half_month, OFFICE, "按期关闭", missing),
            then,
        )

    @rule(at=pick)
    def reopen(self, at: int) -> None:
        if (month := self.a_month(at, "closed")) is None:
            return
        then = self.world.copy()
        then.reopen(month)
        self.act(
            "reopen", lambda: reviewing.reopen_half_month(self.small.engine, HalfMonth(month), OFFICE, "更正"), then
        )

    @precondition(lambda self: max(self.world.months) < LAST)
    @rule()
    def open_next(self) -> None:
        month = max(self.world.months) + 1
        then = self.world.copy()
        then.months[month] = "open"
        name = "open a new year" if HalfMonth(month).begins_year else "open"
        self.act(name, lambda: reviewing.open_half_month(self.small.engine, HalfMonth(month), OFFICE), then)

    # What becomes of units, marks and targets -----------------------------------------------------------------------

    @property
    def villages_that_last(self) -> list[str]:
        return [code for code, at in self.world.places.items() if at.level == "village" and at.last == FOREVER]

    @rule(at=pick, later=st.integers(-1, 1), heir=st.none() | pick)
    def end(self, at: int, later: int, heir: int | None) -> None:
        """A village ends, and perhaps another one takes over from it."""
        there = [
            code for code, place in self.world.places.items() if place.level == "village" and place.last == FOREVER
        ]
        if len(there) < 3:
            return
        code, last = there[at % len(there)], self.first_open - 1 + later
        others = [one for one in there if one != code]
        then = self.world.copy()
        asked = then.asked()
        then.places[code].last = last
        changes = [Change("unit", (code,), "valid_to", None, last)]
        if heir is not None:
            then.merge(code, others[heir % len(others)])
            changes.append(Change("unit", (code,), "successor_code", None, then.places[code].heir))
        then.settle(asked)
        self.saved("end" if heir is None else "merge", then, *changes)

    @rule(at=pick)
    def tick(self, at: int) -> None:
        """A mark is set or taken: it holds from the first open half month on, or until the last closed one."""
        villages = [code for code, place in self.world.places.items() if place.level == "village"]
        code = villages[at % len(villages)]
        before = bool(self.small.one("SELECT report_pilot FROM unit WHERE code = ?", code))
        then = self.world.copy()
        asked, place, closed = then.asked(), then.places[code], self.first_open - 1
        if before:
            place.pilot = (place.pilot[0], closed) if place.pilot and place.pilot[0] <= closed else None
        else:
            place.pilot = (place.pilot[0], FOREVER) if place.pilot else (closed + 1, FOREVER)
        then.settle(asked)
        self.saved("untick" if before else "tick", then, Change("unit", (code,), "report_pilot", before, not before))

    @rule(at=pick, value=small_value)
    def set_target(self, at: int, value: int) -> None:
        there = [
            code for code, place in self.world.places.items() if place.level == "village" and place.last == FOREVER
        ]
        code, since = there[at % len(there)], self.first_open
        then = self.world.copy()
        if then.target(code, "boards_removed", FOREVER) != value:
            then.targets[code, "boards_removed"][since] = value
        content = f"单位代码,清理机构牌子\n{code},{value}\n".encode()
        self.act("target", lambda: self.take(content, Targets("village_cleanup")), then)

    @rule(place=pick)
    def undo(self, place: int) -> None:
        """Any act is taken back; the last one gives back what was, to the letter."""
        if not self.history:
            return
        self.acts += 1
        batches, before = self.history[-1 if place % 2 else place % len(self.history)]
        newest = batches == self.history[-1][0]
        last = self.small.one("SELECT MAX(id) FROM batch")
        try:
            for batch in reversed(batches):
                door.undo(self.small.engine, batch, OFFICE)
        except Refusal:
            self.done["undo refused"] += 1
            if self.small.one("SELECT MAX(id) FROM batch") == last:
                assert facts(self.small) == self.world
                return
            newest = False  # of an act of several batches some are taken back
        else:
            self.done["undo"] += 1
        if newest:
            now = facts(self.small)
            for what in ("places", "months", "values", "targets", "decisions"):
                assert getattr(now, what) == getattr(before, what)
        self.world = facts(self.small).since(self.world)
        self.history = self.history[:-1] if newest else []

    # The laws -------------------------------------------------------------------------------------------------------

    @law
    def sums_are_those_of_the_units_that_exist(self) -> None:
        opened = [month for month, state in self.world.months.items() if state == "open"]
        rows = self.small.all(
            "SELECT r.half_month, u.code, i.code AS indicator, r.total, r.n, r.part, r.whole, r.change FROM rollup r"
            " JOIN unit u ON u.id = r.unit_id JOIN indicator i ON i.id = r.indicator_id AND i.rollup = 'sum'"
        )
        told = {tuple(row[:3]): tuple(row[3:]) for row in rows if row[0] in opened}
        assert told == {
            (month, unit, indicator): figures
            for month in opened
            for unit in self.world.places
            for form in FORMS.values()
            for indicator in form.indicators
            if (figures := self.figures(month, unit, indicator))
        }

    def figures(self, month: int, unit: str, indicator: str) -> tuple[int | None, ...] | None:
        known = self.world.known(month, unit, indicator)
        if not known:
            return None
        part, whole = self.world.progress(month, unit, indicator)
        return sum(known.values()), len(known), part, whole, self.world.change(month, unit, indicator)

    @law
    def state_follows_from_cells_and_decisions(self) -> None:
        for month in [month for month, state in self.world.months.items() if state == "open"]:
            with store.reading(self.small.engine) as connection:
                found = {one.key: one for one in standings(connection, HalfMonth(month))}
            for form in FORMS:
                for county in COUNTIES:
                    cells, filled = (len(each(month, form, county)) for each in (self.world.cells, self.world.filled))
                    assert cells == 0 or (found[form, county].asked, found[form, county].filled) == (cells, filled)
                    assert cells or (form, county) not in found
                    if cells:
                        assert found[form, county].complete == self.world.reported(month, form, county)
                        assert (found[form, county].status is Status.ACCEPTED) <= (cells == filled)

    @law
    def no_county_has_a_rank_that_lacks_too_many_cells(self) -> None:
        reference = self.reference
        for month in [month for month, state in self.world.months.items() if state == "open"]:
            with store.reading(self.small.engine) as connection:
                found = placed(children(connection, reference, reference.top, HalfMonth(month)))
            assert [one.place for one in found if one.place] == sorted(one.place for one in found if one.place)
            for place, county in found:
                asked, filled = (
                    sum(len(each(month, form, county.unit.code)) for form in FORMS)
                    for each in (self.world.cells, self.world.filled)
                )
                enough = 100 * filled >= COVERAGE * asked
                assert (place is not None) == (enough and county.percent is not None)
                assert enough or county.light is None

    @law
    def closed_half_months_read_as_they_read_when_they_were_closed(self) -> None:
        for month, state in self.world.months.items():
            if state == "open":
                self.closed.pop(month, None)
            else:
                now = shown(self.small, month)
                assert now == self.closed.setdefault(month, now)

    @law
    def what_was_handed_out_and_comes_back_changes_nothing(self) -> None:
        if (month := self.a_month(self.done["upload"])) is None:
            return
        form = sorted(FORMS)[self.done["upload"] % len(FORMS)]
        reference = self.reference
        with store.reading(self.small.engine) as connection:
            content = exports.as_csv(exports.values(connection, reference, form, HalfMonth(month)))
        taken = uploads.take(self.small.engine, content, "同一表.csv", Reported(form, HalfMonth(month)), REPORTER)
        reported = any(at == month and self.world.form_of(code) == form for at, _unit, code in self.world.values)
        assert [problem.kind for problem in taken.checked.problems] == ([] if reported else ["nothing_filled"])
        assert all(change.before == change.after for change in taken.preview.changes)  # a carried cell is confirmed


def test_every_half_month_is_true_whatever_is_done(given, on):
    machine = type("AnyHalfMonths", (HalfMonths,), {"given": staticmethod(given), "done": Counter()})
    examples, steps = (400, 50) if SOAK else (12 if on == "sqlite" else 4, 30)
    with decided(calendar={"today": HalfMonth(FIRST).last_day}):
        run(machine, settings=settings(max_examples=examples, stateful_step_count=steps, phases=PHASES))
    print(f"{sum(machine.done.values())} acts:", dict(sorted(machine.done.items())))
    expected = {"merge", "end", "tick", "untick", "target", "close", "reopen", "accepted", "hand in again", "undo"}
    # which acts a short run tries is chance; the long one tries each
    assert expected <= machine.done.keys() if SOAK and on == "sqlite" else len(machine.done) > 8
