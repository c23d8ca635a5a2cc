"""数据报送: from the file to the receipt, with every sentence that stands in the way."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.kept.changes import Change
from lib.kept.reference import read_reference
from lib.kept.store import reading
from lib.ledger.access import engineer
from lib.ledger.door import Act, save
from lib.ui import faults
from lib.words.errors import Locked
from lib.words.half_months import HalfMonth
from tests.conftest import record, sql

FILE = Path(__file__).parent.parent.parent / "data" / "demo" / "2023-07-1_village_cleanup.csv"
HEADER, *ROWS = FILE.read_text(encoding="utf-8").splitlines()
CHANGED = ROWS[0].replace(",8,4,4,2,24,16,", ",8,5,4,2,24,16,")  # 黄草街道第1村: boards removed 4 → 5


def upload(page, *rows: str, header: str = HEADER, name: str = "黄草街道.csv"):
    page.app.file_uploader[0].upload(name, "\n".join([header, *rows]).encode(), "text/csv")
    return page.run()


CLERK = {"name": "兴义市 李四", "role": "reporter", "unit": "522301"}


def value(engine, unit: str, indicator: str) -> int | None:
    query = (
        "SELECT o.value FROM observation o JOIN unit u ON u.id = o.unit_id JOIN indicator i ON i.id = o.indicator_id"
        " WHERE o.half_month = 48564 AND u.code = ? AND i.code = ?"
    )
    with reading(engine) as connection:
        return sql(connection, query, unit, indicator).scalar()


def test_page_opens_at_the_half_month_in_collection_and_says_what_to_do(visit, demo):
    page = visit(demo, "upload", who=CLERK)
    assert page.app.title[0].value == "数据报送"
    assert page.app.selectbox(key="collecting").value == "2023-07-1"
    assert page.app.file_uploader[0].label == "文件"
    assert "保存后变化" not in page.text
    assert "1 选文件 2 看问题与变化 3 保存 4 回执" in page.text


def test_report_that_was_sent_back_is_said_with_its_reason_on_top(visit, demo):
    page = visit(demo, "upload", who={"name": "望谟县 王五", "role": "reporter", "unit": "522326"})
    said = "村级清理表被退回（现场抽查与填报数不一致，请逐村核实后重报）"
    assert said in page.text and page.text.index(said) < page.text.index("应报 2,949 格")
    assert "被退回（" not in visit(demo, "upload", who=CLERK).text


def test_changed_cell_is_shown_before_anything_is_saved(visit, demo):
    page = upload(visit(demo, "upload", who=CLERK), CHANGED)
    assert "没有要改的：1 行可以保存" in page.text
    assert "还没有保存任何数据。" in page.text
    assert "保存后变化 1 处" in page.text
    assert "黄草街道第1村 清理机构牌子 4 5" in page.text.replace("→ ", "")
    assert value(demo, "522301001001", "boards_removed") == 4


def test_what_a_dash_means_is_asked_once_and_answered_with_a_button(visit, demo):
    dashes = CHANGED.replace(",24,16,", ",—,16,").replace(",8,5,", ",无,5,")
    page = upload(visit(demo, "upload", who=CLERK), dashes)
    assert "有 2 个单元格写着“无”之类，最先在第 2 行：是没有填报，还是 0" in page.text
    assert "保存后变化" not in page.text
    page.button("都是没有填报").click()
    page.run()
    assert "保存后变化 1 处" in page.text and "有 2 个单元格" not in page.text


def test_another_form_is_one_sentence_with_a_button_that_chooses_it(visit, demo):
    support = FILE.with_name("2023-07-1_village_support.csv").read_text(encoding="utf-8").splitlines()
    page = upload(visit(demo, "upload", who=CLERK), *support[1:40], header=support[0], name="报表.csv")
    assert "这像是村级赋能表" in page.text and "有 1 处要改" in page.text
    page.button("改报“村级赋能表”").click()
    page.run()
    assert page.app.selectbox(key="form").value == "village_support" and "这像是" not in page.text


BOARDS = "单位代码,单位名称,清理机构牌子,现有外部标牌,现有规范标识,上年工作机制,现有工作机制"
LATER = HalfMonth.parse("2023-07-2")


def two_open(visit, small):
    """The page at 7月上半月, while 7月下半月 is open too."""
    small.save(record("half_month", half_month=LATER.ordinal, state="open"), kind="setup")
    return visit(small.engine, "upload", who={"name": "联席办", "role": "office"}, collecting="2023-07-1")


def test_file_of_another_open_half_month_is_one_sentence_with_a_button_that_chooses_it(visit, small):
    rows = ["村级清理表（2023年7月下半月）", BOARDS, "522301001001,黄草街道第1村,7,5,2,10,6"]
    page = upload(two_open(visit, small), *rows[1:], header=rows[0])
    assert "写的是2023年7月下半月，这里报的是2023年7月上半月" in page.text and "有 1 处要改" in page.text
    page.button("改选2023年7月下半月").click()
    text = page.run().text
    assert page.app.selectbox(key="collecting").value == str(LATER) and "这里报的是" not in text
    page.button("保存 1 行").click()
    page.run()
    assert small.value("522301001001", "boards_removed", at="2023-07-2") == 7
    assert small.value("522301001001", "boards_removed") is None


def test_file_of_several_half_months_is_shown_month_by_month_and_saved_whole(visit, small):
    village = "522301001001,黄草街道第1村"
    rows = [f"2023年7月上半月,{village},4,5,2,10,6", f"2023年7月下半月,{village},6,5,2,10,6"]
    page = upload(two_open(visit, small), *rows, header=f"半月,{BOARDS}")
    first, second = "2023年7月上半月：改动 5 格", "2023年7月下半月：改动 5 格"
    assert 0 < page.text.find(first) < page.text.find(second)
    page.button("保存 2 行").click()
    assert "已保存2023年7月上半月、2023年7月下半月 10 处变化" in page.run().text
    kept = [small.value("522301001001", "boards_removed", at=at) for at in ("2023-07-1", "2023-07-2")]
    assert kept == [4, 6]


def test_guest_is_asked_to_sign_in_and_comes_back(visit, demo):
    page = visit(demo, "upload", form="village_cleanup")
    assert "这个页面需要登录" in page.text and not page.app.file_uploader
    assert any(link.startswith("/sign-in?next=%2Fupload%3Fform%3Dvillage_cleanup") for link in page.links)


def test_account_without_that_work_sees_no_such_page(visit, demo):
    page = visit(demo, "upload", who={"name": "看一看", "role": "viewer"})
    assert "没有这个页面" in page.text and not page.app.file_uploader


def test_department_reports_the_percents_of_its_measures_alone(visit, demo):
    page = visit(demo, "upload", who={"name": "州级部门", "role": "reporter", "department": "D01"})
    assert page.app.selectbox(key="form").options == ["任务进展表"]
    assert page.app.selectbox(key="county").options == []


def test_clerk_can_choose_no_other_county_and_no_other_file(visit, demo):
    page = visit(demo, "upload", who=CLERK, county="望谟县")
    assert page.app.selectbox(key="county").options == ["兴义市"]
    foreign = CHANGED.replace("522301001001", "522326101001").replace("黄草街道第1村", "平洞街道第1村")
    page = upload(page, foreign)
    assert "有 1 处要改，现在没有可以保存的" in page.text
    assert not [button for button in page.app.button if button.label.startswith("保存")]


def test_upload_is_saved_with_a_receipt(visit, demo_copy):
    page = upload(visit(demo_copy, "upload", who=CLERK), CHANGED)
    page.button("保存 1 行").click()
    page.run()
    assert "已保存2023年7月上半月 1 处变化，回执 " in page.text
    assert "来自文件「黄草街道.csv」" in page.text
    assert value(demo_copy, "522301001001", "boards_removed") == 5
    assert not page.app.file_uploader[0].value  # the file is put away


def test_save_nothing_puts_the_file_away(visit, demo):
    page = upload(visit(demo, "upload", who=CLERK), CHANGED)
    page.button("都不保存").click()
    assert "保存后变化" not in page.run().text
    assert not page.app.file_uploader[0].value


def test_refused_cell_is_named_with_row_column_text_and_mend(visit, demo):
    broken = CHANGED.replace(",8,5,", ",8,约5,")
    page = upload(visit(demo, "upload", who=CLERK), broken, ROWS[1].replace(",7,3,7,3,", ",7,3,7,2,"))
    assert "1 处要改" in page.text
    for part in (" 2 ", "清理机构牌子", "约5"):
        assert part in page.text
    assert any(button.proto.label.startswith("下载") for button in page.app.get("download_button"))
    assert page.button("只保存没有问题的 1 行")  # the good row can be saved knowingly


def test_file_without_changes_says_so(visit, demo):
    text = upload(visit(demo, "upload", who=CLERK), ROWS[0]).text
    assert "没有变化" in text


def test_file_that_is_no_table_is_refused_in_a_sentence(visit, demo):
    page = visit(demo, "upload", who=CLERK)
    page.app.file_uploader[0].upload("报表.pdf", b"%PDF-1.7 ...", "application/pdf")
    assert "这个文件读不了" in page.run().text


def test_value_that_somebody_changed_meanwhile_is_a_conflict_with_a_name(visit, demo_copy):
    page = upload(visit(demo_copy, "upload", who=CLERK), CHANGED)
    with reading(demo_copy) as connection:
        reference = read_reference(connection)
    cell = (48564, reference.units["522301001001"].id, reference.indicators["boards_removed"].id)
    save(demo_copy, Act(engineer("黄草街道 王五"), "upload"), [Change("observation", cell, "value", 4, 8)])
    page.button("保存 1 行").click()
    text = page.run().text
    assert "黄草街道 王五" in text
    assert "没有保存任何数据，请重新预览" in text
    assert value(demo_copy, "522301001001", "boards_removed") == 8


def test_upload_in_english(visit, demo):
    page = upload(visit(demo, "upload", who=CLERK, language="English"), CHANGED)
    assert page.app.title[0].value == "Reporting"
    for part in ("Nothing to mend: 1 row can be saved", "Saving changes 1 cell", "Boards removed"):
        assert part in page.text
    assert not page.button("Save 1 row").disabled


# Faults ---------------------------------------------------------------------------------------------------------


def shown(error: Exception) -> str:
    """What a visitor reads when a page raises `error`; app.py hands it to show_fault."""

    def page(error: Exception) -> None:
        from lib import ui

        ui.show_fault(error)

    [banner] = AppTest.from_function(page, args=(error,)).run().get("html")
    return banner.proto.body


def test_bug_shows_a_reference_number_and_leaves_its_traceback_to_the_log(caplog):
    body = shown(RuntimeError("no such table: rollup"))
    number = caplog.records[-1].args[0]
    assert f"系统未能完成，编号 {number}；未保存任何数据。" in body
    assert "或把编号告知联席会议办公室" in body
    assert "no such table" not in body
    assert "no such table" in caplog.text


def test_two_bugs_have_two_numbers_that_can_be_said_over_the_telephone(caplog):
    for _each in range(2):
        shown(RuntimeError("x"))
    first, second = (record.args[0] for record in caplog.records if record.name == "banyue")
    assert first != second
    assert len(first) == 4
    assert not set("01OI") & set(faults._LETTERS)


def test_refusal_is_shown_as_its_sentence_without_a_number(caplog):
    body = shown(Locked("2023年6月下半月已关闭 <img src=x>"))
    assert "2023年6月下半月已关闭 &lt;img src=x&gt;" in body
    assert not [record for record in caplog.records if record.name == "banyue"]


@pytest.mark.parametrize("error", [RuntimeError("x"), Locked("x")], ids=["bug", "refusal"])
def test_streamlits_own_english_error_box_is_never_shown(error):
    def page(error: Exception) -> None:
        import streamlit as st

        from lib import ui

        st.text(str(ui.show_fault(error)))

    app = AppTest.from_function(page, args=(error,)).run()
    assert app.text[0].value == "True"  # True: it has been shown
