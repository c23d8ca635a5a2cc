#!/usr/bin/env bash
# A formula that failed leaves its error in the cell: #DIV/0!, #N/A, #REF!.
# One would guess: a reader hands the error over, as a text or as a value of its own, so that it can be told from an empty cell.
# What really happens: python-calamine gives the empty text for it, the same as for a cell in which there is nothing, in .xlsx
# and in .xls alike; openpyxl and xlrd give the error.
# python-calamine 0.9.1, openpyxl 3.1.5, xlrd 2.0.2, files by XlsxWriter 3.3.1 and xlwt 1.3.0, Python 3.11, 2026-11-30.
# Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check \
  python-calamine==0.9.1 openpyxl==3.1.5 xlrd==2.0.2 XlsxWriter==3.3.1 xlwt==1.3.0
"$folder/venv/bin/python" - "$folder" <<'PY'
import sys

import openpyxl
import xlrd
import xlsxwriter
import xlwt
from python_calamine import CalamineWorkbook

new, old = f"{sys.argv[1]}/errors.xlsx", f"{sys.argv[1]}/errors.xls"
with xlsxwriter.Workbook(new) as book:
    sheet = book.add_worksheet()
    sheet.write_formula("A1", "=1/0", None, "#DIV/0!")
    sheet.write_formula("B1", "=NA()", None, "#N/A")
    sheet.write("D1", 5)
book = xlwt.Workbook()
row = book.add_sheet("errors").row(0)
row.set_cell_error(0, "#DIV/0!")
row.set_cell_error(1, 42)  # the code of #N/A
row.write(3, 5)
book.save(old)

by_calamine = [CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[0] for path in (new, old)]
by_openpyxl = [cell.value for cell in openpyxl.load_workbook(new, data_only=True).active[1]]
by_xlrd = [cell.ctype == xlrd.XL_CELL_ERROR for cell in xlrd.open_workbook(old).sheet_by_index(0).row(0)]
print("python-calamine 0.9.1, .xlsx and .xls:", *by_calamine)
print("openpyxl 3.1.5:", by_openpyxl)
print("xlrd 2.0.2, is it an error:", by_xlrd)
lost = all(values == ["", "", "", 5] for values in by_calamine)
sys.exit(not (lost and by_openpyxl == ["#DIV/0!", "#N/A", None, 5] and by_xlrd == [True, True, False, False]))
PY
