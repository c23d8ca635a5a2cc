#!/usr/bin/env bash
# A board printed to PDF by the browser is kept, and later somebody searches it for 6月 or for 部门.
# One would guess: the text of the PDF is the text of the page.
# What really happens: with Noto's Chinese font 月, 日, 门, 户, 长 and all characters that are radicals as well become the code
# points of radicals (U+2E80 to 2FDF): both share a glyph, and the printer writes down the wrong one of the two. They look the
# same, so that nobody sees it; a search for 6月 finds nothing. What LibreOffice makes of the same words is found.
# Chromium 156 (Skia/PDF), @expo-google-fonts/noto-sans-sc 0.4.3, pypdf 7.1.1, playwright 1.65.2, Python 3.11, 2026-11-30.
# Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --prefix "$folder" @expo-google-fonts/noto-sans-sc@0.4.3
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check pypdf==7.1.1 playwright==1.65.2
cd "$folder"
cp node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf chinese.ttf
cat > page.html <<'HTML'
<meta charset="utf-8"><style>@font-face { font-family: chinese; src: url(chinese.ttf) } p { font-family: chinese }</style>
<p>2023年6月15日，部门检查12户，长期见效</p>
HTML
venv/bin/python - <<'PY'
import sys
import unicodedata
from io import BytesIO
from pathlib import Path

from playwright.sync_api import sync_playwright
from pypdf import PdfReader

with sync_playwright() as driver:
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
    page = browser.new_page()
    page.goto(Path("page.html").resolve().as_uri())
    page.evaluate("document.fonts.ready")
    shown = page.locator("p").inner_text()
    found = PdfReader(BytesIO(page.pdf())).pages[0].extract_text().strip()
    print("chromium", browser.version)
print("on the page:", shown)
changed = [(one, other) for one, other in zip(shown, found, strict=True) if one != other]
for one, other in changed:
    print(f"{one} became {unicodedata.name(other)}, U+{ord(other):04X}")
print("6月 found in the page:", "6月" in shown, "- in the PDF:", "6月" in found)
sys.exit(0 if [one for one, _ in changed] == [*"月日门户长见"] and "6月" not in found else 1)
PY
