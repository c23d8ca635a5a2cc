"""Attachments: kept through the door with their history, and handed out to whoever may see what they belong to."""

from dataclasses import replace
from datetime import date

import pytest

from lib.kept.changes import Change
from lib.kept.models import AttachedTo
from lib.kept.store import reading
from lib.ledger.access import GUEST, engineer, signed_in
from lib.ledger.door import Act, save, undo
from lib.review.attachments import Owner, attach, attachments, content, remove
from lib.words.errors import FileRefused, Forbidden, Refusal
from tests.conftest import record, sign_in

PDF = b"%PDF-1.7 the scan"
OFFICE = engineer("联席办 李四")
DRAFT, APPLIED = Owner(AttachedTo.ADMISSION, "A1"), Owner(AttachedTo.ADMISSION, "A2")
MINUTES, ITEM = Owner(AttachedTo.MEETING, "M1"), Owner(AttachedTo.ITEM, "M1-01")


@pytest.fixture
def office(small):
    """The small store with two departments, applications of the first, and a closed meeting."""
    blank = {"department_code": "D1", "urgency": "general", "matter": "防汛", "decided_as": ""}
    small.save(
        *(record("department", code=code, name=f"部门{code}") for code in ("D1", "D2")),
        *(record("admission", code=code, state=state, **blank) for code, state in (("A1", "draft"), ("A2", "applied"))),
        record("meeting", code="M1", half_month=55000, state="closed", held_on=date(2023, 7, 17)),
        record("action_item", code="M1-01", meeting_code="M1", kind="decision", title="补报", state="open"),
        loads=True,
    )
    return small


def someone(small, name: str, **scope: str):
    token = sign_in(small.engine, name, **scope)
    with reading(small.engine) as connection:
        return signed_in(connection, token)


def kept(small, *owners: Owner):
    with reading(small.engine) as connection:
        return attachments(connection, owners)


@pytest.mark.parametrize("owner", [DRAFT, APPLIED, MINUTES, ITEM])
def test_file_is_kept_with_its_record_and_comes_back_as_it_was(office, owner):
    receipt = attach(office.engine, owner, "签批件", "扫描.exe", PDF, OFFICE)
    [one] = kept(office, owner)
    assert (one.code, one.title, one.file_name, one.kind, one.size) == ("F0001", "签批件", "扫描.pdf", "pdf", len(PDF))
    assert (one.attached_by, one.department_code) == ("联席办 李四", "D1" if owner in (DRAFT, APPLIED) else None)
    assert content(office.engine, one.code, OFFICE) == PDF
    kind, note, file = office.all("SELECT kind, note, file_name FROM batch WHERE id = ?", receipt.batch)[0]
    assert (kind, note, file) == ("attach", "签批件", "扫描.pdf")


def test_removal_keeps_the_file_in_the_history_and_can_be_undone(office):
    attach(office.engine, MINUTES, "", "纪要.pdf", PDF, OFFICE)
    gone = remove(office.engine, "F0001", OFFICE)
    assert kept(office, MINUTES) == [] and office.one("SELECT COUNT(*) FROM stored_file") >= 1
    undo(office.engine, gone.batch, OFFICE)
    assert [one.title for one in kept(office, MINUTES)] == ["纪要"]
    assert content(office.engine, "F0001", OFFICE) == PDF
    attach(office.engine, MINUTES, "", "再来.pdf", PDF, OFFICE)
    assert [one.code for one in kept(office, MINUTES)][0] == "F0001" and len(kept(office, MINUTES)) == 2


def test_the_same_file_twice_is_stored_once(office):
    before = office.one("SELECT COUNT(*) FROM stored_file")
    for owner in (MINUTES, ITEM):
        attach(office.engine, owner, "", "证明.pdf", PDF, OFFICE)
    assert office.one("SELECT COUNT(*) FROM stored_file") == before + 1


def test_department_attaches_to_its_own_draft_alone(office):
    own, other = (someone(office, f"某{code}", role="reporter", department=code) for code in ("D1", "D2"))
    county = someone(office, "某县", role="reporter", unit="522326")
    undo(office.engine, attach(office.engine, DRAFT, "依据", "a.pdf", PDF, own).batch, own)
    attach(office.engine, DRAFT, "依据", "a.pdf", PDF, own)
    for who, owner in ((own, APPLIED), (own, MINUTES), (other, DRAFT), (county, DRAFT), (GUEST, DRAFT)):
        with pytest.raises(Forbidden):
            attach(office.engine, owner, "依据", "a.pdf", PDF, who)
    code = kept(office, DRAFT)[0].code
    for who in (other, county, GUEST):
        with pytest.raises(Forbidden):
            remove(office.engine, code, who)
    office.save(Change("admission", ("A1",), "state", "draft", "applied"), loads=True)
    with pytest.raises(Forbidden, match="已经提交"):
        remove(office.engine, code, own)


def test_who_may_see_the_record_may_load_its_attachments_and_no_guest(office):
    for owner in (DRAFT, APPLIED, MINUTES):
        attach(office.engine, owner, "", "a.pdf", PDF, OFFICE)
    own, other = (someone(office, f"某{code}", role="reporter", department=code) for code in ("D1", "D2"))
    county, viewer = someone(office, "某县", role="reporter", unit="522326"), someone(office, "某人", role="viewer")
    may = {"F0001": {own}, "F0002": {own, other, county, viewer}, "F0003": {own, other, county, viewer}}
    for code, readers in may.items():
        for who in (own, other, county, viewer, GUEST, replace(viewer, session="ended")):
            if who in readers:
                assert content(office.engine, code, who) == PDF
                continue
            with pytest.raises(Forbidden):
                content(office.engine, code, who)


@pytest.mark.parametrize(("change", "said"), [
    ({"kind": "png"}, "文件一起"),
    ({"size": 1}, "文件一起"),
    ({"sha256": "0" * 64}, "文件一起"),
    ({"owner_key": "M9"}, "已经没有"),
    ({"department_code": "D1"}, "已经没有"),
])  # fmt: skip
def test_record_that_is_not_what_its_file_says_is_refused(office, change, said):
    attach(office.engine, MINUTES, "", "a.pdf", PDF, OFFICE)
    whole = kept(office, MINUTES)[0].as_record() | {"code": "F9"} | change
    with pytest.raises(Refusal, match=said):
        save(office.engine, Act(OFFICE, "attach", content=PDF), [Change("attachment", ("F9",), "", None, whole)])


def test_attachment_stays_as_it_was_but_for_its_title(office):
    attach(office.engine, MINUTES, "", "a.pdf", PDF, OFFICE)
    save(office.engine, Act(OFFICE, "edit"), [Change("attachment", ("F0001",), "title", "a", "签批件")])
    with pytest.raises(Refusal, match="保持"):
        save(office.engine, Act(OFFICE, "edit"), [Change("attachment", ("F0001",), "owner_key", "M1", "M2")])


def test_record_with_attachments_is_not_taken_away(office):
    attach(office.engine, DRAFT, "", "a.pdf", PDF, OFFICE)
    [whole] = office.all("SELECT code FROM admission WHERE code = 'A1'")
    record_before = next(one for one in _applications(office) if one.code == whole[0]).as_record()
    with pytest.raises(Refusal, match="1 个附件"):
        save(office.engine, Act(OFFICE, "edit"), [Change("admission", ("A1",), "", record_before, None)])


def _applications(small):
    from lib.review.admissions import applications

    with reading(small.engine) as connection:
        return applications(connection)


def test_a_forbidden_kind_is_refused_and_nothing_is_kept(office):
    before = office.one("SELECT MAX(id) FROM batch")
    with pytest.raises(FileRefused, match="HTML"):
        attach(office.engine, MINUTES, "纪要", "纪要.pdf", b"<!doctype html><script>", OFFICE)
    assert office.one("SELECT MAX(id) FROM batch") == before
