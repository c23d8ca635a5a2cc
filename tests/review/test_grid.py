"""Tables in a grid: what people read, and their edits on the way through the checks to the door."""

from datetime import date

import pytest
import sqlalchemy as sa

from lib.intake import exports
from lib.kept.changes import Change, TargetKey
from lib.kept.reference import read_reference
from lib.kept.store import reading
from lib.kept.tables import TABLES
from lib.ledger.access import GUEST, Actor, engineer
from lib.ledger.door import Act, save, undo
from lib.review.grid import (
    REMOVE,
    SURPLUS,
    Part,
    Source,
    count_rows,
    export,
    mine,
    open_grid,
    propose,
    read_edits,
    search,
    sources,
    take,
    template,
    title,
)
from lib.review.uploads import save_upload
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from tests.conftest import record

JULY, JUNE = HalfMonth.parse("2023-07-1"), HalfMonth.parse("2023-06-2")
CLEANUP, TARGETS = Source("values", "village_cleanup"), Source("targets", "village_cleanup")
COUNTY = Source("values", "county_empowerment")
DEPARTMENTS, UNITS = Source("records", "department"), Source("records", "unit")


@pytest.fixture
def offices(small):
    """Three departments, two meetings, and an item that names a meeting and a department."""
    departments = [record("department", code=f"D{n}", name=f"部门{n}") for n in (1, 2, 3)]
    meetings = [record("meeting", code=f"M{n}", half_month=JULY.ordinal, state="open") for n in (1, 2)]
    item = record("action_item", code="A1", meeting_code="M1", kind="problem", title="牌子", department_code="D1",
                  state="open")  # fmt: skip
    small.save(*departments, *meetings, item, actor="联席办", kind="edit")
    return small


def opened(small, source, half_month=JULY, below=None, **part):
    with reading(small.engine) as connection:
        return open_grid(connection, read_reference(connection), source, half_month, below, Part(**part))


def counted(small, source, text, half_month=JULY, below=None):
    with reading(small.engine) as connection:
        return count_rows(connection, read_reference(connection), source, half_month, below, text)


def proposed(small, source, grid, half_month=JULY, *, edited=None, added=(), deleted=()):
    state = {"edited_rows": edited or {}, "added_rows": list(added), "deleted_rows": list(deleted)}
    with reading(small.engine) as connection:
        return propose(connection, read_reference(connection), source, half_month, grid, state)


def mends(proposal) -> list[tuple[str, str, str]]:
    return [(one.row, one.column, one.text) for one in proposal.problems]


def test_what_is_drawn_for_a_spot_check_is_no_table_of_those_who_are_to_be_visited(small):
    unannounced = {"spot_plan", "spot_check"}
    for actor, sees in (
        (GUEST, False), (Actor("甲", "viewer"), False), (Actor("乙", "reporter", "522326"), False),
        (Actor("丙", "checker"), True), (Actor("丁", "office"), True),
    ):  # fmt: skip
        names = {one.name for one in sources(small.reference, actor)}
        assert (names & unannounced == unannounced) is sees, actor.role
        assert sees or not names & unannounced


# What people read -----------------------------------------------------------------------------------------------


def test_every_table_and_form_can_be_chosen_and_is_called_differently(small):
    found = sources(small.reference, engineer("联席办"))
    assert {one.name for one in found if one.kind == "records"} == set(TABLES)
    assert {one.name for one in found if one.kind == "values"} == set(small.reference.forms)
    titles = [title(small.reference, one) for one in found]
    assert len(set(titles)) == len(titles)
    assert "填报值：村级清理表" in titles and "目标：村级清理表" in titles


def test_choices_are_words_half_months_labels_and_codes_texts(small):
    unit = next(row for row in opened(small, UNITS).rows if row.key == ("522326101002",))
    assert unit.cells[:6] == ("522326101002", "平洞街道第1社区", "Pingdong 2", "村(社区)", "社区", "522326101")
    task = opened(small, Source("records", "task"))
    shown = dict(zip([column.name for column in task.columns], task.rows[0].cells, strict=True))
    assert (shown["phase"], shown["start"]) == ("清理", "2023年6月上半月")


@pytest.mark.parametrize("name", TABLES)
def test_every_table_opens_with_a_column_for_each_of_its_description(demo, name):
    with reading(demo) as connection:
        grid = open_grid(connection, read_reference(connection), Source("records", name), JULY, part=Part(size=200))
    assert [column.name for column in grid.columns] == [column.name for column in TABLES[name].columns]
    frame = grid.frame()
    beyond = [SURPLUS] * grid.edits + [REMOVE] * grid.removes
    assert list(frame.columns) == [column.name for column in grid.columns] + beyond
    assert grid.edits == TABLES[name].editable


def test_values_stand_in_a_column_per_indicator_and_missing_is_blank(small):
    june, july = opened(small, CLEANUP, JUNE), opened(small, CLEANUP)
    assert june.rows[0].cells == ("522301001001", "黄草街道第1村", 3, 5, 2, 10, 6)
    assert july.rows[0].cells == ("522301001001", "黄草街道第1村", None, None, None, None, None)
    assert opened(small, COUNTY, JUNE).rows[0].cells == ("522301", "兴义市", 100.5)
    assert opened(small, TARGETS).rows[0].cells[2] == 6


def test_closed_half_month_can_only_be_read(small):
    assert opened(small, CLEANUP).edits
    june = opened(small, CLEANUP, JUNE)
    assert not june.edits
    assert read_edits(june, {"edited_rows": {0: {"boards_removed": 9}}}).count == 0


def test_values_are_those_of_one_county_or_township(small):
    assert len(opened(small, CLEANUP, below="522326").rows) == 4
    assert len(opened(small, CLEANUP, below="522326102").rows) == 2


@pytest.mark.parametrize(
    "text, found",
    [
        pytest.param("", 6, id="nothing"),
        pytest.param("边饶镇", 2, id="name of a township"),
        pytest.param("望谟县 社区", 1, id="every word must be found"),
        pytest.param("522301001002", 1, id="code"),
        pytest.param("bIANRAO", 2, id="English name, in any case"),
        pytest.param("%", 0, id="no pattern"),
        pytest.param("_", 0, id="no pattern either"),
        pytest.param("兴仁", 0, id="not there"),
    ],
)
def test_search_looks_at_code_and_name_and_at_the_units_above(small, text, found):
    rows = opened(small, CLEANUP, text=text).rows
    assert len(rows) == found
    assert counted(small, CLEANUP, text) == found
    assert {row.label for row in rows} == {row.label for row in opened(small, TARGETS, text=text).rows}


def test_search_for_a_number_finds_who_has_exactly_this_value(small):
    small.save(small.change("522326101001", "boards_removed", 1_234))
    assert [row.label for row in opened(small, CLEANUP, text="1,234").rows] == ["平洞街道第1村"]
    assert counted(small, CLEANUP, "123") == 0
    assert counted(small, COUNTY, "100.5", JUNE) == 2
    assert counted(small, COUNTY, "望谟县 100.50", JUNE) == 1
    assert counted(small, TARGETS, "6") == 6


def test_units_that_ended_are_not_searched(small):
    change = Change("unit", ("522326102002",), "valid_to", None, JUNE.ordinal)
    small.save(change, actor="联席办", kind="edit")
    assert (counted(small, CLEANUP, "边饶镇"), counted(small, CLEANUP, "边饶镇", JUNE)) == (1, 2)


@pytest.mark.parametrize(
    "table, text, found",
    [
        pytest.param("task", "清理", 5, id="a choice by its word"),
        pytest.param("task", "常态", 0, id="a choice that no record has"),
        pytest.param("task", "clean", 0, id="not as it is kept"),
        pytest.param("task", "6月下半月", 2, id="a half month by its label"),
        pytest.param("unit", "第2 村(社区) 522326", 1, id="every word anywhere"),
        pytest.param("indicator", "50", 1, id="a number"),
        pytest.param("unit", "是", 0, id="ticks are not words"),
    ],
)
def test_search_of_records_looks_at_what_is_shown(small, table, text, found):
    source = Source("records", table)
    assert len(opened(small, source, text=text).rows) == found
    assert counted(small, source, text) == found


def test_records_are_found_by_a_day(offices):
    item = record("inspection", code="I1", department_code="D1", title="检查", kind="check", held_on=date(2023, 7, 9))
    offices.save(item, actor="联席办", kind="edit")
    assert counted(offices, Source("records", "inspection"), "2023-07-09") == 1


@pytest.mark.parametrize("source, rows", [(UNITS, 12), (CLEANUP, 6)], ids=["records", "values"])
def test_pages_together_are_the_table_in_its_order(small, source, rows):
    pages = [opened(small, source, number=number, size=5).rows for number in range(1, 4)]
    assert [len(page) for page in pages] == [5, min(5, rows - 5), max(0, rows - 10)]
    assert [row for page in pages for row in page] == list(opened(small, source).rows)
    assert counted(small, source, "") == rows


def test_page_never_holds_more_than_ten_thousand_rows(small):
    assert "LIMIT 10000" in str(
        search.page(search.records(TABLES["unit"], ""), 1, 50_000).compile(compile_kwargs={"literal_binds": True})
    )


def test_one_page_reads_the_values_of_its_units_alone(small):
    asked = []
    sa.event.listen(small.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    opened(small, CLEANUP, text="边饶镇第1村")
    [values] = [statement for statement in asked if "FROM observation" in statement]
    assert f"unit_id IN ({small.reference.units['522326102001'].id})" in values


# Edits ----------------------------------------------------------------------------------------------------------


def test_cell_typed_as_it_was_is_no_edit(small):
    grid = opened(small, UNITS)
    state = {"edited_rows": {1: {"name": "兴义市", "note": "", "monitoring_point": False}}}
    assert read_edits(grid, state).count == 0


def test_edits_that_the_grid_does_not_allow_are_left_out_and_new_rows_are_named(small):
    grid = opened(small, CLEANUP)
    state = {
        "edited_rows": {0: {"unit_name": "", "no_such": 1, REMOVE: True}, 99: {"boards_removed": 1}},
        "deleted_rows": [0, 77],
    }
    assert read_edits(grid, state).count == 0
    [problem] = read_edits(grid, state | {"added_rows": [{"unit_code": "1"}]}).unfit
    assert "上传文件" in problem.mend


def test_empty_new_row_and_one_marked_to_go_are_no_edits(offices):
    state = {"added_rows": [{}, {"code": None, "lead": False}, {"code": "D9", REMOVE: True}]}
    assert read_edits(opened(offices, DEPARTMENTS), state).count == 0


def test_edited_value_is_checked_and_becomes_a_change_with_the_value_before(small):
    grid = opened(small, TARGETS)
    proposal = proposed(small, TARGETS, grid, edited={0: {"boards_removed": 8.0}})
    unit, indicator, _since = small.target("522301001001", "boards_removed", 8, before=6).key
    july = HalfMonth.parse("2023-07-1").ordinal  # June is closed
    assert proposal.changes == (Change("target", TargetKey(unit, indicator, july), "value", None, 8),)


def test_cleared_value_is_taken_away(small):
    small.save(small.change("522301001001", "boards_removed", 4))
    proposal = proposed(small, CLEANUP, opened(small, CLEANUP), edited={0: {"boards_removed": None}})
    assert proposal.changes == (small.change("522301001001", "boards_removed", None, before=4),)
    small.save(*proposal.changes, kind="edit")
    assert small.value("522301001001", "boards_removed") is None


def test_cells_of_the_row_that_were_not_edited_are_left_alone(small):
    small.save(small.change("522301001001", "boards_outside", 4))
    proposal = proposed(small, CLEANUP, opened(small, CLEANUP), edited={0: {"boards_removed": 1}})
    assert [change.key[2] for change in proposal.changes] == [small.reference.indicators["boards_removed"].id]


@pytest.mark.parametrize(
    "typed, mend",
    [
        pytest.param(12.5, "整数", id="decimals"),
        pytest.param("约12", "约", id="words"),
        pytest.param("1.2万", "12000", id="ten thousands"),
        pytest.param(10**16, "太大", id="too large"),
    ],
)
def test_value_is_checked_whatever_the_grid_allowed(small, typed, mend):
    grid = opened(small, CLEANUP)
    proposal = proposed(small, CLEANUP, grid, edited={0: {"boards_removed": typed}, 1: {"boards_removed": 3}})
    assert mends(proposal) == [("黄草街道第1村", "清理机构牌子", str(typed))]
    assert mend in proposal.problems[0].mend
    assert proposal.changes == ()  # nothing is saved beside a mistake: the edits stay in the grid


def test_half_month_that_was_closed_meanwhile_is_a_problem(small):
    grid = opened(small, CLEANUP)
    small.save(Change("half_month", (JULY.ordinal,), "state", "open", "closed"), kind="state")
    proposal = proposed(small, CLEANUP, grid, edited={0: {"boards_removed": 3}})
    assert "已关闭" in proposal.problems[0].mend


def test_unusual_values_are_pointed_out(small):
    proposal = proposed(small, CLEANUP, opened(small, CLEANUP), edited={0: {"boards_removed": 2}})
    assert "falls" in proposal.notes[proposal.changes[0].key]


def test_edited_record_changes_only_the_edited_fields(offices):
    grid = opened(offices, DEPARTMENTS)
    proposal = proposed(offices, DEPARTMENTS, grid, edited={1: {"name": " 州教育局 ", "lead": True}})
    assert set(proposal.changes) == {
        Change("department", ("D2",), "name", "部门2", "州教育局"),
        Change("department", ("D2",), "lead", False, True),
    }


def test_new_record_goes_through_the_checks_of_a_file(offices):
    grid = opened(offices, DEPARTMENTS)
    good = proposed(offices, DEPARTMENTS, grid, added=[{"code": "D9", "name": "州民政局", "lead": True}])
    [change] = good.changes
    assert (change.key, change.before, change.after["name"]) == (("D9",), None, "州民政局")
    offices.save(change, kind="edit")
    assert offices.one("SELECT lead FROM department WHERE code = 'D9'") == 1


@pytest.mark.parametrize(
    "source, edited, added, problem, mend",
    [
        pytest.param("department", {}, {"code": "D9"}, ("新增行", "名称", ""), "必填", id="required"),
        pytest.param(
            "department", {}, {"code": "D1", "name": "x"}, ("新增行", "部门代码", "D1 部门1"), "已经有了", id="exists"
        ),
        pytest.param("department", {0: {"code": "D8"}}, None, ("D1 部门1", "部门代码", "D8"), "不能改", id="key"),
        pytest.param("department", {0: {"name": None}}, None, ("D1 部门1", "名称", ""), "必填", id="cleared"),
        pytest.param(
            "action_item", {0: {"meeting_code": "M9"}}, None, ("A1 牌子", "会议代码", "M9"), "没有", id="reference"
        ),
        pytest.param(
            "action_item", {0: {"due_on": "明天"}}, None, ("A1 牌子", "截止日", "明天"), "2023-07-05", id="day"
        ),
        pytest.param(
            "action_item", {0: {"state": "很好"}}, None, ("A1 牌子", "状态", "很好"), "在办、办结", id="choice"
        ),
        pytest.param(
            "department", {}, {"code": "合计", "name": "x"}, ("新增行", "", "新增行"), "合计", id="read as a total"
        ),
    ],
)  # fmt: skip
def test_mistake_in_a_record_is_named_by_record_and_column(offices, source, edited, added, problem, mend):
    source = Source("records", source)
    grid = opened(offices, source)
    proposal = proposed(offices, source, grid, edited=edited, added=[added] if added else ())
    assert mends(proposal)[0][0] == problem[0]
    assert (mends(proposal)[0][1:], mend in proposal.problems[0].mend) == (problem[1:], True), proposal.problems
    assert proposal.changes == ()


def test_day_of_the_editor_is_read(offices):
    source = Source("records", "action_item")
    proposal = proposed(offices, source, opened(offices, source), edited={0: {"due_on": "2023-07-20"}})
    assert proposal.changes[0].after == date(2023, 7, 20)


# Taking away ----------------------------------------------------------------------------------------------------


def test_record_that_nothing_names_can_go_and_come_back(offices):
    grid = opened(offices, DEPARTMENTS)
    proposal = proposed(offices, DEPARTMENTS, grid, edited={1: {REMOVE: True}})
    receipt = offices.save(*proposal.changes, kind="edit")
    assert offices.one("SELECT COUNT(*) FROM department") == 2
    undo(offices.engine, receipt.batch, engineer("联席办"))
    assert offices.one("SELECT name FROM department WHERE code = 'D2'") == "部门2"


def test_rows_that_an_editor_deletes_itself_are_understood_too(offices):
    proposal = proposed(offices, DEPARTMENTS, opened(offices, DEPARTMENTS), deleted=[1, 2])
    assert [change.key for change in proposal.changes] == [("D2",), ("D3",)]


def test_record_that_others_name_stays(offices):
    proposal = proposed(offices, DEPARTMENTS, opened(offices, DEPARTMENTS), edited={0: {REMOVE: True}})
    [problem] = proposal.problems
    assert problem.mend == "部门 D1 还被“议定事项”的 1 条记录引用；请先修改或删除那些记录"
    assert proposal.changes == ()


@pytest.mark.parametrize(
    "table, key, sentence",
    [
        pytest.param("department", ("D1",), "引用", id="named by another"),
        pytest.param("meeting", ("M1",), "引用", id="meeting with items"),
        pytest.param("unit", ("522326102002",), "不能删除", id="never taken away"),
    ],
)
def test_the_door_itself_keeps_records_that_must_stay(offices, table, key, sentence):
    with reading(offices.engine) as connection:
        grid = open_grid(connection, read_reference(connection), Source("records", table), JULY)
    [row] = [row for row in grid.rows if row.key == key]
    with pytest.raises(Refusal, match=sentence):
        offices.save(Change(table, key, "", dict(row.kept), None), kind="edit")


def test_meeting_goes_together_with_its_items(offices):
    meetings, items = (opened(offices, Source("records", name)) for name in ("meeting", "action_item"))
    gone = [Change("action_item", ("A1",), "", dict(items.rows[0].kept), None)]
    gone.append(Change("meeting", ("M1",), "", dict(meetings.rows[0].kept), None))
    offices.save(*gone, kind="edit")
    assert offices.one("SELECT COUNT(*) FROM meeting") == 1


# Two people -----------------------------------------------------------------------------------------------------


def test_edits_of_different_cells_both_survive(small):
    grid = opened(small, CLEANUP)
    small.save(small.change("522301001001", "boards_removed", 7), actor="李四")
    proposal = proposed(small, CLEANUP, grid, edited={0: {"boards_outside": 2}})
    assert proposal.conflicts == ()
    small.save(*proposal.changes, kind="edit")
    values = [small.value("522301001001", code) for code in ("boards_removed", "boards_outside")]
    assert values == [7, 2]


def test_edits_of_different_fields_of_a_record_both_survive(offices):
    grid = opened(offices, DEPARTMENTS)
    offices.save(Change("department", ("D1",), "name", "部门1", "州民政局"), actor="李四", kind="edit")
    proposal = proposed(offices, DEPARTMENTS, grid, edited={0: {"note": "已改"}})
    offices.save(*proposal.changes, kind="edit")
    assert offices.all("SELECT name, note FROM department WHERE code = 'D1'") == [("州民政局", "已改")]


def test_same_cell_shows_theirs_mine_and_before_and_the_others_go_through(small):
    small.save(small.change("522301001001", "boards_removed", 3))
    grid = opened(small, CLEANUP)
    receipt = small.save(small.change("522301001001", "boards_removed", 7, before=3), actor="李四")
    proposal = proposed(small, CLEANUP, grid, edited={0: {"boards_removed": 5, "boards_outside": 2}})
    [conflict] = proposal.conflicts
    assert (conflict.change.before, conflict.now, conflict.change.after) == (3, 7, 5)
    assert (conflict.by, conflict.at) == ("李四", receipt.at)
    assert [change.after for change in proposal.changes] == [2]
    save(small.engine, Act(engineer("张三"), "edit"), [*proposal.changes, mine(conflict)])
    assert small.value("522301001001", "boards_removed") == 5


def test_same_value_typed_by_both_is_no_conflict(small):
    grid = opened(small, CLEANUP)
    small.save(small.change("522301001001", "boards_removed", 5), actor="李四")
    proposal = proposed(small, CLEANUP, grid, edited={0: {"boards_removed": 5}})
    assert (proposal.changes, proposal.conflicts) == ((), ())


def test_record_changed_by_another_is_a_conflict_when_i_take_it_away(offices):
    grid = opened(offices, DEPARTMENTS)
    offices.save(Change("department", ("D2",), "name", "部门2", "州民政局"), actor="李四", kind="edit")
    [conflict] = proposed(offices, DEPARTMENTS, grid, edited={1: {REMOVE: True}}).conflicts
    assert (conflict.by, conflict.now["name"]) == ("李四", "州民政局")
    offices.save(mine(conflict), kind="edit")
    assert offices.one("SELECT COUNT(*) FROM department WHERE code = 'D2'") == 0


def test_edit_of_a_record_that_another_took_away_is_a_problem(offices):
    grid = opened(offices, DEPARTMENTS)
    offices.save(Change("department", ("D2",), "", dict(grid.rows[1].kept), None), actor="李四", kind="edit")
    [problem] = proposed(offices, DEPARTMENTS, grid, edited={1: {"name": "x"}}).problems
    assert "已被他人删除" in problem.mend


# Files ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", [CLEANUP, TARGETS, COUNTY, UNITS, DEPARTMENTS], ids=str)
def test_file_downloaded_from_the_page_and_uploaded_there_changes_nothing(offices, source):
    from lib.intake.exports import as_csv, as_xlsx

    for write in (as_csv, as_xlsx):
        with reading(offices.engine) as connection:
            content = write(export(connection, offices.reference, source, JULY))
        taken = take(offices.engine, source, JULY, content, "表")
        kinds = {problem.kind for problem in taken.checked.problems}
        assert kinds <= {"nothing_filled"} and taken.preview.changes == ()  # of some nothing is kept yet


def test_file_of_a_register_is_saved_through_the_same_door(offices):
    taken = take(offices.engine, DEPARTMENTS, JULY, "部门代码,名称\nD1,州民政局\nD7,州教育局\n".encode(), "部门.csv")
    assert (taken.good, taken.refused) == (2, 0)
    save_upload(offices.engine, taken, engineer("联席办"))
    assert [name for (name,) in offices.all("SELECT name FROM department ORDER BY code")] == [
        "州民政局", "部门2", "部门3", "州教育局",
    ]  # fmt: skip


@pytest.mark.parametrize("source", [CLEANUP, TARGETS, DEPARTMENTS], ids=str)
def test_template_has_the_header_of_the_table(offices, source):
    with reading(offices.engine) as connection:
        whole = export(connection, offices.reference, source, JULY)
        form = template(connection, offices.reference, source, JULY).header
    bare = [title.partition("（")[0] for title in form if title not in ("县(市、新区)", "乡镇(街道)")]
    assert bare == [*whole.header]


def test_grid_says_how_many_values_go_with_a_unit_that_ends(small):
    unit = Source("records", "unit")
    small.save(small.change("522326101001", "boards_removed", 4))
    shown = opened(small, unit, text="522326101001")
    found = proposed(small, unit, shown, edited={0: {"valid_to": "2023-06-2"}})
    assert [change.after for change in found.changes] == [JUNE.ordinal]
    assert found.notices == ("平洞街道第1村在2023年7月上半月不再存在，保存时一并删去它在该半月的1个填报值",)


def test_grid_names_the_record_and_column_of_a_successor_that_cannot_be(small):
    unit = Source("records", "unit")
    shown = opened(small, unit, text="522326101001")
    found = proposed(small, unit, shown, edited={0: {"successor_code": "522326101002"}})
    assert not found.changes
    assert [(one.row, one.title) for one in found.problems] == [("522326101001 平洞街道第1村", "承接单位")]


def test_targets_are_set_for_units_that_exist(small):
    ended = Change("unit", ("522301001002",), "valid_to", None, JUNE.ordinal)
    small.save(ended, kind="edit")
    with reading(small.engine) as connection:
        target = exports.targets(connection, read_reference(connection), "village_cleanup", "522301")
    assert [row.cells[0] for row in opened(small, TARGETS, below="522301").rows] == ["522301001001"]
    assert counted(small, TARGETS, "", below="522301") == 1
    assert [row[0] for row in target.rows] == ["522301001001"]
