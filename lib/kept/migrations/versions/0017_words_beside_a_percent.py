"""What was done, what is in the way and what comes next, beside the percent of a task."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    for name in ("done", "problem", "next_step"):
        op.add_column("task_progress", sa.Column(name, sa.String(), nullable=False, server_default=sa.text("''")))
