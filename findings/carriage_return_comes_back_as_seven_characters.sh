#!/usr/bin/env bash
# A text of several lines from a form or from a program on Windows ends its lines with CR and LF. A workbook writes CR as _x000D_.
# One would guess: what one library writes in this way another reads back, as the format says.
# What really happens: python-calamine reads XlsxWriter's cell as it was; openpyxl, which decodes these marks nowhere, leaves the
# seven characters _x000D_ at the end of every line, and a line break of the older kind (VT) turns into _x000B_.
# XlsxWriter 3.3.1, openpyxl 3.1.5, python-calamine 0.9.1, Python 3.11, 2026-11-30. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check XlsxWriter==3.3.1 openpyxl==3.1.5 python-calamine==0.9.1
"$folder/venv/bin/python" - "$folder/lines.xlsx" <<'PY'
import sys

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

TEXTS = ["已核实\r\n无误", "甲\x0b乙"]
with xlsxwriter.Workbook(sys.argv[1]) as book:
    book.add_worksheet().write_row(0, 0, TEXTS)
by_calamine = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()[0]
by_openpyxl = [cell.value for cell in openpyxl.load_workbook(sys.argv[1]).active[1]]
print("written by XlsxWriter 3.3.1:  ", TEXTS)
print("read by python-calamine 0.9.1:", by_calamine)
print("read by openpyxl 3.1.5:       ", by_openpyxl)
sys.exit(not (by_calamine == TEXTS and by_openpyxl == ["已核实_x000D_\n无误", "甲_x000B_乙"]))
PY
