"""准入审批表 and 批复: both routes, from the draft to the answer, every number as it is in the data and in the file."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import docx
import pytest

from lib.documents.kinds import of_admission
from lib.documents.word import write
from lib.kept import store
from lib.kept.reference import read_reference
from lib.ledger.access import GUEST, Actor, engineer
from lib.review.admissions import number_reply, take_step
from lib.words.errors import Forbidden, Refusal
from lib.words.half_months import HalfMonth
from tests.conftest import record
from tests.documents.test_briefing import section, text
from tests.oracle import Oracle, as_printed, read_number

OFFICE = engineer("联席办 李四")
WHOLE = {
    "department_code": "D1", "matter": "地质灾害点汛期加密巡查", "basis": "地质灾害防治条例", "content": "每周加看一次",
    "units": "522326 522301001001", "urgency": "general", "start_on": date(2023, 7, 20), "exit_on": date(2023, 9, 30),
    "hours_month": Decimal("4.5"), "forms_month": 1, "staff": 24, "funds": 150000, "materials": "反光背心",
    "apart": "只在汛期加密", "applied_on": date(2023, 7, 3), "decided_as": "",
}  # fmt: skip
DECIDED = {"decided_on": date(2023, 7, 12), "decided_as": "meeting", "decided_by": "州联席会议第10次会议"}
SECRETARY = {"decided_on": date(2023, 7, 5), "decided_as": "secretary", "decided_by": "望谟县委副书记王五"}
CASES = {
    "2023-001": {"state": "in_force", "units": "522326101", "hours_month": Decimal(6), "forms_month": 2} | DECIDED,
    "2023-002": {"state": "reviewed"},
    "2023-003": {"state": "approved", "note": "每月报送一次进度"} | DECIDED,
    "2023-004": {"state": "approved", "urgency": "urgent", "matter": "香蕉枯萎病应急排查"} | SECRETARY,
    "2023-005": {"state": "refused", "note": "拍照打卡不予准入"} | DECIDED,
    "2023-006": {"state": "draft", "applied_on": None, "exit_on": None, "units": "", "staff": None, "funds": None,
                 "materials": "", "hours_month": None, "forms_month": None, "basis": "", "content": ""},
    "2023-007": {"state": "reviewed", "urgency": "urgent", "matter": "白蛾应急排查"},
    "2023-008": {"state": "approved", "urgency": "urgent", "matter": "冰雹应急排查"} | DECIDED,
    "2023-009": {"state": "reviewed", "urgency": "urgent", "matter": "山火应急排查", "units": "522326"},
}  # fmt: skip


@pytest.fixture
def office(small):
    item = {"category": "", "basis": "", "boundary": "", "department_code": "D1"}
    small.save(
        record("department", code="D1", name="州自然资源局", name_en="Land"),
        record("duty_item", code="X06", kind="assist", name="地质灾害点巡查报告", name_en="", **item),
        *(record("admission", code=code, **WHOLE | more) for code, more in CASES.items()),
        loads=True,
    )
    return small


def made(office, code: str, kind: str):
    with store.reading(office.engine) as connection:
        return of_admission(connection, read_reference(connection), code, kind)


def read(document):
    """The file as python-docx reads it: its paragraphs, and of the form each label with what stands beside it."""
    word = docx.Document(BytesIO(write(document)))
    pairs: dict[str, str] = {}
    for table in word.tables:
        for row in table.rows:
            cells = list(dict.fromkeys(cell._tc for cell in row.cells))
            texts = [docx.table._Cell(cell, table).text for cell in cells]
            pairs |= dict(zip(texts[::2], texts[1::2], strict=True))
    return [paragraph.text for paragraph in word.paragraphs], pairs


def test_form_of_a_general_matter_says_what_is_applied_for_and_decided(office):
    paragraphs, form = read(made(office, "2023-003", "admission"))
    assert [one for one in paragraphs if one][:2] == [
        "村级组织新增工作事项准入审批表",
        "申请编号：2023-003　　申请日期：2023年7月3日",
    ]
    assert {label: form[label] for label in list(form)[:11]} == {
        "申请部门": "州自然资源局", "申请类型": "一般事项，由联席会议审定", "事项名称": "地质灾害点汛期加密巡查",
        "政策依据": "地质灾害防治条例", "事项内容": "每周加看一次",
        "涉及范围": "望谟县、黄草街道第1村，共5个村（社区）",
        "开始日期": "2023年7月20日", "退出日期": "2023年9月30日", "人员保障": "24人", "经费保障": "150000元",
        "物资保障": "反光背心",
    }  # fmt: skip
    assert form["增加负担"] == ("每村每月增加工时4.5小时、报表1张；连同执行中的事项，承担最多的村每月合计10.5小时、3张")
    assert form["清单比对"] == "与清单事项“地质灾害点巡查报告”有62%相同；不属重复的理由：只在汛期加密"
    decision = form["联席会议\n审定意见"].split("\n")
    assert decision[:2] == ["同意准入。每月报送一次进度。", "州联席会议第10次会议　　2023年7月12日"]


def test_form_of_an_urgent_matter_is_the_deputy_secretarys(office):
    _paragraphs, form = read(made(office, "2023-004", "admission"))
    assert form["申请类型"] == "特殊紧急事项，由县级副书记审批" and form["清单比对"] == "与三张清单的事项不重复"
    assert form["县级副书记\n审批意见"].startswith("同意准入。\n望谟县委副书记王五　　2023年7月5日")


@pytest.mark.parametrize("code, who", [("2023-007", "联席会议"), ("2023-008", "州联席会议第10次会议")])
def test_urgent_matter_of_several_counties_is_the_meetings_in_form_and_reply(office, code, who):
    _paragraphs, form = read(made(office, code, "admission"))
    assert form["申请类型"] == "特殊紧急事项，涉及几个县，由联席会议审定"
    assert "联席会议\n审定意见" in form and "县级副书记\n审批意见" not in form
    said = text(made(office, code, "reply"))
    assert f"该事项属特殊紧急事项，经{who}审" in said and "副书记" not in said


def test_urgent_matter_of_one_county_that_waits_is_its_deputy_secretarys(office):
    _paragraphs, form = read(made(office, "2023-009", "admission"))
    assert form["申请类型"] == "特殊紧急事项，由县级副书记审批" and "县级副书记\n审批意见" in form


def test_form_is_a_draft_with_room_for_opinions_until_it_is_decided(office):
    waiting, new = made(office, "2023-002", "admission"), made(office, "2023-006", "admission")
    assert waiting.draft == new.draft == "草稿" and waiting.file_name == "准入审批表（2023-002）（草稿）.docx"
    _paragraphs, form = read(waiting)
    assert form["联席会议\n办公室审核\n意见"].startswith("审核通过，提请审批。")
    assert form["联席会议\n审定意见"] == "\n\n\n（盖章或签字）　　　　　年　　月　　日"
    paragraphs, form = read(new)
    assert any("申请日期：尚未提交" in one for one in paragraphs) and {
        form[name] for name in ("退出日期", "经费保障", "涉及范围")
    } == {"—"}


def test_approval_names_range_guarantees_load_exit_and_conditions(office):
    document = made(office, "2023-003", "reply")
    assert (document.addressees, document.number, document.draft) == ("州自然资源局", "州减负联席办〔2023〕　号", "")
    assert document.signed_on == date(2023, 7, 12) and document.title[0] == "关于地质灾害点汛期加密巡查"
    assert text(document).startswith(
        "你单位2023年7月3日提出的“地质灾害点汛期加密巡查”准入申请（编号2023-003）收悉。经州联席会议第10次会议审定"
    )
    assert "实施范围为望谟县、黄草街道第1村，共5个村（社区），自2023年7月20日起开始" in section(document, "同意准入")
    assert "人员24人、经费150000元，物资为反光背心" in section(document, "落实三项保障")
    assert section(document, "控制村级负担") == "每村每月工时不超过4.5小时、报表不超过1张。"
    assert section(document, "按期退出").startswith("2023年9月30日到期即行退出")
    assert section(document, "其他要求") == "每月报送一次进度。"


def test_urgent_approval_says_who_decided_and_refusal_says_why(office):
    assert "该事项属特殊紧急事项，经望谟县委副书记王五审批" in text(made(office, "2023-004", "reply"))
    refused = made(office, "2023-005", "reply")
    assert "不同意“地质灾害点汛期加密巡查”准入。理由：拍照打卡不予准入。" in text(refused)
    assert "同意准入" not in text(refused) and "下达到村" in text(refused)


def test_answer_before_the_decision_is_a_draft_and_none_to_what_is_not_applied_for(office):
    document = made(office, "2023-002", "reply")
    assert document.draft == "草稿" and "该事项尚未决定，本件按同意拟稿，以决定为准，不得印发。" in text(document)
    with pytest.raises(Refusal, match="没有提交"):
        made(office, "2023-006", "reply")


def test_reason_is_what_was_written_at_the_decision(office):
    take_step(office.engine, "2023-002", "refuse", OFFICE, note="与现有巡查重复", decided_by="第11次会议")
    assert "理由：与现有巡查重复。" in text(made(office, "2023-002", "reply"))


@pytest.mark.parametrize(
    ("typed", "said"), [("12", "州减负联席办〔2023〕12号"), (" 州联〔2023〕7号 ", "州联〔2023〕7号")]
)
def test_number_of_the_reply_is_the_registrys(office, typed, said):
    number_reply(office.engine, "2023-003", typed, OFFICE)
    assert made(office, "2023-003", "reply").number == said


def test_number_needs_a_decision_and_the_office(office):
    with pytest.raises(Refusal):
        number_reply(office.engine, "2023-002", "12", OFFICE)
    for actor in (GUEST, Actor(name="州自然资源局 甲", role="reporter", department_code="D1")):
        with pytest.raises(Forbidden):
            number_reply(office.engine, "2023-003", "12", actor)


NAMES = re.compile(r"2023-\d{3}|\d{4}年\d+月\d+日|第\d+村|第\d+次会议")


@pytest.mark.parametrize("code", CASES)
def test_every_number_is_the_one_in_the_data_and_none_is_unexplained(office, code):
    oracle = Oracle(office.engine, HalfMonth.parse("2023-07-1"))
    for kind in ("admission", "reply")[: 1 if CASES[code]["state"] == "draft" else 2]:
        document = made(office, code, kind)
        runs = document.runs
        assert [
            (one.text, one.ref) for one in runs if one.ref and read_number(one.text) != as_printed(oracle, one.ref)
        ] == []
        rest = "".join(one.text for one in runs if one.ref is None)
        assert not re.search(r"\d", NAMES.sub("", rest)), rest
        said = "".join([*read(document)[0], *read(document)[1].values()])
        assert all(one.text in said for one in runs if one.ref)
