"""The half month as 通报, 简报 and 反馈单: who is named, what is missing, and what the office writes of its own."""

from datetime import date
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import pytest
import sqlalchemy as sa

from lib.documents import kinds
from lib.documents.cautions import cautions
from lib.documents.head import Desk, head_of, write_head
from lib.documents.kinds import desk_of
from lib.documents.paper import Grid, Paragraph, plain, runs_of
from lib.documents.word import write, zipped
from lib.kept import store
from lib.kept.reference import read_reference
from lib.ledger.access import engineer
from lib.ledger.door import undo
from lib.review.reviewing import open_half_month
from lib.words import language
from lib.words.errors import Conflict, Mistakes, Refusal
from lib.words.half_months import HalfMonth
from tests.documents.handed_out import documents

JUNE, JULY = HalfMonth.parse("2023-06-2"), HalfMonth.parse("2023-07-1")
WHO = engineer("联席办 李四")


def made(engine, half_month, kind="notice", *counties):
    with store.reading(engine) as connection:
        return documents(connection, read_reference(connection), half_month, kind, counties)[0]


of_demo = cache(made)  # whoever only reads the demo reads a document that is made once


def text(document) -> str:
    return "\n".join(block.text for block in document.body if isinstance(block, Paragraph))


def section(document, heading: str) -> str:
    """The paragraphs under a heading, up to the next one."""
    found, inside = [], False
    for block in document.body:
        if isinstance(block, Paragraph) and block.role == "heading":
            inside = block.text.endswith(heading)
        elif inside and isinstance(block, Paragraph):
            found.append(block.text)
    return "\n".join(found)


def change(engine: sa.Engine, *statements: str) -> None:
    """Change the copy behind the ledger's back: what a document makes of it is asked here, not how it came."""
    with store.writing(engine) as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


# Open and closed ------------------------------------------------------------------------------------------------


def test_open_half_month_is_a_draft_in_mark_title_text_and_file_name(demo):
    document = of_demo(demo, JULY)
    assert document.draft == "草稿"
    assert document.title[-1] == "工作进展情况的通报（草稿）"
    assert document.file_name == "2023年7月上半月减负赋能工作通报（草稿）.docx"
    assert "2023年7月上半月仍在报送，本件为草稿" in text(document)


def test_closed_half_month_is_none(demo):
    document = of_demo(demo, JUNE)
    assert (document.draft, document.title[-1]) == ("", "工作进展情况的通报")
    assert document.file_name == "2023年6月下半月减负赋能工作通报.docx"
    assert "草稿" not in text(document)


def test_number_is_blank_until_the_registry_gave_it_and_is_the_notices_alone(demo_copy):
    assert made(demo_copy, JUNE).number == "州减负联席办〔2023〕\u3000号"
    assert made(demo_copy, JUNE, "digest").number == "第\u3000期"
    before = fields(demo_copy)
    write_head(demo_copy, JUNE, before, {"issue": "31", "digest_issue": "12", "signed_on": "2024-01-05"}, WHO)
    assert made(demo_copy, JUNE).number == "州减负联席办〔2024〕31号"  # the year of the day that the office set
    assert made(demo_copy, JUNE, "digest").number == "第12期"


def test_demo_says_that_it_is_one_and_an_office_does_not(demo, demo_copy):
    assert "本件由演示数据生成，除全州合计外均为示意。" in text(of_demo(demo, JUNE))
    change(demo_copy, "UPDATE batch SET kind = 'upload' WHERE file_name = 'submissions.csv'")
    assert "演示" not in text(made(demo_copy, JUNE))


# Who is named ---------------------------------------------------------------------------------------------------


def test_late_reports_are_named_with_their_day(demo):
    assert "按时报齐的县（市、新区）8个。迟报1个：晴隆县（县级赋能表7月7日报齐、村级赋能表7月7日报齐）。" in section(
        of_demo(demo, JUNE), "进度滞后和报送情况"
    )


def test_missing_partial_and_returned_reports_are_named(demo):
    said = section(of_demo(demo, JULY), "进度滞后和报送情况")
    assert "未报齐1个：普安县（村级清理表有73个村（社区）未报齐）。" in said
    assert "退回1个：望谟县（村级清理表，原因：现场抽查与填报数不一致，请逐村核实后重报）。" in said
    assert "尚未报送1个：晴隆县（全部6张报表）。" in said


def test_nobody_is_said_to_be_late_before_the_due_day(demo, decide):
    """On 17 July the reports of 2023-07-1 are due in two days."""
    document = of_demo(demo, JULY)
    assert "没有按时报齐" not in section(document, "存在的问题")
    assert "立即报齐" not in section(document, "下一步要求")
    decide(calendar={"today": date(2023, 7, 20)})
    document = made(demo, JULY)
    assert "普安县、晴隆县、望谟县没有按时报齐。" in section(document, "存在的问题")
    asked = section(document, "下一步要求")
    assert "普安县、晴隆县、望谟县要立即报齐2023年7月上半月报表，并书面说明原因。" in asked


def test_carried_values_are_named(demo):
    said = section(of_demo(demo, HalfMonth.parse("2023-02-2")), "进度滞后和报送情况")
    assert "沿用上期数据1个：望谟县（村级清理表）。" in said


def test_counties_and_measures_behind_are_named_with_their_distance(demo):
    said = section(of_demo(demo, JUNE), "进度滞后和报送情况")
    assert (
        "综合进度滞后的县（市、新区）2个：晴隆县（56.1%，应达78.1%，低22个百分点）、望谟县（60%，应达78.1%，低18.1个百分点）。"
        in said
    )
    assert "便民服务公示（州级牵头部门三，62%，应达77.8%，已连续滞后3个半月）" in said
    assert "反弹的村（社区）9个：捧乍镇第8村、" in said


def test_lead_departments_tell_of_what_is_behind_in_their_own_words(demo_copy):
    words = "done = '已公示。\n已核对；', problem = '', next_step = '逐县核对。'"
    change(demo_copy, f"UPDATE task_progress SET {words} WHERE task_code = '19' AND half_month = {JUNE.ordinal}")
    said = section(made(demo_copy, JUNE), "进度滞后和报送情况").splitlines()
    assert said[1] == "便民服务公示（州级牵头部门三）。进展：已公示；已核对。下一步：逐县核对。"
    assert said[2].startswith("改进调研方式（州级牵头部门一）。进展：") and said[3].startswith("（二）报送情况。")


def test_items_of_the_last_meeting_are_counted_and_those_overdue_named(demo):
    said = section(of_demo(demo, JUNE), "上次调度会议定事项落实情况")
    assert said.startswith("第5次调度会（6月21日召开）议定事项6项，已办结3项、在办3项。已逾期的是：晴隆县逐乡镇核对")
    assert "按期在办的是：望谟县上墙制度剩余清单每半月报一次（望谟县，7月20日到期）。" in said


def test_first_half_month_has_no_meeting_before_it(demo):
    assert "此前没有召开调度会。" in text(of_demo(demo, HalfMonth.parse("2023-01-1")))


def test_problems_and_decisions_of_the_meeting_follow_the_offices_words(demo):
    document = of_demo(demo, JUNE)
    assert "第6次调度会（7月6日召开）提出的难点问题：9 个村牌子清后又挂" in section(document, "存在的问题")
    assert section(document, "本次调度会议定事项").splitlines()[:2] == [
        "第6次调度会（7月6日召开）议定下列事项7项，请责任单位按期办结：",
        "1.兴义市“四牌两标”样板图发各县（兴义市，7月12日前）。",
    ]
    assert "调度会" not in section(document, "下一步要求")
    assert section(of_demo(demo, JULY), "本次调度会议定事项") == "本半月尚未召开调度会。"


def test_registers_of_the_campaign_have_their_paragraphs(demo):
    said = section(of_demo(demo, JUNE), "监测、准入、一村一策和部门自查情况").splitlines()
    assert [line.partition("。")[0] for line in said] == [
        "（一）监测点情况", "（二）准入办理情况", "（三）一村一策情况", "（四）部门自查情况",
    ]  # fmt: skip
    assert "32个村级监测点本半月记录到村事项148件，其中会议44件、迎检35件、" in said[0]
    assert "受理准入申请1件，同意1件，不同意0件，退出0件，待审1件。同意的是：农村供水管网入户登记" in said[1]
    assert "已定下减负办法的村（社区）1360个，比上期增加150个，完成目标的95.2%，应达100%，预警。" in said[2]
    assert said[3].startswith("（四）部门自查情况。州直部门63家，已完成自查63家，其中本半月5家。")


def test_village_that_ended_is_no_monitoring_point_any_more(demo_copy):
    point = "(SELECT MIN(code) FROM unit WHERE monitoring_point)"
    change(demo_copy, f"UPDATE unit SET valid_to = {JUNE.ordinal - 1} WHERE code = {point}")
    assert "31个村级监测点" in section(made(demo_copy, JUNE), "监测、准入、一村一策和部门自查情况")


def test_matter_past_its_exit_and_departments_without_a_review_are_named(demo):
    said = section(of_demo(demo, JULY), "监测、准入、一村一策和部门自查情况")
    assert "已过退出日期仍未退出的2件：第五次经济普查村级清查引导（州级部门21）、" in said
    early = section(of_demo(demo, HalfMonth.parse("2023-02-1")), "监测、准入、一村一策和部门自查情况")
    assert "尚未自查的是" in early and "同意" in early


def test_register_in_which_nothing_stands_is_missing_not_zero(demo_copy):
    plans = "(SELECT id FROM indicator WHERE code = 'village_policy_done')"
    change(
        demo_copy,
        *(f"DELETE FROM {table}" for table in ("burden_event", "self_review")),
        f"DELETE FROM rollup WHERE indicator_id = {plans}",
    )
    said = section(made(demo_copy, HalfMonth.parse("2023-01-1")), "监测、准入、一村一策和部门自查情况").splitlines()
    assert said == [
        "（一）监测点情况。监测点记录尚无数据。", "（二）准入办理情况。准入申请尚无数据。",
        "（三）一村一策情况。一村一策尚无数据。", "（四）部门自查情况。部门自查尚无数据。",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("held", "until"),
    [
        pytest.param("2023-07-06", "7月19日", id="before the next reports are due"),
        pytest.param("2023-07-19", "8月3日", id="on that day"),
        pytest.param("2023-07-25", "8月3日", id="after it"),
        pytest.param("2024-01-05", "2024年1月18日", id="in the new year"),
    ],
)
def test_deadline_of_what_is_overdue_follows_the_meeting(demo_copy, held, until):
    change(demo_copy, f"UPDATE meeting SET held_on = '{held}' WHERE code = 'M2023-06-2'")
    asked = section(made(demo_copy, JUNE), "下一步要求")
    assert f"逾期议定事项的责任单位要于{until}前办结" in asked
    assert f"于{until}前将整改情况报州联席会议办公室" in text(made(demo_copy, JUNE, "feedback", "522326"))
    assert "各县（市、新区）要于7月19日前报齐2023年7月上半月报表" in asked


def test_day_of_another_year_has_its_year(demo_copy):
    change(
        demo_copy,
        "UPDATE meeting SET held_on = '2024-01-05' WHERE code = 'M2023-06-2'",
        "UPDATE action_item SET due_on = '2022-12-09' WHERE title = '晴隆县逐乡镇核对机构牌子剩余数'",
    )
    document = made(demo_copy, JUNE)
    assert "第6次调度会（2024年1月5日召开）" in text(document)
    assert "（晴隆县，2022年12月9日到期）" in section(document, "上次调度会议定事项落实情况")


@pytest.mark.parametrize(
    ("signed", "held", "said"),
    [
        pytest.param("", "2023-07-06", [], id="all is well"),
        pytest.param("2023-07-04", "2023-07-03", ["成文日期 2023-07-04 早于报送截止日 2023-07-05"], id="before due"),
        pytest.param("2023-07-06", "2023-07-10", ["早于文中第6次调度会的召开日 2023-07-10"], id="before the meeting"),
        pytest.param("", "2023-07-20", ["第6次调度会 2023-07-20 才召开"], id="a meeting to come"),
    ],
)
def test_day_that_cannot_be_right_is_warned_of(demo_copy, signed, held, said):
    change(demo_copy, f"UPDATE meeting SET held_on = '{held}' WHERE code = 'M2023-06-2'")
    if signed:
        write_head(demo_copy, JUNE, fields(demo_copy), {"signed_on": signed}, WHO)
    document = made(demo_copy, JUNE)
    with store.reading(demo_copy) as connection:
        found = cautions(connection, JUNE, document)
    assert len(found) == len(said) and all(part in one for part, one in zip(said, found, strict=True))


def test_draft_is_not_warned_of_before_the_office_set_its_day(demo_copy):
    with store.reading(demo_copy) as connection:
        assert cautions(connection, JULY, made(demo_copy, JULY)) == []
    write_head(demo_copy, JULY, fields(demo_copy, JULY), {"signed_on": "2023-07-18"}, WHO)
    with store.reading(demo_copy) as connection:
        assert "早于报送截止日 2023-07-19" in cautions(connection, JULY, made(demo_copy, JULY))[0]


# Missing is not zero ----------------------------------------------------------------------------------------------


def test_sum_with_missing_parts_says_how_many_reported_once_in_a_paragraph(demo):
    paragraph = next(block for block in of_demo(demo, JULY).body if "清理牌子制度" in getattr(block, "text", ""))
    assert "清理机构牌子10503块（已报6／9县），" in paragraph.text
    assert paragraph.text.count("已报6／9县") == 1


def test_county_without_progress_is_named_and_not_ranked(demo):
    said = section(of_demo(demo, JULY), "各县（市、新区）综合进度")
    assert "晴隆县本半月没有任务进度数据，不参加排名。" in said
    assert "最高的安龙县与最低的望谟县相差24.7个百分点" in said


def test_half_month_without_a_report_says_so_instead_of_zeros(demo_copy):
    open_half_month(demo_copy, JULY.next(), WHO)
    said = text(made(demo_copy, JULY.next()))
    assert "清理机构牌子、清理上墙制度、四牌两标达标村尚无数据。" in said
    assert "各县（市、新区）尚无综合进度数据。任务措施尚无进度数据。" in said
    assert "没有综合进度滞后" not in said and "0块" not in said


def test_cell_tells_missing_from_not_asked(demo_copy):
    """A county without pilot villages has nothing to report of them."""
    pilots = "SELECT id FROM indicator WHERE form = 'pilot_reports'"
    mine = "SELECT id FROM unit WHERE substr(code, 1, 6) = '522328'"
    change(
        demo_copy,
        "UPDATE unit SET report_pilot = FALSE WHERE substr(code, 1, 6) = '522328'",
        f"DELETE FROM rollup WHERE unit_id IN ({mine}) AND indicator_id IN ({pilots})",
    )
    [table] = [block for block in made(demo_copy, JULY).blocks if isinstance(block, Grid) and "五项减负" in block.title]
    at = [header.partition("（")[0] for header in table.headers].index("清理各类报表")
    cells = {row[0].text: row[at].text for row in table.rows}
    assert (cells["安龙县"], cells["晴隆县"]) == ("／", "—")
    assert cells["兴义市"].isdigit()


@pytest.mark.parametrize(
    ("moved", "said"),
    [
        pytest.param("-105", "驻村干部2359名，比上期减少105名；", id="falls"),
        pytest.param("0", "驻村干部2359名，与上期持平；", id="stays"),
        pytest.param("NULL", "驻村干部2359名，与上期不可比；", id="nothing to compare"),
    ],
)
def test_change_is_told_in_its_direction(demo_copy, moved, said):
    which = "indicator_id = (SELECT id FROM indicator WHERE code = 'resident_cadres')"
    change(demo_copy, f"UPDATE rollup SET change = {moved} WHERE level = 0 AND half_month = {JUNE.ordinal} AND {which}")
    assert said in text(made(demo_copy, JUNE))


def test_county_that_fell_back_is_told_so(demo_copy):
    """Its change is set to that of a county of which tasks were taken back."""
    which = "unit_id = (SELECT id FROM unit WHERE code = '522326')"
    change(
        demo_copy,
        f"UPDATE unit_rollup SET change = -2190 WHERE half_month = {JUNE.ordinal} AND level = 1 AND {which}",
    )
    assert "居第8位，比上期下降21.9个百分点。" in text(made(demo_copy, JUNE, "feedback", "522326"))
    assert "进展最慢的是望谟县，比上期下降21.9个百分点。" in text(made(demo_copy, JUNE))


# What the office writes itself --------------------------------------------------------------------------------------


def fields(engine, half_month=JUNE) -> Desk:
    with store.reading(engine) as connection:
        return desk_of(connection, read_reference(connection), half_month)


def kept(engine, half_month=JUNE):
    with store.reading(engine) as connection:
        return head_of(connection, half_month)


def test_fields_hold_what_the_data_say(demo):
    given = fields(demo).fields
    assert (given["issue"], given["signed_on"]) == ("", "2023-07-17")
    assert given["signed_by"] == "黔西南州减负赋能联席会议办公室"
    assert given["judgement"].startswith(
        "一是县际进展不平衡，综合进度最高的安龙县与最低的晴隆县相差30.4个百分点。\n二是"
    )


def test_own_judgement_stands_in_the_document_and_is_kept_with_a_closed_half_month(demo_copy):
    before = fields(demo_copy)
    own = "晴隆县差距最大。\n\n　望谟县要跟上。"
    write_head(demo_copy, JUNE, before, before.fields | {"judgement": own}, WHO)
    assert kept(demo_copy).judgement == own
    assert section(made(demo_copy, JUNE), "存在的问题").startswith(
        "晴隆县差距最大。\n望谟县要跟上。\n第6次调度会（7月6日召开）提出的难点问题"
    )
    assert kept(demo_copy, JULY) is None


def test_what_was_left_as_it_is_goes_on_following_the_data(demo_copy):
    before = fields(demo_copy)
    write_head(demo_copy, JUNE, before, before.fields | {"issue": "3", "copies": "州委办公室"}, WHO)
    assert (kept(demo_copy).issue, kept(demo_copy).judgement, kept(demo_copy).signed_by) == (3, "", "")
    document = made(demo_copy, JUNE)
    assert (document.number, document.copies) == ("州减负联席办〔2023〕3号", "州委办公室")


def test_emptied_text_is_generated_again(demo_copy):
    before = fields(demo_copy)
    write_head(demo_copy, JUNE, before, {"demands": "抓紧。"}, WHO)
    assert "抓紧。" in text(made(demo_copy, JUNE))
    write_head(demo_copy, JUNE, fields(demo_copy), {"demands": " "}, WHO)
    assert "一是晴隆县、望谟县、普安县要对照应达进度" in text(made(demo_copy, JUNE))


def test_nothing_changed_is_not_saved(demo_copy):
    before = fields(demo_copy)
    with pytest.raises(Refusal, match="没有"):
        write_head(demo_copy, JUNE, before, before.fields, WHO)
    assert kept(demo_copy) is None


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(demo_copy):
    mine = fields(demo_copy)
    write_head(demo_copy, JUNE, fields(demo_copy), {"judgement": "甲写的。"}, engineer("联席办 王五"))
    with pytest.raises(Conflict):
        write_head(demo_copy, JUNE, mine, {"judgement": "乙写的。"}, WHO)
    later = fields(demo_copy)
    write_head(demo_copy, JUNE, fields(demo_copy), {"judgement": "甲又写的。"}, engineer("联席办 王五"))
    with pytest.raises(Conflict):
        write_head(demo_copy, JUNE, later, {"judgement": "乙写的。"}, WHO)
    assert kept(demo_copy).judgement == "甲又写的。"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        pytest.param("issue", "十二", id="issue in words"),
        pytest.param("issue", "0", id="issue 0"),
        pytest.param("signed_on", "7月17日", id="day without a year"),
    ],
)
def test_field_that_cannot_be_read_is_named(demo_copy, field, typed):
    before = fields(demo_copy)
    with pytest.raises(Mistakes) as refused:
        write_head(demo_copy, JUNE, before, before.fields | {field: typed}, WHO)
    assert refused.value.fields.keys() == {field}


def test_undo_gives_back_what_was_generated(demo_copy):
    receipt = write_head(demo_copy, JUNE, fields(demo_copy), {"judgement": "一句。"}, WHO)
    undo(demo_copy, receipt.batch, WHO)
    assert kept(demo_copy) is None


# 简报 and 反馈单 ----------------------------------------------------------------------------------------------------


def test_digest_has_the_six_figures_and_names_few(demo):
    document = of_demo(demo, JULY, "digest")
    [table] = [block for block in document.body if isinstance(block, Grid)]
    assert [row[0].text for row in table.rows] == [
        "清理机构牌子", "清理上墙制度", "清理各类报表", "督查检查压减", "驻村干部", "就业补助资金",
    ]  # fmt: skip
    assert [run.text for run in table.rows[0]][1:] == ["10503块", "+116块", "96.6", "100.0", "▲预警（逾期）"]
    assert "滞后的任务措施1项：便民服务公示。" in text(document)


def test_sheet_speaks_to_one_county(demo):
    document = of_demo(demo, JUNE, "feedback", "522326")
    assert document.title == ("望谟县2023年6月下半月", "减负赋能工作反馈单")
    assert document.addressees == "望谟县联席会议办公室"
    assert "你县综合进度60%，应达78.1%，滞后，在9个县（市、新区）中居第8位，比上期提高15.9个百分点。" in text(document)
    assert "于7月19日前将整改情况报州联席会议办公室" in text(document)
    assert section(document, "交办事项") == "1.望谟县上墙制度剩余清单每半月报一次，7月20日前办结。"


def test_sheet_names_the_villages_furthest_behind(demo):
    villages = [block for block in of_demo(demo, JUNE, "feedback", "522326").body if isinstance(block, Grid)][-1]
    assert len(villages.rows) == 8
    assert [run.text for run in villages.rows[0]] == ["1", "郊纳镇第4村", "31.7", "89.3", "−57.6"]


@pytest.mark.parametrize(("county", "you"), [("522301", "你市综合"), ("522391", "你区综合"), ("522328", "你县综合")])
def test_county_is_spoken_to_as_what_it_is(demo, county, you):
    assert you in text(of_demo(demo, JUNE, "feedback", county))


def test_sheet_of_a_county_that_did_not_report_says_what_is_missing(demo):
    document = of_demo(demo, JULY, "feedback", "522324")
    assert "你县本半月没有任务进度数据，不参加排名。" in text(document)
    assert section(document, "进度靠后的村（社区）") == "本半月没有村级数据，无法比较。"
    assert section(document, "报送和核实情况").startswith("未报6张：县级赋能表、")
    assert "应于7月10日前办结，已逾期7天，须于8月3日前办结。" in section(document, "交办事项")


def test_sheet_of_an_earlier_half_month_asks_nothing_of_later_meetings(demo):
    assert "没有未办结的交办事项。" in text(of_demo(demo, HalfMonth.parse("2023-03-2"), "feedback", "522326"))


def test_notice_says_how_far_the_figures_hold_who_is_to_check_again_and_who_is_felt_low(demo):
    document = of_demo(demo, JUNE)
    assert section(document, "核实情况").splitlines() == [
        "对2023年6月上半月填报数抽查72个村（社区）。"
        "清理机构牌子核实率93.3%（置信区间87.1%至97.1%），抽查72个村（社区），相符61个，多报8个，少报3个。"
        "清理上墙制度核实率94.8%（置信区间87.9%至98%），抽查72个村（社区），相符62个，多报9个，少报1个。",
        "兴仁市需复核。",
        "兴仁市填报进度高而群众满意度低，要对照群众评价逐项核对。本半月疑点数据8处，请有关县（市、新区）逐条核实。",
    ]
    annex = document.annexes[-1]
    assert annex.title == "抽查核实结果" and "可以重复抽取核对" in annex.blocks[0].note
    assert "20230626" not in annex.blocks[0].note  # with what villages reported it would name those that were drawn
    assert [plain(runs_of(cell)) for cell in annex.blocks[0].rows[1]] == [
        "清理机构牌子", "兴仁市", "8", "4", "4", "0", "需复核",
    ]  # fmt: skip


def test_sheet_says_what_was_checked_in_the_county(demo):
    said = section(of_demo(demo, JUNE, "feedback", "522302"), "报送和核实情况").splitlines()[-1]
    assert said == (
        "对你市2023年6月上半月填报数抽查8个村（社区）：清理机构牌子相符4个、多报4个、少报0个；"
        "清理上墙制度相符4个、多报3个、少报1个。抽查结果与填报数不符，请你市复核。你市本半月有疑点数据1处，请在系统“核实”页逐条核实。"
    )


def test_nothing_is_said_of_checks_before_there_was_one(demo):
    document = of_demo(demo, HalfMonth.parse("2023-01-1"))
    assert not section(document, "核实情况") and len(document.annexes) == 4


def test_every_county_has_its_sheet_in_one_file(demo):
    with store.reading(demo) as connection:
        reference = read_reference(connection)
        codes = [unit.code for unit in reference.children["5223"]]
        several = documents(connection, reference, JUNE, "feedback", codes)
        name = kinds.file_name(JUNE, several)
    assert [one.addressees.removesuffix("联席会议办公室") for one in several][:2] == ["兴义市", "兴仁市"]
    with ZipFile(BytesIO(zipped(*several))) as archive:
        assert archive.namelist() == [f"2023年6月下半月{one.addressees[:-7]}减负赋能工作反馈单.docx" for one in several]
        assert archive.read(archive.namelist()[1]) == write(several[1])
    assert (len(several), name) == (9, "2023年6月下半月各县（市、新区）减负赋能工作反馈单.docx")


# Language and hostile names -----------------------------------------------------------------------------------------


def test_document_is_chinese_when_the_page_speaks_english(demo):
    chinese = made(demo, JUNE)
    language.use("en")
    assert made(demo, JUNE) == chinese
    assert language.current() == "en"


def test_names_with_braces_or_markup_are_said_as_they_are(demo_copy):
    change(
        demo_copy,
        "UPDATE unit SET name = '{晴隆}<b>县' WHERE code = '522324'",
        "UPDATE action_item SET title = '{due}=1+1' WHERE code = 'M2023-07-1-01'",
    )
    said = text(made(demo_copy, JUNE))
    assert "{晴隆}<b>县（56.1%" in said
    assert "{due}=1+1（{晴隆}<b>县，7月10日到期）" in said
