"""Who may do what: every table and every function that saves, for every role, inside and outside its scope.

Rules are no SQL: on PostgreSQL the suite tries each function by the office alone; the other roles have their turn there
in the long run.
"""

import inspect
import logging
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib import import_module
from pkgutil import walk_packages
from typing import NoReturn, get_type_hints

import pytest
import sqlalchemy as sa

import lib
from lib.documents import head, issuing, kinds, rewriting
from lib.documents.word_templates import kept
from lib.documents.word_templates.built_in import built_in
from lib.intake.checks import Reported
from lib.kept.changes import VALUES, Change, current_records
from lib.kept.models import AttachedTo
from lib.kept.reference import read_reference
from lib.kept.store import reading, revision
from lib.kept.tables import TABLES
from lib.ledger import accounts
from lib.ledger.access import GUEST, RULES, Actor, covers, engineer, may_write, scope_words, signed_in
from lib.ledger.door import Act, save, undo
from lib.review import (
    accepting,
    account_files,
    admissions,
    attachments,
    burden_entry,
    collecting,
    contents,
    meetings,
    office_settings,
    own_headers,
    reviewing,
    self_reviews,
    several,
    spot_checks,
    unchanged,
    updates,
    uploads,
)
from lib.review.submissions import ReportKey
from lib.words.errors import Forbidden, Refusal
from lib.words.half_months import HalfMonth
from tests.conftest import VILLAGES, Small, one_file, opened, record, sign_in

JULY = HalfMonth.parse("2023-07-1")

ROLES = {  # what each is in the small store: D1 leads measure 03, D2 leads nothing
    "guest": None,
    "viewer": {"role": "viewer"},
    "county": {"role": "reporter", "unit": "522326"},
    "township": {"role": "reporter", "unit": "522326101"},
    "department": {"role": "reporter", "department": "D1"},
    "checker": {"role": "checker"},
    "secretary": {"role": "secretary", "unit": "522326"},
    "office": {"role": "office"},
}


@pytest.fixture(scope="module")
def office_file(small_file):
    """The small store with two departments, a meeting, an inspection, an application, an event and a self-review."""
    several = [record("department", code=code, name=f"部门{code}") for code in ("D1", "D2")]
    several += [Change("task", ("03",), "department_code", None, "D1")]
    several += [record("meeting", code="M1", half_month=JULY.ordinal, state="open", held_on=date(2023, 7, 17))]
    several += [record("action_item", code="M1-01", meeting_code="M1", kind="decision", title="补报", state="open")]
    several += [
        record("inspection", code=f"I{code}", department_code=code, title="检查", kind="check", planned=True)
        for code in ("D1", "D2")
    ]
    several += [application(f"A{code}", code) for code in ("D1", "D2")]
    several += [record("self_review", department_code=code, reviewed_on=date(2023, 7, 1)) for code in ("D1", "D2")]
    several += [event("E1", "522326101001"), event("E2", "522301001001")]
    file = small_file.with_name("making_office.db")
    shutil.copyfile(small_file, file)
    with opened(file) as engine:
        save(engine, Act(engineer("联席办"), "edit"), several)
        one_file(engine, file.with_name("office.db"))
    return file.with_name("office.db")


@pytest.fixture
def office(given, office_file, small_reference):
    """What is changed in it are units and indicators of the small store."""
    with given("office", office_file) as engine:
        yield Small(engine, small_reference)


def application(code: str, department: str, **more: object) -> Change:
    whole = {"code": code, "department_code": department, "matter": "防汛", "state": "draft", "urgency": "general"}
    return record("admission", **whole | {"decided_as": ""} | more)


def event(code: str, unit: str) -> Change:
    return record("burden_event", code=code, unit_code=unit, happened_on=date(2023, 7, 3), kind="meeting", title="会")


def actor(small, role: str) -> Actor:
    if ROLES[role] is None:
        return GUEST
    token = sign_in(small.engine, f"某{role}", **ROLES[role])
    with reading(small.engine) as connection:
        return signed_in(connection, token)


# Every table ----------------------------------------------------------------------------------------------------

# table → a change (inside the scope of 522326101 or D1), and who may make it
CASES: dict[str, tuple[Callable[..., Change], set[str]]] = {
    "observation": (lambda s: s.change("522326101001", "boards_removed", 5), {"county", "township"}),
    "target": (lambda s: s.target("522326101001", "boards_removed", 9, before=6), set()),
    "unit": (lambda s: Change("unit", ("522326101001",), "note", "", "x"), set()),
    "department": (lambda s: Change("department", ("D1",), "name", "部门D1", "x"), set()),
    "form": (lambda s: Change("form", ("village_cleanup",), "name", "村级清理表", "x"), set()),
    "indicator": (lambda s: Change("indicator", ("boards_removed",), "section", "", "x"), set()),
    "board_item": (
        lambda s: Change("board_item", ("cleanup", "boards", "boards_removed"), "group_name", "牌子制度", "x"),
        set(),
    ),
    "setting": (lambda s: record("setting", code="title", value='"某州调度台"'), set()),
    "task": (lambda s: Change("task", ("03",), "name", "三张清单印发", "x"), set()),
    "published": (lambda s: published(), set()),
    "task_progress": (lambda s: progress("03", "5223"), {"department"}),
    "half_month": (lambda s: Change("half_month", (JULY.ordinal,), "state", "open", "closed"), set()),
    "submission": (lambda s: decided(s), set()),
    "duty_item": (lambda s: record("duty_item", code="X1", kind="duty", name="x"), set()),
    "column_rule": (
        lambda s: record("column_rule", code="r", smaller="mechanisms_now", larger="mechanisms_last_year"),
        set(),
    ),
    "admission": (lambda s: Change("admission", ("AD1",), "matter", "防汛", "抗旱"), {"department"}),
    "inspection": (lambda s: Change("inspection", ("ID1",), "title", "检查", "x"), {"department"}),
    "briefing": (lambda s: record("briefing", half_month=JULY.ordinal, judgement="一般"), set()),
    "meeting": (lambda s: Change("meeting", ("M1",), "note", "", "x"), set()),
    "action_item": (lambda s: Change("action_item", ("M1-01",), "result", "", "x"), set()),
    "self_review": (lambda s: Change("self_review", ("D1",), "note", "", "x"), {"department"}),
    "own_header": (lambda s: own_header("522326101"), {"county", "township"}),
    "spot_plan": (lambda s: spot_plan(), set()),
    "spot_check": (lambda s: spot_check(s), {"checker"}),
    "survey": (lambda s: survey(), set()),
    "pilot": (lambda s: pilot("522326101001"), set()),
    "visit": (lambda s: visit("522326101001"), set()),
    "collected": (lambda s: source(), set()),
    "attachment": (lambda s: attachment(s), {"department"}),
    "word_template": (lambda s: record("word_template", kind="minutes", file_name="a.docx", sha256="0"), set()),
    "burden_event": (lambda s: Change("burden_event", ("E1",), "title", "会", "x"), {"county", "township"}),
}


def attachment(small) -> Change:
    """The title of what is attached to a draft of D1."""
    if not small.one("SELECT COUNT(*) FROM attachment"):
        attachments.attach(small.engine, BASIS, "依据", "a.pdf", b"%PDF-", engineer("联席办"))
    return Change("attachment", ("F0001",), "title", "依据", "x")


def own_header(unit: str | None) -> Change:
    said = {"titles": "村寨 拆牌数", "meanings": "A=unit_name B=boards_removed"}
    return record("own_header", code="h", unit_code=unit, form="village_cleanup", **said)


def spot_plan() -> Change:
    said = {"indicators": "boards_removed", "draw": "simple", "state": "draft"}
    return record("spot_plan", code="P1", half_month=JULY.ordinal, villages=2, **said)


CHECK = ("P1", "522326101001", "boards_removed")


def spot_check(small, field: str = "found", after: object = Decimal(2), state: str = "drawn") -> Change:
    """A result of a village that was drawn."""
    if not small.one("SELECT COUNT(*) FROM spot_plan"):
        key = dict(zip(TABLES["spot_check"].key, CHECK, strict=True))
        plan = spot_plan()
        plan = plan._replace(after=plan.after | {"state": state})
        drawn = record("spot_check", **key, reported=Decimal(3), chance=Decimal("0.5"))
        small.save(plan, drawn, kind="load", loads=True)
    with reading(small.engine) as connection:
        before = current_records(connection, TABLES["spot_check"], [CHECK])[CHECK][field]
    return Change("spot_check", CHECK, field, before, after)


def survey() -> Change:
    counts = {"asked": 50, "answered": 40, "satisfied": 30}
    said = {"respondents": "villagers", "held_by": "县民调中心", "source": "半年民调"}
    return record("survey", code="V1", half_month=JULY.ordinal, county_code="522326", **counts, **said)


def pilot(unit: str) -> Change:
    return record("pilot", unit_code=unit, matter="boards", pilot_from=JULY.ordinal)


def visit(unit: str) -> Change:
    return record("visit", code="G1", held_on=date(2023, 7, 5), unit_code=unit, kind="guidance", topic="牌子规范")


def published() -> Change:
    return record(
        "published", id="x", section="一", name_zh="x", name_en="x", value=1, kind="stock", level="prefecture"
    )


def progress(task: str, unit: str) -> Change:
    return record("task_progress", half_month=JULY.ordinal, task_code=task, unit_code=unit, percent=50)


def decided(small) -> Change:
    key = (JULY.ordinal, "village_cleanup", "522326")
    with reading(small.engine) as connection:
        if key in current_records(connection, TABLES["submission"]):
            return Change("submission", key, "decision", "", "accepted")
    return record("submission", **dict(zip(TABLES["submission"].key, key, strict=True)), decision="accepted")


def test_every_table_has_a_rule_and_a_case():
    assert set(RULES) == {*TABLES, *VALUES} == set(CASES)


# rules are no SQL; what is saved through each function is tried on both databases
@pytest.mark.sqlite
@pytest.mark.parametrize(
    "table, role",
    [(table, role) for table, (_make, reporters) in CASES.items() for role in sorted({*reporters, "office"})],
)
def test_table_is_written_by_whom_its_rule_names(office, table, role):
    change, who = CASES[table][0](office), actor(office, role)
    assert save(office.engine, Act(who, "edit"), [change]).changes == 1


@pytest.mark.sqlite
@pytest.mark.parametrize("table", CASES)
def test_table_is_written_by_nobody_else(office, table):
    make, reporters = CASES[table]
    change = make(office)
    others = {role: actor(office, role) for role in ROLES.keys() - reporters - {"office"}}
    before = office.one("SELECT number FROM revision")
    assert [role for role, who in others.items() if not refuses(office, who, change)] == []
    assert office.one("SELECT number FROM revision") == before


def refuses(office, who: Actor, change: Change) -> bool:
    try:
        save(office.engine, Act(who, "edit"), [change])
    except Forbidden:
        return True
    return False


# Spot checks ----------------------------------------------------------------------------------------------------

# of a village that was drawn: what the checking group sets, and what nobody does
SETS = {
    "found": Decimal(2),
    "not_found": True,
    "remark": "x",
    "checked_on": date(2023, 7, 16),
    "checked_by": "核查组 甲",
}
STAYS = {"reported": Decimal(9), "chance": Decimal(1), "stratum": "522301"}


@pytest.mark.sqlite
@pytest.mark.parametrize("field", [*SETS, *STAYS])
def test_checking_group_writes_what_was_found_and_nothing_else(office, field):
    change = spot_check(office, field, (SETS | STAYS)[field])
    if field in SETS:
        assert save(office.engine, Act(actor(office, "checker"), "spot_check"), [change]).changes == 1
        return
    with pytest.raises(Forbidden, match="只能填写抽查核实的结果"):
        save(office.engine, Act(actor(office, "checker"), "spot_check"), [change])
    with pytest.raises(Refusal, match="保持抽取时的样子"):
        save(office.engine, Act(actor(office, "office"), "edit"), [change])


@pytest.mark.sqlite
@pytest.mark.parametrize("state", ["draft", "ended"])
@pytest.mark.parametrize("role", ["checker", "office"])
def test_nobody_writes_a_result_before_the_draw_or_after_the_end(office, role, state):
    change = spot_check(office, state=state)
    with pytest.raises(Refusal, match="P1"):
        save(office.engine, Act(actor(office, role), "spot_check"), [change])


@pytest.mark.sqlite
def test_checking_group_takes_back_a_result_but_no_draw(office):
    who = actor(office, "checker")
    saved = found(office, who)
    undo(office.engine, saved.batch, who)
    assert office.one("SELECT COUNT(*) FROM spot_check WHERE found IS NOT NULL") == 0
    drawn = office.one("SELECT MAX(id) FROM batch WHERE kind = 'draw'")
    with pytest.raises(Forbidden):
        undo(office.engine, drawn, who)
    undo(office.engine, drawn, actor(office, "office"))
    assert office.one("SELECT COUNT(*) FROM spot_check") == 0


# The scope ------------------------------------------------------------------------------------------------------

OUTSIDE = {
    "another county's village": ("county", lambda s: s.change("522301001001", "boards_removed", 5)),
    "another township's village": ("township", lambda s: s.change("522326102001", "boards_removed", 5)),
    "the county above": ("township", lambda s: s.change("522326", "labour_pay", 5)),
    "another county's task": ("county", lambda s: progress("C1", "522301")),
    "a measure by a county": ("county", lambda s: progress("03", "5223")),
    "a county's task by a department": ("department", lambda s: progress("C1", "522326")),
    "another county's event": ("county", lambda s: Change("burden_event", ("E2",), "title", "会", "x")),
    "an event moved away": ("county", lambda s: Change("burden_event", ("E1",), "unit_code", "522326101001", "522301001001")),
    "a new event elsewhere": ("county", lambda s: event("E9", "522301001001")),
    "another department's inspection": ("department", lambda s: Change("inspection", ("ID2",), "title", "检查", "x")),
    "an inspection handed over": ("department", lambda s: Change("inspection", ("ID1",), "department_code", "D1", "D2")),
    "another department's application": ("department", lambda s: Change("admission", ("AD2",), "matter", "防汛", "x")),
    "another county's own header": ("county", lambda s: own_header("522301")),
    "the office's own header": ("county", lambda s: own_header(None)),
    "another department's self-review": ("department", lambda s: Change("self_review", ("D2",), "note", "", "x")),
    "an inspection by a county": ("county", lambda s: Change("inspection", ("ID1",), "title", "检查", "x")),
    "values by a department": ("department", lambda s: s.change("522326101001", "boards_removed", 5)),
}  # fmt: skip


@pytest.mark.parametrize("case", OUTSIDE)
def test_reporter_changes_nothing_outside_the_scope(office, case, caplog):
    role, make = OUTSIDE[case]
    with caplog.at_level(logging.WARNING, "banyue"), pytest.raises(Forbidden, match="没有保存任何数据"):
        save(office.engine, Act(actor(office, role), "edit"), [make(office)])
    assert "refused: login=" in caplog.text


def test_one_cell_outside_keeps_the_whole_act_from_being_saved(office):
    inside, outside = (office.change(unit, "boards_removed", 5) for unit in ("522326101001", "522301001001"))
    with pytest.raises(Forbidden):
        save(office.engine, Act(actor(office, "county"), "upload"), [inside, outside])
    assert office.value("522326101001", "boards_removed") is None


@pytest.mark.parametrize("unit, covered", [("522326", True), ("522326102001", True), ("522301", False), (None, False)])
def test_scope_is_a_unit_and_all_below_it(office, unit, covered):
    county, whole = actor(office, "county"), replace(actor(office, "county"), unit_code="5223")
    assert covers(county, office.reference, unit) is covered
    assert covers(whole, office.reference, unit)


def test_scope_is_told_in_words(office):
    assert scope_words(actor(office, "county")) == "填报：望谟县"
    assert scope_words(actor(office, "department")) == "填报：部门D1"
    assert scope_words(actor(office, "viewer")) == "查看"


# Every function that saves --------------------------------------------------------------------------------------

Doing = Callable[..., object]
FILE = (
    "单位代码,单位名称,清理机构牌子,现有外部标牌,现有规范标识,上年工作机制,现有工作机制\n"
    "522326101001,平洞街道第1村,5,,,,\n"
).encode()


def uploaded(office, who):
    taken = uploads.take(office.engine, FILE, "x.csv", Reported("village_cleanup", JULY), GUEST)
    return uploads.save_upload(office.engine, taken, who)


def handed_in_again(office, who):
    office.save(office.change("522326", "labour_pay", 100))
    reviewing.decide(
        office.engine, JULY, "county_empowerment", "522326", "returned", actor(office, "office"), "与现场不符"
    )
    return reviewing.hand_in_again(office.engine, JULY, "county_empowerment", "522326", who, "已核实")


def accepted(office, who):
    office.save(office.change("522326", "labour_pay", 100))
    with reading(office.engine) as connection:
        found = contents.contents(connection, read_reference(connection), JULY)
    waiting = [one for one in found if one.standing.form == "county_empowerment" and one.waits]
    return accepting.accept(office.engine, JULY, waiting, who)


def unchanged_anywhere(office, who):
    with reading(office.engine) as connection:
        seen = unchanged.copied(connection, read_reference(connection), JULY, "522326")
    return unchanged.nothing_changed_anywhere(office.engine, JULY, "522326", who, seen)


def said_of_a_layout(office, who):
    wanted = Reported("village_cleanup", JULY, "522326101")
    sheet = uploads.take(office.engine, "村寨,块数\n平洞街道第1村,5\n".encode(), "x.csv", wanted).sheet
    with reading(office.engine) as connection:
        found = own_headers.columns_to_say(connection, sheet, wanted, office.reference)
    found = replace(found, form=replace(found.form, indicators=found.form.indicators[:1]))
    said = {0: "unit_name", 1: found.form.indicators[0].code}
    return own_headers.remember(office.engine, found, said, "522326101", who)


def source() -> Change:
    return record("collected", unit_code="522326", address="http://10.0.0.1")


def forgotten_source(office, who):
    office.save(source(), kind="edit")
    return collecting.forget(office.engine, "http://10.0.0.1", who)


def silent_source(office, who):
    """It is known, and does not answer: that is written down."""
    office.save(source(), kind="edit")

    def ask(*_what: object) -> NoReturn:
        raise Refusal("silent")

    return collecting.collect(office.engine, collecting.Dashboard("http://10.0.0.1"), who, ask)


def forgotten(office, who):
    office.save(own_header("522326101"), kind="edit")
    return own_headers.forget(office.engine, "h", who)


def carried(office):
    return ReportKey("village_cleanup", "522326")


def its_meeting(office):
    with reading(office.engine) as connection:
        return next(one for one in meetings.meetings(connection) if one.code == "M1")


ITEM = meetings.new_item("M1").changed(title="新", unit_code="522326", due_on=date(2023, 7, 20))
NOTHING = head.Desk(None, {})
JUNE = JULY.next(-1)


def issued(office, who):
    with reading(office.engine) as connection:
        reference = read_reference(connection)
        papers, seen = kinds.to_issue(connection, reference, JUNE, "notice", ()), revision(connection)
    return issuing.issue(office.engine, reference, JUNE, papers, who, seen)


NEW = {"login": "neu", "name": "新人", "role": "viewer"}

# function → how it is called, and which reporters may
ACTS: dict[Callable[..., object], tuple[Doing, set[str]]] = {
    uploads.save_upload: (uploaded, {"county", "township"}),
    undo: (lambda o, who: undo(o.engine, o.save(o.change("522326101001", "boards_removed", 5)).batch, who), {"county", "township"}),
    own_headers.remember: (said_of_a_layout, {"county", "township"}),
    own_headers.forget: (forgotten, {"county", "township"}),
    reviewing.nothing_changed: (lambda o, who: reviewing.nothing_changed(o.engine, JULY, "village_cleanup", "522326", who), {"county"}),
    unchanged.nothing_changed_anywhere: (unchanged_anywhere, {"county"}),
    accepting.accept: (accepted, set()),
    reviewing.open_half_month: (lambda o, who: reviewing.open_half_month(o.engine, JULY.next(), who), set()),
    reviewing.close_half_month: (lambda o, who: reviewing.close_half_month(o.engine, JULY, who, "报齐", [carried(o)]), set()),
    reviewing.reopen_half_month: (lambda o, who: reviewing.reopen_half_month(o.engine, JULY.next(-1), who, "更正"), set()),
    reviewing.decide: (lambda o, who: reviewing.decide(o.engine, JULY, "village_cleanup", "522326", "returned", who, "有误"), set()),
    reviewing.hand_in_again: (lambda o, who: handed_in_again(o, who), {"county"}),
    meetings.prepare: (lambda o, who: meetings.prepare(o.engine, JULY.next(-1), who), set()),
    meetings.write_head: (lambda o, who: meetings.write_head(o.engine, its_meeting(o), replace(its_meeting(o), chair="x"), who), set()),
    meetings.write_item: (lambda o, who: meetings.write_item(o.engine, meetings.Item(), ITEM, who), set()),
    meetings.close: (lambda o, who: meetings.close(o.engine, "M1", who), set()),
    meetings.reopen: (lambda o, who: reopened(o, who), set()),
    meetings.carry_over: (lambda o, who: meetings.carry_over(o.engine, "M1", who), set()),
    issuing.issue: (issued, set()),
    head.write_head: (lambda o, who: head.write_head(o.engine, JULY, NOTHING, {"judgement": "一般"}, who), set()),
    updates.save_percents: (lambda o, who: updates.save_percents(o.engine, [progress("03", "5223")], who), {"department"}),
    self_reviews.write_review: (lambda o, who: self_reviews.write_review(o.engine, "D1", {"note": "x"}, who), {"department"}),
    admissions.keep_draft: (lambda o, who: admissions.keep_draft(o.engine, {"department_code": "D1", "matter": "防火"}, who), {"department"}),
    admissions.take_step: (lambda o, who: passed(o, who), set()),
    attachments.attach: (lambda o, who: attachments.attach(o.engine, BASIS, "依据", "a.pdf", b"%PDF-", who), {"department"}),
    attachments.remove: (lambda o, who: attachments.remove(o.engine, attachment(o).key[0], who), {"department"}),
    admissions.number_reply: (lambda o, who: numbered(o, who), set()),
    kept.keep: (lambda o, who: kept.keep(o.engine, "minutes", "a.docx", built_in("minutes", "州"), who), set()),
    kept.withdraw: (lambda o, who: withdrawn(o, who), set()),
    burden_entry.record_event: (lambda o, who: burden_entry.record_event(o.engine, EVENT, who), {"county", "township"}),
    spot_checks.make: (lambda o, who: spot_checks.make(o.engine, JULY, with_values(o), who), set()),
    spot_checks.take_away: (lambda o, who: spot_checks.take_away(o.engine, planned(o), who), set()),
    spot_checks.draw: (lambda o, who: spot_checks.draw(o.engine, planned(o), who), set()),
    spot_checks.record: (lambda o, who: found(o, who), {"checker"}),
    spot_checks.end: (lambda o, who: spot_checks.end(o.engine, checked(o), who), set()),
    spot_checks.send_back: (lambda o, who: sent_back(o, who), set()),
    office_settings.decide: (lambda o, who: office_settings.decide(o.engine, who, "title", "某州"), set()),
    office_settings.decide_over: (
        lambda o, who: office_settings.decide_over(o.engine, who, "texts.words.same", "同上期", "持平"), set()
    ),
    rewriting.rewrite: (lambda o, who: rewriting.rewrite(o.engine, who, {"text": "和上期一样"}, "words.same"), set()),
    office_settings.give_back: (lambda o, who: office_settings.give_back(o.engine, who, "title"), set()),
    accounts.give_token: (lambda o, who: accounts.give_token(o.engine, somebody(o), who), set()),
    accounts.take_token: (lambda o, who: accounts.take_token(o.engine, somebody(o), who), set()),
    collecting.collect: (silent_source, set()),
    collecting.forget: (forgotten_source, set()),
    accounts.create: (lambda o, who: accounts.create(o.engine, NEW, who), set()),
    accounts.create_several: (lambda o, who: accounts.create_several(o.engine, [NEW], who), set()),
    account_files.make: (lambda o, who: account_files.make(o.engine, of_accounts(o), who), set()),
    accounts.rename_and_scope: (lambda o, who: accounts.rename_and_scope(o.engine, somebody(o), NEW, who), set()),
    accounts.set_disabled: (lambda o, who: accounts.set_disabled(o.engine, somebody(o), True, who), set()),
    accounts.reset: (lambda o, who: accounts.reset(o.engine, somebody(o), who), set()),
}  # fmt: skip
BASIS = attachments.Owner(AttachedTo.ADMISSION, "AD1")
EVENT = {"unit_code": "522326101001", "happened_on": "2023-07-04", "kind": "meeting", "title": "新会"}


HOW = {"indicators": ["boards_removed"], "draw": "simple", "villages": "6"}


def with_values(office) -> dict[str, object]:
    """A plan as it is typed, for July with values."""
    office.save(*(office.change(code, "boards_removed", 5) for code in VILLAGES))
    return HOW


def planned(office) -> str:
    spot_checks.make(office.engine, JULY, with_values(office), engineer("联席办"))
    return "2023-07-1-01"


def found(office, who):
    spot_checks.draw(office.engine, planned(office), engineer("联席办"), seed=1)
    with reading(office.engine) as connection:
        one = spot_checks.plan_of(connection, "2023-07-1-01")
        stop = spot_checks.route(connection, read_reference(connection), one)[0]
    return spot_checks.record(office.engine, one.code, stop, {"found:boards_removed": "3"}, who)


def checked(office) -> str:
    found(office, engineer("核查组 甲"))
    return "2023-07-1-01"


def sent_back(office, who):
    spot_checks.end(office.engine, checked(office), engineer("联席办"))
    return spot_checks.send_back(office.engine, "2023-07-1-01", "village_cleanup", "522301", who)


def reopened(office, who):
    office.save(Change("meeting", ("M1",), "state", "open", "closed"), actor="联席办", kind="meeting")
    return meetings.reopen(office.engine, "M1", who, "写错")


def passed(office, who):
    moved = Change("admission", ("AD1",), "state", "draft", "applied")
    save(office.engine, Act(engineer("x"), "load", loads=True), [moved])
    return admissions.take_step(office.engine, "AD1", "pass", who)


def numbered(office, who):
    values = {"state": "approved", "decided_on": date(2023, 7, 3), "decided_as": "meeting", "decided_by": "会议"}
    save(office.engine, Act(engineer("x"), "load", loads=True), [application("A9", "D1", **values)])
    return admissions.number_reply(office.engine, "A9", "12", who)


def withdrawn(office, who):
    kept.keep(office.engine, "reply", "a.docx", built_in("reply", "州"), engineer("联席办"))
    return kept.withdraw(office.engine, "reply", who)


def somebody(office) -> str:
    sign_in(office.engine, "某甲", "viewer", login="somebody")
    return "somebody"


def of_accounts(office: Small) -> uploads.Upload:
    """A file of one account, as the office looked at it."""
    file = "账号名,单位和姓名,角色\nneu,新人,查看\n".encode()
    return account_files.take(office.engine, file, "x.csv", engineer("李四"), office.reference)


def saving_functions() -> set[Callable[..., object]]:
    """Every public function of lib that takes an actor beside the store: the code's own list of what can be done."""
    found = set()
    for module in walk_packages(lib.__path__, "lib."):
        if ".migrations" in module.name or module.name.endswith("__main__"):
            continue
        for name, function in inspect.getmembers(import_module(module.name), inspect.isfunction):
            if name.startswith("_") or not function.__module__.startswith("lib."):
                continue
            hints = get_type_hints(function)
            if Actor in hints.values() and sa.Engine in hints.values():
                found.add(function)
    return found


# nothing is saved to a table of the domain; several files are saved by save_upload, each by itself
READS = {account_files.take, attachments.content, uploads.take, several.take_files, several.save_all, accounts.seen}


def test_every_function_that_saves_for_somebody_has_a_case():
    assert saving_functions() - READS == set(ACTS)


each_function = pytest.mark.parametrize(
    "function", ACTS, ids=lambda function: f"{function.__module__[4:]}.{function.__name__}"
)


@pytest.mark.on_one
@pytest.mark.parametrize("role", ROLES)
@each_function
@pytest.mark.usefixtures("texts_of_the_small_store")
def test_function_saves_for_whom_it_is_meant_and_for_nobody_else(office, function, role):
    work, reporters = ACTS[function]
    who = actor(office, role)
    if role in {*reporters, "office"}:
        work(office, who)
        return
    with pytest.raises(Forbidden):
        work(office, who)


@pytest.mark.postgresql
@each_function
@pytest.mark.usefixtures("texts_of_the_small_store")
def test_function_saves_for_the_office_on_postgresql_too(office, function):
    work, _reporters = ACTS[function]
    who = actor(office, "office")
    work(office, who)
    assert office.one("SELECT actor FROM batch ORDER BY id DESC LIMIT 1") == who.name


# Steps of an application -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("state, after, may", [
    ("draft", "applied", True), ("applied", "draft", True), ("in_force", "exited", True), ("approved", "exited", True),
    ("applied", "reviewed", False), ("reviewed", "approved", False), ("reviewed", "refused", False),
    ("reviewed", "draft", False), ("approved", "in_force", False),
])  # fmt: skip
def test_department_hands_in_and_ends_its_application_but_does_not_decide_on_it(office, state, after, may):
    office.save(application("AX", "D1", state=state), kind="load", loads=True)
    change = Change("admission", ("AX",), "state", state, after)
    act = Act(actor(office, "department"), "admission")
    if not may:
        with pytest.raises(Forbidden):
            save(office.engine, act, [change])
        return
    with pytest.raises(Refusal) as lacking:  # the access is given; what the step needs besides is asked by its own rule
        save(office.engine, act, [change])
        raise Refusal("saved")
    assert not isinstance(lacking.value, Forbidden)


def test_department_writes_no_supervision_into_its_own_matter(office):
    office.save(application("AX", "D1", state="in_force"), kind="load", loads=True)
    with pytest.raises(Forbidden):
        change = Change("admission", ("AX",), "supervision", "", "一切正常")
        save(office.engine, Act(actor(office, "department"), "admission"), [change])


# A sign-in that ended --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", [
    pytest.param("DELETE FROM session", id="signed out"),
    pytest.param("UPDATE account SET disabled = TRUE", id="disabled"),
    pytest.param("UPDATE account SET must_change = TRUE", id="password reset"),
    pytest.param("UPDATE session SET seen_at = '2020-01-01 00:00:00.000000'", id="idle too long"),
    pytest.param("UPDATE session SET started_at = '2020-01-01 00:00:00.000000'", id="signed in too long ago"),
])  # fmt: skip
def test_actor_kept_from_before_saves_nothing_once_the_sign_in_has_ended(office, end):
    who = actor(office, "office")
    with office.engine.begin() as connection:
        connection.exec_driver_sql(end)
    with pytest.raises(Forbidden, match="您的登录已失效"):
        office_save(office, who)


def office_save(office, who):
    return save(office.engine, Act(who, "edit"), [office.change("522326101001", "boards_removed", 5)])


def test_role_taken_away_is_gone_at_the_next_save(office):
    who = actor(office, "office")
    with office.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE account SET role = 'viewer'")
    with pytest.raises(Forbidden, match="只能查看"):
        office_save(office, who)


def test_actor_with_a_made_up_role_is_nobody(office):
    with pytest.raises(Forbidden):
        office_save(office, Actor("我", "office", session="made up", account=1))


# Undo ------------------------------------------------------------------------------------------------------------


def test_reporter_undoes_no_decision_of_the_office(office):
    saved = reviewing.decide(
        office.engine, JULY, "village_cleanup", "522326", "returned", actor(office, "office"), "有误"
    )
    with pytest.raises(Forbidden):
        undo(office.engine, saved.batch, actor(office, "county"))
    taken_back = undo(office.engine, saved.batch, actor(office, "office"))
    with pytest.raises(Forbidden):
        undo(office.engine, taken_back.batch, actor(office, "county"))


def test_reporter_undoes_the_own_report_and_what_followed_from_it(office):
    county = actor(office, "county")
    reviewing.decide(office.engine, JULY, "village_cleanup", "522326", "returned", actor(office, "office"), "有误")
    saved = save(office.engine, Act(county, "upload"), [office.change("522326101001", "boards_removed", 5)])
    decision = "SELECT decision FROM submission WHERE half_month = 48564 AND county_code = '522326' AND form = 'village_cleanup'"
    assert office.one(decision) == ""
    undo(office.engine, saved.batch, county)
    assert office.one(decision) == "returned"


def test_reporter_undoes_nothing_of_another_county(office):
    saved = office.save(office.change("522301001001", "boards_removed", 5))
    with pytest.raises(Forbidden):
        undo(office.engine, saved.batch, actor(office, "county"))


def test_what_a_page_offers_is_what_the_door_takes(office):
    for role in ROLES:
        who = actor(office, role)
        for table, (_make, reporters) in CASES.items():
            assert may_write(who, table) is (role in {*reporters, "office"}) or role in ("county", "township")
