"""What saving would do: new, changed, unchanged, blank, absent, and what looks unusual."""

from dataclasses import replace

import pytest

from lib.intake.checks import CheckedValues, check_records
from lib.intake.preview import FALLS, FAR, HIDDEN, TENFOLD, TENTH, preview_values
from lib.intake.record_preview import preview_records
from lib.intake.sheets import read
from lib.kept.changes import Change, TargetKey
from lib.kept.reference import read_reference
from lib.kept.store import reading
from lib.kept.tables import TABLES
from lib.words.half_months import HalfMonth
from lib.words.settings import UploadLimits
from tests.conftest import record

UNITS = (
    ("5223", "黔西南州", "Qianxinan", "prefecture", "自治州", None),
    ("522326", "望谟县", "Wangmo", "county", "县", "5223"),
    ("522326102", "边饶镇", "Bianrao", "township", "镇", "522326"),
)
JULY = HalfMonth.parse("2023-07-1")


def previewed(small, values: dict[tuple[str, str], int], blanks: int = 0, form: str = "village_cleanup", scope=None):
    """The preview of a file with these values, by (unit, indicator), for July."""
    cells = {small.key("2023-07-1", *cell): value for cell, value in values.items()}
    units = frozenset(unit for _half_month, unit, _indicator in cells)
    checked = CheckedValues(form, (JULY,), cells, dict.fromkeys(cells, 2), blanks=blanks, units=units, scope=scope)
    with reading(small.engine) as connection:
        return preview_values(connection, checked, read_reference(connection))


def test_changes_in_rows_that_the_file_hides_are_marked(small):
    boards, signs = (small.key("2023-07-1", "522326101001", name) for name in ("boards_removed", "signs_outside"))
    cells = {boards: 4, signs: 2}
    checked = CheckedValues("village_cleanup", (JULY,), cells, {boards: 2, signs: 3}, hidden=frozenset({signs}))
    with reading(small.engine) as connection:
        preview = preview_values(connection, checked, read_reference(connection))
        text = "code,name,name_en,level,kind,parent_code\n" + "\n".join(
            ",".join(one[:5]) + "," + (one[5] or "") for one in UNITS
        )
        records = check_records(read(text.encode(), "a", UploadLimits()), TABLES["unit"], {"unit": {}})
        wanted = preview_records(connection, replace(records, hidden=frozenset({records.rows[1].key})))
    assert preview.notes == {signs: (HIDDEN,)}
    assert set(wanted.notes or {}) <= {records.rows[1].key}


def test_value_that_nobody_reported_yet_is_new(small):
    preview = previewed(small, {("522326101001", "boards_removed"): 4})
    assert preview.changes == (small.change("522326101001", "boards_removed", 4),)
    assert (preview.new, preview.unchanged) == (1, 0)


def test_value_that_differs_shows_what_was_before(small):
    small.save(small.change("522326101001", "boards_removed", 4))
    preview = previewed(small, {("522326101001", "boards_removed"): 5})
    assert preview.changes == (small.change("522326101001", "boards_removed", 5, before=4),)
    assert preview.new == 0


def test_value_that_is_kept_already_is_no_change(small):
    small.save(small.change("522326101001", "boards_removed", 4))
    preview = previewed(small, {("522326101001", "boards_removed"): 4, ("522326101002", "boards_removed"): 0})
    assert [change.after for change in preview.changes] == [0]
    assert preview.unchanged == 1


def test_zero_where_nothing_was_is_a_change(small):
    assert previewed(small, {("522326101001", "boards_removed"): 0}).new == 1


def test_blank_leaves_what_is_kept(small):
    small.save(small.change("522326101001", "boards_removed", 4))
    preview = previewed(small, {("522326101001", "boards_outside"): 4}, blanks=1)
    assert [change.key[2] for change in preview.changes] == [small.reference.indicators["boards_outside"].id]
    assert preview.blanks == 1


def test_units_of_the_same_county_that_the_file_leaves_out_are_named(small):
    preview = previewed(small, {("522326101001", "boards_removed"): 4})
    absent = {unit.code for unit in small.reference.units.values() if unit.id in preview.absent}
    assert absent == {"522326101002", "522326102001", "522326102002"}  # not those of 兴义市


def test_units_that_a_township_leaves_out_are_its_own(small):
    preview = previewed(small, {("522326101001", "boards_removed"): 4}, scope="522326101")
    assert [small.reference.by_id[unit].code for unit in preview.absent] == ["522326101002"]


def test_unit_that_does_not_exist_any_more_is_not_missed(small):
    june = HalfMonth.parse("2023-06-2").ordinal
    small.save(Change("unit", ("522326102002",), "valid_to", None, june), kind="edit")
    preview = previewed(small, {("522326101001", "boards_removed"): 4})
    absent = {unit.code for unit in small.reference.units.values() if unit.id in preview.absent}
    assert "522326102002" not in absent


def test_value_of_the_half_month_before_stands_beside_the_change(small):
    preview = previewed(small, {("522326101001", "boards_removed"): 4})
    assert preview.last == {small.key("2023-07-1", "522326101001", "boards_removed"): 3}


@pytest.mark.parametrize(
    "indicator, after, note",
    [
        pytest.param("boards_removed", 2, FALLS, id="a cumulative value falls"),
        pytest.param("boards_removed", 30, TENFOLD, id="ten times the last value"),
        pytest.param("mechanisms_last_year", 1, TENTH, id="a tenth of the last value"),
        pytest.param("boards_removed", 29, None, id="not yet ten times"),
        pytest.param("mechanisms_now", 5, None, id="another value may fall"),
        pytest.param("mechanisms_last_year", 0, None, id="to zero is no tenth"),
        pytest.param("boards_removed", 3, None, id="as before"),
    ],
)
def test_unusual_change_is_pointed_out_and_not_blocked(small, indicator, after, note):
    cell = ("522326101001", indicator)
    preview = previewed(small, {cell: after})
    assert len(preview.changes) == 1
    assert dict(preview.notes).get(small.key("2023-07-1", *cell), ()) == ((note,) if note else ())


def test_first_value_of_all_is_nothing_unusual(small):
    cell = small.change("522326101001", "boards_removed", None, before=3, at="2023-06-2")
    small.save(cell, loads=True)
    assert not previewed(small, {("522326101001", "boards_removed"): 400}).notes


def test_target_is_compared_with_the_target(small):
    _half_month, unit, indicator = small.key("2023-07-1", "522326101001", "boards_removed")
    cells = {TargetKey(unit, indicator): 8}
    checked = CheckedValues("", (), cells, dict.fromkeys(cells, 2), units=frozenset({unit}))
    with reading(small.engine) as connection:
        preview = preview_values(connection, checked, small.reference)
    # June is closed: the new target holds from July on
    at = TargetKey(unit, indicator, JULY.ordinal)
    assert preview.changes == (Change("target", at, "value", None, 8),)
    assert [str(note) for note in preview.notes[at]] == ["自2023年7月上半月起；此前为 6"]
    assert preview.absent == ()


def test_target_far_from_the_others_is_pointed_out_though_half_months_are_closed(small):
    _half_month, unit, indicator = small.key("2023-07-1", "522326101001", "boards_removed")
    others = [replace(small.reference.by_id[unit], id=1000 + at, code=f"5223261019{at:02}") for at in range(10)]
    reference = replace(small.reference, units=small.reference.units | {one.code: one for one in others})
    cells = {TargetKey(one.id, indicator): 10 for one in others} | {TargetKey(unit, indicator): 900}
    checked = CheckedValues("", (), cells, dict.fromkeys(cells, 2))
    with reading(small.engine) as connection:
        preview = preview_values(connection, checked, reference)
    # June is closed: the targets hold from July on
    assert [key.unit for key, notes in preview.notes.items() if FAR in notes] == [unit]


# Records --------------------------------------------------------------------------------------------------------


def records(small, table: str, text: str):
    """The preview of a register's file."""
    with reading(small.engine) as connection:
        known = {"unit": {row[0] for row in UNITS}, "form": set(), "indicator": set(), "department": set()}
        checked = check_records(read(text.encode(), "x.csv", UploadLimits()), TABLES[table], known)
        assert not checked.problems
        return preview_records(connection, checked)


def test_record_that_is_new_comes_whole(small):
    [change] = records(small, "department", "code,name,lead\nD01,组织部,1\n").changes
    assert change[:4] == ("department", ("D01",), "", None)
    assert change.after == {"code": "D01", "name": "组织部", "name_en": "", "lead": True, "note": ""}


def test_record_that_differs_in_one_field_changes_that_field(small):
    text = "code,name,level,kind,parent_code\n522326102002,红星村,village,村,522326102\n"
    assert records(small, "unit", text).changes == (Change("unit", ("522326102002",), "name", "边饶镇第2村", "红星村"),)


def test_column_that_the_file_does_not_have_stays_as_it_is(small):
    small.save(Change("unit", ("522326102002",), "monitoring_point", False, True), kind="edit")
    small.save(Change("unit", ("522326102002",), "note", "", "整村搬迁"), kind="edit")
    text = "code,name,level,kind,parent_code\n522326102002,边饶镇第2村,village,村,522326102\n"
    preview = records(small, "unit", text)
    assert preview.changes == ()
    assert preview.unchanged == 1


def test_blank_in_a_column_that_the_file_has_clears_the_field(small):
    small.save(Change("unit", ("522326102002",), "note", "", "整村搬迁"), kind="edit")
    text = "code,name,level,kind,parent_code,note\n522326102002,边饶镇第2村,village,村,522326102,\n"
    assert records(small, "unit", text).changes == (Change("unit", ("522326102002",), "note", "整村搬迁", ""),)


def test_records_that_say_the_same_are_counted_as_unchanged(small):
    rows = [f"{code},{name},{level},{kind},{above or ''}" for code, name, _en, level, kind, above in UNITS]
    preview = records(small, "unit", "\n".join(["code,name,level,kind,parent_code", *rows]))
    assert (preview.changes, preview.unchanged) == ((), len(UNITS))


# Mergers and a new year ------------------------------------------------------------------------------------------

A, B = "522326101001", "522326101002"


def merge(small) -> None:
    """A ends with June, B takes over from it."""
    changes = [Change("unit", (A,), name, None, value) for name, value in
               (("valid_to", JULY.ordinal - 1), ("successor_code", B))]  # fmt: skip
    small.save(*changes, kind="edit")


def test_merged_unit_is_compared_with_both_before(small):
    merge(small)
    assert previewed(small, {(B, "boards_removed"): 6}).last == {small.key("2023-07-1", B, "boards_removed"): 6}
    assert not previewed(small, {(B, "boards_removed"): 6}).notes
    assert list(previewed(small, {(B, "boards_removed"): 5}).notes.values()) == [(FALLS,)]


def test_merged_unit_has_nothing_before_where_one_of_both_was_silent(small):
    small.save(small.change(A, "boards_removed", None, before=3, at="2023-06-2"), loads=True)
    merge(small)
    preview = previewed(small, {(B, "boards_removed"): 1})
    assert not preview.last and not preview.notes


def test_what_begins_anew_with_the_year_does_not_fall(small):
    for text, state in (("2023-12-2", "closed"), ("2024-01-1", "open")):
        small.save(record("half_month", half_month=HalfMonth.parse(text).ordinal, state=state), loads=True)
    small.save(Change("indicator", ("boards_removed",), "yearly", False, True), kind="edit")
    small.save(small.change(A, "boards_removed", 90, at="2023-12-2"), loads=True)
    key = small.key("2024-01-1", A, "boards_removed")
    checked = CheckedValues("village_cleanup", (HalfMonth(key[0]),), {key: 0}, units=frozenset({key[1]}))
    with reading(small.engine) as connection:
        preview = preview_values(connection, checked, read_reference(connection))
    assert not preview.last and not preview.notes
