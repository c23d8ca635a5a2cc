#!/usr/bin/env bash
# cpca finds province, prefecture and county of an address, with the code of the division; it takes short names: 贵州 for 贵州省.
# One would guess: an autonomous prefecture by the short name that every paper uses (恩施州, 大理州, 黔西南州) is that prefecture,
# or is not found.
# What really happens: 湖北省恩施州 is taken for the city of Enshi within it, 恩施市 with its code 422801, and 州 is left over as the rest
# of the address; 大理州 likewise. 黔西南州, which has no city of its name, is not found, and what stands behind it neither.
# 兴仁市, a city since 2018, is not found: the register names the county that it was before.
# cpca 0.5.5 (the newest) with pandas 3.1.1, Python 3.11, 2026-12-01. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check cpca==0.5.5 pandas==3.1.1 pyahocorasick==2.3.1 "setuptools<80"
"$folder/venv/bin/python" -W ignore - <<'PY'
import sys

import cpca
import pandas as pd

EXPECTED = {
    "湖北省恩施土家族苗族自治州": ["湖北省", "恩施土家族苗族自治州", None, "", "422800"],
    "湖北省恩施州": ["湖北省", "恩施土家族苗族自治州", "恩施市", "州", "422801"],
    "云南省大理州": ["云南省", "大理白族自治州", "大理市", "州", "532901"],
    "贵州省黔西南州": ["贵州省", None, None, "黔西南州", "520000"],
    "贵州省黔西南布依族苗族自治州兴仁县": ["贵州省", "黔西南布依族苗族自治州", "兴仁县", "", "522322"],
    "贵州省黔西南布依族苗族自治州兴仁市": ["贵州省", "黔西南布依族苗族自治州", None, "兴仁市", "522300"],
}
rows = cpca.transform(list(EXPECTED)).values.tolist()
found = {text: [None if pd.isna(part) else part for part in row] for text, row in zip(EXPECTED, rows)}
for text, taken in found.items():
    print(text, *taken)
sys.exit(found != EXPECTED)
PY
