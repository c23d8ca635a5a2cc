"""附件 on the pages: attached where the record is, loaded by whoever signed in, never shown within a page."""

from lib.kept.models import AttachedTo
from lib.ledger.access import engineer
from lib.review.attachments import Owner, attach
from tests.conftest import record

OFFICE = {"name": "联席办 李四"}


def applied(small):
    whole = {"department_code": "D1", "urgency": "general", "matter": "防汛", "decided_as": ""}
    department = record("department", code="D1", name="林业局")
    small.save(department, record("admission", code="A1", state="applied", **whole), loads=True)
    return small


def files(page) -> list[str]:
    """The labels of the buttons that hand attachments out."""
    labels = [button.proto.label for button in page.app.get("download_button")]
    return [label for label in labels if label in ("PDF", "PNG")]


def test_office_attaches_loads_and_removes_what_an_application_rests_on(visit, small):
    page = visit(applied(small).engine, "lists", who=OFFICE, matter="A1")
    page.button("上传附件").click()
    assert "请选择要上传的文件" in page.run().text
    page.app.file_uploader[0].upload("条例.html", b"<html><script>", "application/pdf")
    page.run().button("上传附件").click()
    assert "HTML/XML" in page.run().text and small.one("SELECT COUNT(*) FROM attachment") == 0
    page.app.file_uploader[0].upload("条例.html", b"%PDF-1.7", "text/html")
    page.run().button("上传附件").click()
    assert "条例 条例.pdf 8 B 2023-07-17 联席办 李四" in page.run().text
    assert files(page) == ["PDF"]
    page.button("删除").click()
    assert "条例.pdf" not in page.run().text
    page.button("撤销").click()
    assert "条例.pdf" in page.run().text


def test_guest_reads_that_there_are_attachments_and_loads_none(visit, small):
    attach(applied(small).engine, Owner(AttachedTo.ADMISSION, "A1"), "条例", "a.pdf", b"%PDF-", engineer("联席办"))
    page = visit(small.engine, "lists", matter="A1")
    assert "登录后可以下载附件" in page.text and not page.app.file_uploader
    assert not files(page)
