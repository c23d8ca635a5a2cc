#!/usr/bin/env bash
# One would guess: a picture of a chart whose font family is not on the machine falls back to another font, as a browser does.
# What really happens: every text is left out, without a warning or an error; the picture is that of a chart with blank
# texts, byte for byte. With ", sans-serif" behind the missing family the text is drawn as in sans-serif.
# vl-convert-python 1.9.0.post1, Python 3.11, 2026-11-29. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check vl-convert-python==1.9.0.post1
"$folder/venv/bin/python" - <<'PY'
import sys

import vl_convert


def picture(family: str, text: str) -> bytes:
    return vl_convert.vegalite_to_png(
        {
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
            "data": {"values": [{"text": text}]},
            "mark": {"type": "text", "font": family, "fontSize": 24},
            "encoding": {"text": {"field": "text"}},
            "width": 120,
            "height": 40,
        }
    )


vanished = picture("No Such Family", "1,470") == picture("No Such Family", " ")
drawn = picture("No Such Family, sans-serif", "1,470") != picture("No Such Family, sans-serif", " ")
print(f"vl-convert-python {vl_convert.__version__}")
print(f"family that is absent: the text is {'left out' if vanished else 'drawn'}")
print(f"the same with a fallback: the text is {'drawn' if drawn else 'left out'}")
sys.exit(not (vanished and drawn))
PY
