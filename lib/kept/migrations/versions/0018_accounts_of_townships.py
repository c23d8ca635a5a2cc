"""Reporters of a county that make the accounts of its townships, and which account made which."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column("account", sa.Column("makes_accounts", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("account", sa.Column("made_by", sa.Integer(), nullable=True))
