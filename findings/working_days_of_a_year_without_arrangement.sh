#!/usr/bin/env bash
# The State Council says each autumn which days of the next year are off and which Saturdays and Sundays are worked.
# One would guess: asked for a year whose arrangement is not out yet, a calendar says that it does not know.
# What really happens: `holidays` answers for any year, with the statutory days alone and no make-up day, and nothing tells
# its answer for 2027 (not arranged when 0.109 came out) from that for 2026; its make-up days of 2026 are right.
# chinesecalendar refuses with NotImplementedError, and so does find_workday on the last days of its last year.
# holidays 0.109, chinesecalendar 1.11.0, Python 3.11, 2026-11-29. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check holidays==0.109 chinesecalendar==1.11.0
"$folder/venv/bin/python" -W error - <<'PY'
import sys
from datetime import date, timedelta

import chinese_calendar
import holidays

china = holidays.country_holidays("CN", years=[2026, 2027])


def worked_weekends(year: int) -> int:
    days = (date(year, 1, 1) + timedelta(number) for number in range(365))
    return sum(day.weekday() >= 5 and china.is_working_day(day) for day in days)


def refuses(ask) -> bool:
    try:
        ask()
    except NotImplementedError:
        return True
    return False


silent = worked_weekends(2026) > 0 and worked_weekends(2027) == 0
unknown = refuses(lambda: chinese_calendar.is_workday(date(2027, 1, 4)))
last_day = refuses(lambda: chinese_calendar.find_workday(1, date(2026, 12, 31)))
print("holidays 0.109, chinesecalendar 1.11.0")
print(f"holidays: {worked_weekends(2026)} worked weekend days in 2026, {worked_weekends(2027)} in 2027, no warning")
print(f"chinesecalendar refuses 2027: {unknown}; the working day after 31 December 2026: {last_day}")
sys.exit(not (silent and unknown and last_day))
PY
