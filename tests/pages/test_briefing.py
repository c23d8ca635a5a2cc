"""简报: the text before the download, what stands behind its numbers, and what the office writes itself."""

import re
from io import BytesIO

import docx
import pytest

from lib.documents import kinds
from lib.documents.head import head_of, write_head
from lib.documents.word import write
from lib.kept import store
from lib.kept.reference import read_reference
from lib.ledger.access import engineer
from lib.words.half_months import HalfMonth
from tests.documents.handed_out import documents

JUNE = HalfMonth.parse("2023-06-2")


OFFICE = {"name": "联席办 李四"}


def field(page, label: str):
    return next(one for one in [*page.app.text_input, *page.app.text_area] if one.label.startswith(label))


def squeezed(text: str) -> str:
    """Without any blank: the page parts what the file writes together."""
    return re.sub(r"\s", "", text)


def kept(engine):
    with store.reading(engine) as connection:
        return head_of(connection, JUNE)


# What is shown ----------------------------------------------------------------------------------------------------


def test_page_opens_with_the_notice_of_the_half_month_last_closed(visit, demo):
    page = visit(demo, "briefing")
    assert page.app.selectbox(key="half_month").value == "2023-06-2"
    assert "黔西南州减负赋能联席会议办公室文件" in page.text
    assert "关于2023年6月下半月村级组织减负赋能 工作进展情况的通报" in page.text
    assert "草稿" not in page.text


def test_page_shows_the_text_that_is_in_the_file(visit, demo):
    with store.reading(demo) as connection:
        several = documents(connection, read_reference(connection), JUNE, "notice")
    shown = squeezed(visit(demo, "briefing").text)
    for paragraph in docx.Document(BytesIO(write(*several))).paragraphs:
        assert squeezed(paragraph.text).removesuffix("印发") in shown


def test_open_half_month_shows_a_draft(visit, demo):
    text = visit(demo, "briefing", half_month="2023-07-1").text
    assert "草稿" in text and "工作进展情况的通报（草稿）" in text


def test_number_says_what_it_is_where_one_points_at_it(visit, demo):
    page = visit(demo, "briefing")
    assert (
        'title="清理机构牌子 · 黔西南州\n专项清理开始以来已摘除的机构牌子累计数，不超过排查数\n村级清理表 ·'
        in page.markup
    )
    assert ">12200块</span>" in page.markup


def test_every_number_of_the_text_stands_with_its_definition_and_source(visit, demo):
    page = visit(demo, "briefing")
    [expander] = [one for one in page.app.expander if "数据的依据" in one.label]
    rows = page.markup.rpartition("<table")[2].count("<tr>") - 1
    assert rows > 100 and expander.label.startswith(f"正文 {rows} 处数据的依据")
    table = page.markup.rpartition("<table")[2]
    for number, what in (("1199块", "清理机构牌子 · 比上期"), ("56.1%", "综合进度 · 进度"), ("29", "任务措施项数")):
        assert f'<td class="by-number">{number}</td><td>{what}</td>' in table
    assert "只比较两个半月都填报的单位" in table


def test_fonts_of_the_file_are_told(visit, demo):
    text = visit(demo, "briefing").text
    assert "方正小标宋简体、仿宋_GB2312、黑体、楷体_GB2312、宋体" in text
    assert "系统不能知道打开文件的电脑装了哪些字体" in text


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        pytest.param("digest", "减负赋能工作简报 第 期", id="digest"),
        pytest.param("feedback", "兴义市2023年6月下半月 减负赋能工作反馈单", id="feedback"),
    ],
)
def test_other_documents_are_a_tab_away(visit, demo, kind, said):
    page = visit(demo, "briefing", document=kind)
    assert said in page.text
    assert not page.app.text_area  # judgement and demands belong to the 通报


def test_sheet_of_another_county_is_chosen(visit, demo):
    page = visit(demo, "briefing", document="feedback")
    page.app.selectbox(key="county").set_value("522326")
    assert "望谟县2023年6月下半月" in page.run().text
    page.app.selectbox(key="county").set_value("all")
    assert "9 份合订一个文件 左边显示第一份" in page.run().text
    assert page.app.query_params["county"] == "all"  # a link to it opens it in any language


def test_file_is_offered_as_word(visit, demo):
    button, *_files = visit(demo, "briefing").app.get("download_button")
    assert (button.proto.label, button.proto.disabled) == ("下载 Word 文件", False)


# What the office writes -------------------------------------------------------------------------------------------


def test_nothing_is_saved_without_a_name(visit, demo):
    page = visit(demo, "briefing")
    assert page.button("保存").disabled
    assert "改动之前，请先在左边登录。" in page.text


def test_own_judgement_is_saved_and_stands_in_the_text(visit, demo_copy):
    page = visit(demo_copy, "briefing", who=OFFICE)
    field(page, "研判").set_value("晴隆县差距最大。")
    page.run().button("保存").click()
    page.run()
    assert "已保存" in page.text and "晴隆县差距最大。" in page.text
    assert "县际进展不平衡" not in page.text
    assert (kept(demo_copy).judgement, kept(demo_copy).demands) == ("晴隆县差距最大。", "")
    assert field(page, "研判").value == "晴隆县差距最大。"
    for document in ("feedback", "notice"):  # looked at another document, and back: what was written stays
        page.app.query_params["document"] = document
        page.run()
    assert field(page, "研判").value == "晴隆县差距最大。"


def test_day_that_cannot_be_read_is_mended_beside_its_field(visit, demo_copy):
    page = visit(demo_copy, "briefing", who=OFFICE)
    field(page, "成文日期").set_value("七月")
    field(page, "研判").set_value("写了很久的一段。")
    page.run().button("保存").click()
    page.run()
    assert "没有保存" in page.text
    assert field(page, "研判").value == "写了很久的一段。"
    assert kept(demo_copy) is None


def test_save_of_somebody_else_meanwhile_is_told_and_can_be_taken_over(visit, demo_copy):
    page = visit(demo_copy, "briefing", who=OFFICE)
    field(page, "研判").set_value("我写的。")
    with store.reading(demo_copy) as connection:
        first = kinds.desk_of(connection, read_reference(connection), JUNE)
    write_head(demo_copy, JUNE, first, {"judgement": "别人写的。"}, engineer("联席办 王五"))
    page.run().button("保存").click()
    page.run()
    assert "没有保存任何数据" in page.text
    assert field(page, "研判").value == "我写的。"
    page.button("放弃").click()
    assert field(page.run(), "研判").value == "别人写的。"


def test_page_speaks_english_and_the_document_chinese(visit, demo):
    page = visit(demo, "briefing", language="English")
    assert page.app.title[0].value == "Briefing"
    assert "What the office writes itself" in page.text and "工作进展情况的通报" in page.text
    assert 'title="Boards removed · Qianxinan' in page.markup


# Handing out ------------------------------------------------------------------------------------------------------


def test_what_was_issued_is_listed_and_equal_until_a_figure_changes(visit, demo_copy):
    page = visit(demo_copy, "briefing", who=OFFICE, document="digest")
    assert "尚未印发；印发时原样存档；期号还空着" in page.text
    page.button("印发并存档").click()
    page.run()
    assert "已印发：第1版" in page.text and "左边的文件与已印发的第1版相同" in page.text
    assert page.button("印发并存档").disabled
    assert "第1版　第　期　2023-07-17　联席办 李四" in re.sub("</?span[^>]*>", "", page.markup)
    assert "Word" in [button.proto.label for button in page.app.get("download_button")]


def test_nothing_is_issued_while_something_typed_is_not_saved(visit, demo_copy):
    page = visit(demo_copy, "briefing", who=OFFICE)
    field(page, "发文字号").set_value("7")
    page.run().button("印发并存档").click()
    assert "填写的内容还没有保存" in page.run().text and field(page, "发文字号").value == "7"
    page.button("保存").click()
    page.run().button("印发并存档").click()
    assert "已印发：第1版" in page.run().text and "〔2023〕7号　2023-07-17" in re.sub("</?span[^>]*>", "", page.markup)


def test_only_the_office_may_issue_and_no_draft(visit, demo):
    assert visit(demo, "briefing").button("印发并存档").disabled
    draft = visit(demo, "briefing", half_month="2023-07-1")
    assert "草稿不能印发" in draft.text and draft.button("印发并存档").disabled


def test_the_day_of_signature_is_set_to_the_day_of_issue_by_one_click(visit, demo_copy):
    page = visit(demo_copy, "briefing", who=OFFICE)
    assert page.button("成文日期改为印发当日").disabled
    field(page, "成文日期").set_value("2023-07-10")
    page.run().button("保存").click()
    page.run()
    assert "2023年7月10日" in page.text and kept(demo_copy).signed_on is not None
    page.button("成文日期改为印发当日").click()
    page.run()
    assert "2023年7月17日" in page.text and kept(demo_copy).signed_on is None
