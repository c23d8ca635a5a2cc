"""What follows from the values; recomputed by lib.ledger.rollup, never edited."""

import sqlalchemy as sa
from sqlmodel import Field

from lib.kept.models.base import WITHOUT_ROWID, Base


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
    `change` is against the half month before, over the units that reported in both; None where there is none. Of a
    ratio it is how many of the `n` units reported in both: the ratios of different units do not compare.
    `batch_id` is the last batch that touched a value below.
    `percent` is ×100 how much of `whole` is done, against the goal where the indicator has one, and `moved` how far it
    has come since the half month before; None where there is none. It is the percent of every task that follows the
    indicator, at the units of the task's own level and below.
    """

    __tablename__ = "rollup"
    __table_args__ = (WITHOUT_ROWID,)
    # the key in this order: a board reads one level of one half month, indicator by indicator, in one run
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
    percent: int | None = None
    moved: int | None = None


class CountedTask(Base, table=True):
    """Which tasks a unit of a level has its 综合进度 from (see lib.ledger.rollup.tasks); `level` as in LEVELS."""

    __tablename__ = "counted_task"
    level: int = Field(primary_key=True)
    task_id: int = Field(primary_key=True)


class TaskRollup(Base, table=True):
    """A task at a unit: over `n` known units of the task's level, how many are done and the sum of percents ×100.

    Of a task that follows an indicator only the sums above its own level stand here: from that level down a unit's
    percent is the one in Rollup.

    `change` is the sum of what `compared` of them, known in the half month before as well, have moved since; ×100.
    """

    __tablename__ = "task_rollup"
    __table_args__ = (WITHOUT_ROWID,)
    level: int = Field(primary_key=True)
    half_month: int = Field(primary_key=True)
    task_id: int = Field(primary_key=True)
    unit_id: int = Field(primary_key=True)
    n: int
    done: int
    percent: int = Field(sa_type=sa.BigInteger)
    compared: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    change: int | None = Field(default=None, sa_type=sa.BigInteger)


class UnitRollup(Base, table=True):
    """综合进度 of a unit: the mean ×100 of its levels' progress and of what is expected, its tasks and those done.

    `change` is the mean of the levels' changes since the half month before, like for like; None where nothing compares.
    """

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
    change: int | None = None
