"""An office's own database: from nothing to its first board, without the demo's figures."""

import pytest

from lib.kept.tables import TABLES
from lib.ledger.access import engineer
from lib.review import seed
from lib.review.uploads import Records, save_upload, take
from tests.conftest import sign_in

REGISTER = """代码,名称,层级,类别,上级单位代码
52,示例州,州,自治州,
5201,甲县,县,县,52
520101,子镇,乡镇,镇,5201
520101001,丑村,村,村,520101
"""


@pytest.fixture
def own(empty):
    seed.begin_own(empty)
    return empty


@pytest.mark.parametrize("page", ["", "progress", "upload", "briefing", "admin"])
def test_without_units_every_page_says_where_to_load_them(visit, own, page):
    text = visit(own, page).text
    assert "还没有单位" in text
    assert "上传本地的单位名册" in text
    assert "演示数据" not in text


def test_guide_names_every_step_with_its_state_and_the_template_of_the_next(visit, own):
    page = visit(own, who={"name": "联席办"})
    assert "1 下一步 单位 0 个单位" in page.text
    assert "2 稍后 报表和指标 6 张报表、49 项指标" in page.text and "4 稍后 第一个半月" in page.text
    assert "/tables?table=unit" in page.links and "/tables?table=board_item" in page.links
    assert [one.label for one in page.app.get("download_button")] == ["模板：单位"]


def test_tables_page_is_there_before_anything_else(visit, own):
    assert visit(own, "tables").app.title[0].value == "数据表"


def test_register_is_loaded_first_half_month_opened_and_the_board_says_that_nothing_is_reported(visit, own):
    upload = take(own, REGISTER.encode("gb18030"), "名册.csv", Records(TABLES["unit"]))
    assert upload.checked.problems == ()
    save_upload(own, upload, engineer("联席办"))
    page = visit(own, who={"name": "联席办"})
    assert "已有 4 个单位；现在打开第一个半月" in page.text
    assert "1 ✓ 已完成 单位 4 个单位" in page.text and "2 ✓ 已完成 报表和指标" in page.text
    page.button("打开2023年7月下半月").click()
    page.run()
    assert "甲县 未报" in page.text
    assert "四级进度：还没有填报" in page.text
    assert "各县还没有填报" in page.text
    assert "演示数据" not in page.text
    assert "下一步：账号 半月已打开，还没有人能填报" in page.text and "/admin?view=accounts" in page.links
    assert "下一步：账号" not in visit(own).text  # only the office gives accounts
    sign_in(own, "甲县 张三", "reporter", "5201")
    page = visit(own, who={"name": "联席办"})
    assert "下一步：账号" not in page.text and "甲县 未报" in page.text
    page.app.switch_page("briefing.py")
    assert "应报 5 张，已报齐 0 张。2023年7月下半月仍在报送，本件为草稿" in page.run().text
    assert "甲县本半月没有任务进度数据，不参加排名。" in page.text


FORMS = "报表代码,名称,英文名称,层级,填报范围\n" + "".join(
    f"{code},{code},{code},{level},试点村\n"
    for code, level in {
        "village_cleanup": "村", "village_support": "村", "county_empowerment": "县", "county_inspections": "县",
        "prefecture_office": "州",
    }.items()
)  # fmt: skip


def test_guide_counts_only_the_forms_that_ask_a_unit_of_the_office(visit, own):
    """Own forms beside those of the mechanism that ask nobody here: a step is not done by forms that nobody fills."""
    for table, text in (("unit", REGISTER), ("form", FORMS)):
        save_upload(own, take(own, text.encode(), "x.csv", Records(TABLES[table])), engineer("联席办"))
    page = visit(own, who={"name": "联席办"})
    assert "2 下一步 报表和指标 没有一张报表有单位要填" in page.text
    assert "模板：报表" in [one.label for one in page.app.get("download_button")]
    text = "报表代码,名称,英文名称,层级,填报范围\nvillage_cleanup,村级清理表,Village clean-up,村,全部\n"
    save_upload(own, take(own, text.encode(), "x.csv", Records(TABLES["form"])), engineer("联席办"))
    assert "2 ✓ 已完成 报表和指标 1 张报表、" in visit(own, who={"name": "联席办"}).text
