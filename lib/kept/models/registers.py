"""The registers of the mechanism: lists, admissions, inspections, meetings with items, self-reviews, briefings, burden
events; and beside them rules between columns and own headers."""

from datetime import date
from decimal import Decimal

import sqlalchemy as sa

from lib.kept.models import fields
from lib.kept.models.base import Base
from lib.kept.models.choices import (
    AdmissionState,
    BurdenKind,
    Decider,
    DutyList,
    InspectionKind,
    ItemKind,
    ItemState,
    Openness,
    Urgency,
)
from lib.kept.models.described import Described, Rule
from lib.words.language import named
from lib.words.settings import settings


class DutyItem(Base, table=True):
    """清单事项: an item of one of the three lists."""

    __tablename__ = "duty_item"
    __described__ = Described("Duty lists", removable=True)
    code: str = fields.code("Item code", "代码")
    kind: DutyList = fields.choice("List", DutyList)
    category: str = fields.text("Category")
    name: str = fields.column("Name")
    name_en: str = fields.text("English name")
    department_code: str | None = fields.reference("Department code", "department", "部门代码", default=None)
    basis: str = fields.text("Grounds")
    boundary: str = fields.text("Boundary")

    @property
    def shown(self) -> str:
        """The name in the language of this run."""
        return named(self.name, self.name_en)


class Admission(Base, table=True):
    """准入申请: a department's wish to bring a matter to villages, with the three guarantees and an exit date.

    `units` are codes of villages or of units above them, parted by blanks; `hours_month` and `forms_month` are the
    load on each village; `funds` are yuan; `apart` says why a matter like one of the lists is no duplicate of it;
    `reply_number` is what the registry gave its 批复, blank until then.
    """

    __tablename__ = "admission"
    __described__ = Described(
        "Admissions",
        removable=True,
        ordered=(("start_on", "exit_on"), ("applied_on", "decided_on")),
        # an application is the department's until it is handed in; later it may only end what it brought
        rule=Rule(
            department="department_code",
            moves={
                (AdmissionState.DRAFT, AdmissionState.APPLIED),
                (AdmissionState.APPLIED, AdmissionState.DRAFT),
                (AdmissionState.APPROVED, AdmissionState.EXITED),
                (AdmissionState.IN_FORCE, AdmissionState.EXITED),
            },
            fields={"note", "state", "applied_on", "exited_on"},
            urgent={
                (AdmissionState.REVIEWED, AdmissionState.APPROVED),
                (AdmissionState.REVIEWED, AdmissionState.REFUSED),
            },
        ),
    )
    code: str = fields.code("Application code", "代码")
    department_code: str = fields.reference("Department code", "department", "申请部门", draft_only=True)
    matter: str = fields.column("Matter", draft_only=True)
    basis: str = fields.text("Legal basis", draft_only=True)
    content: str = fields.text("Content", draft_only=True)
    units: str = fields.text("Codes of villages or units above", draft_only=True)
    urgency: Urgency = fields.choice("Urgency", Urgency, default=Urgency.GENERAL, draft_only=True)
    start_on: date | None = fields.optional("Start day", draft_only=True)
    exit_on: date | None = fields.optional("Exit day", draft_only=True)
    hours_month: Decimal | None = fields.number("Hours a month", default=None, decimals=1, at_least=0, draft_only=True)
    forms_month: int | None = fields.optional("Forms a month", at_least=0, draft_only=True)
    staff: int | None = fields.optional("Staff provided", at_least=0, draft_only=True)
    funds: int | None = fields.optional("Funds in yuan", at_least=0, draft_only=True)
    materials: str = fields.text("Materials provided", draft_only=True)
    apart: str = fields.text("Why it is no duplicate", draft_only=True)
    state: AdmissionState = fields.choice("State", AdmissionState, default=AdmissionState.DRAFT)
    applied_on: date | None = fields.optional("Applied on")
    decided_on: date | None = fields.optional("Decided on")
    decided_as: str = fields.choice("Deciding body", Decider, default="")
    decided_by: str = fields.text("Decided by")
    exited_on: date | None = fields.optional("Exited on")
    supervision: str = fields.text("Supervision notes")
    reply_number: str = fields.text("Number of the reply", server_default=sa.text("''"))
    note: str = fields.text("Note")

    @property
    def past_exit(self) -> int:
        """Days since its exit day while it is still in force; 0 when it is not late."""
        if self.state != AdmissionState.IN_FORCE or self.exit_on is None:
            return 0
        return max((settings().today - self.exit_on).days, 0)

    @property
    def days(self) -> int | None:
        """Days from application to decision; to today while it waits; None for a draft never applied for."""
        if self.applied_on is None or (self.state == AdmissionState.DRAFT and self.decided_on is None):
            return None
        return ((self.decided_on or settings().today) - self.applied_on).days

    @property
    def waits(self) -> bool:
        """Whether the office or the deciders have to act."""
        return self.state in (AdmissionState.APPLIED, AdmissionState.REVIEWED)


class Inspection(Base, table=True):
    """督查检查考核: an entry of the annual plan, or one that was held outside it."""

    __tablename__ = "inspection"
    __described__ = Described("Inspections", removable=True, rule=Rule(department="department_code"))
    code: str = fields.code("Inspection code", "代码")
    department_code: str = fields.reference("Department code", "department", "部门代码")
    county_code: str | None = fields.reference("County code", "unit", "县代码", default=None)
    title: str = fields.column("Title")
    kind: InspectionKind = fields.choice("Kind", InspectionKind)
    planned: bool = fields.flag("In the annual plan", "列入计划")
    planned_on: date | None = fields.optional("Planned for")
    held_on: date | None = fields.optional("Held on")
    villages: int | None = fields.optional("Villages visited", at_least=0)
    basis: str = fields.text("Grounds")
    note: str = fields.text("Note")


class Meeting(Base, table=True):
    """调度会: the review of one half month; a closed one is locked. `said` is what leaders said, a paragraph a line."""

    __tablename__ = "meeting"
    __described__ = Described("Meetings", removable=True)
    code: str = fields.code("Meeting code", "代码")
    half_month: int = fields.half_month()
    held_on: date | None = fields.optional("Held on")
    chair: str = fields.text("Chair")
    place: str = fields.text("Place")
    present: str = fields.text("Present", server_default=sa.text("''"))
    absent: str = fields.text("Absent", server_default=sa.text("''"))
    recorder: str = fields.text("Recorder", server_default=sa.text("''"))
    said: str = fields.text("What leaders said", server_default=sa.text("''"))
    state: Openness = fields.choice("State", Openness, default=Openness.OPEN)
    note: str = fields.text("Note")


class ActionItem(Base, table=True):
    """议定事项/难点问题 of a meeting: who is responsible, until when, and what became of it."""

    __tablename__ = "action_item"
    __described__ = Described("Action items", removable=True)
    code: str = fields.code("Item code", "代码")
    meeting_code: str = fields.reference("Meeting code", "meeting", "会议代码", index=True)
    kind: ItemKind = fields.choice("Kind", ItemKind)
    title: str = fields.column("Title")
    unit_code: str | None = fields.reference("Responsible unit code", "unit", "责任单位代码", default=None)
    department_code: str | None = fields.reference(
        "Responsible department code", "department", "责任部门代码", default=None
    )
    assisting: str = fields.text("Assisting units", server_default=sa.text("''"))
    due_on: date | None = fields.optional("Due day")
    state: ItemState = fields.choice("State", ItemState, default=ItemState.OPEN)
    result: str = fields.text("Result")
    carried_from: str | None = fields.reference("Carried over from", "action_item", default=None)

    @property
    def overdue(self) -> bool:
        """Whether it is not settled although its due day has passed."""
        return self.state == ItemState.OPEN and self.due_on is not None and self.due_on < settings().today


class SelfReview(Base, table=True):
    """部门自查: when a department reviewed what it has in villages, and what it found there.

    A department without a record has not reviewed yet; a count that is None was not told.
    """

    __tablename__ = "self_review"
    __described__ = Described(
        "Self-reviews",
        left_out=("部门名称", "Department name", "department_name"),
        removable=True,
        rule=Rule(department="department_code"),
    )
    department_code: str = fields.reference("Department code", "department", "部门代码", primary_key=True)
    reviewed_on: date = fields.column("Reviewed on")
    mechanisms: int | None = fields.optional("Mechanisms found", at_least=0, at_most=9999)
    boards: int | None = fields.optional("Boards found", at_least=0, at_most=9999)
    inspections: int | None = fields.optional("Inspections found", at_least=0, at_most=9999)
    note: str = fields.text("Note")


class Briefing(Base, table=True):
    """通报: what the office wrote of its own for one half month's briefing; blank is what the data say.

    `issue` is the number that the registry gave the notice, `digest_issue` that of the 简报, which the office counts
    itself; `judgement` and `demands` hold a paragraph a line.
    """

    __tablename__ = "briefing"
    __described__ = Described("Briefings", removable=True)
    half_month: int = fields.half_month(primary_key=True)
    issue: int | None = fields.optional("Document number", "期号", at_least=1, at_most=999)
    digest_issue: int | None = fields.optional("Issue of the digest", at_least=1, at_most=999)
    addressees: str = fields.text("Addressees")
    copies: str = fields.text("Copies to")
    signed_by: str = fields.text("Signed by")
    signed_on: date | None = fields.optional("Signed on")
    judgement: str = fields.text("Judgement")
    demands: str = fields.text("Demands")


class WordTemplate(Base, table=True):
    """Word模板: the layout that the office gave a kind of document.

    `sha256` names the file among the stored ones, in which the act that brought it has put it; "" is the built-in one.
    """

    __tablename__ = "word_template"
    __described__ = Described("Word templates", editable=False)  # a file is brought, and looked at first
    kind: str = fields.code("Kind of document")
    file_name: str = fields.text("File")
    sha256: str = fields.text("Checksum of the file")


class ColumnRule(Base, table=True):
    """列间关系: of one unit in one half month, the value of `smaller` is at most that of `larger` (indicators)."""

    __tablename__ = "column_rule"
    __described__ = Described("Rules between columns", removable=True, comparable=("smaller", "larger"))
    code: str = fields.code("Rule code", "代码")
    # of indicators, but not held to it by the database: whether they can be compared at all is checked with them
    smaller: str = fields.reference("Smaller indicator", "indicator", "不超过", held=False)
    larger: str = fields.reference("Larger indicator", "indicator", "上限", held=False)
    note: str = fields.text("Note")


class OfficeSetting(Base, table=True):
    """设置: what the office set in the place of config.toml, by its key there; `value` as JSON."""

    __tablename__ = "setting"
    __described__ = Described("Settings", removable=True)
    code: str = fields.code("Setting")
    value: str = fields.column("Value set")


class OwnHeader(Base, table=True):
    """自有表头: what the columns of a layout mean whose titles are not ours, as a unit said it; without one the office.

    `titles` is the exact row of them, parted by blanks, `meanings` what is read of each column (C=boards_removed), as
    `lib.intake.checks.own_titles` writes both. An indicator need not be there any more: then it is not read so.
    """

    __tablename__ = "own_header"
    __described__ = Described("Own headers", removable=True, rule=Rule(unit="unit_code"))
    code: str = fields.code("Layout code", "代码")
    unit_code: str | None = fields.reference("Unit code", "unit", default=None)
    form: str = fields.reference("Form", "form")
    titles: str = fields.column("Titles of the columns")
    meanings: str = fields.column("Read as")


class BurdenEvent(Base, table=True):
    """负担记录: a meeting, inspection, report or app that landed on a monitored village.

    It is covered by an inspection of the annual plan, by an item of the lists or by an admission; or by nothing.
    """

    __tablename__ = "burden_event"
    __described__ = Described(
        "Burden events",
        left_out=("村(社区)", "单位名称", "Village", "Unit name", "unit_name"),
        removable=True,
        rule=Rule(unit="unit_code"),
    )
    code: str = fields.code("Event code", "代码")
    happened_on: date = fields.column("Day")
    unit_code: str = fields.reference("Unit code", "unit", "村代码", index=True)
    kind: BurdenKind = fields.choice("Kind", BurdenKind)
    department_code: str | None = fields.reference("Source department code", "department", "来源部门代码", default=None)
    title: str = fields.column("Title")
    basis: str = fields.text("Grounds")
    hours: Decimal | None = fields.number("Hours", default=None, decimals=1, at_least=0)
    inspection_code: str | None = fields.reference("Inspection code", "inspection", default=None)
    item_code: str | None = fields.reference("Duty item code", "duty_item", default=None)
    admission_code: str | None = fields.reference("Application code", "admission", default=None)
    note: str = fields.text("Note")
