"""Who was at a meeting, who wrote it down, what leaders said; who assists with an item."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    for name in ("present", "absent", "recorder", "said"):
        op.add_column("meeting", _text(name))
    op.add_column("action_item", _text("assisting"))


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False, server_default=sa.text("''"))
