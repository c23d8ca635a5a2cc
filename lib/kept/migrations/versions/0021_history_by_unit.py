"""The history of values: a row for all cells that an act changed of a unit in a half month, not one for each cell."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

CELL = (
    "'[' || indicator_id || ',' || COALESCE(CAST(before AS TEXT), 'null') || ','"
    " || COALESCE(CAST(after AS TEXT), 'null') || CASE WHEN carried THEN ',true]' ELSE ']' END"
)
# SQLite, which learnt the order within an aggregate only with 3.44, goes by the key, whose last part the indicator is
JOINED = {"sqlite": f"group_concat({CELL}, ',')", "postgresql": f"string_agg({CELL}, ',' ORDER BY indicator_id)"}


def upgrade() -> None:
    op.drop_index("value_change_cell", "value_change")
    op.rename_table("value_change", "value_change_by_cell")
    if op.get_context().dialect.name == "postgresql":  # where a renamed table's key keeps its name, which is to be free
        op.execute("ALTER INDEX value_change_pkey RENAME TO value_change_by_cell_pkey")
    op.create_table(
        "value_change",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("half_month", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("cells", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"]),
        sa.PrimaryKeyConstraint("batch_id", "half_month", "unit_id"),
        sqlite_with_rowid=False,
    )
    joined = JOINED[op.get_context().dialect.name]
    op.execute(
        "INSERT INTO value_change (batch_id, half_month, unit_id, n, cells)"
        f" SELECT batch_id, half_month, unit_id, COUNT(*), '[' || {joined} || ']' FROM value_change_by_cell"
        " GROUP BY batch_id, half_month, unit_id"
    )
    op.drop_table("value_change_by_cell")
    op.create_index("value_change_unit", "value_change", ["unit_id", "half_month"])
