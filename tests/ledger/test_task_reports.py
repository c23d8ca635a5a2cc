"""Percents of tasks are a report like the others: asked, missing, carried forward, unchanged, and judged."""

from decimal import Decimal

import pytest

from lib.kept.changes import Change
from lib.kept.store import reading
from lib.kept.tables import TABLES
from lib.ledger.access import engineer
from lib.ledger.door import undo
from lib.review import uploads
from lib.review.grid import read_edits
from lib.review.reviewing import (
    close_half_month,
    decide,
    every_standing,
    nothing_changed,
    reopen_half_month,
)
from lib.review.submissions import ReportKey, Standing, Status, cells_asked, complete_counties
from lib.review.updates import lines, percent_grid, propose_percents, save_percents
from lib.review.uploads import Records
from lib.server.commands.check import differences
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from tests.conftest import record

JULY, JUNE = HalfMonth.parse("2023-07-1"), HalfMonth.parse("2023-06-2")
OFFICE = engineer("联席办 李四")
FORM = "task_progress"
CODES = ("boards_removed", "boards_outside", "signs_outside", "mechanisms_last_year", "mechanisms_now")
# of the small store: task 03 of the prefecture, C1 of each county, V1 of each village
WANGMO = ["522326", "522326101001", "522326101002", "522326102001", "522326102002"]
PAIRS = [("C1", WANGMO[0]), *(("V1", village) for village in WANGMO[1:])]


@pytest.fixture
def asked(small):
    """The small store with the form, and 望谟's percents of June."""
    small.save(record("form", code=FORM, name="任务进展表", level="county", units="all"), kind="edit")
    small.save(*(percent(task, unit, "40", at=JUNE) for task, unit in PAIRS), kind="load", loads=True)
    return small


def percent(task: str, unit: str, after: str, at: HalfMonth = JULY) -> Change:
    return record(FORM, half_month=at.ordinal, task_code=task, unit_code=unit, percent=Decimal(after))


def standing(small, county: str = "522326") -> Standing:
    with reading(small.engine) as connection:
        found = every_standing(connection, JULY)
    return next(one for one in found if (one.county_code, one.form) == (county, FORM))


def report(small):
    return small.save(*(percent(task, unit, "50") for task, unit in PAIRS), kind="edit")


def test_every_task_without_an_indicator_asks_the_units_of_its_level(asked):
    found = {code: (standing(asked, code).asked, standing(asked, code).filled) for code in ("5223", "522301", "522326")}
    assert found == {"5223": (1, 0), "522301": (3, 0), "522326": (5, 0)}
    assert standing(asked).status is Status.NOT_REPORTED
    assert differences(asked.engine) == []


def test_percents_are_counted_among_the_cells_that_are_asked(asked):
    with reading(asked.engine) as connection:
        assert cells_asked(connection, JULY) == (32 + 9, 0)
        assert cells_asked(connection, JULY, "522326") == (21 + 5, 0)


def test_county_is_not_complete_without_its_percents(asked):
    villages = WANGMO[1:]
    asked.save(*(asked.change(village, code, 4) for village in villages for code in CODES))
    asked.save(asked.change("522326", "labour_pay", 100))
    with reading(asked.engine) as connection:
        assert complete_counties(connection)[JULY].complete == 0
        missing = {report.key for report in every_standing(connection, JULY) if not report.filled_in}
        assert {ReportKey(FORM, "522326"), ReportKey(FORM, "5223")} <= missing
    report(asked)
    with reading(asked.engine) as connection:
        assert complete_counties(connection)[JULY].complete == 1
    assert (standing(asked).status, str(standing(asked).reported_on)) == (Status.REPORTED, "2023-07-17")


def test_decision_on_percents_judges_what_it_saw(asked):
    report(asked)
    decide(asked.engine, JULY, FORM, "522326", "accepted", OFFICE)
    change = Change(FORM, (JULY.ordinal, "C1", "522326"), "percent", Decimal("50"), Decimal("60"))
    receipt = asked.save(change, kind="edit")
    assert standing(asked).status is Status.REPORTED
    undo(asked.engine, receipt.batch, OFFICE)
    assert standing(asked).status is Status.ACCEPTED


def test_nothing_changed_copies_the_percents_of_the_half_month_before(asked):
    nothing_changed(asked.engine, JULY, FORM, "522326", OFFICE)
    assert (standing(asked).status, standing(asked).filled) == (Status.REPORTED, 5)


@pytest.fixture
def carried(asked):
    close_half_month(asked.engine, JULY, OFFICE, "停电", [ReportKey(FORM, "522326")])
    assert (standing(asked).status, standing(asked).carried) == (Status.CARRIED, 5)
    assert differences(asked.engine) == []
    reopen_half_month(asked.engine, JULY, OFFICE, "补报")
    return asked


def test_percents_that_were_carried_are_confirmed_by_a_file_that_says_the_same(carried):
    text = "半月,任务代码,单位代码,百分比\n" + "".join(f"2023-07-1,{task},{unit},40\n" for task, unit in PAIRS)
    taken = uploads.take(carried.engine, text.encode(), "进展.csv", Records(TABLES[FORM]), OFFICE)
    assert len(taken.preview.changes) == 5
    receipt = uploads.save_upload(carried.engine, taken, OFFICE)
    assert (standing(carried).status, standing(carried).carried) == (Status.REPORTED, 0)
    undo(carried.engine, receipt.batch, OFFICE)
    assert (standing(carried).status, standing(carried).carried) == (Status.CARRIED, 5)


def test_percent_that_was_carried_and_is_typed_again_is_reported(carried):
    with reading(carried.engine) as connection:
        shown = lines(connection, carried.reference, JULY, "522326")
    assert all(line.carried for line in shown)
    grid = percent_grid(carried.reference, shown, is_open=True)
    edits = read_edits(grid, {"edited_rows": {0: {"percent": "40"}}})
    with reading(carried.engine) as connection:
        changes = propose_percents(connection, JULY, grid, edits).changes
    save_percents(carried.engine, changes, OFFICE)
    assert standing(carried).carried == 4


def test_nobody_marks_a_percent_as_carried_by_hand(asked):
    change = percent("C1", "522326", "40")
    with pytest.raises(Refusal, match="沿用"):
        asked.save(change._replace(after=change.after | {"carried": True}), kind="edit")


def test_unit_that_ends_takes_no_part_in_the_report(asked):
    report(asked)
    asked.save(Change("unit", (WANGMO[4],), "valid_to", None, JUNE.ordinal), kind="edit")
    assert (standing(asked).asked, standing(asked).filled) == (4, 4)
