"""Burden at the monitoring points: entering, uploading, and the counts that the board shows."""

from datetime import date

import pytest

from lib.kept.changes import Change
from lib.kept.store import reading
from lib.ledger.access import GUEST, engineer
from lib.review.burden import by_half_month, counts, covers, events_at, most_visits, over_limit, sources, trend, weeks
from lib.review.burden_entry import EVENTS, event_code, record_event
from lib.review.uploads import save_upload, take
from lib.words.errors import Forbidden, Mistakes, Refusal
from lib.words.half_months import HalfMonth
from tests.conftest import record

POINT, OTHER = "522326101001", "522326102001"
JUNE = HalfMonth.parse("2023-06-2")
STAFF = engineer("平洞街道 张三")
EVENT = {
    "unit_code": POINT, "happened_on": "2023-06-20", "kind": "inspection", "department_code": "D1", "title": "台账检查",
    "basis": "电话通知", "hours": "2.5",
}  # fmt: skip
HEADER = "日期,村代码,村(社区),类别,来源部门代码,名称,依据,耗时（小时）"


@pytest.fixture
def points(small):
    """The small store with one monitoring point, a department, a planned inspection, an item and an admission."""
    small.save(
        Change("unit", (POINT,), "monitoring_point", False, True),
        record("department", code="D1", name="州林业局", name_en="Forestry"),
        record("inspection", code="J1", department_code="D1", title="防汛督查", kind="check", planned=True),
        record("inspection", code="J2", department_code="D1", title="临时检查", kind="check", planned=False),
        record("duty_item", code="Z01", kind="duty", name="党务公开"),
        record("duty_item", code="F01", kind="negative", name="招商引资"),
        record("admission", code="2023-001", department_code="D1", matter="x", urgency="general", state="in_force",
               decided_as=""),
        record("admission", code="2023-002", department_code="D1", matter="y", urgency="general", state="refused",
               decided_as="meeting"),
        loads=True,
    )  # fmt: skip
    return small


def enter(store, **typed) -> None:
    record_event(store.engine, EVENT | typed, STAFF)


def read(store, what, *args):
    with reading(store.engine) as connection:
        return what(connection, *args)


# Entering -------------------------------------------------------------------------------------------------------


def test_event_is_kept_and_counted(points):
    enter(points)
    (one,) = read(points, counts, JUNE)
    assert (one.unit_code, one.kind, one.count) == (POINT, "inspection", 1)
    (event,) = read(points, events_at, JUNE, POINT)
    assert (event.happened_on, event.title, str(event.hours)) == (date(2023, 6, 20), "台账检查", "2.5")


@pytest.mark.parametrize(
    "field, text, mend",
    [
        pytest.param("happened_on", "昨天", "2023-07-05", id="no day"),
        pytest.param("happened_on", "", "不能空着", id="blank day"),
        pytest.param("happened_on", "2023-07-18", "还没到", id="tomorrow"),
        pytest.param("hours", "半天", "", id="words for hours"),
        pytest.param("hours", "-1", "0", id="negative hours"),
        pytest.param("kind", None, "不能空着", id="no kind"),
        pytest.param("unit_code", None, "不能空着", id="no village"),
        pytest.param("title", " ", "不能空着", id="no title"),
    ],
)
def test_event_is_refused_beside_the_field(points, field, text, mend):
    with pytest.raises(Mistakes) as refused:
        enter(points, **{field: text})
    assert mend in refused.value.fields[field]
    assert read(points, counts, JUNE) == []


def test_event_is_not_recorded_twice(points):
    enter(points)
    with pytest.raises(Refusal, match="这件事已有记录"):
        enter(points, hours="3")


def test_nothing_is_recorded_without_a_sign_in(points):
    with pytest.raises(Forbidden, match="请先登录"):
        record_event(points.engine, EVENT, GUEST)


# Uploading ------------------------------------------------------------------------------------------------------


def upload(store, *rows: str, header: str = HEADER):
    return take(store.engine, "\n".join([header, *rows]).encode(), "负担.csv", EVENTS)


def test_file_without_codes_is_saved_and_says_nothing_new_the_second_time(points):
    rows = ("2023-06-20,522326101001,平洞街道第1村,迎检,D1,台账检查,电话通知,2.5", f"2023/6/21,{POINT},,会议,,动员会,,")
    first = upload(points, *rows)
    assert (first.checked.problems, len(first.preview.changes)) == ((), 2)
    save_upload(points.engine, first, STAFF)
    second = upload(points, *rows)
    assert (second.preview.changes, second.preview.unchanged) == ((), 2)


def test_form_and_file_know_the_same_event(points):
    enter(points)
    assert upload(points, f"2023-06-20,{POINT},,迎检,D1,台账检查,电话通知,2.5").preview.changes == ()


@pytest.mark.parametrize(
    "row, mend",
    [
        pytest.param(f"2023-06-20,{OTHER},,迎检,D1,台账检查,,", "不是监测点", id="no point"),
        pytest.param("2023-06-20,999,,迎检,D1,台账检查,,", "", id="no village"),
        pytest.param(f"2023-06-20,{POINT},,参观,D1,台账检查,,", "", id="no kind"),
        pytest.param(f"六月,{POINT},,迎检,D1,台账检查,,", "2023-07-05", id="no day"),
        pytest.param(f"2023-06-20,{POINT},,迎检,D9,台账检查,,", "", id="no department"),
    ],
)
def test_row_is_refused_with_its_mend(points, row, mend):
    found = upload(points, row, f"2023-06-21,{POINT},,会议,,动员会,,")
    assert [problem.row for problem in found.checked.problems] == [2]
    assert mend in found.checked.problems[0].mend
    assert len(found.preview.changes) == 1


def test_events_own_code_follows_from_what_it_is():
    assert event_code("5", date(2023, 6, 1), "app", "x") == event_code("5", date(2023, 6, 1), "app", "x")
    assert event_code("5", date(2023, 6, 1), "app", "x") != event_code("5", date(2023, 6, 1), "app", "y")


# Reading --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "more, cover",
    [
        pytest.param({"inspection_code": "J1"}, "plan", id="planned"),
        pytest.param({"inspection_code": "J2"}, "outside", id="held outside the plan"),
        pytest.param({"item_code": "Z01"}, "list", id="duty"),
        pytest.param({"item_code": "F01"}, "outside", id="negative"),
        pytest.param({"admission_code": "2023-001"}, "admitted", id="admitted"),
        pytest.param({"admission_code": "2023-002"}, "outside", id="not approved"),
        pytest.param({}, "outside", id="nothing"),
    ],
)
def test_event_is_covered_by_plan_list_or_admission(points, more, cover):
    enter(points, **more)
    assert read(points, covers, JUNE) == {"plan": 0, "list": 0, "admitted": 0, "outside": 0} | {cover: 1}


def test_day_decides_the_half_month(points):
    for day in ("2023-06-15", "2023-06-16", "2023-06-30", "2023-07-01"):
        enter(points, happened_on=day)
    found = read(points, by_half_month, HalfMonth.parse("2023-07-1"))
    assert {str(at): kinds for at, kinds in found.items()} == {
        "2023-06-1": {"inspection": 1}, "2023-06-2": {"inspection": 2}, "2023-07-1": {"inspection": 1},
    }  # fmt: skip


def test_sources_count_what_nothing_covers_and_the_hours_that_were_told(points):
    enter(points, inspection_code="J1")
    enter(points, happened_on="2023-06-21", hours="")
    enter(points, happened_on="2023-06-22", department_code=None)
    found = [(one.department_code, one.count, one.outside, one.hours) for one in read(points, sources, JUNE)]
    assert found == [("D1", 2, 1, 2.5), (None, 1, 1, 2.5)]


def test_week_belongs_to_the_half_month_in_which_it_begins():
    assert weeks(JUNE) == [date(2023, 6, 19), date(2023, 6, 26)]
    assert weeks(HalfMonth.parse("2023-07-1")) == [date(2023, 7, 3), date(2023, 7, 10)]


@pytest.mark.parametrize("visits, over", [(2, []), (3, [(POINT, 3)])])
def test_village_is_over_the_limit_beyond_two_visits_in_a_week(points, visits, over):
    for day in range(26, 26 + visits):
        enter(points, happened_on=f"2023-06-{day}")
    enter(points, happened_on="2023-06-25")  # the Sunday before is another week
    enter(points, happened_on="2023-06-26", kind="meeting")  # no visit
    assert [(one.unit_code, one.count) for one in read(points, over_limit, JUNE)] == over
    assert read(points, most_visits, JUNE)[POINT].week == date(2023, 6, 26)


def test_trend_compares_with_every_half_month_before_the_campaign():
    found = {
        HalfMonth.parse("2023-03-1"): {"meeting": 8},
        HalfMonth.parse("2023-03-2"): {"meeting": 10, "app": 2},
        JUNE: {"meeting": 5},
    }
    one = trend(found, JUNE, 2)
    assert (one.now, one.before, one.change) == (2.5, 5.0, -50.0)
    assert trend(found, JUNE, 2, "app").change == -100.0


def test_trend_without_records_before_has_no_comparison():
    assert trend({JUNE: {"app": 4}}, JUNE, 2).change is None


def test_demo_falls_from_before_the_campaign_and_three_points_are_over(demo):
    with reading(demo) as connection:
        found = by_half_month(connection, JUNE)
        over = over_limit(connection, JUNE)
    assert -50 < trend(found, JUNE, 32).change < -20
    assert len(over) == 3
