#!/usr/bin/env bash
# 2026年3月4日, 2026年3月 and 3月4日 are formats that the Chinese Excel has built in: a file names them by number (27 to 36 and
# 50 to 58) and carries no definition of them.
# One would guess: what reads the built-in date formats 14 to 22 knows these too, and the readers agree.
# What really happens: openpyxl gives the bare number of the day, and so does all that stands on it; python-calamine gives dates.
# openpyxl 3.1.5, python-calamine 0.9.1, file by XlsxWriter 3.3.1, Python 3.11, 2026-11-30. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check openpyxl==3.1.5 python-calamine==0.9.1 XlsxWriter==3.3.1
"$folder/venv/bin/python" - "$folder/days.xlsx" <<'PY'
import sys
from datetime import date, datetime

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

IDS = [14, 27, 28, 30, 31, 36, 50, 57, 58]
with xlsxwriter.Workbook(sys.argv[1]) as book:
    sheet = book.add_worksheet()
    for column, number in enumerate(IDS):
        sheet.write_datetime(0, column, datetime(2026, 3, 4), book.add_format({"num_format": number}))

by_openpyxl = [cell.value for cell in openpyxl.load_workbook(sys.argv[1]).active[1]]
by_calamine = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()[0]
print("format   openpyxl 3.1.5         python-calamine 0.9.1")
for number, one, other in zip(IDS, by_openpyxl, by_calamine, strict=True):
    print(f"{number:<8} {one!s:<22} {other}")
common = by_openpyxl[0] == datetime(2026, 3, 4)
sys.exit(not (common and set(by_openpyxl[1:]) == {46085} and set(by_calamine) == {date(2026, 3, 4)}))
PY
