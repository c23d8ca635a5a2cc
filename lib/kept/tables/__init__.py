"""Every table that people load, edit and download, described once: its columns, their kinds and limits.

The field name, the English and the Chinese title of a column are always accepted as its header; `aliases` are
further spellings that offices use.
"""

from lib.kept.tables.catalogues import DEPARTMENT, FORM, INDICATOR, PUBLISHED, TASK, UNIT
from lib.kept.tables.describe import Column, Table
from lib.kept.tables.registers import (
    ACTION_ITEM,
    ADMISSION,
    BRIEFING,
    BURDEN_EVENT,
    DUTY_ITEM,
    HALF_MONTH_STATE,
    INSPECTION,
    MEETING,
    SELF_REVIEW,
    SUBMISSION,
    TASK_PROGRESS,
)

__all__ = ["TABLES", "Column", "Table"]

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        UNIT,
        DEPARTMENT,
        FORM,
        INDICATOR,
        TASK,
        PUBLISHED,
        TASK_PROGRESS,
        HALF_MONTH_STATE,
        SUBMISSION,
        DUTY_ITEM,
        ADMISSION,
        INSPECTION,
        MEETING,
        ACTION_ITEM,
        SELF_REVIEW,
        BRIEFING,
        BURDEN_EVENT,
    )
}
