"""The descriptions of the tables fit their models and the headers of data/."""

import csv
from pathlib import Path

import pytest

from lib.intake.checks import check_records
from lib.intake.sheets import read
from lib.kept import models
from lib.kept.models.described import KINDS
from lib.kept.tables import TABLES
from lib.words.settings import ROOT, UploadLimits

EACH = [pytest.param(table, id=name) for name, table in TABLES.items()]
DERIVED = {"id"}
COUNTED = {"submission": {"asked", "filled", "carried"}}  # cells of a report
FILES = {
    "units.csv": "unit",
    "departments.csv": "department",
    "forms.csv": "form",
    "indicators.csv": "indicator",
    "tasks.csv": "task",
    "published.csv": "published",
    "duty_items.csv": "duty_item",
    "boards.csv": "board_item",
    "column_rules.csv": "column_rule",
    "demo/admissions.csv": "admission",
    "demo/inspections.csv": "inspection",
    "demo/burden_events.csv": "burden_event",
    "demo/half_months.csv": "half_month",
    "demo/submissions.csv": "submission",
    "demo/self_reviews.csv": "self_review",
    "demo/meetings.csv": "meeting",
    "demo/action_items.csv": "action_item",
    "demo/2023-01-1_task_progress.csv": "task_progress",
}


@pytest.mark.parametrize("table", EACH)
def test_every_field_of_the_model_is_a_column_but_what_is_derived(table):
    derived = DERIVED | COUNTED.get(table.model.__tablename__, set())
    fields = set(table.model.model_fields) - (derived - {table.key[0]})
    assert {column.name for column in table.columns} == fields


@pytest.mark.parametrize("table", EACH)
def test_columns_name_known_kinds_tables_and_key(table):
    names = [column.name for column in table.columns]
    assert {column.kind for column in table.columns} <= set(KINDS)
    assert {column.refers for column in table.columns} - {""} <= TABLES.keys()
    assert set(table.key) <= set(names) and len(set(names)) == len(names)


@pytest.mark.parametrize("table", EACH)
def test_a_field_without_a_default_is_required(table):
    for column in table.columns:
        assert column.required or not table.model.model_fields[column.name].is_required()


@pytest.mark.parametrize("table", EACH)
def test_no_header_stands_for_two_columns(table):
    headers = [header for column in table.columns for header in set(column.headers)]
    assert len(headers) == len(set(headers))


def test_levels_are_those_of_the_models():
    assert TABLES["unit"].column("level").choices == models.LEVELS


@pytest.mark.parametrize(("file", "table"), FILES.items())
def test_every_header_in_data_is_a_column_or_knowingly_left_out(file, table):
    with (ROOT / "data" / file).open(encoding="utf-8", newline="") as opened:
        titles = next(csv.reader(opened))
    known = {header for column in TABLES[table].columns for header in column.headers} | set(TABLES[table].left_out)
    assert set(titles) <= known


def test_the_catalogues_are_read_without_a_problem():
    known = {name: set() for name in TABLES}
    for file, table in FILES.items():
        path = Path(ROOT / "data" / file)
        checked = check_records(read(path.read_bytes(), file, UploadLimits()), TABLES[table], known)
        assert (checked.problems, checked.notices) == ((), ()), file
        known[table] = {str(record.key[0]) for record in checked.rows}
