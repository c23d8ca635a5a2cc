"""Who saved what: acts are found by half month and unit, whether they saved values or percents of tasks."""

import pytest

from lib.kept.history import Filter, batches, record_changes
from lib.kept.store import reading
from lib.show.boards.changes import change_table
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


def test_history_counts_what_the_receipt_counts(small):
    """A save that completes a report also counts its cells anew; that is not what was saved."""
    receipt = small.save(small.change("522326", "labour_pay", 100), kind="edit")
    with reading(small.engine) as connection:
        [row] = batches(connection, Filter(batch=receipt.batch))
        assert any(one.table == "submission" for one in record_changes(connection, Filter(batch=receipt.batch)))
        said = change_table(connection, small.reference, Filter(batch=receipt.batch))
    assert row.changes == receipt.changes == 1
    assert "县级赋能表 望谟县" in said
