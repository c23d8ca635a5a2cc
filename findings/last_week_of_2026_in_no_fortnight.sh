#!/usr/bin/env bash
# The two-weekly periods of DHIS2, counted in whole weeks; every fifth or sixth year has 53 of them, 2026 the last.
# One would guess: such a year has a 27th period, or its last one has three weeks, so that every day lies in one period.
# What really happens: the year has 26, the 53rd week lies in none of them, and a day of it is given a period that it does not
# lie in: 29 December 2026 the first of 2027, which begins on 4 January, 2 January 2027 the last of 2026, which ended on
# 27 December. Nothing warns; 2025 has no such gap.
# @dhis2/multi-calendar-dates 2.1.2, Node 20, 2026-12-01. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --prefix "$folder" @dhis2/multi-calendar-dates@2.1.2
cd "$folder"
cat > fortnights.cjs <<'JS'
const { generateFixedPeriods, getFixedPeriodByDate } = require("@dhis2/multi-calendar-dates");
const kind = { periodType: "BIWEEKLY", calendar: "gregory" };
const said = [];
for (const year of [2025, 2026]) {
  const [last, next] = [generateFixedPeriods({ ...kind, year, locale: "en" }).at(-1), generateFixedPeriods({ ...kind, year: year + 1, locale: "en" })[0]];
  said.push(`${last.id} ends on ${last.endDate}, ${next.id} begins on ${next.startDate}`);
}
for (const date of ["2026-12-29", "2027-01-02"]) {
  const period = getFixedPeriodByDate({ ...kind, date });
  said.push(`${date} is given ${period.id}, ${period.startDate} to ${period.endDate}`);
}
console.log(said.join("\n"));
JS
said=$(node fortnights.cjs); echo "$said"
[ "$said" = "2025BiW26 ends on 2025-12-28, 2026BiW1 begins on 2025-12-29
2026BiW26 ends on 2026-12-27, 2027BiW1 begins on 2027-01-04
2026-12-29 is given 2027BiW1, 2027-01-04 to 2027-01-17
2027-01-02 is given 2026BiW26, 2026-12-14 to 2026-12-27" ]
