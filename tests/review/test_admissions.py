"""Admission: the comparison with the lists, every step of the table, and what the door refuses whoever knocks."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from lib.kept import duties
from lib.kept.changes import Change
from lib.kept.duties import duty_items, matches, share
from lib.kept.models import Admission, AdmissionState, DutyItem, DutyList, Urgency
from lib.kept.store import reading
from lib.ledger.access import GUEST, Actor, engineer, signed_in
from lib.ledger.door import Act, save, undo
from lib.ledger.door.admissions import STEPS
from lib.review.admissions import (
    applications,
    keep_draft,
    number_reply,
    steps_of,
    take_step,
    trail,
    urgent_beyond,
    urgent_matters,
)
from lib.review.loads import load_before_and_after, loads_by_county
from lib.show.boards.lists_matter import so_far
from lib.words import language
from lib.words.errors import Forbidden, Mistakes, Refusal
from tests.conftest import record, sign_in

OFFICE = engineer("联席办 李四")
WHOLE = {
    "department_code": "D1", "urgency": "general", "matter": "松材线虫病枯死木指认", "basis": "植物检疫条例",
    "content": "指认枯死松木", "units": "望谟县、黄草街道第1村", "start_on": "2023-08-01", "exit_on": "2023-10-31",
    "hours_month": "4.5", "forms_month": "1", "staff": "12", "funds": "60,000", "materials": "喷漆", "apart": "",
}  # fmt: skip


@pytest.fixture
def office(small):
    """The small store with a department and three items of the lists."""
    item = {"category": "", "basis": "", "boundary": "", "department_code": "D1"}
    small.save(
        record("department", code="D1", name="州林业局", name_en="Forestry"),
        record("duty_item", code="Z01", kind="duty", name="夜间巡逻", name_en="Night patrols", **item),
        record("duty_item", code="X06", kind="assist", name="地质灾害点巡查报告", name_en="", **item),
        record("duty_item", code="F02", kind="negative", name="承担招商引资任务", name_en="", **item),
        loads=True,
    )
    return small


def apply_for(store, **typed) -> str:
    """Submit an application; its code."""
    keep_draft(store.engine, WHOLE | typed, OFFICE, submit=True)
    return applied(store)[-1].code


def applied(store):
    with reading(store.engine) as connection:
        return sorted(applications(connection), key=lambda one: one.code)


def at(store, state: str, **more) -> str:
    """An application that stands in this state, as the start-up would load it; its code."""
    values = {
        "code": "2023-001", "department_code": "D1", "matter": "松材线虫病枯死木指认", "basis": "条例",
        "content": "指认", "units": "522326", "urgency": "general", "start_on": date(2023, 5, 1),
        "exit_on": date(2023, 10, 31),
        "hours_month": Decimal(4), "forms_month": 1, "staff": 2, "funds": 9000, "materials": "喷漆", "state": state,
        "applied_on": date(2023, 7, 3), "decided_as": "",
    }  # fmt: skip
    store.save(record("admission", **values | more), loads=True)
    return "2023-001"


def step(store, code: str, name: str) -> None:
    take_step(store.engine, code, name, OFFICE, note="见会议记录", decided_by="州联席会议第11次会议")


# The comparison -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "matter, name, expected",
    [
        pytest.param("协助开展夜间巡逻工作", "夜间巡逻", 100, id="filler words"),
        pytest.param("夜间 巡逻（Ｑ２）", "夜间巡逻", 66, id="parted by a blank"),
        pytest.param("招商引资任务分解到村", "承担招商引资任务", 100, id="within a sentence"),
        pytest.param("地质灾害点汛期加密巡查", "地质灾害点巡查报告", 62, id="mostly"),
        pytest.param("医保电子凭证激活", "承担招商引资任务", 0, id="another matter"),
        pytest.param("Night PATROLS in winter", "Night patrols", 100, id="Latin words"),
        pytest.param("招商", "", 0, id="nothing to compare"),
    ],
)
def test_share_of_an_items_pairs_in_a_matter(matter, name, expected):
    assert share(matter, name) == expected


def test_negative_items_come_first():
    items = [
        DutyItem(code="Z", kind=DutyList.DUTY, name="招商引资宣传"),
        DutyItem(code="F", kind=DutyList.NEGATIVE, name="招商引资"),
    ]
    assert [match.item.code for match in matches("招商引资宣传", items)] == ["F", "Z"]


def test_demo_lists_have_the_published_sizes(demo):
    with reading(demo) as connection:
        kinds = [item.kind for item in duty_items(connection)]
    assert {kind: kinds.count(kind) for kind in kinds} == duties.SIZES == {"duty": 52, "assist": 27, "negative": 4}


def test_no_item_of_the_demo_is_stopped_by_a_negative_one(demo):
    with reading(demo) as connection:
        items = duty_items(connection)
    allowed = [item.name for item in items if item.kind != "negative"]
    assert not [name for name in allowed if any(match.forbids for match in matches(name, items))]


# Applying -------------------------------------------------------------------------------------------------------


def test_application_is_kept_with_its_values_and_the_day(office):
    code = apply_for(office)
    kept = applied(office)[0]
    assert (code, kept.state, kept.applied_on) == ("2023-001", "applied", date(2023, 7, 17))
    assert (kept.units, kept.hours_month, kept.funds) == ("522326 522301001001", Decimal("4.5"), 60_000)


@pytest.mark.parametrize(
    "field, text, mend",
    [
        pytest.param("staff", "", "人员未保障", id="staff"),
        pytest.param("staff", "0", "人员未保障", id="nobody"),
        pytest.param("funds", "", "经费未保障", id="funds"),
        pytest.param("materials", " ", "物资未保障", id="materials"),
        pytest.param("exit_on", "", "没有退出日期，不能提交", id="exit day"),
        pytest.param("exit_on", "2023-07-31", "退出日期不能早于开始日期", id="exit before start"),
        pytest.param("hours_month", "", "没有就写 0", id="load"),
        pytest.param("basis", "", "法律法规", id="legal basis"),
        pytest.param("units", "火星村", "没有火星村这个单位", id="unknown unit"),
        pytest.param("units", "", "写明涉及的村", id="no unit"),
        pytest.param("funds", "约5万", "万", id="no number"),
        pytest.param("start_on", "下个月", "2023-07-05", id="no day"),
        pytest.param("department_code", None, "不能空着", id="no department"),
        pytest.param("matter", "村级招商引资任务分解", "负面清单 F02“承担招商引资任务”", id="negative item"),
    ],
)
def test_application_is_refused_beside_the_field(office, field, text, mend):
    with pytest.raises(Mistakes) as refused:
        apply_for(office, **{field: text})
    assert mend in refused.value.fields[field]
    assert applied(office) == []


def test_everything_that_is_wrong_is_said_at_once(office):
    with pytest.raises(Mistakes) as refused:
        apply_for(office, funds="约5万", exit_on="", materials="")
    assert set(refused.value.fields) == {"funds", "exit_on", "materials"}


def test_duplicate_is_stopped_until_it_is_said_why_it_is_none(office):
    with pytest.raises(Mistakes) as refused:
        apply_for(office, matter="冬季夜间巡逻")
    assert "主体责任清单 Z01“夜间巡逻”有 100%" in refused.value.fields["apart"]
    apply_for(office, matter="冬季夜间巡逻", apart="由派出所出人，村里只开门")
    assert applied(office)[0].state == "applied"


def test_reason_does_not_overrule_a_negative_item(office):
    with pytest.raises(Mistakes) as refused:
        apply_for(office, matter="招商引资任务", apart="上级要求")
    assert list(refused.value.fields) == ["matter"]


def test_draft_is_kept_incomplete_and_mended_later(office):
    keep_draft(office.engine, WHOLE | {"exit_on": "", "staff": ""}, OFFICE)
    draft = applied(office)[0]
    assert (draft.state, draft.exit_on, draft.days) == ("draft", None, None)
    keep_draft(office.engine, WHOLE, OFFICE, draft.code, submit=True)
    assert applied(office)[0].state == "applied"


def test_nothing_is_saved_without_a_sign_in(office):
    with pytest.raises(Forbidden, match="请先登录"):
        keep_draft(office.engine, WHOLE, GUEST)


# Steps ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state, name", list(product(AdmissionState, dict.fromkeys(step for _state, step in STEPS))))
def test_each_step_leads_where_the_table_says_or_is_refused(office, state, name):
    decided = {"decided_on": date(2023, 7, 10), "decided_as": "meeting", "decided_by": "州联席会议"}
    code = at(office, state, **(decided if state in ("approved", "in_force", "exited", "refused") else {}))
    if move := STEPS.get((state, name)):
        step(office, code, name)
        assert applied(office)[0].state == move.to
        return
    with pytest.raises(Refusal) as refused:
        step(office, code, name)
    assert "申请不能从" in str(refused.value)
    assert applied(office)[0].state == state


def test_refused_step_says_from_where_and_what_is_possible(office):
    with pytest.raises(Refusal) as refused:
        step(office, at(office, "applied"), "approve")
    assert str(refused.value) == "申请不能从“待审核”变为“已批准”。 可以变为：待批准；草稿。"


@pytest.mark.parametrize("name", ["approve", "refuse"])
def test_decision_names_who_decided(office, name):
    with pytest.raises(Mistakes) as refused:
        take_step(office.engine, at(office, "reviewed"), name, OFFICE, note="见记录")
    assert refused.value.fields == {"decided_by": "写明由哪次会议或谁决定"}


TWO_COUNTIES = "522326101 522301001"


@pytest.mark.parametrize("urgency, units, body", [
    pytest.param("general", "522326", "meeting", id="general"),
    pytest.param("urgent", "522326", "secretary", id="urgent"),
    pytest.param("urgent", "522326101 522326102", "secretary", id="urgent in townships of one county"),
    pytest.param("urgent", TWO_COUNTIES, "meeting", id="urgent in two counties"),
    pytest.param("urgent", "5223", "meeting", id="urgent in the whole prefecture"),
])  # fmt: skip
def test_urgency_and_counties_decide_who_decides(office, urgency, units, body):
    code = at(office, "reviewed", urgency=urgency, units=units)
    step(office, code, "approve")
    kept = applied(office)[0]
    assert (kept.decided_as, kept.decided_on, kept.days) == (body, date(2023, 7, 17), 14)


@pytest.fixture
def secretary(office) -> Actor:
    """The deputy secretary of 望谟县, signed in."""
    token = sign_in(office.engine, "望谟县委副书记 王五", "secretary", "522326")
    with reading(office.engine) as connection:
        return signed_in(connection, token)


@pytest.mark.parametrize("name, state", [("approve", "approved"), ("refuse", "refused")])
def test_deputy_secretary_decides_an_urgent_matter_of_the_county_in_the_own_name(office, secretary, name, state):
    code = at(office, "reviewed", urgency="urgent", units="522326101001 522326102")
    if name == "refuse":
        with pytest.raises(Mistakes):
            take_step(office.engine, code, name, secretary)
    take_step(office.engine, code, name, secretary, note="险情属实", decided_by="州联席会议")
    kept = applied(office)[0]
    assert (kept.state, kept.decided_as, kept.decided_by) == (state, "secretary", "望谟县委副书记 王五")
    assert office.one("SELECT actor FROM batch ORDER BY id DESC") == "望谟县委副书记 王五"


@pytest.mark.parametrize("more, name", [
    pytest.param({"urgency": "general"}, "approve", id="general"),
    pytest.param({"units": "522301"}, "approve", id="another county"),
    pytest.param({"units": "522326 522301001"}, "approve", id="two counties"),
    pytest.param({"units": "5223"}, "approve", id="the whole prefecture"),
    pytest.param({}, "send_back", id="another step"),
])  # fmt: skip
def test_deputy_secretary_takes_no_other_step(office, secretary, more, name):
    code = at(office, "reviewed", **{"urgency": "urgent", "units": "522326"} | more)
    with pytest.raises(Forbidden, match="只能决定本县"):
        take_step(office.engine, code, name, secretary, note="见记录")
    one = applied(office)[0]
    assert one.state == "reviewed" and name not in steps_of(one, secretary, office.reference)


def test_deputy_secretary_cannot_claim_that_somebody_else_decided(office, secretary):
    at(office, "reviewed", urgency="urgent")
    forged = {"state": "approved", "decided_on": date(2023, 7, 17), "decided_as": "secretary", "decided_by": "别人"}
    before = {"state": "reviewed", "decided_on": None, "decided_as": "", "decided_by": ""}
    changes = [Change("admission", ("2023-001",), name, before[name], value) for name, value in forged.items()]
    with pytest.raises(Forbidden):
        save(office.engine, Act(secretary, "admission", "见记录"), changes)


def test_office_decides_an_urgent_matter_only_with_a_reason_that_stays(office):
    code = at(office, "reviewed", urgency="urgent")
    with pytest.raises(Mistakes) as refused:
        take_step(office.engine, code, "approve", OFFICE, decided_by="望谟县委副书记")
    assert "由县委副书记决定" in refused.value.fields["note"] and applied(office)[0].state == "reviewed"
    take_step(office.engine, code, "approve", OFFICE, decided_by="望谟县委副书记", note="副书记外出，电话同意")
    assert office.one("SELECT note FROM batch ORDER BY id DESC") == "副书记外出，电话同意"


def test_urgent_matter_of_several_counties_needs_no_excuse_for_the_meetings_decision(office):
    code = at(office, "reviewed", urgency="urgent", units=TWO_COUNTIES)
    take_step(office.engine, code, "approve", OFFICE, decided_by="州联席会议第11次会议")
    assert (applied(office)[0].state, applied(office)[0].decided_as) == ("approved", "meeting")


@pytest.mark.parametrize("state, told", [("applied", False), ("reviewed", True), ("approved", False)])
def test_each_countys_deputy_secretary_is_told_what_the_meeting_decides_for_several(office, state, told):
    at(office, state, urgency="urgent", units=TWO_COUNTIES)
    with reading(office.engine) as connection:
        for county in ("522326", "522301"):
            assert urgent_matters(connection, office.reference, county) == []
            found = urgent_beyond(connection, office.reference, county)
            assert found == ([("2023-001", "松材线虫病枯死木指认")] if told else [])


def test_deputy_secretary_sees_what_waits_in_the_county(office):
    at(office, "reviewed", urgency="urgent")
    with reading(office.engine) as connection:
        assert urgent_matters(connection, office.reference, "522326") == [("2023-001", "松材线虫病枯死木指认")]
        assert urgent_matters(connection, office.reference, "522301") == []


def test_clock_keeps_the_first_day_when_sent_back(office):
    code = at(office, "applied")
    step(office, code, "send_back")
    step(office, code, "submit")
    assert applied(office)[0].applied_on == date(2023, 7, 3)


@pytest.mark.parametrize(
    "state, urgency, units, said",
    [
        ("draft", "general", "522326", "还没有提交；下一步由申请部门提交"),
        ("applied", "general", "522326", "2023-07-03 已提交；下一步由联席办审核"),
        ("reviewed", "general", "522326", "审核已通过；下一步由联席会议决定，决定结果由联席办录入"),
        ("reviewed", "urgent", "522326", "审核已通过；下一步由事项所在县(市)的党委副书记决定"),
        (
            "reviewed",
            "urgent",
            TWO_COUNTIES,
            "审核已通过；涉及几个县的紧急事项下一步由联席会议决定，决定结果由联席办录入",
        ),
        ("approved", "urgent", "522326", "2023-07-10 由赵六批准；下一步由联席办开始执行"),
        ("refused", "general", "522326", "2023-07-10 由赵六决定不予批准；没有后续步骤"),
        ("in_force", "general", "522326", "执行中，至 2023-10-31；到期由申请部门或联席办办理退出"),
        ("exited", "general", "522326", "2023-10-31 已退出；没有后续步骤"),
    ],
)
def test_application_says_what_happened_and_what_is_next(small, state, urgency, units, said):
    days = {"applied_on": date(2023, 7, 3), "decided_on": date(2023, 7, 10), "exit_on": date(2023, 10, 31)}
    one = Admission(state=AdmissionState(state), urgency=Urgency(urgency), units=units, decided_by="赵六", **days)
    one.exited_on = one.exit_on
    assert so_far(one, small.reference) == said


def test_number_of_a_reply_is_the_registrys_and_nothing_else(office):
    code = at(office, "approved", decided_on=date(2023, 7, 10), decided_as="meeting", decided_by="州联席会议")
    whole = "州减负函〔2023〕12号"
    typed = (("12", "12"), ("州减负函[2023]12号", whole), ("１２ 号", "12"), ("州减负函（2023）12号", whole), ("", ""))
    for text, kept in typed:
        number_reply(office.engine, code, text, OFFICE)
        assert applied(office)[0].reply_number == kept
    for nonsense in ("abc!!", "-3", "0", "012", "〇", "〔2023〕12号", "函〔2023〕号", "1" * 9):
        with pytest.raises(Mistakes, match="只写数字，如 12"):
            number_reply(office.engine, code, nonsense, OFFICE)


def test_supervision_notes_follow_one_another(office):
    code = at(office, "in_force")
    step(office, code, "supervise")
    step(office, code, "supervise")
    assert applied(office)[0].supervision.splitlines() == ["2023-07-17 联席办 李四：见会议记录"] * 2


def test_every_step_stands_in_the_history_with_who_and_why(office):
    code = apply_for(office)
    take_step(office.engine, code, "pass", OFFICE)
    take_step(office.engine, code, "send_back", engineer("州委办 王五"), note="请补依据")
    with reading(office.engine) as connection:
        found = [(one.actor, one.before, one.after, one.note) for one in trail(connection, code)]
    assert found == [
        ("州委办 王五", "待批准", "草稿", "请补依据"),
        (OFFICE.name, "待审核", "待批准", ""),
        (OFFICE.name, "", "待审核", "提交申请"),
    ]


def test_step_can_be_undone(office):
    code = at(office, "applied")
    receipt = take_step(office.engine, code, "pass", OFFICE)
    undo(office.engine, receipt.batch, OFFICE)
    assert applied(office)[0].state == "applied"


# The door: whoever saves, the table holds -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "state, field, before, after, said",
    [
        pytest.param("applied", "state", "applied", "in_force", "申请不能从“待审核”变为“执行中”", id="leap"),
        pytest.param("exited", "state", "exited", "in_force", "该申请已办结", id="back from the end"),
        pytest.param("in_force", "exit_on", date(2023, 10, 31), date(2024, 10, 31), "退出日", id="longer by hand"),
        pytest.param("draft", "state", "draft", "applied", "", id="submitted without its day"),
        pytest.param("reviewed", "state", "reviewed", "approved", "", id="approved by nobody"),
    ],
)  # fmt: skip
def test_grid_cannot_go_round_the_table(office, state, field, before, after, said):
    at(office, state, applied_on=None if state == "draft" else date(2023, 7, 3))
    with pytest.raises(Refusal, match=said or "请填写"):
        save(office.engine, Act(OFFICE, "edit"), [Change("admission", ("2023-001",), field, before, after)])


def test_general_matter_is_not_decided_by_the_secretary(office):
    at(office, "reviewed")
    after = {
        "decided_on": date(2023, 7, 17),
        "decided_as": "secretary",
        "decided_by": "县委副书记",
        "state": "approved",
    }
    before = {"decided_on": None, "decided_as": "", "decided_by": "", "state": "reviewed"}
    changes = [Change("admission", ("2023-001",), name, before[name], after[name]) for name in after]
    with pytest.raises(Mistakes, match="一般事项由联席会议决定"):
        save(office.engine, Act(OFFICE, "edit"), changes)


def test_whole_record_cannot_arrive_approved(office):
    change = record(
        "admission", code="2023-009", department_code="D1", matter="事项", urgency="general", state="approved"
    )
    with pytest.raises(Refusal, match="申请不能从“草稿”变为“已批准”"):
        save(office.engine, Act(OFFICE, "upload"), [change])


def test_only_a_draft_is_taken_away(office):
    at(office, "in_force")
    with reading(office.engine) as connection:
        kept = dict(connection.exec_driver_sql("SELECT * FROM admission").mappings().one())
    known = record("admission", **kept).after
    known |= {name: getattr(applied(office)[0], name) for name in Admission.model_fields}
    with pytest.raises(Refusal, match="只能删除草稿"):
        save(office.engine, Act(OFFICE, "edit"), [Change("admission", ("2023-001",), "", known, None)])


# The load -------------------------------------------------------------------------------------------------------


def test_load_reaches_the_villages_below_a_unit_once(office):
    at(office, "in_force", units="522326 522326101001 522301001001")
    with reading(office.engine) as connection:
        found = {one.county_code: (one.villages, one.hours, one.most_forms) for one in loads_by_county(connection)}
    assert found == {"522326": (4, 16.0, 1), "522301": (1, 4.0, 1)}


def test_load_before_and_after_an_application(office):
    at(office, "in_force", units="522326101")
    apply_for(office, units="望谟县")
    with reading(office.engine) as connection:
        villages, pairs = load_before_and_after(connection, applied(office)[1], 2)
    assert villages == 4
    assert [(one.unit_code, one.hours, two.hours, one.forms, two.forms) for one, two in pairs] == [
        ("522326101001", 4.0, 8.5, 1, 2),
        ("522326101002", 4.0, 8.5, 1, 2),
    ]


def test_demo_has_every_state_and_two_past_their_exit(demo):
    with reading(demo) as connection:
        found = applications(connection)
    assert {one.state for one in found} == set(AdmissionState)
    assert [(one.code, one.past_exit) for one in found if one.past_exit] == [("2023-002", 17), ("2023-004", 12)]


def test_states_are_said_in_the_language_of_the_run(office):
    language.use("en")
    with pytest.raises(Refusal, match="From “For review” an application cannot become “Approved”"):
        step(office, at(office, "applied"), "approve")
