"""管理·半月: the office accepts and sends back; what it decides on is what stands on the page at the click."""

import re
from datetime import date

from lib.kept import store
from lib.words.half_months import HalfMonth
from tests.conftest import record, sql

OFFICE = {"name": "联席办 李四"}
LEAD = {"name": "部门 赵六", "role": "reporter", "department": "D01"}


def decision(engine, county: str, form: str) -> tuple[str, str]:
    query = "SELECT decision, reason FROM submission WHERE county_code = ? AND form = ? ORDER BY half_month DESC"
    with store.reading(engine) as connection:
        return tuple(sql(connection, query, county, form).first())


def chosen(page, county: str, form: str = "village_cleanup"):
    page.app.selectbox(key="decided_county").set_value(county)
    page.run()
    page.app.selectbox(key="decided_form").set_value(form)
    return page.run()


def reason(page):
    return next(one for one in page.app.text_input if one.label == "退回原因")


def test_what_is_typed_along_with_the_click_is_decided(visit, small):
    page = chosen(visit(small.engine, "admin", who=OFFICE), "522301")
    reason(page).set_value("牌子数与上期不符")
    page.button("退回").click()
    assert re.search(r"已保存，\d+ 号", page.run().text)
    assert decision(small.engine, "522301", "village_cleanup") == ("returned", "牌子数与上期不符")
    assert reason(page).value == ""  # what was sent is gone from the field


def test_reason_typed_for_one_county_never_goes_with_another(visit, small):
    """望谟's reason typed, then 兴义 chosen: its field is its own, and empty."""
    page = chosen(visit(small.engine, "admin", who=OFFICE), "522326")
    reason(page).set_value("望谟的原因")
    chosen(page, "522301")
    assert reason(page).value == ""
    page.button("退回").click()
    assert "请写明退回原因" in page.run().text
    reason(page).set_value("兴义的原因")
    page.button("退回").click()
    page.run()
    assert decision(small.engine, "522301", "village_cleanup") == ("returned", "兴义的原因")


def test_report_that_is_chosen_along_with_the_click_is_looked_at_first(visit, small):
    page = chosen(visit(small.engine, "admin", who=OFFICE), "522326")
    reason(page).set_value("望谟的原因")
    page.app.selectbox(key="decided_county").set_value("522301")
    page.button("退回").click()
    assert "点按钮时换了另一张报表" in page.run().text
    assert decision(small.engine, "522301", "village_cleanup")[1] == ""


def test_closing_shows_what_is_missing_and_asks_once(visit, demo_copy):
    page = visit(demo_copy, "admin", who=OFFICE)
    for part in ("有 8 张表没有报齐", "晴隆县 县级赋能表", "望谟县 村级清理表", "未到截止日", "还有 2 天"):
        assert part in page.text
    assert page.button("关闭2023年7月上半月").disabled
    page.app.checkbox[0].check()
    page.run()
    page.button("关闭2023年7月上半月").click()
    assert "2023年7月上半月" in page.run().text
    with store.reading(demo_copy) as connection:
        assert sql(connection, "SELECT state FROM half_month ORDER BY half_month DESC").scalar() == "closed"


def test_returned_report_is_handed_in_again_by_its_county_and_the_office_reads_the_remark(visit, demo_copy):
    page = visit(demo_copy, "upload", who={"name": "望谟 张三", "role": "reporter", "unit": "522326"})
    for part in ("我的报表（7月上）：5／6 张已报齐，退回 1", "现场抽查与填报数不一致，请逐村核实后重报", "任务进展表"):
        assert part in page.text
    remark = next(one for one in page.app.text_input if one.label.startswith("村级清理表：已核实"))
    remark.set_value("逐村核对，数字无误")
    page.run()
    page.button("再次报送“村级清理表”").click()
    assert "再次报送：逐村核对，数字无误" in page.run().text
    for name in ("admin", "schedule"):
        told = visit(demo_copy, name, who=OFFICE).text
        assert "退回 0 张，再次报送 1 张" in told and "逐村核对，数字无误" in told


def test_township_and_department_see_their_own_reports(visit, demo):
    page = visit(demo, "upload", who={"name": "王母 王五", "role": "reporter", "unit": "522326001"})
    town, asked = page.text, [one.label for one in page.app.selectbox]
    assert "单位" in asked and "县(市、新区)" not in asked
    assert "我的报表（7月上）：2／3 张已报齐，退回 1" in town and "应报 162 格" in town
    lead = visit(demo, "upload", who={"name": "部门 赵六", "role": "reporter", "department": "D01"}).text
    assert "我的报表（7月上）：1／1 张已报齐" in lead
    assert (
        "我的报表" in visit(demo, "overview", who={"name": "部门 赵六", "role": "reporter", "department": "D01"}).text
    )


def test_a_year_whose_working_days_nobody_knows_is_said_until_the_office_names_them(visit, small, decide):
    small.save(record("half_month", half_month=HalfMonth.of(2026, 12, 2).ordinal, state="open"), kind="setup")
    said = "2027 年的放假调休安排尚不清楚：截止日只按周末推算"
    assert said in visit(small.engine, "admin", who=OFFICE).text
    decide(calendar={"holidays": (date(2027, 1, 1),)})
    assert said not in visit(small.engine, "admin", who=OFFICE).text
