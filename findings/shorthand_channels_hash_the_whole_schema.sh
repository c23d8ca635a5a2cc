#!/usr/bin/env bash
# One would guess: .encode(text="name:N") and .encode(text=alt.Text("name:N")) are two spellings of one thing, and cost the same.
# What really happens: for every channel that is given as a text (or made by alt.value) altair looks for its class by the
# JSON of every class of the Vega-Lite schema, some 570 of them, anew each time and with validation switched off as well;
# a chart of a dozen layers spends most of its time there. Given as an object of its class, a channel costs nothing of it.
# altair 6.3.0, Python 3.11, 2026-11-30. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check altair==6.3.0
"$folder/venv/bin/python" - <<'PY'
import json
import sys

import altair as alt

chart = alt.Chart(alt.InlineData(values=[{"name": "a"}])).mark_text()
dumps, counted = json.dumps, 0


def counting(*args, **kwargs):
    global counted
    counted += 1
    return dumps(*args, **kwargs)


def texts_made(encode) -> int:
    global counted
    counted, json.dumps = 0, counting
    try:
        encode()
    finally:
        json.dumps = dumps
    return counted


alt.utils.schemapi.disable_debug_mode()
with_text = texts_made(lambda: chart.encode(text="name:N"))
with_class = texts_made(lambda: chart.encode(text=alt.Text("name:N")))
print(f"JSON texts made for one channel: {with_text} from a shorthand, {with_class} from its class")
sys.exit(0 if with_text > 400 and with_class == 0 else 1)
PY
