"""Units by level, and those that begin or end: a save asks for them, and in a province it read every unit to know."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

BOUNDED = sa.text("valid_from IS NOT NULL OR valid_to IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_unit_level", "unit", ["level"])
    op.create_index("unit_bounded", "unit", ["valid_to", "valid_from"], sqlite_where=BOUNDED, postgresql_where=BOUNDED)
