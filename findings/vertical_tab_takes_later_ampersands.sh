#!/usr/bin/env bash
# A line break made with Shift and Enter comes out of Word and PowerPoint as a vertical tab, and goes into a value with the text.
# One would guess: docxtpl with autoescape=True keeps every & and < of the values, and a vertical tab costs itself at most.
# What really happens: it goes, and with it every & and < of all values that stand behind it in the document, without a warning;
# values before it keep theirs.
# docxtpl 0.20.2, python-docx 1.2.0, Python 3.11, 2026-11-30. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check docxtpl==0.20.2 python-docx==1.2.0
"$folder/venv/bin/python" - <<'PY'
import io
import sys

import docx
from docxtpl import DocxTemplate


def filled(*values: str) -> list[str]:
    document = docx.Document()
    for number in range(len(values)):
        document.add_paragraph(f"{{{{ value{number} }}}}")
    template, result = io.BytesIO(), io.BytesIO()
    document.save(template)
    form = DocxTemplate(template)
    form.render({f"value{number}": value for number, value in enumerate(values)}, autoescape=True)
    form.save(result)
    return [paragraph.text for paragraph in docx.Document(result).paragraphs]


without = filled("水利&农业", "降幅<3%", "甲&乙")
within = filled("水利&农业", "一\x0b二、降幅<3%", "甲&乙")
print("docxtpl 0.20.2, autoescape=True")
print("without a vertical tab:", without)
print("with one in the second:", within)
kept = without == ["水利&农业", "降幅<3%", "甲&乙"]
sys.exit(not (kept and within[0] == "水利&农业" and within[2] == "甲乙" and "<" not in within[1]))
PY
