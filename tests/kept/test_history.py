"""Who saved what: acts are found by half month and unit, whether they saved values or percents of tasks."""

import pytest

from lib.kept.history import Filter, batches, record_changes
from lib.kept.store import reading
from lib.ledger.access import engineer
from lib.ledger.door import undo
from lib.review.reviewing import decide
from lib.show.boards.changes import batch_board, change_table
from lib.words.half_months import HalfMonth
from tests.conftest import record

JULY = HalfMonth.parse("2023-07-1")


@pytest.fixture
def saved(small):
    """A value of a village in 望谟, a percent of its county and one of 兴义; the numbers of their batches."""
    percents = [
        record("task_progress", half_month=JULY.ordinal, task_code="C1", unit_code=unit, percent="40")
        for unit in ("522326", "522301")
    ]
    changes = [small.change("522326101001", "boards_removed", 4), *percents]
    return [small.save(change, kind="edit").batch for change in changes]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        pytest.param(Filter(half_month=JULY), [0, 1, 2], id="of a half month"),
        pytest.param(Filter(half_month=JULY, unit_code="522326"), [0, 1], id="at and below a county"),
        pytest.param(Filter(half_month=JULY, unit_code="522326101"), [0], id="below a township"),
        pytest.param(Filter(half_month=JULY.next()), [], id="of another half month"),
        pytest.param(Filter(half_month=JULY, indicator="boards_removed"), [0], id="of an indicator"),
    ],
)
def test_act_is_found_by_half_month_and_unit(small, saved, wanted, found):
    with reading(small.engine) as connection:
        rows = batches(connection, wanted)
    assert [row.id for row in rows] == [saved[at] for at in reversed(found)]
    assert {row.changes for row in rows} <= {1}


@pytest.mark.parametrize("kind", ["edit", "upload", "unchanged", "entry", "load", "collect"])
def test_history_counts_what_the_receipt_counts(small, kind):
    """A save that completes a report also counts its cells anew; that is not what was saved."""
    receipt = small.save(small.change("522326", "labour_pay", 100), kind=kind, loads=kind == "load")
    with reading(small.engine) as connection:
        [row] = batches(connection, Filter(batch=receipt.batch))
        assert any(one.table == "submission" for one in record_changes(connection, Filter(batch=receipt.batch)))
        said = change_table(connection, small.reference, Filter(batch=receipt.batch))
    assert row.changes == receipt.changes == 1
    assert "县级赋能表 望谟县" in said


def test_loaded_file_counts_its_cells_alone(demo):
    with reading(demo) as connection:
        found = batches(connection, Filter(), 1_000)
        at_a_county = batches(connection, Filter(half_month=JULY, unit_code="522325"))
    cells = {row.file_name: row.changes for row in found if row.file_name}
    assert cells["2023-07-1_village_cleanup.csv"] == 1_196 * 12  # villages that reported, and what each is asked
    assert cells["2023-07-1_task_progress.csv"] == 300
    assert cells["submissions.csv"] > 671  # the one file that is about reports: each decision in it counts
    assert [row.changes for row in found if "沿用" in row.note] == [144 * 12]
    assert {row.file_name: row.changes for row in at_a_county}["2023-07-1_village_cleanup.csv"] == 184 * 12


@pytest.fixture
def acts(small):
    """An edit that completes a report, its acceptance, the undo of that, and the undo of the edit: their receipts."""
    edit = small.save(small.change("522326", "labour_pay", 100), kind="edit")
    accepted = decide(small.engine, JULY, "county_empowerment", "522326", "accepted", engineer("联席办"))
    taken_back = undo(small.engine, accepted.batch, engineer("联席办"))
    return [edit, accepted, taken_back, undo(small.engine, edit.batch, engineer("联席办"))]


@pytest.mark.parametrize("wanted", [Filter(), Filter(half_month=JULY), Filter(unit_code="522326")], ids=str)
def test_every_act_is_listed_with_its_place_and_the_count_of_its_receipt(small, acts, wanted):
    with reading(small.engine) as connection:
        found = {row.id: row.changes for row in batches(connection, wanted)}
        said = batch_board(connection, small.reference, wanted)
        listed = {one.batch for one in record_changes(connection, wanted)}
    assert {receipt.batch: found.get(receipt.batch) for receipt in acts} == {one.batch: one.changes for one in acts}
    assert said.count("望谟县 县级赋能表") == len(acts)
    assert acts[1].batch in listed and acts[2].batch in listed
