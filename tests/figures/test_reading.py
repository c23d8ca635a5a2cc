"""Reading an indicator over half months, by child unit, and the villages that stand out."""

from decimal import Decimal

import pytest

from lib.figures.reading import by_child, read_measure
from lib.figures.rollups import indicators_at
from lib.figures.villages import most_left, rebounds, spread
from lib.kept import store
from lib.kept.reference import read_reference
from lib.words.half_months import HalfMonth

JUNE, JULY = HalfMonth.parse("2023-06-2"), HalfMonth.parse("2023-07-1")


def indicator(connection, code):
    return read_reference(connection).indicators[code]


def test_history_holds_only_half_months_with_a_report(small):
    with store.reading(small.engine) as connection:
        top = small.reference.units["5223"]
        history = read_measure(connection, small.reference, top, JULY, "boards_removed").history["boards_removed"]
    assert list(history) == [JUNE]
    row = history[JUNE]
    assert (row.value, row.part, row.whole, row.n) == (18, 18, 36, 6)


def test_child_that_did_not_report_has_no_value(small):
    with store.reading(small.engine) as connection:
        children = by_child(connection, small.reference, small.reference.units["5223"], JULY, ["boards_removed"])
    assert [child.unit.code for child in children] == ["522301", "522326"]
    assert [child.value("boards_removed") for child in children] == [None, None]


def test_figure_of_counties_has_no_children_below_them(small):
    with store.reading(small.engine) as connection:
        assert by_child(connection, small.reference, small.reference.units["522326"], JUNE, ["labour_pay"]) == []


def test_child_without_a_pilot_is_not_asked_for_the_form_of_pilots(demo):
    with store.reading(demo) as connection:
        reference = read_reference(connection)
        county = reference.units["522328"]
        asked = by_child(connection, reference, county, JUNE, ["reports_cleared"])
    pilots = {unit.township_code for unit in reference.units.values() if unit.report_pilot}
    assert {child.unit.code for child in asked} == {child.code for child in reference.children["522328"]} & pilots


def test_village_with_most_left_comes_first(small):
    small.save(small.change("522326102002", "boards_removed", 0, before=3, at="2023-06-2"), actor="x", loads=True)
    with store.reading(small.engine) as connection:
        wangmo = small.reference.units["522326"]
        found, every = most_left(connection, wangmo, JUNE, indicator(connection, "boards_removed"), 2)
    assert every == 4
    assert [(row.unit_id, row.left) for row in found] == [
        (small.reference.units["522326102002"].id, 6),
        (small.reference.units["522326101001"].id, 3),
    ]


def test_what_is_left_of_a_fall_is_counted_to_its_goal(small):
    """Six of ten mechanisms remain: four are gone, the goal of 50 % needs one more."""
    with store.reading(small.engine) as connection:
        top = small.reference.units["5223"]
        found, every = most_left(connection, top, JUNE, indicator(connection, "mechanisms_cut_pct"), 1)
    assert (every, found[0].part, found[0].whole, found[0].left) == (6, 4, 10, 1)


@pytest.mark.parametrize(
    ("code", "now", "back"),
    [
        pytest.param("boards_outside", 6, (5, 6), id="boards-that-hang-again"),
        pytest.param("boards_removed", 2, (3, 2), id="cumulative-value-that-fell"),
        pytest.param("boards_outside", 4, None, id="fewer-boards-are-none"),
        pytest.param("boards_removed", 4, None, id="more-removed-is-none"),
    ],
)
def test_rebound_is_what_was_cleared_and_came_back(small, code, now, back):
    small.save(small.change("522326102002", code, now))
    with store.reading(small.engine) as connection:
        found, every = rebounds(connection, small.reference.units["5223"], JULY, indicator(connection, code), 5)
    assert every == (back is not None)
    assert [(one.before, one.now) for one in found] == ([back] if back else [])


def test_rebound_elsewhere_is_not_of_this_county(small):
    small.save(small.change("522326102002", "boards_outside", 9))
    with store.reading(small.engine) as connection:
        listed = indicator(connection, "boards_outside")
        assert rebounds(connection, small.reference.units["522301"], JULY, listed, 5) == ([], 0)


def test_values_are_spread_over_villages_highest_first(small):
    small.save(small.change("522301001001", "boards_removed", 7, before=3, at="2023-06-2"), actor="x", loads=True)
    with store.reading(small.engine) as connection:
        found = spread(connection, small.reference.units["5223"], JUNE, indicator(connection, "boards_removed"))
    assert found == {Decimal(7): 1, Decimal(3): 5}


def test_values_of_a_few_villages_are_read_by_village_and_indicator(small):
    village = small.reference.units["522301001001"].id
    with store.reading(small.engine) as connection:
        codes = ["boards_outside", "signs_outside"]
        rows = indicators_at(connection, small.reference, [village], "village", [JUNE], codes)
    assert {key: row.value for key, row in rows.items()} == {
        (JUNE, village, "boards_outside"): 5, (JUNE, village, "signs_outside"): 2,
    }  # fmt: skip
