#!/usr/bin/env bash
# A Chinese character is as wide as two digits, in a cell as everywhere.
# One would guess: autofit(), which knows the width in pixels of every Latin letter, gives ten characters about 20 columns.
# What really happens: every character past ASCII counts 8 pixels, one more than a digit; ten Chinese characters get a column of
# some 12, in which half of them are hidden or run into the next cell. Nothing warns.
# XlsxWriter 3.3.1, Python 3.11, 2026-11-30. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check XlsxWriter==3.3.1
"$folder/venv/bin/python" -W error - "$folder/widths.xlsx" <<'PY'
import re
import sys
import zipfile

import xlsxwriter

TEXTS = ["1234567890", "abcdefghij", "全口径财政收入累计数"]
with xlsxwriter.Workbook(sys.argv[1]) as book:
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, TEXTS)
    sheet.autofit()
xml = zipfile.ZipFile(sys.argv[1]).read("xl/worksheets/sheet1.xml").decode()
widths = [float(width) for width in re.findall(r'<col [^>]*width="([\d.]+)"', xml)]
print(f"XlsxWriter {xlsxwriter.__version__}")
for text, width in zip(TEXTS, widths, strict=True):
    print(f"{text}: {width:.1f} columns for {len(text)} characters")
sys.exit(not widths[2] < 1.3 * widths[0])
PY
