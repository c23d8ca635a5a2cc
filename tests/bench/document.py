"""docs/benchmarks.md: each run replaces the tables of what it measured, between their marks, and leaves the rest."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from lib.words.settings import ROOT
from tests.bench.table import HEADERS, Row

FILE = ROOT / "docs" / "benchmarks.md"


def write(name: str, rows: Iterable[Row], machine: str, took: float, file: Path = FILE) -> None:
    """Put the table of the measure `name` between its marks; without marks, at the end."""
    text = file.read_text(encoding="utf-8")
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    head = f"{date.today().isoformat()}; {machine.strip()}; this part took {took:.0f} s."
    block = f"{begin}\n{head}\n\n{markdown(rows)}\n{end}"
    marks = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if marks.search(text):
        text = marks.sub(lambda _found: block, text)
    else:
        text = f"{text.rstrip()}\n\n### {name}\n\n{block}\n"
    file.write_text(text, encoding="utf-8")


def markdown(rows: Iterable[Row]) -> str:
    """A table as Markdown; a column that is empty everywhere is left out."""
    lines = [HEADERS, *rows]
    kept = [at for at in range(len(HEADERS)) if any(line[at] for line in lines[1:])]
    shown = ["| " + " | ".join(line[at].strip().replace("|", "\\|") for at in kept) + " |" for line in lines]
    shown.insert(1, "|" + " --- |" * len(kept))
    return "\n".join(shown)
