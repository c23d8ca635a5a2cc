"""管理·设置: what the office sets holds for everybody from the next click on."""

import pytest

pytestmark = pytest.mark.usefixtures("nothing_stays_set")


def field(page, label):
    return next(one for one in page.app.text_input if one.label == label)


def test_office_sets_and_gives_back(visit, small, monkeypatch):
    page = visit(small.engine, "admin", who={"name": "联席办"}, view="settings")
    assert "半月结束后第几个工作日截止 3 3 同文件" in page.text and "已关闭的半月，截止日不变" not in page.text
    page.app.selectbox(key="setting_shown").select("calendar.due_days_from")
    assert "从2023年7月上半月起有效；之前已关闭的半月，截止日不变" in page.run().text
    field(page, "半月结束后第几个工作日截止").input("40")
    page.button("保存").click()
    assert "40：0 到 15 个工作日" in page.run().text
    field(page, "半月结束后第几个工作日截止").input("5")
    page.button("保存").click()
    assert "3；从2023年7月上半月起 5 3 在这里设的" in page.run().text
    assert "7月21日" in visit(small.engine, "schedule", half_month="2023-07-1").text
    page = visit(small.engine, "admin", who={"name": "联席办"}, view="settings")
    page.app.selectbox(key="setting_shown").select("calendar.due_days_from")
    page.run().button("恢复为 config.toml 的值").click()
    assert "半月结束后第几个工作日截止 3 3 同文件" in page.run().text


def test_who_is_not_the_office_cannot_set(visit, small):
    page = visit(small.engine, "admin", who={"name": "望谟县", "role": "reporter", "unit": "522326"}, view="settings")
    assert "设置项" not in page.text


def test_text_of_a_document_is_rewritten_with_its_placeholders(visit, small, monkeypatch):
    page = visit(small.engine, "admin", who={"name": "联席办"}, view="texts")
    assert "通报" in page.app.selectbox(key="document_shown").options and "words.rise" not in page.text
    page.app.selectbox(key="document_shown").select("words")
    page.run().app.selectbox(key="text_words").select("words.rise")
    assert "可用占位符：{amount}" in page.run().text
    page.app.text_area[0].input("多了{no_such}")
    page.button("保存").click()
    assert "no_such" in page.run().text
    page.app.text_area[0].input("多了{amount}")
    page.button("保存").click()
    assert "已在这里改写" in page.run().text and "比上期增加{amount}" in page.text
