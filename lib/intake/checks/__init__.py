"""Rows → checked values, with every problem: where it stands, what was found and how to mend it.

`check_values` reads files of values and targets (wide or long), `check_records` those of catalogues and registers;
`check_typed` and `check_typed_records` take what was typed into a grid by the same rules for each cell.
`as_problem_file` gives the file back with its problems marked. `numbers` holds the rules of a number of a form, `cells`
those of a code, day, choice and yes or no, `fields` of a column of a table; `collector` keeps what they say of a row;
`choice`, `registers`, `titles`, `header`, `layout` and `resolver` find out what a sheet, a column and a row are about.
"""

from lib.intake.checks.annotated import as_problem_file
from lib.intake.checks.checked import CheckedRecords, Record
from lib.intake.checks.numbers import NOTHING_SAID
from lib.intake.checks.problems import Problem
from lib.intake.checks.records import check_records, check_typed_records
from lib.intake.checks.typed import TypedRow, check_typed
from lib.intake.checks.values import CheckedValues, check_values
from lib.intake.checks.wanted import Reported, Targets

__all__ = [
    "NOTHING_SAID", "CheckedRecords", "CheckedValues", "Problem", "Record", "Reported", "Targets", "TypedRow",
    "as_problem_file", "check_records", "check_typed", "check_typed_records", "check_values",
]  # fmt: skip
