#!/usr/bin/env bash
# The lunar calendar is a standard (GB/T 33661-2017): a month begins on the day, in Beijing, of the new moon. Birthdays, 中秋 and
# 重阳, the day of the old, are reckoned by it.
# One would guess: packages that turn lunar days into others agree, at least on years that are past.
# What really happens: for the Mid-Autumn of 1978 (17 September; the new moon was on the 3rd, at 00:08) lunardate gives the 16th,
# and for the eleventh month of 1954 a day later than the new moon; in 2057 and 2089 the packages part into other camps.
# lunardate 0.3.0, zhdate 0.1, borax 4.1.3, LunarCalendar 0.0.9, lunar_python 1.4.8, ephem 4.2.1 for the moon, Python 3.11,
# 2026-11-30. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check lunardate==0.3.0 zhdate==0.1 borax==4.1.3 LunarCalendar==0.0.9 \
  lunar_python==1.4.8 ephem==4.2.1
"$folder/venv/bin/python" -W ignore - <<'PY'
import sys

import ephem
from borax.calendars.lunardate import LunarDate as Borax
from lunar_python import Lunar as LunarPython
from lunarcalendar import Converter, Lunar
from lunardate import LunarDate
from zhdate import ZhDate

READERS = {
    "lunardate": lambda *day: LunarDate(*day).toSolarDate(),
    "zhdate": lambda *day: ZhDate(*day).to_datetime().date(),
    "borax": lambda *day: Borax(*day).to_solar_date(),
    "LunarCalendar": lambda *day: Converter.Lunar2Solar(Lunar(*day)).to_date(),
    "lunar_python": lambda *day: LunarPython.fromYmd(*day).getSolar().toYmd(),
}
AGREED = "zhdate borax LunarCalendar lunar_python"
EXPECTED = {
    (1954, 11, 1): {"1954-11-26": "lunardate", "1954-11-25": AGREED},
    (1978, 8, 15): {"1978-09-16": "lunardate", "1978-09-17": AGREED},
    (2057, 9, 9): {"2057-10-06": "lunardate zhdate", "2057-10-07": "borax LunarCalendar lunar_python"},
    (2089, 8, 15): {"2089-09-18": "lunardate zhdate lunar_python", "2089-09-19": "borax LunarCalendar"},
}
found = {}
for day in EXPECTED:
    camps: dict[str, str] = {}
    for name, read in READERS.items():
        solar = str(read(*day))
        camps[solar] = f"{camps.get(solar, '')} {name}".strip()
    found[day] = camps
    print(day, camps)
moons = [str(ephem.Date(ephem.next_new_moon(since) + ephem.hour * 8))[:-3] for since in ("1954/11/20", "1978/8/25")]
print("new moons in Beijing:", moons)
sys.exit(not (found == EXPECTED and moons == ["1954/11/25 20:30", "1978/9/3 00:08"]))
PY
