"""The number that the registry gave the reply to an application."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("admission", sa.Column("reply_number", sa.String(), nullable=False, server_default=sa.text("''")))
