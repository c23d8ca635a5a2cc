"""Units that end at the door: what they reported after goes with them, and nothing more is taken for them."""

import pytest

from lib.kept.changes import Change
from lib.ledger import door
from lib.ledger.access import engineer
from lib.review.reviewing import open_half_month, reopen_half_month
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from tests.conftest import record

MAY, JUNE, JULY, LATER = (
    HalfMonth.parse(text).ordinal for text in ("2023-06-1", "2023-06-2", "2023-07-1", "2023-07-2")
)
A, B = "522326101001", "522326101002"
NEW = "522326101009"


def said(field: str, after: object, unit: str = A, before: object = None) -> Change:
    return Change("unit", (unit,), field, before, after)


def ended(unit: str = A, at: int = JUNE) -> Change:
    return said("valid_to", at, unit)


def percent(unit: str = A, at: int = JULY, value: str = "40") -> Change:
    return record("task_progress", half_month=at, task_code="V1", unit_code=unit, percent=value)


def count(small, table: str, unit: str = A) -> int:
    if table == "task_progress":
        return small.one("SELECT COUNT(*) FROM task_progress WHERE unit_code = ?", unit)
    number = small.reference.units[unit].id
    return small.one("SELECT COUNT(*) FROM observation WHERE half_month = ? AND unit_id = ?", JULY, number)


def standing(small, county: str = "522326") -> tuple:
    query = "SELECT asked, filled FROM submission WHERE half_month = ? AND form = ? AND county_code = ?"
    return small.all(query, JULY, "village_cleanup", county)[0]


# Values go with the unit ----------------------------------------------------------------------------------------


def test_ended_unit_takes_its_values_of_open_half_months_with_it(small):
    small.save(small.change(A, "boards_removed", 4), small.change(B, "boards_removed", 5), percent())
    receipt = small.save(ended(), kind="edit")
    assert (count(small, "observation"), count(small, "observation", B), count(small, "task_progress")) == (0, 1, 0)
    assert receipt.changes == 3  # the unit, a value and a percent
    assert small.history(receipt.batch) == [(*small.key("2023-07-1", A, "boards_removed"), 4, None, False)]
    assert standing(small) == (15, 1)


def test_undo_gives_unit_and_values_back(small):
    small.save(small.change(A, "boards_removed", 4), percent())
    receipt = small.save(ended(), kind="edit")
    door.undo(small.engine, receipt.batch, engineer("联席办"))
    assert small.value(A, "boards_removed") == 4
    assert small.one("SELECT valid_to FROM unit WHERE code = ?", A) is None
    assert small.one("SELECT percent FROM task_progress WHERE unit_code = ?", A) == "40"
    assert standing(small) == (20, 1)


def test_two_villages_of_which_the_one_that_reported_ends(small):
    """Of 兴义市's two villages one reports and ends: 0 of 5 cells are there, then 5 of 5, never 10 of 5."""
    first, second = "522301001001", "522301001002"
    asked = [one.code for one in small.reference.forms["village_cleanup"].indicators]
    small.save(*(small.change(first, code, 2) for code in asked))
    small.save(ended(first), kind="edit")
    assert standing(small, "522301") == (5, 0)
    small.save(*(small.change(second, code, 2) for code in asked))
    assert standing(small, "522301") == (5, 5)


def test_ending_before_a_closed_half_month_with_values_is_refused(small):
    with pytest.raises(Refusal, match="2023年6月下半月"):
        small.save(ended(at=MAY), kind="edit")
    assert small.one("SELECT valid_to FROM unit WHERE code = ?", A) is None


def test_ending_before_a_half_month_that_was_reopened_takes_its_values(small):
    reopen_half_month(small.engine, HalfMonth(JUNE), engineer("联席办"), "两村合并")
    small.save(ended(at=MAY), kind="edit")
    assert small.value(A, "boards_removed", at="2023-06-2") is None


def test_unit_that_begins_later_takes_its_earlier_values_with_it(small):
    small.save(small.change(A, "boards_removed", 4))
    with pytest.raises(Refusal, match="2023年6月下半月"):
        small.save(said("valid_from", LATER), kind="edit")
    assert small.value(A, "boards_removed") == 4


# Nothing is taken for it ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("loads", [False, True])
def test_no_value_passes_for_a_unit_that_does_not_exist_then(small, loads):
    small.save(ended(), said("successor_code", B), kind="edit")
    with pytest.raises(
        Refusal, match=r"522326101001 平洞街道第1村自2023年7月上半月起并入平洞街道第1社区（522326101002），请用新代码"
    ):
        small.save(small.change(A, "boards_removed", 4), loads=loads)
    with pytest.raises(Refusal, match="请用新代码"):
        small.save(percent(), loads=loads)
    assert count(small, "observation") == count(small, "task_progress") == 0


def test_no_value_passes_before_a_unit_begins(small):
    small.save(said("valid_from", JUNE), kind="edit")
    with pytest.raises(Refusal, match="自2023年6月下半月起才存在"):
        small.save(small.change(A, "boards_removed", 4, at="2023-06-1"), loads=True)


def test_unit_that_ends_and_loses_its_mark_in_one_act_loses_each_value_once(small):
    """Both take the value of the form that asks the marked units alone away: the history has it once."""
    small.save(Change("form", ("village_cleanup",), "units", "all", "report_pilot"), kind="edit")
    small.save(said("report_pilot", True, before=False), said("pilot_from", JULY), kind="edit")
    small.save(small.change(A, "boards_removed", 4))
    receipt = small.save(ended(), said("report_pilot", False, before=True), kind="edit")
    assert small.history(receipt.batch) == [(*small.key("2023-07-1", A, "boards_removed"), 4, None, False)]


def test_unit_and_value_that_contradict_each_other_in_one_act_are_refused(small):
    with pytest.raises(Refusal, match="不再存在"):
        small.save(small.change(A, "boards_removed", 4), ended(), kind="edit")
    assert small.value(A, "boards_removed") is None


# What is said of successors must hold ---------------------------------------------------------------------------

NEW_VILLAGE = {"name": "平洞街道第9村", "level": "village", "kind": "村", "parent_code": "522326101"}


def new(**values: object) -> Change:
    return record("unit", code=NEW, **NEW_VILLAGE | values)


@pytest.mark.parametrize(
    "changes, sentence",
    [
        pytest.param([said("successor_code", B)], "停用半月", id="without an end"),
        pytest.param([ended(), said("successor_code", A)], "又回到本单位", id="itself"),
        pytest.param([ended(), said("successor_code", B), ended(B, JULY), said("successor_code", A, B)], "又回到本单位",
                     id="a circle"),
        pytest.param([ended(), said("successor_code", B), ended(B)], "2023年6月下半月停用", id="ends with it"),
        pytest.param([ended(), said("successor_code", "522326101")], "村级", id="another level"),
        pytest.param([ended(), said("successor_code", NEW), new(valid_from=LATER)], "2023年7月上半月",
                     id="begins later"),
        pytest.param([ended(), said("successor_code", "9")], "没有代码为9", id="not there"),
        pytest.param([ended("522326101")], "仍然存在", id="villages below go on"),
        pytest.param([ended(), ended(B), ended("522326101", MAY)], "平洞街道.*存在", id="villages below end later"),
        pytest.param([ended("522326102001"), ended("522326102002"), ended("522326102"),
                      new(parent_code="522326102", valid_from=JULY)], "边饶镇.*存在", id="above it had ended"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_changed(small, changes, sentence):
    before = small.all("SELECT * FROM unit ORDER BY id")
    with pytest.raises(Refusal, match=sentence):
        small.save(*changes, kind="edit")
    assert small.all("SELECT * FROM unit ORDER BY id") == before


def test_successor_that_would_end_too_early_later_on_is_refused(small):
    small.save(ended(), said("successor_code", B), kind="edit")
    with pytest.raises(Refusal, match="2023年6月下半月停用"):
        small.save(ended(B), kind="edit")


def test_township_ends_with_all_below_it_in_one_act(small):
    small.save(ended("522326102001"), ended("522326102002"), ended("522326102"), kind="edit")
    assert standing(small) == (10, 0)


def test_opening_of_a_half_month_with_values_is_not_undone(small):
    """They stayed in a half month that there was not any more."""
    later = HalfMonth.parse("2023-07-2")
    opened = open_half_month(small.engine, later, engineer("联席办"))
    report = small.save(small.change(A, "boards_removed", 4, at="2023-07-2"))
    with pytest.raises(Refusal, match="已有数值"):
        door.undo(small.engine, opened.batch, engineer("联席办"))
    door.undo(small.engine, report.batch, engineer("联席办"))
    door.undo(small.engine, opened.batch, engineer("联席办"))
    assert not small.all("SELECT 1 FROM half_month WHERE half_month = ?", later.ordinal)
