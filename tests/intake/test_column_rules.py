"""Rules between columns: removed is at most found; what breaks one is remarked by both names and both values."""

import json

import pytest

from lib.intake.checks import Reported, as_problem_file, check_records
from lib.intake.column_rules import Broken, kept_broken
from lib.intake.preview import TENTH, note_word
from lib.intake.sheets import read
from lib.kept import store
from lib.kept.reference import read_reference
from lib.kept.tables import TABLES
from lib.ledger.access import engineer
from lib.review.grid import Source, open_grid, propose
from lib.review.uploads import Records, known_codes, remarks, save_upload, take
from lib.server import commands
from lib.words.half_months import HalfMonth
from lib.words.settings import UploadLimits
from tests.conftest import Small, record

JULY = HalfMonth.parse("2023-07-1")
VILLAGE = "522326101001"
SAID = "清理机构牌子 10 超过排查机构牌子 8"


@pytest.fixture
def ruled(small) -> Small:
    """The small store with 排查机构牌子, and the rule that 清理 is at most that."""
    none = dict.fromkeys(("numerator", "denominator", "condition"))
    found = {"code": "boards_found", "name": "排查机构牌子", "name_en": "Boards found", "unit": "块", "decimals": 0}
    found |= {"form": "village_cleanup", "level": "village", "rollup": "sum", "position": 9, "direction": "none"} | none
    small.save(record("indicator", **found), kind="edit")
    small.save(record("column_rule", code="boards", smaller="boards_removed", larger="boards_found"), kind="edit")
    with store.reading(small.engine) as connection:
        return Small(small.engine, read_reference(connection))


HEADER = "单位代码,排查机构牌子,清理机构牌子,上年工作机制,现有工作机制,现有外部标牌,现有规范标识"


def a_file(*cells: str) -> bytes:
    """The village's row with these cells, the others blank."""
    return "\n".join([HEADER, ",".join([VILLAGE, *cells, *[""] * (6 - len(cells))])]).encode()


def upload(ruled: Small, *cells: str):
    content = a_file(*cells)
    return take(ruled.engine, content, "7月.csv", Reported("village_cleanup", JULY), engineer("望谟县"))


def said(upload, reference) -> list[tuple[int, str, str, str]]:
    return [(one.row, one.title, one.text, one.mend) for one in remarks(upload, reference)]


def test_more_removed_than_found_is_remarked_by_both_names_and_values_and_not_refused(ruled):
    taken = upload(ruled, "8", "10")
    assert said(taken, ruled.reference) == [(2, "清理机构牌子", "10", SAID)]
    assert not taken.checked.problems
    save_upload(ruled.engine, taken, engineer("望谟县"))
    assert ruled.value(VILLAGE, "boards_removed") == 10


@pytest.mark.parametrize("found, removed", [("8", "8"), ("8", "5"), ("", "10"), ("10", "")])
def test_what_keeps_the_rule_or_lacks_one_side_is_not_remarked(ruled, found, removed):
    assert not (upload(ruled, found, removed).preview.notes or {}).get(ruled.key(str(JULY), VILLAGE, "boards_removed"))


@pytest.mark.parametrize(
    "kept, cell, title",
    [
        pytest.param({"boards_found": 8}, ("", "10"), "清理机构牌子", id="found is kept"),
        pytest.param({"boards_removed": 10}, ("8", ""), "排查机构牌子", id="removed is kept"),
        pytest.param(
            {"boards_found": 8, "boards_removed": 7}, ("8", "10"), "清理机构牌子", id="one of the two differs"
        ),
    ],
)
def test_the_other_value_is_what_is_kept_where_the_file_does_not_say_it(ruled, kept, cell, title):
    ruled.save(*(ruled.change(VILLAGE, indicator, value) for indicator, value in kept.items()))
    assert [(one[1], one[3]) for one in said(upload(ruled, *cell), ruled.reference)] == [(title, SAID)]


def test_what_is_saved_already_is_not_remarked_again(ruled):
    ruled.save(ruled.change(VILLAGE, "boards_found", 8), ruled.change(VILLAGE, "boards_removed", 10))
    assert said(upload(ruled, "8", "10"), ruled.reference) == []


def test_a_rule_stands_before_what_is_unusual(ruled):
    ruled.save(ruled.change(VILLAGE, "boards_found", 100, at="2023-06-2"), loads=True)
    notes = upload(ruled, "8", "10").preview.notes
    (broken,) = notes[ruled.key(str(JULY), VILLAGE, "boards_removed")]
    assert isinstance(broken, Broken) and note_word(broken) == SAID
    assert notes[ruled.key(str(JULY), VILLAGE, "boards_found")] == (TENTH,)


def test_the_marked_file_and_the_commands_json_say_it_too(ruled, monkeypatch, capsys, tmp_path):
    taken = upload(ruled, "8", "10")
    marked = as_problem_file(taken.sheet, remarks(taken, ruled.reference)).decode("utf-8-sig")
    assert marked.splitlines() == [f"{HEADER},问题", f"{VILLAGE},8,10,,,,,C 清理机构牌子：请核对：{SAID}"]
    file = tmp_path / "7月.csv"
    file.write_bytes(a_file("8", "10"))
    monkeypatch.setattr(store, "engine", lambda: ruled.engine)
    about = ["--form", "village_cleanup", "--half-month", str(JULY), "--as", "望谟县"]
    assert commands.main(["import", str(file), *about, "--dry-run", "--json"]) == 0
    (remark,) = json.loads(capsys.readouterr().out)["remarks"]
    assert remark == {"row": 2, "column": "C 清理机构牌子", "text": "10", "mend": SAID, "kind": "remark"}
    assert commands.main(["import", str(file), *about, "--dry-run"]) == 0
    assert SAID in capsys.readouterr().out


# The grid ---------------------------------------------------------------------------------------------------------


def typed(ruled: Small, **cells: str | None):
    """The proposal of a grid in which these cells of the village were edited."""
    source = Source("values", "village_cleanup")
    with store.reading(ruled.engine) as connection:
        grid = open_grid(connection, ruled.reference, source, JULY)
        at = next(number for number, row in enumerate(grid.rows) if row.cells[0] == VILLAGE)
        state = {"edited_rows": {at: cells}, "added_rows": [], "deleted_rows": []}
        return propose(connection, ruled.reference, source, JULY, grid, state)


def test_a_cell_of_the_grid_that_breaks_a_rule_is_remarked(ruled):
    ruled.save(ruled.change(VILLAGE, "boards_found", 8))
    proposal = typed(ruled, boards_removed="10")
    assert [note_word(note) for note in proposal.notes[ruled.key(str(JULY), VILLAGE, "boards_removed")]] == [SAID]
    assert len(proposal.changes) == 1 and not proposal.problems


def test_a_side_that_the_grid_empties_is_no_limit_any_more(ruled):
    ruled.save(ruled.change(VILLAGE, "boards_found", 8))
    assert not typed(ruled, boards_removed="10", boards_found=None).notes


def test_what_is_kept_and_breaks_a_rule_stands_below_the_grid(ruled):
    ruled.save(ruled.change(VILLAGE, "boards_found", 8), ruled.change(VILLAGE, "boards_removed", 10))
    with store.reading(ruled.engine) as connection:
        (found,) = kept_broken(connection, ruled.reference, "village_cleanup", JULY, "522326")
        elsewhere = kept_broken(connection, ruled.reference, "village_cleanup", JULY, "522301")
    assert (found[0].code, str(found[1]), elsewhere) == (VILLAGE, SAID, [])


# The table --------------------------------------------------------------------------------------------------------


def rule(ruled: Small, smaller: str, larger: str):
    """The problems of a file with this rule."""
    sheet = read(f"代码,不超过,上限\nx,{smaller},{larger}\n".encode(), "rules.csv", UploadLimits())
    with store.reading(ruled.engine) as connection:
        return check_records(sheet, TABLES["column_rule"], known_codes(connection)).problems


@pytest.mark.parametrize(
    "smaller, larger, column, mend",
    [
        pytest.param("boards_removed", "labour_pay", "C 上限", "同一张报表", id="another form"),
        pytest.param("boards_removed", "boards_removed", "C 上限", "自己", id="itself"),
        pytest.param("mechanisms_cut_pct", "boards_found", "B 不超过", "推算", id="derived and smaller"),
        pytest.param("boards_removed", "mechanisms_cut_pct", "C 上限", "推算", id="derived and larger"),
        pytest.param("boards_removed", "signs_outside", "C 上限", "单位", id="another unit of measure"),
        pytest.param("boards_removed", "boards_lost", "C 上限", "没有这个代码", id="unknown"),
        pytest.param("", "boards_found", "B 不超过", "必填", id="blank"),
    ],
)
def test_a_rule_that_cannot_be_compared_is_refused_with_row_column_and_mend(ruled, smaller, larger, column, mend):
    (problem,) = rule(ruled, smaller, larger)
    assert (problem.row, problem.column) == (2, column)
    assert mend in problem.mend


def test_a_rule_between_levels_is_refused(ruled):
    none = dict.fromkeys(("numerator", "denominator", "condition"))
    odd = {
        "code": "odd",
        "name": "乡镇牌子",
        "unit": "块",
        "decimals": 0,
        "form": "village_cleanup",
        "level": "township",
    }
    ruled.save(record("indicator", **odd, rollup="sum", position=9, direction="none", **none), kind="edit")
    (problem,) = rule(ruled, "boards_removed", "odd")
    assert (problem.row, problem.column) == (2, "C 上限") and "同一层级" in problem.mend


def test_the_office_adds_edits_and_takes_away_its_own(ruled):
    content = "代码,不超过,上限,备注\nown,mechanisms_now,mechanisms_last_year,现有的不多于上年的\n".encode()
    own = take(ruled.engine, content, "rules.csv", Records(TABLES["column_rule"]), engineer("联席办"))
    save_upload(ruled.engine, own, engineer("联席办"))
    more = ("", "", "3", "4")
    assert [one[3] for one in said(upload(ruled, *more), ruled.reference)] == ["现有工作机制 4 超过上年工作机制 3"]
    source = Source("records", "column_rule")
    with store.reading(ruled.engine) as connection:
        grid = open_grid(connection, ruled.reference, source, JULY)
        at = next(number for number, row in enumerate(grid.rows) if row.key == ("own",))
        changed = {"edited_rows": {at: {"larger": "labour_pay"}}, "added_rows": [], "deleted_rows": []}
        (problem,) = propose(connection, ruled.reference, source, JULY, grid, changed).problems
        gone = propose(connection, ruled.reference, source, JULY, grid, {"edited_rows": {at: {"_remove": True}}})
    assert "同一张报表" in problem.mend
    ruled.save(*gone.changes, kind="edit")
    assert said(upload(ruled, *more), ruled.reference) == []
