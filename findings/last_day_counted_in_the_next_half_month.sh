#!/usr/bin/env bash
# China's half month is the 1st to the 15th and the 16th to the last day. pandas has a frequency for it, "SME", ends of semi-months
# (15th, last day), and resamples "ME", ends of months, as everybody counts: 30 June belongs to 30 June.
# One would guess: resample("SME") puts 1 to 15 June under 15 June, and 16 to 30 June under 30 June.
# What really happens: "SME" counts from an end to the day before the next and names it by the day it begins with: 15 June
# is with 16 to 29 June, 30 June is with July, and what came on 1 June stands under 31 May. "SMS" has 15 June in the second half
# as well. SemiMonthBegin(day_of_month=16), or closed and label "right" with "SME", count as the calendar of the reports does.
# pandas 3.1.1, Python 3.11, 2026-11-30. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check pandas==3.1.1
"$folder/venv/bin/python" -W error - <<'PY'
import sys

import pandas as pd

DAYS = ["2023-06-01", "2023-06-14", "2023-06-15", "2023-06-16", "2023-06-29", "2023-06-30"]
dated = pd.Series([day[5:] for day in DAYS], index=pd.to_datetime(DAYS))


def counted(**how) -> dict[str, str]:
    """By the label of each group, the days that are counted in it."""
    groups = dated.resample(**how).agg(" ".join)
    return {f"{label:%m-%d}": days for label, days in groups.items() if days}


first, second = "06-01 06-14 06-15", "06-16 06-29 06-30"
expected = {
    "ME": {"06-30": f"{first} {second}"},
    "SME": {"05-31": "06-01 06-14", "06-15": "06-15 06-16 06-29", "06-30": "06-30"},
    "SMS": {"06-01": "06-01 06-14", "06-15": f"06-15 {second}"},
    "SME, right": {"06-15": first, "06-30": second},
    "begins on the 16th": {"06-01": first, "06-16": second},
}
seen = {
    **{name: counted(rule=name) for name in ("ME", "SME", "SMS")},
    "SME, right": counted(rule="SME", closed="right", label="right"),
    "begins on the 16th": counted(rule=pd.offsets.SemiMonthBegin(day_of_month=16)),
}
print("pandas", pd.__version__)
for name, groups in seen.items():
    print(f"{name}:", "; ".join(f"{label} has {days}" for label, days in groups.items()))
sys.exit(0 if seen == expected else 1)
PY
