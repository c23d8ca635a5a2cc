#!/usr/bin/env bash
# A popover that tracks its state (on_change="rerun") lets a page make the dear content of an export only once it is opened.
# One would guess: with the popover open, a click on a page of the menu shuts it and leads to that page, as with any popover.
# What really happens: it is shut and the click is lost, the reader stays on the page; a second click is needed. The run that
# tells of the shutting follows on the heels of the change of page and is for the old page. With on_change="ignore" it leads.
# streamlit 1.67.0, playwright 1.65.2 with Debian's Chromium, Python 3.11, 2026-11-30. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); server=; trap '[ -z "$server" ] || kill "$server"; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check streamlit==1.67.0 playwright==1.65.2
cd "$folder"
cat > app.py <<'PY'
import streamlit as st


def board(kind: str) -> None:
    st.title("board")
    st.popover("Export", on_change=kind).write("inside")


def tracked() -> None:
    board("rerun")


def untracked() -> None:
    board("ignore")


def other() -> None:
    st.title("other")


st.navigation([st.Page(page, title=page.__name__) for page in (other, tracked, untracked)]).run()
PY
venv/bin/streamlit run app.py --server.port 8899 --server.headless true --browser.gatherUsageStats false > server.log 2>&1 &
server=$!
timeout 60 bash -c 'until (echo > /dev/tcp/localhost/8899) 2> /dev/null; do sleep 1; done'
venv/bin/python - <<'PY'
import sys

import streamlit
from playwright.sync_api import sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def led_to(browser, kind: str, opened: bool) -> str:
    """The title of the page that one click on "other" leads to."""
    page = browser.new_page()
    page.goto(f"http://localhost:8899/{kind}")
    page.get_by_role("heading", name="board").wait_for()
    page.wait_for_timeout(2000)
    if opened:
        page.get_by_role("button", name="Export").click()
        page.get_by_text("inside").wait_for()
        page.wait_for_timeout(1500)
    page.get_by_role("link", name="other").click()
    page.wait_for_timeout(5000)
    return page.get_by_role("heading").inner_text()


with sync_playwright() as driver:
    browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
    seen = {(kind, opened): led_to(browser, kind, opened) for kind in ("tracked", "untracked") for opened in (False, True)}
    print("streamlit", streamlit.__version__, "chromium", browser.version)
for (kind, opened), title in seen.items():
    print(f"{kind} popover, {'open' if opened else 'shut'}: one click on the menu leads to {title}")
expected = {("tracked", False): "other", ("tracked", True): "board", ("untracked", False): "other", ("untracked", True): "other"}
sys.exit(0 if seen == expected else 1)
PY
