#!/usr/bin/env bash
# What an office copies from a sheet is text: 92.9%, 1:02:03, 1.2m, 12万. It is pasted into a NumberColumn of st.data_editor.
# One would guess: what is not plainly a number is refused and seen as such; a percent is refused or stays 92.9.
# What really happens: 92.9% becomes 0.929 in a column of percents, 1:02:03 becomes 3723 (seconds), 1.2m 1,200,000, 3k 3,000,
# 12b 12 milliards, 12th 12, 0x1F 31, and 1.234,5 becomes 1.2345; 12万, 5月, 8:30 and １２ leave what stood there, without a word.
# streamlit 1.67.0, playwright 1.65.2 with Debian's Chromium, Python 3.11, 2026-11-30. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); server=; trap '[ -z "$server" ] || kill "$server"; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check streamlit==1.67.0 playwright==1.65.2
cd "$folder"
cat > app.py <<'PY'
import pandas as pd
import streamlit as st

STOOD = 7.0
rows = pd.DataFrame({"unit": [f"row {at}" for at in range(14)], "value": STOOD})
edited = st.data_editor(
    rows, hide_index=True, height=600, column_config={"value": st.column_config.NumberColumn("value")}
)
st.text(" ".join(str(value) for value in edited["value"]))
PY
venv/bin/streamlit run app.py --server.port 8898 --server.headless true --browser.gatherUsageStats false > server.log 2>&1 &
server=$!
timeout 60 bash -c 'until (echo > /dev/tcp/localhost/8898) 2> /dev/null; do sleep 1; done'
venv/bin/python - <<'PY'
import sys

import streamlit
from playwright.sync_api import sync_playwright

READ = {
    "1,234": 1234, "(12)": -12, "92.9%": 0.929, "1:02:03": 3723, "1.2m": 1_200_000, "3k": 3000, "12b": 12_000_000_000,
    "12th": 12, "0x1F": 31, "1.234,5": 1.2345, "12万": 7, "5月": 7, "8:30": 7, "１２": 7,
}
with sync_playwright() as driver:
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto("http://localhost:8898/")
    page.get_by_test_id("stDataFrame").wait_for()
    page.wait_for_timeout(3000)
    box = page.get_by_test_id("stDataFrame").bounding_box()
    page.mouse.click(box["x"] + box["width"] - 40, box["y"] + 52)
    page.evaluate("text => navigator.clipboard.writeText(text)", "\n".join(READ))
    page.keyboard.press("Control+v")
    page.wait_for_timeout(5000)
    values = [float(value) for value in page.get_by_test_id("stText").inner_text().split()]
    print("streamlit", streamlit.__version__, "chromium", browser.version, "(7 stood in every row)")
for text, value in zip(READ, values, strict=True):
    print(f"{text} pasted: {value:g}")
sys.exit(0 if values == [*READ.values()] else 1)
PY
