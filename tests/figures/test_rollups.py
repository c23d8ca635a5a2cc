"""Reading figures: exact values, percents that never round up to complete, and no full scans."""

from decimal import Decimal

import pytest

from lib.figures.coverage import lacking
from lib.figures.reading import figures
from lib.figures.rollups import IndicatorRow, indicators_at, tasks_at, units_at
from lib.figures.villages import furthest_behind
from lib.kept.changes import Change
from lib.kept.reference import read_reference
from lib.kept.store import reading
from lib.ledger.access import engineer
from lib.review.own_reports import own_reports
from lib.review.reviewing import open_half_month
from lib.words.half_months import HalfMonth
from tests.conftest import Small

JULY, JUNE = HalfMonth.parse("2023-07-1"), HalfMonth.parse("2023-06-2")


def at(small, code: str, unit: str = "5223", half_month: HalfMonth = JUNE) -> IndicatorRow:
    one = small.reference.units[unit]
    with reading(small.engine) as connection:
        return indicators_at(connection, small.reference, [one.id], one.level, [half_month], [code])[
            half_month, one.id, code
        ]


def test_sum_with_its_progress_towards_the_target(small):
    row = at(small, "boards_removed")
    assert (row.value, row.n, row.part, row.whole, row.percent) == (18, 6, 18, 36, 50.0)
    assert row.change is None  # the half month before has no values


def test_progress_counts_at_most_the_target_of_each_unit(small):
    first, second = "522301001001", "522301001002"
    small.save(*(small.target(unit, "boards_removed", 10, before=6) for unit in (first, second)))
    small.save(small.change(first, "boards_removed", 20), small.change(second, "boards_removed", 0))
    county, village = at(small, "boards_removed", "522301", JULY), at(small, "boards_removed", first, JULY)
    assert (county.value, county.part, county.whole, county.percent) == (20, 10, 20, 50.0)
    assert (village.value, village.percent) == (20, 100.0)


def test_value_has_the_decimals_of_its_indicator(small):
    assert at(small, "labour_pay").value == Decimal("201.00")
    assert str(at(small, "labour_pay", "522301").value) == "100.50"


def test_fall_is_derived_from_its_parts_and_never_summed(small):
    small.save(*(small.change(unit, "mechanisms_now", 2) for unit in ("522301001001", "522326101001")))
    small.save(small.change("522301001001", "mechanisms_last_year", 10))
    row = at(small, "mechanisms_cut_pct", half_month=JULY)
    assert (row.value, row.n, row.part, row.whole) == (80, 1, 8, 10)
    assert row.percent == 100.0  # 80 % of a goal of 50 %, at most 100
    assert row.change is None  # six villages then, one now: not comparable


def test_change_of_a_share_is_in_percentage_points(small):
    for unit in (code for code in small.reference.units if len(code) == 12):
        small.save(small.change(unit, "mechanisms_now", 5), small.change(unit, "mechanisms_last_year", 10))
    assert at(small, "mechanisms_cut_pct", half_month=JULY).change == 10  # 40 % → 50 %


def test_count_of_units_that_comply(small):
    assert (at(small, "boards_standard_villages").value, at(small, "boards_standard_villages").n) == (0, 6)
    small.save(small.change("522301001001", "boards_outside", 4), small.change("522301001001", "signs_outside", 2))
    small.save(small.change("522301001002", "boards_outside", 4), small.change("522301001002", "signs_outside", 3))
    row = at(small, "boards_standard_villages", half_month=JULY)
    assert (row.value, row.n, row.change) == (1, 2, 1)


@pytest.mark.parametrize("code", ["boards_removed", "mechanisms_cut_pct", "boards_standard_villages", "labour_pay"])
def test_what_nobody_reported_is_missing(small, code):
    with reading(small.engine) as connection:
        assert indicators_at(connection, small.reference, [1], "prefecture", [JULY], [code]) == {}
        [shown] = figures(connection, small.reference, small.reference.units["5223"], JULY, [code])
    assert (shown.value, shown.n, shown.change, shown.percent, shown.last_saved) == (None, 0, None, None, None)


def test_percent_is_rounded_down_so_that_nothing_incomplete_reads_100(small):
    small.save(small.target("522301001001", "boards_removed", 100_000, before=6))
    small.save(small.change("522301001001", "boards_removed", 99_999))
    assert at(small, "boards_removed", "522301001001", JULY).percent == 99.99


def test_nothing_to_do_is_complete(small):
    small.save(small.target("522301001001", "boards_removed", 0, before=6))
    small.save(small.change("522301001001", "boards_removed", 0))
    assert at(small, "boards_removed", "522301001001", JULY).percent == 100.0


def test_last_saved_names_who_and_when(small):
    receipt = small.save(small.change("522326101001", "boards_removed", 4), actor="望谟县 张三")
    assert at(small, "boards_removed", half_month=JULY).last_saved == (receipt.at, "望谟县 张三")


def test_half_months_come_in_order_with_their_states(small):
    with reading(small.engine) as connection:
        states = read_reference(connection).half_months
    assert [(str(half_month), state) for half_month, state in states.items()] == [
        ("2023-06-1", "closed"), ("2023-06-2", "closed"), ("2023-07-1", "open"),
    ]  # fmt: skip


def test_unknown_code_has_no_row(small):
    with reading(small.engine) as connection:
        assert indicators_at(connection, small.reference, [1], "prefecture", [JUNE], ["nothing"]) == {}
        assert indicators_at(connection, small.reference, [], "village", [JUNE], ["boards_removed"]) == {}


def test_furthest_behind_are_villages_worst_first(demo):
    with reading(demo) as connection:
        rows = furthest_behind(connection, 1, JUNE, 20)
        levels = connection.exec_driver_sql(
            f"SELECT DISTINCT level FROM unit WHERE id IN ({', '.join(str(row.unit_id) for row in rows)})"
        )
        assert list(levels.scalars()) == ["village"]
    gaps = [row.percent - row.expected for row in rows]
    assert len(rows) == 20
    assert gaps == sorted(gaps)
    assert max(gaps) < 0


QUERIES = {
    "indicators at the prefecture": lambda connection: indicators_at(
        connection, read_reference(connection), [1], "prefecture", [JUNE], ["boards_removed", "pension_coverage_pct"]
    ),
    "tasks of the counties": lambda connection: tasks_at(
        connection, read_reference(connection), range(2, 11), "county", JUNE
    ),
    "tasks of villages": lambda connection: tasks_at(
        connection, read_reference(connection), range(200, 220), "village", JUNE, counted=True
    ),
    "twelve half months of the counties": lambda connection: units_at(
        connection, range(2, 11), "county", [JUNE.next(-step) for step in range(12)]
    ),
    "villages furthest behind": lambda connection: furthest_behind(connection, 1, JUNE, 5),
}


@pytest.mark.sqlite  # asks SQLite for its plan
@pytest.mark.parametrize("ask", QUERIES.values(), ids=QUERIES.keys())
def test_query_of_a_board_scans_no_big_table(demo, ask):
    """Roll-ups and values are found by their keys, however many there are."""
    big = ("rollup", "task_rollup", "unit_rollup", "observation", "ancestry", "value_change")
    asked = []
    with reading(demo) as connection:
        raw = connection.connection.driver_connection
        raw.set_trace_callback(asked.append)
        ask(connection)
        raw.set_trace_callback(None)
        for statement in asked:
            plan = [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}") if row]
            aliases = {f"SCAN {name}" for name in (*big, "r", "b", "o", "y")}
            assert not [step for step in plan if step.partition(" USING")[0] in aliases and "INDEX" not in step], plan


@pytest.mark.sqlite  # asks SQLite for its plan
@pytest.mark.parametrize("level", ["township", "village"])
def test_cells_of_a_few_units_are_counted_without_reading_those_of_all_others(demo, level):
    """In a province the villages of one township took 300 ms: every village's sums were read for its eighteen."""
    with reading(demo) as connection:
        reference = read_reference(connection)
        few = reference.below(reference.units[reference.of_level[level][0].parent_code], JUNE)
        for step in _plan(connection, lambda: lacking(connection, reference, few, JUNE), "rollup r"):
            assert "SEARCH r" not in step or "unit_id=?" in step, step


@pytest.mark.sqlite  # asks SQLite for its plan
def test_a_townships_own_report_is_counted_without_reading_all_townships(demo):
    with reading(demo) as connection:
        reference = read_reference(connection)
        own = reference.of_level["township"][0].code
        for step in _plan(connection, lambda: own_reports(connection, reference, JUNE, own), "rollup r"):
            assert "SEARCH r" not in step or "unit_id=?" in step, step


def _plan(connection, ask, of):
    """The steps by which SQLite answers the statements that `ask` sends and that name `of`; there is at least one."""
    raw, asked = connection.connection.driver_connection, []
    raw.set_trace_callback(asked.append)
    ask()
    raw.set_trace_callback(None)
    steps = [row[3] for one in asked if of in one for row in raw.execute(f"EXPLAIN QUERY PLAN {one}")]
    assert steps
    return steps


def test_share_of_other_units_than_before_has_no_change(small):
    """As many reported as in June, but not the same ones: their shares do not compare."""
    small.save(
        *(small.change(unit, code, value) for unit in ("522301001001", "522301001002")
          for code, value in (("mechanisms_last_year", 10), ("mechanisms_now", 5))),
    )  # fmt: skip
    assert at(small, "mechanisms_cut_pct", "522301", JULY).change == Decimal(10)
    small.save(*(small.change("522301001001", code, None, before=before) for code, before in
                 (("mechanisms_last_year", 10), ("mechanisms_now", 5))))  # fmt: skip
    assert at(small, "mechanisms_cut_pct", "522301", JULY).change is None
    august = JULY.next()
    open_half_month(small.engine, august, engineer("联席办"))
    text = str(august)
    small.save(*(small.change("522301001001", code, value, at=text) for code, value in
                 (("mechanisms_last_year", 10), ("mechanisms_now", 5))))  # fmt: skip
    row = at(small, "mechanisms_cut_pct", "522301", august)
    assert (row.n, row.change) == (1, None)


def test_goal_of_a_closed_half_month_stays(small):
    assert at(small, "mechanisms_cut_pct").percent == 80.0
    small.save(Change("indicator", ("mechanisms_cut_pct",), "goal", Decimal(50), Decimal(40)), kind="edit")
    small.save(*(small.change("522301001001", code, value) for code, value in
                 (("mechanisms_last_year", 10), ("mechanisms_now", 8))))  # fmt: skip
    with reading(small.engine) as connection:
        now = Small(small.engine, read_reference(connection))
    assert at(now, "mechanisms_cut_pct").percent == 80.0
    assert at(now, "mechanisms_cut_pct", half_month=JULY).percent == 50.0
