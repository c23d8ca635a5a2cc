"""Which indicators stand on which board: data/boards.csv, which the next start loads, says so as code did before."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

TEXTS = ("group_name", "group_name_en", "detail", "note", "note_en")
OTHERS = ("new", "left", "back", "total", "removed", "standard")


def upgrade() -> None:
    op.create_table(
        "board_item",
        sa.Column("board", sa.String(), nullable=False),
        sa.Column("group_code", sa.String(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in TEXTS),
        *(sa.Column(name, sa.String(), nullable=True) for name in OTHERS),
        *(sa.ForeignKeyConstraint([name], ["indicator.code"]) for name in ("indicator", *OTHERS)),
        sa.PrimaryKeyConstraint("board", "group_code", "indicator"),
    )
