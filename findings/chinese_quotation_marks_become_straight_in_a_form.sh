#!/usr/bin/env bash
# Village surveys are drawn up as XLSForm, a workbook that pyxform turns into the form of ODK and Kobo. Chinese has its own
# quotation marks “ ” and ‘ ’ (GB/T 15834); straight ones are none of its punctuation.
# One would guess: texts that people read keep their marks; and if a rule or a value could not, something would say so.
# What really happens: every “ ” becomes " " and every ‘ ’ ' ', in title, label, hint, choice and message alike, and within the
# literals of rules as well: a constraint that asks for “三张清单” asks for "三张清单" and refuses what it was made for, and
# concat("《“", …) becomes concat("《"", …), which no reader of the form can parse. No warning, no error.
# pyxform 4.5.0, openpyxl 3.1.5, lxml 6.1.3 to parse the rule, Python 3.11, 2026-12-01. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check pyxform==4.5.0 openpyxl==3.1.5 lxml==6.1.3
"$folder/venv/bin/python" -W error - "$folder/survey.xlsx" <<'PY'
import sys

from lxml import etree
from openpyxl import Workbook
from pyxform.xls2xform import convert

SHEETS = {
    "survey": [
        ["type", "name", "label", "hint", "constraint", "constraint_message", "calculation"],
        ["text", "list", "“三张清单”写法", "‘四个一’除外", ". = '“三张清单”'", "要写“三张清单”", None],
        ["calculate", "said", None, None, None, None, 'concat("《“", ${list}, "”》")'],
        ["select_one answer", "kept", "保留？", None, None, None, None],
    ],
    "choices": [["list_name", "name", "label"], ["answer", "yes", "“是”"], ["answer", "no", "否"]],
    "settings": [["form_title", "form_id"], ["“减负赋能”核查表", "check"]],
}
EXPECTED = {
    "title": '"减负赋能"核查表',
    "label": '"三张清单"写法',
    "hint": "'四个一'除外",
    "choice": '"是"',
    "message": '要写"三张清单"',
    "constraint": """. = '"三张清单"'""",
    "calculate": 'concat("《"",  /data/list , ""》")',
    "parses as typed": True,
    "parses as made": False,
    "warnings": [],
}


def parses(rule: str) -> bool:
    try:
        etree.XPath(rule)
    except etree.XPathSyntaxError:
        return False
    return True


book = Workbook()
book.remove(book.active)
for title, rows in SHEETS.items():
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
book.save(sys.argv[1])
made = convert(sys.argv[1])
form = etree.fromstring(made.xform.encode())
PREFIXES = {"x": "http://www.w3.org/2002/xforms", "h": "http://www.w3.org/1999/xhtml", "jr": "http://openrosa.org/javarosa"}
PLACES = {
    "title": "//h:title",
    "label": "//x:input/x:label",
    "hint": "//x:hint",
    "choice": "//x:item[1]/x:label",
    "message": "//@jr:constraintMsg",
    "constraint": "//@constraint",
    "calculate": "//@calculate",
}
found = {name: form.xpath(f"string({place})", namespaces=PREFIXES) for name, place in PLACES.items()}
found["parses as typed"] = parses(SHEETS["survey"][2][-1].replace("${list}", "/data/list"))
found["parses as made"] = parses(found["calculate"])
found["warnings"] = made.warnings
for name, value in found.items():
    print(name, value, sep=": ")
sys.exit(found != EXPECTED)
PY
