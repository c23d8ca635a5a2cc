#!/usr/bin/env bash
# Word, WPS and LibreOffice set pinyin above a name that is hard to read (拼音指南): 册亨 with cè hēng, 泥凼 with ní dàng.
# One would guess: the text of the document is 册亨县, and the reading is left out or marked.
# What really happens: in an .ods python-calamine, pandas and odfpy give 册亨cè hēng县, which no list of names knows; in a .docx
# docx2python puts the reading in front of the name, and python-docx and mammoth leave out both: what remains is 县.
# python-calamine 0.9.1, pandas 3.1.1, odfpy 1.4.1, python-docx 1.2.0, docx2python 3.7.1, mammoth 1.13.0, Python 3.11,
# 2026-11-30. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check python-calamine==0.9.1 pandas==3.1.1 odfpy==1.4.1 \
  python-docx==1.2.0 docx2python==3.7.1 mammoth==1.13.0
"$folder/venv/bin/python" - "$folder" <<'PY'
import sys

import docx
import mammoth
import pandas as pd
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx2python import docx2python
from odf import teletype
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P, Ruby, RubyBase, RubyText
from python_calamine import CalamineWorkbook

NAME, READING, AFTER = "册亨", "cè hēng", "县"
sheet, word = f"{sys.argv[1]}/name.ods", f"{sys.argv[1]}/name.docx"
document, table, row, cell, line, ruby = OpenDocumentSpreadsheet(), Table(name="1"), TableRow(), TableCell(), P(), Ruby()
ruby.addElement(RubyBase(text=NAME))
ruby.addElement(RubyText(text=READING))
line.addElement(ruby)
line.addText(AFTER)
cell.setAttribute("valuetype", "string")
cell.addElement(line)
row.addElement(cell)
table.addElement(row)
document.spreadsheet.addElement(table)
document.save(sheet)

written = docx.Document()
paragraph = written.add_paragraph()
paragraph._p.append(
    parse_xml(
        f'<w:r {nsdecls("w")}><w:ruby><w:rubyPr><w:rubyAlign w:val="center"/><w:hps w:val="10"/><w:hpsRaise w:val="20"/>'
        f'<w:hpsBaseText w:val="21"/><w:lid w:val="zh-CN"/></w:rubyPr><w:rt><w:r><w:t>{READING}</w:t></w:r></w:rt>'
        f"<w:rubyBase><w:r><w:t>{NAME}</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    )
)
paragraph.add_run(AFTER)
written.save(word)
with open(word, "rb") as opened:
    of_mammoth = mammoth.extract_raw_text(opened).value.strip()
with docx2python(word) as read:
    of_docx2python = read.text.strip()
found = {
    "python-calamine": CalamineWorkbook.from_path(sheet).get_sheet_by_index(0).to_python()[0][0],
    "pandas, odf": pd.read_excel(sheet, engine="odf", header=None).iloc[0, 0],
    "odfpy": teletype.extractText(document.spreadsheet),
    "docx2python": of_docx2python,
    "python-docx": docx.Document(word).paragraphs[0].text,
    "mammoth": of_mammoth,
}
for reader, text in found.items():
    print(f"{reader}: {text}")
joined, before, gone = NAME + READING + AFTER, READING + NAME + AFTER, AFTER
sys.exit([*found.values()] != [joined, joined, joined, before, gone, gone])
PY
