"""议程 and 会议纪要: what a meeting is to go through, and what it heard and decided."""

from datetime import date

import pytest

from lib.documents.kinds import of_meeting, supervision, to_supervise
from lib.documents.paper import Grid
from lib.documents.word import write
from lib.kept import store
from lib.kept.reference import read_reference
from lib.review.meetings import all_items, meeting_of, meetings, new_item, prepare, write_head, write_item
from lib.show.boards.schedule_meeting import meeting_board
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from tests.documents.test_briefing import WHO, section, text

JUNE, JULY = HalfMonth.parse("2023-06-2"), HalfMonth.parse("2023-07-1")


def made(engine, half_month, kind):
    with store.reading(engine) as connection:
        return of_meeting(connection, read_reference(connection), half_month, kind)


def test_agenda_names_admissions_that_wait_and_counties_that_did_not_report(demo):
    document = made(demo, JULY, "agenda")
    assert document.title == ("第7次减负赋能调度会议程",) and not document.draft
    assert text(document).startswith(
        "时间：—。地点：州联席会议办公室。主持：州联席会议召集人。内容：调度2023年7月上半月"
    )
    assert "晴隆县" in section(document, "通报报送情况") and "退回1个：望谟县" in section(document, "通报报送情况")
    with store.reading(demo) as connection:
        query = "SELECT matter FROM admission WHERE state IN ('applied', 'reviewed')"
        waiting = connection.exec_driver_sql(query).scalars().all()
    assert waiting and all(matter in section(document, "审议准入申请") for matter in waiting)
    assert "第6次调度会" in section(document, "通报上次调度会议定事项落实情况")


def test_minutes_say_who_was_there_what_was_said_and_decided(demo):
    document = made(demo, JUNE, "minutes")
    assert document.title == ("第6次减负赋能调度会纪要",) and document.signed_on == date(2023, 7, 6)
    assert text(document).startswith("2023年7月6日，州联席会议召集人在州联席会议办公室主持召开第6次减负赋能调度会")
    assert section(document, "会议指出").splitlines()[0] == "要坚持先清后规，清理出来的不准反弹（示意）。"
    assert section(document, "参会情况").startswith("参加：各县（市、新区）联席会议办公室主任")
    decided = section(document, "会议议定").splitlines()
    assert decided[0].startswith("（一）") and all("责任单位：" in line for line in decided)
    assert any("办结时限：" in line for line in decided) and any("办理结果：" in line for line in decided)
    assert not any(isinstance(block, Grid) for block in document.body) and write(document)[:2] == b"PK"


def test_minutes_of_an_open_meeting_are_a_draft_and_name_who_assists(small):
    prepare(small.engine, JULY, WHO)
    with store.reading(small.engine) as connection:
        this = meeting_of(meetings(connection), JULY)
    head = type(this)(**vars(this) | {"said": "一是快。\n二是实。", "recorder": "李四", "absent": "D2"})
    write_head(small.engine, this, head, WHO)
    item = new_item(this.code).changed(title="补齐底册", unit_code="522326", assisting="D2", due_on=date(2023, 7, 20))
    write_item(small.engine, new_item(this.code), item, WHO)
    document = made(small.engine, JULY, "minutes")
    assert document.draft and document.title[0].endswith("（草稿）") and "尚未闭会" in text(document)
    assert section(document, "会议议定") == "（一）补齐底册。责任单位：望谟县牵头，D2配合；办结时限：7月20日。"
    assert section(document, "会议指出").splitlines() == ["一是快。", "二是实。"]
    assert section(document, "参会情况").splitlines() == ["缺席：D2。", "记录：李四。"]
    with store.reading(small.engine) as connection:
        assert [one.assisting for one in all_items(connection).values() if one.title == "补齐底册"] == ["D2"]


def test_page_of_a_meeting_names_who_did_not_report_where_nobody_can_be_judged(small):
    def titles() -> list[str]:
        with store.reading(small.engine) as connection:
            return [block.finding.title for block in meeting_board(connection, small.reference, JULY).agenda[1:]]

    assert titles() == ["二、本期结果；还没有可评定的指标", "三、还没有填报"]
    small.save(small.change("522326", "labour_pay", 5))
    assert titles()[1] == "三、还不能评定进度；没有报齐的：兴义市、望谟县"


def test_without_a_meeting_it_is_said_where_to_prepare_it(small):
    with pytest.raises(Refusal, match="请先在“半月调度”的“调度会”里筹备"):
        made(small.engine, JULY, "agenda")


def test_sheet_of_supervision_is_for_what_is_overdue_and_who_is_far_behind(demo):
    with store.reading(demo) as connection:
        reference = read_reference(connection)
        about = to_supervise(connection, reference, JUNE)
        assert list(about.values())[0] == "晴隆县逐乡镇核对机构牌子剩余数" and {"522324", "522326"} <= set(about)
        item = supervision(connection, reference, JUNE, list(about)[0])
        county = supervision(connection, reference, JUNE, "522324")
        with pytest.raises(Refusal, match="请另选"):
            supervision(connection, reference, JUNE, "522328")
    assert item.addressees == "晴隆县" and item.title == ("减负赋能工作督办单",)
    assert "应于2023年7月10日前办结，已逾期7天。" in text(item)
    assert "晴隆县综合进度56.1%，应达78.1%，低22个百分点。" in text(county)
