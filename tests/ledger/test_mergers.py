"""Units that end and are taken over, and values that begin anew with a year: what the sums and their changes say."""

import pytest

from lib.figures.figures import Figure
from lib.figures.progress import of_units
from lib.figures.reading import figures, read_measure
from lib.figures.villages import rebounds
from lib.kept import store
from lib.kept.changes import Change, TargetKey
from lib.kept.reference import read_reference
from lib.ledger import rollup
from lib.ledger.access import engineer
from lib.ledger.door import undo
from lib.show.blocks.figures import change_words
from lib.show.boards.empowerment import empowerment_board
from lib.show.boards.progress import progress_board
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from tests.conftest import Small, record, sql

JUNE, JULY, LATER = (HalfMonth.parse(text).ordinal for text in ("2023-06-2", "2023-07-1", "2023-07-2"))
A, B = "522326101001", "522326101002"  # two villages of one township
JANUARY = HalfMonth.parse("2024-01-1")
FAR = "522301001001"  # one of another county
NEW = "522326101009"
WHO = engineer("联席办 李四")


def row(small, indicator: str, unit: str = "5223", at: str = "2023-07-1") -> tuple | None:
    """Total, count and change of an indicator at a unit; None where nothing is known."""
    query = "SELECT total, n, change FROM rollup WHERE half_month = ? AND unit_id = ? AND indicator_id = ?"
    return next(iter(small.all(query, *small.key(at, unit, indicator))), None)


def end(unit: str, successor: str | None = None, at: int = JUNE) -> list[Change]:
    """The changes that end a unit with the half month `at`."""
    ended = [Change("unit", (unit,), "valid_to", None, at)]
    return ended + ([Change("unit", (unit,), "successor_code", None, successor)] if successor else [])


def new_village(code: str = NEW, **values: object) -> Change:
    whole = {"name": "平洞街道第9村", "level": "village", "kind": "村", "parent_code": "522326101", "valid_from": JULY}
    return record("unit", code=code, **whole | values)


def again(small) -> Small:
    """The same store with its catalogues read anew, since a unit came."""
    with store.reading(small.engine) as connection:
        return Small(small.engine, read_reference(connection))


# Ended ----------------------------------------------------------------------------------------------------------


def test_village_that_ended_is_in_no_sum(small):
    """Values that an older program kept of it, as no door takes them any more."""
    small.save(small.change(A, "boards_removed", 7))
    small.save(small.change(B, "boards_removed", 1))
    stand_in_the_way_no_more(small, A)
    assert row(small, "boards_removed") == (1, 1, -2)


def stand_in_the_way_no_more(small, unit: str) -> None:
    """End a unit behind the door's back, and renew what follows."""
    with store.writing(small.engine) as connection:
        sql(connection, "UPDATE unit SET valid_to = ? WHERE code = ?", JUNE, unit)
        rollup.recompute_all(connection, [JULY])


def test_percent_of_a_village_that_ended_is_in_no_sum(small):
    for unit, percent in ((A, "100"), (B, "50")):
        small.save(record("task_progress", half_month=JULY, task_code="V1", unit_code=unit, percent=percent))
    stand_in_the_way_no_more(small, A)
    task = "SELECT n, percent FROM task_rollup r JOIN task t ON t.id = r.task_id WHERE t.code = 'V1' AND unit_id = ?"
    assert small.all(task, small.reference.units["5223"].id) == [(1, 5000)]


# Taken over -----------------------------------------------------------------------------------------------------


def test_successor_that_reports_both_has_not_changed(small):
    small.save(*end(A, B), kind="edit")
    small.save(small.change(B, "boards_removed", 6))  # 3 + 3 in June
    for unit in (B, "522326101", "522326", "5223"):
        assert row(small, "boards_removed", unit) == (6, 1, 0)


def test_change_is_unknown_where_one_of_both_was_not_reported(small):
    small.save(small.change(A, "boards_removed", None, before=3, at="2023-06-2"), loads=True)
    small.save(*end(A, B), kind="edit")
    small.save(small.change(B, "boards_removed", 6))
    assert row(small, "boards_removed", B) == (6, 1, None)


def test_new_village_takes_over_from_two(small):
    small.save(new_village(), *end(A, NEW), *end(B, NEW), kind="edit")
    small = again(small)
    small.save(small.change(NEW, "boards_removed", 7))
    assert row(small, "boards_removed", NEW) == (7, 1, 1)
    assert row(small, "boards_removed", NEW, "2023-06-2") is None


def test_next_half_month_is_compared_with_the_successor_alone(small):
    small.save(record("half_month", half_month=LATER, state="open"), kind="edit")
    small.save(*end(A, B), kind="edit")
    small.save(small.change(B, "boards_removed", 6), small.change(B, "boards_removed", 8, at="2023-07-2"))
    assert row(small, "boards_removed", B, "2023-07-2") == (8, 1, 2)


def test_count_of_a_merger_is_compared_with_all_that_complied_before(small):
    june = {(A, "boards_outside"): 3, (B, "boards_outside"): 3}
    small.save(*(small.change(*key, value, before=5, at="2023-06-2") for key, value in june.items()), loads=True)
    small.save(*end(A, B), kind="edit")
    small.save(small.change(B, "boards_outside", 4), small.change(B, "signs_outside", 2))
    assert row(small, "boards_standard_villages", B) == (1, 1, 0)


def test_successor_in_another_county_follows_when_what_was_before_is_mended(small):
    """June is reopened: a save of one county moves a change in the other."""
    small.save(*end(A, FAR), kind="edit")
    small.save(small.change(FAR, "boards_removed", 6))
    small.save(Change("half_month", (JUNE,), "state", "closed", "open"), kind="edit", note="更正")
    small.save(small.change(A, "boards_removed", 2, before=3, at="2023-06-2"))
    assert row(small, "boards_removed", FAR) == (6, 1, 1)
    assert row(small, "boards_removed") == (6, 1, 1)


def aims(small, *units: str) -> dict[tuple[str, int], int]:
    """The targets of boards_removed by unit and since when each holds."""
    query = (
        "SELECT u.code, t.since, t.value FROM target t JOIN unit u ON u.id = t.unit_id"
        " JOIN indicator i ON i.id = t.indicator_id WHERE i.code = 'boards_removed'"
    )
    return {(code, since): value for code, since, value in small.all(query) if code in units}


def give_aims(small, given: dict[str, int | None]) -> None:
    """The hand-made store has targets of its own: these take their place."""
    was = aims(small, *given)
    targets = [small.target(unit, "boards_removed", value, was.get((unit, 0))) for unit, value in given.items()]
    small.save(*(one for one in targets if one.after != one.before), kind="edit")


def test_successor_must_reach_what_both_had_to(small):
    """Else the work of both would be held against the target of one."""
    give_aims(small, {A: 10, B: 7})
    batch = small.save(*end(A, B), kind="edit").batch
    assert aims(small, A, B) == {(A, 0): 10, (B, 0): 7, (B, JULY): 17}
    small.save(small.change(B, "boards_removed", 17))
    query = "SELECT part, whole FROM rollup WHERE half_month = ? AND unit_id = ? AND indicator_id = ?"
    assert small.all(query, *small.key("2023-07-1", B, "boards_removed")) == [(17, 17)]
    undo(small.engine, batch, WHO)
    assert aims(small, A, B) == {(A, 0): 10, (B, 0): 7}


def test_new_village_must_reach_what_both_had_to(small):
    give_aims(small, {A: 10, B: 7})
    batch = small.save(new_village(), *end(A, NEW), *end(B, NEW), kind="edit").batch
    assert aims(small, NEW) == {(NEW, JULY): 17}
    undone = undo(small.engine, batch, WHO).batch
    assert aims(small, NEW) == {}
    with pytest.raises(Refusal, match="重新录入"):
        undo(small.engine, undone, WHO)


def test_target_that_the_same_act_sets_stands_beside_those_taken_over(small):
    """The act brings the two in turns; in the history they are one row."""
    give_aims(small, {A: 10, B: 7})
    (_july, unit, removed), (*_same, outside) = (
        small.key("2023-07-1", B, code) for code in ("boards_removed", "boards_outside")
    )
    own = Change("target", TargetKey(unit, outside, JULY), "value", None, 3)
    batch = small.save(own, *end(A, B), kind="edit").batch
    assert small.history(batch) == [(-JULY, unit, removed, None, 17, False), (-JULY, unit, outside, None, 3, False)]
    undo(small.engine, batch, WHO)
    assert aims(small, B) == {(B, 0): 7}


def test_successor_without_a_target_of_its_own_gets_none(small):
    give_aims(small, {A: 10, B: None})
    small.save(*end(A, B), kind="edit")
    assert aims(small, B) == {}


# A new year -----------------------------------------------------------------------------------------------------


@pytest.fixture
def december(small):
    """2023-12-2 closed with 12,000,000 yuan of labour pay, 2024-01-1 open; the pay counts within the year."""
    for text, state in (("2023-12-2", "closed"), ("2024-01-1", "open"), ("2024-01-2", "open")):
        small.save(record("half_month", half_month=HalfMonth.parse(text).ordinal, state=state), loads=True)
    small.save(Change("indicator", ("labour_pay",), "yearly", False, True), kind="edit")
    small.save(small.change("522326", "labour_pay", 1_200_000_000, at="2023-12-2"), loads=True)
    return small


def test_what_begins_anew_is_not_compared_over_new_year(december):
    december.save(december.change("522326", "labour_pay", 0, at="2024-01-1"))
    assert row(december, "labour_pay", at="2024-01-1") == (0, 1, None)


def test_after_the_first_half_month_of_the_year_it_is_compared_as_before(december):
    december.save(december.change("522326", "labour_pay", 0, at="2024-01-1"))
    december.save(december.change("522326", "labour_pay", 500, at="2024-01-2"))
    assert row(december, "labour_pay", at="2024-01-2") == (500, 1, 500)


def test_what_counts_on_is_compared_over_new_year(december):
    at = {"2023-12-2": 3, "2024-01-1": 4}
    december.save(*(december.change(A, "boards_removed", value, at=text) for text, value in at.items()), loads=True)
    assert row(december, "boards_removed", A, "2024-01-1") == (4, 1, 1)


def test_figures_of_the_empowerment_say_in_a_word_that_a_year_begins(december):
    """不可比（新的一年） was cut in its column."""
    december.save(december.change("522326", "labour_pay", 300, at="2024-01-1"))
    with store.reading(december.engine) as connection:
        board = empowerment_board(connection, read_reference(connection), JANUARY, "522326", "labour_pay")
    assert '<span class="by-mut" title="不可比（新的一年）">新年度</span>' in board.figures.below


# As it is read --------------------------------------------------------------------------------------------------


def read_figure(small, code: str, unit: str = "5223", at: str = "2023-07-1") -> Figure:
    with store.reading(small.engine) as connection:
        reference = read_reference(connection)
        return figures(connection, reference, reference.units[unit], HalfMonth.parse(at), [code])[0]


def test_new_year_is_said_where_a_change_is_shown(december):
    december.save(december.change("522326", "labour_pay", 0, at="2024-01-1"))
    found = read_figure(december, "labour_pay", at="2024-01-1")
    assert (found.value, found.change, found.anew) == (0, None, True)
    assert change_words(found)[0] == "不可比（新的一年）"
    assert not read_figure(december, "labour_pay", at="2024-01-2").anew


def mechanisms(small, now: dict[str, int]) -> None:
    for unit, value in now.items():
        small.save(small.change(unit, "mechanisms_now", value), small.change(unit, "mechanisms_last_year", 20))


def test_share_of_a_merger_is_compared_with_both_before(small):
    """40 % of 60 in June, half a year's base of 10 each; two villages merged keep their 12 of 20."""
    small.save(*end(A, B), kind="edit")
    mechanisms(small, {B: 12, FAR: 12, "522301001002": 12, "522326102001": 12, "522326102002": 12})
    assert read_figure(small, "mechanisms_cut_pct").change == 0
    assert read_figure(small, "mechanisms_cut_pct", "522326101").change == 0


def test_share_is_not_compared_over_a_merger_of_which_one_was_silent(small):
    small.save(small.change(A, "mechanisms_now", None, before=6, at="2023-06-2"), loads=True)
    small.save(*end(A, B), kind="edit")
    mechanisms(small, {B: 12})
    assert read_figure(small, "mechanisms_cut_pct", "522326101").change is None


def test_share_of_which_a_part_begins_anew_is_not_compared(december):
    december.save(Change("indicator", ("mechanisms_last_year",), "yearly", False, True), kind="edit")
    for at in ("2023-12-2", "2024-01-1"):
        december.save(december.change(A, "mechanisms_now", 6, at=at),
                      december.change(A, "mechanisms_last_year", 10, at=at), loads=True)  # fmt: skip
    found = read_figure(december, "mechanisms_cut_pct", A, "2024-01-1")
    assert (found.value, found.change, found.anew) == (40, None, True)


def test_history_of_a_merged_unit_is_that_of_all_it_took_over(small):
    for unit, percent, at in ((A, "40", JUNE), (B, "60", JUNE)):
        change = record("task_progress", half_month=at, task_code="V1", unit_code=unit, percent=percent)
        small.save(change, loads=True)
    small.save(*end(A, B), kind="edit")
    small.save(small.change(B, "boards_removed", 7))
    small.save(record("task_progress", half_month=JULY, task_code="V1", unit_code=B, percent="55"))
    with store.reading(small.engine) as connection:
        reference = read_reference(connection)
        unit, july = reference.units[B], HalfMonth(JULY)
        found = read_measure(connection, reference, unit, july, "boards_removed").history["boards_removed"]
        [progress] = of_units(connection, reference, [unit], july, 12)
    assert {month.ordinal: (row.value, row.n) for month, row in found.items()} == {JUNE: (6, 2), JULY: (7, 1)}
    assert (progress.history[-2:], progress.change) == ((50, 55), 5)


def test_history_has_a_gap_where_one_of_both_was_silent(small):
    small.save(small.change(A, "boards_removed", None, before=3, at="2023-06-2"), loads=True)
    small.save(*end(A, B), kind="edit")
    small.save(small.change(B, "boards_removed", 7))
    with store.reading(small.engine) as connection:
        reference = read_reference(connection)
        reading = read_measure(connection, reference, reference.units[B], HalfMonth(JULY), "boards_removed")
    assert [month.ordinal for month in reading.history["boards_removed"]] == [JULY]


def test_nothing_came_back_where_two_were_merged(small):
    """B reports what A and B had outside together: no 反弹; one board more is one."""
    small.save(*end(A, B), kind="edit")
    small.save(small.change(B, "boards_outside", 10))
    assert rebounds_at(small) == []
    small.save(small.change(B, "boards_outside", 11, before=10))
    assert rebounds_at(small) == [(small.reference.units[B].id, 10, 11)]


def rebounds_at(small) -> list[tuple]:
    with store.reading(small.engine) as connection:
        reference = read_reference(connection)
        found, _every = rebounds(connection, reference.top, HalfMonth(JULY), reference.indicators["boards_outside"], 9)
    return [(one.unit_id, one.before, one.now) for one in found]


def test_page_of_a_successor_says_with_what_it_is_compared(small):
    small.save(*end(A, B), kind="edit")
    with store.reading(small.engine) as connection:
        reference = read_reference(connection)
        july, later = (progress_board(connection, reference, HalfMonth(at), B).path for at in (JULY, LATER))
    assert "比上期：与上期平洞街道第1社区、平洞街道第1村合计相比" in july
    assert "合计相比" not in later
