"""Half months: arithmetic that holds for every one of them, every spelling, due dates over weekends and holidays."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.review.submissions import due_date
from lib.words.half_months import HalfMonth
from lib.words.language import use
from lib.words.working_days import WorkingDays

half_months = st.builds(HalfMonth.of, st.integers(2001, 2098), st.integers(1, 12), st.integers(1, 2))
days = st.dates(date(2001, 1, 1), date(2098, 12, 31))


# Arithmetic -----------------------------------------------------------------------------------------------------


def test_ordinal_is_year_times_24_and_so_on():
    assert HalfMonth.of(2023, 6, 2).ordinal == 48563


@given(half_months)
def test_numbers_and_ordinal_say_the_same(half_month):
    assert HalfMonth.of(half_month.year, half_month.month, half_month.half) == half_month
    assert half_month.ordinal == half_month.year * 24 + (half_month.month - 1) * 2 + half_month.half - 1


@given(half_months, st.integers(-20, 20))
def test_next_steps_forth_and_back(half_month, steps):
    assert half_month.next(steps).next(-steps) == half_month
    assert half_month.next(steps).ordinal - half_month.ordinal == steps


@given(half_months)
def test_half_months_partition_the_calendar(half_month):
    assert half_month.last_day + timedelta(days=1) == half_month.next().first_day
    assert 13 <= (half_month.last_day - half_month.first_day).days + 1 <= 16


@given(days)
def test_every_day_lies_in_the_half_month_that_contains_it(day):
    half_month = HalfMonth.containing(day)
    assert half_month.first_day <= day <= half_month.last_day


@given(half_months, half_months)
def test_order_is_that_of_the_calendar(one, other):
    assert (one < other) == (one.first_day < other.first_day)
    assert len(one.until(other)) == max(0, other.ordinal - one.ordinal + 1)


@given(half_months, st.sampled_from(["zh", "en"]))
def test_every_way_of_writing_is_read_back(half_month, language):
    use(language)
    assert HalfMonth.parse(str(half_month)) == half_month
    assert HalfMonth.parse(half_month.label) == half_month


@pytest.mark.parametrize(
    "text, first, last",
    [
        pytest.param("2024-02-2", date(2024, 2, 16), date(2024, 2, 29), id="leap February"),
        pytest.param("2023-02-2", date(2023, 2, 16), date(2023, 2, 28), id="February"),
        pytest.param("2023-12-2", date(2023, 12, 16), date(2023, 12, 31), id="end of the year"),
        pytest.param("2023-07-1", date(2023, 7, 1), date(2023, 7, 15), id="first half"),
    ],
)
def test_first_and_last_day(text, first, last):
    assert (HalfMonth.parse(text).first_day, HalfMonth.parse(text).last_day) == (first, last)


# Spellings ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "2023-06-2", "2023-6-2", "2023年6月下半月", "2023年06月下半月", "2023年6月下", "2023年6月份下半月",
        "2023 年 6 月 下半月", " 2023-06-2 ", "２０２３年６月下半月", "２０２３－０６－２", "2023.6.2", "2023/06/2",
        "2023_06_2", "2023–06–2", "2023.6下", "2023-06下半月", "2023-6-下", "2023年6月下\ufeff", "2023\u200b年6月下",
        "\u20662023-06-2\u2069",
        "Jun 2023, second half", "2023-06 second half", "2023-06 SECOND HALF",
    ],
)  # fmt: skip
def test_spelling_is_read(text):
    assert HalfMonth.parse(text) == HalfMonth.of(2023, 6, 2)


@pytest.mark.parametrize(
    "text, mend",
    [
        pytest.param("2023-06-02", "成了日期", id="a date, as Excel makes it"),
        pytest.param("2023-06-02 00:00:00", "成了日期", id="a moment"),
        pytest.param("2023年6月2日", "成了日期", id="a date in Chinese"),
        pytest.param("6/2/2023", "成了日期", id="an American date"),
        pytest.param("2023-13-1", "2023-13-1", id="month 13"),
        pytest.param("2023-00-1", "2023-00-1", id="month 0"),
        pytest.param("2023-06-3", "2023年6月下半月", id="third half"),
        pytest.param("1999-06-1", "1999-06-1", id="before 2000"),
        pytest.param("6月下半月", "2023年6月下半月", id="without a year"),
        pytest.param("2023年6月", "2023年6月下半月", id="without a half"),
        pytest.param("", "2023年6月下半月", id="nothing"),
        pytest.param("本期", "2023年6月下半月", id="a word"),
    ],
)
def test_refusal_says_how_to_write_it(text, mend):
    with pytest.raises(ValueError, match=mend):
        HalfMonth.parse(text)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_in_a_sentence(text):
    try:
        HalfMonth.parse(text)
    except ValueError as error:
        assert str(error)


@pytest.mark.parametrize("language, label, short", [("zh", "2023年6月下半月", "6月下"),
                                                    ("en", "Jun 2023, second half", "Jun/2")])  # fmt: skip
def test_label_is_said_in_the_language_of_the_run(language, label, short):
    use(language)
    assert (HalfMonth.parse("2023-06-2").label, HalfMonth.parse("2023-06-2").short) == (label, short)


# Due dates ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "half_month, count, due",
    [
        pytest.param("2023-07-1", 3, date(2023, 7, 19), id="ends on a Saturday"),
        pytest.param("2023-06-2", 3, date(2023, 7, 5), id="ends on a Friday"),
        pytest.param("2023-06-1", 5, date(2023, 6, 25), id="over a holiday to the Sunday that is worked for it"),
        pytest.param("2023-12-2", 1, date(2024, 1, 2), id="over the new year"),
        pytest.param("2023-07-1", 0, date(2023, 7, 15), id="on the last day itself"),
        pytest.param("2023-04-2", 3, date(2023, 5, 6), id="after 1 May a Saturday is worked"),
        pytest.param("2026-02-1", 3, date(2026, 2, 26), id="over the Spring Festival"),
        pytest.param("2026-09-2", 3, date(2026, 10, 10), id="after the National Day a Saturday is worked"),
    ],
)
def test_due_date_is_a_working_day_as_arranged(half_month, count, due):
    assert HalfMonth.parse(half_month).due_date(count, WorkingDays()) == due


@pytest.mark.parametrize(
    "holidays, workdays, due",
    [
        pytest.param([date(2027, 1, 4)], [], date(2027, 1, 6), id="a day off in a year of the office's own"),
        pytest.param([], [date(2027, 1, 2)], date(2027, 1, 4), id="a Saturday that is worked"),
        pytest.param([], [], date(2027, 1, 5), id="nobody knows: weekends are left"),
    ],
)
def test_the_office_says_what_the_package_does_not_know(holidays, workdays, due):
    assert HalfMonth.parse("2026-12-2").due_date(3, WorkingDays(holidays, workdays)) == due


def test_the_offices_word_wins_over_the_package():
    days = WorkingDays(holidays=[date(2023, 5, 6)], workdays=[date(2023, 5, 7)])
    assert HalfMonth.parse("2023-04-2").due_date(3, days) == date(2023, 5, 7)


def test_a_year_that_nobody_knows_is_said_once_in_the_log(caplog):
    days = WorkingDays()
    with caplog.at_level("WARNING", "banyue"):
        days.works(date(2041, 1, 2))
        days.works(date(2041, 1, 3))
    (said,) = [record.getMessage() for record in caplog.records if "2041" in record.getMessage()]
    assert "are not known: only weekends are left out" in said and "calendar.workdays of config.toml" in said
    assert (days.knows(2026), days.knows(2041), WorkingDays([date(2041, 1, 1)]).knows(2041)) == (True, False, True)


@given(half_months, st.integers(1, 15), st.sets(st.integers(1, 30), max_size=8))
def test_due_date_leaves_exactly_the_working_days(half_month, count, offsets):
    days = WorkingDays({half_month.last_day + timedelta(days=offset) for offset in offsets})
    due = half_month.due_date(count, days)
    between = [half_month.last_day + timedelta(days=day) for day in range(1, (due - half_month.last_day).days + 1)]
    worked = [day for day in between if days.works(day)]
    assert len(worked) == count
    assert worked[-1] == due
    assert not any(day in days.holidays for day in worked)


def test_due_date_of_the_office_follows_its_settings():
    assert due_date(HalfMonth.parse("2023-07-1")) == date(2023, 7, 19)
