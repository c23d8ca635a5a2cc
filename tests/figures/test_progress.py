"""Four-level progress out of the roll-ups: what counts, what is expected, who is behind."""

from decimal import Decimal

from lib.figures.progress import UnitProgress, children, four_levels, of_units, task_cells, villages_behind
from lib.figures.ranking import placed
from lib.kept.changes import Change
from lib.kept.reference import UnitRef, read_reference
from lib.kept.store import reading
from lib.ledger.access import engineer
from lib.ledger.door import Act, save
from lib.words.half_months import HalfMonth
from lib.words.lights import Light, said

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
    assert prefecture.expected == 58.33  # of 50 and 66.66


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
    report(small, "C1", "522301", "90", at=JULY)
    found = asked(small, children, small.reference.units["5223"], JULY)
    assert (found[0].unit.code, found[0].percent, found[0].light) == ("522326", None, None)


def progress_of(small, unit: str, at: HalfMonth):
    return asked(small, of_units, [small.reference.units[unit]], at)[0]


def test_unit_counts_its_own_tasks_and_those_below_it_alone(small):
    report(small, "C1", "522326", "10")
    assert progress_of(small, "522326", JUNE).percent == 10.0  # boards and mechanisms are the prefecture's measures
    for village in ("522326101001", "522326101002"):
        report(small, "V1", village, "30")
    assert progress_of(small, "522326", JUNE).percent == 20.0  # the mean of county and village


def test_light_of_a_unit_agrees_with_its_levels(small):
    """望谟县 was 预警 while its three levels were 滞后: measures from above counted in it."""
    report(small, "C1", "522326", "10")
    report(small, "V1", "522326101001", "12")
    below = levels(small, "522326")
    assert {level.light for level in below.values() if level.pairs} == {Light.FAR_BEHIND}
    assert progress_of(small, "522326", JUNE).light is Light.FAR_BEHIND


def test_change_is_taken_over_the_pairs_known_in_both_half_months(small):
    """Who is poor does not report: what is left is better, and nobody has moved."""
    for village, percent in (("522326101001", "90"), ("522326101002", "10")):
        report(small, "V1", village, percent)
    report(small, "V1", "522326101001", "91", at=JULY)
    assert progress_of(small, "522326", JULY).percent == 91.0  # +41 against the mean of 50
    assert progress_of(small, "522326", JULY).change == 1.0
    assert levels(small, "522326", JULY)["village"].change == 1.0
    assert levels(small, at=JULY)["village"].change == 1.0


def test_nothing_known_in_both_half_months_has_no_change(small):
    report(small, "V1", "522326101001", "90")
    report(small, "V1", "522326101002", "10", at=JULY)
    assert progress_of(small, "522326", JULY).change is None
    assert levels(small, "522326", JULY)["village"].change is None


def test_earlier_half_month_that_is_mended_moves_the_change(small):
    report(small, "C1", "522326", "10")
    report(small, "C1", "522326", "20", at=JULY)
    key = (JUNE.ordinal, "C1", "522326")
    mended = Change("task_progress", key, "percent", Decimal(10), Decimal(15))
    save(small.engine, Act(engineer("x"), "load", loads=True), [mended])
    assert progress_of(small, "522326", JULY).change == 5.0


# Who lacks too much to be ranked ---------------------------------------------------------------------------------


def with_one_village(small) -> None:
    """望谟县 has one complete village of four, and its own form; 兴义市 all."""
    every = ("boards_removed", "boards_outside", "signs_outside", "mechanisms_last_year", "mechanisms_now")
    for village in ("522301001001", "522301001002", "522326101001"):
        small.save(*(small.change(village, code, 3) for code in every))
    small.save(*(small.change(county, "labour_pay", 100) for county in ("522301", "522326")))
    report(small, "C1", "522301", "60", at=JULY)
    report(small, "C1", "522326", "100", at=JULY)


def test_county_with_one_complete_village_stands_apart(small):
    with_one_village(small)
    known, apart = placed(asked(small, children, small.reference.units["5223"], JULY))
    assert (known.progress.unit.code, known.place) == ("522301", 1)
    assert (apart.progress.unit.code, apart.place, apart.progress.light) == ("522326", None, None)
    assert apart.progress.rests_on.said == "1／4 个村(社区)"
    assert {level.light for level in levels(small, "522326", JULY).values()} == {None}


def test_coverage_is_the_office_s_to_decide(small, decide):
    with_one_village(small)
    decide(lights={"coverage": 25})
    places = placed(asked(small, children, small.reference.units["5223"], JULY))
    assert [(one.progress.unit.code, one.place) for one in places] == [("522326", 1), ("522301", 2)]


def test_township_of_which_one_village_is_missing_stands_apart_too(small):
    with_one_village(small)
    report(small, "V1", "522326101001", "100", at=JULY)
    [pingdong] = [
        one for one in asked(small, children, small.reference.units["522326"], JULY) if one.unit.code == "522326101"
    ]
    assert (pingdong.percent, pingdong.light, pingdong.rests_on.said) == (100.0, None, "1／2 个村(社区)")


def test_equal_units_share_a_place_and_the_next_is_counted_behind_both():
    def unit(code: str, percent: float) -> UnitProgress:
        ref = UnitRef(1, code, code, code, "county", "县", None, None, code, False, False)
        return UnitProgress(ref, percent, 90.0, Light.BEHIND, None, ())

    found = placed([unit("A", 87.31), unit("B", 87.34), unit("C", 80.0), unit("D", 87.26)])
    assert [(one.progress.unit.code, one.place) for one in found] == [("A", 1), ("B", 1), ("D", 1), ("C", 4)]


def test_closed_unit_is_not_among_the_children(small):
    township = ("522326102001", "522326102002", "522326102")  # it ends with all below it
    closed = [Change("unit", (code,), "valid_to", None, JUNE.ordinal) for code in township]
    save(small.engine, Act(engineer("x"), "edit"), closed)
    codes = {child.unit.code for child in asked(small, children, small.reference.units["522326"], JULY)}
    assert codes == {"522326101"}


def test_village_has_no_children(small):
    assert asked(small, children, small.reference.units["522326102001"], JUNE) == []


def test_furthest_behind_are_those_below_what_is_expected(small):
    report(small, "V1", "522301001001", "0")
    report(small, "V1", "522301001002", "90")
    found = asked(small, villages_behind, small.reference.units["5223"], JUNE)
    assert [child.unit.code for child in found] == ["522301001001"]
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


def test_task_past_its_due_half_month_is_overdue_in_its_own_light(small):
    report(small, "03", "5223", "99.9")
    report(small, "03", "5223", "99.9", at=JULY)
    with reading(small.engine) as connection:
        top = [small.reference.units["5223"]]
        cells = [
            next(cell for cell in task_cells(connection, small.reference, top, month) if cell.code == "03")
            for month in (JUNE, JULY)
        ]
    assert [said(cell.light, cell.overdue) for cell in cells] == ["预警", "预警（逾期）"]  # due at the end of June
