#!/usr/bin/env bash
# The Chinese Excel and WPS offer 星期三 and 周三 among their formats of a date; in the file these are aaaa and "周"aaa.
# One would guess: a cell with such a format is a date to every reader that looks at the format, as one with ddd is.
# What really happens: python-calamine, openpyxl and xlrd look for y, m, d, h and s only and give the bare number of the day,
# in .xlsx and in .xls; the same cell with ddd (the weekday in English) is a date. The same goes for e, the year alone.
# python-calamine 0.9.1, openpyxl 3.1.5, xlrd 2.0.2, files by XlsxWriter 3.3.1 and xlwt 1.3.0, Python 3.11, 2026-11-30.
# Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check \
  python-calamine==0.9.1 openpyxl==3.1.5 xlrd==2.0.2 XlsxWriter==3.3.1 xlwt==1.3.0
"$folder/venv/bin/python" - "$folder" <<'PY'
import sys
from datetime import datetime

import openpyxl
import xlrd
import xlsxwriter
import xlwt
from python_calamine import CalamineWorkbook

FORMATS = ["aaaa", "[$-804]aaaa;@", '"周"aaa', "e", "ddd"]
day = datetime(2026, 3, 4)
new, old = f"{sys.argv[1]}/days.xlsx", f"{sys.argv[1]}/days.xls"
with xlsxwriter.Workbook(new) as book:
    sheet = book.add_worksheet()
    for column, form in enumerate(FORMATS):
        sheet.write_datetime(0, column, day, book.add_format({"num_format": form}))
book = xlwt.Workbook()
sheet = book.add_sheet("days")
for column, form in enumerate(FORMATS):
    sheet.write(0, column, day, xlwt.easyxf(num_format_str=form))
book.save(old)

row = xlrd.open_workbook(old).sheet_by_index(0).row(0)
seen = {
    "python-calamine, .xlsx": CalamineWorkbook.from_path(new).get_sheet_by_index(0).to_python()[0],
    "python-calamine, .xls": CalamineWorkbook.from_path(old).get_sheet_by_index(0).to_python()[0],
    "openpyxl": [cell.value for cell in openpyxl.load_workbook(new).active[1]],
    "xlrd": ["a date" if cell.ctype == xlrd.XL_CELL_DATE else cell.value for cell in row],
}
print("formats:", FORMATS)
for reader, values in seen.items():
    print(f"{reader}: {[value if isinstance(value, int | float) else 'a date' for value in values]}")
numbers = all(value == 46085 for values in seen.values() for value in values[:-1])
dates = not any(isinstance(values[-1], int | float) for values in seen.values())
sys.exit(not (numbers and dates))
PY
