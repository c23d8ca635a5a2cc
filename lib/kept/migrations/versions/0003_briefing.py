"""What the office writes of its own for a half month's briefing."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "briefing",
        sa.Column("half_month", sa.Integer(), nullable=False),
        sa.Column("issue", sa.Integer(), nullable=True),
        sa.Column("addressees", sa.String(), nullable=False),
        sa.Column("copies", sa.String(), nullable=False),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("judgement", sa.String(), nullable=False),
        sa.Column("demands", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("half_month"),
    )
