#!/usr/bin/env bash
# In a document under tracked changes a sentence has two readings: as it was and as it shall be.
# One would guess: the text of a paragraph is one of the two.
# What really happens: python-docx gives neither: what was taken out is left out, and so is what was put in its place. In the
# same way the text within a content control, which forms are made of, is left out of its paragraph, and a paragraph within
# one out of the list of paragraphs.
# python-docx 1.2.0, Python 3.11, 2026-11-30. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check python-docx==1.2.0
"$folder/venv/bin/python" -W error - <<'PY'
import io
import sys

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

SPACE, BY = nsdecls("w"), 'w:author="a" w:date="2026-03-01T00:00:00Z"'
document = docx.Document()
sentence = document.add_paragraph("收入同比")
for part in (
    f'<w:del {SPACE} w:id="1" {BY}><w:r><w:delText>增长3%</w:delText></w:r></w:del>',
    f'<w:ins {SPACE} w:id="2" {BY}><w:r><w:t>下降3%</w:t></w:r></w:ins>',
):
    sentence._p.append(parse_xml(part))
sentence.add_run("。")
field = document.add_paragraph("填报单位：")
field._p.append(parse_xml(f"<w:sdt {SPACE}><w:sdtContent><w:r><w:t>水务局</w:t></w:r></w:sdtContent></w:sdt>"))
block = f"<w:sdt {SPACE}><w:sdtContent><w:p><w:r><w:t>半月报告</w:t></w:r></w:p></w:sdtContent></w:sdt>"
document.element.body.insert(0, parse_xml(block))
file = io.BytesIO()
document.save(file)

texts = [paragraph.text for paragraph in docx.Document(file).paragraphs]
print("in the file: 半月报告 / 收入同比, 增长3% taken out, 下降3% put in, 。 / 填报单位：水务局")
print("python-docx 1.2.0:", texts)
sys.exit(texts != ["收入同比。", "填报单位："])
PY
