"""The form to fill in: my units with what they have, and sheets beside it that help and are never read."""

from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from lib.intake import exports, templates
from lib.intake.checks import Reported, check_values
from lib.intake.checks.recognised import by_form
from lib.intake.preview import preview_values
from lib.intake.sheets import read
from lib.kept.changes import Change
from lib.kept.reference import read_reference
from lib.kept.store import reading
from lib.ledger.access import engineer
from lib.review.updates import percents_of, percents_template
from lib.review.uploads import take
from lib.words import language
from lib.words.half_months import HalfMonth
from lib.words.settings import settings
from tests.conftest import VILLAGES, record

JULY = HalfMonth.parse("2023-07-1")


def made(small, form: str = "village_cleanup", below: str | None = "522326", half_month: HalfMonth = JULY):
    with reading(small.engine) as connection:
        return templates.template(connection, read_reference(connection), form, half_month, below)


def rows(small, *about, **more) -> list[tuple]:
    return made(small, *about, **more).rows


def test_template_has_my_units_with_their_last_values_and_townships_and_units_of_measure(small):
    export = made(small)
    assert [row[1] for row in export.rows] == ["522326101001", "522326101002", "522326102001", "522326102002"]
    assert export.rows[0][:5] == ("2023年7月上半月", "522326101001", "平洞街道第1村", "平洞街道", 3)
    assert export.header[:5] == ("半月", "单位代码", "单位名称", "乡镇(街道)", "清理机构牌子（块）")
    assert made(small, below=None).header[3:5] == ("县(市、新区)", "乡镇(街道)")
    assert made(small, "county_empowerment", None).header == ("半月", "单位代码", "单位名称", "发放劳务报酬（元）")


def test_template_is_blank_for_a_unit_that_took_over_and_has_none_that_ended(small):
    ended = {"valid_to": JULY.ordinal - 1, "successor_code": "522326101002"}
    changes = [Change("unit", ("522326101001",), name, None, value) for name, value in ended.items()]
    small.save(*changes, kind="edit")
    found = {row[1]: row[4:] for row in rows(small)}
    assert found.keys() == {"522326101002", "522326102001", "522326102002"}
    assert set(found["522326101002"]) == {None}
    assert found["522326102001"][0] == 3


def test_template_is_blank_over_new_year_for_what_begins_anew(small):
    december, january = HalfMonth.of(2023, 12, 2), HalfMonth.of(2024, 1, 1)
    small.save(record("half_month", half_month=december.ordinal, state="closed"), loads=True)
    small.save(Change("indicator", ("labour_pay",), "yearly", False, True), kind="edit")
    small.save(small.change("522326", "labour_pay", 1_200_000_000, at="2023-12-2"), loads=True)
    assert rows(small, "county_empowerment", half_month=january)[0][3:] == (None,)
    assert rows(small, "county_empowerment", half_month=december)[0][3:] == (12_000_000,)


def test_workbook_has_frozen_heads_and_two_sheets_that_help(small):
    book = load_workbook(BytesIO(exports.as_xlsx(made(small))))
    assert book.sheetnames == ["村级清理表", "口径", "上期"]
    form, columns, last = book.worksheets
    assert (form.freeze_panes, columns.freeze_panes, last.freeze_panes) == ("D2", "B3", "C3")
    assert (form["B2"].value, form["B2"].number_format) == ("522326101001", "@")
    said = [[cell.value for cell in row] for row in columns]
    assert said[0][0] == "本页只供对照，不读入"
    assert said[1] == ["列", "计量单位", "填法", "口径", "目标", "上期"]
    assert said[2][:3] == ["清理机构牌子（块）", "块", "自开始累计"] and said[2][4:] == [24, 12]
    assert [cell.value for cell in last[2]][2:4] == ["清理机构牌子（块）上期", "现有外部标牌（块）上期"]
    assert last["A3"].value == "522326101001" and last["C3"].value == 3
    assert last[2][-1].value == "清理机构牌子（块）目标" and last[3][-1].value == 6


@pytest.mark.parametrize("write", [exports.as_csv, exports.as_xlsx])
@pytest.mark.parametrize("words", ["zh", "en"])
@pytest.mark.parametrize("below", [None, "522326"])
def test_template_uploaded_as_downloaded_changes_nothing_beyond_its_last_values_and_says_nothing(
    small, write, words, below
):
    language.use(words)
    export = made(small, below=below)
    name = f"{templates.template_name(small.reference, 'village_cleanup', JULY, below)}.xlsx"
    sheet = read(write(export), name, settings().upload)
    with reading(small.engine) as connection:
        checked = check_values(sheet, small.reference, Reported("village_cleanup", JULY, below))
        preview = preview_values(connection, checked, small.reference)
    assert (checked.problems, checked.notices) == ((), ())
    assert {change.after for change in preview.changes} == {2, 3, 5, 6, 10}  # those of the half month before
    assert len(checked.sheets) == 1 and len(by_form(sheet, small.reference)) == 1


def test_names_of_files_are_those_of_people(small):
    about = [("village_cleanup", "522326"), ("village_cleanup", None), ("task_progress", None)]
    assert [templates.template_name(small.reference, form, JULY, below) for form, below in about] == [
        "2023年7月上半月_村级清理表_望谟县", "2023年7月上半月_村级清理表", "2023年7月上半月_任务进展",
    ]  # fmt: skip


@pytest.mark.parametrize("write", [exports.as_csv, exports.as_xlsx])
def test_percents_come_back_as_they_were_with_their_sheet_passed_over(small, write):
    units = {"C1": ["522326"], "V1": [code for code in VILLAGES if code.startswith("522326")]}
    about = [{"task_code": task, "unit_code": unit} for task in units for unit in units[task]]
    half = Decimal("0.5")
    small.save(*(record("task_progress", half_month=JULY.ordinal, percent=half, **one) for one in about))
    with reading(small.engine) as connection:
        export = percents_template(connection, small.reference, JULY, "522326")
    assert export.header[-4] == "百分比（%）" and export.rows[0][-4] == "0.5%"
    wanted = percents_of(small.reference, JULY, "522326")
    taken = take(small.engine, write(export), "2023年7月上半月_任务进展.xlsx", wanted, engineer("望谟县"))
    assert (taken.checked.problems, taken.checked.notices, taken.preview.changes) == ((), (), ())
    assert [one.name for one in export.beside] == ["上期"]
