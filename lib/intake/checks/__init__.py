"""Rows → checked values, with every problem: where it stands, what was found and how to mend it.

`check_values` reads files of values and targets (wide or long), `check_records` those of catalogues and registers;
`as_problem_file` gives the file back with its problems marked.
"""

from lib.intake.checks.annotated import as_problem_file
from lib.intake.checks.problems import Problem
from lib.intake.checks.records import CheckedRecords, Record, check_records
from lib.intake.checks.values import CheckedValues, check_values

__all__ = [
    "CheckedRecords",
    "CheckedValues",
    "Problem",
    "Record",
    "as_problem_file",
    "check_records",
    "check_values",
]
