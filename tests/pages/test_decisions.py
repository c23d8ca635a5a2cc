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


def test_what_is_chosen_along_with_the_click_is_decided_on(visit, demo_copy):
    page = visit(demo_copy, "admin", who=OFFICE)
    page.app.selectbox(key="decided_county").set_value("522327")
    page.app.selectbox(key="decided_form").set_value("village_cleanup")
    page.app.text_input(key="decided_reason").set_value("牌子数与上期不符")
    page.button("退回").click()
    assert re.search(r"已保存，\d+ 号", page.run().text)
    assert decision(demo_copy, "522327", "village_cleanup") == ("returned", "牌子数与上期不符")


def test_sending_back_without_a_reason_is_refused_with_its_sentence(visit, demo_copy):
    page = visit(demo_copy, "admin", who=OFFICE)
    page.app.selectbox(key="decided_county").set_value("522327")
    page.button("退回").click()
    assert "请写明退回原因，让县里知道改什么" in page.run().text


def test_a_year_whose_working_days_nobody_knows_is_said_until_the_office_names_them(visit, small, decide):
    small.save(record("half_month", half_month=HalfMonth.of(2026, 12, 2).ordinal, state="open"), kind="setup")
    said = "2027 年的放假调休安排尚不清楚：截止日只按周末推算"
    assert said in visit(small.engine, "admin", who=OFFICE).text
    decide(calendar={"holidays": (date(2027, 1, 1),)})
    assert said not in visit(small.engine, "admin", who=OFFICE).text
