#!/usr/bin/env bash
# A total that is merged over three rows stands in the file once, in the upper left cell; the others are empty there.
# One would guess: read cell by cell, the value is met once, and a sum over the rows counts it once.
# What really happens: exceljs gives every cell of the range the value of the first; eachRow() sums it three times, and saved as
# CSV it stands in three lines. SheetJS reads it once from the same file.
# exceljs 4.4.0, xlsx (SheetJS) 0.18.5 of npm, Node 20, 2026-11-30. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --prefix "$folder" exceljs@4.4.0 xlsx@0.18.5
cd "$folder"
node - <<'JS'
const ExcelJS = require("exceljs");
const XLSX = require("xlsx");
(async () => {
  const sheet = XLSX.utils.aoa_to_sheet([[1470, "甲县"], [null, "乙县"], [null, "丙县"]]);
  sheet["!merges"] = [XLSX.utils.decode_range("A1:A3")];
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, sheet, "数据");
  XLSX.writeFile(book, "merged.xlsx");
  const again = XLSX.utils.sheet_to_json(XLSX.readFile("merged.xlsx").Sheets["数据"], { header: 1 });
  const once = again.reduce((sum, row) => sum + (row[0] || 0), 0);
  const other = new ExcelJS.Workbook();
  await other.xlsx.readFile("merged.xlsx");
  let sum = 0;
  other.worksheets[0].eachRow((row) => { sum += row.getCell(1).value || 0; });
  const lines = String(await other.csv.writeBuffer()).split("\n").filter((line) => line.startsWith("1470"));
  console.log(`in the file 1470; sum with SheetJS ${once}, with exceljs ${sum}; lines of its CSV with 1470: ${lines.length}`);
  process.exit(once === 1470 && sum === 4410 && lines.length === 3 ? 0 : 1);
})();
JS
