"""The state of a report: a decision judges what it saw, 沿用 goes with what is really reported, a first day stays."""

from datetime import date

import pytest

from lib.intake.checks import Reported
from lib.kept.changes import Change
from lib.kept.history import Filter, batches
from lib.kept.store import reading
from lib.ledger.access import engineer
from lib.ledger.door import undo
from lib.review import grid, reviewing, uploads
from lib.review.reviewing import close_half_month, nothing_changed, reopen_half_month
from lib.review.submissions import ReportKey, Standing, Status, standings
from lib.server.commands.check import differences
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from tests.conftest import record

JULY, JUNE = HalfMonth.parse("2023-07-1"), HalfMonth.parse("2023-06-2")
CODES = ("boards_removed", "boards_outside", "signs_outside", "mechanisms_last_year", "mechanisms_now")
XINGYI = ("522301001001", "522301001002")
OFFICE = engineer("联席办 李四")
FORM = "village_cleanup"


def standing(small, county: str = "522301", half_month: HalfMonth = JULY) -> Standing:
    with reading(small.engine) as connection:
        found = standings(connection, half_month)
    return next(one for one in found if (one.county_code, one.form) == (county, FORM))


def report(small, *units: str, value: int = 4, before: int | None = None):
    return small.save(*(small.change(unit, code, value, before) for unit in units for code in CODES))


def decision(small) -> str:
    return small.one("SELECT decision FROM submission WHERE half_month = ? AND form = ? AND county_code = '522301'",
                     JULY.ordinal, FORM)  # fmt: skip


def accept(small) -> None:
    reviewing.decide(small.engine, JULY, FORM, "522301", "accepted", OFFICE)


def at_day(settle, day: str) -> None:
    settle(calendar={"today": date.fromisoformat(day)})


# A decision judges what it saw ----------------------------------------------------------------------------------


def test_accepted_report_whose_upload_is_undone_is_not_reported(small):
    receipt = report(small, *XINGYI)
    accept(small)
    undo(small.engine, receipt.batch, OFFICE)
    assert (standing(small).status, standing(small).filled, decision(small)) == (Status.NOT_REPORTED, 0, "")


def test_undo_of_an_older_upload_puts_an_accepted_report_back_to_waiting(small):
    first = report(small, XINGYI[0])
    report(small, XINGYI[1])
    accept(small)
    again = undo(small.engine, first.batch, OFFICE)
    assert (standing(small).status, standing(small).filled, decision(small)) == (Status.PARTIAL, 5, "")
    undo(small.engine, again.batch, OFFICE)
    assert standing(small).status is Status.ACCEPTED


@pytest.mark.parametrize("judged", ["accepted", "returned"])
def test_undo_gives_a_decision_back_only_where_nobody_touched_the_cells_in_between(small, judged):
    report(small, *XINGYI)
    reviewing.decide(small.engine, JULY, FORM, "522301", judged, OFFICE, "数字有误")
    first = small.save(small.change(XINGYI[0], "boards_removed", 5, before=4))
    small.save(small.change(XINGYI[1], "boards_removed", 9, before=4))
    undo(small.engine, first.batch, OFFICE)
    assert decision(small) == ""


def test_receipt_of_an_undo_counts_what_that_of_the_act_counted(small):
    report(small, *XINGYI)
    accept(small)
    changed = small.save(small.change(XINGYI[0], "boards_removed", 5, before=4))
    undone = undo(small.engine, changed.batch, OFFICE)
    assert (changed.changes, undone.changes) == (1, 1)  # the decision that went and came back is no cell
    with reading(small.engine) as connection:
        assert [(one.id, one.changes) for one in batches(connection, Filter(), limit=2)] == [
            (undone.batch, 1), (changed.batch, 1),
        ]  # fmt: skip


def test_undo_of_all_that_came_after_the_decision_gives_it_back(small):
    report(small, *XINGYI)
    accept(small)
    first = small.save(small.change(XINGYI[0], "boards_removed", 5, before=4))
    second = small.save(small.change(XINGYI[1], "boards_removed", 9, before=4))
    undo(small.engine, second.batch, OFFICE)
    assert decision(small) == ""
    undo(small.engine, first.batch, OFFICE)
    assert decision(small) == "accepted"


def test_undo_does_not_stumble_over_what_the_office_decided_since(small):
    report(small, *XINGYI)
    accept(small)
    receipt = small.save(small.change(XINGYI[0], "boards_removed", 5, before=4))
    accept(small)
    undo(small.engine, receipt.batch, OFFICE)
    assert (small.value(XINGYI[0], "boards_removed"), decision(small)) == (4, "")


def test_undo_of_a_return_does_not_accept_what_changed_since(small):
    report(small, *XINGYI)
    accept(small)
    returned = reviewing.decide(small.engine, JULY, FORM, "522301", "returned", OFFICE, "数字有误")
    small.save(small.change(XINGYI[0], "boards_removed", 5, before=4))
    reviewing.decide(small.engine, JULY, FORM, "522301", "returned", OFFICE, "数字有误")
    undo(small.engine, returned.batch, OFFICE)
    assert decision(small) == ""


def test_nothing_changed_after_a_return_waits_for_the_office(small):
    reviewing.decide(small.engine, JULY, FORM, "522301", "returned", OFFICE, "请填报")
    nothing_changed(small.engine, JULY, FORM, "522301", OFFICE)
    assert (standing(small).status, decision(small)) == (Status.REPORTED, "")


def test_carrying_forward_keeps_its_own_decision(small):
    report(small, XINGYI[0])
    reviewing.decide(small.engine, JULY, FORM, "522301", "returned", OFFICE, "缺一村")
    close_half_month(small.engine, JULY, OFFICE, "停电", [ReportKey(FORM, "522301")])
    assert (standing(small).status, decision(small)) == (Status.CARRIED, "carried")


def test_accepted_report_of_which_a_unit_ends_waits_again(small):
    report(small, *XINGYI)
    accept(small)
    cells = [small.change(XINGYI[1], code, None, before=4) for code in CODES]
    small.save(Change("unit", (XINGYI[1],), "valid_to", None, JUNE.ordinal), *cells, kind="edit")
    assert (standing(small).asked, standing(small).filled, decision(small)) == (5, 5, "")


def test_accepted_report_that_is_asked_more_waits_again(small):
    report(small, *XINGYI)
    accept(small)
    small.save(VILLAGE, kind="edit")
    assert (standing(small).status, decision(small)) == (Status.PARTIAL, "")


VILLAGE = record("unit", code="522301001003", name="黄草街道第3村", level="village", kind="村", parent_code="522301001")


# 沿用 -------------------------------------------------------------------------------------------------------------


def carried(small) -> int:
    return small.one("SELECT COUNT(*) FROM observation WHERE half_month = ? AND carried", JULY.ordinal)


@pytest.fixture
def carry(small):
    """兴义's report was carried forward when July was closed, and July is open again."""
    close_half_month(small.engine, JULY, OFFICE, "停电", [ReportKey(FORM, "522301")])
    assert (standing(small).status, standing(small).carried, carried(small)) == (Status.CARRIED, 10, 10)
    assert standing(small).reported_on is None
    reopen_half_month(small.engine, JULY, OFFICE, "补报")
    return small


JUNE_FILE = "单位代码,清理机构牌子,现有外部标牌,现有规范标识,上年工作机制,现有工作机制\n" + "".join(
    f"{unit},3,5,2,10,6\n" for unit in XINGYI
)


def upload(small, text: str = JUNE_FILE):
    return uploads.take(small.engine, text.encode(), "兴义.csv", Reported(FORM, JULY), OFFICE)


def test_equal_values_that_are_really_reported_are_confirmed_and_no_longer_carried(carry, decide):
    """望谟 2023-02-2 reopened, its real file saved."""
    taken = upload(carry)
    assert (len(taken.preview.changes), taken.preview.confirmed, taken.preview.unchanged) == (10, 10, 0)
    at_day(decide, "2023-07-25")
    receipt = uploads.save_upload(carry.engine, taken, OFFICE)
    assert carried(carry) == 0
    now = standing(carry)
    assert (now.status, now.carried, now.reported_on, decision(carry)) == (Status.LATE, 0, date(2023, 7, 25), "")
    assert differences(carry.engine) == []
    undo(carry.engine, receipt.batch, OFFICE)
    assert (standing(carry).status, standing(carry).carried, decision(carry)) == (Status.CARRIED, 10, "carried")
    assert (carried(carry), standing(carry).reported_on) == (10, None)


def test_report_is_carried_until_its_last_cell_is_reported(carry):
    head, first, _second = JUNE_FILE.splitlines()
    uploads.save_upload(carry.engine, upload(carry, f"{head}\n{first}\n"), OFFICE)
    assert (standing(carry).status, standing(carry).carried, decision(carry)) == (Status.CARRIED, 5, "carried")


def test_same_file_again_changes_nothing(carry):
    uploads.save_upload(carry.engine, upload(carry), OFFICE)
    assert upload(carry).preview.changes == ()


def test_carried_cell_typed_again_in_the_grid_is_confirmed(carry):
    source = grid.Source("values", FORM)
    with reading(carry.engine) as connection:
        shown = grid.open_grid(connection, carry.reference, source, JULY, "522301")
        state = {"edited_rows": {0: {"boards_removed": 3}}}
        proposal = grid.propose(connection, carry.reference, source, JULY, shown, state)
    assert [(change.before, change.after) for change in proposal.changes] == [(3, 3)]
    carry.save(*proposal.changes, kind="edit")
    assert (carried(carry), standing(carry).carried) == (9, 9)


def test_report_with_carried_cells_is_not_accepted(carry):
    with pytest.raises(Refusal, match="沿用"):
        accept(carry)


# The first day of completeness ----------------------------------------------------------------------------------


def test_day_of_completeness_stays_when_a_cell_is_emptied_and_filled_again(small, decide):
    report(small, *XINGYI)
    at_day(decide, "2023-07-25")
    small.save(small.change(XINGYI[0], "boards_removed", None, before=4), kind="edit")
    assert standing(small).status is Status.PARTIAL
    small.save(small.change(XINGYI[0], "boards_removed", 5))
    assert (standing(small).status, standing(small).reported_on) == (Status.REPORTED, date(2023, 7, 17))


def test_village_that_the_office_opens_late_makes_nobody_late(small, decide):
    report(small, *XINGYI)
    at_day(decide, "2023-07-25")
    small.save(VILLAGE, kind="edit")
    assert standing(small).status is Status.PARTIAL
    reference = small.reference
    with reading(small.engine) as connection:
        new = connection.exec_driver_sql("SELECT id FROM unit WHERE code = '522301001003'").scalar_one()
    cells = [Change("observation", (JULY.ordinal, new, reference.indicators[code].id), "value", None, 1)
             for code in CODES]  # fmt: skip
    small.save(*cells)
    assert (standing(small).status, standing(small).reported_on) == (Status.REPORTED, date(2023, 7, 17))


def test_undo_of_what_completed_a_report_gives_back_that_it_had_no_day(small, decide):
    receipt = report(small, *XINGYI)
    undo(small.engine, receipt.batch, OFFICE)
    assert standing(small).reported_on is None
    at_day(decide, "2023-07-25")
    report(small, *XINGYI)
    assert standing(small).status is Status.LATE


@pytest.mark.parametrize("filled, expected", [(0, Status.NOT_REPORTED), (9, Status.PARTIAL)])
def test_report_with_cells_missing_is_never_shown_as_accepted(small, filled, expected):
    report(small, *XINGYI)
    accept(small)
    with small.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE submission SET filled = {filled} WHERE form = '{FORM}'")
    assert standing(small).status is expected
