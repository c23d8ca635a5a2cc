#!/usr/bin/env bash
# 30 hours of duty, in a cell shown as [h]:mm: in .xlsx the number 1.25, in .ods the duration PT30H00M00S.
# One would guess: python-calamine, which gives a timedelta for the cell of the .xlsx, does so for that of the .ods.
# What really happens: in .ods up to 24 hours come as a time of day, and what is longer as the raw text "PT30H00M00S", so that
# one column holds times and texts.
# python-calamine 0.9.1, files by XlsxWriter 3.3.1 and odfpy 1.4.1, Python 3.11, 2026-11-30. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check python-calamine==0.9.1 XlsxWriter==3.3.1 odfpy==1.4.1
"$folder/venv/bin/python" - "$folder" <<'PY'
import sys
from datetime import time, timedelta

import xlsxwriter
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from python_calamine import CalamineWorkbook

excel, odf = f"{sys.argv[1]}/hours.xlsx", f"{sys.argv[1]}/hours.ods"
with xlsxwriter.Workbook(excel) as book:
    form = book.add_format({"num_format": "[h]:mm"})
    book.add_worksheet().write_row(0, 0, [0.25, 1.25], form)
document, table, row = OpenDocumentSpreadsheet(), Table(name="hours"), TableRow()
document.spreadsheet.addElement(table)
table.addElement(row)
for shown, duration in (("6:00", "PT06H00M00S"), ("30:00", "PT30H00M00S")):
    cell = TableCell(valuetype="time", timevalue=duration)
    cell.addElement(P(text=shown))
    row.addElement(cell)
document.save(odf)
of_excel, of_odf = (CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[0] for path in (excel, odf))
print("python-calamine 0.9.1, 6 and 30 hours")
print(".xlsx:", of_excel)
print(".ods: ", of_odf)
same = of_excel == [timedelta(hours=6), timedelta(hours=30)]
sys.exit(not (same and of_odf == [time(6), "PT30H00M00S"]))
PY
