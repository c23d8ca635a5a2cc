#!/usr/bin/env bash
# Headings of office tables are broken by hand: 收入, Alt and Enter, （万元）. As a column's name they become an axis title.
# One would guess: the break is drawn as a blank or as a second line, as in the title of the chart.
# What really happens: the whole chart fails with "Expression parse error", since the title goes unescaped into the text that
# describes each mark; in the title of the chart, and in the values, a line break does no harm.
# vl-convert-python 1.9.0.post1, Python 3.11, 2026-11-30. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check vl-convert-python==1.9.0.post1
"$folder/venv/bin/python" - <<'PY'
import sys

import vl_convert


def drawn(axis: str, title: str = "", unit: str = "甲县") -> str:
    chart = {
        "data": {"values": [{"unit": unit, "value": 12}]},
        "title": title,
        "mark": "bar",
        "encoding": {
            "x": {"field": "unit", "type": "nominal"},
            "y": {"field": "value", "type": "quantitative", "title": axis},
        },
    }
    try:
        return "drawn" if vl_convert.vegalite_to_svg(chart) else "empty"
    except ValueError as error:
        return "Expression parse error" if "Expression parse error" in str(error) else str(error)


seen = {
    "none": drawn("收入（万元）"),
    "in an axis title": drawn("收入\n（万元）"),
    "in the chart's title": drawn("收入", title="收入\n（万元）"),
    "in a value": drawn("收入", unit="甲\n县"),
}
print(f"vl-convert-python {vl_convert.__version__}")
for place, result in seen.items():
    print(f"line break {place}: {result}")
sys.exit(list(seen.values()) != ["drawn", "Expression parse error", "drawn", "drawn"])
PY
