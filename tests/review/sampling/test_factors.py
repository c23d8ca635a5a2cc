"""核实率: what is said of the whole, and what is not said."""

from fractions import Fraction

import pytest

from lib.kept.models import DrawKind
from lib.review.sampling import Checked, LimitsKind, Of, Reason, verify


def checked(reported, found, stratum="A", chance=Fraction(1, 20)):
    return Checked(stratum, reported, found, chance)


def sample(agree, *differing, stratum="A"):
    return [checked(20, 20, stratum)] * agree + [checked(20, found, stratum) for found in differing]


def test_by_size_the_factor_is_the_mean_of_found_to_reported_with_dirichlet_limits_and_a_safe_side():
    found = verify([*sample(28, 10), *sample(28, 15, stratum="B")], {"A": 580 * 20, "B": 580 * 20}, DrawKind.BY_SIZE)
    assert found.factor == pytest.approx(1 - 0.75 / 58)
    assert found.limits.kind is LimitsKind.INTERVAL
    assert found.safe < found.limits.low < found.factor < found.limits.high < 1
    assert found.estimated == 22900
    assert found.estimated_limits[0] < 22900 < found.estimated_limits[1] < found.reported == 23200
    assert (found.agree, found.over, found.under, found.of) == (56, 2, 0, Of.REPORTED)


def test_limits_of_a_county_alone_are_on_the_safe_side():
    found = verify(sample(38, 10, 30), {"A": 9000}, DrawKind.BY_SIZE)
    assert found.limits.kind is LimitsKind.SAFE
    assert found.factor == pytest.approx(1)
    assert found.limits.low < 0.95
    assert 1 < found.limits.high < 1.05
    assert (found.over, found.under) == (1, 1)


def test_a_sample_without_a_fault_has_no_factor_but_the_exact_limit():
    for way in DrawKind:
        found = verify(sample(58), {"A": 23200}, way)
        assert (found.factor, found.limits, found.estimated, found.reason) == (None, None, None, Reason.NO_FAULT)
        assert f"{found.faulty.high:.1%}" == "6.2%"
        assert not found.recheck


@pytest.mark.parametrize(
    ("checks", "reason"),
    [
        pytest.param([], Reason.NOTHING, id="none"),
        pytest.param([checked(0, 0)] * 40, Reason.NOTHING, id="only such as reported 0"),
        pytest.param(sample(25, 3, 3, 3, 3), Reason.FEW_CHECKS, id="29"),
    ],
)
def test_too_few_checks_have_counts_alone(checks, reason):
    for way in DrawKind:
        found = verify(checks, {"A": 9000}, way)
        assert (found.factor, found.limits, found.safe, found.reason) == (None, None, None, reason)
        assert found.reason.word


def test_a_simple_draw_has_limits_only_where_enough_villages_differ():
    few = verify(sample(100, *[10] * 29), {"A": 60000}, DrawKind.SIMPLE)
    assert (few.limits, few.reason, few.of) == (None, Reason.FEW_FAULTS, Of.VILLAGES)
    assert few.factor == pytest.approx(1 - 29 * 10 / (129 * 20))
    enough = verify(sample(100, *[10] * 30), {"A": 60000}, DrawKind.SIMPLE)
    assert enough.limits.low < enough.factor < enough.limits.high
    lone = verify([*sample(100, *[10] * 30), checked(20, 20, "B")], {"A": 60000, "B": 400}, DrawKind.SIMPLE)
    assert (lone.limits, lone.reason) == (None, Reason.LONE)


def test_certain_villages_stand_for_themselves_alone():
    certain = checked(1000, 500, chance=Fraction(1))
    found = verify([certain, *sample(49, 10)], {"A": 21000}, DrawKind.BY_SIZE)
    assert found.factor == pytest.approx((500 + 20000 * (1 - 0.5 / 50)) / 21000)
    all_of_them = verify([checked(20, 15, chance=Fraction(1))] * 40, {"A": 800}, DrawKind.BY_SIZE)
    assert (all_of_them.factor, all_of_them.limits.low, all_of_them.limits.high) == (0.75, 0.75, 0.75)


def test_each_stratum_weighs_what_it_reported_however_many_of_it_were_checked():
    checks = [*sample(30, stratum="A"), *sample(0, *[10] * 10, stratum="B")]
    assert verify(checks, {"A": 1000, "B": 1000}, DrawKind.BY_SIZE).factor == pytest.approx(0.75)
    unseen = verify(checks, {"A": 1000, "B": 1000, "C": 500}, DrawKind.BY_SIZE)
    assert unseen.unseen == ("C",)


def test_those_that_reported_0_are_counted_apart():
    found = verify([*sample(40, 10), checked(0, 4), checked(0, 0)], {"A": 9000}, DrawKind.BY_SIZE)
    assert (found.zero.count, found.zero.checked) == (1, 2)
    assert (found.faulty.count, found.faulty.checked) == (1, 41)


@pytest.mark.parametrize(
    ("reported", "found", "difference"), [(100, 92, 0), (100, 91, 1), (100, 109, -1), (5, 4, 1), (5, 5, 0), (0, 1, -1)]
)
def test_villages_agree_up_to_how_people_count(reported, found, difference):
    assert checked(reported, found).difference == difference


@pytest.mark.parametrize(
    ("checks", "recheck"),
    [
        pytest.param(sample(58), False, id="no fault"),
        pytest.param(sample(57, 15), False, id="one small fault"),
        pytest.param(sample(40, *[10] * 18), True, id="limits exclude agreement"),
        pytest.param(sample(40, *[40] * 18), True, id="limits exclude agreement from above"),
        pytest.param(sample(2, 10, 10, 10, 10), True, id="few checks, surely more than a tenth"),
        pytest.param(sample(5, 10), False, id="few checks, one fault"),
    ],
)
def test_what_surely_does_not_agree_is_to_be_checked_again(checks, recheck):
    assert verify(checks, {"A": 9000}, DrawKind.BY_SIZE).recheck is recheck


def test_the_order_of_the_checks_changes_nothing():
    checks = [*sample(30, 10, 4, 26), *sample(30, 15, stratum="B")]
    totals = {"A": 600 * 20, "B": 500 * 20}
    assert verify(checks, totals, DrawKind.BY_SIZE) == verify(checks[::-1], totals, DrawKind.BY_SIZE)
