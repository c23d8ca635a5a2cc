"""Limits: equal to published values, and never certain where nothing was seen to differ."""

import numpy as np
import pytest

from lib.review.sampling import for_factor, for_share, share
from lib.review.sampling.exact import upper
from lib.review.sampling.limits import dirichlet, effective, ratio, stringer, t_quantile
from lib.review.sampling.sizes import half_width

# Clopper–Pearson at 95 % as scipy.stats.binomtest(...).proportion_ci("exact") has it
EXACT = [
    (0, 58, 0.0, 0.0616210), (58, 58, 0.9383790, 1.0), (3, 10, 0.0667395, 0.6524529), (1, 30, 0.0008436, 0.1721695),
    (7, 116, 0.0246034, 0.1203849),
]  # fmt: skip


@pytest.mark.parametrize(("count", "checked", "low", "high"), EXACT)
def test_limits_of_a_count_are_exact(count, checked, low, high):
    found = share(count, checked)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-6)


def test_none_of_58_is_at_most_six_point_two_percent():
    assert f"{share(0, 58).high:.1%}" == "6.2%"


@pytest.mark.parametrize(("count", "checked"), [(-1, 5), (6, 5), (0, 0)])
def test_what_is_no_count_has_no_limits(count, checked):
    with pytest.raises(ValueError, match="no count"):
        share(count, checked)


@pytest.mark.parametrize(("freedom", "point"), [(10, 2.2281), (18, 2.1009), (30, 2.0423), (60, 2.0003), (120, 1.9799)])
def test_points_of_t_are_those_of_the_tables(freedom, point):
    assert t_quantile(freedom) == pytest.approx(point, abs=5e-5)


# The survey of three strata in Stata's manual (svy: stage5a), with the values that R's survey package and samplics 0.6
# give for the stratified ratio: tests/estimation/test_expansion_fpc.py of samplics.
SURVEY = {
    "1": (3, 5 / 15, [(5.54, 2.8), (7.7, 4), (11.48, 6.1), (12.2, 6.5), (16.7, 9)]),
    "2": (3, 6 / 9, [(7.16, 3.7), (2.66, 1.2), (9.5, 5), (9.5, 5), (7.7, 4), (13.1, 7)]),
    "3": (5, 10 / 20, [(6.26, 3.2), (16.7, 9), (5.54, 2.8), (8.42, 4.4), (8.6, 4.5), (11.3, 6), (11.12, 5.9),
                       (12.74, 6.8), (11.48, 6.1), (16.52, 8.9)]),
}  # fmt: skip


def test_the_ratio_of_a_stratified_sample_equals_a_survey_library():
    rows = [(y, x, w, name, f) for name, (w, f, pairs) in SURVEY.items() for y, x in pairs]
    y, x, w, strata, sampled = zip(*rows, strict=True)
    found = ratio(np.array(y), np.array(x), np.array(w, float), strata, sampled)
    assert (found.value, found.error, found.freedom) == pytest.approx((1.892038, 0.0057708, 18), abs=5e-7)
    assert found.limits == pytest.approx((1.879914, 1.904162), abs=1e-6)


def test_the_ratio_equals_the_worked_example_of_a_textbook():
    """Scheaffer, Mendenhall and Ott, Elementary Survey Sampling, exercise 6.1: 12 of 250 trees, 1589.55 ± 186.32."""
    area = np.array([0.3, 0.5, 0.4, 0.9, 0.7, 0.2, 0.6, 0.5, 0.8, 0.4, 0.8, 0.6])
    volume = np.array([6, 9, 7, 19, 15, 5, 12, 9, 20, 9, 18, 13], float)
    found = ratio(volume, area, np.full(12, 250 / 12), ["all"] * 12, [12 / 250] * 12)
    assert 75 * found.value == pytest.approx(1589.55, abs=0.005)
    assert 2 * found.error * area.mean() * 250 == pytest.approx(186.32, abs=0.005)


def test_a_stratum_of_one_has_no_spread():
    with pytest.raises(ValueError, match="no spread"):
        ratio(np.ones(3), np.ones(3), np.ones(3), ["a", "a", "b"], [0.1] * 3)


def test_limits_of_a_sample_without_a_fault_still_leave_room():
    alike = np.full(58, 1 / 58)
    low, high = dirichlet(np.zeros(58), alike)
    assert 0 <= low < 0.001
    assert 0.025 < high < 0.035
    assert stringer(np.zeros(58), alike) == pytest.approx(upper(0, 58)) == pytest.approx(1 - 0.05 ** (1 / 58))


def test_stringers_bound_adds_each_taint_by_its_step_and_stays_beyond_the_dirichlet_limit():
    taints, alike = np.array([0.5, 0.25] + [0.0] * 58), np.full(60, 1 / 60)
    steps = [upper(k, 60) for k in range(3)]
    assert stringer(taints, alike) == pytest.approx(
        steps[0] + 0.5 * (steps[1] - steps[0]) + 0.25 * (steps[2] - steps[1])
    )
    assert stringer(taints, alike) > dirichlet(taints, alike)[1]


def test_the_same_villages_have_the_same_limits():
    taints, alike = np.array([0.3, *[0.0] * 39]), np.full(40, 1 / 40)
    assert dirichlet(taints, alike) == dirichlet(taints, alike)
    assert effective(alike) == pytest.approx(40)


def test_sizes_are_said_with_what_they_assume_and_grow_with_precision():
    assert (for_factor(5, 1429).faulty, for_factor(5, 1429).taint) == (0.15, 0.35)
    assert for_factor(5, 1429).villages < for_factor(3, 1429).villages < for_factor(1, 1429).villages
    assert for_factor(0.01, 200).villages == 200
    assert for_share(5, 1429, faulty=0.15).villages < for_share(5, 1429, faulty=0.5).villages


def test_the_half_width_of_a_size_is_that_of_the_limits():
    taints = np.array([0.35] * 12 + [0.0] * 46)
    low, high = dirichlet(taints, np.full(58, 1 / 58))
    assert half_width(58) == pytest.approx((high - low) / 2, rel=0.12)
