"""Dashboards of other offices that are read, and tokens with which programs read ours."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "collected",
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("half_months", sa.String(), nullable=False),
        sa.Column("as_of", sa.String(), nullable=False),
        sa.Column("collected_on", sa.Date(), nullable=True),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("fault", sa.String(), nullable=False),
        sa.Column("fault_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"]),
        sa.PrimaryKeyConstraint("unit_code"),
        sa.UniqueConstraint("address"),
    )
    op.add_column("account", sa.Column("token_hash", sa.String(), nullable=True))
    op.create_index("ix_account_token_hash", "account", ["token_hash"], unique=True)
