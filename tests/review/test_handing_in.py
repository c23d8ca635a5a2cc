"""A returned report that is right is handed in again with a remark; a half month is opened again with a reason."""

import pytest

from lib.kept.changes import Change
from lib.kept.store import reading
from lib.ledger.access import Actor, engineer, signed_in
from lib.ledger.door import Act, ActKind, save, undo
from lib.review.reviewing import close_half_month, decide, hand_in_again, reopen_half_month, state_of
from lib.review.submissions import Standing, Status, standings
from lib.words.errors import Forbidden, Locked, Refusal
from lib.words.half_months import HalfMonth
from tests.conftest import sign_in

JULY = HalfMonth.parse("2023-07-1")
FORM, COUNTY = "county_empowerment", "522326"
OFFICE = engineer("联席办 李四")
REMARK = "已逐村核实，数字无误"


def standing(small) -> Standing:
    with reading(small.engine) as connection:
        return next(one for one in standings(connection, JULY) if one.key == (FORM, COUNTY))


def reporter(small, unit: str) -> Actor:
    token = sign_in(small.engine, f"填报 {unit}", "reporter", unit)
    with reading(small.engine) as connection:
        return signed_in(connection, token)


@pytest.fixture
def returned(small):
    small.save(small.change(COUNTY, "labour_pay", 100))
    decide(small.engine, JULY, FORM, COUNTY, "returned", OFFICE, "与现场不符")
    assert standing(small).status is Status.RETURNED
    return small


def test_returned_report_that_is_right_is_handed_in_again_and_waits_for_the_office(returned):
    wangmo = reporter(returned, COUNTY)
    receipt = hand_in_again(returned.engine, JULY, FORM, COUNTY, wangmo, REMARK)
    assert (standing(returned).status, standing(returned).remark) == (Status.REPORTED, REMARK)
    assert standing(returned).reason == "与现场不符"
    assert returned.all("SELECT actor, kind, note FROM batch WHERE id = ?", receipt.batch) == [
        (wangmo.name, "hand_in", REMARK)
    ]
    undo(returned.engine, receipt.batch, wangmo)
    assert (standing(returned).status, standing(returned).remark) == (Status.RETURNED, "")


def test_second_return_clears_the_remark_that_answered_the_first(returned):
    hand_in_again(returned.engine, JULY, FORM, COUNTY, reporter(returned, COUNTY), REMARK)
    decide(returned.engine, JULY, FORM, COUNTY, "returned", OFFICE, "仍与现场不符")
    assert (standing(returned).status, standing(returned).remark) == (Status.RETURNED, "")


@pytest.mark.parametrize("remark", ["", " 　", "\u200b"])
def test_handing_in_again_needs_a_remark(returned, remark):
    with pytest.raises(Refusal):
        hand_in_again(returned.engine, JULY, FORM, COUNTY, reporter(returned, COUNTY), remark)
    assert standing(returned).status is Status.RETURNED


@pytest.mark.parametrize("unit", ["522301", "522326101"])
def test_only_the_county_itself_hands_in_again(returned, unit):
    with pytest.raises(Forbidden):
        hand_in_again(returned.engine, JULY, FORM, COUNTY, reporter(returned, unit), REMARK)
    with pytest.raises(Forbidden):
        receipt = hand_in_again(returned.engine, JULY, FORM, COUNTY, OFFICE, REMARK)
        undo(returned.engine, receipt.batch, reporter(returned, unit))


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"decision": ("returned", "accepted"), "remark": (None, REMARK)}, id="accept oneself"),
        pytest.param({"decision": ("returned", "")}, id="without a remark"),
        pytest.param({"decision": ("returned", ""), "remark": (None, " ")}, id="a blank remark"),
        pytest.param({"remark": (None, REMARK)}, id="the remark alone"),
        pytest.param({"decision": ("returned", ""), "reason": ("与现场不符", "无")}, id="another reason"),
        pytest.param({"decision": ("returned", ""), "remark": (None, REMARK), "reported_on": (None, None)}, id="more"),
    ],
)
def test_reporter_moves_nothing_else_of_a_report(returned, fields):
    changes = [Change("submission", (JULY.ordinal, FORM, COUNTY), name, *sides) for name, sides in fields.items()]
    with pytest.raises(Forbidden):
        save(returned.engine, Act(reporter(returned, COUNTY), ActKind.HAND_IN, REMARK), changes)


def test_what_one_report_lacks_is_no_room_for_more_of_another(returned):
    sides = {"decision": ("returned", ""), "remark": (None, REMARK)}
    changes = [Change("submission", (JULY.ordinal, FORM, COUNTY), name, *both) for name, both in sides.items()]
    other = (JULY.ordinal, "village_cleanup", COUNTY)
    changes += [Change("submission", other, "remark", None, REMARK), Change("submission", other, "reason", "", "无")]
    with pytest.raises(Forbidden):
        save(returned.engine, Act(reporter(returned, COUNTY), ActKind.HAND_IN, REMARK), changes)


def test_what_was_not_returned_or_is_not_complete_is_not_handed_in_again(returned):
    wangmo = reporter(returned, COUNTY)
    with pytest.raises(Refusal, match="没有退回"):
        hand_in_again(returned.engine, JULY, "village_cleanup", COUNTY, wangmo, REMARK)
    decide(returned.engine, JULY, "village_cleanup", COUNTY, "returned", OFFICE, "缺报")
    with pytest.raises(Refusal, match="0"):
        hand_in_again(returned.engine, JULY, "village_cleanup", COUNTY, wangmo, REMARK)


def test_report_of_a_closed_half_month_is_not_handed_in_again(returned):
    close_half_month(returned.engine, JULY, OFFICE, "")
    key = (JULY.ordinal, FORM, COUNTY)
    changes = [Change("submission", key, "decision", "returned", ""), Change("submission", key, "remark", None, REMARK)]
    with pytest.raises(Locked):
        save(returned.engine, Act(reporter(returned, COUNTY), ActKind.HAND_IN, REMARK), changes)


# Closing and opening again --------------------------------------------------------------------------------------


def test_undoing_a_closing_asks_the_reason_of_a_reopening(small):
    closed = close_half_month(small.engine, JULY, OFFICE, "")
    for reason in ("", "  "):
        with pytest.raises(Refusal, match="为什么"):
            undo(small.engine, closed.batch, OFFICE, reason)
    receipt = undo(small.engine, closed.batch, OFFICE, "漏报一村")
    with reading(small.engine) as connection:
        assert state_of(connection, JULY) == "open"
    assert "漏报一村" in small.one("SELECT note FROM batch WHERE id = ?", receipt.batch)


def test_undoing_a_reopening_closes_again_without_a_reason(small):
    close_half_month(small.engine, JULY, OFFICE, "")
    opened = reopen_half_month(small.engine, JULY, OFFICE, "补报")
    again = undo(small.engine, opened.batch, OFFICE)
    with pytest.raises(Refusal):
        undo(small.engine, again.batch, OFFICE)


def test_half_month_is_opened_again_by_nobody_without_a_reason(small):
    close_half_month(small.engine, JULY, OFFICE, "")
    with pytest.raises(Refusal):
        small.save(Change("half_month", (JULY.ordinal,), "state", "closed", "open"), kind="state")
