"""Every table downloaded and uploaded as it is changes nothing; no spreadsheet evaluates a cell of it."""

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from lib import exports, language
from lib.checks import check_records, check_values
from lib.checks.formulas import neutral, original
from lib.exports import Export
from lib.half_months import HalfMonth
from lib.intake import known_codes
from lib.preview import preview_records, preview_values
from lib.register import read_register
from lib.settings import settings
from lib.sheets import read
from lib.store import reading
from lib.tables import TABLES
from tests.conftest import record

JULY = HalfMonth.parse("2023-07-1")
WRITERS = [pytest.param(exports.as_csv, id="csv"), pytest.param(exports.as_xlsx, id="xlsx")]
HOSTILE = (
    "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠x", "'=1+1", "''=x", "'quoted'", "'",
    '=HYPERLINK("http://x","y")', '"quoted", with comma', "two\nlines", "semi;colon\tand tab", "007", "1e5", "+5",
    "-0.5", "<img src=x onerror=alert(1)>", "![x](http://x)", "合计", "注：见附件", "村委会", "2023-06-2",
    "#N/A", "TRUE",
)  # fmt: skip


def as_read(content: bytes):
    return read(content, "下载的表", settings().upload)


def changes_of_records(connection, table, content: bytes):
    checked = check_records(as_read(content), table, known_codes(connection))
    assert checked.problems == ()
    preview = preview_records(connection, checked)
    return preview.changes, preview.unchanged


# Unchanged ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("words", ["zh", "en"])
@pytest.mark.parametrize("name", TABLES)
def test_table_uploaded_as_downloaded_changes_nothing(demo, name, words, write):
    language.use(words)
    with reading(demo) as connection:
        export = exports.records(connection, TABLES[name])
        if not export.rows:
            pytest.skip("the demo has none of these")
        changes, unchanged = changes_of_records(connection, TABLES[name], write(export))
    assert changes == ()
    assert unchanged == len(export.rows)


@pytest.fixture(scope="module")
def register(demo):
    with reading(demo) as connection:
        return read_register(connection)


FORMS = ("village_cleanup", "pilot_reports", "village_support", "county_empowerment", "county_inspections",
         "prefecture_office")  # fmt: skip


def test_every_form_is_tried(register):
    assert set(FORMS) == set(register.forms)


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("form", FORMS)
def test_values_uploaded_as_downloaded_change_nothing(demo, register, form, write):
    with reading(demo) as connection:
        export = exports.values(connection, register, form, JULY)
        checked = check_values(as_read(write(export)), register, form=form, half_month=JULY)
        assert checked.problems == ()
        preview = preview_values(connection, checked, register)
    assert preview.changes == ()
    assert preview.absent == ()
    assert preview.unchanged == sum(cell is not None for row in export.rows for cell in row[3:])


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("form", FORMS)
def test_targets_uploaded_as_downloaded_change_nothing(demo, register, form, write):
    with reading(demo) as connection:
        export = exports.targets(connection, register, form)
        checked = check_values(as_read(write(export)), register, form=form, target=True)
        assert checked.problems == ()
        preview = preview_values(connection, checked, register)
    assert preview.changes == ()
    assert preview.unchanged == sum(cell is not None for row in export.rows for cell in row[2:])


@pytest.mark.parametrize("write", WRITERS)
def test_hostile_texts_come_back_as_they_are(small, write):
    departments = [record("department", code=f"D{number}", name=text, note=text) for number, text in enumerate(HOSTILE)]
    small.save(*departments, kind="edit")
    with reading(small.engine) as connection:
        content = write(exports.records(connection, TABLES["department"]))
        assert changes_of_records(connection, TABLES["department"], content) == ((), len(HOSTILE))


@pytest.mark.parametrize("write", WRITERS)
def test_number_beyond_a_spreadsheets_digits_comes_back_exactly(small, write):
    figure = Decimal("123456789012345.678901")
    small.save(
        record("published", id="x", section="一", name_zh="甲", name_en="a", value=figure, unit_zh="元", unit_en="yuan",
               kind="stock", level="prefecture", qualifier="="),
    )  # fmt: skip
    with reading(small.engine) as connection:
        checked = check_records(
            as_read(write(exports.records(connection, TABLES["published"]))), TABLES["published"], {}
        )
    assert checked.rows[0].values["value"] == figure


# Formulas -------------------------------------------------------------------------------------------------------

TABLE = Export("departments", ("代码", "名称"), [("0012", text) for text in HOSTILE])


def test_no_cell_of_a_csv_is_a_formula():
    rows = list(csv.reader(StringIO(exports.as_csv(TABLE).decode("utf-8-sig"), newline="")))
    for row in rows:
        for cell in row:
            assert not cell.startswith(("=", "@", "＝", "＋", "－", "＠", "\t", "\r")), cell
            assert not cell.startswith(("+", "-")) or float(cell) is not None


def test_no_cell_of_a_workbook_is_a_formula_or_a_link():
    sheet = load_workbook(BytesIO(exports.as_xlsx(TABLE))).active
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)
    assert cells[0].value == "0012" and cells[0].number_format == "@"


def test_csv_begins_with_a_byte_order_mark_so_that_excel_reads_chinese():
    assert exports.as_csv(TABLE).startswith(b"\xef\xbb\xbf")


def test_days_and_numbers_are_days_and_numbers_in_a_workbook():
    export = Export("x", ("日", "数"), [(date(2023, 7, 5), Decimal("12.5"))])
    row = list(load_workbook(BytesIO(exports.as_xlsx(export))).active.iter_rows(min_row=2, values_only=True))[0]
    assert (row[0].date(), row[1]) == (date(2023, 7, 5), 12.5)


@pytest.mark.parametrize("text", [*HOSTILE, "", "\ttab", "''@", "'+5", "'＝x", "plain"])
def test_apostrophe_put_before_a_text_is_taken_off_again(text):
    assert original(neutral(text)) == text


# Templates ------------------------------------------------------------------------------------------------------


def test_template_has_my_units_with_their_last_values(small):
    with reading(small.engine) as connection:
        export = exports.template(connection, small.register, "village_cleanup", JULY, "522326")
    assert [row[1] for row in export.rows] == ["522326101001", "522326101002", "522326102001", "522326102002"]
    assert export.rows[0][:4] == ("2023年7月上半月", "522326101001", "平洞街道第1村", 3)


def test_template_of_a_register_is_its_header():
    export = exports.empty(TABLES["duty_item"])
    assert export.rows == [] and export.header[0] == "事项代码"
