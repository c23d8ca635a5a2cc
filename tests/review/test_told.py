"""What is told of a task beside its percent: 进展, 问题, 下一步, each half month's own, by grid, template and file."""

from dataclasses import replace
from decimal import Decimal

import pytest

from lib.intake.exports import as_csv, as_xlsx
from lib.intake.listing import CHANGED, NEW, listing
from lib.kept.models.values import LONGEST_TOLD, WORDS
from lib.kept.store import reading
from lib.ledger.access import engineer
from lib.ledger.door import undo
from lib.review.dispatch import Told, told
from lib.review.grid import mine, read_edits
from lib.review.submissions import copied_forward
from lib.review.updates import lines, percent_grid, percents_of, percents_template, propose_percents, save_percents
from lib.review.uploads import take
from lib.words.half_months import HalfMonth
from lib.words.settings import settings
from tests.conftest import record

JULY = HalfMonth.parse("2023-07-1")
WHO = engineer("部门一 王五")
FORM = "task_progress"


@pytest.fixture
def reported(small):
    """The small store in which the prefecture's measure 03 stands at 40, with words, and 望谟's C1 at nothing yet."""
    words = {"done": "清单已印发", "problem": "两县未张贴", "next_step": "逐县核对"}
    given = {"task_code": "03", "unit_code": "5223", "percent": Decimal(40)}
    small.save(record(FORM, half_month=JULY.ordinal, **given, **words), loads=True)
    return small


def at(small, who: str):
    with reading(small.engine) as connection:
        return lines(connection, small.reference, JULY, who)


def typed(small, who: str, **cells: str):
    """The proposal after these cells were typed in the only line of C1 or 03."""
    shown = [line for line in at(small, who) if line.task_code in ("03", "C1")]
    grid = percent_grid(small.reference, shown, is_open=True)
    return proposed(small, grid, **cells)


def proposed(small, grid, **cells: str):
    """The same of a grid that was read at some moment before."""
    with reading(small.engine) as connection:
        return propose_percents(connection, JULY, grid, read_edits(grid, {"edited_rows": {0: cells}}))


def kept(small, task: str):
    return small.all(f"SELECT percent, done, problem, next_step FROM {FORM} WHERE task_code = ?", task)


def test_words_stand_behind_the_percent_in_the_grid(reported):
    [line] = [line for line in at(reported, "5223") if line.task_code == "03"]
    grid = percent_grid(reported.reference, [line], is_open=True)
    assert [column.title for column in grid.columns][-4:] == ["本期完成(%)", "进展", "问题", "下一步"]
    assert grid.rows[0].cells[-4:] == (40.0, "清单已印发", "两县未张贴", "逐县核对")


def test_each_word_that_was_typed_is_a_change_of_its_own_and_undone_again(reported):
    found = typed(reported, "5223", problem="一县未张贴", next_step="")
    assert [(one.field, one.before, one.after) for one in found.changes] == [
        ("problem", "两县未张贴", "一县未张贴"), ("next_step", "逐县核对", ""),
    ]  # fmt: skip
    receipt = save_percents(reported.engine, found.changes, WHO)
    assert kept(reported, "03") == [("40", "清单已印发", "一县未张贴", "")]
    undo(reported.engine, receipt.batch, WHO)
    assert kept(reported, "03") == [("40", "清单已印发", "两县未张贴", "逐县核对")]


def frozen(small, who: str):
    """The grid of the only line of C1 or 03, as it is read now."""
    shown = [line for line in at(small, who) if line.task_code in ("03", "C1")]
    return percent_grid(small.reference, shown, is_open=True)


def test_what_another_saved_since_is_a_conflict_field_by_field_and_nothing_is_lost(reported):
    grid = frozen(reported, "5223")
    save_percents(reported.engine, typed(reported, "5223", problem="一县未张贴", percent="45").changes, WHO)
    mine_only = proposed(reported, grid, done="清单全部印发")
    assert ([one.field for one in mine_only.changes], mine_only.conflicts) == (["done"], ())
    both = proposed(reported, grid, done="清单全部印发", problem="都已张贴", percent="45.0")
    assert [(one.change.field, one.change.after, one.now) for one in both.conflicts] == [
        ("problem", "都已张贴", "一县未张贴")
    ]
    save_percents(reported.engine, (*both.changes, *map(mine, both.conflicts)), WHO)
    assert kept(reported, "03") == [("45", "清单全部印发", "都已张贴", "逐县核对")]


def test_first_report_of_two_people_is_a_conflict_of_its_percent_and_both_words_stay(reported):
    grid = frozen(reported, "522326")
    save_percents(reported.engine, typed(reported, "522326", percent="30", done="已督办").changes, WHO)
    found = proposed(reported, grid, percent="35", problem="缺人")
    assert [(one.change.field, one.now) for one in found.conflicts] == [("percent", 30)]
    save_percents(reported.engine, (*found.changes, *map(mine, found.conflicts)), WHO)
    assert kept(reported, "C1") == [("35", "已督办", "缺人", "")]


def test_report_that_another_took_away_or_changed_is_a_conflict_as_a_whole(reported):
    grid = frozen(reported, "5223")
    taken_away = save_percents(reported.engine, typed(reported, "5223", percent="").changes, WHO)
    found = proposed(reported, grid, done="清单全部印发")
    assert [(one.change.field, one.now) for one in found.conflicts] == [("", None)] and not found.changes
    save_percents(reported.engine, [*map(mine, found.conflicts)], WHO)
    assert kept(reported, "03") == [("40", "清单全部印发", "两县未张贴", "逐县核对")]
    assert taken_away.changes == 1
    gone = proposed(reported, grid, percent="")
    assert [(one.change.after, one.now["done"]) for one in gone.conflicts] == [(None, "清单全部印发")]


def test_percent_that_is_cleared_takes_its_words_away_and_undo_brings_both_back(reported):
    receipt = save_percents(reported.engine, typed(reported, "5223", percent="").changes, WHO)
    assert kept(reported, "03") == []
    undo(reported.engine, receipt.batch, WHO)
    assert kept(reported, "03") == [("40", "清单已印发", "两县未张贴", "逐县核对")]


def test_words_are_saved_with_a_first_percent_and_refused_without_one(reported):
    refused = typed(reported, "522326", done="已督办")
    assert [(one.title, one.text, one.mend) for one in refused.problems] == [
        ("进展", "已督办", "请同时填本半月进度；不填进度就是未报")
    ]
    save_percents(reported.engine, typed(reported, "522326", percent="30", done="已督办").changes, WHO)
    assert kept(reported, "C1") == [("30", "已督办", "", "")]


@pytest.mark.parametrize(("means", "after"), [("blank", []), ("zero", [("0", "清单已印发", "无", "逐县核对")])])
def test_a_percent_said_as_none_is_read_as_this_office_means_it_and_a_word_stays_one(
    reported, monkeypatch, means, after
):
    office = settings()
    here = office.model_copy(update={"upload": office.upload.model_copy(update={"nothing": means})})
    monkeypatch.setattr("lib.review.updates.settings", lambda: here)
    found = typed(reported, "5223", percent="无", **({} if means == "blank" else {"problem": "无"}))
    assert found.problems == ()
    save_percents(reported.engine, found.changes, WHO)
    assert kept(reported, "03") == after


def test_word_that_is_too_long_is_named_with_how_long_it_may_be(reported):
    found = typed(reported, "5223", done="长" * (LONGEST_TOLD + 1), problem="短")
    assert [(one.title, one.mend) for one in found.problems] == [("进展", "共 121 字，请精简到 120 字以内")]
    assert found.changes == ()


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_template_has_the_words_and_a_file_brings_them(reported, write):
    with reading(reported.engine) as connection:
        export = percents_template(connection, reported.reference, JULY, "5223")
    assert export.header[-4:] == ("百分比（%）", "进展", "问题", "下一步")
    assert export.rows[0][-3:] == ("清单已印发", "两县未张贴", "逐县核对")
    anew = (*export.rows[0][:-2], "三县未张贴", "长" * (LONGEST_TOLD + 1))
    for rows, problems, changes in (
        ([(*anew[:-1], "再核对")], [], [("problem", "三县未张贴"), ("next_step", "再核对")]),
        ([anew], [("下一步", "共 121 字，请精简到 120 字以内")], []),
    ):
        file = write(replace(export, rows=rows))
        name = "2023年7月上半月_任务进展." + ("csv" if write is as_csv else "xlsx")
        taken = take(reported.engine, file, name, percents_of(reported.reference, JULY, "5223"), WHO)
        assert [(one.title, one.mend) for one in taken.checked.problems] == problems
        assert [(one.field, one.after) for one in taken.preview.changes] == changes


def test_file_without_the_columns_leaves_the_words_as_they_are(reported):
    file = "半月,任务代码,单位代码,百分比\n2023年7月上半月,03,5223,50\n".encode()
    taken = take(reported.engine, file, "进度.csv", percents_of(reported.reference, JULY, "5223"), WHO)
    assert [(one.field, one.after) for one in taken.preview.changes] == [("percent", 50)]


def test_words_are_never_carried_into_the_next_half_month(reported):
    reported.save(record("half_month", half_month=JULY.next().ordinal, state="open"), kind="edit", loads=True)
    with reading(reported.engine) as connection:
        [copied] = copied_forward(connection, JULY.next(), FORM, "5223")
    assert copied.after["percent"] == 40 and [copied.after[name] for name in WORDS] == ["", "", ""]


def test_what_departments_told_is_read_by_measure(reported):
    with reading(reported.engine) as connection:
        assert told(connection, reported.reference, JULY) == {"03": Told("清单已印发", "两县未张贴", "逐县核对")}
        assert told(connection, reported.reference, JULY.next(-1)) == {}


def test_new_word_is_new_in_a_preview_although_the_percent_is_that_of_before(reported):
    key = (JULY.ordinal, "03", "5223")
    changes = typed(reported, "5223", done="已印发", problem="").changes
    assert listing(changes, {key: Decimal(40)}).kinds == ("emptied", CHANGED)
    first = [one._replace(before="") for one in changes if one.field == "done"]
    assert listing(first, {key: Decimal(40)}).kinds == (NEW,)
