"""The 简报 has an issue of its own; the notice's number is what the registry gave."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("briefing", sa.Column("digest_issue", sa.Integer(), nullable=True))
