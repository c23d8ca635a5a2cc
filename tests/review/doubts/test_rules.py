"""Each rule of the doubts finds what it is about, and not what only looks like it; order and names change nothing."""

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest

from lib.intake.fences import FALLS, FAR, TENFOLD, TENTH, unusual
from lib.kept.value_arrays import as_cells
from lib.review.doubts import MOST, RULES, Doubt, odd, targets, weights
from lib.review.doubts.again import again, again_alone
from lib.review.doubts.alike import alike
from lib.review.doubts.cells import Cells
from lib.review.doubts.digits import digits
from lib.review.doubts.odd import broken, outliers
from lib.review.doubts.rules import AGAIN, ALIKE, BROKEN, DUE, JUMPS, OUTLIERS, SILENT
from lib.review.doubts.targets import due, steps_up
from lib.words.settings import DOUBTS
from tests.review.doubts.made import FOUND, LEADS, MONEY, REMOVED, VILLAGES, honest, reference, shuffled

Change = Callable[[Cells], None]
TOWN = slice(0, VILLAGES)  # the rows of the first township
COUNTY = slice(0, 3 * VILLAGES)


@pytest.fixture(autouse=True)
def past(monkeypatch):
    """What is read beside a half month: rules between columns, and what was reported before it."""
    given = SimpleNamespace(earlier={}, pairs=[])
    monkeypatch.setattr(targets, "earlier", lambda _connection, cells, back, _columns: given.earlier.get(
        back, cells.before))  # fmt: skip
    monkeypatch.setattr(odd, "pairs", lambda _connection, known, _form: [
        (known.indicators["removed"], known.indicators["found"])])  # fmt: skip
    return given


def found(cells: Cells) -> list[Doubt]:
    """What all rules find."""
    return sorted([
        *alike(cells, 3), *due(cells), *steps_up(None, cells, 50, 2), *digits(cells), *broken(None, cells),
        *again(cells), *outliers(cells),
    ])  # fmt: skip


def ids(cells: Cells, rows: slice | list[int]) -> tuple[int, ...]:
    return tuple(sorted(one.id for one in np.array(cells.units, dtype=object)[rows]))


def town(cells: Cells, row: int = 0) -> int:
    return cells.reference.units[cells.units[row].township_code].id


@pytest.mark.parametrize("seed", range(3))
def test_honest_figures_have_no_doubts(seed):
    assert found(honest(seed)) == []


# The same numbers --------------------------------------------------------------------------------------------------


def test_three_villages_with_one_row_are_named_with_their_township():
    cells = honest()
    cells.values[[2, 5]] = cells.values[1]
    [doubt] = alike(cells, 3)
    assert (doubt.rule, doubt.unit, doubt.villages) == (ALIKE, town(cells), ids(cells, [1, 2, 5]))
    assert (doubt.count, doubt.of) == (3, VILLAGES)
    assert 13 in doubt.indicators  # money


def as_two(cells: Cells) -> None:
    cells.values[2] = cells.values[1]


def as_zeros(cells: Cells) -> None:
    cells.values[TOWN] = 0


def as_in_all_the_county(cells: Cells) -> None:
    cells.values[COUNTY] = cells.values[0]


def as_across_townships(cells: Cells) -> None:
    cells.values[[1 + VILLAGES, 1 + 2 * VILLAGES]] = cells.values[1]


def as_one_number(cells: Cells) -> None:
    cells.values[[1, 2, 3], LEADS] = 99


@pytest.mark.parametrize("change", [as_two, as_zeros, as_in_all_the_county, as_across_townships, as_one_number])
def test_what_only_looks_alike_is_none(change: Change):
    cells = honest()
    change(cells)
    assert list(alike(cells, 3)) == []


def test_an_office_says_how_many_are_many():
    cells = honest()
    as_two(cells)
    assert [doubt.count for doubt in alike(cells, 2)] == [2]


# Targets -------------------------------------------------------------------------------------------------------------


def arrive(cells: Cells, rows: slice | list[int]) -> None:
    cells.values[rows, REMOVED] = cells.targets[rows, REMOVED]


def test_a_whole_township_that_arrives_when_due_is_named():
    cells = honest()
    arrive(cells, TOWN)
    [doubt] = due(cells)
    assert (doubt.rule, doubt.unit, doubt.villages) == (DUE, town(cells), ids(cells, TOWN))
    assert (doubt.count, doubt.of, doubt.usual) == (VILLAGES, VILLAGES, 0)


def test_a_village_without_a_target_is_none_that_is_missing():
    cells = honest()
    arrive(cells, TOWN)
    cells.targets[0, REMOVED] = np.nan
    [doubt] = due(cells)
    assert doubt.villages == ids(cells, slice(1, VILLAGES))
    cells.values[1, REMOVED] = np.nan
    assert list(due(cells)) == []


def test_a_township_that_arrives_when_all_do_is_none():
    cells = honest()
    arrive(cells, slice(None))
    assert list(due(cells)) == []


def test_a_township_with_one_village_short_is_none():
    cells = honest()
    arrive(cells, slice(1, VILLAGES))
    assert list(due(cells)) == []


def test_a_township_that_arrives_in_another_half_month_is_none():
    cells = honest(known=reference(due=honest().half_month.next()))
    arrive(cells, TOWN)
    assert list(due(cells)) == []


def little(cells: Cells, row: int, percent: int) -> None:
    """The row is at its target, and had so much of it before."""
    cells.targets[row, REMOVED], cells.values[row, REMOVED] = 40, 40
    cells.before[row, REMOVED] = 40 * percent // 100


def test_a_jump_to_the_target_is_named():
    cells = honest()
    little(cells, 3, 50)
    [doubt] = steps_up(None, cells, 50, 2)
    assert (doubt.rule, doubt.villages, doubt.indicators) == (JUMPS, ids(cells, [3]), (12,))
    assert (doubt.cells[0].before, doubt.cells[0].value, doubt.cells[0].beside) == (20, 40, 40)


@pytest.mark.parametrize(
    "percent, others, jump",
    [
        pytest.param(60, (), 50, id="a smaller step"),
        pytest.param(20, (1, 2), 50, id="those around do as well"),
        pytest.param(40, (), 70, id="an office that sees it differently"),
    ],
)
def test_what_is_no_jump_is_not_named(percent, others, jump):
    cells = honest()
    for row in (3, *others):
        little(cells, row, percent)
    assert list(steps_up(None, cells, jump, 2)) == []


def test_a_jump_short_of_the_target_and_a_small_target_are_none():
    cells = honest()
    little(cells, 3, 10)
    cells.values[3, REMOVED] = 39
    cells.targets[4, REMOVED], cells.values[4, REMOVED], cells.before[4, REMOVED] = 4, 4, 1
    assert list(steps_up(None, cells, 50, 2)) == []


def test_nothing_for_half_months_and_then_all_is_named_and_is_no_jump_besides(past):
    cells = honest()
    little(cells, 3, 0)
    past.earlier[2] = cells.before
    [doubt] = steps_up(None, cells, 50, 2)
    assert (doubt.rule, doubt.villages) == (SILENT, ids(cells, [3]))


def test_a_blank_is_nothing_too_where_the_others_reported():
    cells = honest()
    little(cells, 3, 0)
    cells.before[3, REMOVED] = np.nan
    assert [doubt.rule for doubt in steps_up(None, cells, 50, 2)] == [SILENT]
    cells.before[:, REMOVED] = np.nan
    assert list(steps_up(None, cells, 50, 2)) == []


def test_what_was_something_further_back_is_a_jump(past):
    cells = honest()
    little(cells, 3, 0)
    past.earlier[2] = cells.before.copy()
    past.earlier[2][3, REMOVED] = 1
    assert [doubt.rule for doubt in steps_up(None, cells, 50, 2)] == [JUMPS]


def test_nothing_before_the_measure_began_is_no_silence():
    cells = honest(known=reference(due=honest().half_month.next(4)))  # it began one half month ago
    little(cells, 3, 0)
    assert [doubt.rule for doubt in steps_up(None, cells, 50, 2)] == [JUMPS]


# Digits --------------------------------------------------------------------------------------------------------------


def test_numbers_of_a_township_that_end_in_0_and_5_are_named():
    cells = honest()
    cells.values[TOWN, LEADS] = np.round(cells.values[TOWN, LEADS] / 5) * 5
    cells.values[TOWN, MONEY] = np.round(cells.values[TOWN, MONEY] / 500) * 500
    [doubt] = digits(cells)
    assert (doubt.unit, doubt.villages, doubt.indicators) == (town(cells), ids(cells, TOWN), (13, 14))
    assert doubt.count == doubt.of == 2 * VILLAGES


def test_numbers_of_a_county_are_named_where_no_township_is():
    cells = honest()
    rows = [row for at in range(3) for row in range(VILLAGES * at, VILLAGES * at + 6)]
    for column, step in ((LEADS, 5), (MONEY, 500)):
        cells.values[rows, column] = np.round(cells.values[rows, column] / step) * step
    doubts = list(digits(cells))
    assert [one.unit for one in doubts] == [cells.reference.units[cells.units[0].county_code].id]
    assert set(ids(cells, rows)) <= set(doubts[0].villages)


@pytest.mark.parametrize("everywhere", [True, False])
def test_what_all_counties_round_and_a_single_township_of_few_numbers_are_none(everywhere):
    cells = honest()
    rows = slice(None) if everywhere else slice(0, 4)
    cells.values[rows, LEADS] = np.round(cells.values[rows, LEADS] / 5) * 5
    assert list(digits(cells)) == []


def test_targets_are_no_heap():
    cells = honest()
    cells.targets[:, REMOVED] = 50
    cells.values[COUNTY, REMOVED] = 50
    assert list(digits(cells)) == []


# Columns, the same file, single values -------------------------------------------------------------------------------


def test_a_part_above_its_whole_is_named_and_one_as_large_is_not():
    cells = honest()
    cells.values[3, REMOVED] = cells.values[3, FOUND] + 1
    cells.values[4, REMOVED] = cells.values[4, FOUND]
    [doubt] = broken(None, cells)
    assert (doubt.rule, doubt.villages, doubt.indicators) == (BROKEN, ids(cells, [3]), (11, 12))
    assert doubt.cells[0].value == doubt.cells[0].beside + 1


def test_the_last_file_of_a_township_again_is_named():
    cells = honest()
    cells.values[TOWN] = cells.before[TOWN]
    [doubt] = again(cells)
    assert (doubt.rule, doubt.unit, doubt.villages) == (AGAIN, town(cells), ids(cells, TOWN))


def test_the_last_file_of_a_county_again_is_one_doubt():
    cells = honest()
    cells.values[COUNTY] = cells.before[COUNTY]
    [doubt] = again(cells)
    assert (doubt.unit, doubt.count) == (cells.reference.units["522301"].id, 3 * VILLAGES)


def test_nothing_new_is_none_where_one_village_moved_or_nothing_moves_anywhere():
    cells = honest()
    cells.values[slice(1, VILLAGES)] = cells.before[slice(1, VILLAGES)]
    assert list(again(cells)) == []
    cells.values[:] = cells.before
    assert list(again(cells)) == []


def test_villages_that_had_reached_all_may_stand_still_when_others_like_them_do():
    cells = honest()
    done = [*range(VILLAGES), *range(3 * VILLAGES, 5 * VILLAGES)]
    cells.before[done, REMOVED] = cells.targets[done, REMOVED]
    cells.values[done] = cells.before[done]
    assert [one.unit for one in again(cells)] == []


def test_a_countys_own_report_again_is_named():
    cells = honest()
    six = Cells(
        cells.reference, cells.half_month, cells.units[:8], cells.indicators * 2,
        np.tile(cells.values[:8], 2), np.tile(cells.values[:8], 2) - 1, np.full((8, 12), np.nan),
        cells.townships[:8], cells.counties[:8],
    )  # fmt: skip
    assert list(again_alone(six)) == []
    six.values[2] = six.before[2]
    [doubt] = again_alone(six)
    assert (doubt.unit, doubt.villages, doubt.count) == (six.units[2].id, (), 12)


def test_falls_and_leaps_are_named_with_what_the_preview_calls_them():
    cells = honest()
    cells.values[0, REMOVED] = cells.before[0, REMOVED] - 1
    cells.values[1, LEADS] = cells.before[1, LEADS] * 10
    cells.values[2, MONEY] = cells.before[2, MONEY] // 10
    cells.before[3, MONEY], cells.values[3, MONEY] = np.nan, 90_000_000
    notes = {doubt.unit: [cell.note for cell in doubt.cells] for doubt in outliers(cells)}
    expected = ([FALLS], [TENFOLD], [TENTH], [FAR])
    assert {unit: [note for note in noted if note != FAR] or noted for unit, noted in notes.items()} == {
        cells.units[row].id: noted for row, noted in enumerate(expected)
    }


@pytest.mark.parametrize("seed", range(8))
def test_outliers_are_what_the_preview_calls_unusual(seed):
    """The same rule, of all at once: on figures with mistakes of every kind and gaps."""
    cells, draw = honest(seed), np.random.default_rng(seed)
    for table in (cells.values, cells.before):
        at = draw.random(table.shape)
        table[at < 0.03] *= 10
        table[(at > 0.03) & (at < 0.06)] //= 10
        table[(at > 0.06) & (at < 0.08)] = 0
        table[at > 0.97] = np.nan
    keys = {
        (1, unit.id, one.id): (row, column)
        for row, unit in enumerate(cells.units)
        for column, one in enumerate(cells.indicators)
        if not np.isnan(cells.values[row, column])
    }
    noted = unusual(
        as_cells(keys),
        np.array([int(cells.values[at]) for at in keys.values()]),
        np.arange(len(keys)),
        np.array([cells.before[at] for at in keys.values()]),
        {unit.id: unit.county_code for unit in cells.units},
        [12],
        dict.fromkeys(range(11, 17), 1),
    )
    named = list(keys)
    mine = {(doubt.unit, cell.indicator, cell.note) for doubt in outliers(cells) for cell in doubt.cells}
    assert mine == {(*named[at][1:], note) for at, notes in noted.items() for note in notes}
    assert mine


# All of them ---------------------------------------------------------------------------------------------------------


def spoilt() -> Cells:
    """A fault of every kind."""
    cells = honest(1)
    cells.values[[2, 5]] = cells.values[1]
    arrive(cells, slice(VILLAGES, 2 * VILLAGES))
    little(cells, 2 * VILLAGES, 10)
    little(cells, 2 * VILLAGES + 1, 0)
    rows = slice(3 * VILLAGES, 4 * VILLAGES)
    for column, step in ((LEADS, 5), (MONEY, 500)):
        cells.values[rows, column] = np.round(cells.values[rows, column] / step) * step
    cells.values[5 * VILLAGES + 3, REMOVED] = cells.values[5 * VILLAGES + 3, FOUND] + 2
    cells.values[slice(4 * VILLAGES, 5 * VILLAGES)] = cells.before[slice(4 * VILLAGES, 5 * VILLAGES)]
    cells.values[5 * VILLAGES, MONEY] *= 10
    return cells


def test_every_rule_finds_its_own_among_all_faults():
    assert {doubt.rule for doubt in found(spoilt())} == set(DOUBTS)


@pytest.mark.parametrize("seed", range(5))
def test_order_of_rows_and_names_of_units_change_nothing(seed):
    cells = spoilt()
    once, again_ = found(cells), found(shuffled(cells, seed))
    for one, other in zip(once, again_, strict=True):
        assert (one.rule, one.unit, one.villages, one.indicators, one.cells, one.count, one.of) == (
            other.rule, other.unit, other.villages, other.indicators, other.cells, other.count, other.of
        )  # fmt: skip
        assert (one.score, one.usual) == pytest.approx((other.score, other.usual))


def test_weights_add_up_over_rules_once_each_and_have_an_end():
    jump, leap = (Doubt(rule, 7, (7,), (1,)) for rule in (JUMPS, OUTLIERS))
    township = Doubt(AGAIN, 3, (7, 8), (1,))
    every = [Doubt(rule, 9, (9,), (1,)) for rule in DOUBTS]
    assert weights([jump, jump, leap, township, *every]) == {7: 5.0, 8: 2.0, 9: MOST}
    assert weights([]) == {}


def test_every_rule_of_the_settings_has_its_words():
    assert list(RULES) == list(DOUBTS)
    for rule in RULES.values():
        assert rule.name != rule.title and rule.why != rule.why_doubtful and rule.look != rule.look_at
