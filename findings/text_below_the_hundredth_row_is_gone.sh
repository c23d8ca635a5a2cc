#!/usr/bin/env bash
# A sheet of 1,429 villages: numbers, and far down one 缺报 (not reported) and one 12户 (12 households).
# One would guess: polars takes such a column as text, or fails on the cell, as it does for a CSV file.
# What really happens: the column becomes numbers by its first hundred rows, and both texts are gone: null, as if nothing stood
# there, without a warning or an error. With infer_schema_length=None the column is text and nothing is lost.
# polars 2.1.0, fastexcel 0.21.0, openpyxl 3.1.5, Python 3.11, 2026-11-30. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check polars==2.1.0 fastexcel==0.21.0 openpyxl==3.1.5
cd "$folder"
venv/bin/python -W error - <<'PY'
import sys

import openpyxl
import polars

book = openpyxl.Workbook()
book.active.append(["village", "boards"])
for at in range(1429):
    book.active.append([f"village {at}", {600: "缺报", 900: "12户"}.get(at, at)])
book.save("villages.xlsx")
with open("texts.csv", "w", encoding="utf-8") as file:
    file.writelines(",".join(map(str, row)) + "\n" for row in book.active.iter_rows(values_only=True))

sheet = polars.read_excel("villages.xlsx")
whole = polars.read_excel("villages.xlsx", infer_schema_length=None)
try:
    of_csv = f"read as {polars.read_csv('texts.csv')['boards'].dtype}"
except polars.exceptions.ComputeError as error:
    of_csv = f"refused: {str(error).splitlines()[0]}"
lost, kept = ([frame["boards"][at] for at in (600, 900)] for frame in (sheet, whole))
print("polars", polars.__version__)
print("sheet:", sheet["boards"].dtype, lost, sheet["boards"].null_count(), "null")
print("sheet, every row looked at first:", whole["boards"].dtype, kept)
print("the same as CSV:", of_csv)
seen = (str(sheet["boards"].dtype), lost, kept, of_csv.startswith("refused"))
sys.exit(0 if seen == ("Int64", [None, None], ["缺报", "12户"], True) else 1)
PY
