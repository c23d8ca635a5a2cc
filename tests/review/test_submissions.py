"""报送: who has reported what, as the door counts it, and values carried forward."""

from datetime import date

import pytest

from lib.kept.changes import Change
from lib.kept.store import reading
from lib.ledger.access import engineer
from lib.ledger.door import Act, save, undo
from lib.review.reviewing import close_half_month, decide, reopen_half_month
from lib.review.submissions import (
    Completeness,
    Standing,
    Status,
    complete_counties,
    copied_forward,
    overall,
    standings,
    status,
)
from lib.server.commands.check import differences
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from lib.words.settings import settings
from tests.conftest import record

JULY, JUNE = HalfMonth.parse("2023-07-1"), HalfMonth.parse("2023-06-2")
DUE = date(2023, 7, 19)
CODES = ("boards_removed", "boards_outside", "signs_outside", "mechanisms_last_year", "mechanisms_now")
XINGYI = ("522301001001", "522301001002")


def standing(small, county: str = "522301", form: str = "village_cleanup", half_month: HalfMonth = JULY) -> Standing:
    with reading(small.engine) as connection:
        found = standings(connection, half_month)
    return next(one for one in found if (one.county_code, one.form) == (county, form))


def report(small, *units: str, codes: tuple[str, ...] = CODES) -> None:
    small.save(*(small.change(unit, code, 4) for unit in units for code in codes))


# The state of one submission ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked, filled, reported_on, decision, due, expected",
    [
        pytest.param(10, 0, None, "", DUE, Status.NOT_REPORTED, id="nothing yet"),
        pytest.param(10, 0, None, "", date(2023, 7, 16), Status.OVERDUE, id="nothing after the due date"),
        pytest.param(10, 9, None, "", DUE, Status.PARTIAL, id="a cell is missing"),
        pytest.param(10, 9, None, "", date(2023, 7, 16), Status.PARTIAL, id="a cell is missing after the due date"),
        pytest.param(10, 10, date(2023, 7, 19), "", DUE, Status.REPORTED, id="complete on the due date"),
        pytest.param(10, 10, date(2023, 7, 20), "", DUE, Status.LATE, id="complete a day late"),
        pytest.param(10, 10, date(2023, 7, 16), "accepted", DUE, Status.ACCEPTED, id="accepted"),
        pytest.param(10, 10, date(2023, 7, 16), "returned", DUE, Status.RETURNED, id="sent back"),
        pytest.param(10, 10, None, "carried", DUE, Status.CARRIED, id="carried"),
        pytest.param(0, 0, None, "", DUE, Status.NOT_REPORTED, id="nobody has begun"),
    ],
)
def test_status(asked, filled, reported_on, decision, due, expected):
    assert settings().today == date(2023, 7, 17)
    assert status(asked, filled, reported_on, decision, due) is expected


@pytest.mark.parametrize(
    "word, of", [("逾期", Status.OVERDUE), ("未报", Status.NOT_REPORTED), ("部分", Status.PARTIAL),
                 ("已报", Status.REPORTED), ("退回", Status.RETURNED), ("已确认", Status.ACCEPTED)],
)  # fmt: skip
def test_status_has_a_word(word, of):
    assert word in of.word


@pytest.mark.parametrize(
    "statuses, expected",
    [
        pytest.param("reported accepted", Status.REPORTED, id="all in"),
        pytest.param("accepted accepted", Status.ACCEPTED, id="all accepted"),
        pytest.param("reported returned", Status.RETURNED, id="one sent back"),
        pytest.param("reported not_reported", Status.PARTIAL, id="one form not begun"),
        pytest.param("reported overdue", Status.PARTIAL, id="one form overdue"),
        pytest.param("not_reported not_reported", Status.NOT_REPORTED, id="none begun"),
        pytest.param("overdue not_reported", Status.OVERDUE, id="none begun, overdue"),
        pytest.param("late reported", Status.LATE, id="one late"),
    ],
)
def test_status_of_a_county_is_the_one_that_needs_attention_most(statuses, expected):
    several = [Standing(f"form{n}", "522301", Status(word), 1, 1, "") for n, word in enumerate(statuses.split())]
    assert overall(several) == {"522301": expected}


# As the door counts ---------------------------------------------------------------------------------------------


def test_form_that_nobody_has_begun_is_listed(small):
    with reading(small.engine) as connection:
        found = standings(connection, JULY)
    assert [(one.county_code, one.form, one.status) for one in found] == [
        (county, form, Status.NOT_REPORTED)
        for county in ("522301", "522326")
        for form in ("county_empowerment", "village_cleanup")
    ]


def test_county_is_partial_until_its_last_cell(small):
    report(small, XINGYI[0])
    assert (standing(small).status, standing(small).filled, standing(small).asked) == (Status.PARTIAL, 5, 10)
    report(small, XINGYI[1], codes=CODES[:4])
    assert standing(small).status is Status.PARTIAL
    report(small, XINGYI[1], codes=CODES[4:])
    assert standing(small).status is Status.REPORTED
    day = small.one("SELECT reported_on FROM submission WHERE half_month = ? AND county_code = '522301'"
                    " AND form = 'village_cleanup'", JULY.ordinal)  # fmt: skip
    assert str(day) == "2023-07-17"


def test_zero_is_reported(small):
    small.save(*(small.change(unit, code, 0) for unit in XINGYI for code in CODES))
    assert standing(small).status is Status.REPORTED


def test_cleared_cell_makes_a_report_partial_again(small):
    report(small, *XINGYI)
    small.save(small.change(XINGYI[0], "boards_removed", None, before=4))
    assert standing(small).status is Status.PARTIAL


def test_other_counties_are_not_touched(small):
    report(small, *XINGYI)
    assert standing(small, "522326").status is Status.NOT_REPORTED


def test_village_that_does_not_exist_any_more_is_not_asked(small):
    small.save(Change("unit", (XINGYI[1],), "valid_to", None, JUNE.ordinal), kind="edit")
    report(small, XINGYI[0])
    assert (standing(small).status, standing(small).asked) == (Status.REPORTED, 5)


def test_village_that_closes_after_the_others_reported_is_not_waited_for(small):
    report(small, XINGYI[0])
    small.save(Change("unit", (XINGYI[1],), "valid_to", None, JUNE.ordinal), kind="edit")
    assert (standing(small).status, standing(small).asked) == (Status.REPORTED, 5)


def test_day_of_completion_in_a_closed_half_month_stays_when_a_village_is_added(small):
    days = "SELECT county_code, form, reported_on FROM submission WHERE half_month = ? ORDER BY 1, 2"
    before = small.all(days, JUNE.ordinal)
    village = {"code": "522301001003", "name": "黄草街道第3村", "name_en": "", "level": "village", "kind": "村",
               "parent_code": "522301001", "monitoring_point": False, "report_pilot": False, "valid_from": None,
               "valid_to": None, "note": ""}  # fmt: skip
    small.save(Change("unit", ("522301001003",), "", None, village), kind="edit")
    assert small.all(days, JUNE.ordinal) == before
    assert [day for _county, _form, day in before if day]
    assert (standing(small, half_month=JUNE).filled, standing(small, half_month=JUNE).asked) == (10, 10)


def test_indicator_that_is_new_is_asked_from_the_open_half_month_on(small):
    """What was reported in full before there was such an indicator stays so, until its half month is reopened."""
    none = dict.fromkeys(("numerator", "denominator", "condition"))
    new = {"code": "drill_days", "name": "培训天数", "unit": "天", "form": "village_cleanup", "level": "village"}
    new |= {"position": 20, "decimals": 0, "rollup": "sum", "direction": "up"} | none
    small.save(record("indicator", **new), kind="edit")
    counted = [standing(small, half_month=month) for month in (JUNE, JULY)]
    assert [(one.asked, one.filled) for one in counted] == [(10, 10), (12, 0)]
    assert differences(small.engine) == []
    reopen_half_month(small.engine, JUNE, engineer("联席办 李四"), "补报培训天数")
    assert standing(small, half_month=JUNE).status is Status.PARTIAL
    close_half_month(small.engine, JUNE, engineer("联席办 李四"), "", [])
    assert standing(small, half_month=JUNE).asked == 12
    assert differences(small.engine) == []


def test_complete_counties_have_every_value_of_every_form(small):
    report(small, *XINGYI)
    with reading(small.engine) as connection:
        assert complete_counties(connection)[JULY] == Completeness(0, 2)
    small.save(small.change("522301", "labour_pay", 100))
    with reading(small.engine) as connection:
        assert complete_counties(connection)[JULY] == Completeness(1, 2)


@pytest.mark.parametrize("decision", ["returned", "accepted"])
def test_report_that_is_changed_after_the_decision_waits_for_the_office_again(small, decision):
    report(small, *XINGYI)
    decide(small.engine, JULY, "village_cleanup", "522301", decision, engineer("联席办"), "数字有误")
    assert standing(small).status == decision
    receipt = small.save(small.change(XINGYI[0], "boards_removed", 5, before=4))
    assert standing(small).status is Status.REPORTED
    undo(small.engine, receipt.batch, engineer("望谟县 张三"))
    assert standing(small).status == decision


def test_what_was_decided_so_already_is_not_decided_again(small):
    report(small, *XINGYI)
    decide(small.engine, JULY, "village_cleanup", "522301", "accepted", engineer("联席办"))
    with pytest.raises(Refusal, match="已经这样处理过"):
        decide(small.engine, JULY, "village_cleanup", "522301", "accepted", engineer("联席办"))


# Carried forward ------------------------------------------------------------------------------------------------


def test_values_are_carried_into_empty_cells_only(small):
    report(small, XINGYI[0], codes=("boards_removed",))
    with reading(small.engine) as connection:
        changes = copied_forward(connection, JULY, "village_cleanup", "522301")
    assert len(changes) == 9
    assert small.change(XINGYI[0], "boards_removed", 3) not in changes
    assert small.change(XINGYI[1], "boards_removed", 3) in changes
    assert not [change for change in changes if change.before is not None]


def test_carried_values_are_marked_and_complete_the_report(small):
    with reading(small.engine) as connection:
        changes = copied_forward(connection, JULY, "village_cleanup", "522301")
    save(small.engine, Act(engineer("联席办"), "carry", "未报，沿用上期"), changes)
    assert small.one("SELECT MIN(CAST(carried AS INTEGER)) FROM observation WHERE half_month = ?", JULY.ordinal) == 1
    assert standing(small).filled_in


def test_nothing_is_carried_out_of_an_empty_half_month(small):
    with reading(small.engine) as connection:
        assert copied_forward(connection, JULY.next(), "village_cleanup", "522301") == []


# What holds on --------------------------------------------------------------------------------------------------


def copied(small, county: str = "522301", half_month: HalfMonth = JULY, form: str = "village_cleanup") -> list[Change]:
    with reading(small.engine) as connection:
        return copied_forward(connection, half_month, form, county)


def test_nothing_is_copied_for_a_unit_that_ended(small):
    small.save(Change("unit", (XINGYI[0],), "valid_to", None, JUNE.ordinal), kind="edit")
    assert {change.key[1] for change in copied(small)} == {small.reference.units[XINGYI[1]].id}


def test_nothing_is_copied_to_a_unit_that_took_over_since(small):
    """Its own values of June are no longer all that it stands for: it is asked."""
    ended = {"valid_to": JUNE.ordinal, "successor_code": XINGYI[1]}
    small.save(*(Change("unit", (XINGYI[0],), name, None, value) for name, value in ended.items()), kind="edit")
    assert copied(small) == []


def test_nothing_is_copied_over_new_year_of_what_begins_anew(small):
    december, january = HalfMonth.of(2023, 12, 2), HalfMonth.of(2024, 1, 1)
    for month, state in ((december, "closed"), (january, "open"), (january.next(), "open")):
        small.save(record("half_month", half_month=month.ordinal, state=state), loads=True)
    small.save(Change("indicator", ("labour_pay",), "yearly", False, True), kind="edit")
    small.save(small.change("522301", "labour_pay", 1_200_000_000, at="2023-12-2"), loads=True)
    assert copied(small, half_month=january, form="county_empowerment") == []
    small.save(small.change("522301", "labour_pay", 0, at="2024-01-1"))
    assert len(copied(small, half_month=january.next(), form="county_empowerment")) == 1
