"""核实·抽查: what the office plans and draws, what the group enters, and what nobody else sees before the end."""

import pytest

from lib.kept.store import reading
from lib.ledger.access import engineer
from lib.review import spot_checks
from lib.words.half_months import HalfMonth
from tests.conftest import VILLAGES

JULY = HalfMonth.parse("2023-07-1")
OFFICE = {"name": "联席办 李四", "role": "office"}
GROUP = {"name": "核查组 甲", "role": "checker"}
COUNTY = {"name": "望谟县 张三", "role": "reporter", "unit": "522326"}
REPORTED = dict(zip(VILLAGES, (5, 9, 2, 10, 4, 6), strict=True))
ADDRESS = {"half_month": "2023年7月上半月"}


@pytest.fixture
def drawn(small):
    """July with values, of which five villages are drawn."""
    small.save(*(small.change(code, "boards_removed", value) for code, value in REPORTED.items()))
    typed = {"indicators": ["boards_removed"], "draw": "by_size", "villages": "5"}
    spot_checks.make(small.engine, JULY, typed, engineer("联席办"))
    spot_checks.draw(small.engine, "2023-07-1-01", engineer("联席办"), seed=7)
    return small


def names(small) -> list[str]:
    """The villages that are drawn."""
    with reading(small.engine) as connection:
        stops = spot_checks.route(connection, small.reference, spot_checks.plan_of(connection, "2023-07-1-01"))
    return [small.reference.units[stop.unit_code].name for stop in stops]


def ended(small) -> None:
    """The check with one village that differs, ended."""
    with reading(small.engine) as connection:
        stops = spot_checks.route(connection, small.reference, spot_checks.plan_of(connection, "2023-07-1-01"))
    for at, stop in enumerate(stops):
        found = {"found:boards_removed": "1" if not at else str(int(stop.checks[0].reported)), "remark": ""}
        spot_checks.record(small.engine, "2023-07-1-01", stop, found, engineer("核查组 甲"))
    spot_checks.end(small.engine, "2023-07-1-01", engineer("联席办"))


@pytest.mark.parametrize("who", [None, COUNTY, {"name": "领导", "role": "viewer"}])
def test_nobody_else_sees_that_villages_are_drawn_before_the_check_has_ended(visit, drawn, who):
    doors = [("verification", {"view": view}) for view in ("", "checks", "entry")]
    doors += [("tables", {"table": table}) for table in ("spot_plan", "spot_check")]
    for page, more in doors:
        shown = visit(drawn.engine, page, who=who, **ADDRESS, **more)
        everything = shown.text + " ".join(str(box.options) for box in shown.app.selectbox)
        assert not any(said in everything for said in ("2023-07-1-01", "抽查记录", "随机种子")), (page, more)
        assert page != "verification" or not any(name in everything for name in names(drawn))


def test_checking_group_enters_a_village_after_the_other_and_mends_what_cannot_be_read(visit, drawn):
    page = visit(drawn.engine, "verification", who=GROUP, **ADDRESS)  # it opens with what is to be entered
    assert "5 个村已登记 0 个，还有 5 个" in page.text and "清理机构牌子 填报 5 块" in page.text
    page.app.text_input[0].input("几块")
    page.button("保存，下一个村").click()
    assert "写成数字" in page.run().text
    page.app.text_input[0].input("4")
    page.button("保存，下一个村").click()
    page.run()
    assert "已登记 1 个，还有 4 个" in page.text and "已保存，编号" in page.text
    assert drawn.one("SELECT found FROM spot_check WHERE found IS NOT NULL") == "4"
    assert drawn.one("SELECT actor FROM batch ORDER BY id DESC") == "核查组 甲"


def opened(page, small) -> str:
    """The name of the village whose form is open."""
    return next(
        name for name in names(small) if str(page.app.selectbox(key="stop").value or "?") == by_name(small)[name]
    )


def by_name(small) -> dict[str, str]:
    return {unit.name: code for code, unit in small.reference.units.items()}


def test_form_stays_at_its_village_whatever_others_save_until_it_is_saved_or_left(visit, drawn):
    page = visit(drawn.engine, "verification", who=GROUP, **ADDRESS)
    first, second, third, *_rest = names(drawn)
    assert opened(page, drawn) == first
    page.app.text_input[0].input("4")
    with reading(drawn.engine) as connection:
        stops = spot_checks.route(connection, drawn.reference, spot_checks.plan_of(connection, "2023-07-1-01"))
    spot_checks.record(drawn.engine, "2023-07-1-01", stops[0], {"found:boards_removed": "5"}, engineer("核查组 乙"))
    page.run()
    assert opened(page, drawn) == first and page.app.text_input[0].value == "4" and "其他人刚登记了这个村" in page.text
    page.button("保存，下一个村").click()
    said = page.run().text
    assert f"{first} 清理机构牌子" in said and "boards_removed" not in said and stops[0].unit_code not in said
    assert drawn.one("SELECT COUNT(*) FROM spot_check WHERE found = '4'") == 0
    page.button("看已登记的内容").click()
    assert page.run().app.text_input[0].value == "5"
    page.app.selectbox(key="stop").select(stops[1].unit_code)
    page.run()
    page.app.text_input[1].input("改日再查")  # put off: it comes last
    page.button("保存，下一个村").click()
    assert opened(page.run(), drawn) == third != second


def test_value_tenfold_of_the_report_is_asked_back_and_the_last_village_ends_the_route(visit, drawn):
    page = visit(drawn.engine, "verification", who=GROUP, **ADDRESS)
    page.app.text_input[0].input("999")
    page.button("保存，下一个村").click()
    assert "10 倍以上" in page.run().text and drawn.one("SELECT COUNT(*) FROM spot_check WHERE found = '999'") == 0
    next(box for box in page.app.checkbox if box.label == "核对过，确实如此").check()
    page.button("保存，下一个村").click()
    page.run()
    assert drawn.one("SELECT COUNT(*) FROM spot_check WHERE found = '999'") == 1
    for _village in names(drawn)[1:]:
        page.app.text_input[0].input("5")
        page.button("保存，下一个村").click()
        page.run()
    assert "全部登记完" in page.text and not page.app.text_input


def test_check_with_villages_that_wait_is_ended_only_after_a_yes(visit, drawn):
    with reading(drawn.engine) as connection:
        stops = spot_checks.route(connection, drawn.reference, spot_checks.plan_of(connection, "2023-07-1-01"))
    spot_checks.record(drawn.engine, "2023-07-1-01", stops[0], {"found:boards_removed": "5"}, engineer("核查组 乙"))
    typed = {"indicators": ["boards_removed"], "draw": "by_size", "villages": "5"}
    spot_checks.make(drawn.engine, JULY, typed, engineer("联席办"))
    page = visit(drawn.engine, "verification", who=OFFICE, view="checks", plan="2023-07-1-01", **ADDRESS)
    assert "本半月 1 次抽查，另有 1 个草稿" in page.text and page.button("结束抽查").disabled
    next(box for box in page.app.checkbox if box.label.startswith("还有 4 个村待核实")).check()
    assert not page.run().button("结束抽查").disabled


def test_office_plans_draws_and_ends_on_the_page(visit, small):
    small.save(*(small.change(code, "boards_removed", value) for code, value in REPORTED.items()))
    page = visit(small.engine, "verification", who=OFFICE, view="checks", **ADDRESS)
    assert "本半月还没有抽查" in page.text
    page.app.multiselect[0].select("boards_removed")
    page.app.text_input[0].input("99")
    page.button("保存方案").click()
    assert "要抽 99 个村，能抽的只有 6 个；请改为 6 个以内" in page.run().text
    assert "±5 个百分点 6 个" in page.text
    page.app.text_input[0].input("2")
    page.button("保存方案").click()
    assert "请改为 4 个以上" in page.run().text
    page.app.text_input[0].input("")
    page.app.text_input[1].input("1")
    assert "±1 个百分点 6 个" in page.run().text and "±5" not in page.text
    page.button("保存方案").click()
    assert "方案 2023-07-1-01，抽查 6 个村" in page.run().text
    assert "草稿不能改" in page.text
    page.button("删去草稿").click()
    page.run()
    page.app.multiselect[0].select("boards_removed")
    page.app.text_input[0].input("5")
    page.button("保存方案").click()
    assert "2023-07-1-01" in page.run().text
    page.button("抽取村庄").click()
    assert "重抽核对：抽中的村相同" in page.run().text and "5 个村（社区）待核实" in page.text
    ended(small)
    page = visit(small.engine, "verification", who=OFFICE, view="checks", **ADDRESS)
    assert "核实 1" in page.text
    page.button("退回").click()
    page.run()
    assert small.one("SELECT decision FROM submission WHERE reason LIKE '抽查核实%'") == "returned"


def test_everybody_sees_the_results_once_the_check_has_ended_and_a_county_its_own_villages(visit, drawn):
    ended(drawn)
    first = names(drawn)[0]  # of 兴义市
    for who, sees in ((None, False), (COUNTY, False), (OFFICE, True), (GROUP, True)):
        page = visit(drawn.engine, "verification", who=who, view="results", **ADDRESS)
        assert "清理机构牌子：抽查 5 处，1 处不符" in page.text and "1 处填报与核实不符" in page.text
        assert (first in page.text) is sees
        assert "随机种子" not in page.text and ("SHA-256" in page.cards) is sees


def test_reason_of_a_returned_report_names_villages_to_the_office_and_their_county_alone(visit, drawn):
    ended(drawn)
    spot_checks.send_back(drawn.engine, "2023-07-1-01", "village_cleanup", "522301", engineer("联席办"))
    first, own = names(drawn)[0], {"name": "兴义市 王五", "role": "reporter", "unit": "522301"}
    for who, sees in ((None, False), (COUNTY, False), (own, True), (OFFICE, True)):
        page = visit(drawn.engine, "upload", who=who, view="mine", county="522301", **ADDRESS)
        assert (f"{first}清理机构牌子填报" in page.text) is sees, who
    page = visit(drawn.engine, "schedule", **ADDRESS)
    assert "与填报不符，共 1 处" in page.text and first not in page.text


def test_township_is_acceptable_or_not_in_plain_words(visit, drawn):
    page = visit(drawn.engine, "verification", **ADDRESS)
    page.app.selectbox(key="lot_township").select("522326101")
    assert "2 个村（社区）随机查 2 个：至少 2 个相符，这个乡镇的数据就可以接受" in page.run().text
