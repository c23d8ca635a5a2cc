"""预计 and 名次变化: the boards say what the figures say, at every level, and the slides say the same in ten rows."""

import re
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from lib.figures.forecast import Forecast, Outlook, forecasts
from lib.figures.movement import Brought, Movement, moves
from lib.kept import store
from lib.kept.reference import read_reference
from lib.show.boards.movement import movement_board, reasons
from lib.show.boards.outlook import outlook_board, outlook_title, pace_needed, pace_words
from lib.show.screens import Page, slide
from lib.words.half_months import HalfMonth
from lib.words.wording import signed
from tests.conftest import record

JUNE, JULY = HalfMonth.parse("2023-06-2"), HalfMonth.parse("2023-07-1")
WANGMO, LEYUAN, VILLAGE = "522326", "522326106", "522326106001"


def read(engine, make, *args):
    with store.reading(engine) as connection:
        return make(connection, read_reference(connection), *args)


def shown(engine, topic, county="", half_month=JUNE):
    return read(engine, slide, half_month, JULY, county, (Page(topic),), 0)


def rows(markup):
    return str(markup).count("<tr") - str(markup).count("<thead")


def test_targets_that_will_be_missed_stand_first_with_what_would_be_in_time(demo):
    board = read(demo, outlook_board, JUNE, "")
    assert board.targets.finding.title == "照目前进度，2 项目标将错过期限；5 项已到期未达到"
    assert board.targets.finding.second.startswith("24 项中 9 项已达到")
    text = re.sub(r"<[^>]+>", " ", str(board.targets.below))
    assert text.index("四牌两标达标村") < text.index("清理机构牌子") < text.index("规范证明事项")
    assert "可按期" in text and "7月上或更晚" in text
    assert board.code == "boards_standard_villages"


@pytest.mark.parametrize(("unit", "below"), [("", 9), (WANGMO, 16), (LEYUAN, None), (VILLAGE, None)])
def test_every_level_has_its_targets(demo, unit, below):
    board = read(demo, outlook_board, JUNE, unit, "boards_removed")
    assert board.code == "boards_removed"
    found = read(demo, lambda c, r: forecasts(c, r, [r.units.get(unit, r.top)], JUNE))
    assert rows(board.targets.below) == sum(one.outlook is not Outlook.REACHED for one in found)
    assert rows(board.below.below) == below or below is None
    assert "误差" in str(board.tested.below)


def test_movement_names_who_rose_and_fell_and_by_what(demo):
    found = read(demo, lambda c, r: moves(c, r, r.top, JUNE))
    board = read(demo, movement_board, JUNE, "")
    up, down = ("、".join(one.progress.unit.name for one in found if sign * one.up > 0) for sign in (1, -1))
    assert board.moves.finding.title == f"{up}上升；{down}下降"
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", str(board.moves.below)))
    fallen = min(found, key=lambda one: one.up)
    assert f"{fallen.progress.unit.name} {fallen.place} ↓ {-fallen.up} " in text
    lags = min(fallen.by, key=lambda one: one.beyond)
    assert f"{lags.task.name} {signed(lags.points, 1)}（比平均少 {-lags.beyond:.1f}）" in text
    assert re.fullmatch(r"\d+ 项任务转差，\d+ 项转好", board.lights.finding.title)
    assert board.figures.finding.title.startswith("标牌达标村向目标推进最多")


def moved(percent, change, *by):
    """A unit with what its tasks brought: (name, points, points beyond the mean)."""
    brought = tuple(Brought(SimpleNamespace(name=name, name_en=name), *points) for name, *points in by)
    return Movement(SimpleNamespace(percent=percent, change=change), 2, 1, brought)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        pytest.param(moved(60, 14.1, ("甲", 0, -0.6), ("乙", 14.1, -2)), "乙 +14.1（比平均少 2.0）", id="what lifted"),
        pytest.param(moved(60, 4, ("甲", 3, 1.5), ("乙", 1, 0.5)), "甲 +3.0（比平均多 1.5）；乙 +1.0（比平均多 0.5）",
                     id="up"),
        pytest.param(moved(60, 4, ("甲", 0, -3), ("乙", 4, 1)), "乙 +4.0（比平均多 1.0）；甲 0.0（比平均少 3.0）",
                     id="up, but others more"),
        pytest.param(moved(60, -4, ("甲", -4, -3), ("乙", 0, 1)), "甲 −4.0（比平均少 3.0）", id="down"),
        pytest.param(moved(60, 0.04, ("甲", 0.04, -3)), "", id="unchanged is not blamed"),
        pytest.param(moved(100, 0, ("甲", 0, -1.9)), "", id="complete is not blamed"),
        pytest.param(moved(100, 2, ("甲", 2, 0.5), ("乙", 0, -1.9)), "甲 +2.0（比平均多 0.5）", id="complete, lifted"),
    ],
)  # fmt: skip
def test_reasons_say_what_is_more_or_less_than_the_mean_and_blame_nobody_who_is_there(one, said):
    assert reasons(one) == said


def foreseen(*outlooks):
    return [Forecast(SimpleNamespace(code="1", name="甲", name_en="A"), "x", each, 50) for each in outlooks]


@pytest.mark.parametrize(
    ("outlooks", "title"),
    [
        (["reached", "short", "few"], "还没有可以预计的目标"),
        (["reached", "in_time"], "照目前进度，没有目标会错过期限"),
        (["in_time", "short", "early"], "照目前进度，没有目标会错过期限；2 项还不能预计"),
        (["reached", "reached"], "各项目标都已达到"),
        ([], "还没有可以预计的目标"),
    ],
)
def test_no_target_is_said_to_be_met_that_cannot_be_foreseen(outlooks, title):
    assert outlook_title(foreseen(*map(Outlook, outlooks)), JUNE) == title


@pytest.mark.parametrize(
    ("points", "needed", "said"),
    [(0.1, False, "不到 1 名"), (0.1, True, "1名"), (12.2, False, "12名"), (12.2, True, "13名"), (0, False, "0名")],
)
def test_people_are_written_whole_and_what_is_needed_is_rounded_up(points, needed, said):
    indicator = SimpleNamespace(unit="名", unit_en="people", rollup="sum", decimals=0)
    one = Forecast(None, "x", Outlook.IN_TIME, per_point=Decimal(1))
    write = pace_needed if needed else pace_words
    assert write(SimpleNamespace(indicators={"x": indicator}), one, points) == said


@pytest.mark.parametrize("county", ["", WANGMO])
def test_slides_say_what_the_boards_say_in_ten_rows(demo, county):
    outlook, movement = shown(demo, "outlook", county), shown(demo, "movement", county)
    assert outlook.finding.title == read(demo, outlook_board, JUNE, county).targets.finding.title
    assert rows(outlook.body) == 10
    assert rows(movement.body) <= 10
    assert "主要因为" in movement.finding.second


def test_before_there_is_anything_to_compare_the_boards_and_slides_say_so(small):
    board = read(small.engine, outlook_board, JUNE, "")
    assert board.targets.finding.title == "还没有可以预计的目标"
    assert board.tested.finding.title == "还没有可以对照的预计"
    assert read(small.engine, movement_board, JUNE, "").moves.finding.title == "名次与上期不可比"
    assert read(small.engine, movement_board, JUNE, "").lights.finding.title == "没有可以与上期比较的灯"
    of_village = read(small.engine, movement_board, JUNE, "522301001001").moves
    assert "各村中的变化。同口径比较" in of_village.finding.second
    assert re.search(r"<b>[^<]+</b>", str(of_village.below))
    assert shown(small.engine, "movement").finding.title == "名次与上期不可比"
    assert shown(small.engine, "admissions").finding.title == "没有待办或执行中的准入事项"


def test_admissions_past_their_exit_come_first_and_a_county_sees_its_own(small):
    def matter(code, state, units, exit_on):
        return record(
            "admission", code=code, matter=f"事项{code}", state=state, units=units, urgency="general", decided_as="",
            department_code="B01", start_on=date(2023, 1, 1), exit_on=exit_on, applied_on=date(2023, 1, 1),
            hours_month=Decimal(6),
        )  # fmt: skip

    small.save(record("department", code="B01", name="甲部门", name_en="A", lead=False), loads=True, kind="load")
    small.save(
        matter("1", "in_force", "522326", date(2023, 12, 31)), matter("2", "in_force", "522326101", date(2023, 6, 30)),
        matter("3", "applied", "522301", date(2023, 12, 31)), loads=True, kind="load",
    )  # fmt: skip
    everywhere, xingyi = shown(small.engine, "admissions"), shown(small.engine, "admissions", "522301")
    assert everywhere.finding.title == "准入事项：超期未退出 1 项，待办 1 项，执行中 2 项"
    assert re.findall(r"事项\d", str(everywhere.body)) == ["事项2", "事项3", "事项1"]
    assert re.findall(r"事项\d", str(xingyi.body)) == ["事项3"]
