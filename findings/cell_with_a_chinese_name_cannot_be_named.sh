#!/usr/bin/env bash
# A summary takes its figures from a sheet for each county, =兴义市!A2, or from a cell that has a name, =合计: Excel and WPS write
# both without quotes. HyperFormula computes such tables for grids in the browser; a name, says its guide, begins with any letter
# of Unicode.
# One would guess: both are computed, as =Guiyang!A2 and =Total are.
# What really happens: the sheet gives #ERROR! and is found in quotes alone; the name is refused as invalid, which no quotes help.
# Letters are those of Latin, with accents too (Élu); Итого is refused like 合计. fast-formula-parser finds the sheet either way.
# hyperformula 3.5.0, fast-formula-parser 1.0.19, Node 20, 2026-12-01. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --prefix "$folder" hyperformula@3.5.0 fast-formula-parser@1.0.19
cd "$folder"
cat > names.cjs <<'JS'
const { HyperFormula } = require("hyperformula");
const Parser = require("fast-formula-parser");
const licenseKey = "gpl-v3";
const cell = { sheet: 0, row: 0, col: 0 };
const other = new Parser({ onCell: ({ sheet, row }) => (sheet.length > 2 && row === 2 ? 7 : null) });

function computed(written) {
  const book = HyperFormula.buildFromSheets({ total: [[`=${written}!A2`]], [written.replaceAll("'", "")]: [[1], [7]] }, { licenseKey });
  const value = book.getCellValue(cell);
  return value.value ?? value;
}

function named(name) {
  const book = HyperFormula.buildFromArray([[`=${name}`]], { licenseKey });
  try {
    book.addNamedExpression(name, "=7");
  } catch (error) {
    return error.message;
  }
  return book.getCellValue(cell);
}

for (const sheet of ["Guiyang", "Élu", "兴义市", "'兴义市'"])
  console.log(`sheet ${sheet}: ${computed(sheet)}, ${other.parse(`${sheet}!A2`, { sheet: "total", row: 1, col: 1 })}`);
for (const name of ["Total", "Élu", "Итого", "合计"]) console.log(`name ${name}: ${named(name)}`);
JS
said=$(node names.cjs); echo "$said"
[ "$said" = "sheet Guiyang: 7, 7
sheet Élu: 7, 7
sheet 兴义市: #ERROR!, 7
sheet '兴义市': 7, 7
name Total: 7
name Élu: 7
name Итого: Name of Named Expression 'Итого' is invalid
name 合计: Name of Named Expression '合计' is invalid" ]
