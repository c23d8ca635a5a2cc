"""What is kept: catalogues, values, the ledger's history, and the roll-ups derived from them.

Catalogues and registers refer to each other by code, exactly as their CSV files do. Values, which come by the
hundred thousand, use integer ids. A value is an integer in the indicator's smallest step (12.5 % with one decimal
is 125), so that sums are exact and the same on every engine; money is in yuan.
"""

from lib.kept.models.base import LEVELS, Base, Choice, ExactNumber
from lib.kept.models.catalogues import Department, Form, Indicator, Published, Task, Unit
from lib.kept.models.choices import (
    AdmissionState,
    BurdenKind,
    Decider,
    DutyList,
    InspectionKind,
    ItemKind,
    ItemState,
    Level,
    Openness,
    Phase,
    Role,
    Urgency,
)
from lib.kept.models.derived import Ancestry, CountedTask, Rollup, TaskRollup, UnitRollup
from lib.kept.models.history import Batch, Issued, RecordChange, Revision, StoredFile, ValueChange
from lib.kept.models.people import ROLES, Account, Session
from lib.kept.models.registers import (
    ActionItem,
    Admission,
    Briefing,
    BurdenEvent,
    ColumnRule,
    DutyItem,
    Inspection,
    Meeting,
    OwnHeader,
    SelfReview,
)
from lib.kept.models.values import Closing, HalfMonthState, Observation, Submission, Target, TaskProgress

__all__ = [
    "Account",
    "ActionItem",
    "Admission",
    "AdmissionState",
    "Ancestry",
    "Base",
    "Batch",
    "Briefing",
    "BurdenEvent",
    "BurdenKind",
    "Choice",
    "Closing",
    "ColumnRule",
    "CountedTask",
    "Decider",
    "Department",
    "DutyItem",
    "DutyList",
    "ExactNumber",
    "Form",
    "HalfMonthState",
    "Indicator",
    "Inspection",
    "Issued",
    "InspectionKind",
    "ItemKind",
    "ItemState",
    "LEVELS",
    "Level",
    "Meeting",
    "Observation",
    "Openness",
    "OwnHeader",
    "Phase",
    "Published",
    "ROLES",
    "RecordChange",
    "Revision",
    "Role",
    "Rollup",
    "SelfReview",
    "Session",
    "StoredFile",
    "Submission",
    "Target",
    "Task",
    "TaskProgress",
    "TaskRollup",
    "Unit",
    "UnitRollup",
    "Urgency",
    "ValueChange",
]
