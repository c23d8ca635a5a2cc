"""The registers of the mechanism: lists, admissions, inspections, meetings with items, self-reviews, briefings, burden
events."""

from datetime import date
from decimal import Decimal

from sqlmodel import Field

from lib.kept.models.base import Base, ExactNumber


class DutyItem(Base, table=True):
    """清单事项: an item of one of the three lists: duty (主体责任), assist (协办), negative (负面)."""

    __tablename__ = "duty_item"
    code: str = Field(primary_key=True)
    kind: str
    category: str = ""
    name: str
    name_en: str = ""
    department_code: str | None = Field(default=None, foreign_key="department.code")
    basis: str = ""
    boundary: str = ""


class Admission(Base, table=True):
    """准入申请: a department's wish to bring a matter to villages, with the three guarantees and an exit date.

    `units` are codes of villages or of units above them, parted by blanks; `hours_month` and `forms_month` are the
    load on each village; `funds` are yuan; `apart` says why a matter like one of the lists is no duplicate of it;
    `decided_as` is the body that decided: meeting (联席会议) or secretary (县(市)党委副书记).
    """

    __tablename__ = "admission"
    code: str = Field(primary_key=True)
    department_code: str = Field(foreign_key="department.code")
    matter: str
    basis: str = ""
    content: str = ""
    units: str = ""
    urgency: str = "general"
    start_on: date | None = None
    exit_on: date | None = None
    hours_month: Decimal | None = Field(default=None, sa_type=ExactNumber)
    forms_month: int | None = None
    staff: int | None = None
    funds: int | None = None
    materials: str = ""
    apart: str = ""
    state: str = "draft"
    applied_on: date | None = None
    decided_on: date | None = None
    decided_as: str = ""
    decided_by: str = ""
    exited_on: date | None = None
    supervision: str = ""
    note: str = ""


class Inspection(Base, table=True):
    """督查检查考核: an entry of the annual plan, or one that was held outside it."""

    __tablename__ = "inspection"
    code: str = Field(primary_key=True)
    department_code: str = Field(foreign_key="department.code")
    county_code: str | None = Field(default=None, foreign_key="unit.code")
    title: str
    kind: str
    planned: bool = False
    planned_on: date | None = None
    held_on: date | None = None
    villages: int | None = None
    basis: str = ""
    note: str = ""


class Meeting(Base, table=True):
    """调度会: the review of one half month; a closed one is locked."""

    __tablename__ = "meeting"
    code: str = Field(primary_key=True)
    half_month: int
    held_on: date | None = None
    chair: str = ""
    place: str = ""
    state: str = "open"
    note: str = ""


class ActionItem(Base, table=True):
    """议定事项/难点问题 of a meeting: who is responsible, until when, and what became of it."""

    __tablename__ = "action_item"
    code: str = Field(primary_key=True)
    meeting_code: str = Field(foreign_key="meeting.code", index=True)
    kind: str
    title: str
    unit_code: str | None = Field(default=None, foreign_key="unit.code")
    department_code: str | None = Field(default=None, foreign_key="department.code")
    due_on: date | None = None
    state: str = "open"
    result: str = ""
    carried_from: str | None = Field(default=None, foreign_key="action_item.code")


class SelfReview(Base, table=True):
    """部门自查: when a department reviewed what it has in villages, and what it found there.

    A department without a record has not reviewed yet; a count that is None was not told.
    """

    __tablename__ = "self_review"
    department_code: str = Field(primary_key=True, foreign_key="department.code")
    reviewed_on: date
    mechanisms: int | None = None
    boards: int | None = None
    inspections: int | None = None
    note: str = ""


class Briefing(Base, table=True):
    """通报: what the office wrote of its own for one half month's briefing; blank is what the data say.

    `issue` counts the briefings of a year; `judgement` and `demands` hold a paragraph a line.
    """

    __tablename__ = "briefing"
    half_month: int = Field(primary_key=True)
    issue: int | None = None
    addressees: str = ""
    copies: str = ""
    signed_by: str = ""
    signed_on: date | None = None
    judgement: str = ""
    demands: str = ""


class BurdenEvent(Base, table=True):
    """负担记录: a meeting, inspection, report or app that landed on a monitored village.

    It is covered by an inspection of the annual plan, by an item of the lists or by an admission; or by nothing.
    """

    __tablename__ = "burden_event"
    code: str = Field(primary_key=True)
    happened_on: date
    unit_code: str = Field(foreign_key="unit.code", index=True)
    kind: str
    department_code: str | None = Field(default=None, foreign_key="department.code")
    title: str
    basis: str = ""
    hours: Decimal | None = Field(default=None, sa_type=ExactNumber)
    inspection_code: str | None = Field(default=None, foreign_key="inspection.code")
    item_code: str | None = Field(default=None, foreign_key="duty_item.code")
    admission_code: str | None = Field(default=None, foreign_key="admission.code")
    note: str = ""
