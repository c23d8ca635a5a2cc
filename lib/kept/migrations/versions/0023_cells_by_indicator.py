"""The values of a half month stand indicator by indicator: what is asked of a few indicators reads those alone."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.drop_constraint("observation_pkey", "observation")
        op.create_primary_key("observation_pkey", "observation", ["half_month", "indicator_id", "unit_id"])
        return
    op.rename_table("observation", "observation_by_unit")
    op.create_table(
        "observation",
        sa.Column("half_month", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("carried", sa.Boolean(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"]),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"]),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"]),
        sa.PrimaryKeyConstraint("half_month", "indicator_id", "unit_id"),
        sqlite_with_rowid=False,
    )
    columns = "half_month, unit_id, indicator_id, value, carried, batch_id"
    op.execute(
        f"INSERT INTO observation ({columns}) SELECT {columns} FROM observation_by_unit"
        " ORDER BY half_month, indicator_id, unit_id"
    )
    op.drop_table("observation_by_unit")
