"""管理·半月: what was reported is looked at and accepted; 数据报送: all reports copied, and who is still missing."""

import pytest

from lib.words.half_months import HalfMonth
from tests.conftest import record

OFFICE = {"name": "联席办 李四"}
CLERK = {"name": "望谟县 张三", "role": "reporter", "unit": "522326"}
XINGYI, WANGMO = ("522301001001", "522301001002"), ("522326101001", "522326101002", "522326102001", "522326102002")
JUNE = {"boards_removed": 3, "boards_outside": 5, "signs_outside": 2, "mechanisms_last_year": 10, "mechanisms_now": 6}
JULY = HalfMonth.parse("2023-07-1")


@pytest.fixture
def reported(small):
    """Both counties have reported all; 望谟 has one cell that falls."""
    cells = [small.change(unit, code, value) for unit in XINGYI + WANGMO[1:] for code, value in JUNE.items()]
    cells += [small.change(WANGMO[0], code, 2) for code in JUNE]
    small.save(*cells, *(small.change(county, "labour_pay", 10_050) for county in ("522301", "522326")))
    return small


def accepted(small):
    return sorted(small.all("SELECT county_code, form FROM submission WHERE decision = 'accepted'"))


def test_what_has_no_remark_is_accepted_with_one_click_and_the_rest_after_a_look(visit, reported):
    page = visit(reported.engine, "admin", who=OFFICE)
    assert "4 张待确认：1 张有提示，3 张没有" in page.text
    page.button("确认没有提示的 3 张").click()
    assert "1 张待确认：1 张有提示，0 张没有 不在内：已确认 3" in page.run().text
    assert len(accepted(reported)) == 3
    page = visit(reported.engine, "admin", who=OFFICE, look="522326.village_cleanup")
    for part in ("望谟县 村级清理表：20 格中 4 格有变化，1 格有提示", "平洞街道第1村 清理机构牌子 3 2 累计值变小"):
        assert part in page.text
    assert "清理机构牌子 11 −1 1" in page.text  # the sum, against the half month before, and how many cells
    page.button("确认这张表").click()
    assert "没有等待确认的报表 不在内：已确认 4" in page.run().text
    assert "返回全部报表" not in [button.label for button in page.app.button]
    page.button("撤销").click()  # as after accepting all
    page.run()
    assert len(accepted(reported)) == 3


def test_scope_narrows_what_is_accepted_to_a_county_or_a_form(visit, reported):
    page = visit(reported.engine, "admin", who=OFFICE)
    page.app.selectbox(key="accepted_scope").set_value("county_empowerment")
    page.run().button("确认全部 2 张").click()
    page.run()
    assert accepted(reported) == [("522301", "county_empowerment"), ("522326", "county_empowerment")]


def test_report_that_changed_since_it_was_drawn_keeps_all_from_being_accepted(visit, reported):
    page = visit(reported.engine, "admin", who=OFFICE)
    reported.save(reported.change(XINGYI[0], "boards_removed", 4, 3), actor="兴义 王五")
    page.button("确认全部 4 张").click()
    assert "您查看之后有变动：兴义市 村级清理表（已报），兴义 王五于" in page.run().text
    assert accepted(reported) == []


def test_matrix_leads_to_what_was_reported_and_the_look_can_send_it_back(visit, reported):
    page = visit(reported.engine, "admin", who=OFFICE)
    assert any("look=522326.village_cleanup" in link for link in page.links)
    page = visit(reported.engine, "admin", who=OFFICE, look="522326.village_cleanup")
    page.button("退回这张表").click()
    assert "请写明退回原因" in page.run().text
    next(one for one in page.app.text_input if one.label == "退回原因").set_value("请核实牌子数")
    page.button("退回这张表").click()
    page.run()
    query = "SELECT decision, reason FROM submission WHERE county_code = '522326' AND form = 'village_cleanup'"
    assert reported.all(f"{query} AND half_month = ?", JULY.ordinal) == [("returned", "请核实牌子数")]


def test_all_reports_of_a_county_are_copied_after_a_preview(visit, small):
    small.save(record("form", code="task_progress", name="任务进展表", level="county", units="all"), kind="edit")
    page = visit(small.engine, "upload", who=CLERK)
    page.button("各表都无变化").click()
    text = page.run().text
    assert "望谟县：2 张表照填 21 格，还缺 5 格" in text
    assert "公示清单：平洞街道第1村、平洞街道第1社区、边饶镇第1村等 4 个" in text
    page.button("照填这 21 格").click()
    assert "已保存" in page.run().text
    assert small.value(WANGMO[0], "boards_removed") == 3 and small.value(XINGYI[0], "boards_removed") is None


def test_villages_that_are_still_missing_are_named(visit, small):
    assert "还差" not in visit(small.engine, "upload", who=CLERK).text  # nothing was begun
    small.save(*(small.change(WANGMO[0], code, value) for code, value in JUNE.items()))
    page = visit(small.engine, "upload", who=CLERK)
    assert "7月上还差 3 个单位" in page.text
    assert "平洞街道第1社区、边饶镇第1村、边饶镇第2村" in page.text
    assert page.app.expander[0].label == "全部名单"


def test_what_the_reader_wrote_itself_is_left_out_of_accepting_all_and_takes_one_reason(visit, reported):
    reported.save(reported.change(XINGYI[0], "boards_removed", 4, 3), actor=OFFICE["name"])
    page = visit(reported.engine, "admin", who=OFFICE)
    assert "1 张报表有您本人填报的数" in page.text
    next(one for one in page.app.text_input if one.key == "own 2023-07-1:0:reason").set_value("已核对原件")
    page.run().button("写明原因，确认这 1 张").click()
    page.run()
    assert accepted(reported) == [("522301", "village_cleanup")]
    page.button("撤销").click()
    page.run()
    assert accepted(reported) == []
