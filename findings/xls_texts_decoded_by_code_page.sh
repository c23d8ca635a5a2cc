#!/usr/bin/env bash
# An .xls of Excel 97 and later (BIFF8) keeps its texts as Unicode; its CODEPAGE record is left over from the formats before.
# One would guess: the record, be it 1200 (Unicode) or 936 (a Chinese machine), changes nothing in what is read.
# What really happens: python-calamine decodes the 16-bit texts by that code page: with 936 Chinese comes out as other characters
# without a warning; xlrd reads the same either way.
# python-calamine 0.9.1, xlrd 2.0.2, file by xlwt 1.3.0 with this one record changed, Python 3.11, 2026-11-30.
# Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check python-calamine==0.9.1 xlrd==2.0.2 xlwt==1.3.0
"$folder/venv/bin/python" -W error - <<'PY'
import io
import struct
import sys

import xlrd
import xlwt
from python_calamine import CalamineWorkbook

TEXTS = ["半月报告", "甲县", "合计"]
book = xlwt.Workbook()
sheet = book.add_sheet("数据")
for column, text in enumerate(TEXTS):
    sheet.write(0, column, text)
file = io.BytesIO()
book.save(file)
unicode = file.getvalue()
record = struct.pack("<HHH", 0x42, 2, 1200)
assert unicode.count(record) == 1
chinese = unicode.replace(record, struct.pack("<HHH", 0x42, 2, 936))


def by_calamine(content: bytes) -> list:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[0]


def by_xlrd(content: bytes) -> list:
    return xlrd.open_workbook(file_contents=content).sheet_by_index(0).row_values(0)


print("code page    1200 / 936")
print("xlrd 2.0.2:            ", by_xlrd(unicode), by_xlrd(chinese))
print("python-calamine 0.9.1: ", by_calamine(unicode), [ascii(text) for text in by_calamine(chinese)])
right = by_xlrd(unicode) == by_xlrd(chinese) == by_calamine(unicode) == TEXTS
sys.exit(not (right and not set(by_calamine(chinese)) & set(TEXTS)))
PY
