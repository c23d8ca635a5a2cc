"""Days that a cell shows by their weekday or era alone, and numbers that only look like days by their format.

What each format shows is what LibreOffice 7.4 shows of 46085 in an .xlsx; Excel differs where it is said.
"""

import struct
from datetime import date
from io import BytesIO

import openpyxl
import pytest
import xlwt

from lib.intake.checks.cells import day
from lib.intake.checks.numbers import number
from lib.intake.checks.problems import Mistake
from lib.intake.sheets import Cell, read
from lib.intake.sheets.placed import moment
from lib.intake.sheets.survey import is_date_format, shown_as
from lib.words.settings import UploadLimits
from tests.other_formats import Table, record, spreadsheetml_of, xlsb

SERIAL, DAY = 46085, date(2026, 3, 4)

BY_CALENDAR = (  # openpyxl and calamine take these for numbers; SheetJS knows e and b, and aaa as a weekday too
    "aaaa", "aaa", "AAAA", "[$-804]aaaa", "[$-804]aaaa;@", "[Red]aaaa", '"周"aaa', "e", "ee", 'e"年"', "ggge", "gge",
    '[$-411]ggge"年"', "[DBNum1][$-804]aaaa", "bbbb",  # Excel: the Buddhist year; LibreOffice: these letters
)  # fmt: skip
DAYS = (
    "dddd", "ddd", "yyyy", "m/d/yy", 'yyyy"年"m"月"d"日"', "[$-F800]dddd\\,\\ mmmm\\ dd",
    '[$-411]ggge"年"m"月"d"日"', '[DBNum1]yyyy"年"', 'yyyy"-"aaaa', "[h]", "[mm]", "[h]:mm", "mm:ss.0", "ss.00",
    "AM/PM", "yyyy-mm-dd;@",
)  # fmt: skip
NUMBERS = (
    "General", "G/通用格式", "GENERAL", "@", "0", "0%", '0"年"', '0"e"', "0\\e", "[Red]0", "[$¥-804]#,##0.00",
    "0.00E+00", "##0.0E+0", "e+0", '0 "days"', "0_d", "*d0", 'General"e"', "General;[Red]-General", "[Green]General",
    "0.00_);[Red]\\(0.00\\)", '0;;"yyyy"', "[DBNum1][$-804]General", "\\Y0", "[Magenta]0", "[Yellow]0",
    "[Color3]0", "[$EUR] 0", "[$SEK-41D]0",
    "0 USD", "0 kg",  # no formats for Excel, which writes such units in quotes; openpyxl takes the first for a date
)  # fmt: skip


@pytest.mark.parametrize("number_format", BY_CALENDAR)
def test_a_weekday_or_an_era_is_a_day_that_calamine_does_not_tell(number_format):
    assert is_date_format(number_format) and shown_as(number_format) == "day"


@pytest.mark.parametrize("number_format", DAYS)
def test_what_calamine_tells_is_left_to_it(number_format):
    assert is_date_format(number_format) and shown_as(number_format) is None


@pytest.mark.parametrize("number_format", NUMBERS)
def test_text_colour_currency_and_exponent_make_no_day(number_format):
    assert not is_date_format(number_format)
    assert shown_as(number_format) == ("percent" if number_format == "0%" else None)


@pytest.mark.parametrize("number_format", ["0_%", "*%0", '0"%"', "0\\%", "[$%-804]0"])
def test_a_percent_sign_that_is_not_shown_or_is_text_makes_no_percent(number_format):
    assert shown_as(number_format) is None


@pytest.mark.parametrize(
    ("serial", "from_1904", "right"),
    [
        (SERIAL, False, DAY), (SERIAL, True, date(2030, 3, 5)), (0, False, date(1899, 12, 31)),
        (59, False, date(1900, 2, 28)), (61, False, date(1900, 3, 1)), (2_958_465, False, date(9999, 12, 31)),
        (2_958_466, False, 2_958_466), (-1, False, -1),
    ],
)  # fmt: skip
def test_a_number_is_the_day_that_the_workbook_counts(serial, from_1904, right):
    assert moment(serial, from_1904=from_1904) == right


# In every format that keeps days as numbers ---------------------------------------------------------------------


def written(fill) -> bytes:
    content = BytesIO()
    fill(content)
    return content.getvalue()


def in_xlsx(number_format: str, *, from_1904: bool = False) -> bytes:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904 if from_1904 else book.epoch
    book.active.append(["日期", "数"])
    book.active.append([SERIAL, SERIAL])
    book.active["A2"].number_format = number_format
    return written(book.save)


def in_xls(number_format: str, *, from_1904: bool = False) -> bytes:
    book = xlwt.Workbook()
    book.dates_1904 = from_1904
    sheet = book.add_sheet("数据")
    sheet.write(0, 0, "日期"), sheet.write(0, 1, "数")
    sheet.write(1, 0, SERIAL, xlwt.easyxf(num_format_str=number_format)), sheet.write(1, 1, SERIAL)
    return written(book.save)


def in_xlsb(number_format: str, *, from_1904: bool = False) -> bytes:
    text = number_format.encode("utf-16-le")
    styled = record(44, struct.pack("<HI", 200, len(text) // 2) + text)
    properties = record(153, struct.pack("<I", from_1904) + bytes(8)) if from_1904 else b""
    return xlsb(Table([["日期", "数"], [DAY, SERIAL]]), styles=styled, day=200, book=properties)


def in_spreadsheetml(number_format: str, *, from_1904: bool = False) -> bytes:
    style = f'<Style ss:ID="w"><NumberFormat ss:Format="{number_format.replace(chr(34), "&quot;")}"/></Style>'
    number = '<Data ss:Type="Number">46085</Data>'
    rows = f'<Row><Cell ss:StyleID="w">{number}</Cell><Cell>{number}</Cell></Row>'
    return spreadsheetml_of(rows, styles=style, properties="<Date1904/>" if from_1904 else "")


def first(content: bytes) -> tuple[Cell, ...]:
    return read(content, "表.xlsx", UploadLimits()).rows[-1].cells[:2]


WRITERS = [in_xlsx, in_xls, in_xlsb, in_spreadsheetml]


@pytest.mark.parametrize("write", WRITERS)
def test_a_weekday_or_an_era_is_read_as_its_day(write):
    for number_format in ("aaaa", "[$-804]aaaa;@", 'e"年"', "ggge"):
        assert first(write(number_format)) == (DAY, SERIAL)
    assert first(write("aaa", from_1904=True)) == (date(2030, 3, 5), SERIAL)
    for number_format in ('0"e"', "0.00E+00", "General", "[$¥-804]0"):
        assert first(write(number_format)) == (SERIAL, SERIAL)


@pytest.mark.parametrize("shown", ["m/d/yy", "yyyy-mm-dd", "Short Date", "Long Date", "General Date"])
def test_days_that_sheetjs_keeps_as_numbers_of_an_xml_spreadsheet_are_days(shown):
    assert first(in_spreadsheetml(shown)) == (DAY, SERIAL)


@pytest.mark.parametrize(
    "shown", ["Standard", "Fixed", "General", "General Number", "Scientific", "Yes/No", "Currency"]
)
def test_named_formats_of_numbers_are_none(shown):
    assert first(in_spreadsheetml(shown)) == (SERIAL, SERIAL)


# What comes of them ---------------------------------------------------------------------------------------------


def test_a_weekday_in_a_column_of_numbers_is_refused_with_its_day():
    with pytest.raises(Mistake, match="2026-03-04"):
        number(first(in_xlsx("[$-804]aaaa"))[0], decimals=0)


def test_a_weekday_in_a_column_of_days_is_the_day():
    assert day(first(in_xlsx("aaaa"))[0]) == DAY
