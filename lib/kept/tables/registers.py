"""The registers: what is reported beside the values, decided, planned, held and recorded."""

from decimal import Decimal

from lib.kept import models
from lib.kept.tables.describe import (
    DECISIONS,
    HALF_MONTH,
    NAME,
    NAME_EN,
    NOTE,
    PERCENT,
    STATES,
    Column,
    Table,
    code,
    flag,
    reference,
)

LISTS = (("主体责任", "duty"), ("协办", "assist"), ("负面", "negative"))
URGENCIES = (("一般", "general"), ("特殊紧急", "urgent"))
ADMISSION_STATES = (
    ("草稿", "draft"),
    ("待审核", "applied"),
    ("待批准", "reviewed"),
    ("已批准", "approved"),
    ("未批准", "refused"),
    ("执行中", "in_force"),
    ("已退出", "exited"),
)
DECIDERS = (("联席会议", "meeting"), ("县(市)党委副书记", "secretary"))
INSPECTION_KINDS = (("督查", "supervision"), ("检查", "check"), ("考核", "assessment"), ("调研", "study"))
ITEM_KINDS = (("议定事项", "decision"), ("难点问题", "problem"))
ITEM_STATES = (("在办", "open"), ("办结", "done"), ("不再办理", "dropped"))
BURDEN_KINDS = (("会议", "meeting"), ("迎检", "inspection"), ("报表", "report"), ("APP和群", "app"))


def _choice(name: str, title: str, words: tuple[tuple[str, str], ...], *, required: bool = False) -> Column:
    choices = tuple(choice for _word, choice in words)
    return Column(name, title, "choice", required, choices=choices, spellings=words)


TASK_PROGRESS = Table(
    "task_progress",
    "Task progress",
    models.TaskProgress,
    (
        HALF_MONTH,
        reference("task_code", "Task code", "task", "任务", required=True),
        reference("unit_code", "Unit code", "unit", "代码", required=True),
        PERCENT,
    ),
    key=("half_month", "task_code", "unit_code"),
    left_out=("单位名称", "任务名称", "Unit name", "Task name", "unit_name", "task_name"),
    removable=True,
)

HALF_MONTH_STATE = Table(
    "half_month",
    "Half months",
    models.HalfMonthState,
    (HALF_MONTH, Column("state", "State", "choice", True, choices=("open", "closed"), spellings=STATES)),
    key=("half_month",),
    editable=False,  # opened and closed by the office, with a reason
)

SUBMISSION = Table(
    "submission",
    "Submissions",
    models.Submission,
    (
        HALF_MONTH,
        reference("form", "Form", "form", "报表代码", required=True),
        reference("county_code", "County code", "unit", "县代码", required=True),
        Column("reported_on", "Reported on", "date"),
        Column("decision", "Decision", "choice", choices=("accepted", "returned", "carried"), spellings=DECISIONS),
        Column("reason", "Reason"),
    ),
    key=("half_month", "form", "county_code"),
    left_out=("县(市、新区)", "单位名称", "county_name"),
    editable=False,  # counted by the door, decided by the office
)


DUTY_ITEM = Table(
    "duty_item",
    "Duty lists",
    models.DutyItem,
    (
        code("Item code", "代码"),
        _choice("kind", "List", LISTS, required=True),
        Column("category", "Category"),
        NAME,
        NAME_EN,
        reference("department_code", "Department code", "department", "部门代码"),
        Column("basis", "Grounds"),
        Column("boundary", "Boundary"),
    ),
    key=("code",),
    removable=True,
)

ADMISSION = Table(
    "admission",
    "Admissions",
    models.Admission,
    (
        code("Application code", "代码"),
        reference("department_code", "Department code", "department", "申请部门", required=True),
        Column("matter", "Matter", required=True),
        Column("basis", "Legal basis"),
        Column("content", "Content"),
        Column("units", "Codes of villages or units above"),
        _choice("urgency", "Urgency", URGENCIES),
        Column("start_on", "Start day", "date"),
        Column("exit_on", "Exit day", "date"),
        Column("hours_month", "Hours a month", "number", minimum=Decimal(0), decimals=1),
        Column("forms_month", "Forms a month", "integer", minimum=Decimal(0)),
        Column("staff", "Staff provided", "integer", minimum=Decimal(0)),
        Column("funds", "Funds in yuan", "integer", minimum=Decimal(0)),
        Column("materials", "Materials provided"),
        Column("apart", "Why it is no duplicate"),
        _choice("state", "State", ADMISSION_STATES),
        Column("applied_on", "Applied on", "date"),
        Column("decided_on", "Decided on", "date"),
        _choice("decided_as", "Deciding body", DECIDERS),
        Column("decided_by", "Decided by"),
        Column("exited_on", "Exited on", "date"),
        Column("supervision", "Supervision notes"),
        NOTE,
    ),
    key=("code",),
    removable=True,
    ordered=(("start_on", "exit_on"), ("applied_on", "decided_on")),
)

INSPECTION = Table(
    "inspection",
    "Inspections",
    models.Inspection,
    (
        code("Inspection code", "代码"),
        reference("department_code", "Department code", "department", "部门代码", required=True),
        reference("county_code", "County code", "unit", "县代码"),
        Column("title", "Title", required=True),
        _choice("kind", "Kind", INSPECTION_KINDS, required=True),
        flag("planned", "In the annual plan", "列入计划"),
        Column("planned_on", "Planned for", "date"),
        Column("held_on", "Held on", "date"),
        Column("villages", "Villages visited", "integer", minimum=Decimal(0)),
        Column("basis", "Grounds"),
        NOTE,
    ),
    key=("code",),
    removable=True,
)

MEETING = Table(
    "meeting",
    "Meetings",
    models.Meeting,
    (
        code("Meeting code", "代码"),
        HALF_MONTH,
        Column("held_on", "Held on", "date"),
        Column("chair", "Chair"),
        Column("place", "Place"),
        Column("state", "State", "choice", choices=("open", "closed"), spellings=STATES),
        NOTE,
    ),
    key=("code",),
    removable=True,
)

ACTION_ITEM = Table(
    "action_item",
    "Action items",
    models.ActionItem,
    (
        code("Item code", "代码"),
        reference("meeting_code", "Meeting code", "meeting", "会议代码", required=True),
        _choice("kind", "Kind", ITEM_KINDS, required=True),
        Column("title", "Title", required=True),
        reference("unit_code", "Responsible unit code", "unit", "责任单位代码"),
        reference("department_code", "Responsible department code", "department", "责任部门代码"),
        Column("due_on", "Due day", "date"),
        _choice("state", "State", ITEM_STATES),
        Column("result", "Result"),
        reference("carried_from", "Carried over from", "action_item"),
    ),
    key=("code",),
    removable=True,
)

SELF_REVIEW = Table(
    "self_review",
    "Self-reviews",
    models.SelfReview,
    (
        reference("department_code", "Department code", "department", "部门代码", required=True),
        Column("reviewed_on", "Reviewed on", "date", True),
        Column("mechanisms", "Mechanisms found", "integer", minimum=Decimal(0), maximum=Decimal(9999)),
        Column("boards", "Boards found", "integer", minimum=Decimal(0), maximum=Decimal(9999)),
        Column("inspections", "Inspections found", "integer", minimum=Decimal(0), maximum=Decimal(9999)),
        NOTE,
    ),
    key=("department_code",),
    left_out=("部门名称", "Department name", "department_name"),
    removable=True,
)

BRIEFING = Table(
    "briefing",
    "Briefings",
    models.Briefing,
    (
        HALF_MONTH,
        Column("issue", "Issue number", "integer", minimum=Decimal(1), maximum=Decimal(999)),
        Column("addressees", "Addressees"),
        Column("copies", "Copies to"),
        Column("signed_by", "Signed by"),
        Column("signed_on", "Signed on", "date"),
        Column("judgement", "Judgement"),
        Column("demands", "Demands"),
    ),
    key=("half_month",),
    removable=True,
)

BURDEN_EVENT = Table(
    "burden_event",
    "Burden events",
    models.BurdenEvent,
    (
        code("Event code", "代码"),
        Column("happened_on", "Day", "date", True),
        reference("unit_code", "Unit code", "unit", "村代码", required=True),
        _choice("kind", "Kind", BURDEN_KINDS, required=True),
        reference("department_code", "Source department code", "department", "来源部门代码"),
        Column("title", "Title", required=True),
        Column("basis", "Grounds"),
        Column("hours", "Hours", "number", minimum=Decimal(0), decimals=1),
        reference("inspection_code", "Inspection code", "inspection"),
        reference("item_code", "Duty item code", "duty_item"),
        reference("admission_code", "Application code", "admission"),
        NOTE,
    ),
    key=("code",),
    left_out=("村(社区)", "单位名称", "Village", "Unit name", "unit_name"),
    removable=True,
)
