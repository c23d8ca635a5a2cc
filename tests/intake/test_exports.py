"""Every table downloaded and uploaded as it is changes nothing; no spreadsheet evaluates a cell of it."""

import csv
import re
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from lib.intake import exports
from lib.intake.checks import Reported, Targets, check_records, check_values
from lib.intake.checks.formulas import neutral, original
from lib.intake.exports import Export
from lib.intake.preview import preview_values
from lib.intake.record_preview import preview_records
from lib.intake.sheets import read
from lib.kept.reference import read_reference
from lib.kept.store import reading
from lib.kept.tables import TABLES
from lib.review.uploads import known_codes
from lib.words import language
from lib.words.half_months import HalfMonth
from lib.words.settings import settings
from lib.words.texts import printable
from tests.conftest import record
from tests.hostile import HIDDEN, TEXTS

JULY = HalfMonth.parse("2023-07-1")
WRITERS = (exports.as_csv, exports.as_xlsx)
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


@pytest.mark.pairs(name=TABLES, words=("zh", "en"), write=WRITERS)
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
def reference(demo):
    with reading(demo) as connection:
        return read_reference(connection)


FORMS = ("village_cleanup", "pilot_reports", "village_support", "county_empowerment", "county_inspections",
         "prefecture_office")  # fmt: skip


def test_every_form_is_tried(reference):
    assert {*FORMS, "task_progress"} == set(reference.forms)  # percents of tasks are read as records, see below


@pytest.mark.on_one
@pytest.mark.pairs(form=FORMS, write=WRITERS)
def test_values_uploaded_as_downloaded_change_nothing(demo, reference, form, write):
    with reading(demo) as connection:
        export = exports.values(connection, reference, form, JULY)
        checked = check_values(as_read(write(export)), reference, Reported(form, JULY))
        assert checked.problems == ()
        preview = preview_values(connection, checked, reference)
    assert preview.changes == ()
    assert preview.absent == ()
    assert preview.unchanged == sum(cell is not None for row in export.rows for cell in row[3:])


@pytest.mark.on_one
@pytest.mark.pairs(form=FORMS, write=WRITERS)
def test_targets_uploaded_as_downloaded_change_nothing(demo, reference, form, write):
    with reading(demo) as connection:
        export = exports.targets(connection, reference, form)
        checked = check_values(as_read(write(export)), reference, Targets(form))
        assert checked.problems == ()
        preview = preview_values(connection, checked, reference)
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


# Hostile texts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("name", TABLES)
def test_hostile_table_uploaded_as_downloaded_changes_nothing_but_what_cannot_be_seen(hostile_store, name, write):
    with reading(hostile_store) as connection:
        export = exports.records(connection, TABLES[name])
        changes, unchanged = changes_of_records(connection, TABLES[name], write(export))
    assert all(change.after == printable(change.before).strip() for change in changes)
    assert all(change.after != change.before for change in changes)
    assert unchanged == len(export.rows) - len({change.key for change in changes})


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("form", FORMS)
def test_values_of_hostile_units_and_indicators_uploaded_as_downloaded_change_nothing(hostile_store, form, write):
    with reading(hostile_store) as connection:
        reference = read_reference(connection)
        export = exports.values(connection, reference, form, JULY)
        checked = check_values(as_read(write(export)), reference, Reported(form, JULY))
        assert checked.problems == ()
        preview = preview_values(connection, checked, reference)
    assert preview.changes == preview.absent == ()


@pytest.mark.parametrize("write", WRITERS)
@given(text=st.text(max_size=200))
@example(text="\r")
@example(text="'\n")
def test_any_text_comes_back_as_it_was_sent_but_for_what_cannot_be_seen(write, text):
    export = Export("departments", ("Department code", "Name", "Note"), [("0012", "名", text), ("0013", "名", "x")])
    rows = check_records(as_read(write(export)), TABLES["department"], {}).rows
    assert rows[0].values["note"] == printable(text).strip()


# Formulas -------------------------------------------------------------------------------------------------------

TABLE = Export("departments", ("代码", "名称"), [("0012", text) for text in HOSTILE])


def test_no_cell_of_a_csv_is_a_formula():
    rows = list(csv.reader(StringIO(exports.as_csv(TABLE).decode("utf-8-sig"), newline="")))
    formulas = ("=", "@", "＝", "＋", "－", "＠", "\t", "\r", "+", "-")
    signed = re.compile(r"[+-][\d.]+")  # a number with its sign is none
    assert len(rows) == 1 + len(HOSTILE)
    assert not [cell for row in rows for cell in row if cell.startswith(formulas) and not signed.fullmatch(cell)]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "=1",
            "+1+1",
            "-1-1",
            "@x",
            "\t=1",
            "\r=1",
            "\n=1",
            "＝1",
            "＋1+1",
            "－1-1",
            "＠x",
            "﹦1",
            "﹢x",
            "﹣x",
            "﹫x",
        ),
        *(" =1", "\u3000=1", "\xa0+1+1", "\u200b=1", "\ufeff@x", "\x00=1", "\u202e=1", "-1e5", "--1", "+86 859", "-"),
    ],
)
def test_text_that_some_spreadsheet_evaluates_is_neutralised(text):
    assert neutral(text).startswith("'")


@pytest.mark.parametrize("text", ["5", "-5", "+5", "-0.5", "-.5", "12.50", "1e5", "007", "", "甲-乙", "a=b", "x@y"])
def test_numbers_and_harmless_texts_stay_as_they_are(text):
    assert neutral(text) == text


def test_no_formula_stands_behind_a_mark_at_which_another_program_parts_the_row():
    texts = [f"村{mark}=1+1" for mark in ",;\t\r\n|，"] + ['村"=1', '村";"=1']
    line = exports.as_csv(Export("x", ("名称",), [(text,) for text in texts])).decode("utf-8-sig")
    fields = re.findall(r'"(?:[^"]|"")*"|[^,;\t\r\n|，"]+', line)
    assert fields == ["名称", *('"{}"'.format(printable(text).replace('"', '""')) for text in texts)]


EVERY_TEXT = (
    *TEXTS,
    *HIDDEN,
    *HOSTILE,
    "<r><t>x</t></r>",
    "<r>&<broken</r>",
    "_x0041_",
    "_x000D_",
    "]]>",
    "&amp;",
    "x" * 32_767,
)


def test_every_hostile_text_stands_in_a_workbook_that_other_programs_open():
    content = exports.as_xlsx(Export("x", EVERY_TEXT[:1] + TEXTS, [(text,) * (len(TEXTS) + 1) for text in EVERY_TEXT]))
    wanted = [printable(text).strip() for text in EVERY_TEXT]
    sheet = load_workbook(BytesIO(content)).active
    cells = [original(str(cell).strip()) for [cell] in sheet.iter_rows(2, max_col=1, values_only=True)]
    assert cells == wanted
    read_again = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [original(str(row[0]).strip()) for row in read_again[1:]] == wanted
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}


@pytest.mark.parametrize(
    "name", [*EVERY_TEXT, "a[b]:c*d?e/f\\g", "'quoted'", "😀" * 20, "", "\u202e", "2023-06-2_=form"]
)
def test_sheet_of_any_name_can_be_opened(name):
    [title] = load_workbook(BytesIO(exports.as_xlsx(Export(name, ("一",), [("二",)])))).sheetnames
    assert 0 < len(title.encode("utf-16-le")) <= 62 and not set(title) & set("[]:*?/\\")


@pytest.mark.parametrize(
    "text, name",
    [
        pytest.param("望谟7月上", "望谟7月上.csv", id="as-it-is"),
        pytest.param("填报值：村级清理表 2", "填报值_村级清理表 2.csv", id="title"),
        pytest.param("../../etc/passwd", "_.._etc_passwd.csv", id="path"),
        pytest.param("C:\\a\\b", "C_a_b.csv", id="windows-path"),
        pytest.param('a"; filename="b', "a_; filename=_b.csv", id="quotes"),
        pytest.param("a\r\nSet-Cookie: x", "a_Set-Cookie_x.csv", id="line-end"),
        pytest.param("a\u202evsc.exe", "avsc.exe.csv", id="mark-of-direction"),
        pytest.param("<b>*?|", "_b_.csv", id="forbidden-on-windows"),
        pytest.param("con", "_con.csv", id="device-of-windows"),
        pytest.param("  .. ", "表.csv", id="nothing-left"),
        pytest.param("\ud800", "表.csv", id="half-a-character"),
        pytest.param("长" * 300, "长" * 66 + ".csv", id="long"),
    ],
)
def test_file_name_is_one_that_every_system_takes(text, name):
    assert exports.file_name(text, "csv") == name


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


def test_template_of_a_register_is_its_header():
    export = exports.empty(TABLES["duty_item"])
    assert export.rows == [] and export.header[0] == "事项代码"


def test_a_percent_up_to_1_is_written_with_its_sign_so_that_it_can_be_read_back():
    assert [exports.unmistakable(value, percent=True) for value in (Decimal("0.5"), 1, 0, 50, None)] == [
        "0.5%",
        "1%",
        0,
        50,
        None,
    ]
    assert exports.unmistakable(1, percent=False) == 1
