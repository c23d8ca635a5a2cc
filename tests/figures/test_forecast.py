"""Forecasts: a robust pace, the half month that follows from it, honest words, and what came held against them."""

from dataclasses import replace

import pytest

from lib.figures.forecast import Outlook, comparable, forecasts, foresee
from lib.figures.hindsight import backtest
from lib.figures.pace import Pace, pace_of
from lib.figures.reading import histories
from lib.kept.reference import read_reference
from lib.kept.store import reading
from lib.words.half_months import HalfMonth

JUNE = HalfMonth.parse("2023-06-2")


@pytest.mark.parametrize(
    ("values", "pace"),
    [
        pytest.param([6.1, 19.7, 41.9, 65.8, 83.7, 92.9], Pace(18.3, 9.2, 23.9), id="as scipy.stats.theilslopes"),
        pytest.param([1, 2, 4, 4, 3, 9, 10, 8, 15, 20], Pace(1.75, -2, 7), id="as scipy, uneven"),
        pytest.param([10, 20, 30, 95, 50], Pace(10, None, None), id="one odd point, no limits under six"),
        pytest.param([10, 20], None, id="two points are no pace"),
    ],
)
def test_the_pace_is_the_median_of_slopes(values, pace):
    found = pace_of([(at, value) for at, value in enumerate(values)])
    assert (found is None) == (pace is None)
    if found and pace:
        assert list(vars(found).values()) == [
            each if each is None else pytest.approx(each) for each in vars(pace).values()
        ]


def test_a_half_month_that_is_missing_closes_no_gap():
    assert pace_of([(0, 0), (4, 40), (5, 50)]).slope == 10


def told(values, due="2023-08-2", at=JUNE):
    """What the percents of the last half months up to June lead to."""
    series = {at.next(step + 1 - len(values)): value for step, value in enumerate(values) if value is not None}
    return foresee(series, at, HalfMonth.parse(due) if due else None, None, "code")


@pytest.mark.parametrize(
    ("values", "due", "outlook", "reached", "needed"),
    [
        pytest.param([50, 60, 70, 80], "2023-08-2", Outlook.IN_TIME, "2023-07-2", 5, id="in time"),
        pytest.param([50, 60, 70, 80], "2023-07-1", Outlook.LATE, "2023-07-2", 20, id="late"),
        pytest.param([50, 60, 70, 80], "2023-06-2", Outlook.OVERDUE, "2023-07-2", None, id="due already"),
        pytest.param([50, 60, 70, 80], None, Outlook.FORESEEN, "2023-07-2", None, id="without a schedule"),
        pytest.param([70, 99, 100, 100], "2023-08-2", Outlook.REACHED, "2023-06-1", None, id="reached, since when"),
        pytest.param([60, 60, 60, 60], "2023-08-2", Outlook.STANDING, None, 10, id="no pace"),
        pytest.param([80, 70, 60, 50], "2023-08-2", Outlook.FALLING, None, 12.5, id="falling"),
        pytest.param([50, 50.2, 50.4, 50.6], "2023-08-2", Outlook.FAR, None, 12.35, id="beyond two years"),
        pytest.param([60, 80], "2023-08-2", Outlook.SHORT, None, 5, id="short"),
        pytest.param([60, 80, 90, None], "2023-08-2", Outlook.UNKNOWN, None, None, id="missing is not zero"),
    ],
)  # fmt: skip
def test_what_a_series_leads_to(values, due, outlook, reached, needed):
    found = told(values, due)
    assert (found.outlook, found.reached) == (outlook, HalfMonth.parse(reached) if reached else None)
    assert found.needed == (needed if needed is None else pytest.approx(needed))


def test_limits_follow_from_the_slowest_and_the_fastest_half_month_and_may_stay_open():
    found = told([20, 30, 50, 60, 70, 80])
    assert (str(found.earliest), str(found.reached), str(found.latest)) == ("2023-07-1", "2023-07-2", "2023-07-2")
    assert told([20, 20, 40, 50, 60, 70]).latest is None
    assert told([50, 60, 70, 80]).earliest is None


@pytest.mark.parametrize("values", [[0, 40, 40, 40, 40, 40, 40], [90, 80, 70, 60, 50, 55]])
def test_without_a_pace_there_are_no_limits(values):
    found = told(values)
    assert found.outlook in (Outlook.STANDING, Outlook.FALLING)
    assert (found.reached, found.earliest, found.latest) == (None, None, None)


@pytest.mark.parametrize(("start", "outlook"), [(2, Outlook.EARLY), (1, Outlook.SHORT), (0, Outlook.SHORT)])
def test_before_the_schedule_begins_nobody_is_said_to_have_reported_too_little(small, start, outlook):
    with reading(small.engine) as connection:
        reference = read_reference(connection)
        task = reference.schedules["boards_removed"].model_copy(update={"start": JUNE.ordinal + start})
        later = replace(reference, tasks={**reference.tasks, task.code: task})
        found = forecasts(connection, later, [later.top], JUNE, ["boards_removed"])[0]
    assert (found.outlook, found.percent) == (outlook, 50)


def foreseen(small, units, codes=None):
    with reading(small.engine) as connection:
        reference = read_reference(connection)
        return forecasts(connection, reference, units(reference), JUNE, codes)


def test_of_a_store_with_one_half_month_every_series_is_short(small):
    found = {one.code: one for one in foreseen(small, lambda reference: [reference.top])}
    assert found.keys() == {"boards_removed", "mechanisms_cut_pct"}
    boards = found["boards_removed"]
    assert (boards.outlook, boards.percent, str(boards.due)) == (Outlook.SHORT, 50, "2023-07-2")
    assert boards.needed == 25
    assert boards.per_point * 100 == 36
    assert found["mechanisms_cut_pct"].per_point * 100 == 50


def test_each_unit_below_has_its_own(small):
    below = foreseen(small, lambda reference: reference.below(reference.top, JUNE), ["boards_removed"])
    assert [one.unit.code for one in below] == ["522301", "522326"]


def test_what_begins_anew_is_not_drawn_on_from_last_year(small):
    new_year = HalfMonth.parse("2024-01-1")
    with reading(small.engine) as connection:
        reference = read_reference(connection)
        row = histories(connection, reference, [reference.top], JUNE, ["boards_removed"])["5223"]["boards_removed"][
            JUNE
        ]
    rows = {new_year.next(-step): row for step in range(5)}
    yearly = reference.indicators["boards_removed"].model_copy(update={"yearly": True})
    anew = replace(reference, indicators={**reference.indicators, "boards_removed": yearly})
    assert len(comparable(reference, reference.top, "boards_removed", rows, new_year)) == 5
    few = rows | {new_year.next(-1): replace(row, n=1)}  # one village of six reported: other units than now
    assert len(comparable(reference, reference.top, "boards_removed", few, new_year)) == 4
    assert list(comparable(anew, anew.top, "boards_removed", rows, new_year)) == [new_year]


def test_what_was_foreseen_of_the_demo_is_held_against_what_came(demo):
    with reading(demo) as connection:
        reference = read_reference(connection)
        tested = backtest(connection, reference, [reference.top], JUNE)
    print(*tested, sep="\n")
    assert [str(one.half_month) for one in tested][-3:] == ["2023-05-2", "2023-06-1", "2023-06-2"]
    assert all(one.within <= one.limited <= one.indicators and one.both <= one.reached for one in tested)
    assert sum(one.within for one in tested) > 0.75 * sum(one.limited for one in tested)
    assert max(one.miss for one in tested) < 5
