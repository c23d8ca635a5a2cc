"""数据报送 with titles that are not ours: asked, said, remembered for the next file, forgotten, one county's alone."""

from tests.pages.conftest import Visit

WANGMO = {"name": "望谟县 李四", "role": "reporter", "unit": "522326"}
XINGYI = {"name": "兴义市 张三", "role": "reporter", "unit": "522301"}
TITLES = "村寨,拆牌数,现挂,标识,去年机制,今年机制,备注"
ROW = "平洞街道第1村,4,5,2,10,6,好"
SAID = ("boards_removed", "boards_outside", "signs_outside", "mechanisms_last_year", "mechanisms_now")


def upload(page: Visit, *rows: str, titles: str = TITLES) -> Visit:
    page.app.file_uploader[0].upload("拆牌.csv", "\n".join([titles, *rows]).encode(), "text/csv")
    return page.run()


def choices(page: Visit) -> list:
    return [box for box in page.app.selectbox if (box.key or "").startswith("own_")]


def test_columns_are_asked_about_said_remembered_changed_and_forgotten(visit, small):
    page = upload(visit(small.engine, "upload", who=WANGMO), ROW)
    assert "有 7 列的标题与模板不同，请说明一次各是什么；说明之前不读取" in page.text and "保存后变化" not in page.text
    assert "没有找到表头" not in page.text and "要改" not in page.text  # one thing at a time
    boxes = choices(page)
    assert [box.label for box in boxes][:2] == ["A 村寨（平洞街道第1村）：像单位名称", "B 拆牌数（4）"]
    assert [box.value for box in boxes] == ["unit_name", None, None, None, SAID[3], None, "ignored"]  # shown, not taken
    assert page.button("就这样读取").disabled
    for box, meaning in zip(boxes[1:], ("boards_outside", *SAID[1:]), strict=False):
        box.set_value(meaning)
    page.run()
    assert "B 拆牌数、C 现挂说成了同一项；请只留一列" in page.text and page.button("就这样读取").disabled
    choices(page)[1].set_value(SAID[0])
    page.run()
    page.button("就这样读取").click()
    page.run()
    assert "已记住各列的对应关系" in page.text
    assert "按望谟县上次的对应关系：A列“村寨”读作“单位名称”、B列“拆牌数”读作“清理机构牌子”" in page.text
    assert "保存后变化 5 处" in page.text
    assert small.value("522326101001", "boards_removed") is None

    other = upload(visit(small.engine, "upload", who=XINGYI), ROW.replace("平洞街道第1村", "黄草街道第1村"))
    assert "请说明一次各是什么" in other.text and "保存后变化" not in other.text

    again = upload(visit(small.engine, "upload", who=WANGMO), ROW.replace("第1村", "第1社区"))
    assert "按望谟县上次的对应关系" in again.text and not choices(again)
    again.button("改各列的对应").click()
    again.run()
    assert [box.value for box in choices(again)] == ["unit_name", *SAID, "ignored"] and "保存后变化" not in again.text
    again.button("不改了").click()
    again.run()
    again.button("取消这个对应关系").click()
    again.run()
    assert "已取消；下次遇到这样的表头会再问" in again.text and len(choices(again)) == 7
    again.app.button(key="undo_the_last").click()
    assert "按望谟县上次的对应关系" in again.run().text


def test_any_other_title_is_asked_about_again_and_a_known_header_never(visit, small):
    page = upload(visit(small.engine, "upload", who=WANGMO), f"{ROW[:-2]},", titles=TITLES.replace("备注", "说明"))
    assert len(choices(page)) == 7
    known = "单位代码,清理机构牌子,现有外部标牌,现有规范标识,上年工作机制,现有工作机制,备注"
    page = upload(visit(small.engine, "upload", who=WANGMO), "522326101001,4,5,2,10,6,好", titles=known)
    assert not choices(page) and "保存后变化 5 处" in page.text
