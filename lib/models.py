"""What is kept: catalogues, values, the ledger's history, and the roll-ups derived from them.

Catalogues and registers refer to each other by code, exactly as their CSV files do. Values, which come by the
hundred thousand, use integer ids. A value is an integer in the indicator's smallest step (12.5 % with one decimal
is 125), so that sums are exact and the same on every engine; money is in yuan.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

LEVELS = ("prefecture", "county", "township", "village")

WITHOUT_ROWID: dict[str, Any] = {"sqlite_with_rowid": False}


class Base(SQLModel, registry=registry()):
    """An own registry: a hot reload of the module does not redefine the tables."""

    __tablename__: ClassVar[Any]
    __table__: ClassVar[sa.Table]


class ExactNumber(sa.TypeDecorator[Decimal]):
    """A Decimal kept as text: the same digits come back on SQLite and on PostgreSQL."""

    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        return None if value is None else format(Decimal(value), "f")

    def process_result_value(self, value: Any, dialect: Any) -> Decimal | None:
        return None if value is None else Decimal(value)


# Catalogues and registers -------------------------------------------------------------------------------------


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
    id: int | None = Field(default=None, primary_key=True)
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


class Task(Base, table=True):
    """任务: one of the 29 prefecture measures or a duty of a level; `start` and `due` are half months."""

    __tablename__ = "task"
    id: int | None = Field(default=None, primary_key=True)
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


# Values ---------------------------------------------------------------------------------------------------------


class Observation(Base, table=True):
    """填报值: half month × unit × indicator, in the indicator's smallest step; `carried` marks 沿用."""

    __tablename__ = "observation"
    __table_args__ = (WITHOUT_ROWID,)
    half_month: int = Field(primary_key=True)
    unit_id: int = Field(primary_key=True, foreign_key="unit.id")
    indicator_id: int = Field(primary_key=True, foreign_key="indicator.id")
    value: int = Field(sa_type=sa.BigInteger)
    carried: bool = False
    batch_id: int | None = Field(default=None, foreign_key="batch.id")


class Target(Base, table=True):
    """目标: the value that an indicator must reach at a unit, in the indicator's smallest step."""

    __tablename__ = "target"
    __table_args__ = (WITHOUT_ROWID,)
    unit_id: int = Field(primary_key=True, foreign_key="unit.id")
    indicator_id: int = Field(primary_key=True, foreign_key="indicator.id")
    value: int = Field(sa_type=sa.BigInteger)
    batch_id: int | None = Field(default=None, foreign_key="batch.id")


class TaskProgress(Base, table=True):
    """任务进展: the percent (one decimal) that a unit reported for a task without an indicator."""

    __tablename__ = "task_progress"
    half_month: int = Field(primary_key=True)
    task_code: str = Field(primary_key=True, foreign_key="task.code")
    unit_code: str = Field(primary_key=True, foreign_key="unit.code")
    percent: Decimal = Field(sa_type=ExactNumber)


class HalfMonthState(Base, table=True):
    """半月: open or closed; a half month without a row is upcoming."""

    __tablename__ = "half_month"
    half_month: int = Field(primary_key=True)
    state: str


class Submission(Base, table=True):
    """报送: what a county has reported of a form: cells `asked` and `filled`, counted by the door, and a decision."""

    __tablename__ = "submission"
    half_month: int = Field(primary_key=True)
    form: str = Field(primary_key=True, foreign_key="form.code")
    county_code: str = Field(primary_key=True, foreign_key="unit.code")
    asked: int = 0
    filled: int = 0
    reported_on: date | None = None
    decision: str = ""
    reason: str = ""


# Ledger ---------------------------------------------------------------------------------------------------------


class StoredFile(Base, table=True):
    """The bytes of an uploaded file, kept once per content."""

    __tablename__ = "stored_file"
    sha256: str = Field(primary_key=True)
    content: bytes


class Batch(Base, table=True):
    """批次: one saved act. `token` is the act's own mark: the same act sent twice is saved once."""

    __tablename__ = "batch"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=sa.DateTime)
    actor: str
    kind: str
    note: str = ""
    token: str = Field(unique=True)
    file_name: str | None = None
    sha256: str | None = Field(default=None, foreign_key="stored_file.sha256")
    undoes: int | None = Field(default=None, foreign_key="batch.id")


class ValueChange(Base, table=True):
    """变更 of an observation, or of a target (half_month 0): the value before and after; None is no value."""

    __tablename__ = "value_change"
    __table_args__ = (
        sa.Index("value_change_cell", "unit_id", "indicator_id", "half_month"),
        WITHOUT_ROWID,
    )
    batch_id: int = Field(primary_key=True, foreign_key="batch.id")
    half_month: int = Field(primary_key=True)
    unit_id: int = Field(primary_key=True)
    indicator_id: int = Field(primary_key=True)
    before: int | None = Field(default=None, sa_type=sa.BigInteger)
    after: int | None = Field(default=None, sa_type=sa.BigInteger)


class RecordChange(Base, table=True):
    """变更 of a field of a catalogue or register; `before` and `after` are JSON, None is no record."""

    __tablename__ = "record_change"
    __table_args__ = (sa.Index("record_change_record", "table", "key"),)
    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="batch.id", index=True)
    table: str
    key: str
    field: str
    before: str | None = None
    after: str | None = None


class Revision(Base, table=True):
    """One row: the number that every save raises and every rerun reads; the key of every cached read."""

    __tablename__ = "revision"
    id: int = Field(primary_key=True)
    number: int


# Derived, never edited ------------------------------------------------------------------------------------------


class Ancestry(Base, table=True):
    """Each unit with itself and every unit above it; `level` is the ancestor's, as its place in LEVELS."""

    __tablename__ = "ancestry"
    __table_args__ = (sa.Index("ancestry_unit", "unit_id", "level", "ancestor_id"), WITHOUT_ROWID)
    ancestor_id: int = Field(primary_key=True)
    unit_id: int = Field(primary_key=True)
    level: int


class Rollup(Base, table=True):
    """汇总值 of an indicator at a unit: `total` over the `n` reporting units at and below it.

    `part` and `whole` are the fraction as which the figure is read: Σ value and Σ target of the units that have both;
    for a ratio Σ numerator and Σ denominator; for a count the units that comply and those that reported.
    `change` is against the half month before, over the units that reported in both; None where there is none.
    `batch_id` is the last batch that touched a value below.
    """

    __tablename__ = "rollup"
    __table_args__ = (WITHOUT_ROWID,)
    level: int = Field(primary_key=True)
    half_month: int = Field(primary_key=True)
    indicator_id: int = Field(primary_key=True)
    unit_id: int = Field(primary_key=True)
    total: int = Field(sa_type=sa.BigInteger)
    n: int
    part: int | None = Field(default=None, sa_type=sa.BigInteger)
    whole: int | None = Field(default=None, sa_type=sa.BigInteger)
    change: int | None = Field(default=None, sa_type=sa.BigInteger)
    batch_id: int | None = None


class TaskRollup(Base, table=True):
    """A task at a unit: over `n` known units of the task's level, how many are done and the sum of percents ×100."""

    __tablename__ = "task_rollup"
    __table_args__ = (WITHOUT_ROWID,)
    level: int = Field(primary_key=True)
    half_month: int = Field(primary_key=True)
    task_id: int = Field(primary_key=True)
    unit_id: int = Field(primary_key=True)
    n: int
    done: int
    percent: int = Field(sa_type=sa.BigInteger)


class UnitRollup(Base, table=True):
    """综合进度 of a unit: mean percent ×100 over its `tasks`, the mean expected by the schedule, how many are done."""

    __tablename__ = "unit_rollup"
    __table_args__ = (sa.Index("unit_rollup_gap", "level", "half_month", "gap"), WITHOUT_ROWID)
    level: int = Field(primary_key=True)
    half_month: int = Field(primary_key=True)
    unit_id: int = Field(primary_key=True)
    percent: int
    expected: int
    gap: int
    tasks: int
    done: int
