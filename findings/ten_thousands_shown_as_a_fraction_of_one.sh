#!/usr/bin/env bash
# Excel scales by thousands only, so Chinese tables show ten-thousands by the format 0\.0,"万": divided by a thousand, with a point
# that is a mere sign before the last digit. 12200 is shown as 1.2万; with [DBNum1][$-804]General 123 is shown as 一百二十三.
# One would guess: the shown text of a cell, which SheetJS writes to CSV and HTML, is that of the spreadsheet, or the plain number.
# What really happens: it is .12万, a tenth of what is meant, and 123 becomes $123: the language of the Chinese digits is taken for
# a sign of currency. Nothing warns; 0.0,,"百万" is right. LibreOffice shows 1.2万 and 一百二十三 from the same file.
# xlsx (SheetJS) 0.18.5 of npm, Node 20, 2026-11-30. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --prefix "$folder" xlsx@0.18.5
cd "$folder"
node - <<'JS'
const XLSX = require("xlsx");
const CELLS = [
  ['0\\.0,"万"', 12200, "1.2万", ".12万"],
  ["[DBNum1][$-804]General", 123, "一百二十三", "$123"],
  ['0.0,,"百万"', 14900000, "14.9百万", "14.9百万"],
];
const sheet = XLSX.utils.aoa_to_sheet(CELLS.map(([, value]) => [value]));
CELLS.forEach(([format], at) => { sheet[`A${at + 1}`].z = format; });
const book = XLSX.utils.book_new();
XLSX.utils.book_append_sheet(book, sheet, "数据");
XLSX.writeFile(book, "shown.xlsx");
const lines = XLSX.utils.sheet_to_csv(XLSX.readFile("shown.xlsx").Sheets["数据"]).trim().split("\n");
CELLS.forEach(([format, value, right], at) => console.log(`${value} as ${format}: ${right} in a spreadsheet, ${lines[at]} here`));
process.exit(CELLS.every((cell, at) => lines[at] === cell[3]) ? 0 : 1);
JS
