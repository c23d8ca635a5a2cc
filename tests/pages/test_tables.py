"""数据表: find, edit, look at what would change, save; and two people at the same cell."""

import ast
import json
from collections.abc import Mapping
from types import SimpleNamespace

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState

from lib.kept.changes import Change
from lib.kept.reference import read_reference
from lib.kept.store import reading
from lib.ledger.access import engineer
from lib.ledger.door import Act, save
from lib.ui import sizes
from lib.words.settings import ROOT
from tests.conftest import sql

COUNTY = "填报值：县级赋能表"  # nine rows; the first is 兴义市
CENTRES = "party_service_centres"


def edit(page, state: Mapping[str, object] | None = None, click: str = ""):
    """Run the page as a browser does that sends what its grid holds, and perhaps a click on a button."""
    [proto] = [one.proto for one in page.app.get("dataframe")]
    states = page.app._tree.get_widget_states()
    if state is not None:
        sent = {"edited_rows": {}, "added_rows": [], "deleted_rows": []} | dict(state)
        states.widgets.append(WidgetState(id=proto.id, string_value=json.dumps(sent)))
    if click:
        states.widgets.append(WidgetState(id=page.button(click).proto.id, trigger_value=True))
    page.app._run(states)
    assert not page.app.exception, page.app.exception
    return page


WHO = {"name": "张三"}


@pytest.fixture
def indicator(demo):
    """The first indicator of the county's form: its code, and the cell of 兴义市."""
    with reading(demo) as connection:
        reference = read_reference(connection)
    first = reference.forms["county_empowerment"].indicators[0]
    return first, (48564, reference.units["522301"].id, first.id)


def value(engine, cell) -> int | None:
    query = "SELECT value FROM observation WHERE half_month = ? AND unit_id = ? AND indicator_id = ?"
    with reading(engine) as connection:
        return sql(connection, query, *cell).scalar()


def test_page_shows_a_table_with_its_downloads_and_says_how_to_edit(visit, demo):
    page = visit(demo, "tables", who=WHO, table=COUNTY)
    assert page.app.title[0].value == "数据表"
    assert page.app.selectbox(key="table").value.name == "county_empowerment"
    assert "双击单元格修改，也可整块粘贴；点“保存”才会保存" in page.text
    assert [one.proto.label for one in page.app.get("download_button")] == ["下载 CSV", "下载 Excel", "模板"]
    assert "共 9 行" in page.text
    assert page.button("保存").disabled


@pytest.mark.parametrize("table", ["单位", "指标", "任务进展", "三张清单", "填报值：村级清理表", "目标：村级清理表"])
def test_every_kind_of_table_opens(visit, demo, table):
    assert "共 " in visit(demo, "tables", table=table).text


def test_search_narrows_the_rows(visit, demo):
    page = visit(demo, "tables", table="单位")
    page.app.text_input(key="search").input("义龙新区 县(市、新区)")
    assert "共 1 行" in page.run().text


def test_values_of_one_county_are_shown(visit, demo):
    page = visit(demo, "tables", table="填报值：村级清理表")
    assert "共 1,429 行" in page.text
    page.app.selectbox(key="tables_county_None").select("522326")
    assert "共 1,429 行" not in page.run().text


def test_edit_is_shown_before_anything_is_saved_and_the_choice_of_table_waits(visit, demo, indicator):
    first, cell = indicator
    before = value(demo, cell)
    page = edit(visit(demo, "tables", who=WHO, table=COUNTY), {"edited_rows": {"0": {first.code: before + 1}}})
    assert "有 1 处修改还没有保存" in page.text
    assert f"兴义市 {first.name} {before:,} {before + 1:,}" in page.text
    assert page.app.selectbox(key="table").disabled
    assert not page.button("保存 1 处").disabled
    assert value(demo, cell) == before


def test_edit_is_saved_with_a_receipt_beside_which_it_is_undone(visit, demo_copy, indicator):
    first, cell = indicator
    before = value(demo_copy, cell)
    state = {"edited_rows": {"0": {first.code: 999}}}
    page = edit(visit(demo_copy, "tables", who=WHO, table=COUNTY), state)
    edit(page, state, click="保存 1 处")
    assert f"已保存“{COUNTY}”的 1 处修改，回执编号" in page.text
    assert value(demo_copy, cell) == 999
    with reading(demo_copy) as connection:
        last = connection.exec_driver_sql("SELECT actor, kind, note FROM batch ORDER BY id DESC LIMIT 1").one()
    assert tuple(last) == ("张三", "edit", COUNTY)
    page.app.button(key="undo_the_last").click()
    assert "已撤销" in page.run().text and value(demo_copy, cell) == before
    assert not [button for button in page.app.button if button.key == "undo_the_last"]


def test_edit_that_comes_with_the_click_is_shown_before_it_is_saved(visit, demo_copy, indicator):
    first, cell = indicator
    before = value(demo_copy, cell)
    page = edit(visit(demo_copy, "tables", who=WHO, table=COUNTY), {"edited_rows": {"0": {first.code: 999}}})
    edit(page, {"edited_rows": {"0": {first.code: 9_999}}}, click="保存 1 处")
    assert "最后一处修改还没有预览，请看过后再保存" in page.text
    assert value(demo_copy, cell) == before


def test_mistake_is_named_and_nothing_can_be_saved(visit, demo, indicator):
    state = {"edited_rows": {"0": {indicator[0].code: 12.5}}}
    page = edit(visit(demo, "tables", who=WHO, table=COUNTY), state)
    assert f"兴义市 {indicator[0].name} 12.5 这里只能是整数" in page.text
    assert page.button("保存 0 处").disabled


def test_edits_can_be_discarded(visit, demo, indicator):
    state = {"edited_rows": {"0": {indicator[0].code: 1}}}
    page = edit(visit(demo, "tables", who=WHO, table=COUNTY), state)
    edit(page, state, click="放弃修改")
    assert "双击单元格修改" in page.text


def conflicting(visit, engine, indicator):
    """A page with an edit of a cell that somebody else changed after it was opened."""
    first, cell = indicator
    page = visit(engine, "tables", who=WHO, table=COUNTY)
    state = {"edited_rows": {"0": {first.code: 999}}}
    edit(page, state)
    change = Change("observation", cell, "value", value(engine, cell), 777)
    save(engine, Act(engineer("兴义市 李四"), "edit"), [change])
    return edit(page, state), state


def test_cell_that_another_changed_shows_theirs_mine_and_before(visit, demo_copy, indicator):
    page, _state = conflicting(visit, demo_copy, indicator)
    assert "有 1 处他人已改过，请在下面选择" in page.text
    for part in ("对方的（兴义市 李四，", "777", "999"):
        assert part in page.text
    assert page.button("保存 0 处").disabled


@pytest.mark.parametrize("side, kept", [("保存我的", 999), ("保留对方的", 777)])
def test_the_second_chooses_which_one_stays(visit, demo_copy, indicator, side, kept):
    page, state = conflicting(visit, demo_copy, indicator)
    [choice] = [one for one in page.app.get("button_group") if one.proto.label == "保留哪一个？"]
    choice.set_value("mine" if kept == 999 else "theirs")
    edit(page, state)
    if kept == 999:
        edit(page, state, click="保存 1 处")
        assert "回执编号" in page.text
    else:  # the grid shows what stands, without a further click
        assert "已保留对方的；您没有别的修改要保存" in page.text
        assert "双击单元格修改" in page.text and "处修改还没有保存" not in page.text
    assert value(demo_copy, indicator[1]) == kept


def test_table_that_is_decided_elsewhere_can_only_be_read(visit, demo):
    page = visit(demo, "tables", table="半月")
    assert "本表在这里只能查看和下载" in page.text
    assert not [button for button in page.app.button if button.label.startswith("保存")]
    assert not page.app.file_uploader


def test_file_of_a_register_is_checked_shown_and_saved(visit, demo_copy):
    page = visit(demo_copy, "tables", who=WHO, table="部门")
    page.app.file_uploader[0].upload("部门.csv", "部门代码,名称\nD01,州民政局\n".encode(), "text/csv")
    page.run()
    assert "1 行可以保存" in page.text
    assert "州民政局" in page.text
    page.button("保存 1 行").click()
    page.run()
    assert "已保存“部门”的 1 处修改" in page.text
    with reading(demo_copy) as connection:
        name = connection.exec_driver_sql("SELECT name FROM department WHERE code = 'D01'").scalar()
    assert name == "州民政局"


def test_many_changes_are_shown_page_by_page_and_emptied_cells_need_a_yes(visit, demo_copy):
    def upload(*rows: str):
        content = "\n".join(["code,name,note", *rows]).encode()
        page.app.file_uploader[0].upload("部门.csv", content, "text/csv")
        return page.run()

    def search(text: str):
        next(box for box in page.app.text_input if box.key.startswith("words_")).set_value(text)
        page.run()

    page = visit(demo_copy, "tables", who=WHO, table="部门")
    upload(*(f"X{number:02},第{number}局,新设" for number in range(30)))
    assert "30／30 处" in page.text and "名称 第19局" in page.text and "第20局" not in page.text
    labels = [one.proto.label for one in page.app.get("download_button")]
    assert "这些变更（Excel）" in labels and "这些变更（CSV）" in labels
    search("第25局")
    assert "1／30 处" in page.text and "名称 第25局" in page.text
    search("没有这个局")
    assert "0／30 处" in page.text and "没有符合的变更；保存的是全部变更" in page.text
    page.button("保存 30 行").click()
    page.run()
    upload("X01,第1局,")
    assert "清空 1" in page.text and page.button("保存 1 行").disabled
    [yes] = [box for box in page.app.checkbox if box.key.startswith("empty_")]
    yes.check()
    page.run()
    assert not page.button("保存 1 行").disabled


def test_tables_in_english(visit, demo):
    page = visit(demo, "tables", who=WHO, language="English", table="Values: County empowerment")
    assert page.app.title[0].value == "Tables"
    assert page.button("Save 0 changes").disabled
    assert [one.proto.label for one in page.app.get("download_button")] == [
        "Download CSV",
        "Download Excel",
        "Template",
    ]


@pytest.mark.parametrize(
    ("said", "root", "row"),
    [
        pytest.param({}, 16, 30, id="not-said"),
        pytest.param({"by_root": "16"}, 16, 30, id="desk"),
        pytest.param({"by_root": "20"}, 20, 38, id="projector"),
        pytest.param({"by_root": "9999"}, 16, 30, id="too-large"),
        pytest.param({"by_root": "nan"}, 16, 30, id="nan"),
        pytest.param({"by_root": "<b>"}, 16, 30, id="forged"),
    ],
)
def test_rows_of_grids_are_as_large_as_the_page(monkeypatch, said, root, row):
    monkeypatch.setattr(sizes.st, "context", SimpleNamespace(cookies=said))
    assert (sizes.root(), sizes.px(sizes.ROW)) == (root, row)
    head = {16: 35, 20: 44}[root]  # 2.1875rem, as Streamlit draws it, and the two edges
    assert sizes.grid_height(12) == 12 * row + head + 2


def test_township_begins_at_a_form_that_asks_its_villages(visit, small):
    page = visit(small.engine, "tables", who={"name": "平洞 王五", "role": "reporter", "unit": "522326101"})
    [table] = [one.value for one in page.app.selectbox if one.label == "表"]
    assert table.name == "village_cleanup"


def test_no_grid_ends_in_half_a_row():
    """A number of px fits the rows of one window and cuts the last one in another."""
    for file in (*(ROOT / "lib/ui").glob("*.py"), *(ROOT / "pages").glob("*.py")):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "attr", "") in ("dataframe", "data_editor"):
                height = next((ast.unparse(one.value) for one in call.keywords if one.arg == "height"), "'content'")
                assert "grid_height(" in height or height == "'content'", (file.name, height)


def test_grid_of_a_table_has_the_rows_of_its_page(visit, small, monkeypatch):
    monkeypatch.setattr(sizes, "root", lambda: 20.0)
    page = visit(small.engine, "tables", who={"name": "联席办"}, table="unit")
    [drawn] = page.app.get("dataframe")
    assert drawn.proto.row_height == 38
