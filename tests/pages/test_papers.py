"""The papers on the pages: who may have them, the number of a reply, the layouts, and PDF where it can be made."""

from datetime import date

from lib.kept.store import reading
from lib.review.admissions import application
from tests.conftest import record

OFFICE = {"name": "联席办 李四"}
DECIDED = {"decided_on": date(2023, 7, 12), "decided_as": "meeting", "decided_by": "第10次会议"}


def applied(small) -> None:
    more = {"department_code": "D1", "matter": "防汛巡查", "units": "522326", "urgency": "general"}
    small.save(
        record("department", code="D1", name="州林业局", name_en="Forestry"),
        record("admission", code="2023-001", state="approved", applied_on=date(2023, 7, 3), **more | DECIDED),
        record("admission", code="2023-002", state="draft", decided_as="", **more),
        loads=True,
    )


def labels(page) -> set[str]:
    return {one.label for one in [*page.app.button, *page.app.get("download_button")]}


def test_papers_of_an_application_and_the_number_of_its_reply(visit, small, decide):
    decide(documents={"soffice": "/nowhere"})
    applied(small)
    page = visit(small.engine, "lists", matter="2023-001", who=OFFICE)
    assert {"准入审批表（Word）", "批复（Word）"} <= labels(page) and "另存为 PDF" in page.text
    assert not any("PDF" in label for label in labels(page))
    page.app.text_input(key="reply 2023-001:0:reply_number").set_value("abc")
    page.button("保存文号").click()
    assert "只写数字，如 12" in page.run().text
    page.app.text_input(key="reply 2023-001:0:reply_number").set_value("12 号")
    page.button("保存文号").click()
    page.run()
    with reading(small.engine) as connection:
        assert application(connection, "2023-001").reply_number == "12"
    draft = visit(small.engine, "lists", matter="2023-002", who=OFFICE)
    assert "准入审批表（Word）" in labels(draft) and "批复（Word）" not in labels(draft)
    guest = visit(small.engine, "lists", matter="2023-001")
    assert "批复（Word）" in labels(guest) and "保存文号" not in labels(guest)


def test_layout_of_each_kind_is_offered_with_its_placeholders(visit, small):
    page = visit(small.engine, "admin", view="templates", kind="reply", who=OFFICE)
    assert "内置版式（Word）" in labels(page) and "恢复内置版式" not in labels(page)
    assert "{{number}}" in page.text and "发文字号" in page.text
