"""What is reported and decided: values, targets, progress, half months and submissions."""

from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Field

from lib.kept.models.base import WITHOUT_ROWID, Base, ExactNumber


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
