"""抽查: plan → draw → what was found → results → back to the county; each refusal says how to mend."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from lib.documents.kinds import notice_of_check
from lib.documents.word import write
from lib.kept.models import DrawKind, PlanState
from lib.kept.reference import read_reference
from lib.kept.store import reading
from lib.ledger.access import engineer
from lib.ledger.door import undo
from lib.review import spot_checks
from lib.review.grid import Source
from lib.review.grid import take as take_file
from lib.review.reviewing import close_half_month, decide, reopen_half_month
from lib.review.spot_checks import KeptFrame
from lib.review.submissions import Status, standings
from lib.review.uploads import save_upload
from lib.show.boards.spot_check_entry import changes
from lib.show.boards.spot_check_plans import plan_saved
from lib.show.workbook.route import route_sheets
from lib.words.errors import Conflict, Mistakes, Refusal
from lib.words.half_months import HalfMonth
from tests.conftest import VILLAGES, record

JULY = HalfMonth.parse("2023-07-1")
OFFICE = engineer("联席办 李四")
GROUP = engineer("核查组 甲")
REPORTED = dict(zip(VILLAGES, (5, 9, 0, 10, 4, 6), strict=True))
PLAN = {"indicators": ["boards_removed"], "draw": "by_size", "villages": "5", "note": "", "by_doubts": False}


@pytest.fixture
def july(small):
    """July with values that differ, of which one is 0."""
    small.save(*(small.change(code, "boards_removed", value) for code, value in REPORTED.items()))
    return small


def read(small, do, *args):
    with reading(small.engine) as connection:
        return do(connection, *args)


def route(small, code="2023-07-1-01"):
    with reading(small.engine) as connection:
        return spot_checks.route(connection, read_reference(connection), spot_checks.plan_of(connection, code))


def results(small, code="2023-07-1-01"):
    with reading(small.engine) as connection:
        return spot_checks.results(connection, read_reference(connection), spot_checks.plan_of(connection, code))


def drawn(small, seed=7, **more):
    spot_checks.make(small.engine, JULY, PLAN | more, OFFICE)
    spot_checks.draw(small.engine, "2023-07-1-01", OFFICE, seed=seed)
    return route(small)


def find(small, stop, found="", *, actor=GROUP, **more):
    typed = {"found:boards_removed": found, "remark": ""} | more
    return spot_checks.record(small.engine, "2023-07-1-01", stop, typed, actor)


# The plan and its draw ------------------------------------------------------------------------------------------


def test_plan_is_drawn_once_and_tells_all_that_repeats_it(july):
    stops = drawn(july)
    plan = read(july, spot_checks.plan_of, "2023-07-1-01")
    assert (plan.state, plan.seed, str(plan.drawn_on)) == (PlanState.DRAWN, 7, "2023-07-17")
    kept = KeptFrame.of_text(plan.frame)
    assert (kept.visited, kept.unreported, kept.villages, kept.totals(0)) == (0, 0, 6, {"522301": 14, "522326": 20})
    assert sum(one.drawn + one.drawn_zero for one in kept.counties) == len(stops) == 5
    assert read(july, spot_checks.again, plan) == {stop.unit_code: stop.checks[0].chance for stop in stops}
    assert {stop.unit_code: int(stop.checks[0].reported) for stop in stops}.items() <= REPORTED.items()
    assert july.one("SELECT kind FROM batch ORDER BY id DESC") == "draw"
    assert july.one("SELECT note FROM batch ORDER BY id DESC") == "2023-07-1-01：抽取 5 个村，随机种子 7"
    with pytest.raises(Refusal, match="已于 2023-07-17 抽取"):
        spot_checks.draw(july.engine, "2023-07-1-01", OFFICE)


def test_message_names_the_plan_that_was_kept_also_where_it_takes_the_number_of_one_that_went(july):
    first = spot_checks.make(july.engine, JULY, PLAN, OFFICE)
    spot_checks.make(july.engine, JULY, PLAN, OFFICE)
    undo(july.engine, first.batch, OFFICE)
    saved = spot_checks.make(july.engine, JULY, PLAN | {"villages": "6"}, OFFICE)
    assert f"已保存，编号 {saved.batch}：方案 2023-07-1-01，抽查 6 个村" in read(july, plan_saved, saved.batch)


def test_same_seed_draws_the_same_villages_and_a_doubtful_one_comes_oftener(july):
    doubtful = july.reference.units[VILLAGES[4]].id
    spot_checks.make(july.engine, JULY, PLAN | {"by_doubts": True}, OFFICE)
    weights = {doubtful: 3.0}
    saved = spot_checks.draw(july.engine, "2023-07-1-01", OFFICE, lambda *_: weights, seed=3)
    first = {stop.unit_code: stop.checks[0].chance for stop in route(july)}
    undo(july.engine, saved.batch, OFFICE)
    assert route(july) == []
    spot_checks.draw(july.engine, "2023-07-1-01", OFFICE, lambda *_: weights, seed=3)
    assert {stop.unit_code: stop.checks[0].chance for stop in route(july)} == first
    undo(july.engine, july.one("SELECT MAX(id) FROM batch"), OFFICE)
    spot_checks.draw(july.engine, "2023-07-1-01", OFFICE, lambda *_: {}, seed=3)
    assert {stop.unit_code: stop.checks[0].chance for stop in route(july)} != first


@pytest.mark.parametrize("more, field, mend", [
    pytest.param({"villages": "7"}, "villages", "要抽 7 个村，能抽的只有 6 个；请改为 6 个以内", id="too many"),
    pytest.param({"villages": "4"}, "villages", "请改为 5 个以上", id="too few"),
    pytest.param({"villages": "三"}, "villages", "写成数字", id="no number"),
    pytest.param({"villages": "1"}, "villages", "2", id="one village"),
    pytest.param({"villages": ""}, "villages", "抽查村数和精度填一项", id="neither"),
    pytest.param({"points": "5"}, "villages", "抽查村数和精度填一项", id="both"),
    pytest.param({"villages": "", "points": "60"}, "points", "50", id="precision"),
    pytest.param({"indicators": []}, "indicators", "至少选一项指标", id="no indicator"),
    pytest.param({"indicators": ["mechanisms_cut_pct"]}, "indicators", "至少选一项指标", id="a percent"),
])  # fmt: skip
def test_plan_that_cannot_be_says_how_to_mend_it(july, more, field, mend):
    with pytest.raises(Mistakes) as mistakes:
        spot_checks.make(july.engine, JULY, PLAN | more, OFFICE)
    assert mend in mistakes.value.fields[field]
    assert july.one("SELECT COUNT(*) FROM spot_plan") == 0


def test_plan_typed_into_the_table_names_indicators_that_there_are(july):
    for codes, said in (("boards", "“boards”不是村级"), ("mechanisms_cut_pct", "不是村级"), ("labour_pay", "不是村级")):
        typed = {"indicators": codes, "draw": "simple", "state": "draft", "villages": 4}
        with pytest.raises(Refusal, match=said):
            july.save(record("spot_plan", code="P9", half_month=JULY.ordinal, **typed), kind="edit")


def test_precision_becomes_a_number_of_villages(july):
    spot_checks.make(july.engine, JULY, PLAN | {"villages": "", "points": "5"}, OFFICE)
    assert july.one("SELECT villages FROM spot_plan") == 6  # all there are


def test_village_that_was_visited_up_to_the_limit_is_left_out_and_said(july):
    busy = VILLAGES[2]
    visits = [
        event("E1", busy),
        visit("G1", busy, date(2023, 7, 20)),
        event("E2", VILLAGES[3]),
        visit("G2", VILLAGES[3], date(2023, 7, 11)),  # the week before: one visit in each
    ]
    july.save(*visits, kind="edit")
    with pytest.raises(Mistakes, match="另有 1 个村已达每周 2 次的巡访上限"):
        spot_checks.make(july.engine, JULY, PLAN | {"villages": "6"}, OFFICE)
    assert busy not in {stop.unit_code for stop in drawn(july)}


def event(code, unit):
    return record(
        "burden_event", code=code, unit_code=unit, happened_on=date(2023, 7, 18), kind="inspection", title="查"
    )


def visit(code, unit, day):
    return record("visit", code=code, held_on=day, unit_code=unit, kind="guidance", topic="指导")


def test_county_with_one_village_left_is_named(july):
    spot_checks.make(july.engine, JULY, PLAN | {"villages": "4", "draw": "simple"}, OFFICE)
    july.save(july.change(VILLAGES[0], "boards_removed", None, before=REPORTED[VILLAGES[0]]))
    with pytest.raises(Refusal, match="兴义市能抽的村不足 2 个；1 个村未填报"):
        spot_checks.draw(july.engine, "2023-07-1-01", OFFICE)
    with pytest.raises(Mistakes, match="兴义市能抽的村不足 2 个"):  # and no such plan is kept
        spot_checks.make(july.engine, JULY, PLAN | {"villages": "4", "draw": "simple"}, OFFICE)


NOTHING = {"not_found:boards_removed": True}


# What was found ---------------------------------------------------------------------------------------------------


def test_results_are_entered_village_by_village_and_two_people_do_not_overwrite_each_other(july):
    stop, other, *_rest = drawn(july)
    find(july, stop, "４", remark="门口还有1块")
    found = route(july)[0]
    check = found.checks[0]
    assert (check.found, check.remark, check.checked_by, str(check.checked_on)) == (
        4,
        "门口还有1块",
        "核查组 甲",
        "2023-07-17",
    )
    assert found.done and not route(july)[1].done
    with pytest.raises(Conflict):  # by a form that was filled before
        find(july, stop, "9", actor=engineer("核查组 乙"))
    find(july, found, "", remark="未见拆牌记录", **NOTHING)
    check = route(july)[0].checks[0]
    assert (check.found, check.not_found, check.done) == (None, True, True)
    find(july, other, "", remark="改日再去")  # a remark alone: it waits
    assert not route(july)[1].done and route(july)[1].checks[0].checked_on is None


@pytest.mark.parametrize("typed, field, mend", [
    pytest.param({"found:boards_removed": "几块"}, "found:boards_removed", "写成数字，如 12；", id="words"),
    pytest.param({"found:boards_removed": "3.5"}, "found:boards_removed", "只能是整数", id="half a board"),
    pytest.param({"found:boards_removed": "-1"}, "found:boards_removed", "0", id="below nothing"),
    pytest.param({"found:boards_removed": "999999"}, "sure:boards_removed", "10 倍以上", id="tenfold"),
    pytest.param({"found:boards_removed": "3"} | NOTHING, "not_found:boards_removed", "只能填一项", id="both"),
])  # fmt: skip
def test_result_that_cannot_be_is_named_beside_its_field(july, typed, field, mend):
    stop = drawn(july)[0]
    with pytest.raises(Mistakes) as mistakes:
        spot_checks.record(july.engine, "2023-07-1-01", stop, typed, GROUP)
    assert mend in mistakes.value.fields[field]
    with pytest.raises(Refusal, match="没有改动"):
        find(july, stop)


def test_draw_with_results_stays_and_results_stay_once_the_check_has_ended(july):
    stop = drawn(july)[0]
    batch = july.one("SELECT MAX(id) FROM batch WHERE kind = 'draw'")
    with pytest.raises(Refusal, match="还没有填写结果"):
        spot_checks.end(july.engine, "2023-07-1-01", OFFICE)
    find(july, stop, "4")
    with pytest.raises(Refusal, match="已经填写结果"):
        undo(july.engine, batch, OFFICE)
    with pytest.raises(Refusal, match="只能删去草稿"):
        spot_checks.take_away(july.engine, "2023-07-1-01", OFFICE)
    ended = spot_checks.end(july.engine, "2023-07-1-01", OFFICE)
    with pytest.raises(Refusal, match="尚未抽取或已经结束"):
        find(july, route(july)[0], "5")
    undo(july.engine, ended.batch, OFFICE)
    find(july, route(july)[0], "5")


def test_draft_goes_and_comes_and_is_no_plan_under_way(july):
    spot_checks.make(july.engine, JULY, PLAN, OFFICE)
    with pytest.raises(Refusal, match="只有进行中的抽查才能结束"):
        spot_checks.end(july.engine, "2023-07-1-01", OFFICE)
    saved = spot_checks.take_away(july.engine, "2023-07-1-01", OFFICE)
    undo(july.engine, saved.batch, OFFICE)
    assert read(july, spot_checks.plan_of, "2023-07-1-01").draw is DrawKind.BY_SIZE


HEADER = "方案代码,单位代码,指标代码,填报值,核实值,查无依据,备注\n"


def uploaded(july, *rows, header=HEADER):
    text = header + "".join(f"2023-07-1-01,{row}\n" for row in rows)
    return take_file(july.engine, Source("records", "spot_check"), JULY, text.encode(), "x.csv")


def test_file_brings_results_and_its_blank_rows_change_nothing(july):
    stops = drawn(july)
    rows = [f"{stop.unit_code},boards_removed,{stop.checks[0].reported},," for stop in stops]
    large = uploaded(july, rows[0].replace(",,", ",4000,"))
    assert "4,000" in changes(july.reference, large.preview.changes)
    many = [large.preview.changes[0]] * 25
    assert "还有 5 处改动没有列出" in changes(july.reference, many)
    assert "第 2 行核实值是填报值的 10 倍以上，保存前请再核对" in large.checked.notices
    upload = uploaded(july, rows[0].replace(",,", ",4,"), rows[1] + "是,牌子已拆", *rows[2:])
    assert not upload.checked.problems and "3 行没有填结果，保持原样" in upload.checked.notices
    save_upload(july.engine, upload, GROUP)
    one, two, three, *_rest = (stop.checks[0] for stop in route(july))
    assert (one.found, str(one.checked_on), two.not_found, two.remark, three.done) == (
        4,
        "2023-07-17",
        True,
        "牌子已拆",
        False,
    )
    assert not uploaded(july, *rows).preview.changes


@pytest.mark.parametrize("row, title, text, mend", [
    pytest.param("522326102002x,boards_removed,,4,,", "单位代码", "522326102002x", "没有这个代码", id="no village"),
    pytest.param("{first},boards_outside,,4,,", "单位代码", "{first}", "不在方案 2023-07-1-01 里", id="not drawn"),
    pytest.param("{first},boards_removed,,约4,,", "核实值", "约4", "去掉“约”", id="no number"),
    pytest.param("{first},boards_removed,,4.5,,", "核实值", "4.5", "只能是整数", id="half a board"),
    pytest.param("{first},boards_removed,99,4,,", "填报值", "99", "保持抽取时的样子", id="another report"),
    pytest.param("{first},boards_removed,,,查过,", "查无依据", "查过", "填“是”或“否”", id="neither yes nor no"),
    pytest.param("{first},boards_removed,,4,是,", "查无依据", "1", "只能填一项", id="both"),
])  # fmt: skip
def test_file_with_a_result_that_cannot_be_names_its_place_and_mend(july, row, title, text, mend):
    first = drawn(july)[0].unit_code
    [problem] = uploaded(july, row.format(first=first)).checked.problems
    assert (problem.row, problem.title, problem.text) == (2, title, text.format(first=first))
    assert mend in problem.mend


# What it says of the figures, and what goes back -------------------------------------------------------------------


def test_few_checks_say_counts_with_exact_limits_and_never_a_factor(july):
    for stop in drawn(july):
        find(july, stop, str(int(stop.checks[0].reported)))
    [result] = results(july)
    assert (result.whole.checks, result.whole.agree, result.whole.factor, result.waiting) == (5, 5, None, 0)
    assert {code: one.checks for code, one in result.counties.items()} == {"522301": 2, "522326": 3}
    assert result.whole.reported == 34 and not result.differing


def test_what_differs_goes_back_with_its_reason_when_it_is_known_to_all(july):
    stops = drawn(july)
    find(july, stops[0], "1", remark="只见1块")
    for stop in stops[1:]:
        find(july, stop, str(int(stop.checks[0].reported)))
    [result] = results(july)
    [one] = result.differing
    assert (one.unit_code, one.difference, one.value) == (stops[0].unit_code, 1, 1)

    def back():
        return spot_checks.send_back(july.engine, "2023-07-1-01", "village_cleanup", "522301", OFFICE)

    with pytest.raises(Refusal, match="先结束抽查"):
        back()
    spot_checks.end(july.engine, "2023-07-1-01", OFFICE)
    with pytest.raises(Refusal, match="没有不一致"):
        spot_checks.send_back(july.engine, "2023-07-1-01", "village_cleanup", "522326", OFFICE)
    close_half_month(july.engine, JULY, OFFICE, "到期")
    with pytest.raises(Refusal, match="2023年7月上半月已关闭"):
        back()
    reopen_half_month(july.engine, JULY, OFFICE, "抽查更正")
    back()
    [standing] = [one for one in read(july, standings, JULY) if one.key == ("village_cleanup", "522301")]
    reported = int(stops[0].checks[0].reported)
    name = july.reference.units[stops[0].unit_code].name
    assert standing.status is Status.RETURNED
    assert (
        standing.reason
        == "抽查核实（方案 2023-07-1-01）与填报不符，共 1 处（清理机构牌子 1 处）；请复核，更正或说明情况"
    )
    with reading(july.engine) as connection:
        mine, others = (
            spot_checks.cells_of(connection, july.reference, JULY, below, [standing]) for below in ("522301", "522326")
        )
    assert mine == {"village_cleanup": f"{name}清理机构牌子填报 {reported}，核实 1（只见1块）"} and not others
    assert july.value(stops[0].unit_code, "boards_removed") == reported  # nothing is corrected silently
    with pytest.raises(Refusal, match="已经这样处理过"):
        back()


def test_return_that_is_pending_keeps_its_reason_beside_that_of_the_check(july):
    stops = drawn(july)
    find(july, stops[0], "1")
    spot_checks.end(july.engine, "2023-07-1-01", OFFICE)
    decide(july.engine, JULY, "village_cleanup", "522301", "returned", OFFICE, "漏报3个村")

    def backs():
        return read(july, spot_checks.to_send_back, july.reference, read(july, spot_checks.plan_of, "2023-07-1-01"))

    assert [(one.before, one.returned) for one in backs()] == [("漏报3个村", False)]
    spot_checks.send_back(july.engine, "2023-07-1-01", "village_cleanup", "522301", OFFICE)
    assert july.one("SELECT reason FROM submission WHERE decision = 'returned'").startswith("漏报3个村；抽查核实")
    assert [(one.before, one.returned) for one in backs()] == [("", True)]


# Handed out -------------------------------------------------------------------------------------------------------


def test_route_sheets_come_back_as_an_upload_with_what_was_filled_in(july, tmp_path):
    stops = drawn(july)
    plan = read(july, spot_checks.plan_of, "2023-07-1-01")
    content = read(july, lambda connection: route_sheets(connection, july.reference, plan))
    assert not take_file(july.engine, Source("records", "spot_check"), JULY, content, "路线表.xlsx").preview.changes
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == ["使用说明", "兴义市", "望谟县"]
    sheet = book["兴义市"]
    assert [cell.value for cell in sheet[3]][:9] == [
        "序号", "乡镇(街道)", "村(社区)", "指标名称", "计量单位", "填报值", "核实值", "查无依据", "说明",
    ]  # fmt: skip
    assert (sheet["F4"].value, sheet["G4"].value, sheet["G4"].fill.fgColor.rgb) == (5, None, "FFFFF6C8")
    sheet["G4"], book["望谟县"]["H4"] = 3, "是"
    book.save(tmp_path / "filled.xlsx")
    filled = (tmp_path / "filled.xlsx").read_bytes()
    upload = take_file(july.engine, Source("records", "spot_check"), JULY, filled, "路线表.xlsx")
    assert not upload.checked.problems
    save_upload(july.engine, upload, GROUP)
    found = {stop.unit_code: stop.checks[0] for stop in route(july)}
    assert found[stops[0].unit_code].found == 3
    assert sum(check.not_found for check in found.values()) == 1 and sum(check.done for check in found.values()) == 2


def test_notice_names_villages_seed_and_manner_and_says_that_nobody_is_told(july):
    stops = drawn(july)
    plan = read(july, spot_checks.plan_of, "2023-07-1-01")
    document = read(july, lambda connection: notice_of_check(connection, july.reference, plan))
    text = "".join(run.text for run in document.runs)
    assert "四不两直" in text and "随机种子7" in text and plan.frame_hash in text and "不告知被抽查的县" in text
    assert all(july.reference.units[stop.unit_code].name in text for stop in stops)
    assert "列入抽样框6个村（社区），抽取5个" in text
    assert len(write(document)) > 10_000
