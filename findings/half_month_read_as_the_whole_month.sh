#!/usr/bin/env bash
# JioNLP reads times as they stand in Chinese papers: 2023年6月上旬 is the first ten days, 2023年上半年 the first six months.
# One would guess: 2023年6月上半月 (the first half of June) is 1 to 15 June, 下半月 16 to 30 June; or it is refused.
# What really happens: either is the whole of June, and the answer calls itself accurate; 上旬 and 上半年, which are read right,
# call themselves blurred. Without its year, 6月上半月, it is refused.
# jionlp 1.5.31 with jiojio 1.2.8, Python 3.11, 2026-12-01. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check jionlp==1.5.31 jiojio==1.2.8
"$folder/venv/bin/python" - <<'PY'
import sys

import jionlp

JUNE = ["2023-06-01 00:00:00", "2023-06-30 23:59:59"]
EXPECTED = {
    "2023年6月上半月": (JUNE, "accurate"),
    "2023年6月下半月": (JUNE, "accurate"),
    "2023年6月上旬": (["2023-06-01 00:00:00", "2023-06-10 23:59:59"], "blur"),
    "2023年上半年": (["2023-01-01 00:00:00", "2023-06-30 23:59:59"], "blur"),
    "6月上半月": ("refused", ""),
}


def read(text: str) -> tuple[object, str]:
    try:
        parsed = jionlp.parse_time(text, time_base={"year": 2023, "month": 7, "day": 17})
    except ValueError:
        return "refused", ""
    return parsed["time"], parsed["definition"]


found = {text: read(text) for text in EXPECTED}
for text, taken in found.items():
    print(text, *taken)
sys.exit(found != EXPECTED)
PY
