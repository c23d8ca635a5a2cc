"""What is pasted into a grid reaches the checks as the text it was: taken, asked about or refused, each by name."""

from datetime import date
from decimal import Decimal

import pytest

from lib.kept.changes import Change
from lib.kept.reference import read_reference
from lib.kept.store import reading
from lib.review.grid import REMOVE, SURPLUS, Edits, Source, open_grid, propose, read_edits
from lib.review.grid.shape import written
from lib.review.updates import lines, percent_grid, propose_percents
from lib.words.half_months import HalfMonth
from lib.words.settings import settings
from tests.conftest import record

JULY = HalfMonth.parse("2023-07-1")
CLEANUP, COUNTY = Source("values", "village_cleanup"), Source("values", "county_empowerment")
ITEMS, DEPARTMENTS = Source("records", "action_item"), Source("records", "department")
PERCENTS = Source("records", "task_progress")


@pytest.fixture
def office(small):
    """Two departments, a meeting with an item, and two percents."""
    departments = [record("department", code=f"D{n}", name=f"部门{n}") for n in (1, 2)]
    meeting = record("meeting", code="M1", half_month=JULY.ordinal, state="open")
    item = record("action_item", code="A1", meeting_code="M1", kind="problem", title="牌子", state="open")
    small.save(*departments, meeting, item, actor="联席办", kind="edit")
    return small


def pasted(small, source, *rows, at=0, column="", below=()):
    """The proposal after `rows`, each cells by column or a single text for `column`, from the row `at` on."""
    cells = [row if isinstance(row, dict) else {column: row} for row in rows]
    state = {"edited_rows": {str(at + number): row for number, row in enumerate(cells)}, "added_rows": list(below)}
    with reading(small.engine) as connection:
        reference = read_reference(connection)
        grid = open_grid(connection, reference, source, JULY)
        return propose(connection, reference, source, JULY, grid, state)


def places(proposal) -> list[tuple[str, str, str]]:
    return [(one.row, one.title, one.text) for one in proposal.problems]


# Every column is one of texts ------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", [CLEANUP, COUNTY, ITEMS, DEPARTMENTS, Source("records", "unit")], ids=str)
def test_editor_gets_texts_alone_and_sends_back_none_that_differs(office, source):
    with reading(office.engine) as connection:
        grid = open_grid(connection, read_reference(connection), source, JULY)
    frame = grid.frame()
    assert set(map(type, frame.to_numpy().flat)) <= {str, type(None)}
    assert list(frame.columns)[-1 - grid.removes :] == [SURPLUS, REMOVE][: 1 + grid.removes]
    shown = {str(at): dict(row) for at, row in enumerate(frame.to_dict("records"))}
    assert read_edits(grid, {"edited_rows": shown}) == Edits()


@pytest.mark.parametrize(
    "cell, text",
    [
        (12_000_000.0, "12,000,000"), (-5.0, "-5"), (1234.5, "1,234.5"), (0.0, "0"), (True, "是"), (False, "否"),
        (date(2023, 6, 2), "2023-06-02"), ("平洞", "平洞"), (None, None),
    ],
)  # fmt: skip
def test_cell_is_written_as_people_read_it(cell, text):
    assert written(cell) == text


def test_number_typed_without_its_separators_is_as_before(small):
    small.save(small.change("522301001001", "boards_removed", 12_000))
    assert pasted(small, CLEANUP, "12000", column="boards_removed") == pasted(small, CLEANUP)
    assert pasted(small, CLEANUP, "１２０００", column="boards_removed").changes == ()


# Values ----------------------------------------------------------------------------------------------------------


def test_column_of_five_gives_three_values_and_names_two(small):
    found = pasted(small, CLEANUP, "1", "abc", "１２３", "—", "5", column="boards_removed")
    assert [change.after for change in found.waiting] == [1, 123, 5]
    assert places(found) == [("黄草街道第2村", "清理机构牌子", "abc"), ("平洞街道第1社区", "清理机构牌子", "—")]
    assert found.changes == ()


@pytest.mark.parametrize(("means", "after"), [("zero", [0, 0]), ("blank", [None, None])])
def test_dash_is_what_the_office_takes_it_for(small, monkeypatch, means, after):
    small.save(small.change("522301001001", "boards_removed", 4), small.change("522301001002", "boards_removed", 5))
    office = settings()
    here = office.model_copy(update={"upload": office.upload.model_copy(update={"nothing": means})})
    monkeypatch.setattr("lib.review.grid.values.settings", lambda: here)
    found = pasted(small, CLEANUP, "—", "无", "abc", column="boards_removed")
    assert [change.after for change in found.waiting] == after
    assert [problem.text for problem in found.problems] == ["abc"]


@pytest.mark.parametrize("text", ["三块", "abc"])
def test_word_empties_no_cell(small, text):
    small.save(small.change("522301001001", "boards_removed", 4))
    found = pasted(small, CLEANUP, text, column="boards_removed")
    assert places(found) == [("黄草街道第1村", "清理机构牌子", text)]
    assert (found.changes, found.waiting) == ((), ())


def test_row_of_another_county_is_refused_whole(small):
    own = {"unit_code": "522326", "unit_name": "望谟县", "labour_pay": "11"}
    found = pasted(small, COUNTY, own, {"labour_pay": "12"})
    assert places(found) == [("兴义市", "单位代码", "522326")]
    assert "这一行是兴义市；望谟县的请粘贴到它自己那一行" in found.problems[0].mend
    assert [change.after for change in found.waiting] == [1200]  # of the row below


@pytest.mark.parametrize(
    "said, title",
    [
        ({"unit_code": "522326"}, "单位代码"), ({"unit_name": "望谟县"}, "单位名称"),
        ({"unit_code": "999"}, "单位代码"), ({"unit_code": "522301", "unit_name": "望谟县"}, "单位名称"),
        ({"unit_code": "兴义市"}, "单位代码"),
    ],
)  # fmt: skip
def test_code_and_name_must_be_those_of_the_row(small, said, title):
    [problem] = pasted(small, COUNTY, said | {"labour_pay": "11"}).problems
    assert (problem.row, problem.title) == ("兴义市", title)


@pytest.mark.parametrize(
    "said", [{"unit_code": "'522301"}, {"unit_code": "５２２３０１", "unit_name": ""}, {"unit_name": "兴义市 "}]
)
def test_code_and_name_in_another_spelling_are_those_of_the_row(small, said):
    assert [change.after for change in pasted(small, COUNTY, said | {"labour_pay": "11"}).changes] == [1100]


def test_rows_below_the_last_and_what_is_too_wide_are_named(small):
    found = pasted(
        small, COUNTY, {"labour_pay": "1", SURPLUS: "备注"}, {"labour_pay": "2"},
        below=[{"unit_code": "522399", "labour_pay": "3"}, {"labour_pay": None}, {"labour_pay": "4"}],
    )  # fmt: skip
    assert places(found) == [
        ("兴义市", "多出", "备注"), ("末行之下第 1 行", "", "522399、3"), ("末行之下第 2 行", "", "4"),
    ]  # fmt: skip
    assert found.changes == ()
    assert [change.after for change in found.waiting] == [100, 200]


# Records ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, day", [("2023年6月2日", date(2023, 6, 2)), ("2023.6.2", date(2023, 6, 2)), ("2023/6/2", date(2023, 6, 2))]
)
def test_day_is_read_as_in_a_file(office, text, day):
    assert [change.after for change in pasted(office, ITEMS, text, column="due_on").changes] == [day]


@pytest.mark.parametrize("text", ["6/2", "45079", "2023.6.31", "今天"])
def test_day_that_is_none_or_lacks_its_year_is_asked_about(office, text):
    found = pasted(office, ITEMS, text, column="due_on")
    assert places(found) == [("A1 牌子", "截止日", text)]
    assert ("6月2日是哪一年的" in found.problems[0].mend) is (text == "6/2")
    assert found.waiting == ()


def test_percents_stay_percents(office):
    task = office.reference.tasks["C1"].code
    rows = [(JULY.ordinal, task, unit) for unit in ("522301", "522326")]
    kept = [record("task_progress", half_month=h, task_code=t, unit_code=u, percent=Decimal(72)) for h, t, u in rows]
    office.save(*kept, actor="联席办", kind="edit")
    with reading(office.engine) as connection:
        grid = open_grid(connection, office.reference, PERCENTS, JULY)
    at = next(number for number, row in enumerate(grid.rows) if row.key == rows[0])
    found = pasted(office, PERCENTS, "100%", "50%", at=at, column="percent")
    assert [(change.key, change.after) for change in found.changes] == [(rows[0], 100), (rows[1], 50)]


@pytest.mark.parametrize("text, lead", [("是", True), ("√", True), ("1", True), ("否", None), ("也许", "asked")])
def test_yes_and_no_are_words(office, text, lead):
    found = pasted(office, DEPARTMENTS, text, column="lead")
    assert [change.after for change in found.changes] == ([True] if lead is True else [])
    assert places(found) == ([("D1 部门1", "是否牵头", text)] if lead == "asked" else [])


def test_choice_takes_its_words_and_names_the_others(office):
    good = pasted(office, ITEMS, "办结", column="state")
    assert [change.after for change in good.changes] == ["done"]
    [problem] = pasted(office, ITEMS, "很好", column="state").problems
    assert "在办、办结" in problem.mend


def test_code_of_another_record_refuses_the_row(office):
    found = pasted(office, DEPARTMENTS, {"code": "D2", "name": "民政局"}, {"name": "教育局"})
    assert places(found) == [("D1 部门1", "部门代码", "D2")]
    assert [change.after for change in found.waiting] == ["教育局"]


def test_row_goes_by_a_yes_and_not_by_any_word(office):
    assert pasted(office, DEPARTMENTS, {REMOVE: "1"}).changes[0].after is None
    assert places(pasted(office, DEPARTMENTS, {REMOVE: "合计"})) == [("D1 部门1", "删除", "合计")]


def test_new_rows_are_told_apart(office):
    below = [{"code": "D8", "name": "甲局"}, {"code": "D8", "name": "乙局"}, {"name": "丙局", SURPLUS: "x"}]
    found = pasted(office, DEPARTMENTS, below=below)
    assert [(row, title) for row, title, _text in places(found)] == [
        ("新增第 3 行", "多出"), ("新增第 2 行", "部门代码"), ("新增第 3 行", "部门代码"),
    ]  # fmt: skip
    assert "第1行" in found.problems[1].mend.replace(" ", "")


# Percents of tasks -----------------------------------------------------------------------------------------------


@pytest.fixture
def tasks(small):
    """The lines that 兴义市 reports, the grid of them, and a way to propose what is pasted."""
    with reading(small.engine) as connection:
        found = lines(connection, small.reference, JULY, "522301")
    grid = percent_grid(small.reference, found, is_open=True)

    def propose_pasted(edited, below=()):
        edits = read_edits(grid, {"edited_rows": edited, "added_rows": list(below)})
        with reading(small.engine) as connection:
            return propose_percents(connection, JULY, grid, edits)

    return found, propose_pasted


def test_percent_is_taken_as_in_a_file(tasks):
    found, propose_pasted = tasks
    proposal = propose_pasted({0: {"percent": "100%"}, 1: {"percent": "５０％"}, 2: {"percent": "72.5"}})
    assert [change.after["percent"] for change in proposal.changes] == [100, 50, Decimal("72.5")]
    assert isinstance(proposal.changes[0], Change) and proposal.changes[0].key[1] == found[0].task_code


def test_percent_that_cannot_be_read_or_fits_nowhere_is_named(tasks):
    found, propose_pasted = tasks
    edited = {0: {"percent": "很快"}, 1: {"task": "别的任务", "percent": "5"}, 2: {"percent": "101", SURPLUS: "x"}}
    proposal = propose_pasted(edited, below=[{"percent": "7"}])
    named = {(row, title, text) for row, title, text in places(proposal)}
    label = [f"{line.task} 兴义市" for line in found]
    assert (label[0], "本期完成(%)", "很快") in named
    assert {(title, text) for _row, title, text in named} == {
        ("本期完成(%)", "很快"), ("任务", "别的任务"), ("本期完成(%)", "101"), ("多出", "x"), ("", "7"),
    }  # fmt: skip
    assert (proposal.changes, proposal.waiting) == ((), ())
