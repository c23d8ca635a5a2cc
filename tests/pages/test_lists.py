"""清单与准入: the lists, the register with its steps, and the application with its mistakes beside the fields."""

from datetime import date

import pytest

from lib.kept.store import reading
from lib.ledger.access import engineer
from lib.review import admissions
from tests.conftest import record

OFFICE = {"name": "联席办 李四"}


def field(page, label: str):
    app = page.app
    kinds = [*app.text_input, *app.text_area, *app.selectbox, *app.multiselect, *app.date_input]
    return next(one for one in kinds if one.label == label)


def register_of(page):
    return page.app.dataframe[0].value


def state_of(engine, code: str) -> str:
    with reading(engine) as connection:
        return admissions.application(connection, code).state


# The register ---------------------------------------------------------------------------------------------------


def test_matters_past_their_exit_stand_first(visit, demo):
    page = visit(demo, "lists")
    assert "4 项执行中 ，其中 2 项已过退出日期" in page.text
    assert "已过退出日期：第五次经济普查村级清查引导、松材线虫病枯死木指认" in page.text
    assert list(register_of(page)["状态"][:3]) == ["！ 超期", "！ 超期", "◐ 待批准"]
    assert len(register_of(page)) == 12  # two drafts are their departments' own


def test_load_in_force_and_the_clock_stand_beside_the_register(visit, demo):
    page = visit(demo, "lists")
    assert "858 个村(社区)承担准入事项，最多每月 12 小时、3 张表" in page.text
    assert "从申请到决定平均" in page.text


def test_register_is_narrowed_to_one_state(visit, demo):
    page = visit(demo, "lists")
    page.app.selectbox(key="state").set_value("refused")
    assert list(register_of(page.run())["代码"]) == ["2023-007"]


def test_application_has_an_address_of_its_own(visit, demo):
    page = visit(demo, "lists", matter="2023-008")
    assert "地质灾害点汛期加密巡查 2023-008" in page.text
    assert "176 个村(社区)每月各增 6 小时、1 张表" in page.text
    assert "与 X06“地质灾害点巡查报告”有 62% 相同；不属重复的理由：只在汛期加密" in page.text


def test_unknown_application_leads_to_the_load_in_force(visit, demo):
    assert "承担准入事项" in visit(demo, "lists", matter="<b>").text


# Steps ----------------------------------------------------------------------------------------------------------


def test_no_step_without_a_name(visit, demo):
    page = visit(demo, "lists", matter="2023-010")
    assert page.button("审核通过").disabled
    assert "改动之前，请先在左边登录。" in page.text


def test_step_is_saved_with_who_and_the_state_follows(visit, demo_copy):
    page = visit(demo_copy, "lists", who=OFFICE, matter="2023-010")
    page.button("审核通过").click()
    page.run()
    assert "已保存" in page.text and "联席办 李四 待审核 待批准" in page.text
    assert state_of(demo_copy, "2023-010") == "reviewed"


def test_decision_without_its_body_is_said_beside_the_field(visit, demo_copy):
    page = visit(demo_copy, "lists", who=OFFICE, matter="2023-008")
    field(page, "备注").set_value("同意")
    page.run().button("批准").click()
    page.run()
    assert "写明由哪次会议或谁决定" in page.text
    assert field(page, "备注").value == "同意"
    assert state_of(demo_copy, "2023-008") == "reviewed"


def test_deputy_secretary_is_not_told_to_look_only_and_others_whose_step_it_is(visit, demo):
    mine = {"name": "册亨县委副书记", "role": "secretary", "unit": "522327"}
    page = visit(demo, "lists", who=mine, matter="2023-009")
    assert "只能查看" not in page.text and "1 件紧急申请等您决定" in page.text
    other = visit(demo, "lists", who=mine | {"name": "望谟县委副书记", "unit": "522326"}, matter="2023-009")
    assert "下一步由事项所在县(市)的党委副书记决定" in other.text and "没有紧急申请等您决定" in other.text


def test_step_taken_by_somebody_else_meanwhile_is_refused(visit, demo_copy):
    page = visit(demo_copy, "lists", who=OFFICE, matter="2023-010")
    admissions.take_step(demo_copy, "2023-010", "send_back", engineer("别人"), note="补材料")
    page.button("审核通过").click()
    page.run()
    assert "申请不能从“草稿”变为“待批准”。 可以变为：待审核。" in page.text


@pytest.mark.parametrize("code, loads", [
    pytest.param("2023-008", True, id="waits"), pytest.param("2023-003", True, id="in force"),
    pytest.param("2023-001", False, id="exited"), pytest.param("2023-007", False, id="refused"),
])  # fmt: skip
def test_matter_that_has_ended_is_not_said_to_load_the_villages(visit, demo, code, loads):
    text = visit(demo, "lists", who=OFFICE, matter=code).text
    assert ("个村(社区)每月各增" in text) == loads and "办理经过" in text


# The lists ------------------------------------------------------------------------------------------------------


def test_lists_say_their_size_and_that_the_wording_is_illustrative(visit, demo):
    for kind, said in (("duty", "共 52 项"), ("assist", "共 27 项"), ("negative", "共 4 项")):
        text = visit(demo, "lists", view="lists", list=kind).text
        assert said in text and "文字为示意" in text


def test_list_is_searched_by_words_and_department(visit, demo):
    page = visit(demo, "lists", view="lists")
    page.app.text_input(key="wanted").set_value("公开")
    assert "主体责任清单：52 项中有" in page.run().text
    page.app.selectbox(key="department").set_value("D63")
    assert "没有符合的事项" in page.run().text


# Applying -------------------------------------------------------------------------------------------------------


def test_negative_item_is_shown_and_nothing_typed_is_lost(visit, demo_copy):
    page = visit(demo_copy, "lists", who=OFFICE, view="apply")
    field(page, "事项").set_value("协助开展招商引资")
    field(page, "配套经费（元）").set_value("约5万")
    field(page, "退出日").set_value(date(2023, 9, 30))
    page.run()
    assert "不予准入：负面清单 F02“承担招商引资任务”有 100% 的文字出现在该事项中" in page.text
    page.button("提交申请单").click()
    page.run()
    assert "已填的内容都在" in page.text and "人员未保障" in page.text and "物资未保障" in page.text
    assert field(page, "配套经费（元）").value == "约5万"
    assert field(page, "退出日").value == date(2023, 9, 30)


def test_application_is_submitted_and_stands_in_the_register(visit, demo_copy):
    page = visit(demo_copy, "lists", who=OFFICE, view="apply")
    field(page, "申请部门名称").set_value("D14")
    typed = {
        "事项": "高温季饮水点引导",
        "法律依据": "防暑降温措施管理办法", "内容": "指认饮水点",
        "涉及村(社区)": ["522301101", "522302101003"], "开始日": date(2023, 7, 20), "退出日": date(2023, 9, 30),
        "每月工时": "2", "每月报表": "0", "配备人员": "5",
        "配套经费（元）": "50,000", "配套物资": "饮水桶",
    }  # fmt: skip
    for label, text in typed.items():
        field(page, label).set_value(text)
    page.run().button("提交申请单").click()
    assert "已提交" in page.run().text and "下一步由联席办审核" in page.text
    assert field(page, "事项").value == ""
    assert state_of(demo_copy, "2023-015") == "applied"


def test_draft_is_taken_up_again(visit, demo_copy):
    page = visit(demo_copy, "lists", who=OFFICE, view="apply", matter="2023-013")
    assert field(page, "事项").value == "招商引资任务分解到村"
    assert field(page, "涉及村(社区)").value == ["5223"]


def test_department_stands_in_its_application_and_its_draft_is_no_other_departments(visit, small):
    codes = ("D1", "D2")
    small.save(*(record("department", code=code, name=f"部门{code}") for code in codes))
    drafts = [record("admission", code=f"2023-00{at}", department_code=code, matter=f"{code}的事", urgency="general",
                     state="draft", decided_as="") for at, code in enumerate(codes, 1)]  # fmt: skip
    small.save(*drafts, kind="load", loads=True)
    first = {"name": "部门一 赵六", "role": "reporter", "department": "D1"}
    assert field(visit(small.engine, "lists", who=first, view="apply"), "申请部门名称").value == "D1"
    own = visit(small.engine, "lists", who=first, view="apply", matter="2023-001")
    assert field(own, "事项").value == "D1的事"
    other = visit(small.engine, "lists", who=first, view="apply", matter="2023-002")
    assert field(other, "事项").value == ""
    register = visit(small.engine, "lists", who=first, matter="2023-002")
    assert list(register_of(register).iloc[:, 1]) == ["D1的事"] and "D2的事" not in register.text
    assert not visit(small.engine, "lists").app.dataframe
    assert len(register_of(visit(small.engine, "lists", who=OFFICE))) == 2


def test_page_speaks_english(visit, demo):
    text = visit(demo, "lists", language="English").text
    assert "4 matters in force , 2 of them past their exit" in text
