"""Four-level progress out of the roll-ups: what counts, what is expected, who is behind."""

import pytest

from lib.figures.progress import children, four_levels, task_cells, villages_behind
from lib.kept.changes import Change
from lib.kept.reference import read_reference
from lib.kept.store import reading
from lib.ledger.access import engineer
from lib.ledger.door import Act, save
from lib.words.half_months import HalfMonth
from lib.words.lights import Light

JULY, JUNE = HalfMonth.parse("2023-07-1"), HalfMonth.parse("2023-06-2")


def asked(small, ask, *args):
    with reading(small.engine) as connection:
        return ask(connection, read_reference(connection), *args)


def report(small, task: str, unit: str, percent: str, at: HalfMonth = JUNE) -> None:
    key = (at.ordinal, task, unit)
    record = dict(zip(("half_month", "task_code", "unit_code", "percent"), (*key, percent), strict=True))
    save(small.engine, Act(engineer("x"), "load", loads=True), [Change("task_progress", key, "", None, record)])


def levels(small, unit: str = "5223", at: HalfMonth = JUNE):
    one = small.reference.units[unit]
    with reading(small.engine) as connection:
        return {level.level: level for level in four_levels(connection, read_reference(connection), one, at)}


def test_four_levels_count_pairs_of_task_and_unit(small):
    report(small, "C1", "522301", "100")
    report(small, "C1", "522326", "20")
    county = levels(small)["county"]
    assert (county.pairs, county.done, county.percent, county.expected) == (2, 1, 60.0, 25.0)
    assert county.light is Light.ON_SCHEDULE


def test_unit_that_did_not_report_is_left_out_of_the_mean(small):
    report(small, "C1", "522301", "20")
    county = levels(small)["county"]
    assert (county.pairs, county.percent) == (1, 20.0)


def test_level_without_any_report_has_no_percent(small):
    township = levels(small)["township"]
    assert (township.pairs, township.percent, township.light) == (0, None, None)


def test_measures_of_the_prefecture_follow_their_indicators(small):
    prefecture = levels(small)["prefecture"]
    assert prefecture.pairs == 2  # 03 is not reported
    assert prefecture.percent == (50 + 80) / 2  # boards 18 of 36; mechanisms 40 % of a goal of 50 %
    assert prefecture.expected == pytest.approx((50 + 200 / 3) / 2)


def test_levels_of_a_county_begin_at_its_own(small):
    assert list(levels(small, "522326")) == ["county", "township", "village"]


def test_children_come_furthest_behind_first(small):
    report(small, "C1", "522301", "90")
    report(small, "C1", "522326", "0")
    found = asked(small, children, small.reference.units["5223"], JUNE)
    assert [child.unit.code for child in found] == ["522326", "522301"]
    assert found[0].percent < found[1].percent
    assert found[0].change is None
    assert found[0].history[:-1] == (None,) * 11


def test_child_without_values_stands_first_and_has_no_light(small):
    small.save(small.change("522301001001", "boards_removed", 6))
    found = asked(small, children, small.reference.units["5223"], JULY)
    assert (found[0].unit.code, found[0].percent, found[0].light) == ("522326", None, None)


def test_change_is_against_the_half_month_before(small):
    for unit in ("522301001001", "522301001002"):
        small.save(*(small.change(unit, code, value) for code, value in
                     {"boards_removed": 6, "mechanisms_last_year": 10, "mechanisms_now": 5}.items()))  # fmt: skip
    found = asked(small, children, small.reference.units["522301"], JULY)[0]
    assert found.percent == 100.0
    assert found.change == 35.0  # (50 + 80) / 2 → 100


def test_closed_unit_is_not_among_the_children(small):
    township = ("522326102001", "522326102002", "522326102")  # it ends with all below it
    closed = [Change("unit", (code,), "valid_to", None, JUNE.ordinal) for code in township]
    save(small.engine, Act(engineer("x"), "edit"), closed)
    codes = {child.unit.code for child in asked(small, children, small.reference.units["522326"], JULY)}
    assert codes == {"522326101"}


def test_village_has_no_children(small):
    assert asked(small, children, small.reference.units["522326102001"], JUNE) == []


def test_furthest_behind_are_those_below_what_is_expected(small):
    small.save(small.change("522301001001", "boards_removed", 0, before=3, at="2023-06-2"), loads=True)
    found = asked(small, villages_behind, small.reference.units["5223"], JUNE)
    assert found[0].unit.code == "522301001001"
    assert all(child.percent < child.expected for child in found)


def test_cells_of_a_heat_map_are_the_tasks_that_reach_the_units(small):
    with reading(small.engine) as connection:
        cells = task_cells(
            connection, small.reference, [small.reference.units[code] for code in ("522301", "522326")], JUNE
        )
        assert task_cells(connection, small.reference, [], JUNE) == []
    assert {(cell.unit.code, cell.code, cell.percent) for cell in cells} == {
        ("522301", "01", 50.0), ("522326", "01", 50.0), ("522301", "02", 80.0), ("522326", "02", 80.0),
    }  # fmt: skip


def test_task_past_its_due_half_month_is_far_behind_however_near(small):
    report(small, "03", "5223", "99.9")
    report(small, "03", "5223", "99.9", at=JULY)
    with reading(small.engine) as connection:
        top = [small.reference.units["5223"]]
        lights = [
            next(cell.light for cell in task_cells(connection, small.reference, top, month) if cell.code == "03")
            for month in (JUNE, JULY)
        ]
    assert lights == [Light.BEHIND, Light.FAR_BEHIND]  # due at the end of June
