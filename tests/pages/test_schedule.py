"""半月调度, from who has not reported to the meeting closed and its items carried over."""

from datetime import date

import pytest

from lib.kept import store
from lib.review.meetings import all_items, items_of, meetings
from lib.words.half_months import HalfMonth

OFFICE = {"name": "联席办 李四"}


def field(page, kind, name):
    """The field of a form: its key ends with its name, behind what is edited and how often it was saved."""
    return next(each for each in getattr(page.app, kind) if each.key.endswith(f":{name}"))


def kept(engine):
    with store.reading(engine) as connection:
        return meetings(connection), all_items(connection)


# 调度 -----------------------------------------------------------------------------------------------------------


def test_board_opens_at_the_half_month_in_collection(visit, demo):
    page = visit(demo, "schedule")
    assert page.app.title[0].value == "半月调度"
    assert page.app.selectbox(key="collecting").value == "2023-07-1"


def test_finding_says_who_reported_and_who_did_not(visit, demo):
    assert "6 县已报；普安县部分；望谟县退回；晴隆县未报" in visit(demo, "schedule").text


def test_matrix_says_every_state_in_a_word_or_mark(visit, demo):
    matrix = visit(demo, "schedule").charts[0]
    assert len(matrix) == 9 * 12
    now = matrix[matrix.half_month == HalfMonth.parse("2023-07-1").ordinal]
    assert dict(zip(now.unit, now.shown, strict=True)) == {
        "兴义市": "已报", "兴仁市": "已报", "普安县": "部分", "晴隆县": "未报", "贞丰县": "已报", "望谟县": "退回",
        "册亨县": "已报", "安龙县": "✓", "义龙新区": "已报",
    }  # fmt: skip
    assert set(matrix.shown) == {"✓", "迟", "沿用", "已报", "部分", "未报", "退回"}


def test_timeline_stands_by_lead_department_with_lights_and_half_months_in_a_row(visit, demo):
    page = visit(demo, "schedule")
    assert "29 项任务：1 项滞后，9 项预警，9 项已完成" in page.text
    timeline = page.charts[1].query("`is` == 'task'")
    assert list(timeline.code[:10]) == ["01", "02", "03", "04", "14", "15", "16", "17", "18", "05"]
    row = timeline.set_index("code").loc["19"]
    assert (row.shown, row.due_text, row.status) == ("71.0%", "88.9%", "■ 滞后 4期")
    late = timeline[timeline.status.str.contains("逾期")]
    assert dict(zip(late.code, late.status, strict=True)) == dict.fromkeys(
        ("17", "05", "11", "12", "13"), "▲ 预警（逾期）"
    )  # due in June and within 10 points


def test_last_meeting_shows_what_is_overdue(visit, demo):
    text = visit(demo, "schedule").text
    assert "上次会议议定 12 项：7 项办结，3 项逾期 第 6 次调度会 7月6日" in text
    assert "涉村工作群多头建群，牵头合并 州级牵头部门四 7月12日 ！ 逾期" in text


def test_reminder_names_county_form_villages_and_day_ready_to_copy(visit, demo):
    reminder, *each = visit(demo, "schedule").app.code
    assert [one.value for one in each] == reminder.value.split("\n")[: len(each)] and len(each) == 3  # to copy apart
    lines = reminder.value.splitlines()
    assert lines[0] == "普安县：2023年7月上半月村级清理表尚缺 73 个村(社区)，请于7月19日前报送。"
    assert lines[2].startswith("望谟县：2023年7月上半月村级清理表被退回（现场抽查")
    assert lines[3].startswith("晴隆县：“晴隆县逐乡镇核对机构牌子剩余数”应于7月10日办结，已逾期 7 天")
    assert len(lines) == 6


def test_half_month_in_which_all_reported_reminds_only_of_what_is_overdue(visit, demo):
    page = visit(demo, "schedule", collecting="2023年6月上半月")
    assert "9 县已报" in page.text
    assert all("报送" not in line for line in page.app.code[0].value.splitlines())


def test_board_in_english_has_no_chinese_words_left_but_names_of_items(visit, demo):
    page = visit(demo, "schedule", language="English")
    for part in ("6 counties in; Pu'an: Partial; Wangmo: Returned; Qinglong: Not reported",
                 "Last meeting decided 12: 7 settled, 3 overdue",
                 "29 measures: 1 far behind, 9 behind, 9 done"):  # fmt: skip
        assert part in page.text


@pytest.mark.parametrize("half_month", ["2023年1月上半月", "2023年4月上半月"])
@pytest.mark.parametrize("view", ["review", "meeting", "tasks", "departments"])
def test_every_view_opens_at_early_half_months(visit, demo, half_month, view):
    page = visit(demo, "schedule", view=view, collecting=half_month)
    assert page.app.selectbox(key="collecting").format_func(page.app.selectbox(key="collecting").value) == half_month
    assert "系统未能完成" not in page.text


# 调度会 ---------------------------------------------------------------------------------------------------------


def test_agenda_is_made_from_the_data_in_the_order_of_the_meeting(visit, demo):
    text = visit(demo, "schedule", view="meeting").text
    points = (
        "一、上次会议议定 12 项：7 项办结，3 项逾期",
        "二、本期结果",
        "三、2 个县落后，1 项任务滞后",
        "四、本次新提",
    )
    places = [text.index(point) for point in points]
    assert places == sorted(places)
    assert "样板图已发，含尺寸和位置" in text
    assert "已结转 3 次" in text


def test_nothing_can_be_saved_before_somebody_signs_in(visit, demo):
    page = visit(demo, "schedule", view="meeting")
    hands_out = ("PDF）", "打印")  # what saves nothing
    assert all(button.disabled for button in page.app.button if not button.label.endswith(hands_out))


def test_item_that_lacks_something_is_mended_beside_its_field_and_nothing_typed_is_lost(visit, demo_copy):
    page = visit(demo_copy, "schedule", who=OFFICE, view="meeting")
    field(page, "text_input", "title").set_value("清理反弹牌子")
    save = next(button for button in page.app.button if button.label == "保存")
    save.click()
    page.run()
    assert "请选责任单位" in page.text
    assert "请选办结期限" in page.text
    assert field(page, "text_input", "title").value == "清理反弹牌子"


def test_meeting_from_new_decision_to_closed_and_carried_over(visit, demo_copy):
    page = visit(demo_copy, "schedule", who=OFFICE, view="meeting")
    field(page, "text_input", "title").set_value("晴隆县三日内补报")
    field(page, "selectbox", "responsible").set_value("522324")
    field(page, "date_input", "due_on").set_value(date(2023, 7, 20))
    next(button for button in page.app.button if button.label == "保存").click()
    page.run()
    assert "四、本次新提：难点问题 0 项，议定事项 1 项" in page.text

    page.button("闭会锁定").click()
    page.run()
    assert "请先填写开会日期再闭会" in page.text
    field(page, "date_input", "held_on").set_value(date(2023, 7, 20))
    page.button("闭会锁定").click()
    page.run()
    assert "2023-07-20 召开，已闭会锁定" in page.text
    assert not [button for button in page.app.button if button.label == "保存"]

    page.button("结转第 7 次会议未办结的 6 项").click()
    page.run()
    several, items = kept(demo_copy)
    assert [len(items_of(items, meeting)) for meeting in several[-2:]] == [13, 6]
    assert several[-2].closed and not several[-1].closed
    assert "晴隆县三日内补报" in {item.title for item in items_of(items, several[-1])}


def test_closed_meeting_is_reopened_only_with_a_reason(visit, demo_copy):
    page = visit(demo_copy, "schedule", who=OFFICE, view="meeting", collecting="2023年6月下半月")
    assert page.button("重新打开会议").disabled
    field(page, "text_input", "reason").set_value("责任单位写错")
    page.run()
    page.button("重新打开会议").click()
    page.run()
    assert "筹备中；闭会后会议和事项即锁定" in page.text
    assert not kept(demo_copy)[0][-2].closed


def test_outcome_of_a_carried_item_is_written_down(visit, demo_copy):
    page = visit(demo_copy, "schedule", who=OFFICE, view="meeting")
    page.app.selectbox(key="item M2023-07-1").set_value("M2023-07-1-01")
    page.run()
    field(page, "selectbox", "state").set_value("done")
    field(page, "text_input", "result").set_value("剩余数已逐乡镇核对")
    next(button for button in page.app.button if button.label == "保存").click()
    page.run()
    assert "一、上次会议议定 12 项：8 项办结，2 项逾期" in page.text
    assert "剩余数已逐乡镇核对" in page.text


# 任务填报, 部门自查 ---------------------------------------------------------------------------------------------


def test_lead_department_sees_what_it_reports_and_what_follows_an_indicator(visit, demo):
    page = visit(demo, "schedule", view="tasks")
    assert "7月上已填报 6／6 项" in page.text
    assert "3 项任务由指标得出，不必重复填报" in page.text
    assert "17 一村一策 98.2% 100% ▲ 预警（逾期）" in page.text


def test_percents_of_a_closed_half_month_cannot_be_edited(visit, demo):
    page = visit(demo, "schedule", who=OFFICE, view="tasks", collecting="2023年6月下半月")
    assert "本半月未开放填报，不能改动" in page.text
    assert not any(button.label == "保存进度" for button in page.app.button)


def test_all_departments_have_reviewed_themselves_by_the_end_of_june_and_some_had_not_in_may(visit, demo):
    assert "63 个部门已全部自查" in visit(demo, "schedule", view="departments").text
    may = visit(demo, "schedule", view="departments", collecting="2023年5月上半月").text
    assert "47／63 个部门已自查" in may
    assert "○ 未自查" in may


def test_self_review_with_a_bad_count_is_mended_beside_its_field(visit, demo_copy):
    page = visit(demo_copy, "schedule", who=OFFICE, view="departments")
    field(page, "text_input", "boards").set_value("很多")
    next(button for button in page.app.button if button.label == "保存").click()
    page.run()
    assert "写成数字" in page.text
    assert field(page, "text_input", "boards").value == "很多"


def test_overview_counts_what_is_overdue_and_leads_to_the_meeting(visit, demo):
    page = visit(demo)
    assert "3 项议定事项逾期 晴隆县、州级牵头部门四、州级牵头部门二" in page.text
    assert "上次会议议定 12 项：7 项办结，3 项逾期" in page.text
    assert [link for link in page.links if link.startswith("/schedule") and "view=meeting" in link]
