"""A figure as a leader reads it, with what lies behind it."""

from decimal import Decimal

import pytest

from lib.figures.reading import figures
from lib.kept.reference import read_reference
from lib.kept.store import reading
from lib.words.half_months import HalfMonth
from lib.words.language import use
from lib.words.lights import Light
from lib.words.settings import settings

JULY, JUNE = HalfMonth.parse("2023-07-1"), HalfMonth.parse("2023-06-2")


def figure(engine, code: str, half_month: HalfMonth = JUNE, unit: str = "5223"):
    with reading(engine) as connection:
        reference = read_reference(connection)
        [found] = figures(connection, reference, reference.units[unit], half_month, [code])
    return found


def test_figure_has_value_progress_expectation_and_light(small):
    shown = figure(small.engine, "boards_removed")
    assert (shown.value, shown.percent, shown.expected) == (Decimal(18), 50.0, 50.0)
    assert shown.light is Light.ON_SCHEDULE
    assert (shown.name, shown.unit) == ("清理机构牌子", "块")


def test_figure_without_a_task_has_no_light(small):
    shown = figure(small.engine, "labour_pay")
    assert (shown.value, shown.expected, shown.light) == (Decimal("201.00"), None, None)


def test_figure_follows_the_language_and_falls_back_to_chinese(small):
    use("en")
    shown = figure(small.engine, "boards_removed")
    assert (shown.name, shown.unit) == ("Boards removed", "块")


def test_reported_counts_the_counties_whose_form_is_complete(small):
    assert figure(small.engine, "boards_removed").reported == (2, 2)
    small.save(small.change("522301", "labour_pay", 100))
    assert figure(small.engine, "labour_pay", JULY).reported == (1, 2)
    assert figure(small.engine, "boards_removed", JULY).reported == (0, 2)


def test_derived_figure_is_reported_as_far_as_the_form_of_its_parts(small):
    assert figure(small.engine, "mechanisms_cut_pct").reported == (2, 2)
    assert figure(small.engine, "boards_standard_villages").reported == (2, 2)


def test_below_the_prefecture_nothing_is_said_of_counties(small):
    assert figure(small.engine, "boards_removed", unit="522326").reported is None


def test_missing_value_is_none_and_not_zero(small):
    shown = figure(small.engine, "boards_removed", JULY)
    assert (shown.value, shown.percent, shown.light, shown.n) == (None, None, None, 0)


def test_figures_come_in_the_order_asked_for(demo):
    codes = settings().overview.figures
    with reading(demo) as connection:
        reference = read_reference(connection)
        shown = figures(connection, reference, reference.units["5223"], JUNE, codes)
    assert [each.code for each in shown] == list(codes)


def test_code_that_is_no_indicator_is_an_error(small):
    with pytest.raises(KeyError):
        figure(small.engine, "nothing")


def test_published_figure_stands_beside_the_kept_one(demo):
    shown = figure(demo, "boards_removed")
    assert shown.published.qualifier == "≈"
    assert Decimal(shown.published.value) == shown.value == 12_200
