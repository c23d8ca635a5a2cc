"""红黄绿灯: thresholds, due dates, and words beside every colour."""

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.words.language import use
from lib.words.lights import Light, expected_percent, is_overdue, judge, said


@pytest.mark.parametrize(
    "percent, expected, light",
    [
        pytest.param(100, 100, Light.DONE, id="complete"),
        pytest.param(99.99, 100, Light.BEHIND, id="nearly complete is not complete"),
        pytest.param(56.67, 66.67, Light.BEHIND, id="ten points below, which floats do not say"),
        pytest.param(50, 50, Light.ON_SCHEDULE, id="as expected"),
        pytest.param(60, 50, Light.ON_SCHEDULE, id="ahead"),
        pytest.param(71.42, 71.43, Light.ON_SCHEDULE, id="reads as expected: 71.4% of 71.4%"),
        pytest.param(49.94, 50, Light.BEHIND, id="a little below"),
        pytest.param(40, 50, Light.BEHIND, id="ten points below"),
        pytest.param(39.95, 50, Light.BEHIND, id="reads as ten points below"),
        pytest.param(39.94, 50, Light.FAR_BEHIND, id="more than ten points below"),
        pytest.param(0, 0, Light.ON_SCHEDULE, id="not begun and not expected"),
        pytest.param(None, 50, None, id="missing is not zero"),
    ],
)
def test_light(percent, expected, light):
    assert judge(percent, expected, 10) is light


@pytest.mark.parametrize(
    "percent, at, word",
    [
        pytest.param(95, 13, "预警", id="due now"),
        pytest.param(95, 14, "预警（逾期）", id="within the points, past due"),
        pytest.param(89.94, 14, "滞后（逾期）", id="beyond them, past due"),
        pytest.param(100, 14, "已完成", id="complete and past due"),
        pytest.param(None, 14, "", id="missing and past due"),
    ],
)
def test_past_due_is_said_beside_the_light(percent, at, word):
    light = judge(percent, expected_percent(10, 13, at), 10)
    assert said(light, is_overdue(light, 13, at)) == word


@given(st.floats(0, 99.9), st.floats(0, 99.9), st.floats(0, 100), st.integers(1, 100))
def test_more_progress_never_gives_a_worse_light(one, other, expected, behind):
    order = list(Light)
    less, more = (judge(percent, expected, behind) for percent in sorted((one, other)))
    assert order.index(more) <= order.index(less)


@pytest.mark.parametrize(
    "start, due, at, expected",
    [
        pytest.param(10, 13, 9, 0, id="before the start"),
        pytest.param(10, 13, 10, 25, id="the first half month counts in full"),
        pytest.param(10, 13, 12, 75, id="on the way"),
        pytest.param(10, 13, 13, 100, id="due"),
        pytest.param(10, 13, 20, 100, id="past due"),
        pytest.param(10, 10, 10, 100, id="starts and is due in the same half month"),
        pytest.param(10, 12, 11, 66.66, id="rounded down to hundredths, as every percent"),
    ],
)
def test_schedule_expects(start, due, at, expected):
    assert expected_percent(start, due, at) == expected


@pytest.mark.parametrize("at, expected", [(9, 0), (10, 100), (12, 100), (14, 100)])
def test_what_must_be_held_is_expected_in_full_from_its_start(at, expected):
    assert expected_percent(10, 13, at, held=True) == expected


@pytest.mark.parametrize("length", range(1, 49))
def test_who_is_exactly_where_the_schedule_expects_is_on_schedule(length):
    """11 of 20 half months are 55 %, not 55.00000000000001."""
    for elapsed in range(1, length):
        exact = Fraction(100 * elapsed, length)
        assert expected_percent(1, length, elapsed) == float(Fraction(floor(100 * exact), 100))
        if exact.denominator == 1:
            assert judge(float(exact), expected_percent(1, length, elapsed), 10) is Light.ON_SCHEDULE


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_light_has_its_own_word_and_symbol(language):
    use(language)
    assert len({light.word for light in Light}) == len({light.symbol for light in Light}) == 4


def test_words_are_those_of_the_office():
    assert [light.word for light in Light] == ["已完成", "正常", "预警", "滞后"]
