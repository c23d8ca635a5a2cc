"""管理·历史: what was saved, narrowed by a unit that is chosen level by level."""

from datetime import datetime

from lib.kept import store
from lib.kept.history import BatchRow
from lib.ledger.access import Actor
from lib.show.boards.changes import undoable

OFFICE = {"name": "联席办 李四", "role": "office"}


def test_what_the_office_decided_is_not_offered_to_a_county_for_undoing():
    kinds = ("load", "upload", "decision", "state", "unchanged")
    acts = [
        BatchRow(at, datetime(2023, 7, 17), "", kind, "", None, None, None, None, 1) for at, kind in enumerate(kinds)
    ]
    assert undoable(acts, Actor("李四", "office")) == [1, 2, 3, 4]
    assert undoable(acts, Actor("张三", "reporter", "522326")) == [1, 4]


def chosen(page, label: str):
    return next((one for one in page.app.selectbox if one.label == label), None)


def test_unit_is_chosen_level_by_level_and_no_list_holds_all_villages(visit, demo):
    page = visit(demo, "admin", who=OFFICE, view="历史")
    assert [len(one.options) for one in (chosen(page, "单位"),)] == [10]  # the prefecture and nine counties
    assert chosen(page, "乡镇(街道)") is None
    for label, code in (("单位", "522326"), ("乡镇(街道)", "522326101")):
        chosen(page, label).select(code)
        page.run()
    villages = chosen(page, "村(社区)")
    assert 0 < len(villages.options) < 40
    assert all("522326101" in option for option in villages.options)


def test_history_is_checked_at_a_click_and_what_was_changed_outside_is_named_on_every_view(visit, small):
    who = {"name": "联席办 李四"}
    page = visit(small.engine, "admin", who=who, view="history")
    assert "历史尚未校验" in page.text
    page.button("立即校验历史").click()
    assert "全部一致" in page.run().text
    with store.writing(small.engine) as connection:
        connection.exec_driver_sql("UPDATE unit SET name = '假村' WHERE code = '522301001002'")
    page.button("立即校验历史").click()
    page.run()
    text = visit(small.engine, "admin", who=who, view="backups").text
    assert "历史与数据不符：1 处" in text and "现为 假村，历史记载为 黄草街道第2村" in text


def test_code_of_a_paper_is_held_to_the_history_at_a_click(visit, small):
    seal = str(small.one("SELECT seal FROM batch ORDER BY link"))[:12]
    page = visit(small.engine, "admin", who={"name": "联席办 李四"}, view="history")

    def said_of(code: str) -> str:
        [field] = [one for one in page.app.text_input if one.label == "数据校验码（照纸上抄）"]
        field.input(code)
        page.button("与历史核对").click()
        return page.run().text

    assert "这里是 4 个" in said_of("12ab")
    text = said_of(seal.upper())
    assert "到这一批为止的历史仍是当时打印的那一份" in text and f"{seal} 是第1号（" in text
    assert "没有批次的校验码是 000000000000" in said_of("0" * 12)
    with store.writing(small.engine) as connection:
        connection.exec_driver_sql("UPDATE batch SET actor = '别人' WHERE link = 1")
    assert "到这一批为止的历史在打印之后被改动，共 1 处" in said_of(seal)
