"""Numbers read the same everywhere: 万, 亿, percents that never round up to complete, the true minus sign."""

from decimal import Decimal

import pytest

from lib.words.wording import (
    alike,
    amount,
    change,
    exact,
    file_size,
    listed,
    of_all,
    official,
    percent,
    signed,
    tabled,
    together,
)


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "shown"),
    [
        pytest.param("12200", "块", 0, ("1.22", "万块"), id="ten-thousands"),
        pytest.param("27900", "块", 0, ("2.79", "万块"), id="two-decimals"),
        pytest.param("12000", "块", 0, ("1.2", "万块"), id="trailing-zero-trimmed"),
        pytest.param("10000", "块", 0, ("1", "万块"), id="exactly-ten-thousand"),
        pytest.param("12000000", "元", 0, ("1,200", "万元"), id="thousands-of-ten-thousands"),
        pytest.param("148960000", "元", 0, ("1.49", "亿元"), id="hundred-millions"),
        pytest.param("9999", "份", 0, ("9,999", "份"), id="below-ten-thousand"),
        pytest.param("-12200", "块", 0, ("−1.22", "万块"), id="negative"),
        pytest.param("-20", "%", 0, ("−20", "%"), id="percent"),
        pytest.param("4.50", "份", 2, ("4.50", "份"), id="declared-decimals-kept"),
        pytest.param("0", "个", 0, ("0", "个"), id="zero-is-zero"),
    ],
)
def test_tile_shows_the_number_and_its_unit(value, unit, decimals, shown):
    assert amount(Decimal(value), unit, decimals) == shown


def test_missing_amount_is_a_dash_without_unit():
    assert amount(None, "块") == ("—", "")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param(Decimal(12200), "12,200", id="never-in-ten-thousands"),
        pytest.param(Decimal("-1234.50"), "−1,234.5", id="true-minus"),
        pytest.param(Decimal("1E+4"), "10,000", id="no-exponent"),
        pytest.param(0, "0", id="zero"),
        pytest.param(None, "—", id="missing"),
    ],
)
def test_tables_show_the_exact_number(value, shown):
    assert exact(value) == shown


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        pytest.param(92.94, None, "92.9%", id="rounded-to-one-decimal"),
        pytest.param(93, None, "93%", id="without-a-zero-that-says-nothing"),
        pytest.param(99.96, None, "99.9%", id="never-rounded-up-to-complete"),
        pytest.param(99.96, 1, "99.9%", id="nor-in-a-column"),
        pytest.param(100, None, "100%", id="complete"),
        pytest.param(103.44, None, "103.4%", id="more-than-the-target"),
        pytest.param(82, 1, "82.0%", id="every-row-of-a-column-has-the-decimal"),
        pytest.param(77.25, None, "77.3%", id="half-away-from-zero"),
        pytest.param(0, None, "0%", id="zero"),
        pytest.param(-20.44, None, "−20.4%", id="negative"),
        pytest.param(None, None, "—", id="missing"),
    ],
)
def test_percent_is_complete_only_when_it_is(value, decimals, shown):
    assert percent(value, decimals) == shown


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        pytest.param(12_043_900, "元", "1204.4万元", id="money-in-ten-thousands"),
        pytest.param(2_000_000, "元", "200.0万元", id="with-its-decimal"),
        pytest.param(500, "元", "0.1万元", id="half-up"),
        pytest.param(0, "元", "0.0万元", id="zero"),
        pytest.param(4535, "元/月", "4535.0元/月", id="pay-a-month"),
        pytest.param(20, "%", "20.0%", id="a-share"),
        pytest.param(Decimal("99.96"), "%", "99.9%", id="not-complete"),
        pytest.param(Decimal("-3.25"), "%", "−3.3%", id="negative"),
        pytest.param(12200, "块", "12200块", id="a-count-in-full"),
    ],
)
def test_table_has_money_in_ten_thousands_and_one_decimal_throughout(value, unit, shown):
    assert "".join(tabled(Decimal(value), unit)) == shown


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        pytest.param(Decimal(1470), "块", "↑ 增加 1,470块", id="up"),
        pytest.param(Decimal(-3), "个", "↓ 减少 3个", id="down-without-a-sign"),
        pytest.param(Decimal(12000000), "元", "↑ 增加 1,200万元", id="in-ten-thousands"),
        pytest.param(Decimal(2), "%", "↑ 增加 2个百分点", id="percents-differ-by-points"),
        pytest.param(Decimal(0), "块", "→ 与上期持平", id="same"),
        pytest.param(Decimal("0.2"), "块", "→ 与上期持平", id="same-as-far-as-shown"),
        pytest.param(None, "块", "与上期不可比", id="nothing-to-compare"),
    ],
)
def test_change_says_the_direction_and_never_judges(value, unit, shown):
    assert change(value, unit) == shown


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        pytest.param(Decimal("4.5"), 1, "+4.5", id="plus"),
        pytest.param(-39.0, 0, "−39", id="true-minus"),
        pytest.param(Decimal("-0.4"), 0, "0", id="zero-has-no-sign"),
        pytest.param(None, 0, "—", id="missing"),
    ],
)
def test_signed_change_for_a_column(value, decimals, shown):
    assert signed(value, decimals) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (60, "60.0%"), (56.14, "56.1%"), (100, "100%"), (Decimal(100), "100%"), (99.97, "99.9%"), (0, "0.0%"),
        (103, "103.0%"), (-8, "−8.0%"), (None, "—"),
    ],
)  # fmt: skip
def test_percents_of_one_list_have_one_decimal_but_for_what_is_complete(value, shown):
    assert listed(value) == shown


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 B"), (50, "50 B"), (999, "999 B"), (1000, "1.0 KB"), (1234, "1.2 KB"), (999_949, "999.9 KB"),
        (999_950, "1.0 MB"), (19_999_999, "20.0 MB"), (1_234_567_890, "1,234.6 MB"),
    ],
)  # fmt: skip
def test_size_of_a_file_is_said_in_what_it_is_of(size, shown):
    assert file_size(size) == shown


def test_label_has_no_blank_between_number_and_unit():
    assert together(Decimal(1470), "块") == "1,470块"


def test_counts_are_parted_by_a_full_width_slash():
    assert of_all(6, 9) == "6／9"


def test_english_has_thousands_and_millions_but_no_ten_thousands(english):
    assert amount(Decimal(12200), "boards") == ("12,200", "boards")
    assert amount(Decimal(148960000), "yuan") == ("148.96", "M yuan")
    assert together(Decimal(1470), "boards") == "1,470 boards"
    assert change(Decimal(1), "projects") == "↑ up 1 project"
    assert [together(Decimal(1), unit) for unit in ("ministries", "yuan", "%", "apps and groups")] == [
        "1 ministry", "1 yuan", "1%", "1 apps and groups",
    ]  # fmt: skip
    assert together(Decimal(1), "points", 1) == "1.0 points"
    assert together(Decimal(-20), "%") == "−20%"
    assert of_all(6, 9) == "6/9"


def test_numbers_of_one_sentence_count_as_english_does(english):
    assert alike([Decimal(1), Decimal(12)], "boards") == ["1 board", "12 boards"]


def test_zero_beside_large_numbers_is_not_counted_in_ten_thousands():
    assert alike([Decimal(0), Decimal(13_100)], "块") == ["0 块", "1.31 万块"]
    assert official(0, "块", beside=[Decimal(27_900)]) == "0块"
    assert official(27_900, "块", beside=[Decimal(0)]) == "2.79万块"
