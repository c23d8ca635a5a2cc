"""Closed is closed: marks, targets, schedules and goals that change today leave a closed half month as it was."""

from decimal import Decimal

import pytest

from lib.figures.reading import figures
from lib.figures.rollups import tasks_at
from lib.kept.changes import Change, TargetKey
from lib.kept.reference import read_reference
from lib.kept.store import reading, writing
from lib.ledger.access import engineer
from lib.ledger.door import undo
from lib.ledger.door.renew import renew_after_upgrade
from lib.review.dispatch import measures
from lib.review.reviewing import (
    close_half_month,
    decide,
    nothing_changed,
    open_half_month,
    reopen_half_month,
)
from lib.review.submissions import Status, standings
from lib.server.commands.check import differences
from lib.ui import reading as ui
from lib.words.errors import Locked, Refusal
from lib.words.half_months import HalfMonth
from lib.words.lights import Light
from tests.conftest import Small, record

JUNE, JULY = HalfMonth.parse("2023-06-2"), HalfMonth.parse("2023-07-1")
OFFICE = engineer("联席办 李四")
VILLAGE, OTHER = "522301001001", "522301001002"


def tick(mark: str, before: bool, unit: str = VILLAGE) -> Change:
    return Change("unit", (unit,), mark, before, not before)


def marks(small, unit: str = VILLAGE) -> tuple:
    [row] = small.all("SELECT report_pilot, pilot_from, pilot_to FROM unit WHERE code = ?", unit)
    return bool(row[0]), *row[1:]


def asked(small, half_month: HalfMonth, form: str = "pilots") -> int:
    with reading(small.engine) as connection:
        return sum(each.asked for each in standings(connection, half_month) if each.form == form)


@pytest.fixture
def pilots(small):
    """A form that is asked of pilot villages alone, of which one was marked before June was closed."""
    reopen_half_month(small.engine, JUNE, OFFICE, "补设试点")
    none = dict.fromkeys(("numerator", "denominator", "condition"))
    form = {"code": "pilots", "name": "试点表", "level": "village", "units": "report_pilot"}
    new = {"code": "forms_cut", "name": "精简报表", "unit": "张", "form": "pilots", "level": "village"}
    new |= {"position": 30, "decimals": 0, "rollup": "sum", "direction": "up"} | none
    small.save(record("form", **form), kind="edit")
    small.save(record("indicator", **new), kind="edit")
    small.save(tick("report_pilot", False, OTHER), kind="edit")
    close_half_month(small.engine, JUNE, OFFICE, "", [])
    with reading(small.engine) as connection:
        return Small(small.engine, read_reference(connection))


def test_tick_today_asks_from_the_open_half_month_on(pilots):
    assert (asked(pilots, JUNE), asked(pilots, JULY)) == (1, 1)
    pilots.save(tick("report_pilot", False), kind="edit")
    assert (asked(pilots, JUNE), asked(pilots, JULY)) == (1, 2)
    assert marks(pilots) == (True, JULY.ordinal, None)
    reopen_half_month(pilots.engine, JUNE, OFFICE, "补报")
    assert asked(pilots, JUNE) == 1
    assert differences(pilots.engine) == []


def test_untick_today_asks_until_the_last_closed_half_month(pilots):
    pilots.save(tick("report_pilot", True, OTHER), kind="edit")
    assert (asked(pilots, JUNE), asked(pilots, JULY)) == (1, 0)
    assert marks(pilots, OTHER)[2] == JUNE.ordinal
    with reading(pilots.engine) as connection:
        assert read_reference(connection).units[OTHER].carries("report_pilot", JUNE.ordinal)
    reopen_half_month(pilots.engine, JUNE, OFFICE, "补报")
    assert asked(pilots, JUNE) == 1


def test_values_of_a_village_that_is_asked_no_more_go_and_come_back_with_the_undo(pilots):
    pilots.save(pilots.change(OTHER, "forms_cut", 4))
    receipt = pilots.save(tick("report_pilot", True, OTHER), kind="edit")
    assert pilots.value(OTHER, "forms_cut") is None
    assert differences(pilots.engine) == []
    undo(pilots.engine, receipt.batch, OFFICE)
    assert pilots.value(OTHER, "forms_cut") == 4


def test_tick_that_is_taken_back_leaves_nothing_behind(pilots):
    receipt = pilots.save(tick("report_pilot", True, OTHER), kind="edit")
    undo(pilots.engine, receipt.batch, OFFICE)
    assert marks(pilots, OTHER) == (True, JUNE.ordinal, None)
    pilots.save(tick("report_pilot", True, OTHER), kind="edit")
    pilots.save(tick("report_pilot", False, OTHER), kind="edit")
    assert marks(pilots, OTHER) == (True, JUNE.ordinal, None)


@pytest.mark.parametrize(
    ("unit", "field", "value", "sentence"),
    [
        (OTHER, "pilot_to", JUNE.ordinal - 1, "已关闭）标有“报表试点”"),
        (OTHER, "pilot_from", JULY.ordinal, "已关闭）标有“报表试点”"),
    ],
)
def test_mark_of_a_closed_half_month_stays(pilots, unit, field, value, sentence):
    with pytest.raises(Refusal, match=sentence):
        before = JUNE.ordinal if field == "pilot_from" else None
        pilots.save(Change("unit", (unit,), field, before, value), kind="edit")
    assert marks(pilots, unit) == (True, JUNE.ordinal, None)


def test_mark_cannot_be_set_back_into_a_closed_half_month(pilots):
    with pytest.raises(Refusal, match="已关闭）没有“报表试点”标记"):
        changes = [tick("report_pilot", False), Change("unit", (VILLAGE,), "pilot_from", None, JUNE.ordinal)]
        pilots.save(*changes, kind="edit")
    assert marks(pilots) == (False, None, None)


@pytest.mark.parametrize(("field", "before", "after"), [("decimals", 0, 1), ("unit", "块", "万块")])
def test_indicator_with_values_keeps_what_they_mean(small, field, before, after):
    with pytest.raises(Refusal, match="已有数据"):
        small.save(Change("indicator", ("boards_removed",), field, before, after), kind="edit")
    assert small.one(f"SELECT {field} FROM indicator WHERE code = 'boards_removed'") == before


def test_indicator_without_values_may_still_be_set_right(pilots):
    pilots.save(Change("indicator", ("forms_cut",), "decimals", 0, 1), kind="edit")
    assert pilots.one("SELECT decimals FROM indicator WHERE code = 'forms_cut'") == 1


def target(small, half_month: HalfMonth, code: str = VILLAGE) -> int | None:
    return small.one(
        "SELECT r.whole FROM rollup r JOIN unit u ON u.id = r.unit_id JOIN indicator i ON i.id = r.indicator_id"
        " WHERE r.half_month = ? AND u.code = ? AND i.code = 'boards_removed'", half_month.ordinal, code,
    )  # fmt: skip


def test_target_holds_from_its_half_month_on(small):
    unit, indicator, _since = small.target(VILLAGE, "boards_removed", 8).key
    small.save(Change("target", TargetKey(unit, indicator, JULY.ordinal), "value", None, 9))
    small.save(small.change(VILLAGE, "boards_removed", 3))
    assert (target(small, JUNE), target(small, JULY)) == (6, 9)
    reopen_half_month(small.engine, JUNE, OFFICE, "补报")
    assert (target(small, JUNE), target(small, JULY)) == (6, 9)
    assert differences(small.engine) == []


def test_half_month_after_one_that_is_reopened_is_compared_with_what_holds_there_now(small):
    small.save(small.change(VILLAGE, "boards_removed", 3))
    small.save(small.target(VILLAGE, "boards_removed", 8)._replace(before=6))
    reopen_half_month(small.engine, JUNE, OFFICE, "补报")
    assert differences(small.engine) == []


def test_schedule_and_goal_of_a_closed_half_month_stay(small):
    none = dict.fromkeys(("department_code", "indicator"))
    task = {"code": "T1", "name": "挂牌清理", "level": "county", "phase": "clean", "start": 48550, "due": 48565} | none
    reopen_half_month(small.engine, JUNE, OFFICE, "增加任务")
    small.save(record("task", **task), kind="edit")
    close_half_month(small.engine, JUNE, OFFICE, "", [])
    small.save(Change("task", ("T1",), "due", 48565, 48600), kind="edit")
    with reading(small.engine) as connection:
        reference = read_reference(connection)
    due = [reference.of(half_month).tasks["T1"].due for half_month in (JUNE, JULY)]
    assert due == [48565, 48600]
    assert reference.of(JUNE).of(JULY) is reference
    reopen_half_month(small.engine, JUNE, OFFICE, "任务延期")
    with reading(small.engine) as connection:
        assert read_reference(connection).of(JUNE).tasks["T1"].due == 48600


def percents(small, half_month: HalfMonth, task: str) -> dict[str, tuple[float, int]]:
    """By level the percents of a task and how many units they are of, where it is known."""
    path = {"5223": "prefecture", "522301": "county", "522301001": "township", VILLAGE: "village"}
    with reading(small.engine) as connection:
        reference = read_reference(connection)
        number = reference.tasks[task].id
        return {
            level: (row.percent, row.n)
            for code, level in path.items()
            for row in tasks_at(connection, reference, [reference.units[code].id], level, half_month)
            if row.task_id == number
        }


def test_closed_half_month_keeps_the_percents_of_what_its_tasks_followed(small):
    """On every level, also in the villages; and where all is counted anew, as an upgrade of the program does."""
    reopen_half_month(small.engine, JUNE, OFFICE, "增加任务")
    dates = {"start": JUNE.ordinal, "due": JULY.ordinal + 2, "indicator": "boards_removed"}
    village = {"code": "V2", "name": "村级清牌", "level": "village", "phase": "clean", "department_code": None}
    small.save(record("task", **village, **dates), kind="edit")
    close_half_month(small.engine, JUNE, OFFICE, "", [])
    shown = {task: percents(small, JUNE, task) for task in ("01", "02", "V2")}
    assert shown["V2"] == {"prefecture": (50, 6), "county": (50, 2), "township": (50, 2), "village": (50, 1)}
    assert shown["01"]["village"] == (50, 1) and shown["02"]["county"] == (80, 1)

    small.save(Change("task", ("V2",), "indicator", "boards_removed", "mechanisms_cut_pct"), kind="edit")
    small.save(Change("task", ("01",), "indicator", "boards_removed", "mechanisms_cut_pct"), kind="edit")
    small.save(Change("indicator", ("mechanisms_cut_pct",), "goal", Decimal(50), Decimal(40)), kind="edit")
    assert {task: percents(small, JUNE, task) for task in shown} == shown
    units = small.all("SELECT * FROM unit_rollup WHERE half_month = ?", JUNE.ordinal)
    with writing(small.engine) as connection:
        renew_after_upgrade(connection)
    assert {task: percents(small, JUNE, task) for task in shown} == shown
    assert small.all("SELECT * FROM unit_rollup WHERE half_month = ?", JUNE.ordinal) == units
    reopen_half_month(small.engine, JUNE, OFFICE, "按现任务重算")
    assert percents(small, JUNE, "V2")["village"] == (100, 1)  # 40 % cut of 40 %


def test_decision_on_a_closed_half_month_cannot_be_taken_back(small):
    reopen_half_month(small.engine, JUNE, OFFICE, "补审")
    receipt = decide(small.engine, JUNE, "village_cleanup", "522301", "accepted", OFFICE)
    close_half_month(small.engine, JUNE, OFFICE, "", [])
    with pytest.raises(Locked, match="2023年6月下半月已关闭"):
        undo(small.engine, receipt.batch, OFFICE)
    with reading(small.engine) as connection:
        found = {
            each.county_code: each.status for each in standings(connection, JUNE) if each.form == "village_cleanup"
        }
    assert found["522301"] is Status.ACCEPTED


def test_nothing_is_copied_to_a_village_that_the_form_asks_no_more(pilots):
    pilots.save(pilots.change(OTHER, "forms_cut", 4), kind="upload")
    july = str(JULY.next())
    open_half_month(pilots.engine, JULY.next(), OFFICE)
    pilots.save(tick("report_pilot", False), kind="edit")
    pilots.save(pilots.change(VILLAGE, "forms_cut", 7), kind="upload")
    untick = [tick("report_pilot", True, OTHER), Change("unit", (OTHER,), "pilot_to", None, JULY.ordinal)]
    pilots.save(*untick, kind="edit")
    nothing_changed(pilots.engine, JULY.next(), "pilots", "522301", OFFICE)
    assert (pilots.value(VILLAGE, "forms_cut", july), pilots.value(OTHER, "forms_cut", july)) == (7, None)


def test_form_that_asks_fewer_units_keeps_no_value_of_the_others_in_open_half_months(pilots):
    pilots.save(pilots.change(OTHER, "boards_removed", 4), pilots.change(VILLAGE, "boards_removed", 5))
    changed = Change("form", ("village_cleanup",), "units", "all", "report_pilot")
    receipt = pilots.save(changed, kind="edit")
    assert (pilots.value(OTHER, "boards_removed"), pilots.value(VILLAGE, "boards_removed")) == (4, None)
    assert pilots.value(VILLAGE, "boards_removed", "2023-06-2") == 3
    assert differences(pilots.engine) == []
    undo(pilots.engine, receipt.batch, OFFICE)
    assert pilots.value(VILLAGE, "boards_removed") == 5


def test_boards_of_a_closed_half_month_are_made_from_the_catalogues_of_then(small, monkeypatch):
    """Whatever a page shows: the goal, the schedule, the legend."""
    monkeypatch.setattr(ui.store, "engine", lambda: small.engine)
    small.save(Change("indicator", ("mechanisms_cut_pct",), "goal", Decimal(50), Decimal(40)), kind="edit")

    def goal(_connection, reference, _half_month) -> Decimal | None:
        return reference.indicators["mechanisms_cut_pct"].goal

    made = [ui._made("", "", 0, "zh", JULY.last_day, goal, (half_month,)) for half_month in (JUNE, JULY)]
    assert made == [Decimal(50), Decimal(40)]


LATER = {
    "code": "00", "name": "挂牌清理", "level": "prefecture", "phase": "clean", "start": JUNE.ordinal - 4,
    "due": JUNE.ordinal, "department_code": None, "indicator": "boards_removed",
}  # fmt: skip
DUE = HalfMonth.parse("2023-07-2").ordinal


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(Change("task", ("01",), "indicator", "boards_removed", None), id="follows no figure any more"),
        pytest.param(Change("task", ("01",), "due", DUE, JULY.ordinal - 1), id="is due earlier"),
        pytest.param(record("task", **LATER), id="another comes before it"),
    ],
)
def test_figure_of_a_closed_half_month_is_judged_by_the_task_that_it_followed_then(small, change):
    def light(half_month: HalfMonth) -> Light | None:
        with reading(small.engine) as connection:
            reference = read_reference(connection)
            figure = figures(connection, reference, reference.top, half_month, ["boards_removed"])[0]
            judged = reference.judged_at("boards_removed", reference.top, 0, figure.percent, half_month)
            assert figure.light is judged.light
            return judged.light

    shown = light(JUNE), percents(small, JUNE, "01")
    assert shown[0] is Light.ON_SCHEDULE
    small.save(change, kind="edit")
    assert (light(JUNE), percents(small, JUNE, "01")) == shown
    assert change.field or not percents(small, JUNE, "00")


def test_task_that_came_later_counts_in_no_closed_half_month_that_is_counted_anew(small):
    """As an upgrade of the program counts it: the new task stays out of the sums and of 综合进度."""
    kept = [
        f"SELECT * FROM {table} WHERE half_month = {JUNE.ordinal} ORDER BY 1, 2, 3, 4"
        for table in ("task_rollup", "unit_rollup")
    ]
    before = [small.all(query) for query in kept]
    village = {"code": "V9", "level": "village", "start": JUNE.ordinal}
    for task in (LATER, LATER | village, LATER | village | {"code": "V8", "indicator": None}):
        small.save(record("task", **task), kind="edit")
    with writing(small.engine) as connection:
        renew_after_upgrade(connection)
    assert [small.all(query) for query in kept] == before


def test_measure_that_came_later_is_none_of_a_closed_half_month(small):
    small.save(record("task", **LATER | {"indicator": None}), kind="edit")
    with reading(small.engine) as connection:
        reference = read_reference(connection)
        listed = {
            month: [one.code for one in measures(connection, reference.of(month), month)] for month in (JUNE, JULY)
        }
    assert listed == {JUNE: ["01", "02", "03"], JULY: ["00", "01", "02", "03"]}
