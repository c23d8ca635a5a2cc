#!/usr/bin/env bash
# .xlsb has a short record for a cell that stands right behind another, without the number of its column; SheetJS writes these.
# One would guess: a reader of .xlsb knows them, or says that it met something it does not know.
# What really happens: python-calamine gives the first cell of each row and drops the others, pyxlsb gives a sheet of the right
# size with nothing in any cell; neither warns. SheetJS itself reads its file in full.
# xlsx (SheetJS) 0.18.5 of npm, python-calamine 0.9.1, pyxlsb 1.0.10, Node 20, Python 3.11, 2026-11-30. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --prefix "$folder" xlsx@0.18.5
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check python-calamine==0.9.1 pyxlsb==1.0.10
cd "$folder"
node - <<'JS'
const XLSX = require("xlsx");
const book = XLSX.utils.book_new();
const rows = [["单位", "本期", "累计"], ["甲县", 12, 1470.5], ["乙县", 7, 803]];
XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows), "数据");
XLSX.writeFile(book, "table.xlsb", { bookType: "xlsb" });
const again = XLSX.utils.sheet_to_json(XLSX.readFile("table.xlsb").Sheets["数据"], { header: 1 });
console.log("SheetJS", XLSX.version, JSON.stringify(again));
process.exit(JSON.stringify(again) === JSON.stringify(rows) ? 0 : 1);
JS
"$folder/venv/bin/python" -W error - <<'PY'
import sys

import pyxlsb
from python_calamine import CalamineWorkbook

by_calamine = CalamineWorkbook.from_path("table.xlsb").get_sheet_by_index(0).to_python()
with pyxlsb.open_workbook("table.xlsb") as book, book.get_sheet(1) as sheet:
    by_pyxlsb = [[cell.v for cell in row] for row in sheet.rows()]
print("python-calamine 0.9.1:", by_calamine)
print("pyxlsb 1.0.10:", by_pyxlsb)
sys.exit(not (by_calamine == [["单位"], ["甲县"], ["乙县"]] and by_pyxlsb == [[None] * 3] * 3))
PY
