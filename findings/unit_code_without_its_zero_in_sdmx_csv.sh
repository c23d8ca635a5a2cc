#!/usr/bin/env bash
# SDMX is how statistics offices hand over figures; a code of a list is a text there, in SDMX-CSV as in SDMX-ML: 0102 is not 102.
# One would guess: pysdmx reads back what it wrote, the code with its zero, in either form; its columns are texts, all of them.
# What really happens: from SDMX-ML come 0102, 12.50 and 7, from its own SDMX-CSV 102, 12.5 and 7.0: pandas guesses numbers first,
# and these are made texts again. What a row gets hangs on the others: one code with a letter, and all keep their zeros; one
# value that is missing, and all keep their digits. Nothing warns, in each of the three versions of the form.
# pysdmx 1.21.0, pandas 3.1.1, Python 3.11, 2026-12-01. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check "pysdmx[data,xml]==1.21.0" pandas==3.1.1
"$folder/venv/bin/python" -W error - <<'PY'
import sys

import pandas as pd
from pysdmx.io import read_sdmx, write_sdmx
from pysdmx.io.format import Format
from pysdmx.io.pd import PandasDataset
from pysdmx.model import Component, Components, Concept, Role
from pysdmx.model.dataflow import Schema

COLUMNS = {"REF_AREA": Role.DIMENSION, "TIME_PERIOD": Role.DIMENSION, "OBS_VALUE": Role.MEASURE}
SCHEMA = Schema(
    "datastructure",
    "CN",
    "CLEANUP",
    Components([Component(name, True, role, Concept(name)) for name, role in COLUMNS.items()]),
)
PLAIN = [("0102", "2023-06", "12.50"), ("0103", "2023-06", "7")]
EXPECTED = {
    ("DATA_SDMX_ML_2_1_STR", "plain"): [["0102", "12.50"], ["0103", "7"]],
    ("DATA_SDMX_ML_3_0", "plain"): [["0102", "12.50"], ["0103", "7"]],
    ("DATA_SDMX_CSV_1_0_0", "plain"): [["102", "12.5"], ["103", "7.0"]],
    ("DATA_SDMX_CSV_2_0_0", "plain"): [["102", "12.5"], ["103", "7.0"]],
    ("DATA_SDMX_CSV_2_1_0", "plain"): [["102", "12.5"], ["103", "7.0"]],
    ("DATA_SDMX_CSV_2_0_0", "with a letter"): [["0102", "12.5"], ["0103", "7.0"], ["01X4", "1.0"]],
    ("DATA_SDMX_CSV_2_0_0", "with a gap"): [["102", "12.50"], ["103", "7"], ["104", "#N/A"]],
}
ROWS = {"plain": PLAIN, "with a letter": [*PLAIN, ("01X4", "2023-06", "1")], "with a gap": [*PLAIN, ("0104", "2023-06", "")]}


def read_back(form: str, rows: list[tuple[str, str, str]]) -> list[list[str]]:
    written = write_sdmx(PandasDataset(structure=SCHEMA, data=pd.DataFrame(rows, columns=list(COLUMNS))), Format[form])
    assert all(row[0] in written for row in rows), "the file itself has the code whole"
    return read_sdmx(written).data[0].data[["REF_AREA", "OBS_VALUE"]].to_numpy().tolist()


found = {(form, rows): read_back(form, ROWS[rows]) for form, rows in EXPECTED}
for (form, rows), values in found.items():
    print(form, rows, values)
sys.exit(found != EXPECTED)
PY
