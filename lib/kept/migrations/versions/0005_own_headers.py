"""What columns mean whose titles are not ours, by unit and layout."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "own_header",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=True),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("titles", sa.String(), nullable=False),
        sa.Column("meanings", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["form"], ["form.code"]),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"]),
        sa.PrimaryKeyConstraint("code"),
    )
