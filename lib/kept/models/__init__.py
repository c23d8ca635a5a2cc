"""What is kept: catalogues, values, the ledger's history, and the roll-ups derived from them.

Catalogues and registers refer to each other by code, exactly as their CSV files do. Values, which come by the
hundred thousand, use integer ids. A value is an integer in the indicator's smallest step (12.5 % with one decimal
is 125), so that sums are exact and the same on every engine; money is in yuan.
"""

from lib.kept.models.attachments import Attachment
from lib.kept.models.base import LEVELS, Base, Choice, ExactNumber
from lib.kept.models.catalogues import BoardItem, Department, Form, Indicator, Published, Task, Unit
from lib.kept.models.choices import (
    AdmissionState,
    Asked,
    AttachedTo,
    Board,
    BurdenKind,
    Decider,
    Delivery,
    Detail,
    DrawKind,
    DutyList,
    FileKind,
    InspectionKind,
    ItemKind,
    ItemState,
    Level,
    Openness,
    Phase,
    PilotMatter,
    PlanState,
    Role,
    Urgency,
    VisitKind,
)
from lib.kept.models.collected import Collected
from lib.kept.models.derived import Ancestry, CountedTask, Rollup, TaskRollup, UnitRollup
from lib.kept.models.history import (
    Batch,
    HistoryCheck,
    Issued,
    RecordChange,
    Reminder,
    Revision,
    StoredFile,
    ValueChange,
)
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
    OfficeSetting,
    OwnHeader,
    SelfReview,
    WordTemplate,
)
from lib.kept.models.values import Closing, HalfMonthState, Observation, Submission, Target, TaskProgress
from lib.kept.models.verification import Pilot, SpotCheck, SpotPlan, Survey, Visit

__all__ = [
    "Account", "ActionItem", "Admission", "AdmissionState", "Ancestry", "Asked", "AttachedTo", "Attachment", "Base",
    "Batch", "Board", "BoardItem", "Briefing", "BurdenEvent", "BurdenKind", "Choice", "Closing", "Collected",
    "ColumnRule", "CountedTask", "Decider", "Delivery", "Department", "Detail", "DrawKind", "DutyItem", "DutyList",
    "ExactNumber", "FileKind", "Form", "HalfMonthState", "HistoryCheck", "Indicator", "Inspection",
    "InspectionKind", "Issued", "ItemKind", "ItemState", "Level", "LEVELS", "Meeting", "Observation",
    "OfficeSetting", "Openness", "OwnHeader", "Phase", "Pilot", "PilotMatter", "PlanState", "Published",
    "RecordChange", "Reminder", "Revision", "Role", "ROLES", "Rollup", "SelfReview", "Session", "SpotCheck",
    "SpotPlan", "StoredFile", "Submission", "Survey", "Target", "Task", "TaskProgress", "TaskRollup", "Unit",
    "UnitRollup", "Urgency", "ValueChange", "Visit", "VisitKind", "WordTemplate",
]  # fmt: skip
