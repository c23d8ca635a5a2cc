"""Who moved, by what, and which lights turned, like for like."""

import pytest

from lib.figures.movement import compared_lights, moves, turns
from lib.kept.changes import Change
from lib.kept.reference import read_reference
from lib.kept.store import reading
from lib.ledger.access import engineer
from lib.ledger.door import Act, save
from lib.words.half_months import HalfMonth
from lib.words.lights import Light

JULY, JUNE = HalfMonth.parse("2023-07-1"), HalfMonth.parse("2023-06-2")


def report(small, task, percents, at):
    """Percents of a task by unit."""
    changes = []
    for unit, percent in percents.items():
        key = (at.ordinal, task, unit)
        record = dict(zip(("half_month", "task_code", "unit_code", "percent"), (*key, percent), strict=True))
        changes.append(Change("task_progress", key, "", None, record))
    save(small.engine, Act(engineer("x"), "load", loads=True), changes)


def asked(small, ask, unit="5223"):
    with reading(small.engine) as connection:
        reference = read_reference(connection)
        return ask(connection, reference, reference.units[unit], JULY)


def test_a_unit_moves_by_what_its_tasks_brought_beyond_the_mean(small, decide):
    decide(lights={"coverage": 0})
    report(small, "C1", {"522301": "50", "522326": "40"}, JUNE)
    report(small, "C1", {"522301": "55", "522326": "70"}, JULY)
    found = asked(small, moves)
    assert [(one.progress.unit.code, one.before, one.place, one.up) for one in found] == [
        ("522326", 2, 1, 1), ("522301", 1, 2, -1),
    ]  # fmt: skip
    wangmo = found[0]
    assert [(one.task.code, round(one.points, 2), round(one.beyond, 2)) for one in wangmo.by] == [("C1", 30, 12.5)]
    assert sum(one.beyond for one in wangmo.by) == pytest.approx(
        wangmo.progress.change - (wangmo.progress.change + found[1].progress.change) / 2
    )


def test_who_did_not_report_in_both_half_months_is_not_compared(small, decide):
    decide(lights={"coverage": 0})
    report(small, "C1", {"522301": "50"}, JUNE)
    report(small, "C1", {"522301": "55", "522326": "70"}, JULY)
    found = {one.progress.unit.code: one for one in asked(small, moves)}
    assert (found["522326"].place, found["522326"].before, found["522326"].up) == (None, None, 0)
    assert (found["522301"].place, found["522301"].before) == (1, 1)


def test_without_units_below_nobody_moves(small):
    assert asked(small, moves, "522301001001") == []


def test_where_no_light_compares_none_is_said_to_have_stayed(small):
    assert asked(small, compared_lights, "522301") == []
    report(small, "C1", {"522301": "100"}, JUNE)
    report(small, "C1", {"522301": "100"}, JULY)
    assert [one.task.code for one in asked(small, compared_lights, "522301")] == ["C1"]
    assert turns(asked(small, compared_lights, "522301")) == []


def test_lights_that_turned_are_told_worse_ones_first(small):
    report(small, "C1", {"522301": "100"}, JUNE)
    report(small, "C1", {"522301": "0"}, JULY)
    found = turns(asked(small, compared_lights, "522301"))
    assert [(one.task.code, one.before.light, one.now.light, one.is_worse) for one in found] == [
        ("C1", Light.DONE, Light.FAR_BEHIND, True)
    ]
