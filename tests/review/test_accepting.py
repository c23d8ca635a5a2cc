"""确认: several reports in one act, each as it was looked at; what is unusual stands first."""

from contextlib import suppress

import pytest

from lib.kept.models import Indicator
from lib.kept.reference import read_reference
from lib.kept.remembered import Remembered
from lib.kept.store import reading
from lib.ledger.access import engineer, signed_in
from lib.ledger.accounts import rename_and_scope
from lib.ledger.door import Act, save, undo
from lib.review import contents as review_contents
from lib.review.accepting import accept
from lib.review.contents import contents, report_cells
from lib.review.own_writes import written_reports
from lib.review.reviewing import decide, hand_in_again
from lib.words.errors import Conflict, Locked, Refusal
from lib.words.half_months import HalfMonth
from tests.conftest import record, sign_in

JULY, OFFICE = HalfMonth.parse("2023-07-1"), engineer("联席办")
# what every village reported in the half month before
JUNE = {"boards_removed": 3, "boards_outside": 5, "signs_outside": 2, "mechanisms_last_year": 10, "mechanisms_now": 6}
XINGYI, WANGMO = ("522301001001", "522301001002"), ("522326101001", "522326101002", "522326102001", "522326102002")
FORM = "village_cleanup"


@pytest.fixture
def reported(small):
    """兴义 has reported its villages as in the half month before but for one cell, 望谟 others and not all."""
    small.save(*(small.change(unit, code, value) for unit in XINGYI for code, value in JUNE.items()))
    small.save(small.change(XINGYI[0], "signs_outside", 1, 2))
    cells = [(unit, code) for unit in WANGMO for code in JUNE][1:]
    small.save(*(small.change(unit, code, JUNE[code] + 1) for unit, code in cells))
    small.save(*(small.change(county, "labour_pay", 10_050) for county in ("522301", "522326")))
    return small


def looked(small):
    with reading(small.engine) as connection:
        return contents(connection, read_reference(connection), JULY)


def of(small, county: str, form: str = FORM):
    return next(one for one in looked(small) if (one.standing.county_code, one.standing.form) == (county, form))


def waiting(small):
    return [one for one in looked(small) if one.waits]


def decided(small):
    return sorted(small.all("SELECT county_code, form FROM submission WHERE decision = 'accepted'"))


def test_report_is_told_by_what_differs_from_the_half_month_before(reported):
    assert (of(reported, "522301").changed, of(reported, "522301").said) == (1, False)
    assert of(reported, "522326").changed == 19


ACTS = [
    pytest.param([lambda it: it.change(XINGYI[1], "boards_removed", 2, 3)], id="a cell that falls"),
    pytest.param([lambda it: it.change(XINGYI[1], "boards_removed", None, 3)], id="a cell that goes"),
    pytest.param(
        [lambda it: it.change(XINGYI[1], "boards_removed", None, 3),
         lambda it: it.change(XINGYI[1], "boards_removed", 4)],
        id="a cell that goes and comes again",
    ),
    pytest.param([lambda it: it.change("522326", "labour_pay", 100_500, 10_050)], id="a county's own cell"),
    pytest.param([lambda it: it.change(XINGYI[0], "boards_removed", 9, 3, at="2023-06-2")], id="the half month before"),
    pytest.param(
        [lambda it: record("column_rule", code="R9", smaller="boards_outside", larger="signs_outside")], id="a rule"
    ),
    pytest.param(
        [lambda it: record("form", code="task_progress", name="任务进展表", level="county", units="all"),
         lambda it: percent(JULY.next(-1), 40), lambda it: percent(JULY, 30)],
        id="percents",
    ),
]  # fmt: skip


def percent(half_month, value):
    key = {"half_month": half_month.ordinal, "task_code": "C1", "unit_code": "522301"}
    return record("task_progress", **key, percent=value, carried=False)


@pytest.mark.parametrize("acts", ACTS)
def test_what_is_remembered_of_reports_is_what_is_found_out_anew(reported, monkeypatch, acts):
    for act in acts:
        looked(reported)
        receipt = reported.save(act(reported), actor="data/", kind="load", loads=True)
    assert looked(reported) == found_out_anew(reported, monkeypatch)
    with suppress(Locked):  # the half month before is closed
        undo(reported.engine, receipt.batch, OFFICE)
    assert looked(reported) == found_out_anew(reported, monkeypatch)


def found_out_anew(reported, monkeypatch):
    with monkeypatch.context() as patched:
        for name in ("_known", "_known_rules"):
            patched.setattr(review_contents, name, Remembered(most=0))
        return looked(reported)


def test_save_finds_out_its_own_column_of_its_own_county_anew_alone(reported, monkeypatch):
    looked(reported)
    asked, found = [], review_contents._Asked._compared
    monkeypatch.setattr(
        review_contents._Asked, "_compared", lambda self, pieces: (asked.append(pieces), found(self, pieces))[1]
    )
    reported.save(reported.change(XINGYI[1], "boards_removed", 2, 3))
    looked(reported)
    column = reported.all("SELECT id FROM indicator WHERE code = 'boards_removed'")[0][0]
    assert asked == [[(FORM, "522301", {column})]]


def test_columns_that_rules_name_together_are_compared_together():
    a, b, c, d, of_another_form = (Indicator(id=number) for number in range(5))
    columns = [each.id for each in (a, b, c, d)]
    apart = review_contents.compared_by_themselves(columns, [(a, b), (c, of_another_form), (b, c)])
    assert sorted(map(sorted, apart)) == [[0, 1, 2, 4], [3]]


def test_what_is_unusual_stands_first_with_its_value_before(reported):
    reported.save(reported.change(XINGYI[1], "boards_removed", 2, 3))
    assert looked(reported)[0].standing.county_code == "522301"
    (cell,) = of(reported, "522301").remarked
    assert (cell.unit_code, cell.of, cell.before, cell.after, cell.notes) == (
        XINGYI[1],
        "boards_removed",
        3,
        2,
        ("falls",),
    )
    with reading(reported.engine) as connection:
        cells = report_cells(connection, read_reference(connection), JULY, FORM, "522301")
    assert len(cells) == 10 and [one.of for one in cells[:2]] == ["boards_removed", "signs_outside"]


def test_remark_of_handing_in_is_something_to_look_at(reported):
    decide(reported.engine, JULY, FORM, "522301", "returned", OFFICE, "请核实")
    hand_in_again(reported.engine, JULY, FORM, "522301", OFFICE, "已核实")
    assert of(reported, "522301").said


def test_percent_that_falls_is_remarked(small):
    small.save(record("form", code="task_progress", name="任务进展表", level="county", units="all"), kind="edit")
    for half_month, percent in ((JULY.next(-1), 40), (JULY, 30)):
        given = {"half_month": half_month.ordinal, "task_code": "C1", "unit_code": "522326", "percent": percent}
        small.save(record("task_progress", **given), loads=True)
    (cell,) = of(small, "522326", "task_progress").remarked
    assert (cell.unit_code, cell.of, cell.before, cell.after) == ("522326", "C1", 40, 30)


def test_all_that_waits_is_accepted_as_one_batch_with_one_undo(reported):
    seen = waiting(reported)
    assert len(seen) == 3
    receipt = accept(reported.engine, JULY, seen, OFFICE)
    expected = [("522301", "county_empowerment"), ("522301", FORM), ("522326", "county_empowerment")]
    assert decided(reported) == expected and not waiting(reported)
    assert reported.one("SELECT note FROM batch WHERE id = ?", receipt.batch) == "确认 3 张报表"
    undo(reported.engine, receipt.batch, OFFICE)
    assert decided(reported) == [] and len(waiting(reported)) == 3


def test_where_one_was_changed_meanwhile_none_is_accepted_and_it_is_named(reported):
    seen = waiting(reported)
    reported.save(reported.change(XINGYI[0], "boards_removed", 5, 3), actor="兴义 王五")
    with pytest.raises(Conflict, match="兴义市 村级清理表（已报），兴义 王五于.*最后改动.*什么也没有确认"):
        accept(reported.engine, JULY, seen, OFFICE)
    assert decided(reported) == []
    assert accept(reported.engine, JULY, waiting(reported), OFFICE)


def test_one_that_somebody_sent_back_meanwhile_keeps_all_from_being_accepted(reported):
    seen = waiting(reported)
    decide(reported.engine, JULY, FORM, "522301", "returned", OFFICE, "请核实")
    with pytest.raises(Conflict, match="兴义市 村级清理表（.*退回）"):
        accept(reported.engine, JULY, seen, OFFICE)
    assert decided(reported) == []


def test_what_is_not_complete_or_decided_is_refused_by_name(reported):
    with pytest.raises(Refusal, match="望谟县 村级清理表（部分）"):
        accept(reported.engine, JULY, [*waiting(reported), of(reported, "522326")], OFFICE)
    with pytest.raises(Refusal, match="没有等待确认的报表"):
        accept(reported.engine, JULY, [], OFFICE)
    assert decided(reported) == []


OWN = [  # what the office's account does to a report before it accepts it, and whether that makes it its own
    ("edits a cell", lambda s: s.save(s.change(XINGYI[0], "boards_removed", 4, 3), actor=OFFICE.name), True),
    ("uploads for a county", lambda s: s.save(s.change("522301", "labour_pay", 1, 10_050), actor=OFFICE.name), True),
    ("edits what another corrects", lambda s: (
        s.save(s.change(XINGYI[0], "boards_removed", 4, 3), actor=OFFICE.name),
        s.save(s.change(XINGYI[0], "boards_removed", 5, 4), actor="兴义 王五"),
    ), False),
    ("edits another report", lambda s: s.save(s.change(WANGMO[1], "boards_removed", 9, 4), actor=OFFICE.name), False),
    ("loads", lambda s: s.save(s.change(XINGYI[0], "boards_removed", 4, 3), actor=OFFICE.name, kind="load"), False),
]  # fmt: skip


@pytest.mark.parametrize(("what", "acts", "own"), OWN, ids=[what for what, *_rest in OWN])
def test_what_the_office_wrote_itself_is_accepted_by_another_or_with_a_reason(reported, what, acts, own):
    acts(reported)
    if not own:
        assert accept(reported.engine, JULY, waiting(reported), OFFICE)
        return
    with pytest.raises(Refusal, match="这些报表里有您本人填报的数：兴义市 .级.*由联席办另一账号确认，或写明原因"):
        accept(reported.engine, JULY, waiting(reported), OFFICE, "  ")
    assert decided(reported) == []
    receipt = accept(reported.engine, JULY, waiting(reported), OFFICE, "仅一个账号，已核对原件")
    assert reported.one("SELECT note FROM batch WHERE id = ?", receipt.batch).endswith("仅一个账号，已核对原件")
    undo(reported.engine, receipt.batch, OFFICE)
    assert accept(reported.engine, JULY, waiting(reported), engineer("联席办 副主任"))


def test_what_an_account_wrote_stays_its_own_under_another_name(reported):
    """Who is renamed wrote it all the same, and whoever is given the old name did not."""
    boss = engineer("王工")
    writer = account(reported, "联席办 陈办")
    save(reported.engine, Act(writer, "edit"), [reported.change(XINGYI[0], "boards_removed", 4, 3)])
    rename_and_scope(reported.engine, writer.login, {"name": "联席办 陈主任", "role": "office"}, boss)
    with pytest.raises(Refusal, match="您本人填报的数：兴义市 村级清理表"):
        accept(reported.engine, JULY, waiting(reported), account(reported, "联席办 陈主任"))
    assert accept(reported.engine, JULY, waiting(reported), account(reported, "联席办 陈办"))


def account(small, name):
    """The account of this name, as it is signed in."""
    token = sign_in(small.engine, name, login=f"l{len(small.all('SELECT 1 FROM account'))}")
    with reading(small.engine) as connection:
        return signed_in(connection, token)


def test_decision_on_one_report_asks_the_same(reported):
    reported.save(reported.change(XINGYI[0], "boards_removed", 4, 3), actor=OFFICE.name)
    with pytest.raises(Refusal, match="您本人填报的数：兴义市 村级清理表"):
        decide(reported.engine, JULY, FORM, "522301", "accepted", OFFICE)
    receipt = decide(reported.engine, JULY, FORM, "522301", "accepted", OFFICE, "已核对原件")
    assert reported.one("SELECT note FROM batch WHERE id = ?", receipt.batch) == "已核对原件"
    assert reported.one("SELECT reason FROM submission WHERE decision = 'accepted'") == ""


def test_percents_that_the_office_entered_are_its_own(small):
    small.save(record("form", code="task_progress", name="任务进展表", level="county", units="all"), kind="edit")
    given = {"half_month": JULY.ordinal, "task_code": "C1", "unit_code": "522326", "percent": 30}
    small.save(record("task_progress", **given), actor=OFFICE.name)
    with reading(small.engine) as connection:
        reference = read_reference(connection)
        assert written_reports(connection, reference, JULY, None, OFFICE.name) == {("task_progress", "522326")}
        assert written_reports(connection, reference, JULY, None, "另一人") == frozenset()
