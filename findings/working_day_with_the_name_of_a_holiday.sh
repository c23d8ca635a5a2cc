#!/usr/bin/env bash
# get_holiday_detail(day) gives a pair: is the day off, and the name of the holiday.
# One would guess: where there is a name the day is off, and a working day has none, so that the name alone can be asked for.
# What really happens: a Saturday or Sunday worked in place of a day of the holiday has the holiday's name, and an ordinary
# Saturday, which is off, has none: the name tells neither.
# chinesecalendar 1.11.0, Python 3.11, 2026-11-30. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check chinesecalendar==1.11.0
"$folder/venv/bin/python" -W error - <<'PY'
import sys
from datetime import date, timedelta

from chinese_calendar import get_holiday_detail

year = [date(2026, 1, 1) + timedelta(number) for number in range(365)]
named_at_work = [day for day in year if get_holiday_detail(day)[1] and not get_holiday_detail(day)[0]]
unnamed_off = [day for day in year if get_holiday_detail(day)[0] and not get_holiday_detail(day)[1]]
print("chinesecalendar 1.11.0, days of 2026")
print("working days with a holiday's name:", *(f"{day:%m-%d}" for day in named_at_work))
print("days off without a name:", len(unnamed_off))
sys.exit(not (date(2026, 2, 14) in named_at_work and len(unnamed_off) > 60))
PY
