"""The 简报 has an issue of its own; the notice's number is what the registry gave."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("briefing", sa.Column("digest_issue", sa.Integer(), nullable=True))
