"""The catalogues: units, departments, forms, indicators, tasks and published figures."""

import re
from decimal import Decimal

from sqlmodel import Field

from lib.kept.models.base import Base, ExactNumber

_CONDITION = re.compile(r"(\w+)(<=|>=|<|>|=)(-?[\d.]+)")


def conditions(text: str | None) -> list[tuple[str, str, str]]:
    """The conditions of an indicator that counts units, each as the code of an indicator, its sign and its limit."""
    return _CONDITION.findall(text or "")


class Unit(Base, table=True):
    """行政单元. A unit that moves is closed (valid_to) and opened again under its new parent with its new code."""

    __tablename__ = "unit"
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    name_en: str = ""
    level: str
    kind: str
    parent_code: str | None = Field(default=None, foreign_key="unit.code", index=True)
    monitoring_point: bool = False
    report_pilot: bool = False
    valid_from: int | None = None
    valid_to: int | None = None
    note: str = ""


class Department(Base, table=True):
    """部门: a department of the prefecture; `lead` marks the eight that lead the tasks."""

    __tablename__ = "department"
    code: str = Field(primary_key=True)
    name: str
    name_en: str = ""
    lead: bool = False
    note: str = ""


class Form(Base, table=True):
    """报表: the indicators that are reported together, by `units` ("all" or a flag of Unit) of one level."""

    __tablename__ = "form"
    code: str = Field(primary_key=True)
    name: str
    name_en: str = ""
    level: str
    units: str = "all"


class Indicator(Base, table=True):
    """指标. `rollup` is sum (reported by units), or derived: ratio, fall, count, units (see data/README.md)."""

    __tablename__ = "indicator"
    id: int = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    position: int
    name: str
    name_en: str = ""
    unit: str
    unit_en: str = ""
    decimals: int = 0
    form: str | None = Field(default=None, foreign_key="form.code")
    level: str
    rollup: str
    numerator: str | None = None
    denominator: str | None = None
    condition: str | None = None
    goal: Decimal | None = Field(default=None, sa_type=ExactNumber)
    direction: str
    cumulative: bool = False
    minimum: Decimal | None = Field(default=None, sa_type=ExactNumber)
    maximum: Decimal | None = Field(default=None, sa_type=ExactNumber)
    section: str = ""
    definition: str = ""
    definition_en: str = ""
    caveat: str = ""
    caveat_en: str = ""

    def __hash__(self) -> int:
        return hash(self.code)  # a row of the catalogue is read, never changed, and stands in sets

    @property
    def parts(self) -> tuple[str, ...]:
        """The codes of the indicators from which this one follows; empty when it is reported itself."""
        if self.rollup == "count":
            return tuple(code for code, _sign, _limit in conditions(self.condition))
        return tuple(code for code in (self.numerator, self.denominator) if code)


class Task(Base, table=True):
    """任务: one of the 29 prefecture measures or a duty of a level; `start` and `due` are half months."""

    __tablename__ = "task"
    id: int = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    level: str
    name: str
    name_en: str = ""
    department_code: str | None = Field(default=None, foreign_key="department.code")
    phase: str
    start: int
    due: int
    indicator: str | None = Field(default=None, foreign_key="indicator.code")
    detail: str = ""
    detail_en: str = ""
    section: str = ""


class Published(Base, table=True):
    """A figure as the prefecture published it, with the section of the article and its caveat."""

    __tablename__ = "published"
    id: str = Field(primary_key=True)
    section: str
    name_zh: str
    name_en: str
    value: Decimal = Field(sa_type=ExactNumber)
    unit_zh: str
    unit_en: str
    as_of: str = ""
    kind: str
    level: str
    qualifier: str
    caveat_zh: str = ""
