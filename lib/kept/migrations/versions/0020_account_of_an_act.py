"""Which account saved an act: its name may change, and what it wrote stays its own."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("batch", sa.Column("account_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE batch SET account_id = (SELECT id FROM account WHERE account.name = batch.actor) WHERE kind <> 'load'"
    )
