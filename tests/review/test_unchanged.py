"""本期无变化 for all reports of a county in one act: what is copied, what stays missing, one batch, one undo."""

import pytest

from lib.kept.reference import read_reference
from lib.kept.store import reading
from lib.ledger.access import engineer
from lib.ledger.door import undo
from lib.review.unchanged import copied, nothing_changed_anywhere
from lib.words.errors import Conflict, Refusal
from lib.words.half_months import HalfMonth
from tests.conftest import TURN, record

JULY, CLERK = HalfMonth.parse("2023-07-1"), engineer("望谟县 张三")
WANGMO = ("522326101001", "522326101002", "522326102001", "522326102002")


@pytest.fixture
def asked(small):
    """The small store with the form of percents, of which 望谟's own task had one in the half month before."""
    small.save(record("form", code="task_progress", name="任务进展表", level="county", units="all"), kind="edit")
    given = {"half_month": JULY.next(-1).ordinal, "task_code": "C1", "unit_code": "522326", "percent": 40}
    small.save(record("task_progress", **given), loads=True)
    return small


def preview(store, half_month=JULY, owner="522326"):
    with reading(store.engine) as connection:
        return {one.form: one for one in copied(connection, read_reference(connection), half_month, owner)}


def test_preview_says_of_each_form_what_is_copied_and_what_stays_missing(asked):
    asked.save(asked.change(WANGMO[0], "boards_removed", 4))
    found = preview(asked)
    assert {form: (len(one.changes), one.filled, one.missing) for form, one in found.items()} == {
        "village_cleanup": (19, 1, 0),
        "county_empowerment": (1, 0, 0),
        "task_progress": (1, 0, 4),
    }
    assert found["task_progress"].unknown == {"V1": WANGMO} and not found["task_progress"].anew


def test_what_begins_anew_with_the_year_is_left_blank_and_said(given):
    with given("turn") as engine, reading(engine) as connection:
        found = copied(connection, read_reference(connection), TURN.next(2), "522326")
    (empowerment,) = (one for one in found if one.form == "county_empowerment")
    assert empowerment.anew == {"labour_pay": ("522326",)} and not (empowerment.changes or empowerment.unknown)
    assert next(one for one in found if one.form == "village_cleanup").missing == 20  # nothing is known of before


def test_all_forms_are_copied_as_one_batch_and_undone_as_one(asked):
    seen = list(preview(asked).values())
    receipt = nothing_changed_anywhere(asked.engine, JULY, "522326", CLERK, seen)
    assert receipt.changes == 22 and asked.value(WANGMO[0], "boards_outside") == 5
    assert asked.one("SELECT COUNT(*) FROM task_progress WHERE half_month = ?", JULY.ordinal) == 1
    assert asked.one("SELECT COUNT(*) FROM observation WHERE half_month = ? AND unit_id = ?", *asked.key(
        "2023-07-1", "522301001001", "boards_removed")[:2]) == 0  # fmt: skip
    with pytest.raises(Refusal, match="没有可以照填的"):
        nothing_changed_anywhere(asked.engine, JULY, "522326", CLERK, list(preview(asked).values()))
    undo(asked.engine, receipt.batch, CLERK)
    assert asked.value(WANGMO[0], "boards_outside") is None


def test_what_was_reported_meanwhile_is_looked_at_first(asked):
    seen = list(preview(asked).values())
    asked.save(asked.change(WANGMO[0], "boards_removed", 4))
    with pytest.raises(Conflict, match="期间这里有新的填报或改动"):
        nothing_changed_anywhere(asked.engine, JULY, "522326", CLERK, seen)
    assert asked.value(WANGMO[0], "boards_outside") is None


def test_township_copies_its_own_villages_alone(asked):
    assert len(preview(asked, owner="522326101")["village_cleanup"].changes) == 10
    assert set(preview(asked, owner="522326101")) == {"village_cleanup", "task_progress"}
