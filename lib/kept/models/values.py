"""What is reported and decided: values, targets, progress, half months and submissions."""

from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Field

from lib.kept.models import fields
from lib.kept.models.base import WITHOUT_ROWID, Base
from lib.kept.models.choices import Decision, Openness
from lib.kept.models.described import Described, Rule


class Observation(Base, table=True):
    """填报值: half month × unit × indicator, in the indicator's smallest step; `carried` marks 沿用.

    They are kept in the order of the roll-ups, indicator by indicator: a sum, a form or a comparison of two columns
    reads those alone. Who asks for units names the indicators too.
    """

    __tablename__ = "observation"
    __table_args__ = (sa.PrimaryKeyConstraint("half_month", "indicator_id", "unit_id"), WITHOUT_ROWID)
    half_month: int = Field(primary_key=True)
    unit_id: int = Field(primary_key=True, foreign_key="unit.id")
    indicator_id: int = Field(primary_key=True, foreign_key="indicator.id")
    value: int = Field(sa_type=sa.BigInteger)
    carried: bool = False
    batch_id: int | None = Field(default=None, foreign_key="batch.id")


class Target(Base, table=True):
    """目标: the value that an indicator must reach at a unit, in the indicator's smallest step.

    It holds in the half month `since` (0: from the beginning) and after it, until a later one takes its place.
    """

    __tablename__ = "target"
    __table_args__ = (WITHOUT_ROWID,)
    unit_id: int = Field(primary_key=True, foreign_key="unit.id")
    indicator_id: int = Field(primary_key=True, foreign_key="indicator.id")
    since: int = Field(default=0, primary_key=True)
    value: int = Field(sa_type=sa.BigInteger)
    batch_id: int | None = Field(default=None, foreign_key="batch.id")


LONGEST_TOLD = 120  # characters: a sentence or two, as the 通报 has room for


class TaskProgress(Base, table=True):
    """任务进展: the percent (one decimal) that a unit reported for a task without an indicator, and in words what was
    done, what is in the way, and what comes next; the words are each half month's own and never carried forward."""

    __tablename__ = "task_progress"
    __described__ = Described(
        "Task progress",
        left_out=("单位名称", "任务名称", "Unit name", "Task name", "unit_name", "task_name"),
        removable=True,
        rule=Rule(unit="unit_code", department="task_code"),  # of a measure, the department that leads it
    )
    half_month: int = fields.half_month(primary_key=True)
    task_code: str = fields.reference("Task code", "task", "任务", primary_key=True)
    unit_code: str = fields.reference("Unit code", "unit", "代码", primary_key=True)
    percent: Decimal = fields.number("Percent", decimals=1, at_least=0, at_most=100)
    carried: bool = fields.flag("Carried forward", server_default=sa.false())
    done: str = fields.text("Done so far", longest=LONGEST_TOLD, server_default=sa.text("''"))
    problem: str = fields.text("In the way", longest=LONGEST_TOLD, server_default=sa.text("''"))
    next_step: str = fields.text("Next step", longest=LONGEST_TOLD, server_default=sa.text("''"))


WORDS = ("done", "problem", "next_step")  # what is told beside a percent
TASK_FORM = TaskProgress.__tablename__  # the form that asks for percents of tasks has no indicators


class HalfMonthState(Base, table=True):
    """半月: open or closed; a half month without a row is upcoming."""

    __tablename__ = "half_month"
    __described__ = Described("Half months", editable=False)  # opened and closed by the office, with a reason
    half_month: int = fields.half_month(primary_key=True)
    state: str = fields.choice_as_text("State", Openness)


class Submission(Base, table=True):
    """报送: what a county has reported of a form: cells `asked` and `filled`, counted by the door, and a decision.

    `carried` of the filled cells hold values that the office carried forward; `remark` is what the county wrote when it
    handed in again what had been returned.
    """

    __tablename__ = "submission"
    __described__ = Described(
        "Submissions",
        left_out=("县(市、新区)", "单位名称", "county_name"),
        editable=False,  # counted by the door, decided by the office
    )
    half_month: int = fields.half_month(primary_key=True)
    form: str = fields.reference("Form", "form", "报表代码", primary_key=True)
    county_code: str = fields.reference("County code", "unit", "县代码", primary_key=True)
    asked: int = 0
    filled: int = 0
    reported_on: date | None = fields.optional("Reported on")
    decision: str = fields.choice_as_text("Decision", Decision, default="")
    reason: str = fields.text("Reason")
    carried: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    remark: str | None = fields.optional("Remark")


class Closing(Base, table=True):
    """What a closed half month was judged by: thresholds, tasks with their schedules, goals of indicators, as JSON."""

    __tablename__ = "closing"
    half_month: int = Field(primary_key=True)
    judged: str
