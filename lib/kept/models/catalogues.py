"""The catalogues: units, departments, forms, indicators, tasks and published figures."""

import re
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Field

from lib.kept.models import fields
from lib.kept.models.base import Base
from lib.kept.models.choices import Board, Detail, Direction, Level, Phase, RollupKind, UnitKind, UnitsAsked
from lib.kept.models.described import Described

_CONDITION = re.compile(r"(\w+)(<=|>=|<|>|=)(-?[\d.]+)")


def conditions(text: str | None) -> list[tuple[str, str, str]]:
    """The conditions of an indicator that counts units, each as the code of an indicator, its sign and its limit."""
    return _CONDITION.findall(text or "")


# the few units that do not exist in every half month; a query that says just this finds them by their index
BOUNDED = sa.text("valid_from IS NOT NULL OR valid_to IS NOT NULL")


class Unit(Base, table=True):
    """行政单元. A unit that moves is closed (valid_to) and opened again under its new parent with its new code."""

    __tablename__ = "unit"
    __table_args__ = (
        sa.Index("unit_bounded", "valid_to", "valid_from", sqlite_where=BOUNDED, postgresql_where=BOUNDED),
    )
    __described__ = Described(
        "Units",
        ordered=(("valid_from", "valid_to"), ("monitored_from", "monitored_to"), ("pilot_from", "pilot_to")),
        above=("level", "parent_code"),
    )
    id: int | None = Field(default=None, primary_key=True)
    code: str = fields.code(
        "Unit code", "代码", "行政区划代码", "区划代码", "村代码", "乡镇代码", "县代码", unique=True
    )
    name: str = fields.column("Unit name", "名称", "单位")
    name_en: str = fields.text("English name")
    level: str = fields.choice_as_text("Level", Level, index=True)
    kind: str = fields.choice_as_text("Kind", UnitKind, "类型")
    parent_code: str | None = fields.reference(
        "Code of the unit above", "unit", "上级代码", "上级单位", default=None, index=True
    )
    monitoring_point: bool = fields.flag("Monitoring point", "监测点")
    report_pilot: bool = fields.flag("Report pilot", "试点村")
    valid_from: int | None = fields.half_month("Valid from", by_day=True, default=None)
    valid_to: int | None = fields.half_month("Valid to", by_day=True, default=None)
    note: str = fields.text("Note")
    # the half months in which a mark holds, and who took over from a unit that ended
    monitored_from: int | None = fields.half_month("Monitored from", by_day=True, default=None)
    monitored_to: int | None = fields.half_month("Monitored to", by_day=True, default=None)
    pilot_from: int | None = fields.half_month("Pilot from", by_day=True, default=None)
    pilot_to: int | None = fields.half_month("Pilot to", by_day=True, default=None)
    successor_code: str | None = fields.reference("Successor code", "unit", "承接单位", default=None, held=False)


class Department(Base, table=True):
    """部门: a department of the prefecture; `lead` marks the eight that lead the tasks."""

    __tablename__ = "department"
    __described__ = Described("Departments", removable=True)
    code: str = fields.code("Department code", "代码")
    name: str = fields.column("Name")
    name_en: str = fields.text("English name")
    lead: bool = fields.flag("Lead department", "牵头")
    note: str = fields.text("Note")


class Form(Base, table=True):
    """报表: the indicators that are reported together, by `units` ("all" or a flag of Unit) of one level."""

    __tablename__ = "form"
    __described__ = Described("Forms")
    code: str = fields.code("Form code", "代码")
    name: str = fields.column("Name")
    name_en: str = fields.text("English name")
    level: str = fields.choice_as_text("Level", Level)
    units: str = fields.choice_as_text("Units asked", UnitsAsked, default="all")


class Indicator(Base, table=True):
    """指标. `rollup` is sum (reported by units), or derived: ratio, fall, count, units (see data/README.md)."""

    __tablename__ = "indicator"
    __described__ = Described("Indicators", ordered=(("minimum", "maximum"),))
    id: int = Field(default=None, primary_key=True)
    code: str = fields.code("Indicator code", "代码", unique=True)
    position: int = fields.column("Position", at_least=0)
    name: str = fields.column("Name")
    name_en: str = fields.text("English name")
    unit: str = fields.column("Unit of measure")
    unit_en: str = fields.text("English unit of measure")
    decimals: int = fields.column("Decimals", default=0, at_least=0, at_most=6)
    form: str | None = fields.reference("Form", "form", default=None)
    level: str = fields.choice_as_text("Level", Level)
    rollup: str = fields.choice_as_text("Roll-up", RollupKind)
    # of indicators, but not held to it by the database: they may be loaded in any order
    numerator: str | None = fields.reference("Numerator", "indicator", default=None, held=False)
    denominator: str | None = fields.reference("Denominator", "indicator", default=None, held=False)
    condition: str | None = fields.optional("Condition")
    goal: Decimal | None = fields.number("Goal", default=None)
    direction: str = fields.choice_as_text("Direction", Direction)
    cumulative: bool = fields.flag("Cumulative")
    minimum: Decimal | None = fields.number("Minimum", default=None)
    maximum: Decimal | None = fields.number("Maximum", default=None)
    section: str = fields.text("Section of the article")
    definition: str = fields.text("Definition")
    definition_en: str = fields.text("English definition")
    caveat: str = fields.text("Caveat")
    caveat_en: str = fields.text("English caveat")
    yearly: bool = fields.flag("Begins anew each year", server_default=sa.false())

    def __hash__(self) -> int:
        return hash(self.code)  # a row of the catalogue is read, never changed, and stands in sets

    @property
    def parts(self) -> tuple[str, ...]:
        """The codes of the indicators from which this one follows; empty when it is reported itself."""
        if self.rollup == "count":
            return tuple(code for code, _sign, _limit in conditions(self.condition))
        return tuple(code for code in (self.numerator, self.denominator) if code)


class BoardItem(Base, table=True):
    """看板指标: an indicator on a board, in one of its groups (a tab, a slide), and the indicators that belong to it.

    `new` is the one whose change is what a half month brought, `left` the one by which villages are short of their
    target, `back` the one that shows a rebound: blank is the indicator itself. `total` is what there is of it in all,
    `removed` and `standard` what else its `detail` reads. A group's name stands in its first row.
    """

    __tablename__ = "board_item"
    __described__ = Described("Indicators on boards", removable=True)
    board: str = fields.choice_as_text("Board", Board, "看板", primary_key=True)
    group_code: str = fields.code("Group code", "分组")
    indicator: str = fields.reference("Indicator code", "indicator", "指标", primary_key=True)
    position: int = fields.column("Position", at_least=0)
    group_name: str = fields.text("Group name")
    group_name_en: str = fields.text("English group name")
    new: str | None = fields.reference("What is new", "indicator", default=None)
    left: str | None = fields.reference("What is left", "indicator", default=None)
    back: str | None = fields.reference("What comes back", "indicator", default=None)
    total: str | None = fields.reference("What there is in all", "indicator", default=None)
    removed: str | None = fields.reference("What was removed", "indicator", default=None)
    standard: str | None = fields.reference("Villages at the standard", "indicator", default=None)
    detail: str = fields.choice_as_text("Third column", Detail, default="")
    note: str = fields.text("Note")
    note_en: str = fields.text("English note")


class Task(Base, table=True):
    """任务: one of the 29 prefecture measures or a duty of a level; `start` and `due` are half months."""

    __tablename__ = "task"
    __described__ = Described("Tasks", ordered=(("start", "due"),))
    id: int = Field(default=None, primary_key=True)
    code: str = fields.code("Task code", "代码", unique=True)
    level: str = fields.choice_as_text("Level", Level)
    name: str = fields.column("Name")
    name_en: str = fields.text("English name")
    department_code: str | None = fields.reference("Lead department code", "department", "牵头部门代码", default=None)
    phase: str = fields.choice_as_text("Phase", Phase)
    start: int = fields.half_month("Start")
    due: int = fields.half_month("Due")
    indicator: str | None = fields.reference("Measured by", "indicator", default=None)
    detail: str = fields.text("Detail")
    detail_en: str = fields.text("English detail")
    section: str = fields.text("Section of the article")


class Published(Base, table=True):
    """A figure as the prefecture published it, with the section of the article and its caveat."""

    __tablename__ = "published"
    __described__ = Described("Published figures", editable=False)  # they stand as the article printed them
    id: str = fields.code("Figure")
    section: str = fields.column("Section of the article")
    name_zh: str = fields.column("Chinese name")
    name_en: str = fields.column("English name")
    value: Decimal = fields.number("Value")
    unit_zh: str = fields.column("Chinese unit of measure")
    unit_en: str = fields.column("English unit of measure")
    as_of: str = fields.text("As of")
    kind: str = fields.column("Kind")
    level: str = fields.column("Level")
    qualifier: str = fields.column("Qualifier")
    caveat_zh: str = fields.text("Caveat")
