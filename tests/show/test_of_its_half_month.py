"""Boards of a half month are made again only after a save that can have changed them, and then always."""

from dataclasses import fields, is_dataclass
from decimal import Decimal
from itertools import product
from random import Random

import pytest

from lib.documents import kinds
from lib.kept.changes import Change, current_values
from lib.kept.reference import read_reference
from lib.kept.store import reading, revision
from lib.kept.touched import Touched, is_of_its_half_month
from lib.ledger.access import engineer
from lib.ledger.door import Act, save, undo
from lib.show.boards import (
    briefing,
    cleanup,
    doubts,
    empowerment,
    empowerment_quadrant,
    monitoring,
    movement,
    outlook,
    overview,
    pilots,
    progress,
    schedule,
    schedule_meeting,
    spot_checks,
    surveys,
)
from lib.words.half_months import HalfMonth
from tests.conftest import record

JUNE = HalfMonth.parse("2023-06-2")
JULY = JUNE.next()
OFFICE = engineer("联席办")

UNITS = ("5223", "522301", "522301001", "522301001001")
BOARDS = [  # (make, what stands behind the half month)
    *((progress.progress_board, (unit,)) for unit in UNITS),
    (overview.reviewed, ()),
    *((cleanup.cleanup_board, (unit, "boards_removed")) for unit in UNITS[:3]),
    *((empowerment.empowerment_board, (unit, "resident_cadres")) for unit in UNITS[:2]),
    (empowerment_quadrant.quadrant_board, ()),
    *((monitoring.monitoring_board, (unit,)) for unit in UNITS[:2]),
    (schedule.schedule_board, ()),
    (schedule_meeting.meeting_board, ()),
    (pilots.pilots_board, ()),
    (surveys.surveys_board, ("",)),
    (spot_checks.results_board, (True, None)),
    *((doubts.doubts_board, (unit,)) for unit in UNITS[:2]),
    *((movement.movement_board, (unit,)) for unit in UNITS[:3]),
    *((outlook.outlook_board, (unit,)) for unit in UNITS[:3]),
    *((briefing.briefing_board, (kind, ("522301",))) for kind in ("notice", "digest", "feedback")),
    (kinds.desk_of, ()),
]


def plain(made: object) -> object:
    """What can be compared: charts as their specification, tables as text."""
    if hasattr(made, "mark_bar"):
        return made.to_json()
    if is_dataclass(made):
        return {field.name: plain(getattr(made, field.name)) for field in fields(made)}
    if hasattr(made, "to_csv"):
        return made.to_csv()
    if isinstance(made, dict):
        return {key: plain(value) for key, value in made.items()}
    return [plain(one) for one in made] if isinstance(made, list | tuple) else repr(made)


def all_of(engine, boards) -> list[object]:
    with reading(engine) as connection:
        reference = read_reference(connection).of(JUNE)
        return [plain(make(connection, reference, JUNE, *more)) for make, more in boards]


def saved_for_july(engine, indicators, villages: int) -> None:
    """Values, percents and a decision of the half month in collection, as many as there are."""
    with reading(engine) as connection:
        reference = read_reference(connection)
        units = [unit.id for unit in reference.of_level["village"]][:villages]
        cells = [(JULY.ordinal, unit, reference.indicators[code].id) for unit in units for code in indicators]
        kept = current_values(connection, "observation", cells)
        task = next(code for code, one in reference.tasks.items() if one.indicator is None and one.level == "county")
        percents = connection.exec_driver_sql(
            f"SELECT unit_code, percent FROM task_progress WHERE half_month = {JULY.ordinal} AND task_code = '{task}'"
        ).all()
        waits = connection.exec_driver_sql(
            f"SELECT form, county_code FROM submission WHERE half_month = {JULY.ordinal} AND decision = ''"
        ).all()
    changes = [Change("observation", cell, "value", kept.get(cell), kept.get(cell, 0) + 1) for cell in cells]
    changes += [
        Change("task_progress", (JULY.ordinal, task, unit), "percent", Decimal(percent), Decimal(99))
        for unit, percent in percents
    ]
    save(engine, Act(OFFICE, "upload"), changes)
    decided = [Change("submission", (JULY.ordinal, *one), "decision", "", "returned") for one in waits[:3]]
    save(engine, Act(OFFICE, "decision"), decided)


@pytest.mark.parametrize("make", dict.fromkeys(make for make, _more in BOARDS), ids=lambda make: make.__name__)
def test_board_is_marked(make):
    assert is_of_its_half_month(make)


def test_progress_of_a_half_month_does_not_move_with_the_one_after_it(small):
    boards = [(overview.reviewed, ()), *((progress.progress_board, (unit,)) for unit in UNITS)]
    before = all_of(small.engine, boards)
    saved_for_july(small.engine, ["boards_removed", "mechanisms_now", "mechanisms_last_year"], 6)
    assert all_of(small.engine, boards) == before


@pytest.mark.long
def test_no_board_of_a_half_month_moves_with_the_one_after_it(demo_copy):
    before = all_of(demo_copy, BOARDS)
    saved_for_july(demo_copy, ["boards_removed", "reports_cleared", "signs_outside"], 300)
    assert all_of(demo_copy, BOARDS) == before


# When it is made again ------------------------------------------------------------------------------------------


@pytest.fixture
def moved(small):
    """moved(act): the half months of 2023-06-1, 2023-06-2, 2023-07-1 and 2023-07-2 that an act may have changed."""
    touched, months = Touched(), [JUNE.next(-1), JUNE, JULY, JULY.next()]

    def since() -> list[int]:
        with reading(small.engine) as connection:
            return [touched.since(connection, month.ordinal) for month in months]

    def look(act) -> list[int]:
        before = since()
        act()
        return [number for number, (was, now) in enumerate(zip(before, since(), strict=True)) if was != now]

    return look


VILLAGE = "522326101001"
ACTS = [  # what is saved, and which of the four half months it may change
    pytest.param(lambda it: [it.change(VILLAGE, "boards_removed", 4)], [2, 3], id="a value"),
    pytest.param(lambda it: [it.change(VILLAGE, "boards_removed", 4, 3, at="2023-06-2")], [1, 2, 3], id="of June"),
    pytest.param(lambda it: [it.target(VILLAGE, "boards_removed", 9, 6)], [0, 1, 2, 3], id="a target"),
    pytest.param(lambda it: [Change("unit", (VILLAGE,), "name", "平洞街道第1村", "红星村")], [0, 1, 2, 3], id="a name"),
    pytest.param(lambda it: [], [0, 1, 2, 3], id="an act that changes no cell and no record, as issuing does"),
    pytest.param(
        lambda it: [
            record("task_progress", half_month=JULY.ordinal, task_code="C1", unit_code="522301", percent=Decimal(9))
        ],
        [2, 3],
        id="a percent",
    ),
]


@pytest.mark.parametrize("changes, expected", ACTS)
def test_save_touches_its_half_months_and_those_after_it(small, moved, changes, expected):
    assert moved(lambda: small.save(*changes(small), actor="data/", kind="load", loads=True)) == expected
    assert moved(lambda: None) == []


def test_undo_touches_what_the_act_did(small, moved):
    receipt = small.save(small.change(VILLAGE, "boards_removed", 4))
    assert moved(lambda: undo(small.engine, receipt.batch, OFFICE)) == [2, 3]


def test_saves_of_other_processes_count_as_well(small, moved):
    def several() -> None:
        small.save(small.change(VILLAGE, "boards_removed", 4))
        small.save(Change("unit", (VILLAGE,), "name", "平洞街道第1村", "红星村"), kind="edit")

    assert moved(several) == [0, 1, 2, 3]


def test_who_looks_at_an_older_moment_sees_nothing_newer(small):
    touched = Touched()
    with reading(small.engine) as older:
        seen = touched.since(older, JULY.ordinal)
        small.save(small.change(VILLAGE, "boards_removed", 4))
        with reading(small.engine) as newer:
            assert touched.since(newer, JULY.ordinal) == seen + 1
        assert touched.since(older, JULY.ordinal) == seen


def random_act(small, drawn: Random) -> None:
    """A value of June or July, a percent, or a name: the first two are of their half month, a name of all."""
    village = drawn.choice(small.reference.of_level["village"]).code
    kind = drawn.choice(("July", "July", "June", "name"))
    if kind == "name":
        name = small.one("SELECT name FROM unit WHERE code = ?", village)
        changes = [Change("unit", (village,), "name", name, f"红星{drawn.randrange(10**6)}村")]
    else:
        at = str(JULY if kind == "July" else JUNE)
        before = small.value(village, "boards_removed", at)
        changes = [small.change(village, "boards_removed", (before or 0) + drawn.randint(1, 9), before, at)]
    small.save(*changes, actor="data/", kind="load", loads=True)


@pytest.mark.long
def test_what_is_kept_is_what_would_be_made_anew_after_any_saves(small):
    touched, drawn, kept, looks = Touched(), Random(17), {}, 0
    boards = [(overview.reviewed, ()), (schedule.schedule_board, ()), (progress.progress_board, UNITS[:1])]
    parts: dict[int, overview.Reviewed] = {}
    for _save in range(5):
        with reading(small.engine) as connection:
            known = read_reference(connection)
            for (make, more), month in product(boards, (JUNE, JULY)):
                made = plain(make(connection, known.of(month), month, *more))
                since = touched.since(connection, month.ordinal)
                assert touched.known(revision(connection), month.ordinal) == since
                assert kept.setdefault((make, month, since), made) == made
                looks += 1
            june = known.of(JUNE)
            since = touched.since(connection, JUNE.ordinal)
            part = parts.setdefault(since, overview.reviewed(connection, june, JUNE))
            of_parts = overview.overview(connection, june, JUNE, JULY, part)
            assert plain(of_parts) == plain(overview.overview(connection, june, JUNE, JULY))
        random_act(small, drawn)
    assert len(kept) < looks and len(parts) > 1  # some were kept, some made anew
