#!/usr/bin/env bash
# A cell of .xlsx may hold its date as a text of ISO 8601 (t="d"); SheetJS writes these with cellDates, and a Z at the end.
# One would guess: python-calamine, which knows such cells, gives a date for each, as openpyxl does.
# What really happens: 2023-06-15T00:00:00 is a datetime and 2023-06-15T00:00:00.000Z the text itself, so that a column of dates
# that SheetJS wrote is one of texts, in pandas too, and what is counted or compared by date finds none.
# xlsx (SheetJS) 0.18.5 of npm, python-calamine 0.9.1, pandas 3.1.1, openpyxl 3.1.5, Node 20, Python 3.11, 2026-11-30.
# Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --prefix "$folder" xlsx@0.18.5
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check python-calamine==0.9.1 pandas==3.1.1 openpyxl==3.1.5
cd "$folder"
TZ=UTC node - <<'JS'
const XLSX = require("xlsx");
const sheet = XLSX.utils.aoa_to_sheet([["填报日"], [new Date(2023, 5, 15)], [new Date(2023, 5, 15, 18, 30)]], { cellDates: true });
const book = XLSX.utils.book_new();
XLSX.utils.book_append_sheet(book, sheet, "数据");
XLSX.writeFile(book, "with_z.xlsx", { cellDates: true });
JS
venv/bin/python - <<'PY'
import sys
from datetime import datetime
from zipfile import ZipFile

import openpyxl
import pandas as pd
from python_calamine import CalamineWorkbook

with ZipFile("with_z.xlsx") as source, ZipFile("without.xlsx", "w") as target:
    for name in source.namelist():
        target.writestr(name, source.read(name).replace(b".000Z<", b"<"))


def read(path):
    return [row[0] for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1:]]


DATES = [datetime(2023, 6, 15), datetime(2023, 6, 15, 18, 30)]
TEXTS = [f"{date.isoformat()}.000Z" for date in DATES]
with_z, without = read("with_z.xlsx"), read("without.xlsx")
of_pandas = list(pd.read_excel("with_z.xlsx", engine="calamine")["填报日"])
of_openpyxl = [row[0] for row in openpyxl.load_workbook("with_z.xlsx").active.iter_rows(min_row=2, values_only=True)]
print("python-calamine, without Z:  ", without)
print("python-calamine, as written: ", with_z)
print("pandas with calamine:        ", of_pandas)
print("openpyxl:                    ", of_openpyxl)
sys.exit(not (without == of_openpyxl == DATES and with_z == of_pandas == TEXTS))
PY
