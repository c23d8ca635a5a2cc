#!/usr/bin/env bash
# Chinese rules and notices number by Word's own numbering, 第一条, 第二条 or 一、二、, with a text below each; other papers refer
# to 第二条. markitdown turns such papers into Markdown.
# One would guess: the second article is the second one there too, written 第二条 or 2., or without a number at all.
# What really happens: it begins anew at every text that stands between, so that each article is number 1; and where two lists
# meet it counts through both: 第一条 behind 一、 and 二、 is number 3. Nothing warns. Pandoc keeps 1 and 2 in either case.
# markitdown 0.1.9 with mammoth 1.13.0, pypandoc_binary 1.17 (pandoc 3.9), file by python-docx 1.2.0, Python 3.11, 2026-12-01.
# Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check "markitdown[docx]==0.1.9" mammoth==1.13.0 \
  pypandoc_binary==1.17 python-docx==1.2.0
"$folder/venv/bin/python" - "$folder/rules.docx" <<'PY'
import sys

import pypandoc
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from markitdown import MarkItDown

NUMBERINGS = {"chapter": "%1、", "article": "第%1条"}
PAPERS = {
    "a text below each": [("article", "范围"), ("", "适用于各村。"), ("article", "职责"), ("", "乡镇负责。")],
    "two lists": [("chapter", "总则"), ("chapter", "分则"), ("article", "范围"), ("article", "职责")],
}
EXPECTED = {
    ("a text below each", "markitdown"): ["1. 范围", "适用于各村。", "1. 职责", "乡镇负责。"],
    ("a text below each", "pandoc"): ["1. 范围", "适用于各村。", "2. 职责", "乡镇负责。"],
    ("two lists", "markitdown"): ["1. 总则", "2. 分则", "3. 范围", "4. 职责"],
    ("two lists", "pandoc"): ["1. 总则", "2. 分则", "<!-- -->", "1. 范围", "2. 职责"],
}


def write(path: str, paragraphs: list[tuple[str, str]]) -> None:
    document = Document()
    numbering = document.part.numbering_part.element
    for number, text in enumerate(NUMBERINGS.values(), 90):
        form = f'<w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="{text}"/>'
        level = f'<w:lvl w:ilvl="0">{form}</w:lvl>'
        numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{level}</w:abstractNum>'))
        used = f'<w:abstractNumId w:val="{number}"/>'
        numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}">{used}</w:num>'))
    for numbered, text in paragraphs:
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        if numbered:
            place = f'<w:ilvl w:val="0"/><w:numId w:val="{90 + list(NUMBERINGS).index(numbered)}"/>'
            properties.append(parse_xml(f'<w:numPr {nsdecls("w")}>{place}</w:numPr>'))
    document.save(path)


def lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


found = {}
for paper, paragraphs in PAPERS.items():
    write(sys.argv[1], paragraphs)
    found[paper, "markitdown"] = lines(MarkItDown().convert(sys.argv[1]).text_content)
    found[paper, "pandoc"] = lines(pypandoc.convert_file(sys.argv[1], "gfm"))
for (paper, reader), read in found.items():
    print(paper, reader, read, sep=": ")
sys.exit(found != EXPECTED)
PY
