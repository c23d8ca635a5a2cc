"""监测点: the board of all points and of one, and the two ways to record."""

from datetime import date

from lib.kept.store import reading
from tests.conftest import record

POINT = "522324103011"


STAFF = {"name": "大厂镇 张三", "role": "reporter", "unit": "522324103"}


def field(page, label: str):
    return next(one for one in [*page.app.text_input, *page.app.selectbox] if one.label == label)


def events(engine) -> int:
    with reading(engine) as connection:
        return connection.exec_driver_sql("SELECT COUNT(*) FROM burden_event").scalar_one()


def test_points_over_the_limit_stand_first_and_in_the_title(visit, demo):
    page = visit(demo, "monitoring")
    assert "一周迎检超过 2 次：大厂镇第11村" in page.text
    table = page.app.dataframe[0].value
    assert len(table) == 32
    assert table.iloc[0]["村(社区)"] == "大厂镇第11村" and table.iloc[0]["一周最多"].startswith("！ 4")


def test_trend_is_against_before_the_campaign(visit, demo):
    text = visit(demo, "monitoring").text
    assert "比整治前少" in text and "2023年4月上半月开始整治" in text


def test_sources_say_what_is_outside_plan_and_lists(visit, demo):
    page = visit(demo, "monitoring")
    assert "在计划和清单之外" in page.text
    assert "计划内" in page.text and "清单内" in page.text and "已准入" in page.text


def test_board_follows_the_half_month(visit, demo):
    page = visit(demo, "monitoring", half_month="2023-03-1")
    assert "3月上 32 个监测点共" in page.text


def test_one_point_lists_what_landed_on_it(visit, demo):
    page = visit(demo, "monitoring", unit=POINT)
    assert "全部监测点" in page.text and "台账资料检查" in page.text
    assert "近 8 个半月各类件数" in page.text


def test_county_shows_its_points_and_a_unit_without_any_says_so(visit, demo):
    assert len(visit(demo, "monitoring", unit="522324").app.dataframe[0].value) == 4
    assert "这里没有监测点" in visit(demo, "monitoring", unit="522301001001").text


def test_event_with_a_mistake_keeps_what_was_typed(visit, demo_copy):
    page = visit(demo_copy, "monitoring", who=STAFF, view="record")
    field(page, "耗时（小时）").set_value("半天")
    field(page, "事项标题").set_value("防汛备汛检查")
    before = events(demo_copy)
    page.run().button("记录").click()
    page.run()
    assert "处要改，没有保存；已填的内容都在" in page.text and "不能空着" in page.text
    assert (field(page, "耗时（小时）").value, field(page, "事项标题").value) == ("半天", "防汛备汛检查")
    assert events(demo_copy) == before


def test_event_is_recorded_with_what_covers_it(visit, demo_copy):
    page = visit(demo_copy, "monitoring", who=STAFF, view="record")
    field(page, "监测点").set_value(POINT)
    field(page, "类别").set_value("meeting")
    field(page, "事项标题").set_value("防汛动员会")
    field(page, "对应的年度计划、清单事项或准入事项").set_value("L X23")
    page.run().button("记录").click()
    assert "已保存" in page.run().text
    with reading(demo_copy) as connection:
        row = connection.exec_driver_sql("SELECT item_code FROM burden_event WHERE title = '防汛动员会'").one()
    assert row.item_code == "X23"


def test_file_shows_what_is_wrong_and_saves_what_is_good(visit, demo_copy):
    page = visit(demo_copy, "monitoring", who=STAFF, view="record")
    rows = ["日期,村代码,类别,名称", f"2023-07-11,{POINT},迎检,突击检查", "2023-07-11,522301001001,迎检,突击检查"]
    page.app.file_uploader[0].upload("负担.csv", "\n".join(rows).encode(), "text/csv")
    page.run()
    assert "有 1 处要改；1 件可以保存" in page.text and "不是监测点" in page.text
    before = events(demo_copy)
    page.button("保存 1 件").click()
    assert "已保存 1 件" in page.run().text
    assert events(demo_copy) == before + 1


def test_file_that_is_no_table_is_refused_whole(visit, demo):
    page = visit(demo, "monitoring", who=STAFF, view="record")
    page.app.file_uploader[0].upload("x.csv", b"\x00\x01", "text/csv")
    before = events(demo)
    assert "这个文件读不了" in page.run().text
    assert not [button for button in page.app.button if button.label.startswith("保存")] and events(demo) == before


def test_overview_leads_to_both(visit, demo):
    page = visit(demo)
    assert "2 项准入事项已过退出日期" in page.text.replace("2 项", "2 项") and "个监测村超过每周迎检上限" in page.text
    assert any(link.startswith("/lists") for link in page.links)
    assert any(link.startswith("/monitoring") for link in page.links)


def test_plan_says_what_comes_who_sends_it_and_what_was_outside(visit, small):
    def inspection(code: str, department: str = "D1", **more: object):
        return record("inspection", code=code, department_code=department, title=f"检查{code}", kind="check", **more)

    small.save(
        *(record("department", code=code, name=f"部门{code}") for code in ("D1", "D2")),
        inspection("J1", planned=True, planned_on=date(2023, 3, 1), held_on=date(2023, 3, 9)),
        inspection("J2", planned=True, planned_on=date(2023, 7, 3)),
        inspection("J3", planned=True, planned_on=date(2023, 8, 1), county_code="522326"),
        inspection("J4", "D2", planned=False, held_on=date(2023, 6, 8), basis="电话通知"),
        inspection("J5", planned=True, planned_on=date(2024, 1, 8)),
    )
    text = visit(small.engine, "monitoring", view="plan").text
    for part in (
        "2023年度计划督查检查考核 3 项，已办 1 项， 计划外 1 项",
        "1 项过期未办，1 项将到",
        "▲ 2023-07-03 检查J2 检查 部门D1 全州 2023-08-01 检查J3 检查 部门D1 望谟县",
        "部门D1最多：计划 3 项，计划外 0 项",
        "计划外 1 项 最近的在前",
        "2023-06-08 检查J4 检查 部门D2 全州 电话通知",
    ):
        assert part in text
    assert "检查J5" not in text
