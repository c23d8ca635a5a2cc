"""Spot checks with their plans, surveys, pilots and visits."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    _spot_plan()
    _spot_check()
    _survey()
    _pilot()
    _visit()


def _spot_plan() -> None:
    op.create_table(
        "spot_plan",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("half_month", sa.Integer(), nullable=False),
        sa.Column("indicators", sa.String(), nullable=False),
        sa.Column("draw", sa.String(), nullable=False),
        sa.Column("villages", sa.Integer(), nullable=False),
        sa.Column("by_doubts", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=True),
        sa.Column("seed", sa.Integer(), nullable=True),
        sa.Column("frame", sa.String(), nullable=False),
        sa.Column("frame_hash", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )


def _spot_check() -> None:
    op.create_table(
        "spot_check",
        sa.Column("plan_code", sa.String(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("stratum", sa.String(), nullable=False),
        sa.Column("chance", sa.String(), nullable=True),
        sa.Column("reported", sa.String(), nullable=True),
        sa.Column("found", sa.String(), nullable=True),
        sa.Column("not_found", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.String(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("checked_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["indicator"], ["indicator.code"]),
        sa.ForeignKeyConstraint(["plan_code"], ["spot_plan.code"]),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"]),
        sa.PrimaryKeyConstraint("plan_code", "unit_code", "indicator"),
    )


def _survey() -> None:
    op.create_table(
        "survey",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("half_month", sa.Integer(), nullable=False),
        sa.Column("county_code", sa.String(), nullable=False),
        sa.Column("respondents", sa.String(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("satisfied", sa.Integer(), nullable=False),
        sa.Column("held_by", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["county_code"], ["unit.code"]),
        sa.PrimaryKeyConstraint("code"),
    )


def _pilot() -> None:
    op.create_table(
        "pilot",
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("pilot_from", sa.Integer(), nullable=False),
        sa.Column("pilot_to", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"]),
        sa.PrimaryKeyConstraint("unit_code", "matter"),
    )


def _visit() -> None:
    op.create_table(
        "visit",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("held_by", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"]),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_index("ix_visit_unit_code", "visit", ["unit_code"])
