#!/usr/bin/env bash
# A date without a time of day, written on a machine in China and read there.
# One would guess: it is midnight of the same day again.
# What really happens: SheetJS writes midnight in the zone Asia/Shanghai as 43 seconds past it, and reads its own or another's
# clean midnight as a point of time on the day before; in the zone UTC both are right. Until 1901 Shanghai's clocks were
# 8 h 5 min 43 s ahead, and SheetJS counts from 1899 in whole minutes of the offset.
# xlsx (SheetJS) 0.18.5, the newest of npm, Node 20, 2026-11-30. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --prefix "$folder" xlsx@0.18.5
cd "$folder"
cat > day.js <<'JS'
const XLSX = require("xlsx");
const book = XLSX.utils.book_new();
XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([[new Date(2026, 2, 4)]]), "day");
const written = XLSX.read(XLSX.write(book, { type: "buffer" })).Sheets.day.A1.v;
const clean = { SheetNames: ["day"], Sheets: { day: { "!ref": "A1", A1: { t: "n", v: 46085, z: "yyyy-mm-dd" } } } };
const read = XLSX.read(XLSX.write(clean, { type: "buffer" }), { cellDates: true }).Sheets.day.A1.v;
console.log(`${Math.round((written - 46085) * 86400)} s past midnight; 4 March is read as ${read.getDate()}`);
JS
in_shanghai=$(TZ=Asia/Shanghai node day.js); in_utc=$(TZ=UTC node day.js)
printf 'Asia/Shanghai: %s\nUTC: %s\n' "$in_shanghai" "$in_utc"
[ "$in_shanghai" = "43 s past midnight; 4 March is read as 3" ] && [ "$in_utc" = "0 s past midnight; 4 March is read as 4" ]
