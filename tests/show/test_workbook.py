"""The workbook of a half month as an office opens it: exact numbers, states in word and colour, ready to print."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from lib.figures.progress import children, four_levels, task_cells
from lib.figures.reading import by_child, figures
from lib.intake.sheets import read
from lib.kept import store
from lib.kept.reference import read_reference
from lib.show.look import TONES
from lib.show.workbook import about, named_apart, workbook
from lib.show.workbook.cells import Sheet, heat_cell, percent_cell
from lib.show.workbook.figures import Source
from lib.show.workbook.reports import form_sheets
from lib.show.workbook.write import number_format
from lib.words.half_months import HalfMonth
from lib.words.language import use
from lib.words.lights import Light
from lib.words.settings import settings
from tests.conftest import Small, record

JUNE, JULY = HalfMonth.parse("2023-06-2"), HalfMonth.parse("2023-07-1")
NOTE = "截至 2023-06-30　9／9 县已报齐　演示数据：除全州合计外均为示意"
SHEETS = [
    "说明",
    "总览",
    "四级进度",
    "县级进度",
    "乡级进度",
    "村级进度",
    "减负指标",
    "赋能指标",
    "指标进度",
    "减负与支持",
    "任务",
    "各县任务",
    "报送",
    "县级赋能表",
    "县级督查检查表",
    "试点报表清理表",
    "州级联席办表",
    "村级清理表",
    "村级赋能表",
    "督查检查考核",
    "监测点",
    "议定事项",
    "准入申请",
    "抽查结果",
    "群众评价",
    "规范试点村",
    "现场观摩与指导",
    "指标口径",
]


def made(engine, half_month, note=NOTE) -> bytes:
    with store.reading(engine) as connection:
        return workbook(connection, read_reference(connection), half_month, note)


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.fixture(scope="module")
def june(demo) -> bytes:
    return made(demo, JUNE)


@pytest.fixture(scope="module")
def book(june) -> openpyxl.Workbook:
    return opened(june)


@pytest.fixture(scope="module")
def july(demo) -> openpyxl.Workbook:
    return opened(made(demo, JULY))


@pytest.fixture(scope="module")
def own(demo) -> Iterator[openpyxl.Workbook]:
    """The workbook of an office with its own data, which begins its note as a spreadsheet begins a code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(about, "is_demo", lambda _connection: False)
        yield opened(made(demo, JUNE, "&P =1+1"))


@pytest.fixture
def known(demo) -> Iterator:
    with store.reading(demo) as connection:
        yield connection, read_reference(connection)


def rows(sheet: Worksheet) -> list[dict[str, object]]:
    """Each row by the titles of its columns, line breaks left out."""
    head, *body = sheet.iter_rows(values_only=True)
    return [dict(zip([str(title).replace("\n", "") for title in head], row, strict=True)) for row in body]


def column(sheet: Worksheet, title: str) -> int:
    return [str(cell.value).replace("\n", "") for cell in sheet[1]].index(title) + 1


# Shape ----------------------------------------------------------------------------------------------------------


def test_every_table_has_a_sheet_and_the_first_one_leads_to_them(book):
    assert book.sheetnames == SHEETS
    links = [cell.hyperlink.location for cell in book["说明"]["A"] if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in SHEETS[1:]]


@pytest.mark.parametrize("name", SHEETS[1:])
def test_header_stays_in_view_is_filtered_and_is_printed_on_every_page_of_a4(book, name):
    sheet = book[name]
    assert sheet.freeze_panes is not None and sheet.freeze_panes.endswith("2")
    last = sheet.cell(max(sheet.max_row, 2), sheet.max_column)  # of a register without a record one blank row
    assert sheet.auto_filter.ref == f"A1:{last.coordinate}"
    assert sheet.print_title_rows == "$1:$1"
    assert int(sheet.page_setup.paperSize) == 9 and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)


@pytest.mark.parametrize("name", SHEETS)
def test_printed_page_names_half_month_sheet_and_number_and_that_data_are_demo(book, name):
    head, foot = book[name].oddHeader, book[name].oddFooter
    assert "2023年6月下半月" in head.left.text and head.right.text == name
    assert "演示数据" in foot.left.text and foot.right.text == "&P / &N"


def test_wide_tables_lie_across_and_narrow_ones_stand(book):
    assert book["村级清理表"].page_setup.orientation == "landscape"
    assert book["四级进度"].page_setup.orientation == "portrait"


def test_column_is_as_wide_as_its_chinese(book):
    village = book["村级清理表"].column_dimensions["C"].width
    longest = max(len(str(cell.value)) for cell in book["村级清理表"]["C"])
    assert village >= 2 * longest - 3 > 12  # some of its characters are digits


def test_first_sheet_says_what_it_is_and_how_blanks_and_lights_are_read(book):
    said = "\n".join(str(cell) for row in book["说明"].iter_rows(values_only=True) for cell in row if cell is not None)
    parts = ("半月调度台　2023年6月下半月", "2023-06-30", "9／9 县已报齐", "空白表示未报", "低于应达10点以上")
    for part in (*parts, "演示数据：除全州合计外均为示意"):
        assert part in said
    colours = {cell.value: cell.fill.fgColor.rgb[2:] for cell in book["说明"]["B"] if "滞后" in str(cell.value)}
    assert colours == {"■ 滞后": TONES[Light.FAR_BEHIND].tint.strip("#")}


def test_open_half_month_says_that_totals_cover_only_what_was_reported(july):
    said = [cell for row in july["说明"].iter_rows(values_only=True) for cell in row]
    assert "收集中，合计仅含已填" in said and "6／9 县已报齐，退回 1" in said


def test_office_of_its_own_sees_no_notice_of_demo_data(own):
    assert not [cell for row in own["说明"].iter_rows(values_only=True) for cell in row if "演示" in str(cell)]


def test_workbook_speaks_the_language_of_the_run(demo):
    use("en")
    content = opened(made(demo, JUNE))
    assert content.sheetnames[1] == "Overview" and "Boards removed\n(boards)" in [
        cell.value for cell in content["Village clean-up"][1]
    ]


# Numbers --------------------------------------------------------------------------------------------------------


def test_overview_holds_the_six_figures(book, known):
    connection, reference = known
    top = reference.children[None][0]
    shown = figures(connection, reference, top, JUNE, settings().overview.figures)
    for row, one in zip(rows(book["总览"]), shown, strict=True):
        assert row["指标"] == one.name and Decimal(str(row["值"])) == one.value
        assert row["比上期"] == pytest.approx(float(one.change), abs=1e-4)
        assert row["进度"] == (None if one.percent is None else share(one.percent))
        assert row["状态"] == (f"{one.light.symbol} {one.light.word}" if one.light else None)


def share(percent: float) -> float:
    return float(percent_cell(percent))


def test_every_value_of_every_form_stands_in_its_cell(book, demo, known):
    connection, reference = known
    kept = {
        (code, indicator): Decimal(value).scaleb(-decimals)
        for code, indicator, value, decimals in connection.exec_driver_sql(
            "SELECT u.code, i.code, o.value, i.decimals FROM observation o JOIN unit u ON u.id = o.unit_id"
            f" JOIN indicator i ON i.id = o.indicator_id WHERE o.half_month = {JUNE.ordinal}"
        )
    }
    found = {}
    for form in (form for form in reference.forms.values() if form.indicators):  # percents of tasks have no cells
        for row in rows(book[form.name]):
            for one in form.indicators:
                value = row[f"{one.name}（{one.unit}）"]
                if value is not None:
                    found[row["单位代码"], one.code] = Decimal(str(value))
    assert found == kept and len(kept) > 25_000


def test_indicators_by_county_are_those_of_the_boards(book, known):
    connection, reference = known
    top, listed = reference.children[None][0], reference.indicators
    whole = {one.name: one for one in figures(connection, reference, top, JUNE, list(listed))}
    codes = [code for code, one in listed.items() if one.level != "prefecture"]
    below = by_child(connection, reference, top, JUNE, codes)
    shown = rows(book["减负指标"]) + rows(book["赋能指标"])
    assert len(shown) == len(listed)
    for row in shown:
        one = whole[row["指标"]]
        assert row[top.name] == (None if one.value is None else pytest.approx(float(one.value), abs=1e-4))
        for child in below:
            value = child.value(one.code)
            assert row[child.unit.name] == (None if value is None else pytest.approx(float(value), abs=1e-4))


def test_units_stand_with_progress_and_light_at_three_levels(book, known):
    connection, reference = known
    counts = {level: sum(unit.level == level for unit in reference.units.values()) for level in ("township", "village")}
    assert (len(rows(book["乡级进度"])), len(rows(book["村级进度"]))) == tuple(counts.values()) == (140, 1_429)
    county = {one.unit.name: one for one in children(connection, reference, reference.children[None][0], JUNE)}
    for row in rows(book["县级进度"]):
        one = county[row["县(市、新区)"]]
        assert (row["进度"], row["应达"]) == (share(one.percent), share(one.expected))
        assert row["状态"] == f"{one.light.symbol} {one.light.word}"


def test_four_levels_count_done_of_all_pairs(book, known):
    connection, reference = known
    for row, one in zip(
        rows(book["四级进度"]), four_levels(connection, reference, reference.children[None][0], JUNE), strict=True
    ):
        assert (row["任务×单位"], row["已完成"], row["进度"]) == (one.pairs, one.done, share(one.percent))


def test_tasks_by_county_are_the_cells_of_the_heat_map_in_its_colours(book, known):
    connection, reference = known
    units = [one.unit for one in children(connection, reference, reference.children[None][0], JUNE)]
    cells = {(one.code, one.unit.name): one for one in task_cells(connection, reference, units, JUNE)}
    sheet, names = book["各县任务"], [str(cell.value) for cell in book["各县任务"][1]]
    seen = set()
    for row in sheet.iter_rows(min_row=2):
        for name, cell in zip(names[3:], row[3:], strict=True):
            one = cells[row[0].value, name]
            ground = heat_cell(one.percent, one.light).ground
            assert (cell.value, cell.fill.fgColor.rgb[2:]) == (share(one.percent), ground.strip("#"))
            seen.add(one.light)
    assert seen == set(Light)


def test_29_measures_stand_with_their_departments(book):
    shown = rows(book["任务"])
    assert len(shown) == 29 and all(row["牵头部门"] and row["完成半月"] for row in shown)


@pytest.mark.parametrize(
    "percent, written",
    [
        pytest.param(None, None, id="missing"),
        pytest.param(0.0, Decimal("0.0000"), id="zero"),
        pytest.param(99.999, Decimal("0.9999"), id="almost-complete-is-not-complete"),
        pytest.param(100.0, Decimal("1.0000"), id="complete"),
    ],
)
def test_percent_is_rounded_down_so_that_only_what_is_complete_reads_100(percent, written):
    assert percent_cell(percent) == written


@pytest.mark.parametrize(
    "kind, decimals, shown",
    [("number", 0, "#,##0"), ("number", 2, "#,##0.00"), ("percent", 0, "0.00%"), ("day", 0, "yyyy-mm-dd"),
     ("text", 0, "@")],
)  # fmt: skip
def test_number_format_follows_the_decimals(kind, decimals, shown):
    assert number_format(kind, decimals) == shown


@pytest.mark.parametrize(
    "sheet, title, shown",
    [
        pytest.param("村级清理表", "清理机构牌子（块）", "#,##0", id="a count"),
        pytest.param("县级进度", "进度", "0.00%", id="a percent"),
        pytest.param("监测点", "日期", "yyyy-mm-dd", id="a day"),
        pytest.param("监测点", "耗时（小时）", "#,##0.0", id="hours"),
        pytest.param("村级清理表", "单位代码", "@", id="a code"),
    ],
)
def test_cells_have_the_number_format_of_their_column(book, sheet, title, shown):
    at = column(book[sheet], title)
    cells = [row[at - 1] for row in book[sheet].iter_rows(min_row=2) if row[at - 1].value is not None]
    assert cells and {cell.number_format for cell in cells} == {shown}


# Missing is not zero --------------------------------------------------------------------------------------------


def test_county_that_has_not_reported_stays_blank_and_the_column_can_be_summed(july, known):
    connection, reference = known
    silent = [row for row in rows(july["村级清理表"]) if row["县(市、新区)"] == "晴隆县"]
    assert silent and all(row["清理机构牌子（块）"] is None for row in silent)
    values = [row["清理机构牌子（块）"] for row in rows(july["村级清理表"])]
    top = reference.children[None][0]
    total = figures(connection, reference, top, JULY, ["boards_removed"])[0].value
    assert sum(value for value in values if value is not None) == total
    assert {type(value) for value in values} == {int, type(None)}


def test_submissions_say_each_state_in_word_and_colour(july):
    found = {row["县(市、新区)"]: row for row in rows(july["报送"])}
    states = (found["晴隆县"]["全部报表"], found["望谟县"]["全部报表"], found["安龙县"]["村级清理表"])
    assert states == ("未报", "退回", "已确认")
    assert found["望谟县"]["退回原因"] and found["晴隆县"]["已填格数"] == 0
    cell = july["报送"].cell(list(found).index("望谟县") + 2, column(july["报送"], "全部报表"))
    assert cell.fill.fgColor.rgb[2:] == TONES[Light.BEHIND].solid.strip("#")


# Registers ------------------------------------------------------------------------------------------------------


def test_registers_hold_days_as_days_and_all_events_of_the_half_month(book, known):
    connection, _reference = known
    events = rows(book["监测点"])
    days = [row[next(iter(row))] for row in events]
    count = connection.exec_driver_sql(
        f"SELECT COUNT(*) FROM burden_event WHERE happened_on BETWEEN '{JUNE.first_day}' AND '{JUNE.last_day}'"
    ).scalar_one()
    assert len(events) == count > 100
    assert all(isinstance(day, datetime) and JUNE.first_day <= day.date() <= JUNE.last_day for day in days)


def test_overdue_decision_and_admission_past_its_exit_are_red(book):
    for sheet, title, word in (("议定事项", "状态", "逾期"), ("准入申请", "状态", "超期")):
        cells = [row[column(book[sheet], title) - 1] for row in book[sheet].iter_rows(min_row=2)]
        red = {cell.value for cell in cells if cell.fill.fgColor.rgb[2:] == TONES[Light.FAR_BEHIND].tint.strip("#")}
        assert red == {word}


def test_inspections_mark_those_of_the_half_month(book):
    shown = rows(book["督查检查考核"])
    within = [row for row in shown if row["属本半月"]]
    assert 0 < len(within) < len(shown)


# Safe -----------------------------------------------------------------------------------------------------------

HOSTILE = ("=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "http://example.invalid/x", "-2", "007", "<b>&amp;</b>")


def test_texts_of_people_stay_text(small: Small):
    departments = [record("department", code=f"D{at}", name=text) for at, text in enumerate(HOSTILE)]
    matters = [
        record(
            "admission",
            code=f"A{at}",
            department_code=f"D{at}",
            matter=text,
            urgency="general",
            state="exited",
            decided_as="",
        )  # fmt: skip
        for at, text in enumerate(HOSTILE)
    ]
    small.save(*departments, kind="edit")
    small.save(*matters, kind="edit", loads=True)  # as data/ brings them: steps need not be gone
    content = made(small.engine, JUNE, "&P =1+1")
    sheet = opened(content)["准入申请"]
    shown = {cell.value for cell in sheet["B"][1:]} & {cell.value for cell in sheet["C"][1:]}
    assert shown == set(HOSTILE) and {cell.data_type for cell in (*sheet["B"], *sheet["C"])} == {"s"}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels"))}
    assert not [name for name, text in parts.items() if re.search(r"<f[ >]|externalLink", text)]
    assert not [name for name, text in parts.items() if name.endswith(".rels") and "example.invalid" in text]


def test_ampersand_of_a_title_is_no_code_of_the_printed_header(own):
    assert own["说明"].oddFooter.left.text == "&&P =1+1"


def test_names_of_sheets_are_short_allowed_and_each_only_once():
    names = ["a/b:c*[d]?", "a b c  d", "", "'", "表" * 40, "表" * 40, "表" * 40, "Same", "same"]
    found = [sheet.name for sheet in named_apart([Sheet(name, "", (), []) for name in names])]
    assert len({name.lower() for name in found}) == len(names) and all(found)
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]|^'|'$", name) for name in found)


def test_number_of_more_digits_than_a_spreadsheet_keeps_is_written_as_text(small: Small):
    small.save(small.change("522301", "labour_pay", 12345678901234567))
    sheet = opened(made(small.engine, JULY, ""))["县级赋能表"]
    value = next(row for row in rows(sheet) if row["单位代码"] == "522301")["发放劳务报酬（元）"]
    assert value == "123456789012345.67"


def test_other_programs_read_it_too(june):
    book = CalamineWorkbook.from_filelike(io.BytesIO(june))
    assert book.sheet_names == SHEETS
    first = book.get_sheet_by_name("总览").to_python()[1]
    assert first[:3] == ["清理机构牌子", 12_200.0, "块"]


def test_sheet_of_a_form_saved_alone_can_be_uploaded_again(book):
    alone = openpyxl.Workbook()
    for row in book["村级清理表"].iter_rows(values_only=True):
        alone.active.append(row)
    written = io.BytesIO()
    alone.save(written)
    sheet = read(written.getvalue(), "村级清理表.xlsx", settings().upload)
    assert len(sheet.rows) == 1_430


def test_reported_percent_is_a_number_also_where_it_could_be_a_part_of_one(small):
    new = record(
        "indicator", code="covered", name="覆盖率", unit="%", decimals=1, form="county_empowerment", level="county",
        rollup="sum", position=99, direction="none", definition="示意", definition_en="Made up",
    )  # fmt: skip
    small.save(new, loads=True)
    with store.reading(small.engine) as connection:
        whole = Small(small.engine, read_reference(connection))
    whole.save(whole.change("522326", "covered", 5), whole.change("522301", "covered", 815))
    with store.reading(small.engine) as connection:
        written = {one.name: one for one in form_sheets(Source(connection, whole.reference, JULY))}["县级赋能表"]
    at = [one.title for one in written.columns].index("覆盖率\n（%）")
    assert written.columns[at].kind == "percent"
    assert {row[1]: row[at] for row in written.rows} == {
        "522326": Decimal("0.005"), "522301": Decimal("0.815"),
    }  # fmt: skip
