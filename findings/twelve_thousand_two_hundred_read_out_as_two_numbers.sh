#!/usr/bin/env bash
# For speech and for formal papers figures are written out: 12200块 becomes 一万二千二百块, by cn2an.transform(…, "an2cn").
# One would guess: 12,200块 becomes the same, or stays as it is; and what the package wrote it can read.
# What really happens: the separator parts the number, and what is left is 十二,二百块 (twelve, two hundred), without a warning;
# 1,900,000 becomes 一,九百,零. 1.22万 becomes 一点二二万, which cn2an.cn2an refuses in each of its modes.
# cn2an 0.5.24, Python 3.11, 2026-11-30. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check cn2an==0.5.24
"$folder/venv/bin/python" - <<'PY'
import sys

import cn2an

EXPECTED = {
    "清理12200块": "清理一万二千二百块",
    "清理12,200块": "清理十二,二百块",
    "共1,900,000元": "共一,九百,零元",
    "清理1.22万块": "清理一点二二万块",
}
found = {text: cn2an.transform(text, "an2cn") for text in EXPECTED}
for text, said in found.items():
    print(text, "→", said)
refused = []
for mode in ("strict", "normal", "smart"):
    try:
        print(mode, cn2an.cn2an("一点二二万", mode))
    except ValueError as error:
        refused.append(mode)
        print(mode, error)
sys.exit(not (found == EXPECTED and refused == ["strict", "normal", "smart"]))
PY
