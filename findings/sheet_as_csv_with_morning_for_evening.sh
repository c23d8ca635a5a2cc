#!/usr/bin/env bash
# A usual way to look at an office's sheet on a server is to turn it into CSV; Chinese dates are formatted with quoted words.
# One would guess: xlsx2csv writes the value, or the text that the sheet shows: 2023年6月15日 18:00, 92.9%, 71.4%.
# What really happens: 18:00 becomes 06:00 with nothing that says evening; the quotes of the format stand in the date, and
# month and day of a format without year come with zeros; a value of 92.86 % with the format 0% is cut to 93% for good, and
# with the format 0.0% it loses its sign and digits: 0.929.
# xlsx2csv 0.8.6, openpyxl 3.1.5, Python 3.11, 2026-11-30. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check xlsx2csv==0.8.6 openpyxl==3.1.5
cd "$folder"
venv/bin/python - <<'PY'
import csv
import datetime
import sys
from importlib.metadata import version

import openpyxl
from xlsx2csv import Xlsx2csv

CELLS = {
    'yyyy"年"m"月"d"日" h:mm': datetime.datetime(2023, 6, 15, 18),
    'm"月"d"日"': datetime.datetime(2023, 6, 5),
    "0%": 0.9286,
    "0.0%": 0.9286,
}
book = openpyxl.Workbook()
book.active.append([*CELLS.values()])
for cell, form in zip(book.active[1], CELLS, strict=True):
    cell.number_format = form
book.save("sheet.xlsx")
Xlsx2csv("sheet.xlsx", outputencoding="utf-8").convert("sheet.csv")
with open("sheet.csv", encoding="utf-8", newline="") as file:
    (texts,) = csv.reader(file)
print("xlsx2csv", version("xlsx2csv"))
for (form, value), text in zip(CELLS.items(), texts, strict=True):
    print(f"{value} with the format {form}: {text}")
sys.exit(0 if texts == ['2023"年"06"月"15"日" 06:00', '06"月"05"日"', "93%", "0.929"] else 1)
PY
