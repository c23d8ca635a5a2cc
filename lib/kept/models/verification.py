"""What verifies the reported figures: spot checks and what they found, surveys, pilots, visits for guidance."""

from datetime import date
from decimal import Decimal

from lib.kept.models import fields
from lib.kept.models.base import Base
from lib.kept.models.choices import Asked, DrawKind, PilotMatter, PlanState, VisitKind
from lib.kept.models.described import Described, Rule


class SpotPlan(Base, table=True):
    """抽查方案: what is checked of one half month, and how its villages were drawn.

    `indicators` are codes parted by blanks, of which the first is the size that a draw by size follows. The draw writes
    `seed`, `frame` (who was left out, and by county villages, those that reported 0, how many of either were drawn, and
    the reported totals of the indicators) and `frame_hash`, the SHA-256 under which the whole frame is kept.
    """

    __tablename__ = "spot_plan"
    __described__ = Described("Spot-check plans", removable=True, unannounced=True)
    code: str = fields.code("Plan code", "方案代码")
    half_month: int = fields.half_month()
    indicators: str = fields.column("Indicators to check")
    draw: DrawKind = fields.choice("Manner of the draw", DrawKind, default=DrawKind.BY_SIZE)
    villages: int = fields.column("Villages to visit", at_least=2, at_most=9999)
    by_doubts: bool = fields.flag("Doubtful villages more often")
    state: PlanState = fields.choice("State", PlanState, default=PlanState.DRAFT)
    drawn_on: date | None = fields.optional("Drawn on")
    seed: int | None = fields.optional("Seed of the draw", at_least=0)
    frame: str = fields.text("Frame of the draw")
    frame_hash: str = fields.text("Hash of the frame")
    note: str = fields.text("Note")


class SpotCheck(Base, table=True):
    """抽查记录: one figure of one village that was drawn: what was reported then, and what was found there.

    `chance` is that with which the village was drawn (1: certainly); `stratum` is the county's code, also of villages
    that reported 0, which a draw by size draws apart. Without `found` and `not_found` it waits for the visit.
    """

    __tablename__ = "spot_check"
    __described__ = Described(
        "Spot checks",
        left_out=("序号", "县(市、新区)", "乡镇(街道)", "村(社区)", "单位名称", "指标名称", "计量单位"),
        removable=True,
        unannounced=True,
        rule=Rule(results=("found", "not_found", "remark", "checked_on", "checked_by")),
    )
    plan_code: str = fields.reference("Plan code", "spot_plan", "方案代码", primary_key=True)
    unit_code: str = fields.reference("Unit code", "unit", "村代码", primary_key=True)
    indicator: str = fields.reference("Indicator", "indicator", "指标代码", primary_key=True)
    stratum: str = fields.text("Stratum")
    chance: Decimal | None = fields.number("Chance of the draw", default=None, decimals=9, at_least=0)
    reported: Decimal | None = fields.number("Reported value", default=None, at_least=0)
    found: Decimal | None = fields.number("Value found", default=None, at_least=0)
    not_found: bool = fields.flag("Nothing to be found", "无法核实")
    remark: str = fields.text("Remark", "备注")
    checked_on: date | None = fields.optional("Checked on")
    checked_by: str = fields.text("Checked by")


class Survey(Base, table=True):
    """群众评价: a survey that was held anyway; how many were asked, answered, and were satisfied."""

    __tablename__ = "survey"
    __described__ = Described(
        "Surveys",
        left_out=("县(市、新区)", "单位名称"),
        removable=True,
        within=(("answered", "asked"), ("satisfied", "answered")),
    )
    code: str = fields.code("Survey code", "代码")
    half_month: int = fields.half_month(by_day=True, begun=True)
    county_code: str = fields.reference("County code", "unit", "县代码", level="county")
    respondents: Asked = fields.choice("Who was asked", Asked)
    asked: int = fields.column("People asked", at_least=1)
    answered: int = fields.column("People who answered", at_least=0)
    satisfied: int = fields.column("People satisfied", at_least=0)
    held_by: str = fields.column("Held by")
    source: str = fields.column("Source of the survey")
    note: str = fields.text("Note")


class Pilot(Base, table=True):
    """规范试点村: a village that tries the standard first; it is one from its first to its last half month."""

    __tablename__ = "pilot"
    __described__ = Described(
        "Pilot villages",
        left_out=("县(市、新区)", "乡镇(街道)", "村(社区)", "单位名称"),
        removable=True,
        ordered=(("pilot_from", "pilot_to"),),
    )
    unit_code: str = fields.reference("Unit code", "unit", "村代码", primary_key=True, level="village")
    matter: PilotMatter = fields.choice("Matter of the pilot", PilotMatter, primary_key=True)
    pilot_from: int = fields.half_month("First half month")
    pilot_to: int | None = fields.half_month("Last half month of the mark", default=None)
    note: str = fields.text("Note")


class Visit(Base, table=True):
    """现场观摩与指导: an on-site meeting at a village, or a visit of the joint guidance group."""

    __tablename__ = "visit"
    __described__ = Described(
        "Visits and on-site meetings",
        left_out=("县(市、新区)", "乡镇(街道)", "村(社区)", "单位名称"),
        removable=True,
    )
    code: str = fields.code("Visit code", "代码")
    held_on: date = fields.column("Held on")
    unit_code: str = fields.reference("Unit code", "unit", "村代码", index=True, level="village")
    kind: VisitKind = fields.choice("Kind", VisitKind)
    topic: str = fields.column("Topic")
    held_by: str = fields.text("Held by")
    people: int | None = fields.optional("People present", at_least=0)
    note: str = fields.text("Note")
