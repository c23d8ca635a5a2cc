#!/usr/bin/env bash
# find_workday(n, day) gives the working day that lies n working days from a day, forwards or backwards.
# One would guess: from a Saturday off, 1 leads to Monday as -1 leads to Friday, and a deadline "one working day later" is Monday.
# What really happens: 0 leads to Monday already and 1 to Tuesday, while -1 leads to Friday; the way there and back again are
# not of one length. From a working day on, 1 is the next one.
# chinesecalendar 1.11.0, Python 3.11, 2026-11-30. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check chinesecalendar==1.11.0
"$folder/venv/bin/python" -W error - <<'PY'
import sys
from datetime import date

from chinese_calendar import find_workday

saturday, friday = date(2026, 3, 7), date(2026, 3, 6)
print("chinesecalendar 1.11.0")
for start in (friday, saturday):
    print(f"{start:%A}:", ", ".join(f"{n} is {find_workday(n, start):%A}" for n in (-1, 0, 1)))
seen = [find_workday(n, saturday).isoformat() for n in (-1, 0, 1)]
sys.exit(not (seen == ["2026-03-06", "2026-03-09", "2026-03-10"] and find_workday(1, friday) == date(2026, 3, 9)))
PY
