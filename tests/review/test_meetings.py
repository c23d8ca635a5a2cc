"""The meeting of a half month: what it takes, what closing locks, and how an item goes on to the next one."""

from dataclasses import replace
from datetime import date

import pytest

from lib.kept import store
from lib.kept.changes import Change
from lib.ledger.access import engineer
from lib.ledger.door import Act, save, undo
from lib.review.meetings import (
    Item,
    all_items,
    carry_over,
    close,
    decided,
    in_force,
    items_of,
    last_before,
    left_over,
    meeting_of,
    meetings,
    new_item,
    outcomes,
    prepare,
    reopen,
    times_carried,
    write_head,
    write_item,
)
from lib.words.errors import Conflict, Locked, Mistakes, Refusal
from lib.words.half_months import HalfMonth

JUNE, JULY = HalfMonth.parse("2023-06-2"), HalfMonth.parse("2023-07-1")
WHO = engineer("联席办 李四")
NEW = new_item("M2023-06-2").changed(title="补齐底册", unit_code="522326", due_on=date(2023, 7, 10))


def read(engine):
    with store.reading(engine) as connection:
        return meetings(connection), all_items(connection)


@pytest.fixture
def prepared(small):
    prepare(small.engine, JUNE, WHO)
    return small.engine


def held(engine, day=date(2023, 7, 6)):
    meeting = meeting_of(read(engine)[0], JUNE)
    write_head(engine, meeting, replace(meeting, held_on=day), WHO)


@pytest.fixture
def closed(prepared):
    """A closed meeting with one item that is settled and one that is not."""
    write_item(prepared, Item(), NEW, WHO)
    write_item(prepared, Item(), NEW.changed(title="当场办结", state="done", result="已办"), WHO)
    held(prepared)
    close(prepared, "M2023-06-2", WHO)
    return prepared


def test_half_month_has_one_meeting(prepared):
    with pytest.raises(Refusal, match="已有调度会"):
        prepare(prepared, JUNE, WHO)


@pytest.mark.parametrize(
    ("missing", "field"),
    [
        pytest.param({"title": " "}, "title", id="title"),
        pytest.param({"unit_code": None}, "responsible", id="responsible"),
        pytest.param({"due_on": None}, "due_on", id="due day"),
        pytest.param({"state": "done"}, "result", id="result of what is settled"),
        pytest.param({"state": "dropped"}, "result", id="result of what is dropped"),
    ],
)
def test_item_that_lacks_something_says_which_field(prepared, missing, field):
    with pytest.raises(Mistakes) as mistakes:
        write_item(prepared, Item(), NEW.changed(**missing), WHO)
    assert list(mistakes.value.fields) == [field]
    assert read(prepared)[1] == {}


def test_item_that_somebody_changed_meanwhile_is_a_conflict(prepared):
    write_item(prepared, Item(), NEW, WHO)
    [shown] = read(prepared)[1].values()
    write_item(prepared, shown, shown.changed(title="补齐牌子底册"), WHO)
    with pytest.raises(Conflict):
        write_item(prepared, shown, shown.changed(title="另一种写法"), WHO)


def test_meeting_is_not_closed_before_it_was_held(prepared):
    with pytest.raises(Refusal, match="开会日期"):
        close(prepared, "M2023-06-2", WHO)


CHANGES_OF_CLOSED = [
    pytest.param([Change("meeting", ("M2023-06-2",), "note", "", "改")], id="its note"),
    pytest.param([Change("meeting", ("M2023-06-2",), "state", "closed", "open")], id="its state"),
    pytest.param([Change("action_item", ("M2023-06-2-01",), "result", "", "改")], id="an item's result"),
    pytest.param(
        [Change("action_item", ("M2023-06-2-01",), "meeting_code", "M2023-06-2", "M2023-07-1")], id="moved out"
    ),
    pytest.param(
        [Change("action_item", ("X",), "", None, NEW.changed(code="X").as_record())],
        id="a new item",
    ),
]


@pytest.mark.parametrize("changes", CHANGES_OF_CLOSED)
@pytest.mark.parametrize("kind", ["edit", "upload", "meeting", "reopen"])
def test_door_itself_refuses_every_change_of_a_closed_meeting(closed, changes, kind):
    before = read(closed)
    with pytest.raises(Locked, match="已闭会锁定"):
        save(closed, Act(WHO, kind), changes)
    assert read(closed) == before


def test_removing_an_item_of_a_closed_meeting_is_refused(closed):
    item = read(closed)[1]["M2023-06-2-01"]
    with pytest.raises(Locked):
        save(closed, Act(WHO, "edit"), [Change("action_item", (item.code,), "", dict(vars(item)), None)])


def test_undo_does_not_open_a_closed_meeting(closed, small):
    batch = small.one("SELECT MAX(id) FROM batch")
    with pytest.raises(Locked):
        undo(closed, batch, WHO)


def test_reopening_needs_a_reason_which_stays_in_the_history(closed, small):
    with pytest.raises(Refusal, match="原因"):
        reopen(closed, "M2023-06-2", WHO, "  ")
    reopen(closed, "M2023-06-2", WHO, "责任单位写错")
    assert small.one("SELECT note FROM batch WHERE kind = 'reopen'") == "责任单位写错"
    item = read(closed)[1]["M2023-06-2-01"]
    write_item(closed, item, item.changed(unit_code="522301"), WHO)
    assert read(closed)[1]["M2023-06-2-01"].unit_code == "522301"


def test_what_is_not_settled_is_carried_over_once_to_a_meeting_that_is_begun_for_it(closed):
    carry_over(closed, "M2023-06-2", WHO)
    several, items = read(closed)
    assert [meeting.half_month for meeting in several] == [JUNE, JULY]
    [carried] = items_of(items, several[1])
    assert (carried.title, carried.carried_from, carried.due_on) == ("补齐底册", "M2023-06-2-01", date(2023, 7, 10))
    assert times_carried(items, carried) == 1
    assert left_over(items, several[0]) == []
    assert in_force(items) == [carried]
    with pytest.raises(Refusal, match="已结转"):
        carry_over(closed, "M2023-06-2", WHO)


def test_outcome_of_an_item_is_how_its_last_successor_stands(closed):
    carry_over(closed, "M2023-06-2", WHO)
    several, items = read(closed)
    carried = items["M2023-07-1-01"]
    write_item(closed, carried, carried.changed(state="done", result="已补齐"), WHO)
    items = read(closed)[1]
    first, second = outcomes(items, decided(items, last_before(several, JULY)))
    assert (first.result, second.result) == ("已补齐", "已办")
    assert items["M2023-06-2-01"].state == "open"  # the minutes stay as they were


def test_item_is_overdue_only_when_its_day_has_passed_and_it_is_open():
    past, today = date(2023, 7, 16), date(2023, 7, 17)  # today is 2023-07-17
    assert NEW.changed(due_on=past).overdue
    assert not NEW.changed(due_on=today).overdue
    assert not NEW.changed(due_on=past, state="done").overdue


def test_demo_has_a_meeting_each_half_month_and_twelve_items_of_which_three_are_overdue(demo):
    several, items = read(demo)
    assert [str(meeting.half_month) for meeting in several] == [
        "2023-04-1", "2023-04-2", "2023-05-1", "2023-05-2", "2023-06-1", "2023-06-2", "2023-07-1",
    ]  # fmt: skip
    now = outcomes(items, decided(items, last_before(several, JULY)))
    assert (len(now), sum(item.state == "done" for item in now), sum(item.overdue for item in now)) == (12, 7, 3)


# One outcome -----------------------------------------------------------------------------------------------------


def test_item_that_was_carried_over_is_settled_where_it_stands_now(closed):
    """Settled in both places it would have two outcomes: the one of the meeting before is refused, with the way."""
    carry_over(closed, "M2023-06-2", WHO)
    reopen(closed, "M2023-06-2", WHO, "补记")
    items = read(closed)[1]
    [left] = [item for item in items.values() if item.carried_from]
    original = items[str(left.carried_from)]
    with pytest.raises(Refusal, match=f"已转入会议 {left.meeting_code}.*{left.code}"):
        write_item(closed, original, original.changed(state="done", result="已补齐"), WHO)
    with pytest.raises(Refusal, match="已转入"):
        save(closed, Act(WHO, "edit"), [Change("action_item", (original.code,), "state", "open", "done")])
    write_item(closed, original, original.changed(title="补齐底册（县）"), WHO)  # its words may still be mended
    write_item(closed, left, left.changed(state="done", result="已补齐"), WHO)
    assert outcomes(read(closed)[1], [original])[0].result == "已补齐"
    assert in_force(read(closed)[1]) == []
