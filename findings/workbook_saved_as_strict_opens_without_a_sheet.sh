#!/usr/bin/env bash
# Excel offers “Strict Open XML” beside .xlsx, the form of ISO/IEC 29500 that archives ask for: the same parts, other namespaces.
# One would guess: a reader of .xlsx reads it, or says that it does not know this form.
# What really happens: openpyxl opens it as a workbook without a sheet, with a warning of “an invalid specification for 0”; whoever
# goes through its sheets has read an empty file. pandas, which stands on it, speaks of a wrong number of a sheet.
# python-calamine reads every cell.
# openpyxl 3.1.5, pandas 3.1.1, python-calamine 0.9.1, file by XlsxWriter 3.3.1 with the namespaces of the strict form,
# Python 3.11, 2026-11-30. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check openpyxl==3.1.5 pandas==3.1.1 python-calamine==0.9.1 \
  XlsxWriter==3.3.1
"$folder/venv/bin/python" - "$folder" <<'PY'
import sys
import warnings
from zipfile import ZipFile

import openpyxl
import pandas as pd
import xlsxwriter
from python_calamine import CalamineWorkbook

usual, strict = f"{sys.argv[1]}/usual.xlsx", f"{sys.argv[1]}/strict.xlsx"
ROWS = [["单位", "清理机构牌子"], ["望谟县", 1142.0]]
with xlsxwriter.Workbook(usual) as book:
    sheet = book.add_worksheet("村级")
    for at, row in enumerate(ROWS):
        sheet.write_row(at, 0, row)
old, new = "http://schemas.openxmlformats.org", "http://purl.oclc.org/ooxml"
NAMES = {
    f"{old}/spreadsheetml/2006/main": f"{new}/spreadsheetml/main",
    f"{old}/drawingml/2006/main": f"{new}/drawingml/main",
    f"{old}/officeDocument/2006/relationships/extended-properties": f"{new}/officeDocument/relationships/extendedProperties",
    f"{old}/officeDocument/2006/relationships": f"{new}/officeDocument/relationships",
    f"{old}/officeDocument/2006/extended-properties": f"{new}/officeDocument/extendedProperties",
    f"{old}/officeDocument/2006/docPropsVTypes": f"{new}/officeDocument/docPropsVTypes",
}
with ZipFile(usual) as source, ZipFile(strict, "w") as target:
    for name in source.namelist():
        text = source.read(name).decode()
        for before, after in NAMES.items():
            text = text.replace(before, after)
        target.writestr(name, text.replace("<workbook ", '<workbook conformance="strict" ', 1))
with warnings.catch_warnings(record=True) as told:
    warnings.simplefilter("always")
    opened = openpyxl.load_workbook(strict)
    try:
        said = f"{len(pd.read_excel(strict))} rows"
    except ValueError as error:
        said = str(error)
told = {str(one.message) for one in told if one.category is UserWarning}
cells = CalamineWorkbook.from_path(strict).get_sheet_by_name("村级").to_python()
print("usual, openpyxl:        ", openpyxl.load_workbook(usual).sheetnames)
print("strict, openpyxl:       ", opened.sheetnames, opened.active, told)
print("strict, pandas:         ", said)
print("strict, python-calamine:", cells)
empty = opened.sheetnames == [] and opened.active is None
empty = empty and told == {"File contains an invalid specification for 0. This will be removed"}
sys.exit(not (empty and said == "Worksheet index 0 is invalid, 0 worksheets found" and cells == ROWS))
PY
