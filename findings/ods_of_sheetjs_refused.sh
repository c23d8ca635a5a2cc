#!/usr/bin/env bash
# In an .ods the XML between a row and its cells may be indented; SheetJS writes it so, line by line.
# One would guess: white space between elements is nothing to a reader of XML, and such a file opens as any other.
# What really happens: python-calamine refuses the file ("Expecting 'table-cell', found 'Text"); with the same XML on one line it
# reads every cell.
# xlsx (SheetJS) 0.18.5 of npm, python-calamine 0.9.1, Node 20, Python 3.11, 2026-11-30. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --prefix "$folder" xlsx@0.18.5
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check python-calamine==0.9.1
cd "$folder"
node - <<'JS'
const XLSX = require("xlsx");
const book = XLSX.utils.book_new();
XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([["单位", "本期"], ["甲县", 12]]), "数据");
XLSX.writeFile(book, "indented.ods", { bookType: "ods" });
JS
"$folder/venv/bin/python" - <<'PY'
import re
import sys
import zipfile

from python_calamine import CalamineError, CalamineWorkbook

with zipfile.ZipFile("indented.ods") as indented, zipfile.ZipFile("plain.ods", "w") as plain:
    for name in indented.namelist():
        part = indented.read(name)
        plain.writestr(name, re.sub(rb">\s+<", b"><", part) if name == "content.xml" else part)
plain_rows = CalamineWorkbook.from_path("plain.ods").get_sheet_by_index(0).to_python()
print("on one line:", plain_rows)
try:
    print("indented:", CalamineWorkbook.from_path("indented.ods").get_sheet_by_index(0).to_python())
except CalamineError as error:
    print("indented:", error)
    sys.exit(not ("Expecting" in str(error) and plain_rows == [["单位", "本期"], ["甲县", 12]]))
sys.exit(1)
PY
