"""The order in which changes are looked at before they are saved, their kinds, and some of them, chosen."""

from decimal import Decimal

import pytest

from lib.intake.listing import (
    CHANGED,
    DIFFERS,
    EMPTIED,
    GONE,
    NEW,
    SAME,
    UNUSUAL,
    Chosen,
    choose,
    emptied,
    listing,
)
from lib.intake.preview import CONFIRMED, FALLS, Dated
from lib.kept.changes import Change, TargetKey
from lib.show.boards import previewed
from lib.words.half_months import HalfMonth

JULY = HalfMonth.parse("2023-07-1")
DEPARTMENT = {"code": "D01", "name": "组织部", "lead": True, "note": ""}
PERCENT = {"half_month": 48564, "task_code": "V1", "unit_code": "522326", "percent": Decimal(40), "carried": False}


def value(key: tuple[int, ...], before: int | None, after: int | None) -> Change:
    return Change("observation", key, "value", before, after)


def test_what_differs_from_the_last_half_month_stands_first_then_what_is_unusual_then_what_is_new():
    """What loses something stands before all, since it needs a yes."""
    new, odd, same, equal, other, worse, gone = (value((48564, unit, 1), None, 5) for unit in range(7))
    gone = gone._replace(before=5, after=None)
    changed = value((48564, 9, 1), 4, 5)
    last = {same.key: 5, equal.key: 5, other.key: 4, worse.key: 9}
    notes = {odd.key: (FALLS,), worse.key: (FALLS,), same.key: (CONFIRMED,)}
    found = listing((new, odd, same, equal, other, worse, changed, gone), last, notes)
    assert found.changes == (gone, worse, other, odd, changed, new, same, equal)
    assert found.kinds == (EMPTIED, DIFFERS, DIFFERS, UNUSUAL, CHANGED, NEW, SAME, SAME)
    assert found.count() == {EMPTIED: 1, DIFFERS: 2, UNUSUAL: 2, CHANGED: 1, NEW: 1, SAME: 2}
    assert emptied(found.changes) == 1


@pytest.mark.parametrize(
    ("change", "last", "kind"),
    [
        pytest.param(Change("department", ("D01",), "note", "甲", ""), None, EMPTIED, id="field emptied"),
        pytest.param(Change("department", ("D01",), "", DEPARTMENT, None), None, GONE, id="record taken away"),
        pytest.param(Change("department", ("D01",), "", None, DEPARTMENT), None, NEW, id="new record"),
        pytest.param(Change("task_progress", (48564, "V1", "5"), "", PERCENT, None), None, EMPTIED, id="percent"),
        pytest.param(Change("task_progress", (48564, "V1", "5"), "", None, PERCENT), 30, DIFFERS, id="percent moves"),
        pytest.param(Change("task_progress", (48564, "V1", "5"), "", None, PERCENT), 40, SAME, id="percent stays"),
        pytest.param(Change("target", TargetKey(1, 1), "value", None, 8), None, NEW, id="target"),
    ],
)
def test_kind_of_a_change(change, last, kind):
    found = listing([change], None if last is None else {change.key: last}, {change.key: (Dated(JULY, ""),)})
    assert found.kinds == (kind,)
    assert emptied([change]) == (kind == EMPTIED)


def test_half_months_stand_apart():
    june, july = value((48563, 1, 1), None, 1), value((48564, 1, 1), None, 2)
    assert listing((july, june), {july.key: 1}).changes == (june, july)


A, B, XINGYI = "522326101001", "522326102001", "522301001001"


@pytest.mark.parametrize(
    ("wanted", "units"),
    [
        pytest.param(Chosen(), [A, B, XINGYI], id="all"),
        pytest.param(Chosen(place="522326"), [A, B], id="county"),
        pytest.param(Chosen(place="522326102"), [B], id="township"),
        pytest.param(Chosen(kind=DIFFERS), [A], id="kind"),
        pytest.param(Chosen(kind=UNUSUAL), [A], id="unusual, whatever else it is"),
        pytest.param(Chosen(words="清理 102001"), [B], id="words"),
        pytest.param(Chosen(column=0), [], id="column"),
    ],
)
def test_changes_are_chosen(small, wanted, units):
    changes = [small.change(unit, "boards_removed", 4) for unit in (A, B, XINGYI)]
    found = listing(changes, {changes[0].key: 3}, {changes[0].key: (FALLS,)})
    said = previewed.search_words(small.reference, changes, {})
    chosen = choose(found, small.reference, wanted, said)
    assert [small.reference.by_id[change.key[1]].code for change in chosen.changes] == units


def test_download_says_where_what_and_what_was_before(small):
    change = small.change(A, "boards_removed", 4, before=2)
    found = listing([change], {change.key: 3}, {change.key: (FALLS,)})
    export = previewed.export(small.reference, found, "平洞 变更", lambda _changes: {})
    assert dict(zip(export.header, export.rows[0], strict=True)) == {
        "半月": "2023年7月上半月", "县(市、新区)": "望谟县", "乡镇(街道)": "平洞街道", "单位代码": A,
        "单位名称": "平洞街道第1村", "指标": "清理机构牌子", "原值": 2, "新值": 4, "上期": 3, "类别": "比上期有变",
        "请留意": "累计值变小",
    }  # fmt: skip


def test_new_record_shows_its_fields_and_not_that_it_is_new(small):
    change = Change("department", ("D01",), "", None, DEPARTMENT)
    export = previewed.export(small.reference, listing([change]), "x", lambda _changes: {("D01",): "D01 组织部"})
    assert export.rows == [("D01 组织部", "", "—", "名称 组织部；是否牵头 1", "新增", "")]
